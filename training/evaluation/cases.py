"""The labelled real scans that the evaluation knows, what their labels mean, and what they do not tell.

They lie beside the checkout (MISGROUND_SHARED_DATA, or shared/data). Which may be looked at while choices are made, and
which only at the end, is said in training/sources.py: scans that judge are opened with `judge=True` alone.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

from MISGroundLib.errors import UserError
from training.evaluation.scans import Scan, read_scan
from training.maps.heads import DRAWN_HEAD_UNKNOWN
from training.maps.label_names import tissue_of
from training.maps.real_scans import PLANNING_PARTIAL, head_to_chest, parcel
from training.sources import split_of
from training.structures import COUNT, STRUCTURE_ID, STRUCTURES
from training.tissues import ID, STRUCTURE_OF

_ROOT = Path(__file__).resolve().parents[2]
_OPENKBP = "ct_headneck_openkbp"


def data_folder() -> Path:
    """Where the scans are."""
    return Path(os.environ.get("MISGROUND_SHARED_DATA", _ROOT.parent / "shared" / "data"))


def torso_ct() -> Scan:
    """Abdomen and pelvis; TotalSegmentator's labels, which know no discs."""
    return _read("ct_torso_ts", _torso_name, _ids("intervertebral discs"), "CT")


def brain_t1() -> Scan:
    """A head. AAL labels grey matter and the cerebellum alone: no white matter, ventricles or brainstem."""
    unknown = _ids("brainstem", "fourth ventricle", "left lateral ventricle", "right lateral ventricle")
    unknown |= _between("skull", "right trapezius") | _ids("vertebrae", "intervertebral discs", "spinal cord")
    return _read("mr_brain_colin_aal", _aal_name, unknown, "MR")


def brain_flair() -> Scan:
    """A head in thick axial slices, seen dark and bright as fluid-suppressed T2; predicted labels of the brain."""
    return _read("mr_brain_fpg_t2", _map_name, DRAWN_HEAD_UNKNOWN, "MR")


def spine_ct() -> Scan:
    """A piece of lumbar spine: parts of vertebrae, nothing else is labelled."""
    return _read("ct_spine_tpt", _vertebral_name, _TRUNK - _ids("vertebrae"), "outside")


def spine_mr() -> Scan:
    """A piece of spine, T2: parts of vertebrae, discs and cord."""
    labelled = _ids("vertebrae", "intervertebral discs", "spinal cord")
    return _read("mr_spine_tpt", _vertebral_name, _TRUNK - labelled, "outside")


def planning_patients(split: str) -> list[str]:
    """The OpenKBP patients of a split (choose, judge) that are there, by number."""
    names = [path.name for path in (data_folder() / _OPENKBP).glob("pt_*") if split_of(path.name) == split]
    return sorted(names, key=lambda name: int(name.removeprefix("pt_")))


def neck_ct(patient: str, judge: bool = False) -> Scan:
    """A planning CT of head and neck; up to seven contours, all else there is unknown."""
    name = f"{_OPENKBP}/{patient}"
    _refuse_judge(name, judge)
    about = json.loads((data_folder() / name / "case.json").read_text(encoding="utf-8"))
    contoured = {STRUCTURE_ID.get(entry["name"], 0) for entry in about["labels"].values()}
    unknown = head_to_chest(long=True) - contoured - PLANNING_PARTIAL
    return _read(name, lambda label: label, unknown, "CT", judge, PLANNING_PARTIAL)


def liver_ct(judge: bool = False) -> Scan:
    """Three slices of upper abdomen, read as DICOM; labels from the DICOM SEG that came with them."""
    unknown = _TRUNK - _ids("liver") - _PELVIS
    return _read("ct_dicomseg_dcmqi", _liver_name, unknown, "CT", judge, image="dicom")


def brain_average(judge: bool = False) -> Scan:
    """The average of 152 brains without their skulls, T1."""
    return _read("mr_brain_mni152", _map_name, frozenset(), "MR", judge)


def verse_ct(number: str, judge: bool = False) -> Scan:
    """A piece of spine; whole vertebrae, nothing else is labelled."""
    return _read(f"ct_spine_verse{number}", _map_name, _TRUNK - _ids("vertebrae"), "outside", judge)


def cord_mr(name: str, judge: bool = False) -> Scan:
    """A spine of which the cord alone is labelled."""
    unknown = _TRUNK | _between("skull", "right trapezius") | _between("brain", "fourth ventricle")
    unknown -= _ids("spinal cord")
    return _read(name, _map_name, unknown, "outside", judge)


def _read(
    name: str,
    structure_name: Callable[[str], str],
    unknown: frozenset[int],
    skin: str,
    judge: bool = False,
    partial: frozenset[int] = frozenset(),
    image: str = "image.nii.gz",
) -> Scan:
    _refuse_judge(name, judge)
    folder = data_folder() / name
    return read_scan(
        name,
        folder / image,
        folder / "labels.nii.gz",
        lambda label: STRUCTURE_ID.get(structure_name(label), 0),
        unknown,
        skin,
        partial,
    )


def _refuse_judge(name: str, judge: bool) -> None:
    if split_of(Path(name).name) == "judge" and not judge:
        raise UserError(f"{name} judges the model at the end: it is opened with --judge alone.")


def _ids(*names: str) -> frozenset[int]:
    return frozenset(STRUCTURE_ID[name] for name in names)


def _between(first: str, last: str) -> frozenset[int]:
    return frozenset(range(STRUCTURE_ID[first], STRUCTURE_ID[last] + 1))


_PELVIS = _between("left hip bone", "sacrum") | _ids("urinary bladder", "prostate")
_TRUNK = frozenset(range(1, COUNT + 1)) - (
    _between("skull", "right trapezius")
    | _between("brain", "fourth ventricle")
    | _between("distal femur", "lateral meniscus")
)


def _torso_name(label: str) -> str:
    """TotalSegmentator's name -> ours. S1 is the sacrum's."""
    if label == "S1 vertebra":
        return "sacrum"
    if label.endswith("vertebra"):
        return "vertebrae"
    if label in ("left hip", "right hip"):
        return f"{label} bone"
    label = label.replace("autochthon", "erector spinae")
    return re.sub(r" (upper|middle|lower) lobe$", "", label)


def _aal_name(label: str) -> str:
    """AAL's name -> ours: what is not cerebellum or a kernel is cortex of its side's hemisphere."""
    name = parcel(label)
    return {"cerebellum cortex": "cerebellum"}.get(name, name.replace("cerebral cortex", "cerebral hemisphere"))


def _map_name(label: str) -> str:
    """A name as brain maps and VerSe use them -> ours; "" where it is none of ours."""
    index = int(STRUCTURE_OF[ID[tissue]]) if (tissue := tissue_of(label)) in ID else 0
    return STRUCTURES[index - 1] if index else ""


def _vertebral_name(label: str) -> str:
    """TPTBox's part -> ours. The canal is more than the cord, and an endplate is neither bone nor disc."""
    if "vertebral arch" in label or "process" in label or "vertebral body" in label:
        return "vertebrae"
    return {"intervertebral disc": "intervertebral discs", "spinal cord": "spinal cord"}.get(label, "")


def _liver_name(label: str) -> str:
    return {"liver": "liver", "thoracic vertebra (spine)": "vertebrae"}.get(label, "")
