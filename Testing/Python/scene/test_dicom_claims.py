"""What DICOM headers say beside their geometry: contradictions are noted, and what is no volume is named."""

import os
from dataclasses import replace

import numpy as np
import pydicom
import pytest
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.uid import generate_uid

from MISGroundLib.scene.reading import read_volume
from Python.dicom_builders import (
    assert_each_pixel_in_its_place,
    dicom,
    group,
    put_pixels,
    refusal,
    slices,
    write_frames,
    write_series,
)


def notes_of(folder, scan, **said):
    """Of a series whose every file says this; its places are as they were."""
    write_series(folder, scan, lambda data, k: [setattr(data, name, value) for name, value in said.items()])
    loaded = read_volume(folder)
    assert_each_pixel_in_its_place(loaded, scan)
    return " ".join(loaded.notes)


OBLIQUE = {"right": (0.8, 0.6, 0), "down": (-0.6, 0.8, 0)}


@pytest.mark.parametrize(("words", "turned", "contradict"), [
    (["L", "P"], {}, False),
    (["LPH", "PF"], {}, False),
    (["R", "P"], {}, True),
    (["L", "A"], {}, True),
    (["A", "F"], {}, True),
    (["L", "P"], OBLIQUE, False),
    (["P", "R"], OBLIQUE, False),
    (["R", "A"], OBLIQUE, True),
    (["A", "F"], {"right": (0, -1, 0), "down": (0, 0, -1)}, False),
    (["P", "F"], {"right": (0, -1, 0), "down": (0, 0, -1)}, True),
    (["", ""], {}, False),
    (["LE", "V"], {}, False),
])  # fmt: skip
def test_directions_in_words_that_contradict_the_orientation_are_noted(tmp_path, words, turned, contradict):
    said = notes_of(tmp_path, slices(6, **turned), PatientOrientation=words)
    assert ("contradict its Image Orientation Patient" in said and "Check left and right" in said) == contradict


@pytest.mark.parametrize(("tilt", "down", "noted"), [
    (15, (0, 1, 0), True),
    (-12.5, (0, 1, 0), True),
    (0.5, (0, 1, 0), False),
    (15, (0, 0.966, -0.259), False),
])  # fmt: skip
def test_a_tilt_that_the_slices_do_not_have_is_noted(tmp_path, tilt, down, noted):
    said = notes_of(tmp_path, slices(6, down=down), GantryDetectorTilt=tilt)
    assert (f"tilted by {abs(tilt):g} degrees" in said) == noted


@pytest.mark.parametrize("keyword", ["Laterality", "ImageLaterality"])
def test_a_scan_of_one_side_is_noted(tmp_path, keyword):
    assert "the patient's right side alone" in notes_of(tmp_path / "r", slices(6), **{keyword: "R"})
    assert "side" not in notes_of(tmp_path / "u", slices(6), **{keyword: "U" if keyword == "ImageLaterality" else ""})


def test_an_animal_is_noted(tmp_path):
    assert "an animal by its header" in notes_of(tmp_path / "a", slices(6), AnatomicalOrientationType="QUADRUPED")
    assert "(CANINE)" in notes_of(tmp_path / "b", slices(6), PatientSpeciesDescription="Canine")
    assert "animal" not in notes_of(tmp_path / "c", slices(6), PatientSpeciesDescription="Homo sapiens")


def test_lengths_in_another_unit_are_refused_or_noted(tmp_path):
    scan = slices(6, shape=(40, 40))
    for factor, folder in ((1e-3, "metres"), (1e3, "microns")):
        write_series(tmp_path / folder, replace(
            scan, positions=scan.positions * factor,
            between_rows=scan.between_rows * factor, between_columns=scan.between_columns * factor,
        ))  # fmt: skip
    assert "in another unit than mm, such as metres" in refusal(tmp_path / "metres")
    assert "a slice is 8e+04 mm wide, unlike a patient" in " ".join(read_volume(tmp_path / "microns").notes)


@pytest.mark.parametrize(("modality", "word"), [
    ("DX", "X-ray"), ("CR", "X-ray"), ("MG", "X-ray"), ("XA", "X-ray"), ("US", "ultrasound"), ("ES", "photographs"),
])  # fmt: skip
@pytest.mark.parametrize("frames", [1, 30])
def test_pictures_that_are_no_slices_are_named_and_no_export_is_advised(tmp_path, modality, word, frames):
    data = dicom(Modality=modality, SOPClassUID="1.2.840.10008.5.1.4.1.1.1")
    put_pixels(data, np.zeros((frames, 20, 20), np.uint8) if frames > 1 else np.zeros((20, 20), np.uint8))
    data.ImagerPixelSpacing = [0.2, 0.2]
    if frames > 1:
        data.NumberOfFrames = frames
    data.save_as(tmp_path / "picture.dcm", enforce_file_format=True)
    for said in (refusal(tmp_path / "picture.dcm"), refusal(tmp_path)):
        assert f"({modality})" in said and word in said and "Give a CT, an MR" in said and "xport" not in said


