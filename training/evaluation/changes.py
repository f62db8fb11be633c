"""A scan made worse in one way, and its labels with it: noise, resolution, field of view, rotation, window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, rotate, zoom

from MISGroundLib.slices import POSITION_AXIS
from training.evaluation.scans import Scan


@dataclass(frozen=True)
class Change:
    """One point of a curve. `apply` takes a scan and the plane that will be cut; window_level: shown with these."""

    curve: str
    value: str
    apply: Callable[[Scan, str], Scan]
    window_level: tuple[float, float] | None = None


def add_noise(scan: Scan, sigma: float) -> Scan:
    """White noise, in the volume's own units."""
    noise = np.random.default_rng(8).standard_normal(scan.loaded.array.shape, dtype=np.float32)
    return with_values(scan, scan.loaded.array + sigma * noise)


def coarsen(scan: Scan, voxel_mm: float) -> Scan:
    """Cubic voxels of another size: blurred first where they grow, linear between them where they shrink."""
    affine = scan.loaded.ijk_to_ras
    spacing = np.linalg.norm(affine[:3, :3], axis=0)[::-1]
    sigma = np.maximum(0, voxel_mm / spacing - 1) / 2
    values = gaussian_filter(scan.loaded.array.astype(np.float32), sigma)
    factor = spacing / voxel_mm

    def resize(volume: NDArray[np.generic], order: int) -> NDArray[np.generic]:
        return np.asarray(zoom(volume, factor, order=order, mode="nearest", grid_mode=True))

    smaller = resize(values, 1)
    # Voxel edges stay where they are, so that the first centre moves.
    ratio = (np.array(values.shape) / smaller.shape)[::-1]
    moved = affine.copy()
    moved[:3, :3] = affine[:3, :3] * ratio
    moved[:3, 3] += affine[:3, :3] @ ((ratio - 1) / 2)
    changed = replace(scan, labels=resize(scan.labels, 0), body=resize(scan.body.astype(np.uint8), 0) == 1)
    return with_values(changed, smaller, moved)


def crop(scan: Scan, share: float, plane: str) -> Scan:
    """The middle share of the plane's two directions; along its normal nothing is cut, so that slices are the same."""
    keep, start = [], np.zeros(3)
    for axis, count in enumerate(scan.labels.shape):
        size = count if axis == 2 - POSITION_AXIS[plane] else max(8, round(share * count))
        first = (count - size) // 2
        keep.append(slice(first, first + size))
        start[2 - axis] = first
    where = tuple(keep)
    moved = scan.loaded.ijk_to_ras.copy()
    moved[:3, 3] += moved[:3, :3] @ start
    changed = replace(scan, labels=scan.labels[where], body=scan.body[where])
    return with_values(changed, scan.loaded.array[where], moved)


def turn(scan: Scan, degrees: float, plane: str) -> Scan:
    """The patient turned within the plane, on the same voxels (cubic); what comes in from outside is air."""
    axes = tuple(axis for axis in range(3) if axis != 2 - POSITION_AXIS[plane])

    def turned(volume: NDArray[np.generic], order: int, outside: float) -> NDArray[np.generic]:
        return np.asarray(rotate(volume, degrees, axes, reshape=False, order=order, cval=outside))

    values = scan.loaded.array.astype(np.float32)
    changed = replace(scan, labels=turned(scan.labels, 0, 0), body=turned(scan.body.astype(np.uint8), 0, 0) == 1)
    return with_values(changed, turned(values, 1, float(values.min())))


def with_values(scan: Scan, values: NDArray[np.generic], ijk_to_ras: NDArray[np.float64] | None = None) -> Scan:
    """The scan with other grey values, of its own kind of number."""
    kind = scan.loaded.array.dtype
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        values = np.clip(np.rint(values), limits.min, limits.max)
    k, j, i = values.shape
    matrix = scan.loaded.ijk_to_ras if ijk_to_ras is None else ijk_to_ras
    spacing = tuple(float(v) for v in np.linalg.norm(matrix[:3, :3], axis=0))
    info = replace(scan.loaded.info, shape_ijk=(i, j, k), spacing_mm=spacing)
    return replace(scan, loaded=replace(scan.loaded, array=values.astype(kind), ijk_to_ras=matrix, info=info))


def _same(scan: Scan, plane: str) -> Scan:
    return scan


CHANGES: tuple[Change, ...] = (
    Change("noise, HU", "0", _same),
    *(Change("noise, HU", f"{s}", lambda scan, plane, s=s: add_noise(scan, s)) for s in (20, 40, 80)),
    *(Change("voxels, mm", f"{v:g}", lambda scan, plane, v=v: coarsen(scan, v)) for v in (1.5, 3, 5, 8)),
    Change("field of view, %", "100", _same),
    *(Change("field of view, %", f"{p}", lambda scan, plane, p=p: crop(scan, p / 100, plane)) for p in (85, 70, 55)),
    Change("rotation, degrees", "0", _same),
    *(Change("rotation, degrees", f"{d}", lambda scan, plane, d=d: turn(scan, d, plane)) for d in (5, 10, 15, 20)),
    Change("window", "400/40", _same),
    Change("window", "150/30", _same, (150.0, 30.0)),
    Change("window", "1000/100", _same, (1000.0, 100.0)),
    Change("window", "2000/400", _same, (2000.0, 400.0)),
    Change("window", "1500/-500", _same, (1500.0, -500.0)),
)
