"""What kind of question a query is: to find something, to count it ("how many kidneys"), to point at it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from MISGroundLib.anatomy.phrases import leading
from MISGroundLib.anatomy.terms import cutter
from MISGroundLib.anatomy.words import composed

Kind = Literal["find", "count", "point"]
# Of a longer text nobody would say that it asks for a number.
_MOST_CHARACTERS = 200
_ENDS = (" are there", " are there?", " there are", " gibt es", " hay", " y a-t-il", " sind da", " can you see")


@dataclass(frozen=True)
class Asking:
    """A query's kind, and the target in it as it was typed."""

    kind: Kind
    target: str


@lru_cache(maxsize=1024)
def asking_of(query: str) -> Asking:
    """What kind of question a query is. The words of a count or of pointing are taken off its target.

    "how many kidneys are there" counts "kidneys"; "point at the liver" points at "the liver"; anything else is found.
    """
    text = composed(query)
    words = cutter().cut(text) if len(text) <= _MOST_CHARACTERS else []
    for place in range(min(4, len(words))):
        for kind in ("count", "point"):
            taken = leading(words[place:], kind)[0]
            if taken and place + taken < len(words):
                return Asking(kind, _without_end(text[words[place + taken].start :]))
        if not leading(words[place:], "lead")[0]:  # only polite words may stand before
            break
    return Asking("find", query)


def _without_end(text: str) -> str:
    text = text.strip().rstrip("?\uff1f ").strip()
    end = next((one for one in _ENDS if text.casefold().endswith(one.rstrip("?"))), "")
    return text[: len(text) - len(end.rstrip("?"))].strip() if end else text
