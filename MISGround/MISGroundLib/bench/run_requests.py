"""From a question of the benchmark to what an engine is asked, and from what it says to an answer.

Models that answer with boxes are asked about relations too: find both structures, then compare their centres. Nothing
is used then that the question does not tell: the names as it says them, which picture a mark is in, and how the patient
lies in the pictures. So a question that does not name its structures cannot be asked so, nor one whose answer may lie
across the slices of a stack, since how far they are apart is told nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from MISGroundLib.anatomy import structures_for
from MISGroundLib.bench.case_names import split_side
from MISGroundLib.bench.option_reading import read_option
from MISGroundLib.bench.question_file import BenchQuestion, Picture
from MISGroundLib.bench.question_wording import direction_towards, direction_word, structure_word
from MISGroundLib.bench.run_folder import BenchAnswer
from MISGroundLib.bench.run_settings import AnswerForm
from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Question
from MISGroundLib.geometry import Box, Matrix
from MISGroundLib.slices import PLANES, POSITION_AXIS

# What lies at image left of a picture flipped sideways, and at image top of one upside down.
_TURNED_EDGES = {"axial": ("left", "back"), "coronal": ("left", "feet"), "sagittal": ("back", "feet")}
_COUNTS = ("steps", "rescored", "changed", "deferred")
# The position of a question's picture, 0..1 along its plane's axis, or None.
PositionOf = Callable[[BenchQuestion, int], float | None]

RELATIONS = ("in-slice", "cross-slice", "flipped")
_CANNOT = "and cannot be asked with boxes."
_LIMB = re.compile(r"limb on the patient's (left|right) side")


@dataclass(frozen=True)
class Part:
    """One thing to ask an engine. frame: about that picture of the question; None: about all of them.

    target: which of the question's structures it is for; two parts where both sides of a pair are asked for.
    """

    question: Question
    frame: int | None = None
    target: int = 0


def why_not(question: BenchQuestion, ask: AnswerForm) -> str:
    """Why a question cannot be asked so, in a sentence, or ""."""
    return "" if ask == "words" or question.family == "localisation" else plan_boxes(question).why_not


def parts_of(
    question: BenchQuestion,
    ask: AnswerForm,
    position_of: PositionOf,
    midline_of: PositionOf = lambda question, index: None,
    side_by_side: bool = False,
) -> tuple[Part, ...]:
    """What to ask for a question; none where it cannot be asked so.

    A structure is asked for by the name that the question says. midline_of: how far a sagittal picture lies from the
    body's midline (mm), as the product tells its model. side_by_side: the model knows left and right only, so
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
            about = (question.plane, question.modality, fraction)
            asked = Question(query, *about, image_left=left, image_top=top, midline_mm=midline_of(question, frame))
            parts.append(Part(asked, frame, target))
    return tuple(parts)


def _edges(picture: Picture) -> tuple[str, str]:
    """What lies at image left and top of a picture as question_pictures.turning has it; "" where as in a viewed one."""
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


@dataclass(frozen=True)
class BoxPlan:
    """What to look for: names, each in the picture of that number; or why it cannot be asked so."""

    places: tuple[tuple[str, int], ...] = ()
    why_not: str = ""


def plan_boxes(question: BenchQuestion) -> BoxPlan:
    """How a question about a relation is asked for boxes."""
    if question.family not in RELATIONS:
        return BoxPlan(why_not=f"Questions of the family {question.family} cannot be asked with boxes.")
    names = [named(question, structure) for structure in question.structures]
    if len(names) != 2 or "" in names:
        return BoxPlan(why_not=f"It does not name both structures, {_CANNOT}")
    directions = _directions(question)
    if any(option not in directions for option in question.options):
        return BoxPlan(why_not=f"Its options are no directions along the body's axes, {_CANNOT}")
    axes = {directions[option][0] for option in question.options}
    if POSITION_AXIS[question.plane] in axes:
        return BoxPlan(why_not=f"It does not tell how far its slices lie apart, {_CANNOT}")
    frames = [_frames_of(question, structure) for structure in question.structures]
    if any(len(found) != 1 for found in frames):
        return BoxPlan(why_not=f"It does not tell which picture shows which structure, {_CANNOT}")
    return BoxPlan(tuple((name, found[0]) for name, found in zip(names, frames, strict=True)))


def named(question: BenchQuestion, structure: str) -> str:
    """A structure as the question names it: perhaps without its side, perhaps in a lay word; "" if it does not."""
    for name in (structure, split_side(structure)[1]):
        word = structure_word(name, question.terms)
        if re.search(rf"\bthe {re.escape(word)}(?=[ .,?])", question.text):
            return word
    return ""


def option_by_boxes(question: BenchQuestion, boxes: Sequence[Box | None]) -> int | None:
    """The option that fits where the first structure's box lies from the second's; None where none fits best."""
    first, second = boxes
    if first is None or second is None:
        return None
    # Pictures of one question have one plane, convention and size of pixels.
    offset = _place(question.pictures[0], first) - _place(question.pictures[0], second)
    directions = _directions(question)
    fits = [float(offset[axis] * sign) for axis, sign in (directions[option] for option in question.options)]
    best = max(fits)
    return fits.index(best) if best > 0 and fits.count(best) == 1 else None


def best_box(boxes: Sequence[DetectedBox]) -> Box | None:
    """The box that the model is surest of, the first of equals."""
    return max(boxes, key=lambda box: box.score).box_px if boxes else None


def _place(picture: Picture, box: Box) -> Matrix:
    """A box's centre (3,) along the RAS axes, in pixels, 0 along the plane's own axis. For comparing only.

    A picture that was mirrored for a control is read as if it were not: so is the truth of its question.
    """
    right, down = (np.array(axis) for axis in PLANES[picture.plane])
    if picture.convention == "ras":
        right = -right
    place: Matrix = right * (box[0] + box[2]) / 2 + down * (box[1] + box[3]) / 2
    return place


def _directions(question: BenchQuestion) -> dict[str, tuple[int, int]]:
    """The words for directions at the question's level of terms: RAS axis and sign."""
    limb = _LIMB.search(question.text)
    side = limb[1] if limb else ""
    return {
        direction_word(direction_towards(axis, sign, side), question.terms): (axis, sign)
        for axis in range(3)
        for sign in (-1, 1)
    }


def _frames_of(question: BenchQuestion, structure: str) -> list[int]:
    """The pictures that a structure is to be looked for in: the only one, or those with its mark."""
    if len(question.pictures) == 1:
        return [0]
    return [
        number
        for number, picture in enumerate(question.pictures)
        if any(mark.structure == structure for mark in picture.marks)
    ]
