"""A scan as a file's header describes it: what every header must prove, and the voxels, all of them or a refusal.

The readers of single formats (file_nifti.py, file_text_headers.py) make a `StoredScan` of a header, with the checks
here of its size, its unit and where its voxels lie (4x4, voxel to RAS mm): each is proved, refused with its cause, or
noted. What is read from the disk after that is the same for all. No more memory is taken than the file's own size can
fill.
"""

from __future__ import annotations

import contextlib
import gzip
import math
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix, shear_mm
from MISGroundLib.scene.file_bytes import GZIP, is_appended, open_file, open_unpacked, said_of

_BLOCK = 1 << 20
_LARGEST_SIDE = 1 << 31
# What deflate packs at best; a smaller file cannot hold the voxels.
_DEFLATE_LIMIT = 1100
# In every note that says that a placement was assumed.
ASSUMED = "was assumed, as Slicer does"
# Appended to the note on a header that is silent about sides: what Slicer does.
ASSUMED_LPS = (
    "L-P-S was assumed, as Slicer does: columns run to the patient's left, rows to the back, slices to the head. "
    "Check left and right before you rely on a box"
)

_UNITS = {
    1000.0: "m meter metre",
    10.0: "cm",
    1.0: "mm millimeter millimetre",
    1e-3: "um \u00b5m \u03bcm micron microns micrometer micrometre",  # with the micro sign, and with the Greek mu
    1e-6: "nm",
}
_MM_OF_UNIT = {name: mm for mm, names in _UNITS.items() for name in names.split()}
# The longest side of a scan of a patient or a part of one, in mm.
_PLAUSIBLE_MM = (2.0, 5000.0)
# A shear that moves no voxel by more than this share of a voxel does not matter.
_SHEAR_LIMIT, _SHEAR_WORTH_A_NOTE = 0.5, 0.05


@dataclass(frozen=True)
class Part:
    """A file with voxels. `skip`: bytes before them, -1 where they are the last; `skip_unpacked`: after unpacking.

    `is_bare`: its bytes are as the header says, and gzip by its first bytes would be chance.
    """

    path: Path
    skip: int = 0
    skip_unpacked: int = 0
    is_bare: bool = False

    def open(self) -> contextlib.AbstractContextManager[BinaryIO]:
        """Its bytes. Raises UserError."""
        return open_file(self.path) if self.is_bare else open_unpacked(self.path)


@dataclass(frozen=True)
class StoredScan:
    """What a header says.

    Attributes:
        path: the file that was given.
        shape_ijk: voxels along i, j, k.
        dtype: of the stored numbers, with their byte order.
        ijk_to_ras: 4x4, voxel to RAS mm.
        parts: the files with the voxels, in order along k, equal shares each.
        encoding: raw, gzip, zlib, text or hex; a file that is packed as a whole is unpacked before.
        slope, intercept: stored numbers to grey values.
        is_segmentation: the header says that these are labels of segments.
        notes: sentences that a user should see.
    """

    path: Path
    shape_ijk: tuple[int, int, int]
    dtype: np.dtype[np.generic]
    ijk_to_ras: Matrix
    parts: list[Part]
    encoding: str = "raw"
    slope: float = 1.0
    intercept: float = 0.0
    is_segmentation: bool = False
    notes: list[str] = field(default_factory=list)


def check_layout(path: Path, sizes: list[int], components: int = 1) -> tuple[int, int, int]:
    """The three sizes of one 3D volume of grey values; trailing sizes of one are dropped. Raises UserError."""
    shown = by(sizes, "d")
    if components != 1:
        raise UserError(
            "{path} holds {components} values a voxel (colour or vectors). "
            "MISGround reads grey values: convert it, or choose another file.",
            path=path,
            components=components,
        )
    if any(n < 1 for n in sizes[:3]):
        raise UserError(
            "{path} holds no voxels: its header gives the size {shown}. Export the scan again.", path=path, shown=shown
        )
    if max(sizes) > _LARGEST_SIDE:
        raise UserError(
            "{path} is damaged: its header gives the size {shown}. Copy or download it again.", path=path, shown=shown
        )
    if any(n > 1 for n in sizes[3:]):
        raise UserError(
            "{path} has {count} dimensions ({shown}). "
            "MISGround reads one 3D volume: extract one time point or channel first.",
            path=path,
            count=len(sizes),
            shown=shown,
        )
    if len(sizes) < 3 or min(sizes[:3]) < 2:
        raise UserError(
            "{path} has only one slice (its size is {shown}). Give a 3D volume: the whole series, or its DICOM folder.",
            path=path,
            shown=shown,
        )
    return sizes[0], sizes[1], sizes[2]


