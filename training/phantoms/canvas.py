"""The brush and the grid that phantoms are painted with: implicit shapes and tubes in a warped body frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from training.tissues import ID

VOXEL_MM = 3.0
LOW = np.array([-282.0, -198.0, -345.0])
HIGH = np.array([282.0, 204.0, 543.0])  # an odd count of voxels along every axis: see `finer`
SHAPE = tuple(round(float(extent) / VOXEL_MM) + 1 for extent in HIGH - LOW)

Array = NDArray[np.float32]
Point = tuple[float, float, float]
Box = tuple[slice, ...]


def smooth_noise(rng: np.random.Generator, shape: tuple[int, ...], pitch_voxels: float | Point) -> Array:
    """A smooth random field of about unit variance, correlated over `pitch_voxels` voxels (for all axes or each)."""
    pitches = np.broadcast_to(pitch_voxels, 3)
    coarse = [max(3, int(np.ceil(n / pitch)) + 1) for n, pitch in zip(shape, pitches, strict=True)]
    values = torch.from_numpy(rng.standard_normal(coarse, dtype=np.float32))[None, None]
    field = torch.nn.functional.interpolate(values, size=shape, mode="trilinear", align_corners=True)
    return (field[0, 0] * 1.5).numpy()


def along(z: Array, heights: list[float], values: list[float]) -> Array:
    """Values by height at every z, linear between the given ones: a table of one entry a millimetre, quick in 3D."""
    first, last = int(min(heights)), int(max(heights))
    table = np.interp(np.arange(first, last + 1), heights, values).astype(np.float32)
    return table[np.clip(z - first, 0, last - first).astype(np.int16)]


def finer(coarse: Array) -> Array:
    """A smooth field that was worked out at every second voxel, at all of them."""
    values = torch.from_numpy(np.ascontiguousarray(coarse, dtype=np.float32))[None, None]
    field = torch.nn.functional.interpolate(values, size=SHAPE, mode="trilinear", align_corners=True)
    return np.asarray(field[0, 0].numpy())


class Canvas:
    """The tissue map under the brush, and where every voxel lies in the body frame (mm)."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.tissue = np.zeros(SHAPE, dtype=np.uint8)
        self.noise = [smooth_noise(rng, SHAPE, 9), smooth_noise(rng, SHAPE, 6)]
        self.fine = smooth_noise(rng, SHAPE, 3.2)
        self.scale = np.array([rng.uniform(0.88, 1.1), rng.uniform(0.9, 1.12), rng.uniform(0.92, 1.08)])
        self.scale *= rng.uniform(0.86, 1.1)
        axes = [np.arange(n, dtype=np.float32) * VOXEL_MM + low for n, low in zip(SHAPE, LOW, strict=True)]
        grid = np.meshgrid(*axes, indexing="ij", sparse=True)
        amplitude = rng.uniform(3, 7)
        self.xyz: list[Array] = []
        for axis in range(3):
            half = tuple((n + 1) // 2 for n in SHAPE)
            warp = smooth_noise(rng, half, 15) * np.float32(amplitude)
            warp += smooth_noise(rng, half, 6) * np.float32(rng.uniform(0.8, 2.2))
            self.xyz.append((grid[axis] + finer(warp)) / np.float32(self.scale[axis]))

    def near(self, low: Any, high: Any) -> Box:
        """The voxels that may hold a body-frame box, deformation included."""
        first = (np.asarray(low) * self.scale - 30 - LOW) / VOXEL_MM
        last = (np.asarray(high) * self.scale + 30 - LOW) / VOXEL_MM
        return tuple(
            slice(int(np.clip(a, 0, n)), int(np.clip(b + 1, 0, n))) for a, b, n in zip(first, last, SHAPE, strict=True)
        )

    def _voxels_of(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """About the voxel index (n, 3) of body-frame points, the deformation taken off in two steps."""
        at = (points * self.scale - LOW) / VOXEL_MM
        for _ in range(2):
            index = tuple(np.clip(np.rint(at), 0, np.array(SHAPE) - 1).astype(int).T)
            here = np.stack([axis[index] for axis in self.xyz], axis=1)
            at = at - np.where((at >= 0) & (at < SHAPE), (here - points) * self.scale / VOXEL_MM, 0)
        return at

    def local(self, box: Box) -> list[Array]:
        return [axis[box] for axis in self.xyz]

    def paint(self, box: Box, mask: NDArray[np.bool_], tissue: str, over: tuple[str, ...] = ()) -> None:
        view = self.tissue[box]
        if over:
            allowed = np.zeros(256, dtype=bool)
            allowed[[ID[name] for name in over]] = True
            mask = mask & allowed[view]
        view[mask] = ID[tissue]

    def ellipsoid(
        self, center: Point, radii: Point, tilt_deg: Point = (0, 0, 0), rough: float = 0.08, power: float = 2.0
    ) -> tuple[Box, Array]:
        """(box, value): value < 1 inside a roughened ellipsoid turned about x, y, z."""
        reach = max(radii)
        box = self.near(np.array(center) - reach, np.array(center) + reach)
        offset = [axis - c for axis, c in zip(self.local(box), center, strict=True)]
        rotation = rotation_matrix(tilt_deg)
        turned = [sum(rotation[j, i] * offset[j] for j in range(3)) for i in range(3)]
        value = sum(np.abs(turned[i] / radii[i]) ** power for i in range(3)) ** np.float32(1 / power)
        mix = self.rng.uniform(-1, 1, 2)
        value = value + rough * (mix[0] * self.noise[0][box] + mix[1] * self.noise[1][box])
        return box, value.astype(np.float32)

    def tube(
        self,
        points: list[Point],
        radii: list[float],
        layers: dict[str, float],
        rough: float = 0.0,
        over: tuple[str, ...] = (),
    ) -> None:
        """Paint a tube along a smoothed polyline; `layers`: tissue -> mm to shrink the radius by, painted in order."""
        step = float(np.clip(0.4 * min(radii), 4, 8))  # balls this near each other look like a tube
        path, widths = smooth_path(np.array(points, dtype=float), np.array(radii, dtype=float), step)
        reach = float(widths.max()) * 1.5
        box = self.near(path.min(axis=0) - reach, path.max(axis=0) + reach)
        first = [part.start for part in box]
        depth = np.full(tuple(part.stop - part.start for part in box), -1e3, dtype=np.float32)
        middle, margin = self._voxels_of(path), (1.1 * widths[:, None] * self.scale + 9) / VOXEL_MM
        starts = np.clip(middle - margin, 0, SHAPE).astype(int) - first
        stops = np.clip(middle + margin + 1, 0, SHAPE).astype(int) - first
        axes = self.local(box)
        for point, width, start, stop in zip(path.astype(np.float32), widths, starts, stops, strict=True):
            spot = tuple(slice(max(i, 0), max(j, 0)) for i, j in zip(start, stop, strict=True))
            x, y, z = (axis[spot] - p for axis, p in zip(axes, point, strict=True))
            here = np.float32(width) - np.sqrt(x * x + y * y + z * z)
            np.maximum(depth[spot], here, out=depth[spot])
        if rough:
            depth = depth + rough * self.fine[box]
        for tissue, shrink in layers.items():
            self.paint(box, depth > shrink, tissue, over if shrink == 0 else ())


def rotation_matrix(degrees: Any) -> NDArray[np.float64]:
    """Rotation about x, then y, then z."""
    a, b, c = np.radians(degrees)
    rx = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    ry = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    rz = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    rotation: NDArray[np.float64] = rz @ ry @ rx
    return rotation


def smooth_path(points: NDArray[Any], radii: NDArray[Any], step: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Points every `step` mm on a Catmull-Rom-like curve through the given ones, with radii between theirs."""
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = np.linspace(0, along[-1], max(2, int(along[-1] / step) + 1))
    return PchipInterpolator(along, points, axis=0)(at), PchipInterpolator(along, radii)(at)
