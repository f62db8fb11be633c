"""Contact sheets: the best, median and worst answers of a suite; truth green, answer yellow, prior grey."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from MISGroundLib.geometry import Box
from training.evaluation.scoring import Outcome, overlap
from training.evaluation.views import Suite

_TILE = 240
_COLUMNS = 8


def draw_sheet(suite: Suite, outcomes: Sequence[Outcome], path: Path) -> None:
    """Three rows: best, median, worst, each structure once a row."""
    found = sorted((o for o in outcomes if o.truth is not None and o.headline), key=lambda o: -o.iou)
    if not found:
        return
    middle = found[len(found) // 2].iou
    rows = (found, sorted(found, key=lambda o: abs(o.iou - middle)), found[::-1])
    sheet = Image.new("RGB", (_TILE * _COLUMNS, _TILE * len(rows)))
    for row, ranked in enumerate(rows):
        for column, outcome in enumerate(_each_structure_once(ranked)[:_COLUMNS]):
            sheet.paste(_tile(suite, outcome), (_TILE * column, _TILE * row))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def _each_structure_once(ranked: Sequence[Outcome]) -> list[Outcome]:
    first: dict[str, Outcome] = {}
    for outcome in ranked:
        first.setdefault(outcome.structure, outcome)
    return list(first.values())


def _tile(suite: Suite, outcome: Outcome) -> Image.Image:
    pixels = suite.views[outcome.view].pixels
    scale = (_TILE - 4) / max(pixels.shape)
    tile = Image.fromarray(pixels).convert("RGB")
    tile = tile.resize((max(1, round(tile.width * scale)), max(1, round(tile.height * scale))))
    draw = ImageDraw.Draw(tile)
    boxes: list[tuple[Box | None, tuple[int, int, int]]] = [
        (outcome.prior, (130, 130, 130)),
        (outcome.truth, (0, 255, 0)),
        (outcome.answer, (255, 220, 0)),
    ]
    for box, color in boxes:
        if box is not None:
            draw.rectangle([v * scale for v in box], outline=color, width=2)
    said = f"{outcome.iou:.2f}" if outcome.answer else "missed"
    draw.text((3, 3), f"{outcome.structure} {said} ({overlap(outcome.truth, outcome.prior):.2f})", fill=(255, 255, 255))
    return tile
