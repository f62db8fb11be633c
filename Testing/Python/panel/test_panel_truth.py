"""The panel says what is so: volume, views, status line and camera follow what happens in the scene."""

import numpy as np
import pytest
import slicer
import vtk

from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes


def chosen(panel):
    node = panel.ui.volumeSelector.currentNode()
    return node and node.GetName()


def settle(host):
    host.process_events(0.02)


# The volume


def test_a_volume_loaded_while_the_panel_is_open_is_chosen(open_panel, a_logic, scene, host):
    panel = open_panel(a_logic)
    assert chosen(panel) is None
    panel.ask("liver")
    make_volume("loaded later")
    settle(host)
    assert chosen(panel) == "loaded later"
    assert panel.parameters.inputVolume.GetName() == "loaded later"
    assert panel.status == ""


def test_a_volume_loaded_after_a_closed_scene_is_chosen(a_panel, host):
    slicer.mrmlScene.Clear()
    settle(host)
    make_volume("next patient")
    settle(host)
    assert chosen(a_panel) == "next patient"


def test_a_second_volume_does_not_replace_the_one_chosen(a_panel, host):
    make_volume("second")
    settle(host)
    assert chosen(a_panel) == "CT"


def test_a_volume_set_to_none_stays_none(a_panel, host):
    a_panel.ui.volumeSelector.setCurrentNode(None)
    a_panel.widget.exit()
    a_panel.widget.enter()
    settle(host)
    assert chosen(a_panel) is None
    make_volume("another")
    settle(host)
    assert chosen(a_panel) is None


def test_none_is_forgotten_with_the_scene(a_panel, host):
    a_panel.ui.volumeSelector.setCurrentNode(None)
    slicer.mrmlScene.Clear()
    make_volume("next patient")
    settle(host)
    assert chosen(a_panel) == "next patient"


def test_a_volume_that_left_the_scene_was_not_set_to_none(a_panel, a_volume, host):
    slicer.mrmlScene.RemoveNode(a_volume)
    make_volume("another")
    settle(host)
    assert chosen(a_panel) == "another"


def test_a_volume_loaded_as_the_panel_goes_away_does_no_harm(a_panel, host):
    a_panel.ui.volumeSelector.setCurrentNode(None)
    late = make_volume("late")
    a_panel.widget.cleanup()
    settle(host)
    assert late.GetScene() is not None


# The status line


def test_a_closed_scene_leaves_no_status(a_panel):
    a_panel.ask("liver")
    assert "found" in a_panel.status
    slicer.mrmlScene.Clear()
    assert a_panel.status == ""
    assert a_panel.rows == []


def test_a_loaded_scene_leaves_no_status(a_panel, tmp_path, host):
    a_panel.ask("liver")
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    settle(host)
    assert a_panel.status == ""


def test_no_volume_is_chosen_goes_once_one_is(a_panel):
    a_panel.ui.volumeSelector.setCurrentNode(None)
    a_panel.ask("liver")
    assert a_panel.status.startswith("No volume is chosen.")
    a_panel.ui.volumeSelector.setCurrentNode(slicer.util.getNode("CT"))
    assert a_panel.status == ""


def test_there_is_no_query_goes_once_one_is_typed(a_panel):
    a_panel.press_ctrl_enter()
    assert a_panel.status.startswith("There is no query.")
    a_panel.type("l")
    assert a_panel.status == ""


def test_beside_the_volume_goes_once_the_view_is_scrolled(a_panel):
    red = slicer.app.applicationLogic().GetSliceLogicByLayoutName("Red").GetSliceNode()
    red.JumpSliceByOffsetting(0, 0, 500)
    a_panel.ask("liver")
    assert "does not pass through" in a_panel.status
    red.JumpSliceByOffsetting(0, 0, 0)
    assert a_panel.status == ""


def test_a_bad_volume_goes_once_it_is_mended(a_panel, scene):
    volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "empty")
    a_panel.parameters.inputVolume = volume
    a_panel.ask("liver")
    assert "holds no image" in a_panel.status
    slicer.util.updateVolumeFromArray(volume, np.zeros((3, 4, 5), np.int16))
    assert a_panel.status == ""


