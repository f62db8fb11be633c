"""What scores are made of: counts over some questions, and what they come to."""

from __future__ import annotations

import math
from dataclasses import dataclass

from MISGroundLib.bench.scoring.statistics import Interval, Paired, wilson


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
