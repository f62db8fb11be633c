"""Boxes, affines, and the way between pixels and patient space (RAS, mm). numpy only.

A pixel box is half-open, ``(x0, y0, x1, y1)``, x right and y down: it holds the pixels x0 <= i < x1. Pixel i covers
[i-0.5, i+0.5) in the coordinate that ``pixel_to_ras`` takes, where pixel CENTRES lie at whole numbers; so the box
(0, 0, w, h) is the whole picture and its centre lies at ((w-1)/2, (h-1)/2).

The affine of a volume takes voxel indices (i, j, k) to RAS mm; its first three columns are the steps from one voxel to
the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

Box = tuple[float, float, float, float]
Matrix = NDArray[np.float64]

MINIMUM_THICKNESS_MM = 1.0
LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


@dataclass(frozen=True)
class OrientedBox:
    """A box in patient space: centre (3,) RAS mm, size (3,) mm, axes (3, 3) right-handed, one unit axis a column."""

    center_ras: Matrix
    size_mm: Matrix
    axes_ras: Matrix

    def corners_ras(self) -> Matrix:
        """The eight corners, (8, 3), RAS mm."""
        signs = np.array(list(product((-1.0, 1.0), repeat=3)))
        corners: Matrix = self.center_ras + (signs * self.size_mm / 2) @ self.axes_ras.T
        return corners

    def object_to_ras(self) -> Matrix:
        """The 4x4 matrix from the box's own frame (origin at its centre, mm) to RAS."""
        return affine_of(self.axes_ras, self.center_ras)


def affine_of(steps: ArrayLike, origin: ArrayLike) -> Matrix:
    """The 4x4 of three columns (3, 3) and the place (3,) of the first voxel's centre."""
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = steps, origin
    return matrix


def as_affine(matrix: ArrayLike) -> Matrix:
    """A finite, invertible 4x4 affine, or ValueError."""
    affine = np.array(matrix, dtype=float)
    if affine.shape != (4, 4) or not np.isfinite(affine).all():
        raise ValueError("an affine must be a finite 4x4 matrix")
    if not np.allclose(affine[3], (0, 0, 0, 1)):
        raise ValueError("an affine's last row must be 0 0 0 1")
    if abs(np.linalg.det(affine[:3, :3])) < 1e-12:
        raise ValueError("an affine must be invertible")
    return affine


def axis_letters(ijk_to_ras: Matrix) -> str:
    """Where the voxel axes run to, as "RAS" or "LPS": the nearest patient axis of each."""
    axes = np.argmax(np.abs(ijk_to_ras[:3, :3]), axis=0)
    return "".join(("LR", "PA", "IS")[axis][int(ijk_to_ras[axis, column] > 0)] for column, axis in enumerate(axes))


def shear_mm(ijk_to_ras: Matrix, shape_ijk: tuple[int, int, int]) -> float:
    """How far (mm) an affine's shear moves a volume's corner, against the nearest affine with right angles."""
    steps = ijk_to_ras[:3, :3]
    lengths = np.linalg.norm(steps, axis=0)
    u, _, v = np.linalg.svd(steps / lengths)
    half = (np.array(shape_ijk) - 1) / 2
    corners = half[:, None] * np.array(list(product((-1, 1), repeat=3))).T
    return float(np.linalg.norm((steps - (u @ v) * lengths) @ corners, axis=0).max())


def farthest_mm(first: Matrix, second: Matrix, shape_ijk: tuple[int, int, int]) -> float:
    """How far apart (mm) two affines put the same voxel, at the corner where it is most."""
    corners = np.array(list(product(*((0.0, n - 1.0) for n in shape_ijk), (1.0,)))).T
    return float(np.linalg.norm(((first - second) @ corners)[:3], axis=0).max())


def transform_point(affine: ArrayLike, point: ArrayLike) -> Matrix:
    """Point (3,) through a 4x4 affine."""
    matrix = np.asarray(affine, dtype=float)
    moved: Matrix = matrix[:3, :3] @ np.asarray(point, dtype=float) + matrix[:3, 3]
    return moved


def is_valid_box(box: Box) -> bool:
    """Finite, and neither empty nor inverted."""
    return bool(np.isfinite(box).all() and box[0] < box[2] and box[1] < box[3])


def intersection_over_union(first: Box, second: Box) -> float:
    """Overlap of two pixel boxes, 0 to 1."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    overlap = width * height
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return float(overlap / (areas - overlap))


def box_to_ras(box: Box, pixel_to_ras: Matrix, thickness_mm: float) -> OrientedBox:
    """The patient-space box of a pixel box on a slice.

    Args:
        box: (x0, y0, x1, y1) in pixels, half-open.
        pixel_to_ras: 4x4, pixel centre (column, row, 0, 1) to RAS mm.
        thickness_mm: the slice's; the box is as thick, and at least 1 mm.

    Returns:
        A box with the axes image right, image down, and the normal that makes the frame right-handed.

    Raises:
        ValueError: the box is empty, inverted or not finite.
    """
    if not is_valid_box(box):
        raise ValueError(f"not a box: {box}")
    affine = as_affine(pixel_to_ras)
    right, down = affine[:3, 0], affine[:3, 1]
    spacing = np.array([np.linalg.norm(right), np.linalg.norm(down)])
    x_axis, y_axis = right / spacing[0], down / spacing[1]
    axes = np.stack([x_axis, y_axis, np.cross(x_axis, y_axis)], axis=1)
    center_px = ((box[0] + box[2]) / 2 - 0.5, (box[1] + box[3]) / 2 - 0.5, 0.0)
    in_plane = np.array([box[2] - box[0], box[3] - box[1]]) * spacing
    size = np.array([*in_plane, max(float(thickness_mm), MINIMUM_THICKNESS_MM)])
    return OrientedBox(transform_point(affine, center_px), size, axes)


def ras_to_box(box: OrientedBox, pixel_to_ras: Matrix) -> Box:
    """The pixel box that just holds an oriented box's shadow on a slice: the inverse of `box_to_ras`."""
    inverse = np.linalg.inv(as_affine(pixel_to_ras))
    pixels = np.array([transform_point(inverse, corner)[:2] for corner in box.corners_ras()])
    low, high = pixels.min(axis=0) + 0.5, pixels.max(axis=0) + 0.5
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
