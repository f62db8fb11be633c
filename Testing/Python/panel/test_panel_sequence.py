"""A user asks about a 4D sequence: the item shown, or every item; the boxes follow the sequence's browser."""

import csv
import json
import re

import numpy as np
import pytest
import slicer

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.engine.protocol import AnswerEvent, DetectedPoint
from MISGroundLib.errors import UserError
from MISGroundLib.extent import Extent, VolumeResult
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.scene.fiducials import center_of as place
from MISGroundLib.scene.fiducials import points_in, points_of_boxes
from MISGroundLib.scene.volumes import volume_info
from MISGroundLib.settings import Settings
from Python.panel.panel_driver import boxes
from Python.panel.searched_body import FIXTURES, ORGANS, VOXEL_MM, a_body, begin, end
from Python.panel.test_panel_queries import center_of

# How far (mm) the body lies from its first place at each item, headwards; at the last there is no left kidney.
MOVES = (0, -24, -48)
TIMES = ("0", "80", "160")


def items_of_a_body():
    """The body at each time, as nodes outside a scene."""
    frames = []
    whole = slicer.util.arrayFromVolume(a_body("frame")).copy()
    for number, move in enumerate(MOVES):
        node = slicer.vtkMRMLScalarVolumeNode()
        node.SetName("frame")
        node.SetAttribute("DICOM.Modality", "CT")
        array = np.roll(whole, round(move / VOXEL_MM), axis=0)
        if number == 2:
            array[array == ORGANS["left kidney"][2]] = 0
        slicer.util.updateVolumeFromArray(node, array)
        node.SetSpacing(*[VOXEL_MM] * 3)
        node.SetOrigin(*(-VOXEL_MM * half for half in (19.5, 17.5, 21.5)))
        frames.append(node)
    slicer.mrmlScene.Clear()
    return frames


@pytest.fixture(autouse=True)
def no_midline(host, monkeypatch):
    """It is measured once an item, has tests of its own, and would take most of the time here."""
    from MISGroundLib.scene import volumes

    monkeypatch.setattr(volumes, "midline_of", lambda node, modality: None)


@pytest.fixture
def a_browser(scene):
    """A browser of three items, which shows them in a volume node."""
    frames = items_of_a_body()
    sequence = scene.AddNewNodeByClass("vtkMRMLSequenceNode", "4D CT")
    sequence.SetIndexName("time")
    sequence.SetIndexUnit("ms")
    for time, frame in zip(TIMES, frames, strict=True):
        sequence.SetDataNodeAtValue(frame, time)
    browser = scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode", "browser")
    browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
    browser.SetSelectedItemNumber(1)
    return browser


_, an_engine, _ = FIXTURES


@pytest.fixture
def a_panel(open_panel, a_logic, a_browser):
    panel = open_panel(a_logic, scope="volume")
    panel.widget.panel._runner._timer.interval = 1
    return panel


def volume():
    return slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")


def shown():
    """The boxes that can be seen now, by what their label says first."""
    return {box.GetName(): box for box in boxes() if box.GetDisplayNode().GetVisibility()}


def height(box):
    return center_of(box)[2]


# The item shown


def test_a_box_of_the_item_shown_is_hidden_at_the_others(a_panel, a_browser):
    assert a_panel.ui.everyItemCheckBox.visible
    a_panel.ask("liver\nleft kidney", 20)
    assert [row[:2] for row in a_panel.rows] == [("liver, time 80 ms", "found"), ("left kidney, time 80 ms", "found")]
    assert re.match(r"2 of 2 found in the volume at time 80 ms, in", a_panel.status)
    assert len(boxes()) == 2 and set(shown()) == {"liver", "left kidney"}
    assert height(shown()["liver"]) == pytest.approx(ORGANS["liver"][0][2] + MOVES[1], abs=2 * VOXEL_MM)
    assert shown()["liver"].GetNthControlPointLabel(0).startswith("liver 0.")
    assert shown()["liver"].GetAttribute("MISGround.SequenceItem") == "80"
    a_browser.SetSelectedItemNumber(2)
    assert shown() == {} and len(boxes()) == 2
    a_panel.click_row(0)
    assert a_browser.GetSelectedItemNumber() == 1 and len(shown()) == 2


def test_a_sequence_that_plays_on_meanwhile_is_searched_at_the_item_that_was_shown(a_panel, a_browser):
    begin(a_panel, "liver")
    a_browser.SetSelectedItemNumber(2)
    end(a_panel)
    assert shown() == {}
    a_browser.SetSelectedItemNumber(1)
    assert height(shown()["liver"]) == pytest.approx(ORGANS["liver"][0][2] + MOVES[1], abs=2 * VOXEL_MM)


