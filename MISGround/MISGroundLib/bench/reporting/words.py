"""How reports and tables call things, and how they write numbers."""

from __future__ import annotations

import math

from MISGroundLib.bench.scoring.statistics import Interval

FACTOR_NAMES = {
    "modality": "Modality",
    "plane": "Plane",
    "family": "Kind of question",
    "convention": "Coordinate convention",
    "visual_prompt": "Visual prompt",
    "terms": "Terminology",
}
LEVEL_NAMES = {
    "in-slice": "relation within a slice",
    "cross-slice": "relation across slices",
    "bare": "relation on a blank picture",
    "no-image": "control: no picture",
    "flipped": "control: flipped picture",
    "viewed": "as viewed",
    "ras": "as stored (RAS)",
    "none": "no mark",
}
NOTHING = "\N{EN DASH}"
_MINUS = "\N{MINUS SIGN}"


def level_name(level: str) -> str:
    """A factor's level in words."""
    return LEVEL_NAMES.get(level, level)


def cell_name(levels: tuple[str, ...]) -> str:
    """A cell in words; levels in the order of the factors."""
    modality, plane, family, convention, prompt, terms = levels
    marked = level_name(prompt) if prompt == "none" else f"marked by {prompt}"
    return f"{modality}, {plane}, {level_name(family)}, {level_name(convention)}, {marked}, {terms} words"


def pair_name(first: str, second: str) -> str:
    """Two decodings compared: what the second does against the first."""
    return f"{second} against {first}"


def percent(share: float) -> str:
    """A share as "40.4 %"; a dash for none."""
    return NOTHING if math.isnan(share) else f"{100 * share:.1f} %"


def percent_range(interval: Interval) -> str:
    """An interval of shares as "[39.9, 40.9]", in percent; nothing for an unknown one."""
    return "" if math.isnan(interval.low) else f"[{100 * interval.low:.1f}, {100 * interval.high:.1f}]"


def points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return NOTHING if math.isnan(difference) else f"{100 * difference:+.1f}".replace("-", _MINUS)


def points_range(interval: Interval) -> str:
    """An interval of differences in percentage points."""
    return "" if math.isnan(interval.low) else f"[{points(interval.low)}, {points(interval.high)}]"


def p_value(p: float) -> str:
    """A p value with two significant digits, never as 0."""
    if p < 0.0001:
        return "< 0.0001"
    return f"{p:.4f}" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def count(number: int) -> str:
    """A whole number with separators."""
    return f"{number:,}"


def duration(seconds: float) -> str:
    """Seconds in words that suit their size."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
