"""Points in the scene: the model's own and the centres of boxes, one step with their boxes, in every form of export."""

import csv
import io
import json

import numpy as np
import pytest
import slicer

from MISGroundLib.engine.protocol import AnswerEvent, DetectedPoint
from MISGroundLib.extent import Extent, VolumeResult
from MISGroundLib.geometry import OrientedBox, transform_point
from MISGroundLib.grounding import GroundingRun, finish
from MISGroundLib.scene.box_history import BoxHistory, Undone
from MISGroundLib.scene.box_review import edits_of, judge, rename
from MISGroundLib.scene.export import export_boxes, save_answer
from MISGroundLib.scene.fiducials import (
    basis_of,
    center_of,
    draw_answer,
    draw_centres,
    is_point,
    marks_of,
    points_in,
    points_of_boxes,
)
from MISGroundLib.scene.rois import add_extents, boxes_of, read_provenance
from MISGroundLib.scene.volumes import slice_image, standard_grid_of, volume_info
from MISGroundLib.settings import VOLUME, Settings
from Python.fake_engine import FakeEngine
from Python.scene_builders import affine, put_under_transforms, rotation, volume_node

BOX, POINT_PX = (5.0, 6.0, 25.0, 30.0), (12.5, 9.5)
OWN, CENTRE = "the model's own point", "centre of the box"


@pytest.fixture
def a_volume(scene):
    array = np.random.default_rng(7).integers(-1000, 1000, (24, 50, 44)).astype(np.int16)
    node = volume_node(scene, array, affine((0.8, 0.9, 2.5), (-20, 5, 30), rotation(6, 11, 17)), name="CT abdomen")
    put_under_transforms(scene, node)
    return node


@pytest.fixture
def a_result(a_volume):
    """A liver that is found by a box, a spleen that the model points at, and a kidney that nobody points at."""
    pointed = AnswerEvent("", 0, "raw", [], 0.8, points=[DetectedPoint(POINT_PX, "spleen", 0.7)])
    queries = ["point at the liver", "point at the spleen", "left kidney"]
    image = slice_image(a_volume, standard_grid_of(a_volume, "axial"))
    return finish(GroundingRun(FakeEngine([BOX, pointed, BOX]), image, queries, Settings(model="/a/model")))


@pytest.fixture
def marks(scene, a_volume, a_result):
    return draw_answer(scene, a_result, a_volume)


def place(result, x, y):
    return transform_point(result.slice_image.grid.pixel_to_ras, (x - 0.5, y - 0.5, 0.0))


def test_a_node_for_each_target_and_then_the_centres(scene, marks, a_result):
    assert [is_point(mark) for mark in marks] == [False, True, False, True]
    assert [mark.GetName() for mark in marks] == [
        "the liver 0.75",
        "spleen",
        "left kidney 0.75",
        f"the liver, {CENTRE}",
    ]
    assert [basis_of(mark) for mark in marks] == ["", OWN, "", CENTRE]
    assert np.allclose(center_of(marks[1]), place(a_result, *POINT_PX), atol=2e-3)
    assert np.allclose(center_of(marks[3]), center_of(marks[0]), atol=2e-3)
    assert np.allclose(center_of(marks[3]), place(a_result, 15, 18), atol=2e-3)
    assert points_of_boxes([marks[0]]) == [marks[3]] and points_of_boxes([marks[2]]) == []
    assert set(marks_of(scene)) == set(marks)
    assert all(mark.GetLocked() and mark.GetNumberOfControlPoints() == 1 for mark in marks if is_point(mark))
    assert read_provenance(marks[1])["Query"] == "point at the spleen"
    assert read_provenance(marks[1])["RawAnswer"] == "raw"


def test_result_json_tells_each_point_and_what_it_comes_of(a_result):
    document = a_result.to_json()
    liver, spleen = document["told"]
    assert (liver["points"][0]["basis"], spleen["points"][0]["basis"]) == (CENTRE, OWN)
    assert spleen["points"][0]["position_ras"] == tuple(document["detections"][1]["point_ras"])
    assert document["detections"][1]["point_px"] == list(POINT_PX) and document["detections"][0]["point_px"] is None


def test_boxes_and_points_are_one_step(scene, marks):
    history = BoxHistory(scene)
    history.drawn(marks)
    places = [center_of(mark) for mark in marks]
    assert history.undo() == Undone("query", 4) and marks_of(scene) == []
    assert history.redo() == Undone("query", 4)
    assert [np.allclose(center_of(mark), was) for mark, was in zip(marks, places, strict=True)] == [True] * 4
    assert points_of_boxes([marks[0]]) == [marks[3]]
    assert all(mark.GetNumberOfDisplayNodes() == 1 for mark in marks)
    assert history.clear() == 4 and marks_of(scene) == []
    history.undo()
    assert len(points_in(scene)) == 2


def test_a_box_goes_and_comes_back_with_its_point(scene, marks):
    history = BoxHistory(scene)
    history.drawn(marks)
    assert history.take_out([marks[0]]) == 2
    assert set(marks_of(scene)) == {marks[1], marks[2]}
    history.undo()
    assert set(marks_of(scene)) == set(marks)


