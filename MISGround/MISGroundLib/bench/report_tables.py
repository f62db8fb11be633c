"""A run's scores as tables: rows for the page, CSV for further work, Markdown, and LaTeX (booktabs) for a paper.

How reports call things and write numbers is here too.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from typing import Any

from MISGroundLib.bench.score import Interval, Scores, Tally, wilson

_HEAD = ("factor", "level", "decoding", "scored", "cases", "right", "accuracy", "low", "high", "interval", "chance")
_HEAD_REST = ("unreadable", "errors", "missing")
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}

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
    "impossible": "control: impossible query",
    "viewed": "as viewed",
    "ras": "as stored (RAS)",
    "none": "no mark",
}
# The parts of score_columns.rejection_parts in words.
REJECTION_NAMES = {
    "rejected": "absent structures and impossible queries, said absent",
    "absent": "absent structures, said absent",
    "impossible": "impossible queries, said absent",
    "present": "present structures, a box drawn (the recall)",
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


def share_of(number: int, total: int) -> str:
    """A share with its Wilson interval and counts; a dash for a share of nothing."""
    if not total:
        return NOTHING
    return f"{percent(number / total)} {percent_range(wilson(number, total))} ({count(number)} of {count(total)})"


def duration(seconds: float) -> str:
    """Seconds in words that suit their size."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def group_rows(scores: Scores, factor: str) -> Iterator[list[str]]:
    """A line a level of a factor, or (factor "") of every factor but the family, whose names then go before."""
    for group in scores.groups:
        if group.factors != (factor,) and (factor or group.factors == ("family",)):
            continue
        title = level_name(group.levels[0])
        most = max(group.by.values(), key=lambda tally: tally.scored, default=None)
        yield [
            title if factor else f"{FACTOR_NAMES[group.factors[0]]}: {title}",
            *([count(most.scored), count(most.cases), percent(most.chance)] if most else ["0", "0", NOTHING]),
            *(f"{percent(tally.accuracy)} {percent_range(tally.interval)}" for tally in group.by.values()),
        ]


def pair_rows(scores: Scores) -> Iterator[list[str]]:
    """Decodings compared: over all questions, then by family."""
    for pair in scores.pairs:
        found = pair.paired
        yield [
            "" if pair.family else pair_name(pair.first, pair.second),
            level_name(pair.family) or "all",
            count(found.questions),
            points(found.difference),
            points_range(found.interval),
            count(found.gained),
            count(found.lost),
            p_value(found.p),
        ]


def flip_rows(scores: Scores) -> Iterator[list[str]]:
    """How often each direction was called by its opposite; none without such questions."""
    by = [{flip.word: flip for flip in flips} for flips in scores.flips.values()]
    words = sorted({word for flips in by for word in flips})
    for word in words:
        yield [word, *(share_of(flips[word].opposite, flips[word].asked) if word in flips else NOTHING for flips in by)]
    if words:
        sums = [[(flip.opposite, flip.asked) for flip in flips.values()] or [(0, 0)] for flips in by]
        yield ["all", *(share_of(*map(sum, zip(*pairs, strict=True))) for pairs in sums)]


def localisation_rows(scores: Scores) -> Iterator[list[str]]:
    """Boxes by decoding; none without such questions."""
    if any(found.present or found.absent for found in scores.localisation.values()):
        for name, found in scores.localisation.items():
            yield [
                name,
                count(found.present),
                share_of(found.found, found.present),
                NOTHING if math.isnan(found.mean_iou) else f"{found.mean_iou:.3f}",
                share_of(found.hits, found.present),
                count(found.absent),
                share_of(found.said_absent, found.absent),
            ]


def rejection_rows(scores: Scores) -> Iterator[list[str]]:
    """What was said absent, at which recall, by decoding; none where nothing asked for is missing."""
    for name, parts in scores.rejection.items():
        if parts["rejected"].scored:
            shares = (share_of(parts[part].right, parts[part].scored) for part in REJECTION_NAMES)
            yield [name, *shares, count(parts["rejected"].errors)]


def unreadable_rows(scores: Scores) -> Iterator[list[str]]:
    """What was no answer, by decoding."""
    for name, tally in scores.overall.items():
        error = scores.calibration[name]
        yield [
            name,
            count(tally.scored),
            share_of(tally.unreadable, tally.scored),
            count(tally.errors),
            count(tally.missing),
            NOTHING if math.isnan(error) else f"{error:.3f}",
        ]


def card_rows(scores: Scores) -> Iterator[list[str]]:
    """Model, decodings, machine, time and files of the run."""
    card = scores.card
    told: list[tuple[str, Any]] = [(f"model: {key}", value) for key, value in card.model.items()]
    told += [(f"decoding: {name}", settings) for name, settings in card.decodings.items()]
    told += [("seed of the run", card.seed), ("engine", card.engine), ("asked", card.asked)]
    told += [(f"software: {key}", value) for key, value in card.software.items()]
    told += [(f"hardware: {key}", value) for key, value in card.hardware.items()]
    told += [(f"session {i}", session) for i, session in enumerate(card.sessions, start=1)]
    for name in scores.decodings:
        told += [(f"time, {name}", duration(scores.seconds[name])), (f"tokens, {name}", count(scores.tokens[name]))]
    told += [("questions made by", scores.header.software), ("seed of the questions", scores.header.seed)]
    told += [("questions, SHA-256", card.questions_sha256)]
    for key, value in told:
        yield [key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)]


