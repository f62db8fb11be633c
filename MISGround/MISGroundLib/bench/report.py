"""A run's report: a page for people (one HTML text that loads nothing), and tables for papers beside it.

All that comes from files is escaped.
"""

from __future__ import annotations

import html
import json
import math
from pathlib import Path
from typing import Any

from MISGroundLib.bench.question_pictures import DrawPictures
from MISGroundLib.bench.report_examples import Examples, cells_section, examples_of
from MISGroundLib.bench.report_sections import (
    directions_section,
    factors_section,
    families_section,
    localisation_section,
    pairs_section,
    table,
    unreadable_section,
)
from MISGroundLib.bench.report_tables import as_csv, as_latex, as_markdown, count, duration, percent, percent_range
from MISGroundLib.bench.score import Scores, score_run
from MISGroundLib.bench.score_statistics import REPEATS
from MISGroundLib.files import write_text
from MISGroundLib.paths import make_way

_FEW_CASES = 20
_STYLE = """
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;color:#1c2733;
background:#fff;margin:0}
main{max-width:1160px;margin:0 auto;padding:24px 28px 60px}
h1{font-size:28px;margin:0 0 4px}
h2{font-size:20px;margin:40px 0 10px;border-bottom:2px solid #dfe6ee;padding-bottom:4px}
h3{font-size:15px;margin:18px 0 4px}
.lead{font-size:16px;color:#46566a;margin:0 0 18px}
.quiet{color:#5c6b7d;font-size:13px}
.cards{display:flex;flex-wrap:wrap;gap:16px}
.card{flex:1 1 260px;border:1px solid #d5dee8;border-radius:10px;padding:12px 18px;background:#f7f9fc}
.card h2{border:0;margin:0;padding:0;font-size:15px;color:#46566a}
.card p{margin:2px 0;font-size:14px}
.card .big{font-size:38px;font-weight:650;line-height:1.2}
.good{color:#00694b}.bad{color:#a63c00}
.notice{background:#fff6df;border-left:4px solid #e69f00;padding:8px 14px;margin:12px 0 0}
.plots{display:flex;flex-wrap:wrap;gap:8px 28px}
.plots section{flex:1 1 480px;max-width:560px}
.plot{max-width:100%;height:auto;display:block}
.legend{margin:4px 0}.key{margin-right:18px;font-size:13px}.key svg{vertical-align:-2px;margin-right:4px}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:10px 0;font-size:13.5px}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid #e6ecf2;vertical-align:top}
td{overflow-wrap:anywhere;max-width:560px}
th{color:#46566a;font-weight:600;border-bottom:2px solid #cfd9e4}
td+td{font-variant-numeric:tabular-nums}
summary{cursor:pointer;color:#1f4e79;margin:8px 0}
.example{display:flex;flex-wrap:wrap;gap:8px 22px;border:1px solid #d5dee8;
border-radius:10px;padding:12px 16px;margin:12px 0;break-inside:avoid}
.example pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.45 ui-monospace,Menlo,Consolas,monospace;
background:#f4f6f9;padding:8px 10px;margin:4px 0;border-radius:6px}
.example p{margin:6px 0}.example p>svg{vertical-align:-2px;margin-right:4px}
.frames{flex:1 1 330px;display:flex;flex-wrap:wrap;gap:8px;align-content:flex-start;align-items:flex-start}
.frames svg{flex:1 1 150px;max-width:330px;min-width:150px;height:auto;background:#000;border-radius:4px}
.words{flex:2 1 430px;min-width:0}
@media print{main{max-width:none;padding:0}details{display:none}}
""".replace("\n", "")


def write_report(questions: Path, answers: Path, out: Path, pictures: DrawPictures | None = None) -> Scores:
    """Score a run and write its report: `out`, an HTML page that needs nothing else, and beside it the same name with
    .csv, .md and .tex. A folder gets report.html and so on.

    pictures: draws a question's pictures for the examples; none are shown without it. Raises UserError as `score_run`
    does, and where nothing can be written.
    """
    scores = score_run(questions, answers)
    page = out if out.suffix.lower() in (".html", ".htm") else out / "report.html"
    make_way(page)
    write_text(page, page_of(scores, examples_of(questions, answers, scores), pictures))
    for suffix, text in ((".csv", as_csv(scores)), (".md", as_markdown(scores)), (".tex", as_latex(scores))):
        write_text(page.with_suffix(suffix), text)
    return scores


def page_of(scores: Scores, examples: Examples, pictures: DrawPictures | None) -> str:
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
        unreadable_section(scores, examples.unreadable, examples.errors),
        cells_section(scores, examples, pictures),
        _card(scores),
        _method(scores),
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>{''.join(sections)}</main></body></html>\n"
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
