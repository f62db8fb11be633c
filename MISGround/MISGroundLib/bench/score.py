"""Scores of a run: its answers held against the questions, by factor, by cell and by decoding.

An unreadable answer is wrong. A question that could not be asked (an error) or was not reached is not counted, and is
told. Decodings are compared on the questions that both answered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.question_file import RIGHT_IOU, Header, read_header
from MISGroundLib.bench.run_folder import RunCard, read_card
from MISGroundLib.bench.score_columns import (
    FACTORS,
    FAILED,
    MISSING,
    UNREADABLE,
    AnswerColumns,
    QuestionColumns,
    answer_columns,
    question_columns,
)
from MISGroundLib.bench.score_statistics import Interval, Paired, bootstrap, calibration_error, paired, wilson

# What a model is asked to see how it answers when the picture is not there or is not the body's.
CONTROLS = ("no-image", "flipped")
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Tally:
    """Counts over some questions with one decoding.

    scored: answered, be it unreadably; errors could not be asked; missing were not reached. chance: the mean over those
    scored. cases: that the scored are of.
    """

    scored: int
    right: int
    unreadable: int
    errors: int
    missing: int
    cases: int
    chance: float

    @property
    def accuracy(self) -> float:
        """Right of scored; NaN for none."""
        return self.right / self.scored if self.scored else math.nan

    @property
    def interval(self) -> Interval:
        """Wilson's, 95 %, as if all questions were independent."""
        return wilson(self.right, self.scored)


@dataclass(frozen=True)
class Group:
    """Questions that share levels: ("CT",) of the factors ("modality",), or a whole cell. by: decoding -> counts."""

    factors: tuple[str, ...]
    levels: tuple[str, ...]
    by: dict[str, Tally]


@dataclass(frozen=True)
class Pair:
    """Two decodings on a family's questions, or on all ("")."""

    first: str
    second: str
    family: str
    paired: Paired


@dataclass(frozen=True)
class Flip:
    """Answers to questions whose right answer is a direction word. opposite: the opposite was chosen."""

    word: str
    asked: int
    right: int
    opposite: int


@dataclass(frozen=True)
class Localisation:
    """Where a structure is present: found is any box drawn, mean_iou counts a missed one as 0, hits have IoU >= 0.5.

    Where it is absent: said_absent. The box is the one that the model is surest of.
    """

    present: int
    found: int
    hits: int
    mean_iou: float
    absent: int
    said_absent: int


@dataclass(frozen=True)
class Scores:
    """A run's scores. Dictionaries are keyed by decoding, in the card's order.

    overall: all questions; interval: of its accuracy, by bootstrap over cases. pictured: without the controls. groups:
    a factor level each. cells: a cell each. flips: without the controls; atlas: those of pictures that were flipped,
    where the opposite is what an atlas would say. calibration: expected calibration error, NaN where no score is told.
    """

    header: Header
    card: RunCard
    questions: int
    cases: int
    answers: int
    overall: dict[str, Tally]
    interval: dict[str, Interval]
    pictured: dict[str, Tally]
    pictured_interval: dict[str, Interval]
    groups: tuple[Group, ...]
    cells: tuple[Group, ...]
    pairs: tuple[Pair, ...]
    flips: dict[str, tuple[Flip, ...]]
    atlas: dict[str, Flip]
    localisation: dict[str, Localisation]
    calibration: dict[str, float]
    seconds: dict[str, float]
    tokens: dict[str, int]
    columns: QuestionColumns = field(repr=False, compare=False)
    by_decoding: dict[str, AnswerColumns] = field(repr=False, compare=False)

    @property
    def decodings(self) -> tuple[str, ...]:
        """Their names, in the card's order."""
        return tuple(self.card.decodings)

    @property
    def complete(self) -> bool:
        """Whether every question was asked, or tried, with every decoding."""
        return not any(tally.missing for tally in self.overall.values())


def score_run(questions: Path, answers: Path) -> Scores:
    """Score the folder `answers` of a run on the file `questions`.

    Raises UserError, with the line, where either is damaged, a part, of another version, or where they do not belong
    together.
    """
    header, card = read_header(questions), read_card(answers)
    asked = question_columns(questions)
    by, count = answer_columns(questions, answers, card, asked)
    everything = np.ones(len(asked.ids), dtype=bool)
    pictured = ~asked.in_families(CONTROLS)
    return Scores(
        header=header,
        card=card,
        questions=len(asked.ids),
        cases=len(asked.cases),
        answers=count,
        overall={name: _tally(asked, found, everything) for name, found in by.items()},
        interval={name: _clustered(asked, found, everything, card.seed) for name, found in by.items()},
        pictured={name: _tally(asked, found, pictured) for name, found in by.items()},
        pictured_interval={name: _clustered(asked, found, pictured, card.seed) for name, found in by.items()},
        groups=_groups(asked, by, pictured),
        cells=_cells(asked, by),
        pairs=_pairs(asked, by, card.seed),
        flips={name: _flips(asked, found, pictured) for name, found in by.items()},
        atlas={name: _atlas(asked, found) for name, found in by.items()},
        localisation={name: _localisation(asked, found) for name, found in by.items()},
        calibration={name: _calibration(found) for name, found in by.items()},
        seconds={name: float(found.seconds.sum(dtype=float)) for name, found in by.items()},
        tokens={name: int(found.tokens.sum()) for name, found in by.items()},
        columns=asked,
        by_decoding=by,
    )