def fault_of(matrix: Matrix) -> str:
    """What makes a placement useless: "holds values that are not numbers", ...; empty where it is sound."""
    if not np.isfinite(matrix[:3]).all():
        return "holds values that are not numbers"
    if np.abs(matrix[:3]).max() > 1e9:
        return f"holds the length {np.abs(matrix[:3]).max():.3g}, which is none in a patient"
    lengths = np.linalg.norm(matrix[:3, :3], axis=0)
    if not (lengths > 0).all():
        return f"gives voxels no size along {_axes_where(lengths <= 0)}"
    if lengths.min() < 1e-9:
        return f"gives a voxel of {lengths.min():.3g} to {lengths.max():.3g} mm"
    if abs(np.linalg.det(matrix[:3, :3] / lengths)) < 1e-3:
        return "has two axes that run the same way"
    return ""


def refuse_shear(path: Path, what: str, matrix: Matrix, shape_ijk: tuple[int, int, int], notes: list[str]) -> None:
    """Refuse a placement whose axes are not at right angles, by more than half a voxel; note what is less."""
    moved, voxel = shear_mm(matrix, shape_ijk), float(np.linalg.norm(matrix[:3, :3], axis=0).min())
    if moved > _SHEAR_LIMIT * voxel:
        raise UserError(
            "{what} of {path} is sheared: its axes are not at right angles, which moves voxels by up to {moved:.1f} "
            "mm. Resample the scan to a straight grid first, for example with Slicer's module Resample "
            "Scalar/Vector/DWI Volume or `nibabel.processing.resample_to_output`.",
            what=what,
            path=path,
            moved=moved,
        )
    if moved > _SHEAR_WORTH_A_NOTE * voxel:
        notes.append(f"{what} is slightly sheared (by up to {moved:.2f} mm, less than half a voxel); it was kept so.")


def prove(path: Path, what: str, matrix: Matrix, shape_ijk: tuple[int, int, int], notes: list[str]) -> None:
    """Refuse a placement that is not sound, or not straight.

    Args:
        path: the file, for the message.
        what: which part of the header it is ("The sform", "space directions").
        matrix: 4x4, voxel to mm.
        shape_ijk: voxels along i, j, k.
        notes: gets a note of a small shear.

    Raises:
        UserError: it is no placement, or it is sheared.
    """
    if fault := fault_of(matrix):
        raise unplaced(path, f"{what[0].lower()}{what[1:]} {fault}")
    refuse_shear(path, what, matrix, shape_ijk, notes)


def segmentation_given(path: Path) -> UserError:
    """The refusal of labels where a scan is wanted."""
    return UserError(
        "{path} is a segmentation (labels of structures), not a scan. Give the scan it was made on.", path=path
    )


def unplaced(path: Path, fault: str) -> UserError:
    """The refusal of a scan whose header places no voxel."""
    return UserError(
        "{path} does not say where its voxels lie: {fault}. "
        "Save the scan again from the program that made it, with a valid orientation.",
        path=path,
        fault=fault,
    )


def known_size(size: Matrix, unknown: NDArray[np.bool_], notes: list[str], reason: str = "") -> Matrix:
    """A voxel size (3,) with 1 mm along the axes where it is unknown, which is noted."""
    if unknown.any():
        axes = _axes_where(unknown)
        notes.append(f"This file gives no voxel size along {axes}{reason}; 1 mm was assumed, as Slicer does.")
    return np.where(unknown, 1.0, size)


def by(numbers: Iterable[float], form: str = ".4g") -> str:
    """Sizes in a message: "0.5 x 0.5 x 2"."""
    return " x ".join(format(number, form) for number in numbers)


def _axes_where(mask: NDArray[np.bool_]) -> str:
    return " and ".join("ijk"[axis] for axis in np.flatnonzero(mask))


