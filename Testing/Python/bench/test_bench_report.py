"""The report's page, its plots and tables: complete, self-contained, and proof against what models write."""

import csv
import io
import math
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest
from made_questions import (
    made_question,
    made_questions,
    random_answers,
    right_answer,
    write_made,
    write_run,
    wrong_answer,
)

from MISGroundLib.bench.report import Dot, Row, draw_rows, plot_differences, svg_of, worst_cells, write_report
from MISGroundLib.bench.report_tables import as_csv, as_latex, as_markdown, p_value, percent, percent_range, points
from MISGroundLib.bench.run_folder import BenchAnswer
from MISGroundLib.bench.score import UNKNOWN, Interval, wilson
from MISGroundLib.errors import UserError

VOID = {"meta", "img", "br", "link", "input", "hr"}
NASTY = "<script>alert('x')</script> & \"quoted\" <img src=x onerror=y>"


class Page(HTMLParser):
    """Reads a page and remembers its tags, attributes and words; fails for tags that are not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.words = [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def draw(question):
    """A picture each, with the case's own grey."""
    return [np.full((40, 60, 3), 10 + 20 * i, np.uint8) for i, _ in enumerate(question.pictures)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A report of 420 made questions and two decodings: (scores, its folder, the page)."""
    folder = tmp_path_factory.mktemp("report")
    questions = write_made(folder / "questions.jsonl", made_questions(420))
    names = ("greedy", "semsam")

    def skill(question, decoding):
        return (0.3 if question.family == "cross-slice" else 0.6) + (0.1 if decoding == "semsam" else 0)

    write_run(folder / "run", folder / "questions.jsonl", random_answers(questions, skill, names, 2), names)
    scores = write_report(folder / "questions.jsonl", folder / "run", folder / "out" / "report.html", draw)
    return scores, folder / "out", Page((folder / "out" / "report.html").read_text(encoding="utf-8"))


def test_the_report_stands_beside_its_tables(made):
    assert sorted(path.name for path in made[1].iterdir()) == ["report.csv", "report.html", "report.md", "report.tex"]


def test_the_page_loads_nothing_and_runs_nothing(made):
    page = made[2]
    assert not {"script", "link", "iframe", "object", "embed", "img"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        if name in ("src", "href", "xlink:href"):
            assert value.startswith(("data:image/png;base64,", "#"))
        assert name in ("xmlns", "xmlns:xlink") or "//" not in (value or "") or value.startswith("data:")
    assert "url(" not in (made[1] / "report.html").read_text(encoding="utf-8")
    assert "@import" not in (made[1] / "report.html").read_text(encoding="utf-8")


def test_the_page_tells_the_headline_the_sections_and_the_run(made):
    scores, _, page = made
    for name in scores.decodings:
        assert percent(scores.overall[name].accuracy) in page.text
        assert percent_range(scores.interval[name]) in page.text
    for title in ("By kind of question", "By factor", "Decodings compared", "Directions called by their opposite"):
        assert title in page.text
    for title in ("Localisation", "Unreadable answers and errors", "Where it fails most", "The run"):
        assert title in page.text
    assert "420 questions about 35 cases" in page.text
    assert scores.card.questions_sha256 in page.text and "above chance" in page.text
    assert "semsam against greedy" in page.text and points(scores.pairs[0].paired.difference) in page.text


def test_rejection_has_a_headline_and_rows_in_every_table(tmp_path):
    questions = [made_question(i, family) for i, family in enumerate(["localisation", "impossible"] * 4)]
    write_made(tmp_path / "q.jsonl", questions)
    said = [right_answer(one) if one.case and i % 4 else wrong_answer(one) for i, one in enumerate(questions)]
    write_run(tmp_path / "run", tmp_path / "q.jsonl", said)
    scores = write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path, draw)
    parts = scores.rejection["greedy"]
    text = Page((tmp_path / "report.html").read_text(encoding="utf-8")).text
    assert "Rejection: what is not there, said to be absent" in text and "control: impossible query" in text
    assert percent(parts["rejected"].accuracy) in text and percent_range(parts["rejected"].interval) in text
    rows = {row["level"]: row for row in csv.DictReader(io.StringIO(as_csv(scores))) if row["factor"] == "rejection"}
    assert {level: int(row["right"]) for level, row in rows.items()} == {n: t.right for n, t in parts.items()}
    assert rows["rejected"]["interval"] == "wilson"
    for table in (as_markdown(scores), as_latex(scores)):
        assert "Rejection: impossible queries, said absent" in table


def test_without_structures_that_are_missing_there_is_no_headline_of_rejection(tmp_path):
    write_made(tmp_path / "q.jsonl", [made_question(1, "localisation"), made_question()])
    write_run(tmp_path / "run", tmp_path / "q.jsonl", [])
    scores = write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path)
    assert "Rejection" not in (tmp_path / "report.html").read_text(encoding="utf-8") + as_csv(scores)


def test_the_worst_cells_come_with_pictures_and_words(made):
    scores, folder, page = made
    worst = worst_cells(scores)
    gaps = [cell.by["greedy"].accuracy - cell.by["greedy"].chance for cell in worst]
    assert len(worst) == 4 and gaps == sorted(gaps)
    assert (folder / "report.html").read_text(encoding="utf-8").count("data:image/png;base64,") >= 4
    assert "said" in page.words


def texts_of(plot):
    """The texts of an SVG, which must be well-formed."""
    return [text.text for text in ElementTree.fromstring(plot).iter("{http://www.w3.org/2000/svg}text")]


def test_plots_put_values_and_intervals_where_they_belong():
    rows = [Row("a < b & $c$", (Dot(0.5, Interval(0.25, 0.75)), Dot(math.nan, UNKNOWN)), 0.4, "n = 3")]
    figure = draw_rows(rows, 560, (0, 25, 50, 75, 100), "{:.0f} %")
    chance, interval, value, *unknown = [line.get_xdata().tolist() for line in figure.axes[0].lines]
    assert (chance, interval, value) == ([40, 40], [25, 75], [50])
    assert all(math.isnan(number) for numbers in unknown for number in numbers)
    assert figure.axes[0].get_xlim() == (0, 100)
    assert texts_of(svg_of(figure)) == ["0 %", "25 %", "50 %", "75 %", "100 %", "a < b & $c$", "n = 3"]


@pytest.mark.parametrize("reach", [0.0, 0.004, 0.03, 0.3, 1.0])
def test_a_plot_of_differences_is_even_about_0(reach):
    plot = plot_differences([Row("x", (Dot(reach, Interval(-reach, reach)),))])
    numbers = [int(text) for text in texts_of(plot) if text not in ("x", "")]
    assert numbers == sorted(numbers) and numbers == [-number for number in numbers[::-1]]
    assert 3 <= len(numbers) <= 11 and numbers[-1] >= 100 * reach


def test_what_a_model_writes_is_shown_and_never_obeyed(tmp_path):
    question = made_question(0, text=f"Where? {NASTY}\nA. superior", case=f"case {NASTY}")
    others = [made_question(i) for i in (1, 2)]
    write_made(tmp_path / "q.jsonl", [question, *others])
    answers = [
        wrong_answer(question, NASTY, raw=NASTY),
        BenchAnswer(others[0].id, NASTY, NASTY),
        right_answer(others[1], NASTY, error=NASTY),
    ]
    write_run(tmp_path / "run", tmp_path / "q.jsonl", answers, [NASTY])
    write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path / "report.html", draw)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "script" not in page.tags and "img" not in page.tags
    assert page.text.count("alert('x')") >= 5


def test_an_unfinished_run_with_errors_and_few_cases_says_so(tmp_path):
    questions = [made_question(i) for i in range(4)]
    write_made(tmp_path / "q.jsonl", questions)
    answers = [right_answer(questions[0]), right_answer(questions[1], error="It cannot be asked in words.")]
    write_run(tmp_path / "run", tmp_path / "q.jsonl", answers)
    write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path)
    text = Page((tmp_path / "report.html").read_text(encoding="utf-8")).text
    assert "greedy: 2 of 4 questions have no answer yet" in text
    assert "1 questions could not be asked" in text and "make the accuracy 50.0 %" in text
    assert "only 1 case" in text and "It cannot be asked in words." in text
    assert "Wilson; one case only" in text


def test_a_run_without_any_answer_has_a_report_too(tmp_path):
    write_made(tmp_path / "q.jsonl", [made_question(i) for i in range(3)])
    write_run(tmp_path / "run", tmp_path / "q.jsonl", [])
    write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path)
    assert "No answers yet" in Page((tmp_path / "report.html").read_text(encoding="utf-8")).text


def test_a_reason_stands_where_pictures_cannot_be_drawn(tmp_path):
    question = made_question()
    write_made(tmp_path / "q.jsonl", [question])
    write_run(tmp_path / "run", tmp_path / "q.jsonl", [wrong_answer(question)])

    def gone(question):
        raise UserError(f"The case {question.case} is not where it was.")

    write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path, gone)
    assert "The case case-000 is not where it was." in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_localisation_shows_the_true_box_and_the_model_s(tmp_path):
    question = made_question(1, "localisation")
    write_made(tmp_path / "q.jsonl", [question])
    write_run(tmp_path / "run", tmp_path / "q.jsonl", [wrong_answer(question)])
    write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path, draw)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'x="20.0" y="30.0" width="40.0" height="50.0"' in page
    assert 'x="100.0" y="100.0" width="20.0" height="20.0"' in page


def test_a_report_that_cannot_be_written_says_so(made, tmp_path):
    folder = made[1].parent
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is a file"):
        write_report(folder / "questions.jsonl", folder / "run", tmp_path / "file" / "report.html")


@pytest.mark.parametrize("package", ["scipy", "matplotlib", "jinja2"])
def test_a_missing_package_is_said_before_anything_is_read(package):
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from MISGroundLib.__main__ import main\n"
        "sys.exit(main(['bench', 'report', '.', '--questions', __import__('MISGroundLib').__file__, '--out', '.']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert f"needs the package {package}. Install it: pip install 'misground[bench]'" in told


def test_the_csv_has_a_row_a_level_and_decoding(made):
    scores = made[0]
    rows = list(csv.DictReader(io.StringIO(as_csv(scores))))
    assert len(rows) == 2 * (2 + len(scores.groups) + len(scores.rejection["greedy"]))
    (row,) = [r for r in rows if (r["level"], r["decoding"]) == ("MR", "semsam")]
    (tally,) = [group.by["semsam"] for group in scores.groups if group.levels == ("MR",)]
    assert (int(row["right"]), int(row["scored"])) == (tally.right, tally.scored)
    assert float(row["low"]) == pytest.approx(wilson(tally.right, tally.scored).low, abs=1e-6)
    assert row["interval"] == "wilson" and rows[0]["interval"] == "cases"


def test_markdown_and_latex_have_as_many_cells_in_every_row(made):
    scores = made[0]
    for block in as_markdown(scores).strip().split("\n\n"):
        assert len({line.count("|") for line in block.splitlines()}) == 1
    latex = as_latex(scores)
    body = [line for line in latex.splitlines() if line.endswith(r"\\") and "multicolumn" not in line]
    assert {line.count("&") for line in body} == {4}
    assert latex.startswith(r"\begin{tabular}{lrrrr}") and latex.isascii()
    assert latex.count(r"\toprule") == latex.count(r"\bottomrule") == 1


def test_names_cannot_break_a_table(tmp_path):
    name = "a_b & 50% | $x$ \\ {y}"
    question = made_question()
    write_made(tmp_path / "q.jsonl", [question])
    write_run(tmp_path / "run", tmp_path / "q.jsonl", [right_answer(question, name)], [name])
    scores = write_report(tmp_path / "q.jsonl", tmp_path / "run", tmp_path)
    assert r"a\_b \& 50\% | \$x\$ \textbackslash{} \{y\}" in as_latex(scores)
    assert r"a_b & 50% \| $x$" in as_markdown(scores)


def test_numbers_are_written_plainly():
    assert (percent(math.nan), percent_range(UNKNOWN), points(-0.0123)) == ("\N{EN DASH}", "", "\N{MINUS SIGN}1.2")
    assert [p_value(p) for p in (1e-9, 0.00042, 0.0312, 0.5)] == ["< 0.0001", "0.0004", "0.031", "0.50"]
