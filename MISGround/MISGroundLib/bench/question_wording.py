"""The words of questions: structures and directions at the two levels of the factor terms, and the sentences.

Terms are anatomical words, or what people say (Resources/Anatomy/lay_terms.json). Left and right are the patient's; the
picture's sides are image left and image right. What a name tells by itself, such as a side, is read here too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from MISGroundLib.anatomy import structures_named
from MISGroundLib.bench.case_folders import dataset_names
from MISGroundLib.bench.question_file import Cell
from MISGroundLib.files import resource

Side = Literal["left", "right", ""]
# Words that tell an axis of the body. A name that holds one would answer a question about that axis.
AXIS_WORDS: dict[int, frozenset[str]] = {
    0: frozenset(("left", "right", "medial", "lateral", "inner", "outer")),
    1: frozenset(("anterior", "posterior", "front", "back", "ventral", "dorsal")),
    2: frozenset(("superior", "inferior", "upper", "lower", "cranial", "caudal", "descending", "ascending")),
}
# By RAS axis: the word for the direction of smaller coordinates, and of larger ones.
DIRECTIONS: dict[int, tuple[str, str]] = {
    0: ("left", "right"),
    1: ("posterior", "anterior"),
    2: ("inferior", "superior"),
}
_AXIS_OF = {word: axis for axis, words in DIRECTIONS.items() for word in words} | {"medial": 0, "lateral": 0}
_OPPOSITE = {a: b for pair in (*DIRECTIONS.values(), ("medial", "lateral")) for a, b in (pair, pair[::-1])}

# One word of each pair is the other's opposite. What people say ("on the patient's left side") holds one of them.
_PAIRS = (
    ("superior", "inferior"),
    ("anterior", "posterior"),
    ("left", "right"),
    ("medial", "lateral"),
    ("proximal", "distal"),
    ("cranial", "caudal"),
    ("ventral", "dorsal"),
    ("above", "below"),
    ("in front", "behind"),
    ("inner", "outer"),
)
OPPOSITES = {word: other for pair in _PAIRS for word, other in (pair, pair[::-1])}
_WORDS = re.compile(r"\b(" + "|".join(sorted(OPPOSITES, key=len, reverse=True)) + r")\b")

MARK_LETTERS = ("X", "Y")
_ENDING = "Answer with the letter of one option only."
_MARKED = {"mask": "{color} mask", "box": "{color} box", "point": "{color} point"}
_COLORS = ("red", "blue")
# What lies at image right and at image top, viewed as Slicer shows it; "ras" turns the first round.
_EDGES = {"axial": ("left", "anterior"), "coronal": ("left", "superior"), "sagittal": ("posterior", "superior")}
_EDGE_WORDS = {
    "anatomical": {"left": "the patient's left", "anterior": "anterior", "superior": "superior"},
    "colloquial": {"left": "the patient's left", "anterior": "the front of the body", "superior": "the upper end"},
}
_AN = {"axial": "an axial", "coronal": "a coronal", "sagittal": "a sagittal"}
_AXIS_ENDS = {"axial": ("inferior", "superior"), "coronal": ("posterior", "anterior")}
_END_WORDS = {"inferior": "bottom", "superior": "top", "posterior": "back", "anterior": "front"}


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    data = json.loads(resource("Anatomy", "lay_terms.json").read_text(encoding="utf-8"))
    return data["structures"], data["directions"]


@cache
def split_side(name: str) -> tuple[Side, str]:
    """The side that a name starts with, and the rest: "left kidney" -> ("left", "kidney")."""
    if name.startswith("left "):
        return "left", name.removeprefix("left ")
    if name.startswith("right "):
        return "right", name.removeprefix("right ")
    return "", name


def is_paired(name: str, among: frozenset[str]) -> bool:
    """Whether a name is one side of a pair ("left kidney"), so that without its side it names both."""
    side, base = split_side(name)
    if not side:
        return False
    known = structures_named(name)
    return (len(known) == 1 and known[0].side == side) or f"{'right' if side == 'left' else 'left'} {base}" in among


def is_repeated(name: str) -> bool:
    """Whether a body has several of it, of which a label map may hold some only."""
    return split_side(name)[1] in dataset_names()["repeated"] or re.fullmatch(r"rib \d+", name) is not None


@cache
def axis_words_in(name: str, axis: int) -> bool:
    """Whether a name holds a word of a RAS axis (0 R, 1 A, 2 S)."""
    return bool(set(re.findall(r"[a-z]+", name.casefold())) & AXIS_WORDS[axis])


def is_within_name(first: str, second: str) -> bool:
    """Whether all words of one name are in the other: one may be a part of the other ("lung", "lung upper lobe")."""
    sets = [set(split_side(name)[1].casefold().split()) for name in (first, second)]
    return sets[0] <= sets[1] or sets[1] <= sets[0]


def lay_term(name: str) -> str | None:
    """What people call a structure, with its side, or None where that is the anatomical word or there is none."""
    side, base = split_side(name)
    word = _table()[0].get(base)
    return None if word is None else f"{side} {word}".strip()


def structure_word(name: str, terms: str) -> str:
    """The name of a structure at a level of terms; its anatomical name where people have no other word."""
    return (lay_term(name) if terms == "colloquial" else None) or name


def direction_word(direction: str, terms: str) -> str:
    """A direction ("superior") at a level of terms ("above")."""
    return _table()[1][direction] if terms == "colloquial" else direction


def axis_of(direction: str) -> int:
    """The RAS axis (0 R, 1 A, 2 S) of a direction."""
    return _AXIS_OF[direction]


def opposite(direction: str) -> str:
    """The direction the other way."""
    return _OPPOSITE[direction]


def direction_in(text: str, structures: Iterable[str] = ()) -> str:
    """The direction that a text names, "" for none or several; words in a structure's name ("left kidney") are none."""
    words = text.casefold()
    for name in sorted(structures, key=len, reverse=True):
        words = words.replace(name.casefold(), " ")
    found = set(_WORDS.findall(words))
    return found.pop() if len(found) == 1 else ""


