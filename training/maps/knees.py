"""Knees: bones, cartilage and menisci get flesh, skin, and joint fluid; the SPL knee has muscles and ligaments too."""

from __future__ import annotations

import numpy as np

from training.maps.label_maps import LabelMap, tissues
from training.maps.surroundings import (
    Tissue,
    depth_mm,
    distance_mm,
    fill,
    give_bones_a_shell,
    is_tissue,
    muscle_or_fat,
    outline,
    skin_of,
)
from training.phantoms.canvas import smooth_noise
from training.tissues import ID


def knee(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a knee's map: fat and fluid about the joint, muscle above and below it, skin."""
    tissue = tissues(source, knee=True)
    voxel = source.spacing_mm[0]
    bare = not is_tissue(tissue, "muscle").any()
    body = outline(tissue != ID["air"], voxel, 34, rng.uniform(14, 22) if bare else rng.uniform(4, 9))
    depth = depth_mm(body, voxel) + 1.5 * smooth_noise(rng, tissue.shape, 25)
    joint = is_tissue(tissue, "medial meniscus", "lateral meniscus")
    cartilage = is_tissue(tissue, "femoral cartilage", "tibial cartilage", "patellar cartilage")
    fill(tissue, body & (distance_mm(joint | cartilage, voxel) < rng.uniform(1, 4)), "joint fluid")
    give_bones_a_shell(tissue)
    fill(tissue, skin_of(body, voxel), "skin")
    fill(tissue, body & (depth < rng.uniform(4, 9)), "fat")
    heights = np.arange(tissue.shape[2]) * voxel
    far = np.abs(heights - np.argwhere(joint)[:, 2].mean() * voxel) > rng.uniform(15, 30)
    fleshy = body & far[None, None, :] if bare else np.zeros_like(body)
    fill(tissue, fleshy, muscle_or_fat(rng, tissue.shape, voxel, 0.75))
    fill(tissue, body, muscle_or_fat(rng, tissue.shape, voxel, 0.2))
    return tissue