def test_a_slice_is_asked_at_the_item_shown(a_panel, a_browser):
    a_panel.ui.scopeSelector.setCurrentText("this slice")
    assert not a_panel.ui.everyItemCheckBox.visible
    a_panel.ask("liver")
    assert a_panel.rows[0][1] == "found" and len(shown()) == 1
    a_browser.SetSelectedItemNumber(0)
    assert shown() == {}
    a_panel.click_row(0)
    assert len(shown()) == 1


# Every item


def ask_every_item(panel, text="liver\nleft kidney"):
    panel.ui.everyItemCheckBox.click()
    panel.ask(text, 20)


def test_boxes_of_every_item_follow_the_browser(a_panel, a_browser):
    ask_every_item(a_panel)
    assert len(boxes()) == 2 and len(a_panel.rows) == 6
    assert a_panel.rows[5] == ("left kidney, time 160 ms", "not in this volume", a_panel.rows[5][2])
    assert [row[1] for place, row in enumerate(a_panel.rows) if place != 5] == ["found"] * 5
    assert re.match(r"5 of 6 found in 3 items of the sequence, in", a_panel.status)
    for number, move in enumerate(MOVES):
        a_browser.SetSelectedItemNumber(number)
        assert set(shown()) == ({"liver"} if number == 2 else {"liver", "left kidney"})
        assert height(shown()["liver"]) == pytest.approx(ORGANS["liver"][0][2] + move, abs=2 * VOXEL_MM)
    a_panel.click_row(2)
    assert a_browser.GetSelectedItemNumber() == 1
    assert a_panel.status.startswith("liver 0.")


def test_undo_takes_all_items_back_in_one_step_and_clear_brings_them_back(a_panel, a_browser):
    before = slicer.mrmlScene.GetNumberOfNodes()
    ask_every_item(a_panel, "left kidney")
    a_panel.click("clearButton")
    assert boxes() == [] and a_browser.GetNumberOfSynchronizedSequenceNodes() == 0
    a_browser.SetSelectedItemNumber(0)
    assert boxes() == []  # the browser does not make them anew
    a_panel.click("undoButton")
    assert len(boxes()) == 1
    for number in range(3):
        a_browser.SetSelectedItemNumber(number)
        assert len(boxes()) == 1 and len(shown()) == (number < 2)
    a_panel.click("undoButton")
    assert a_panel.status == "Boxes of the last query taken back: 1."
    assert boxes() == [] and a_browser.GetNumberOfSynchronizedSequenceNodes() == 0
    assert slicer.mrmlScene.GetNumberOfNodes() == before


def test_cancel_keeps_the_items_that_are_done_and_says_where_it_was(a_panel, a_browser):
    a_panel.ui.everyItemCheckBox.click()
    begin(a_panel, "liver")
    assert re.match(r"Item 1 of 3. Looking: axial S", a_panel.status)
    a_panel.wait(lambda: len(a_panel.rows) > 2, 20)
    assert a_panel.status.startswith("Item 3 of 3. Looking: ")
    a_panel.press_escape()
    end(a_panel)
    assert [row[1] for row in a_panel.rows[:2]] == ["found", "found"]
    assert a_panel.status.startswith("Cancelled. Kept what was known by then: ")
    a_browser.SetSelectedItemNumber(0)
    assert len(shown()) == 1


def test_undo_in_mid_search_of_the_items_ends_it(a_panel, a_browser):
    a_panel.ui.everyItemCheckBox.click()
    begin(a_panel, "liver")
    a_panel.click("undoButton")
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert boxes() == [] and a_browser.GetNumberOfSynchronizedSequenceNodes() == 0


def test_the_volume_deleted_while_its_items_are_searched(a_panel, a_browser):
    a_panel.ui.everyItemCheckBox.click()
    begin(a_panel, "liver")
    slicer.mrmlScene.RemoveNode(volume())
    end(a_panel)
    assert a_panel.status.startswith("The volume left the scene, so the query was stopped.")
    assert boxes() == []


