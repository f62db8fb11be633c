"""A patient's pose in the scanner: size, turn, and a smooth invertible deformation, evaluated only where asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

Array = NDArray[np.float32]
_STRONGEST = 0.6  # sum of the waves' gradients; below 1 no fold is possible
_REACH_MM = 350.0  # the body's width for which the wavelengths below are meant


@dataclass(frozen=True)
class Pose:
    """Scanner space to donor space, both RAS mm; never a mirror.

    A point is taken from `center`, displaced by the sum of sin(vectors . q + phases) * amplitudes (n, 3), turned, and
    divided by `size` (3,).
    """

    center: NDArray[np.float64]
    size: NDArray[np.float64]
    rotation: NDArray[np.float64]
    vectors: NDArray[np.float64]
    amplitudes: NDArray[np.float64]
    phases: NDArray[np.float64]

    def to_donor(self, points: Any) -> NDArray[np.float64]:
        """Where points (..., 3) of the scanner lie in the donor."""
        moved = np.asarray(points) - self.center
        moved = moved + np.sin(moved @ self.vectors.T + self.phases) @ self.amplitudes
        donor: NDArray[np.float64] = moved @ self.rotation.T / self.size + self.center
        return donor

    def from_donor(self, point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where a point (3,) of the donor lies in the scanner, to a small part of a mm."""
        wanted = (point - self.center) * self.size @ self.rotation
        moved = wanted
        for _ in range(25):
            moved = wanted - np.sin(moved @ self.vectors.T + self.phases) @ self.amplitudes
        there: NDArray[np.float64] = moved + self.center
        return there


def random_pose(rng: np.random.Generator, center: NDArray[np.float64], reach_mm: float) -> Pose:
    """A pose about `center`; `reach_mm` is how wide the body is: small bodies have short waves."""
    size = np.clip(rng.uniform(0.88, 1.16) * rng.uniform(0.92, 1.08, 3), 0.85, 1.2)
    degrees = np.clip(rng.normal(0, 5, 3), -15, 15) if rng.random() < 0.85 else rng.uniform(-20, 20, 3)
    count = int(rng.integers(6, 9))
    lengths = rng.uniform(50, 300, count) * reach_mm / _REACH_MM
    gradients = rng.dirichlet(np.full(count, 1.5)) * rng.uniform(0.1, _STRONGEST)
    vectors = _directions(rng, count) * (2 * np.pi / lengths)[:, None]
    amplitudes = _directions(rng, count) * (gradients * lengths / (2 * np.pi))[:, None]
    rotation = Rotation.from_euler("xyz", degrees, degrees=True).as_matrix()
    return Pose(center, size, rotation, vectors, amplitudes, rng.uniform(0, 2 * np.pi, count))


def _directions(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    vectors = rng.standard_normal((count, 3))
    unit: NDArray[np.float64] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def upsampling(count: int, step: int) -> tuple[NDArray[np.float64], Array]:
    """(positions (c,), matrix (count, c)): linear interpolation of values known at every `step`-th of `count`."""
    coarse = np.arange(0, count - 1 + step, step, dtype=np.float64)
    at = np.arange(count) / step
    weights = np.clip(1 - np.abs(at[:, None] - np.arange(coarse.size)[None, :]), 0, 1)
    return coarse, weights.astype(np.float32)
