"""Anatomical terms: a typed phrase to a structure with its name, side and SNOMED CT code. Data in Resources/Anatomy."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from MISGroundLib.resources import resource

Side = Literal["left", "right"]
_SIDES: dict[str, Side] = {
    **dict.fromkeys(("left", "lt", "l", "sinister", "sinistra"), "left"),
    **dict.fromkeys(("right", "rt", "r", "dexter", "dextra"), "right"),
}
_FILLER = {"the", "a", "an", "of", "side", "sided", "patient's", "patients"}


@dataclass(frozen=True)
class Structure:
    """A structure of the body: name ("left kidney"), base ("kidney"), the patient's side, SNOMED CT code, region."""

    name: str
    base: str
    side: Side | None
    sct: str | None
    region: str


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+(?:'s)?", text.casefold()) if word not in _FILLER]


def _singular(word: str) -> str:
    """Enough English to match "kidneys" with "kidney" without touching "pancreas"."""
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "as", "is", "ps"))
    return word[:-1] if is_plural else word


def _key(words: list[str]) -> str:
    return " ".join(_singular(word) for word in words)


@cache
def _tables() -> tuple[dict[str, dict], tuple[Structure, ...]]:
    entries = json.loads(resource("Anatomy", "structures.json").read_text(encoding="utf-8"))["structures"]
    by_key: dict[str, dict] = {}
    everything: list[Structure] = []
    for entry in entries:
        for term in (entry["name"], *entry["synonyms"]):
            by_key[_key(_words(term))] = entry
        everything += [_structure(entry, side) for side in (("left", "right") if entry["sided"] else (None,))]
    return by_key, tuple(everything)


def _structure(entry: dict, side: Side | None) -> Structure:
    name = f"{side} {entry['name']}" if side else entry["name"]
    return Structure(name, entry["name"], side, entry["sct"], entry["region"])


def structures() -> tuple[Structure, ...]:
    """Every structure known by name; paired ones as left and right."""
    return _tables()[1]


def structures_for(text: str) -> tuple[Structure, ...]:
    """What a phrase names: one structure, both of a pair where no side is given ("kidneys"), or () if unknown."""
    words = _words(text)
    sides = {_SIDES[word] for word in words if word in _SIDES}
    entry = _tables()[0].get(_key([word for word in words if word not in _SIDES]))
    if entry is None or len(sides) > 1:
        return ()
    if not entry["sided"]:
        return () if sides else (_structure(entry, None),)
    wanted: tuple[Side, ...] = tuple(sides) if sides else ("left", "right")
    return tuple(_structure(entry, side) for side in wanted)


def structure_for(text: str) -> Structure | None:
    """The one structure that a phrase names ("kidney, left" -> left kidney), or None if unknown or a pair."""
    found = structures_for(text)
    return found[0] if len(found) == 1 else None
