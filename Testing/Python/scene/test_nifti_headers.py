"""NIfTI and Analyze headers that contradict themselves, say nothing, or are cut: read right, refused, or noted."""

import contextlib
import gzip
import itertools
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import read_grid, read_volume
from Python.scan_files import CODES, SHAPE, assert_placed, nifti, numbers_ijk, straight, turned

ARRAY = numbers_ijk()
FLIPPED = np.diag([-1.0, 1, 1, 1]) @ straight()
EVERY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def put(folder, data, name="scan.nii"):
    (folder / name).write_bytes(data)
    return folder / name


def read(folder, data, name="scan.nii"):
    return read_volume(put(folder, data, name))


@EVERY
@given(
    order=st.permutations([0, 1, 2]),
    signs=st.tuples(*[st.sampled_from([-1, 1])] * 3),
    spacing=st.tuples(*[st.floats(0.3, 8)] * 3),
    angles=st.tuples(*[st.floats(-40, 40)] * 3),
    origin=st.tuples(*[st.floats(-300, 300)] * 3).filter(lambda origin: max(map(abs, origin)) > 1e-3),
    codes=st.sampled_from([(1, 0), (0, 1), (1, 1), (2, 1), (1, 3), (4, 4)]),
    endian=st.sampled_from("<>"),
    version=st.sampled_from([1, 2]),
    kind=st.sampled_from(sorted(CODES)),
)
def test_any_placement_byte_order_version_and_type_is_read_as_written(
    tmp_path, order, signs, spacing, angles, origin, codes, endian, version, kind
):
    matrix = turned(straight(spacing, origin, order, signs), angles)
    array = numbers_ijk(dtype=np.dtype(kind)) if kind[0] != "f" else numbers_ijk(dtype=kind) / 7
    loaded = read(tmp_path, nifti(array.astype(kind), matrix, codes=codes, order=endian, version=version))
    assert np.array_equal(loaded.array, array.astype(kind).transpose(2, 1, 0))
    assert np.allclose(loaded.ijk_to_ras, matrix, atol=2e-3)
    assert loaded.notes == []


@pytest.mark.parametrize("codes", [(1, 1), (2, 1), (1, 2), (3, 4)])
@pytest.mark.parametrize("mirrored", list(itertools.product([False, True], repeat=3))[1:])
def test_forms_that_name_other_sides_are_noted_and_read_as_slicer_does(tmp_path, codes, mirrored):
    other = np.diag([-1.0 if axis else 1.0 for axis in mirrored] + [1]) @ straight()
    loaded = read(tmp_path, nifti(ARRAY, straight(), other, codes=codes))
    assert_placed(loaded, straight() if codes[0] == 1 else other)
    (note,) = loaded.notes
    assert "sform" in note and "qform" in note and "contradict" in note and "check left and right" in note
    assert ("opposite sides" in note) == mirrored[0]
    assert ("The sform was used" if codes[0] == 1 else "The qform was used") in note


@given(angle=st.floats(1, 40), shift=st.floats(0, 200))
@EVERY
def test_forms_that_differ_are_noted_with_how_far(tmp_path, angle, shift):
    other = turned(straight(), (0, 0, angle))
    other[0, 3] += shift
    loaded = read(tmp_path, nifti(ARRAY, straight(), other, codes=(1, 1)))
    assert_placed(loaded, straight())
    apart = np.linalg.norm(
        [((other - straight()) @ [i, j, k, 1])[:3] for i in (0, 4) for j in (0, 5) for k in (0, 6)], axis=1
    ).max()
    if apart > 1:
        assert "differ" in loaded.notes[0] or "contradict" in loaded.notes[0]
        if "differ" in loaded.notes[0]:
            assert f"{apart:.1f} mm apart" in loaded.notes[0]


@given(
    shear=st.floats(0.1, 2).flatmap(lambda x: st.sampled_from([-x, x])),
    entry=st.sampled_from([(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)]),
    codes=st.sampled_from([(1, 0), (1, 1), (2, 1), (4, 1)]),
)
@EVERY
def test_a_sheared_sform_is_refused_by_its_name(tmp_path, shear, entry, codes):
    big = np.zeros((20, 20, 20), np.int16)
    matrix = straight()
    matrix[entry] += shear * 4
    with pytest.raises(UserError, match=r"The sform of .*scan.nii is sheared.*right angles.*Resample"):
        read(tmp_path, nifti(big, matrix, straight(), codes=codes))


