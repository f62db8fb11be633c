"""Outcomes of questions and their figures. A structure that was missed counts with IoU 0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from MISGroundLib.geometry import Box, intersection_over_union

ECE_BINS = 10


@dataclass(frozen=True)
class Outcome:
    """One question. truth: None where the structure is absent. answer: None where no box came.

    said_absent: the model said so in words that can be read. score: as the product reports it. twin: the true box of
    the other side's structure, where it is in the slice. share: of the truth's box in the slice; area: of its pixels.
    view: the number of the view in its suite.
    """

    suite: str
    view: int
    structure: str
    plane: str
    modality: str
    truth: Box | None
    answer: Box | None
    said_absent: bool
    score: float
    prior: Box | None
    twin: Box | None
    share: float
    area: float
    headline: bool

    @property
    def iou(self) -> float:
        """0 where missed, or where there is nothing to find."""
        return overlap(self.truth, self.answer)

    @property
    def right(self) -> bool:
        """What a score is the probability of: the box fits (IoU >= 0.5), or "not there" is true."""
        return self.iou >= 0.5 if self.answer is not None else self.said_absent and self.truth is None

    @property
    def swapped(self) -> bool:
        """The answer overlaps the other side's structure more than its own."""
        return self.answer is not None and overlap(self.twin, self.answer) > self.iou


def overlap(one: Box | None, other: Box | None) -> float:
    """IoU, 0 where a box is missing."""
    return 0.0 if one is None or other is None else intersection_over_union(one, other)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures of some questions; NaN where nothing was asked that a figure is about."""
    present = [o for o in outcomes if o.truth is not None]
    absent = [o for o in outcomes if o.truth is None]
    sided = [o for o in outcomes if o.twin is not None and o.answer is not None]
    priors = [overlap(o.truth, o.prior) for o in present]
    return {
        "questions": len(outcomes),
        "present": len(present),
        "absent": len(absent),
        "iou": _mean([o.iou for o in present]),
        "acc50": _mean([o.iou >= 0.5 for o in present]),
        "recall": _mean([o.answer is not None for o in present]),
        "absent_said_absent": _mean([o.said_absent for o in absent]),
        "sided": len(sided),
        "laterality_errors": _mean([o.swapped for o in sided]),
        "ece": calibration_error([o.score for o in outcomes], [o.right for o in outcomes]),
        "prior_iou": _mean(priors),
        "prior_acc50": _mean([value >= 0.5 for value in priors]),
    }


def calibration_error(scores: Sequence[float], right: Sequence[bool], bins: int = ECE_BINS) -> float:
    """Expected calibration error over bins of equal width: |share right - mean score|, weighted by a bin's size."""
    if not len(scores):
        return math.nan
    confidence, correct = np.asarray(scores, dtype=float), np.asarray(right, dtype=float)
    where = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(float((correct - confidence)[where == b].sum())) for b in range(bins)]
    return sum(gaps) / len(confidence)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else math.nan
