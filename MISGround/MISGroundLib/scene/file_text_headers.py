"""NRRD and MetaImage headers: lines of text that say what a scan is and where its voxels are, in space and on disk.

What Slicer does with a header that is silent about sides is done here too, and noted. NRRD names its own world; a
MetaImage's is LPS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import LPS_TO_RAS, Matrix, affine_of, axis_letters
from MISGroundLib.scene.file_bytes import open_file, open_unpacked, said_of
from MISGroundLib.scene.file_scan import (
    ASSUMED_LPS,
    Part,
    StoredScan,
    by,
    check_layout,
    find_beside,
    in_millimetres,
    known_size,
    prove,
    segmentation_given,
)

_LONGEST_HEADER = 4 << 20
# Data files, one a slice.
_MOST_FILES = 100_000
# NRRD's names in small letters, MetaImage's in capitals.
_TYPES = {
    "i1": "signed char, int8, int8_t, MET_CHAR",
    "u1": "uchar, unsigned char, uint8, uint8_t, MET_UCHAR",
    "i2": "short, short int, signed short, signed short int, int16, int16_t, MET_SHORT",
    "u2": "ushort, unsigned short, unsigned short int, uint16, uint16_t, MET_USHORT",
    "i4": "int, signed int, int32, int32_t, MET_INT, MET_LONG",
    "u4": "uint, unsigned int, uint32, uint32_t, MET_UINT, MET_ULONG",
    "i8": "longlong, long long, long long int, signed long long, signed long long int, int64, int64_t, MET_LONG_LONG",
    "u8": "ulonglong, unsigned long long, unsigned long long int, uint64, uint64_t, MET_ULONG_LONG",
    "f4": "float, MET_FLOAT",
    "f8": "double, MET_DOUBLE",
}
_DTYPES = {name: np.dtype(code) for code, names in _TYPES.items() for name in names.split(", ")}
_NRRD_ALIASES = {"gz": "gzip", "txt": "text", "ascii": "text"}
# Space, without hyphens, blanks and a time behind it: its axes to RAS. Others name no side; Slicer takes them for LPS.
_SPACES = {
    (1, 1, 1): "rightanteriorsuperior ras",
    (-1, 1, 1): "leftanteriorsuperior las",
    (-1, -1, 1): "leftposteriorsuperior lps",
}
_NRRD_SPACES = {name: signs for signs, names in _SPACES.items() for name in names.split()}
_NO_SIDES = ("scannerxyz", "3drighthanded", "3dlefthanded")
_COLOURS = re.compile(r"(rgb|rgba|hsv|xyz|[234]-(color|vector|gradient|normal)|vector|.*matrix|quaternion|covariant)")


@dataclass(frozen=True)
class _Header:
    """A text header: its fields by name, the byte at which it ends, and sentences that a user should see."""

    path: Path
    fields: dict[str, str]
    offset: int
    is_segmentation: bool = False
    notes: list[str] = field(default_factory=list)

    def fault(self, what: str) -> UserError:
        """A refusal that says what is wrong with the file."""
        return UserError("{path} {what}", path=self.path, what=what)

    def require(self, *names: str, voxels: str = "") -> None:
        """Refuse a header without these fields, or without its voxels: it ends too early."""
        if missing := [name for name in names if not self.fields.get(name)] + [voxels] * bool(voxels):
            raise self.fault(f"is cut off: its header ends without {' and '.join(missing)}. Copy or download it again.")

    def first_of(self, *names: str) -> str:
        """The first of these fields that is not empty."""
        return next((name for name in names if self.fields.get(name)), "")

    def numbers(self, name: str, *, whole: bool = False) -> list[float]:
        """A field's numbers. Raises UserError where it has none, or others than whole ones where those are due."""
        text = self.fields.get(name, "")
        try:
            values = [float(word) for word in text.split()]
        except ValueError:
            values = []
        if not values or (whole and not all(np.isfinite(value) and value == int(value) for value in values)):
            raise self.fault(f"is damaged: its header holds {text[:60]!r} as {name!r}. Copy or download it again.")
        return values


