"""NRRD and MetaImage headers: lines of text that say what a scan is and where its voxels are, in space and on disk.

What Slicer does with a header that is silent about sides is done here too, and noted. NRRD names its own world; a
MetaImage's is LPS.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.placement import (
    ASSUMED_LPS,
    LPS_TO_RAS,
    in_millimetres,
    placement,
    prove,
)
from MISGroundLib.scene.stored import Part, StoredScan, check_layout, find_beside, open_file, open_unpacked, said_of

_LONGEST_HEADER = 4 << 20
# Data files, one a slice.
_MOST_FILES = 100_000
_NRRD_TYPES = {
    "i1": "signed char, int8, int8_t",
    "u1": "uchar, unsigned char, uint8, uint8_t",
    "i2": "short, short int, signed short, signed short int, int16, int16_t",
    "u2": "ushort, unsigned short, unsigned short int, uint16, uint16_t",
    "i4": "int, signed int, int32, int32_t",
    "u4": "uint, unsigned int, uint32, uint32_t",
    "i8": "longlong, long long, long long int, signed long long, signed long long int, int64, int64_t",
    "u8": "ulonglong, unsigned long long, unsigned long long int, uint64, uint64_t",
    "f4": "float",
    "f8": "double",
}
_NRRD_DTYPE = {name: code for code, names in _NRRD_TYPES.items() for name in names.split(", ")}
_NRRD_ENCODING = {
    "raw": "raw",
    "gzip": "gzip",
    "gz": "gzip",
    "text": "text",
    "txt": "text",
    "ascii": "text",
    "hex": "hex",
}
# Space: its axes to RAS. The others that NRRD knows name no side of a patient; Slicer takes them for LPS.
_NRRD_SPACES = {
    "right-anterior-superior": (1, 1, 1),
    "ras": (1, 1, 1),
    "left-anterior-superior": (-1, 1, 1),
    "las": (-1, 1, 1),
    "left-posterior-superior": (-1, -1, 1),
    "lps": (-1, -1, 1),
}
_META_DTYPE = {
    "MET_CHAR": "i1",
    "MET_UCHAR": "u1",
    "MET_SHORT": "i2",
    "MET_USHORT": "u2",
    "MET_INT": "i4",
    "MET_UINT": "u4",
    "MET_LONG": "i4",
    "MET_ULONG": "u4",
    "MET_LONG_LONG": "i8",
    "MET_ULONG_LONG": "u8",
    "MET_FLOAT": "f4",
    "MET_DOUBLE": "f8",
}
_COLOURS = re.compile(r"(rgb|rgba|hsv|xyz|[234]-(color|vector|gradient|normal)|vector|.*matrix|quaternion|covariant)")


def is_nrrd(head: bytes) -> bool:
    """Whether these first bytes of a file are those of NRRD."""
    return re.match(rb"NRRD000\d", head) is not None


def is_metaimage(head: bytes) -> bool:
    """Whether these first bytes of a file are those of a MetaImage header."""
    return re.search(rb"^\s*(NDims|ObjectType)\s*=", head, re.MULTILINE) is not None and b"\0" not in head[:16]


# ---- NRRD ------------------------------------------------------------------------------------------------------------


def read_nrrd(path: Path) -> StoredScan:
    """What a NRRD header says, attached or detached. Raises UserError as `nifti.read_nifti` does."""
    fields, offset, segmentation = _nrrd_fields(path)
    notes: list[str] = []
    sizes = [int(n) for n in _numbers(path, fields, "sizes", whole=True)]
    if not sizes or int(_numbers(path, fields, "dimension", whole=True)[0]) != len(sizes):
        raise UserError(f"{path} contradicts itself: it gives {len(sizes)} sizes for its dimensions. Export it again.")
    spatial, components = _nrrd_axes(path, fields, sizes, segmentation)
    kept = [sizes[axis] for axis in spatial]
    shape = check_layout(path, kept, components)
    matrix = _nrrd_placement(path, fields, spatial, shape, notes)
    dtype = _dtype(path, _NRRD_DTYPE.get(fields.get("type", "").lower()), fields.get("type", ""))
    encoding = fields.get("encoding", "raw").lower()
    if encoding not in _NRRD_ENCODING:
        raise UserError(
            f"{path} is packed as {encoding}, which is not read here. Load it in Slicer and save it as NRRD."
        )
    if dtype.itemsize > 1 and _NRRD_ENCODING[encoding] != "text":
        order = fields.get("endian", "").lower()
        if order not in ("little", "big"):
            raise UserError(
                f"{path} does not say in which order the bytes of its numbers lie (endian). Export it again."
            )
        dtype = dtype.newbyteorder("<" if order == "little" else ">")
    parts = _nrrd_parts(path, fields, offset, encoding, sizes)
    return StoredScan(
        path, "NRRD", shape, dtype, matrix, parts, _NRRD_ENCODING[encoding], is_segmentation=segmentation, notes=notes
    )


def _header_lines(path: Path, end: re.Pattern[bytes]) -> tuple[list[str], int, bool]:
    """A header's lines, the byte at which it ends, and whether it has its end pattern and not just the file's end."""
    with said_of(path), open_unpacked(path) as stream:
        head = b""
        while (found := end.search(head)) is None and len(head) < _LONGEST_HEADER and (more := stream.read(1 << 14)):
            head += more
    stop = found.end() if found else len(head)
    return head[:stop].decode("utf-8", "replace").splitlines(), stop, found is not None


def _nrrd_fields(path: Path) -> tuple[dict[str, str], int, bool]:
    """Fields by their names in small letters, where the voxels begin, and whether this is a segmentation of Slicer."""
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
    missing = [name for name in ("type", "dimension", "sizes", "encoding") if not fields.get(name)]
    if not ended and not fields.get("data file"):
        missing.append("voxels or the name of a file with them")
    if missing:
        raise UserError(
            f"{path} is cut off: its header ends without {' and '.join(missing)}. Copy or download it again."
        )
    return fields, offset, segmentation


def _nrrd_axes(path: Path, fields: dict[str, str], sizes: list[int], segmentation: bool) -> tuple[list[int], int]:
    """Which axes are those of space, and how many values a voxel has."""
    kinds = [kind.lower() for kind in fields.get("kinds", "").split()]
    kinds += [""] * (len(sizes) - len(kinds))
    vectors = _vectors(path, fields.get("space directions", ""))
    none = {axis for axis, vector in enumerate(vectors) if vector is None}
    others = [axis for axis in range(len(sizes)) if axis in none or _COLOURS.fullmatch(kinds[axis])]
    for axis in others:
        if "complex" in kinds[axis]:
            raise UserError(
                f"{path} holds complex numbers, 2 values a voxel. Save its magnitude as a volume of its own."
            )
        if sizes[axis] > 1 and segmentation:
            raise _segmentation(path)
        if sizes[axis] > 1 and axis == 0 and len(sizes) > 3:
            return [one for one in range(len(sizes)) if one != axis], sizes[axis]
    spatial = [axis for axis in range(len(sizes)) if axis not in others or sizes[axis] > 1]
    if len(spatial) > 3:
        # Trailing axes of one voxel are dropped.
        spatial = spatial[:3] + [axis for axis in spatial[3:] if sizes[axis] > 1]
    return spatial, 1


def _segmentation(path: Path) -> UserError:
    return UserError(f"{path} is a segmentation (labels of structures), not a scan. Give the scan it was made on.")


def _nrrd_placement(
    path: Path, fields: dict[str, str], spatial: list[int], shape: tuple[int, int, int], notes: list[str]
) -> Matrix:
    space = fields.get("space", "").lower()
    vectors = _vectors(path, fields.get("space directions", ""))
    units = re.findall(r'"([^"]*)"', fields.get("space units", "")) or [""]
    if not space and "space dimension" not in fields:
        steps, origin = _nrrd_old_axes(path, fields, spatial, notes)
        units = re.findall(r'"([^"]*)"', fields.get("units", "")) or [""]
    elif not vectors:
        steps = np.diag(_spacings(path, fields, spatial, "space directions", notes))
        notes.append(
            "This file does not say how its voxel axes run (it has no space directions); they were taken straight."
        )
        origin = _nrrd_origin(path, fields, notes)
    else:
        chosen = [vectors[axis] if axis < len(vectors) else None for axis in spatial]
        for axis, vector in enumerate(chosen):
            if vector is None or not 3 <= len(vector) <= 4:
                raise UserError(
                    f"{path} does not say where its voxels lie: its space directions give no direction in space for "
                    f"the axis {'ijk'[axis]}. Save the scan again from the program that made it."
                )
        steps = np.array([vector[:3] for vector in chosen if vector]).T
        origin = _nrrd_origin(path, fields, notes)
    signs = _NRRD_SPACES.get(space)
    if signs is None:
        named = f"names the space {fields['space']!r}, which" if space else "names no space, and"
        notes.append(f"This file {named} does not say which side is left; {ASSUMED_LPS}.")
        signs = _NRRD_SPACES["lps"]
    matrix = prove(path, "The header's space directions", placement(steps, origin), shape, notes)
    if len(set(units)) > 1:
        raise UserError(f"{path} gives lengths in several units ({', '.join(units)}). Export it again in mm.")
    return in_millimetres(np.diag([*signs, 1.0]) @ matrix, shape, units[0], notes)


def _nrrd_old_axes(path: Path, fields: dict[str, str], spatial: list[int], notes: list[str]) -> tuple[Matrix, Matrix]:
    """Steps and origin of a header from before NRRD knew of space: spacings and axis mins, as Slicer takes them."""
    spacing = _spacings(path, fields, spatial, "spacings", notes)
    origin = np.zeros(3)
    if fields.get("axis mins"):
        mins = _numbers(path, fields, "axis mins")
        centers = fields.get("centers", fields.get("centerings", "")).split()
        for number, axis in enumerate(spatial):
            if axis < len(mins) and np.isfinite(mins[axis]):
                cell = axis >= len(centers) or centers[axis] != "node"
                origin[number] = mins[axis] + (spacing[number] / 2 if cell else 0.0)
    return np.diag(spacing), origin


def _spacings(path: Path, fields: dict[str, str], spatial: list[int], missing: str, notes: list[str]) -> Matrix:
    """mm along each axis; 1 where the header does not say, which is noted."""
    given = _numbers(path, fields, "spacings") if fields.get("spacings") else []
    spacing = np.array([given[axis] if axis < len(given) else np.nan for axis in spatial])
    unknown = ~np.isfinite(spacing)
    if unknown.any():
        axes = " and ".join("ijk"[axis] for axis in np.flatnonzero(unknown))
        notes.append(f"This file gives no voxel size along {axes} (no {missing}); 1 mm was assumed, as Slicer does.")
    if (spacing[~unknown] <= 0).any():
        raise UserError(f"{path} gives a voxel size that is not positive (spacings). Export it again.")
    return np.where(unknown, 1.0, spacing)


def _nrrd_origin(path: Path, fields: dict[str, str], notes: list[str]) -> Matrix:
    vectors = _vectors(path, fields.get("space origin", ""))
    if vectors and vectors[0] is not None and len(vectors[0]) >= 3 and np.isfinite(vectors[0][:3]).all():
        return np.array(vectors[0][:3])
    notes.append("This file does not say where the scan begins (space origin); 0, 0, 0 was assumed, as Slicer does.")
    return np.zeros(3)


def _vectors(path: Path, text: str) -> list[list[float] | None]:
    """ "(1,0,0) none (0,0,1)" as lists; None for "none"."""
    found: list[list[float] | None] = []
    for word in re.findall(r"\([^)]*\)|[^\s()]+", text):
        if word.lower() == "none":
            found.append(None)
            continue
        try:
            found.append([float(value) for value in word.strip("()").split(",")])
        except ValueError as error:
            raise UserError(f"{path} is damaged: its header holds {word!r} for a vector. Copy it again.") from error
    return found


def _nrrd_parts(path: Path, fields: dict[str, str], offset: int, encoding: str, sizes: list[int]) -> list[Part]:
    named = fields.get("data file", "")
    lines, skip = (
        int(_numbers(path, fields, f"{unit} skip", whole=True)[0]) if fields.get(f"{unit} skip") else 0
        for unit in ("line", "byte")
    )
    if not named:
        if fields.get("line skip") or skip:
            raise UserError(
                f"{path} skips lines or bytes before its voxels, which is not read here. Load it in Slicer."
            )
        return [Part(path, offset)]
    if named.upper().startswith("LIST"):
        names = fields["list"].splitlines()
    elif pattern := re.fullmatch(r"(\S*%\d{0,2}d\S*)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)(\s+\d+)?", named):
        names = _numbered(path, pattern[1], *(int(pattern[n]) for n in (2, 3, 4)))
    else:
        names = [named]
    if not names or sizes[-1] % len(names):
        raise UserError(f"{path} names {len(names)} data files for {sizes[-1]} slices. Export it again.")
    packed = encoding not in ("raw", "text", "txt", "ascii", "hex")
    return [_part(path, name, lines, skip, packed) for name in names]


def _numbered(path: Path, name: str, first: int, last: int, step: int) -> list[str]:
    """The names of data files that a pattern with a %d stands for."""
    if step == 0 or abs(last - first) // abs(step) > _MOST_FILES or name.count("%") != 1:
        raise UserError(f"{path} names its data files as {name}, {first} to {last}, which cannot be. Export it again.")
    return [name % number for number in range(first, last + (1 if step > 0 else -1), step)]


def _part(path: Path, name: str, lines: int, skip: int, packed: bool) -> Part:
    """A data file that a header names; lines are skipped before unpacking, bytes after it."""
    data = find_beside(path, name.replace("\\", "/"))
    if data is None:
        raise UserError(f"{path} is a header only: its data file {name} is missing. Put both into one folder.")
    start = 0
    if lines > 0:
        with said_of(data), open_file(data) as stream:
            for _ in range(min(lines, _LONGEST_HEADER)):
                start += len(stream.readline(1 << 20))
    if packed:
        return Part(data, start, max(skip, 0), is_bare=True)
    return Part(data, -1 if skip < 0 else start + skip, is_bare=True)


# ---- MetaImage -------------------------------------------------------------------------------------------------------


def read_metaimage(path: Path) -> StoredScan:
    """What a MetaImage header (.mha, .mhd) says. Raises UserError as `nifti.read_nifti` does."""
    fields, offset = _meta_fields(path)
    notes: list[str] = []
    sizes = [int(n) for n in _numbers(path, fields, "DimSize", whole=True)]
    if int(_numbers(path, fields, "NDims", whole=True)[0]) != len(sizes):
        raise UserError(f"{path} contradicts itself: it gives {len(sizes)} sizes for its NDims. Export it again.")
    channels = fields.get("ElementNumberOfChannels", "1")
    shape = check_layout(path, sizes, int(channels) if channels.isdigit() else 1)
    matrix = _meta_placement(path, fields, shape, len(sizes), notes)
    kind = fields["ElementType"].upper()
    dtype = _dtype(path, _META_DTYPE.get(kind), kind)
    order = fields.get("ElementByteOrderMSB", fields.get("BinaryDataByteOrderMSB", "False"))
    dtype = dtype.newbyteorder(">" if _true(order) else "<")
    encoding = "raw" if _true(fields.get("BinaryData", "False")) else "text"
    if _true(fields.get("CompressedData", "False")):
        encoding = "zlib"
    slope, intercept = (
        _numbers(path, fields, f"ElementToIntensityFunction{name}")[0]
        if f"ElementToIntensityFunction{name}" in fields
        else usual
        for name, usual in (("Slope", 1.0), ("Offset", 0.0))
    )
    if (slope, intercept) != (1.0, 0.0):
        if not np.isfinite([slope, intercept]).all() or slope == 0.0:
            slope, intercept = 1.0, 0.0
            notes.append("The header's scaling of grey values is not usable; the stored values were taken as they are.")
        else:
            notes.append(f"The header scales grey values (times {slope:g}, plus {intercept:g}), which Slicer ignores.")
    parts = _meta_parts(path, fields, offset, sizes)
    return StoredScan(path, "MetaImage", shape, dtype, matrix, parts, encoding, slope, intercept, notes=notes)


def _meta_fields(path: Path) -> tuple[dict[str, str], int]:
    lines, offset, _ = _header_lines(path, re.compile(rb"^ElementDataFile\s*=[^\n]*\n", re.MULTILINE))
    fields: dict[str, str] = {}
    for line in lines:
        name, equals, value = line.partition("=")
        if equals:
            fields[name.strip()] = value.strip()
    missing = [name for name in ("NDims", "DimSize", "ElementType", "ElementDataFile") if not fields.get(name)]
    if fields.get("ElementDataFile") in ("L", "LO", "LOC", "LOCA"):
        missing.append("voxels")
    if missing:
        raise UserError(
            f"{path} is cut off: its header ends without {' and '.join(missing)}. Copy or download it again."
        )
    if fields["ElementDataFile"].upper() == "LIST":
        with said_of(path), open_unpacked(path) as stream:
            stream.seek(offset)
            fields["list"] = stream.read(_LONGEST_HEADER).decode("utf-8", "replace")
    return fields, offset


def _meta_placement(
    path: Path, fields: dict[str, str], shape: tuple[int, int, int], dimensions: int, notes: list[str]
) -> Matrix:
    """Slicer takes spacing times direction; where the directions hold the spacing too, it is not counted twice."""
    spacing_name = next((name for name in ("ElementSpacing", "ElementSize") if fields.get(name)), "")
    spacing = np.array(_numbers(path, fields, spacing_name)[:3] if spacing_name else [1.0, 1.0, 1.0])
    if spacing.size < 3 or not (np.isfinite(spacing).all() and (spacing > 0).all()):
        shown = " x ".join(f"{value:g}" for value in spacing)
        raise UserError(f"{path} gives the voxel size {shown} ({spacing_name}). Export the scan again.")
    matrix_name = next((name for name in ("TransformMatrix", "Rotation", "Orientation") if fields.get(name)), "")
    directions = np.eye(3)
    acronym = fields.get("AnatomicalOrientation", "").upper()
    if matrix_name:
        values = np.array(_numbers(path, fields, matrix_name))
        if values.size != dimensions**2:
            raise UserError(f"{path} gives {values.size} numbers as its {matrix_name}. Export the scan again.")
        directions = values.reshape(dimensions, dimensions)[:3, :3].T
    elif re.fullmatch("[RLAPSI]{3}", acronym) and acronym != "RAI":
        raise UserError(
            f"{path} contradicts itself about sides: its AnatomicalOrientation is {acronym}, and without a "
            "TransformMatrix its axes run as RAI says (to the patient's left, back and head). "
            "Export it with its orientation."
        )
    else:
        notes.append(f"This file does not say which side is left (it has no TransformMatrix); {ASSUMED_LPS}.")
    directions, spacing = _without_double_spacing(path, matrix_name, directions, spacing, spacing_name, notes)
    names = ("Offset", "Position", "Origin")
    origin_name = next((name for name in names if fields.get(name)), "")
    origin = np.array(_numbers(path, fields, origin_name)[:3] if origin_name else [0.0, 0.0, 0.0])
    if not origin_name and matrix_name:
        notes.append("This file does not say where the scan begins (Offset); 0, 0, 0 was assumed, as Slicer does.")
    if origin.size < 3:
        raise UserError(f"{path} gives {origin.size} numbers as its {origin_name}. Export the scan again.")
    what = f"The header's {matrix_name or spacing_name or 'size'}"
    matrix = LPS_TO_RAS @ prove(path, what, placement(directions * spacing, origin), shape, notes)
    if matrix_name and re.fullmatch("[RLAPSI]{3}", acronym) and acronym != _from_acronym(matrix):
        notes.append(
            f"The header's AnatomicalOrientation ({acronym}) contradicts its {matrix_name} ({_from_acronym(matrix)}); "
            f"the {matrix_name} was used, as Slicer does. Check left and right."
        )
    return in_millimetres(matrix, shape, fields.get("DistanceUnits", "").strip('"?'), notes)


def _without_double_spacing(
    path: Path, matrix_name: str, directions: Matrix, spacing: Matrix, spacing_name: str, notes: list[str]
) -> tuple[Matrix, Matrix]:
    """Directions of length 1 and the voxel size. A matrix with other lengths holds the voxel size, or is refused."""
    lengths = np.linalg.norm(directions, axis=0)
    if not np.isfinite(lengths).all() or not (lengths > 0).all() or np.allclose(lengths, 1.0, atol=1e-3):
        return directions, spacing
    shown = " x ".join(f"{value:.4g}" for value in lengths)
    if not spacing_name:
        notes.append(
            f"The header gives no ElementSpacing; the lengths in its {matrix_name} ({shown}) were taken for it."
        )
        return directions / lengths, lengths
    if np.allclose(lengths, spacing, rtol=0.01):
        notes.append(
            f"The header's {matrix_name} holds the voxel size ({shown}) as its {spacing_name} does; it was counted "
            "once. Slicer counts it twice, and shows this scan in another size."
        )
        return directions / lengths, spacing
    given = " x ".join(f"{value:.4g}" for value in spacing)
    raise UserError(
        f"{path} contradicts itself: its {spacing_name} is {given}, and its {matrix_name}, which should hold "
        f"directions of length 1, has the lengths {shown}. Export the scan again."
    )


def _from_acronym(ijk_to_ras: Matrix) -> str:
    """MetaImage's acronym, which says where the axes come FROM: RAI for axes that run to L, P and S."""
    letters = []
    for step in ijk_to_ras[:3, :3].T:
        axis = int(np.argmax(np.abs(step)))
        letters.append(("RL", "AP", "SI")[axis][int(step[axis] > 0)])
    return "".join(letters)


