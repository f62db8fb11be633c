"""A user asks about the whole volume: boxes appear early and grow; whatever happens meanwhile, nothing else is lost."""

import json
import re

import numpy as np
import pytest
import slicer

from MISGroundLib.engine.protocol import AnswerEvent
from Python.fake_engine import FakeEngine
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes
from Python.panel.test_panel_queries import center_of, place_of, scroll_to

VOXEL_MM = 6.0
# Of each organ: middle and radii, RAS mm, and its grey value in HU.
ORGANS = {"liver": ((50, 20, 40), (60, 55, 60), 120), "left kidney": ((-55, -30, -10), (28, 26, 50), 200)}


def a_body(name="CT"):
    """A body of 240 x 216 x 264 mm round the origin with a liver and a left kidney."""
    k, j, i = np.mgrid[:44, :36, :40]
    places = np.stack([i - 19.5, j - 17.5, k - 21.5], axis=-1) * VOXEL_MM
    array = np.zeros(i.shape, np.int16)
    for middle, radii, value in ORGANS.values():
        array[(((places - middle) / radii) ** 2).sum(axis=-1) < 1] = value
    node = make_volume(name, array)
    node.SetSpacing(VOXEL_MM, VOXEL_MM, VOXEL_MM)
    node.SetOrigin(*(-VOXEL_MM * half for half in (19.5, 17.5, 21.5)))
    return node


def seen(image, questions, settings):
    """What is there to see of each organ in a picture of the body; nothing of anything else."""
    answers = []
    for question in questions:
        value = ORGANS.get(question.query, (0, 0, -160))[2]
        rows, columns = np.nonzero((image == int((value + 160) / 400 * 255)) & (image > 0))
        box = (columns.min() - 0.5, rows.min() - 0.5, columns.max() + 0.5, rows.max() + 0.5) if rows.size else None
        answers.append(box)
    return answers


@pytest.fixture
def a_volume(scene):
    return a_body()


@pytest.fixture
def an_engine():
    return FakeEngine(answers=seen, tokens=0)


@pytest.fixture
def a_panel(open_panel, a_logic, a_volume):
    """A panel that searches the body, as quickly as the application allows."""
    panel = open_panel(a_logic, scope="volume")
    panel.widget.panel._runner._timer.interval = 1
    return panel


def begin(panel, text="liver\nleft kidney", boxes_there=1):
    """A search on its way, with that many boxes drawn."""
    panel.ui.queriesEdit.setPlainText(text)
    panel.press_ctrl_enter()
    panel.wait(lambda: len(boxes()) >= boxes_there, 60)
    assert panel.is_running


def end(panel):
    panel.wait(lambda: not panel.is_running, 60)


def size_of(box):
    return np.array(box.GetSize())


# The choice


def test_a_new_panel_searches_the_whole_volume_and_says_so(the_module, host, scene, the_shown_module):
    ui = the_shown_module.panel.ui
    assert ui.scopeSelector.currentText == "whole volume"
    assert "Find the targets in the whole volume (Ctrl+Enter)." in ui.groundButton.toolTip
    assert not ui.viewSelector.enabled
    ui.scopeSelector.setCurrentText("this slice")
    assert "Find the targets on the slice shown (Ctrl+Enter)." in ui.groundButton.toolTip
    assert ui.viewSelector.enabled


def test_the_choice_is_made_by_keyboard_and_saved_with_the_scene(a_panel, a_logic, tmp_path):
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    a_panel.ui.scopeSelector.setFocus()
    QTest.keyClick(a_panel.ui.scopeSelector._qt, Qt.Key.Key_Down)
    assert a_logic.getParameterNode().scope == "slice"
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    a_panel.ui.scopeSelector.setCurrentText("whole volume")
    slicer.mrmlScene.Clear()
    assert a_panel.ui.scopeSelector.currentText == "whole volume"
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    assert a_panel.ui.scopeSelector.currentText == "this slice"


def test_the_slice_is_asked_once_for_each_target_as_before(a_panel, an_engine):
    a_panel.ui.scopeSelector.setCurrentText("this slice")
    scroll_to(3.0)
    a_panel.ask("liver\nleft kidney")
    assert len(an_engine.asked) == 1
    assert [row[:2] for row in a_panel.rows] == [("liver", "found"), ("left kidney", "found")]
    assert a_panel.status.startswith("2 of 2 found on the axial slice at S 3.0 mm")
    assert all(size_of(box).min() < 10 for box in boxes())


