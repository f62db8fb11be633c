"""Anatomical terms: typed text to structures with their names, sides and SNOMED CT codes.

`words` cuts text into plain words, `terms` knows every term, `phrases` reads one phrase, `queries` whole texts and
lists, `completion` goes on with what is being typed, `descriptions` tells what a picture shows of a structure. The data
are in Resources/Anatomy. May import the standard library, `errors` and `files` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from MISGroundLib.anatomy.askings import Asking, Kind, asking_of
from MISGroundLib.anatomy.descriptions import NO_DESCRIPTION, description_of
from MISGroundLib.anatomy.queries import Reading, parse_queries, read_text
from MISGroundLib.anatomy.terms import (
    Side,
    Structure,
    cutter,
    data,
    data_words,
    entries,
    entry_for,
    is_medical,
    terms_of,
)
from MISGroundLib.anatomy.words import plain, singular

__all__ = [
    "NO_DESCRIPTION",
    "Asking",
    "Kind",
    "Reading",
    "Side",
    "Structure",
    "asking_of",
    "contrasts",
    "description_of",
    "dropped_side",
    "list_by_region",
    "parse_queries",
    "read_text",
    "similar_names",
    "structure_for",
    "structures",
    "structures_for",
    "structures_named",
]

# In so many terms that they tell nothing about which one was meant.
_GENERAL = {
    "bone", "gland", "muscle", "vein", "artery", "vessel", "cartilage", "nucleus", "organ", "lobe", "part", "body",
    "knee",
}  # fmt: skip


def contrasts() -> tuple[tuple[str, ...], ...]:
    """Sets of words in lower case of which each excludes the others: left and right, superior and inferior ..."""
    return tuple(tuple(group) for group in data("contrasts")["contrasts"])


@cache
def structures() -> tuple[Structure, ...]:
    """Every structure known by name; paired ones as left and right."""
    return tuple(structure for entry in entries() for structure in entry.structures(()))


def structures_for(text: str) -> tuple[Structure, ...]:
    """What a text names, as people type it: one structure, both of a pair where no side is given ("kidneys"), all of a
    list; () if any of it is unknown.
    """
    return read_text(text).structures


def structure_for(text: str) -> Structure | None:
    """The one structure that a phrase names ("kidney, left" -> left kidney), or None if unknown or several."""
    found = structures_for(text)
    return found[0] if len(found) == 1 else None


def structures_named(text: str) -> tuple[Structure, ...]:
    """As `structures_for`, of the name of a data set's class: sides, articles and a term, no typing errors, and none of
    the further structures, whose names stay as the data set has them.
    """
    words = [word.text for word in cutter().cut(text)]
    told: dict[str, Side] = {"left": "left", "right": "right", "lt": "left", "rt": "right", "l": "left", "r": "right"}
    sides = {told[word] for word in words if word in told}
    entry = entry_for([word for word in words if word not in told])
    if entry is None or entry.further or len(sides) > 1:
        return ()
    return entry.structures(sorted(sides))


def dropped_side(text: str) -> Side | None:
    """The side in a phrase for a structure whose sides cannot be told apart ("left patella"): it names "patella"."""
    targets = read_text(text).targets
    entry, sides = (targets[0].entry, targets[0].sides) if len(targets) == 1 else (None, ())
    return sides[0] if entry is not None and entry.either_side and len(sides) == 1 else None


def similar_names(text: str, names: Iterable[str], most: int = 4) -> list[str]:
    """Of these names, those that a phrase of part of a term may have meant: "meniscus", "left psoas", "cord".

    Every word of the phrase must be in the term: letters that two words share are no reason.
    """
    words = [word.text for word in cutter().cut(text) if word.text not in data_words("articles")]
    told: dict[str, Side] = {"left": "left", "right": "right"}
    sides = {told[word] for word in words if word in told}
    words = [singular(word) for word in words if word not in told]
    if not words or all(word in _GENERAL or is_medical(word) for word in words):
        return []
    wanted = set(names)
    found: list[tuple[int, str]] = []
    for entry in entries():
        fitting = [len(term.split()) for term in terms_of(entry) if _holds(plain(term).split(), words)]
        if fitting:
            meant = entry.structures(sorted(sides) if entry.sided and len(sides) == 1 else ())
            found += [(min(fitting), one.name) for one in meant if one.name in wanted]
    # The fewer words are missing, the likelier it was meant: "hip" is the hip bone, not the hip flexor muscle.
    least = min(found, default=(0, ""))[0]
    return [name for length, name in found if length == least][:most]


def _holds(term: Sequence[str], words: Sequence[str]) -> bool:
    """Each word is one of the term, or a long end of one: "psoas" in "iliopsoas", but no "renal" in "adrenal"."""
    return all(
        any(
            word == singular(other) or (len(word) > 4 and not is_medical(word) and other.endswith(word))
            for other in term
        )
        for word in words
    )


def list_by_region(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by region, both sides of a pair in one: {"abdomen": ["liver", "left/right kidney"], ...}."""
    wanted = set(names)
    regions: dict[str, list[str]] = {}
    for entry in entries():
        there = [one for one in entry.structures(()) if one.name in wanted]
        if there:
            sides = "/".join(one.side for one in there if one.side)
            regions.setdefault(entry.region, []).append(f"{sides} {entry.name}" if sides else entry.name)
    return regions
