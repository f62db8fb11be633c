import json
import shutil
import time
from dataclasses import replace

import numpy as np
import pydicom
import pytest
from pydicom.fileset import FileSet
from pydicom.uid import (
    ComprehensiveSRStorage,
    PositronEmissionTomographyImageStorage,
    RTStructureSetStorage,
    SecondaryCaptureImageStorage,
    SegmentationStorage,
)

from MISGroundLib.scene.reading import read_volume
from Python.dicom_builders import assert_each_pixel_in_its_place, dicom, refusal, slices, write_frames, write_series

CORONAL = ((1, 0, 0), (0, 0, -1))
PET = {"SOPClassUID": PositronEmissionTomographyImageStorage, "Modality": "PT", "description": "Uptake"}


def write_object(path, sop, modality):
    """An object without pictures."""
    data = dicom(SOPClassUID=sop, Modality=modality, key=modality, description=modality)
    path.parent.mkdir(parents=True, exist_ok=True)
    data.save_as(path, enforce_file_format=True)
    return path


def test_the_scan_is_found_among_scouts_reports_and_other_files(tmp_path):
    scan = slices(12)
    write_series(tmp_path / "1", slices(3, *CORONAL, step=40), kind="LOCALIZER", key="scout", description="Scout")
    write_series(tmp_path / "2" / "deep" / "down", scan, number=2)
    write_series(tmp_path / "3", slices(1), SOPClassUID=SecondaryCaptureImageStorage, key="dose", number=99,
                 description="Dose Report")  # fmt: skip
    write_object(tmp_path / "4" / "report.dcm", ComprehensiveSRStorage, "SR")
    write_object(tmp_path / "4" / "contours.dcm", RTStructureSetStorage, "RTSTRUCT")
    (tmp_path / "notes.txt").write_text("no scan")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(300))
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    said = " ".join(loaded.notes)
    for word in (
        "holds 3 series",
        '"Torso" (CT, series 2, 12 slices)',
        "Scout",
        "localizer",
        "Dose Report",
        "1 report (SR)",
        "RTSTRUCT",
    ):
        assert word in said
    json.dumps(loaded.notes)


def test_scouts_in_another_order_of_folders_change_nothing(tmp_path):
    scan = slices(12)
    write_series(tmp_path / "a", scan)
    write_series(tmp_path / "z", slices(40, *CORONAL), kind="LOCALIZER", key="scout", description="Localizer")
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


@pytest.mark.parametrize("labelled", [True, False])
def test_a_scout_inside_the_series_is_left_out_and_said(tmp_path, labelled):
    scan = slices(20)
    write_series(tmp_path, scan)
    scout = slices(3, *CORONAL, step=12)
    scout = replace(scout, positions=scout.positions + np.array([0, 9, 60]))
    write_series(tmp_path, scout, prefix="L", kind="LOCALIZER" if labelled else "AXIAL")
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("3 " in note and "left out" in note and "localizer" in note for note in loaded.notes)


def test_a_pet_with_more_slices_does_not_take_the_place_of_its_ct(tmp_path):
    scan = slices(10)
    write_series(tmp_path, scan, prefix="c", key="ct")
    write_series(tmp_path, slices(25, step=1.2), prefix="p", key="pet", **PET)
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert loaded.info.modality == "CT"
    assert any("Uptake" in note and "25 slices" in note for note in loaded.notes)


def test_a_reformat_with_more_slices_does_not_take_the_place_of_its_scan(tmp_path):
    scan = slices(10)
    write_series(tmp_path / "a", scan)

    def derived(data, k):
        data.ImageType = ["DERIVED", "SECONDARY", "MPR"]

    write_series(tmp_path / "b", slices(30, *CORONAL), derived, key="mpr", description="Cor")
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


@pytest.mark.parametrize("fault", ["no positions", "a slice is missing", "cut off"])
def test_a_scout_is_not_taken_instead_of_a_scan_with_a_fault(tmp_path, fault):
    write_series(tmp_path / "a", slices(3, *CORONAL, step=40), kind="LOCALIZER", key="scout", description="Scout")
    scan = slices(24)
    if fault == "no positions":
        write_series(tmp_path / "b", scan, lambda data, k: data.__delattr__("ImagePositionPatient"))
    elif fault == "cut off":
        path = write_frames(tmp_path / "b" / "scan.dcm", scan)
        path.write_bytes(path.read_bytes()[:-500])
    else:
        write_series(tmp_path / "b", scan.only(k for k in range(24) if k != 9))
    said = refusal(tmp_path)
    assert {"no positions": "position", "a slice is missing": "missing", "cut off": "cut off"}[fault] in said
    assert '"Scout" (CT, series 1, localizer, 3 slices)' in said


