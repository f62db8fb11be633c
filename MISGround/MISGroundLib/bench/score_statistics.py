"""The statistics of a run: Wilson intervals, McNemar's test, bootstrap over cases, calibration. numpy only.

Questions of one case are not independent of each other: where a case counts as one draw, a function takes sums a case.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
REPEATS = 2000
_PART = 1_000_000  # numbers held at once by the bootstrap


class Interval(NamedTuple):
    """From low to high; both NaN where nothing can be said."""

    low: float
    high: float


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
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = right / total
    scale = 1 + z * z / total
    center = (share + z * z / (2 * total)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    # At the ends the formula gives 0 and 1 but for rounding.
    return Interval(0.0 if right == 0 else center - half, 1.0 if right == total else center + half)


def mcnemar(gained: int, lost: int, mid_p: bool = False) -> float:
    """Two-sided exact p of McNemar's test: are changes for better and for worse as frequent as each other?

    mid_p: count half of the observed outcome, which is less conservative.
    """
    if gained < 0 or lost < 0:
        raise ValueError("counts are 0 or more")
    changed, fewer = gained + lost, min(gained, lost)
    if changed == 0:
        return 1.0
    places = np.arange(fewer + 1)
    factorials = _log_factorials(changed)
    logs = factorials[changed] - factorials[places] - factorials[changed - places] - changed * math.log(2)
    terms = np.exp(logs)
    p = 2 * float(terms.sum())
    if mid_p:
        p -= float(terms[-1])
    return min(1.0, p)


def bootstrap(
    sums: ArrayLike,
    counts: ArrayLike,
    seed: int = 0,
    repeats: int = REPEATS,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Percentile interval of sum(sums) / sum(counts) when the cases are drawn anew, with replacement.

    sums, counts: (cases,), of each case, such as its right answers and its questions. Unknown with fewer than 2 cases:
    one case tells nothing of how cases differ. The same seed gives the same interval.
    """
    top, bottom = np.asarray(sums, dtype=float), np.asarray(counts, dtype=float)
    if top.shape != bottom.shape or top.ndim != 1:
        raise ValueError("sums and counts must be one number a case each")
    used = bottom > 0
    top, bottom = top[used], bottom[used]
    cases = len(top)
    if cases < 2:
        return UNKNOWN
    generator = np.random.default_rng(seed)
    size = max(1, _PART // cases)
    values = []
    for start in range(0, repeats, size):
        drawn = generator.integers(cases, size=(min(size, repeats - start), cases))
        values.append(top[drawn].sum(axis=1) / bottom[drawn].sum(axis=1))
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(values), [tail, 1 - tail])
    return Interval(float(low), float(high))


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


def _log_factorials(most: int) -> NDArray[np.float64]:
    logs: NDArray[np.float64] = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
    return logs
