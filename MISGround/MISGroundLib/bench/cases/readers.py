"""The kinds of labelled cases, read as they come.

folder: image.nii.gz, labels.nii.gz and case.json. totalsegmentator: ct.nii.gz (or mri.nii.gz) and segmentations/, one
mask a structure. pair: image, labels and names.json or names.csv. oai-knee: SAG_3D_DESS_LEFT... or ..._RIGHT..., a scan
and its label map. dicom-seg: a DICOM series and a DICOM SEG object (case_dicomseg.py). A folder of kind `folder` or
`pair` without an image holds labels only.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.cases.grid import Labels, fit_to
from MISGroundLib.bench.cases.names import oai_names
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.greyvalues import guess_modality
from MISGroundLib.scene.reading import read_grid, read_volume

_VOLUMES = (".nii.gz", ".nii", ".nrrd", ".mha", ".mhd", ".nhdr")
# Of the voxels of the smaller of two masks: rounding when they were resampled.
_OVERLAP = 0.01


@dataclass(frozen=True)
class RawCase:
    """A case as it was found: names are the data set's own; labels uint16 (i, j, k) on the image's grid."""

    id: str
    kind: str
    path: Path
    modality: str
    names: dict[int, str]
    labels: Labels = field(repr=False)
    ijk_to_ras: Matrix = field(repr=False)
    image_path: Path | None = None
    limb_side: str = ""


def read_raw_case(path: Path) -> RawCase:
    """Read a case folder of any kind. Raises UserError where it is none, or is damaged."""
    if not path.exists():
        raise UserError(f"There is no case {path}. Check the path.")
    if not path.is_dir():
        raise UserError(f"{path} is a file. Give the folder of a case: scan, label map and names.")
    readers: tuple[tuple[bool, Callable[[Path], RawCase]], ...] = (
        ((path / "case.json").is_file(), _read_folder),
        ((path / "segmentations").is_dir(), _read_totalsegmentator),
        (any((path / name).is_file() for name in ("names.json", "names.csv")), _read_pair),
        (_oai_label_map(path) is not None, _read_oai),
    )
    for fits, reader in readers:
        if fits:
            return reader(path)
    from MISGroundLib.bench.cases.dicomseg import find_segmentation, read_dicom_segmentation

    segmentation = find_segmentation(path)
    if segmentation is None:
        raise UserError(
            f"{path} is no case that questions can be made of. A case holds a scan and its labels: labels.nii.gz with "
            "case.json or names.json; or segmentations/ as TotalSegmentator writes them; or DICOM with a DICOM SEG."
        )
    modality, names, labels, ijk_to_ras = read_dicom_segmentation(path, segmentation)
    return RawCase(path.resolve().name, "dicom-seg", path, modality, names, labels, ijk_to_ras, path)


def _read_folder(path: Path) -> RawCase:
    card = _json(path / "case.json")
    entries = card.get("labels")
    if not isinstance(entries, dict):
        raise UserError(f'{path / "case.json"} holds no "labels", a table from label to name. Add it.')
    names = _names(entries, path / "case.json")
    image = _volume(path, "image")
    labels, ijk_to_ras = _label_map(_volume(path, "labels"), path, image)
    modality = str(card.get("modality", ""))
    if image is None and modality not in ("CT", "MR"):
        # Labels only, of a body that any modality could show: nothing is drawn of it.
        modality = "CT" if "CT" in modality else "MR"
    identifier = str(card.get("id") or path.resolve().name)
    return RawCase(identifier, "folder", path, modality, names, labels, ijk_to_ras, image, _limb_side(card))


def _read_totalsegmentator(path: Path) -> RawCase:
    found = [(name, modality) for name, modality in (("ct", "CT"), ("mri", "MR")) if _volume(path, name)]
    if not found:
        raise UserError(f"{path} has segmentations/ and no ct.nii.gz or mri.nii.gz beside it. Put the scan there.")
    image = _volume(path, found[0][0])
    assert image is not None
    ijk_to_ras, shape = read_grid(image)
    masks = sorted(file for file in (path / "segmentations").iterdir() if file.name.endswith(_VOLUMES))
    if not masks:
        raise UserError(f"{path / 'segmentations'} holds no mask. Copy the masks there, one file a structure.")
    labels = np.zeros(shape, dtype=np.uint16)
    names: dict[int, str] = {}
    for number, file in enumerate(masks, start=1):
        names[number] = _stem(file)
        volume = read_volume(file, labels=True)
        mask = (
            fit_to((volume.array.T.astype(np.float64) > 0).astype(np.uint16), volume.ijk_to_ras, ijk_to_ras, shape) > 0
        )
        held = np.bincount(labels[mask], minlength=2)[1:]
        for other in np.flatnonzero(held):
            smaller = min(int(mask.sum()), int((labels == other + 1).sum()))
            if held[other] > _OVERLAP * smaller:
                raise UserError(
                    f"The masks {names[int(other) + 1]} and {names[number]} in {path / 'segmentations'} overlap in "
                    f"{held[other]} voxels, so that a place has two names. Move one of them away."
                )
        labels[mask & (labels == 0)] = number
    return RawCase(path.resolve().name, "totalsegmentator", path, found[0][1], names, labels, ijk_to_ras, image)


def _read_pair(path: Path) -> RawCase:
    image = _volume(path, "image")
    labels, ijk_to_ras = _label_map(_volume(path, "labels"), path, image)
    card: dict[str, Any] = {}
    if (path / "names.json").is_file():
        card = _json(path / "names.json")
        entries = card.get("labels", card)
        names = _names(entries if isinstance(entries, dict) else {}, path / "names.json")
    else:
        names = _csv_names(path / "names.csv")
    modality = str(card.get("modality", ""))
    if not modality and image is not None:
        modality = guess_modality(read_volume(image).array)
    return RawCase(path.resolve().name, "pair", path, modality, names, labels, ijk_to_ras, image, _limb_side(card))


def _read_oai(path: Path) -> RawCase:
    label_map = _oai_label_map(path)
    assert label_map is not None
    side = "left" if "_LEFT" in label_map.name.upper() else "right"
    scans = [file for file in sorted(path.glob("SAG_3D_DESS*")) if file.name.endswith(_VOLUMES) and file != label_map]
    image = scans[0] if len(scans) == 1 else None
    if image is None:
        raise UserError(f"{path} should hold one scan SAG_3D_DESS... beside {label_map.name}, and holds {len(scans)}.")
    labels, ijk_to_ras = _label_map(label_map, path, image)
    return RawCase(path.resolve().name, "oai-knee", path, "MR", oai_names(), labels, ijk_to_ras, image, side)


def _oai_label_map(path: Path) -> Path | None:
    wanted = re.compile(r"SAG_3D_DESS_(LEFT|RIGHT).*label", re.IGNORECASE)
    found = [file for file in sorted(path.glob("SAG_3D_DESS*")) if wanted.match(file.name)]
    return found[0] if found else None


def _label_map(label_map: Path | None, path: Path, image: Path | None) -> tuple[NDArray[np.uint16], Matrix]:
    """A label map on the image's grid; on its own where there is no image."""
    if label_map is None:
        raise UserError(f"{path} holds no labels.nii.gz. Put the label map there.")
    volume = read_volume(label_map, labels=True)
    values = volume.array.T
    whole = np.rint(values) if values.dtype.kind == "f" else values
    if not np.array_equal(whole, values) or whole.min() < 0 or whole.max() > np.iinfo(np.uint16).max:
        raise UserError(f"{label_map} is no label map: labels are whole numbers from 0 to 65535.")
    labels = whole.astype(np.uint16)
    if image is None:
        return np.ascontiguousarray(labels), volume.ijk_to_ras
    ijk_to_ras, shape = read_grid(image)
    fitted = fit_to(labels, volume.ijk_to_ras, ijk_to_ras, shape)
    if labels.any() and not fitted.any():
        raise UserError(f"The labels {label_map} lie outside the scan {image}: they are not of the same patient space.")
    return fitted, ijk_to_ras


