"""Who answers groups of questions: an engine, or a baseline without a model.

An engine is asked a picture at a time, every decoding while the picture is known. Baselines tell what the benchmark
gives to the first option, to chance and to the truth itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from MISGroundLib import __version__
from MISGroundLib.bench.option_reading import LETTERS
from MISGroundLib.bench.question_file import BenchQuestion
from MISGroundLib.bench.run_folder import BenchAnswer
from MISGroundLib.bench.run_requests import Part, answer_of, parts_of, why_not
from MISGroundLib.bench.run_settings import BASELINES, Batch, Group, RunSettings, knows_sides_only
from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, Done, Failed
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box
from MISGroundLib.grounding import Engine

# Failures of the request's settings, not of its questions: every other request would fail with them too.
_FATAL_CODES = ("user-error", "missing-package", "server-refused", "server-model", "server-no-semsam")
POLL_SECONDS = 0.2

# The (height, width) of a question's picture.
SizeOf = Callable[[BenchQuestion], tuple[int, int]]


class Pictures(Protocol):
    """What draws pictures (question_pictures.py)."""

    def draw(self, question: BenchQuestion) -> list[NDArray[np.uint8]]:
        """The pictures of a question, each (height, width, 3)."""

    def position_fraction(self, question: BenchQuestion, index: int = 0) -> float | None:
        """Where a picture lies in its volume, 0..1 along its plane's axis."""

    def midline_mm(self, question: BenchQuestion, index: int = 0) -> float | None:
        """How far a sagittal picture lies from the body's midline, + = the patient's right."""

    def close(self) -> None:
        """Let go of what is open."""


class EngineFailedError(Exception):
    """A request failed in a way that another may not."""


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

        Raises UserError for what would fail with every other group too.
        """
        return _GroupRun(self, group).batch()

    def close(self) -> None:
        """End the engine and close the pictures."""
        if self._engine is not None:
            self._engine.close()
        self._pictures.close()

    def parts(self, question: BenchQuestion) -> tuple[Part, ...]:
        """What to ask for a question."""
        where = (self._pictures.position_fraction, self._pictures.midline_mm)
        return parts_of(question, self._settings.ask, *where, side_by_side=self._side_by_side)

    def why_not(self, question: BenchQuestion) -> str:
        """Why it cannot be asked, or ""."""
        return why_not(question, self._settings.ask)

    def draw(self, question: BenchQuestion) -> list[NDArray[np.uint8]]:
        """Its pictures."""
        return self._pictures.draw(question) if question.pictures else []

    def events(self, image: NDArray[np.uint8], parts: Sequence[Part], decoding: str) -> Iterator[tuple[Part, Any]]:
        """Ask, and give each part's event as it comes. Raises EngineFailedError, or UserError if it is of no use."""
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
                    # A refusal before any process knows the model's name only.
                    if not self._model or "revision" in event.model:
                        self._model = dict(event.model)
                    return

    @property
    def model(self) -> dict[str, Any]:
        """What the engine told of its model; {} before its first answer."""
        return self._model


