"""A run's report: a page for people, tables for papers."""

from __future__ import annotations

from pathlib import Path

from MISGroundLib.bench.reporting.examples import Pictures, examples_of
from MISGroundLib.bench.reporting.page import page_of
from MISGroundLib.bench.reporting.tables import as_csv, as_latex, as_markdown
from MISGroundLib.bench.scoring.score import Scores, score_run
from MISGroundLib.files import write_text
from MISGroundLib.paths import make_way


def write_report(questions: Path, answers: Path, out: Path, pictures: Pictures | None = None) -> Scores:
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
