"""Single questions as HTML: one as a page of its own, and what a report shows of the worst cells.

A report's examples are read from the files once more, since scores keep numbers only; the files were checked when they
were scored.
"""

from __future__ import annotations

import base64
import html
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from MISGroundLib.bench.question_file import BenchQuestion
from MISGroundLib.bench.question_pictures import DrawPictures, png_of
from MISGroundLib.bench.report_sections import COLORS, sign
from MISGroundLib.bench.report_tables import cell_name, count, percent, percent_range
from MISGroundLib.bench.run_folder import BenchAnswer, read_answers
from MISGroundLib.bench.score import Group, Scores
from MISGroundLib.bench.score_columns import FACTORS, UNREADABLE, WRONG, best_box
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box

WORST_CELLS = 4
EXAMPLES = 2
_ENOUGH = 10
_COMMON = 6
_LONGEST = 240

_MOST_PICTURES = 6
_LONGEST_ANSWER = 1200
_PAGE_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}"
    "figure{display:inline-block;margin:0 1em 1em 0}img{image-rendering:pixelated;max-width:100%;background:#000}"
    "pre{white-space:pre-wrap;background:#f4f4f4;padding:1em}.right{font-weight:bold;color:#0a6b2d}"
    "table{border-collapse:collapse}td{padding:0 1em 0 0;vertical-align:top}"
)
_SHOWN_PX = 480


@dataclass(frozen=True)
class Example:
    """A question that the first decoding got wrong, with every decoding's answer."""

    question: BenchQuestion
    answers: tuple[BenchAnswer, ...]


@dataclass(frozen=True)
class Examples:
    """worst: cells, the worst first, each with wrong answers. unreadable, errors: the commonest texts by decoding."""

    worst: tuple[tuple[Group, tuple[Example, ...]], ...]
    unreadable: dict[str, tuple[tuple[str, int], ...]]
    errors: dict[str, tuple[tuple[str, int], ...]]


def examples_of(questions: Path, answers: Path, scores: Scores) -> Examples:
    """Examples for the report. The worst cells are those of the first decoding with at least 10 questions, if any."""
    cells = worst_cells(scores)
    rows = [_wrong_rows(scores, cell) for cell in cells]
    wanted = _questions(questions, sorted({row for some in rows for row in some}))
    said: dict[str, list[BenchAnswer]] = {question.id: [] for question in wanted.values()}
    words: dict[str, Counter[str]] = {name: Counter() for name in scores.decodings}
    errors: dict[str, Counter[str]] = {name: Counter() for name in scores.decodings}
    places = {scores.columns.ids[row]: row for row in _unreadable_rows(scores)}
    for answer in read_answers(answers):
        if answer.question in said:
            said[answer.question].append(answer)
        if answer.error:
            errors[answer.decoding][_short(answer.error)] += 1
        elif answer.question in places:
            state = scores.by_decoding[answer.decoding].state[places[answer.question]]
            words[answer.decoding][_short(answer.raw)] += int(state == UNREADABLE)
    return Examples(
        tuple(
            (cell, tuple(Example(wanted[row], tuple(said[wanted[row].id])) for row in some))
            for cell, some in zip(cells, rows, strict=True)
        ),
        {name: _commonest(counter) for name, counter in words.items()},
        {name: _commonest(counter) for name, counter in errors.items()},
    )


def worst_cells(scores: Scores, most: int = WORST_CELLS) -> tuple[Group, ...]:
    """The cells in which the first decoding is farthest below, or least above, chance. Controls are left out."""
    if not scores.decodings:
        return ()
    first = scores.decodings[0]
    of = [cell for cell in scores.cells if cell.by[first].scored and cell.by[first].right < cell.by[first].scored]
    family = FACTORS.index("family")
    of = [cell for cell in of if cell.levels[family] not in ("no-image", "flipped")]
    enough = [cell for cell in of if cell.by[first].scored >= _ENOUGH] or of
    return tuple(sorted(enough, key=lambda cell: cell.by[first].accuracy - cell.by[first].chance)[:most])


