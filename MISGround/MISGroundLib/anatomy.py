"""Anatomical terms: a typed phrase to a structure with its name, side and SNOMED CT code. Data in Resources/Anatomy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
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


def contrasts() -> tuple[tuple[str, ...], ...]:
    """Sets of words in lower case of which each excludes the others: left and right, superior and inferior ..."""
    data = json.loads(resource("Anatomy", "contrasts.json").read_text(encoding="utf-8"))
    return tuple(tuple(group) for group in data["contrasts"])


def structures() -> tuple[Structure, ...]:
    """Every structure known by name; paired ones as left and right."""
    return _tables()[1]


def structures_for(text: str) -> tuple[Structure, ...]:
    """What a phrase names: one structure, both of a pair where no side is given ("kidneys"), or () if unknown."""
    entry, sides = _parse(text)
    if entry is None or len(sides) > 1:
        return ()
    if not entry["sided"]:
        return () if sides and not entry.get("either_side") else (_structure(entry, None),)
    wanted: tuple[Side, ...] = tuple(sides) if sides else ("left", "right")
    return tuple(_structure(entry, side) for side in wanted)


def structure_for(text: str) -> Structure | None:
    """The one structure that a phrase names ("kidney, left" -> left kidney), or None if unknown or a pair."""
    found = structures_for(text)
    return found[0] if len(found) == 1 else None


def dropped_side(text: str) -> Side | None:
    """The side in a phrase for a structure whose sides cannot be told apart ("left patella"): it names "patella"."""
    entry, sides = _parse(text)
    return next(iter(sides)) if entry is not None and entry.get("either_side") and len(sides) == 1 else None


def similar_names(text: str, names: Iterable[str], most: int = 4) -> list[str]:
    """Of these names, those that a phrase may have meant, best first: its words within a term, or a typing error."""
    words = [word for word in _words(text) if word not in _SIDES]
    sides = {_SIDES[word] for word in _words(text) if word in _SIDES}
    wanted = set(names)
    known = [structure for structure in structures() if structure.name in wanted]
    by_term = {term: structure.base for structure in known for term in _terms(structure.base)}
    bases = [base for term, base in by_term.items() if words and all(_is_within(word, term) for word in words)]
    bases += [by_term[term] for term in get_close_matches(" ".join(words), by_term, n=2 * most, cutoff=0.8)]
    meant = [one.name for base in dict.fromkeys(bases) for one in known if one.base == base and _fits(one, sides)]
    return meant[:most]


def list_by_region(names: Iterable[str]) -> str:
    """Names as one readable text: by region, both sides of a pair in one: "abdomen: liver, left/right kidney; ..."."""
    wanted = list(names)
    regions: dict[str, list[str]] = {}
    for structure in structures():
        if structure.name not in wanted:
            continue
        pair = [side for side in ("left", "right") if f"{side} {structure.base}" in wanted]
        text = f"{'/'.join(pair)} {structure.base}" if structure.side else structure.name
        if text not in (listed := regions.setdefault(structure.region, [])):
            listed.append(text)
    return "; ".join(
        ", ".join(listed) if listed == [region] else f"{region}: {', '.join(listed)}"
        for region, listed in regions.items()
    )


def _parse(text: str) -> tuple[dict | None, set[Side]]:
    """The entry that a phrase names, its side words left out, and the sides that they mean."""
    words = _words(text)
    sides = {_SIDES[word] for word in words if word in _SIDES}
    return _tables()[0].get(_key([word for word in words if word not in _SIDES])), sides


def _terms(base: str) -> list[str]:
    entry = _tables()[0][_key(_words(base))]
    return [" ".join(_words(term)) for term in (entry["name"], *entry["synonyms"])]


def _is_within(word: str, term: str) -> bool:
    """A word of the term, or a long enough piece of one: "psoas" in "iliopsoas", but no "ear" in "heart"."""
    return any(word == other or (len(word) > 4 and word in other) for other in term.split())


def _fits(structure: Structure, sides: set[Side]) -> bool:
    return structure.side is None or not sides or structure.side in sides
