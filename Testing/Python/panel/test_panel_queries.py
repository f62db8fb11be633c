"""A user types and asks: what is shown, what is drawn, what is said."""

import numpy as np
import pytest
import slicer

from MISGroundLib.errors import UserError
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes

AXIS = {"Red": 2, "Green": 1, "Yellow": 0}


def place_of(view="Red"):
    """Where a view's plane lies, mm along its RAS axis. (A sagittal view's own offset counts towards the left.)"""
    return slice_node_of(view).GetSliceToRAS().GetElement(AXIS[view], 3)


def scroll_to(place, view="Red"):
    point = [0.0, 0.0, 0.0]
    point[AXIS[view]] = place
    slice_node_of(view).JumpSliceByOffsetting(*point)


def slice_node_of(view):
    return slicer.app.applicationLogic().GetSliceLogicByLayoutName(view).GetSliceNode()


def center_of(box):
    center = [0.0, 0.0, 0.0]
    box.GetCenterWorld(center)
    return center


def test_typed_targets_become_boxes_and_rows(a_panel):
    a_panel.ask("left kidney\nspleen")
    assert a_panel.rows == [("left kidney", "found", "0.75"), ("spleen", "not found", "0.75")]
    assert [box.GetName() for box in boxes()] == ["left kidney 0.75"]
    assert a_panel.status.startswith("1 of 2 found on the axial slice at S 0.0 mm")


def test_a_semicolon_separates_targets_too(a_panel, an_engine):
    a_panel.ask("liver; spleen ;; liver")
    assert [question.query for question in an_engine.asked[0][1]] == ["liver", "spleen"]


def test_progress_shows_while_the_model_answers(a_panel, an_engine):
    an_engine.tokens = 6
    assert not a_panel.ui.progressBar.visible
    a_panel.type("liver")
    a_panel.press_ctrl_enter()
    assert a_panel.ui.groundButton.text == "Cancel"
    a_panel.wait(lambda: a_panel.ui.answerLabel.text.startswith("[{[{"))
    assert a_panel.ui.progressBar.visible
    assert 0 < a_panel.ui.progressBar.value < 1000
    assert a_panel.status == "Answering 1 of 1: liver"
    a_panel.wait(lambda: not a_panel.is_running)
    assert not a_panel.ui.progressBar.visible
    assert not a_panel.ui.answerLabel.visible
    assert a_panel.ui.groundButton.text == "Ground"


def test_rows_appear_as_the_answers_come(a_panel, an_engine):
    an_engine.tokens = 20
    a_panel.type("liver\nspleen")
    a_panel.press_ctrl_enter()
    a_panel.wait(lambda: a_panel.rows)
    assert a_panel.rows == [("liver", "found", "0.75")]
    assert a_panel.is_running
    assert boxes() == []


def test_ctrl_enter_twice_asks_once(a_panel, an_engine):
    a_panel.type("liver")
    a_panel.press_ctrl_enter()
    a_panel.press_ctrl_enter()
    a_panel.wait(lambda: not a_panel.is_running)
    assert len(an_engine.asked) == 1
    assert a_panel.rows == [("liver", "found", "0.75")]


def test_the_first_key_press_warms_the_model_up(a_panel, an_engine, monkeypatch):
    calls = []
    monkeypatch.setattr(an_engine, "warm_up", lambda **settings: calls.append(settings))
    a_panel.parameters.queries = "from a script"
    assert calls == []
    a_panel.type("liver")
    assert calls == [{"model": "misground-mini", "device": "auto", "precision": "auto"}]


def test_a_model_that_cannot_be_warmed_up_is_told_at_the_query_only(a_panel, an_engine, monkeypatch):
    def fail(**_):
        raise UserError("The model's process could not be started.")

    monkeypatch.setattr(an_engine, "warm_up", fail)
    a_panel.type("liver")
    assert a_panel.status == ""


def test_the_button_asks_too(a_panel):
    a_panel.type("liver")
    a_panel.click("groundButton")
    a_panel.wait(lambda: not a_panel.is_running)
    assert len(boxes()) == 1


def test_a_click_on_a_row_brings_the_views_there(a_panel):
    scroll_to(12.0)
    a_panel.ask("liver")
    (box,) = boxes()
    scroll_to(-30.0)
    scroll_to(-20.0, "Yellow")
    a_panel.click_row(0)
    assert place_of() == pytest.approx(12.0)
    assert place_of("Yellow") == pytest.approx(center_of(box)[0])