def test_a_shear_below_half_a_voxel_is_kept_and_noted(tmp_path):
    matrix = straight()
    matrix[1, 2] = 0.2
    loaded = read(tmp_path, nifti(ARRAY, matrix, codes=(1, 0)))
    assert np.allclose(loaded.ijk_to_ras, matrix, atol=1e-5)
    assert "slightly sheared" in loaded.notes[0]


@pytest.mark.parametrize("version", [1, 2])
def test_no_code_at_all_is_read_as_slicer_does_and_noted(tmp_path, version):
    loaded = read(tmp_path, nifti(ARRAY, codes=(0, 0), version=version))
    assert_placed(loaded, np.diag([-2.0, -3, 4, 1]))
    assert "does not say which side is left" in loaded.notes[0] and "L-P-S was assumed" in loaded.notes[0]


def analyze(array, **fields):
    return nifti(array, codes=(0, 0), magic=b"\0\0\0\0", offset=0, **fields)


def test_analyze_is_read_as_slicer_does_and_noted(tmp_path):
    data = analyze(ARRAY)
    put(tmp_path, data[:348], "scan.hdr")
    put(tmp_path, data[352:], "scan.img")
    for name in ("scan.hdr", "scan.img"):
        loaded = read_volume(tmp_path / name)
        assert_placed(loaded, np.diag([-2.0, -3, 4, 1]))
        assert loaded.info.name == "scan"
        assert "Analyze" in loaded.notes[0] and "which side is left" in loaded.notes[0]


@pytest.mark.parametrize(("orient", "word"), [(1, "coronal"), (2, "sagittal"), (3, "flipped"), (5, "sagittal")])
@pytest.mark.parametrize("order", ["<", ">"])
def test_analyze_that_says_its_slices_are_not_axial_is_refused(tmp_path, orient, word, order):
    data = bytearray(analyze(ARRAY, order=order))
    data[252] = orient
    put(tmp_path, bytes(data[:348]), "scan.hdr")
    put(tmp_path, bytes(data[352:]), "scan.img")
    with pytest.raises(UserError, match=rf"its slices are .*{word}.* \(orient {orient}\).*Convert it to NIfTI"):
        read_volume(tmp_path / "scan.hdr")


def test_an_orientation_of_spm_beside_an_analyze_file_is_said(tmp_path):
    data = analyze(ARRAY)
    put(tmp_path, data[:348], "scan.hdr")
    put(tmp_path, data[352:], "scan.img")
    put(tmp_path, b"MATLAB 5.0", "scan.mat")
    assert "scan.mat, which may hold its orientation (of SPM)" in read_volume(tmp_path / "scan.img").notes[0]


@pytest.mark.parametrize("version", [1, 2])
def test_labels_and_statistics_are_known_by_their_intent(tmp_path, version):
    place, kind = {1: (68, "<h"), 2: (504, "<i")}[version]
    data = bytearray(nifti(ARRAY, version=version))
    struct.pack_into(kind, data, place, 5)
    assert "holds statistics" in " ".join(read(tmp_path, bytes(data)).notes)
    struct.pack_into(kind, data, place, 1002)
    put(tmp_path, bytes(data), "labels")
    with pytest.raises(UserError, match="is a segmentation"):
        read_volume(tmp_path / "labels")
    assert_placed(read_volume(tmp_path / "labels", labels=True), straight())


@pytest.mark.parametrize(("matrix", "words"), [
    (np.eye(4), "axes run straight, with voxels of 1 mm. Sides, sizes and places"),
    (np.diag([-1.0, -1, 1, 1]), "with voxels of 1 mm"),
    (np.diag([0.7, 0.7, 3, 1]), "axes run straight. Sides and places"),
    (straight((1, 1, 1), (0, 0, 5)), ""),
    (straight((1, 1, 1), (0, 0, 0), (1, 2, 0)), ""),
    (turned(np.eye(4), (0, 0, 5)), ""),
])  # fmt: skip
def test_a_placement_that_looks_lost_is_noted(tmp_path, matrix, words):
    loaded = read(tmp_path, nifti(ARRAY, matrix, codes=(2, 0)))
    assert_placed(loaded, matrix)
    assert words in " ".join(loaded.notes) and bool(loaded.notes) == bool(words)
    if words:
        assert "looks like one that was lost" in loaded.notes[0] and "Check left and right" in loaded.notes[0]


