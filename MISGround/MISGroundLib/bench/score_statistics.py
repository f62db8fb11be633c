"""The statistics of a run: Wilson intervals, McNemar's test, bootstrap over cases, calibration.

Questions of one case are not independent of each other: where a case counts as one draw, a function takes sums a case.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from MISGroundLib.errors import UserError


def not_installed(error: ImportError) -> UserError:
    """What to say where a package that scores and reports need is absent."""
    return UserError(f"A report needs the package {error.name}. Install it: pip install 'misground[bench]'")


try:
    from scipy import stats
except ImportError as error:
    raise not_installed(error) from error

CONFIDENCE = 0.95
REPEATS = 2000
_PART = 1_000_000  # numbers held at once by the bootstrap


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