def test_what_is_known_of_the_items_is_exported(a_panel, host, tmp_path):
    ask_every_item(a_panel, "left kidney")
    host.answers.append(str(tmp_path))
    a_panel.export()
    written = json.loads((tmp_path / "result.json").read_text())
    assert [one["item"] for one in written["items"]] == list(TIMES) and written["items_in_all"] == 3
    assert [one["detections"][0]["status"] for one in written["items"]] == ["found", "found", "absent"]
    names = [one["name"] for one in json.loads((tmp_path / "boxes.mrk.json").read_text())["markups"]]
    assert [name.split(", ")[-1] for name in names] == ["time 0 ms", "time 80 ms"]
    host.answers.append(str(tmp_path))
    a_panel.export("csv")
    lines = (tmp_path / "boxes.csv").read_text().splitlines()
    assert ["time 0 ms" in lines[1], "time 80 ms" in lines[2]] == [True, True] and len(lines) == 3


def test_boxes_of_items_are_saved_with_the_scene(a_panel, a_browser, tmp_path):
    ask_every_item(a_panel, "left kidney")
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    slicer.mrmlScene.Clear()
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    browser = slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLSequenceBrowserNode")
    heights = []
    for number in range(3):
        browser.SetSelectedItemNumber(number)
        heights += [height(box) for box in shown().values()]
    assert len(boxes()) == 1 and np.allclose(np.diff(heights), -24, atol=VOXEL_MM)
    assert a_panel.ui.everyItemCheckBox.checked


# Points


def shown_point():
    """The one point, where it can be seen now; None elsewhere."""
    [point] = points_in(slicer.mrmlScene)
    return point if point.GetDisplayNode().GetVisibility() else None


def follows_its_box(browser, name="left kidney"):
    """Whether the point is at each item where its box is, in its middle, and hidden where that is not."""
    told = []
    for number in range(3):
        browser.SetSelectedItemNumber(number)
        box, point = shown().get(name), shown_point()
        told.append((box is None) == (point is None) and (box is None or np.allclose(center_of(box), place(point))))
    return told == [True] * 3


def test_a_point_of_every_item_is_where_its_box_is_and_goes_and_comes_back_with_it(a_panel, a_browser):
    before = slicer.mrmlScene.GetNumberOfNodes()
    ask_every_item(a_panel, "point at left kidney")
    assert follows_its_box(a_browser)
    assert shown_point() is None  # at the last item
    a_browser.SetSelectedItemNumber(1)
    point = shown_point()
    assert point.GetName() == point.GetNthControlPointLabel(0) == "left kidney, centre of the box"
    assert point.GetAttribute("MISGround.SequenceItem") == "80" and point.GetLocked()
    look = point.GetDisplayNode()
    assert not look.GetPointLabelsVisibility() and look.GetSelectedColor() == pytest.approx(color_for("left kidney"))
    assert points_of_boxes([shown()["left kidney"]]) == [point]
    a_panel.click("clearButton")
    assert points_in(slicer.mrmlScene) == [] and a_browser.GetNumberOfSynchronizedSequenceNodes() == 0
    a_panel.click("undoButton")
    assert follows_its_box(a_browser)
    a_panel.click("undoButton")
    assert points_in(slicer.mrmlScene) == boxes() == [] and slicer.mrmlScene.GetNumberOfNodes() == before
    a_panel.click("redoButton")
    assert follows_its_box(a_browser)


def test_a_point_on_a_slice_is_hidden_at_the_other_items(a_panel, a_browser):
    a_panel.ui.scopeSelector.setCurrentText("this slice")
    a_panel.ask("point at liver")
    assert np.allclose(place(shown_point()), center_of(shown()["liver"]))
    a_browser.SetSelectedItemNumber(0)
    assert shown_point() is None and shown() == {}


@pytest.fixture
def large_glyphs(mrml):
    """The user has set another size for all markups to come."""
    default = mrml.module_logics["Markups"].GetDefaultMarkupsDisplayNode()
    before = default.GetGlyphScale()
    default.SetGlyphScale(7.5)
    yield 7.5
    default.SetGlyphScale(before)


def test_the_models_own_point_on_a_slice_follows_the_browser(a_panel, an_engine, a_browser, large_glyphs):
    an_engine.answers = [AnswerEvent("", 0, "raw", [], 0.8, points=[DetectedPoint((12.5, 9.5), "spleen", 0.7)])]
    a_panel.parameters.model = "/a/model"
    a_panel.ui.scopeSelector.setCurrentText("this slice")
    a_panel.ask("point at the spleen")
    look = shown_point().GetDisplayNode()
    assert boxes() == [] and look.GetPointLabelsVisibility() and look.GetGlyphScale() == large_glyphs
    a_browser.SetSelectedItemNumber(2)
    assert shown_point() is None
    a_panel.click_row(0)
    assert a_browser.GetSelectedItemNumber() == 1 and shown_point() is not None


