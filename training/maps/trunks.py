"""Abdomens: AMOS's 15 bare organs get a whole body of nameless tissue, the SPL atlas its fat, skin and lung bases."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from training.maps.label_maps import LabelMap, tissues
from training.maps.spine_and_pelvis import draw_spine_and_pelvis
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
    structure_ids,
)
from training.phantoms.canvas import smooth_noise
from training.structures import BODY, STRUCTURE_ID, STRUCTURES
from training.tissues import ID

_AMOS_LABELS = structure_ids(
    *("spleen", "kidney", "gallbladder", "esophagus", "liver", "stomach", "aorta", "inferior vena cava", "pancreas"),
    *("adrenal gland", "duodenum", "urinary bladder"),
)
_HEAD_AND_KNEE = frozenset(range(STRUCTURE_ID["skull"], len(STRUCTURES) + 1))
AMOS_UNKNOWN = frozenset(range(BODY + 1, len(STRUCTURES) + 1)) - _AMOS_LABELS - _HEAD_AND_KNEE
SPL_UNKNOWN = structure_ids(
    *("duodenum", "small bowel", "colon", "esophagus", "heart", "lung", "spinal cord", "sternum"),
)


def atlas_abdomen(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of the SPL abdomen: fat of a drawn thickness under the skin, lung bases over the liver, bowel."""
    tissue = tissues(source)
    voxel = source.spacing_mm[0]
    labelled = tissue != ID["air"]
    wall = outline(labelled, voxel, 28, 1)
    body = outline(wall, voxel, 10, rng.uniform(8, 30))
    give_bones_a_shell(tissue)
    fill(tissue, skin_of(body, voxel), "skin")
    fill(tissue, body & ~wall, "fat")
    spine = is_tissue(tissue, "vertebral cortex", "vertebral marrow", "aorta")
    fill(tissue, lung_bases(tissue, wall, spine, voxel, rng, rng.uniform(20, 45)), "unlabelled lung")
    near_bone = distance_mm(is_tissue(tissue, "rib", "vertebral cortex", "sacrum cortex"), voxel) < 9
    fill(tissue, wall & near_bone, "muscle")
    fill_cavity(tissue, wall, rng, voxel, bowel=0.15)
    return tissue


