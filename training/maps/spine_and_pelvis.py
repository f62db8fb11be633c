"""A likely spine, pelvis and back for organs that came without: bone and muscle by looks, without names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.maps.surroundings import Mask, Tissue, fill, is_tissue


def draw_spine_and_pelvis(
    tissue: Tissue, inside: Mask, middle: NDArray[np.float64], voxel: float, rng: np.random.Generator
) -> None:
    """Paint where the map is air. `middle` (z, 2): x and y of the vertebrae's middle in voxels, for every slice."""
    x = (np.arange(tissue.shape[0])[:, None, None] - middle[None, None, :, 0]) * voxel
    y = (np.arange(tissue.shape[1])[None, :, None] - middle[None, None, :, 1]) * voxel
    z = np.arange(tissue.shape[2])[None, None, :] * voxel
    side = np.abs(x)
    kidneys = np.argwhere(is_tissue(tissue, "left kidney", "right kidney"))[:, 2] * voxel
    crest = np.percentile(kidneys, 2) - rng.uniform(10, 35)  # height of the iliac crests
    low = crest - rng.uniform(150, 170)  # height of the hip joints
    _pelvis(tissue, inside, side, y, z, crest, low, rng)
    size = rng.uniform(0.9, 1.12)
    body = (side / (23 * size)) ** 2.6 + (np.abs(y) / (17 * size)) ** 2.6 < 1
    gap = np.mod(z + rng.uniform(0, 30), rng.uniform(31, 38)) < rng.uniform(6, 10)
    spinal = inside & (z > crest - 20)
    fill(tissue, spinal & body & ~gap, "bone")
    fill(tissue, spinal & body, "cartilage")
    behind = -y - 17 * size
    canal = (x / 9) ** 2 + ((behind - 9) / 8) ** 2
    fill(tissue, spinal & (canal < 1), "unknown soft")
    arch = (canal < 2.6) | ((side < 3.5) & (behind > 12) & (behind < 36) & ~gap)
    wings = (side < 40) & (np.abs(behind - 4) < 5) & (np.mod(z, 34) < 14) & (behind > 0)
    fill(tissue, spinal & (arch | wings), "bone")
    back = ((side - 26) / 24) ** 2 + ((behind - 24) / 19) ** 2 < 1
    loin = ((side - 55) / 22) ** 2 + ((y + 22) / 14) ** 2 < 1
    fill(tissue, inside & (back | (loin & (z < crest + 90))), "muscle")
    thick = np.clip((np.percentile(kidneys, 60) - z) / 90, 0, 1) * rng.uniform(17, 23)
    psoas = (side - 34 - np.clip(crest - z, 0, 90) * 0.4) ** 2 + (y - np.clip(crest - z, 0, 120) * 0.35) ** 2 < thick**2
    fill(tissue, inside & psoas & (z > low), "muscle")


def _pelvis(
    tissue: Tissue,
    inside: Mask,
    side: NDArray[np.float64],
    y: NDArray[np.float64],
    z: NDArray[np.float64],
    crest: float,
    low: float,
    rng: np.random.Generator,
) -> None:
    """Wings from the sacrum outwards and forward, hip joints, heads of the thigh bones, sacrum, buttocks."""
    down = np.clip((crest - z) / (crest - low), 0, 1.6)
    wide = rng.uniform(0.9, 1.1)
    outer = (122 - 30 * down) * wide  # how far to the side a wing reaches, mm
    plane = y - (-32 + (side - 38) * rng.uniform(0.8, 1.0)) + 10 * down
    wing = (np.abs(plane) < 6) & (side > 36) & (side < outer) & (down > 0) & (down < 1.0)
    joint = np.sqrt((side - 88 * wide) ** 2 + (y - 22) ** 2 + (z - low) ** 2)
    ring = (side < 72 * wide) & (np.abs(y - (62 - 0.3 * side)) < 8) & (np.abs(z - low + 32) < 9)
    tail = (side < 48 - 20 * down) & (np.abs(y + 18 + 38 * down) < 13) & (down > 0.05) & (down < 0.85)
    shaft = ((side - 128 * wide) ** 2 + (y - 14) ** 2 < 16**2) & (z < low + 6)
    neck = (
        (side > 88 * wide) & (side < 128 * wide) & ((y - 18) ** 2 + (z - low + 0.6 * (side - 88 * wide)) ** 2 < 15**2)
    )
    fill(tissue, inside & (wing | (joint < 24) | ring | tail | shaft | neck), "bone")
    fill(tissue, inside & (joint < 33) & (joint >= 29), "bone")
    buttock = (down > 0.1) & (side > 12) & (plane < -6)
    gluteal = (down > 0) & (plane > -32) & (plane < -6) & (side > 36)
    fill(tissue, inside & (buttock | gluteal), "muscle")
    iliac = (plane >= 6) & (plane < 16) & (side > 50) & (side < outer - 5) & (down > 0.05) & (down < 0.9)
    fill(tissue, inside & (iliac | ((joint < 60) & (side > 60))), "muscle")
