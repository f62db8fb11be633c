"""Which slice of a volume shows most of what was asked: the model looks at a few of them first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from MISGroundLib.engine.protocol import Event, Stage
from MISGroundLib.grounding import Engine, GroundingResult, GroundingRun
from MISGroundLib.settings import Settings
from MISGroundLib.slices import SliceImage, is_blank, spaced_positions

SLICES = 15
OnEvent = Callable[[Event], None]


def finish(run: GroundingRun, on_event: OnEvent | None = None) -> GroundingResult:
    """Wait for a run, passing its events on. A Ctrl+C or any other exception cancels it. Raises UserError."""
    try:
        while not run.finished:
            for event in run.poll(0.1):
                if on_event:
                    on_event(event)
    except BaseException:
        run.cancel()
        raise
    return run.wait()


def best_position(
    ijk_to_ras: Any,
    shape_ijk: tuple[int, int, int],
    plane: str,
    picture_at: Callable[[float], SliceImage],
    engine: Engine,
    queries: list[str],
    settings: Settings,
    on_event: OnEvent | None = None,
) -> float:
    """The position, RAS mm along the plane's axis, with the highest sum of scores of what is found.

    Of equal ones the nearest to the middle wins, which is also the answer where nothing is found.
    SLICES slices, evenly spaced between a tenth and nine tenths of the volume. The scores are the model's, so that the
    slice is as good as they are. Raises UserError as a run does.
    """
    positions = spaced_positions(ijk_to_ras, shape_ijk, plane, SLICES)
    middle = sum(positions) / len(positions)
    best, most = min(positions, key=lambda position: abs(position - middle)), -1.0
    for i, position in enumerate(sorted(positions, key=lambda position: abs(position - middle))):
        if on_event:
            on_event(Stage("search", "searching", f"slice {i + 1} of {SLICES}", i / SLICES))
        picture = picture_at(position)
        if is_blank(picture):
            continue
        result = finish(GroundingRun(engine, picture, queries, settings))
        score = sum(detection.score or 0.0 for detection in result.detections if detection.found)
        if score > most:
            best, most = position, score
    return best