def searched(found):
    """What a search of the item that is shown tells so far of a spleen: where it is, or that it is not."""
    box = OrientedBox(np.array(found, float), np.array([20.0, 30.0, 40.0]), np.eye(3)) if found else None
    extent = Extent("point at the spleen", "spleen", "found" if box else "absent", 0.61, (), 9, False, box=box)
    about = volume_info(volume()), [extent], Settings(scope="volume")
    return VolumeResult(*about, {}, {}, "2026-01-02T03:04:05", 9, 9)


def test_while_an_item_is_searched_its_point_moves_and_goes_with_the_box(a_logic, a_browser):
    rois = a_logic.drawExtents(searched((1, 2, 3)), volume())
    point = shown_point()
    rois = a_logic.drawExtents(searched((4, 5, 6)), volume(), rois)
    assert shown_point() is point and place(point) == pytest.approx((4, 5, 6))
    a_browser.SetSelectedItemNumber(2)
    rois = a_logic.drawExtents(searched((7, 8, 9)), volume(), rois)
    assert shown_point() is point and follows_its_box(a_browser, "spleen")
    a_browser.SetSelectedItemNumber(1)
    rois = a_logic.drawExtents(searched(None), volume(), rois)
    assert shown_point() is None and follows_its_box(a_browser, "spleen")
    a_browser.SetSelectedItemNumber(2)
    assert place(shown_point()) == pytest.approx((7, 8, 9))
    a_logic.drawExtents(searched(None), volume(), rois)
    assert points_in(slicer.mrmlScene) == boxes() == []
    assert a_browser.GetNumberOfSynchronizedSequenceNodes() == 0


def test_points_of_items_are_exported_and_saved_with_the_scene(a_panel, a_browser, host, tmp_path):
    ask_every_item(a_panel, "point at left kidney")
    for form in ("answer", "csv"):
        host.answers.append(str(tmp_path))
        a_panel.export(form)
    names = [one["name"] for one in json.loads((tmp_path / "boxes.mrk.json").read_text())["markups"]]
    where = [f"left kidney, centre of the box, time {time} ms" for time in TIMES[:2]]
    assert len(names) == 4 and names[2:] == where
    rows = list(csv.DictReader((tmp_path / "boxes.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["name"] for row in rows[2:]] == where
    for box, point in zip(rows[:2], rows[2:], strict=True):
        assert [box[f"center_{axis}_mm"] for axis in "ras"] == [point[f"center_{axis}_mm"] for axis in "ras"]
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    slicer.mrmlScene.Clear()
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    assert follows_its_box(slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLSequenceBrowserNode"))
    assert len(points_of_boxes(boxes())) == 1


# Cost and choice


def test_the_cost_is_that_of_all_items(a_panel):
    a_panel.ask("liver", 20)
    one = int(a_panel.ui.costLabel.text.split()[1])
    a_panel.ui.everyItemCheckBox.click()
    assert int(a_panel.ui.costLabel.text.split()[1]) == 3 * one


def test_the_choice_is_not_there_for_a_single_volume(a_panel, a_browser):
    a_panel.ui.everyItemCheckBox.click()
    a_panel.parameters.inputVolume = a_body("one")
    assert not a_panel.ui.everyItemCheckBox.visible
    a_panel.ask("liver", 20)
    assert a_panel.rows[0][:2] == ("liver", "found")


# The console


def test_the_console_asks_every_item(a_logic, a_browser):
    result = a_logic.ground(volume(), "liver", scope="volume", items="every")
    assert [part.volume.item for part in result.parts] == list(TIMES)
    assert all(part.extents[0].found for part in result.parts) and result.finished
    assert len(boxes()) == 1
    with pytest.raises(UserError, match="is a single volume, no 4D sequence"):
        a_logic.ground(a_body("one"), "liver", scope="volume", items="every")
    with pytest.raises(UserError, match='give scope="volume" for every item'):
        a_logic.ground(volume(), "liver", items="every")


def test_a_sequence_that_a_transform_moves_from_item_to_item_is_refused(a_logic, a_browser):
    transforms = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSequenceNode", "moves")
    for time in TIMES:
        transforms.SetDataNodeAtValue(slicer.vtkMRMLLinearTransformNode(), time)
    a_browser.AddSynchronizedSequenceNode(transforms)
    a_browser.Modified()
    volume().SetAndObserveTransformNodeID(a_browser.GetProxyNode(transforms).GetID())
    with pytest.raises(UserError, match="is moved from item to item by the transform"):
        a_logic.ground(volume(), "liver", scope="volume", items="every")
    assert a_logic.ground(volume(), "liver", scope="volume").extents[0].found
