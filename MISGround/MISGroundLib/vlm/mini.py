"""misground-mini: its prompt and its answer, what it can be asked, and the settings in its folder. No torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.anatomy import Structure, dropped_side, read_text, similar_names, structure_for
from MISGroundLib.errors import Sentence, UserError, joined
from MISGroundLib.files import resource
from MISGroundLib.vlm.boxes import ParsedAnswer, parse_answer
from MISGroundLib.vlm.families import MINI_NAME, NOT_DESCRIBED, ONE_PICTURE, Coordinates, user_message
from MISGroundLib.vlm.frames import ONE_SLICE
from MISGroundLib.vlm.pictures import PreparedImage, grey, prepare_square
from MISGroundLib.vlm.scoring import AS_IT_IS, Calibration, read_calibration

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question

_LARGEST_BIAS = 10.0
# Distances of a sagittal slice from the patient's midline, in mm, as the prompt names them: the nearest one.
SIDE_STEPS_MM = (0, 3, 6, 10, 15, 25, 40, 60, 90, 130)


def mini_question(name: str, modality: str, plane: str, midline_mm: float | None) -> str:
    """The prompt: modality, plane, side, canonical name, such as "CT sagittal R25: left kidney" or "MR axial ?: liver".

    midline_mm: signed distance of a sagittal slice from the patient's midline, + = the patient's right; None where it
    is not known. Other planes show both sides, and need none.
    """
    kind = modality.upper() if modality.upper() in ("CT", "MR") else "image"
    side = "?"
    if plane == "sagittal" and midline_mm is not None:
        step = min(SIDE_STEPS_MM, key=lambda known: abs(known - abs(midline_mm)))
        side = f"{'R' if midline_mm > 0 else 'L'}{step}"
    return f"{kind} {plane} {side}: {name}"


def mini_answer(name: str, box: Sequence[int] | None) -> str:
    """The answer's exact text: Qwen3-VL's JSON with a box on the 0-1000 scale, or an empty list for "not there"."""
    if box is None:
        return "[]"
    x0, y0, x1, y1 = box
    return f'[{{"bbox_2d": [{x0}, {y0}, {x1}, {y1}], "label": "{name}"}}]'


def unknown_target(query: str, known: int, problem: str = "", meant: Sequence[str] = ()) -> str:
    """One line on a target that it does not know: why (a clause), or what may have been meant; how many it knows."""
    about = {"model": MINI_NAME, "query": repr(query), "known": known}
    if problem:
        refused = "{model} does not know {query}: {problem}. `misground models` lists its {known} structures."
        return Sentence(refused, problem=problem, **about)
    if meant:
        *others, last = (f'"{name}"' for name in meant)
        names = Sentence("{others} or {last}", others=", ".join(others), last=last) if others else last
        guess = (
            "{model} does not know {query} (did you mean {names}?). `misground models` lists its {known} structures."
        )
        return Sentence(guess, names=names, **about)
    return Sentence("{model} does not know {query}. `misground models` lists its {known} structures.", **about)


def told_by_place(query: str) -> str:
    """One line on a target that is told by where it lies from something else."""
    return Sentence(
        "{model} knows structures by name only, and {query} tells where something lies. Name the structure, or choose "
        "a model that reads free text.",
        model=MINI_NAME,
        query=repr(query),
    )


@dataclass(frozen=True)
class MiniProfile:
    """How to talk with misground-mini; what a `Family` is for the others.

    It gets one small square picture and a prompt of a few words, and knows only the structures it was trained on.

    Attributes:
        known: the canonical names of the structures.
        side: of its picture, in px.
        crop: whether the picture is cropped to the body first.
    """

    known: tuple[str, ...]
    side: int
    crop: bool = False
    name: str = MINI_NAME
    max_new_tokens: int = 32
    calibration: Calibration = AS_IT_IS
    coordinates: Coordinates = "peak"
    absence_bias: float = 0.0
    pointing: None = None
    reads_pictures_together: bool = True

    def points_at(self, question: Question, pictures: int = 1) -> bool:
        """Never: it writes boxes alone."""
        return False

    def parse_points(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """None: it is never asked for points."""
        return ParsedAnswer(problems=[Sentence("{name} was not asked for points.", name=self.name)])

    def knows(self, query: str) -> tuple[bool, str]:
        """Whether it knows a structure, by its canonical name so that synonyms work; and why not, or what to heed."""
        reading = read_text(query)
        structure = self._structure(query)
        if structure is not None:
            side = dropped_side(query)
            knee = "{model} finds the {name} of the knee in the picture, be it the {side} or not."
            heed = [Sentence(knee, model=MINI_NAME, name=structure.name, side=Sentence(side))] if side else []
            return True, joined([*reading.notes, *heed])
        pair = [structure.name for structure in reading.structures if structure.name in self.known]
        if pair:
            one_side = '{model} finds one side at a time: ask for "{first}" or "{second}".'
            return False, Sentence(one_side, model=MINI_NAME, first=pair[0], second=pair[-1])
        if reading.relation:
            return False, told_by_place(query)
        meant = [] if reading.structures or reading.problem else similar_names(query, self.known)
        return False, unknown_target(query, len(self.known), reading.problem, meant)

    def can_be_asked(self, question: Question, pictures: int) -> tuple[bool, str]:
        """As `knows`, for a question about so many pictures: boxes only, of one picture."""
        if question.words:
            return False, Sentence(
                "{model} answers with boxes only: choose a larger model for questions in words.", model=MINI_NAME
            )
        if pictures != 1:
            return False, Sentence(ONE_SLICE, name=self.name, count=pictures) if pictures else Sentence(ONE_PICTURE)
        willing, remark = self.knows(question.query)
        if willing and question.description:
            remark = joined([*filter(None, (remark, Sentence(NOT_DESCRIBED, name=self.name)))])
        return willing, remark

    def build_messages(self, question: Question, pictures: int = 1) -> list[dict[str, Any]]:
        """The prompt of its training. Raises UserError for a query that it does not know."""
        structure = self._structure(question.query)
        if structure is None:
            raise UserError(self.knows(question.query)[1])
        return user_message(mini_question(structure.name, question.modality, question.plane, question.midline_mm))

    def prepare_image(self, pixels: NDArray[np.uint8]) -> PreparedImage:
        """The square of grey values that it was trained on."""
        return prepare_square(grey(pixels), self.side, self.crop)

    def parse(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """The boxes of an answer in slice pixels. Never raises."""
        return parse_answer(text, prepared.to_slice, prepared.slice_size_px)

    def parse_frames(self, text: str, prepared: Sequence[PreparedImage]) -> ParsedAnswer:
        """None: it is never asked about several slices."""
        return ParsedAnswer(problems=[Sentence(ONE_SLICE, name=self.name, count=len(prepared))])

    def _structure(self, query: str) -> Structure | None:
        structure = structure_for(query)
        return structure if structure is not None and structure.name in self.known else None


def embedded_profile() -> MiniProfile:
    """That of the model that comes with MISGround. Raises UserError where its folder is damaged."""
    return mini_profile(resource("Models", MINI_NAME) / "misground.json")


def mini_profile(file: Path) -> MiniProfile:
    """The profile in a folder's misground.json. Raises UserError for one that cannot be read or holds wrong values."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        known, side, crop = data["structures"], data["side_px"], data.get("crop", False)
        coordinates = data.get("coordinates", "peak")
        bias = data.get("absence_bias", 0.0)
        if not (
            isinstance(side, int)
            and side > 0
            and isinstance(crop, bool)
            and coordinates in get_args(Coordinates)
            and isinstance(bias, int | float)
            and abs(bias) <= _LARGEST_BIAS
            and all(isinstance(name, str) for name in known)
        ):
            raise ValueError("structures, side_px, crop, coordinates or absence_bias is of the wrong kind")
        calibration = read_calibration(data.get("calibration"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            "{file} cannot be read ({error}). Restore the model's folder from the distribution.", file=file, error=error
        ) from error
    return MiniProfile(
        tuple(known),
        side,
        crop,
        calibration=calibration,
        coordinates=coordinates,
        absence_bias=bias,
    )