def test_an_answer_stays_as_it_is_when_settings_change(a_panel):
    a_panel.ask("liver")
    before = a_panel.status
    a_panel.ui.seedSpinBox.setValue(5)
    assert a_panel.status == before


def test_the_rows_of_another_volume_are_said_to_be(a_panel):
    a_panel.ask("liver")
    a_panel.ui.volumeSelector.setCurrentNode(make_volume("second"))
    assert a_panel.status == "The rows below are the answer for CT."
    a_panel.ui.volumeSelector.setCurrentNode(slicer.util.getNode("CT"))
    assert a_panel.status.startswith("1 of 1 found")


def test_so_are_those_of_a_volume_that_was_left_while_the_model_answered(a_panel, an_engine):
    an_engine.tokens = 20
    a_panel.type("liver")
    a_panel.press_ctrl_enter()
    a_panel.ui.volumeSelector.setCurrentNode(make_volume("second"))
    a_panel.wait(lambda: not a_panel.is_running)
    assert a_panel.status.startswith("1 of 1 found")
    assert a_panel.status.endswith("The rows below are the answer for CT.")


# No wall of words


WALL = "misground-mini does not know 'tumor'. It knows: " + ", ".join(f"structure number {i}" for i in range(99))


@pytest.mark.parametrize("width", [340, 420])
def test_a_long_message_does_not_push_table_and_buttons_out_of_sight(a_panel, an_engine, width, host):
    a_panel.widget.parent.resize(width, 700)
    a_panel.ask("liver")
    an_engine.answers = [RuntimeError(WALL)]
    a_panel.ask("tumor")
    settle(host)
    label = a_panel.ui.statusLabel
    assert label.height <= 130
    assert label.text.startswith("misground-mini does not know 'tumor'.")
    assert "…" in label.text
    assert "structure number 50" in label.toolTip
    assert a_panel.ui.undoButton._qt.visibleRegion().boundingRect().height() > 10
    a_panel.ui.queriesEdit.setPlainText("")
    a_panel.press_ctrl_enter()
    assert "structure" not in label.toolTip


def test_what_to_do_stays_in_sight_of_a_long_message(a_panel, an_engine):
    an_engine.answers = [RuntimeError("The file " + "x" * 2000 + " is gone. Choose another model.")]
    a_panel.ask("liver")
    assert a_panel.status.endswith("is gone. Choose another model.")


def test_the_tooltip_of_the_status_line_is_not_rich_text(a_panel, an_engine):
    an_engine.answers = [RuntimeError("<img src='http://x'>" + "y" * 2000)]
    a_panel.ask("liver")
    assert "<img" not in a_panel.ui.statusLabel.toolTip


# Where the slice is, as Slicer's slider says it


def turn(view, *normal_parts):
    """Turn a slice view's plane: its third column becomes this direction."""
    normal = np.array(normal_parts, float) / np.linalg.norm(normal_parts)
    right = np.cross([0.0, 1.0, 0.2], normal)
    right /= np.linalg.norm(right)
    up = np.cross(normal, right)
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, up, normal], axis=1)
    node = slicer.app.applicationLogic().GetSliceLogicByLayoutName(view).GetSliceNode()
    slicer.util.updateVTKMatrixFromArray(node.GetSliceToRAS(), matrix)
    node.UpdateMatrices()
    node.JumpSliceByOffsetting(10.0, 12.0, -9.0)
    return node


def slider_of(view):
    """What the slider of a slice view reads: letters by Slicer's own function, and the slice logic's offset."""
    logic = slicer.app.applicationLogic().GetSliceLogicByLayoutName(view)
    normal = [logic.GetSliceNode().GetSliceToRAS().GetElement(row, 2) for row in range(3)]
    return f"{logic.GetSliceNode().GetDirectionLabel(normal, True)} {logic.GetSliceOffset():.1f} mm"


