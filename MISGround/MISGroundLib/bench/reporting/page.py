"""The page of a report: one HTML text that loads nothing. All that comes from files is escaped."""

from __future__ import annotations

import html
import json
import math
from typing import Any

from MISGroundLib.bench.reporting.cases import cells_section
from MISGroundLib.bench.reporting.examples import Examples, Pictures
from MISGroundLib.bench.reporting.sections import (
    directions_section,
    factors_section,
    families_section,
    localisation_section,
    pairs_section,
    table,
    unreadable_section,
)
from MISGroundLib.bench.reporting.style import STYLE
from MISGroundLib.bench.reporting.words import (
    count,
    duration,
    percent,
    percent_range,
)
from MISGroundLib.bench.scoring.score import Scores
from MISGroundLib.bench.scoring.statistics import REPEATS

_FEW_CASES = 20


def page_of(scores: Scores, examples: Examples, pictures: Pictures | None) -> str:
    """The whole page."""
    name = str(scores.card.model.get("name", "")) or "a model"
    title = html.escape(f"MIS-Ground: {name}")
    sections = [
        _headline(scores),
        _notices(scores),
        families_section(scores),
        factors_section(scores),
        pairs_section(scores),
        directions_section(scores),
        localisation_section(scores),
        unreadable_section(scores, examples),
        cells_section(scores, examples, pictures),
        _card(scores),
        _method(scores),
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main><h1>{title}</h1>{''.join(sections)}</main></body></html>\n"
    )


def _headline(scores: Scores) -> str:
    cards = "".join(_headline_card(scores, name) for name in scores.decodings)
    asked = f"{count(scores.questions)} questions about {count(scores.cases)} {_cases_word(scores.cases)}"
    how = "read from the model's words" if scores.card.asked == "words" else "decided by the boxes that the model draws"
    return (
        f'<p class="lead">{asked}; {len(scores.decodings)} {"decodings" if len(scores.decodings) != 1 else "decoding"}'
        f'; answers are {how}.</p><div class="cards">{cards}</div>'
    )


def _headline_card(scores: Scores, name: str) -> str:
    tally, interval = scores.overall[name], scores.interval[name]
    if not tally.scored:
        return f'<div class="card"><h2>{html.escape(name)}</h2><p>No answers yet.</p></div>'
    known = not math.isnan(interval.low)
    shown = interval if known else tally.interval
    kind = "bootstrap over cases" if known else "Wilson; one case only"
    if shown.low > tally.chance:
        verdict = '<b class="good">above chance</b>'
    elif shown.high < tally.chance:
        verdict = '<b class="bad">below chance</b>'
    else:
        verdict = "<b>not told apart from chance</b>"
    plain = scores.pictured[name]
    without = ""
    if plain.scored and plain.scored != tally.scored:
        ends = percent_range(scores.pictured_interval[name])
        without = f"<p>Without the controls: {percent(plain.accuracy)} {ends}, chance {percent(plain.chance)}</p>"
    return (
        f'<div class="card"><h2>{html.escape(name)}</h2><p class="big">{percent(tally.accuracy)}</p>'
        f"<p>95 % interval {percent_range(shown)} ({kind})</p>"
        f"<p>{verdict} ({percent(tally.chance)})</p>{without}"
        f'<p class="quiet">{count(tally.right)} right of {count(tally.scored)}</p></div>'
    )


def _notices(scores: Scores) -> str:
    notes = []
    for name, tally in scores.overall.items():
        if tally.missing:
            notes.append(
                f"{name}: {count(tally.missing)} of {count(scores.questions)} questions have no answer yet. The run is "
                "not finished; figures are of those that were answered."
            )
        if tally.errors:
            worst = tally.right / (tally.scored + tally.errors)
            notes.append(
                f"{name}: {count(tally.errors)} questions could not be asked and are not counted. Counted as wrong, "
                f"they would make the accuracy {percent(worst)}."
            )
        if tally.unreadable > 0.05 * max(tally.scored, 1):
            notes.append(
                f"{name}: {percent(tally.unreadable / tally.scored)} of the answers could not be read. They are wrong, "
                "but may tell of the form of the answer more than of anatomy."
            )
    if scores.cases < _FEW_CASES:
        notes.append(
            f"There {'is' if scores.cases == 1 else 'are'} only {scores.cases} {_cases_word(scores.cases)}: intervals "
            "over so few are too narrow, and say nothing of other patients."
        )
    return "".join(f'<p class="notice">{html.escape(note)}</p>' for note in notes)


def _card(scores: Scores) -> str:
    card = scores.card
    rows: list[tuple[str, Any]] = [*(("model: " + key, value) for key, value in card.model.items())]
    rows += [("decoding: " + name, settings) for name, settings in card.decodings.items()]
    rows += [("seed of the run", card.seed), ("engine", card.engine), ("asked", card.asked)]
    rows += [("software: " + key, value) for key, value in card.software.items()]
    rows += [("hardware: " + key, value) for key, value in card.hardware.items()]
    rows += [(f"session {i}", session) for i, session in enumerate(card.sessions, start=1)]
    for name in scores.decodings:
        rows.append((f"time, {name}", duration(scores.seconds[name])))
        rows.append((f"tokens, {name}", count(scores.tokens[name])))
    rows += [
        ("questions made by", scores.header.software),
        ("seed of the questions", scores.header.seed),
        ("questions, SHA-256", card.questions_sha256),
    ]
    return f"<h2>The run</h2>{table([], [[key, _shown(value)] for key, value in rows])}"


def _method(scores: Scores) -> str:
    return (
        "<h2>How to read this</h2><p>MIS-Ground protocol v1. A question with options is right when the right option "
        "was chosen, strictly read; where a structure is present, when the model's surest box overlaps the true one "
        "with an IoU of at least 0.5; where it is absent, when the model says so. Unreadable answers are wrong. Chance "
        "is the mean chance of the questions counted. Overall intervals and differences come from drawing cases anew "
        f"({REPEATS:,} times, seed {scores.card.seed}), since questions about one patient are alike. This measures how "
        "a model reads directions and places in labelled volumes; it is no measure of diagnostic value.</p>"
    )


def _cases_word(number: int) -> str:
    return "case" if number == 1 else "cases"


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