def in_millimetres(matrix: Matrix, shape_ijk: tuple[int, int, int], unit: str, notes: list[str]) -> Matrix:
    """A placement in mm of one in a header's unit, which is dropped where only mm fit a patient. Notes what it did.

    Args:
        matrix: 4x4, voxel to RAS in the header's unit.
        shape_ijk: voxels along i, j, k.
        unit: its name ("mm", "micron", ...); empty is mm. An unknown one is noted and taken as mm.
        notes: gets the notes.
    """
    factor = _MM_OF_UNIT.get(unit.strip().lower() or "mm", 0.0)
    longest = float((np.linalg.norm(matrix[:3, :3], axis=0) * np.array(shape_ijk)).max())
    low, high = _PLAUSIBLE_MM
    if factor == 0.0:
        notes.append(f"The header gives lengths in {unit!r}, which is no unit known here; they were taken as mm.")
        factor = 1.0
    elif factor != 1.0 and not low <= longest * factor <= high and low <= longest <= high:
        notes.append(
            f"The header gives lengths in {unit}, by which the scan would be {longest * factor:.3g} mm long; "
            "no patient is, and they were taken as mm."
        )
        factor = 1.0
    elif factor != 1.0:
        notes.append(f"The header gives lengths in {unit}; they were turned into mm (times {factor:g}).")
    scaled = matrix.copy()
    scaled[:3] *= factor
    if not low <= longest * factor <= high:
        notes.append(
            f"By its header the scan is {longest * factor:.3g} mm long, unlike a patient: the voxel size may be wrong, "
            "and sizes and places in mm with it."
        )
    return scaled


def lost_placement(matrix: Matrix) -> list[str]:
    """A note, where a placement (4x4, voxel to RAS mm) is the one that programs write which lost the real one.

    So do NiBabel given `numpy.eye(4)` and SimpleITK given a bare array; a scanner's first voxel hardly ever lies at
    exactly 0, 0, 0 with its axes exactly straight.
    """
    sizes = np.abs(np.diag(matrix)[:3])
    if np.abs(matrix[:3, 3]).max() > 1e-6 or np.abs(matrix[:3, :3] - np.diag(np.diag(matrix)[:3])).max() > 1e-6:
        return []
    unit = bool(np.allclose(sizes, 1.0, atol=1e-6))
    return [
        "The placement in this file looks like one that was lost and filled in: its first voxel lies at 0, 0, 0 and "
        f"its axes run straight{', with voxels of 1 mm' if unit else ''}. Sides{', sizes' if unit else ''} and places "
        "are as it says, which nothing proves. Check left and right before you rely on a box."
    ]


def find_beside(given: Path, name: str) -> Path | None:
    """A file that a header names, beside the header as it was given, else where a link leads; any case of letters."""
    for folder in dict.fromkeys((given.parent, given.resolve().parent)):
        with contextlib.suppress(OSError, ValueError):  # a name may be longer than any file's, or hold a zero
            if (folder / name).is_file():
                return folder / name
            for other in (folder / name).parent.iterdir():
                if other.name.lower() == Path(name).name.lower() and other.is_file():
                    return other
    return None


