"""NIfTI-1, NIfTI-2 and Analyze headers: size, kind of numbers, and where the voxels lie (NIfTI's own world is RAS).

They are read field by field, and not by a library: SimpleITK drops a sheared sform in silence and goes by a file's
name, nibabel mends what is odd and tells a log. Here every oddity is refused or becomes a note, so that all fields have
to be looked at anyway, and 348 bytes are one table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import LPS_TO_RAS, Matrix, affine_of, axis_letters, farthest_mm
from MISGroundLib.scene.file_bytes import first_bytes
from MISGroundLib.scene.file_scan import (
    ASSUMED_LPS,
    Part,
    StoredScan,
    by,
    check_layout,
    fault_of,
    find_beside,
    in_millimetres,
    known_size,
    prove,
    refuse_shear,
    unplaced,
)


def _table(size: int, fields: dict[str, tuple[Any, int]]) -> np.dtype[np.void]:
    formats = [kind for kind, _ in fields.values()]
    offsets = [offset for _, offset in fields.values()]
    return np.dtype({"names": list(fields), "formats": formats, "offsets": offsets, "itemsize": size})


# Field: (type, offset), from nifti1.h and nifti2.h.
_NIFTI_1 = _table(
    348,
    {
        "dim": (("<i2", 8), 40),
        "intent_code": ("<i2", 68),
        "datatype": ("<i2", 70),
        "bitpix": ("<i2", 72),
        "pixdim": (("<f4", 8), 76),
        "vox_offset": ("<f4", 108),
        "scl_slope": ("<f4", 112),
        "scl_inter": ("<f4", 116),
        "xyzt_units": ("u1", 123),
        "orient": ("u1", 252),
        "qform_code": ("<i2", 252),
        "sform_code": ("<i2", 254),
        "quatern": (("<f4", 3), 256),
        "qoffset": (("<f4", 3), 268),
        "srow": (("<f4", (3, 4)), 280),
    },
)
_NIFTI_2 = _table(
    540,
    {
        "datatype": ("<i2", 12),
        "bitpix": ("<i2", 14),
        "dim": (("<i8", 8), 16),
        "pixdim": (("<f8", 8), 104),
        "vox_offset": ("<i8", 168),
        "scl_slope": ("<f8", 176),
        "scl_inter": ("<f8", 184),
        "qform_code": ("<i4", 344),
        "sform_code": ("<i4", 348),
        "quatern": (("<f8", 3), 352),
        "qoffset": (("<f8", 3), 376),
        "srow": (("<f8", (3, 4)), 400),
        "xyzt_units": ("<i4", 500),
        "intent_code": ("<i4", 504),
    },
)
_COMPLEX = ("complex numbers, 2 values a voxel", "Save its magnitude as a volume of its own")
_COLOUR_REMEDY = "MISGround reads grey values: convert it, or choose another file"
_GREY = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8", 1280: "u8"}
# Kinds of numbers that are no grey values of at most 64 bits: what they are, and the remedy.
_OTHER = {
    0: ("numbers of a kind that it does not name", "Export it again from the program that made it"),
    1: ("one bit a voxel", "Save it with 8 bits or more"),
    32: _COMPLEX,
    128: ("3 values a voxel (colour or vectors)", _COLOUR_REMEDY),
    1536: ("128-bit floats", "Save it as float32"),
    1792: _COMPLEX,
    2048: _COMPLEX,
    2304: ("4 values a voxel (colour or vectors)", _COLOUR_REMEDY),
}
_UNITS = {0: "", 1: "metre", 2: "mm", 3: "micron"}
# What an intent code says that voxels are: labels; 2 to 24 are statistics.
_LABELS, _STATISTICS = 1002, range(2, 25)
# Analyze's byte for how slices lie: how they lie in space then, programs do not agree on. 0 is axial.
_ORIENTS = {1: "coronal", 2: "sagittal", 3: "axial and flipped", 4: "coronal and flipped", 5: "sagittal and flipped"}
_SCANNER = 1  # NIFTI_XFORM_SCANNER_ANAT
_HEADER_BYTES = 544


@dataclass(frozen=True)
class _Header:
    """The fields, `version` 1, 2 or 0 (Analyze), and whether the voxels are in the same file."""

    fields: np.void
    version: int
    single: bool

    @property
    def kind(self) -> str:
        return {0: "Analyze", 1: "NIfTI-1", 2: "NIfTI-2"}[self.version]


def is_nifti(head: bytes) -> bool:
    """Whether a file's first bytes (348 or more) are a NIfTI or Analyze header."""
    return _parse(head) is not None


