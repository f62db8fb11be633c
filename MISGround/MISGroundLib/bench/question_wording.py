"""The words of questions: structures and directions at the two levels of the factor terms, and the sentences.

Terms are anatomical words, or what people say (Resources/Anatomy/lay_terms.json). Left and right are the patient's; the
picture's sides are image left and image right.
"""

from __future__ import annotations

import json
from functools import cache

from MISGroundLib.bench.case_names import split_side
from MISGroundLib.paths import resource

# By RAS axis: the word towards smaller coordinates, and towards larger ones.
DIRECTIONS: dict[int, tuple[str, str]] = {
    0: ("left", "right"),
    1: ("posterior", "anterior"),
    2: ("inferior", "superior"),
}
_AXIS_OF = {word: axis for axis, words in DIRECTIONS.items() for word in words} | {"medial": 0, "lateral": 0}
_OPPOSITE = {a: b for pair in (*DIRECTIONS.values(), ("medial", "lateral")) for a, b in (pair, pair[::-1])}

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


def direction_towards(axis: int, step: float, limb_side: str = "") -> str:
    """The word for a step along a RAS axis; in a limb of a known side, medial or lateral for left and right."""
    word = DIRECTIONS[axis][int(step > 0)]
    if axis or not limb_side:
        return word
    # The midline of the body lies to the left of a right limb.
    return "lateral" if word == limb_side else "medial"


def scene_words(plane: str, convention: str, terms: str, modality: str, limb_side: str) -> str:
    """What one picture is and how it is turned."""
    turned = _capital(_turned(plane, convention, terms))
    return f"The picture is {_AN[plane]} {modality} slice{_limb(plane, limb_side)}. {turned}"


def stack_words(
    plane: str, ascending: bool, convention: str, terms: str, modality: str, limb_side: str, count: int
) -> str:
    """What a stack of pictures is, in which order, and how they are turned."""
    order = ""
    if plane in _AXIS_ENDS:
        ends = _AXIS_ENDS[plane] if ascending else _AXIS_ENDS[plane][::-1]
        words = [_END_WORDS[end] if terms == "colloquial" else end for end in ends]
        order = f", in order from {words[0]} to {words[1]}"
    pictures = (
        f"The {count} pictures are parallel {plane} {modality} slices of one patient{_limb(plane, limb_side)}{order}"
    )
    return f"{pictures}. In each of them, {_turned(plane, convention, terms)}"


def bare_words(plane: str, convention: str, terms: str, limb_side: str) -> str:
    """What a blank picture with marks stands for."""
    return (
        f"The picture is empty but for two marks. Read it as {_AN[plane]} slice of a patient"
        f"{_limb(plane, limb_side)}. {_capital(_turned(plane, convention, terms))}"
    )


def no_image_words(plane: str, modality: str, limb_side: str) -> str:
    """What a question without a picture says in its place."""
    limb = _limb(plane, limb_side)
    return f"There is no picture. The question is about {_AN[plane]} {modality} slice of a patient{limb}."


def naming_words(kind: str, names: tuple[str, str], terms: str, apart: bool = False) -> str:
    """Which structures X and Y are. kind: of the marks, "none" without a picture; apart: in two pictures of a stack."""
    first, second = (structure_word(name, terms) for name in names)
    if kind == "none":
        return f"X is the {first} and Y is the {second}."
    where = (" in one of the pictures", " in another one") if apart else ("", "")
    if kind == "label":
        return f"The letter X is written on the {first}{where[0]}, and the letter Y on the {second}{where[1]}."
    marks = [_MARKED[kind].format(color=color) for color in _COLORS]
    return f"X ({marks[0]}{where[0]}) is the {first}, and Y ({marks[1]}{where[1]}) is the {second}."


def bare_marks(kind: str) -> str:
    """What the marks X and Y are in a blank picture."""
    if kind == "label":
        return "The marks are the letters X and Y themselves."
    first, second = (_MARKED[kind].format(color=color) for color in _COLORS)
    return f"X is the {first} and Y is the {second}."


def relation_words() -> str:
    """The question about a relation."""
    return "Seen from the middle of Y, in which direction does the middle of X mainly lie?"


def identification_words(kind: str) -> str:
    """The question which structure is marked."""
    where = {"mask": "is covered by the red mask", "box": "is in the red box", "point": "does the red point lie on"}[
        kind
    ]
    return f"Which structure {where}?"


def localisation_words(name: str, terms: str) -> str:
    """The question where a structure is."""
    return (
        f"Find the {structure_word(name, terms)}. Give the box that just holds all of it in this picture, or answer "
        '"absent" if it is not in this picture.'
    )


def option_words(directions: tuple[str, ...], terms: str) -> tuple[str, ...]:
    """Directions at a level of terms."""
    return tuple(direction_word(direction, terms) for direction in directions)


def with_options(words: str, options: tuple[str, ...]) -> str:
    """A question with its lettered options and how to answer."""
    lines = [f"{letter}. {option}" for letter, option in zip("ABCDEFGH", options, strict=False)]
    return "\n".join([words, *lines, _ENDING])


def _turned(plane: str, convention: str, terms: str) -> str:
    right, top = _EDGES[plane]
    words = _EDGE_WORDS[terms]
    # "posterior at image right" is said as "anterior at image left".
    side, edge = ("anterior", "left") if right == "posterior" else (right, "right")
    if convention == "ras":
        edge = "left" if edge == "right" else "right"
    return f"{words[side]} is at image {edge} and {words[top]} is at image top."


def _limb(plane: str, limb_side: str) -> str:
    return f" through a limb on the patient's {limb_side} side" if limb_side and plane != "sagittal" else ""


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
