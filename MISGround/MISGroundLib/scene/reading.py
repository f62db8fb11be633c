"""Scans from disk: NIfTI, NRRD, MetaImage, DICOM, told apart by their bytes. Every fault is a plain UserError."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.greyvalues import describe_values, guess_modality
from MISGroundLib.paths import check_source, given_path, native_path
from MISGroundLib.scene.dicom import DicomScan, read_dicom
from MISGroundLib.scene.nifti import read_nifti
from MISGroundLib.scene.sniffing import check_link, kind_of
from MISGroundLib.scene.stored import StoredScan, open_file, read_voxels, said_of
from MISGroundLib.scene.textheaders import read_metaimage, read_nrrd
from MISGroundLib.slices import VolumeInfo

_HEADER_READERS = {"nifti": read_nifti, "nrrd": read_nrrd, "metaimage": read_metaimage}
_ENDINGS = (".nii", ".hdr", ".img", ".nrrd", ".nhdr", ".mha", ".mhd", ".dcm", ".ima", ".seg")
SAID_BY_DICOM, LOOKS_LIKE_CT, CHOSEN, UNKNOWN = (
    "said by the DICOM header",
    "grey values look like Hounsfield units",
    "chosen by you",
    "unknown",
)


@dataclass(frozen=True)
class LoadedVolume:
    """A scan as read: `array` (k, j, i), `ijk_to_ras` 4x4 (RAS mm), and `notes`, sentences a user should see."""

    array: NDArray[np.generic]
    ijk_to_ras: Matrix
    info: VolumeInfo
    notes: list[str] = field(default_factory=list)


def read_volume(
    path: str | os.PathLike[str], *, series: str = "", modality: str = "", labels: bool = False
) -> LoadedVolume:
    """Read a NIfTI, NRRD or MetaImage file, or a DICOM file or folder. The bytes decide which it is, not the name.

    Voxels that are not numbers are set to the lowest value, which a note says.

    Args:
        path: a file or a folder; a link keeps the name that was given.
        series: of several DICOM series the one with this number, UID or description.
        modality: "CT", "MR", ...: taken instead of what the header or the grey values say.
        labels: a label map is wanted, so that a segmentation is welcome and grey values are not judged.

    Raises:
        UserError: there is no such file, it cannot be read or is cut off, it does not say where its voxels lie, or it
            is not one 3D grey-value volume of two slices or more. The message names the cause and the remedy.
    """
    source = _given(path)
    notes: list[str] = []
    if source.is_dir() or (kind := kind_of(source)) == "dicom":
        dicom = _dicom(source, notes, series)
        array, ijk_to_ras = dicom.array, dicom.ijk_to_ras
        name, said, identifier = dicom.name, dicom.modality, dicom.series_uid
    else:
        scan = _HEADER_READERS[kind](source)
        if scan.is_segmentation and not labels:
            raise UserError(
                f"{source} is a segmentation (labels of structures), not a scan. Give the scan it was made on."
            )
        notes += scan.notes
        array, ijk_to_ras = read_voxels(scan), scan.ijk_to_ras
        name, said, identifier = _name(source), "", _digest(scan)
    array = _usable(array, source, notes)
    modality, modality_source = _modality(modality, said, array, labels)
    if not labels:
        notes += describe_values(array, modality)
    size = array.shape[::-1]
    spacing = np.linalg.norm(ijk_to_ras[:3, :3], axis=0)
    info = VolumeInfo(
        name=name,
        source=str(source),
        modality=modality,
        identifier=identifier or f"sha256:{hashlib.sha256(array.tobytes()).hexdigest()[:16]}",
        shape_ijk=(size[0], size[1], size[2]),
        spacing_mm=(float(spacing[0]), float(spacing[1]), float(spacing[2])),
        modality_source=modality_source,
    )
    return LoadedVolume(array, ijk_to_ras, info, notes)


def read_grid(path: str | os.PathLike[str]) -> tuple[Matrix, tuple[int, int, int]]:
    """`ijk_to_ras` and the voxels along i, j, k, of a file by its header alone. Raises UserError like `read_volume`."""
    source = _given(path)
    if source.is_dir() or (kind := kind_of(source)) == "dicom":
        loaded = read_volume(source, labels=True)
        return loaded.ijk_to_ras, loaded.info.shape_ijk
    scan = _HEADER_READERS[kind](source)
    return scan.ijk_to_ras, scan.shape_ijk


def _given(path: str | os.PathLike[str]) -> Path:
    """The path as it was given, absolute: a link's own name says more than that of the file it leads to."""
    check_link(given_path(path))
    return check_source(path)


def _dicom(source: Path, notes: list[str], series: str) -> DicomScan:
    """A DICOM file or folder, by a path that C++ libraries can open; what is said names the path that was given."""
    said: list[str] = []
    with native_path(source) as readable:
        try:
            scan = read_dicom(readable, said, series=series)
        except UserError as error:
            raise UserError(str(error).replace(str(readable), str(source))) from error
    notes += [note.replace(str(readable), str(source)) for note in said]
    return scan


def _modality(chosen: str, said: str, array: NDArray[np.generic], labels: bool) -> tuple[str, str]:
    """The modality and where it is known from."""
    chosen = chosen.strip().upper()
    if chosen:
        return {"MRI": "MR", "PET": "PT"}.get(chosen, chosen), CHOSEN
    if said:
        return said, SAID_BY_DICOM
    guessed = "" if labels else guess_modality(array)
    return guessed, LOOKS_LIKE_CT if guessed else UNKNOWN


def _name(path: Path) -> str:
    """A file's name without the endings of scans, in any case of letters."""
    name = path.name
    if name.lower().endswith(".gz"):
        name = name[:-3]
    while name.lower().endswith(_ENDINGS):
        name = name[: name.rindex(".")]
    return name or path.name


def _digest(scan: StoredScan) -> str:
    """What tells a scan from every other one: a checksum of its files' bytes."""
    digest = hashlib.sha256()
    for path in dict.fromkeys([scan.path, *(part.path for part in scan.parts)]):
        with said_of(path), open_file(path) as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return f"sha256:{digest.hexdigest()[:16]}"


def _usable(array: NDArray[np.generic], source: Path, notes: list[str]) -> NDArray[np.generic]:
    """Finite numbers of a type that VTK shows."""
    if array.dtype.kind == "f":
        finite = np.isfinite(array)
        if not finite.all():
            if not finite.any():
                raise UserError(f"{source} holds no number at all (NaN in every voxel). Choose another scan.")
            lowest = array[finite].min()
            share = 100 * (1 - np.count_nonzero(finite) / array.size)
            array = np.where(finite, array, lowest)
            notes.append(f"{share:.2g}% of the voxels were not numbers (NaN); they are treated as background.")
    elif array.dtype in (np.int64, np.uint64):
        limits = np.iinfo(np.int32)
        fits = int(array.min()) >= limits.min and int(array.max()) <= limits.max
        array = array.astype(np.int32 if fits else np.float64)
    return array
