"""Other scans made of one: a stack of few thick slices, half a body, the mirrored body, a small part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from training.evaluation.changes import with_values
from training.evaluation.scans import Scan
from training.structures import CONTAINS, COUNT, STRUCTURE_ID, mirror_id

_TWIN = np.array([0, *(mirror_id(index) for index in range(1, COUNT + 1)), *range(COUNT + 1, 256)], dtype=np.uint8)


def thin_stacks(scan: Scan, slices: int = 20, thick_mm: float = 5.0) -> Iterator[Scan]:
    """The scan in stacks of thick axial slices, one on top of the other, none that lacks slices but the only one."""
    axis, spacing = _axis_along(scan, 2)
    count = scan.labels.shape[axis]
    total = int(count * spacing / thick_mm)
    at = np.clip((np.arange(total) + 0.5) * thick_mm / spacing - 0.5, 0, count - 1)
    sigma = max(0.0, thick_mm / spacing / 2.355 - 0.4)
    values = gaussian_filter1d(scan.loaded.array.astype(np.float32), sigma, axis=axis) if sigma else scan.loaded.array
    low = np.minimum(np.floor(at).astype(int), count - 1)
    share = (at - low).reshape([-1 if a == axis else 1 for a in range(3)]).astype(np.float32)
    values = np.take(values, low, axis) * (1 - share) + np.take(values, np.minimum(low + 1, count - 1), axis) * share
    nearest = np.rint(at).astype(int)
    labels, body = np.take(scan.labels, nearest, axis), np.take(scan.body, nearest, axis)
    for first in range(0, max(1, total - slices + 1), slices):
        part = [slice(None)] * 3
        part[axis] = slice(first, first + slices)
        where = tuple(part)
        moved = scan.loaded.ijk_to_ras.copy()
        column = 2 - axis
        start = (first + 0.5) * thick_mm / spacing - 0.5
        moved[:3, 3] += moved[:3, column] * start
        moved[:3, column] *= thick_mm / spacing
        cut = replace(scan, labels=labels[where], body=body[where])
        yield with_values(cut, values[where], moved)


def half(scan: Scan, side: str, beyond_mm: float = 10.0) -> Scan:
    """The left or the right half of the body, and a little beyond its middle."""
    axis, spacing = _axis_along(scan, 0)
    across = np.flatnonzero(scan.body.any(axis=tuple({0, 1, 2} - {axis})))
    middle = (across[0] + across[-1]) / 2
    rising = scan.loaded.ijk_to_ras[0, 2 - axis] > 0  # indices grow to the patient's right
    if (side == "right") == rising:
        ends = int(middle - beyond_mm / spacing), scan.labels.shape[axis]
    else:
        ends = 0, int(middle + beyond_mm / spacing) + 1
    return _part(scan, {axis: slice(max(0, ends[0]), ends[1])})


def mirrored(scan: Scan) -> Scan:
    """The mirrored body on the same voxels: what lay left lies right, and is named so."""
    axis, _ = _axis_along(scan, 0)

    def flip(volume: NDArray[np.generic]) -> NDArray[np.generic]:
        return np.ascontiguousarray(np.flip(volume, axis))

    changed = replace(scan, labels=_TWIN[np.flip(scan.labels, axis)], body=np.flip(scan.body, axis).copy())
    names = {"unknown": scan.unknown, "partial": scan.partial}
    changed = replace(changed, **{k: frozenset(int(_TWIN[i]) for i in ids) for k, ids in names.items()})
    return with_values(changed, flip(scan.loaded.array), scan.loaded.ijk_to_ras)


def part_round(scan: Scan, name: str, side_mm: tuple[float, float, float]) -> Scan | None:
    """A box of these sides (R, A, S) about the middle of a structure; None where the scan has none of it."""
    where = np.argwhere(CONTAINS[STRUCTURE_ID[name]][scan.labels])
    if not len(where):
        return None
    middle = (where.min(axis=0) + where.max(axis=0)) / 2
    ranges = {}
    for world in range(3):
        axis, spacing = _axis_along(scan, world)
        reach = side_mm[world] / spacing / 2
        first = max(0, round(middle[axis] - reach))
        ranges[axis] = slice(first, min(scan.labels.shape[axis], round(middle[axis] + reach) + 1))
    return _part(scan, ranges)


def _axis_along(scan: Scan, world: int) -> tuple[int, float]:
    """The array's axis (k, j, i) that runs most along R, A or S (0, 1, 2), and its spacing in mm."""
    columns = scan.loaded.ijk_to_ras[:3, :3]
    column = int(np.argmax(np.abs(columns[world]) / np.linalg.norm(columns, axis=0)))
    return 2 - column, float(np.linalg.norm(columns[:, column]))


def _part(scan: Scan, ranges: dict[int, slice]) -> Scan:
    """The voxels within ranges along the array's axes."""
    where = tuple(ranges.get(axis, slice(None)) for axis in range(3))
    moved = scan.loaded.ijk_to_ras.copy()
    for axis, part in ranges.items():
        moved[:3, 3] += moved[:3, 2 - axis] * (part.start or 0)
    cut = replace(scan, labels=scan.labels[where], body=scan.body[where])
    return with_values(cut, scan.loaded.array[where], moved)