def direction_towards(axis: int, step: float, limb_side: str = "") -> str:
    """The word for a step along a RAS axis; in a limb of a known side, medial or lateral for left and right."""
    word = DIRECTIONS[axis][int(step > 0)]
    if axis or not limb_side:
        return word
    # The midline of the body lies to the left of a right limb.
    return "lateral" if word == limb_side else "medial"


def relation_words(cell: Cell, positions_mm: Sequence[float], names: tuple[str, str], limb_side: str) -> str:
    """A whole question about a relation, without its options: the pictures, which structures X and Y are, the question.

    Args:
        cell: The question's cell.
        positions_mm: Of its pictures along the plane's axis, in the order shown (RAS).
        names: Of X and Y.
        limb_side: The patient's side where the scan is of a limb, or "".
    """
    plane, kind = cell.plane, cell.visual_prompt
    limb = _limb(plane, limb_side)
    if cell.family == "bare":
        scene = f"The picture is empty but for two marks. Read it as {_AN[plane]} slice of a patient{limb}. "
        parts = [scene + _capital(_turned(cell)), _bare_marks(kind)]
    elif cell.family == "no-image":
        scene = f"There is no picture. The question is about {_AN[plane]} {cell.modality} slice of a patient{limb}."
        parts = [scene, _naming(cell, names)]
    elif cell.family == "cross-slice":
        parts = [_stack(cell, positions_mm, limb), _naming(cell, names)]
    else:
        parts = [scene_words(cell, limb_side), _naming(cell, names)]
    return " ".join([*parts, "Seen from the middle of Y, in which direction does the middle of X mainly lie?"])


def scene_words(cell: Cell, limb_side: str) -> str:
    """What one picture is and how it is turned."""
    what = f"The picture is {_AN[cell.plane]} {cell.modality} slice{_limb(cell.plane, limb_side)}."
    return f"{what} {_capital(_turned(cell))}"


def _stack(cell: Cell, positions_mm: Sequence[float], limb: str) -> str:
    """What a stack of pictures is, in which order, and how they are turned."""
    order = ""
    if cell.plane in _AXIS_ENDS:
        ends = _AXIS_ENDS[cell.plane] if positions_mm[0] < positions_mm[-1] else _AXIS_ENDS[cell.plane][::-1]
        first, last = (_END_WORDS[end] if cell.terms == "colloquial" else end for end in ends)
        order = f", in order from {first} to {last}"
    slices = f"The {len(positions_mm)} pictures are parallel {cell.plane} {cell.modality} slices of one patient"
    return f"{slices}{limb}{order}. In each of them, {_turned(cell)}"


def _naming(cell: Cell, names: tuple[str, str]) -> str:
    """Which structures X and Y are."""
    first, second = (structure_word(name, cell.terms) for name in names)
    if cell.visual_prompt == "none":
        return f"X is the {first} and Y is the {second}."
    where = (" in one of the pictures", " in another one") if cell.family == "cross-slice" else ("", "")
    if cell.visual_prompt == "label":
        return f"The letter X is written on the {first}{where[0]}, and the letter Y on the {second}{where[1]}."
    marks = [_MARKED[cell.visual_prompt].format(color=color) for color in _COLORS]
    return f"X ({marks[0]}{where[0]}) is the {first}, and Y ({marks[1]}{where[1]}) is the {second}."


def _bare_marks(kind: str) -> str:
    """What the marks X and Y are in a blank picture."""
    if kind == "label":
        return "The marks are the letters X and Y themselves."
    first, second = (_MARKED[kind].format(color=color) for color in _COLORS)
    return f"X is the {first} and Y is the {second}."


def identification_words(cell: Cell) -> str:
    """The question which structure is marked."""
    places = {"mask": "is covered by the red mask", "box": "is in the red box", "point": "does the red point lie on"}
    return f"Which structure {places[cell.visual_prompt]}?"


def localisation_words(name: str, terms: str) -> str:
    """The question where a structure is."""
    return (
        f"Find the {structure_word(name, terms)}. Give the box that just holds all of it in this picture, or answer "
        '"absent" if it is not in this picture.'
    )


def with_options(words: str, options: tuple[str, ...]) -> str:
    """A question with its lettered options and how to answer."""
    lines = [f"{letter}. {option}" for letter, option in zip("ABCDEFGH", options, strict=False)]
    return "\n".join([words, *lines, _ENDING])


def _turned(cell: Cell) -> str:
    right, top = _EDGES[cell.plane]
    words = _EDGE_WORDS[cell.terms]
    # "posterior at image right" is said as "anterior at image left".
    side, edge = ("anterior", "left") if right == "posterior" else (right, "right")
    if cell.convention == "ras":
        edge = "left" if edge == "right" else "right"
    return f"{words[side]} is at image {edge} and {words[top]} is at image top."


def _limb(plane: str, limb_side: str) -> str:
    return f" through a limb on the patient's {limb_side} side" if limb_side and plane != "sagittal" else ""


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