def as_csv(scores: Scores) -> str:
    """One row a factor's level and decoding; accuracies are shares. The interval's column says how it was made."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_HEAD, *_HEAD_REST])
    for factor, level, by, intervals in _rows(scores):
        for name, tally in by.items():
            known = intervals.get(name)
            interval = known or tally.interval
            writer.writerow(
                [
                    *(factor, level, name, tally.scored, tally.cases, tally.right, _share(tally.accuracy)),
                    *(_share(interval.low), _share(interval.high), "cases" if known else "wilson"),
                    *(_share(tally.chance), tally.unreadable, tally.errors, tally.missing),
                ]
            )
    return out.getvalue()


def as_markdown(scores: Scores) -> str:
    """Accuracy by level, then decodings compared, then localisation."""
    names = scores.decodings
    lines = [_line(["", "questions", "chance", *names]), _line(["---"] + ["---:"] * (len(names) + 2))]
    for factor, level, by, intervals in _rows(scores):
        lines.append(_line([_title(factor, level), *_counts(by), *_accuracies(by, intervals)]))
    if scores.pairs:
        head = ["second against first", "questions", "difference (points)", "gained / lost", "McNemar p"]
        lines += ["", _line(head), _line(["---"] + ["---:"] * 4)]
    for pair in scores.pairs:
        found = pair.paired
        what = pair_name(pair.first, pair.second) + (f", {level_name(pair.family)}" if pair.family else "")
        difference = f"{points(found.difference)} {points_range(found.interval)}".strip()
        cells = [what, count(found.questions), difference, f"{found.gained} / {found.lost}", p_value(found.p)]
        lines.append(_line(cells))
    if any(place.present or place.absent for place in scores.localisation.values()):
        head = ["localisation", "present", "mean IoU", "IoU \u2265 0.5", "absent", "said absent"]
        lines += ["", _line(head), _line(["---"] + ["---:"] * 5)]
        for name, place in scores.localisation.items():
            hits = percent(place.hits / place.present) if place.present else NOTHING
            absent = percent(place.said_absent / place.absent) if place.absent else NOTHING
            mean = NOTHING if math.isnan(place.mean_iou) else f"{place.mean_iou:.3f}"
            lines.append(_line([name, count(place.present), mean, hits, count(place.absent), absent]))
    return "\n".join(lines) + "\n"


def as_latex(scores: Scores) -> str:
    """A booktabs table of accuracies in percent by level; needs \\usepackage{booktabs}."""
    names = scores.decodings
    head = " & ".join(["", "Questions", "Chance", *(_latex(name) for name in names)])
    lines = [rf"\begin{{tabular}}{{l{'r' * (len(names) + 2)}}}", r"\toprule", head + r" \\"]
    last = None
    for factor, level, by, intervals in _rows(scores):
        if factor != last:
            lines.append(r"\midrule")
            if factor in FACTOR_NAMES:
                lines.append(rf"\multicolumn{{{len(names) + 3}}}{{l}}{{\emph{{{FACTOR_NAMES[factor]}}}}} \\")
        last = factor
        title = _title("", level) if factor in FACTOR_NAMES else _title(factor, level)
        cells = [title, *_counts(by), *_accuracies(by, intervals)]
        lines.append(" & ".join(_latex(cell.replace(" %", "")).replace(NOTHING, "--") for cell in cells) + r" \\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}"]) + "\n"


def _rows(scores: Scores) -> Iterator[tuple[str, str, dict[str, Tally], dict[str, Interval]]]:
    """Factor, level, counts by decoding, and the intervals that are not Wilson's."""
    yield "all", "all", scores.overall, _known(scores.interval)
    families = [group for group in scores.groups if group.factors == ("family",)]
    others = [group for group in scores.groups if group.factors != ("family",)]
    for group in families:
        yield group.factors[0], group.levels[0], group.by, {}
    yield "without controls", "all", scores.pictured, _known(scores.pictured_interval)
    for group in others:
        yield group.factors[0], group.levels[0], group.by, {}
    for part in REJECTION_NAMES:
        by = {name: parts[part] for name, parts in scores.rejection.items() if parts["rejected"].scored}
        if by:
            yield "rejection", part, by, {}


def _known(intervals: dict[str, Interval]) -> dict[str, Interval]:
    return {name: interval for name, interval in intervals.items() if interval.known}


def _title(factor: str, level: str) -> str:
    if level == "all":
        return "All questions" if factor == "all" else "Without the controls"
    if factor == "rejection":
        return f"Rejection: {REJECTION_NAMES[level]}"
    return f"{FACTOR_NAMES[factor]}: {level_name(level)}" if factor else level_name(level)


def _counts(by: dict[str, Tally]) -> list[str]:
    """How many questions were scored, the most of any decoding, and their chance."""
    if not by:
        return ["0", NOTHING]
    most = max(by.values(), key=lambda tally: tally.scored)
    return [count(most.scored), percent(most.chance)]


def _accuracies(by: dict[str, Tally], intervals: dict[str, Interval]) -> list[str]:
    return [
        f"{percent(tally.accuracy)} {percent_range(intervals.get(name, tally.interval))}".strip()
        for name, tally in by.items()
    ]


def _share(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6f}"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)
