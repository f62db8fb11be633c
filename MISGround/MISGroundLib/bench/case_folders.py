"""The five kinds of folder that a labelled case may come in, read as they are; labels are put on the scan's grid.

folder: image.nii.gz, labels.nii.gz and case.json. totalsegmentator: ct.nii.gz (or mri.nii.gz) and segmentations/, one
mask a structure. pair: image, labels and names.json or names.csv. oai-knee: SAG_3D_DESS_LEFT... or ..._RIGHT..., a scan
and its label map. dicom-seg: a DICOM series and a DICOM SEG object, read with highdicom (an optional package). A folder
of kind `folder` or `pair` without an image holds labels only.

Names of data sets' classes become names of structures: anatomy first, then Resources/Anatomy/dataset_names.json. A name
that neither knows is kept as it stands where it says which one structure it is, in plain words; abbreviations,
collections and what is not a structure ("other", "lesion", "prostate or uterus") are left out.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk  # noqa: N813 (its usual name)
from numpy.typing import NDArray

from MISGroundLib.anatomy import structures_named
from MISGroundLib.errors import UserError
from MISGroundLib.files import resource
from MISGroundLib.geometry import Matrix, as_affine
from MISGroundLib.greyvalues import guess_modality
from MISGroundLib.scene.reading import read_grid, read_volume

_VOLUMES = (".nii.gz", ".nii", ".nrrd", ".mha", ".mhd", ".nhdr")
# Of the voxels of the smaller of two masks: rounding when they were resampled.
_OVERLAP = 0.01

_LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])
_SEGMENTATION_CLASS = "1.2.840.10008.5.1.4.1.1.66.4"

Labels = NDArray[np.uint16]
Shape = tuple[int, int, int]
# A point midway between two voxels takes the first one; without this, rounding would decide.
TIE = 1e-6


_REGIONS = {"c": "C", "cervical": "C", "t": "T", "thoracic": "T", "l": "L", "lumbar": "L", "s": "S"}
_LEVEL = r"(?:c|t|l|s|cervical|thoracic|lumbar)"


@dataclass(frozen=True)
class RawCase:
    """A case as read from its folder: names are the data set's own; labels uint16 (i, j, k) on the image's grid."""

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
        # Labels that serve any modality, without a scan: either will do, as no picture is drawn.
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
    names = {int(label): name for label, name in dataset_names()["oai"].items()}
    return RawCase(path.resolve().name, "oai-knee", path, "MR", names, labels, ijk_to_ras, image, side)


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


def find_segmentation(folder: Path) -> Path | None:
    """The DICOM SEG object in a folder or below it, or None. Raises UserError where there are several."""
    found = [file for file in sorted(folder.rglob("*")) if file.is_file() and _class_of(file) == _SEGMENTATION_CLASS]
    if len(found) > 1:
        raise UserError(f"{folder} holds {len(found)} DICOM SEG objects. Leave one in it: they may name a place twice.")
    return found[0] if found else None


def read_dicom_segmentation(folder: Path, segmentation: Path) -> tuple[str, dict[int, str], Labels, Matrix]:
    """Modality, names by segment number, labels on the scan's grid, and that grid's ijk_to_ras.

    Raises UserError where highdicom is absent, the object cannot be read, segments overlap or lie outside the scan.
    """
    highdicom = _highdicom()
    scan = read_volume(folder)
    try:
        source = highdicom.seg.segread(str(segmentation))
        described = {number: source.get_segment_description(number) for number in source.segment_numbers}
        volume = source.get_volume(combine_segments=True, relabel=False, skip_overlap_checks=False)
    except Exception as error:  # it raises whatever its parser met
        raise UserError(
            f"{segmentation} cannot be read as one label map ({error}). Segments must not overlap; save them again, "
            "for example with Slicer's DICOM export."
        ) from error
    values = np.asarray(volume.array)
    labels = fit_to(values.astype(np.uint16), _LPS_TO_RAS @ volume.affine, scan.ijk_to_ras, scan.info.shape_ijk)
    if values.any() and not labels.any():
        raise UserError(f"The segments of {segmentation} lie outside the scan in {folder}. Put its own scan there.")
    return scan.info.modality, {int(n): _segment_name(one) for n, one in described.items()}, labels, scan.ijk_to_ras


def _segment_name(described: Any) -> str:
    """A segment's label where that names a structure, else the meaning of its coded type."""
    label, coded = str(described.segment_label), str(described.segmented_property_type.meaning)
    return label if canonical_name(label) else coded


def _highdicom() -> Any:
    try:
        return importlib.import_module("highdicom")
    except ImportError as error:
        raise UserError("Reading DICOM SEG needs highdicom. Install it: pip install 'misground[bench]'") from error


