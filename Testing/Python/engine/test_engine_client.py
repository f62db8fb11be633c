"""The client against workers that answer, fall silent, crash, and talk nonsense."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from MISGroundLib.engine import client as client_module
from MISGroundLib.engine.client import EngineClient, explain_exit, python_command
from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, Done, Failed, Question, Stage, Token, unpack_picture
from MISGroundLib.errors import UserError
from Python.engine.engine_asking import seconds_to_cancel, until
from Python.processes import is_alive

FAKE = [sys.executable, str(Path(__file__).with_name("fake_worker.py"))]
PICTURE = np.zeros((64, 48), np.uint8)
posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    client = EngineClient(FAKE)
    yield client
    client.close()
    assert list(tmp_path.iterdir()) == []


def ask(client, text):
    return client.ask(PICTURE, [Question(text)])


def wait_until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_an_answer_comes_with_its_stages_and_tokens(client):
    request = ask(client, "answer")
    events = until(client, Done)
    assert [type(event) for event in events] == [Stage, Token, AnswerEvent, Done]
    assert {event.id for event in events} == {request}
    assert events[0].stage == "starting"
    assert events[2].boxes[0].box_px == (1.0, 2.0, 3.0, 4.0)
    assert not client.is_busy


def test_asking_returns_at_once_and_the_worker_is_kept(client):
    ask(client, "answer")
    until(client, Done)
    pid = client.worker_pid
    start = time.monotonic()
    ask(client, "answer")
    assert time.monotonic() - start < 0.1
    until(client, Done)
    assert client.worker_pid == pid


def test_one_request_at_a_time(client):
    request = ask(client, "wait")
    with pytest.raises(UserError, match="still answering"):
        ask(client, "answer")
    seconds_to_cancel(client, request)


def test_a_willing_worker_is_kept_after_a_cancel(client):
    request = ask(client, "wait")
    until(client, Token)
    pid = client.worker_pid
    assert seconds_to_cancel(client, request) < 1.0
    ask(client, "answer")
    until(client, Done)
    assert client.worker_pid == pid


def test_an_answer_that_crosses_a_cancel_counts_as_cancelled(client):
    request = ask(client, "done in spite of cancel")
    seconds_to_cancel(client, request)
    assert not any(isinstance(event, Done) for event in client.poll(0.2))


@pytest.mark.parametrize("manner", ["hang", "hang, deaf to SIGTERM"])
def test_a_hung_worker_is_ended_within_a_second(client, manner):
    request = ask(client, manner)
    until(client, Token)
    pid = client.worker_pid
    assert seconds_to_cancel(client, request) < 1.0
    assert wait_until(lambda: not is_alive(pid))
    ask(client, "answer")
    assert isinstance(until(client, Done, Failed)[-1], Done)


@posix
def test_a_stopped_worker_is_ended_within_a_second(client):
    request = ask(client, "wait")
    until(client, Token)
    pid = client.worker_pid
    os.kill(pid, signal.SIGSTOP)
    assert seconds_to_cancel(client, request) < 1.0
    assert wait_until(lambda: not is_alive(pid))


def test_cancel_right_after_asking(client):
    assert seconds_to_cancel(client, ask(client, "hang")) < 1.0


def test_cancelling_twice_or_something_else_does_nothing(client):
    request = ask(client, "wait")
    client.cancel("another")
    client.cancel(request)
    client.cancel(request)
    until(client, Cancelled)
    client.cancel(request)
    assert client.poll(0.7) == []


@posix
def test_a_worker_killed_mid_answer_is_reported_and_replaced(client):
    ask(client, "hang")
    until(client, Token)
    pid = client.worker_pid
    os.kill(pid, signal.SIGKILL)
    failed = until(client, Failed)[-1]
    assert failed.code == "killed"
    assert "killed from outside" in failed.message
    assert wait_until(lambda: not is_alive(pid))
    ask(client, "answer")
    assert isinstance(until(client, Done, Failed)[-1], Done)


@pytest.mark.parametrize(
    ("manner", "code", "words"),
    [
        ("crash", "crashed", "exit code 3"),
        pytest.param("segfault", "crashed", "SIGSEGV", marks=posix),
        ("memory", "out-of-memory", "ran out of memory"),
        ("half a line", "crashed", "ended unexpectedly"),
    ],
)
def test_a_worker_that_ends_is_reported_in_plain_words(client, manner, code, words):
    ask(client, manner)
    failed = until(client, Failed)[-1]
    assert failed.code == code
    assert words in failed.message
    assert "Traceback" not in failed.message
    ask(client, "answer")
    assert isinstance(until(client, Done, Failed)[-1], Done)


def test_the_last_words_of_a_crash_are_kept_as_details(client):
    ask(client, "crash")
    assert "something went wrong here" in until(client, Failed)[-1].details


def test_nonsense_on_stdout_is_not_taken_for_an_answer(client):
    ask(client, "garbage")
    assert [type(event) for event in until(client, Done, Failed)] == [Stage, Token, AnswerEvent, Done]


def test_a_failed_request_keeps_the_worker_but_a_full_device_does_not(client):
    ask(client, "failed")
    assert until(client, Failed)[-1].message == "The folder is empty."
    pid = client.worker_pid
    ask(client, "out of GPU memory")
    until(client, Failed)
    assert wait_until(lambda: not is_alive(pid))
    ask(client, "answer")
    assert isinstance(until(client, Done, Failed)[-1], Done)


@pytest.mark.parametrize("shape", [(64, 48), (3, 5, 3), (2, 700, 900, 3)], ids=str)
def test_a_picture_reaches_the_worker_and_no_disk(client, tmp_path, shape):
    sent = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    request = client.ask(sent, [Question("look")])
    packed = next(event.message for event in until(client, Stage) + until(client, Stage) if event.message)
    assert np.array_equal(unpack_picture(json.loads(packed)), sent)
    assert list(tmp_path.iterdir()) == []
    seconds_to_cancel(client, request)


@posix
def test_a_worker_that_does_not_read_blocks_nobody(client):
    client.warm_up()
    assert wait_until(lambda: client.worker_pid is not None)
    os.kill(client.worker_pid, signal.SIGSTOP)
    start = time.monotonic()
    request = client.ask(np.zeros((8, 500, 500, 3), np.uint8), [Question("answer")])
    assert time.monotonic() - start < 2.0
    assert seconds_to_cancel(client, request) < 1.0


@pytest.mark.parametrize("shape", [(0, 3), (2, 2, 4), (0, 2, 3), (1, 0, 2, 3), (4,)])
def test_only_grey_or_coloured_pictures_are_taken(client, shape):
    with pytest.raises(ValueError, match="uint8"):
        client.ask(np.zeros(shape, np.uint8), [Question("answer")])


@pytest.mark.parametrize("picture", [np.zeros((3, 3)), np.zeros((2, 2, 3), np.float32)])
def test_only_eight_bits_are_taken(client, picture):
    with pytest.raises(ValueError, match="uint8"):
        client.ask(picture, [Question("liver")])


def test_no_question_is_refused(client):
    with pytest.raises(UserError, match="no question"):
        client.ask(PICTURE, [])


def test_a_worker_that_cannot_be_started_is_told(tmp_path):
    client = EngineClient([str(tmp_path / "no-such-python")])
    client.warm_up()
    with pytest.raises(UserError, match="could not be started"):
        ask(client, "answer")
    assert not client.is_busy
    client.close()


@pytest.mark.parametrize("manner", ["answer", "hang"])
def test_close_ends_the_worker_and_may_be_repeated(client, manner):
    ask(client, manner)
    until(client, Token)
    pid = client.worker_pid
    client.close()
    client.close()
    assert wait_until(lambda: not is_alive(pid))
    assert client.worker_pid is None
    assert not client.is_busy


def test_a_parent_that_is_killed_leaves_no_orphan(tmp_path):
    program = (
        "import os, sys, time\nfrom MISGroundLib.engine.client import EngineClient\n"
        f"client = EngineClient({FAKE!r})\nclient.warm_up()\nprint(client.worker_pid, flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not is_alive(pid))


def test_the_client_needs_neither_torch_nor_open_standard_streams():
    program = (
        "import os, sys\n[os.close(n) for n in (0, 1)]\nsys.stdin = sys.stdout = None\n"
        "import numpy as np\nfrom MISGroundLib.engine.client import EngineClient\n"
        "from MISGroundLib.engine.protocol import Question, Done\n"
        f"client = EngineClient({FAKE!r})\nclient.ask(np.zeros((4, 4), np.uint8), [Question('answer')])\n"
        "events = []\nwhile client.is_busy or not events:\n    events += client.poll(0.2)\nclient.close()\n"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules\n"
        "assert isinstance((events + client.poll())[-1], Done), events"
    )
    finished = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, timeout=30)
    assert finished.returncode == 0, finished.stderr


def test_the_worker_finds_the_library_from_any_folder():
    client = EngineClient(env={"PYTHONPATH": "/elsewhere"})
    first, second = client._env["PYTHONPATH"].split(os.pathsep)
    assert (Path(first) / "MISGroundLib" / "engine" / "worker.py").is_file()
    assert second == "/elsewhere"
    assert client._command[1:] == ["-m", "MISGroundLib.engine.worker"]


def test_the_python_is_slicers_own_inside_slicer(tmp_path):
    name = "PythonSlicer.exe" if os.name == "nt" else "PythonSlicer"
    application = tmp_path / "bin" / "SlicerApp-real"
    for path in (application, tmp_path / "bin" / name):
        path.parent.mkdir(exist_ok=True)
        path.touch(mode=0o755)
    beside = str(tmp_path / "bin" / name)
    assert python_command(str(application), {}) == beside
    assert python_command(str(tmp_path / "Slicer"), {}) == beside
    assert python_command("/usr/bin/python3", {"SLICER_HOME": str(tmp_path)}) == beside
    assert python_command("/usr/bin/python3", {}) == "/usr/bin/python3"
    assert python_command("", {"PATH": str(tmp_path / "bin")}) == beside


def test_endings_name_what_is_missing():
    code, message = explain_exit(1, "Traceback\nModuleNotFoundError: No module named 'torch'")
    assert code == "missing-package"
    assert "package torch is missing" in message


def test_the_waits_before_a_kill_leave_room_within_the_second():
    assert client_module.GRACE_SECONDS + 2 * client_module.TERMINATE_SECONDS < 0.9
