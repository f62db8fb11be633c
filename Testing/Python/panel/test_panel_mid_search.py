"""While a volume is searched, boxes appear early and grow; whatever happens meanwhile, nothing else is lost."""

import re

import numpy as np
import pytest
import slicer

from Python.panel import searched_body
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes
from Python.panel.searched_body import VOXEL_MM, a_body, begin, end, seen, size_of
from Python.panel.test_panel_queries import place_of, scroll_to

a_volume, an_engine, a_panel = searched_body.FIXTURES


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
