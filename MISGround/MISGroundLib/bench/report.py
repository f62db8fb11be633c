"""A run's report: a page for people (one HTML text that loads nothing), and tables for papers beside it.

The page is Resources/Benchmark/report.html.jinja, which escapes whatever comes from files; plots are matplotlib's. What
it shows of single questions is read from the files once more, since scores keep numbers only.
"""

from __future__ import annotations

import base64
import io
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from MISGroundLib.bench.question_file import BenchQuestion
from MISGroundLib.bench.question_pictures import DrawPictures, png_of
from MISGroundLib.bench.report_tables import (
    FACTOR_NAMES,
    as_csv,
    as_latex,
    as_markdown,
    card_rows,
    cell_name,
    count,
    flip_rows,
    group_rows,
    level_name,
    localisation_rows,
    p_value,
    pair_name,
    pair_rows,
    percent,
    percent_range,
    rejection_rows,
    unreadable_rows,
)
from MISGroundLib.bench.run_folder import BenchAnswer, read_answers
from MISGroundLib.bench.score import CONTROLS, REPEATS, Group, Interval, Scores, not_installed, score_run
from MISGroundLib.bench.score_columns import FACTORS, UNREADABLE, WRONG
from MISGroundLib.errors import UserError
from MISGroundLib.files import make_way, resource, write_text
from MISGroundLib.geometry import Box

try:
    import jinja2
    import matplotlib
    from markupsafe import Markup
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise not_installed(error) from error

WORST_CELLS = 4
EXAMPLES = 2
_ENOUGH = 10  # questions in a cell
_COMMON = 6
_FEW_CASES = 20
_LONGEST = 240
_LONGEST_ANSWER = 1200
_MOST_PICTURES = 6
_SHOWN_PX = 480

# A palette for colour-blind readers (Okabe and Ito); series differ by shape as well.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
_MARKERS = "osD^"
# Greys that can be seen on a white and on a dark page.
_GRID, _CHANCE = "#8090a055", "#7d8997"
_INCH = 72.0  # of an SVG, in px
_PLAIN: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "misground",
    "text.parse_math": False,
    "font.size": 13,
    "font.sans-serif": ["DejaVu Sans"],
}


def write_report(questions: Path, answers: Path, out: Path, pictures: DrawPictures | None = None) -> Scores:
    """Score a run and write its report.

    Args:
        questions: The file of questions.
        answers: The folder of the run.
        out: An HTML page that needs nothing else; beside it come the same name with .csv, .md and .tex. A folder gets
            report.html and so on.
        pictures: Draws a question's pictures for the examples; none are shown without it.

    Raises:
        UserError: As `score_run` does, and where nothing can be written.
    """
    scores = score_run(questions, answers)
    page = out if out.suffix.lower() in (".html", ".htm") else out / "report.html"
    make_way(page)
    write_text(page, report_page(scores, examples_of(questions, answers, scores, pictures)))
    for suffix, text in ((".csv", as_csv(scores)), (".md", as_markdown(scores)), (".tex", as_latex(scores))):
        write_text(page.with_suffix(suffix), text)
    return scores


def report_page(scores: Scores, examples: Examples) -> str:
    """The whole page as HTML."""
    by_factor = {
        factor: [group for group in scores.groups if group.factors == (factor,)]
        for factor in FACTOR_NAMES
        if factor != "family"
    }
    compared = [
        Row(
            pair_name(pair.first, pair.second),
            [Dot(pair.paired.difference, pair.paired.interval)],
            note=f"p {p_value(pair.paired.p)}" if pair.paired.p < 0.0001 else f"p = {p_value(pair.paired.p)}",
        )
        for pair in scores.pairs
        if not pair.family
    ]
    plots = {
        "family": plot_shares([group for group in scores.groups if group.factors == ("family",)], 760),
        "factors": {factor: plot_shares(groups, 560) for factor, groups in by_factor.items() if len(groups) > 1},
        "pairs": plot_differences(compared) if compared else "",
    }
    return _rendered(
        "report.html.jinja",
        scores=scores,
        model=str(scores.card.model.get("name", "")) or "a model",
        plots=plots,
        examples=examples,
        group_rows=lambda factor="": list(group_rows(scores, factor)),
        pair_rows=list(pair_rows(scores)),
        flip_rows=list(flip_rows(scores)),
        localisation_rows=list(localisation_rows(scores)),
        rejection_rows=list(rejection_rows(scores)),
        unreadable_rows=list(unreadable_rows(scores)),
        card_rows=list(card_rows(scores)),
        few_cases=_FEW_CASES,
        repeats=REPEATS,
    )


