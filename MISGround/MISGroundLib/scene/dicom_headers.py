"""What DICOM headers say: a `DicomFile` for each object, a `Frame` for each picture in it; each header is read once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian

from MISGroundLib.scene.dicom_attributes import items_of, numbers_of, quiet_pydicom, text_of, whole_number_of

# Attributes in which pictures of one place may differ: echoes, phases, contrasts, times. The first that explains
# everything is named to the user in these words.
REPEATS = {
    "TemporalPositionIdentifier": "time points",
    "TemporalPositionIndex": "time points",
    "TemporalPositionTimeOffset": "time points",
    "TimeSlotVector": "time points",
    "TimeSliceVector": "time points",
    "PhaseVector": "phases in time",
    "RRIntervalVector": "heart phases in time",
    "EnergyWindowVector": "energy windows",
    "DetectorVector": "detectors",
    "EchoNumbers": "echoes",
    "EchoTime": "echo times",
    "EffectiveEchoTime": "echo times",
    "InversionTime": "inversion times",
    "InversionTimes": "inversion times",
    "FlipAngle": "flip angles",
    "DiffusionBValue": "diffusion weightings (b values)",
    "DiffusionGradientOrientation": "diffusion directions",
    "TriggerTime": "phases in time (trigger times)",
    "NominalCardiacTriggerDelayTime": "phases in time (trigger delays)",
    "NominalPercentageOfCardiacPhase": "heart phases in time",
    "KVP": "tube voltages",
    "ConvolutionKernel": "kernels",
    "ComplexImageComponent": "image components",
    "ContrastBolusAgent": "contrast agents",
    "FrameType": "image types",
    "ImageType": "image types",
    "StackID": "stacks",
    "FrameReferenceTime": "time points (frame reference times)",
    "AcquisitionNumber": "acquisitions in time",
    "FrameAcquisitionNumber": "acquisitions in time",
    "AcquisitionDateTime": "acquisition times",
    "AcquisitionTime": "acquisition times",
    "FrameAcquisitionDateTime": "acquisition times",
    "FrameReferenceDateTime": "acquisition times",
    "SeriesTime": "series times",
    "ContentTime": "content times",
}
# The last resort of multi-frame files, each index for itself.
_DIMENSIONS = int(Tag("DimensionIndexValues"))
DIMENSION = "dimension index"
# Of one file or frame: what it is, where it lies, how its numbers are to be read. Nothing else is parsed.
_FACTS = """
SpecificCharacterSet ImageType SOPClassUID SOPInstanceUID StudyDate Modality StudyInstanceUID SeriesInstanceUID
SeriesDescription SeriesNumber InstanceNumber PatientName PatientID PatientBirthDate ProtocolName
FrameOfReferenceUID ImagePositionPatient ImageOrientationPatient PixelSpacing ImagerPixelSpacing
EstimatedRadiographicMagnificationFactor SpacingBetweenSlices NumberOfFrames Rows Columns SamplesPerPixel
PhotometricInterpretation BitsAllocated BitsStored HighBit PixelRepresentation PixelPaddingValue
PixelPaddingRangeLimit RescaleSlope RescaleIntercept ModalityLUTSequence DetectorInformationSequence SliceVector
SharedFunctionalGroupsSequence PerFrameFunctionalGroupsSequence
""".split()  # noqa: SIM905 (a list of forty words reads better so)
_SIEMENS_B_VALUE = 0x0019100C
_TAGS: list[Any] = [*map(Tag, _FACTS), *map(Tag, REPEATS), Tag(_SIEMENS_B_VALUE)]
_REPEAT_TAGS = {keyword: int(Tag(keyword)) for keyword in REPEATS}
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


@dataclass
class DicomFile:
    """One DICOM object. Texts are printable; `patient` (ID, name, birth date) is for comparing, not for showing.

    `problem`: why its frames cannot be used, as the end of a sentence; `notes`: what a user should be told of them.
    """

    path: Path
    sop_class: str
    sop_uid: str
    study: str
    study_date: str
    series: str
    number: str
    instance: str
    description: str
    modality: str
    patient: tuple[str, str, str]
    reference: str
    pixels: PixelLayout
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
    # Without a preamble: an element of group 2 or 8, small numbers, with a sensible length or a VR.
    if start[:4] not in (b"\x08\x00\x00\x00", b"\x08\x00\x01\x00", b"\x08\x00\x05\x00", b"\x08\x00\x08\x00",
                         b"\x08\x00\x16\x00", b"\x02\x00\x00\x00", b"\x02\x00\x01\x00", b"\x02\x00\x02\x00",
                         b"\x02\x00\x10\x00", b"\x00\x08\x00\x05", b"\x00\x08\x00\x08"):  # fmt: skip
        return False
    return (start[4:6].isalpha() and start[4:6].isupper()) or int.from_bytes(start[4:8], "little") < 256


def read_header(path: Path) -> DicomFile | None:
    """The header of a file, None where it is no DICOM object.

    Raises ValueError where it is one that cannot be parsed, OSError where the file cannot be read.
    """
    if not looks_like_dicom(path):
        return None
    with path.open("rb") as stream, quiet_pydicom():
        try:
            data = pydicom.dcmread(stream, stop_before_pixels=True, force=True, specific_tags=_TAGS)
            offset = stream.tell()
            return _file(path, data, offset, stream.read(4))
        except Exception as error:  # a parser of damaged bytes raises whatever it met
            raise ValueError(f"{type(error).__name__}: {error}") from error


def _file(path: Path, data: Dataset, offset: int, tag: bytes) -> DicomFile | None:
    meta = getattr(data, "file_meta", None)
    sop_class = text_of(data, "SOPClassUID") or text_of(meta, "MediaStorageSOPClassUID")
    if not sop_class and "Rows" not in data:
        return None
    file = DicomFile(
        path=path,
        sop_class=sop_class,
        sop_uid=text_of(data, "SOPInstanceUID"),
        study=text_of(data, "StudyInstanceUID"),
        study_date=text_of(data, "StudyDate"),
        series=text_of(data, "SeriesInstanceUID"),
        number=text_of(data, "SeriesNumber"),
        instance=text_of(data, "InstanceNumber"),
        description=text_of(data, "SeriesDescription") or text_of(data, "ProtocolName"),
        modality=text_of(data, "Modality").upper(),
        patient=(text_of(data, "PatientID"), text_of(data, "PatientName"), text_of(data, "PatientBirthDate")),
        reference=text_of(data, "FrameOfReferenceUID"),
        pixels=_layout(path, data, meta, offset, tag),
    )
    if "ModalityLUTSequence" in data:
        file.notes.append("its table of grey values (Modality LUT) is not applied")
    if file.is_picture:
        file.frames = _frames(file, data)
    return file


def _layout(path: Path, data: Dataset, meta: Any, offset: int, tag: bytes) -> PixelLayout:
    implicit, little = data.original_encoding
    syntax = text_of(meta, "TransferSyntaxUID")
    deflated = syntax == DeflatedExplicitVRLittleEndian
    photometric = text_of(data, "PhotometricInterpretation")
    allocated = whole_number_of(data, "BitsAllocated", 16)
    stored = whole_number_of(data, "BitsStored", allocated)
    signed = whole_number_of(data, "PixelRepresentation", 0) == 1
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
        samples=whole_number_of(data, "SamplesPerPixel", 1),
        allocated=allocated,
        stored=stored,
        high_bit=whole_number_of(data, "HighBit", stored - 1),
        signed=signed,
        inverted=photometric == "MONOCHROME1",
        colour=whole_number_of(data, "SamplesPerPixel", 1) != 1 or photometric == "PALETTE COLOR",
        floating=tag in _FLOAT_PIXELS,
        frames=max(1, whole_number_of(data, "NumberOfFrames", 1)),
        rows=whole_number_of(data, "Rows", 0),
        columns=whole_number_of(data, "Columns", 0),
        padding=padding,
        padding_limit=limit,
    )


def _padding(data: Dataset, keyword: str, allocated: int, signed: bool) -> int | None:
    """A padding value as a stored number: some writers put -2000 down as 63536."""
    values = numbers_of(data, keyword, 1)
    if values is None:
        return None
    value = int(values[0]) % (1 << allocated)
    return value - (1 << allocated) if signed and value >= 1 << allocated - 1 else value


def _frames(file: DicomFile, data: Dataset) -> list[Frame]:
    count = file.pixels.frames
    shared = items_of(data, "SharedFunctionalGroupsSequence")
    own = items_of(data, "PerFrameFunctionalGroupsSequence")
    file.problem = _miscounted(file, len(own))
    if file.problem:
        return []
    known: _Known = dict.fromkeys(map(int, data.keys()), data)
    if not shared and not own and "DetectorInformationSequence" in data and "SliceVector" in data:
        return _nuclear_frames(file, data, known)
    if count > 1:
        # What the top level says of a place holds for one of the frames at most.
        for keyword in ("ImagePositionPatient", "ImageOrientationPatient"):
            known.pop(int(Tag(keyword)), None)
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
    detectors = items_of(data, "DetectorInformationSequence")
    if detectors:
        known = known | dict.fromkeys(map(int, detectors[0].keys()), detectors[0])
    first, count = _frame(file, 0, known), file.pixels.frames
    step, numbers = numbers_of(data, "SpacingBetweenSlices", 1), numbers_of(data, "SliceVector", count)
    vectors = {name: numbers_of(data, name, count) for name in REPEATS if name.endswith("Vector")}
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
        source = known.get(int(Tag(keyword)))
        return None if source is None else numbers_of(source, keyword, count)

    position, axes = find("ImagePositionPatient", 3), find("ImageOrientationPatient", 6)
    spacing = find("PixelSpacing", 2)
    if int(Tag("PixelSpacing")) not in known and (spacing := find("ImagerPixelSpacing", 2)):
        factor = find("EstimatedRadiographicMagnificationFactor", 1)
        spacing = [value / factor[0] for value in spacing] if factor and factor[0] > 0 else spacing
        note = "its pixel size is that at the detector (Imager Pixel Spacing), as the header gives no other"
        file.notes = [*dict.fromkeys([*file.notes, note])]
    rescale = None
    stated = [int(Tag(keyword)) in known for keyword in ("RescaleSlope", "RescaleIntercept")]
    if any(stated):
        # What is stated and no number stays NaN, and is refused later.
        slope, intercept = find("RescaleSlope", 1), find("RescaleIntercept", 1)
        unread = float("nan")
        rescale = (
            slope[0] if slope else unread if stated[0] else 1.0,
            intercept[0] if intercept else unread if stated[1] else 0.0,
        )
    repeats = {name: text_of(known[tag], tag) for name, tag in _REPEAT_TAGS.items() if tag in known}
    if _SIEMENS_B_VALUE in known:
        repeats.setdefault("DiffusionBValue", text_of(known[_SIEMENS_B_VALUE], _SIEMENS_B_VALUE))
    if _DIMENSIONS in known:
        indices = text_of(known[_DIMENSIONS], _DIMENSIONS).split("\\")
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
