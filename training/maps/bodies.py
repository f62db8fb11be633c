"""Whole bodies of the HuBMAP reference organs: between the organs a spine, ribs, muscle, fat and gut are drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from training.maps.label_maps import LabelMap, tissues
from training.maps.surroundings import (
    Mask,
    Tissue,
    depth_mm,
    distance_mm,
    fill,
    give_bones_a_shell,
    is_tissue,
    outline,
    skin_of,
)
from training.maps.trunks import fill_cavity, lung_bases, ribs
from training.structures import STRUCTURE_ID
from training.tissues import ID, STRUCTURE_OF

_ABOVE_LIVER_MM, _BELOW_CREST_MM = 35.0, 330.0
_HUMERUS_MM = 10.0
_HIPS = tuple(STRUCTURE_ID[f"{side} hip bone"] for side in ("left", "right"))


def crest_height(tissue: Tissue) -> int | None:
    """The voxel layer of the iliac crests' top; None where there is no hip bone."""
    layers = np.flatnonzero(np.isin(STRUCTURE_OF[tissue], _HIPS).any(axis=(0, 1)))
    return int(layers[-1]) if layers.size else None


def whole_body(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a body with organs from head to hips."""
    tissue = _organs(source)
    _draw_between(tissue, source.numbers > 0, source.spacing_mm[0], rng)
    return tissue


def half_body(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of the belly and the pelvis alone, with the lungs' bases: the map knows no lungs above."""
    tissue = _organs(source)
    voxel = source.spacing_mm[0]
    top = int(np.argwhere(is_tissue(tissue, "liver"))[:, 2].max() + _ABOVE_LIVER_MM / voxel)
    body = source.numbers[:, :, :top] > 0
    low = tissue[:, :, :top].copy()
    spine = np.zeros(low.shape, dtype=bool)
    middle = _spine_line(low, body, voxel)
    spine[tuple(np.rint(np.stack([middle[:, 0], middle[:, 1], np.arange(top)])).astype(int))] = True
    inner = body & (depth_mm(body, voxel) > 22)
    fill(low, lung_bases(low, inner, spine, voxel, rng, rng.uniform(60, 110)), "unlabelled lung")
    _draw_between(low, body, voxel, rng)
    whole = np.full(tissue.shape, ID["air"], dtype=np.uint8)
    bottom = max(0, int((crest_height(low) or 0) - _BELOW_CREST_MM / voxel))
    whole[:, :, bottom:top] = low[:, :, bottom:]
    return whole


def _organs(source: LabelMap) -> Tissue:
    tissue = tissues(source)
    tissue[tissue == ID["unknown soft"]] = ID["air"]
    give_bones_a_shell(tissue)
    return tissue


def _draw_between(tissue: Tissue, body: Mask, voxel: float, rng: np.random.Generator) -> None:
    """Fill a body's unlabelled rest: skin, fat, spine, ribs round the lungs, muscle near bone and wall, gut inside."""
    middle = _spine_line(tissue, body, voxel)
    lungs = is_tissue(tissue, "left lung", "right lung", "unlabelled lung")
    organs = np.isin(STRUCTURE_OF[tissue], _deep_ids()) | lungs
    wall = outline(organs, voxel, 40, rng.uniform(10, 18)) & body
    _spine(tissue, body, middle, voxel, rng)
    _arm_bones(tissue, body, middle, voxel)
    fill(tissue, skin_of(body, voxel), "skin")
    depth = depth_mm(body, voxel)
    off = distance_mm(lungs, voxel)
    ribs(tissue, body & (off > 3) & (off < 13) & ~outline(organs & ~lungs, voxel, 0, 1), middle, voxel, rng)
    fat = rng.uniform(5, 30)
    near_bone = distance_mm(is_tissue(tissue, "bone", "sacrum cortex", "left hip cortex", "right hip cortex"), voxel)
    inner = ndimage.binary_erosion(wall, iterations=max(1, round(rng.uniform(8, 14) / voxel)))
    flesh = ~inner & (depth > fat) | (near_bone < rng.uniform(12, 22)) & (depth > min(fat, 6))
    fill(tissue, body & ~inner & ~flesh, "fat")
    fill(tissue, body & flesh, "muscle")
    fill_cavity(tissue, body, rng, voxel, bowel=rng.uniform(0.15, 0.45))


def _arm_bones(tissue: Tissue, body: Mask, middle: NDArray[np.float64], voxel: float) -> None:
    """A bone in the middle of whatever limb lies beside the body in a layer and has none of its own."""
    for z in range(tissue.shape[2]):
        parts, count = ndimage.label(body[:, :, z])
        own = parts[int(middle[z, 0]), int(np.clip(middle[z, 1], 0, body.shape[1] - 1))]
        for part in range(1, count + 1):
            limb = parts == part
            if part == own or not 15 < limb.sum() * voxel**2 / 100 < 180 or STRUCTURE_OF[tissue[:, :, z][limb]].any():
                continue
            x, y = np.argwhere(limb).mean(axis=0)
            i, j = np.ogrid[: body.shape[0], : body.shape[1]]
            fill(tissue[:, :, z], limb & ((i - x) ** 2 + (j - y) ** 2 < (_HUMERUS_MM / voxel) ** 2), "bone")


def _deep_ids() -> list[int]:
    names = ("liver", "spleen", "left kidney", "right kidney", "small bowel", "colon", "heart", "urinary bladder")
    return [
        STRUCTURE_ID[name] for name in (*names, "pancreas", "aorta", "inferior vena cava", "left lung", "right lung")
    ]


def _spine_line(tissue: Tissue, body: Mask, voxel: float) -> NDArray[np.float64]:
    """(z, 2): x and y (voxels) of the vertebrae's middle: before the cord, behind the aorta, or off the back's skin."""
    x_middle = float(np.median(np.argwhere(np.isin(STRUCTURE_OF[tissue], _HIPS))[:, 0]))
    sacrum = np.argwhere(is_tissue(tissue, "sacrum cortex", "sacrum marrow"))
    known = [(float(sacrum[:, 2].max()), float(sacrum[sacrum[:, 2] > sacrum[:, 2].max() - 3][:, 1].mean()))]
    cord, aorta = is_tissue(tissue, "spinal cord"), is_tissue(tissue, "aorta")
    column = slice(int(x_middle - 12 / voxel), int(x_middle + 12 / voxel))
    for z in range(int(known[0][0] + 20 / voxel), tissue.shape[2]):
        back = np.flatnonzero(body[column, :, z].any(axis=0))
        if not back.size:
            continue
        if cord[:, :, z].any():
            y = float(np.argwhere(cord[:, :, z])[:, 1].mean() + 22 / voxel)
        else:
            y = back[0] + 62 / voxel
            vessel = np.argwhere(aorta[:, :, z])
            if len(vessel):
                y = min(y, float(vessel[:, 1].min()) - 19 / voxel)
        known.append((float(z), y))
    heights, depths = np.array(known).T
    at = np.interp(np.arange(tissue.shape[2]), heights, ndimage.gaussian_filter1d(depths, 8))
    return np.stack([np.full(at.size, x_middle), at], axis=1)


def _spine(tissue: Tissue, body: Mask, middle: NDArray[np.float64], voxel: float, rng: np.random.Generator) -> None:
    """Vertebrae, discs, canal and back muscles by looks, above the sacrum."""
    x = (np.arange(tissue.shape[0])[:, None, None] - middle[None, None, :, 0]) * voxel
    y = (np.arange(tissue.shape[1])[None, :, None] - middle[None, None, :, 1]) * voxel
    z = np.arange(tissue.shape[2])[None, None, :] * voxel
    sacrum = np.flatnonzero(is_tissue(tissue, "sacrum cortex").any(axis=(0, 1)))[-1] * voxel
    size = np.clip(1.1 - (z - sacrum) / 1500, 0.6, 1.1)
    side, behind = np.abs(x), -y - 17 * size
    above = body & (z > sacrum - 6)
    gap = np.mod(z + rng.uniform(0, 30), rng.uniform(29, 36)) < rng.uniform(5, 9)
    bone = (side / (23 * size)) ** 2.6 + (np.abs(y) / (17 * size)) ** 2.6 < 1
    canal = (x / 9) ** 2 + ((behind - 9) / 8) ** 2
    arch = (canal < 2.6) | ((side < 3.5) & (behind > 12) & (behind < 36) & ~gap)
    wings = (side < 38) & (np.abs(behind - 4) < 5) & (np.mod(z, 34) < 14) & (behind > 0)
    fill(tissue, above & bone & ~gap, "bone")
    fill(tissue, above & bone, "cartilage")
    fill(tissue, above & (canal < 1), "unknown soft")
    fill(tissue, above & (arch | wings), "bone")
    back = ((side - 26) / 26) ** 2 + ((behind - 22) / 20) ** 2 < 1
    fill(tissue, above & back & (behind > 0), "muscle")
