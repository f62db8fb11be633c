"""From a case of label maps to its donor: how each source is read, what it leaves out, and what never is a donor."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from MISGroundLib.errors import UserError
from training.donor import Donor
from training.maps.heads import BRAIN_UNKNOWN, HEAD_NECK_UNKNOWN, brain_head, head_and_neck
from training.maps.knees import knee
from training.maps.label_maps import LabelMap, padded, read_case, read_totalsegmentator, resampled
from training.maps.segmented_ct import segmented_ct, unlabelled
from training.maps.surroundings import Tissue, box_of
from training.maps.trunks import AMOS_UNKNOWN, SPL_UNKNOWN, atlas_abdomen, bare_organs
from training.tissues import IN_BODY

# Real scans on which the model is measured, and scans of the same sources: trained on, they would flatter it.
NEVER_DONORS = (
    "ct_torso_ts",
    "mr_brain_colin_aal",
    "ct_spine_tpt",
    "mr_spine_tpt",
    "ct_dicomseg_dcmqi",
    "ct_upperabd_dicom",
)
# Kept back to measure on, never trained on.
HELD_OUT = tuple(f"brain_synthseg_{number}" for number in (17, 18, 19, 20))

TOTALSEGMENTATOR_MM = 2.0


@dataclass(frozen=True)
class Recipe:
    """`paint` draws the tissue of a map of cubic voxels; each of the `variants` has its own seed.

    Room for the body round the organs, in mm: `sides` at both sides, `behind`, and `in_front`.
    """

    region: str
    voxel_mm: float
    paint: Callable[[LabelMap, np.random.Generator], Tissue]
    unknown: frozenset[int]
    variants: int = 1
    sides: float = 0
    behind: float = 0
    in_front: float = 0


# By how the case's folder is called.
RECIPES: dict[str, Recipe] = {
    "brain_synthseg_": Recipe("brain", 1.5, brain_head, BRAIN_UNKNOWN),
    "ct_headneck_spl_synth": Recipe(
        "head-neck", 2.0, head_and_neck, HEAD_NECK_UNKNOWN, sides=16, behind=16, in_front=16
    ),
    "ct_abdomen_spl_synth": Recipe(
        "abdomen", 2.0, atlas_abdomen, SPL_UNKNOWN, variants=2, sides=40, behind=40, in_front=40
    ),
    "abdomen_amos_": Recipe("abdomen", 2.0, bare_organs, AMOS_UNKNOWN, variants=4, sides=60, behind=120, in_front=60),
    "mr_knee_": Recipe("knee", 1.0, knee, frozenset(), variants=2, sides=36, behind=36, in_front=36),
}


def recipe_of(name: str) -> Recipe:
    """The recipe of a case. Raises UserError for a case to measure on, and for one of no known source."""
    if name in NEVER_DONORS:
        raise UserError(f"{name} is for measuring the model: it must not be trained on.")
    for prefix, recipe in RECIPES.items():
        if name.startswith(prefix):
            return recipe
    raise UserError(f"{name} is of no source that training knows: {', '.join(RECIPES)}.")


def donor_names(name: str) -> list[str]:
    """The names of a case's donors: its own, or with _1, _2, ... where its surroundings are drawn more than once."""
    count = recipe_of(name).variants
    return [name] if count == 1 else [f"{name}_{number}" for number in range(1, count + 1)]


def make_donors(folder: Path) -> list[Donor]:
    """The donors of a case folder, always the same ones. Raises UserError as read_case and recipe_of do."""
    recipe = recipe_of(folder.name)
    low, high = (recipe.sides, recipe.behind, 0), (recipe.sides, recipe.in_front, 0)
    source = padded(resampled(read_case(folder), recipe.voxel_mm), low, high)
    donors = []
    for name in donor_names(folder.name):
        tissue = recipe.paint(source, np.random.default_rng(zlib.crc32(name.encode())))
        donors.append(_donor(name, recipe.region, source, tissue, recipe.unknown, folder.name in HELD_OUT))
    return donors


def make_totalsegmentator_donor(folder: Path) -> Donor:
    """The donor of one case of a TotalSegmentator data set; what it has no mask for is unknown."""
    if folder.name in NEVER_DONORS:
        raise UserError(f"{folder.name} is for measuring the model: it must not be trained on.")
    source = resampled(read_totalsegmentator(folder), TOTALSEGMENTATOR_MM)
    return _donor(totalsegmentator_name(folder), "trunk", source, segmented_ct(source), unlabelled(source), False)


def totalsegmentator_name(folder: Path) -> str:
    """The donor's name of a TotalSegmentator case."""
    return f"totalsegmentator_{folder.name}"


def _donor(name: str, region: str, source: LabelMap, tissue: Tissue, unknown: frozenset[int], held_out: bool) -> Donor:
    box = box_of(IN_BODY[tissue], source.spacing_mm[0])
    origin = source.origin_ras + np.array([side.start for side in box]) * source.spacing_mm[0]
    return Donor(name, region, np.ascontiguousarray(tissue[box]), origin, source.spacing_mm[0], unknown, held_out)
