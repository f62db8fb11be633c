"""Pictures for training: a slice of a phantom with fresh pose, contrast, window, noise, field of view, and true boxes.

A `Picture` holds what the product's own slice would: uint8 pixels (row 0 = top), plane, position fraction along the
plane's RAS axis, and the box of every structure in half-open pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.geometry import Box
from MISGroundLib.slices import PLANES, POSITION_AXIS, to_uint8
from training.canvas import rotation_matrix
from training.phantoms import Phantom
from training.tissues import BODY, ID, IN_BODY, STRUCTURE_OF, STRUCTURES, draw_hounsfield

# Fields of view along z, in the phantom's mm: (lowest, highest) of each end, and how often.
_REGIONS = {
    "abdomen": ((-30, 60), (190, 260), 0.22),
    "abdomen-pelvis": ((-180, -130), (180, 270), 0.28),
    "chest": ((140, 230), (430, 500), 0.16),
    "chest-abdomen": ((-20, 60), (400, 500), 0.12),
    "pelvis": ((-220, -150), (0, 80), 0.10),
    "trunk": ((-230, -150), (400, 520), 0.12),
}
_SMALLEST_MM2 = 45.0  # smaller traces of a structure are neither present nor absent: not asked


@dataclass(frozen=True)
class Picture:
    """`labels` uint8 as `pixels`: structure ids, body where nothing else is. `unclear`: ids too small to be asked."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    plane: str
    position_fraction: float
    pixel_mm: float
    boxes: dict[int, Box]
    unclear: frozenset[int] = field(default_factory=frozenset)


