"""The worker's own parts: its line to the client, its words for failures, its threads. No model."""

import json
import subprocess
import sys
import time

import pytest

from MISGroundLib.engine.protocol import explain_failure
from MISGroundLib.errors import UserError

LISTENING = (
    "import os, sys\nfrom MISGroundLib.engine.worker import Channel, take_standard_streams\n"
    "from MISGroundLib.engine.protocol import Done\n"
    "channel = Channel(*take_standard_streams())\n"
    "print('a library prints')\nos.system('echo a child prints')\n"
    "message = channel.next_message()\nprint('input:', sys.stdin.read())\n"
    "while not channel.is_cancelled(message['id']): pass\n"
    "channel.emit(Done(message['id']))\n"
)


def start(program):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", program], text=True, **pipes)


def test_only_messages_reach_stdout_and_a_cancel_is_heard_at_work():
    messages = 'nonsense\n{"type": "ask", "id": "1", "picture": {}}\n{"type": "cancel", "id": "1"}\n'
    worker = start(LISTENING)
    out, err = worker.communicate(messages, timeout=20)
    assert json.loads(out)["type"] == "done"
    assert "a library prints" in err
    assert "a child prints" in err
    assert "not a message: 9 bytes" in err
    assert "nonsense" not in err


def test_a_busy_worker_ends_with_its_stdin():
    worker = start(LISTENING)
    worker.stdin.write(json.dumps({"type": "ask", "id": "1"}) + "\n")
    worker.stdin.close()
    begin = time.monotonic()
    assert worker.wait(timeout=20) == 0
    assert time.monotonic() - begin < 10
    worker.stdout.close()
    worker.stderr.close()


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UserError("The folder is empty."), "user-error", "The folder is empty."),
        (ModuleNotFoundError("No module named 'torch'", name="torch"), "missing-package", "package torch"),
        (MemoryError(), "out-of-memory", "The computer ran out of memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate"), "out-of-memory", "The graphics card ran out"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), "out-of-memory", "The computer"),
        (RuntimeError("CUDA error: device-side assert triggered\nmore"), "device-error", "device cpu"),
        (KeyError("x"), "internal-error", "KeyError"),
    ],
)
def test_failures_have_plain_words(error, code, words):
    slug, message = explain_failure(error)
    assert slug == code
    assert words in message
    assert "\n" not in message
