"""A user asks several volumes in one go, stops, goes on, and holds two visits against one another."""

import json

import numpy as np
import pytest
import slicer

from MISGroundLib.settings import Settings
from Python.fake_engine import FakeEngine
from Python.panel.panel_driver import boxes
from Python.panel.searched_body import VOXEL_MM, a_body, seen
from Python.scene_builders import linear_transform

QUERY = "liver\nleft kidney"


@pytest.fixture(autouse=True)
def no_midline(host, monkeypatch):
    """It is measured once a volume, has tests of its own, and would take most of the time here."""
    from MISGroundLib.scene import volumes

    monkeypatch.setattr(volumes, "midline_of", lambda node, modality: None)


@pytest.fixture
def three_bodies(scene):
    """Of which the second lies 12 mm to the patient's right of the first, and the third is the second's twin."""
    nodes = [a_body(name) for name in ("before", "after", "later")]
    for node in nodes[1:]:
        origin = np.add(node.GetOrigin(), (2 * VOXEL_MM, 0, 0))
        node.SetOrigin(*origin)
    return nodes


@pytest.fixture
def an_engine():
    return FakeEngine(answers=seen, tokens=0)


@pytest.fixture
def a_panel(open_panel, a_logic, three_bodies):
    panel = open_panel(a_logic)
    panel.widget.panel._study._runner._timer.interval = 1
    panel.ui.queriesEdit.setPlainText(QUERY)
    panel.ui.studySection.collapsed = False
    panel.wait(lambda: panel.ui.studyList.count == 3)
    return panel


def check(panel, *rows):
    import qt

    for row in range(panel.ui.studyList.count):
        panel.ui.studyList.item(row).setCheckState(qt.Qt.Checked if row in rows else qt.Qt.Unchecked)


def start(panel, button="studyButton"):
    panel.click(button)
    assert panel.widget.panel._study.is_running, said(panel)


def end(panel):
    panel.wait(lambda: not panel.widget.panel._study.is_running, 90)


def said(panel):
    return panel.ui.studyLabel.text


def table(panel):
    shown = panel.ui.compareTable
    return [[shown.item(r, c).text() for c in range(shown.columnCount)] for r in range(shown.rowCount)]


def test_all_checked_volumes_are_asked_and_drawn_and_none_again(a_panel, an_engine, three_bodies):
    check(a_panel, 0, 2)
    start(a_panel)
    a_panel.wait(lambda: "question" in said(a_panel))
    assert "Volume 1 of 2, before" in said(a_panel) and a_panel.ui.studyButton.text == "Stop"
    end(a_panel)
    assert said(a_panel).startswith("2 asked, 0 answered before, 0 not answered, of 2 volumes.")
    drawn, asked = sorted(box.GetName().rpartition(" ")[0] for box in boxes()), len(an_engine.asked)
    assert drawn == ["left kidney", "left kidney", "liver", "liver"]
    check(a_panel, 0, 1, 2)
    start(a_panel)
    end(a_panel)
    assert said(a_panel).startswith("1 asked, 2 answered before")
    assert len(boxes()) == 6 and len(an_engine.asked) < 2 * asked
    # Each volume is a step of its own.
    a_panel.widget.logic.boxHistory.undo()
    assert len(boxes()) == 4


def test_what_is_answered_stays_after_a_stop_and_with_the_scene(a_panel, an_engine, three_bodies):
    check(a_panel, 0, 1)
    start(a_panel)
    a_panel.wait(lambda: "Volume 2 of 2, after: question" in said(a_panel))
    a_panel.click("studyButton")
    end(a_panel)
    assert said(a_panel).startswith("Stopped: 1 asked, 0 answered before, 0 not answered, of 2 volumes.")
    assert len(boxes()) == 2
    kept = json.loads(three_bodies[0].GetAttribute("MISGround.StudyAnswer"))
    assert [one["label"] for one in kept["answer"]["detections"]] == ["liver", "left kidney"]
    assert three_bodies[1].GetAttribute("MISGround.StudyAnswer") is None
    start(a_panel)
    end(a_panel)
    assert said(a_panel).startswith("1 asked, 1 answered before")


