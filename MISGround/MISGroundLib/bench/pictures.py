"""Draws a question's pictures from their recipe: the slice as the module cuts it, turned, then the marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.cases.cases import LabelledCase, cases_of
from MISGroundLib.bench.making.label_slices import LabelSlice, cut_slice
from MISGroundLib.bench.marks import Place, draw_marks
from MISGroundLib.bench.question import BenchQuestion, Picture
from MISGroundLib.bench.question_file import read_header
from MISGroundLib.errors import UserError
from MISGroundLib.slices import AUTOMATIC_WINDOW, standard_grid

# Slices of the case that is open, kept for the next question on them.
_KEPT = 16


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

    def position_fraction(self, question: BenchQuestion, index: int = 0) -> float | None:
        """Where a picture's slice lies in the volume, 0 to 1 towards larger coordinates; None without a picture."""
        if not question.pictures:
            return None
        case, picture = self._case(question.case).case, question.pictures[index]
        return standard_grid(case.ijk_to_ras, case.shape_ijk, picture.plane, picture.position_mm).position_fraction

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
        from MISGroundLib.scene.private import private_scene
        from MISGroundLib.scene.volumes import add_volume_node

        self.case = case
        loaded = case.image()
        # The case says what it is; a file often does not, and the window depends on it.
        loaded = replace(loaded, info=replace(loaded.info, modality=case.modality))
        self._scene = ExitStack()
        self._node: Any = add_volume_node(self._scene.enter_context(private_scene()), loaded)
        self._slices: dict[tuple[str, float], tuple[LabelSlice, NDArray[np.uint8]]] = {}

    def close(self) -> None:
        self._node = None
        self._scene.close()

    def draw(self, picture: Picture) -> NDArray[np.uint8]:
        cut, grey = self._slice(picture)
        turn = turning(picture)
        shown = np.zeros_like(grey) if picture.blank else grey
        canvas = np.repeat(turn(shown)[..., None], 3, axis=2)
        places = [(mark, _place(cut, mark.structure, turn)) for mark in picture.marks]
        return draw_marks(canvas, places)

    def _slice(self, picture: Picture) -> tuple[LabelSlice, NDArray[np.uint8]]:
        from MISGroundLib.scene.reslice import slice_image

        key = (picture.plane, picture.position_mm)
        if key not in self._slices:
            cut = cut_slice(self.case, *key)
            while len(self._slices) >= _KEPT:
                del self._slices[next(iter(self._slices))]
            self._slices[key] = (cut, slice_image(self._node, cut.grid, AUTOMATIC_WINDOW).pixels)
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