def _wrong_rows(scores: Scores, cell: Group) -> list[int]:
    """Rows of wrong answers in a cell, of different cases where there are such."""
    found = scores.by_decoding[scores.decodings[0]]
    of = np.isin(found.state, (WRONG, UNREADABLE))
    for factor, level in zip(scores.columns.factors, cell.levels, strict=True):
        of &= factor.codes == factor.levels.index(level)
    rows = np.flatnonzero(of).tolist()
    cases = scores.columns.case[rows]
    firsts = {int(case): row for row, case in reversed(list(zip(rows, cases, strict=True)))}
    others = [row for row in rows if row not in firsts.values()]
    return sorted([*sorted(firsts.values()), *others][:EXAMPLES])


def _unreadable_rows(scores: Scores) -> list[int]:
    of = np.zeros(len(scores.columns.ids), dtype=bool)
    for found in scores.by_decoding.values():
        of |= found.state == UNREADABLE
    return np.flatnonzero(of).tolist()


def _questions(path: Path, rows: list[int]) -> dict[int, BenchQuestion]:
    """The questions of these rows; row 0 is on the line after the header."""
    wanted = set(rows)
    with path.open("rb") as stream:
        lines = islice(stream, 1, max(rows, default=-1) + 2)
        return {row: BenchQuestion.from_json(json.loads(line)) for row, line in enumerate(lines) if row in wanted}


def _commonest(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((text, number) for text, number in counter.most_common(_COMMON) if number)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + " …"


def cells_section(scores: Scores, examples: Examples, pictures: DrawPictures | None) -> str:
    """The worst cells with examples; nothing where every answer is right."""
    if not examples.worst:
        return ""
    first = scores.decodings[0]
    parts = [_cell(cell, some, scores.decodings, pictures) for cell, some in examples.worst]
    return (
        f"<h2>Where it fails most</h2><p class='quiet'>The cells in which {html.escape(first)} lies farthest below, or "
        "least above, chance, each with a few of the questions that it got wrong. The worst of many cells looks worse "
        f"than it is.</p>{''.join(parts)}"
    )


def _cell(cell: Group, examples: Sequence[Example], order: Sequence[str], pictures: DrawPictures | None) -> str:
    tally = cell.by[order[0]]
    shown = f"{percent(tally.accuracy)} {percent_range(tally.interval)} of {count(tally.scored)}"
    body = "".join(_example(example, order, pictures) for example in examples)
    return f"<h3>{html.escape(cell_name(cell.levels))}</h3><p>{shown}; chance {percent(tally.chance)}</p>{body}"


def _example(example: Example, order: Sequence[str], pictures: DrawPictures | None) -> str:
    question = example.question
    told = html.escape(question.text)
    answers = sorted(example.answers, key=lambda answer: order.index(answer.decoding))
    said = "".join(_answer(question, answer, order.index(answer.decoding)) for answer in answers)
    return (
        f'<div class="example">{_frames(example, order, pictures)}<div class="words"><pre>{told}</pre>'
        f"<p><b>right:</b> {html.escape(_truth(question))}</p>{said}"
        f'<p class="quiet">{html.escape(question.case)}, question {html.escape(question.id)}</p></div></div>'
    )


def _truth(question: BenchQuestion) -> str:
    if question.answer is not None:
        return question.options[question.answer]
    return "absent" if question.box_px is None else f"a box at {_corners(question.box_px)} (dashed)"


def _answer(question: BenchQuestion, answer: BenchAnswer, series: int) -> str:
    if answer.error:
        read = f"could not be asked: {answer.error}"
    elif question.answer is not None:
        read = "unreadable" if answer.choice is None else question.options[answer.choice]
    else:
        box = best_box(answer)
        read = f"a box at {_corners(box)}" if box else "absent" if answer.said_absent else "unreadable"
    raw = answer.raw if len(answer.raw) <= _LONGEST_ANSWER else answer.raw[:_LONGEST_ANSWER] + " …"
    words = html.escape(raw) or "(no words)"
    return f"<p>{sign(series)}<b>{html.escape(answer.decoding)}:</b> {html.escape(read)}</p><pre>{words}</pre>"


def _corners(box: Box) -> str:
    return "(" + ", ".join(f"{value:.0f}" for value in box) + ")"


def _frames(example: Example, order: Sequence[str], pictures: DrawPictures | None) -> str:
    if pictures is None or not example.question.pictures:
        return ""
    try:
        drawn = pictures(example.question)
    except UserError as error:
        return f'<div class="frames"><p class="quiet">No picture: {html.escape(str(error))}</p></div>'
    boxes: list[tuple[Box, str]] = []
    if example.question.answer is None:
        found = [(best_box(answer), order.index(answer.decoding)) for answer in example.answers]
        boxes = [(box, f'stroke="{COLORS[series % len(COLORS)]}"') for box, series in found if box]
        if example.question.box_px:
            boxes.append((example.question.box_px, 'stroke="#fff" stroke-dasharray="5 4"'))
    frames = "".join(_frame(pixels, boxes) for pixels in drawn[:_MOST_PICTURES])
    more = f'<p class="quiet">{_MOST_PICTURES} of {len(drawn)} pictures</p>' if len(drawn) > _MOST_PICTURES else ""
    return f'<div class="frames">{frames}{more}</div>'


def _frame(pixels: NDArray[np.uint8], boxes: Sequence[tuple[Box, str]]) -> str:
    """A picture with boxes over it, each with its line's look. Pixel i covers [i, i + 1) of the drawing."""
    height, width = pixels.shape[:2]
    rectangles = "".join(
        f'<rect x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}" fill="none" {look} '
        'stroke-width="2" vector-effect="non-scaling-stroke"/>'
        for (x0, y0, x1, y1), look in boxes
    )
    address = "data:image/png;base64," + base64.b64encode(png_of(pixels)).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="{address}"/>{rectangles}</svg>'
    )


