"""What DICOM headers say: a `DicomFile` for each object, a `Frame` for each picture in it; each header is read once.

Values are numbers or None, and text that every program can show, whatever bytes the file holds.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom import charset
from pydicom.datadict import dictionary_has_tag, dictionary_VR
from pydicom.dataset import Dataset
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian
from pydicom.valuerep import VR

from MISGroundLib.scene.dicom_attributes import (
    CLAIMS,
    DIMENSION,
    DIMENSIONS,
    REPEAT_TAGS,
    REPEATS,
    SIEMENS_B_VALUE,
    TAGS,
    tag_of,
)

# Kinds of values that are text.
_TEXTS = {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UT"}
_VRS = {kind.value.encode() for kind in VR if len(kind.value) == 2}
_LOCALIZER = {"LOCALIZER", "SCOUT", "TOPOGRAM", "SCANOGRAM"}
_DIRECTORY = "1.2.840.10008.1.3.10"
_FLOAT_PIXELS = (b"\xe0\x7f\x08\x00", b"\xe0\x7f\x09\x00", b"\x7f\xe0\x00\x08", b"\x7f\xe0\x00\x09")
_MOST_FRAMES = 100_000
# An attribute of a frame: the dataset that holds it, by tag.
_Known = dict[int, Dataset]


@dataclass(frozen=True)
class PixelLayout:
    """How the pixels lie in a file: `offset` (bytes) of their element, -1 where there is none; the rest as tags say."""

    offset: int
    implicit: bool
    little: bool
    deflated: bool
    encapsulated: bool
    transfer_syntax: str
    samples: int
    allocated: int
    stored: int
    high_bit: int
    signed: bool
    inverted: bool
    colour: bool
    floating: bool
    frames: int
    rows: int
    columns: int
    padding: int | None = None
    padding_limit: int | None = None

    @property
    def limits(self) -> tuple[int, int]:
        """The lowest and the highest number that a stored value can be."""
        return self._range(self.stored)

    @property
    def widest(self) -> tuple[int, int]:
        """The same for decoders and padding, which may use every bit that there is."""
        return self._range(self.allocated if self.encapsulated or self.padding is not None else self.stored)

    def _range(self, bits: int) -> tuple[int, int]:
        return (-(1 << bits - 1), (1 << bits - 1) - 1) if self.signed else (0, (1 << bits) - 1)


@dataclass(frozen=True)
class Frame:
    """One picture. `position` LPS mm of its first pixel's centre, `axes` (2, 3) unit vectors along a row and a column,
    `spacing` mm between rows and between columns; each None where the header does not say it.

    `rescale`: slope and intercept, None where absent, NaN where unreadable. `image_type`: ORIGINAL, LOCALIZER, ...
    `repeats`: the attributes of REPEATS that it has, and its dimension indices.
    """

    file: DicomFile = field(repr=False)
    index: int
    position: NDArray[np.float64] | None
    axes: NDArray[np.float64] | None
    spacing: tuple[float, float] | None
    rescale: tuple[float, float] | None
    image_type: frozenset[str]
    repeats: dict[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """How a message names it: the file, and the frame where the file has several."""
        many = self.file.pixels.frames > 1
        return f"frame {self.index + 1} of {self.file.path.name}" if many else self.file.path.name

    @property
    def is_localizer(self) -> bool:
        """Whether the header calls it a scout picture."""
        return bool(self.image_type & _LOCALIZER)


@dataclass
class DicomFile:
    """One DICOM object. Texts are printable; `patient` (ID, name, birth date) is for comparing, not for showing.

    `claims`: the attributes of CLAIMS that it has, by keyword.
    `problem`: why its frames cannot be used, as the end of a sentence; `notes`: what a user should be told of them.
    """

    path: Path
    sop_class: str
    sop_uid: str
    series: str
    number: str
    instance: str
    description: str
    modality: str
    patient: tuple[str, str, str]
    reference: str
    pixels: PixelLayout
    claims: dict[str, str]
    frames: list[Frame] = field(default_factory=list, repr=False)
    problem: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def is_picture(self) -> bool:
        """Whether the object holds pictures at all."""
        return self.pixels.offset >= 0 and self.pixels.rows > 0 and self.pixels.columns > 0

    @property
    def is_directory(self) -> bool:
        """Whether this is a DICOMDIR, the list of a disc's files."""
        return self.sop_class == _DIRECTORY


