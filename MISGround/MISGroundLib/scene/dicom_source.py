"""The DICOM series that a volume came from: its images' headers, for what refers to them, and proof that it still lies
where they say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import slicer
from pydicom.dataset import Dataset

from MISGroundLib.errors import UserError, listed, one_line
from MISGroundLib.files import shown
from MISGroundLib.geometry import LPS_TO_RAS
from MISGroundLib.scene.dicom_headers import looks_like_dicom, quiet_pydicom
from MISGroundLib.scene.dicom_series import read_lattice
from MISGroundLib.scene.reading import native_path
from MISGroundLib.scene.volumes import INSTANCES, local_ijk_to_ras, volume_info
from MISGroundLib.slices import volume_corners

# How far (mm) a volume's corners may lie from its series': headers are rounded, and readers differ in that.
_TOLERANCE_MM = 0.1
# What every DICOM image must say; where it is empty or lacking it is written as empty.
_OFTEN_EMPTY = (
    *("PatientID", "PatientName", "PatientBirthDate", "PatientSex", "AccessionNumber", "StudyID", "StudyDate"),
    *("StudyTime", "ReferringPhysicianName"),
)
_NEEDED = {
    "StudyInstanceUID": "Study Instance UID",
    "SeriesInstanceUID": "Series Instance UID",
    "SOPInstanceUID": "SOP Instance UID",
    "SOPClassUID": "SOP Class UID",
    "FrameOfReferenceUID": "Frame of Reference UID",
}
_ELSE = "Export the boxes as .mrk.json, CSV, JSON or a page instead."


@dataclass(frozen=True, eq=False)
class SourceSeries:
    """Headers of a series' images, one a file, in the order of their slices; no pixels."""

    headers: list[Dataset]

    @property
    def uid(self) -> str:
        """Series Instance UID."""
        return str(self.headers[0].SeriesInstanceUID)

    @property
    def frame_of_reference_uid(self) -> str:
        """Of the patient's coordinates that the images share."""
        return str(self.headers[0].FrameOfReferenceUID)

    @property
    def modality(self) -> str:
        """CT, MR, ..."""
        return str(self.headers[0].get("Modality") or "")


def source_series(volume_node: Any, folder: Path | None = None) -> SourceSeries:
    """The series that a volume node came from.

    Args:
        volume_node: a vtkMRMLScalarVolumeNode.
        folder: where the series' files lie; by default where the volume was read from, or in Slicer's DICOM database.

    Raises:
        UserError: the volume did not come from DICOM (the message says what it lacks), the files are gone, they lack
            what a report needs, or the volume does not lie where they say.
    """
    name = one_line(volume_node.GetName() or "")
    place = folder or _place_of(volume_node)
    if place is None:
        raise UserError(
            "{name} did not come from DICOM, so that it lacks what a DICOM SR refers to: the UIDs of study, series, "
            "images and frame of reference, and the patient's data. "
            "Export the boxes as .mrk.json, CSV, JSON or a page instead.",
            name=name,
        )
    if not place.exists():
        raise UserError(
            "The DICOM files of {name} are not at {place} any more. Say where they are "
            "(--dicom on the command line), or put them back.",
            name=name,
            place=shown(place),
        )
    with native_path(place) as readable:
        lattice = read_lattice(readable, series=_series_uid(volume_node), instances=_instances(volume_node))
        corners = volume_corners(LPS_TO_RAS @ lattice.ijk_to_lps, lattice.shape_ijk)
        own = volume_corners(local_ijk_to_ras(volume_node), volume_node.GetImageData().GetDimensions())
        apart = np.linalg.norm(own[:, None] - corners, axis=2).min(axis=1).max()
        if apart > _TOLERANCE_MM:
            raise UserError(
                "{name} does not lie where its DICOM series does (a corner is {apart:.1f} mm away): it was moved, cut "
                "or resampled, so that boxes in it would be wrong in a DICOM SR. "
                "Export the boxes as .mrk.json, CSV, JSON or a page instead.",
                name=name,
                apart=apart,
            )
        with quiet_pydicom():
            headers = [pydicom.dcmread(path, stop_before_pixels=True, force=True) for path in lattice.paths]
    return SourceSeries([_completed(header, name) for header in headers])


def _instances(volume_node: Any) -> list[str]:
    """The SOP Instance UIDs that a volume was read of; none where it was not read of DICOM."""
    return str(volume_node.GetAttribute(INSTANCES) or "").split()


def _place_of(volume_node: Any) -> Path | None:
    """Where the files of a volume's series are; None where it did not come from DICOM."""
    instances, source = _instances(volume_node), Path(volume_info(volume_node).source)
    database = getattr(slicer, "dicomDatabase", None)
    file = database.fileForInstance(instances[0]) if instances and database is not None else ""
    if file:
        return Path(file).parent
    # Of folders DICOM alone is read.
    is_dicom = bool(instances) or (source.is_absolute() and (source.is_dir() or looks_like_dicom(source)))
    return source if is_dicom else None


def _series_uid(volume_node: Any) -> str:
    """What names the series among others; empty where nothing does."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(volume_node.GetScene())
    item = hierarchy.GetItemByDataNode(volume_node)
    known = hierarchy.GetItemUID(item, "DICOM") if item != hierarchy.GetInvalidItemID() else ""
    uid = known or volume_info(volume_node).identifier
    return uid if uid.replace(".", "").isdecimal() else ""


def _completed(header: Dataset, name: str) -> Dataset:
    """A header with what every DICOM object has, if only empty."""
    lacking = [said for keyword, said in _NEEDED.items() if not header.get(keyword)]
    if lacking:
        raise UserError(
            "The DICOM series of {name} lacks its {lacking}: no DICOM SR can refer to it.",
            name=name,
            lacking=listed(lacking),
        )
    for keyword in _OFTEN_EMPTY:
        if keyword not in header:
            setattr(header, keyword, "")
    return header
