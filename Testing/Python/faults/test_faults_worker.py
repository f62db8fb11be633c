"""The worker killed in each stage: said in plain words, nothing lost or half done, and the next query answers."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from MISGroundLib.batch import Request, ground_batch, ground_file
from MISGroundLib.engine.client import EngineClient
from MISGroundLib.errors import UserError
from Python.panel.panel_driver import boxes
from Python.processes import is_alive

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")

FAKE_WORKER = Path(__file__).parents[1] / "engine" / "fake_worker.py"
STAGES = ["starting", "loading", "neighbours", "reading", "answering"]
every_stage = pytest.mark.parametrize("stage", STAGES)


@pytest.fixture
def mark(tmp_path):
    return tmp_path / "stands-still"


@pytest.fixture
def an_engine_that_stands_still(mark):
    """A worker that stands still at a stage, once, and is killed then."""
    engine = EngineClient([sys.executable, str(FAKE_WORKER)], {**os.environ, "FAKE_WORKER_MARK": str(mark)})
    done = threading.Event()

    def kill():
        while not mark.exists() and not done.wait(0.005):
            pass
        done.wait(0.05)  # for the stage to be heard
        if (pid := engine.worker_pid) is not None:
            os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    yield engine
    done.set()
    killer.join()
    engine.close()


@every_stage
def test_panel_and_console(open_panel, the_module, a_volume, an_engine_that_stands_still, mark, stage):
    panel = open_panel(the_module.MISGroundLogic(engine=an_engine_that_stands_still))
    panel.ask(f"still at {stage}")
    assert panel.status.startswith("The model's process was killed from outside.")
    assert panel.ui.queriesEdit.toPlainText() == f"still at {stage}"
    assert boxes() == []
    panel.press_ctrl_enter()
    panel.wait(lambda: not panel.is_running)
    assert len(boxes()) == 1

    def kill():
        while not mark.exists():
            time.sleep(0.005)
        os.kill(an_engine_that_stands_still.worker_pid, signal.SIGKILL)

    mark.unlink()
    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(UserError, match="killed from outside"):
        panel.widget.logic.ground(a_volume, f"still at {stage}")
    killer.join()
    assert len(boxes()) == 1
    panel.widget.logic.ground(a_volume, f"still at {stage}")
    assert len(boxes()) == 2


@every_stage
def test_command_line(a_scan, an_engine_that_stands_still, tmp_path, stage):
    out = tmp_path / "out"
    report = ground_batch(
        [a_scan, a_scan], [f"still at {stage}"], out, engine=an_engine_that_stands_still, picture=False
    )
    assert report.items[0].status == "failed"
    assert "killed from outside" in report.items[0].message
    # The worker is a fresh one: what the killed one was asked is answered now.
    result, _ = ground_file(
        a_scan, Request([f"still at {stage}"]), tmp_path / "again", an_engine_that_stands_still, picture=False
    )
    assert result.detections[0].found
    assert json.loads((tmp_path / "again" / "result.json").read_text())["detections"][0]["found"]


QUERIES = ["liver", "spleen", "aorta", "heart", "stomach", "left kidney", "right kidney", "pancreas"]


@pytest.fixture
def an_answering_command(a_scan, tmp_path):
    """The real command with its real worker, amid an answer: the process, and the worker's number."""
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "MISGroundLib.cli", "ground", str(a_scan), "--no-picture"]
    command += [word for query in QUERIES for word in ("-q", query)] + ["--out", str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path / "tmp")}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment)
    with process:
        said = b""
        while b"answering" not in said:
            heard = os.read(process.stderr.fileno(), 4096)
            assert heard, said
            said += heard
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.kill()
            pytest.skip("this system does not list a process's children")
        yield process, int(children.read_text().split()[0])
        process.kill()


def test_the_command_says_that_its_worker_was_killed(an_answering_command, tmp_path):
    process, worker = an_answering_command
    os.kill(worker, signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 2
    assert b"misground: The model's process was killed from outside." in said
    assert b"Traceback" not in said
    assert not (tmp_path / "out" / "result.json").exists()


def test_a_killed_command_leaves_no_worker_and_no_picture(an_answering_command, tmp_path):
    process, worker = an_answering_command
    process.kill()
    process.wait()
    end = time.monotonic() + 10
    while is_alive(worker) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(worker)
    # The folder of a scene, where the kill came amid it, is swept at the next start (test_private_temporaries.py).
    left = [path for path in (tmp_path / "tmp").rglob("*") if path.is_file()]
    assert {path.name for path in left} <= {".owner", ".slicer-cache"}
