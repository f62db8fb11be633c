"""Tissues of a donor on a picture's plane, through a pose: the nearest voxel for the truth, more for brightness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.donor import Donor
from training.drawing.deform import Pose, upsampling
from training.tissues import ID

Tissue = NDArray[np.uint8]
Array = NDArray[np.float32]
_EMPTY = {"CT": -1000.0, "MR": 0.0}  # an image's value beyond it
_KNOT = 6  # pixels between the points at which the pose is computed; linear between them


@dataclass(frozen=True)
class Frame:
    """A pixel grid in the scanner: its middle, a pixel's step right and down (RAS mm), and (height, width)."""

    through: NDArray[np.float64]
    right: NDArray[np.float64]
    down: NDArray[np.float64]
    shape: tuple[int, int]

    def at(self, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (rows, columns, 3) at these pixel indices, RAS mm."""
        height, width = self.shape
        across = (columns - (width - 1) / 2)[None, :, None] * self.right
        points: NDArray[np.float64] = self.through + across + (rows - (height - 1) / 2)[:, None, None] * self.down
        return points

    def points(self) -> NDArray[np.float64]:
        """The pixels' centres (h, w, 3)."""
        return self.at(np.arange(self.shape[0], dtype=np.float64), np.arange(self.shape[1], dtype=np.float64))


@dataclass(frozen=True)
class Sample:
    """What a picture's plane meets: `near`, the nearest tissue (h, w), and what its brightness is made of.

    That is either `taps`, tissue pictures to be mixed, with their `weights` (h, w), one in sum, or `grey`, the real
    image's values; then taps and weights are empty.
    """

    near: Tissue
    taps: list[Tissue]
    weights: list[Array]
    grey: Array | None = None


def sample(donor: Donor, pose: Pose, frame: Frame, rng: np.random.Generator, real: bool = False) -> Sample:
    """A donor's tissue on a pixel grid through a pose; `real`: with its image's values (linear) for brightness.

    Mixed are the four voxels round a point in the plane, and now and then another one across the slice's thickness.
    Beyond the donor there is air on the sides; above and below the body goes on.
    """
    rows, to_rows = upsampling(frame.shape[0], _KNOT)
    columns, to_columns = upsampling(frame.shape[1], _KNOT)
    knots = ((pose.to_donor(frame.at(rows, columns)) - donor.origin_ras) / donor.voxel_mm).astype(np.float32)
    at = [to_rows @ knots[:, :, axis] @ to_columns.T for axis in range(3)]  # voxel coordinates (h, w)

    sizes = donor.tissue.shape
    outside = (at[0] < -0.5) | (at[0] > sizes[0] - 0.5) | (at[1] < -0.5) | (at[1] > sizes[1] - 0.5)
    flat = np.asarray(donor.tissue).reshape(-1)
    steps = (sizes[1] * sizes[2], sizes[2], 1)

    def offset(axis: int, index: Array) -> NDArray[np.int32]:
        """How far into the flat volume a voxel index along an axis leads; the last voxel goes on for ever."""
        inside: NDArray[np.int32] = np.clip(index, 0, sizes[axis] - 1).astype(np.int32)
        inside *= steps[axis]
        return inside

    def fetch(place: NDArray[np.int32]) -> Tissue:
        found: Tissue = flat[place]
        found[outside] = ID["air"]
        return found

    def grey(volume: NDArray[np.int16]) -> Array:
        """The image between its eight voxels."""
        ends = []
        for axis in range(3):
            floor = np.floor(at[axis])
            share = (at[axis] - floor).astype(np.float32)
            ends.append(((offset(axis, floor), 1 - share), (offset(axis, floor + 1), share)))
        values = np.zeros(frame.shape, dtype=np.float32)
        voxels = np.asarray(volume).reshape(-1)
        for x, x_share in ends[0]:
            for y, y_share in ends[1]:
                place, both = x + y, x_share * y_share
                for z, z_share in ends[2]:
                    values += voxels[place + z] * (both * z_share)
        values[outside] = _EMPTY[donor.modality]
        return values

    across, along = (int(np.argmax(np.abs(step))) for step in (frame.right, frame.down))
    normal = 3 - across - along
    depth = offset(normal, np.rint(at[normal]))
    middle = offset(across, np.rint(at[across])) + offset(along, np.rint(at[along]))
    if real and donor.image is not None:
        return Sample(fetch(middle + depth), [], [], grey(donor.image))
    sides = []
    for axis in (across, along):
        floor = np.floor(at[axis])
        share = at[axis] - floor
        sides.append(((offset(axis, floor), 1 - share), (offset(axis, floor + 1), share)))
    taps: list[Tissue] = []
    weights: list[Array] = []
    for column, column_share in sides[0]:
        for row, row_share in sides[1]:
            taps.append(fetch(column + row + depth))
            weights.append((column_share * row_share).astype(np.float32, copy=False))
    thickness = float(rng.choice([0.0, 3.0, 5.0, 8.0], p=[0.6, 0.2, 0.13, 0.07])) / donor.voxel_mm
    if thickness >= 1:
        weights = [weight * np.float32(0.55) for weight in weights]
        taps.append(fetch(middle + offset(normal, np.rint(at[normal] + thickness / 2 * rng.choice([-1, 1])))))
        weights.append(np.full(frame.shape, 0.45, dtype=np.float32))
    return Sample(fetch(middle + depth), taps, weights)
