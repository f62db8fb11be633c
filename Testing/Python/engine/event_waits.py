"""Waiting for an engine's events, with an end to the patience."""

import time

from MISGroundLib.engine.protocol import Cancelled


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
