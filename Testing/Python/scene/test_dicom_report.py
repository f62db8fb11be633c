"""The DICOM SR of boxes: read back by highdicom and pydicom, checked by dicom3tools and by Slicer's reader's rules."""

import json
import shutil
import subprocess

import highdicom as hd
import numpy as np
import pydicom
import pytest
import slicer
from pydicom.uid import Comprehensive3DSRStorage

from MISGroundLib.errors import UserError
from MISGroundLib.scene.export import boxes_of_volume, export_boxes
from MISGroundLib.scene.volumes import ijk_to_world, local_ijk_to_ras
from Python.dicom_builders import slices, write_series
from Python.scene.exported_boxes import (
    FIXTURES,
    PHRASE,
    apart_mm,
    corners_in_scene,
    draw_boxes,
    groups_of,
    volume_of,
    write_scan,
    written,
)
from Python.scene_builders import put_under_transforms, to_vtk, volume_node

LPS = np.array([-1.0, -1.0, 1.0])


a_scan, a_volume = FIXTURES


def corners_of(group):
    """Of the six faces, RAS mm of the patient's coordinates (n, 3)."""
    faces = group.roi.graphic_data
    assert len(faces) == 6 and all(face.shape == (5, 3) for face in faces)
    return np.concatenate(faces) * LPS


@pytest.mark.parametrize("transformed", [False, True])
def test_regions_read_back_are_where_the_scenes_boxes_are(transformed, scene, a_volume, tmp_path):
    if transformed:
        put_under_transforms(scene, a_volume)
    rois = draw_boxes(scene, a_volume)
    groups = groups_of(written(a_volume, rois, tmp_path))
    # The report speaks in the series' coordinates; the volume's transforms lead from there to the scene.
    to_world = ijk_to_world(a_volume) @ np.linalg.inv(local_ijk_to_ras(a_volume))
    for label, roi in zip(("liver", "left kidney", PHRASE, "spleen"), rois, strict=True):
        corners = corners_of(groups[label]) @ to_world[:3, :3].T + to_world[:3, 3]
        assert apart_mm(corners, corners_in_scene(roi)) < 0.01, label


def test_a_box_that_was_moved_is_written_where_it_lies_now(scene, a_volume, tmp_path):
    roi = draw_boxes(scene, a_volume)[0]
    roi.SetCenterWorld(3.0, -2.0, 11.0)
    group = groups_of(written(a_volume, [roi], tmp_path))["liver"]
    assert corners_of(group).mean(axis=0) == pytest.approx(
        (3, -2, 11), abs=5
    )  # each corner is in three faces, some twice
    assert apart_mm(corners_of(group), corners_in_scene(roi)) < 0.01


def test_it_refers_to_the_series_and_says_what_by_whom_and_how_large(scene, a_scan, a_volume, tmp_path):
    path = written(a_volume, draw_boxes(scene, a_volume), tmp_path)
    report, groups = hd.sr.srread(path), groups_of(path)
    source = [pydicom.dcmread(one) for one in a_scan]
    assert {evidence[2] for evidence in report.get_evidence()} == {one.SOPInstanceUID for one in source}
    assert report.StudyInstanceUID == source[0].StudyInstanceUID
    assert str(report.PatientName) == "Test^Müller" and report.PatientBirthDate == "19700101"
    assert (report.SOPClassUID, report.Modality) == (Comprehensive3DSRStorage, "SR")
    kidney = groups["left kidney"]
    assert kidney.roi.frame_of_reference_uid == source[0].FrameOfReferenceUID
    assert kidney.roi.source_series_for_segmentation.value == source[0].SeriesInstanceUID
    assert (kidney.finding_type.value, kidney.finding_type.scheme_designator) == ("64033007", "SCT")
    [site] = kidney.finding_sites
    assert site.value.value == "64033007" and site.laterality.meaning == "Left"
    sizes = {one.name.meaning: one.value for one in kidney.get_measurements()}
    assert set(sizes) == {"Width", "Depth", "Height", "Certainty of Finding"}
    assert sizes["Certainty of Finding"] == pytest.approx(93)
    spleen = {one.name.meaning: one.value for one in groups["spleen"].get_measurements()}
    assert [spleen[name] for name in ("Width", "Depth", "Height")] == pytest.approx([31, 22, 14])
    said = {item.TextValue for item in kidney[0].ContentSequence if "TextValue" in item}
    assert said >= {"left kidney", "misground-mini", "abc123", "Query: left kidney", "Scope: slice"}
    assert any(words.startswith('Decoding: {"name": "semsam"') for words in said)
    assert "Bounded by" in str(kidney[0].ContentSequence)
    # What anatomy does not know has no code, but its words.
    assert groups[PHRASE].finding_type is None and not groups[PHRASE].finding_sites


def test_every_export_of_an_answer_has_the_same_tracking_uids(scene, a_volume, tmp_path):
    rois = draw_boxes(scene, a_volume)
    first, second = (groups_of(written(a_volume, rois, tmp_path / name)) for name in ("one", "two"))
    uids = {label: group.tracking_uid for label, group in first.items()}
    assert uids == {label: group.tracking_uid for label, group in second.items()}
    assert len({*uids.values()}) == len(rois) == len(boxes_of_volume(a_volume))