def is_nrrd(head: bytes) -> bool:
    """Whether these first bytes of a file are those of NRRD."""
    return re.match(rb"NRRD000\d", head) is not None


def is_metaimage(head: bytes) -> bool:
    """Whether these first bytes of a file are those of a MetaImage header."""
    return re.search(rb"^\s*(NDims|ObjectType)\s*=", head, re.MULTILINE) is not None and b"\0" not in head[:16]


def read_nrrd(path: Path) -> StoredScan:
    """What a NRRD header says, attached or detached. Raises UserError as `read_nifti` does."""
    header = _nrrd_header(path)
    sizes = _sizes(header, "sizes", "dimension", "dimensions")
    spatial, components = _nrrd_axes(header, sizes)
    shape = check_layout(path, [sizes[axis] for axis in spatial], components)
    matrix = _nrrd_placement(header, spatial, shape)
    dtype = _dtype(header, header.fields["type"].lower(), header.fields["type"])
    named = header.fields["encoding"].lower()
    encoding = _NRRD_ALIASES.get(named, named)
    if encoding not in ("raw", "gzip", "text", "hex"):
        raise header.fault(f"is packed as {named}, which is not read here. Load it in Slicer and save it as NRRD.")
    if dtype.itemsize > 1 and encoding != "text":
        order = header.fields.get("endian", "").lower()
        if order not in ("little", "big"):
            raise header.fault("does not say in which order the bytes of its numbers lie (endian). Export it again.")
        dtype = dtype.newbyteorder("<" if order == "little" else ">")
    parts = _nrrd_parts(header, encoding, sizes)
    return StoredScan(path, shape, dtype, matrix, parts, encoding, 1.0, 0.0, header.is_segmentation, header.notes)


def _nrrd_header(path: Path) -> _Header:
    """Fields by their names in small letters."""
    lines, offset, ended = _header_lines(path, re.compile(rb"\r?\n\r?\n"))
    fields: dict[str, str] = {}
    segmentation = False
    for number, line in enumerate(lines[1:], start=1):
        if line.startswith("#"):
            continue
        if ":=" in line:
            segmentation |= re.match(r"Segment(ation|\d+)_", line) is not None
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        name = {"datafile": "data file", "lineskip": "line skip", "byteskip": "byte skip"}.get(name, name)
        if colon:
            fields[name] = value.strip()
        if name == "data file" and value.strip().upper().startswith("LIST"):
            fields["list"] = "\n".join(one.strip() for one in lines[number + 1 :] if one.strip())
            break
    header = _Header(path, fields, offset, segmentation)
    voxels = "" if ended or fields.get("data file") else "voxels or the name of a file with them"
    header.require("type", "dimension", "sizes", "encoding", voxels=voxels)
    return header


def _nrrd_axes(header: _Header, sizes: list[int]) -> tuple[list[int], int]:
    """Which axes are those of space, and how many values a voxel has."""
    kinds = [kind.lower() for kind in header.fields.get("kinds", "").split()]
    kinds += [""] * (len(sizes) - len(kinds))
    vectors = _vectors(header, "space directions")
    none = {axis for axis, vector in enumerate(vectors) if vector is None}
    others = [axis for axis in range(len(sizes)) if axis in none or _COLOURS.fullmatch(kinds[axis])]
    for axis in others:
        if "complex" in kinds[axis]:
            raise header.fault("holds complex numbers, 2 values a voxel. Save its magnitude as a volume of its own.")
        if sizes[axis] > 1 and header.is_segmentation:
            raise segmentation_given(header.path)
        if sizes[axis] > 1 and axis == 0 and len(sizes) > 3:
            return [one for one in range(len(sizes)) if one != axis], sizes[axis]
    spatial = [axis for axis in range(len(sizes)) if axis not in others or sizes[axis] > 1]
    if len(spatial) > 3:
        # Trailing axes of one voxel are dropped.
        spatial = spatial[:3] + [axis for axis in spatial[3:] if sizes[axis] > 1]
    return spatial, 1