def test_an_angiogram_of_slices_is_read(tmp_path):
    scan = slices(8)
    path = write_frames(tmp_path / "a.dcm", scan, Modality="XA")
    assert_each_pixel_in_its_place(read_volume(path), scan)


def test_slices_that_are_each_a_series_by_their_identity_are_one_and_this_is_said(tmp_path):
    scan = slices(9)

    def change(data, k):
        data.SeriesInstanceUID, data.SeriesDescription = generate_uid(), f"slice {k}"

    write_series(tmp_path / "a", scan, change)
    loaded = read_volume(tmp_path / "a")
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("9 slices are each a series of their own" in note for note in loaded.notes)
    # What does not lie in one stack stays refused.
    write_series(tmp_path / "b", scan.only([0, 1, 2, 3, 4, 6, 7]), change)
    assert "1 slice is missing" in refusal(tmp_path / "b")


@pytest.mark.parametrize(("said", "word"), [
    ({"SeriesNumber": 2}, "series numbers"),
    ({"SeriesDescription": "T2"}, "series names"),
    ({"StudyInstanceUID": "1.2.3"}, "studies"),
])  # fmt: skip
def test_series_that_share_one_identity_are_told_apart(tmp_path, said, word):
    scan = slices(8)
    other = replace(scan, stored=scan.stored + np.int16(7))
    write_series(tmp_path / "a", scan, description="T1", StudyInstanceUID="1.2.2")
    write_series(tmp_path / "b", other, description="T1", StudyInstanceUID="1.2.2")
    for path in (tmp_path / "b").iterdir():
        data = pydicom.dcmread(path)
        for name, value in said.items():
            setattr(data, name, value)
        data.save_as(path)
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any(f"2 volumes at the same positions, by their {word}" in note for note in loaded.notes)


def test_slices_with_all_their_times_that_are_each_a_series_are_one(tmp_path):
    """As one maker's MR scanners write them; rordenlab/dcm2niix#495."""
    scan = slices(6)
    for time in (2, 1):
        moment = replace(scan, stored=scan.stored + np.int16(time))
        write_series(
            tmp_path,
            moment,
            lambda data, k: setattr(data, "SeriesInstanceUID", f"1.2.3.{k + 1}"),
            prefix=f"{time}-",
            TemporalPositionIdentifier=time,
        )
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan, scan.stored + 1)
    said = " ".join(loaded.notes)
    assert "6 slices are each a series of their own" in said and "2 volumes at the same positions" in said


def test_studies_of_nobody_are_not_taken_for_one_patients(tmp_path):
    for name in ("a", "b"):
        nobody = {"PatientID": "", "PatientName": "", "StudyInstanceUID": generate_uid()}
        write_series(tmp_path / name, slices(6), key=name, **nobody)
    assert any("nothing proves that they are of one patient" in note for note in read_volume(tmp_path).notes)
    assert not any("patient" in note for note in read_volume(tmp_path / "a").notes)


@pytest.mark.parametrize("implicit", [True, False])
@pytest.mark.parametrize("first", [0x00080005, 0x00080008, 0x00080012, 0x00080016, 0x00080018, 0x00080060])
def test_bare_files_are_known_by_whichever_element_is_first(tmp_path, first, implicit):
    scan = slices(5)
    for path in write_series(tmp_path, scan, InstanceCreationDate="20200101", SpecificCharacterSet="ISO_IR 100"):
        data = pydicom.dcmread(path)
        for tag in [tag for tag in data.keys() if tag < first]:  # noqa: SIM118 (a Dataset iterates over its elements)
            del data[tag]
        bare = DicomBytesIO()
        bare.is_little_endian, bare.is_implicit_VR = True, implicit
        write_dataset(bare, data)
        path.write_bytes(bare.getvalue())
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


@pytest.mark.parametrize("implicit", [True, False])
def test_files_whose_header_misnames_their_encoding_are_read(tmp_path, implicit):
    scan = slices(5)
    syntax = pydicom.uid.ExplicitVRLittleEndian if implicit else pydicom.uid.ImplicitVRLittleEndian
    for path in write_series(tmp_path, scan):
        data = pydicom.dcmread(path)
        body = DicomBytesIO()
        body.is_little_endian, body.is_implicit_VR = True, implicit
        write_dataset(body, data)
        meta = DicomBytesIO()
        meta.is_little_endian, meta.is_implicit_VR = True, False
        data.file_meta.TransferSyntaxUID = syntax
        write_dataset(meta, data.file_meta)
        path.write_bytes(bytes(128) + b"DICM" + meta.getvalue() + body.getvalue())
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


def test_folders_behind_links_are_read_and_a_loop_ends(tmp_path):
    scan = slices(6)
    write_series(tmp_path / "store" / "a1", scan)
    study = tmp_path / "study"
    study.mkdir()
    os.symlink(tmp_path / "store" / "a1", study / "series")
    os.symlink(study, study / "again")
    os.symlink(tmp_path, study / "above")
    assert_each_pixel_in_its_place(read_volume(study), scan)
    assert group() is not None
