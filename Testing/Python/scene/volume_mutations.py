"""Mutated scans: small whole ones of every kind that is read, harmed in their bytes or in one field of their headers.

Everything follows from the random generator given, so that a number names an input. Used by a test on a few hundred
and by benchmarks/fuzz_headers.py on 100,000.
"""

from __future__ import annotations

import functools
import gzip
import random
import struct
import tempfile
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pydicom
import SimpleITK as sitk  # noqa: N813
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    CTImageStorage,
    EnhancedMRImageStorage,
    ExplicitVRLittleEndian,
    JPEGLSLossless,
    RLELossless,
    generate_uid,
)

from MISGroundLib.scene.reading import LoadedVolume


@dataclass
class Scan:
    """Files by name, and which of them, or "" for the folder, is given to the reader."""

    kind: str
    files: dict[str, bytes]
    given: str
    harms: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        """Write the files; the path to read."""
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return folder / self.given if self.given else folder


def mutated(rng: random.Random) -> Scan:
    """A scan with one to four harms."""
    original = rng.choice(originals())
    scan = Scan(original.kind, dict(original.files), original.given)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        harms = _HARMS_OF[original.kind.split()[0]]
        harm = rng.choice(harms if rng.random() < 0.6 else _ANY_HARMS)
        name = rng.choice(sorted(scan.files))
        try:
            harm(rng, scan, name)
        except _NotFitError:
            continue
        scan.harms.append(f"{harm.__name__.strip('_')} {name}")
    return scan


def assert_sound(loaded: LoadedVolume) -> None:
    """What a volume that was read must be, whatever its file said."""
    array, affine = loaded.array, loaded.ijk_to_ras
    assert array.ndim == 3
    assert min(array.shape) >= 1
    assert array.dtype.kind in "iuf"
    assert np.isfinite(array).all()
    assert affine.shape == (4, 4)
    assert np.isfinite(affine).all()
    assert abs(np.linalg.det(affine[:3, :3])) > 0
    assert tuple(loaded.info.shape_ijk) == array.shape[::-1]
    assert all(0 < spacing < float("inf") for spacing in loaded.info.spacing_mm)


class _NotFitError(Exception):
    """The harm has nothing to harm."""


# Whole scans.


@functools.cache
def originals() -> tuple[Scan, ...]:
    """One of each kind, of 8 x 7 x 6 voxels or so."""
    rng = np.random.default_rng(0)
    made = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for type_ in (np.int16, np.uint8, np.float32):
            image = sitk.GetImageFromArray(rng.integers(0, 200, (6, 7, 8)).astype(type_))
            image.SetSpacing((0.9, 0.8, 3.0))
            image.SetOrigin((-12.0, 34.0, -56.0))
            image.SetDirection((0.8, 0.6, 0, -0.6, 0.8, 0, 0, 0, 1))
            for name in ("a.nii", "a.nii.gz", "a.img", "a.nrrd", "z.nrrd", "a.nhdr", "a.mha", "z.mha", "a.mhd"):
                for old in place.iterdir():
                    old.unlink()
                sitk.WriteImage(image, str(place / name), useCompression=name.startswith("z"))
                files = {path.name: path.read_bytes() for path in sorted(place.iterdir())}
                made.append(Scan(f"{_family(name)} {name} {type_.__name__}", files, name))
    made.append(Scan("nifti two.nii int16", {"two.nii": _nifti_2()}, "two.nii"))
    for word, syntax in (("plain", ""), ("RLE", RLELossless), ("JPEG-LS", JPEGLSLossless)):
        made.append(Scan(f"dicom series {word}", _series(syntax), ""))
        made.append(Scan(f"dicom frames {word}", {"e.dcm": _enhanced(syntax)}, "e.dcm"))
    return tuple(made)


def _family(name: str) -> str:
    suffix = name.partition(".")[2]
    return {"nii": "nifti", "nii.gz": "nifti", "img": "nifti", "nrrd": "nrrd", "nhdr": "nrrd"}.get(suffix, "meta")


def _nifti_2() -> bytes:
    header = bytearray(540)
    struct.pack_into("<i8shh8q", header, 0, 540, b"n+2\0\r\n\x1a\n", 4, 16, 3, 8, 7, 6, 1, 1, 1, 1)
    struct.pack_into("<8d", header, 104, 1, 2, 2, 2, 1, 1, 1, 1)
    struct.pack_into("<q", header, 168, 544)
    struct.pack_into("<ii", header, 344, 0, 1)
    struct.pack_into("<12d", header, 400, -2, 0, 0, 5, 0, -2, 0, 6, 0, 0, 2, 7)
    return bytes(header) + bytes(4) + np.arange(8 * 7 * 6, dtype="<i2").tobytes()


