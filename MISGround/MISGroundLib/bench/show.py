"""One question as a web page of its own: pictures, words, options, the truth and the recipe."""

from __future__ import annotations

import base64
import html
import json
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.bench.reporting.png import png_of

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}"
    "figure{display:inline-block;margin:0 1em 1em 0}img{image-rendering:pixelated;max-width:100%;background:#000}"
    "pre{white-space:pre-wrap;background:#f4f4f4;padding:1em}.right{font-weight:bold;color:#0a6b2d}"
    "table{border-collapse:collapse}td{padding:0 1em 0 0;vertical-align:top}"
)
_SHOWN_PX = 480


def page_of(question: BenchQuestion, pictures: list[NDArray[np.uint8]]) -> str:
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
        "truth": _truth(question),
    }
    rows = "".join(f"<tr><td>{name}</td><td>{html.escape(value)}</td></tr>" for name, value in facts.items())
    recipe = json.dumps([asdict(picture) for picture in question.pictures], indent=1, ensure_ascii=False)
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(question.id)}</title>"
        f"<style>{_STYLE}</style><h1>{html.escape(question.family)}</h1>"
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


def _truth(question: BenchQuestion) -> str:
    if question.answer is not None:
        return f"{'ABCDEFGH'[question.answer]}. {question.options[question.answer]}"
    if question.box_px is None:
        return "absent"
    return "box " + ", ".join(f"{value:g}" for value in question.box_px) + " px (x0, y0, x1, y1)"
