"""Reads label maps: a case folder (labels.nii.gz, case.json) or a TotalSegmentator case (ct.nii.gz, segmentations/)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK
from numpy.typing import NDArray
from scipy import ndimage

from MISGroundLib.errors import UserError
from training.maps.label_names import BOTH_HIP_BONES, tissue_of
from training.tissues import ID

# Slices this many times thicker than their pixels get labels of smooth shape between them.
_THICK = 1.7


@dataclass(frozen=True)
class LabelMap:
    """`numbers` (x, y, z) on a RAS grid, voxel (0, 0, 0) at `origin_ras` (mm), and the name of every number but 0.

    `image` holds grey values (HU of a CT) on the same grid, where the case has them. `about` is case.json.
    """

    name: str
    numbers: NDArray[np.int16]
    names: dict[int, str]
    origin_ras: NDArray[np.float64]
    spacing_mm: tuple[float, float, float]
    about: dict[str, Any]
    image: NDArray[np.float32] | None = None


def read_case(folder: Path) -> LabelMap:
    """A case folder's label map. Raises UserError where a file is missing, damaged, or of another grid."""
    try:
        about = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        names = {int(number): str(entry["name"]) for number, entry in about["labels"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{folder / 'case.json'} is missing or does not name the labels: {error}") from error
    labels = _read(folder / "labels.nii.gz")
    numbers = _array(labels).astype(np.int16)
    if strays := sorted(set(np.unique(numbers).tolist()) - set(names) - {0}):
        raise UserError(f"{folder / 'case.json'} has no name for the labels {strays[:5]} of labels.nii.gz.")
    image = _image_on(labels, folder / "image.nii.gz") if (folder / "image.nii.gz").exists() else None
    return LabelMap(folder.name, numbers, names, _origin_ras(labels), labels.GetSpacing(), about, image)


def read_totalsegmentator(folder: Path) -> LabelMap:
    """A TotalSegmentator case: ct.nii.gz and in segmentations/ one mask a structure. Raises UserError likewise."""
    masks = sorted((folder / "segmentations").glob("*.nii.gz"))
    if not masks:
        raise UserError(f"{folder / 'segmentations'} holds no masks (*.nii.gz): not a TotalSegmentator case.")
    first = _read(masks[0])
    numbers = np.zeros(first.GetSize(), dtype=np.int16)
    for number, path in enumerate(masks, 1):
        mask = _array(_read(path)) > 0
        if mask.shape != numbers.shape:
            raise UserError(f"{path} has {mask.shape} voxels, {masks[0].name} has {numbers.shape}.")
        numbers[mask & (numbers == 0)] = number
    names = {number: path.name for number, path in enumerate(masks, 1)}
    image = _image_on(first, folder / "ct.nii.gz")
    return LabelMap(folder.name, numbers, names, _origin_ras(first), first.GetSpacing(), {}, image)


def resampled(source: LabelMap, voxel_mm: float, coarse: bool = False) -> LabelMap:
    """The map on cubic voxels: the nearest label, or in thick slices the label whose shape reaches furthest in.

    coarse: the voxels are finer than the map's: labels of smooth shape all over. An image is interpolated linearly.
    """
    spacing = np.array(source.spacing_mm)
    size = np.maximum(1, np.floor(np.array(source.numbers.shape) * spacing / voxel_mm)).astype(int)
    at = [(np.arange(n) + 0.5) * voxel_mm / s - 0.5 for n, s in zip(size, spacing, strict=True)]
    nearest = np.ix_(
        *(np.clip(np.rint(a), 0, n - 1).astype(int) for a, n in zip(at, source.numbers.shape, strict=True))
    )
    thick = int(np.argmax(spacing))
    if coarse:
        numbers = _between_voxels(source, at)
    elif spacing[thick] > _THICK * np.sort(spacing)[1]:
        numbers = _between_slices(source, at, thick)
    else:
        numbers = source.numbers[nearest]
    return replace(
        source,
        numbers=numbers,
        image=None if source.image is None else _linear(source.image, at),
        origin_ras=source.origin_ras + (voxel_mm - spacing) / 2,
        spacing_mm=(voxel_mm,) * 3,
    )


def padded(source: LabelMap, before_mm: tuple[float, float, float], after_mm: tuple[float, float, float]) -> LabelMap:
    """The map with unlabelled room at the low and the high ends of its axes; its image is the darkest there."""
    spacing = np.array(source.spacing_mm)
    before, after = (np.rint(np.array(mm) / spacing).astype(int) for mm in (before_mm, after_mm))
    room = list(zip(before, after, strict=True))
    image = source.image
    return replace(
        source,
        numbers=np.pad(source.numbers, room),
        origin_ras=source.origin_ras - before * spacing,
        image=None if image is None else np.pad(image, room, constant_values=float(image.min())),
    )


def tissues(source: LabelMap, knee: bool = False) -> NDArray[np.uint8]:
    """Tissue ids (x, y, z) by the labels' names; air where there is no label."""
    table = np.zeros(max(source.names, default=0) + 1, dtype=np.uint8)
    hips = []
    for number, name in source.names.items():
        tissue = tissue_of(name, knee)
        table[number] = ID["left hip bone" if tissue == BOTH_HIP_BONES else tissue]
        if tissue == BOTH_HIP_BONES:
            hips.append(number)
    found: NDArray[np.uint8] = table[source.numbers]
    if hips:
        pelvis = np.isin(source.numbers, hips)
        across = np.flatnonzero(pelvis.any(axis=(1, 2)))
        right = np.arange(found.shape[0])[:, None, None] > (across[0] + across[-1]) / 2
        found[pelvis & right] = ID["right hip bone"]
    return found


def _linear(values: NDArray[Any], at: list[NDArray[np.float64]]) -> NDArray[np.float32]:
    """Values between voxels, at places along each axis; the outermost voxels go on for ever."""
    found = values.astype(np.float32)
    for axis, places in enumerate(at):
        clipped = np.clip(places, 0, values.shape[axis] - 1)
        low = np.minimum(np.floor(clipped).astype(int), max(0, values.shape[axis] - 2))
        high = np.minimum(low + 1, values.shape[axis] - 1)
        share = (clipped - low).astype(np.float32).reshape([-1 if a == axis else 1 for a in range(3)])
        found = np.take(found, low, axis) * (1 - share) + np.take(found, high, axis) * share
    return found


def _between_voxels(source: LabelMap, at: list[NDArray[np.float64]]) -> NDArray[np.int16]:
    """The label with the largest share of each point, none where that is less than half."""
    most = np.full([a.size for a in at], 0.5, dtype=np.float32)
    numbers = np.zeros(most.shape, dtype=np.int16)
    for index in np.unique(source.numbers[source.numbers > 0]):
        share = _linear(source.numbers == index, at)
        wins = share >= most
        most[wins] = share[wins]
        numbers[wins] = index
    return numbers


def _between_slices(source: LabelMap, at: list[NDArray[np.float64]], thick: int) -> NDArray[np.int16]:
    """Every label's signed in-plane distance, linear between slices; the deepest label wins, none where all are out."""
    shape = tuple(a.size for a in at)
    depth = np.zeros(shape, dtype=np.float32)
    numbers = np.zeros(shape, dtype=np.int16)
    boxes = ndimage.find_objects(source.numbers)
    planar = [s for axis, s in enumerate(source.spacing_mm) if axis != thick]
    margin = 12
    for index in np.unique(source.numbers[source.numbers > 0]):
        box = tuple(
            slice(max(0, b.start - margin), min(n, b.stop + margin))
            for b, n in zip(boxes[index - 1], source.numbers.shape, strict=True)
        )
        mask = np.moveaxis(source.numbers[box] == index, thick, 0)
        signed = np.full(mask.shape, -float(margin) * min(planar), dtype=np.float32)
        for here, layer in zip(signed, mask, strict=True):
            if layer.any():
                here[:] = ndimage.distance_transform_edt(layer, planar)
                here -= ndimage.distance_transform_edt(~layer, planar)
        signed = np.moveaxis(np.clip(signed, -margin * min(planar), 8.0), 0, thick)
        inside = [np.flatnonzero((a > b.start - 0.5) & (a < b.stop - 0.5)) for a, b in zip(at, box, strict=True)]
        grid = np.meshgrid(*(a[i] - b.start for a, i, b in zip(at, inside, box, strict=True)), indexing="ij")
        values = ndimage.map_coordinates(signed, grid, order=1, mode="nearest")
        where = np.ix_(*inside)
        wins = values > depth[where]
        depth[where] = np.where(wins, values, depth[where])
        numbers[where] = np.where(wins, index, numbers[where])
    return numbers


def _read(path: Path) -> Any:
    try:
        return SimpleITK.DICOMOrient(SimpleITK.ReadImage(str(path)), "RAS")
    except RuntimeError as error:
        raise UserError(f"{path} is missing or no readable volume.") from error


def _array(image: Any) -> NDArray[Any]:
    if image.GetDimension() != 3 or image.GetNumberOfComponentsPerPixel() != 1:
        raise UserError("a label map has three dimensions and one number a voxel.")
    return SimpleITK.GetArrayFromImage(image).transpose(2, 1, 0)  # files hold (z, y, x)


def _image_on(labels: Any, path: Path) -> NDArray[np.float32]:
    image = _read(path)
    values = _array(image).astype(np.float32)
    if values.shape != labels.GetSize() or not np.allclose(image.GetOrigin(), labels.GetOrigin(), atol=0.5):
        raise UserError(f"{path} is not on the grid of its labels.")
    return values


def _origin_ras(image: Any) -> NDArray[np.float64]:
    return np.array(image.GetOrigin()) * (-1, -1, 1)  # ITK counts mm to the patient's left and back
