"""The questions and answers of a run as columns, read one at a time and kept as numbers: row i is question i.

Of an option it is kept which direction it names, so that superior called inferior is seen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.question_file import (
    CONVENTIONS,
    FAMILIES,
    RIGHT_IOU,
    TERMS,
    VISUAL_PROMPTS,
    BenchQuestion,
    Cell,
    read_questions,
    sha256_of,
)
from MISGroundLib.bench.question_wording import OPPOSITES, direction_in
from MISGroundLib.bench.run_folder import ROWS, BenchAnswer, RunCard, read_answers
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box, intersection_over_union, is_valid_box

FACTORS = Cell._fields
_ORDER = (*FAMILIES, *VISUAL_PROMPTS, *CONVENTIONS, *TERMS)
# The states of a question with one decoding.
MISSING, WRONG, RIGHT, UNREADABLE, FAILED = range(5)


@dataclass(frozen=True)
class Factor:
    """A factor's levels, and each question's: (questions,) of indices."""

    name: str
    levels: tuple[str, ...]
    codes: NDArray[np.intp]


@dataclass(frozen=True)
class _Truth:
    """What an answer is compared with. directions: of each option, "" where it names none."""

    answer: int | None
    box_px: Box | None
    options: int
    directions: tuple[str, ...]


@dataclass(frozen=True)
class QuestionColumns:
    """The questions. case: (questions,) index into cases. direction: (questions,) index into words, -1 for none.

    localisation: whether a box is asked for; present: whether there is one.
    """

    ids: tuple[str, ...]
    cases: tuple[str, ...]
    case: NDArray[np.intp]
    factors: tuple[Factor, ...]
    chance: NDArray[np.float64]
    localisation: NDArray[np.bool_]
    present: NDArray[np.bool_]
    words: tuple[str, ...]
    direction: NDArray[np.intp]
    truths: tuple[_Truth, ...]

    def factor(self, name: str) -> Factor:
        """The factor of that name."""
        return self.factors[FACTORS.index(name)]

    def in_families(self, families: Iterable[str]) -> NDArray[np.bool_]:
        """(questions,): whether a question is of one of these families."""
        family = self.factor("family")
        codes = [family.levels.index(name) for name in families if name in family.levels]
        return np.isin(family.codes, codes)


@dataclass(frozen=True)
class AnswerColumns:
    """The answers with one decoding, each (questions,).

    state: MISSING, WRONG, RIGHT, UNREADABLE or FAILED. iou: of a localisation, 0 where nothing was found. boxed: it
    drew a box. absent: it said that there is none. opposite: it chose the option with the opposite direction.
    """

    state: NDArray[np.int8]
    iou: NDArray[np.float64]
    boxed: NDArray[np.bool_]
    absent: NDArray[np.bool_]
    opposite: NDArray[np.bool_]
    score: NDArray[np.float32]
    seconds: NDArray[np.float32]
    tokens: NDArray[np.int64]

    @classmethod
    def empty(cls, questions: int) -> AnswerColumns:
        """No answer yet."""
        kinds = (np.int8, float, bool, bool, bool, np.float32, np.float32, np.int64)
        return cls(*(np.zeros(questions, dtype=kind) for kind in kinds))

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Whether there is an answer that counts: it was asked, be the answer readable or not."""
        return np.isin(self.state, (WRONG, RIGHT, UNREADABLE))

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether it is right."""
        return self.state == RIGHT


def rejection_parts(asked: QuestionColumns, found: AnswerColumns) -> dict[str, tuple[AnswerColumns, NDArray[np.bool_]]]:
    """How what is not there is told from what is: answers, and of which questions they count.

    Returns:
        "rejected": all that is not there, right where it was said to be absent; "absent" and "impossible": its two
        parts, what is elsewhere in the same body and what is of another part of the body. "present": what is there,
        right where any box was drawn: the recall at which the rest was rejected.
    """
    gone, impossible = asked.localisation & ~asked.present, asked.in_families(("impossible",))
    drawn = np.where(found.scored, np.where(found.boxed, RIGHT, WRONG), found.state).astype(np.int8)
    return {
        "rejected": (found, gone),
        "absent": (found, gone & ~impossible),
        "impossible": (found, impossible),
        "present": (replace(found, state=drawn), asked.present),
    }


def question_columns(path: Path) -> QuestionColumns:
    """Read a file of questions. Raises UserError with the line of what is damaged."""
    ids: list[str] = []
    cases: list[str] = []
    levels: list[Cell] = []
    chance: list[float] = []
    truths: list[_Truth] = []
    for question in read_questions(path):
        ids.append(question.id)
        # Share one string for equal names: each line of the file brings its own copy.
        cases.append(sys.intern(question.case))
        levels.append(Cell(*map(sys.intern, question.cell)))
        chance.append(question.chance)
        directions = tuple(map(sys.intern, _directions(question)))
        truths.append(_Truth(question.answer, question.box_px, len(question.options), directions))
    words = ["" if truth.answer is None else truth.directions[truth.answer] for truth in truths]
    known_cases, known_words = tuple(dict.fromkeys(cases)), tuple(sorted({*words} - {""}))
    localisation = np.array([truth.answer is None for truth in truths], dtype=bool)
    return QuestionColumns(
        ids=tuple(ids),
        cases=known_cases,
        case=_codes(cases, known_cases),
        factors=tuple(_factor(name, [getattr(one, name) for one in levels]) for name in FACTORS),
        chance=np.array(chance, dtype=float),
        localisation=localisation,
        present=localisation & np.array([truth.box_px is not None for truth in truths], dtype=bool),
        words=known_words,
        direction=_codes(words, known_words),
        truths=tuple(truths),
    )


def answer_columns(
    path: Path, folder: Path, card: RunCard, questions: QuestionColumns
) -> tuple[dict[str, AnswerColumns], int]:
    """Read a run's answers to the questions of `path`: a decoding's name -> answers; and how many there are.

    Raises UserError where they are answers to other questions, damaged, doubled or cut off, with the line.
    """
    if sha256_of(path) != card.questions_sha256:
        raise UserError(
            f"{folder} holds answers to other questions than {path}: its card names a file with another content. Give "
            "the file of questions that the run was made with."
        )
    rows = {name: row for row, name in enumerate(questions.ids)}
    found = {name: AnswerColumns.empty(len(questions.ids)) for name in card.decodings}
    count = 0
    for count, answer in enumerate(read_answers(folder), start=1):
        row = rows.get(answer.question)
        why = ""
        if row is None:
            why = f"there is no question {answer.question!r} in {path.name}"
        elif answer.decoding not in found:
            why = f"the decoding {answer.decoding!r} is not in the run's card"
        elif answer.choice is not None and not 0 <= answer.choice < max(questions.truths[row].options, 1):
            why = f"the choice {answer.choice} is none of the options of {answer.question}"
        elif not 0 <= answer.score <= 1:
            why = f"the score {answer.score} is not from 0 to 1"
        if why or row is None:
            raise UserError(f"{folder / ROWS}, line {count}: {why}. Run again into another folder.")
        _put(found[answer.decoding], row, answer, questions.truths[row])
    return found, count


def _put(columns: AnswerColumns, row: int, answer: BenchAnswer, truth: _Truth) -> None:
    columns.score[row] = answer.score
    columns.seconds[row] = answer.seconds
    columns.tokens[row] = answer.tokens
    if answer.error:
        columns.state[row] = FAILED
        return
    if truth.answer is not None:
        if answer.choice is None:
            columns.state[row] = UNREADABLE
            return
        columns.state[row] = RIGHT if answer.choice == truth.answer else WRONG
        chosen, right = truth.directions[answer.choice], truth.directions[truth.answer]
        columns.opposite[row] = bool(right) and chosen == OPPOSITES.get(right)
        return
    box = answer.best_box
    columns.boxed[row] = box is not None
    columns.absent[row] = answer.said_absent and box is None
    if box is None and not answer.said_absent:
        columns.state[row] = UNREADABLE
    elif truth.box_px is None:
        columns.state[row] = RIGHT if box is None else WRONG
    else:
        overlap = intersection_over_union(box, truth.box_px) if box is not None and is_valid_box(box) else 0.0
        columns.iou[row] = overlap
        columns.state[row] = RIGHT if overlap >= RIGHT_IOU else WRONG


def _directions(question: BenchQuestion) -> tuple[str, ...]:
    """The direction that each option names; nothing for a question that is not about a direction."""
    if not question.direction:
        return ("",) * len(question.options)
    return tuple(direction_in(option, question.structures) for option in question.options)


def _factor(name: str, values: Sequence[str]) -> Factor:
    levels = tuple(sorted(set(values), key=lambda level: (_ORDER.index(level) if level in _ORDER else -1, level)))
    return Factor(name, levels, _codes(values, levels))


def _codes(values: Sequence[str], known: Sequence[str]) -> NDArray[np.intp]:
    """Where each value stands among those known, -1 for none of them."""
    places = {value: place for place, value in enumerate(known)}
    return np.array([places.get(value, -1) for value in values], dtype=np.intp)
