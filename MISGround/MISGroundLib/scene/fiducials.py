"""MISGround's points in a scene: what "point at ..." asked for, each a Markups point node; and boxes and points as one.

A point is the model's own, or the centre of a box that was drawn with it: that one refers to its box, comes with it and
goes with it. Nobody moves it when the box is moved: it is where the model's box had its centre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import slicer

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.counting import OWN_POINT, Pointed, point_of
from MISGroundLib.errors import clean_text
from MISGroundLib.extent import SequenceResult, VolumeResult
from MISGroundLib.geometry import Matrix
from MISGroundLib.grounding import GroundingResult
from MISGroundLib.scene.box_folders import folder_of_volume, hierarchy_of, item_of
from MISGroundLib.scene.rois import (
    add_extents,
    boxes_of,
    draw,
    facts_of_detection,
    facts_of_extent,
    is_readers,
    opacity_for,
    record_facts,
    remove,
    set_terminology,
)

_PREFIX = "MISGround."
_BOX_ROLE = "MISGround.Box"  # of the box that a point is the centre of


def draw_answer(scene: Any, result: GroundingResult | VolumeResult, volume_node: Any | None = None) -> list[Any]:
    """Add all boxes and points of an answer, or none.

    Args:
        scene: the vtkMRMLScene to draw into.
        result: the answer, of a slice or of a volume.
        volume_node: the volume that was asked about; None, or deleted by now, is fine.

    Returns:
        A node for each target that was found, in their order: a vtkMRMLMarkupsROINode, or where the model gave a point
        a vtkMRMLMarkupsFiducialNode; then those of the centres of boxes that were asked for as points.
    """
    if isinstance(result, VolumeResult):
        by_label = add_extents(scene, result, volume_node)
        return [*by_label.values(), *draw_centres(scene, result, by_label, volume_node)]
    rois, marks, centres = iter(draw(scene, result, volume_node)), [], []
    volume_node = _there(scene, volume_node)
    for detection in result.detections:
        if not detection.found:
            continue
        roi = next(rois) if detection.box_ras is not None else None
        point = point_of(detection, detection.box_ras, detection.point_ras)
        node = None
        if point is not None and not result.slice_image.volume.item:
            facts = facts_of_detection(result, detection, volume_node)
            pale = opacity_for(detection.is_unsure, doubted=False)
            folder = folder_of_volume(scene, result.slice_image.volume.name, volume_node)
            node = _add(scene, point, facts, folder, pale, roi)
        marks.append(roi if roi is not None else node)
        centres += [node] if roi is not None and node is not None else []
    return [*marks, *centres]


def draw_centres(
    scene: Any, result: VolumeResult | SequenceResult, rois: Mapping[str, Any], volume_node: Any | None = None
) -> list[Any]:
    """The centres of a search's boxes where "point at ..." asked for them; those of an earlier call move with the box.

    Args:
        scene: the vtkMRMLScene to draw into.
        result: the answer, also a partial one. Of a 4D sequence, whose boxes follow its items, no point is drawn.
        rois: the boxes by the extents' labels, as `add_extents` returned them.
        volume_node: as for `draw_answer`.

    Returns:
        The vtkMRMLMarkupsFiducialNodes that are in the scene.
    """
    volume_node = _there(scene, volume_node)
    nodes: list[Any] = []
    for part in result.parts:
        for extent in part.extents:
            point, roi = point_of(extent, extent.box), rois.get(extent.label)
            if point is None or roi is None or roi.GetScene() is not scene or part.volume.item:
                continue
            facts = facts_of_extent(part, extent, volume_node)
            pale = opacity_for(extent.is_unsure, bool(extent.doubts))
            there = next(iter(points_of_boxes([roi])), None)
            if there is None:
                folder = folder_of_volume(scene, part.volume.name, volume_node)
                there = _add(scene, point, facts, folder, pale, roi)
            elif not is_readers(there):
                _place(there, point)
                record_facts(there, facts)
                there.GetDisplayNode().SetOpacity(pale)
            nodes.append(there)
    for node in points_in(scene):  # a box that the search no longer believes in took its point with it
        if node.GetNodeReferenceID(_BOX_ROLE) and node.GetNodeReference(_BOX_ROLE) is None:
            remove(scene, node)
    return nodes


def is_point(node: Any) -> bool:
    """Whether a node is a point, and no box."""
    return bool(node.IsA("vtkMRMLMarkupsFiducialNode"))


def points_in(scene: Any) -> list[Any]:
    """Every point that MISGround drew and that is still in the scene."""
    nodes = scene.GetNodesByClass("vtkMRMLMarkupsFiducialNode")
    nodes.UnRegister(None)
    found = [nodes.GetItemAsObject(index) for index in range(nodes.GetNumberOfItems())]
    return [node for node in found if node.GetAttribute(_PREFIX + "Query") is not None]


def marks_of(scene: Any) -> list[Any]:
    """Every box and every point that MISGround drew and that is still in the scene."""
    return [*boxes_of(scene), *points_in(scene)]


def points_of_boxes(boxes: Sequence[Any]) -> list[Any]:
    """The points in the scene that are the centres of these boxes."""
    scenes = [box.GetScene() for box in boxes if box.GetScene() is not None]
    names = {box.GetID() for box in boxes if box.GetScene() is not None}
    return [node for node in points_in(scenes[0]) if node.GetNodeReferenceID(_BOX_ROLE) in names] if scenes else []


def basis_of(node: Any) -> str:
    """What a point comes of: the model itself, or the centre of a box."""
    return node.GetAttribute(_PREFIX + "PointBasis") or ""


def center_of(mark: Any) -> Matrix:
    """Where a point or the middle of a box lies, world RAS mm (3,)."""
    place = np.zeros(3)
    if is_point(mark):
        mark.GetNthControlPointPositionWorld(0, place)
    else:
        mark.GetCenterWorld(place)
    return place


def _there(scene: Any, volume_node: Any | None) -> Any | None:
    return volume_node if volume_node is not None and volume_node.GetScene() is scene else None


def _add(scene: Any, point: Pointed, facts: Mapping[str, Any], folder: int, opacity: float, roi: Any | None) -> Any:
    """A locked point node; where it cannot be added whole, nothing is left of it nor of its box."""
    node = slicer.vtkMRMLMarkupsFiducialNode()
    try:
        record_facts(node, {**facts, "PointBasis": point.basis})
        _place(node, point)
        node.SetLocked(True)
        set_terminology(node, point.label)
        scene.AddNode(node)
        if roi is not None:
            node.SetNodeReferenceID(_BOX_ROLE, roi.GetID())
        node.CreateDefaultDisplayNodes()
        display, color = node.GetDisplayNode(), color_for(point.label)
        for paint in (display.SetSelectedColor, display.SetColor, display.SetActiveColor):
            paint(*color)
        display.SetOpacity(opacity)
        # The box's own label names it; the point's would lie over it.
        display.SetPointLabelsVisibility(roi is None)
        display.SetPropertiesLabelVisibility(False)
        hierarchy = hierarchy_of(scene)
        hierarchy.SetItemParent(item_of(hierarchy, node, folder), folder)
    except Exception:
        for one in (node, roi):
            if one is not None and one.GetScene() is scene:
                remove(scene, one)
        raise
    return node


def _place(node: Any, point: Pointed) -> None:
    """One control point, named as the node is."""
    said = point.label if point.basis == OWN_POINT else f"{point.label}, {point.basis}"
    node.RemoveAllControlPoints()
    node.AddControlPoint(*point.position_ras, said)
    node.SetName(said)
    node.SetAttribute(_PREFIX + "Name", clean_text(said))
