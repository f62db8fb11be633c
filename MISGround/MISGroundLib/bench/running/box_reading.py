"""Questions about relations, for models that answer with boxes: find both structures, then compare their centres.

Nothing is used that the question does not tell: the names as it says them, which picture a mark is in, and how the
patient lies in the pictures. So a question that does not name its structures cannot be asked, nor one whose answer may
lie across the slices of a stack, since how far they are apart is told nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from MISGroundLib.bench.cases.names import split_side
from MISGroundLib.bench.making.terms import direction_towards, direction_word, structure_word
from MISGroundLib.bench.question import BenchQuestion, Picture
from MISGroundLib.engine.protocol import DetectedBox
from MISGroundLib.geometry import Box, Matrix
from MISGroundLib.slices import PLANES, POSITION_AXIS

RELATIONS = ("in-slice", "cross-slice", "flipped")
_CANNOT = "and cannot be asked with boxes."
_LIMB = re.compile(r"limb on the patient's (left|right) side")


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
