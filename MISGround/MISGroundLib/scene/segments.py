"""From box to mask: segments seeded by the grey values inside a box, or empty for another module. A start, no result.

Segments go into a segmentation of MISGround's own for each volume, so that none of the user's is ever touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import slicer
from numpy.typing import NDArray

from MISGroundLib.anatomy.terminology import color_for, terminology_of
from MISGroundLib.errors import UserError, one_line
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.rois import read_provenance
from MISGroundLib.scene.volumes import check_volume_node, ijk_to_world

# On the segmentation node: the volume that it is of. On a segment, as a tag: what it was made of, and how.
_OF_VOLUME = "MISGround.SegmentsOf"
_TAG = "MISGround."
# The middle of a box, by this share of its sides, is taken to be the structure; of its grey values those between.
_CORE = 0.5
_PERCENTILES = (5.0, 95.0)


@dataclass(frozen=True)
class Seeded:
    """A segment that was made: its segmentation node, ID and name, the grey values taken, and how many voxels."""

    node: Any
    segment_id: str
    name: str
    low: float
    high: float
    voxels: int


def seed_segment(scene: Any, roi: Any, volume_node: Any) -> Seeded:
    """Add a segment of the voxels inside a box whose grey values are those of the box's middle.

    Args:
        scene: the vtkMRMLScene of both nodes.
        roi: a box that MISGround drew, where it lies now.
        volume_node: the volume that it is of.

    Returns:
        The segment, named after the structure and marked as MISGround's.

    Raises:
        UserError: the volume cannot be used, or the box lies beside it.
    """
    check_volume_node(volume_node)
    array = slicer.util.arrayFromVolume(volume_node)
    block, places = _voxels_in(roi, ijk_to_world(volume_node), array.shape)
    values = np.asarray(array[block], dtype=np.float64)
    inside = (np.abs(places) <= 0.5).all(axis=-1) & np.isfinite(values)
    core = values[inside & (np.abs(places) <= _CORE / 2).all(axis=-1)]
    core = core if core.size else values[inside]
    if not core.size:
        raise _beside(roi)
    low, high = (float(one) for one in np.percentile(core, _PERCENTILES))
    mask = np.zeros(array.shape, np.uint8)
    mask[block] = inside & (values >= low) & (values <= high)
    node, segment_id, name = empty_segment(scene, roi, volume_node, "MISGround")
    segment = node.GetSegmentation().GetSegment(segment_id)
    segment.SetTag(_TAG + "Seed", f"grey values {low:g} to {high:g} inside the box; not a segmentation by a model")
    slicer.util.updateSegmentBinaryLabelmapFromArray(mask, node, segment_id, volume_node)
    return Seeded(node, segment_id, name, low, high, int(mask.sum()))


def empty_segment(scene: Any, roi: Any, volume_node: Any, maker: str) -> tuple[Any, str, str]:
    """A new segment for a box, with its provenance, in MISGround's own segmentation of the volume.

    maker: whose work it will be; it stands in the name. Returns the segmentation node, the segment's ID and its name.
    """
    facts = read_provenance(roi)
    node = _segmentation_of(scene, volume_node)
    label = str(facts.get("Label") or roi.GetName())
    name = f"{label} ({maker})"
    segment_id = node.GetSegmentation().AddEmptySegment("", name, color_for(label))
    segment = node.GetSegmentation().GetSegment(segment_id)
    segment.SetTag(slicer.vtkSegment.GetTerminologyEntryTagName(), terminology_of(label).entry())
    for tag in ("Query", "Label", "Score", "Model", "ModelRevision", "Software", "Created"):
        segment.SetTag(_TAG + tag, str(facts.get(tag, "")))
    return node, segment_id, name


def middle_slice_of(roi: Any, volume_node: Any) -> tuple[list[int], list[int]]:
    """Of a box, where it lies now, the slice through its middle: its first and its last voxel (i, j, k).

    The slice is one of the volume's own, across the axis of the largest spacing, of equal ones the last: those in which
    the scan was made. Raises UserError: the volume cannot be used, or the box lies beside it.
    """
    check_volume_node(volume_node)
    array = slicer.util.arrayFromVolume(volume_node)
    to_world = ijk_to_world(volume_node)
    (k, j, i), places = _voxels_in(roi, to_world, array.shape)
    inside = np.argwhere((np.abs(places) <= 0.5).all(axis=-1))
    if not len(inside):
        raise _beside(roi)
    start = (i.start, j.start, k.start)
    first, last = inside.min(axis=0)[::-1] + start, inside.max(axis=0)[::-1] + start
    across = 2 - int(np.argmax(np.linalg.norm(to_world[:3, :3], axis=0)[::-1].round(3)))
    first[across] = last[across] = (first[across] + last[across]) // 2
    return [int(one) for one in first], [int(one) for one in last]


def _beside(roi: Any) -> UserError:
    return UserError(
        "The box {name} lies beside the volume. Put it back, or ask again.", name=one_line(roi.GetName() or "")
    )


def _voxels_in(
    roi: Any, to_world: Matrix, shape_kji: tuple[int, ...]
) -> tuple[tuple[slice, slice, slice], NDArray[np.float64]]:
    """The block (k, j, i) of voxels round a box, and where each lies in it: -0.5 to 0.5 along the box's sides."""
    to_ras = slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix())
    to_ras = to_ras @ np.diag([*roi.GetSize(), 1.0])
    corners = np.stack(np.meshgrid(*[(-0.5, 0.5)] * 3), axis=-1).reshape(-1, 3)
    ras = corners @ to_ras[:3, :3].T + to_ras[:3, 3]
    inverse = np.linalg.inv(to_world)
    ijk = ras @ inverse[:3, :3].T + inverse[:3, 3]
    shape = np.array(shape_kji)[::-1]
    first = np.clip(np.floor(ijk.min(axis=0)).astype(int), 0, shape)
    last = np.clip(np.ceil(ijk.max(axis=0)).astype(int) + 1, first, shape)
    k, j, i = np.mgrid[tuple(slice(a, b) for a, b in zip(first[::-1], last[::-1], strict=True))]
    box_from_ijk = np.linalg.inv(to_ras) @ to_world
    places = np.stack([i, j, k], axis=-1) @ box_from_ijk[:3, :3].T + box_from_ijk[:3, 3]
    block = (slice(first[2], last[2]), slice(first[1], last[1]), slice(first[0], last[0]))
    return block, places


def _segmentation_of(scene: Any, volume_node: Any) -> Any:
    """MISGround's own segmentation node of a volume, made where it is absent."""
    nodes = scene.GetNodesByClass("vtkMRMLSegmentationNode")
    nodes.UnRegister(None)
    for place in range(nodes.GetNumberOfItems()):
        node = nodes.GetItemAsObject(place)
        if node.GetAttribute(_OF_VOLUME) == volume_node.GetID():
            return node
    name = scene.GenerateUniqueName(f"MISGround: {one_line(volume_node.GetName() or '')}")
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", name)
    node.SetAttribute(_OF_VOLUME, volume_node.GetID())
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume_node)
    node.CreateDefaultDisplayNodes()
    return node
