"""The parts of a report that are plots and tables, each a piece of HTML. All that comes from files is escaped.

Plots are SVG text that needs nothing else. Series differ by colour and by shape.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from MISGroundLib.bench.report_tables import (
    FACTOR_NAMES,
    NOTHING,
    count,
    level_name,
    p_value,
    pair_name,
    percent,
    percent_range,
    points,
    points_range,
)
from MISGroundLib.bench.score import Flip, Group, Scores, Tally
from MISGroundLib.bench.score_statistics import wilson

# Told apart by colour-blind eyes too (Okabe and Ito).
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
# Written on each element, so that a plot cut out of the page looks the same.
_GRID, _ZERO = 'stroke="#e3e9f0"', 'stroke="#93a1b1"'
_MARK = 'stroke="#55616f" stroke-width="2" stroke-dasharray="3 2"'
_SMALL = 'font-size="11.5" fill="#5c6b7d"'
_LABEL, _NOTE, _ROW, _GAP, _TOP = 200, 86, 15, 9, 8
# A text and how often it came, the commonest first, by decoding.
CommonTexts = dict[str, tuple[tuple[str, int], ...]]


def families_section(scores: Scores) -> str:
    """Accuracy by family, as a plot and a table."""
    groups = [group for group in scores.groups if group.factors == ("family",)]
    return (
        "<h2>By kind of question</h2>"
        + legend(scores.decodings, "chance")
        + share_plot([_row(group) for group in groups], 760)
        + _group_table(groups, scores.decodings)
    )


def factors_section(scores: Scores) -> str:
    """Accuracy by the other factors, a plot each; nothing where none has two levels."""
    parts = []
    for factor, title in FACTOR_NAMES.items():
        groups = [group for group in scores.groups if group.factors == (factor,)]
        if factor != "family" and len(groups) > 1:
            plot = share_plot([_row(group) for group in groups], 560)
            parts.append(f"<section><h3>{title}</h3>{plot}</section>")
    if not parts:
        return ""
    others = [group for group in scores.groups if group.factors != ("family",)]
    return (
        f'<h2>By factor</h2>{legend(scores.decodings, "chance")}<div class="plots">{"".join(parts)}</div>'
        "<p class='quiet'>Without the controls. Lines are Wilson intervals, 95 %, as if questions were independent. A "
        "level is averaged over whatever else its questions vary in, so levels can differ in their mix too.</p>"
        f"<details><summary>The same as a table</summary>{_group_table(others, scores.decodings)}</details>"
    )


def pairs_section(scores: Scores) -> str:
    """Decodings compared; nothing for one alone."""
    if not scores.pairs:
        return ""
    whole = [pair for pair in scores.pairs if not pair.family]
    rows = []
    for pair in scores.pairs:
        found = pair.paired
        what = pair_name(pair.first, pair.second)
        rows.append(
            [
                what if not pair.family else "",
                level_name(pair.family) if pair.family else "all",
                count(found.questions),
                points(found.difference),
                points_range(found.interval),
                count(found.gained),
                count(found.lost),
                p_value(found.p),
            ]
        )
    plot = difference_plot(
        [
            Row(
                pair_name(pair.first, pair.second),
                (Dot(pair.paired.difference, *pair.paired.interval),),
                note=f"p {_p_shown(pair.paired.p)}",
            )
            for pair in whole
        ],
        760,
    )
    head = ["decodings", "questions", "in common", "difference", "95 % interval", "gained", "lost", "McNemar p"]
    return (
        f"<h2>Decodings compared</h2>{plot}{table(head, rows)}"
        "<p class='quiet'>Differences are percentage points on the questions that both answered, with bootstrap "
        "intervals over cases. Gained: wrong with the second named, right with the first named; lost: the reverse. "
        " McNemar's test is exact, two-sided, treats questions as independent, and is not corrected for the "
        "number of comparisons.</p>"
    )


def directions_section(scores: Scores) -> str:
    """How often a direction was called by its opposite; nothing without such questions."""
    words = sorted({flip.word for flips in scores.flips.values() for flip in flips})
    if not words:
        return ""
    by = {name: {flip.word: flip for flip in flips} for name, flips in scores.flips.items()}
    rows = [[word, *(_flip_cell(by[name].get(word)) for name in by)] for word in words]
    rows.append(
        ["all", *(_flip_cell(_total(flips)) for flips in scores.flips.values())],
    )
    atlas = ""
    if any(flip.asked for flip in scores.atlas.values()):
        parts = [
            f"{html.escape(name)}: {percent(flip.right / flip.asked)} as the picture shows, "
            f"{percent(flip.opposite / flip.asked)} the opposite, as an atlas would say (of {count(flip.asked)})"
            for name, flip in scores.atlas.items()
            if flip.asked
        ]
        atlas = f"<p>Flipped pictures, whose truth is flipped with them. {'; '.join(parts)}.</p>"
    return (
        "<h2>Directions called by their opposite</h2>"
        + table(["right answer", *scores.decodings], rows)
        + "<p class='quiet'>How often the opposite was chosen (superior called inferior), of the questions whose right "
        f"answer is that word. Controls are left out.</p>{atlas}"
    )


def localisation_section(scores: Scores) -> str:
    """Overlaps, present and absent; nothing without such questions."""
    if not any(found.present or found.absent for found in scores.localisation.values()):
        return ""
    rows = []
    for name, found in scores.localisation.items():
        rows.append(
            [
                name,
                count(found.present),
                _of(found.found, found.present),
                NOTHING if math.isnan(found.mean_iou) else f"{found.mean_iou:.3f}",
                _of(found.hits, found.present),
                count(found.absent),
                _of(found.said_absent, found.absent),
            ]
        )
    head = ["decoding", "present", "a box drawn", "mean IoU", "IoU ≥ 0.5", "absent", "said absent"]
    return (
        f"<h2>Localisation</h2>{table(head, rows)}"
        "<p class='quiet'>IoU is the overlap of the model's surest box with the true one, 0 to 1; a structure that was "
        "missed counts as 0. Wilson intervals, 95 %.</p>"
    )


def unreadable_section(scores: Scores, unreadable: CommonTexts, errors: CommonTexts) -> str:
    """What was not an answer, with the commonest texts of each decoding and how often they came."""
    rows = []
    for name, tally in scores.overall.items():
        calibration = scores.calibration[name]
        rows.append(
            [
                name,
                count(tally.scored),
                _of(tally.unreadable, tally.scored),
                count(tally.errors),
                count(tally.missing),
                NOTHING if math.isnan(calibration) else f"{calibration:.3f}",
            ]
        )
    head = ["decoding", "answered", "unreadable", "could not be asked", "not reached", "calibration error"]
    listed = "".join(
        f"<h3>{title}, {html.escape(name)}</h3>" + table(["text", "times"], [[text, count(n)] for text, n in texts])
        for title, by in (("Unreadable answers", unreadable), ("Errors", errors))
        for name, texts in by.items()
        if texts
    )
    more = f"<details><summary>The commonest of them</summary>{listed}</details>" if listed else ""
    return f"<h2>Unreadable answers and errors</h2>{table(head, rows)}{more}"


def _row(group: Group) -> Row:
    tallies = list(group.by.values())
    most = max(tallies, key=lambda tally: tally.scored, default=None)
    note = f"n = {count(most.scored)}" if most else ""
    return Row(level_name(group.levels[0]), tuple(_dot(t) for t in tallies), most.chance if most else math.nan, note)


def _dot(tally: Tally) -> Dot:
    return Dot(tally.accuracy, *tally.interval)


def _group_table(groups: Iterable[Group], names: Sequence[str]) -> str:
    rows = []
    for group in groups:
        most = max(group.by.values(), key=lambda tally: tally.scored, default=None)
        title = level_name(group.levels[0])
        if group.factors != ("family",):
            title = f"{FACTOR_NAMES[group.factors[0]]}: {title}"
        cells = [f"{percent(tally.accuracy)} {percent_range(tally.interval)}" for tally in group.by.values()]
        numbers = [count(most.scored), count(most.cases), percent(most.chance)] if most else ["0", "0", NOTHING]
        rows.append([title, *numbers, *cells])
    return table(["", "questions", "cases", "chance", *names], rows)


def _flip_cell(flip: Flip | None) -> str:
    return _of(flip.opposite, flip.asked) if flip else NOTHING


def _total(flips: Sequence[Flip]) -> Flip:
    return Flip("", *(sum(getattr(flip, name) for flip in flips) for name in ("asked", "right", "opposite")))


def _of(number: int, total: int) -> str:
    """A share with its Wilson interval and counts."""
    if not total:
        return NOTHING
    interval = wilson(number, total)
    return f"{percent(number / total)} {percent_range(interval)} ({count(number)} of {count(total)})"


def _p_shown(p: float) -> str:
    shown = p_value(p)
    return shown if shown.startswith("<") else f"= {shown}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; everything in it is escaped. No head for an empty one."""
    top = f"<thead><tr>{''.join(f'<th>{html.escape(cell)}</th>' for cell in head)}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table>{top}<tbody>{body}</tbody></table></div>'


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
