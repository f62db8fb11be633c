"""From a case of label maps to its donor: how each source is read, what it leaves out, and which are real scans."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from MISGroundLib.errors import UserError
from training.donor import Donor
from training.maps.bodies import crest_height, half_body, whole_body
from training.maps.heads import (
    BRAIN_UNKNOWN,
    DRAWN_HEAD_UNKNOWN,
    HEAD_NECK_UNKNOWN,
    SPL_HEAD_UNKNOWN,
    brain_head,
    drawn_head,
    head_and_neck,
)
from training.maps.knees import knee
from training.maps.label_maps import LabelMap, padded, read_case, read_totalsegmentator, resampled
from training.maps.real_scans import (
    PARCELLED_UNKNOWN,
    PLANNING_PARTIAL,
    bare_brain,
    mr_spine,
    parcelled_head,
    planning_ct,
    planning_unknown,
    real_ct,
    stored_image,
)
from training.maps.segmented_ct import segmented_ct, unlabelled
from training.maps.surroundings import Tissue, box_of
from training.maps.trunks import AMOS_UNKNOWN, SPL_UNKNOWN, atlas_abdomen, bare_organs
from training.sources import split_of
from training.tissues import IN_BODY

TOTALSEGMENTATOR_MM = 2.0


@dataclass(frozen=True)
class Recipe:
    """`paint` draws the tissue of a map of cubic voxels; each of the `variants` has its own seed.

    Room for the body round the organs, in mm: `sides` at both sides, `behind`, and `in_front`. `unknown`: ids, or what
    tells them of a map. `partial`: see Donor. `modality`: CT or MR where the case's image is real and goes with its
    donor. `coarse`: the donor's voxels are finer than the map's. `to_crest`: z = 0 at the iliac crest.
    """

    region: str
    voxel_mm: float
    paint: Callable[[LabelMap, np.random.Generator], Tissue]
    unknown: frozenset[int] | Callable[[LabelMap], frozenset[int]]
    variants: int = 1
    sides: float = 0
    behind: float = 0
    in_front: float = 0
    partial: frozenset[int] = frozenset()
    modality: str = ""
    coarse: bool = False
    to_crest: bool = False


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
    "brain_spl_labels": Recipe("brain", 1.25, drawn_head, SPL_HEAD_UNKNOWN, variants=2),
    "brain_fpg_labels": Recipe("brain", 1.25, drawn_head, DRAWN_HEAD_UNKNOWN, variants=2),
    "body_hra_female_2mm": Recipe("trunk", 2.0, whole_body, unlabelled, variants=3, to_crest=True),
    "body_hra_male_2mm": Recipe("abdomen", 2.0, half_body, unlabelled, variants=3, to_crest=True),
    # real scans to train on
    "pt_": Recipe(
        "head-neck", 3.0, planning_ct, planning_unknown, partial=PLANNING_PARTIAL, modality="CT", coarse=True
    ),
    "mr_brain_vxm": Recipe("brain", 1.25, bare_brain, frozenset(), modality="MR"),
    # real scans to choose and to judge by: made with `final` alone
    "ct_torso_ts": Recipe("trunk", 3.0, real_ct, unlabelled, modality="CT", to_crest=True),
    "ct_spine_": Recipe("spine", 1.5, real_ct, unlabelled, modality="CT"),
    "mr_spine_": Recipe("spine", 1.5, mr_spine, unlabelled, modality="MR"),
    "mr_cspine_": Recipe("spine", 1.25, mr_spine, unlabelled, modality="MR"),
    "mr_brain_mni152": Recipe("brain", 1.25, bare_brain, frozenset(), modality="MR"),
    "mr_brain_fpg_t2": Recipe("brain", 1.5, drawn_head, DRAWN_HEAD_UNKNOWN, modality="MR"),
    "mr_brain_colin_aal": Recipe("brain", 1.25, parcelled_head, PARCELLED_UNKNOWN, modality="MR"),
}


def recipe_of(name: str, final: bool = False) -> Recipe:
    """The recipe of a case. Raises UserError: no known source, or one to measure on and not `final`."""
    split = split_of(name)
    if split in ("choose", "judge") and not final:
        raise UserError(f"{name} is for measuring the model ({split}): only the final stage may train on it (--final).")
    for prefix, recipe in RECIPES.items():
        if name.startswith(prefix) and split != "never":
            return recipe
    raise UserError(f"{name} is of no source that training knows: {', '.join(RECIPES)}.")


def donor_names(name: str, final: bool = False) -> list[str]:
    """The names of a case's donors: its own, or with _1, _2, ... where its surroundings are drawn more than once."""
    count = recipe_of(name, final).variants
    name = f"ct_headneck_openkbp_{name}" if name.startswith("pt_") else name
    return [name] if count == 1 else [f"{name}_{number}" for number in range(1, count + 1)]


def make_donors(folder: Path, final: bool = False) -> list[Donor]:
    """The donors of a case folder, always the same ones. Raises UserError as read_case and recipe_of do.

    final: also of real scans that measure the model.
    """
    recipe = recipe_of(folder.name, final)
    case = read_case(folder)
    case = case if recipe.modality else replace(case, image=None)
    low, high = (recipe.sides, recipe.behind, 0), (recipe.sides, recipe.in_front, 0)
    source = padded(resampled(case, recipe.voxel_mm, recipe.coarse), low, high)
    unknown = recipe.unknown if isinstance(recipe.unknown, frozenset) else recipe.unknown(source)
    donors = []
    for name in donor_names(folder.name, final):
        tissue = recipe.paint(source, np.random.default_rng(zlib.crc32(name.encode())))
        donors.append(_donor(name, recipe, source, tissue, unknown, split_of(folder.name) == "held-out"))
    return donors


def make_totalsegmentator_donor(folder: Path) -> Donor:
    """The donor of one case of a TotalSegmentator data set; what it has no mask for is unknown."""
    if split_of(folder.name) != "train":
        raise UserError(f"{folder.name} is for measuring the model: it must not be trained on.")
    source = resampled(read_totalsegmentator(folder), TOTALSEGMENTATOR_MM)
    recipe = Recipe("trunk", TOTALSEGMENTATOR_MM, real_ct, unlabelled, modality="CT", to_crest=True)
    tissue = segmented_ct(source)
    return _donor(totalsegmentator_name(folder), recipe, source, tissue, unlabelled(source), False)


def totalsegmentator_name(folder: Path) -> str:
    """The donor's name of a TotalSegmentator case."""
    return f"totalsegmentator_{folder.name}"


def _donor(
    name: str, recipe: Recipe, source: LabelMap, tissue: Tissue, unknown: frozenset[int], held_out: bool
) -> Donor:
    box = box_of(IN_BODY[tissue], source.spacing_mm[0])
    origin = source.origin_ras + np.array([side.start for side in box]) * source.spacing_mm[0]
    tissue = np.ascontiguousarray(tissue[box])
    if recipe.to_crest and (crest := crest_height(tissue)) is not None:
        origin = np.array([origin[0], origin[1], -crest * source.spacing_mm[0]])
    image = stored_image(source.image[box], recipe.modality) if source.image is not None else None
    return Donor(
        name,
        recipe.region,
        tissue,
        origin,
        source.spacing_mm[0],
        unknown,
        held_out,
        recipe.partial,
        image,
        recipe.modality,
    )