def bare_organs(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of an AMOS map in a drawn body: all that is not one of its organs has no name but a likely look."""
    tissue = tissues(source)
    voxel = source.spacing_mm[0]
    organs = tissue != ID["air"]
    middle = _middle(tissue)
    wall = _torso(organs, middle, voxel, rng)
    body = outline(wall, voxel, 8, rng.uniform(6, 40))
    fill(tissue, skin_of(body, voxel), "skin")
    fill(tissue, body & ~wall, "fat")
    draw_spine_and_pelvis(tissue, wall, middle, voxel, rng)
    depth = depth_mm(wall, voxel)
    heights = np.arange(tissue.shape[2]) * voxel
    kidneys = np.argwhere(is_tissue(tissue, "left kidney", "right kidney"))[:, 2] * voxel
    thick = rng.uniform(7, 13)
    ribs(
        tissue, wall & (heights > np.median(kidneys))[None, None, :] & (depth < thick) & (depth > 2), middle, voxel, rng
    )
    _heart(tissue, wall & (depth > 25), middle, voxel, rng)
    spine = is_tissue(tissue, "aorta", "esophagus", "bone")
    above = wall & (depth >= thick)
    fill(tissue, lung_bases(tissue, above, spine, voxel, rng, rng.uniform(110, 150)), "unlabelled lung")
    fill(tissue, wall & (depth < thick), "muscle")
    fill_cavity(tissue, wall, rng, voxel, bowel=rng.uniform(0.2, 0.65))
    return tissue


def _middle(tissue: Tissue) -> NDArray[np.float64]:
    """(z, 2): x of the body's middle and y of the vertebrae's middle, in voxels x 2 mm, for every slice."""
    rows = []
    for z in range(tissue.shape[2]):
        aorta = np.argwhere(tissue[:, :, z] == ID["aorta"])
        cava = np.argwhere(tissue[:, :, z] == ID["inferior vena cava"])
        if len(aorta) and len(cava):
            rows.append((z, (aorta[:, 0].mean() + cava[:, 0].mean()) / 2, aorta[:, 1].min() - 8))
    known = ndimage.gaussian_filter1d(np.array(rows, dtype=float), 6, axis=0)
    at = np.arange(tissue.shape[2])
    return np.stack([np.interp(at, known[:, 0], known[:, axis]) for axis in (1, 2)], axis=1)


def _torso(organs: Mask, middle: NDArray[np.float64], voxel: float, rng: np.random.Generator) -> Mask:
    """The body without its fat: rounded boxes about the organs, waisted above the hips, and the organs' own outline."""
    x, y, z = np.nonzero(organs)
    half_width = np.percentile(np.abs(x - middle[z, 0]), 99.8) + 14 / voxel
    front = np.percentile(y, 99.8) + 10 / voxel
    i, j = (
        np.arange(n)[:, None, None] if axis == 0 else np.arange(n)[None, :, None]
        for axis, n in enumerate(organs.shape[:2])
    )
    back = middle[:, 1] - rng.uniform(58, 72) / voxel
    level = (np.arange(organs.shape[2]) - np.median(z)) * voxel
    waist = 1 - rng.uniform(0, 0.1) * np.exp(-(((level + 120) / 60) ** 2))
    power = rng.uniform(2.2, 2.8)
    across = np.abs(i - middle[None, None, :, 0]) / (half_width * waist)[None, None, :]
    along = np.abs(j - (front + back)[None, None, :] / 2) / ((front - back) / 2)[None, None, :]
    wavy = 0.05 * smooth_noise(rng, organs.shape, 40)
    inside: Mask = across**power + along**power < 1 + wavy
    return inside | outline(organs, voxel, 20, 12)


def _heart(tissue: Tissue, where: Mask, middle: NDArray[np.float64], voxel: float, rng: np.random.Generator) -> None:
    """A lump on the midriff, left of the middle: the heart's underside or what else lies there."""
    top = np.argwhere(is_tissue(tissue, "liver"))[:, 2].max()
    low = int(top - 10 / voxel)
    center = (
        middle[low, 0] - rng.uniform(15, 30) / voxel,
        middle[low, 1] + rng.uniform(60, 85) / voxel,
        top + 25 / voxel,
    )
    radii = rng.uniform(38, 58, 3) / voxel
    i, j, k = np.ogrid[tuple(slice(0, n) for n in tissue.shape)]
    lump = ((i - center[0]) / radii[0]) ** 2 + ((j - center[1]) / radii[1]) ** 2 + ((k - center[2]) / radii[2]) ** 2 < 1
    fill(tissue, where & lump, "unknown soft")


def ribs(tissue: Tissue, where: Mask, middle: NDArray[np.float64], voxel: float, rng: np.random.Generator) -> None:
    """Ribs in the chest wall: bands that fall forward from the spine."""
    x, y, z = np.nonzero(where)
    angle = np.abs(np.arctan2(x - middle[z, 0], middle[z, 1] - y))
    falling = z * voxel + rng.uniform(28, 45) * np.minimum(angle, 2.2)
    band = np.mod(falling, rng.uniform(26, 34)) < rng.uniform(8, 11)
    free = band & (tissue[x, y, z] == ID["air"]) & (angle < rng.uniform(2.3, 2.8))
    tissue[x[free], y[free], z[free]] = ID["rib"]


def lung_bases(
    tissue: Tissue, inside: Mask, spine: Mask, voxel: float, rng: np.random.Generator, reach_mm: float
) -> Mask:
    """Above a dome over the upper organs, at most `reach_mm` below the map's top, off the spine and great vessels."""
    upper = ("liver", "spleen", "stomach", "stomach or duodenum", "colon or small bowel", "left kidney", "right kidney")
    under = is_tissue(tissue, *upper)
    top = np.where(under.any(axis=2), under.shape[2] - 1 - np.argmax(under[:, :, ::-1], axis=2), 0).astype(float)
    reach = 2 * int(25 / voxel) + 1
    dome = np.maximum(top + 3 / voxel, ndimage.grey_dilation(top, (reach, reach)) - rng.uniform(25, 50) / voxel)
    dome = np.maximum(ndimage.gaussian_filter(dome, 4), top + 2 / voxel)
    lowest = under.shape[2] - 1 - reach_mm / voxel
    heights = np.arange(tissue.shape[2])[None, None, :]
    central = distance_mm(spine, voxel) < rng.uniform(16, 26)
    found: Mask = inside & (heights > np.maximum(dome, lowest)[:, :, None]) & ~central & (tissue == ID["air"])
    return found


def fill_cavity(tissue: Tissue, inside: Mask, rng: np.random.Generator, voxel: float, bowel: float) -> None:
    """Fat with lumps of nameless gut, some with gas, where nothing else is."""
    loops = smooth_noise(rng, tissue.shape, 24 / voxel)
    if bowel > 0.4:  # bends, else lumps
        loops = -np.abs(loops)
    gut = loops > np.quantile(loops[::4, ::4, ::4], 1 - bowel)
    gas = gut & (smooth_noise(rng, tissue.shape, 22 / voxel) > 1.6)
    fill(tissue, inside & gas, "airway")
    fill(tissue, inside & gut, "unknown soft")
    fill(tissue, inside, "cavity fat")
