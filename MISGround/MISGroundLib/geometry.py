"""Boxes, affines, and the way between pixels and patient space (RAS, mm). numpy only.

A pixel box is half-open, ``(x0, y0, x1, y1)``, x right and y down: it holds the pixels x0 <= i < x1. Pixel i covers
[i-0.5, i+0.5) in the coordinate that ``pixel_to_ras`` takes, where pixel CENTRES lie at whole numbers; so the box
(0, 0, w, h) is the whole picture and its centre lies at ((w-1)/2, (h-1)/2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Box = tuple[float, float, float, float]
Matrix = NDArray[np.float64]

MINIMUM_THICKNESS_MM = 1.0


@dataclass(frozen=True)
class OrientedBox:
    """A box in patient space: centre (3,) RAS mm, size (3,) mm, axes (3, 3) right-handed, one unit axis a column."""

    center_ras: Matrix
    size_mm: Matrix
    axes_ras: Matrix

    def corners_ras(self) -> Matrix:
        """The eight corners, (8, 3), RAS mm."""
        signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=float)
        corners: Matrix = self.center_ras + (signs * self.size_mm / 2) @ self.axes_ras.T
        return corners

    def object_to_ras(self) -> Matrix:
        """The 4x4 matrix from the box's own frame (origin at its centre, mm) to RAS."""
        matrix = np.eye(4)
        matrix[:3, :3] = self.axes_ras
        matrix[:3, 3] = self.center_ras
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
    """The patient-space box of a pixel box on a slice, as thick as the slice (at least 1 mm).

    Axes: image right, image down, and the normal that makes the frame right-handed.
    Raises ValueError for an empty, inverted or non-finite box.
    """
    if not is_valid_box(box):
        raise ValueError(f"not a box: {box}")
    affine = as_affine(pixel_to_ras)
    right, down = affine[:3, 0], affine[:3, 1]
    spacing = np.array([np.linalg.norm(right), np.linalg.norm(down)])
    x_axis, y_axis = right / spacing[0], down / spacing[1]
    axes = np.stack([x_axis, y_axis, np.cross(x_axis, y_axis)], axis=1)
    center_px = ((box[0] + box[2]) / 2 - 0.5, (box[1] + box[3]) / 2 - 0.5, 0.0)
    size = np.array(
        [
            (box[2] - box[0]) * spacing[0],
            (box[3] - box[1]) * spacing[1],
            max(float(thickness_mm), MINIMUM_THICKNESS_MM),
        ]
    )
    return OrientedBox(transform_point(affine, center_px), size, axes)


def ras_to_box(box: OrientedBox, pixel_to_ras: Matrix) -> Box:
    """The pixel box that just holds an oriented box's shadow on a slice: the inverse of `box_to_ras`."""
    inverse = np.linalg.inv(as_affine(pixel_to_ras))
    pixels = np.array([transform_point(inverse, corner)[:2] for corner in box.corners_ras()])
    low, high = pixels.min(axis=0) + 0.5, pixels.max(axis=0) + 0.5
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