def question_page(question: BenchQuestion, pictures: Sequence[NDArray[np.uint8]]) -> str:
    """One question as a page of its own.

    Args:
        question: The question.
        pictures: Its pictures as PictureMaker draws them, (height, width, 3); the true box is added, in green.
    """
    truth = truth_of(question)
    if question.answer is not None:
        truth = f"{'ABCDEFGH'[question.answer]}. {truth}"
    elif question.box_px is not None:
        truth = "box " + ", ".join(f"{value:g}" for value in question.box_px) + " px (x0, y0, x1, y1)"
    return _rendered(
        "question.html.jinja",
        question=question,
        pictures=[_enlarged(picture, question.box_px) for picture in pictures],
        facts={
            "id": question.id,
            "case": question.case,
            "cell": ", ".join(question.cell),
            "structures": ", ".join(question.structures),
            "direction": question.direction or "none",
            "chance": f"{question.chance:.3f}",
            "truth": truth,
        },
        recipe=json.dumps([asdict(picture) for picture in question.pictures], indent=1, ensure_ascii=False),
    )


def _rendered(template: str, **told: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resource("Benchmark")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    for called in (percent, percent_range, count, cell_name):
        environment.filters[called.__name__] = called
    environment.globals.update(colors=COLORS, chance_color=_CHANCE, factor_names=FACTOR_NAMES)
    return environment.get_template(template).render(told)


@dataclass(frozen=True)
class Answered:
    """What one decoding said to a question: how it was read, and the words. series: the decoding's number."""

    decoding: str
    series: int
    read: str
    words: str


@dataclass(frozen=True)
class Frame:
    """A picture as a data address, and boxes on it: each with its decoding's number, None for the true one."""

    href: str
    width: int
    height: int
    boxes: tuple[tuple[Box, int | None], ...]


@dataclass(frozen=True)
class Example:
    """A question that the first decoding got wrong, with every decoding's answer. drawn: pictures that there are."""

    question: BenchQuestion
    truth: str
    answers: tuple[Answered, ...]
    frames: tuple[Frame, ...] = ()
    drawn: int = 0
    no_picture: str = ""


@dataclass(frozen=True)
class Examples:
    """worst: cells, the worst first, each with wrong answers. common: a title -> the commonest texts, how often."""

    worst: tuple[tuple[Group, tuple[Example, ...]], ...]
    common: dict[str, list[tuple[str, str]]]


def examples_of(questions: Path, answers: Path, scores: Scores, pictures: DrawPictures | None = None) -> Examples:
    """Examples of the worst cells, and the commonest texts that were no answers."""
    cells = worst_cells(scores)
    rows = [_wrong_rows(scores, cell) for cell in cells]
    wanted = _questions(questions, {row for some in rows for row in some})
    said: dict[str, list[BenchAnswer]] = {question.id: [] for question in wanted.values()}
    words: dict[str, Counter[str]] = {name: Counter() for name in scores.decodings}
    errors: dict[str, Counter[str]] = {name: Counter() for name in scores.decodings}
    row_of = {identifier: row for row, identifier in enumerate(scores.columns.ids)}
    for answer in read_answers(answers):
        if answer.question in said:
            said[answer.question].append(answer)
        if answer.error:
            errors[answer.decoding][_short(answer.error)] += 1
        elif scores.by_decoding[answer.decoding].state[row_of[answer.question]] == UNREADABLE:
            words[answer.decoding][_short(answer.raw)] += 1
    worst = []
    for cell, some in zip(cells, rows, strict=True):
        chosen = [wanted[row] for row in some]
        worst.append((cell, tuple(_example(one, said[one.id], scores.decodings, pictures) for one in chosen)))
    common = {
        f"{title}, {name}": [(text, count(number)) for text, number in counter.most_common(_COMMON)]
        for title, by in (("Unreadable answers", words), ("Errors", errors))
        for name, counter in by.items()
        if counter
    }
    return Examples(tuple(worst), common)


def worst_cells(scores: Scores, most: int = WORST_CELLS) -> tuple[Group, ...]:
    """The cells in which the first decoding is farthest below, or least above, chance. Controls are left out.

    Only cells of at least 10 questions count, if there are any.
    """
    if not scores.decodings:
        return ()
    first, family = scores.decodings[0], FACTORS.index("family")
    tallies = [(cell, cell.by[first]) for cell in scores.cells if cell.levels[family] not in CONTROLS]
    wrong = [(cell, tally) for cell, tally in tallies if tally.right < tally.scored]
    enough = [(cell, tally) for cell, tally in wrong if tally.scored >= _ENOUGH] or wrong
    return tuple(cell for cell, _ in sorted(enough, key=lambda one: one[1].accuracy - one[1].chance)[:most])


def _wrong_rows(scores: Scores, cell: Group) -> list[int]:
    """Rows of wrong answers in a cell, of different cases where there are such."""
    of = np.isin(scores.by_decoding[scores.decodings[0]].state, (WRONG, UNREADABLE))
    for factor, level in zip(scores.columns.factors, cell.levels, strict=True):
        of &= factor.codes == factor.levels.index(level)
    rows = np.flatnonzero(of)
    first_of_case = np.unique(scores.columns.case[rows], return_index=True)[1]
    firsts = np.sort(rows[first_of_case])
    return sorted([*firsts.tolist(), *np.setdiff1d(rows, firsts).tolist()][:EXAMPLES])


def _questions(path: Path, rows: set[int]) -> dict[int, BenchQuestion]:
    """The questions of these rows; row 0 is on the line after the header. The file was checked when it was scored."""
    with path.open("rb") as stream:
        lines = islice(stream, 1, max(rows, default=-1) + 2)
        return {row: BenchQuestion.from_json(json.loads(line)) for row, line in enumerate(lines) if row in rows}


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + " \u2026"


def _example(
    question: BenchQuestion, answers: Sequence[BenchAnswer], order: Sequence[str], pictures: DrawPictures | None
) -> Example:
    answers = sorted(answers, key=lambda answer: order.index(answer.decoding))
    truth = truth_of(question)
    if question.answer is None and question.box_px:
        truth += " (dashed)"
    said = tuple(_answered(question, answer, order.index(answer.decoding)) for answer in answers)
    if pictures is None or not question.pictures:
        return Example(question, truth, said)
    try:
        drawn = pictures(question)
    except UserError as error:
        return Example(question, truth, said, no_picture=str(error))
    boxes: list[tuple[Box, int | None]] = []
    if question.answer is None:
        found = [(answer.best_box, order.index(answer.decoding)) for answer in answers]
        boxes = [(box, series) for box, series in found if box]
        if question.box_px:
            boxes.append((question.box_px, None))
    frames = [
        Frame(_data_address(pixels), pixels.shape[1], pixels.shape[0], tuple(boxes))
        for pixels in drawn[:_MOST_PICTURES]
    ]
    return Example(question, truth, said, tuple(frames), len(drawn))


def _answered(question: BenchQuestion, answer: BenchAnswer, series: int) -> Answered:
    if answer.error:
        read = f"could not be asked: {answer.error}"
    elif question.answer is not None:
        read = "unreadable" if answer.choice is None else question.options[answer.choice]
    elif answer.best_box:
        read = f"a box at {_corners(answer.best_box)}"
    else:
        read = "absent" if answer.said_absent else "unreadable"
    raw = answer.raw if len(answer.raw) <= _LONGEST_ANSWER else answer.raw[:_LONGEST_ANSWER] + " \u2026"
    return Answered(answer.decoding, series, read, raw)


def truth_of(question: BenchQuestion) -> str:
    """The right answer in words."""
    if question.answer is not None:
        return question.options[question.answer]
    return "absent" if question.box_px is None else f"a box at {_corners(question.box_px)}"


def _corners(box: Box) -> str:
    return "(" + ", ".join(f"{value:.0f}" for value in box) + ")"


def _data_address(pixels: NDArray[np.uint8]) -> str:
    return "data:image/png;base64," + base64.b64encode(png_of(pixels)).decode("ascii")


def _enlarged(pixels: NDArray[np.uint8], box: Box | None) -> str:
    """A picture large enough to look at, with the true box in green just outside its pixels."""
    image = Image.fromarray(pixels)
    scale = max(1, _SHOWN_PX // max(image.size))
    image = image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)
    if box is not None:
        x0, y0, x1, y1 = (value * scale for value in box)
        ImageDraw.Draw(image).rectangle((x0 - 1, y0 - 1, x1, y1), outline=(60, 220, 90))
    return _data_address(np.asarray(image))


@dataclass(frozen=True)
class Dot:
    """A share or a difference of shares with its interval; NaN where unknown."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class Row:
    """A line of a plot: a dot for each series; mark: a value drawn as a grey tick, such as chance; note: at its end."""

    label: str
    dots: Sequence[Dot]
    mark: float = math.nan
    note: str = ""


def plot_shares(groups: Sequence[Group], width_px: int) -> Markup:
    """Accuracies with Wilson intervals, 0 to 100 %, as SVG: a line a level, a colour and shape a decoding."""
    rows = []
    for group in groups:
        most = max(group.by.values(), key=lambda tally: tally.scored, default=None)
        dots = [Dot(tally.accuracy, tally.interval) for tally in group.by.values()]
        about = (most.chance, f"n = {count(most.scored)}") if most else ()
        rows.append(Row(level_name(group.levels[0]), dots, *about))
    return svg_of(draw_rows(rows, width_px, (0, 25, 50, 75, 100), "{:.0f} %")) if rows else Markup()


def plot_differences(rows: Sequence[Row]) -> Markup:
    """Differences of shares in percentage points, as SVG."""
    ends = [abs(100 * end) for row in rows for dot in row.dots for end in (dot.value, *dot.interval)]
    reach = max([2.0, *(end for end in ends if not math.isnan(end))])
    ticks = MaxNLocator(nbins=9, integer=True, symmetric=True).tick_values(-reach, reach)
    return svg_of(draw_rows(rows, 760, ticks, "{:+.0f}"))


@matplotlib.rc_context(_PLAIN)
def draw_rows(rows: Sequence[Row], width_px: int, ticks: Sequence[float], written: str) -> Figure:
    """Dots with their intervals in percent, a line a row, the first on top. ticks: all of the axis."""
    series = max((len(row.dots) for row in rows), default=1)
    height_px = len(rows) * (15 * series + 9) + 30
    figure = Figure((width_px / _INCH, height_px / _INCH))
    axes: Axes = figure.add_axes((200 / width_px, 24 / height_px, 1 - 286 / width_px, 1 - 30 / height_px))
    axes.set(xlim=(ticks[0], ticks[-1]), ylim=(len(rows), 0), xticks=ticks, yticks=np.arange(len(rows)) + 0.5)
    axes.set_xticklabels([written.format(tick).replace("+0", "0") for tick in ticks], size=11.5)
    axes.set_yticklabels([row.label for row in rows])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(axis="x", color=_GRID, clip_on=False)
    if ticks[0] < 0:
        axes.axvline(0, color=_CHANCE, linewidth=1)
    for i, row in enumerate(rows):
        axes.text(1.015, i + 0.5, row.note, size=11.5, va="center", transform=axes.get_yaxis_transform())
        axes.plot([100 * row.mark] * 2, [i + 0.1, i + 0.9], color=_CHANCE, linewidth=2, linestyle=(0, (1.5, 1)))
        for j, dot in enumerate(row.dots):
            y, color = i + 0.5 + (j - (series - 1) / 2) * 0.7 / series, COLORS[j % len(COLORS)]
            axes.plot([100 * end for end in dot.interval], [y, y], color=color, linewidth=2)
            axes.plot(100 * dot.value, y, _MARKERS[j % len(_MARKERS)], color=color, markersize=8)
    for line in axes.lines:
        line.set_clip_on(False)
    return figure


@matplotlib.rc_context(_PLAIN)
def svg_of(figure: Figure) -> Markup:
    """A figure as an element of a page, its text as text in the page's colour; what may be there only once left out."""
    stream = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(stream, format="svg", transparent=True, metadata=nothing)
    svg = stream.getvalue()
    svg = svg[svg.index("<svg ") :].replace("<svg ", '<svg class="plot" role="img" fill="currentColor" ', 1)
    svg = re.sub(r'((?:width|height)="[\d.]+)pt"', r'\1"', svg)
    for once in (r'\s+id="[a-z0-9._]+_\d+"', r"<defs>\s*<style.*?</defs>", "<metadata>.*?</metadata>"):
        svg = re.sub(once, "", svg, flags=re.DOTALL)
    return Markup(svg)
