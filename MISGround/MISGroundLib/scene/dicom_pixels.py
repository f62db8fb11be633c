"""The grey values of DICOM frames: decoded, compared, with each frame's own rescaling, inversion, padding and place."""

from __future__ import annotations

import io
from collections.abc import Hashable
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pydicom
import SimpleITK as sitk  # noqa: N813 (its usual name)
from numpy.typing import NDArray
from pydicom.uid import RLELossless

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.dicom_headers import DicomFile, Frame, quiet_pydicom

if TYPE_CHECKING:
    from MISGroundLib.scene.dicom_stack import Stack

# Numbers of any type.
Values = NDArray[Any]

# The elements that hold pixels, and what a float one holds.
_INTEGERS, _FLOATS = 0x7FE00010, {0x7FE00008: "f4", 0x7FE00009: "f8"}
# JPEG, JPEG-LS, JPEG 2000.
_JPEG = "1.2.840.10008.1.2.4."
# A decoder is not asked for more than this, in bytes, of a file that is so many times smaller.
_LARGE, _EXPANSION = 1 << 28, 5000


def read_pixels(frames: list[Frame], modality: str, notes: list[str]) -> Values:
    """The grey values of frames, one behind the other: (k, rows, columns), integers where every rescaling keeps them.

    Args:
        frames: at least one, all of one matrix size.
        modality: as the header says; a CT or a PET whose display is inverted keeps its units.
        notes: gets what a user should be told.

    Returns:
        int16, int32 or float (32 bits, 64 for large integers), in the units of the rescaling; padding is set to the
        lowest other value.

    Raises:
        UserError: a file is cut off, cannot be decoded, or the rescaling is not known for every frame.
    """
    for frame in frames:
        _check_bits(frame.file)
    _check_rescaling(frames)
    kind = _kind(frames)
    array = np.empty((len(frames), frames[0].file.pixels.rows, frames[0].file.pixels.columns), kind)
    padded = np.zeros(array.shape, bool) if any(one.file.pixels.padding is not None for one in frames) else None
    numbered = sorted(enumerate(frames), key=lambda pair: (str(pair[1].file.path), pair[1].index))
    for _, group in groupby(numbered, key=lambda pair: pair[1].file.path):
        pairs = list(group)
        file = pairs[0][1].file
        stored = stored_values(file)
        for k, frame in pairs:
            values = stored[frame.index]
            if padded is not None:
                padded[k] = _padding(file, values)
            slope, intercept = frame.rescale or (1.0, 0.0)
            if kind.kind == "f":
                array[k] = values * np.float64(slope) + intercept
            else:
                array[k] = values.astype(kind) * kind.type(slope) + kind.type(intercept)
    if any(frame.file.pixels.inverted for frame in frames):
        array = _upright(array, frames, modality, padded, notes)
    if padded is not None:
        array = _without_padding(array, padded, notes)
    narrow = array.dtype == np.int32 and array.min() >= -32768 and array.max() <= 32767
    return array.astype(np.int16) if narrow else array


def stored_values(file: DicomFile) -> Values:
    """The numbers of a file as they are stored: (frames, rows, columns). Raises UserError where they cannot be had."""
    layout = file.pixels
    _check_bits(file)
    if layout.deflated or layout.transfer_syntax == RLELossless:
        return _by_pydicom(file)
    if layout.encapsulated:
        return _by_gdcm(file)
    return _native(file)


def _check_bits(file: DicomFile) -> None:
    layout = file.pixels
    if layout.allocated not in (8, 16, 32, 64) or not 1 <= layout.stored <= layout.allocated:
        raise UserError(
            "{path} holds pixels of {allocated} bits ({stored} used). MISGround reads 8, 16 and 32.",
            path=file.path,
            allocated=layout.allocated,
            stored=layout.stored,
        )


