"""Undo last and Clear boxes: MISGround's own bookkeeping, whatever else is done in the scene, and no untrue word."""

import pytest
import slicer

from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes

FOLDER = "MISGround: CT"


@pytest.fixture
def user(host):
    return host.user


def names():
    return sorted(box.GetName() for box in boxes())


def hierarchy():
    return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)


def folder_of(box):
    return hierarchy().GetItemName(hierarchy().GetItemParent(hierarchy().GetItemByDataNode(box)))


def folders(name=FOLDER):
    return hierarchy().GetItemByName(name) != hierarchy().GetInvalidItemID()


def displays():
    return slicer.mrmlScene.GetNumberOfNodesByClass("vtkMRMLMarkupsROIDisplayNode")


def look_of(box):
    display = box.GetDisplayNode()
    return (
        display.GetSelectedColor(),
        display.GetFillVisibility(),
        display.GetHandlesInteractive(),
        display.GetGlyphType(),
        display.GetOpacity(),
        box.GetLocked(),
        folder_of(box),
    )


def act_in_the_views(user, volume):
    user.pans()
    user.zooms("Green")
    user.changes_window_level(volume, 1500, -500)
    user.turns_the_3d_view()


def test_undo_takes_back_the_last_query_whatever_was_done_in_the_views(a_panel, a_volume, user):
    a_panel.ask("liver")
    a_panel.ask("aorta")
    act_in_the_views(user, a_volume)
    a_panel.click("undoButton")
    assert names() == ["liver 0.75"]
    assert a_panel.status == "Boxes of the last query taken back: 1."
    act_in_the_views(user, a_volume)
    a_panel.click("undoButton")
    assert names() == []


@pytest.mark.parametrize("was_on", [False, True])
def test_the_scenes_undo_is_left_as_the_user_had_it(a_panel, user, was_on):
    slicer.mrmlScene.SetUndoFlag(was_on)
    mine = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsROINode", "mine")
    mine.UndoEnabledOn()
    mine.SetSize(1, 2, 3)
    if was_on:
        slicer.mrmlScene.SaveStateForUndo()
    mine.SetSize(4, 5, 6)
    levels = slicer.mrmlScene.GetNumberOfUndoLevels()
    a_panel.ask("liver")
    a_panel.click("clearButton")
    a_panel.click("undoButton")
    a_panel.click("undoButton")
    assert bool(slicer.mrmlScene.GetUndoFlag()) == was_on
    assert slicer.mrmlScene.GetNumberOfUndoLevels() == levels
    assert mine.GetSize() == (4, 5, 6)


def test_the_users_own_undo_does_not_touch_the_boxes(a_panel, user):
    slicer.mrmlScene.SetUndoOn()
    user.pans()
    a_panel.ask("liver")
    before = look_of(boxes()[0])
    slicer.mrmlScene.Undo()
    assert [look_of(box) for box in boxes()] == [before]


def test_undo_takes_display_nodes_and_the_empty_folder_along(a_panel):
    nodes = slicer.mrmlScene.GetNumberOfNodes()
    a_panel.ask("liver")
    a_panel.ask("aorta")
    a_panel.click("undoButton")
    assert folders()
    a_panel.click("undoButton")
    assert not folders()
    assert slicer.mrmlScene.GetNumberOfNodes() == nodes


def test_a_folder_that_holds_something_else_stays(a_panel):
    a_panel.ask("liver")
    mine = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsFiducialNode", "mine")
    hierarchy().SetItemParent(hierarchy().GetItemByDataNode(mine), hierarchy().GetItemByName(FOLDER))
    a_panel.click("undoButton")
    assert folders()
    assert folder_of(mine) == FOLDER


def test_cleared_boxes_come_back_as_they_were(a_panel, a_volume, user, host):
    a_panel.ask("liver")
    a_panel.ask("aorta")
    second = boxes()[1]
    second.SetLocked(False)
    second.GetDisplayNode().SetOpacity(0.5)
    user.drags(second)
    center = [0.0, 0.0, 0.0]
    second.GetCenterWorld(center)
    before = [(box.GetName(), look_of(box)) for box in boxes()]
    a_panel.click("clearButton")
    assert names() == []
    assert not folders()
    assert displays() == 0
    act_in_the_views(user, a_volume)
    host.faults.vtk_errors.clear()
    a_panel.click("undoButton")
    assert [(box.GetName(), look_of(box)) for box in boxes()] == before
    assert displays() == 2
    assert a_panel.status == "Cleared boxes put back: 2."
    again = [0.0, 0.0, 0.0]
    boxes()[1].GetCenterWorld(again)
    assert again == pytest.approx(center)
    assert boxes()[0].GetAttribute("MISGround.Query") == "liver"
    assert host.faults.vtk_errors == []


def test_after_a_put_back_the_query_before_can_be_taken_back(a_panel):
    a_panel.ask("liver")
    a_panel.ask("aorta")
    a_panel.click("clearButton")
    a_panel.click("undoButton")
    a_panel.click("undoButton")
    assert names() == ["liver 0.75"]
    assert folder_of(boxes()[0]) == FOLDER


