"""The parts of a report that are plots and tables, each a piece of HTML. All that comes from files is escaped."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence

from MISGroundLib.bench.reporting.examples import Examples
from MISGroundLib.bench.reporting.plots import Dot, Row, difference_plot, legend, share_plot
from MISGroundLib.bench.reporting.words import (
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
from MISGroundLib.bench.scoring.score import Scores
from MISGroundLib.bench.scoring.statistics import wilson
from MISGroundLib.bench.scoring.tallies import Flip, Group, Tally


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


def unreadable_section(scores: Scores, examples: Examples) -> str:
    """What was not an answer, with the commonest texts."""
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
        for title, by in (("Unreadable answers", examples.unreadable), ("Errors", examples.errors))
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