def looks_like_dicom(path: Path) -> bool:
    """Whether a file's first bytes are DICOM, with or without the preamble."""
    try:
        with path.open("rb") as stream:
            start = stream.read(132)
    except OSError:
        return False
    if start[128:] == b"DICM":
        return True
    # Without a preamble: an element of group 2 or 8 that DICOM knows, with a VR or a sensible length.
    order: Literal["little", "big"] = "big" if start[:1] == b"\0" else "little"
    group, element = (int.from_bytes(start[at : at + 2], order) for at in (0, 2))
    if group not in (2, 8) or (element and not dictionary_has_tag(group << 16 | element)):
        return False
    return start[4:6] in _VRS or int.from_bytes(start[4:8], order) < 256


def read_header(path: Path) -> DicomFile | None:
    """The header of a file that looks like DICOM; None where it is no DICOM object after all.

    Raises:
        ValueError: it cannot be parsed.
        OSError: it cannot be read.
    """
    with path.open("rb") as stream, quiet_pydicom():
        try:
            data = pydicom.dcmread(stream, stop_before_pixels=True, force=True, specific_tags=TAGS)
            offset = stream.tell()
            return _file(path, data, offset, stream.read(4))
        except Exception as error:  # a parser of damaged bytes raises whatever it met
            raise ValueError(f"{type(error).__name__}: {error}") from error


def _file(path: Path, data: Dataset, offset: int, tag: bytes) -> DicomFile | None:
    meta = getattr(data, "file_meta", None)
    sop_class = _text_of(data, "SOPClassUID") or _text_of(meta, "MediaStorageSOPClassUID")
    if not sop_class and "Rows" not in data:
        return None
    file = DicomFile(
        path=path,
        sop_class=sop_class,
        sop_uid=_text_of(data, "SOPInstanceUID"),
        series=_text_of(data, "SeriesInstanceUID"),
        number=_text_of(data, "SeriesNumber"),
        instance=_text_of(data, "InstanceNumber"),
        description=_text_of(data, "SeriesDescription") or _text_of(data, "ProtocolName"),
        modality=_text_of(data, "Modality").upper(),
        patient=(_text_of(data, "PatientID"), _text_of(data, "PatientName"), _text_of(data, "PatientBirthDate")),
        reference=_text_of(data, "FrameOfReferenceUID"),
        pixels=_layout(path, data, meta, offset, tag),
        claims={name: text for name in CLAIMS if (text := _text_of(data, name))},
    )
    if "ModalityLUTSequence" in data:
        file.notes.append("its table of grey values (Modality LUT) is not applied")
    if file.is_picture:
        file.frames = _frames(file, data)
    return file


def _layout(path: Path, data: Dataset, meta: Any, offset: int, tag: bytes) -> PixelLayout:
    implicit, little = data.original_encoding
    syntax = _text_of(meta, "TransferSyntaxUID")
    deflated = syntax == DeflatedExplicitVRLittleEndian
    photometric = _text_of(data, "PhotometricInterpretation")
    allocated = _whole_number_of(data, "BitsAllocated", 16)
    stored = _whole_number_of(data, "BitsStored", allocated)
    signed = _whole_number_of(data, "PixelRepresentation", 0) == 1
    try:
        encapsulated = UID(syntax).is_encapsulated
    except ValueError:  # a private or a broken one: the element's length tells
        encapsulated = False
    # A deflated file's offset counts inflated bytes; pydicom takes such a file from its start.
    there = deflated or offset < path.stat().st_size
    padding, limit = (
        _padding(data, keyword, allocated, signed) for keyword in ("PixelPaddingValue", "PixelPaddingRangeLimit")
    )
    return PixelLayout(
        offset=offset if there and "Rows" in data else -1,
        implicit=bool(implicit),
        little=bool(little),
        deflated=deflated,
        encapsulated=encapsulated,
        transfer_syntax=syntax,
        samples=_whole_number_of(data, "SamplesPerPixel", 1),
        allocated=allocated,
        stored=stored,
        high_bit=_whole_number_of(data, "HighBit", stored - 1),
        signed=signed,
        inverted=photometric == "MONOCHROME1",
        colour=_whole_number_of(data, "SamplesPerPixel", 1) != 1 or photometric == "PALETTE COLOR",
        floating=tag in _FLOAT_PIXELS,
        frames=max(1, _whole_number_of(data, "NumberOfFrames", 1)),
        rows=_whole_number_of(data, "Rows", 0),
        columns=_whole_number_of(data, "Columns", 0),
        padding=padding,
        padding_limit=limit,
    )