def test_a_click_on_what_was_not_found_says_so_and_moves_nothing(a_panel):
    a_panel.ask("liver\nspleen")
    scroll_to(-30.0)
    a_panel.click_row(1)
    assert place_of() == pytest.approx(-30.0)
    assert a_panel.status == "spleen: not found on the axial slice at S 0.0 mm."


@pytest.mark.parametrize(("view", "place"), [("Red", 10.0), ("Green", -8.0), ("Yellow", 14.0)])
def test_the_chosen_view_is_asked(a_panel, view, place):
    scroll_to(place, view)
    a_panel.ui.viewSelector.setCurrentText(view)
    a_panel.ask("liver")
    assert center_of(boxes()[0])[AXIS[view]] == pytest.approx(place)


def test_the_answer_belongs_to_the_slice_that_was_asked(a_panel, an_engine):
    scroll_to(6.0)
    an_engine.tokens = 10
    a_panel.type("liver")
    a_panel.press_ctrl_enter()
    scroll_to(-24.0)
    a_panel.wait(lambda: not a_panel.is_running)
    assert center_of(boxes()[0])[2] == pytest.approx(6.0)


def test_a_second_query_adds_its_boxes_and_shows_its_rows(a_panel):
    a_panel.ask("liver")
    a_panel.ask("aorta")
    assert a_panel.rows == [("aorta", "found", "0.75")]
    assert sorted(box.GetName() for box in boxes()) == ["aorta 0.75", "liver 0.75"]


def test_undo_takes_back_one_query(a_panel):
    a_panel.ask("liver")
    a_panel.ask("aorta")
    a_panel.click("undoButton")
    assert [box.GetName() for box in boxes()] == ["liver 0.75"]
    a_panel.click("undoButton")
    assert boxes() == []
    a_panel.click("undoButton")
    assert a_panel.status == "There is nothing to take back."


def test_clear_takes_out_boxes_of_misground_only_and_can_be_undone(a_panel):
    a_panel.ask("liver")
    own = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsROINode", "drawn by hand")
    a_panel.click("clearButton")
    assert boxes() == [own]
    assert a_panel.status == "Boxes taken out of the scene: 1."
    a_panel.click("undoButton")
    assert sorted(box.GetName() for box in boxes()) == ["drawn by hand", "liver 0.75"]


def one_slice():
    return make_volume("one slice", np.zeros((1, 50, 60), np.int16))


def no_number():
    return make_volume("NaN", np.full((40, 50, 60), np.nan, np.float32))


def no_image():
    return slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "empty")


@pytest.mark.parametrize(
    ("make", "said"), [(one_slice, "has only one slice"), (no_number, "NaN"), (no_image, "holds no image")]
)
def test_a_volume_that_cannot_be_used_is_said_in_plain_words(a_panel, an_engine, make, said):
    a_panel.parameters.inputVolume = make()
    a_panel.ask("liver")
    assert said in a_panel.status
    assert an_engine.asked == []
    assert a_panel.ui.queriesEdit.toPlainText() == "liver"


def test_some_nan_does_no_harm(a_panel):
    array = np.random.default_rng(8).normal(40, 9, (40, 50, 60)).astype(np.float32)
    array[:, :10] = np.nan
    a_panel.parameters.inputVolume = make_volume("some NaN", array)
    a_panel.ask("liver")
    assert len(boxes()) == 1


def test_no_volume(open_panel, a_logic, scene):
    panel = open_panel(a_logic)
    panel.ask("liver")
    assert panel.status == "No volume is chosen. Load a scan and choose it as the volume."
    assert "bold" in panel.ui.statusLabel.styleSheet


def test_nothing_typed(a_panel, an_engine):
    a_panel.press_ctrl_enter()
    assert a_panel.status.startswith("There is no query. Type what to look for")
    assert an_engine.asked == []


def test_ten_thousand_characters(a_panel, an_engine):
    a_panel.ui.queriesEdit.setPlainText("k" * 10_000)
    a_panel.press_ctrl_enter()
    assert "10000 characters" in a_panel.status
    assert an_engine.asked == []
    assert len(a_panel.ui.queriesEdit.toPlainText()) == 10_000