def _check_rescaling(frames: list[Frame]) -> None:
    for frame in frames:
        if frame.rescale is not None and (not np.isfinite(frame.rescale).all() or frame.rescale[0] == 0):
            raise UserError(
                "{frame_name} has no usable rescale slope and intercept ({rescale:g}, {rescale_2:g}), "
                "so its grey values are not known. Export the series again. (In {parent}.)",
                frame_name=frame.name,
                rescale=frame.rescale[0],
                rescale_2=frame.rescale[1],
                parent=frame.file.path.parent,
            )
    without = [frame for frame in frames if frame.rescale is None]
    if without and any(frame.rescale not in (None, (1.0, 0.0)) for frame in frames):
        raise UserError(
            "{count} of {count_2} slices have no rescale slope and intercept, the first {without_name}, "
            "and the others have: their grey values do not go together. Export the series again. "
            "(In {parent}.)",
            count=len(without),
            count_2=len(frames),
            without_name=without[0].name,
            parent=without[0].file.path.parent,
        )


def _kind(frames: list[Frame]) -> np.dtype[np.generic]:
    """A type that holds every value of every frame."""
    low, high = 0.0, 0.0
    for frame in frames:
        slope, intercept = frame.rescale or (1.0, 0.0)
        if frame.file.pixels.floating or not (float(slope).is_integer() and float(intercept).is_integer()):
            return np.dtype(np.float32)
        ends = [value * slope + intercept for value in frame.file.pixels.widest]
        low, high = min(low, *ends), max(high, *ends)
    if low >= -32768 and high <= 32767:
        return np.dtype(np.int16)
    return np.dtype(np.int32 if low >= -(2**31) and high < 2**31 else np.float64)


def _native(file: DicomFile) -> Values:
    """Uncompressed pixels, from their place in the file."""
    layout = file.pixels
    order: Literal["little", "big"] = "little" if layout.little else "big"
    with file.path.open("rb") as stream:
        stream.seek(layout.offset)
        head = stream.read(12)
        tag = int.from_bytes(head[:2], order) << 16 | int.from_bytes(head[2:4], order)
        # The element itself tells whether it names its kind: some files say one thing and do the other.
        long = head[4:6] in (b"OB", b"OW", b"OF", b"OD", b"OL", b"OV", b"UN")
        length = int.from_bytes(head[8:12] if long else head[4:8], order)
        if length == 0xFFFFFFFF:
            # The header names an uncompressed form, and the pixels come in fragments.
            return _by_gdcm(file)
        kind = _FLOATS.get(tag) or f"{'i' if layout.signed else 'u'}{layout.allocated // 8}"
        if tag not in (_INTEGERS, *_FLOATS):
            raise UserError(
                "{path} holds no pixels. Give the folder that the scanner or the archive exported.", path=file.path
            )
        dtype = np.dtype(kind).newbyteorder("<" if layout.little else ">")
        shape = (layout.frames, layout.rows, layout.columns)
        needed = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        place = layout.offset + (12 if long else 8)
        present = min(length, file.path.stat().st_size - place)
        if present < needed:
            raise UserError(
                "{path} is cut off: {present} of the {needed} bytes of its pixels are there. "
                "Copy it again from where it came.",
                path=file.path,
                present=present,
                needed=needed,
            )
        if layout.frames > 1:
            # Frames that are not asked for are not read.
            values: Values = np.memmap(file.path, dtype, "r", place, shape)
        else:
            stream.seek(place)
            values = np.frombuffer(stream.read(needed), dtype).reshape(shape)
    return values if layout.floating else _used_bits(values, file)


def _used_bits(values: Values, file: DicomFile) -> Values:
    """Without what overlays leave in the unused bits; negative numbers stay so, and padding, which may use all bits."""
    layout = file.pixels
    if layout.stored == layout.allocated:
        return values
    up = max(0, layout.allocated - 1 - layout.high_bit)
    shifted = np.left_shift(values.astype(values.dtype.newbyteorder("=")), up)
    used = np.asarray(np.right_shift(shifted, layout.allocated - layout.stored))
    if layout.padding is not None:
        used[values == layout.padding] = layout.padding
    return used


