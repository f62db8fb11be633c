"""Volumes, transforms and answers for tests of the scene."""

from typing import Any

import numpy as np
import slicer
import vtk
from numpy.typing import ArrayLike, NDArray

from MISGroundLib.geometry import Box, Matrix, box_to_ras
from MISGroundLib.grounding import Detection, GroundingResult
from MISGroundLib.settings import Settings
from MISGroundLib.slices import SliceImage


def rotation(x: float, y: float, z: float) -> Matrix:
    """A 4x4 rotation by angles in degrees about the three axes, one after the other."""
    matrix = np.eye(4)
    for axis, angle in enumerate(np.radians((x, y, z))):
        turn = np.eye(4)
        first, second = (axis + 1) % 3, (axis + 2) % 3
        turn[first, first] = turn[second, second] = np.cos(angle)
        turn[second, first], turn[first, second] = np.sin(angle), -np.sin(angle)
        matrix = turn @ matrix
    return matrix


def affine(spacing: ArrayLike, origin: ArrayLike, turn: Matrix | None = None) -> Matrix:
    """IJK to RAS: the turned axes at a spacing, voxel (0, 0, 0) at the origin."""
    matrix = (np.eye(4) if turn is None else turn) @ np.diag([*np.asarray(spacing, dtype=float), 1.0])
    matrix[:3, 3] = origin
    return matrix


def to_vtk(matrix: Matrix) -> Any:
    result = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(result, np.asarray(matrix, dtype=float))
    return result


def volume_node(scene: Any, array: NDArray, ijk_to_ras: Matrix | None = None, name: str = "scan") -> Any:
    """A displayed scalar volume of array (k, j, i)."""
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
    slicer.util.updateVolumeFromArray(node, array)
    if ijk_to_ras is not None:
        node.SetIJKToRASMatrix(to_vtk(ijk_to_ras))
    node.CreateDefaultDisplayNodes()
    node.GetDisplayNode().SetAutoWindowLevel(False)
    return node


def linear_transform(scene: Any, to_parent: Matrix, parent: Any = None) -> Any:
    node = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    node.SetMatrixTransformToParent(to_vtk(to_parent))
    if parent is not None:
        node.SetAndObserveTransformNodeID(parent.GetID())
    return node


def put_under_transforms(scene: Any, node: Any) -> Matrix:
    """Put a node under a chain of two affine transforms; returns local RAS to world."""
    outer = rotation(-10, 20, 35)
    outer[:3, 3] = (12, -40, 7)
    inner = rotation(25, 5, -15) @ np.diag([1.2, 0.9, 1.0, 1.0])
    inner[:3, 3] = (-3, 8, 21)
    chain = linear_transform(scene, inner, linear_transform(scene, outer))
    node.SetAndObserveTransformNodeID(chain.GetID())
    return outer @ inner


def set_plane(slice_node: Any, turn: Matrix, through_ras: ArrayLike) -> None:
    """Turn a slice view: columns of `turn` are its x, y and normal."""
    matrix = turn.copy()
    matrix[:3, 3] = through_ras
    slicer.util.updateVTKMatrixFromArray(slice_node.GetSliceToRAS(), matrix)
    slice_node.UpdateMatrices()


def answer(image: SliceImage, boxes: dict[str, Box | None]) -> GroundingResult:
    """An answer with a box or a "not found" for each query."""
    detections = []
    for query, box in boxes.items():
        in_ras = box_to_ras(box, image.grid.pixel_to_ras, image.grid.thickness_mm) if box else None
        detections.append(Detection(query, query, "found" if box else "absent", 0.93, box, in_ras, raw=f"[{query}]"))
    model = {"name": "misground-mini", "revision": "abc123", "device": "cpu"}
    return GroundingResult(image, detections, Settings(seed=7), model, {}, "2026-01-02T03:04:05+00:00")