def test_a_box_in_a_folder_of_the_users_comes_back_there(a_panel):
    a_panel.ask("liver")
    mine = hierarchy().CreateFolderItem(hierarchy().GetSceneItemID(), "my findings")
    hierarchy().SetItemParent(hierarchy().GetItemByDataNode(boxes()[0]), mine)
    a_panel.click("clearButton")
    a_panel.click("undoButton")
    assert folder_of(boxes()[0]) == "my findings"


def test_a_folder_that_the_user_deleted_meanwhile_is_made_anew(a_panel, a_volume):
    a_panel.ask("liver")
    a_panel.click("clearButton")
    slicer.mrmlScene.RemoveNode(a_volume)
    a_panel.click("undoButton")
    assert folder_of(boxes()[0]) == FOLDER


def test_a_box_that_the_user_deleted_is_not_counted(a_panel):
    a_panel.ask("liver")
    a_panel.ask("aorta")
    slicer.mrmlScene.RemoveNode(boxes()[1])
    a_panel.click("undoButton")
    assert names() == []
    assert a_panel.status == "Boxes of the last query taken back: 1."
    a_panel.click("undoButton")
    assert a_panel.status == "There is nothing to take back."


def test_an_answer_without_a_box_is_no_step(a_panel, an_engine):
    a_panel.ask("liver")
    an_engine.answers = [None]
    a_panel.ask("aorta")
    a_panel.click("undoButton")
    assert names() == []


def test_clear_without_boxes_says_so_and_is_no_step(a_panel):
    a_panel.click("clearButton")
    assert a_panel.status == "There is no box of MISGround in the scene."
    a_panel.click("undoButton")
    assert a_panel.status == "There is nothing to take back."


def test_nothing_of_a_closed_scene_comes_into_the_next_one(a_panel):
    a_panel.ask("liver")
    a_panel.click("clearButton")
    slicer.mrmlScene.Clear()
    make_volume("next patient")
    a_panel.click("undoButton")
    assert boxes() == []
    assert a_panel.status == "There is nothing to take back."


def test_boxes_of_a_loaded_scene_can_be_cleared_but_not_taken_back(a_panel, tmp_path):
    a_panel.ask("liver")
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    slicer.app.processEvents()
    a_panel.click("undoButton")
    assert names() == ["liver 0.75"]
    assert a_panel.status == (
        "There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out."
    )
    before = look_of(boxes()[0])
    a_panel.click("clearButton")
    assert boxes() == []
    a_panel.click("undoButton")
    assert [look_of(box) for box in boxes()] == [before]


def test_the_console_takes_back_too(a_logic, a_volume, user):
    a_logic.ground(a_volume, "liver")
    a_logic.ground(a_volume, "aorta")
    user.pans()
    assert a_logic.boxHistory.undo() is not None
    assert names() == ["liver 0.75"]
    assert a_logic.boxHistory.clear() == 1
    assert a_logic.boxHistory.undo() is not None
    assert names() == ["liver 0.75"]


def test_boxes_that_cannot_all_be_drawn_leave_none_behind(a_panel, an_engine, monkeypatch):
    from MISGroundLib.scene import rois

    an_engine.answers = [(10, 20, 40, 30)]
    style, count = rois._style, []

    def fail_at_the_second(*arguments):
        count.append(1)
        if len(count) == 2:
            raise RuntimeError("no display node")
        style(*arguments)

    monkeypatch.setattr(rois, "_style", fail_at_the_second)
    nodes = slicer.mrmlScene.GetNumberOfNodes()
    a_panel.ask("liver\nspleen")
    assert "its boxes could not be drawn" in a_panel.status
    assert slicer.mrmlScene.GetNumberOfNodes() == nodes
    assert not folders()


def scored(an_engine, monkeypatch, score):
    """The engine's boxes get this score."""
    ask = an_engine.ask

    def ask_and_score(*arguments, **settings):
        request = ask(*arguments, **settings)
        for place, event in enumerate(an_engine.waiting):
            if isinstance(event, AnswerEvent):
                made = [DetectedBox(box.box_px, box.label, score) for box in event.boxes]
                an_engine.waiting[place] = AnswerEvent(event.id, event.index, event.raw, made, score)
        return request

    monkeypatch.setattr(an_engine, "ask", ask_and_score)


@pytest.mark.parametrize(("score", "unsure"), [(0.10, True), (0.249, True), (0.25, False), (0.9, False)])
def test_a_box_with_a_low_score_is_drawn_and_called_unsure(a_panel, an_engine, monkeypatch, score, unsure):
    a_panel.ask("aorta")
    scored(an_engine, monkeypatch, score)
    a_panel.ask("liver")
    sure, box = boxes()
    assert ("unsure" in box.GetName()) == unsure
    assert (a_panel.rows[0][1] == "unsure") == unsure
    assert (box.GetDisplayNode().GetOpacity() < sure.GetDisplayNode().GetOpacity()) == unsure
    assert box.GetDisplayNode().GetOutlineVisibility()
    assert ("1 unsure" in a_panel.status) == unsure
    assert "unsure" not in sure.GetName()
