"""What a report shows of single questions: the worst cells with wrong answers, unreadable words, errors.

Read from the files once more, since scores keep numbers only; the files were checked when they were scored.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.answer_file import BenchAnswer, read_answers
from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.bench.scoring.columns import FACTORS, UNREADABLE, WRONG
from MISGroundLib.bench.scoring.score import Scores
from MISGroundLib.bench.scoring.tallies import Group

Pictures = Callable[[BenchQuestion], list[NDArray[np.uint8]]]

WORST_CELLS = 4
EXAMPLES = 2
_ENOUGH = 10
_COMMON = 6
_LONGEST = 240


@dataclass(frozen=True)
class Example:
    """A question that the first decoding got wrong, with every decoding's answer."""

    question: BenchQuestion
    answers: tuple[BenchAnswer, ...]


@dataclass(frozen=True)
class Examples:
    """worst: cells, the worst first, each with wrong answers. unreadable, errors: the commonest texts by decoding."""

    worst: tuple[tuple[Group, tuple[Example, ...]], ...]
    unreadable: dict[str, tuple[tuple[str, int], ...]]
    errors: dict[str, tuple[tuple[str, int], ...]]


def examples_of(questions: Path, answers: Path, scores: Scores) -> Examples:
    """Examples for the report. The worst cells are those of the first decoding with at least 10 questions, if any."""
    cells = worst_cells(scores)
    rows = [_wrong_rows(scores, cell) for cell in cells]
    wanted = _questions(questions, sorted({row for some in rows for row in some}))
    said: dict[str, list[BenchAnswer]] = {question.id: [] for question in wanted.values()}
    words: dict[str, Counter[str]] = {name: Counter() for name in scores.decodings}
    errors: dict[str, Counter[str]] = {name: Counter() for name in scores.decodings}
    places = {scores.columns.ids[row]: row for row in _unreadable_rows(scores)}
    for answer in read_answers(answers):
        if answer.question in said:
            said[answer.question].append(answer)
        if answer.error:
            errors[answer.decoding][_short(answer.error)] += 1
        elif answer.question in places:
            state = scores.by_decoding[answer.decoding].state[places[answer.question]]
            words[answer.decoding][_short(answer.raw)] += int(state == UNREADABLE)
    return Examples(
        tuple(
            (cell, tuple(Example(wanted[row], tuple(said[wanted[row].id])) for row in some))
            for cell, some in zip(cells, rows, strict=True)
        ),
        {name: _commonest(counter) for name, counter in words.items()},
        {name: _commonest(counter) for name, counter in errors.items()},
    )


def worst_cells(scores: Scores, most: int = WORST_CELLS) -> tuple[Group, ...]:
    """The cells in which the first decoding is farthest below, or least above, chance. Controls are left out."""
    if not scores.decodings:
        return ()
    first = scores.decodings[0]
    of = [cell for cell in scores.cells if cell.by[first].scored and cell.by[first].right < cell.by[first].scored]
    family = FACTORS.index("family")
    of = [cell for cell in of if cell.levels[family] not in ("no-image", "flipped")]
    enough = [cell for cell in of if cell.by[first].scored >= _ENOUGH] or of
    return tuple(sorted(enough, key=lambda cell: cell.by[first].accuracy - cell.by[first].chance)[:most])


def _wrong_rows(scores: Scores, cell: Group) -> list[int]:
    """Rows of wrong answers in a cell, of different cases where there are such."""
    found = scores.by_decoding[scores.decodings[0]]
    of = np.isin(found.state, (WRONG, UNREADABLE))
    for factor, level in zip(scores.columns.factors, cell.levels, strict=True):
        of &= factor.codes == factor.levels.index(level)
    rows = np.flatnonzero(of).tolist()
    cases = scores.columns.case[rows]
    firsts = {int(case): row for row, case in reversed(list(zip(rows, cases, strict=True)))}
    others = [row for row in rows if row not in firsts.values()]
    return sorted([*sorted(firsts.values()), *others][:EXAMPLES])


def _unreadable_rows(scores: Scores) -> list[int]:
    of = np.zeros(len(scores.columns.ids), dtype=bool)
    for found in scores.by_decoding.values():
        of |= found.state == UNREADABLE
    return np.flatnonzero(of).tolist()


def _questions(path: Path, rows: list[int]) -> dict[int, BenchQuestion]:
    """The questions of these rows; row 0 is on the line after the header."""
    wanted = set(rows)
    with path.open("rb") as stream:
        lines = islice(stream, 1, max(rows, default=-1) + 2)
        return {row: BenchQuestion.from_json(json.loads(line)) for row, line in enumerate(lines) if row in wanted}


def _commonest(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((text, number) for text, number in counter.most_common(_COMMON) if number)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + " …"