def test_slices_count_and_not_files(tmp_path):
    scan = slices(10)
    write_series(tmp_path / "a", scan)
    for moment in range(5):
        about = {"key": "dynamic", "description": "Dynamic", "TemporalPositionIdentifier": moment}
        write_series(tmp_path / "b", slices(4), prefix=f"{moment}-", **about)
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


@pytest.mark.parametrize("asked", ["3", "003", "Thin slices", "thin", "uid"])
def test_a_series_is_chosen_by_number_uid_or_description(tmp_path, asked):
    thin = slices(6, step=1)
    write_series(tmp_path / "a", slices(20), number=2)
    paths = write_series(tmp_path / "b", thin, number=3, key="thin", description="Thin slices")
    uid = str(dicom(key="thin").SeriesInstanceUID)
    loaded = read_volume(tmp_path, series=uid if asked == "uid" else asked)
    assert_each_pixel_in_its_place(loaded, thin)
    assert loaded.info.identifier == uid and paths
    assert any("as asked" in note and "20 slices" in note for note in loaded.notes)


def test_a_series_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    write_series(tmp_path / "a", slices(4), number=2)
    write_series(tmp_path / "b", slices(6), number=3, key="thin", description="Thin slices")
    said = refusal(tmp_path, series="17")
    assert "'17'" in said and "Torso" in said and "Thin slices" in said


def test_a_number_of_two_series_is_refused_with_their_uids(tmp_path):
    write_series(tmp_path / "a", slices(4), number=2)
    write_series(tmp_path / "b", slices(6), number=2, key="other", description="Other")
    said = refusal(tmp_path, series="2")
    assert str(dicom(key="other").SeriesInstanceUID) in said and str(dicom().SeriesInstanceUID) in said


def test_two_patients_are_refused_with_their_folders_and_without_their_names(tmp_path):
    write_series(tmp_path / "one", slices(4), patient="Miller")
    write_series(tmp_path / "two", slices(6), patient="Smith")
    said = refusal(tmp_path)
    assert "patients" in said and str(tmp_path / "one") in said and str(tmp_path / "two") in said
    assert "Miller" not in said and "Smith" not in said
    uid = str(dicom(patient="Miller").SeriesInstanceUID)
    assert read_volume(tmp_path, series=uid).array.shape[0] == 4


def test_two_patients_in_one_folder_are_refused_with_their_files(tmp_path):
    write_series(tmp_path, slices(4), patient="Miller", prefix="a")
    write_series(tmp_path, slices(6), patient="Smith", prefix="b")
    said = refusal(tmp_path)
    assert "a000.dcm" in said and "b000.dcm" in said


def test_two_patients_in_one_series_are_refused(tmp_path):
    write_series(tmp_path, slices(8), lambda data, k: setattr(data, "PatientID", f"ID{k // 4}"))
    assert "patients" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("change", "one"),
    [
        ({"PatientName": "TEST^A", "PatientID": "A"}, True),
        ({"PatientName": "", "PatientID": "A"}, True),
        ({"PatientName": "Test^A", "PatientID": ""}, True),
        ({"PatientName": "Test A Maria", "PatientID": "A"}, False),
        ({"PatientName": "Test^A", "PatientID": "B"}, False),
    ],
)
def test_who_is_the_same_patient(tmp_path, change, one):
    write_series(tmp_path / "a", slices(8))
    write_series(tmp_path / "b", slices(4), key="b", **change)
    if one:
        assert read_volume(tmp_path).array.shape[0] == 8
    else:
        assert "patients" in refusal(tmp_path)


def test_a_name_written_in_two_ways_is_one_patient_if_number_and_birthday_agree(tmp_path):
    write_series(tmp_path / "a", slices(8), PatientBirthDate="19500101")
    write_series(tmp_path / "b", slices(4), key="b", PatientBirthDate="19500101", PatientName="Test^A^Maria")
    assert read_volume(tmp_path).array.shape[0] == 8