ODD = {
    "no voxel size, good sform": ({"pixdim": {1: 0, 2: 0, 3: 0}}, straight(), ["contradicts its sform"]),
    "voxel size of one, good sform": (
        {"pixdim": {1: 1, 2: 1, 3: 1}},
        straight(),
        ["pixdim 1 x 1 x 1", "sform was used"],
    ),
    "voxel size no number": ({"pixdim": {2: float("nan")}}, straight(), ["sform"]),
    "voxel size negative": ({"pixdim": {1: -2, 2: -3, 3: -4}}, straight(), ["sform"]),
    "voxel size of one, bad qform": (
        {"pixdim": {3: 0}, "codes": (2, 1)},
        straight(),
        ["qform of this file has a voxel size", "sform was used"],
    ),
    "sform no number": (
        {"srow": [float("nan")] * 12, "codes": (1, 1)},
        straight(),
        ["sform of this file", "qform was"],
    ),
    "sform infinite": ({"srow": [float("inf")] * 12, "codes": (1, 1)}, straight(), ["sform of this file", "qform was"]),
    "sform zero": ({"srow": [0.0] * 12, "codes": (1, 1)}, straight(), ["no size along i and j and k", "qform was"]),
    "sform flat": ({"srow": [1.0] * 12, "codes": (2, 1)}, straight(), ["run the same way", "qform was"]),
    "qform no number": ({"quatern": (float("nan"), 0, 0), "codes": (2, 1)}, straight(), ["qform of this", "sform was"]),
    "qform no rotation": ({"quatern": (2, 1, 0.5), "codes": (2, 1)}, straight(), ["no rotation", "sform was"]),
    "qfac 0": ({"pixdim": {0: 0}, "codes": (0, 1)}, straight(), []),
    "qfac 0.5": ({"pixdim": {0: 0.5}, "codes": (0, 1)}, straight(), []),
    "metre": (
        {"units": 1, "sform": np.diag([1e-3, 1e-3, 1e-3, 1]) @ straight()},
        straight(),
        ["lengths in metre", "turned into mm"],
    ),
    "micron": (
        {"units": 3, "sform": np.diag([1e3, 1e3, 1e3, 1]) @ straight()},
        straight(),
        ["lengths in micron", "turned into mm"],
    ),
    "metre that are mm": ({"units": 1}, straight(), ["2.8e+04 mm long", "taken as mm"]),
    "micron that are mm": ({"units": 3}, straight(), ["0.028 mm long", "taken as mm"]),
    "unit unknown": ({"units": 0}, straight(), []),
    "unit of no meaning": ({"units": 7}, straight(), []),
    "seconds beside mm": ({"units": 2 | 8}, straight(), []),
}


@pytest.mark.parametrize("what", ODD)
def test_the_sound_form_is_used_and_the_other_one_noted(tmp_path, what):
    fields, matrix, words = ODD[what]
    loaded = read(tmp_path, nifti(ARRAY, **fields))
    assert_placed(loaded, matrix)
    assert all(word in " ".join(loaded.notes) for word in words), loaded.notes
    assert bool(loaded.notes) == bool(words)


def test_a_scan_too_large_for_a_patient_is_noted(tmp_path):
    loaded = read(tmp_path, nifti(ARRAY, straight((2000, 2000, 2000))))
    assert "unlike a patient" in loaded.notes[0]


SILENT = {
    "sform no number": {"srow": [float("nan")] * 12},
    "sform zero": {"srow": [0.0] * 12},
    "both unsound": {"srow": [0.0] * 12, "quatern": (float("nan"), 0, 0), "codes": (1, 1)},
    "only a qform, no number": {"quatern": (float("nan"), 0, 0), "codes": (0, 1)},
    "only a qform, negative voxel size": {"pixdim": {1: -2}, "codes": (0, 1)},
    "only a qform, no voxel size": {"pixdim": {3: 0}, "codes": (0, 1)},
}


@pytest.mark.parametrize("what", SILENT)
def test_where_no_form_is_sound_the_file_is_refused(tmp_path, what):
    with pytest.raises(UserError, match=r"does not say where its voxels lie: its (s|q)form"):
        read(tmp_path, nifti(ARRAY, **SILENT[what]))


