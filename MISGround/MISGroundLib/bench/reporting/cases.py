"""The worst cells of a run in the report: questions that were answered wrongly, with their pictures."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.answer_file import BenchAnswer
from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.bench.reporting.examples import Example, Examples, Pictures
from MISGroundLib.bench.reporting.plots import COLORS, sign
from MISGroundLib.bench.reporting.png import png_of
from MISGroundLib.bench.reporting.words import cell_name, count, percent, percent_range
from MISGroundLib.bench.scoring.columns import best_box
from MISGroundLib.bench.scoring.score import Scores
from MISGroundLib.bench.scoring.tallies import Group
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box

_MOST_PICTURES = 6
_LONGEST_ANSWER = 1200


def cells_section(scores: Scores, examples: Examples, pictures: Pictures | None) -> str:
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


def _cell(cell: Group, examples: Sequence[Example], order: Sequence[str], pictures: Pictures | None) -> str:
    tally = cell.by[order[0]]
    shown = f"{percent(tally.accuracy)} {percent_range(tally.interval)} of {count(tally.scored)}"
    body = "".join(_example(example, order, pictures) for example in examples)
    return f"<h3>{html.escape(cell_name(cell.levels))}</h3><p>{shown}; chance {percent(tally.chance)}</p>{body}"


def _example(example: Example, order: Sequence[str], pictures: Pictures | None) -> str:
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


def _frames(example: Example, order: Sequence[str], pictures: Pictures | None) -> str:
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
