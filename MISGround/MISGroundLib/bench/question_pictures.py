"""Draws a question's pictures from their recipe: the slice as the module cuts it, turned, then the marks.

Marks are masks, boxes, points and letters. X is red, Y is blue, a mark without a letter is red.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from MISGroundLib.bench.cases import LabelledCase, LabelSlice, cases_of, cut_slice
from MISGroundLib.bench.question_file import BenchQuestion, Mark, Picture, read_header
from MISGroundLib.errors import UserError
from MISGroundLib.slices import AUTOMATIC_WINDOW, SliceImage

# Slices of the case that is open, kept for the next question on them.
_KEPT = 16

RED, BLUE = (255, 70, 60), (70, 150, 255)
_OPACITY = 0.5
DrawPictures = Callable[[BenchQuestion], list[NDArray[np.uint8]]]


class PictureMaker:
    """Draws the pictures of a file's questions. The last case stays open: questions come grouped by case.

    One thread only. Close it, or use it as a context manager. It needs Slicer's MRML (slicer-core or Slicer itself).
    """

    def __init__(self, questions: Path, elsewhere: Sequence[Path] = ()) -> None:
        """Find every case. Raises UserError that names one that is not found."""
        self._openers = cases_of(questions, read_header(questions), elsewhere)
        self._open: _OpenCase | None = None

    def draw(self, question: BenchQuestion) -> list[NDArray[np.uint8]]:
        """The pictures in order, each (height, width, 3); none for the family no-image.

        Raises UserError where the case is not the one that the question was made of, or its scan cannot be read.
        """
        if not question.pictures:
            return []
        case = self._case(question.case)
        return [case.draw(picture) for picture in question.pictures]

    def midline_mm(self, question: BenchQuestion, index: int = 0) -> float | None:
        """How far a sagittal picture lies from the body's midline, + = the patient's right; None where unknown."""
        if not question.pictures:
            return None
        return self._case(question.case).midline_mm(question.pictures[index])

    def close(self) -> None:
        """Let the open case go. Idempotent."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def __enter__(self) -> PictureMaker:
        """Use as a context manager: closed on the way out."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def _case(self, identifier: str) -> _OpenCase:
        if self._open is not None and self._open.case.id == identifier:
            return self._open
        if identifier not in self._openers:
            raise UserError(
                f"The question is about the case {identifier}, which its file does not list. Build it anew."
            )
        self.close()
        self._open = _OpenCase(self._openers[identifier]())
        return self._open


class _OpenCase:
    """A case with its scan in a scene of its own."""

    def __init__(self, case: LabelledCase) -> None:
        from MISGroundLib.scene.headless import private_scene
        from MISGroundLib.scene.volumes import add_volume_node

        self.case = case
        loaded = case.image()
        # The window depends on the modality, which the case states and its file often does not.
        loaded = replace(loaded, info=replace(loaded.info, modality=case.modality))
        self._scene = ExitStack()
        self._node: Any = add_volume_node(self._scene.enter_context(private_scene()), loaded)
        self._slices: dict[tuple[str, float], tuple[LabelSlice, SliceImage]] = {}

    def close(self) -> None:
        self._node = None
        self._scene.close()

    def draw(self, picture: Picture) -> NDArray[np.uint8]:
        cut, image = self._slice(picture)
        grey, turn = image.pixels, turning(picture)
        shown = np.zeros_like(grey) if picture.blank else grey
        canvas = np.repeat(turn(shown)[..., None], 3, axis=2)
        places = [(mark, _place(cut, mark.structure, turn)) for mark in picture.marks]
        return draw_marks(canvas, places)

    def midline_mm(self, picture: Picture) -> float | None:
        return self._slice(picture)[1].midline_mm

    def _slice(self, picture: Picture) -> tuple[LabelSlice, SliceImage]:
        from MISGroundLib.scene.volumes import slice_image

        key = (picture.plane, picture.position_mm)
        if key not in self._slices:
            cut = cut_slice(self.case, *key)
            while len(self._slices) >= _KEPT:
                del self._slices[next(iter(self._slices))]
            self._slices[key] = (cut, slice_image(self._node, cut.grid, AUTOMATIC_WINDOW))
        return self._slices[key]


def turning(picture: Picture) -> Callable[[NDArray[Any]], NDArray[Any]]:
    """What turns a picture as Slicer shows it (rows, columns) into one of the recipe's convention, mirrored as it says.

    "ras" has the RAS axes grow to image right and up, which mirrors the viewed picture from side to side in each of the
    three planes.
    """
    sideways = (picture.convention == "ras") != (picture.mirrored == "horizontal")
    upside_down = picture.mirrored == "vertical"
    return lambda image: image[:: -1 if upside_down else 1, :: -1 if sideways else 1]


def _place(cut: LabelSlice, structure: str, turn: Callable[[NDArray[Any]], NDArray[Any]]) -> Place:
    section = cut.sections.get(structure)
    if section is None:
        raise UserError(f"There is no {structure} in the slice at {cut.position_mm:g} mm. Build the questions again.")
    piece = np.ascontiguousarray(turn(cut.pieces == section.label))
    rows, columns = np.nonzero(piece)
    spot = np.zeros(piece.shape, dtype=bool)
    spot[section.point_px[1], section.point_px[0]] = True
    row, column = np.argwhere(turn(spot))[0]
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return Place(piece, box, (int(column), int(row)))


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


def png_of(pixels: NDArray[np.uint8]) -> bytes:
    """Of (height, width, 3) or (height, width)."""
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, format="PNG")
    return stream.getvalue()


def picture_digest(*pictures: NDArray[np.uint8]) -> str:
    """The same for the same pictures in the same order, and for no others."""
    digest = hashlib.sha256()
    for pixels in pictures:
        digest.update(repr(pixels.shape).encode() + np.ascontiguousarray(pixels).tobytes())
    return digest.hexdigest()
