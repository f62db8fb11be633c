"""A user asks about the whole volume: what is said beforehand, what is found, and what the answer tells and gives."""

import json
import re

import numpy as np
import pytest
import slicer

from MISGroundLib.engine.protocol import AnswerEvent
from Python.panel import searched_body
from Python.panel.panel_driver import boxes
from Python.panel.searched_body import ORGANS, VOXEL_MM, seen, size_of
from Python.panel.test_panel_queries import center_of, place_of, scroll_to

a_volume, an_engine, a_panel = searched_body.FIXTURES


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


def test_where_no_answer_can_be_used_the_row_says_so_and_not_that_it_is_absent(a_panel, an_engine):
    an_engine.answers = [AnswerEvent("", 0, "[{", [], 0.0, problems=["The answer holds no box."])]
    a_panel.ask("liver", 60)
    assert a_panel.rows == [("liver", "no usable answer", "")]
    assert "liver: no answer that can be used (" in a_panel.status and "not in this volume" not in a_panel.status


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
