"""What a scanner does to a slice: blur, thick rows, bias field, noise, streaks; then the product's 8 bits."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from MISGroundLib.slices import to_uint8
from training.drawing.contrast import Contrast

Array = NDArray[np.float32]
Generator = np.random.Generator
NOISE_SCALES = (0.0, 0.6, 1.0, 1.8, 3.5, 7.0, 16.0)  # correlation in pixels
_BANK_SIDE = 512
_APART = 171  # pixels in the bank between the noise of neighbouring slices


@cache
def _bank(scale: float) -> Array:
    """Periodic noise of unit variance, correlated over `scale` pixels: pictures take random windows of it."""
    rng = np.random.default_rng([7, int(scale * 10)])
    field = rng.standard_normal((_BANK_SIDE, _BANK_SIDE), dtype=np.float32)
    if scale:
        field = gaussian_filter(field, scale, mode="wrap")
    return np.ascontiguousarray(np.pad(field / field.std(), (0, _BANK_SIDE // 2), mode="wrap"), dtype=np.float32)


def alike(rng: Generator, count: int) -> list[Generator]:
    """The generator, and copies that will draw what it will: neighbouring slices are made as the middle one is."""
    return [rng, *(deepcopy(rng) for _ in range(count - 1))]


def noise(rng: Generator, shape: tuple[int, ...], scale: float, layer: int = 0) -> Array:
    """Noise (h, w) of about unit variance, correlated over the nearest of NOISE_SCALES pixels.

    layer: of slices made alike, each has noise of its own.
    """
    nearest = min(NOISE_SCALES, key=lambda known: abs(known - scale))
    top, left = (rng.integers(0, _BANK_SIDE, 2) + layer * _APART) % _BANK_SIDE
    window = _bank(nearest)[top : top + shape[0], left : left + shape[1]]
    return window[:: 1 if rng.random() < 0.5 else -1, :: 1 if rng.random() < 0.5 else -1]


def blur_matrix(count: int, sigma: float) -> Array:
    """(count, count): a Gaussian along one axis, edges renormalised."""
    offset = np.arange(count, dtype=np.float32)
    weights = np.exp(-0.5 * ((offset[:, None] - offset[None, :]) / max(sigma, 0.15)) ** 2)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def coarse_matrix(count: int, step: float) -> Array:
    """(count, count): means of blocks of `step` pixels, interpolated linearly back to every pixel."""
    blocks = min(count, max(2, round(count / step)))  # no block is empty
    at = (np.arange(count, dtype=np.float32) + 0.5) * blocks / count - 0.5
    back = np.clip(1 - np.abs(np.clip(at, 0, blocks - 1)[:, None] - np.arange(blocks, dtype=np.float32)[None, :]), 0, 1)
    owner = np.minimum((np.arange(count) * blocks) // count, blocks - 1)
    mean = (owner[None, :] == np.arange(blocks)[:, None]).astype(np.float32)
    mean /= mean.sum(axis=1, keepdims=True)
    return (back @ mean).astype(np.float32)


def scan(
    values: Sequence[Array], contrast: Contrast, rng: Generator, plane: str, rough_px: float, step_px: float = 0.0
) -> list[NDArray[np.uint8]]:
    """The pictures of slices of brightness `values` (h, w): one, and neighbours that are seen as it is.

    `rough_px`: the donor's voxel in pixels, to be blurred. `step_px`: the stack's slices are so thick, seen from the
    side; 0 where it has none.
    """
    seen = [
        _degraded(own, contrast, one, plane, rough_px, step_px, layer)
        for layer, (own, one) in enumerate(zip(values, alike(rng, len(values)), strict=True))
    ]
    window = contrast.window or _automatic_window(seen[0], rng)
    return [to_uint8(own, *window) for own in seen]


def _degraded(
    values: Array, contrast: Contrast, rng: Generator, plane: str, rough_px: float, step_px: float, layer: int
) -> Array:
    height, width = values.shape
    sigma = 0.22 * rough_px + float(rng.uniform(0.15, 0.85))
    values = np.asarray(blur_matrix(height, sigma) @ values @ blur_matrix(width, sigma).T, dtype=np.float32)
    values = _ct_noise(values, rng, plane, layer) if contrast.kind == "CT" else _mr_noise(values, rng, layer)
    if plane != "axial" and (step_px > 1.2 or rng.random() < 0.25):  # thick slices, seen from the side
        values = coarse_matrix(height, step_px or float(rng.uniform(1.5, 5))) @ values
    elif rng.random() < 0.12:
        step = float(rng.uniform(1.3, 2.8))
        values = np.asarray(coarse_matrix(height, step) @ values @ coarse_matrix(width, step).T, dtype=np.float32)
    return values


def _ct_noise(values: Array, rng: Generator, plane: str, layer: int) -> Array:
    height, width = values.shape
    kernel = rng.random()
    if kernel < 0.12:  # a sharp kernel: edges overshoot
        soft = blur_matrix(height, 1.2) @ values @ blur_matrix(width, 1.2).T
        values = np.asarray(values + rng.uniform(0.3, 1.1) * (values - soft), dtype=np.float32)
    if rng.random() < 0.03:
        values = _metal(values, rng)
    grain = float(rng.choice([0.0, 0.6, 1.0, 1.8], p=[0.2, 0.4, 0.3, 0.1]))
    strength = min(rng.gamma(2.0, 6.0), 50.0) if rng.random() < 0.93 else rng.uniform(40, 95)
    speckle = noise(rng, values.shape, grain, layer)
    if plane == "axial" and rng.random() < 0.08:  # few photons through the shoulders or hips: streaks from side to side
        speckle = speckle + 4 * speckle @ blur_matrix(width, float(rng.uniform(6, 20))).T
    noisy: Array = np.asarray(values + speckle * np.float32(strength), dtype=np.float32)
    if rng.random() < 0.05:
        noisy += _streaks(values, rng)
    return noisy


def _metal(values: Array, rng: Generator) -> Array:
    """A screw, a clip or a stem, far brighter than bone, with its streaks."""
    rows, columns = np.nonzero(values > -200)
    if not rows.size:
        return values
    spot = int(rng.integers(rows.size))
    y, x = np.ogrid[: values.shape[0], : values.shape[1]]
    long, wide, turn = rng.uniform(1, 9), rng.uniform(0.8, 4), rng.uniform(0, np.pi)
    down, across = y - rows[spot], x - columns[spot]
    along = down * np.sin(turn) + across * np.cos(turn)
    beside = across * np.sin(turn) - down * np.cos(turn)
    changed = np.where((along / long) ** 2 + (beside / wide) ** 2 < 1, np.float32(3000), values)
    return np.asarray(changed + _streaks(np.where(changed >= 3000, changed, np.float32(-1000)), rng), dtype=np.float32)


def _streaks(values: Array, rng: Generator) -> Array:
    """Bright and dark rays from a dense spot (metal, thick bone), weaker with the distance."""
    rows, columns = np.nonzero(values > min(300.0, float(values.max())))
    if not rows.size:
        return np.zeros_like(values)
    spot = int(rng.integers(rows.size))
    y, x = np.ogrid[: values.shape[0], : values.shape[1]]
    down, across = (y - rows[spot]).astype(np.float32), (x - columns[spot]).astype(np.float32)
    angle, distance = np.arctan2(down, across), np.hypot(down, across)
    rays = sum(np.sin(k * angle + rng.uniform(0, 6.3)) / 3 for k in rng.integers(3, 24, 5))
    faded: Array = (rays * np.exp(-distance / rng.uniform(15, 60)) * rng.uniform(60, 350)).astype(np.float32)
    return faded


def _mr_noise(values: Array, rng: Generator, layer: int) -> Array:
    height, width = values.shape
    strength = rng.uniform(0, 0.35) if rng.random() < 0.8 else rng.uniform(0.3, 0.7)
    rows, columns = np.linspace(-1, 1, height), np.linspace(-1, 1, width)
    slope, bend = rng.normal(0, 0.6, 2), rng.normal(0, 0.8, 2)
    row = slope[0] * rows + bend[0] * rows**2 + 0.5 * np.sin(rng.uniform(1, 4) * rows + rng.uniform(0, 6.3))
    column = slope[1] * columns + bend[1] * columns**2 + 0.5 * np.sin(rng.uniform(1, 4) * columns + rng.uniform(0, 6.3))
    values = values * np.exp(strength * (row[:, None] + column[None, :])).astype(np.float32)
    sigma = np.float32(min(rng.gamma(1.5, 0.018), 0.12) * float(np.quantile(values[::4, ::4], 0.95)))
    if rng.random() < 0.1:  # the body moves while it is scanned: ghosts along one direction
        axis, shift = int(rng.integers(2)), int(rng.integers(4, max(5, min(values.shape) // 3)))
        ghosts = [np.roll(values, sign * shift, axis) * rng.uniform(0.04, 0.16) for sign in (-1, 1)]
        values = np.asarray(values + ghosts[0] + ghosts[1], dtype=np.float32)
    real = values + sigma * noise(rng, values.shape, 0.6, layer)
    imaginary = sigma * noise(rng, values.shape, 0.6, layer)
    noisy: Array = np.sqrt(real**2 + imaginary**2)
    return noisy


def _automatic_window(values: Array, rng: Generator) -> tuple[float, float]:
    """The 1st to 99th percentile of what is not the darkest, with the difference a whole volume would make."""
    foreground = values[values > values.min()]
    low, high = np.percentile(foreground[::3] if foreground.size > 30 else values, (1, 99))
    span = max(float(high - low), 1e-3)
    low, high = low - span * abs(rng.normal(0, 0.03)), high + span * rng.uniform(-0.2, 0.15)
    return max(float(high - low), 1e-3), float(high + low) / 2