class _GroupRun:
    """The asking of one group."""

    def __init__(self, answerer: EngineAnswerer, group: Group) -> None:
        self._answerer = answerer
        self._group = group
        self._heard: dict[tuple[str, Part], AnswerEvent] = {}
        self._failed: dict[tuple[str, Part], str] = {}
        self._errors: dict[str, str] = {}
        self._images: dict[int | None, NDArray[np.uint8]] = {}
        self._parts: dict[str, tuple[Part, ...]] = {}

    def batch(self) -> Batch:
        self._prepare()
        wanted = self._wanted()
        for (frame, decoding), parts in wanted.items():
            self._ask(frame, decoding, parts)
        for (frame, decoding), parts in wanted.items():
            for part in parts:
                if (decoding, part) not in self._heard:
                    self._ask(frame, decoding, [part])
        pairs = [(question, name) for question, names in self._group.work for name in names]
        answers = [self._answer(question, name) for question, name in pairs]
        failed = [self._is_failure(question, answer) for (question, _), answer in zip(pairs, answers, strict=True)]
        return Batch(
            tuple(answer for answer, bad in zip(answers, failed, strict=True) if not bad),
            tuple(answer for answer, bad in zip(answers, failed, strict=True) if bad),
            self._answerer.model,
            any(event.raw or event.boxes or event.statistics for event in self._heard.values()),
        )

    def _prepare(self) -> None:
        """Draw the pictures and split the questions, less those that cannot be asked."""
        drawn: list[NDArray[np.uint8]] | None = None
        for question, _ in self._group.work:
            if why := self._answerer.why_not(question):
                self._errors[question.id] = why
                continue
            if drawn is None:
                drawn = self._answerer.draw(question)
            parts = self._answerer.parts(question)
            for part in parts:
                if part.frame is not None:
                    self._images[part.frame] = drawn[part.frame]
                elif None not in self._images and (image := _stacked(drawn)) is not None:
                    self._images[None] = image
                elif None not in self._images:
                    self._errors[question.id] = "Its pictures differ in size, and cannot be shown as one sequence."
            if question.id not in self._errors:
                self._parts[question.id] = parts

    def _wanted(self) -> dict[tuple[int | None, str], list[Part]]:
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

    def _ask(self, frame: int | None, decoding: str, parts: Sequence[Part]) -> None:
        try:
            for part, event in self._answerer.events(self._images[frame], parts, decoding):
                self._heard[decoding, part] = event
        except EngineFailedError as error:
            for part in parts:
                if (decoding, part) not in self._heard:
                    self._failed[decoding, part] = str(error)

    def _answer(self, question: BenchQuestion, decoding: str) -> BenchAnswer:
        error = self._errors.get(question.id, "")
        parts = self._parts.get(question.id, ())
        for part in parts:
            if (decoding, part) not in self._heard:
                error = self._failed.get((decoding, part), "The engine ended without an answer.")
        if error:
            return BenchAnswer(question.id, decoding, "", error=error)
        return answer_of(question, decoding, parts, [self._heard[decoding, part] for part in parts])

    def _is_failure(self, question: BenchQuestion, answer: BenchAnswer) -> bool:
        """Whether an error may be the engine's own. A model may refuse words about several pictures, or a structure."""
        if not answer.error or question.id in self._errors:
            return False
        parts = self._parts[question.id]
        if any((answer.decoding, part) not in self._heard for part in parts):
            return True
        return len(question.pictures) == 1 and bool(parts[0].question.words)


def _stacked(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8] | None:
    """As an engine takes pictures: one, or (count, height, width, 3); None where their sizes differ."""
    if len(pictures) == 1:
        return pictures[0]
    if len({picture.shape for picture in pictures}) > 1:
        return None
    return np.stack(pictures) if pictures else np.zeros((0, 1, 1, 3), dtype=np.uint8)


class Baseline:
    """Answers every question by a rule, whatever the decoding. Pictures are drawn for their size alone."""

    def __init__(self, settings: RunSettings, size_of: SizeOf) -> None:
        """Raise UserError for a rule that there is not."""
        if settings.engine.model not in BASELINES:
            raise UserError(f"There is no baseline {settings.engine.model!r}: choose {', '.join(BASELINES)}.")
        self._rule = settings.engine.model
        self._seed = settings.engine.seed
        self._size_of = size_of

    @property
    def info(self) -> dict[str, Any]:
        """What a card tells of it."""
        return {"name": self._rule, "revision": __version__, "device": "none"}

    def answer(self, group: Group) -> Batch:
        """The answers to a group."""
        answers = [self._one(question, name) for question, names in group.work for name in names]
        return Batch(tuple(answers), (), self.info, True)

    def close(self) -> None:
        """Nothing is held."""

    def _one(self, question: BenchQuestion, decoding: str) -> BenchAnswer:
        if question.family == "localisation":
            box = self._box(question)
            if box is None:
                return BenchAnswer(question.id, decoding, "absent", said_absent=True, score=1.0)
            return BenchAnswer(question.id, decoding, str(list(box)), boxes_px=(box,), box_scores=(1.0,), score=1.0)
        choice = self._choice(question)
        raw = f"{LETTERS[choice]}. {question.options[choice]}"
        return BenchAnswer(question.id, decoding, raw, choice, score=1.0)

    def _choice(self, question: BenchQuestion) -> int:
        if self._rule == "oracle":
            assert question.answer is not None
            return question.answer
        return 0 if self._rule == "always-first" else self._dice(question).randrange(len(question.options))

    def _box(self, question: BenchQuestion) -> Box | None:
        """always-first: the whole picture. random: absent or some box, as often."""
        if self._rule == "oracle":
            return question.box_px
        dice = self._dice(question)
        if self._rule == "random" and dice.random() < 0.5:
            return None
        height, width = self._size_of(question)
        if self._rule == "always-first":
            return 0.0, 0.0, float(width), float(height)
        x0, x1 = sorted(dice.sample(range(width + 1), 2))
        y0, y1 = sorted(dice.sample(range(height + 1), 2))
        return float(x0), float(y0), float(x1), float(y1)

    def _dice(self, question: BenchQuestion) -> random.Random:
        """The same for a question, in whichever order and on whichever machine."""
        return random.Random(f"{self._seed}:{question.id}")