def _padding(data: Dataset, keyword: str, allocated: int, signed: bool) -> int | None:
    """A padding value as a stored number: some writers put -2000 down as 63536."""
    values = _numbers_of(data, keyword, 1)
    if values is None:
        return None
    value = int(values[0]) % (1 << allocated)
    return value - (1 << allocated) if signed and value >= 1 << allocated - 1 else value


def _frames(file: DicomFile, data: Dataset) -> list[Frame]:
    count = file.pixels.frames
    shared = _items_of(data, "SharedFunctionalGroupsSequence")
    own = _items_of(data, "PerFrameFunctionalGroupsSequence")
    file.problem = _miscounted(file, len(own))
    if file.problem:
        return []
    known: _Known = dict.fromkeys(map(int, data.keys()), data)
    if not shared and not own and "DetectorInformationSequence" in data and "SliceVector" in data:
        return _nuclear_frames(file, data, known)
    if count > 1:
        # What the top level says of a place holds for one of the frames at most.
        for keyword in ("ImagePositionPatient", "ImageOrientationPatient"):
            known.pop(tag_of(keyword), None)
    if shared:
        known |= _known_of_group(shared[0])
    return [_frame(file, index, known | _known_of_group(own[index]) if own else known) for index in range(count)]


def _miscounted(file: DicomFile, described: int) -> str:
    count, pixels = file.pixels.frames, file.pixels
    if described and described != count:
        return f"says that it has {count} frames and describes {described} of them"
    least = pixels.rows * pixels.columns * pixels.samples * count * pixels.allocated // 8
    encoded = pixels.deflated or pixels.encapsulated
    present = file.path.stat().st_size - pixels.offset
    if count > _MOST_FRAMES or (not encoded and count > 1 and least > present):
        return f"is cut off: it says that it has {count} frames, and holds {present} bytes of {least}"
    return ""


def _known_of_group(group: Dataset) -> _Known:
    """The attributes of a functional group's macros, each a sequence of one item."""
    known: _Known = {}
    for element in group:
        if element.VR == "SQ" and element.value and len(element.value) == 1:
            for tag in element.value[0].keys():  # noqa: SIM118 (a Dataset iterates over its elements)
                known.setdefault(int(tag), element.value[0])
    return known


def _nuclear_frames(file: DicomFile, data: Dataset, known: _Known) -> list[Frame]:
    """A tomogram of nuclear medicine gives the first slice's place, the step, and each frame's number."""
    detectors = _items_of(data, "DetectorInformationSequence")
    if detectors:
        known = known | dict.fromkeys(map(int, detectors[0].keys()), detectors[0])
    first, count = _frame(file, 0, known), file.pixels.frames
    step, numbers = _numbers_of(data, "SpacingBetweenSlices", 1), _numbers_of(data, "SliceVector", count)
    vectors = {name: _numbers_of(data, name, count) for name in REPEATS if name.endswith("Vector")}
    frames = []
    for index in range(count):
        place = None
        if first.position is not None and first.axes is not None and step and step[0] and numbers:
            # PS3.3 C.8.4.11: a positive step goes along the normal.
            place = first.position + (numbers[index] - 1) * step[0] * np.cross(*first.axes)
        repeats = {name: str(vector[index]) for name, vector in vectors.items() if vector}
        frames.append(replace(first, index=index, position=place, repeats=repeats))
    file.notes.append("the places of its slices are counted from the first (Spacing Between Slices)")
    return frames


