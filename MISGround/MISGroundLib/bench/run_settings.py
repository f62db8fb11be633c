"""What a run is asked to do: the model, the decodings by name, how questions are put, what is worked on at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from MISGroundLib.bench.question_file import BenchQuestion
from MISGroundLib.bench.run_folder import BenchAnswer
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL, Decoding, Settings

AnswerForm = Literal["words", "boxes"]
ENGINES = ("local", "ray", "server")
ASKS = ("auto", "words", "boxes")
# Answerers without a model, to hold the benchmark itself against.
BASELINES = ("always-first", "random", "oracle")

# What a decoding is called on the command line and in a card.
DECODINGS: dict[str, Decoding] = {
    "greedy": Decoding("greedy"),
    "semsam": Decoding("semsam", "safe"),
    "semsam-paper": Decoding("semsam", "paper"),
    "no-neighbours": Decoding("no-neighbours"),
    "shuffled": Decoding("shuffled"),
    "case-merge": Decoding("case-merge"),
}
ALIASES = {"safe": "semsam", "paper": "semsam-paper"}


@dataclass(frozen=True)
class RunSettings:
    """What decides the answers. decodings: by their names in the card, in place of the engine's one; ask: how questions
    are put.
    """

    engine: Settings = field(default_factory=Settings)
    decodings: Mapping[str, Decoding] = field(default_factory=lambda: {"greedy": DECODINGS["greedy"]})
    ask: AnswerForm = "words"

    def with_decoding(self, name: str) -> Settings:
        """What the engine is told for one of the decodings."""
        return replace(self.engine, decoding=self.decodings[name])


@dataclass(frozen=True)
class Group:
    """Questions of the same pictures, each with the names of the decodings that are still to be asked."""

    work: tuple[tuple[BenchQuestion, tuple[str, ...]], ...]

    @property
    def count(self) -> int:
        """How many answers it needs."""
        return sum(len(names) for _, names in self.work)


@dataclass(frozen=True)
class Batch:
    """What came of a group. failures: answers that only say how the engine failed; model: what it tells of itself, {}
    where it told nothing; alive: it answered at least once.
    """

    answers: tuple[BenchAnswer, ...]
    failures: tuple[BenchAnswer, ...] = ()
    model: Mapping[str, Any] = field(default_factory=dict)
    alive: bool = False


class Answerer(Protocol):
    """Answers groups of questions, one after the other."""

    def answer(self, group: Group) -> Batch:
        """The answers to a group. Raises UserError for what would fail with every other group too."""

    def close(self) -> None:
        """End what it holds."""


def check_choice(what: str, value: str, choices: Iterable[str], given: str | None = None) -> None:
    """Raise UserError for a value that is none of the choices. given: the value as it was typed."""
    if value not in choices:
        raise UserError(f"There is no {what} {given or value!r}: choose from {', '.join(choices)}.")


def decodings_named(names: list[str]) -> dict[str, Decoding]:
    """Decodings by their names on the command line. Raises UserError for one that there is not."""
    chosen = {}
    for name in names:
        known = ALIASES.get(name, name)
        check_choice("decoding", known, DECODINGS, name)
        chosen[known] = DECODINGS[known]
    return chosen


def how_to_ask(model: str, wanted: str) -> AnswerForm:
    """ "words" or "boxes": as wanted, or as the model can ("auto"). Raises UserError for anything else."""
    check_choice("way of asking", wanted, ASKS)
    return "boxes" if wanted == "boxes" or (wanted == "auto" and _answers_with_boxes_only(model)) else "words"


def knows_sides_only(model: str) -> bool:
    """Whether a model is misground-mini, or one made like it: it knows "left kidney" and no "kidney"."""
    return model == EMBEDDED_MODEL or "misground_profile" in _config(model)


def _answers_with_boxes_only(model: str) -> bool:
    return knows_sides_only(model) or _config(model).get("model_type") == "florence2"


def _config(model: str) -> dict[str, Any]:
    """Of a model folder; {} for everything else."""
    try:
        config = json.loads((Path(model) / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return config if isinstance(config, dict) else {}
