"""The two levels of the factor terms: anatomical words, and what people say. Data: Resources/Anatomy/lay_terms.json."""

from __future__ import annotations

import json
from functools import cache

from MISGroundLib.bench.cases.names import split_side
from MISGroundLib.resources import resource

# By RAS axis: the word towards smaller coordinates, and towards larger ones.
DIRECTIONS: dict[int, tuple[str, str]] = {
    0: ("left", "right"),
    1: ("posterior", "anterior"),
    2: ("inferior", "superior"),
}
_AXIS_OF = {word: axis for axis, words in DIRECTIONS.items() for word in words} | {"medial": 0, "lateral": 0}
_OPPOSITE = {a: b for pair in (*DIRECTIONS.values(), ("medial", "lateral")) for a, b in (pair, pair[::-1])}


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