def test_a_slice_beside_the_volume(a_panel):
    scroll_to(500.0)
    a_panel.ask("liver")
    assert "does not pass through" in a_panel.status


def test_the_volume_shown_in_the_view_is_proposed(open_panel, a_logic, scene):
    make_volume("first")
    second = make_volume("second")
    composite = slicer.app.applicationLogic().GetSliceLogicByLayoutName("Red").GetSliceCompositeNode()
    composite.SetBackgroundVolumeID(second.GetID())
    assert open_panel(a_logic).ui.volumeSelector.currentNode() is second


def displayed(volume, *, automatic):
    display = volume.GetDisplayNode()
    display.SetAutoWindowLevel(automatic)
    if not automatic:
        display.SetWindowLevel(1804, -122)
    return display


@pytest.mark.parametrize("automatic", [True, False], ids=["automatic", "set by hand"])
def test_the_model_sees_the_preset_whatever_the_view_shows_and_the_panel_says_so(
    a_panel, a_volume, an_engine, automatic
):
    displayed(a_volume, automatic=True)
    a_volume.SetAttribute("DICOM.Modality", "CT")
    a_panel.ask("liver")
    first = an_engine.asked[-1][0]
    displayed(a_volume, automatic=automatic)
    a_panel.ask("liver")
    assert np.array_equal(first, an_engine.asked[-1][0])
    assert "window 400, level 40 (preset)" in a_panel.status
    # Soft tissue of 50 HU, in that window.
    assert int(an_engine.asked[-1][0].max()) == int((50 - -160) / 400 * 255)


def test_the_displays_window_is_a_choice_that_is_said_and_saved(a_panel, a_volume, an_engine, tmp_path):
    a_volume.SetAttribute("DICOM.Modality", "CT")
    displayed(a_volume, automatic=False)
    a_panel.ui.windowSelector.setCurrentText("as displayed")
    a_panel.ask("liver")
    assert "window 1804, level -122 (as displayed)" in a_panel.status
    assert int(an_engine.asked[-1][0].max()) == int((50 + 122 + 902) / 1804 * 255)
    assert a_panel.parameters.window == "as displayed"
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    slicer.mrmlScene.Clear()
    a_panel.ui.windowSelector.setCurrentText("automatic")
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    assert a_panel.ui.windowSelector.currentText == "as displayed"


def test_the_console_chooses_the_window_by_name_and_the_answer_keeps_it(a_logic, a_volume):
    a_volume.SetAttribute("DICOM.Modality", "CT")
    displayed(a_volume, automatic=False)
    preset = a_logic.ground(a_volume, "liver")
    shown = a_logic.ground(a_volume, "liver", window="as displayed")
    assert [one.to_json()["slice"]["window_source"] for one in (preset, shown)] == ["preset", "as displayed"]
    assert [node.GetAttribute("MISGround.WindowSource") for node in boxes()] == ["preset", "as displayed"]
    with pytest.raises(ValueError, match="window"):
        a_logic.ground(a_volume, "liver", window="lung")


@pytest.mark.parametrize("flip", [(-1, 1), (1, -1), (-1, -1)], ids=["neurological", "upside down", "half a turn"])
@pytest.mark.parametrize("view", ["Red", "Green", "Yellow"])
def test_a_turned_view_is_asked_with_the_same_picture_and_boxed_at_the_same_place(a_logic, a_volume, view, flip):
    node = slicer.mrmlScene.GetNodeByID(f"vtkMRMLSliceNode{view}")
    straight = a_logic.ground(a_volume, "liver", viewName=view)
    matrix = node.GetSliceToRAS()
    for axis, sign in enumerate(flip):
        for row in range(3):
            matrix.SetElement(row, axis, sign * matrix.GetElement(row, axis))
    node.UpdateMatrices()
    other = a_logic.ground(a_volume, "liver", viewName=view)
    pictures = [asked[0] for asked in a_logic.engine.asked]
    assert np.array_equal(*pictures)
    assert np.allclose(straight.detections[0].box_ras.center_ras, other.detections[0].box_ras.center_ras)
    assert straight.to_json()["slice"]["pixel_to_ras"] == other.to_json()["slice"]["pixel_to_ras"]