# The answer


def test_typed_targets_become_boxes_of_their_true_size_and_what_is_not_there_is_said(a_panel):
    a_panel.ask("liver\nleft kidney\npatella", 60)
    assert [row[:2] for row in a_panel.rows] == [
        ("liver", "found"), ("left kidney", "found"), ("patella", "not in this volume"),
    ]  # fmt: skip
    assert all(re.fullmatch(r"[01]\.\d\d", row[2]) for row in a_panel.rows)
    for box, (middle, radii, _) in zip(boxes(), ORGANS.values(), strict=True):
        assert np.allclose(size_of(box), 2 * np.array(radii), atol=3 * VOXEL_MM)
        assert np.allclose(center_of(box), middle, atol=2 * VOXEL_MM)
    first, second = a_panel.status.split("\n")
    assert re.match(r"2 of 3 found in the volume, in \d+\.\d s and \d+ questions\.$", first)
    assert re.match(r"patella: not in this volume \(\d+ axial slices\)$", second)
    assert not a_panel.ui.progressBar.visible


def test_a_row_tells_facts_and_brings_all_views_to_the_middle_of_the_box(a_panel):
    a_panel.ask("liver\npatella", 60)
    facts = re.compile(r"\d+ x \d+ x \d+ mm, \d.* % of the volume; grey values inside \d+ ± \d+ HU; axial, coronal and")
    assert facts.search(a_panel.ui.resultsTable.item(0, 1).toolTip())
    scroll_to(-60.0)
    a_panel.click_row(0)
    assert facts.search(a_panel.status)
    for view, axis in (("Red", 2), ("Green", 1), ("Yellow", 0)):
        assert place_of(view) == pytest.approx(center_of(boxes()[0])[axis])
    a_panel.click_row(1)
    assert re.match(r"patella: not in this volume \(\d+ axial slices\)$", a_panel.status)


def test_the_arrow_keys_go_from_row_to_row(a_panel):
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    a_panel.ask("liver\nleft kidney", 60)
    a_panel.click_row(0)
    QTest.keyClick(a_panel.ui.resultsTable._qt, Qt.Key.Key_Down)
    assert place_of("Yellow") == pytest.approx(center_of(boxes()[1])[0])
    assert a_panel.status.startswith("left kidney ")


def test_a_weak_box_is_unsure_and_an_unknown_target_is_said(a_panel, an_engine):
    def doubted(image, questions, settings):
        told = []
        for question, box in zip(questions, seen(image, questions, settings), strict=True):
            if question.query == "tumor":
                told.append(AnswerEvent("", 0, "", [], 0.0, unknown=True, notes=["The model does not know 'tumor'."]))
            else:  # coronal and sagittal slices show another place
                told.append(box if question.plane == "axial" or box is None else (1, 1, 4, 4))
        return told

    an_engine.answers = doubted
    a_panel.ask("left kidney\ntumor", 60)
    assert [row[1] for row in a_panel.rows][1] == "not known to this model"
    assert a_panel.rows[1][2] == ""
    assert "The model does not know" in a_panel.status


def test_the_answer_is_exported_whole(a_panel, host, tmp_path):
    a_panel.ask("liver\npatella", 60)
    host.answers.append(str(tmp_path))
    a_panel.export()
    written = json.loads((tmp_path / "result.json").read_text())
    assert written["scope"] == "volume"
    assert [one["status"] for one in written["detections"]] == ["found", "absent"]
    assert written["detections"][0]["facts"]["line"] in a_panel.ui.resultsTable.item(0, 0).toolTip()
    assert len(json.loads((tmp_path / "boxes.mrk.json").read_text())["markups"]) == 1


def segments():
    nodes = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    return [(node, one) for node in nodes for one in node.GetSegmentation().GetSegmentIDs()]


