"""Scans from disk with SimpleITK: NIfTI, NRRD, MetaImage, DICOM folders. Every fault is a UserError in plain words."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import SimpleITK as sitk  # noqa: N813 (its usual name)
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix, as_affine
from MISGroundLib.paths import check_source, native_path
from MISGroundLib.scene.dicom import looks_like_dicom, read_dicom
from MISGroundLib.slices import VolumeInfo, guess_modality

_LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


@dataclass(frozen=True)
class LoadedVolume:
    """A scan as read: `array` (k, j, i), `ijk_to_ras` 4x4 (RAS mm), and `notes`, sentences a user should see."""

    array: NDArray[np.generic]
    ijk_to_ras: Matrix
    info: VolumeInfo
    notes: list[str] = field(default_factory=list)


def read_volume(path: str | os.PathLike[str], *, series: str = "", modality: str = "") -> LoadedVolume:
    """Read a NIfTI, NRRD, MetaImage or DICOM file, or a DICOM series of a folder (`series`: number, UID, description).

    The volume is named after the path that is given, wherever links lead. modality: in place of what is said or seen.

    Voxels that are not numbers are set to the lowest value, which a note says. Raises UserError where there is no such
    file, it cannot be read or is cut off, or it is not one 3D grey-value volume of two slices or more.
    """
    source = check_source(path)
    with native_path(source) as readable:
        try:
            loaded = _read(readable, series, modality)
        except UserError as error:
            raise UserError(str(error).replace(str(readable), str(source))) from error
    notes = [note.replace(str(readable), str(source)) for note in loaded.notes]
    return replace(loaded, info=replace(loaded.info, source=str(source)), notes=notes)


def _read(source: Path, series: str, chosen: str) -> LoadedVolume:
    """Read a path that C++ libraries can open."""
    notes: list[str] = []
    with _quiet():
        if source.is_dir() or looks_like_dicom(source):
            return _from_dicom(source, notes, series, chosen)
        image, name, modality, identifier = _read_file(source)
    array = _usable(sitk.GetArrayFromImage(image), source, notes)
    modality = chosen or modality
    if not modality:
        modality = guess_modality(array)
    size, spacing = image.GetSize(), image.GetSpacing()
    info = VolumeInfo(
        name=name,
        source=str(source),
        modality=modality,
        identifier=identifier or f"sha256:{hashlib.sha256(array.tobytes()).hexdigest()[:16]}",
        shape_ijk=(size[0], size[1], size[2]),
        spacing_mm=(spacing[0], spacing[1], spacing[2]),
    )
    return LoadedVolume(array, _ijk_to_ras(image, source), info, notes)


def _from_dicom(source: Path, notes: list[str], series: str, chosen: str) -> LoadedVolume:
    scan = read_dicom(source, notes, series=series)
    array = _usable(scan.array, source, notes)
    k, j, i = array.shape
    spacing = np.linalg.norm(scan.ijk_to_ras[:3, :3], axis=0)
    info = VolumeInfo(
        name=scan.name,
        source=str(source),
        modality=chosen or scan.modality or guess_modality(array),
        identifier=scan.series_uid or f"sha256:{hashlib.sha256(array.tobytes()).hexdigest()[:16]}",
        shape_ijk=(i, j, k),
        spacing_mm=(float(spacing[0]), float(spacing[1]), float(spacing[2])),
    )
    return LoadedVolume(array, scan.ijk_to_ras, info, notes)


def _read_file(path: Path) -> tuple[sitk.Image, str, str, str]:
    reader = sitk.ImageFileReader()
    reader.SetFileName(str(path))
    try:
        reader.ReadImageInformation()
        _check_layout(reader, path)
        _check_whole(reader, path)
        image = reader.Execute()
        image = _with_nan(image, reader, path)
    except (RuntimeError, OSError, EOFError) as error:
        raise _unreadable(path, error) from error
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    modality = reader.GetMetaData("0008|0060").strip() if reader.HasMetaDataKey("0008|0060") else ""
    name = path.name.removesuffix(".gz").rsplit(".", 1)[0] or path.name
    return _three_dimensions(image), name, modality, f"sha256:{digest.hexdigest()[:16]}"


def _check_layout(reader: sitk.ImageFileReader, path: Path) -> None:
    size = [n for n in reader.GetSize()]
    if len(size) > 3 and max(size[3:]) > 1:
        raise UserError(
            f"{path} has {len(size)} dimensions ({' x '.join(map(str, size))}). "
            "MISGround reads one 3D volume: extract one time point or channel first."
        )
    if reader.GetNumberOfComponents() != 1:
        raise UserError(
            f"{path} holds {reader.GetNumberOfComponents()} values a voxel (colour or vectors). "
            "MISGround reads grey values: convert it, or choose another file."
        )
    if "complex" in sitk.GetPixelIDValueAsString(reader.GetPixelID()):
        raise UserError(f"{path} holds complex numbers. Save its magnitude as a volume of its own.")
    if len(size) < 3 or min(size[:3]) < 2:
        raise UserError(f"{path} has only one slice. Give a 3D volume: the whole series, or its DICOM folder.")


def _check_whole(reader: sitk.ImageFileReader, path: Path) -> None:
    """A NIfTI file that was cut off reads without an error, zeros in place of what is missing: count its bytes."""
    if not _is_nifti(path):
        return
    voxels = int(np.prod(reader.GetSize(), dtype=np.int64))
    needed = int(float(reader.GetMetaData("vox_offset"))) + voxels * int(reader.GetMetaData("bitpix")) // 8
    present = path.stat().st_size
    if path.name.endswith(".gz"):
        present = 0
        # Read to the end: that checks the checksum too.
        with gzip.open(path) as stream:
            while block := stream.read(1 << 20):
                present += len(block)
    if present < needed:
        raise EOFError(f"{present} bytes of {needed}")


def _with_nan(image: sitk.Image, reader: sitk.ImageFileReader, path: Path) -> sitk.Image:
    """The NIfTI reader turns what is not a number into 0, which is water in a CT: put NaN back."""
    kind = {"16": "f4", "64": "f8"}.get(reader.GetMetaData("datatype")) if _is_nifti(path) else None
    if kind is None:
        return image
    with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as stream:
        order = "<" if int.from_bytes(stream.read(4), "little") in (348, 540) else ">"
        stream.seek(int(float(reader.GetMetaData("vox_offset"))))
        stored = np.frombuffer(stream.read(image.GetNumberOfPixels() * int(kind[1])), order + kind)
    holes = ~np.isfinite(stored)
    if not holes.any():
        return image
    array = sitk.GetArrayFromImage(image)
    array[holes.reshape(array.shape)] = np.nan
    restored = sitk.GetImageFromArray(array, isVector=False)
    restored.CopyInformation(image)
    return restored


def _is_nifti(path: Path) -> bool:
    return path.name.endswith((".nii", ".nii.gz"))


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


def _ijk_to_ras(image: sitk.Image, source: Path) -> Matrix:
    ijk_to_lps = np.eye(4)
    ijk_to_lps[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    ijk_to_lps[:3, 3] = image.GetOrigin()
    try:
        return as_affine(_LPS_TO_RAS @ ijk_to_lps)
    except ValueError as error:
        raise UserError(
            f"{source} does not say where its voxels lie ({error}). Save it again with a valid header."
        ) from error


def _three_dimensions(image: sitk.Image) -> sitk.Image:
    """Without the trailing dimensions of length one that some writers add."""
    while image.GetDimension() > 3:
        image = sitk.Extract(image, [*image.GetSize()[:-1], 0])
    return image


def _unreadable(path: Path, error: Exception) -> UserError:
    reason = str(error).strip().splitlines()[-1].strip() if str(error).strip() else type(error).__name__
    return UserError(
        f"{path} cannot be read: it is damaged, cut off, or not a NIfTI, NRRD, MetaImage or DICOM scan. "
        f"Copy it again from where it came. ({reason})"
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Without ITK's own warnings on stderr; faults come as exceptions."""
    before = sitk.ProcessObject.GetGlobalWarningDisplay()
    sitk.ProcessObject.GlobalWarningDisplayOff()
    try:
        yield
    finally:
        sitk.ProcessObject.SetGlobalWarningDisplay(before)