def question_page(question: BenchQuestion, pictures: list[NDArray[np.uint8]]) -> str:
    """A self-contained HTML page. pictures: as PictureMaker draws them; the true box is added here, in green."""
    figures = "".join(_figure(question, picture, index) for index, picture in enumerate(pictures))
    options = "".join(
        f"<li{' class=right' if index == question.answer else ''}>{html.escape(option)}"
        f"{' (right)' if index == question.answer else ''}</li>"
        for index, option in enumerate(question.options)
    )
    facts = {
        "id": question.id,
        "case": question.case,
        "cell": ", ".join(question.cell),
        "structures": ", ".join(question.structures),
        "direction": question.direction or "none",
        "chance": f"{question.chance:.3f}",
        "truth": _truth_in_full(question),
    }
    rows = "".join(f"<tr><td>{name}</td><td>{html.escape(value)}</td></tr>" for name, value in facts.items())
    recipe = json.dumps([asdict(picture) for picture in question.pictures], indent=1, ensure_ascii=False)
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(question.id)}</title>"
        f"<style>{_PAGE_STYLE}</style><h1>{html.escape(question.family)}</h1>"
        f"{figures or '<p>This question has no picture.</p>'}<pre>{html.escape(question.text)}</pre>"
        f"<ol type=A>{options}</ol><table>{rows}</table><h2>Recipe</h2><pre>{html.escape(recipe)}</pre></html>"
    )


def _figure(question: BenchQuestion, picture: NDArray[np.uint8], index: int) -> str:
    image = Image.fromarray(picture)
    scale = max(1, _SHOWN_PX // max(image.size))
    image = image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)
    if question.box_px is not None:
        x0, y0, x1, y1 = (value * scale for value in question.box_px)
        ImageDraw.Draw(image).rectangle((x0 - 1, y0 - 1, x1, y1), outline=(60, 220, 90))
    data = base64.b64encode(png_of(np.asarray(image))).decode()
    recipe = question.pictures[index]
    caption = f"{index + 1}: {recipe.plane}, {recipe.position_mm:g} mm, {recipe.convention}"
    shown = f'<img alt="picture {index + 1}" src="data:image/png;base64,{data}">'
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


def _truth_in_full(question: BenchQuestion) -> str:
    if question.answer is not None:
        return f"{'ABCDEFGH'[question.answer]}. {question.options[question.answer]}"
    if question.box_px is None:
        return "absent"
    return "box " + ", ".join(f"{value:g}" for value in question.box_px) + " px (x0, y0, x1, y1)"
