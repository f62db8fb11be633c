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


def test_a_batch_whose_worker_is_killed_and_then_itself(a_scan, tmp_path):
    """The real command: its first worker is killed, then, while the second one starts, the command."""
    temporary, out = tmp_path / "tmp", tmp_path / "out"
    temporary.mkdir()
    other = a_scan.with_name("other.nii.gz")
    other.write_bytes(a_scan.read_bytes())
    command = [sys.executable, "-m", "MISGroundLib.cli", "batch", str(a_scan), str(other), "-q", "liver"]
    command += ["--no-picture", "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(temporary)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    with process:
        if not children.exists():
            process.kill()
            pytest.skip("this system does not list a process's children")
        first = wait_for(lambda: children.read_text().split())[0]
        os.kill(int(first), signal.SIGKILL)
        second = wait_for(lambda: [pid for pid in children.read_text().split() if pid != first])[0]
        process.kill()
        said = process.stderr.read().decode()
    assert "scan.nii.gz: The model's process was killed from outside." in said
    assert "Traceback" not in said
    wait_for(lambda: not is_alive(int(second)), 10)
    assert [path for path in out.rglob("result.json")] == []
    # The folder of a scene, where the kill came amid it, is swept at the next start (test_private_temporaries.py).
    left = [path for path in temporary.rglob("*") if path.is_file()]
    assert {path.name for path in left} <= {".owner", ".slicer-cache"}


def wait_for(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not (met := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)
    return met
