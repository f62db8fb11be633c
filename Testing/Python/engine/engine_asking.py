"""Asking an engine and waiting for its events, with an end to the patience."""

import time

import numpy as np

from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, Done, Failed, Question
from MISGroundLib.settings import Decoding, Settings

GREEDY = Decoding("greedy")
LIVER = Question("liver", "axial", "CT")


def until(engine, *kinds, seconds=30.0):
    """All events up to the first of these kinds."""
    events, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        for event in engine.poll(0.05):
            events.append(event)
            if isinstance(event, kinds):
                return events
    raise AssertionError(f"no {[kind.__name__ for kind in kinds]} in {seconds} s: {events}")


def seconds_to_cancel(engine, request, patience=30.0):
    """How long it takes until the Cancelled event is there; the call itself returns at once."""
    start = time.monotonic()
    engine.cancel(request)
    assert time.monotonic() - start < 0.2
    assert until(engine, Cancelled, seconds=patience)[-1] == Cancelled(request)
    return time.monotonic() - start


def picture(height=40, width=60):
    return np.arange(height * width, dtype=np.uint8).reshape(height, width)


def end_of(client):
    """All events up to the last one."""
    events = until(client, Done, Failed, Cancelled, seconds=10.0)
    assert not client.is_busy
    return events


def told(**settings):
    return Settings(**{"model": "", "decoding": GREEDY, **settings})


def ask(client, *questions, image=None, **settings):
    client.ask(picture() if image is None else image, questions or [LIVER], told(**settings))
    return end_of(client)


def failure(client, *questions, **settings):
    failed = ask(client, *questions, **settings)[-1]
    assert isinstance(failed, Failed)
    return failed


def answers(events):
    return [event for event in events if isinstance(event, AnswerEvent)]