def read_nifti(path: Path) -> StoredScan:
    """What a NIfTI or Analyze header says; of a pair, given by either half.

    Raises:
        UserError: it is no 3D volume of grey values, does not say where its voxels lie, or a half is missing.
    """
    pair = pair_of(path)
    header_path = pair[0] if pair else path
    header = _parse(first_bytes(header_path, _HEADER_BYTES))
    assert header is not None, "asked only of files that is_nifti"
    data_path = header_path if header.single else pair[1] if pair else _half(path, "img")
    if data_path is None:
        raise UserError(
            "{path} is the header of a pair ({kind}): the file {split}.img with the voxels is "
            "missing. Put both into one folder.",
            path=path,
            kind=header.kind,
            split=_split(path)[0],
        )
    fields, notes = header.fields, list[str]()
    shape = _shape(path, fields)
    dtype = _dtype(path, fields, header)
    # Any bits may stand in a header; what they make is checked.
    with np.errstate(invalid="ignore", over="ignore"):
        matrix = _placement(path, header, shape, notes)
        prove(path, "The voxel size", matrix, shape, [])
    unit = _UNITS.get(int(fields["xyzt_units"]) & 7, "") if header.version else ""
    matrix = in_millimetres(matrix, shape, unit, notes)
    slope, intercept = _scaling(fields, notes) if header.version else (1.0, 0.0)
    part = Part(data_path, _offset(path, header))
    intent = int(fields["intent_code"]) if header.version else 0
    if intent in _STATISTICS:
        notes.append("By its header this file holds statistics (an intent code), not the grey values of a scan.")
    return StoredScan(path, shape, dtype, matrix, [part], "raw", slope, intercept, intent == _LABELS, notes)


def pair_of(path: Path) -> tuple[Path, Path] | None:
    """(header, voxels) of a file that is half of a pair by its name and by its header; None where it is none."""
    if _split(path)[1] not in ("hdr", "img"):
        return None
    header_path, data_path = _half(path, "hdr"), _half(path, "img")
    if header_path is None or data_path is None:
        return None
    header = _parse(first_bytes(header_path, _HEADER_BYTES))
    return (header_path, data_path) if header and not header.single else None


def _half(path: Path, ending: str) -> Path | None:
    """The file of that ending beside a half of a pair: packed as that half is, else not packed."""
    stem, _, packed = _split(path)
    return find_beside(path, f"{stem}.{ending}{packed}") or find_beside(path, f"{stem}.{ending}")


def _split(path: Path) -> tuple[str, str, str]:
    """Stem, ending in small letters without its dot, and ".gz" where the name has it."""
    name, packed = path.name, ""
    if name.lower().endswith(".gz"):
        name, packed = name[:-3], name[-3:]
    stem, _, ending = name.rpartition(".")
    return (stem or name), ending.lower(), packed


def _parse(head: bytes) -> _Header | None:
    """The header in either byte order; None where these bytes are none."""
    for order in ("little", "big"):
        size = int.from_bytes(head[:4], order)
        if size == 348 and len(head) >= 348:
            table, magic, version = _NIFTI_1, head[344:348], 1
            if magic not in (b"n+1\0", b"ni1\0"):
                version = 0
        elif size == 540 and len(head) >= 540 and head[4:7] in (b"n+2", b"ni2"):
            table, magic, version = _NIFTI_2, head[4:8], 2
        else:
            continue
        fields = np.frombuffer(head[: table.itemsize], table if order == "little" else table.newbyteorder(">"))[0]
        if version == 0 and not 1 <= int(fields["dim"][0]) <= 7:
            continue
        return _Header(fields, version, magic[1:2] == b"+" and version > 0)
    return None


