"""Working with answers: judge, rename, adjust, remove, show alone, read and copy; each change one step, both ways."""

import json

import pytest
import slicer
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox
from Python.panel.panel_driver import boxes

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def user(host):
    return host.user


@pytest.fixture
def a_reviewed_panel(a_panel, an_engine):
    """Two boxes are in the scene: liver, chosen, and an unsure spleen; the aorta was not found."""

    def told(label, box, score):
        return AnswerEvent("", 0, f'[{{"label": "{label}"}}]', [DetectedBox(box, label, score)], score)

    an_engine.answers = [told("liver", (10, 20, 40, 30), 0.9), told("spleen", (5, 5, 20, 20), 0.12), None]
    a_panel.ask("liver\nspleen\naorta")
    a_panel.click_row(0)
    return a_panel


def results(panel):
    return [row[1] for row in panel.rows]


def edits(box):
    return json.loads(box.GetAttribute("MISGround.Edits") or "[]")


def center(box):
    found = [0.0, 0.0, 0.0]
    box.GetCenterWorld(found)
    return found


def shown(box):
    return bool(box.GetDisplayNode().GetVisibility())


def test_accepting_an_unsure_box_makes_it_sure(a_reviewed_panel):
    panel, (_, spleen) = a_reviewed_panel, boxes()
    pale = spleen.GetDisplayNode().GetOpacity()
    panel.click_row(1)
    panel.click("acceptButton")
    assert results(panel) == ["found", "accepted", "not found"]
    assert spleen.GetName() == "spleen 0.12"
    assert spleen.GetDisplayNode().GetOpacity() > pale
    assert panel.ui.acceptButton.checked
    assert [(one["what"], one["by"], one["after"]) for one in edits(spleen)] == [("review", "reader", "accepted")]
    assert spleen.GetAttribute("MISGround.Score") == "0.12"
    panel.click("undoButton")
    assert spleen.GetName() == "spleen 0.12 unsure"
    assert spleen.GetDisplayNode().GetOpacity() == pale
    assert edits(spleen) == []
    assert results(panel)[1] == "unsure"
    assert not panel.ui.acceptButton.checked


def test_accepting_again_takes_it_back(a_reviewed_panel):
    spleen = boxes()[1]
    pale = spleen.GetDisplayNode().GetOpacity()
    a_reviewed_panel.click_row(1)
    a_reviewed_panel.click("acceptButton")
    a_reviewed_panel.click("acceptButton")
    assert (spleen.GetName(), spleen.GetDisplayNode().GetOpacity()) == ("spleen 0.12 unsure", pale)
    a_reviewed_panel.click_row(0)
    a_reviewed_panel.click("acceptButton")
    a_reviewed_panel.click("acceptButton")
    assert results(a_reviewed_panel)[0] == "found"
    assert a_reviewed_panel.status == "Neither accepted nor rejected any more: liver 0.90."


def test_a_rejected_box_is_hidden_and_stays_in_the_table(a_reviewed_panel):
    panel, liver = a_reviewed_panel, boxes()[0]
    panel.click("rejectButton")
    assert results(panel)[0] == "rejected"
    assert not shown(liver) and liver.GetScene() is not None
    panel.click("acceptButton")
    assert results(panel)[0] == "accepted" and shown(liver)
    panel.click("undoButton")
    panel.click("undoButton")
    assert results(panel)[0] == "found" and shown(liver)


def test_renaming_in_the_table(a_reviewed_panel):
    panel, liver = a_reviewed_panel, boxes()[0]
    panel.click("renameButton")
    QTest.keyClicks(panel.focus, "cyst in segment 4")
    QTest.keyClick(panel.focus, Qt.Key.Key_Return)
    panel.wait(lambda: panel.rows[0][0] != "liver")
    assert liver.GetName() == panel.rows[0][0] == "cyst in segment 4"
    assert liver.GetAttribute("MISGround.Label") == "liver"
    assert [(one["what"], one["before"], one["after"]) for one in edits(liver)] == [
        ("name", "liver 0.90", "cyst in segment 4")
    ]
    panel.click("undoButton")
    assert (liver.GetName(), panel.rows[0][0]) == ("liver 0.90", "liver")
    panel.click("redoButton")
    assert (liver.GetName(), panel.rows[0][0]) == ("cyst in segment 4",) * 2