def _nrrd_placement(header: _Header, spatial: list[int], shape: tuple[int, int, int]) -> Matrix:
    fields, notes = header.fields, header.notes
    space = fields.get("space", "").lower()
    vectors = _vectors(header, "space directions")
    units = re.findall(r'"([^"]*)"', fields.get("space units", "")) or [""]
    if not space and "space dimension" not in fields:
        steps, origin = _nrrd_old_axes(header, spatial)
        units = re.findall(r'"([^"]*)"', fields.get("units", "")) or [""]
    elif not vectors:
        steps = np.diag(_spacings(header, spatial, "space directions"))
        notes.append(
            "This file does not say how its voxel axes run (it has no space directions); they were taken straight."
        )
        origin = _nrrd_origin(header)
    else:
        chosen = [vectors[axis] if axis < len(vectors) else None for axis in spatial]
        for axis, vector in enumerate(chosen):
            if vector is None or not 3 <= len(vector) <= 4:
                raise header.fault(
                    f"does not say where its voxels lie: its space directions give no direction in space for "
                    f"the axis {'ijk'[axis]}. Save the scan again from the program that made it."
                )
        steps = np.array([vector[:3] for vector in chosen if vector]).T
        origin = _nrrd_origin(header)
    plain = re.sub("time$|(?<=^...)t$", "", re.sub("[- ]", "", space))
    signs = _NRRD_SPACES.get(plain)
    if space and signs is None and plain not in _NO_SIDES:
        raise header.fault(f"names the space {fields['space']!r}, which NRRD does not know. Export the scan again.")
    if signs is None:
        named = f"names the space {fields['space']!r}, which" if space else "names no space, and"
        notes.append(f"This file {named} does not say which side is left; {ASSUMED_LPS}.")
        signs = _NRRD_SPACES["lps"]
    matrix = affine_of(steps, origin)
    prove(header.path, "The header's space directions", matrix, shape, notes)
    if len(set(units)) > 1:
        raise header.fault(f"gives lengths in several units ({', '.join(units)}). Export it again in mm.")
    return in_millimetres(np.diag([*signs, 1.0]) @ matrix, shape, units[0], notes)


def _nrrd_old_axes(header: _Header, spatial: list[int]) -> tuple[Matrix, Matrix]:
    """Steps and origin of a header from before NRRD knew of space: spacings and axis mins, as Slicer takes them."""
    spacing = _spacings(header, spatial, "spacings")
    origin = np.zeros(3)
    if header.fields.get("axis mins"):
        mins = header.numbers("axis mins")
        centers = header.fields.get("centers", header.fields.get("centerings", "")).split()
        for number, axis in enumerate(spatial):
            if axis < len(mins) and np.isfinite(mins[axis]):
                cell = axis >= len(centers) or centers[axis] != "node"
                origin[number] = mins[axis] + (spacing[number] / 2 if cell else 0.0)
    return np.diag(spacing), origin


def _spacings(header: _Header, spatial: list[int], missing: str) -> Matrix:
    """mm along each axis; 1 where the header does not say, which is noted."""
    given = header.numbers("spacings") if header.fields.get("spacings") else []
    spacing = np.array([given[axis] if axis < len(given) else np.nan for axis in spatial])
    if (spacing[np.isfinite(spacing)] <= 0).any():
        raise header.fault("gives a voxel size that is not positive (spacings). Export it again.")
    return known_size(spacing, ~np.isfinite(spacing), header.notes, f" (no {missing})")


def _nrrd_origin(header: _Header) -> Matrix:
    vectors = _vectors(header, "space origin")
    if vectors and vectors[0] is not None and len(vectors[0]) >= 3 and np.isfinite(vectors[0][:3]).all():
        return np.array(vectors[0][:3])
    header.notes.append(
        "This file does not say where the scan begins (space origin); 0, 0, 0 was assumed, as Slicer does."
    )
    return np.zeros(3)


