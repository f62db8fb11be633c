"""A query that does not end well: cancelled, failed, or its volume gone. Nothing is lost, and the next query works."""

import pytest
import slicer

from MISGroundLib.engine.protocol import Done
from Python.fake_engine import FakeEngine
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes


def begin(panel, engine, text="liver\nspleen", tokens=200):
    """A query that would take long, with its first tokens heard."""
    engine.tokens = tokens
    panel.ui.queriesEdit.setPlainText("")
    panel.type(text)
    panel.press_ctrl_enter()
    panel.wait(lambda: panel.ui.answerLabel.text)


@pytest.mark.parametrize("how", ["button", "escape"])
def test_cancel_leaves_scene_text_and_rows(a_panel, an_engine, how):
    a_panel.ask("aorta")
    count = slicer.mrmlScene.GetNumberOfNodes()
    begin(a_panel, an_engine)
    if how == "button":
        a_panel.click("groundButton")
    else:
        a_panel.press_escape()
    assert a_panel.ui.groundButton.text == "Cancelling..."
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert a_panel.status == "Cancelled. Nothing was drawn."
    assert slicer.mrmlScene.GetNumberOfNodes() == count
    assert a_panel.rows == [("aorta", "found", "0.75")]
    assert a_panel.ui.queriesEdit.toPlainText() == "liver\nspleen"
    assert a_panel.ui.groundButton.text == "Ground"


def test_a_query_after_a_cancelled_one_answers(a_panel, an_engine):
    begin(a_panel, an_engine)
    a_panel.press_escape()
    a_panel.wait(lambda: not a_panel.is_running)
    an_engine.tokens = 2
    a_panel.ask("liver")
    assert len(boxes()) == 1


def test_an_answer_that_comes_after_cancel_is_not_drawn(a_panel, an_engine, monkeypatch):
    begin(a_panel, an_engine)
    request = an_engine.waiting[0].id
    monkeypatch.setattr(an_engine, "cancel", lambda _: setattr(an_engine, "waiting", [Done(request)]))
    a_panel.press_escape()
    a_panel.wait(lambda: not a_panel.is_running)
    assert boxes() == []
    assert a_panel.status == "Cancelled. Nothing was drawn."


def test_the_volume_removed_while_the_model_answers(a_panel, an_engine, a_volume):
    begin(a_panel, an_engine)
    slicer.mrmlScene.RemoveNode(a_volume)
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert a_panel.status.startswith("The volume left the scene, so the query was stopped.")
    assert an_engine.cancelled
    assert boxes() == []
    assert a_panel.ui.queriesEdit.toPlainText() == "liver\nspleen"


def test_the_scene_closed_while_the_model_answers(a_panel, an_engine):
    begin(a_panel, an_engine)
    slicer.mrmlScene.Clear()
    a_panel.wait(lambda: not a_panel.is_running, seconds=1.0)
    assert a_panel.status.startswith("The volume left the scene, so the query was stopped.")
    assert boxes() == []
    assert a_panel.ui.queriesEdit.toPlainText() == "liver\nspleen"

    a_panel.parameters.inputVolume = make_volume("next patient")
    an_engine.tokens = 2
    a_panel.press_ctrl_enter()
    a_panel.wait(lambda: not a_panel.is_running)
    assert len(boxes()) == 1


def test_the_same_node_id_in_a_new_scene_is_not_the_volume_asked_about(a_panel, an_engine, a_volume):
    begin(a_panel, an_engine, tokens=4)
    identifier = a_volume.GetID()
    slicer.mrmlScene.Clear()
    assert make_volume("next patient").GetID() == identifier
    a_panel.wait(lambda: not a_panel.is_running)
    assert boxes() == []


def test_what_was_answered_before_a_failure_is_kept(open_panel, the_module, a_volume):
    engine = FakeEngine(answers=[(10, 20, 40, 30), RuntimeError("The model's process ended. Press Ground again.")])
    panel = open_panel(the_module.MISGroundLogic(engine=engine))
    panel.ask("liver\nspleen")
    assert panel.rows == [("liver", "found", "0.75")]
    assert [box.GetName() for box in boxes()] == ["liver 0.75"]
    assert panel.status == "The model's process ended. Press Ground again. Answers kept from before it: 1."
    assert "bold" in panel.ui.statusLabel.styleSheet