def _meta_parts(path: Path, fields: dict[str, str], offset: int, sizes: list[int]) -> list[Part]:
    named = fields["ElementDataFile"]
    header = fields.get("HeaderSize", "0").split()[0]
    skip = int(header) if re.fullmatch(r"-?\d+", header) else 0
    if named.upper() == "LOCAL":
        return [Part(path, -1 if skip < 0 else offset)]
    if named.upper().startswith("LIST"):
        names = [name.strip() for name in fields.get("list", "").splitlines() if name.strip()]
    elif pattern := re.fullmatch(r"(\S*%\d{0,2}d\S*)\s+(\d+)\s+(\d+)(?:\s+(\d+))?", named):
        names = _numbered(path, pattern[1], int(pattern[2]), int(pattern[3]), int(pattern[4] or 1) or 1)
    else:
        names = [named]
    if not names or (len(names) > 1 and len(names) != sizes[2]):
        raise UserError(f"{path} names {len(names)} data files for {sizes[2]} slices. Export it again.")
    return [_part(path, name, 0, skip, packed=False) for name in names]


# ---- both ------------------------------------------------------------------------------------------------------------


def _true(text: str) -> bool:
    return text.strip()[:1].upper() in ("T", "1", "Y")


def _dtype(path: Path, code: str | None, name: str) -> np.dtype[np.generic]:
    if code is None:
        raise UserError(
            f"{path} holds numbers of the type {name or '(none given)'}, which are no grey values. "
            "Save it with whole numbers or floats."
        )
    return np.dtype(code)


def _numbers(path: Path, fields: dict[str, str], name: str, *, whole: bool = False) -> list[float]:
    """The numbers of a field. Raises UserError where there are none, or others than whole ones where those are due."""
    try:
        values = [float(word) for word in fields.get(name, "").split()]
    except ValueError:
        values = []
    if not values or (whole and not all(np.isfinite(value) and value == int(value) for value in values)):
        raise UserError(
            f"{path} is damaged: its header holds {fields.get(name, '')[:60]!r} as {name!r}. Copy or download it again."
        )
    return values
