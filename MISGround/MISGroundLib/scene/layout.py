"""Turn the slice views to what was asked about: the slice in its own view, the boxes' middle in the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer

from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.volumes import ijk_to_world
from MISGroundLib.slices import SliceGrid, plane_name, volume_corners

# Room round the volume in a fitted view.
_MARGIN = 1.05


def show(scene: Any, volume_node: Any, grid: SliceGrid, through_ras: Matrix | None = None) -> None:
    """Set up every slice view of a scene that is being saved: volume, plane and field of view.

    The view of the slice's own plane shows that very slice (an oblique slice takes the first view); the others pass
    through `through_ras`, by default the slice's centre.
    """
    centre = grid.pixel_to_ras @ [(grid.size_px[0] - 1) / 2, (grid.size_px[1] - 1) / 2, 0, 1]
    through = centre[:3] if through_ras is None else np.asarray(through_ras, dtype=float)
    corners = volume_corners(ijk_to_world(volume_node), volume_node.GetImageData().GetDimensions())
    own = None
    for node in _nodes(scene, "vtkMRMLSliceNode"):
        if own is None and grid.plane in ("oblique", _plane_of(node)):
            own = node
            _set_plane(node, grid.pixel_to_ras)
        fit(node, corners)
        node.JumpSliceByOffsetting(*(centre[:3] if node is own else through))
    for composite in _nodes(scene, "vtkMRMLSliceCompositeNode"):
        composite.SetBackgroundVolumeID(volume_node.GetID())


def _nodes(scene: Any, class_name: str) -> list[Any]:
    return [scene.GetNthNodeByClass(index, class_name) for index in range(scene.GetNumberOfNodesByClass(class_name))]


def _plane_of(slice_node: Any) -> str:
    matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    return plane_name(matrix[:3, 0], -matrix[:3, 1])


def _set_plane(slice_node: Any, pixel_to_ras: Matrix) -> None:
    """The view's axes: image right, image up, and the normal that Slicer's presets have for a named plane."""
    current = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    right = pixel_to_ras[:3, 0] / np.linalg.norm(pixel_to_ras[:3, 0])
    up = -pixel_to_ras[:3, 1] / np.linalg.norm(pixel_to_ras[:3, 1])
    normal = np.cross(right, up)
    normal *= np.sign(normal @ current[:3, 2]) or 1.0
    matrix = np.eye(4)
    matrix[:3, :4] = np.stack([right, up, normal, pixel_to_ras[:3, 3]], axis=1)
    slicer.util.updateVTKMatrixFromArray(slice_node.GetSliceToRAS(), matrix)
    slice_node.UpdateMatrices()


def fit(slice_node: Any, corners_ras: Matrix) -> None:
    """Centre the volume in a view and let it just fit, whatever the view's shape."""
    matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    across, along = corners_ras @ matrix[:3, 0], corners_ras @ matrix[:3, 1]
    depth = matrix[:3, 3] @ matrix[:3, 2]
    middle_across, middle_along = (across.min() + across.max()) / 2, (along.min() + along.max()) / 2
    matrix[:3, 3] = matrix[:3, :3] @ [middle_across, middle_along, depth]
    width, height, _ = slice_node.GetDimensions()
    pitch = _MARGIN * max(np.ptp(across) / width, np.ptp(along) / height)
    slicer.util.updateVTKMatrixFromArray(slice_node.GetSliceToRAS(), matrix)
    slice_node.SetXYZOrigin(0, 0, 0)
    slice_node.SetFieldOfView(pitch * width, pitch * height, slice_node.GetFieldOfView()[2])
    slice_node.UpdateMatrices()
