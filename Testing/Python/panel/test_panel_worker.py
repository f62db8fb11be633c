"""The panel with a real worker process behind it: cancelled, crashed, killed, and the embedded model itself."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest
import slicer

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.files import resource
from Python.panel.panel_driver import boxes
from Python.processes import is_alive

FAKE_WORKER = Path(__file__).parents[1] / "engine" / "fake_worker.py"


@pytest.fixture
def a_process_panel(open_panel, the_module, a_volume):
    """A panel whose worker does what the query's text says."""
    return open_panel(the_module.MISGroundLogic(engine=EngineClient([sys.executable, str(FAKE_WORKER)])))


def begin(panel, text, seconds=10.0):
    panel.ui.queriesEdit.setPlainText("")
    panel.type(text)
    panel.press_ctrl_enter()
    panel.wait(lambda: panel.ui.answerLabel.text, seconds)


def test_an_answer_of_a_process(a_process_panel):
    a_process_panel.ask("answer")
    assert a_process_panel.rows == [("answer → liver", "found", "0.50")]
    assert len(boxes()) == 1


@pytest.mark.parametrize("how", ["wait", "hang", "hang, deaf to SIGTERM"])
def test_cancel_takes_effect_within_a_second_whatever_the_worker_does(a_process_panel, how):
    begin(a_process_panel, how)
    before = time.monotonic()
    a_process_panel.press_escape()
    a_process_panel.wait(lambda: not a_process_panel.is_running)
    assert time.monotonic() - before < 1.0
    assert a_process_panel.status == "Cancelled. Nothing was drawn."
    a_process_panel.ask("answer")
    assert len(boxes()) == 1


def test_a_killed_worker_is_said_and_the_next_query_answers(a_process_panel):
    begin(a_process_panel, "hang")
    os.kill(a_process_panel.widget.logic.engine.worker_pid, signal.SIGKILL)
    a_process_panel.wait(lambda: not a_process_panel.is_running)
    assert "killed" in a_process_panel.status
    assert a_process_panel.ui.queriesEdit.toPlainText() == "hang"
    assert boxes() == []
    a_process_panel.ask("answer")
    assert len(boxes()) == 1


@pytest.mark.parametrize("how", ["crash", "segfault", "memory", "half a line"])
def test_a_worker_that_ends_by_itself_is_said(a_process_panel, how):
    a_process_panel.ask(how)
    assert a_process_panel.status.count("The next query starts the model afresh.") == 1
    assert a_process_panel.ui.groundButton.text == "Ground"
    a_process_panel.ask("answer")
    assert len(boxes()) == 1


def test_the_scene_closed_while_a_process_hangs(a_process_panel):
    begin(a_process_panel, "hang")
    slicer.mrmlScene.Clear()
    a_process_panel.wait(lambda: not a_process_panel.is_running, seconds=2.0)
    assert a_process_panel.status.startswith("The volume left the scene")


def test_no_process_is_left_behind(a_process_panel, host):
    begin(a_process_panel, "hang")
    pid = a_process_panel.widget.logic.engine.worker_pid
    assert is_alive(pid)
    a_process_panel.widget.cleanup()
    assert host.wait_until(lambda: not is_alive(pid), 3.0)


def test_the_embedded_model_answers_is_cancelled_is_killed_and_answers_again(open_panel, the_module, a_volume):
    # As many as can be asked at once: ten structures are answered before a busy test can kill it.
    many = "\n".join(json.loads(resource("Models", "misground-mini", "misground.json").read_text())["structures"][:50])
    panel = open_panel(the_module.MISGroundLogic())
    panel.ask("liver\nleft kidney", seconds=120)
    first = panel.rows
    drawn = len(boxes())
    assert list(dict.fromkeys(row[0].split(" → ")[0] for row in first)) == ["liver", "left kidney"]

    begin(panel, many, seconds=30)
    before = time.monotonic()
    panel.press_escape()
    panel.wait(lambda: not panel.is_running)
    assert time.monotonic() - before < 1.0
    assert panel.status == "Cancelled. Nothing was drawn."
    assert len(boxes()) == drawn

    begin(panel, many, seconds=120)
    os.kill(panel.widget.logic.engine.worker_pid, signal.SIGKILL)
    panel.wait(lambda: not panel.is_running)
    assert "killed" in panel.status

    panel.ask("liver\nleft kidney", seconds=120)
    assert panel.rows == first
