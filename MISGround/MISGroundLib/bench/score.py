"""Scores of a run: its answers compared with the questions, by factor, by cell and by decoding.

An unreadable answer is wrong. A question that could not be asked (an error) or was not reached is not counted, and is
told. Decodings are compared on the questions that both answered. Questions of one case are not independent of each
other: where a case counts as one draw, a function takes sums a case.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    rejection_parts,
)
from MISGroundLib.errors import UserError


def not_installed(error: ImportError) -> UserError:
    """What to say where a package that scores and pages need is absent."""
    return UserError(f"MIS-Ground's report needs the package {error.name}. Install it: pip install 'misground[bench]'")


try:
    from scipy import stats
except ImportError as error:
    raise not_installed(error) from error

CONFIDENCE = 0.95
REPEATS = 2000
_PART = 1_000_000  # numbers held at once by the bootstrap
# What a model is asked to see how it answers when the picture, or what is asked for, is not there, or is no body's.
CONTROLS = ("no-image", "flipped", "impossible")
Mask = NDArray[np.bool_]


class Interval(NamedTuple):
    """From low to high; both NaN where nothing can be said."""

    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether anything can be said."""
        return not math.isnan(self.low)


UNKNOWN = Interval(math.nan, math.nan)


@dataclass(frozen=True)
class Paired:
    """Two decodings on the same questions.

    difference: accuracy of the second less that of the first, its interval by bootstrap over cases. gained: wrong with
    the first and right with the second; lost: the other way round. p: McNemar's, exact.
    """

    questions: int
    cases: int
    difference: float
    interval: Interval
    gained: int
    lost: int
    p: float


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
    where the opposite is what an atlas would say. rejection: by decoding, then by part (`rejection_parts`).
    calibration: expected calibration error, NaN where no score is told.
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
    rejection: dict[str, dict[str, Tally]]
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
        rejection={
            name: {part: _tally(asked, *counted) for part, counted in rejection_parts(asked, found).items()}
            for name, found in by.items()
        },
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
        # Controls say nothing about planes or marks, so that they count in the factor family only.
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
    absent = found.scored & asked.in_families(("localisation",)) & ~asked.present
    present = found.scored & asked.present
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


@cache
def wilson(right: int, total: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a share. Raises ValueError unless 0 <= right <= total."""
    if not 0 <= right <= total:
        raise ValueError(f"{right} of {total} is no share")
    if total == 0:
        return UNKNOWN
    found = stats.binomtest(right, total).proportion_ci(confidence, method="wilson")
    return Interval(float(found.low), float(found.high))


def mcnemar(gained: int, lost: int) -> float:
    """Two-sided exact p of McNemar's test: are changes for better and for worse as frequent as each other?"""
    return float(stats.binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def bootstrap(
    sums: ArrayLike,
    counts: ArrayLike,
    seed: int = 0,
    repeats: int = REPEATS,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Percentile interval of sum(sums) / sum(counts) when the cases are drawn anew, with replacement.

    Args:
        sums: (cases,), of each case, such as its right answers.
        counts: (cases,), such as its questions. Cases without any are left out.
        seed: The same seed gives the same interval.
        repeats: How often the cases are drawn.
        confidence: The share of draws in the interval.

    Returns:
        The interval; unknown with fewer than 2 cases: one case tells nothing of how cases differ.
    """
    top, bottom = np.asarray(sums, dtype=float), np.asarray(counts, dtype=float)
    if top.shape != bottom.shape or top.ndim != 1:
        raise ValueError("sums and counts must be one number a case each")
    used = bottom > 0
    if used.sum() < 2:
        return UNKNOWN
    found = stats.bootstrap(
        (top[used], bottom[used]),
        lambda first, second, axis: first.sum(axis) / second.sum(axis),
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=repeats,
        batch=max(1, _PART // int(used.sum())),
        confidence_level=confidence,
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Interval(float(found.low), float(found.high))


def paired(first: ArrayLike, second: ArrayLike, cases: ArrayLike, seed: int = 0) -> Paired:
    """Compare two decodings. first, second: (questions,) of bool, right or not; cases: (questions,) index of the case.

    Raises ValueError where there is no question in common.
    """
    before, after = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    case = np.asarray(cases)
    if not before.shape == after.shape == case.shape or before.ndim != 1 or before.size == 0:
        raise ValueError("both decodings need the same questions, at least one")
    gained = int((~before & after).sum())
    lost = int((before & ~after).sum())
    counts = np.bincount(case)
    sums = np.bincount(case, weights=after.astype(float) - before.astype(float))
    return Paired(
        questions=before.size,
        cases=int((counts > 0).sum()),
        difference=(gained - lost) / before.size,
        interval=bootstrap(sums, counts, seed),
        gained=gained,
        lost=lost,
        p=mcnemar(gained, lost),
    )


def calibration_error(confidences: ArrayLike, right: ArrayLike, bins: int = 10) -> float:
    """Expected calibration error: how far confidence and accuracy lie apart on average, over bins of equal width.

    confidences: (questions,), 0..1; a bin holds its lower end. NaN without questions.
    """
    confidence, truth = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    if confidence.shape != truth.shape or ((confidence < 0) | (confidence > 1)).any():
        raise ValueError("confidences must be 0 to 1, one a question")
    if confidence.size == 0:
        return math.nan
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(place, weights=truth - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / confidence.size)
