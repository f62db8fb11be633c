"""The plots of a report: SVG text that needs nothing else. Series differ by colour and by shape."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Told apart by colour-blind eyes too (Okabe and Ito).
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
# Written on each element, so that a plot cut out of the page looks the same.
_GRID, _ZERO = 'stroke="#e3e9f0"', 'stroke="#93a1b1"'
_MARK = 'stroke="#55616f" stroke-width="2" stroke-dasharray="3 2"'
_SMALL = 'font-size="11.5" fill="#5c6b7d"'
_LABEL, _NOTE, _ROW, _GAP, _TOP = 200, 86, 15, 9, 8


@dataclass(frozen=True)
class Dot:
    """A value with its interval, shares; NaN ends where it has none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """A line of a plot: a dot for each series, NaN for none; mark: a value drawn as a grey tick, such as chance."""

    label: str
    dots: tuple[Dot, ...]
    mark: float = math.nan
    note: str = ""


def share_plot(rows: Sequence[Row], width: int = 600) -> str:
    """Shares from 0 to 100 %, one colour and shape a series."""
    return _plot(rows, width, 0.0, 1.0, [i / 4 for i in range(5)], lambda value: f"{100 * value:.0f} %")


def difference_plot(rows: Sequence[Row], width: int = 640) -> str:
    """Differences of shares in percentage points about a line at 0."""
    ends = [abs(end) for row in rows for dot in row.dots for end in (dot.value, dot.low, dot.high)]
    reach = max([0.02, *(end for end in ends if not math.isnan(end))])
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if reach / step <= 4)
    reach = step * math.ceil(reach / step - 1e-9)
    ticks = [step * i for i in range(-round(reach / step), round(reach / step) + 1)]
    return _plot(rows, width, -reach, reach, ticks, lambda value: f"{100 * value:+.0f}".replace("+0", "0"))


def legend(names: Sequence[str], mark: str = "") -> str:
    """What the colours and shapes are, and the grey tick."""
    keys = [f'<span class="key">{sign(i)}{html.escape(name)}</span>' for i, name in enumerate(names)]
    if mark:
        tick = f'<svg width="16" height="14"><path d="M8 0V14" {_MARK}/></svg>'
        keys.append(f'<span class="key">{tick}{html.escape(mark)}</span>')
    return f'<p class="legend">{"".join(keys)}</p>'


def sign(series: int) -> str:
    """The sign of a series, to stand in a line of text."""
    return f'<svg width="16" height="14">{_shape(series, 8, 7)}</svg>'


def _plot(
    rows: Sequence[Row],
    width: int,
    low: float,
    high: float,
    ticks: Sequence[float],
    written: Callable[[float], str],
) -> str:
    left, right = _LABEL, width - _NOTE
    series = max((len(row.dots) for row in rows), default=1)
    row_height = _ROW * series + _GAP
    bottom = _TOP + row_height * len(rows)

    def x_of(value: float) -> float:
        return left + (min(max(value, low), high) - low) / (high - low) * (right - left)

    parts = [
        f'<path d="M{x_of(tick):.1f} {_TOP}V{bottom}" {_ZERO if abs(tick) < 1e-9 else _GRID}/>'
        f'<text x="{x_of(tick):.1f}" y="{bottom + 16}" text-anchor="middle" {_SMALL}>{written(tick)}</text>'
        for tick in ticks
    ]
    for i, row in enumerate(rows):
        top = _TOP + i * row_height
        middle = top + row_height / 2
        parts.append(f'<text x="{left - 10}" y="{middle + 4}" text-anchor="end">{html.escape(row.label)}</text>')
        if row.note:
            parts.append(f'<text x="{right + 8}" y="{middle + 4}" {_SMALL}>{html.escape(row.note)}</text>')
        if not math.isnan(row.mark):
            parts.append(f'<path d="M{x_of(row.mark):.1f} {top + 2}V{top + row_height - 2}" {_MARK}/>')
        for j, dot in enumerate(row.dots):
            if math.isnan(dot.value):
                continue
            y = top + _GAP / 2 + _ROW * (j + 0.5)
            if not math.isnan(dot.low):
                color = COLORS[j % len(COLORS)]
                span = f"M{x_of(dot.low):.1f} {y}H{x_of(dot.high):.1f}"
                parts.append(f'<path d="{span}" stroke="{color}" stroke-width="2"/>')
            parts.append(_shape(j, x_of(dot.value), y))
    size = f'width="{width}" height="{bottom + 22}" viewBox="0 0 {width} {bottom + 22}"'
    font = 'font-size="13" fill="#1c2733" font-family="sans-serif"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" {size} {font} role="img">{"".join(parts)}</svg>'


def _shape(series: int, x: float, y: float) -> str:
    """A series' sign at a place."""
    fill = f'fill="{COLORS[series % len(COLORS)]}"'
    kind = series % 4
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y}" r="4.5" {fill}/>'
    if kind == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4}" width="8" height="8" {fill}/>'
    if kind == 2:
        return f'<path d="M{x:.1f} {y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" {fill}/>'
    return f'<path d="M{x:.1f} {y - 5}l5.5 9h-11z" {fill}/>'