def _vectors(header: _Header, name: str) -> list[list[float] | None]:
    """A field such as "(1,0,0) none (0,0,1)" as lists; None for "none"."""
    found: list[list[float] | None] = []
    for word in re.findall(r"\([^)]*\)|[^\s()]+", header.fields.get(name, "")):
        try:
            numbers = [float(value) for value in word.strip("()").split(",")] if word.lower() != "none" else None
        except ValueError as error:
            raise header.fault(f"is damaged: its header holds {word!r} for a vector. Copy it again.") from error
        found.append(numbers)
    return found


def _nrrd_parts(header: _Header, encoding: str, sizes: list[int]) -> list[Part]:
    fields = header.fields
    named = fields.get("data file", "")
    given = (f"{unit} skip" for unit in ("line", "byte"))
    lines, skip = (int(header.numbers(name, whole=True)[0]) if fields.get(name) else 0 for name in given)
    if not named:
        if fields.get("line skip") or skip:
            raise header.fault("skips lines or bytes before its voxels, which is not read here. Load it in Slicer.")
        return [Part(header.path, header.offset)]
    names = _data_files(header, named, r"(-?\d+)\s+(-?\d+)\s+(-?\d+)(?:\s+\d+)?")
    if not names or sizes[-1] % len(names):
        raise header.fault(f"names {len(names)} data files for {sizes[-1]} slices. Export it again.")
    return [_part(header, name, lines, skip, packed=encoding == "gzip") for name in names]


def read_metaimage(path: Path) -> StoredScan:
    """What a MetaImage header (.mha, .mhd) says. Raises UserError as `read_nifti` does."""
    header = _meta_header(path)
    fields, notes = header.fields, header.notes
    sizes = _sizes(header, "DimSize", "NDims", "NDims")
    channels = fields.get("ElementNumberOfChannels", "1")
    shape = check_layout(path, sizes, int(channels) if channels.isdigit() else 1)
    matrix = _meta_placement(header, shape, len(sizes))
    kind = fields["ElementType"].upper()
    dtype = _dtype(header, kind, kind)
    order = fields.get("ElementByteOrderMSB", fields.get("BinaryDataByteOrderMSB", "False"))
    dtype = dtype.newbyteorder(">" if _true(order) else "<")
    encoding = "raw" if _true(fields.get("BinaryData", "False")) else "text"
    if _true(fields.get("CompressedData", "False")):
        encoding = "zlib"
    scaling = {"ElementToIntensityFunctionSlope": 1.0, "ElementToIntensityFunctionOffset": 0.0}
    slope, intercept = (header.numbers(name)[0] if name in fields else usual for name, usual in scaling.items())
    if (slope, intercept) != (1.0, 0.0):
        if not np.isfinite([slope, intercept]).all() or slope == 0.0:
            slope, intercept = 1.0, 0.0
            notes.append("The header's scaling of grey values is not usable; the stored values were taken as they are.")
        else:
            notes.append(f"The header scales grey values (times {slope:g}, plus {intercept:g}), which Slicer ignores.")
    parts = _meta_parts(header, sizes)
    return StoredScan(path, shape, dtype, matrix, parts, encoding, slope, intercept, notes=notes)


def _meta_header(path: Path) -> _Header:
    lines, offset, _ = _header_lines(path, re.compile(rb"^ElementDataFile\s*=[^\n]*\n", re.MULTILINE))
    parted = (line.partition("=") for line in lines)
    fields = {name.strip(): value.strip() for name, equals, value in parted if equals}
    header = _Header(path, fields, offset)
    voxels = "voxels" if fields.get("ElementDataFile") in ("L", "LO", "LOC", "LOCA") else ""
    header.require("NDims", "DimSize", "ElementType", "ElementDataFile", voxels=voxels)
    if fields["ElementDataFile"].upper() == "LIST":
        with said_of(path), open_unpacked(path) as stream:
            stream.seek(offset)
            fields["list"] = stream.read(_LONGEST_HEADER).decode("utf-8", "replace")
    return header