def _dataset(uid: str, pixels: np.ndarray) -> Dataset:
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = uid, generate_uid(entropy_srcs=[uid, str(pixels.sum())])
    made.PatientName, made.PatientID, made.StudyInstanceUID = "A^B", "1", "1.2.3"
    made.SeriesInstanceUID, made.FrameOfReferenceUID, made.SeriesNumber = "1.2.3.4", "1.2.3.5", 1
    made.SeriesDescription, made.SpecificCharacterSet = "abdomen", "ISO_IR 100"
    made.Rows, made.Columns = pixels.shape[-2:]
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 16, 15, 1
    made.PixelData = pixels.astype("<i2").tobytes()
    made.file_meta = FileMetaDataset()
    made.file_meta.MediaStorageSOPClassUID = uid
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return made


def _bytes_of(made: Dataset, syntax: str) -> bytes:
    if syntax:
        made.compress(syntax, generate_instance_uid=False)
    stream = pydicom.filebase.DicomBytesIO()
    pydicom.dcmwrite(stream, made, enforce_file_format=True)
    return bytes(stream.getvalue())


def _series(syntax: str) -> dict[str, bytes]:
    files = {}
    for index in range(4):
        made = _dataset(CTImageStorage, np.arange(56).reshape(7, 8) + 100 * index)
        made.Modality, made.InstanceNumber = "CT", index + 1
        made.ImagePositionPatient, made.ImageOrientationPatient = [-10, -20, 3 * index], [1, 0, 0, 0, 1, 0]
        made.PixelSpacing, made.SliceThickness = [0.8, 0.9], 3
        made.RescaleSlope, made.RescaleIntercept = 1, -1024
        files[f"{index}.dcm"] = _bytes_of(made, syntax)
    return files


def _enhanced(syntax: str) -> bytes:
    made = _dataset(EnhancedMRImageStorage, np.arange(4 * 56).reshape(4, 7, 8))
    made.Modality, made.NumberOfFrames = "MR", 4
    measures, orientation = Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = [0.8, 0.9], 3
    orientation.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    shared = Dataset()
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [orientation]
    made.SharedFunctionalGroupsSequence = [shared]
    frames = []
    for index in range(4):
        place, frame, content = Dataset(), Dataset(), Dataset()
        place.ImagePositionPatient = [-10, -20, 3 * index]
        content.StackID, content.InStackPositionNumber, content.DimensionIndexValues = "1", index + 1, [1, index + 1]
        frame.PlanePositionSequence, frame.FrameContentSequence = [place], [content]
        frames.append(frame)
    made.PerFrameFunctionalGroupsSequence = frames
    return _bytes_of(made, syntax)


# Harms to any file.

_WHOLE_NUMBERS = (0, 1, -1, 2, 7, 127, 128, 255, 256, 32767, -32768, 65535, 2**31 - 1, -(2**31), 2**32 - 1, 2**63 - 1)
_REAL_NUMBERS = (0.0, -0.0, 1.0, -1.0, 1e-45, 1e-12, 1e38, -1e38, float("nan"), float("inf"), float("-inf"), 352.5)
# Words for a field of a text header, to which numbers are added.
_WORDS = (
    "", " ", "none", "nan", "inf", "-inf", "1e999", "0x10", "1 1 1 1 1 1 1 1 1", "999999999999999999999999", "(0,0,0)",
    "(1,0,0) (1,0,0) (0,0,1)", "(nan,0,0) (0,1,0) (0,0,1)", "none none none", "left-posterior-superior",
    "scanner-xyz", "ras", "double", "block", "short", "uint64", "raw", "gzip", "ascii", "hex", "bzip2", "txt", "big",
    "little", "LIST", "/dev/null", "/dev/zero", "/dev/full",
    "../../../../../../etc/passwd", ".", "a.raw", "a%03d.raw 0 99999999 1",
    "\xe4\xf6\xfc", "\u809d\u810f", "x" * 5000, "%s%n%d", "true", "LOCAL",
)  # fmt: skip


def _number(rng: random.Random) -> str:
    return str(rng.choice((*_WHOLE_NUMBERS, *_REAL_NUMBERS)))


def _flip(rng: random.Random, scan: Scan, name: str) -> None:
    data = bytearray(scan.files[name])
    if not data:
        raise _NotFitError
    for _ in range(rng.choice((1, 2, 8, 64))):
        # Headers are at the front: half of the harm goes there.
        place = rng.randrange(len(data) if rng.random() < 0.5 else min(len(data), 400))
        data[place] ^= 1 << rng.randrange(8)
    scan.files[name] = bytes(data)