def _class_of(file: Path) -> str:
    reader = sitk.ImageFileReader()
    reader.SetImageIO("GDCMImageIO")
    reader.SetFileName(str(file))
    try:
        with file.open("rb") as stream:
            stream.seek(128)
            if stream.read(4) != b"DICM":
                return ""
        reader.ReadImageInformation()
    except (RuntimeError, OSError):
        return ""
    return reader.GetMetaData("0008|0016").strip().rstrip("\0") if reader.HasMetaDataKey("0008|0016") else ""


def fit_to(labels: Labels, ijk_to_ras: Matrix, to_ijk_to_ras: Matrix, shape: Shape) -> Labels:
    """Labels (i, j, k) on another grid, each voxel that of the nearest centre; 0 outside. The same grid: unchanged."""
    if labels.shape == shape and np.allclose(ijk_to_ras, to_ijk_to_ras, atol=1e-3):
        return np.ascontiguousarray(labels)
    fitted = np.zeros(shape, dtype=np.uint16)
    across = np.linalg.inv(as_affine(ijk_to_ras)) @ as_affine(to_ijk_to_ras)
    if not np.isfinite(across).all():
        raise UserError("The labels do not say where their voxels lie. Save them again with a valid header.")
    for index in range(shape[0]):
        plane = across @ _plane_matrix(index)
        fitted[index], _ = sample(labels, plane, (shape[2], shape[1]))
    return fitted


def sample(labels: Labels, pixel_to_ijk: Matrix, size_px: tuple[int, int]) -> tuple[Labels, NDArray[np.bool_]]:
    """Labels at the pixels (column, row, 0, 1) of a picture, (height, width), nearest voxel; and where it is inside."""
    columns, rows = np.arange(size_px[0], dtype=float), np.arange(size_px[1], dtype=float)[:, None]
    inside = np.ones((size_px[1], size_px[0]), dtype=bool)
    indices = []
    for axis in range(3):
        step_x, step_y, _, start = pixel_to_ijk[axis]
        index = np.floor(columns * step_x + rows * step_y + (start + 0.5 - TIE)).astype(np.int64)
        inside &= (index >= 0) & (index < labels.shape[axis])
        indices.append(np.clip(index, 0, labels.shape[axis] - 1))
    picked = labels[indices[0], indices[1], indices[2]]
    picked[~inside] = 0
    return picked, inside


def _plane_matrix(index: int) -> Matrix:
    """From pixels (k, j) of the plane i = index to (i, j, k)."""
    return np.array([[0, 0, 0, index], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]], dtype=float)


@cache
def dataset_names() -> dict[str, Any]:
    """Resources/Anatomy/dataset_names.json."""
    data: dict[str, Any] = json.loads(resource("Anatomy", "dataset_names.json").read_text(encoding="utf-8"))
    return data


def canonical_name(name: str) -> str | None:
    """Our name of a data set's class ("kidney_right" -> "right kidney"), or None where it names no one structure."""
    abbreviated = re.fullmatch(r"([A-Za-z_0-9]+)_([LR])", name.strip())
    if abbreviated:
        region = dataset_names()["aal"].get(abbreviated[1])
        return f"{'left' if abbreviated[2] == 'L' else 'right'} {region}" if region else None
    words = re.sub(r"[\s_]+", " ", name).strip().casefold()
    exact: dict[str, str | None] = dataset_names()["exact"]
    for form in (words, _side_first(words)):
        if form in exact:
            return exact[form]
    numbered = _numbered(words)
    if numbered:
        return numbered
    plain = _side_first(words)
    if set(re.findall(r"[a-z]+", plain)) & set(dataset_names()["vague"]):
        return None
    found = structures_named(words)
    if found:
        return found[0].name if len(found) == 1 else found[0].base
    return plain if re.fullmatch(r"[a-z][a-z' -]*[a-z]", plain) else None


def _side_first(words: str) -> str:
    parts = words.split()
    sides = [word for word in parts if word in ("left", "right")]
    if len(sides) != 1:
        return words
    return " ".join([sides[0], *(word for word in parts if word != sides[0])])


def _numbered(words: str) -> str | None:
    """Vertebrae, ribs and discs: "vertebrae l3", "thoracic9", "rib left 7", "l2-l1-intervertebraldisc"."""
    if match := re.fullmatch(rf"(?:vertebrae? )?({_LEVEL})(\d+)(?: vertebra)?", words):
        return f"{_REGIONS[match[1]]}{match[2]} vertebra"
    if match := re.fullmatch(r"(?:(left|right) )?rib ?(?:(left|right) )?(\d+)", words):
        side = match[1] or match[2]
        return f"{side} rib {match[3]}" if side else f"rib {match[3]}"
    if match := re.fullmatch(r"(sacrum|[ctl]\d+)-([ctl]\d+)-intervertebral ?disc", words):
        below = "S1" if match[1] == "sacrum" else match[1].upper()
        return f"{match[2].upper()}-{below} intervertebral disc"
    return None
