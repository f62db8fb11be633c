"""The worker without a model: its line to the client, and a request when the model misbehaves."""

import json
import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from MISGroundLib.engine.protocol import (
    AnswerEvent,
    Ask,
    Cancelled,
    Done,
    Failed,
    Question,
    Token,
    encode_ask,
    explain_failure,
    pack_picture,
    unpack_picture,
)
from MISGroundLib.engine.worker import Worker
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.settings import Settings
from MISGroundLib.vlm import decoding, generation, loading
from MISGroundLib.vlm.boxes import ParsedAnswer, ParsedBox
from MISGroundLib.vlm.scoring import Answer

PICTURES = st.tuples(st.integers(1, 9), st.integers(1, 9))


def several(shape):
    return (shape[0] - 1, *shape, 3)


BOX = ParsedBox((1.0, 2.0, 3.0, 4.0), "liver")


class Line:
    """A channel that keeps what is said, and gives the messages it is made with."""

    def __init__(self, *messages):
        self.messages = [*messages, None]
        self.events = []
        self.cancelled = set()

    def next_message(self):
        return self.messages.pop(0)

    def emit(self, event):
        self.events.append(event)

    def is_cancelled(self, request):
        return request in self.cancelled

    def forget(self, request):
        self.cancelled.discard(request)


@pytest.fixture
def model(monkeypatch):
    """A model that writes 100 tokens at once, or raises what the query names; keeps the names that were loaded."""
    model = SimpleNamespace(loads=[], errors={}, replaced=False)
    profile = SimpleNamespace(
        can_be_asked=lambda question, count: (question.query != "unicorn", "It does not know unicorns.")
    )

    def load(name, device, allow_download, on_stage, *_):
        if name in model.errors:
            raise model.errors[name]
        model.loads.append((name, device))
        return SimpleNamespace(
            profile=profile,
            info={"name": name},
            was_replaced=lambda: model.replaced,
            write_as=lambda box_format: None,
            family=SimpleNamespace(check=lambda kinds: None),
        )

    def answer(loaded, pixels, question, decoding, seed, on_token, should_stop):
        if question.query in model.errors:
            raise model.errors[question.query]
        for count in range(1, 101):
            on_token("x" * count, count, 100)
        parsed = ParsedAnswer([BOX])
        return Answer("x" * 100, 100, parsed, 0.9, [0.8], [], {"steps": 100})

    monkeypatch.setattr(loading, "load", load)
    monkeypatch.setattr(generation, "answer", answer)
    monkeypatch.setattr(decoding, "prepare_decoding", lambda *_: None)
    return model


@pytest.fixture
def ask():
    def make(*queries, name="one", request="r"):
        packed = pack_picture(np.zeros((4, 4), np.uint8))
        return json.loads(encode_ask(Ask(request, packed, [Question(query) for query in queries], Settings(name))))

    return make


def serve(*messages):
    line = Line(*messages)
    Worker(line).run()
    return line.events


def last_and_answers(events):
    return events[-1], [event for event in events if isinstance(event, AnswerEvent)]


def test_a_failed_question_costs_itself(model, ask):
    model.errors = {"bad": KeyError("x"), "told": UserError("The numbers overflowed.")}
    done, (first, second, third, fourth, last) = last_and_answers(serve(ask("a", "bad", "told", "unicorn", "b")))
    assert isinstance(done, Done)
    assert [first.problems, last.problems] == [[], []]
    assert "KeyError" in second.problems[0]
    assert third.problems == ["The numbers overflowed."]
    assert fourth.problems == ["It does not know unicorns."]
    assert [event.unknown for event in (first, second, third, fourth, last)] == [False, False, False, True, False]
    assert last.boxes[0].box_px == BOX.box_px
    assert last.boxes[0].score == 0.8


@pytest.mark.parametrize(
    ("error", "code"), [(MemoryError(), "out-of-memory"), (RuntimeError("CUDA error: unspecified"), "device-error")]
)
def test_what_breaks_the_device_costs_the_request_and_unloads_the_model(model, ask, error, code):
    model.errors = {"bad": error}
    events = serve(ask("a", "bad", "b"), ask("a", request="next"))
    failed = next(event for event in events if isinstance(event, Failed))
    assert failed.code == code
    assert "Traceback" in failed.details
    assert isinstance(events[-1], Done)
    assert model.loads == [("one", "auto")] * 2


def test_a_model_that_cannot_be_loaded_is_told_and_tried_again(model, ask):
    model.errors = {"one": UserError("The folder has no config.json.")}
    failed = serve({"type": "load", "model": "one", "device": "auto"}, ask("a"))[-1]
    assert (failed.code, failed.message) == ("user-error", "The folder has no config.json.")


def test_a_model_stays_warm_until_another_is_asked_for(model, ask):
    early = {"type": "load", "model": "one", "device": "auto"}
    serve(early, ask("a"), ask("b", request="2"), ask("a", name="two", request="3"), ask("a", request="4"))
    assert [name for name, _ in model.loads] == ["one", "two", "one"]


def test_weights_that_were_replaced_on_the_disk_are_loaded_anew(model, ask):
    serve(ask("a"), ask("a"))
    assert len(model.loads) == 1
    model.replaced = True
    serve(ask("a"), ask("a"))
    assert len(model.loads) == 3


def test_a_stop_is_a_cancel(model, ask):
    model.errors = {"long": StoppedError()}
    assert serve(ask("long"))[-1] == Cancelled("r")
    line = Line(ask("a"))
    line.cancelled.add("r")
    Worker(line).run()
    assert line.events[-1] == Cancelled("r")
    assert not any(isinstance(event, AnswerEvent) for event in line.events)


def test_tokens_are_passed_on_at_a_pace_and_the_last_arrives(model, ask):
    tokens = [event for event in serve(ask("a")) if isinstance(event, Token)]
    assert len(tokens) < 100
    assert (tokens[0].count, tokens[-1].count, tokens[-1].text) == (1, 100, "x" * 100)


@pytest.mark.parametrize(
    "packed",
    [
        None,
        {},
        {"shape": [2, 2], "data": "!"},
        {"shape": [2, 2], "data": "AAAA"},
        {"shape": [2, 2, 1], "data": "AAAAAA=="},
        {"shape": [-2, -2], "data": "AAAAAA=="},
        {"shape": "x", "data": ""},
    ],
    ids=str,
)
def test_a_picture_that_is_lost_or_odd_is_told(model, ask, packed):
    failed = serve({**ask("a"), "picture": packed})[-1]
    assert failed.code == "user-error"
    assert "Ask again" in failed.message


@given(st.one_of(PICTURES, PICTURES.map(lambda s: (*s, 3)), PICTURES.map(several)), st.integers(0, 99), st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_picture_arrives_as_it_was_sent(shape, seed, turned):
    pixels = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    sent = np.swapaxes(pixels, 0, 1) if turned and pixels.ndim == 2 else pixels
    arrived = unpack_picture(json.loads(json.dumps(pack_picture(sent))))
    assert arrived.shape == sent.shape
    assert np.array_equal(arrived, sent)
    assert arrived.flags.writeable


def test_a_broken_request_is_refused(model):
    failed = serve({"type": "ask", "id": "r", "questions": 3}, {"type": "dance"})[-1]
    assert isinstance(failed, Failed)
    assert failed.id == "r"


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
    slug, told = explain_failure(error)
    message = str(told)
    assert slug == code
    assert words in str(message)
    assert "\n" not in message
