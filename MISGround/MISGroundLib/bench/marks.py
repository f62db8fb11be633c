"""Draws marks into pictures: masks, boxes, points and letters. X is red, Y is blue, a mark without a letter is red."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from MISGroundLib.bench.question import Mark

RED, BLUE = (255, 70, 60), (70, 150, 255)
_OPACITY = 0.5


@dataclass(frozen=True)
class Place:
    """Where a mark goes, in pixels of the picture as drawn: the structure's piece, its box and its deepest pixel."""

    piece: NDArray[np.bool_]
    box_px: tuple[int, int, int, int]
    point_px: tuple[int, int]


def color_of(mark: Mark) -> tuple[int, int, int]:
    """Red, or blue for Y."""
    return BLUE if mark.letter == "Y" else RED


def draw_marks(picture: NDArray[np.uint8], marks: list[tuple[Mark, Place]]) -> NDArray[np.uint8]:
    """A picture (height, width, 3) with marks; letters go on last, beside their marks and clear of each other."""
    drawn = picture.astype(np.float64)
    for mark, place in marks:
        if mark.kind == "mask":
            drawn[place.piece] = (1 - _OPACITY) * drawn[place.piece] + _OPACITY * np.array(color_of(mark))
    canvas = Image.fromarray(np.rint(drawn).astype(np.uint8))
    draw = ImageDraw.Draw(canvas)
    side = min(canvas.size)
    for mark, place in marks:
        if mark.kind == "box":
            _outline(draw, place.box_px, color_of(mark), max(1, round(side / 256)))
        elif mark.kind == "point":
            _disc(draw, place.point_px, color_of(mark), _radius(side))
    font = ImageFont.load_default(max(10, round(side / 18)))
    taken: list[tuple[float, float, float, float]] = []
    for mark, place in marks:
        if mark.letter:
            taken.append(_letter(draw, font, mark, place, canvas.size, taken))
    return np.asarray(canvas).copy()


def _outline(
    draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], color: tuple[int, int, int], width: int
) -> None:
    """Just outside the box, so that nothing in it is hidden."""
    x0, y0, x1, y1 = box
    for step in range(1, width + 1):
        draw.rectangle((x0 - step, y0 - step, x1 - 1 + step, y1 - 1 + step), outline=color)


def _disc(draw: ImageDraw.ImageDraw, point: tuple[int, int], color: tuple[int, int, int], radius: int) -> None:
    x, y = point
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color, outline=(255, 255, 255))


def _radius(side: int) -> int:
    return max(2, round(side / 80))


def _letter(
    draw: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    mark: Mark,
    place: Place,
    size: tuple[int, int],
    taken: list[tuple[float, float, float, float]],
) -> tuple[float, float, float, float]:
    """Write a letter; returns where it is. The letter of "label" stands on the structure, others beside their mark."""
    left, top, right, bottom = draw.textbbox((0, 0), mark.letter, font=font, anchor="lt", stroke_width=1)
    width, height = right - left, bottom - top
    x, y = place.point_px
    if mark.kind == "label":
        corners = [(x - width / 2, y - height / 2)]
    else:
        gap = 2
        x0, y0, x1, y1 = place.box_px
        if mark.kind == "point":
            reach = _radius(min(size))
            x0, y0, x1, y1 = x - reach, y - reach, x + reach + 1, y + reach + 1
        middle = ((x0 + x1 - width) / 2, (y0 + y1 - height) / 2)
        corners = [
            (x0 - width - gap, y0 - height - gap),
            (x1 + gap, y1 + gap),
            (x1 + gap, y0 - height - gap),
            (x0 - width - gap, y1 + gap),
            (x1 + gap, middle[1]),
            (x0 - width - gap, middle[1]),
            (middle[0], y0 - height - gap),
            (middle[0], y1 + gap),
            (x0 + gap, y0 + gap),
        ]
    boxes = [(x, y, x + width, y + height) for x, y in corners]
    fits = [box for box in boxes if _inside(box, size) and not any(_overlap(box, other) for other in taken)]
    box = (fits or boxes)[0] if mark.kind == "label" else (fits or [boxes[-1]])[0]
    # Two letters side by side rather than one over the other; never out of the picture.
    start = (min(max(0.0, box[0]), size[0] - width), min(max(0.0, box[1]), size[1] - height))
    draw.text(start, mark.letter, fill=color_of(mark), font=font, anchor="lt", stroke_width=1, stroke_fill="white")
    return start[0], start[1], start[0] + width, start[1] + height


def _inside(box: tuple[float, float, float, float], size: tuple[int, int]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]


def _overlap(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