def _frame(file: DicomFile, index: int, known: _Known) -> Frame:
    """A frame of what is known of it, each attribute from the dataset that holds it."""

    def find(keyword: str, count: int) -> list[float] | None:
        source = known.get(tag_of(keyword))
        return None if source is None else _numbers_of(source, keyword, count)

    def stated(keyword: str, usual: float) -> float:
        # What is stated and no number is NaN, and is refused later.
        value = find(keyword, 1)
        return value[0] if value else float("nan") if tag_of(keyword) in known else usual

    position, axes = find("ImagePositionPatient", 3), find("ImageOrientationPatient", 6)
    spacing = find("PixelSpacing", 2)
    if tag_of("PixelSpacing") not in known and (spacing := find("ImagerPixelSpacing", 2)):
        factor = find("EstimatedRadiographicMagnificationFactor", 1)
        spacing = [value / factor[0] for value in spacing] if factor and factor[0] > 0 else spacing
        note = "its pixel size is that at the detector (Imager Pixel Spacing), as the header gives no other"
        file.notes = [*dict.fromkeys([*file.notes, note])]
    rescale = None
    if any(tag_of(keyword) in known for keyword in ("RescaleSlope", "RescaleIntercept")):
        rescale = stated("RescaleSlope", 1.0), stated("RescaleIntercept", 0.0)
    repeats = {name: _text_of(known[tag], tag) for name, tag in REPEAT_TAGS.items() if tag in known}
    if SIEMENS_B_VALUE in known:
        repeats.setdefault("DiffusionBValue", _text_of(known[SIEMENS_B_VALUE], SIEMENS_B_VALUE))
    if DIMENSIONS in known:
        indices = _text_of(known[DIMENSIONS], DIMENSIONS).split("\\")
        repeats |= {f"{DIMENSION} {number}": value for number, value in enumerate(indices, 1)}
    words = {word.strip().upper() for kind in ("FrameType", "ImageType") for word in repeats.get(kind, "").split("\\")}
    return Frame(
        file=file,
        index=index,
        position=None if position is None else np.array(position),
        axes=None if axes is None else np.array(axes).reshape(2, 3),
        spacing=None if spacing is None or min(spacing) <= 0 else (spacing[0], spacing[1]),
        rescale=rescale,
        image_type=frozenset(words),
        repeats={name: value for name, value in repeats.items() if value},
    )


@contextmanager
def quiet_pydicom() -> Iterator[None]:
    """Silence pydicom's warnings about deviations from the standard."""
    logger = logging.getLogger("pydicom")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _items_of(data: Dataset, keyword: str) -> list[Any]:
    """The items of a sequence, none where it is absent."""
    return list(data[keyword].value or []) if keyword in data else []


def _numbers_of(data: Dataset, keyword: str, count: int) -> list[float] | None:
    """Exactly `count` finite numbers of an attribute, or None."""
    try:
        value = data[keyword].value
        many = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
        values = [float(one) for one in many]
    except Exception:  # a value that is no number raises one of many errors
        return None
    return values if len(values) == count and bool(np.isfinite(values).all()) else None


def _whole_number_of(data: Dataset, keyword: str, default: int) -> int:
    """A whole number of an attribute, or the default."""
    values = _numbers_of(data, keyword, 1)
    return default if values is None else int(values[0])


def _text_of(data: Any, key: str | int) -> str:
    """An attribute as printable text, whatever bytes it holds; several values stay parted by a backslash."""
    if data is None or key not in data:
        return ""
    value = data.get_item(key).value
    try:
        if not isinstance(value, bytes) or dictionary_VR(key) not in _TEXTS:
            value = data[key].value
    except Exception:  # a private tag, or bytes that are no value of their kind
        value = value if isinstance(value, bytes) else ""
    if isinstance(value, bytes):
        value = _decoded(value, data)
    elif hasattr(value, "__iter__") and not isinstance(value, str):
        value = "\\".join(str(one) for one in value)
    return printable("" if value is None else str(value))


def printable(text: str) -> str:
    """Text on one line without what VTK, JSON or a console cannot take: lone surrogates, control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]


def _decoded(raw: bytes, data: Dataset) -> str:
    """Text of bytes: in the character set that the file declares, else in UTF-8, else in Latin-1, which takes any."""
    raw = raw.strip(b" \0")
    try:
        declared = charset.convert_encodings(data.get("SpecificCharacterSet"))
        text = charset.decode_bytes(raw, declared, {ord("\\"), ord("^"), ord("=")})
        if "\ufffd" not in text and (declared != ["iso8859"] or raw.isascii()):
            return text
    except Exception:  # an unknown or a broken character set
        pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