def test_a_series_in_two_folders_is_one_series(tmp_path):
    scan = slices(10)
    paths = write_series(tmp_path / "1", scan)
    (tmp_path / "2").mkdir()
    for path in paths[5:]:
        shutil.move(path, tmp_path / "2" / path.name)
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert loaded.notes == []


@pytest.mark.parametrize("names", ["IM{}", "{}.IMA", "{}", "I{}.txt"])
@pytest.mark.parametrize("preamble", [True, False])
def test_files_of_any_name_with_and_without_preamble_are_read(tmp_path, names, preamble):
    scan = slices(5)
    paths = write_series(tmp_path, scan)
    if not preamble:
        for path in paths:
            data = pydicom.dcmread(path)
            data.preamble = None
            del data.file_meta
            data.save_as(path, implicit_vr=True, little_endian=True, enforce_file_format=False)
            assert path.read_bytes()[:2] == b"\x08\x00"
    for number, path in enumerate(paths):
        path.rename(tmp_path / names.format(number))
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


@pytest.mark.parametrize(("sop", "modality", "word"), [
    (SegmentationStorage, "SEG", "segmentation"),
    (RTStructureSetStorage, "RTSTRUCT", "contours"),
    (ComprehensiveSRStorage, "SR", "report"),
    ("1.2.840.10008.5.1.4.1.1.104.1", "DOC", "document"),
])  # fmt: skip
def test_what_is_no_scan_is_named(tmp_path, sop, modality, word):
    path = write_object(tmp_path / "object.dcm", sop, modality)
    assert word in refusal(path)
    assert word in refusal(tmp_path)


def test_a_segmentation_with_pictures_is_no_scan(tmp_path):
    path = write_frames(tmp_path / "seg.dcm", slices(5), SOPClassUID=SegmentationStorage, Modality="SEG")
    assert "segmentation" in refusal(path)
    scan = slices(4)
    write_series(tmp_path, scan)
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("1 segmentation" in note for note in loaded.notes)


def test_one_slice_is_refused(tmp_path):
    path = write_series(tmp_path, slices(1))[0]
    assert "one slice" in refusal(path) and "one slice" in refusal(tmp_path)


def test_a_disc_is_read_and_its_table_of_contents_is_not(tmp_path):
    scan = slices(5)
    disc = FileSet()
    for path in write_series(tmp_path / "source", scan, StudyDate="20200101", StudyTime="120000", StudyID="1"):
        disc.add(path)
    disc.write(tmp_path / "disc")
    assert_each_pixel_in_its_place(read_volume(tmp_path / "disc"), scan)
    said = refusal(tmp_path / "disc" / "DICOMDIR")
    assert "DICOMDIR" in said and "Give the folder" in said


def test_a_file_that_cannot_be_parsed_is_left_out_and_said(tmp_path):
    scan = slices(5)
    write_series(tmp_path, scan)
    (tmp_path / "broken.dcm").write_bytes(bytes(128) + b"DICM" + bytes([8, 0, 0x60, 0, 0x43, 0x53, 4, 0, 67]))
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)


def test_a_folder_of_headers_alone_is_refused(tmp_path):
    write_series(tmp_path, slices(5), lambda data, k: data.__delattr__("PixelData"))
    assert "pixels" in refusal(tmp_path)


def test_an_unnamed_series_bears_the_folders_name(tmp_path):
    write_series(tmp_path / "case 7", slices(5), description="")
    assert read_volume(tmp_path / "case 7").info.name == "case 7"


def test_series_without_uids_are_told_apart_by_their_folders(tmp_path):
    scan = slices(9)
    for folder, one in (("a", scan), ("b", slices(4))):
        write_series(tmp_path / folder, one, lambda data, k: data.__delattr__("SeriesInstanceUID"))
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("2 series" in note for note in loaded.notes)


def test_five_hundred_files_are_read_in_seconds(tmp_path):
    scan = slices(500, step=1, shape=(16, 16))
    write_series(tmp_path, scan)
    begin = time.process_time()
    loaded = read_volume(tmp_path)
    assert loaded.array.shape == (500, 16, 16)
    assert time.process_time() - begin < 4
    assert np.array_equal(loaded.array[250], scan.stored[250])
