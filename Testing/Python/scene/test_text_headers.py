"""NRRD and MetaImage headers that contradict themselves, say nothing, or are cut: read right, refused, or noted."""

import bz2
import contextlib
import gzip
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import read_grid, read_volume
from Python.scan_files import (
    META_ORIENTED,
    ORIENTED,
    ORIENTED_RAS,
    assert_placed,
    metaimage,
    nrrd,
    numbers_ijk,
    straight,
    turned,
)

ARRAY = numbers_ijk()
LPS = np.diag([-1.0, -1, 1, 1])
EVERY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SILENT = "does not say which side is left"
DIRECTIONS = "space directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (10,20,30)"


def read(folder, data, name="scan"):
    (folder / name).write_bytes(data)
    loaded = read_volume(folder / name)
    assert np.allclose(read_grid(folder / name)[0], loaded.ijk_to_ras)
    return loaded


def assert_placed_and_noted(loaded, matrix, words):
    """The notes hold every word, and there are none where no word is wanted."""
    assert_placed(loaded, matrix)
    assert all(word in " ".join(loaded.notes) for word in words), loaded.notes
    assert bool(loaded.notes) == bool(words)


def vectors(matrix):
    text = " ".join(f"({','.join(repr(float(x)) for x in column)})" for column in matrix[:3, :3].T)
    return f"space directions: {text}\nspace origin: ({','.join(repr(float(x)) for x in matrix[:3, 3])})"


placements = st.builds(
    lambda order, signs, spacing, angles, origin: turned(straight(spacing, origin, order, signs), angles),
    st.permutations([0, 1, 2]),
    st.tuples(*[st.sampled_from([-1, 1])] * 3),
    st.tuples(*[st.floats(0.5, 8)] * 3),
    st.tuples(*[st.floats(-40, 40)] * 3),
    st.tuples(*[st.floats(-300, 300)] * 3).filter(
        lambda origin: max(map(abs, origin)) > 1e-3
    ),  # at 0, 0, 0 a placement looks lost
)
SPACES = {
    "right-anterior-superior": np.eye(4),
    "RAS": np.eye(4),
    "left-anterior-superior": np.diag([-1.0, 1, 1, 1]),
    "LAS": np.diag([-1.0, 1, 1, 1]),
    "left-posterior-superior": LPS,
    "Left-Posterior-Superior": LPS,
    "LPS": LPS,
}
SPACES |= {f"{name}-time": signs for name, signs in SPACES.items() if "-" in name}
SPACES |= {"RAST": np.eye(4), "lpst": LPS, "left posterior superior": LPS, "rightanteriorsuperior": np.eye(4)}
UNNAMED = ["3D-right-handed", "3D-left-handed", "scanner-xyz", "scanner-xyz-time", "3D-right-handed-time"]


@EVERY
@given(matrix=placements, space=st.sampled_from([*SPACES, *UNNAMED]), packed=st.booleans())
def test_any_nrrd_placement_in_any_space_is_read_as_written(tmp_path, matrix, space, packed):
    fields = f"space: {space}\n{vectors(matrix)}"
    loaded = read(tmp_path, nrrd(ARRAY, fields, encoding="gzip" if packed else "raw"))
    assert_placed(loaded, SPACES.get(space, LPS) @ matrix)
    assert [SILENT in note and "L-P-S was assumed" in note for note in loaded.notes] == [True] * (space in UNNAMED)


@EVERY
@given(matrix=placements, packed=st.booleans())
def test_any_metaimage_placement_is_read_as_written(tmp_path, matrix, packed):
    spacing = np.linalg.norm(matrix[:3, :3], axis=0)
    directions = (matrix[:3, :3] / spacing).T.ravel()
    fields = f"TransformMatrix = {' '.join(map(repr, map(float, directions)))}\n"
    fields += f"Offset = {' '.join(map(repr, map(float, matrix[:3, 3])))}\n"
    fields += f"ElementSpacing = {' '.join(map(repr, map(float, spacing)))}\nCompressedData = {packed}"
    data = zlib.compress(ARRAY.tobytes("F")) if packed else b""
    loaded = read(tmp_path, metaimage(ARRAY, fields, data=data))
    assert_placed(loaded, LPS @ matrix)
    assert loaded.notes == []