def _overwrite(rng: random.Random, scan: Scan, name: str) -> None:
    data = bytearray(scan.files[name])
    form = rng.choice(("<h", "<i", "<q", "<f", "<d", ">h", ">i", ">f", "<B"))
    number = rng.choice(_REAL_NUMBERS if form[1] in "fd" else _WHOLE_NUMBERS)
    try:
        packed = struct.pack(form, number)
    except (struct.error, OverflowError):
        packed = b"\xff" * struct.calcsize(form)
    place = rng.randrange(max(1, min(len(data), rng.choice((64, 400, 1 << 20)))))
    data[place : place + len(packed)] = packed
    scan.files[name] = bytes(data)


def _cut(rng: random.Random, scan: Scan, name: str) -> None:
    data = scan.files[name]
    scan.files[name] = data[: rng.choice((0, 1, 4, rng.randrange(len(data) + 1), max(0, len(data) - 1)))]


def _drop(rng: random.Random, scan: Scan, name: str) -> None:
    data = scan.files[name]
    start = rng.randrange(len(data) + 1)
    scan.files[name] = data[:start] + data[start + rng.choice((1, 2, 4, 16, 348)) :]


def _double(rng: random.Random, scan: Scan, name: str) -> None:
    data = scan.files[name]
    start = rng.randrange(len(data) + 1)
    scan.files[name] = data[:start] + data[start : start + rng.choice((1, 4, 64, 1000))] + data[start:]


def _splice(rng: random.Random, scan: Scan, name: str) -> None:
    other = rng.choice(originals())
    foreign = other.files[rng.choice(sorted(other.files))]
    here, there = rng.randrange(len(scan.files[name]) + 1), rng.randrange(len(foreign) + 1)
    scan.files[name] = scan.files[name][:here] + foreign[there:]


def _foreign_file(rng: random.Random, scan: Scan, name: str) -> None:
    other = rng.choice(originals())
    scan.files[rng.choice((name, f"x-{name}"))] = other.files[rng.choice(sorted(other.files))]


def _lose_file(rng: random.Random, scan: Scan, name: str) -> None:
    if name == scan.given or len(scan.files) < 2:
        raise _NotFitError
    del scan.files[name]


def _rename(rng: random.Random, scan: Scan, name: str) -> None:
    if name != scan.given:
        raise _NotFitError
    new = rng.choice(
        ("b.nii", "b.nii.gz", "b.NII.GZ", "b.nrrd", "b.mha", "b.dcm", "b", "b.img", "b.hdr", "b.jpg", "DICOMDIR")
    )
    scan.files[new] = scan.files.pop(name)
    scan.given = new


def _pack(rng: random.Random, scan: Scan, name: str) -> None:
    scan.files[name] = gzip.compress(scan.files[name], mtime=0)


def _swell(rng: random.Random, scan: Scan, name: str) -> None:
    scan.files[name] += bytes(rng.choice((1, 1000, 1_000_000)))


# Harms to fields.


def _nifti_field(rng: random.Random, scan: Scan, name: str) -> None:
    packed = scan.files[name].startswith(b"\x1f\x8b")
    try:
        data = bytearray(gzip.decompress(scan.files[name]) if packed else scan.files[name])
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _NotFitError from error
    if len(data) < 348:
        raise _NotFitError
    form, place = rng.choice(_NIFTI_FIELDS)
    number = rng.choice(_REAL_NUMBERS if form == "<f" else _WHOLE_NUMBERS)
    try:
        struct.pack_into(form, data, place, number)
    except (struct.error, OverflowError):
        struct.pack_into(form, data, place, rng.choice((0, 1, 2, 3)))
    scan.files[name] = gzip.compress(bytes(data), mtime=0) if packed else bytes(data)


_NIFTI_FIELDS = (
    ("<i", 0),
    *(("<h", 40 + 2 * n) for n in range(8)),  # dim
    *(("<h", place) for place in (68, 70, 72, 74, 252, 254)),  # intent, datatype, bitpix, slice_start, qform, sform
    *(("<f", 76 + 4 * n) for n in range(8)),  # pixdim
    *(("<f", place) for place in (108, 112, 116, 124, 128)),  # vox_offset, scl_slope, scl_inter, cal_max, cal_min
    *(("<f", 256 + 4 * n) for n in range(18)),  # quaternion, offsets, sform's rows
    *(("<B", place) for place in (39, 122, 123, 344, 345, 346)),  # dim_info, slice_code, units, magic
)


