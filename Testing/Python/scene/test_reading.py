import gzip
import json
import os
import shutil
import sys

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813
import slicer

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import native_folder, native_path, read_volume
from MISGroundLib.scene.volumes import ijk_to_world
from Python.shared_data import shared_case

unix = pytest.mark.skipif(sys.platform == "win32", reason="names of any bytes are Unix things")


def image(array, spacing=(0.8, 0.9, 2.5), origin=(11, -22, 33), direction=None):
    result = sitk.GetImageFromArray(array)
    result.SetSpacing(spacing[: result.GetDimension()])
    if result.GetDimension() == 3:
        result.SetOrigin(origin)
        if direction is not None:
            result.SetDirection(direction)
    return result


def numbers(shape=(6, 7, 8), dtype=np.int16):
    return np.random.default_rng(4).integers(-1000, 1000, shape).astype(dtype)


def by_slicer(scene, *paths):
    """The same files through Slicer's own reader: values (k, j, i) and IJK to RAS."""
    storage = scene.AddNewNodeByClass("vtkMRMLVolumeArchetypeStorageNode")
    storage.SetFileName(str(paths[0]))
    storage.SetSingleFile(len(paths) == 1)
    for path in paths[1:] and paths:
        storage.AddFileName(str(path))
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    assert storage.ReadData(node)
    return slicer.util.arrayFromVolume(node), ijk_to_world(node)


OBLIQUE = (0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1)


@pytest.mark.parametrize("direction", [None, OBLIQUE, (-1, 0, 0, 0, 0, 1, 0, 1, 0)], ids=["LPS", "turned", "swapped"])
@pytest.mark.parametrize("ending", ["nii", "nii.gz", "nrrd", "mha"])
def test_a_file_is_read_as_slicer_reads_it(scene, tmp_path, ending, direction):
    path = tmp_path / f"a scan.{ending}"
    sitk.WriteImage(image(numbers(), direction=direction), str(path))
    loaded = read_volume(path)
    array, to_ras = by_slicer(scene, path)
    assert np.array_equal(loaded.array, array)
    assert np.allclose(loaded.ijk_to_ras, to_ras, atol=1e-4)
    assert (loaded.info.name, loaded.info.shape_ijk) == ("a scan", (8, 7, 6))
    assert loaded.info.source == str(path)


def test_a_dicom_folder_is_read_as_slicer_reads_it(scene):
    folder = shared_case("ct_upperabd_dicom")
    loaded = read_volume(folder)
    # As Slicer's DICOM module does: every file, in the order of its place.
    files = sorted(folder.iterdir(), key=lambda file: float(position(file)[2]))
    array, to_ras = by_slicer(scene, *files)
    assert loaded.info.modality == "CT"
    assert loaded.array.shape == array.shape == (20, 512, 512)
    assert np.array_equal(loaded.array, array)
    assert np.allclose(loaded.ijk_to_ras, to_ras, atol=1e-3)


def position(file):
    reader = sitk.ImageFileReader()
    reader.SetFileName(str(file))
    reader.ReadImageInformation()
    return reader.GetMetaData("0020|0032").split("\\")


@pytest.mark.parametrize("name", ["ct_torso_ts", "mr_brain_colin_aal", "mr_spine_tpt"])
def test_labelled_structures_lie_where_their_centroids_say(name):
    folder = shared_case(name)
    labels = read_volume(folder / "labels.nii.gz")
    entries = json.loads((folder / "case.json").read_text())["labels"]
    for number, entry in list(entries.items())[:5]:
        k, j, i = np.nonzero(labels.array == int(number))
        ijk = np.array([i.mean(), j.mean(), k.mean(), 1])
        assert np.allclose((labels.ijk_to_ras @ ijk)[:3], entry["centroid_ras_mm"], atol=0.1), entry["name"]


def test_the_series_with_the_most_slices_is_taken_and_said(tmp_path):
    folder = shared_case("ct_upperabd_dicom")
    other = shared_case("ct_dicomseg_dcmqi") / "dicom"
    for file in [*folder.iterdir(), *other.iterdir()]:
        shutil.copy(file, tmp_path / file.name)
    loaded = read_volume(tmp_path)
    assert loaded.array.shape[0] == 20
    assert any("holds 2 series" in note and "20" in note for note in loaded.notes)


def test_a_dicom_folder_with_a_missing_slice_is_refused(tmp_path):
    for index, file in enumerate(sorted(shared_case("ct_upperabd_dicom").iterdir())):
        if index != 9:
            shutil.copy(file, tmp_path / file.name)
    with pytest.raises(UserError, match=r"not evenly spaced: 1 slice is missing"):
        read_volume(tmp_path)


def test_series_in_folders_below_are_found(tmp_path):
    below = tmp_path / "study" / "series"
    shutil.copytree(shared_case("ct_dicomseg_dcmqi") / "dicom", below)
    (tmp_path / "notes.txt").write_text("not DICOM")
    assert read_volume(tmp_path).array.shape == (3, 512, 512)


def test_a_trailing_dimension_of_one_is_dropped(tmp_path):
    path = tmp_path / "one_time.nrrd"
    sitk.WriteImage(sitk.GetImageFromArray(numbers((1, 6, 7, 8)), isVector=False), str(path))
    assert np.array_equal(read_volume(path).array, numbers((1, 6, 7, 8))[0])


def test_numbers_that_slicer_cannot_show_become_ones_it_can(tmp_path):
    path = tmp_path / "labels.nrrd"
    sitk.WriteImage(image(numbers().astype(np.int64)), str(path))
    loaded = read_volume(path)
    assert loaded.array.dtype == np.int32
    assert np.array_equal(loaded.array, numbers())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("ending", ["nii", "nii.gz", "nrrd", "mha"])