def _shape(path: Path, fields: np.void) -> tuple[int, int, int]:
    count = int(fields["dim"][0])
    if not 1 <= count <= 7:
        raise UserError(
            "{path} is damaged: its header gives {count} dimensions. Copy or download it again.", path=path, count=count
        )
    sizes = [int(n) for n in fields["dim"][1 : count + 1]]
    # Trailing sizes of 0 are written for 1.
    sizes = sizes[:3] + [max(n, 1) for n in sizes[3:]]
    if len(sizes) >= 5 and sizes[3] == 1 and sizes[4] > 1:
        return check_layout(path, sizes[:3], sizes[4])
    return check_layout(path, sizes)


def _dtype(path: Path, fields: np.void, header: _Header) -> np.dtype[np.generic]:
    code = int(fields["datatype"])
    if code not in _GREY:
        what, remedy = _OTHER.get(code, (f"numbers of a kind ({code}) that {header.kind} does not know", _OTHER[0][1]))
        raise UserError("{path} holds {what}. {remedy}.", path=path, what=what, remedy=remedy)
    dtype = np.dtype(_GREY[code]).newbyteorder("<" if fields.dtype["dim"].base.str[0] == "<" else ">")
    bits = int(fields["bitpix"])
    if bits not in (0, dtype.itemsize * 8):
        raise UserError(
            "{path} contradicts itself: its header says {dtype_name} and {bits} bits a voxel. "
            "Export it again from the program that made it.",
            path=path,
            dtype_name=dtype.name,
            bits=bits,
        )
    return dtype


def _offset(path: Path, header: _Header) -> int:
    offset = float(header.fields["vox_offset"])
    if not math.isfinite(offset) or offset < 0 or offset > 2**53:
        raise UserError(
            "{path} is damaged: its header says that the voxels begin at byte {offset:g}. Copy it again.",
            path=path,
            offset=offset,
        )
    least = {1: 352, 2: 544}[header.version] if header.single else 0
    return max(int(offset), least)


def _scaling(fields: np.void, notes: list[str]) -> tuple[float, float]:
    """Slope and intercept; none where the slope is 0, as the standard says, or one of them is no number."""
    slope, intercept = float(fields["scl_slope"]), float(fields["scl_inter"])
    if not (math.isfinite(slope) and math.isfinite(intercept)):
        notes.append(
            f"The header's scaling of grey values is not a number (slope {slope:g}, intercept {intercept:g}); "
            "the stored values were taken as they are."
        )
        return 1.0, 0.0
    if slope == 0.0:
        if intercept != 0.0:
            notes.append(
                f"The header's scaling has the slope 0 (and intercept {intercept:g}), which means none; "
                "the stored values were taken as they are."
            )
        return 1.0, 0.0
    return slope, intercept


def _placement(path: Path, header: _Header, shape: tuple[int, int, int], notes: list[str]) -> Matrix:
    """The form that Slicer takes, where it is sound; else the other; notes of contradictions. In the header's unit."""
    fields = header.fields
    pixdim = np.array(fields["pixdim"][1:4], dtype=float)
    has_sform, has_qform = (header.version > 0 and fields[f"{form}form_code"] > 0 for form in "sq")
    if not has_sform and not has_qform:
        return _silent(path, header, pixdim, notes)
    sform = affine_of(fields["srow"][:, :3], fields["srow"][:, 3])
    sfault = fault_of(sform) if has_sform else "is not there"
    qform, qfault = _qform(fields, pixdim) if has_qform else (sform, "is not there")
    if sfault and qfault:
        raise unplaced(path, f"its sform {sfault}" if has_sform else f"its qform {qfault}")
    if not sfault:
        refuse_shear(path, "The sform", sform, shape, notes)
    if sfault or qfault:
        name, fault, used = ("sform", sfault, "qform") if sfault else ("qform", qfault, "sform")
        if has_sform and has_qform:
            notes.append(f"The {name} of this file {fault}; its {used} was used, which is sound.")
        matrix = qform if sfault else sform
    else:
        matrix = _of_two(sform, qform, int(fields["sform_code"]), shape, notes)
    if matrix is sform:
        _note_voxel_size(sform, pixdim, notes)
    return matrix


