"""A DICOM series with a DICOM SEG object, read with highdicom (an optional package)."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk  # noqa: N813 (its usual name)

from MISGroundLib.bench.cases.grid import Labels, fit_to
from MISGroundLib.bench.cases.names import canonical_name
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.reading import read_volume

_LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])
_SEGMENTATION_CLASS = "1.2.840.10008.5.1.4.1.1.66.4"


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
    return scan.info.modality, {int(n): _name(one) for n, one in described.items()}, labels, scan.ijk_to_ras


def _name(described: Any) -> str:
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
