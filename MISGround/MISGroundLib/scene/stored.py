"""A scan as a file's header describes it, and its voxels from the file's bytes: all, or a refusal that says why.

The readers of single formats (nifti.py, textheaders.py) make a `StoredScan` of a header; what is read from the disk
after that is the same for all of them. No more memory is taken than the file's own size can fill.
"""

from __future__ import annotations

import contextlib
import gzip
import math
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix

# gzip's first bytes, with the only method there is.
GZIP = b"\x1f\x8b\x08"
_BLOCK = 1 << 20
_LARGEST_SIDE = 1 << 31
# What deflate packs at best; a smaller file cannot hold the voxels.
_DEFLATE_LIMIT = 1100
_AGAIN = "Copy or download it again."


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
        kind: the format's name.
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
    kind: str
    shape_ijk: tuple[int, int, int]
    dtype: np.dtype[np.generic]
    ijk_to_ras: Matrix
    parts: list[Part]
    encoding: str = "raw"
    slope: float = 1.0
    intercept: float = 0.0
    is_segmentation: bool = False
    notes: list[str] = field(default_factory=list)


def open_unpacked(path: Path) -> contextlib.AbstractContextManager[BinaryIO]:
    """A file's bytes, unpacked where it is gzip by its first bytes, whatever its name. Raises UserError."""
    stream = open_file(path)
    if stream.read(3) != GZIP:
        stream.seek(0)
        return stream
    stream.close()
    return gzip.open(path)  # type: ignore[return-value]


def first_bytes(path: Path, count: int) -> bytes:
    """The first bytes of a file, unpacked; fewer where it is shorter. Raises UserError."""
    head = b""
    with said_of(path), open_unpacked(path) as stream:
        try:
            while len(head) < count and (more := stream.read1(count - len(head))):  # type: ignore[attr-defined]
                head += more
        except gzip.BadGzipFile as error:
            if not (head and _is_appended(error)):
                raise
    return head


def _is_appended(error: gzip.BadGzipFile) -> bool:
    """Whether what was packed is whole and proved, and something else follows it."""
    return "Not a gzipped file" in str(error)


def open_file(path: Path) -> BinaryIO:
    """A file for reading. Raises UserError that says why it cannot be opened."""
    try:
        return path.open("rb")
    except PermissionError as error:
        raise UserError(
            f"You may not read {path}: permission was denied. Ask its owner for the right to read it, or copy it."
        ) from error
    except OSError as error:
        raise UserError(f"{path} cannot be opened: {error.strerror or error}. Check the disk or copy it.") from error


@contextlib.contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Turn what reading and unpacking raise into a UserError with the one cause."""
    try:
        yield
    except EOFError as error:
        raise UserError(f"{path} is cut off: its packed data end too early. {_AGAIN}") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        if "Not a gzipped file (b'\\x1f')" in str(error):
            raise UserError(f"{path} is cut off: its packed data end where they begin. {_AGAIN}") from error
        raise UserError(f"{path} is damaged: its packed data do not unpack ({error}). {_AGAIN}") from error
    except MemoryError as error:
        raise UserError(f"{path} does not fit into memory. Crop or resample it, or close other programs.") from error
    except PermissionError as error:
        raise UserError(f"You may not read {path}: permission was denied. Ask its owner, or copy it.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}. Check the disk or copy it.") from error


def check_layout(path: Path, sizes: list[int], components: int = 1) -> tuple[int, int, int]:
    """The three sizes of one 3D volume of grey values; trailing sizes of one are dropped. Raises UserError."""
    shown = " x ".join(map(str, sizes))
    if components != 1:
        raise UserError(
            f"{path} holds {components} values a voxel (colour or vectors). "
            "MISGround reads grey values: convert it, or choose another file."
        )
    if any(n < 1 for n in sizes[:3]):
        raise UserError(f"{path} holds no voxels: its header gives the size {shown}. Export the scan again.")
    if max(sizes) > _LARGEST_SIDE:
        raise UserError(f"{path} is damaged: its header gives the size {shown}. {_AGAIN}")
    if any(n > 1 for n in sizes[3:]):
        raise UserError(
            f"{path} has {len(sizes)} dimensions ({shown}). "
            "MISGround reads one 3D volume: extract one time point or channel first."
        )
    if len(sizes) < 3 or min(sizes[:3]) < 2:
        raise UserError(
            f"{path} has only one slice (its size is {shown}). Give a 3D volume: the whole series, or its DICOM folder."
        )
    return sizes[0], sizes[1], sizes[2]


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
    with said_of(scan.path):
        buffer = np.empty(needed, np.uint8)
    for number, part in enumerate(scan.parts):
        with said_of(part.path), _opened(scan, part, share) as chunks:
            _fill(buffer.data[number * share : (number + 1) * share], chunks, part.path)
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
        f"{path} is cut off: of {needed} bytes of voxels that its header promises, {present} are there. {_AGAIN}"
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


def _fill(target: memoryview, chunks: Iterator[bytes], path: Path) -> None:
    """Fill the target, then read on to the end, which checks a checksum. What lies behind the voxels is ignored."""
    filled = 0
    try:
        for chunk in chunks:
            taken = min(len(chunk), len(target) - filled)
            target[filled : filled + taken] = chunk[:taken]
            filled += taken
    except gzip.BadGzipFile as error:
        if filled < len(target) or not _is_appended(error):
            raise
    if filled < len(target):
        raise _cut_off(path, filled, len(target))


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
        raise UserError(f"{path} is damaged: where numbers should be it holds {error}. {_AGAIN}") from error
    if present < needed:
        raise _cut_off(path, present, needed)
    if scan.encoding == "hex":
        return flat.view(scan.dtype)
    if scan.dtype.kind in "iu":
        limits = np.iinfo(scan.dtype.name)
        if not (np.isfinite(flat).all() and limits.min <= flat.min() and flat.max() <= limits.max):
            raise UserError(f"{path} is damaged: it holds numbers that are no {scan.dtype.name}. {_AGAIN}")
    with np.errstate(over="ignore"):
        return flat.astype(scan.dtype.newbyteorder("="))