def test_a_box_goes_to_the_segment_editor(a_panel, a_volume, monkeypatch):
    from unittest import mock

    assert not a_panel.ui.segmentButton.enabled
    a_panel.ask("liver\npatella", 60)
    a_panel.click("segmentButton")
    assert a_panel.status.startswith("Choose the row of a box")
    editor = mock.Mock()
    monkeypatch.setattr(slicer.modules, "segmenteditor", mock.Mock(), raising=False)
    monkeypatch.setattr(slicer.modules, "SegmentEditorWidget", mock.Mock(editor=editor), raising=False)
    monkeypatch.setattr(slicer.util, "selectModule", mock.Mock())
    a_panel.click_row(0)
    a_panel.click("segmentButton")
    ((node, identifier),) = segments()
    mask = slicer.util.arrayFromSegmentBinaryLabelmap(node, identifier, a_volume).astype(bool)
    liver = slicer.util.arrayFromVolume(a_volume) == ORGANS["liver"][2]
    assert (mask & liver).sum() > 0.9 * liver.sum()
    assert not (mask & ~liver).any()
    assert a_panel.status.startswith("Segment liver (MISGround) made in MISGround: CT")
    slicer.util.selectModule.assert_called_once_with("SegmentEditor")
    editor.setCurrentSegmentID.assert_called_once_with(identifier)


def test_without_a_box_or_a_volume_no_segment_is_made(a_panel, a_volume):
    a_panel.ask("liver\npatella", 60)
    a_panel.click_row(1)
    a_panel.click("segmentButton")
    assert a_panel.status.startswith("Choose the row of a box")
    a_panel.click_row(0)
    slicer.mrmlScene.RemoveNode(a_volume)
    a_panel.click("segmentButton")
    assert a_panel.status.startswith("The volume of the box is no longer in the scene.")
    a_panel.click("undoButton")
    a_panel.click("segmentButton")
    assert a_panel.status.startswith("Choose the row of a box")
    assert segments() == []


# While it searches


def test_the_first_box_appears_early_and_grows_in_place(a_panel, an_engine):
    begin(a_panel, "liver")
    (box,) = boxes()
    asked, small = len(an_engine.asked), size_of(box)
    plane = r"Looking: axial S -?\d+\.\d mm, question \d+ of about \d+(, (a second|\d+ s) left)?"
    assert re.match(plane + r"\nliver found from S -?\d+ to -?\d+ mm$", a_panel.status)
    assert a_panel.rows[0][1] in ("found", "unsure")
    assert 0 < a_panel.ui.progressBar.value < 1000
    assert "Stop the search (Esc). What is known by then stays." in a_panel.ui.groundButton.toolTip
    end(a_panel)
    assert boxes() == [box]
    assert size_of(box)[2] > small[2] + VOXEL_MM
    assert asked <= len(an_engine.asked) / 2


def test_what_is_not_at_its_end_is_not_called_absent(a_panel):
    begin(a_panel, "liver\npatella")
    assert a_panel.rows[1] == ("patella", "looking", "")
    a_panel.press_escape()
    end(a_panel)
    assert a_panel.rows[1] == ("patella", "not found so far", "")


def test_another_module_may_be_shown_meanwhile(a_panel):
    begin(a_panel)
    a_panel.widget.exit()
    end(a_panel)
    a_panel.widget.enter()
    assert [row[1] for row in a_panel.rows] == ["found", "found"]
    assert len(boxes()) == 2


def test_a_row_can_be_chosen_meanwhile(a_panel):
    begin(a_panel)
    scroll_to(-90.0)
    a_panel.click_row([row[1] for row in a_panel.rows].index("found"))
    assert place_of() != pytest.approx(-90.0)


@pytest.mark.parametrize("how", ["button", "escape"])
def test_cancel_keeps_what_is_known(a_panel, an_engine, how):
    begin(a_panel)
    there = boxes()
    if how == "button":
        a_panel.click("groundButton")
    else:
        a_panel.press_escape()
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert [box for box in boxes() if box in there] == there
    assert re.match(r"Cancelled\. Kept what was known by then: [12] of 2 found after \d+ questions\.", a_panel.status)
    assert a_panel.ui.exportButton.enabled
    assert a_panel.ui.groundButton.text == "Ground"
    a_panel.click_row(0)
    a_panel.ask("left kidney", 60)
    assert a_panel.rows[0][:2] == ("left kidney", "found")


def test_cancel_before_the_first_slice_leaves_the_rows_of_before(a_panel, an_engine):
    a_panel.ask("liver", 60)
    rows, there = a_panel.rows, boxes()
    an_engine.tokens = 500
    a_panel.ui.queriesEdit.setPlainText("left kidney")
    a_panel.press_ctrl_enter()
    a_panel.wait(lambda: a_panel.status.startswith("Reading the slice"))
    a_panel.press_escape()
    end(a_panel)
    assert (a_panel.rows, boxes()) == (rows, there)
    assert a_panel.status == "Cancelled. Nothing was drawn."


