"""Which files of a folder are a scan, and whether its slices stack to a volume."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import SimpleITK as sitk  # noqa: N813 (its usual name)

from MISGroundLib.errors import UserError

# DICOM objects that are not scans.
_NOT_SCANS = {"SEG", "RTSTRUCT", "RTDOSE", "RTPLAN", "SR", "PR", "KO", "REG", "DOC"}


def read_dicom(folder: Path, notes: list[str]) -> tuple[sitk.Image, str, str, str]:
    """The scan with the most slices: image, name, modality, series instance UID; `notes` says which was taken.

    Raises UserError where there is no scan or its slices do not stack, RuntimeError where a file cannot be read.
    """
    scans = _dicom_scans(folder)
    if not scans:
        raise UserError(
            f"{folder} holds no DICOM series of a scan. Give the folder with the DICOM files themselves, "
            "or a NIfTI or NRRD file."
        )
    files = scans[0]
    description = _tag(files[0], "0008|103e")
    name = description or folder.name
    if len(scans) > 1:
        notes.append(f"{folder} holds {len(scans)} series; took {name}, which has the most files ({len(files)}).")
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(files)
    if len(files) > 1:
        _check_even(files, folder)
    image = reader.Execute()
    if image.GetNumberOfComponentsPerPixel() != 1:
        raise UserError(f"{folder} holds colour pictures. MISGround reads grey values: choose another series.")
    if image.GetDimension() > 3 and max(image.GetSize()[3:]) > 1:
        raise UserError(f"{folder} holds a 4D series. Export one 3D volume of it first.")
    if min(image.GetSize()[:3]) < 2:
        raise UserError(f"{folder} holds one slice only. Give the folder with all slices of the series.")
    return image, name, _tag(files[0], "0008|0060"), _tag(files[0], "0020|000e")


def _dicom_scans(folder: Path) -> list[list[str]]:
    """The files of each scan in a folder, or where it has none, in a folder below it; most files first."""
    for place in (folder, *sorted(child for child in folder.rglob("*") if child.is_dir())):
        series = [
            list(sitk.ImageSeriesReader.GetGDCMSeriesFileNames(str(place), identifier, True))
            for identifier in sitk.ImageSeriesReader.GetGDCMSeriesIDs(str(place), True)
        ]
        scans = [files for files in series if files and _tag(files[0], "0008|0060") not in _NOT_SCANS]
        if scans:
            return sorted(scans, key=len, reverse=True)
    return []


def _check_even(files: list[str], folder: Path) -> None:
    """Refuse slices that are missing, doubled, or sheared by a tilted gantry: their places would be wrong."""
    positions, normal = [], None
    for file in files:
        place, directions = _tag(file, "0020|0032"), _tag(file, "0020|0037")
        if not place or not directions:
            return
        positions.append([float(value) for value in place.split("\\")])
        axes = np.array([float(value) for value in directions.split("\\")]).reshape(2, 3)
        normal = np.cross(axes[0], axes[1]) if normal is None else normal
    steps = np.diff(np.array(positions), axis=0)
    depths = np.abs(steps @ normal)
    sideways = np.linalg.norm(steps, axis=1) - depths
    usual = float(np.median(depths))
    if usual <= 0 or np.max(np.abs(depths - usual)) > max(0.1, 0.05 * usual):
        raise UserError(
            f"The slices in {folder} are not evenly spaced (from {depths.min():.2f} to {depths.max():.2f} mm apart): "
            "a slice may be missing or doubled. Load the series in Slicer's DICOM module, which corrects this, "
            "and save it as NRRD."
        )
    if np.max(sideways) > 0.01 * usual:
        raise UserError(
            f"The slices in {folder} are sheared (tilted gantry). Load the series in Slicer's DICOM module, "
            "which corrects this, harden its transform, and save it as NRRD."
        )


def _tag(file: str, key: str) -> str:
    reader = sitk.ImageFileReader()
    reader.SetFileName(file)
    try:
        reader.ReadImageInformation()
    except RuntimeError:
        return ""
    return reader.GetMetaData(key).strip() if reader.HasMetaDataKey(key) else ""