# What Slicer's own reader gives, measured; and words of the notes.
ODD_NRRD = {
    "nothing at all": (
        "",
        np.diag([-1.0, -1, 1, 1]),
        [SILENT, "no voxel size along i and j and k", "1 mm was assumed"],
    ),
    "spacings only": ("spacings: 2 3 4", np.diag([-2.0, -3, 4, 1]), [SILENT, "L-P-S was assumed"]),
    "spacings, one no number": ("spacings: 2 nan 4", np.diag([-2.0, -1, 4, 1]), [SILENT, "no voxel size along j"]),
    "spacings and axis mins": (
        "spacings: 2 3 4\naxis mins: 1 2 3",
        LPS @ straight((2, 3, 4), (2, 3.5, 5)),
        [SILENT],
    ),
    "space dimension only": (f"space dimension: 3\n{DIRECTIONS}", ORIENTED_RAS, [SILENT]),
    "no directions": (
        "space: LPS\nspace origin: (1,2,3)",
        LPS @ straight((1, 1, 1), (1, 2, 3)),
        ["no space directions", "1 mm was assumed"],
    ),
    "no directions, spacings": (
        "space: LPS\nspacings: 2 3 4\nspace origin: (1,2,3)",
        LPS @ straight((2, 3, 4), (1, 2, 3)),
        ["no space directions"],
    ),
    "no origin": (
        "space: LPS\nspace directions: (2,0,0) (0,3,0) (0,0,4)",
        LPS @ straight(origin=(0, 0, 0)),
        ["where the scan begins"],
    ),
    "origin no number": (
        f"space: LPS\n{DIRECTIONS.replace('10', 'nan')}",
        LPS @ straight(origin=(0, 0, 0)),
        ["where the scan begins"],
    ),
    "units micron": (
        'space: LPS\nspace units: "um" "um" "um"\nspace directions: (2000,0,0) (0,3000,0) (0,0,4000)\n'
        "space origin: (10000,20000,30000)",
        ORIENTED_RAS,
        ["lengths in um", "turned into mm"],
    ),
    "units micron as a word": (
        'space: LPS\nspace units: "\u00b5m" "\u00b5m" "\u00b5m"\nspace directions: (2000,0,0) (0,3000,0) (0,0,4000)\n'
        "space origin: (10000,20000,30000)",
        ORIENTED_RAS,
        ["turned into mm"],
    ),
    "units centimetre": (
        'space: LPS\nspace units: "cm" "cm" "cm"\nspace directions: (.2,0,0) (0,.3,0) (0,0,.4)\nspace origin: (1,2,3)',
        ORIENTED_RAS,
        ["lengths in cm", "turned into mm"],
    ),
    "units that are mm": (f'space: LPS\nspace units: "m" "m" "m"\n{DIRECTIONS}', ORIENTED_RAS, ["taken as mm"]),
    "units of no meaning": (
        f'space: LPS\nspace units: "voxel" "voxel" "voxel"\n{DIRECTIONS}',
        ORIENTED_RAS,
        ["'voxel'"],
    ),
    "units mm": (f'space: LPS\nspace units: "mm" "mm" "mm"\n{DIRECTIONS}', ORIENTED_RAS, []),
    "a measurement frame": (f"{ORIENTED}\nmeasurement frame: (-1,0,0) (0,-1,0) (0,0,1)", ORIENTED_RAS, []),
    "field names without blanks": (f"{ORIENTED}\ncontent: x\nkinds: domain domain domain", ORIENTED_RAS, []),
    "lines as Windows ends them": (ORIENTED.replace("\n", "\r\n"), ORIENTED_RAS, []),
}


@pytest.mark.parametrize("what", ODD_NRRD)
def test_a_nrrd_header_that_says_little_is_read_as_slicer_does_and_noted(tmp_path, what):
    fields, matrix, words = ODD_NRRD[what]
    loaded = read(tmp_path, nrrd(ARRAY, fields))
    assert_placed_and_noted(loaded, matrix, words)


