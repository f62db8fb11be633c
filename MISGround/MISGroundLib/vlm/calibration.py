"""From a model's own probability to the share of such answers that are right, by knots fitted on held-out pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Calibration:
    """Two curves of (raw score, calibrated score) knots, one for found boxes, one for "not found"; empty: as it is."""

    found: Knots = ()
    absent: Knots = ()

    def __bool__(self) -> bool:
        """Whether any score changes."""
        return bool(self.found or self.absent)

    def of_box(self, raw: float) -> float:
        """The score of a found box, 0..1."""
        return _interpolate(self.found, raw)

    def of_absence(self, raw: float) -> float:
        """The score of an answer "not found", 0..1."""
        return _interpolate(self.absent, raw)


AS_IT_IS = Calibration()


def read_calibration(data: Any) -> Calibration:
    """From JSON: {"found": [[raw, p], ...], "absent": [[raw, p], ...]}, or None. Raises ValueError for anything else.

    Raw scores rise from knot to knot, calibrated ones never fall; all lie in 0..1.
    """
    if data is None:
        return AS_IT_IS
    if not isinstance(data, dict) or not set(data) <= {"found", "absent"}:
        raise ValueError("calibration is not an object with found and absent")
    return Calibration(_knots(data.get("found", [])), _knots(data.get("absent", [])))


def _knots(data: Any) -> Knots:
    pairs = isinstance(data, list) and all(isinstance(knot, list) and len(knot) == 2 for knot in data)
    if not pairs or not all(_is_probability(value) for knot in data for value in knot):
        raise ValueError("a calibration's knots are not pairs of numbers from 0 to 1")
    knots = tuple((float(raw), float(score)) for raw, score in data)
    if any(b[0] <= a[0] or b[1] < a[1] for a, b in pairwise(knots)):
        raise ValueError("a calibration's knots do not rise")
    return knots


def _is_probability(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= 1


def _interpolate(knots: Knots, raw: float) -> float:
    if not knots:
        return raw
    return float(np.interp(raw, [knot[0] for knot in knots], [knot[1] for knot in knots]))