def test_undo_takes_the_whole_search_back_in_one_step(a_panel):
    a_panel.ask("left kidney", 60)
    a_panel.ask("liver\nleft kidney", 60)
    assert len(boxes()) == 3
    a_panel.click("undoButton")
    assert len(boxes()) == 1
    assert a_panel.status == "Boxes of the last query taken back: 2."
    a_panel.click("undoButton")
    assert boxes() == []


def test_undo_in_mid_search_ends_it(a_panel, an_engine):
    a_panel.ask("left kidney", 60)
    rows = a_panel.rows
    begin(a_panel, "liver", boxes_there=2)
    assert not a_panel.ui.exportButton.enabled and not a_panel.ui.segmentButton.enabled
    a_panel.click("undoButton")
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert len(boxes()) == 1
    assert a_panel.rows == rows
    assert a_panel.status == "The search was stopped, and its boxes were taken back: 1."


def test_boxes_cleared_in_mid_search_stay_out_and_come_back_by_undo(a_panel):
    begin(a_panel, "liver")
    a_panel.click("clearButton")
    end(a_panel)
    assert boxes() == []
    assert a_panel.rows[0][:2] == ("liver", "removed")
    a_panel.click("undoButton")
    assert len(boxes()) == 1
    a_panel.click("undoButton")
    assert boxes() == []


# What happens to the scene and the engine meanwhile


def test_the_volume_deleted_in_mid_search(a_panel, a_volume, an_engine):
    begin(a_panel)
    own = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsROINode", "drawn by hand")
    slicer.mrmlScene.RemoveNode(a_volume)
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert a_panel.status.startswith("The volume left the scene, so the query was stopped.")
    assert boxes() == [own]
    assert a_panel.ui.queriesEdit.toPlainText() == "liver\nleft kidney"
    a_panel.parameters.inputVolume = a_body("another")
    a_panel.ask("liver", 60)
    assert a_panel.rows[0][:2] == ("liver", "found")


def test_the_scene_closed_in_mid_search(a_panel, an_engine):
    begin(a_panel)
    slicer.mrmlScene.Clear()
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert a_panel.status.startswith("The volume left the scene, so the query was stopped.")
    assert boxes() == []
    assert a_panel.rows == []
    assert a_panel.ui.queriesEdit.toPlainText() == "liver\nleft kidney"
    a_panel.parameters.inputVolume = a_body("next patient")
    a_panel.ask("liver", 60)
    assert len(boxes()) == 1


def test_another_volume_chosen_in_mid_search_is_not_the_one_searched(a_panel, a_volume, an_engine):
    begin(a_panel)
    a_panel.ui.volumeSelector.setCurrentNode(a_body("second"))
    end(a_panel)
    assert [row[1] for row in a_panel.rows] == ["found", "found"]
    assert {box.GetAttribute("MISGround.VolumeID") for box in boxes()} == {a_volume.GetID()}
    assert a_panel.status.endswith("The rows below are the answer for CT.")


def test_a_volume_moved_in_mid_search_ends_it_with_the_reason(a_panel, a_volume):
    begin(a_panel)
    a_volume.SetOrigin(0, 0, 0)
    end(a_panel)
    assert "was moved or exchanged while it was searched" in a_panel.status
    assert "Kept what was known by then" in a_panel.status


def test_a_worker_that_dies_in_mid_search_leaves_what_is_known(a_panel, an_engine):
    def dies(image, questions, settings):
        return seen(image, questions, settings) if len(an_engine.asked) < 8 else [RuntimeError("The worker is gone.")]

    an_engine.answers = dies
    a_panel.ask("liver\nleft kidney", 60)
    assert re.match(r"The worker is gone\. Kept what was known by then: \d of 2 found after \d+", a_panel.status)
    assert "bold" in a_panel.ui.statusLabel.styleSheet
    assert len(boxes()) == sum(row[1] in ("found", "unsure") for row in a_panel.rows) > 0


def test_a_worker_that_dies_at_once_leaves_the_rows_of_before(a_panel, an_engine):
    a_panel.ask("liver", 60)
    rows = a_panel.rows
    an_engine.answers = [RuntimeError("Out of memory. Choose a smaller model.")]
    a_panel.ask("left kidney")
    assert a_panel.status == "Out of memory. Choose a smaller model."
    assert a_panel.rows == rows


