"""Points in the DICOM SR and on the page: where the scene has them, and what each comes of."""

import base64
import io
import json
import re
import shutil
import subprocess

import highdicom as hd
import numpy as np
import pydicom
import pytest
from PIL import Image

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.errors import UserError
from MISGroundLib.scene.box_review import place_of_box, record_move
from MISGroundLib.scene.export import boxes_of_volume, export_boxes
from MISGroundLib.scene.fiducials import center_of
from MISGroundLib.scene.volumes import ijk_to_world, local_ijk_to_ras, standard_grid_of
from MISGroundLib.slices import POSITION_AXIS
from Python.scene.exported_boxes import FIXTURES, draw_boxes, draw_points, groups_of, volume_of, write_scan, written
from Python.scene_builders import put_under_transforms, volume_node

OWN, CENTRE = "the model's own point", "centre of the box"
NAMES = ["the liver", f"the liver, {CENTRE}", f"left kidney, {OWN}", f"left kidney, {OWN} 2"]


a_scan, a_volume = FIXTURES


def words_of(group):
    return {item.TextValue for item in group[0].ContentSequence if "TextValue" in item}


def purpose_of(group):
    [surface] = [item for item in group[0].ContentSequence if item.ValueType == "SCOORD3D"]
    found = [item for item in group[0].ContentSequence if item.name.meaning == "Geometric purpose of region"]
    assert surface.GraphicType == "POINT"
    return found[0].value.meaning if found else None


@pytest.mark.parametrize("transformed", [False, True])
def test_points_of_the_report_lie_where_the_scene_has_them(transformed, scene, a_scan, a_volume, tmp_path):
    if transformed:
        put_under_transforms(scene, a_volume)
    marks = draw_points(scene, a_volume)
    path = written(a_volume, [marks[0], *marks[2:]], tmp_path)  # the centre comes with its box
    groups = groups_of(path)
    assert sorted(groups) == sorted(NAMES)
    to_patient = local_ijk_to_ras(a_volume) @ np.linalg.inv(ijk_to_world(a_volume))
    for name, mark in zip(NAMES[1:], marks[1:], strict=True):
        region = groups[name].roi
        lps = (to_patient @ [*center_of(mark), 1])[:3] * (-1, -1, 1)
        assert region.graphic_type.value == "POINT" and np.shape(region.graphic_data) == (1, 3)
        assert np.allclose(region.graphic_data, lps, atol=1e-3), name
        assert region.frame_of_reference_uid == pydicom.dcmread(a_scan[0]).FrameOfReferenceUID
        assert region.source_series_for_segmentation.value == pydicom.dcmread(a_scan[0]).SeriesInstanceUID
    # Without highdicom: three numbers of 32 bits, LPS mm.
    every = [one for one in pydicom.dcmread(path).iterall() if one.keyword == "GraphicData" and len(one.value) == 3]
    assert len(every) == 3


def test_a_point_says_what_it_is_on_and_comes_of_as_its_box_does(scene, a_volume, tmp_path):
    groups = groups_of(written(a_volume, draw_points(scene, a_volume), tmp_path))
    box, centre, own, other = (groups[name] for name in NAMES)
    assert (centre.finding_type, own.finding_type.value) == (box.finding_type, "64033007")
    [site] = own.finding_sites
    assert (site.value.value, site.laterality.meaning) == ("64033007", "Left")
    assert words_of(centre) - words_of(box) == {NAMES[1], f"Point: {CENTRE}"}
    assert words_of(own) >= {"Query: point at the left kidney", "Scope: slice", f"Point: {OWN}"}
    assert (purpose_of(centre), purpose_of(own)) == ("Center", "Representative point")
    certain = {one.name.meaning: one.value for one in centre.get_measurements()}
    assert certain == {"Certainty of Finding": pytest.approx(75)}
    uids = [group.tracking_uid for group in groups.values()]
    assert len(set(uids)) == 4 and other.tracking_uid != own.tracking_uid
    again = groups_of(written(a_volume, boxes_of_volume(a_volume), tmp_path / "again"))
    assert {name: group.tracking_uid for name, group in again.items()} == dict(zip(groups, uids, strict=True))


def test_points_keep_slicers_table_right_and_hide_no_box(scene, a_volume, tmp_path):
    """Slicer's reader fills its columns in order, and forgets volumes where there is a planar region."""
    content = hd.sr.srread(
        written(a_volume, [*draw_points(scene, a_volume), *draw_boxes(scene, a_volume)], tmp_path)
    ).content
    assert content.get_planar_roi_measurement_groups() == []
    columns = [
        [one.name.value for one in group.get_measurements()]
        for group in content.get_volumetric_roi_measurement_groups()
    ]
    assert len(columns[0]) == 4 and all(own == columns[0][: len(own)] for own in columns)


def test_beside_a_box_without_a_score_a_points_certainty_is_in_words(scene, a_volume, tmp_path):
    marks = draw_points(scene, a_volume)
    marks[0].SetAttribute("MISGround.Score", "null")
    groups = groups_of(written(a_volume, marks, tmp_path))
    assert [one.name.meaning for one in groups[NAMES[0]].get_measurements()] == ["Width", "Depth", "Height"]
    assert groups[NAMES[2]].get_measurements() == []
    assert [words for words in words_of(groups[NAMES[2]]) if words.startswith("Certainty of Finding: ")]


