"""The box-shaped space that a volume is searched in: three axes, the slices across each, and boxes along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from MISGroundLib.geometry import Matrix, OrientedBox, as_affine
from MISGroundLib.sides import Midline
from MISGroundLib.slices import PLANES, SliceGrid, SliceImage, VolumeInfo, canonical_axes, grid_through_volume
from MISGroundLib.slices import plane_name as name_of_plane

# (3, 2): lowest and highest coordinate along each axis of a frame, mm.
Bounds = NDArray[np.float64]


class SliceSource(Protocol):
    """A volume that can be cut: `scene/` makes it of a node, tests make it of an array."""

    @property
    def info(self) -> VolumeInfo:
        """Name, modality, shape (i, j, k)."""

    @property
    def ijk_to_ras(self) -> Matrix:
        """4x4, voxel centre to RAS mm, parent transforms included."""

    @property
    def array(self) -> NDArray[Any]:
        """The grey values (k, j, i); they are only read."""

    def cut(self, grid: SliceGrid) -> SliceImage:
        """The picture on a canonical grid, as the model is to see it; a sagittal one with the body's midline."""

    def midline(self) -> Midline | None:
        """The body's midline, where it can be measured: that takes long, so that others are cut without it."""


@dataclass(frozen=True)
class SliceKey:
    """One of the slices of a frame: which axis it lies across, and its number along it."""

    axis: int
    index: int


@dataclass(frozen=True, eq=False)
class VolumeFrame:
    """Axes (3, 3), one unit RAS direction a column; `ends` (3, 2) mm along them; the slices that are looked at.

    The axes are the volume's own, so that slices are the scan's own pictures; where one is more than 15 degrees off
    every axis of the patient, which no model was taught, they are R, A and S. planes: what slices across each axis
    are called. positions: of each axis the slices' coordinates, mm, rising.
    """

    axes: Matrix
    ends: Bounds
    spacing_mm: tuple[float, float, float]
    planes: tuple[str, str, str]
    positions: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
    ijk_to_ras: Matrix
    shape_ijk: tuple[int, int, int]

    def axis_of(self, plane: str) -> int:
        """The axis that a plane's slices lie across."""
        return self.planes.index(plane)

    def grid(self, key: SliceKey) -> SliceGrid:
        """The canonical grid of a slice."""
        through = self.axes @ self.ends.mean(axis=1)
        normal = self.axes[:, key.axis]
        through = through + normal * (self.positions[key.axis][key.index] - float(through @ normal))
        return grid_through_volume(self.ijk_to_ras, self.shape_ijk, normal, through)

    def nearest(self, axis: int, position_mm: float) -> SliceKey:
        """The slice nearest to a coordinate along an axis."""
        return SliceKey(axis, int(np.argmin(np.abs(self.positions[axis] - position_mm))))

    def pitch_mm(self, axis: int) -> float:
        """From one slice that may be looked at to the next."""
        places = self.positions[axis]
        return float(places[1] - places[0]) if len(places) > 1 else float(np.ptp(self.ends[axis]))

    def bounds_of(self, box: OrientedBox, axis: int, position_mm: float) -> Bounds:
        """A box on a slice in this frame; along the slice's own axis it has no thickness.

        A picture can be turned against the frame. Organs are rounder than boxes, so the ellipse in the box is
        enclosed, not its corners; where nothing is turned that is the box itself.
        """
        centre = self.axes.T @ box.center_ras
        turned = self.axes.T @ box.axes_ras[:, :2]
        half = np.sqrt(((turned * box.size_mm[:2] / 2) ** 2).sum(axis=1))
        bounds = np.stack([centre - half, centre + half], axis=1)
        bounds[axis] = position_mm
        return np.clip(bounds, self.ends[:, :1], self.ends[:, 1:])

    def oriented(self, bounds: Bounds) -> OrientedBox:
        """Bounds as a box in patient space, on the volume's own axes (right-handed)."""
        own = _rotation_of(self.ijk_to_ras)
        centre = self.axes @ bounds.mean(axis=1)
        turned = own.T @ self.axes
        size = 2 * np.sqrt(((turned * np.ptp(bounds, axis=1) / 2) ** 2).sum(axis=1))
        if np.linalg.det(own) < 0:
            own = own * (1.0, 1.0, -1.0)
        return OrientedBox(centre, size, own)

    def ijk_bounds(self, bounds: Bounds) -> NDArray[np.int_]:
        """The voxels (3, 2) first and last + 1 along i, j, k whose centres lie in bounds; at least one each."""
        box = self.oriented(bounds)
        inverse = np.linalg.inv(self.ijk_to_ras)
        centre = inverse[:3, :3] @ box.center_ras + inverse[:3, 3]
        half = np.diag(np.abs(inverse[:3, :3] @ (box.axes_ras * box.size_mm / 2)))
        shape = np.array(self.shape_ijk)
        first = np.clip(np.ceil(centre - half - 1e-6).astype(int), 0, shape - 1)
        last = np.clip(np.floor(centre + half + 1e-6).astype(int) + 1, first + 1, shape)
        return np.stack([first, last], axis=1)


