"""Which scans and maps are trained on, which are looked at while choosing, and which only judge: split by source.

- TRAIN: what training/maps/recipes.py has a recipe for and stands in none of the lists below.
- CHOOSE: real scans that may be looked at as often as wanted while choices are made.
- JUDGE: real scans that are looked at once, at the end. Nothing opens them unless told to (`--judge`, `--final`).
- HELD_OUT: label maps kept back to draw pictures of.

The final stage of training may add CHOOSE and JUDGE (`python -m training.pool --final`): figures are taken before it.
"""

from __future__ import annotations

import re

CHOOSE = ("ct_torso_ts", "mr_brain_colin_aal", "ct_spine_tpt", "mr_spine_tpt", "mr_brain_fpg_t2")
JUDGE = (
    "mr_brain_mni152",
    "ct_spine_verse005",
    "ct_spine_verse006",
    "ct_spine_verse007",
    "ct_dicomseg_dcmqi",
    "mr_cspine_sct_t1",
    "mr_cspine_sct_t2",
    "mr_spine_pam50_t2",
)
# Label maps of the very people whose scans choose: trained on, they would flatter them.
SAME_PERSON = {"brain_fpg_labels": "mr_brain_fpg_t2"}
HELD_OUT = tuple(f"brain_synthseg_{number}" for number in (17, 18, 19, 20))
# No labels; or a licence that the weights would have to be handed out under (CC BY-SA).
NEVER = ("ct_upperabd_dicom", "body_zanatomy_2p5mm", "spine_labels_verse004")
# OpenKBP's 120 patients by number: the first 80 are trained on, the next 20 choose, the last 20 judge.
_OPENKBP = re.compile(r"pt_(\d+)")
_FIRST_TO_CHOOSE, _FIRST_TO_JUDGE = 215, 277


def split_of(case: str) -> str:
    """ "train", "choose", "judge", "held-out" or "never", by the name of a case's folder."""
    if case in NEVER:
        return "never"
    if case in HELD_OUT:
        return "held-out"
    if case in CHOOSE or case in SAME_PERSON:
        return "choose"
    if case in JUDGE:
        return "judge"
    if match := _OPENKBP.fullmatch(case):
        number = int(match[1])
        return "train" if number < _FIRST_TO_CHOOSE else "choose" if number < _FIRST_TO_JUDGE else "judge"
    return "train"