def test_voxel_sizes_that_are_missing_without_any_form_are_assumed_and_noted(tmp_path):
    loaded = read(tmp_path, nifti(ARRAY, codes=(0, 0), pixdim={1: 0, 3: -4}))
    assert_placed(loaded, np.diag([-1.0, -3, 4, 1]))
    notes = " ".join(loaded.notes)
    assert "no voxel size along i; 1 mm was assumed" in notes and "negative" in notes and "which side is left" in notes


@pytest.mark.parametrize(
    ("scaling", "expected", "noted"),
    [
        ((1, 0), ARRAY, False),
        ((2, -1024), ARRAY * 2.0 - 1024, False),
        ((0, 0), ARRAY, False),
        ((0, -1024), ARRAY, True),
        ((float("nan"), 0), ARRAY, True),
        ((float("inf"), 5), ARRAY, True),
        ((1, float("nan")), ARRAY, True),
    ],
)
def test_scaling_of_grey_values(tmp_path, scaling, expected, noted):
    loaded = read(tmp_path, nifti(ARRAY, scaling=scaling))
    assert np.array_equal(loaded.array, expected.transpose(2, 1, 0))
    assert any("scaling" in note for note in loaded.notes) == noted


OTHER = {
    "4D": ({"dim": [5, 6, 1, 7]}, r"4 dimensions \(5 x 6 x 1 x 7\)"),
    "vectors": ({"dim": [5, 6, 7, 1, 3]}, "3 values a voxel"),
    "a flat picture": ({"dim": [5, 42]}, "only one slice"),
    "one slice": ({"dim": [5, 42, 1]}, "only one slice"),
    "no voxels": ({"dim": [5, 6, 0]}, "no voxels: its header gives the size 5 x 6 x 0"),
    "negative size": ({"dim": [5, -6, 7]}, "no voxels"),
    "colour": ({"datatype": 128, "bitpix": 24}, r"3 values a voxel \(colour"),
    "colour with alpha": ({"datatype": 2304, "bitpix": 32}, r"4 values a voxel \(colour"),
    "complex": ({"datatype": 32, "bitpix": 64}, "complex numbers.*magnitude"),
    "complex128": ({"datatype": 1792, "bitpix": 128}, "complex numbers"),
    "128-bit floats": ({"datatype": 1536, "bitpix": 128}, "128-bit floats.*float32"),
    "one bit": ({"datatype": 1, "bitpix": 1}, "one bit a voxel"),
    "no type": ({"datatype": 0}, "does not name"),
    "an unknown type": ({"datatype": 77}, r"a kind \(77\)"),
    "bits of another type": ({"bitpix": 32}, "contradicts itself: its header says int16 and 32 bits"),
    "an offset that is no number": ({"offset": float("nan")}, "voxels begin at byte nan"),
    "an offset behind the end": ({"offset": 1e6}, "cut off"),
    "a header without voxels' file": ({"magic": b"ni1\0"}, "header of a pair.*scan.img with the voxels is missing"),
}


@pytest.mark.parametrize("what", OTHER)
def test_what_is_no_volume_of_grey_values_is_refused_by_its_name(tmp_path, what):
    fields, message = OTHER[what]
    path = put(tmp_path, nifti(ARRAY, **fields))
    for reading in (read_volume, read_volume if "offset" in fields else read_grid):
        with pytest.raises(UserError, match=message):
            reading(path)


def test_trailing_sizes_of_one_and_zero_are_dropped(tmp_path):
    for dim in ([*SHAPE, 1], [*SHAPE, 1, 1, 1], [*SHAPE, 0]):
        assert_placed(read(tmp_path, nifti(ARRAY, dim=dim)), straight())