@pytest.mark.parametrize("typed", ["", "   "])
def test_no_name_is_no_renaming(a_reviewed_panel, typed):
    a_reviewed_panel.click("renameButton")
    QTest.keyClick(a_reviewed_panel.focus, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(a_reviewed_panel.focus, typed or " ")
    QTest.keyClick(a_reviewed_panel.focus, Qt.Key.Key_Return)
    a_reviewed_panel.wait(lambda: a_reviewed_panel.focus is a_reviewed_panel.ui.resultsTable._qt)
    assert a_reviewed_panel.rows[0][0] == "liver"
    assert boxes()[0].GetName() == "liver 0.90"


def test_an_adjusted_box_keeps_both_places_as_the_readers(a_reviewed_panel, user):
    panel, liver = a_reviewed_panel, boxes()[0]
    before, model_says = center(liver), liver.GetAttribute("MISGround.BoxPx")
    panel.click("adjustButton")
    display = liver.GetDisplayNode()
    assert not liver.GetLocked() and display.GetHandlesInteractive() and display.GetScaleHandleVisibility()
    user.drags(liver, (7.0, 0.0, 0.0))
    liver.SetSize(30, 20, 10)
    panel.wait(lambda: edits(liver))
    (edit,) = edits(liver)
    assert (edit["what"], edit["by"]) == ("place", "reader")
    assert edit["before"]["center_ras"] == pytest.approx(before, abs=1e-3)
    assert edit["after"]["center_ras"] == pytest.approx([before[0] + 7, *before[1:]], abs=1e-3)
    assert edit["after"]["size_mm"] == pytest.approx([30, 20, 10])
    assert liver.GetAttribute("MISGround.BoxPx") == model_says
    assert results(panel)[0] == "adjusted"
    panel.click("adjustButton")
    assert liver.GetLocked() and not display.GetHandlesInteractive()
    panel.click("undoButton")
    assert center(liver) == pytest.approx(before)
    assert edits(liver) == [] and results(panel)[0] == "found"
    panel.click("redoButton")
    assert liver.GetSize() == pytest.approx((30, 20, 10))
    assert len(edits(liver)) == 1


def test_each_drag_is_a_step_and_undo_does_not_wait_for_it(a_reviewed_panel, user, host):
    panel, liver = a_reviewed_panel, boxes()[0]
    host.process_events(0.3)  # nobody drags sooner than that
    start = center(liver)
    panel.click("adjustButton")
    for _ in range(2):
        user.drags(liver)
        liver.InvokeEvent(slicer.vtkMRMLMarkupsNode.PointEndInteractionEvent)
    user.drags(liver)  # the mouse is still down
    panel.click("undoButton")
    assert center(liver)[0] == pytest.approx(start[0] + 10)
    panel.click("undoButton")
    assert center(liver)[0] == pytest.approx(start[0] + 5)
    assert liver.GetLocked()


def test_an_unsure_box_that_was_adjusted_still_says_so(a_reviewed_panel, user):
    panel = a_reviewed_panel
    panel.click_row(1)
    panel.click("adjustButton")
    user.drags(boxes()[1])
    panel.wait(lambda: results(panel)[1] == "unsure, adjusted")
    assert panel.ui.resultsTable._qt.item(1, 1).font().italic()


def test_another_row_ends_the_adjusting(a_reviewed_panel):
    panel, (liver, spleen) = a_reviewed_panel, boxes()
    panel.click("adjustButton")
    panel.click_row(1)
    assert liver.GetLocked() and spleen.GetLocked()
    assert not panel.ui.adjustButton.checked


def test_removing_a_box_leaves_its_row(a_reviewed_panel):
    panel = a_reviewed_panel
    panel.click("removeButton")
    assert [box.GetName() for box in boxes()] == ["spleen 0.12 unsure"]
    assert results(panel) == ["removed", "unsure", "not found"]
    assert panel.status == "Removed: liver 0.90. Undo last puts it back."
    panel.click("undoButton")
    assert results(panel)[0] == "found"
    assert panel.status == "The removed box is put back."


def test_many_steps_back_and_forth(a_reviewed_panel, user, host):
    panel, liver = a_reviewed_panel, boxes()[0]
    host.process_events(0.3)

    def state():
        return sorted((box.GetName(), edits(box), shown(box), center(box), box.GetSize()) for box in boxes())

    states = [state()]
    deeds = (
        lambda: panel.click("acceptButton"),
        lambda: panel.click("rejectButton"),
        lambda: (user.drags(liver), liver.InvokeEvent(slicer.vtkMRMLMarkupsNode.PointEndInteractionEvent)),
        lambda: panel.click("removeButton"),
        lambda: panel.ask("aorta"),
        lambda: panel.click("clearButton"),
    )
    for deed in deeds:
        deed()
        states.append(state())
    for expected in states[-2::-1]:
        panel.click("undoButton")
        assert state() == expected
    for expected in states[1:]:
        panel.click("redoButton")
        assert state() == expected
    assert panel.ui.redoButton.enabled
    panel.click("redoButton")
    assert panel.status == "There is nothing to do again."


def test_a_new_step_ends_what_could_be_done_again(a_reviewed_panel):
    panel = a_reviewed_panel
    panel.click("acceptButton")
    panel.click("undoButton")
    panel.click("rejectButton")
    panel.click("redoButton")
    assert results(panel)[0] == "rejected"
    assert panel.status == "There is nothing to do again."


def test_rows_follow_what_is_renamed_and_removed_elsewhere(a_reviewed_panel):
    panel, (liver, spleen) = a_reviewed_panel, boxes()
    liver.SetName("my finding")
    slicer.mrmlScene.RemoveNode(spleen)
    panel.wait(lambda: panel.rows[0][0] == "my finding")
    assert results(panel) == ["found", "removed", "not found"]


def test_a_box_dragged_in_another_module_is_the_readers_too(a_reviewed_panel, user):
    liver = boxes()[0]
    a_reviewed_panel.widget.exit()
    liver.SetLocked(False)
    user.drags(liver)
    a_reviewed_panel.wait(lambda: edits(liver))
    assert results(a_reviewed_panel)[0] == "adjusted"


def test_show_only_this(a_reviewed_panel):
    panel, (liver, spleen) = a_reviewed_panel, boxes()
    panel.click("onlyButton")
    assert (shown(liver), shown(spleen)) == (True, False)
    panel.click_row(1)
    assert (shown(liver), shown(spleen)) == (False, True)
    panel.click("onlyButton")
    assert shown(liver) and shown(spleen)
    panel.click("undoButton")
    assert boxes() == []


def test_show_only_this_leaves_a_rejected_box_hidden(a_reviewed_panel):
    panel, (liver, spleen) = a_reviewed_panel, boxes()
    panel.click("rejectButton")
    panel.click_row(1)
    panel.click("onlyButton")
    panel.click("onlyButton")
    assert (shown(liver), shown(spleen)) == (False, True)


def test_a_new_query_shows_all_again(a_reviewed_panel):
    a_reviewed_panel.click("onlyButton")
    a_reviewed_panel.ask("aorta")
    assert all(shown(box) for box in boxes())
    assert not a_reviewed_panel.ui.onlyButton.checked


def test_a_row_leads_to_where_the_box_is_now(a_reviewed_panel, user, mrml):
    liver = boxes()[0]
    user.drags(liver, (0.0, 0.0, 12.0))
    a_reviewed_panel.click_row(0)
    assert mrml.slice_logics["Red"].GetSliceNode().GetSliceOffset() == pytest.approx(center(liver)[2])


@pytest.mark.parametrize("name", ["accept", "reject", "rename", "adjust", "remove", "only"])
def test_a_row_without_a_box_is_said(a_reviewed_panel, name):
    a_reviewed_panel.click_row(2)
    a_reviewed_panel.click(f"{name}Button")
    assert a_reviewed_panel.status == "Choose the row of a box that is in the scene; then press the button again."
    assert not getattr(a_reviewed_panel.ui, f"{name}Button").checked


def test_the_details_tell_the_models_words_and_the_readers_deeds(a_reviewed_panel):
    panel = a_reviewed_panel
    assert not panel.ui.detailEdit.visible
    panel.click("detailsButton")
    text = panel.ui.detailEdit.toPlainText()
    assert 'The model wrote: [{"label": "liver"}]' in text
    assert "Asked: liver, on the axial slice at" in text
    assert "By fake, revision 0" in text
    panel.click("acceptButton")
    assert "accepted by the reader." in panel.ui.detailEdit.toPlainText()
    panel.click_row(2)
    assert "The model wrote: raw" in panel.ui.detailEdit.toPlainText()
    panel.click("detailsButton")
    assert not panel.ui.detailEdit.visible


def test_what_semsam_changed_is_told(a_panel, an_engine):
    changes = [{"step": 3, "before": "live", "after": "liver", "score_before": 1.0, "score_after": 2.0}]
    statistics = {"steps": 9, "rescored": 4, "changed": 1, "deferred": 5, "changes": changes}
    box = DetectedBox((10, 20, 40, 30), "liver", 0.9)
    an_engine.answers = [AnswerEvent("", 0, "raw", [box], 0.9, statistics=statistics)]
    a_panel.ask("liver")
    a_panel.click_row(0)
    a_panel.click("detailsButton")
    text = a_panel.ui.detailEdit.toPlainText()
    assert "of 9 tokens 4 were weighed with their neighbours, 1 changed." in text
    assert "Token 3: 'live' became 'liver'." in text


def test_the_answer_is_copied_as_text(a_reviewed_panel):
    a_reviewed_panel.click("rejectButton")
    a_reviewed_panel.click("copyButton")
    text = QApplication.clipboard().text()
    assert "2 of 3 found (1 unsure)" in text
    assert "liver\trejected\t0.90" in text
    assert "spleen\tunsure\t0.12" in text
    assert a_reviewed_panel.status == "The answer is on the clipboard."


def test_nothing_to_copy_is_said(a_panel):
    a_panel.click("copyButton")
    assert a_panel.status == "There is no answer to copy yet. Ask for something first."


def test_edits_are_saved_with_the_scene(a_reviewed_panel, user, tmp_path):
    panel = a_reviewed_panel
    panel.click("acceptButton")
    user.drags(boxes()[0])
    panel.wait(lambda: len(edits(boxes()[0])) == 2)
    before = edits(boxes()[0])
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    assert edits(boxes()[0]) == before
    assert boxes()[0].GetAttribute("MISGround.Review") == "accepted"


def test_a_closed_scene_leaves_nothing_to_act_on(a_reviewed_panel):
    a_reviewed_panel.click("adjustButton")
    a_reviewed_panel.click("onlyButton")
    slicer.mrmlScene.Clear()
    a_reviewed_panel.wait(lambda: not a_reviewed_panel.ui.adjustButton.checked)
    a_reviewed_panel.click("redoButton")
    assert a_reviewed_panel.status == "There is nothing to do again."
    assert boxes() == []


def test_a_box_that_follows_a_sequence_is_no_edit(a_reviewed_panel, user):
    panel, liver = a_reviewed_panel, boxes()[0]
    scene = slicer.mrmlScene
    browser = scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode")
    sequence = scene.AddNewNodeByClass("vtkMRMLSequenceNode")
    sequence.SetDataNodeAtValue(liver, "0")
    browser.AddSynchronizedSequenceNode(sequence)
    browser.AddProxyNode(liver, sequence, False)
    for name in ("accept", "rename", "adjust"):
        panel.click(f"{name}Button")
        assert panel.status.startswith("A box that follows a sequence cannot be changed here")
        assert not getattr(panel.ui, f"{name}Button").checked
    user.drags(liver)
    panel.click("undoButton")
    assert liver.GetScene() is None  # the query, not a move