def test_voxels_that_are_no_numbers_become_background_with_a_note(tmp_path, ending, dtype):
    array = numbers(dtype=dtype)
    array[0, 0, 0], array[1, 2, 3] = np.nan, np.inf
    path = tmp_path / f"holes.{ending}"
    sitk.WriteImage(image(array), str(path))
    loaded = read_volume(path)
    lowest = array[np.isfinite(array)].min()
    assert loaded.array[0, 0, 0] == loaded.array[1, 2, 3] == lowest
    assert any("treated as background" in note for note in loaded.notes)


def truncated(folder, name, keep):
    whole = folder / f"whole_{name}"
    sitk.WriteImage(image(numbers((20, 30, 40))), str(whole))
    data = whole.read_bytes()
    (folder / name).write_bytes(data[: int(len(data) * keep)])
    return folder / name


@pytest.mark.parametrize("keep", [0.001, 0.3, 0.99])
@pytest.mark.parametrize("name", ["cut.nii", "cut.nii.gz", "cut.nrrd", "cut.mha"])
def test_a_file_that_was_cut_off_is_refused(tmp_path, name, keep):
    path = truncated(tmp_path, name, keep)
    with pytest.raises(UserError, match=r"is cut off.*Copy or download it again"):
        read_volume(path)


def test_a_gzip_file_with_a_flipped_bit_is_refused(tmp_path):
    path = tmp_path / "flipped.nii.gz"
    sitk.WriteImage(image(numbers((20, 30, 40))), str(path))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(bytes(data))
    with pytest.raises(UserError, match=r"is damaged: its packed data do not unpack.*Copy or download it again"):
        read_volume(path)


def test_a_gzip_member_that_is_no_nifti_is_refused(tmp_path):
    path = tmp_path / "text.nii.gz"
    path.write_bytes(gzip.compress(b"hello " * 500))
    with pytest.raises(UserError, match="is a text file, not a scan"):
        read_volume(path)


def write(path, array, vector=False):
    sitk.WriteImage(sitk.GetImageFromArray(array, isVector=vector), str(path))
    return path


BAD = {
    "four dimensions": (
        lambda folder: write(folder / "x.nrrd", np.zeros((5, 6, 7, 8), np.int16)),
        r"4 dimensions \(8 x 7 x 6 x 5\)",
    ),
    "colour": (
        lambda folder: write(folder / "x.nrrd", np.zeros((6, 7, 8, 3), np.uint8), vector=True),
        "3 values a voxel",
    ),
    "one slice": (lambda folder: write(folder / "x.nii.gz", np.zeros((1, 7, 8), np.int16)), "only one slice"),
    "a flat picture": (lambda folder: write(folder / "x.nrrd", np.zeros((7, 8), np.int16)), "only one slice"),
    "complex numbers": (
        lambda folder: write(folder / "x.nrrd", np.zeros((6, 7, 8), np.complex64)),
        "2 values a voxel|complex",
    ),
    "no number at all": (
        lambda folder: write(folder / "x.nii.gz", np.full((6, 7, 8), np.nan, np.float32)),
        "no number at all",
    ),
    "no such file": (lambda folder: folder / "nowhere.nii.gz", "There is no file or folder"),
    "an empty folder": (lambda folder: folder, "no DICOM series"),
    "noise": (lambda folder: (folder / "x.nii").write_bytes(os.urandom(4000)) and folder / "x.nii", "no scan by its"),
    "an empty file": (lambda folder: (folder / "x.nrrd").touch() or folder / "x.nrrd", "is empty"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_scan_is_refused_in_plain_words(tmp_path, what):
    make, message = BAD[what]
    path = make(tmp_path)
    with pytest.raises(UserError, match=message) as caught:
        read_volume(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_reading_says_nothing_on_the_streams(tmp_path, capfd):
    (tmp_path / "a.txt").write_text("no scan")
    with pytest.raises(UserError):
        read_volume(tmp_path)
    assert capfd.readouterr() == ("", "")


@unix
@pytest.mark.parametrize(
    "name", ["line\nbreak.nii", "🫀.nii", "-q.nii", " .nii", "caf\udce9.nii", "x" * 251 + ".nii", "a'\"`$.nii"]
)
def test_a_file_of_any_name_is_opened_by_a_utf8_path(tmp_path, name):
    path = tmp_path / name
    path.write_text("x")
    with native_path(path) as readable:
        str(readable).encode("utf-8")
        assert readable.read_text() == "x"
        assert readable.suffix == ".nii"


@unix
def test_a_folder_whose_name_is_not_utf8_is_read_and_written_through_a_link(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9") / "study"
    (folder / os.fsdecode(b"s\xe9rie")).mkdir(parents=True)
    for name in (b"1.dcm", b"\xe91.dcm", b"\xe81.dcm", b"s\xe9rie/2.dcm"):
        (folder / os.fsdecode(name)).write_bytes(name)
    with native_path(folder) as readable:
        files = [file for file in readable.rglob("*") if file.is_file()]
        assert sorted(file.read_bytes() for file in files) == [b"1.dcm", b"s\xe9rie/2.dcm", b"\xe81.dcm", b"\xe91.dcm"]
        assert all(str(file).isascii() for file in files)
    assert not readable.exists()
    with native_folder(folder) as writable:
        str(writable).encode("utf-8")
        (writable / "new").write_text("x")
    assert (folder / "new").read_text() == "x"