@pytest.mark.parametrize(("view", "reads"), [("Red", "S -9.0 mm"), ("Green", "A 12.0 mm"), ("Yellow", "L -10.0 mm")])
def test_the_position_is_what_the_slider_says(a_panel, view, reads):
    slicer.app.applicationLogic().GetSliceLogicByLayoutName(view).GetSliceNode().JumpSliceByOffsetting(10, 12, -9)
    a_panel.ui.viewSelector.setCurrentText(view)
    a_panel.ask("liver")
    assert f"slice at {reads}" in a_panel.status
    assert reads == slider_of(view)


@pytest.mark.parametrize("normal", [(-1, 1.5, -2), (1, -1.2, 2), (-3, 2, 1), (1, 0, 1.1), (0, -1, 1.1)])
def test_so_is_that_of_an_oblique_slice(a_panel, normal):
    turn("Red", *normal)
    a_panel.ask("liver")
    assert f"oblique slice at {slider_of('Red')}" in a_panel.status


def test_what_is_not_found_is_said_of_the_slice_that_was_asked(a_panel, an_engine):
    an_engine.answers = [None]
    a_panel.ask("liver")
    red = slicer.app.applicationLogic().GetSliceLogicByLayoutName("Red").GetSliceNode()
    red.JumpSliceByOffsetting(0, 0, 20)
    a_panel.click_row(0)
    assert a_panel.status == "liver: not found on the axial slice at S 0.0 mm."


# The views


@pytest.fixture
def a_layout(open_panel, a_logic, scene, a_volume):
    """A panel, and a function that shows a layout with these views."""
    layout = scene.GetFirstNodeByClass("vtkMRMLLayoutNode") or scene.AddNewNodeByClass("vtkMRMLLayoutNode")
    nodes = {name: slicer.app.applicationLogic().GetSliceLogicByLayoutName(name).GetSliceNode() for name in VIEWS}
    panel = open_panel(a_logic)

    def show(*names):
        for name, node in nodes.items():
            node.SetMappedInLayout(int(name in names))
        layout.Modified()

    show(*VIEWS)
    yield panel, show
    for node in nodes.values():
        node.SetMappedInLayout(0)


VIEWS = ("Red", "Green", "Yellow")


def test_a_view_chosen_before_comes_back_with_its_layout(a_layout):
    panel, show = a_layout
    panel.ui.viewSelector.setCurrentText("Green")
    show("Red")
    assert panel.parameters.viewName == "Red"
    assert panel.ui.viewSelector.currentText == "Red"
    show(*VIEWS)
    assert panel.parameters.viewName == "Green"
    assert panel.ui.viewSelector.currentText == "Green"


def test_it_does_not_come_back_after_another_was_chosen(a_layout):
    panel, show = a_layout
    panel.ui.viewSelector.setCurrentText("Green")
    show("Red", "Yellow")
    panel.ui.viewSelector.setCurrentText("Yellow")
    show(*VIEWS)
    assert panel.ui.viewSelector.currentText == "Yellow"


def test_a_layout_after_another_brings_it_back_too(a_layout):
    panel, show = a_layout
    panel.ui.viewSelector.setCurrentText("Green")
    show("Red")
    show("Yellow")
    assert panel.parameters.viewName == "Yellow"
    show(*VIEWS)
    assert panel.parameters.viewName == "Green"


# The 3D view


@pytest.fixture
def camera(host, scene):
    """The 3D view's camera as Slicer sets it up: it looks at the origin."""
    made = slicer.app.layoutManager().threeDWidget(0).threeDView().cameraNode()
    made.SetFocalPoint(0, 0, 0)
    made.SetPosition(30, 500, 40)
    made.SetViewUp(0, 0, 1)
    return made


def away_from_origin():
    node = make_volume("far")
    node.SetOrigin(400, -300, 800)
    return node


def direction(camera):
    return np.subtract(camera.GetPosition(), camera.GetFocalPoint())


def center_of(box):
    center = [0.0, 0.0, 0.0]
    box.GetCenterWorld(center)
    return center


