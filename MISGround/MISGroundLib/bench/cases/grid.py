"""Labels put on the grid of a scan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix, as_affine

Labels = NDArray[np.uint16]
Shape = tuple[int, int, int]
# What is midway between two voxels belongs to the first, whatever rounding makes of it.
TIE = 1e-6


def fit_to(labels: Labels, ijk_to_ras: Matrix, to_ijk_to_ras: Matrix, shape: Shape) -> Labels:
    """Labels (i, j, k) on another grid, each voxel that of the nearest centre; 0 outside. The same grid: unchanged."""
    if labels.shape == shape and np.allclose(ijk_to_ras, to_ijk_to_ras, atol=1e-3):
        return np.ascontiguousarray(labels)
    fitted = np.zeros(shape, dtype=np.uint16)
    across = np.linalg.inv(as_affine(ijk_to_ras)) @ as_affine(to_ijk_to_ras)
    if not np.isfinite(across).all():
        raise UserError("The labels do not say where their voxels lie. Save them again with a valid header.")
    for index in range(shape[0]):
        plane = across @ _plane_matrix(index)
        fitted[index], _ = sample(labels, plane, (shape[2], shape[1]))
    return fitted


def sample(labels: Labels, pixel_to_ijk: Matrix, size_px: tuple[int, int]) -> tuple[Labels, NDArray[np.bool_]]:
    """Labels at the pixels (column, row, 0, 1) of a picture, (height, width), nearest voxel; and where it is inside."""
    columns, rows = np.arange(size_px[0], dtype=float), np.arange(size_px[1], dtype=float)[:, None]
    inside = np.ones((size_px[1], size_px[0]), dtype=bool)
    indices = []
    for axis in range(3):
        step_x, step_y, _, start = pixel_to_ijk[axis]
        index = np.floor(columns * step_x + rows * step_y + (start + 0.5 - TIE)).astype(np.int64)
        inside &= (index >= 0) & (index < labels.shape[axis])
        indices.append(np.clip(index, 0, labels.shape[axis] - 1))
    picked = labels[indices[0], indices[1], indices[2]]
    picked[~inside] = 0
    return picked, inside


def _plane_matrix(index: int) -> Matrix:
    """From pixels (k, j) of the plane i = index to (i, j, k)."""
    return np.array([[0, 0, 0, index], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]], dtype=float)