def _names(entries: dict[str, Any], file: Path) -> dict[int, str]:
    names = {}
    for label, entry in entries.items():
        if label in ("id", "modality", "side", "region"):
            continue
        name = entry.get("name") if isinstance(entry, dict) else entry
        if not str(label).isdigit() or not isinstance(name, str):
            raise UserError(f'{file}: {label!r}: {entry!r} is no label with its name. Write "1": "liver".')
        names[int(label)] = name
    return names


def _csv_names(file: Path) -> dict[int, str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.reader(stream) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{file} cannot be read ({error}). Save it as CSV in UTF-8: id,name.") from error
    names = {}
    for number, row in enumerate(rows, start=1):
        if len(row) >= 2 and row[0].strip().isdigit():
            names[int(row[0])] = row[1].strip()
        elif number > 1:
            raise UserError(f"{file}, line {number}: {','.join(row)!r} is no id and name. Write 1,liver.")
    return names


def _json(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{file} cannot be read ({error}). Correct it, or copy it again.") from error
    if not isinstance(data, dict):
        raise UserError(f"{file} is no table in braces. Correct it.")
    return data


def _limb_side(card: dict[str, Any]) -> str:
    """The side of a case that is one limb: "side": "left", or a region such as "right knee"."""
    if card.get("side") in ("left", "right"):
        return str(card["side"])
    match = re.search(
        r"\b(left|right) (?:knee|leg|thigh|arm|elbow|ankle|foot|hand|wrist)\b", str(card.get("region", ""))
    )
    return match[1] if match else ""


def _volume(folder: Path, stem: str) -> Path | None:
    return next((folder / f"{stem}{end}" for end in _VOLUMES if (folder / f"{stem}{end}").is_file()), None)


def _stem(file: Path) -> str:
    return next(file.name.removesuffix(end) for end in _VOLUMES if file.name.endswith(end))