def test_a_volume_with_nothing_to_see_is_said(a_panel, an_engine):
    a_panel.parameters.inputVolume = make_volume("empty", np.zeros((20, 20, 20), np.int16))
    a_panel.ask("liver", 60)
    assert a_panel.status.startswith("There is nothing to see")
    assert "Kept" not in a_panel.status
    assert (a_panel.rows, an_engine.asked) == ([], [])


def test_boxes_that_cannot_be_drawn_stay_in_the_table(a_panel, a_logic, monkeypatch):
    def fail(*_):
        raise RuntimeError("no display node")

    monkeypatch.setattr(a_logic, "drawExtents", fail)
    a_panel.ask("liver", 60)
    assert a_panel.rows[0][:2] == ("liver", "found")
    assert "could not be drawn: no display node" in a_panel.status


def test_the_model_is_not_checked_in_mid_search(a_panel):
    a_panel.ui.trustSection.collapsed = False
    begin(a_panel)
    a_panel.ui.trustButton.click()
    assert a_panel.ui.trustLabel.text == "A search of the volume is on its way. Check the model when it is done."
    end(a_panel)
    assert [row[1] for row in a_panel.rows] == ["found", "found"]


def test_a_panel_that_goes_away_ends_the_search(a_panel, an_engine):
    begin(a_panel)
    a_panel.widget.cleanup()
    assert an_engine.closed
    slicer.app.processEvents()


# How long it takes


@pytest.fixture
def nothing_timed(host):
    import qt

    qt.QSettings().remove("MISGround/SecondsAQuestion")


def test_how_long_it_takes_is_said_beforehand_once_it_was_measured(nothing_timed, a_panel):
    label = a_panel.ui.costLabel
    a_panel.type("liver")
    assert not label.visible
    a_panel.ask("liver", 60)
    assert re.match(r"About \d\d questions to this model, in about (a second|\d+ s)\.$", label.text)
    one = int(label.text.split()[1])
    a_panel.type("\nleft kidney")
    assert int(label.text.split()[1]) == 2 * one
    a_panel.ui.budgetSpinBox.setValue(7)
    assert label.text.startswith("About 7 questions")
    # A model that may be slow, and was not timed here yet.
    a_panel.ui.modelSelector.setEditText("owner/large")
    assert label.text.startswith("About 7 questions to this model. How long one takes here is not known")
    a_panel.ui.modelSelector.setEditText("misground-mini")
    a_panel.ui.scopeSelector.setCurrentText("this slice")
    assert not label.visible


def test_a_large_model_is_told_in_minutes(host):
    from MISGroundLib.panel.volume_search import duration

    assert [duration(seconds) for seconds in (0.2, 40, 600, 9000)] == [
        "a second", "40 s", "10 min", "2 h",
    ]  # fmt: skip


def test_a_limit_of_questions_is_kept_and_said(a_panel, an_engine):
    a_panel.ui.budgetSpinBox.setValue(6)
    a_panel.ask("liver\nleft kidney", 60)
    assert sum(len(questions) for _, questions, _ in an_engine.asked) == 6
    assert "It stopped at its limit of questions." in a_panel.status


# With the embedded model in its own process


def test_the_embedded_model_searches_is_killed_and_searches_again(open_panel, the_module, scene):
    import os
    import signal

    from Python.core.bodies import scan_of, trunk

    array, affine = scan_of(trunk, (0, 0, 0), ((-190, -130, -150), (190, 130, 150)), spacing=6.0)
    slicer.util.addVolumeFromArray(array, affine, "trunk").SetAttribute("DICOM.Modality", "CT")
    panel = open_panel(the_module.MISGroundLogic(), scope="volume")
    panel.ui.budgetSpinBox.setValue(12)
    panel.ask("left kidney\npatella", 200)
    first = panel.rows
    assert [row[0] for row in first] == ["left kidney", "patella"]
    assert panel.rows[1][1] in ("not in this volume", "not found so far")

    panel.ui.budgetSpinBox.setValue(0)
    panel.press_ctrl_enter()
    panel.wait(lambda: panel.widget.panel._search.run.slices >= 2, 60)
    os.kill(panel.widget.logic.engine.worker_pid, signal.SIGKILL)
    panel.wait(lambda: not panel.is_running, 20)
    assert "killed" in panel.status
    assert "Kept what was known by then" in panel.status

    panel.ui.budgetSpinBox.setValue(12)
    panel.press_ctrl_enter()
    panel.wait(lambda: not panel.is_running, 200)
    assert panel.rows == first