def _meta_placement(header: _Header, shape: tuple[int, int, int], dimensions: int) -> Matrix:
    """As Slicer, spacing times direction; where the directions hold the spacing too, it is counted once."""
    fields, notes = header.fields, header.notes
    spacing_name = header.first_of("ElementSpacing", "ElementSize")
    spacing = np.array(header.numbers(spacing_name)[:3] if spacing_name else [1.0, 1.0, 1.0])
    if spacing.size < 3 or not (np.isfinite(spacing).all() and (spacing > 0).all()):
        raise header.fault(f"gives the voxel size {by(spacing, 'g')} ({spacing_name}). Export the scan again.")
    matrix_name = header.first_of("TransformMatrix", "Rotation", "Orientation")
    directions = np.eye(3)
    acronym = fields.get("AnatomicalOrientation", "").upper()
    if matrix_name:
        values = np.array(header.numbers(matrix_name))
        if values.size != dimensions**2:
            raise header.fault(f"gives {values.size} numbers as its {matrix_name}. Export the scan again.")
        directions = values.reshape(dimensions, dimensions)[:3, :3].T
    elif re.fullmatch("[RLAPSI]{3}", acronym) and acronym != "RAI":
        raise header.fault(
            f"contradicts itself about sides: its AnatomicalOrientation is {acronym}, and without a "
            "TransformMatrix its axes run as RAI says (to the patient's left, back and head). "
            "Export it with its orientation."
        )
    else:
        notes.append(f"This file does not say which side is left (it has no TransformMatrix); {ASSUMED_LPS}.")
    directions, spacing = _without_double_spacing(header, matrix_name, directions, spacing_name, spacing)
    origin_name = header.first_of("Offset", "Position", "Origin")
    origin = np.array(header.numbers(origin_name)[:3] if origin_name else [0.0, 0.0, 0.0])
    if not origin_name and matrix_name:
        notes.append("This file does not say where the scan begins (Offset); 0, 0, 0 was assumed, as Slicer does.")
    if origin.size < 3:
        raise header.fault(f"gives {origin.size} numbers as its {origin_name}. Export the scan again.")
    what = f"The header's {matrix_name or spacing_name or 'size'}"
    matrix = affine_of(directions * spacing, origin)
    prove(header.path, what, matrix, shape, notes)
    matrix = LPS_TO_RAS @ matrix
    # The acronym says where the axes come from: RAI for axes that run to L, P and S.
    comes_from = axis_letters(-matrix)
    if matrix_name and re.fullmatch("[RLAPSI]{3}", acronym) and acronym != comes_from:
        notes.append(
            f"The header's AnatomicalOrientation ({acronym}) contradicts its {matrix_name} ({comes_from}); "
            f"the {matrix_name} was used, as Slicer does. Check left and right."
        )
    return in_millimetres(matrix, shape, fields.get("DistanceUnits", "").strip('"?'), notes)


def _without_double_spacing(
    header: _Header, matrix_name: str, directions: Matrix, spacing_name: str, spacing: Matrix
) -> tuple[Matrix, Matrix]:
    """Directions of length 1 and the voxel size. A matrix with other lengths holds the voxel size, or is refused."""
    lengths = np.linalg.norm(directions, axis=0)
    if not np.isfinite(lengths).all() or not (lengths > 0).all() or np.allclose(lengths, 1.0, atol=1e-3):
        return directions, spacing
    if not spacing_name:
        header.notes.append(
            f"The header gives no ElementSpacing; the lengths in its {matrix_name} ({by(lengths)}) were taken for it."
        )
        return directions / lengths, lengths
    if np.allclose(lengths, spacing, rtol=0.01):
        header.notes.append(
            f"The header's {matrix_name} holds the voxel size ({by(lengths)}) as its {spacing_name} does; it was "
            "counted once. Slicer counts it twice, and shows this scan in another size."
        )
        return directions / lengths, spacing
    raise header.fault(
        f"contradicts itself: its {spacing_name} is {by(spacing)}, and its {matrix_name}, which should hold "
        f"directions of length 1, has the lengths {by(lengths)}. Export the scan again."
    )


