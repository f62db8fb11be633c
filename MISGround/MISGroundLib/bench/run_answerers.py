"""Questions to an engine: what it is asked for each, and how its words or boxes become an answer.

An engine is asked a picture at a time, every decoding while the picture is known. Models that answer with boxes are
asked about relations too: find both structures, then compare their centres. Nothing is used then that the question does
not tell: the names as it says them, which picture a mark is in, and how the patient lies in the pictures. So a question
that does not name its structures cannot be asked so, nor one whose answer may lie across the slices of a stack, since
how far they are apart is told nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.anatomy import description_of, structures_for
from MISGroundLib.bench.option_reading import read_option
from MISGroundLib.bench.question_file import BenchQuestion, Picture
from MISGroundLib.bench.question_wording import direction_towards, direction_word, split_side, structure_word
from MISGroundLib.bench.run_folder import (
    AnswerForm,
    Batch,
    BenchAnswer,
    Group,
    RunSettings,
    RunStoppedError,
    knows_sides_only,
)
from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, DetectedBox, Done, Failed, Question
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box, Matrix
from MISGroundLib.grounding import Engine
from MISGroundLib.slices import PLANES, POSITION_AXIS

# Failures of the request's settings, not of its questions: every other request would fail with them too.
_FATAL_CODES = ("user-error", "missing-package", "server-refused", "server-model", "server-no-semsam")
POLL_SECONDS = 0.2

# What lies at image left of a picture flipped sideways, and at image top of one upside down.
_TURNED_EDGES = {"axial": ("left", "back"), "coronal": ("left", "feet"), "sagittal": ("back", "feet")}
_COUNTS = ("steps", "rescored", "changed", "deferred")
# The position of a question's picture, 0..1 along its plane's axis, or None.
MidlineOf = Callable[[BenchQuestion, int], float | None]

RELATIONS = ("in-slice", "cross-slice", "flipped")
_CANNOT = "and cannot be asked with boxes."
_LIMB = re.compile(r"limb on the patient's (left|right) side")


class Pictures(Protocol):
    """What draws pictures (question_pictures.py)."""

    def draw(self, question: BenchQuestion) -> list[NDArray[np.uint8]]:
        """The pictures of a question, each (height, width, 3)."""

    def midline_mm(self, question: BenchQuestion, index: int = 0) -> float | None:
        """How far a sagittal picture lies from the body's midline, + = the patient's right."""

    def close(self) -> None:
        """Let go of what is open."""


class EngineFailedError(Exception):
    """A request failed; another request may still succeed."""


class EngineAnswerer:
    """Answers groups of questions with one engine."""

    def __init__(self, settings: RunSettings, make_engine: Callable[[], Engine], pictures: Pictures) -> None:
        """Take the pictures, and start an engine when it is first needed."""
        self._settings = settings
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._pictures = pictures
        self._model: dict[str, Any] = {}
        self._side_by_side = knows_sides_only(settings.engine.model)

    def answer(self, group: Group) -> Batch:
        """The answers to a group. What an engine that fails has not answered is asked again once, one by one.

        Raises RunStoppedError, with what was answered until then, for what would fail with every other group too.
        """
        asked = _GroupRun(group, self._settings, self._pictures, self._side_by_side)
        wanted = asked.wanted()
        try:
            for (frame, decoding), parts in wanted.items():
                self._ask(asked, frame, decoding, parts)
            for (frame, decoding), parts in wanted.items():
                for part in parts:
                    if (decoding, part) not in asked.heard:
                        self._ask(asked, frame, decoding, [part])
        except UserError as error:
            # What failed is asked again by the run that goes on.
            raise RunStoppedError(str(error), replace(asked.batch(self._model), failures=())) from error
        return asked.batch(self._model)

    def close(self) -> None:
        """End the engine and close the pictures."""
        if self._engine is not None:
            self._engine.close()
        self._pictures.close()

    def _ask(self, asked: _GroupRun, frame: int | None, decoding: str, parts: Sequence[Part]) -> None:
        try:
            for part, event in self._events(asked.images[frame], parts, decoding):
                asked.heard[decoding, part] = event
        except EngineFailedError as error:
            for part in parts:
                if (decoding, part) not in asked.heard:
                    asked.failed[decoding, part] = str(error)

    def _events(self, image: NDArray[np.uint8], parts: Sequence[Part], decoding: str) -> Iterator[tuple[Part, Any]]:
        """Ask, and yield each part's event. Raises EngineFailedError, or UserError where no request can work."""
        if self._engine is None:
            self._engine = self._make_engine()
        settings = self._settings.with_decoding(decoding)
        request = self._engine.ask(image, [part.question for part in parts], settings)
        while True:
            for event in self._engine.poll(POLL_SECONDS):
                if event.id != request:
                    continue
                if isinstance(event, AnswerEvent):
                    yield parts[event.index], event
                elif isinstance(event, Failed):
                    if event.code in _FATAL_CODES:
                        raise UserError(event.message)
                    raise EngineFailedError(event.message)
                elif isinstance(event, Cancelled):
                    raise UserError("The run was cancelled.")
                elif isinstance(event, Done):
                    # A request refused before a process was started tells the model's name only.
                    if not self._model or "revision" in event.model:
                        self._model = dict(event.model)
                    return


