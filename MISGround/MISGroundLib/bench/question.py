"""What a question of MIS-Ground is. It names its pictures by recipe; pictures are drawn when somebody asks for them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from MISGroundLib.geometry import Box

FAMILIES = ("in-slice", "cross-slice", "identification", "localisation", "bare", "no-image", "flipped")
VISUAL_PROMPTS = ("mask", "box", "point", "label", "none")
CONVENTIONS = ("viewed", "ras")
TERMS = ("anatomical", "colloquial")
MIRRORS = ("", "horizontal", "vertical")


@dataclass(frozen=True)
class Mark:
    """A structure pointed out in a picture: a kind of VISUAL_PROMPTS but none; `letter` ("A") is written by it."""

    kind: str
    structure: str
    letter: str = ""


@dataclass(frozen=True)
class Picture:
    """The recipe of one picture.

    plane and position_mm (the RAS coordinate along the plane's axis) choose the slice. convention: "viewed" draws it as
    Slicer shows it (axial, coronal: the patient's left on image right; sagittal: anterior on image left); "ras" with
    the RAS axes growing to image right and image up. mirrored: what is then flipped, for controls. blank: black but for
    the marks.
    """

    plane: str
    position_mm: float
    convention: str = "viewed"
    mirrored: str = ""
    blank: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class BenchQuestion:
    """One question.

    family, convention, visual_prompt, terms, plane, modality: its cell, levels of the factors. structures: what it is
    about, canonical names; direction: the right answer's direction word where there is one. text: what a model reads,
    options and all. answer: index of the right option, None for localisation, whose truth is `box_px` (half-open pixels
    of the picture as drawn) or None where the structure is absent. chance: of a blind guess, 0..1. pictures: in the
    order in which a model sees them; none in the family no-image.
    """

    id: str
    case: str
    modality: str
    plane: str
    family: str
    convention: str
    visual_prompt: str
    terms: str
    structures: tuple[str, ...]
    direction: str
    text: str
    options: tuple[str, ...]
    answer: int | None
    box_px: Box | None
    chance: float
    pictures: tuple[Picture, ...]

    @property
    def cell(self) -> tuple[str, str, str, str, str, str]:
        """The levels whose right answers are balanced."""
        return self.modality, self.plane, self.family, self.convention, self.visual_prompt, self.terms

    def with_id(self) -> BenchQuestion:
        """The same, with the id that its content gives it."""
        return BenchQuestion(**{**vars(self), "id": _id_of(asdict(self))})

    def to_line(self) -> str:
        """One line of JSON without the newline: the same for the same question, on any machine."""
        return _canonical(asdict(self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> BenchQuestion:
        """The question of a decoded line. Raises ValueError in plain words for anything else."""
        try:
            pictures = tuple(
                Picture(**{**picture, "marks": tuple(Mark(**mark) for mark in picture["marks"])})
                for picture in data["pictures"]
            )
            lists = {name: tuple(data[name]) for name in ("structures", "options")}
            box = data["box_px"]
            question = cls(**{**data, **lists, "pictures": pictures, "box_px": tuple(box) if box else None})
        except (KeyError, TypeError) as error:
            raise ValueError(f"it is no question ({error})") from error
        levels = (
            (question.family, FAMILIES),
            (question.visual_prompt, VISUAL_PROMPTS),
            (question.convention, CONVENTIONS),
            (question.terms, TERMS),
        )
        for level, known in levels:
            if level not in known:
                raise ValueError(f"{level!r} is none of {', '.join(known)}")
        if question.answer is not None and not 0 <= question.answer < len(question.options):
            raise ValueError("the right answer is none of the options")
        if _id_of(data) != question.id:
            raise ValueError("its id does not fit its content: it was changed after it was made")
        return question


def _id_of(data: dict[str, Any]) -> str:
    """Of all but the id."""
    return hashlib.sha256(_canonical({**data, "id": ""}).encode()).hexdigest()[:16]


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