def _by_pydicom(file: DicomFile) -> Values:
    """Run lengths and deflated files: pydicom reads them without a further package."""
    try:
        with quiet_pydicom():
            # Read from memory, so that a damaged length cannot take more than the file has bytes.
            array = pydicom.dcmread(io.BytesIO(file.path.read_bytes()), force=True).pixel_array
    except Exception as error:  # whatever the decoder met
        raise _not_decoded(file, error) from error
    layout = file.pixels
    return _in_shape(array, file) if layout.floating else _used_bits(_in_shape(array, file), file)


def _by_gdcm(file: DicomFile) -> Values:
    """Compressed pixels through GDCM, with its rescaling and its inversion taken back: frames may have their own."""
    layout = file.pixels
    size = file.path.stat().st_size
    needed = layout.frames * layout.rows * layout.columns * (layout.allocated // 8)
    if needed > _LARGE and needed > size * _EXPANSION:
        raise UserError(
            "{path} says that it holds {frames} frames of {columns} x {rows} pixels, more "
            "than {size} bytes can hold: its header is wrong. Copy it again from where it came.",
            path=file.path,
            frames=layout.frames,
            columns=layout.columns,
            rows=layout.rows,
            size=size,
        )
    _check_fragments(file)
    reader = sitk.ImageFileReader()
    reader.SetImageIO("GDCMImageIO")
    reader.SetFileName(str(file.path))
    # ITK's own warnings go to stderr; faults come as exceptions.
    shown = sitk.ProcessObject.GetGlobalWarningDisplay()
    sitk.ProcessObject.GlobalWarningDisplayOff()
    try:
        array = _in_shape(sitk.GetArrayFromImage(reader.Execute()), file)
    except RuntimeError as error:
        raise _not_decoded(file, error) from error
    finally:
        sitk.ProcessObject.SetGlobalWarningDisplay(shown)
    slope, intercept = file.frames[0].rescale or (1.0, 0.0)
    if array.dtype.kind != "f" and float(slope).is_integer() and float(intercept).is_integer():
        # Without floating point: a file of many frames is large.
        shifted = array.astype(np.int32) - int(intercept)
        whole, wrong = shifted // int(slope), bool((shifted % int(slope)).any())
    else:
        stored = (array.astype(np.float64) - intercept) / slope
        whole = np.rint(stored).astype(np.int32)
        wrong = bool((np.abs(stored - whole) > 1e-3).any())
    low, high = layout.widest
    if wrong or whole.min() < low or whole.max() > high:
        raise _not_decoded(file, ValueError("the decoder's values do not fit the header"))
    return sum(layout.limits) - whole if layout.inverted else whole


def _check_fragments(file: DicomFile) -> None:
    """Compressed pixels come in pieces that say how long they are, and each picture in them how large it is.

    A decoder that believes what is wrong there takes memory without end, or takes the process down.
    """
    end = file.path.stat().st_size
    with file.path.open("rb") as stream:
        # The element's head, of an undefined length, then the table of offsets.
        place, pieces, pictures = file.pixels.offset + (8 if file.pixels.implicit else 12), -1, 0
        while place + 8 <= end:
            stream.seek(place)
            head = stream.read(8)
            length = int.from_bytes(head[4:], "little")
            if head[:4] == b"\xfe\xff\xdd\xe0":
                break
            if head[:4] != b"\xfe\xff\x00\xe0" or place + 8 + length > end:
                raise _not_decoded(file, ValueError(f"its pieces are broken at byte {place}"))
            size = _size_in_stream(stream.read(min(length, 1 << 16))) if pieces >= 0 else None
            if size is not None and size != (file.pixels.columns, file.pixels.rows):
                raise _not_decoded(
                    file,
                    ValueError(
                        f"a picture of {size[0]} x {size[1]} in place of {file.pixels.columns} x {file.pixels.rows}"
                    ),
                )
            place, pieces, pictures = place + 8 + length, pieces + 1, pictures + (size is not None)
    if (pictures if file.pixels.transfer_syntax.startswith(_JPEG) else pieces) < file.pixels.frames:
        raise _not_decoded(file, ValueError(f"{max(0, pieces)} pieces for {file.pixels.frames} frames: it is cut off"))


def _size_in_stream(piece: bytes) -> tuple[int, int] | None:
    """Width and height that a picture in JPEG, JPEG-LS or JPEG 2000 says it has; None where none begins here."""
    if piece[:4] == b"\xff\x4f\xff\x51" and len(piece) >= 24:
        far_x, far_y, near_x, near_y = (int.from_bytes(piece[at : at + 4], "big") for at in (8, 12, 16, 20))
        return far_x - near_x, far_y - near_y
    place = 2 if piece[:2] == b"\xff\xd8" else len(piece)
    while place + 9 <= len(piece) and piece[place] == 0xFF:
        marker = piece[place + 1]
        # Start of frame: C0 to CF without the tables among them, and F7 of JPEG-LS.
        if marker == 0xF7 or (0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)):
            return int.from_bytes(piece[place + 7 : place + 9], "big"), int.from_bytes(
                piece[place + 5 : place + 7], "big"
            )
        # Fill bytes may precede a marker.
        place += 1 if marker == 0xFF else 2 + int.from_bytes(piece[place + 2 : place + 4], "big")
    return None


