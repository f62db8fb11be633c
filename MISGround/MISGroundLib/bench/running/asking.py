"""From a question of the benchmark to what an engine is asked, and from what it says to an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from MISGroundLib.anatomy import structures_for
from MISGroundLib.bench.answer_file import BenchAnswer
from MISGroundLib.bench.question import BenchQuestion, Picture
from MISGroundLib.bench.running.box_reading import best_box, named, option_by_boxes, plan_boxes
from MISGroundLib.bench.running.option_reading import read_option
from MISGroundLib.bench.running.settings import Asking
from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Question

# What lies at image left of a picture flipped sideways, and at image top of one upside down.
_TURNED_EDGES = {"axial": ("left", "back"), "coronal": ("left", "feet"), "sagittal": ("back", "feet")}
_COUNTS = ("steps", "rescored", "changed", "deferred")
# The position of a question's picture, 0..1 along its plane's axis, or None.
PositionOf = Callable[[BenchQuestion, int], float | None]


@dataclass(frozen=True)
class Part:
    """One thing to ask an engine. frame: about that picture of the question; None: about all of them.

    target: which of the question's structures it is for; two parts where both sides of a pair are asked for.
    """

    question: Question
    frame: int | None = None
    target: int = 0


def why_not(question: BenchQuestion, ask: Asking) -> str:
    """Why a question cannot be asked so, in a sentence, or ""."""
    return "" if ask == "words" or question.family == "localisation" else plan_boxes(question).why_not


def parts_of(
    question: BenchQuestion, ask: Asking, position_of: PositionOf, side_by_side: bool = False
) -> tuple[Part, ...]:
    """What to ask for a question; none where it cannot be asked so.

    A structure is asked for by the name that the question says. side_by_side: the model knows left and right only, so
    that a pair's name is both.
    """
    places: Sequence[tuple[str, int]]
    if question.family == "localisation":
        places = [(named(question, question.structures[0]) or question.structures[0], 0)]
    elif ask == "words":
        fraction = position_of(question, 0) if len(question.pictures) == 1 else None
        return (Part(Question("", question.plane, question.modality, fraction, question.text)),)
    else:
        places = plan_boxes(question).places
    parts = []
    for target, (name, frame) in enumerate(places):
        fraction = position_of(question, frame)
        pair = structures_for(name) if side_by_side else ()
        left, top = _edges(question.pictures[frame]) if question.pictures else ("", "")
        for query in [one.name for one in pair] if len(pair) > 1 else [name]:
            asked = Question(query, question.plane, question.modality, fraction, image_left=left, image_top=top)
            parts.append(Part(asked, frame, target))
    return tuple(parts)


def _edges(picture: Picture) -> tuple[str, str]:
    """What lies at image left and top of a picture as drawn (pictures.turning), "" where it is as in a viewed one."""
    sideways = (picture.convention == "ras") != (picture.mirrored == "horizontal")
    left, top = _TURNED_EDGES[picture.plane]
    return left if sideways else "", top if picture.mirrored == "vertical" else ""


def answer_of(
    question: BenchQuestion, decoding: str, parts: Sequence[Part], said: Sequence[AnswerEvent]
) -> BenchAnswer:
    """The answer that the events to a question's parts come to."""
    raw = said[0].raw
    if len(parts) > 1:
        raw = "\n".join(f"{part.question.query}: {event.raw}" for part, event in zip(parts, said, strict=True))
    seconds = sum(event.seconds for event in said)
    counts = _summed(said)
    error = next((" ".join(event.problems) for event in said if _was_not_asked(event)), "")
    if error:
        return BenchAnswer(question.id, decoding, raw, error=error, seconds=seconds, tokens=counts.get("steps", 0))
    choice: int | None = None
    boxes: list[DetectedBox] = []
    if parts[0].question.words:
        choice = read_option(said[0].raw, question.options)
        score = said[0].score
    else:
        found = _found(parts, said)
        if question.family == "localisation":
            boxes = sorted(found[0], key=lambda box: -box.score)
            score = boxes[0].score if boxes else min(event.score for event in said)
        else:
            choice = option_by_boxes(question, [best_box(one) for one in found])
            score = min(max((box.score for box in one), default=0.0) for one in found)
    return BenchAnswer(
        question.id,
        decoding,
        raw,
        choice,
        tuple(box.box_px for box in boxes),
        tuple(box.score for box in boxes),
        said_absent=question.family == "localisation" and not boxes and not any(event.problems for event in said),
        score=score,
        seconds=seconds,
        tokens=counts.get("steps", 0),
        statistics=counts,
    )


def _found(parts: Sequence[Part], said: Sequence[AnswerEvent]) -> list[list[DetectedBox]]:
    """The boxes of each target."""
    found: list[list[DetectedBox]] = [[] for _ in range(1 + max(part.target for part in parts))]
    for part, event in zip(parts, said, strict=True):
        found[part.target] += event.boxes
    return found


def _was_not_asked(event: AnswerEvent) -> bool:
    """A model that made not one step was not asked, or failed: its problems say why."""
    return bool(event.problems) and not event.raw and not event.boxes and not event.statistics.get("steps")


def _summed(said: Sequence[AnswerEvent]) -> dict[str, int]:
    """What the decoding counted, over all parts; a server counts less than a process of ours."""
    told = [name for name in _COUNTS if any(name in event.statistics for event in said)]
    return {name: sum(int(event.statistics.get(name, 0)) for event in said) for name in told}