@pytest.mark.parametrize("change", ["voxels", "place", "query", "setting"])
def test_another_request_is_asked_anew(a_panel, an_engine, three_bodies, change):
    check(a_panel, 0)
    start(a_panel)
    end(a_panel)
    if change == "voxels":
        array = slicer.util.arrayFromVolume(three_bodies[0])
        array[0, 0, 0] += 1
    elif change == "place":
        three_bodies[0].SetOrigin(1, 2, 3)
    elif change == "query":
        a_panel.ui.queriesEdit.setPlainText("liver")
    else:
        a_panel.parameters.seed = 7
    start(a_panel)
    end(a_panel)
    assert said(a_panel).startswith("1 asked, 0 answered before")


def test_a_bad_volume_and_one_that_leaves_cost_no_other(a_panel, three_bodies):
    image = three_bodies[0].GetImageData()
    three_bodies[0].SetAndObserveImageData(None)
    check(a_panel, 0, 1, 2)
    start(a_panel)
    a_panel.wait(lambda: "Volume 2 of 3, after: question" in said(a_panel))
    slicer.mrmlScene.RemoveNode(three_bodies[1])
    end(a_panel)
    assert said(a_panel).startswith("1 asked, 0 answered before, 2 not answered, of 3 volumes.")
    assert "before: before holds no image" in said(a_panel) and "after: It left the scene." in said(a_panel)
    assert len(boxes()) == 2 and image is not None


def test_two_visits_side_by_side_as_the_files_and_as_the_scene_say(a_panel, scene, three_bodies):
    check(a_panel, 0, 1)
    start(a_panel, "compareButton")
    end(a_panel)
    liver, kidney = table(a_panel)
    assert liver[0] == "liver" and kidney[0] == "left kidney"
    assert "12 mm: 12 right" in kidney[3] and kidney[1] == "+0 / +0 / +0"
    assert "as the files say" in said(a_panel) and "no diagnosis" in said(a_panel)
    back = np.eye(4)
    back[0, 3] = -12.0
    three_bodies[1].SetAndObserveTransformNodeID(linear_transform(scene, back).GetID())
    start(a_panel, "compareButton")
    end(a_panel)
    assert "transforms say" in said(a_panel) and table(a_panel)[1][3] == "0 mm"


def test_a_registration_can_be_stopped_between_its_steps(a_panel, monkeypatch):
    from MISGroundLib.scene import study_answers

    def steps(first, second, on_step):
        for share in (0.25, 0.5, 0.75):
            on_step(share)
            if share == 0.25:
                assert said(a_panel) == "Registering the volumes: 25 %"
                a_panel.click("studyButton")
        raise AssertionError("it was not stopped")

    monkeypatch.setattr(study_answers, "register_scans", steps)
    check(a_panel, 0, 1)
    a_panel.ui.registerCheckBox.checked = True
    start(a_panel, "compareButton")
    end(a_panel)
    assert said(a_panel).startswith("The registration was stopped") and not a_panel.ui.compareTable.visible


def test_what_stands_in_the_way_is_said(a_panel):
    check(a_panel)
    a_panel.click("studyButton")
    assert "No volume is checked" in said(a_panel)
    check(a_panel, 0)
    a_panel.click("compareButton")
    assert "Check two volumes" in said(a_panel)
    start(a_panel)
    a_panel.press_ctrl_enter()
    assert "Several volumes are being asked" in a_panel.status
    end(a_panel)


def test_the_console_compares_two_volumes(a_logic, three_bodies):
    settings = {"seed": Settings().seed, "budget": 60}
    comparison = a_logic.compareVisits(three_bodies[0], three_bodies[1], QUERY, **settings)
    assert [row.label for row in comparison.rows] == ["liver", "left kidney"]
    assert comparison.rows[1].moved_mm == pytest.approx((12, 0, 0), abs=1)
    assert len(boxes()) == 4
    a_logic.compareVisits(three_bodies[0], three_bodies[1], QUERY, **settings)
    assert len(boxes()) == 4