def test_points_without_a_box_are_a_report_and_keep_dicom3tools_rules(scene, a_volume, tmp_path):
    points = draw_points(scene, a_volume)[2:]
    path = written(a_volume, points, tmp_path)
    assert sorted(groups_of(path)) == NAMES[2:]
    assert "points" in pydicom.dcmread(path).SeriesDescription
    if shutil.which("dciodvfy") is None:
        pytest.skip("dciodvfy is not installed (Debian: apt-get install dicom3tools)")
    done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert "Comprehensive3DSR" in said
    assert not [line for line in said.splitlines() if line.startswith(("Error", "Warning"))], said


def test_dcmqis_reader_reads_points_beside_boxes(scene, a_volume, tmp_path):
    reader = shutil.which("tid1500reader")
    if reader is None:
        pytest.skip("dcmqi's tid1500reader, which Slicer reads such reports with, is not installed (pip install dcmqi)")
    marks = draw_points(scene, a_volume)
    for scored in (True, False):
        if not scored:
            marks[0].SetAttribute("MISGround.Score", "null")
        path, told = written(a_volume, marks, tmp_path), tmp_path / "told.json"
        subprocess.run([reader, "--inputDICOM", path, "--outputMetadata", told], check=True, capture_output=True)
        measured = json.loads(told.read_text(encoding="utf-8"))["Measurements"]
        assert [one["TrackingIdentifier"] for one in measured] == NAMES
        quantities = [[item["quantity"]["CodeMeaning"] for item in one["measurementItems"]] for one in measured]
        certainty = ["Certainty of Finding"] if scored else []
        assert quantities == [[*certainty, "Width", "Depth", "Height"], certainty, certainty, certainty]
        assert measured[2]["FindingSite"]["CodeMeaning"] == "Kidney"


def test_a_point_that_the_reader_moved_is_the_centre_of_nothing(scene, a_volume, tmp_path):
    marks = draw_points(scene, a_volume)
    before = place_of_box(marks[1])
    marks[1].SetNthControlPointPosition(0, 3.0, -4.0, 5.0)
    record_move(marks[1], before)
    report, page = export_boxes(marks, a_volume, tmp_path, ["sr", "html"])
    group = groups_of(report)[NAMES[1]]
    assert np.allclose(group.roi.graphic_data, (-3, 4, 5), atol=1e-4) and purpose_of(group) is None
    assert f"Point: {CENTRE}, moved by the reader" in words_of(group)
    said = re.sub(r"\s+", " ", page.read_text(encoding="utf-8"))
    assert "moved by the reader since: R 3.0, P 4.0, S 5.0 mm (RAS 3.0, -4.0, 5.0 mm)" in said


def test_points_of_no_dicom_or_no_frame_of_reference_are_refused(scene, tmp_path):
    plain = volume_node(scene, np.zeros((9, 40, 50), np.int16), name="plain")
    broken = write_scan(tmp_path / "ct", change=lambda data, k: delattr(data, "FrameOfReferenceUID"))
    for volume, cause in (
        (plain, "did not come from DICOM"),
        (volume_of(scene, broken[0].parent), "Frame of Reference UID"),
    ):
        points = draw_points(scene, volume)[2:]
        with pytest.raises(UserError, match=cause):
            export_boxes(points, volume, tmp_path / "out", ["csv", "sr"])
        assert not (tmp_path / "out").exists()
    with pytest.raises(UserError, match="no box and no point"):
        export_boxes([], plain, tmp_path / "out", "sr")


def test_the_page_has_a_row_and_three_pictures_for_each_point(scene, a_volume, tmp_path):
    marks = draw_points(scene, a_volume)
    [path] = export_boxes(marks, a_volume, tmp_path, "html")
    page = path.read_text(encoding="utf-8").replace("&#39;", "'")
    said = re.sub(r"\s+", " ", page)
    own = "The model's own point"
    bases = ["The centre of its box, which need not lie in the structure", own, own]
    for mark, what in zip(marks[1:], bases, strict=True):
        right, front, up = center_of(mark)
        across, along = "L" if right < 0 else "R", "P" if front < 0 else "A"
        assert f"{what}: {across} {abs(right):.1f}, {along} {abs(front):.1f}, " in said
        assert f"(RAS {right:.1f}, {front:.1f}, {up:.1f} mm)" in said
    assert (
        "Boxes and points by a" in said
        and "left kidney, point 0.70" in said
        and "Asked for: point at the liver" in said
    )
    pictures = re.findall(r'alt="([^"]*)" src="data:image/png;base64,([^"]*)"', page)
    assert len(pictures) == 3 * len(marks)


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
def test_the_cross_lies_about_the_points_pixel(plane, scene, a_volume, tmp_path):
    point = draw_points(scene, a_volume)[2]
    [path] = export_boxes([point], a_volume, tmp_path, "html")
    pictures = re.findall(r'alt="[^,]*, (\w+),[^"]*" src="data:image/png;base64,([^"]*)"', path.read_text("utf-8"))
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(dict(pictures)[plane])))).astype(int)
    rows, columns = np.nonzero(np.abs(picture - np.round(255 * np.array(color_for("left kidney")))).max(axis=2) < 3)
    # Its middle, back through the affine of the slice, to a pixel of the picture, of which a voxel has about ten.
    grid = standard_grid_of(a_volume, plane, float(center_of(point)[POSITION_AXIS[plane]]))
    scale = picture.shape[1] / grid.size_px[0]
    pitch_mm = np.linalg.norm(grid.pixel_to_ras[:3, 0]) / scale
    middle = [(np.min(one) + np.max(one) + 1) / 2 / scale - 0.5 for one in (columns, rows)]
    assert np.allclose((grid.pixel_to_ras @ [*middle, 0, 1])[:3], center_of(point), atol=pitch_mm)
    assert len(rows) > 100 and pitch_mm < 0.2