BAD_NRRD = {
    "a space that is none": (f"space: right-anterior-inferior\n{DIRECTIONS}", "names the space .* NRRD does not know"),
    "direction no number": (ORIENTED.replace("(2,", "(nan,"), "does not say where its voxels lie.*not numbers"),
    "direction zero": (ORIENTED.replace("(2,", "(0,"), "no size along i"),
    "directions that run the same way": (ORIENTED.replace("(0,3,0)", "(3,0,0)"), "run the same way"),
    "direction none": (ORIENTED.replace("(2,0,0)", "none"), "only one slice|no direction in space"),
    "too few directions": (ORIENTED.replace("(0,0,4)", ""), "no direction in space for the axis k"),
    "a flat space": (ORIENTED.replace("(2,0,0)", "(2,0)"), "no direction in space for the axis i"),
    "sheared": (ORIENTED.replace("(0,3,0)", "(3,3,0)"), "space directions of .* is sheared"),
    "spacing zero": ("spacings: 2 0 4", "not positive"),
    "spacing negative": ("spacings: -2 3 4", "not positive"),
    "units of two kinds": (f'{ORIENTED}\nspace units: "mm" "um" "mm"', "several units"),
    "colour": (
        f"{ORIENTED.replace('(2,0,0)', 'none (2,0,0)')}\nkinds: RGB-color domain domain domain",
        "3 values a voxel",
    ),
    "complex": (
        f"{ORIENTED.replace('(2,0,0)', 'none (2,0,0)')}\nkinds: complex domain domain domain",
        "complex numbers",
    ),
    "words for numbers": (ORIENTED.replace("(2,", "(two,"), r"damaged: its header holds '\(two,0,0\)'"),
}


@pytest.mark.parametrize("what", BAD_NRRD)
def test_a_nrrd_header_that_places_nothing_is_refused_by_its_name(tmp_path, what):
    fields, message = BAD_NRRD[what]
    array = np.zeros((20, 20, 20), np.int16)
    if what in ("colour", "complex"):
        array = np.zeros((3 if what == "colour" else 2, 20, 20, 20), np.int16)
    with pytest.raises(UserError, match=message):
        read(tmp_path, nrrd(array, fields))


def test_nrrd_of_four_dimensions_and_trailing_ones(tmp_path):
    array = numbers_ijk((5, 6, 7, 3))
    space = "space: LPS\nspace directions: (2,0,0) (0,3,0) (0,0,4) none\nspace origin: (10,20,30)"
    with pytest.raises(UserError, match=r"4 dimensions \(5 x 6 x 7 x 3\)"):
        read(tmp_path, nrrd(array, space))
    assert_placed(read(tmp_path, nrrd(array[..., :1], space)), ORIENTED_RAS, array[..., 0])
    vector = "space: LPS\nspace directions: none (2,0,0) (0,3,0) (0,0,4)\nspace origin: (10,20,30)\n"
    vector += "kinds: vector domain domain domain"
    with pytest.raises(UserError, match="3 values a voxel"):
        read(tmp_path, nrrd(np.moveaxis(array, -1, 0), vector))
    assert_placed(read(tmp_path, nrrd(np.moveaxis(array, -1, 0)[:1], vector)), ORIENTED_RAS, array[..., 0])


def test_a_segmentation_of_slicer_is_refused_as_a_scan_and_read_as_labels(tmp_path):
    data = nrrd(ARRAY, f"{ORIENTED}\nSegment0_ID:=liver\nSegmentation_MasterRepresentation:=Binary labelmap")
    (tmp_path / "scan.seg.nrrd").write_bytes(data)
    with pytest.raises(UserError, match=r"is a segmentation \(labels of structures\), not a scan"):
        read_volume(tmp_path / "scan.seg.nrrd")
    assert_placed(read_volume(tmp_path / "scan.seg.nrrd", labels=True), ORIENTED_RAS)


@pytest.mark.parametrize("encoding", ["raw", "gzip", "ascii", "hex"])
def test_nrrd_voxels_in_other_files(tmp_path, encoding):
    (tmp_path / "data").mkdir()
    names = [f"data/part{k}.bin" for k in range(7)]
    packed = {"raw": bytes, "gzip": gzip.compress, "hex": lambda data: data.hex().encode()}
    whole = ARRAY.tobytes("F")
    if encoding == "ascii":
        (tmp_path / "all.bin").write_text(" ".join(map(str, ARRAY.ravel("F"))))
    else:
        (tmp_path / "all.bin").write_bytes(packed[encoding](whole))
    head = nrrd(ARRAY, f"{ORIENTED}\ndata file: all.bin", encoding=encoding, attached=False)
    assert_placed(read(tmp_path, head, "scan.nhdr"), ORIENTED_RAS)
    if encoding in ("raw", "gzip"):
        for k, name in enumerate(names):
            (tmp_path / name).write_bytes(packed[encoding](ARRAY[:, :, k].tobytes("F")))
        listed = f"{ORIENTED}\ndata file: LIST\n" + "\n".join(names)
        assert_placed(read(tmp_path, nrrd(ARRAY, listed, encoding=encoding, attached=False), "list.nhdr"), ORIENTED_RAS)
        pattern = f"{ORIENTED}\ndata file: data/part%d.bin 0 6 1"
        assert_placed(read(tmp_path, nrrd(ARRAY, pattern, encoding=encoding, attached=False), "p.nhdr"), ORIENTED_RAS)
        (tmp_path / names[3]).write_bytes((tmp_path / names[3]).read_bytes()[:-9])
        with pytest.raises(UserError, match=r"part3.bin is cut off"):
            read_volume(tmp_path / "list.nhdr")
    (tmp_path / "all.bin").write_bytes((tmp_path / "all.bin").read_bytes()[:-9])
    with pytest.raises(UserError, match=r"all.bin is cut off"):
        read_volume(tmp_path / "scan.nhdr")
    (tmp_path / "all.bin").unlink()
    with pytest.raises(UserError, match=r"is a header only: its data file all.bin is missing"):
        read_volume(tmp_path / "scan.nhdr")