def _meta_parts(header: _Header, sizes: list[int]) -> list[Part]:
    named = header.fields["ElementDataFile"]
    size = header.fields.get("HeaderSize", "0").split()[0]
    skip = int(size) if re.fullmatch(r"-?\d+", size) else 0
    if named.upper() == "LOCAL":
        return [Part(header.path, -1 if skip < 0 else header.offset)]
    # A step of 0 is written for 1.
    names = _data_files(header, named, r"(\d+)\s+(\d+)(?:\s+(?:0+|(\d+)))?")
    if not names or (len(names) > 1 and len(names) != sizes[2]):
        raise header.fault(f"names {len(names)} data files for {sizes[2]} slices. Export it again.")
    return [_part(header, name, 0, skip, packed=False) for name in names]


def _header_lines(path: Path, end: re.Pattern[bytes]) -> tuple[list[str], int, bool]:
    """A header's lines, the byte at which it ends, and whether it has its end pattern and not just the file's end."""
    with said_of(path), open_unpacked(path) as stream:
        head = b""
        while (found := end.search(head)) is None and len(head) < _LONGEST_HEADER and (more := stream.read(1 << 14)):
            head += more
    stop = found.end() if found else len(head)
    return head[:stop].decode("utf-8", "replace").splitlines(), stop, found is not None


def _true(text: str) -> bool:
    return text.strip()[:1].upper() in ("T", "1", "Y")


def _sizes(header: _Header, name: str, count: str, said: str) -> list[int]:
    """The sizes along all axes, as many as the header says that there are."""
    sizes = [int(number) for number in header.numbers(name, whole=True)]
    if int(header.numbers(count, whole=True)[0]) != len(sizes):
        raise header.fault(f"contradicts itself: it gives {len(sizes)} sizes for its {said}. Export it again.")
    return sizes


def _dtype(header: _Header, name: str, said: str) -> np.dtype[np.generic]:
    if name not in _DTYPES:
        raise header.fault(
            f"holds numbers of the type {said}, which are no grey values. Save it with whole numbers or floats."
        )
    return _DTYPES[name]


def _data_files(header: _Header, named: str, numbers: str) -> list[str]:
    """The data files that a header names: one, a list, or a pattern with a %d and its first, last and step."""
    if named.upper().startswith("LIST"):
        return [name.strip() for name in header.fields.get("list", "").splitlines() if name.strip()]
    pattern = re.fullmatch(rf"(\S*%\d{{0,2}}d\S*)\s+{numbers}", named)
    if pattern is None:
        return [named]
    name, first, last, step = pattern[1], int(pattern[2]), int(pattern[3]), int(pattern[4] or 1)
    if step == 0 or abs(last - first) // abs(step) > _MOST_FILES or name.count("%") != 1:
        raise header.fault(f"names its data files as {name}, {first} to {last}, which cannot be. Export it again.")
    return [name % number for number in range(first, last + (1 if step > 0 else -1), step)]


def _part(header: _Header, name: str, lines: int, skip: int, packed: bool) -> Part:
    """A data file that a header names; lines are skipped before unpacking, bytes after it."""
    data = find_beside(header.path, name := name.replace("\\", "/"))
    if data is None and (data := find_beside(header.path, name.rpartition("/")[2])) is not None:
        header.notes.append(f"The header names its data file {name}, which is not there; the one beside it was taken.")
    if data is None:
        raise header.fault(f"is a header only: its data file {name} is missing. Put both into one folder.")
    start = 0
    if lines > 0:
        with said_of(data), open_file(data) as stream:
            start = sum(len(stream.readline(1 << 20)) for _ in range(min(lines, _LONGEST_HEADER)))
    if packed:
        return Part(data, start, max(skip, 0), is_bare=True)
    return Part(data, -1 if skip < 0 else start + skip, is_bare=True)