def _text_field(rng: random.Random, scan: Scan, name: str) -> None:
    """Another value in a line of an NRRD or MetaImage header, or a line lost or doubled."""
    data = scan.files[name]
    ends = data.find(b"\n\n") if data.startswith(b"NRRD") else data.find(b"ElementDataFile")
    if ends < 0:
        raise _NotFitError
    if not data.startswith(b"NRRD"):
        ends = data.find(b"\n", ends)
    lines = data[:ends].split(b"\n")
    index = rng.randrange(len(lines))
    key, separator, value = lines[index].partition(b": " if data.startswith(b"NRRD") else b" = ")
    choice = rng.random()
    if choice < 0.1:
        lines.pop(index)
    elif choice < 0.2:
        lines.insert(rng.randrange(len(lines) + 1), lines[index])
    elif separator and choice < 0.6:
        parts = value.replace(b",", b" , ").split(b" ")
        parts[rng.randrange(len(parts))] = _number(rng).encode()
        lines[index] = key + separator + b" ".join(parts).replace(b" , ", b",")
    elif separator:
        lines[index] = key + separator + rng.choice((*_WORDS, _number(rng))).encode("utf-8", "replace")
    else:
        lines[index] = rng.choice((*_WORDS, "NRRD0001", "NRRD0099")).encode("utf-8", "replace")
    scan.files[name] = b"\n".join(lines) + data[ends:]


_DICOM_TAGS = (
    "Rows", "Columns", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "SamplesPerPixel",
    "PhotometricInterpretation", "NumberOfFrames", "PixelSpacing", "ImagePositionPatient", "ImageOrientationPatient",
    "SliceThickness", "RescaleSlope", "RescaleIntercept", "SeriesInstanceUID", "FrameOfReferenceUID", "SOPClassUID",
    "Modality", "SpecificCharacterSet", "SeriesDescription", "InstanceNumber", "ImageType", "PixelPaddingValue",
    "TemporalPositionIdentifier", "AcquisitionNumber", "PixelAspectRatio", "SpacingBetweenSlices", "PixelData",
    "PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence", "PatientID", "PatientName",
    "StudyInstanceUID",
)  # fmt: skip


def _dicom_field(rng: random.Random, scan: Scan, name: str) -> None:
    """Another value in an element, or the element lost; what the standard forbids is written as it stands."""
    try:
        made = pydicom.dcmread(pydicom.filebase.DicomBytesIO(scan.files[name]), force=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _change_element(rng, made)
        stream = pydicom.filebase.DicomBytesIO()
        pydicom.dcmwrite(stream, made)
    except Exception as error:  # harmed before, or a value that cannot be written
        raise _NotFitError from error
    scan.files[name] = bytes(stream.getvalue())


def _change_element(rng: random.Random, made: Dataset) -> None:
    holder = made
    groups = made.get("PerFrameFunctionalGroupsSequence")
    if groups and rng.random() < 0.4:
        frame = rng.choice(list(groups))
        if rng.random() < 0.2:
            groups.remove(frame)
            return
        sequence = rng.choice([element for element in frame if element.VR == "SQ" and element.value])
        holder = sequence.value[0]
    inside = [element.keyword for element in holder if element.keyword]
    keyword = rng.choice(inside if holder is not made or rng.random() < 0.3 else _DICOM_TAGS)
    if keyword in holder and rng.random() < 0.25:
        del holder[keyword]
        return
    vr = pydicom.datadict.dictionary_VR(pydicom.datadict.tag_for_keyword(keyword) or 0)
    if vr == "SQ":
        setattr(holder, keyword, rng.choice(([], [Dataset()])))
    elif vr in ("US", "SS", "UL", "SL", "US or SS"):
        setattr(holder, keyword, rng.choice([n for n in _WHOLE_NUMBERS if 0 <= n < 65536]))
    elif vr in ("OB or OW", "OW", "OB"):
        setattr(holder, keyword, bytes(rng.choice((0, 1, 2, 111, 113, 5000))))
    else:
        text = rng.choice(
            (*_WORDS[:12], *_WORDS[-6:], _number(rng), "1\\2", "0\\0\\0", "1\\0\\0\\1\\0\\0", "1.2.840.10008.1.2.5")
        )
        # As the bytes stand, without the checks of a well-meaning library.
        holder[keyword] = pydicom.dataelem.RawDataElement(
            pydicom.tag.Tag(keyword), vr, len(text), text.encode("utf-8"), 0, False, True
        )


Harm = Callable[[random.Random, Scan, str], None]
_ANY_HARMS: tuple[Harm, ...] = (
    _flip, _flip, _overwrite, _overwrite, _cut, _drop, _double, _splice, _foreign_file, _lose_file, _rename, _pack,
    _swell,
)  # fmt: skip
_HARMS_OF: dict[str, tuple[Harm, ...]] = {
    "nifti": (_nifti_field,),
    "nrrd": (_text_field,),
    "meta": (_text_field,),
    "dicom": (_dicom_field,),
}