def test_nrrd_bytes_and_lines_are_skipped(tmp_path):
    whole = ARRAY.tobytes("F")
    for skip, data in (
        ("byte skip: 13", b"x" * 13 + whole),
        ("byte skip: -1", b"any header" + whole),
        ("line skip: 2", b"one\ntwo\n" + whole),
        ("lineskip: 1\nbyteskip: 3", b"one\nxyz" + whole),
    ):
        (tmp_path / "all.raw").write_bytes(data)
        head = nrrd(ARRAY, f"{ORIENTED}\n{skip}\ndata file: all.raw", attached=False)
        assert_placed(read(tmp_path, head), ORIENTED_RAS)


@pytest.mark.parametrize("path", ["C:\\Users\\me\\all.raw", "/home/me/scans/all.raw", "../elsewhere/all.raw"])
def test_voxels_named_by_a_path_of_another_machine_are_found_beside_the_header_and_this_is_said(tmp_path, path):
    (tmp_path / "all.raw").write_bytes(ARRAY.tobytes("F"))
    for name, head in (
        ("scan.nhdr", nrrd(ARRAY, f"{ORIENTED}\ndata file: {path}", attached=False)),
        ("scan.mhd", metaimage(ARRAY, META_ORIENTED, where=path)),
    ):
        loaded = read(tmp_path, head, name)
        assert_placed(loaded, ORIENTED_RAS)
        assert "which is not there; the one beside it was taken" in loaded.notes[0]
    (tmp_path / "all.raw").unlink()
    with pytest.raises(UserError, match=r"data file .*all.raw is missing"):
        read_volume(tmp_path / "scan.mhd")


@pytest.mark.parametrize("packed", [False, True])
def test_more_voxels_than_a_header_promises_are_noted(tmp_path, packed):
    """As where a header says 16 bits and the voxels have 32."""
    data = ARRAY.astype(np.int32).tobytes("F")
    head = metaimage(ARRAY, f"{META_ORIENTED}\nCompressedData = {packed}", data=zlib.compress(data) if packed else data)
    assert "420 bytes of voxels more than its header promises (420)" in read(tmp_path, head).notes[0]


def test_a_nrrd_packed_with_bzip2_is_refused_by_its_name(tmp_path):
    data = nrrd(ARRAY, ORIENTED, encoding="bzip2", attached=False) + b"\n" + bz2.compress(ARRAY.tobytes("F"))
    with pytest.raises(UserError, match=r"packed as bzip2.*Slicer"):
        read(tmp_path, data)