def _in_shape(array: Values, file: DicomFile) -> Values:
    shape = (file.pixels.frames, file.pixels.rows, file.pixels.columns)
    if array.size != np.prod(shape, dtype=np.int64):
        raise _not_decoded(file, ValueError(f"{array.shape} pixels in place of {shape}"))
    return array.reshape(shape)


def _not_decoded(file: DicomFile, error: Exception) -> UserError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[-1].strip()
    with quiet_pydicom():
        name = pydicom.uid.UID(file.pixels.transfer_syntax).name
    return UserError(
        "The pixels of {path} cannot be decoded ({name}; {reason}). Copy the file again, or export the series "
        "uncompressed.",
        path=file.path,
        name=name,
        reason=reason,
    )


def _padding(file: DicomFile, stored: Values) -> NDArray[np.bool_]:
    layout = file.pixels
    if layout.padding is None:
        return np.zeros(stored.shape, bool)
    ends = sorted((layout.padding, layout.padding if layout.padding_limit is None else layout.padding_limit))
    return np.asarray((stored >= ends[0]) & (stored <= ends[1]))


def _upright(
    array: Values,
    frames: list[Frame],
    modality: str,
    padded: NDArray[np.bool_] | None,
    notes: list[str],
) -> Values:
    """MONOCHROME1 means that low values are shown white: turned over, so that bright is bright.

    The numbers of a PET, and of a CT that are Hounsfield units as they stand, mean the same however they are shown.
    """
    if not all(frame.file.pixels.inverted for frame in frames):
        raise UserError(
            "Some slices of the series are stored with white as high values and some with white as low ones "
            "(MONOCHROME1). Export the series again. (In {parent}.)",
            parent=frames[0].file.path.parent,
        )
    sums = [sum(one.file.pixels.limits) * (one.rescale or (1.0, 0.0))[0] + 2 * (one.rescale or (1.0, 0.0))[1]
            for one in frames]  # fmt: skip
    turned = (np.array(sums)[:, None, None] - array).astype(array.dtype if array.dtype.kind == "f" else np.int32)
    real = slice(None) if padded is None else ~padded
    if modality == "PT" or (modality == "CT" and _like_hounsfield(array[real]) >= _like_hounsfield(turned[real])):
        notes.append(
            "The header asks for a display of black on white (MONOCHROME1); the grey values are taken as they are."
        )
        return array
    notes.append("The slices are stored inverted (MONOCHROME1); their grey values were turned over.")
    return turned