class _GroupRun:
    """What is asked for one group, and what came back. heard, failed: by decoding and part; images: by frame."""

    def __init__(self, group: Group, settings: RunSettings, pictures: Pictures, side_by_side: bool) -> None:
        """Draw the pictures and split the questions, less those that cannot be asked."""
        self.heard: dict[tuple[str, Part], AnswerEvent] = {}
        self.failed: dict[tuple[str, Part], str] = {}
        self.images: dict[int | None, NDArray[np.uint8]] = {}
        self._group = group
        self._errors: dict[str, str] = {}
        self._parts: dict[str, tuple[Part, ...]] = {}
        drawn: list[NDArray[np.uint8]] | None = None
        for question, _ in group.work:
            if why := why_not(question, settings.ask):
                self._errors[question.id] = why
                continue
            if drawn is None:
                drawn = pictures.draw(question) if question.pictures else []
            parts = parts_of(question, settings.ask, pictures.midline_mm, side_by_side, settings.engine.describe)
            for part in parts:
                if part.frame is not None:
                    self.images[part.frame] = drawn[part.frame]
                elif None not in self.images and (image := _stacked(drawn)) is not None:
                    self.images[None] = image
                elif None not in self.images:
                    self._errors[question.id] = "Its pictures differ in size, and cannot be shown as one sequence."
            if question.id not in self._errors:
                self._parts[question.id] = parts

    def wanted(self) -> dict[tuple[int | None, str], list[Part]]:
        """What to ask: by picture, then decoding; each part once, however many questions want it."""
        found: dict[tuple[int | None, str], list[Part]] = {}
        for question, names in self._group.work:
            for part in self._parts.get(question.id, ()):
                for name in names:
                    parts = found.setdefault((part.frame, name), [])
                    if part not in parts:
                        parts.append(part)
        frames = list(dict.fromkeys(frame for frame, _ in found))
        return {key: found[key] for frame in frames for key in found if key[0] == frame}

    def batch(self, model: dict[str, Any]) -> Batch:
        """The answers so far. model: the engine's own description of its model."""
        pairs = [(question, name) for question, names in self._group.work for name in names]
        answers = [(question, self._answer(question, name)) for question, name in pairs]
        return Batch(
            tuple(answer for question, answer in answers if not self._is_failure(question, answer)),
            tuple(answer for question, answer in answers if self._is_failure(question, answer)),
            model,
            any(event.raw or event.boxes or event.statistics for event in self.heard.values()),
        )

    def _answer(self, question: BenchQuestion, decoding: str) -> BenchAnswer:
        error = self._errors.get(question.id, "")
        parts = self._parts.get(question.id, ())
        for part in parts:
            if (decoding, part) not in self.heard:
                error = self.failed.get((decoding, part), "The engine ended without an answer.")
        if error:
            return BenchAnswer(question.id, decoding, "", error=error)
        return answer_of(question, decoding, parts, [self.heard[decoding, part] for part in parts])

    def _is_failure(self, question: BenchQuestion, answer: BenchAnswer) -> bool:
        """Whether an error may be the engine's own. A model may refuse words about several pictures, or a structure."""
        if not answer.error or question.id in self._errors:
            return False
        parts = self._parts[question.id]
        if any((answer.decoding, part) not in self.heard for part in parts):
            return True
        return len(question.pictures) == 1 and bool(parts[0].question.words)


def _stacked(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8] | None:
    """As an engine takes pictures: one, or (count, height, width, 3); None where their sizes differ."""
    if len(pictures) == 1:
        return pictures[0]
    if len({picture.shape for picture in pictures}) > 1:
        return None
    return np.stack(pictures) if pictures else np.zeros((0, 1, 1, 3), dtype=np.uint8)


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
    return "" if ask == "words" or question.wants_box else plan_boxes(question).why_not


def parts_of(
    question: BenchQuestion,
    ask: AnswerForm,
    midline_of: MidlineOf = lambda question, index: None,
    side_by_side: bool = False,
    describe: bool = False,
) -> tuple[Part, ...]:
    """What to ask for a question; none where it cannot be asked so.

    A structure is asked for by the name that the question says. midline_of: how far a sagittal picture lies from the
    body's midline (mm), as the product tells its model. side_by_side: the model knows left and right only, so
    that a pair's name is both. describe: what the structure looks like is told too, where a box is asked for.
    """
    places: Sequence[tuple[str, int]]
    if question.wants_box:
        places = [(named(question, question.structures[0]) or question.structures[0], 0)]
    elif ask == "words":
        return (Part(Question("", question.plane, question.modality, question.text)),)
    else:
        places = plan_boxes(question).places
    parts = []
    for target, (name, frame) in enumerate(places):
        pair = structures_for(name) if side_by_side else ()
        left, top = _edges(question.pictures[frame]) if question.pictures else ("", "")
        for query in [one.name for one in pair] if len(pair) > 1 else [name]:
            about, midline = (question.plane, question.modality), midline_of(question, frame)
            described = description_of(query, question.modality) if describe else ""
            asked = Question(query, *about, "", left, top, midline, described)
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
    """The answer to a question, from the events of its parts."""
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
        if question.wants_box:
            boxes = sorted(found[0], key=lambda box: -box.score)
            score = boxes[0].score if boxes else min(event.score for event in said)
        else:
            choice = option_by_boxes(question, [_surest(one) for one in found])
            score = min(max((box.score for box in one), default=0.0) for one in found)
    return BenchAnswer(
        question.id,
        decoding,
        raw,
        choice,
        tuple(box.box_px for box in boxes),
        tuple(box.score for box in boxes),
        said_absent=question.wants_box and not boxes and not any(event.problems for event in said),
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
    """Whether the model made no step at all: it refused or failed, and its problems say why."""
    return bool(event.problems) and not event.raw and not event.boxes and not event.statistics.get("steps")


def _summed(said: Sequence[AnswerEvent]) -> dict[str, int]:
    """The decoding's counts summed over all parts; a server reports fewer of them than our worker."""
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


def _surest(boxes: Sequence[DetectedBox]) -> Box | None:
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
