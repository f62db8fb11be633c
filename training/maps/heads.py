"""Heads: SynthSeg's brain maps with the tissue round them, and the SPL head and neck atlas, which lacks the brain."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from training.maps.label_maps import LabelMap, tissues
from training.maps.surroundings import (
    Mask,
    Tissue,
    depth_mm,
    distance_mm,
    fill,
    is_tissue,
    largest,
    muscle_or_fat,
    outline,
    skin_of,
    structure_ids,
)
from training.structures import CONTAINS, STRUCTURE_ID
from training.tissues import ID, STRUCTURE_OF

BRAIN_PARTS = frozenset(int(index) for index in np.flatnonzero(CONTAINS[STRUCTURE_ID["brain"]]))
# The neck's parts and the face's, which these maps hold as nameless soft tissue, air or bone.
BRAIN_UNKNOWN = structure_ids(
    *("mandible", "masseter", "parotid gland", "sternocleidomastoid", "trapezius", "thyroid gland"),
    *("trachea", "esophagus", "erector spinae", "vertebrae", "intervertebral discs"),
)
HEAD_NECK_UNKNOWN = structure_ids(
    *("cerebral hemisphere", "cerebellum", "brainstem", "lateral ventricle", "thalamus", "caudate nucleus", "putamen"),
    *("hippocampus", "fourth ventricle", "spinal cord", "intervertebral discs", "erector spinae", "lung", "trachea"),
    *("esophagus", "scapula", "heart"),
)
# Heads whose skull, or all but the brain, is drawn by looks.
SPL_HEAD_UNKNOWN = structure_ids(
    *("skull", "mandible", "parotid gland", "thyroid gland", "trachea", "esophagus", "erector spinae", "vertebrae"),
    *("intervertebral discs", "spinal cord"),
)
DRAWN_HEAD_UNKNOWN = BRAIN_UNKNOWN | structure_ids("skull", "spinal cord")
# Bone this near to the brain is skull; what is further off may be jaw, face, or neck.
_SKULL_MM = 20


def brain_head(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a SynthSeg map: sinuses and throat are airway, bone off the brain is unclear, flesh is drawn."""
    tissue = tissues(source)
    voxel = source.spacing_mm[0]
    tissue[~largest(tissue != ID["air"])] = ID["air"]
    head = ndimage.binary_fill_holes(outline(tissue != ID["air"], voxel, 9, 0))
    bone = is_tissue(tissue, "skull", "skull marrow")
    brain = is_tissue(
        tissue,
        *(f"{s} cerebral {t}" for s in ("left", "right") for t in ("cortex", "white matter")),
        "cerebellar cortex",
    )
    tissue[bone & (distance_mm(brain, voxel) > _SKULL_MM)] = ID["head bone"]
    flesh = is_tissue(tissue, "fat")
    depth = depth_mm(head, voxel)
    deep = depth > rng.uniform(4, 8)
    lumps = muscle_or_fat(rng, tissue.shape, voxel, rng.uniform(0.55, 0.85))
    tissue[flesh & deep] = lumps[flesh & deep]
    fill(tissue, depth > 4.5, "airway")
    return tissue


def drawn_head(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a map of brain and what lies round it: fluid, a skull of no name, flesh, fat and skin are drawn."""
    tissue = tissues(source)
    voxel = source.spacing_mm[0]
    tissue[tissue == ID["unknown soft"]] = ID["air"]
    brain = np.isin(STRUCTURE_OF[tissue], list(BRAIN_PARTS)) | is_tissue(tissue, "cerebrospinal fluid")
    brain = largest(ndimage.binary_opening(brain))
    fluid = outline(brain, voxel, 8, rng.uniform(0.5, 2.5))
    off = distance_mm(fluid, voxel)
    bone = rng.uniform(4, 8)
    head = ndimage.binary_fill_holes(outline(source.numbers > 0, voxel, 12, 0)) | (off < bone + rng.uniform(3, 7))
    fill(tissue, fluid, "cerebrospinal fluid")
    fill(tissue, head & (off < bone), "bone")
    fill(tissue, skin_of(head, voxel), "skin")
    fill(tissue, head & (depth_mm(head, voxel) < rng.uniform(3, 6)), "fat")
    fill(tissue, head, muscle_or_fat(rng, tissue.shape, voxel, rng.uniform(0.5, 0.8)))
    return tissue


def head_and_neck(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of the SPL head and neck: a brain of one piece in the skull, flesh, skin, and a windpipe."""
    tissue = tissues(source)
    voxel = source.spacing_mm[0]
    labelled = tissue != ID["air"]
    skull = is_tissue(tissue, "skull")
    cavity = largest(ndimage.binary_opening(walled_in(skull) & ~labelled, iterations=4))
    tissue[cavity] = ID["cerebrospinal fluid"]
    tissue[ndimage.binary_erosion(cavity, iterations=int(rng.integers(1, 3)))] = ID["brain"]
    body = outline(labelled | cavity, voxel, 26, rng.uniform(7, 11))
    shoulders = slice(0, int(np.argwhere(is_tissue(tissue, "thyroid gland"))[:, 2].max()))
    body[:, :, shoulders] |= outline(labelled[:, :, shoulders], voxel, 80, rng.uniform(4, 8))
    cage = is_tissue(tissue, "rib", "sternum", "vertebra")
    chest = outline(cage, voxel, 60, 0) & (distance_mm(cage, voxel) > 4)
    fill(tissue, chest & (distance_mm(is_tissue(tissue, "vertebra", "vessel", "aorta"), voxel) > 12), "unlabelled lung")
    depth = depth_mm(body, voxel)
    fill(tissue, skin_of(body, voxel), "skin")
    fill(tissue, body & (depth <= rng.uniform(5, 9)), "fat")
    _throat(tissue, source, voxel)
    fill(tissue, body, muscle_or_fat(rng, tissue.shape, voxel, 0.6))
    return tissue


def walled_in(wall: Mask) -> Mask:
    """Voxels that meet the wall in at least five of the six directions."""
    met = np.zeros(wall.shape, dtype=np.uint8)
    for axis in range(3):
        met += np.logical_or.accumulate(wall, axis=axis)
        met += np.flip(np.logical_or.accumulate(np.flip(wall, axis), axis=axis), axis)
    found: Mask = met >= 5
    return found


def _throat(tissue: Tissue, source: LabelMap, voxel: float) -> None:
    """Air from behind the jaw to below the thyroid gland, where only muscle and fat would be drawn."""
    at = {name: np.argwhere(source.numbers == number).mean(axis=0) for number, name in source.names.items()}
    path = [
        at["hyoid"] + np.array([0, -14, 22]) / voxel,
        at["hyoid"] + np.array([0, -14, 0]) / voxel,
        at["cricoid cartilage"],
        at["thyroid gland"],
        np.array([at["thyroid gland"][0], at["thoracic4"][1] + 30 / voxel, 0]),
    ]
    heights = np.array([point[2] for point in path])[::-1]
    for z in range(int(heights[-1])):
        x, y = (np.interp(z, heights, np.array([point[axis] for point in path])[::-1]) for axis in (0, 1))
        i, j = np.ogrid[: tissue.shape[0], : tissue.shape[1]]
        disc = (i - x) ** 2 + (j - y) ** 2 < (8 / voxel) ** 2
        layer = tissue[:, :, z]
        layer[disc & (STRUCTURE_OF[layer] == 0)] = ID["airway"]
