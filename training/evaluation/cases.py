"""The labelled real scans that the evaluation knows, what their labels mean, and what they do not tell.

They lie beside the checkout (MISGROUND_SHARED_DATA, or shared/data) and are never trained on.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from training.evaluation.scans import Scan, read_scan
from training.structures import COUNT, STRUCTURE_ID

_ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """Where the scans are."""
    return Path(os.environ.get("MISGROUND_SHARED_DATA", _ROOT.parent / "shared" / "data"))


def torso_ct() -> Scan:
    """Abdomen and pelvis; TotalSegmentator's labels, which know no discs."""
    unknown = _ids("intervertebral discs")
    return _read("ct_torso_ts", "image.nii.gz", _torso_name, unknown, "CT")


def brain_t1() -> Scan:
    """A head. AAL labels grey matter and the cerebellum alone: no white matter, ventricles or brainstem."""
    unknown = _ids("brainstem", "fourth ventricle", "left lateral ventricle", "right lateral ventricle")
    unknown |= _between("skull", "right trapezius") | _ids("vertebrae", "intervertebral discs", "spinal cord")
    return _read("mr_brain_colin_aal", "image.nii.gz", _aal_name, unknown, "MR")


def spine_ct() -> Scan:
    """A piece of lumbar spine: parts of vertebrae, nothing else is labelled."""
    return _read("ct_spine_tpt", "image.nii.gz", _vertebral_name, _TRUNK - _ids("vertebrae"), "outside")


def spine_mr() -> Scan:
    """A piece of spine, T2: parts of vertebrae, discs and cord."""
    labelled = _ids("vertebrae", "intervertebral discs", "spinal cord")
    return _read("mr_spine_tpt", "image.nii.gz", _vertebral_name, _TRUNK - labelled, "outside")


def liver_ct() -> Scan:
    """Three slices of upper abdomen, read as DICOM; labels from the DICOM SEG that came with them."""
    unknown = _TRUNK - _ids("liver") - _PELVIS
    return _read("ct_dicomseg_dcmqi", "dicom", _liver_name, unknown, "CT")


def _read(name: str, image: str, structure_name, unknown: frozenset[int], skin: str) -> Scan:  # type: ignore[no-untyped-def]
    folder = data_folder() / name
    return read_scan(
        name,
        folder / image,
        folder / "labels.nii.gz",
        lambda label: STRUCTURE_ID.get(structure_name(label), 0),
        unknown,
        skin,
    )


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
    if label.startswith(("Cerebelum", "Vermis")):
        return "cerebellum"
    name, side = label[:-2], {"L": "left", "R": "right"}[label[-1]]
    kernel = {"Caudate": "caudate nucleus"}.get(name, name.lower())
    whole = f"{side} {kernel}"
    return whole if whole in STRUCTURE_ID else f"{side} cerebral hemisphere"


def _vertebral_name(label: str) -> str:
    """TPTBox's part -> ours. The canal is more than the cord, and an endplate is neither bone nor disc."""
    if "vertebral arch" in label or "process" in label or "vertebral body" in label:
        return "vertebrae"
    return {"intervertebral disc": "intervertebral discs", "spinal cord": "spinal cord"}.get(label, "")


def _liver_name(label: str) -> str:
    return {"liver": "liver", "thoracic vertebra (spine)": "vertebrae"}.get(label, "")