# What Slicer's own reader gives, measured, where it is sound.
ODD_META = {
    "nothing at all": ("", np.diag([-1.0, -1, 1, 1]), [SILENT, "L-P-S was assumed"]),
    "spacing only": ("ElementSpacing = 2 3 4", np.diag([-2.0, -3, 4, 1]), [SILENT]),
    "size only": ("ElementSize = 2 3 4", np.diag([-2.0, -3, 4, 1]), [SILENT]),
    "size and spacing": ("ElementSize = 5 5 5\nElementSpacing = 2 3 4", np.diag([-2.0, -3, 4, 1]), [SILENT]),
    "RAI without a matrix": (
        "ElementSpacing = 2 3 4\nAnatomicalOrientation = RAI",
        np.diag([-2.0, -3, 4, 1]),
        [SILENT],
    ),
    "RAI with its matrix": (f"{META_ORIENTED}\nAnatomicalOrientation = RAI", ORIENTED_RAS, []),
    "orientation not known": (f"{META_ORIENTED}\nAnatomicalOrientation = ???", ORIENTED_RAS, []),
    "LPI against the matrix": (
        f"{META_ORIENTED}\nAnatomicalOrientation = LPI",
        ORIENTED_RAS,
        ["AnatomicalOrientation (LPI) contradicts its TransformMatrix (RAI)", "left and right"],
    ),
    "spacing in the matrix too": (
        META_ORIENTED.replace("1 0 0 0 1 0 0 0 1", "2 0 0 0 3 0 0 0 4"),
        ORIENTED_RAS,
        ["counted once"],
    ),
    "spacing in the matrix alone": (
        "TransformMatrix = 2 0 0 0 3 0 0 0 4\nOffset = 10 20 30",
        ORIENTED_RAS,
        ["no ElementSpacing"],
    ),
    "older names": ("Orientation = 1 0 0 0 1 0 0 0 1\nPosition = 10 20 30\nElementSpacing = 2 3 4", ORIENTED_RAS, []),
    "no offset": (META_ORIENTED.replace("Offset", "X"), LPS @ straight(origin=(0, 0, 0)), ["where the scan begins"]),
    "a centre of rotation": (f"{META_ORIENTED}\nCenterOfRotation = 5 5 5", ORIENTED_RAS, []),
    "micron": (
        "TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 10000 20000 30000\nElementSpacing = 2000 3000 4000\n"
        "DistanceUnits = um",
        ORIENTED_RAS,
        ["lengths in um"],
    ),
    "unit unknown": (f"{META_ORIENTED}\nDistanceUnits = ?", ORIENTED_RAS, []),
}


@pytest.mark.parametrize("what", ODD_META)
def test_a_metaimage_header_that_says_little_is_noted(tmp_path, what):
    fields, matrix, words = ODD_META[what]
    loaded = read(tmp_path, metaimage(ARRAY, fields))
    assert_placed_and_noted(loaded, matrix, words)


BAD_META = {
    "an orientation against the axes": (
        "ElementSpacing = 2 3 4\nAnatomicalOrientation = LPI",
        "contradicts itself about sides",
    ),
    "lengths of another size": (
        META_ORIENTED.replace("1 0 0 0 1 0 0 0 1", "5 0 0 0 5 0 0 0 5"),
        "contradicts itself.*5 x 5 x 5",
    ),
    "matrix zero": (META_ORIENTED.replace("1 0 0 0 1 0 0 0 1", "0 0 0 0 0 0 0 0 0"), "no size along i and j and k"),
    "matrix no number": (META_ORIENTED.replace("1 0 0 0 1", "nan 0 0 0 1"), "not numbers"),
    "matrix too short": (META_ORIENTED.replace("1 0 0 0 1 0 0 0 1", "1 0 0 1"), "4 numbers as its TransformMatrix"),
    "sheared": (META_ORIENTED.replace("1 0 0 0 1 0", "1 0 0 .8 .6 0"), "sheared"),
    "spacing zero": (META_ORIENTED.replace("2 3 4", "0 3 4"), "voxel size 0 x 3 x 4"),
    "spacing negative": (META_ORIENTED.replace("2 3 4", "-2 3 4"), "voxel size -2 x 3 x 4"),
    "offset no number": (META_ORIENTED.replace("10 20", "nan 20"), "not numbers"),
    "colour": (f"{META_ORIENTED}\nElementNumberOfChannels = 3", "3 values a voxel"),
}


@pytest.mark.parametrize("what", BAD_META)
def test_a_metaimage_header_that_places_nothing_is_refused_by_its_name(tmp_path, what):
    fields, message = BAD_META[what]
    with pytest.raises(UserError, match=message):
        read(tmp_path, metaimage(np.zeros((20, 20, 20), np.int16), fields))