def test_it_keeps_the_rules_of_slicers_tid1500_plugin(scene, a_volume, tmp_path):
    """Of DICOMTID1500Plugin: how it knows a TID 1500, that it does not take the boxes for planar annotations, and the
    table that it makes: its columns are the first group's measurements.
    """
    path = written(a_volume, draw_boxes(scene, a_volume), tmp_path)
    data = pydicom.dcmread(path)
    assert data.Modality == "SR" and data.ContentTemplateSequence[0].TemplateIdentifier == "1500"
    assert data.SeriesDescription and data.SeriesNumber is not None
    report = hd.sr.Comprehensive3DSR.from_dataset(data)
    assert report.content.get_planar_roi_measurement_groups() == []
    groups = report.content.get_volumetric_roi_measurement_groups()
    columns = [[one.name.value for one in group.get_measurements()] for group in groups]
    assert all(own == columns[0] for own in columns)
    assert all(group.tracking_identifier and group.tracking_uid for group in groups)


def test_dicom3tools_finds_no_error(scene, a_volume, tmp_path):
    if shutil.which("dciodvfy") is None:
        pytest.skip("dciodvfy is not installed (Debian: apt-get install dicom3tools)")
    path = written(a_volume, draw_boxes(scene, a_volume), tmp_path)
    done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert "Comprehensive3DSR" in said
    assert not [line for line in said.splitlines() if line.startswith(("Error", "Warning"))], said


def test_dcmqis_reader_reads_it(scene, a_volume, tmp_path):
    reader = shutil.which("tid1500reader")
    if reader is None:
        pytest.skip("dcmqi's tid1500reader, which Slicer reads such reports with, is not installed (pip install dcmqi)")
    path = written(a_volume, draw_boxes(scene, a_volume), tmp_path)
    told = tmp_path / "told.json"
    subprocess.run([reader, "--inputDICOM", path, "--outputMetadata", told], check=True, capture_output=True)
    measured = {one["TrackingIdentifier"]: one for one in json.loads(told.read_text(encoding="utf-8"))["Measurements"]}
    assert set(measured) == {"liver", "left kidney", PHRASE, "spleen"}
    assert measured["left kidney"]["FindingSite"]["CodeMeaning"] == "Kidney"
    assert measured["left kidney"]["Laterality"]["CodeMeaning"] == "Left"
    assert measured["spleen"]["measurementAlgorithmIdentification"]["AlgorithmName"] == "misground-mini"
    assert [float(one["value"]) for one in measured["spleen"]["measurementItems"][1:]] == pytest.approx([31, 22, 14])


def refusal(volume, rois, folder, **options):
    with pytest.raises(UserError) as caught:
        export_boxes(rois, volume, folder, ["csv", "sr"], **options)
    assert not folder.exists()
    return str(caught.value)


def test_what_no_report_can_be_written_of_is_said_and_nothing_is_written(scene, a_scan, a_volume, tmp_path):
    folder = tmp_path / "out"
    rois = draw_boxes(scene, a_volume)
    assert "needs one" in refusal(a_volume, [], folder)
    assert "no longer in the scene" in refusal(None, rois, folder)
    matrix = local_ijk_to_ras(a_volume)
    matrix[0, 3] += 5.0
    a_volume.SetIJKToRASMatrix(to_vtk(matrix))  # as a transform that is hardened does
    assert "a corner is 5.0 mm away" in refusal(a_volume, rois, folder)
    matrix[0, 3] -= 5.0
    a_volume.SetIJKToRASMatrix(to_vtk(matrix))
    a_scan[0].parent.rename(tmp_path / "elsewhere")
    assert "are not at" in refusal(a_volume, rois, folder)
    assert export_boxes(rois, a_volume, folder, ["sr"], dicom=tmp_path / "elsewhere")


def test_a_volume_of_slicers_database_is_found_there(scene, a_scan, a_volume, tmp_path, monkeypatch):
    class Database:
        def fileForInstance(self, uid):
            return str(places.get(uid, ""))

    rois = draw_boxes(scene, a_volume)
    a_scan[0].parent.rename(tmp_path / "database")
    places = {pydicom.dcmread(path).SOPInstanceUID: path for path in (tmp_path / "database").iterdir()}
    # Another series lies in the same folder.
    write_scan(tmp_path / "database" / "other", key="another", patient="Müller")
    monkeypatch.setattr(slicer, "dicomDatabase", Database(), raising=False)
    groups = groups_of(written(a_volume, rois, tmp_path / "out"))
    source = pydicom.dcmread(next(iter(places.values())))
    assert groups["liver"].roi.source_series_for_segmentation.value == source.SeriesInstanceUID


def test_a_tilted_gantrys_boxes_lie_where_the_scene_has_them(scene, tmp_path):
    tilted = slices(9, along=(0, 0.2, 0.98), shape=(40, 50))
    write_series(tmp_path / "ct", tilted)
    volume = volume_of(scene, tmp_path / "ct")
    rois = draw_boxes(scene, volume)
    assert apart_mm(corners_of(groups_of(written(volume, rois, tmp_path))["liver"]), corners_in_scene(rois[0])) < 0.01


def test_a_volume_that_is_no_dicom_says_what_it_lacks(scene, a_scan, a_volume, tmp_path):
    array = slicer.util.arrayFromVolume(a_volume)
    plain = volume_node(scene, array.copy(), local_ijk_to_ras(a_volume), name="plain")
    rois = draw_boxes(scene, plain)
    said = refusal(plain, rois, tmp_path / "out")
    for lacking in ("did not come from DICOM", "study, series, images and frame of reference", "patient's data"):
        assert lacking in said
    # The same voxels at the same places: the series that it was made of may be named.
    assert export_boxes(rois, plain, tmp_path / "out", ["sr"], dicom=a_scan[0].parent)


def test_a_series_without_its_uids_is_refused(scene, tmp_path):
    paths = write_scan(tmp_path / "ct", change=lambda data, k: delattr(data, "FrameOfReferenceUID"))
    volume = volume_of(scene, paths[0].parent)
    said = refusal(volume, draw_boxes(scene, volume), tmp_path / "out")
    assert "lacks its Frame of Reference UID" in said