def test_the_first_answer_of_a_volume_brings_the_boxes_into_the_3d_view_without_turning_it(
    open_panel, a_logic, scene, camera
):
    away_from_origin()
    panel = open_panel(a_logic)
    slicer.app.applicationLogic().GetSliceLogicByLayoutName("Red").GetSliceNode().JumpSliceByOffsetting(0, 0, 840)
    before, up = direction(camera), camera.GetViewUp()
    panel.ask("liver")
    assert camera.GetFocalPoint() == pytest.approx(center_of(boxes()[0]))
    assert direction(camera) == pytest.approx(before)
    assert camera.GetViewUp() == up


def test_later_answers_leave_the_3d_view_alone_and_a_click_on_a_row_does_not(a_panel, camera):
    a_panel.ask("liver")
    camera.SetFocalPoint(1, 2, 3)
    camera.SetPosition(1, 302, 3)
    a_panel.ask("aorta")
    assert camera.GetFocalPoint() == (1, 2, 3)
    a_panel.click_row(0)
    assert camera.GetFocalPoint() == pytest.approx(center_of(boxes()[1]))
    assert direction(camera) == pytest.approx([0, 300, 0])


def test_an_answer_without_a_box_leaves_the_3d_view_for_the_first_that_has_one(a_panel, an_engine, camera):
    an_engine.answers = [None]
    a_panel.ask("liver")
    assert camera.GetFocalPoint() == (0, 0, 0)
    an_engine.answers = [(10, 20, 40, 30)]
    a_panel.ask("aorta")
    assert camera.GetFocalPoint() == pytest.approx(center_of(boxes()[0]))


def test_without_a_main_window_there_is_no_3d_view_to_move(a_panel, host):
    with host.without_main_window():
        a_panel.ask("liver")
    assert len(boxes()) == 1


# Other words that must be true


def test_export_says_which_boxes_are_no_longer_there(a_panel, host, tmp_path):
    a_panel.ask("liver")
    a_panel.click("undoButton")
    host.answers.append(str(tmp_path))
    a_panel.export()
    assert a_panel.status == (
        f"Written: result.json and boxes.mrk.json in {tmp_path}\n"
        "Boxes that are no longer in the scene are in result.json only: 1."
    )


def test_cancel_does_not_claim_the_scene_is_as_it_was(a_panel, an_engine):
    an_engine.tokens = 200
    a_panel.type("liver")
    a_panel.press_ctrl_enter()
    slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsFiducialNode", "set meanwhile")
    a_panel.press_escape()
    a_panel.wait(lambda: not a_panel.is_running)
    assert a_panel.status == "Cancelled. Nothing was drawn."


def test_the_window_that_the_model_saw_is_said(a_panel):
    a_panel.ask("liver")
    assert "window 400, level 40 (preset)" in a_panel.status


def test_the_modality_is_said_and_can_be_overruled_for_one_volume(a_panel, a_volume, an_engine, host):
    a_panel.ask("liver")
    assert "The model saw it as CT, window 400, level 40 (preset)." in a_panel.status
    a_panel.ui.modalitySelector.setCurrentText("MR")
    a_panel.ask("liver")
    _, questions, _ = an_engine.asked[-1]
    assert questions[0].modality == "MR"
    assert "The model saw it as MR, window" in a_panel.status
    assert "window 400," not in a_panel.status
    a_panel.ui.volumeSelector.setCurrentNode(make_volume("next"))
    assert a_panel.ui.modalitySelector.currentText == "automatic"
    a_panel.ask("liver")
    assert "as CT" in a_panel.status


def test_the_console_overrules_the_modality_too(a_logic, a_volume):
    assert a_logic.ground(a_volume, "liver", modality="MR").slice_image.volume.modality == "MR"


def test_vtk_is_quiet(a_panel, host):
    host.faults.vtk_errors.clear()
    a_panel.ask("liver")
    a_panel.click("clearButton")
    a_panel.click("undoButton")
    a_panel.click("undoButton")
    assert host.faults.vtk_errors == []
    assert vtk.vtkObject.GetGlobalWarningDisplay()