def test_metaimage_voxels_in_other_files_swapped_packed_written_out_and_scaled(tmp_path):
    (tmp_path / "scan.raw").write_bytes(b"head" + ARRAY.astype(">i2").tobytes("F"))
    fields = f"{META_ORIENTED}\nElementByteOrderMSB = True\nHeaderSize = 4"
    assert_placed(read(tmp_path, metaimage(ARRAY, fields, where="scan.raw"), "scan.mhd"), ORIENTED_RAS)
    fields = f"{META_ORIENTED}\nElementByteOrderMSB = True\nHeaderSize = -1"
    assert_placed(read(tmp_path, metaimage(ARRAY, fields, where="SCAN.RAW"), "scan.mhd"), ORIENTED_RAS)
    for pack in (zlib.compress, gzip.compress):
        (tmp_path / "scan.zraw").write_bytes(pack(ARRAY.tobytes("F")))
        head = metaimage(ARRAY, f"{META_ORIENTED}\nCompressedData = True", where="scan.zraw")
        assert_placed(read(tmp_path, head, "scan.mhd"), ORIENTED_RAS)
    (tmp_path / "scan.zraw").write_bytes((tmp_path / "scan.zraw").read_bytes()[:-9])
    with pytest.raises(UserError, match=r"scan.zraw is cut off"):
        read_volume(tmp_path / "scan.mhd")
    (tmp_path / "scan.zraw").unlink()
    with pytest.raises(UserError, match=r"is a header only: its data file scan.zraw is missing"):
        read_volume(tmp_path / "scan.mhd")
    with pytest.raises(UserError, match=r"holds voxels only: give its header scan.mhd instead"):
        read_volume(tmp_path / "scan.raw")
    for k in range(7):
        (tmp_path / f"slice{k:02d}.raw").write_bytes(ARRAY[:, :, k].tobytes("F"))
    head = metaimage(ARRAY, META_ORIENTED, where="slice%02d.raw 0 6 1")
    assert_placed(read(tmp_path, head), ORIENTED_RAS)
    head = metaimage(ARRAY, META_ORIENTED, where="LIST") + b"\n".join(b"slice%02d.raw" % k for k in range(7))
    assert_placed(read(tmp_path, head), ORIENTED_RAS)
    text = " ".join(map(str, ARRAY.ravel("F"))).encode()
    head = metaimage(ARRAY, META_ORIENTED, data=text).replace(b"BinaryData = True", b"BinaryData = False")
    assert_placed(read(tmp_path, head), ORIENTED_RAS)
    scaled = read(tmp_path, metaimage(ARRAY, f"{META_ORIENTED}\nElementToIntensityFunctionOffset = -1024"))
    assert np.array_equal(scaled.array, ARRAY.transpose(2, 1, 0) - 1024.0)
    assert "which Slicer ignores" in scaled.notes[0]


@pytest.mark.parametrize("what", ["nrrd", "nrrd gzip", "metaimage", "metaimage zlib"])
def test_every_prefix_is_refused_and_what_follows_the_voxels_is_ignored(tmp_path, what):
    if what.startswith("nrrd"):
        data = nrrd(ARRAY, ORIENTED, encoding="gzip" if "gzip" in what else "raw")
    else:
        packed = zlib.compress(ARRAY.tobytes("F"), 0) if "zlib" in what else b""
        data = metaimage(ARRAY, f"{META_ORIENTED}\nCompressedData = {bool(packed)}", data=packed)
    for stop in [*range(0, 300, 3), *range(300, len(data), 11), *range(len(data) - 10, len(data))]:
        with pytest.raises(UserError) as caught:
            read(tmp_path, data[:stop])
        assert "\n" not in str(caught.value)
        if stop > 60:
            assert "cut off" in str(caught.value)
    assert_placed(read(tmp_path, data + b"more"), ORIENTED_RAS)


@EVERY
@given(place=st.integers(8, 230), byte=st.integers(0, 255), format_=st.sampled_from(["nrrd", "metaimage"]))
def test_a_changed_byte_in_a_header_never_raises_anything_but_a_sentence(tmp_path, place, byte, format_):
    data = bytearray(nrrd(ARRAY, ORIENTED) if format_ == "nrrd" else metaimage(ARRAY, META_ORIENTED))
    data[place] = byte
    (tmp_path / "scan").write_bytes(bytes(data))
    with contextlib.suppress(UserError):
        assert read_volume(tmp_path / "scan").array.ndim == 3


def test_numbers_that_a_type_cannot_hold_and_sizes_beyond_any_disk_are_refused(tmp_path):
    text = nrrd(np.full((2, 2, 2), 7, np.int16), ORIENTED, encoding="ascii")
    for word in (b"99999", b"nan", b"x"):
        with pytest.raises(UserError, match=r"is damaged: .*numbers"):
            read(tmp_path, text[:-1] + word)
    with pytest.raises(UserError, match="is damaged: its header gives the size 5 x 6 x 99999999999"):
        read(tmp_path, nrrd(ARRAY, ORIENTED).replace(b"sizes: 5 6 7", b"sizes: 5 6 99999999999"))
