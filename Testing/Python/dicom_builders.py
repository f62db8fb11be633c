"""Small DICOM scans with a known truth, as series and as multi-frame files, and that truth by plain numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, EnhancedCTImageStorage, ExplicitVRLittleEndian, generate_uid

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import read_volume

Change = Callable[[Dataset, int], Any]


def untouched(data: Dataset, number: int) -> None:
    """No change."""


@dataclass(frozen=True)
class Slices:
    """`stored` (slice, row, column); `positions` (slice, 3): LPS mm of each slice's first pixel; unit vectors; mm."""

    stored: NDArray
    positions: NDArray
    right: NDArray = field(default_factory=lambda: np.array([1.0, 0, 0]))
    down: NDArray = field(default_factory=lambda: np.array([0, 1.0, 0]))
    between_rows: float = 2.0
    between_columns: float = 1.5

    def __len__(self) -> int:
        return len(self.stored)

    def ras(self, k: int, row: int, column: int) -> NDArray:
        """Where a pixel lies."""
        lps = self.positions[k] + column * self.between_columns * self.right + row * self.between_rows * self.down
        return lps * (-1, -1, 1)

    def only(self, keep: Iterable[int]) -> Slices:
        """Some of the slices, in this order."""
        chosen = list(keep)
        return replace(self, stored=self.stored[chosen], positions=self.positions[chosen])


def slices(
    count: int = 8,
    right: ArrayLike = (1, 0, 0),
    down: ArrayLike = (0, 1, 0),
    along: ArrayLike | None = None,
    step: float = 3.0,
    seed: int = 0,
    shape: tuple[int, int] = (10, 12),
) -> Slices:
    """Random numbers in slices that follow each other along `along`, the normal unless given."""
    right, down = (np.array(one, float) / np.linalg.norm(one) for one in (right, down))
    along = np.cross(right, down) if along is None else np.array(along, float)
    positions = np.array([-20.0, 31.0, 7.5]) + np.arange(count)[:, None] * step * along
    stored = np.random.default_rng(seed).integers(-1000, 1500, (count, *shape)).astype(np.int16)
    return Slices(stored, positions, right, down)


def dicom(
    description: str = "Torso", patient: str = "A", key: str = "torso", number: int = 1, **about: Any
) -> FileDataset:
    """An object without pixels; `key` and `patient` decide its series."""
    sop = about.pop("SOPClassUID", CTImageStorage)
    meta = FileMetaDataset()
    meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID = ExplicitVRLittleEndian, UID(sop)
    meta.MediaStorageSOPInstanceUID = generate_uid()
    data = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID, data.Modality = UID(sop), meta.MediaStorageSOPInstanceUID, "CT"
    data.PatientName, data.PatientID, data.SeriesNumber = f"Test^{patient}", patient, number
    data.SeriesDescription = description
    for name, words in (("StudyInstanceUID", "study"), ("FrameOfReferenceUID", "frame"), ("SeriesInstanceUID", key)):
        setattr(data, name, generate_uid(entropy_srcs=[words, patient]))
    for name, value in about.items():
        setattr(data, name, value)
    return data


def put_pixels(data: Dataset, pixels: NDArray) -> None:
    """Pixels of (rows, columns) or (frames, rows, columns), 8, 16 or 32 bits."""
    data.Rows, data.Columns = pixels.shape[-2:]
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    bits = 8 * pixels.dtype.itemsize
    data.BitsAllocated, data.BitsStored, data.HighBit = bits, bits, bits - 1
    data.PixelRepresentation = int(pixels.dtype.kind == "i")
    data.PixelData = np.ascontiguousarray(pixels).tobytes()