def volume_frame(ijk_to_ras: ArrayLike, shape_ijk: tuple[int, int, int], finest_mm: float) -> VolumeFrame:
    """The frame of a volume; of the slices across an axis one in so many is looked at that they lie `finest_mm` apart.

    Where the voxels are larger, every slice is.
    """
    affine = as_affine(ijk_to_ras)
    axes, planes = _rotation_of(affine), [name_of_plane(*canonical_axes(axis)) for axis in _rotation_of(affine).T]
    if sorted(planes) != sorted(PLANES):
        axes, planes = np.eye(3), ["sagittal", "coronal", "axial"]
    shape = np.array(shape_ijk)
    corners = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)]) * shape - 0.5
    along = (corners @ affine[:3, :3].T + affine[:3, 3]) @ axes
    ends = np.stack([along.min(axis=0), along.max(axis=0)], axis=1)
    # Of voxels that the frame's axes cut at an angle, the finest pitch along each.
    spacing = 1 / np.sqrt(((np.linalg.inv(affine[:3, :3]) @ axes) ** 2).sum(axis=0))
    positions = tuple(_positions(end, step, finest_mm) for end, step in zip(ends, spacing, strict=True))
    return VolumeFrame(axes, ends, tuple(map(float, spacing)), tuple(planes), positions, affine, shape_ijk)  # type: ignore[arg-type]


def overlap(first: Bounds, second: Bounds) -> float:
    """Intersection over union of two boxes (3, 2), 0 to 1; a side without length counts as a hair."""
    hair = 1e-6
    shared = np.minimum(first[:, 1], second[:, 1]) - np.maximum(first[:, 0], second[:, 0]) + hair
    if (shared <= 0).any():
        return 0.0
    both = float(np.prod(shared))
    return both / float(np.prod(np.ptp(first, axis=1) + hair) + np.prod(np.ptp(second, axis=1) + hair) - both)


def _positions(end: NDArray[np.float64], spacing: float, finest_mm: float) -> NDArray[np.float64]:
    """Middles of voxels, evenly from the first to the last that leave equal rests at both ends."""
    voxels = max(1, round(float(end[1] - end[0]) / spacing))
    step = min(max(1, round(finest_mm / spacing)), voxels)
    first = (voxels - 1) % step // 2
    return np.asarray(end[0] + (np.arange(first, voxels, step) + 0.5) * spacing, dtype=float)


def _rotation_of(affine: Matrix) -> Matrix:
    """The rotation, or rotation and mirroring, that is nearest to the voxels' directions."""
    columns = affine[:3, :3] / np.linalg.norm(affine[:3, :3], axis=0)
    left, _, right = np.linalg.svd(columns)
    nearest: Matrix = left @ right
    return nearest