def test_a_point_is_judged_renamed_and_dragged_as_a_box_is(scene, marks):
    history = BoxHistory(scene)
    history.drawn(marks)
    point, was = marks[1], center_of(marks[1])
    with history.change(point, "reject"):
        judge(point, "rejected")
    assert not point.GetDisplayNode().GetVisibility()
    with history.change(point, "rename"):
        rename(point, "accessory spleen")
    point.SetNthControlPointPosition(0, *np.add(was, (1, 2, 3)))
    assert history.record_moves() == [point]
    move = edits_of(point)[-1]
    assert (move["what"], move["before"]["center_ras"]) == ("place", pytest.approx(was, abs=1e-3))
    for _ in range(3):
        history.undo()
    assert np.allclose(center_of(point), was) and point.GetName() == "spleen" and point.GetDisplayNode().GetVisibility()


def test_every_form_holds_the_points_where_they_lie(scene, a_volume, marks, tmp_path):
    files = export_boxes(marks[:3], a_volume, tmp_path, ["markups", "csv", "json"])  # the centre comes with its box
    markups, table, document = (path.read_text(encoding="utf-8-sig") for path in files)
    names = [mark.GetName() for mark in marks]
    assert [one["name"] for one in json.loads(markups)["markups"]] == names
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["shape"] for row in rows] == ["box", "box", f"point: {OWN}", f"point: {CENTRE}"]
    points = json.loads(document)["points"]
    assert [(one["basis"], one["terminology"]["type"]["meaning"]) for one in points] == [
        (OWN, "Spleen"),
        (CENTRE, "Liver"),
    ]
    for row, one, mark in zip(rows[2:], points, (marks[1], marks[3]), strict=True):
        center = center_of(mark)
        assert np.allclose(one["ras"], center, atol=1e-6) and np.allclose(one["lps"], center * (-1, -1, 1), atol=1e-6)
        assert np.allclose([float(row[f"center_{axis}_mm"]) for axis in "ras"], center, atol=1e-3)
        assert float(row["size_1_mm"]) == 0
    assert len(json.loads(document)["boxes"]) == 2


def test_slicers_own_reader_takes_boxes_and_points_from_one_file(scene, a_volume, marks, tmp_path):
    [file] = export_boxes(marks, a_volume, tmp_path, "markups")
    places = {mark.GetName(): center_of(mark) for mark in marks}
    scene.Clear()
    logic = slicer.vtkSlicerMarkupsLogic()
    logic.SetMRMLScene(scene)
    assert logic.LoadMarkupsFromJson(str(file), None)
    count = scene.GetNumberOfNodesByClass("vtkMRMLMarkupsNode")
    nodes = [scene.GetNthNodeByClass(index, "vtkMRMLMarkupsNode") for index in range(count)]
    assert [node.GetClassName() for node in nodes].count("vtkMRMLMarkupsFiducialNode") == 2
    for node in nodes:
        assert np.allclose(center_of(node), places[node.GetName()], atol=1e-3)


def test_a_saved_answer_holds_the_points_that_are_in_the_scene(scene, marks, a_result, tmp_path):
    assert save_answer(a_result, marks, tmp_path) == 0
    assert len(json.loads((tmp_path / "boxes.mrk.json").read_text())["markups"]) == 4


def searched(volume, center, box=True):
    found = OrientedBox(np.array(center, float), np.array([20.0, 30.0, 40.0]), np.eye(3)) if box else None
    extent = Extent("point at the spleen", "spleen", "found" if box else "absent", 0.61, (), 9, False, box=found)
    return VolumeResult(volume_info(volume), [extent], Settings(scope=VOLUME), {}, {}, "2026-01-02T03:04:05", 9, 9)


def test_while_a_search_grows_its_point_moves_with_the_box_and_goes_with_it(scene, a_volume):
    first = searched(a_volume, (0, 0, 0))
    rois = add_extents(scene, first, a_volume)
    [point] = draw_centres(scene, first, rois, a_volume)
    second = searched(a_volume, (10, 20, 30))
    rois = add_extents(scene, second, a_volume, rois)
    assert draw_centres(scene, second, rois, a_volume) == [point]
    assert center_of(point) == pytest.approx((10, 20, 30)) and basis_of(point) == CENTRE
    nothing = searched(a_volume, (0, 0, 0), box=False)
    rois = add_extents(scene, nothing, a_volume, rois)
    assert draw_centres(scene, nothing, rois, a_volume) == []
    assert points_in(scene) == [] and boxes_of(scene) == []


def test_a_point_that_cannot_be_added_leaves_nothing(scene, a_volume, a_result, monkeypatch):
    def fail(*_):
        raise RuntimeError("no")

    monkeypatch.setattr("MISGroundLib.scene.fiducials.set_terminology", fail)
    with pytest.raises(RuntimeError):
        draw_answer(scene, a_result, a_volume)
    assert marks_of(scene) == []