def read_voxels(scan: StoredScan) -> NDArray[np.generic]:
    """The grey values (k, j, i), in this machine's byte order, scaled where the header says so.

    Raises UserError where bytes are missing or damaged.
    """
    count = math.prod(scan.shape_ijk)
    flat = _from_text(scan, count) if scan.encoding in ("text", "hex") else _from_bytes(scan, count)
    if not flat.dtype.isnative:
        flat = flat.byteswap(inplace=True).view(flat.dtype.newbyteorder("="))
    array = flat.reshape(scan.shape_ijk[::-1])
    if (scan.slope, scan.intercept) == (1.0, 0.0):
        return array
    wide = array.dtype.itemsize > 2
    scaled = np.empty(array.shape, np.float64 if wide else np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for k, plane in enumerate(array):  # plane by plane: half the memory
            scaled[k] = plane.astype(np.float64) * scan.slope + scan.intercept
    return scaled


def _from_bytes(scan: StoredScan, count: int) -> NDArray[np.generic]:
    needed = count * scan.dtype.itemsize
    share = needed // len(scan.parts)
    for part in scan.parts:
        _refuse_too_small(scan, part, share)
    more = 0
    with said_of(scan.path):
        buffer = np.empty(needed, np.uint8)
    for number, part in enumerate(scan.parts):
        with said_of(part.path), _opened(scan, part, share) as chunks:
            more += _fill(buffer.data[number * share : (number + 1) * share], chunks, part.path)
    if more >= needed // scan.shape_ijk[2]:
        scan.notes.append(
            f"The file holds {more} bytes of voxels more than its header promises ({needed}), which were left out: "
            "size or kind of numbers may be wrong in the header."
        )
    return buffer.view(scan.dtype)


def _refuse_too_small(scan: StoredScan, part: Part, share: int) -> None:
    """Before any memory is taken: can a file of this size hold its share of the voxels at all?"""
    with open_file(part.path) as stream:
        packed = scan.encoding != "raw" or (not part.is_bare and stream.read(3) == GZIP)
        size = os.fstat(stream.fileno()).st_size
    present = size * _DEFLATE_LIMIT if packed else size - max(part.skip, 0)
    if present < share:
        raise _cut_off(part.path, size if packed else max(present, 0), share)


def _cut_off(path: Path, present: int, needed: int) -> UserError:
    return UserError(
        "{path} is cut off: of {needed} bytes of voxels that its header promises, {present} are there. "
        "Copy or download it again.",
        path=path,
        needed=needed,
        present=present,
    )


@contextlib.contextmanager
def _opened(scan: StoredScan, part: Part, share: int) -> Iterator[Iterator[bytes]]:
    """The unpacked bytes of a part from its first voxel on, block by block."""
    with part.open() as stream:
        if part.skip < 0:
            stream.seek(0, os.SEEK_END)
            end = stream.tell()
            if end < share:
                raise _cut_off(part.path, end, share)
            stream.seek(end - share)
        elif part.skip:
            stream.seek(part.skip)
        if scan.encoding == "gzip":
            # The mode said, since a stream that is itself unpacked has a number for it.
            with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
                unpacked.seek(part.skip_unpacked)
                yield _blocks(unpacked)  # type: ignore[arg-type]
        elif scan.encoding == "zlib":
            yield _inflated(stream)
        else:
            yield _blocks(stream)


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    # read1 gives what was unpacked before a fault that follows it.
    while block := stream.read1(_BLOCK):  # type: ignore[attr-defined]
        yield block


def _inflated(stream: BinaryIO) -> Iterator[bytes]:
    """zlib or gzip data, whichever it is (MetaImage writers use both)."""
    inflater = zlib.decompressobj(47)
    while not inflater.eof:
        block = inflater.unconsumed_tail or stream.read(_BLOCK)
        if not block:
            raise EOFError
        yield inflater.decompress(block, _BLOCK)


def _fill(target: memoryview, chunks: Iterator[bytes], path: Path) -> int:
    """Fill the target, then read on to the end, which checks a checksum. How many bytes lie behind the voxels."""
    filled = more = 0
    try:
        for chunk in chunks:
            taken = min(len(chunk), len(target) - filled)
            target[filled : filled + taken] = chunk[:taken]
            filled, more = filled + taken, more + len(chunk) - taken
    except gzip.BadGzipFile as error:
        if filled < len(target) or not is_appended(error):
            raise
    if filled < len(target):
        raise _cut_off(path, filled, len(target))
    return more


def _from_text(scan: StoredScan, count: int) -> NDArray[np.generic]:
    """Numbers written out, with blanks or commas between; or bytes as hexadecimal digits."""
    part, needed = scan.parts[0], count * scan.dtype.itemsize
    path = part.path
    pieces: list[bytes] = []
    with said_of(path), part.open() as stream:
        stream.seek(part.skip)
        for block in _blocks(stream):
            pieces.append(block)
            if len(pieces) * _BLOCK > 64 * count + _BLOCK:
                break
    text = b"".join(pieces)
    try:
        if scan.encoding == "hex":
            digits = b"".join(text.split())
            flat = np.frombuffer(bytearray.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))[:needed], np.uint8)
            present = flat.size
        else:
            flat = np.array(text.replace(b",", b" ").split()[:count], dtype=np.float64)
            present, needed = flat.size, count
    except ValueError as error:
        raise UserError(
            "{path} is damaged: where numbers should be it holds {error}. Copy or download it again.",
            path=path,
            error=error,
        ) from error
    if present < needed:
        raise _cut_off(path, present, needed)
    if scan.encoding == "hex":
        return flat.view(scan.dtype)
    if scan.dtype.kind in "iu":
        limits = np.iinfo(scan.dtype.name)
        if not (np.isfinite(flat).all() and limits.min <= flat.min() and flat.max() <= limits.max):
            raise UserError(
                "{path} is damaged: it holds numbers that are no {dtype_name}. Copy or download it again.",
                path=path,
                dtype_name=scan.dtype.name,
            )
    with np.errstate(over="ignore"):
        return flat.astype(scan.dtype.newbyteorder("="))