@pytest.mark.parametrize(
    "name", ["SCAN.NII", "scan", "scan.nii.gz", "scan.bin", "scan.nrrd", "scan.tar", "scan.dcm", "0123abcd", "a.b.Nii"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_the_bytes_decide_and_not_the_name(tmp_path, name, packed):
    data = nifti(ARRAY)
    assert_placed(read(tmp_path, gzip.compress(data) if packed else data, name), straight())
    cut = gzip.compress(data)[:-30] if packed else data[:-30]
    with pytest.raises(UserError, match="cut off"):
        read(tmp_path, cut, name)


@pytest.mark.parametrize("name", ["SCAN.HDR", "scan.Img", "scan.img.gz"])
def test_pairs_are_found_by_either_half_in_any_case_and_packed(tmp_path, name):
    data = nifti(ARRAY, magic=b"ni1\0", offset=0)
    ending = name[4:].lower()
    other = {".hdr": "scan.IMG", ".img": "Scan.hdr", ".img.gz": "scan.hdr.gz"}[ending]
    halves = {"hdr": data[:348], "img": data[352:]}
    for file in (name, other):
        half = halves["hdr" if "hdr" in file.lower() else "img"]
        put(tmp_path, gzip.compress(half) if file.endswith(".gz") else half, file)
    if other == "Scan.hdr":
        (tmp_path / other).rename(tmp_path / "scan.HDR")
    assert_placed(read_volume(tmp_path / name), straight())


def test_half_a_pair_is_refused_with_the_name_of_the_other_half(tmp_path):
    data = nifti(ARRAY, magic=b"ni1\0", offset=0)
    with pytest.raises(UserError, match=r"its header scan.hdr is missing"):
        read(tmp_path, data[352:], "scan.img")
    with pytest.raises(UserError, match=r"the file alone.img with the voxels is missing"):
        read(tmp_path, data[:348], "alone.hdr")


def test_a_pair_behind_links_is_found_by_the_names_that_were_given(tmp_path):
    data = nifti(ARRAY, magic=b"ni1\0", offset=0)
    (tmp_path / "store").mkdir()
    for ending, half in (("hdr", data[:348]), ("img", data[352:])):
        put(tmp_path / "store", half, f"0{ending}0")
        (tmp_path / f"scan.{ending}").symlink_to(f"store/0{ending}0")
    loaded = read_volume(tmp_path / "scan.img")
    assert_placed(loaded, straight())
    assert (loaded.info.name, loaded.info.source) == ("scan", str(tmp_path / "scan.img"))


def test_every_prefix_of_a_file_is_refused(tmp_path):
    data = nifti(ARRAY)
    for stop in [*range(0, 360, 7), *range(360, len(data), 31), len(data) - 1]:
        with pytest.raises(UserError, match=r"cut off|empty|text file|no scan by its first bytes") as caught:
            read(tmp_path, data[:stop])
        assert "cut off" in str(caught.value) or stop < 348
    assert_placed(read(tmp_path, data + b"more"), straight())


def test_every_prefix_of_a_packed_file_is_refused(tmp_path):
    data = gzip.compress(nifti(ARRAY))
    for stop in [*range(1, 60), *range(60, len(data), 13), *range(len(data) - 12, len(data))]:
        with pytest.raises(UserError):
            read(tmp_path, data[:stop])
    assert_placed(read(tmp_path, data + b"what some programs append"), straight())
    assert_placed(read(tmp_path, data + bytes(300)), straight())


def test_a_header_that_promises_more_than_any_disk_holds_is_refused_at_once(tmp_path):
    data = nifti(ARRAY, dim=[30000, 30000, 30000])
    for one in (data, gzip.compress(data)):
        with pytest.raises(UserError, match="cut off"):
            read(tmp_path, one)


@EVERY
@given(
    version=st.sampled_from([1, 2]),
    changes=st.lists(st.tuples(st.integers(0, 543), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4),
)
def test_any_bytes_in_a_header_give_a_volume_or_a_sentence(tmp_path, version, changes):
    data = bytearray(nifti(ARRAY, version=version, codes=(1, 1)))
    for place, change in changes:
        data[place : place + len(change)] = change
    with contextlib.suppress(UserError), np.errstate(divide="raise", over="raise"):
        assert read(tmp_path, bytes(data)).array.ndim == 3


@pytest.mark.parametrize("pixdim", [1e300, float("inf")])
def test_lengths_beyond_any_patient_are_refused_or_assumed(tmp_path, pixdim):
    data = nifti(ARRAY, version=2, codes=(0, 0), pixdim={1: pixdim})
    if np.isfinite(pixdim):
        with pytest.raises(UserError, match="holds the length 1e"):
            read(tmp_path, data)
    else:
        assert "1 mm was assumed" in " ".join(read(tmp_path, data).notes)