def write_series(
    folder: Path,
    scan: Slices,
    change: Change = untouched,
    *,
    prefix: str = "",
    kind: str = "AXIAL",
    **about: Any,
) -> list[Path]:
    """One file a slice, named by its number; `change(data, k)` spoils it."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for k in range(len(scan)):
        data = dicom(**about)
        data.ImageType, data.InstanceNumber, data.SliceThickness = ["ORIGINAL", "PRIMARY", kind], k + 1, 3
        data.ImageOrientationPatient = [f"{x:.9g}" for x in (*scan.right, *scan.down)]
        data.ImagePositionPatient = [f"{x:.9g}" for x in scan.positions[k]]
        data.PixelSpacing = [scan.between_rows, scan.between_columns]
        data.RescaleSlope, data.RescaleIntercept = 1, 0
        put_pixels(data, scan.stored[k])
        change(data, k)
        paths.append(folder / f"{prefix}{k:03d}.dcm")
        data.save_as(paths[-1], enforce_file_format=data.preamble is not None)
    return paths


def group(**about: Any) -> Dataset:
    """A dataset of these attributes; a dataset among them becomes a sequence of one item."""
    made = Dataset()
    for keyword, value in about.items():
        setattr(made, keyword, [value] if isinstance(value, Dataset) else value)
    return made


def write_frames(
    path: Path,
    scans: Slices | Sequence[tuple[Slices, int]],
    change: Change = untouched,
    *,
    shared_orientation: bool = False,
    whole: Callable[[Dataset], Any] = lambda data: None,
    **about: Any,
) -> Path:
    """One multi-frame file; `change(functional group, number)` spoils a frame, `whole(data)` the object."""
    frames = [(scans, k) for k in range(len(scans))] if isinstance(scans, Slices) else list(scans)
    data = dicom(**{"SOPClassUID": EnhancedCTImageStorage, **about})
    put_pixels(data, np.stack([scan.stored[k] for scan, k in frames]))
    data.NumberOfFrames, data.InstanceNumber = len(frames), 1
    first = frames[0][0]
    own = []
    for number, (scan, k) in enumerate(frames):
        one = group(
            PlanePositionSequence=group(ImagePositionPatient=[f"{x:.9g}" for x in scan.positions[k]]),
            FrameContentSequence=group(StackID="1", DimensionIndexValues=[1, number + 1]),
        )
        if not shared_orientation:
            one.PlaneOrientationSequence = [group(ImageOrientationPatient=[*scan.right, *scan.down])]
        change(one, number)
        own.append(one)
    shared = group(PixelMeasuresSequence=group(PixelSpacing=[first.between_rows, first.between_columns]))
    if "PixelValueTransformationSequence" not in own[0]:
        shared.PixelValueTransformationSequence = [group(RescaleSlope=1, RescaleIntercept=0, RescaleType="HU")]
    if shared_orientation:
        shared.PlaneOrientationSequence = [group(ImageOrientationPatient=[*first.right, *first.down])]
    data.SharedFunctionalGroupsSequence, data.PerFrameFunctionalGroupsSequence = [shared], own
    whole(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    data.save_as(path, enforce_file_format=True)
    return path


def value_at(array: NDArray, ijk_to_ras: NDArray, ras: ArrayLike) -> tuple[float, float]:
    """The grey value (k, j, i) of the voxel nearest to a place, and how far (voxels) the place is from its centre."""
    ijk = np.linalg.solve(ijk_to_ras, [*np.asarray(ras, float), 1])[:3]
    nearest = np.rint(ijk).astype(int)
    assert (nearest >= 0).all() and (nearest < array.shape[::-1]).all(), "outside the volume"
    return float(array[tuple(nearest[::-1])]), float(np.abs(ijk - nearest).max())


def assert_each_pixel_in_its_place(loaded: Any, scan: Slices, values: NDArray | None = None) -> None:
    """Every corner and some inner pixels of every slice are where their headers say, with their values."""
    values = scan.stored if values is None else values
    rows, columns = scan.stored.shape[1:]
    for k in range(len(scan)):
        for row, column in (
            (0, 0),
            (0, columns - 1),
            (rows - 1, 0),
            (rows - 1, columns - 1),
            (rows // 2, columns // 3),
        ):
            value, off = value_at(loaded.array, loaded.ijk_to_ras, scan.ras(k, row, column))
            assert off < 0.05, (k, row, column, off)
            assert np.isclose(value, values[k, row, column], rtol=1e-5, atol=1e-6), (k, row, column)


def refusal(path: Any, **options: Any) -> str:
    """What is said of a scan that is refused."""
    with pytest.raises(UserError) as caught:
        read_volume(path, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)
