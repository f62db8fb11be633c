"""Answers without a model: what the benchmark gives to the first option, to chance and to the truth itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from MISGroundLib import __version__
from MISGroundLib.bench.answer_file import BenchAnswer
from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.bench.running.option_reading import LETTERS
from MISGroundLib.bench.running.settings import BASELINES, Batch, Group, RunSettings
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box

# The (height, width) of a question's picture.
SizeOf = Callable[[BenchQuestion], tuple[int, int]]


class Baseline:
    """Answers every question by a rule, whatever the decoding. Pictures are drawn for their size alone."""

    def __init__(self, settings: RunSettings, size_of: SizeOf) -> None:
        """Raise UserError for a rule that there is not."""
        if settings.model not in BASELINES:
            raise UserError(f"There is no baseline {settings.model!r}: choose {', '.join(BASELINES)}.")
        self._rule = settings.model
        self._seed = settings.seed
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