def boxes_of(labels: NDArray[np.uint8], pixel_mm: float) -> tuple[dict[int, Box], frozenset[int]]:
    """The half-open pixel box of every structure in a label picture, and the ids whose trace is too small to judge."""
    boxes: dict[int, Box] = {}
    unclear = set()
    for index in np.unique(labels):
        if index == 0:
            continue
        mask = labels > 0 if index == BODY else labels == index
        if mask.sum() * pixel_mm**2 < _SMALLEST_MM2:
            unclear.add(int(index))
            continue
        columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
        boxes[int(index)] = (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    if BODY not in boxes and (labels > 0).sum() * pixel_mm**2 >= _SMALLEST_MM2:
        columns, rows = np.flatnonzero((labels > 0).any(axis=0)), np.flatnonzero((labels > 0).any(axis=1))
        boxes[BODY] = (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    return boxes, frozenset(unclear)


def draw_picture(phantom: Phantom, rng: np.random.Generator, plane: str | None = None) -> Picture:
    """One random slice of a phantom. Deterministic in the generator's state."""
    plane = plane or str(rng.choice(["axial", "coronal", "sagittal"], p=[0.5, 0.27, 0.23]))
    size = rng.uniform(0.92, 1.18) * rng.uniform(0.94, 1.06, 3)
    turn = rng.normal(0, 4, 3) if rng.random() < 0.8 else rng.uniform(-15, 15, 3)
    rotation = rotation_matrix(np.clip(turn, -15, 15))
    low, high = _field_of_view(phantom, rng, size)
    center = (low + high) / 2

    axis = POSITION_AXIS[plane]
    fraction = float(np.clip(rng.uniform(0.02, 0.98) if plane == "axial" else rng.normal(0.5, 0.19), 0.02, 0.98))
    right, down = (np.array(v) for v in PLANES[plane])
    across = np.abs(right) @ (high - low)
    along = np.abs(down) @ (high - low)
    pixel_mm = float(max(rng.choice([0.8, 1.5, 2.0, 2.5, 3.0]) * rng.uniform(0.9, 1.1), max(across, along) / 168))
    width, height = int(across / pixel_mm), int(along / pixel_mm)
    through = center.copy()
    through[axis] = low[axis] + fraction * (high[axis] - low[axis])

    fine = 2 if max(width, height) <= 100 else 1
    step = pixel_mm / fine
    u = (np.arange(width * fine) - (width * fine - 1) / 2) * step
    v = (np.arange(height * fine) - (height * fine - 1) / 2) * step
    points = (through + u[None, :, None] * right + v[:, None, None] * down).astype(np.float32)
    thickness = float(rng.choice([1.0, 3.0, 5.0, 8.0], p=[0.65, 0.2, 0.1, 0.05]))
    hounsfield = draw_hounsfield(rng)
    warp = [(rng.uniform(0, 3.5, 3), rng.normal(0, 1, 3) / rng.uniform(25, 70), rng.uniform(0, 6.3)) for _ in range(3)]
    slab, tissue = None, None
    normal = np.cross(right, down)
    offsets = (0.0,) if thickness <= 2 else (0.0, thickness / 2)
    for offset in offsets:
        here = _tissue_at(phantom, points + (normal * offset).astype(np.float32), center, rotation, size, warp)
        values = hounsfield[here]
        slab = values if slab is None else slab + values
        tissue = here if offset == 0.0 else tissue
    assert slab is not None
    assert tissue is not None
    slab /= len(offsets)
    texture = rng.standard_normal(slab.shape, dtype=np.float32) * rng.uniform(0, 25) * fine
    slab = slab + texture
    if fine == 2:
        slab = slab.reshape(height, 2, width, 2).mean(axis=(1, 3))
        tissue = tissue[::2, ::2]
    picture = _scanner(slab, rng)
    window = 400 * np.exp(rng.normal(0, 0.12)) if rng.random() < 0.85 else rng.uniform(250, 1200)
    pixels = to_uint8(picture, window, rng.normal(40, 12))
    labels = STRUCTURE_OF[tissue]
    labels = np.where((labels == 0) & IN_BODY[tissue], BODY, labels).astype(np.uint8)
    boxes, unclear = boxes_of(labels, pixel_mm)
    return Picture(pixels, labels, plane, fraction, pixel_mm, boxes, unclear)


def _field_of_view(
    phantom: Phantom, rng: np.random.Generator, size: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The scanned box (low, high) in RAS mm: a region along z, wider or a little narrower than the body across."""
    names = list(_REGIONS)
    name = names[int(rng.choice(len(names), p=[_REGIONS[n][2] for n in names]))]
    bottom, top, _ = _REGIONS[name]
    z = (rng.uniform(*bottom), rng.uniform(*top))
    top_index = int(np.clip((z[1] - phantom.origin_ras[2]) / phantom.voxel_mm, 1, phantom.tissue.shape[2]))
    low_index = int(np.clip((z[0] - phantom.origin_ras[2]) / phantom.voxel_mm, 0, top_index - 1))
    solid = IN_BODY[phantom.tissue[:, :, low_index:top_index:8]]
    low, high = np.empty(3), np.empty(3)
    for axis in (0, 1):
        span = np.flatnonzero(solid.any(axis=(1 - axis, 2)))
        ends = np.array([span[0], span[-1]]) * phantom.voxel_mm + phantom.origin_ras[axis]
        margin = rng.uniform(-8, 60, 2) if rng.random() < 0.75 else rng.uniform(-50, 10, 2)
        low[axis], high[axis] = ends[0] - margin[0], ends[1] + margin[1]
    low[2], high[2] = z
    return low * size, high * size


def _tissue_at(phantom, points, center, rotation, size, warp):  # type: ignore[no-untyped-def]
    """Tissue ids at RAS points of the posed patient (nearest voxel)."""
    local = (points - center.astype(np.float32)) @ rotation.astype(np.float32) + center.astype(np.float32)
    for amplitude, wave, phase in warp:
        local = local + np.sin(local @ wave.astype(np.float32) + np.float32(phase))[..., None] * amplitude.astype(
            np.float32
        )
    local = local / size.astype(np.float32)
    index = np.rint((local - phantom.origin_ras.astype(np.float32)) / np.float32(phantom.voxel_mm)).astype(np.int32)
    shape = phantom.tissue.shape
    inside = np.ones(index.shape[:-1], dtype=bool)
    for axis in range(2):
        inside &= (index[..., axis] >= 0) & (index[..., axis] < shape[axis])
    clipped = [np.clip(index[..., axis], 0, shape[axis] - 1) for axis in range(3)]
    tissue = phantom.tissue[clipped[0], clipped[1], clipped[2]]
    tissue[~inside] = ID["air"]
    return tissue


def _scanner(values: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Blur, noise of a reconstruction's grain, now and then a soft shading."""
    from scipy.ndimage import gaussian_filter

    sigma = rng.uniform(0.3, 1.0)
    values = gaussian_filter(values, sigma)
    noise = rng.standard_normal(values.shape, dtype=np.float32)
    grain = rng.uniform(0, 0.9)
    if grain > 0.3:
        noise = gaussian_filter(noise, grain) * (1 + 2.2 * grain)
    return values + noise * rng.gamma(2.0, 6.0)


def absent_ids(picture: Picture) -> list[int]:
    """Structures of which the slice holds no trace."""
    return [i for i in range(1, len(STRUCTURES) + 1) if i not in picture.boxes and i not in picture.unclear]