def _of_two(sform: Matrix, qform: Matrix, sform_code: int, shape: tuple[int, int, int], notes: list[str]) -> Matrix:
    """The sform where it is the scanner's or is the qform, else the qform, as Slicer does. A note where they differ."""
    apart = farthest_mm(sform, qform, shape)
    if apart <= 0.5 * float(np.linalg.norm(sform[:3, :3], axis=0).min()):
        return sform
    use_sform = sform_code == _SCANNER
    chosen = f"the {'sform' if use_sform else 'qform'} was used, as Slicer does"
    by_sform, by_qform = axis_letters(sform), axis_letters(qform)
    if by_sform != by_qform:
        opposite = any({one, other} == {"L", "R"} for one, other in zip(by_sform, by_qform, strict=True))
        sides = " They name opposite sides as the patient's left." if opposite else ""
        notes.append(
            "The sform and the qform of this file contradict each other: by the sform the voxel axes run "
            f"{'-'.join(by_sform)}, by the qform {'-'.join(by_qform)}.{sides} {chosen[0].upper()}{chosen[1:]}; "
            "check left and right."
        )
    else:
        notes.append(
            f"The sform and the qform of this file differ: they place a voxel up to {apart:.1f} mm apart; {chosen}."
        )
    return sform if use_sform else qform


def _note_voxel_size(sform: Matrix, pixdim: Matrix, notes: list[str]) -> None:
    lengths = np.linalg.norm(sform[:3, :3], axis=0)
    if np.isfinite(pixdim).all() and np.allclose(pixdim, lengths, rtol=0.01, atol=1e-4):
        return
    notes.append(
        f"The header's voxel size (pixdim {by(pixdim)}) contradicts its sform ({by(lengths)}); the sform was used. "
        "Slicer takes pixdim, and may show this scan in another size or turned."
    )


def _qform(fields: np.void, pixdim: Matrix) -> tuple[Matrix, str]:
    """The qform and what is wrong with it, empty where it is sound."""
    b, c, d = (float(value) for value in fields["quatern"])
    offset = np.array(fields["qoffset"], dtype=float)
    if not np.isfinite([b, c, d, *offset]).all():
        return np.eye(4), "holds values that are not numbers"
    if not np.isfinite(pixdim).all() or not (pixdim > 0).all():
        return np.eye(4), f"has a voxel size (pixdim) of {by(pixdim)}"
    square = b * b + c * c + d * d
    if square > 1.02:
        return np.eye(4), "is no rotation (its quaternion is longer than 1)"
    if square > 1.0 - 1e-7:
        b, c, d = (value / math.sqrt(square) for value in (b, c, d))
        square = 1.0
    a = math.sqrt(max(0.0, 1.0 - square))
    rotation = np.array(
        [
            [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
        ]
    )
    # qfac: only a negative sign turns the third axis over; 0 and anything else are written for 1.
    signs = np.array([1.0, 1.0, -1.0 if float(fields["pixdim"][0]) < 0 else 1.0])
    matrix = affine_of(rotation * (pixdim * signs), offset)
    return matrix, fault_of(matrix)


def _silent(path: Path, header: _Header, pixdim: Matrix, notes: list[str]) -> Matrix:
    """No form: voxel size alone. Slicer takes L-P-S with the first voxel at the origin."""
    if header.version:
        silent = "This file does not say which side is left (its sform and qform codes are 0)"
    else:
        silent = "This file is in the old Analyze format, which does not say which side is left"
        if (orient := int(header.fields["orient"])) in _ORIENTS:
            raise UserError(
                "{path} is in the old Analyze format and says that its slices are {how} (orient {orient}), but not to "
                "which sides they run. Convert it to NIfTI with the program that made it.",
                path=path,
                how=_ORIENTS[orient],
                orient=orient,
            )
        if (matrix := find_beside(path, f"{_split(path)[0]}.mat")) is not None:
            notes.append(
                f"Beside this file lies {matrix.name}, which may hold its orientation (of SPM); it is not read."
            )
    notes.append(f"{silent}; {ASSUMED_LPS}.")
    size = np.abs(pixdim)
    unknown = ~(np.isfinite(size) & (size > 0))
    size = known_size(size, unknown, notes)
    if (pixdim[~unknown] < 0).any():
        notes.append("A voxel size in this file is negative; its sign was ignored. Check left and right.")
    return LPS_TO_RAS @ affine_of(np.diag(size), np.zeros(3))
