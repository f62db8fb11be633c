"""Names of data sets' classes to names of structures: anatomy first, then Resources/Anatomy/dataset_names.json.

A name that neither knows is kept as it stands where it says which one structure it is, in plain words; abbreviations,
collections and what is not a structure ("other", "lesion", "prostate or uterus") are left out: None.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, Literal

from MISGroundLib.anatomy import structures_named
from MISGroundLib.paths import resource

Side = Literal["left", "right", ""]
# Words that tell an axis of the body. A name that holds one would answer a question about that axis.
AXIS_WORDS: dict[int, frozenset[str]] = {
    0: frozenset(("left", "right", "medial", "lateral", "inner", "outer")),
    1: frozenset(("anterior", "posterior", "front", "back", "ventral", "dorsal")),
    2: frozenset(("superior", "inferior", "upper", "lower", "cranial", "caudal", "descending", "ascending")),
}
_REGIONS = {"c": "C", "cervical": "C", "t": "T", "thoracic": "T", "l": "L", "lumbar": "L", "s": "S"}
_LEVEL = r"(?:c|t|l|s|cervical|thoracic|lumbar)"


@cache
def _table() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resource("Anatomy", "dataset_names.json").read_text(encoding="utf-8"))
    return data


def oai_names() -> dict[int, str]:
    """Label ids of OAI knee segmentations, as pymskt numbers them, with their names."""
    return {int(label): name for label, name in _table()["oai"].items()}


def canonical_name(name: str) -> str | None:
    """Our name of a data set's class ("kidney_right" -> "right kidney"), or None where it names no one structure."""
    abbreviated = re.fullmatch(r"([A-Za-z_0-9]+)_([LR])", name.strip())
    if abbreviated:
        region = _table()["aal"].get(abbreviated[1])
        return f"{'left' if abbreviated[2] == 'L' else 'right'} {region}" if region else None
    words = re.sub(r"[\s_]+", " ", name).strip().casefold()
    exact: dict[str, str | None] = _table()["exact"]
    for form in (words, _side_first(words)):
        if form in exact:
            return exact[form]
    numbered = _numbered(words)
    if numbered:
        return numbered
    plain = _side_first(words)
    if set(re.findall(r"[a-z]+", plain)) & set(_table()["vague"]):
        return None
    found = structures_named(words)
    if found:
        return found[0].name if len(found) == 1 else found[0].base
    return plain if re.fullmatch(r"[a-z][a-z' -]*[a-z]", plain) else None


@cache
def split_side(name: str) -> tuple[Side, str]:
    """The side that a name starts with, and the rest: "left kidney" -> ("left", "kidney")."""
    if name.startswith("left "):
        return "left", name.removeprefix("left ")
    if name.startswith("right "):
        return "right", name.removeprefix("right ")
    return "", name


def is_paired(name: str, among: frozenset[str]) -> bool:
    """Whether the side of a name tells which of a pair it is, so that without it the name is that of the pair."""
    side, base = split_side(name)
    if not side:
        return False
    known = structures_named(name)
    return (len(known) == 1 and known[0].side == side) or f"{'right' if side == 'left' else 'left'} {base}" in among


def is_repeated(name: str) -> bool:
    """Whether a body has several of it, of which a label map may hold some only."""
    return split_side(name)[1] in _table()["repeated"] or re.fullmatch(r"rib \d+", name) is not None


@cache
def axis_words_in(name: str, axis: int) -> bool:
    """Whether a name holds a word of a RAS axis (0 R, 1 A, 2 S)."""
    return bool(set(re.findall(r"[a-z]+", name.casefold())) & AXIS_WORDS[axis])


def is_within_name(first: str, second: str) -> bool:
    """Whether all words of one name are in the other: one may be a part of the other ("lung", "lung upper lobe")."""
    sets = [set(split_side(name)[1].casefold().split()) for name in (first, second)]
    return sets[0] <= sets[1] or sets[1] <= sets[0]


def _side_first(words: str) -> str:
    parts = words.split()
    sides = [word for word in parts if word in ("left", "right")]
    if len(sides) != 1:
        return words
    return " ".join([sides[0], *(word for word in parts if word != sides[0])])


def _numbered(words: str) -> str | None:
    """Vertebrae, ribs and discs: "vertebrae l3", "thoracic9", "rib left 7", "l2-l1-intervertebraldisc"."""
    if match := re.fullmatch(rf"(?:vertebrae? )?({_LEVEL})(\d+)(?: vertebra)?", words):
        return f"{_REGIONS[match[1]]}{match[2]} vertebra"
    if match := re.fullmatch(r"(?:(left|right) )?rib ?(?:(left|right) )?(\d+)", words):
        side = match[1] or match[2]
        return f"{side} rib {match[3]}" if side else f"rib {match[3]}"
    if match := re.fullmatch(r"(sacrum|[ctl]\d+)-([ctl]\d+)-intervertebral ?disc", words):
        below = "S1" if match[1] == "sacrum" else match[1].upper()
        return f"{match[2].upper()}-{below} intervertebral disc"
    return None
