"""Counting and pointing in the panel: points appear with their boxes, go and come back with them, and are named."""

import pytest
import slicer
from PySide6.QtCore import Qt

from MISGroundLib.engine.protocol import AnswerEvent, DetectedPoint
from MISGroundLib.scene.fiducials import center_of, points_in
from Python.panel.panel_driver import boxes

OWN = AnswerEvent("", 0, "raw", [], 0.8, points=[DetectedPoint((12.5, 9.5), "spleen", 0.7)])


def names():
    return [point.GetName() for point in points_in(slicer.mrmlScene)]


def test_a_point_at_the_centre_of_a_box_is_said_and_comes_and_goes_with_it(a_panel):
    a_panel.ask("point at the liver")
    assert names() == ["the liver, centre of the box"]
    assert "the centre of its box, which need not lie in the structure" in a_panel.status
    assert [row[1] for row in a_panel.rows] == ["found"]
    a_panel.click("undoButton")
    assert names() == [] and boxes() == []
    a_panel.click("redoButton")
    assert names() == ["the liver, centre of the box"] and len(boxes()) == 1
    a_panel.key("resultsTable", Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    a_panel.key("resultsTable", Qt.Key.Key_Delete)
    assert names() == [] and boxes() == []


@pytest.fixture
def a_pointing_panel(a_panel, an_engine):
    an_engine.answers = [OWN]
    a_panel.parameters.model = "/a/model"
    return a_panel


def test_the_models_own_point_is_a_row_that_leads_to_it(a_pointing_panel):
    panel = a_pointing_panel
    panel.ask("point at the spleen")
    [point] = points_in(slicer.mrmlScene)
    assert point.GetName() == "spleen" and boxes() == []
    assert "the model's own point" in panel.status
    assert [row[1] for row in panel.rows] == ["found"]
    panel.click_row(0)
    red = slicer.util.getNode("vtkMRMLSliceNodeRed")
    assert red.GetSliceToRAS().GetElement(2, 3) == pytest.approx(center_of(point)[2], abs=0.1)
    panel.click("detailsButton")
    assert "The model's own point (RAS)" in panel.ui.detailEdit.toPlainText()
    panel.click("acceptButton")
    assert panel.rows[0][1] == "accepted"
    panel.click("removeButton")
    assert names() == [] and panel.rows[0][1] == "removed"


def test_what_cannot_be_counted_is_refused_before_anything_is_asked(a_panel, an_engine):
    a_panel.ask("how many ribs")
    assert "cannot be counted" in a_panel.status and "Ask for ribs" in a_panel.status
    assert an_engine.asked == [] and a_panel.ui.queriesEdit.toPlainText() == "how many ribs"


def test_a_count_is_told_with_what_was_looked_for(a_panel):
    a_panel.ask("how many kidneys")
    assert (
        "how many kidneys: 1 (left kidney); counted are the boxes of what was looked for (left kidney, right kidney)"
        in a_panel.status
    )
