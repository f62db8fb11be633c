"""Direction words and their opposites: which direction an option names, so that superior called inferior is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable

# One word of each pair is the other's opposite. What people say ("on the patient's left side") holds one of them.
PAIRS = (
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
OPPOSITES = {word: other for pair in PAIRS for word, other in (pair, pair[::-1])}
_WORDS = re.compile(r"\b(" + "|".join(sorted(OPPOSITES, key=len, reverse=True)) + r")\b")


def direction_in(text: str, structures: Iterable[str] = ()) -> str:
    """The direction that a text names, "" for none or several; words in a structure's name ("left kidney") are none."""
    words = text.casefold()
    for name in sorted(structures, key=len, reverse=True):
        words = words.replace(name.casefold(), " ")
    found = set(_WORDS.findall(words))
    return found.pop() if len(found) == 1 else ""