def _tally(asked: QuestionColumns, found: AnswerColumns, of: Mask) -> Tally:
    (tally,) = _tallies(asked, found, np.where(of, 0, 1), 2)[:1]
    return tally


def _tallies(asked: QuestionColumns, found: AnswerColumns, codes: NDArray[np.intp], groups: int) -> list[Tally]:
    """Counts of each group; codes: (questions,) of the group's number."""

    def count(mask: Mask) -> NDArray[np.intp]:
        return np.bincount(codes[mask], minlength=groups)

    scored = count(found.scored)
    chance = np.bincount(codes[found.scored], weights=asked.chance[found.scored], minlength=groups)
    pairs = np.unique(codes[found.scored] * len(asked.cases) + asked.case[found.scored])
    cases = np.bincount(pairs // max(len(asked.cases), 1), minlength=groups)
    right, unreadable = count(found.right), count(found.state == UNREADABLE)
    errors, missing = count(found.state == FAILED), count(found.state == MISSING)
    return [
        Tally(
            scored=int(scored[i]),
            right=int(right[i]),
            unreadable=int(unreadable[i]),
            errors=int(errors[i]),
            missing=int(missing[i]),
            cases=int(cases[i]),
            chance=float(chance[i] / scored[i]) if scored[i] else math.nan,
        )
        for i in range(groups)
    ]


def _grouped(
    asked: QuestionColumns, by: dict[str, AnswerColumns], codes: NDArray[np.intp], groups: int
) -> list[dict[str, Tally]]:
    """Of each group, the counts by decoding."""
    tallies = {name: _tallies(asked, found, codes, groups) for name, found in by.items()}
    return [{name: rows[i] for name, rows in tallies.items()} for i in range(groups)]


def _groups(asked: QuestionColumns, by: dict[str, AnswerColumns], pictured: Mask) -> tuple[Group, ...]:
    groups = []
    for factor in (asked.factor("family"), *(factor for factor in asked.factors if factor.name != "family")):
        # What a control is asked about a plane or a mark tells nothing of planes or marks.
        of = np.ones(len(asked.ids), dtype=bool) if factor.name == "family" else pictured
        rows = _grouped(asked, by, np.where(of, factor.codes, len(factor.levels)), len(factor.levels) + 1)
        used = set(factor.codes[of].tolist())
        groups += [Group((factor.name,), (factor.levels[i],), rows[i]) for i in sorted(used)]
    return tuple(groups)


def _cells(asked: QuestionColumns, by: dict[str, AnswerColumns]) -> tuple[Group, ...]:
    if not asked.ids:
        return ()
    stacked = np.stack([factor.codes for factor in asked.factors], axis=1)
    cells, codes = np.unique(stacked, axis=0, return_inverse=True)
    rows = _grouped(asked, by, codes.reshape(-1), len(cells))
    names = [
        tuple(factor.levels[code] for factor, code in zip(asked.factors, cell, strict=True)) for cell in cells.tolist()
    ]
    return tuple(Group(FACTORS, levels, row) for levels, row in zip(names, rows, strict=True))


def _clustered(asked: QuestionColumns, found: AnswerColumns, of: Mask, seed: int) -> Interval:
    """Of the accuracy, by bootstrap over cases."""
    scored = found.scored & of
    cases = len(asked.cases)
    right = np.bincount(asked.case[found.right & of], minlength=cases)
    return bootstrap(right, np.bincount(asked.case[scored], minlength=cases), seed)


def _pairs(asked: QuestionColumns, by: dict[str, AnswerColumns], seed: int) -> tuple[Pair, ...]:
    family = asked.factor("family")
    pairs = []
    for first, second in combinations(by, 2):
        common = by[first].scored & by[second].scored
        for name in ("", *family.levels):
            of = common & (family.codes == family.levels.index(name)) if name else common
            if of.any():
                found = paired(by[first].right[of], by[second].right[of], asked.case[of], seed)
                pairs.append(Pair(first, second, name, found))
    return tuple(pairs)


def _flips(asked: QuestionColumns, found: AnswerColumns, of: Mask) -> tuple[Flip, ...]:
    counted = found.scored & of
    masks: Sequence[Mask] = [counted & (asked.direction == place) for place in range(len(asked.words))]
    return tuple(_flip(word, found, mask) for word, mask in zip(asked.words, masks, strict=True) if mask.any())


def _atlas(asked: QuestionColumns, found: AnswerColumns) -> Flip:
    of = asked.in_families(("flipped",)) & found.scored & (asked.direction >= 0)
    return _flip("", found, of)


def _flip(word: str, found: AnswerColumns, of: Mask) -> Flip:
    return Flip(word, int(of.sum()), int((found.right & of).sum()), int((found.opposite & of).sum()))


def _localisation(asked: QuestionColumns, found: AnswerColumns) -> Localisation:
    present, absent = found.scored & asked.present, found.scored & asked.localisation & ~asked.present
    overlaps = found.iou[present]
    return Localisation(
        present=int(present.sum()),
        found=int((found.boxed & present).sum()),
        hits=int((overlaps >= RIGHT_IOU).sum()),
        mean_iou=float(overlaps.mean(dtype=float)) if overlaps.size else math.nan,
        absent=int(absent.sum()),
        said_absent=int((found.absent & absent).sum()),
    )


def _calibration(found: AnswerColumns) -> float:
    if not found.score.any():
        return math.nan
    return calibration_error(found.score[found.scored], found.right[found.scored])