def _like_hounsfield(values: Values) -> float:
    """The share of values that are air or soft tissue in Hounsfield units."""
    some = values.ravel()[:: max(1, values.size // 200_000)]
    return float(np.mean(((some > -1100) & (some < -800)) | ((some > -200) & (some < 300))))


def _without_padding(array: Values, padded: NDArray[np.bool_], notes: list[str]) -> Values:
    """Padding outside of every other value becomes the lowest of these: a value amidst the others may be tissue."""
    if not padded.any() or padded.all():
        return array
    holes, real = array[padded], ~padded
    limits: Any = np.finfo(array.dtype) if array.dtype.kind == "f" else np.iinfo(array.dtype)
    low = array.min(where=real, initial=limits.max)
    if low <= holes.max() and holes.min() <= array.max(where=real, initial=limits.min):
        return array
    array[padded] = low
    notes.append(f"{100 * holes.size / array.size:.2g}% of the voxels are padding and are treated as background.")
    return array


def without_copies(
    frames: list[Frame], place: NDArray[np.int_], what: str, notes: list[str], *, by_identity: bool
) -> tuple[list[Frame], NDArray[np.int_]]:
    """Frames and their places (n,) with pictures that are there twice dropped once, which is noted.

    by_identity: only objects of one identity are copies; else all that hold the same numbers.
    """
    kept: list[int] = []
    seen: dict[tuple[Hashable, ...], int] = {}
    for index, frame in enumerate(frames):
        identity = (frame.file.sop_uid, frame.index) if by_identity else ()
        key = (int(place[index]), *identity)
        if key in seen and _same_picture(frames[seen[key]], frame):
            continue
        seen.setdefault(key, index)
        kept.append(index)
    if len(kept) < len(frames):
        notes.append(f"{what}: {len(frames) - len(kept)} slices were there twice (duplicates); one of each was taken.")
    return [frames[index] for index in kept], place[kept]


def _same_picture(one: Frame, other: Frame) -> bool:
    """Whether two frames hold the same stored numbers and the same rescaling."""
    if one.rescale != other.rescale:
        return False
    return bool(np.array_equal(stored_values(one.file)[one.index], stored_values(other.file)[other.index]))


def straighten(array: Values, stack: Stack) -> tuple[Values, Matrix]:
    """The slices of a tilted stack at their own places on a straight, larger grid: (k, j, i) and its ijk_to_lps.

    Slices stay in their planes, so that a value moves by less than a pixel; what no slice covers gets the lowest value.
    """
    matrix, (width, height) = straight_grid(stack)
    if not stack.drift.any():
        return array, matrix
    shifts = stack.drift / stack.spacing[:2]
    low = np.floor(shifts.min(axis=0))
    lowest = array.min()
    moved = np.full((len(array), height, width), lowest, array.dtype)
    for k, (x, y) in enumerate(shifts - low):
        moved[k] = _moved(array[k], float(x), float(y), (height, width), float(lowest))
    return moved, matrix


def straight_grid(stack: Stack) -> tuple[Matrix, tuple[int, int]]:
    """ijk_to_lps of the straight grid that holds every slice of a stack, and its columns and rows."""
    matrix, pixels = stack.ijk_to_lps, stack.frames[0].file.pixels
    shifts = stack.drift / stack.spacing[:2]
    low, high = np.floor(shifts.min(axis=0)), np.ceil(shifts.max(axis=0))
    matrix[:3, 3] = (matrix @ [low[0], low[1], 0, 1])[:3]
    width, height = (high - low).astype(int)
    return matrix, (pixels.columns + int(width), pixels.rows + int(height))


def _moved(
    picture: NDArray[np.generic], x: float, y: float, shape: tuple[int, int], background: float
) -> NDArray[np.generic]:
    """A picture set into a larger one at (x, y) pixels, linear between pixels; beyond its border its edge goes on."""
    left, top = int(np.floor(x)), int(np.floor(y))
    u, v = x - left, y - top
    values = picture.astype(np.float32 if picture.dtype.itemsize <= 2 else np.float64)
    if u > 0:
        padded = np.pad(values, ((0, 0), (1, 1)), mode="edge")
        values = (1 - u) * padded[:, 1:] + u * padded[:, :-1]
    if v > 0:
        padded = np.pad(values, ((1, 1), (0, 0)), mode="edge")
        values = (1 - v) * padded[1:] + v * padded[:-1]
    if picture.dtype.kind != "f":
        values = np.rint(values)
    moved = np.full(shape, background, picture.dtype)
    height, width = values.shape
    moved[top : top + height, left : left + width] = values[: shape[0] - top, : shape[1] - left]
    return moved