def test_a_failure_before_any_answer_keeps_the_rows_of_the_query_before(open_panel, the_module, a_volume):
    engine = FakeEngine(answers=[(10, 20, 40, 30)])
    panel = open_panel(the_module.MISGroundLogic(engine=engine))
    panel.ask("liver")
    engine.answers = [RuntimeError("Out of memory. Choose a smaller model.")]
    panel.ask("spleen")
    assert panel.status == "Out of memory. Choose a smaller model."
    assert panel.rows == [("liver", "found", "0.75")]
    engine.answers = [(1, 2, 30, 40)]
    panel.ask("spleen")
    assert panel.rows == [("spleen", "found", "0.75")]


def test_a_full_disk_at_the_start(a_panel, an_engine, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(an_engine, "ask", full)
    a_panel.ask("liver")
    assert "No space left on device" in a_panel.status
    assert not a_panel.is_running


def test_boxes_that_cannot_be_drawn_stay_in_the_table(a_panel, a_logic, monkeypatch):
    def fail(*_):
        raise RuntimeError("no display node")

    monkeypatch.setattr(a_logic, "draw", fail)
    a_panel.ask("liver")
    assert a_panel.rows == [("liver", "found", "0.75")]
    assert "could not be drawn: no display node" in a_panel.status


def test_an_answer_that_makes_no_sense_ends_the_query(a_panel, an_engine):
    an_engine.answers = [(40, 20, 10, 30)]
    a_panel.ask("liver")
    assert a_panel.status.startswith("The model's answer could not be read: not a box")
    an_engine.answers = [(10, 20, 40, 30)]
    a_panel.ask("liver")
    assert len(boxes()) == 1


def test_a_panel_that_goes_away_ends_the_query_and_the_worker(a_panel, an_engine):
    begin(a_panel, an_engine)
    a_panel.widget.cleanup()
    assert an_engine.cancelled
    assert an_engine.closed
    slicer.app.processEvents()
    assert boxes() == []


def test_the_application_quitting_closes_the_worker(a_panel, an_engine):
    slicer.app._qt.aboutToQuit.emit()
    assert an_engine.closed


def test_another_module_may_be_shown_meanwhile(a_panel, an_engine):
    begin(a_panel, an_engine, tokens=5)
    a_panel.widget.exit()
    a_panel.wait(lambda: not a_panel.is_running)
    a_panel.widget.enter()
    assert len(boxes()) == 1


def test_rows_of_an_earlier_query_are_said_to_be_so_until_there_is_an_answer(a_panel, an_engine):
    label = a_panel.ui.earlierLabel
    assert not label.visible
    a_panel.ask("liver; spleen")
    assert not label.visible
    answers, an_engine.answers = an_engine.answers, [RuntimeError("The model's process stopped.")]
    a_panel.ask("aorta")
    assert label.visible and label.text == "These rows answer an earlier query: liver, spleen"
    assert [row[0] for row in a_panel.rows] == ["liver", "spleen"]
    an_engine.answers = answers
    a_panel.ask("aorta")
    assert not label.visible and [row[0] for row in a_panel.rows] == ["aorta"]


def test_a_query_that_is_refused_leaves_rows_that_say_whose_they_are(a_panel):
    a_panel.ask("liver")
    a_panel.ask("how many ribs")
    assert "cannot be counted" in a_panel.status and a_panel.ui.earlierLabel.text.endswith("earlier query: liver")
    assert a_panel.ui.earlierLabel.visible


def test_the_first_query_that_fails_leaves_no_rows_to_explain(a_panel, an_engine):
    an_engine.answers = [RuntimeError("The model's process stopped.")]
    a_panel.ask("liver")
    assert a_panel.rows == [] and not a_panel.ui.earlierLabel.visible


def test_a_cancelled_query_gives_the_rows_of_the_earlier_one_back_as_such(a_panel, an_engine):
    a_panel.ask("liver")
    an_engine.tokens = 10_000
    a_panel.type("x")
    a_panel.press_ctrl_enter()
    assert a_panel.ui.earlierLabel.visible
    a_panel.press_escape()
    a_panel.wait(lambda: not a_panel.is_running)
    assert a_panel.status.startswith("Cancelled") and a_panel.ui.earlierLabel.visible
