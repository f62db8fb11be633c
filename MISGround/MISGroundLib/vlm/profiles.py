"""What a model must be told and how it answers, by model: prompt, picture, box format. No torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.anatomy import (
    Structure,
    dropped_side,
    read_text,
    similar_names,
    structure_for,
)
from MISGroundLib.errors import UserError
from MISGroundLib.paths import resource
from MISGroundLib.vlm.answers import ParsedAnswer, parse_answer
from MISGroundLib.vlm.calibration import AS_IT_IS, Calibration, read_calibration
from MISGroundLib.vlm.families import FAMILIES, MINI, MINI_TYPE, Family
from MISGroundLib.vlm.mini import PROFILE_NAME, mini_prompt, mini_question, unknown_target
from MISGroundLib.vlm.pictures import PreparedImage, grey, prepare_square

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question


Coordinates = Literal["peak", "median"]
_LARGEST_BIAS = 10.0


class ModelProfile(Protocol):
    """How to talk with a model."""

    @property
    def name(self) -> str:
        """The profile's name."""

    @property
    def max_new_tokens(self) -> int:
        """The most tokens that an answer may take."""

    @property
    def calibration(self) -> Calibration:
        """What its probabilities are worth."""

    @property
    def coordinates(self) -> Coordinates:
        """Which number of those that the model deems possible it writes; "median" asks for one token a number."""

    @property
    def absence_bias(self) -> float:
        """What is added to the logit of the token "[]" (absence.py); 0 for none."""

    def knows(self, query: str) -> tuple[bool, str]:
        """Whether the model can be asked for this, and a sentence: if not, what to do; if so, what to heed, or ""."""

    def can_be_asked(self, question: Question, pictures: int) -> tuple[bool, str]:
        """As `knows`, for a question, in words too, about so many pictures."""

    def build_messages(self, question: Question, pictures: int = 1) -> list[dict[str, Any]]:
        """The chat: one user message, pictures first, then text."""

    def prepare_image(self, pixels: NDArray[np.uint8]) -> PreparedImage:
        """The model's picture of a slice, uint8 (height, width) or (height, width, 3)."""

    def parse(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """The boxes of an answer in slice pixels. Never raises."""


_ONE_PICTURE = "A box is asked of one picture; for several, or none, ask in words."


def _user_message(text: str, pictures: int = 1) -> list[dict[str, Any]]:
    return [{"role": "user", "content": [*[{"type": "image"}] * pictures, {"type": "text", "text": text}]}]


@dataclass(frozen=True)
class FamilyProfile:
    """A model of a known family: free text, boxes as the family writes them."""

    family: Family
    calibration: Calibration = AS_IT_IS
    coordinates: Coordinates = "peak"
    absence_bias: float = 0.0

    @property
    def name(self) -> str:
        """The family's."""
        return self.family.name

    @property
    def max_new_tokens(self) -> int:
        """The family's."""
        return self.family.max_new_tokens

    def knows(self, query: str) -> tuple[bool, str]:
        """Any words will do."""
        return True, self.family.unsure

    def can_be_asked(self, question: Question, pictures: int) -> tuple[bool, str]:
        """In words, where the family answers any; some take one picture only."""
        if not question.words:
            return self.knows(question.query) if pictures == 1 else (False, _ONE_PICTURE)
        if not self.family.words:
            return False, f"{self.name} does not answer in words: choose another model."
        if not self.family.chats and pictures != 1:
            return False, f"{self.name} takes one picture, not {pictures}: choose another model."
        return True, ""

    def build_messages(self, question: Question, pictures: int = 1) -> list[dict[str, Any]]:
        """The question in the words of the family, or in its own."""
        if question.words:
            return _user_message(self.family.words.format(question.words), pictures)
        return _user_message(self.family.ask(question))

    def prepare_image(self, pixels: NDArray[np.uint8]) -> PreparedImage:
        """A square within the family's sizes."""
        smallest, largest, multiple = self.family.sides
        side = min(max(max(pixels.shape[:2]), smallest), largest)
        return prepare_square(pixels, -(-side // multiple) * multiple)

    def parse(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """Strict reading of the family's format."""
        written = self.family.written.on(prepared.image.width)
        return parse_answer(text, lambda box: prepared.to_slice(box, written.scale), prepared.slice_size_px, written)


@dataclass(frozen=True)
class MiniProfile:
    """misground-mini: one small square picture, a prompt of a few words, and only the structures it was trained on."""

    known: tuple[str, ...]
    side: int
    crop: bool = False  # to the body, before the picture is made
    name: str = PROFILE_NAME
    max_new_tokens: int = 32
    calibration: Calibration = AS_IT_IS
    coordinates: Coordinates = "peak"
    absence_bias: float = 0.0
    told_the_midline: bool = False  # in place of the position in per cent of the volume

    def knows(self, query: str) -> tuple[bool, str]:
        """By the canonical name, so that synonyms work."""
        reading = read_text(query)
        structure = self._structure(query)
        if structure is not None:
            side = dropped_side(query)
            heed = f"misground-mini finds the {structure.name} of the knee in the picture, be it the {side} or not."
            return True, " ".join([*reading.notes, heed] if side else reading.notes)
        pair = [structure.name for structure in reading.structures if structure.name in self.known]
        if pair:
            return False, f'misground-mini finds one side at a time: ask for "{pair[0]}" or "{pair[-1]}".'
        meant = [] if reading.structures or reading.problem else similar_names(query, self.known)
        return False, unknown_target(query, len(self.known), reading.problem, meant)

    def can_be_asked(self, question: Question, pictures: int) -> tuple[bool, str]:
        """Boxes only, of one picture."""
        if question.words:
            return False, "misground-mini answers with boxes only: choose a larger model for questions in words."
        return self.knows(question.query) if pictures == 1 else (False, _ONE_PICTURE)

    def build_messages(self, question: Question, pictures: int = 1) -> list[dict[str, Any]]:
        """The prompt of its training. Raises UserError for a query that it does not know."""
        structure = self._structure(question.query)
        if structure is None:
            raise UserError(self.knows(question.query)[1])
        about = (structure.name, question.modality, question.plane)
        if self.told_the_midline:
            return _user_message(mini_question(*about, question.midline_mm))
        return _user_message(mini_prompt(*about, question.position_fraction))

    def prepare_image(self, pixels: NDArray[np.uint8]) -> PreparedImage:
        """The square of grey values that it was trained on."""
        return prepare_square(grey(pixels), self.side, self.crop)

    def parse(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """Strict reading of the JSON."""
        return parse_answer(text, prepared.to_slice, prepared.slice_size_px)

    def _structure(self, query: str) -> Structure | None:
        structure = structure_for(query)
        return structure if structure is not None and structure.name in self.known else None


def embedded_profile() -> MiniProfile:
    """That of the model that comes with MISGround. Raises UserError where its folder is damaged."""
    return _mini(resource("Models", PROFILE_NAME) / "misground.json")


def profile_for(config: dict[str, Any], folder: Path) -> ModelProfile:
    """The profile of a model folder, by its config.json. Raises UserError, naming what is supported, for others."""
    if config.get("misground_profile") == PROFILE_NAME:
        return _mini(folder / "misground.json")
    return FamilyProfile(family_of(config, folder))


def family_of(config: dict[str, Any], folder: Path) -> Family:
    """The family of a model folder, by its config.json. Raises UserError, naming what is supported, for others."""
    kind = str(config.get("model_type"))
    if kind == MINI_TYPE and config.get("misground_profile") == PROFILE_NAME:
        return MINI
    if kind in FAMILIES:
        return FAMILIES[kind]
    known = ", ".join(f"{name} ({family.name})" for name, family in FAMILIES.items())
    raise UserError(
        f"The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a model "
        f"of one of the types {known}."
    )


def _mini(file: Path) -> MiniProfile:
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
            f"{file} cannot be read ({error}). Restore the model's folder from the distribution."
        ) from error
    return MiniProfile(
        tuple(known),
        side,
        crop,
        calibration=calibration,
        coordinates=coordinates,
        absence_bias=bias,
        told_the_midline=bool(data.get("told_the_midline", False)),
    )
