"""From a model's words to the option that it chose: strict, so that what is not plainly one option is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# "Answer: ...", "The correct answer is ...", "Option ...".
_LEAD = re.compile(
    r"(?:(?:the )?(?:correct |right |best |final |my )?(?:answer|option|choice)(?: is)?\s*[:=]?\s+)?(?:option\s+)?",
    re.IGNORECASE,
)
# A, (A), A., A), A: or "A -", then perhaps the option's words.
_LETTERED = re.compile(r"(?:\((?P<inner>[a-z])\)|(?P<bare>[a-z]))(?P<mark>\s*[.):\-]\s*|\s+|$)(?P<words>.*)", re.I)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3}|`)(?=\S)([^*_`]+?)(?<=\S)\1")


def read_option(text: str, options: Sequence[str]) -> int | None:
    """The index of the one option that an answer names, or None where it names none, several, or hedges.

    Read are a letter ("A", "A.", "(A)"), an option's exact words, or both if they agree; each may follow "Answer:" or
    "The answer is", wear Markdown's emphasis, and end with a full stop. Case and spacing do not matter.
    """
    said = _plain(text)
    meant: set[int | None] = set()
    for body in {said, said[len(_lead(said)) :]}:
        meant |= _meanings(body, [_plain(option) for option in options])
    return meant.pop() if len(meant) == 1 else None


def _lead(text: str) -> str:
    match = _LEAD.match(text)
    return match.group() if match else ""


def _plain(text: str) -> str:
    """Without emphasis, doubled blanks, capitals and the final full stop."""
    before, text = "", " ".join(text.split())
    while before != text:
        before, text = text, _EMPHASIS.sub(r"\2", text)
    return text.casefold().removesuffix(".").strip()


def _meanings(body: str, options: Sequence[str]) -> set[int | None]:
    """What a whole text can mean; None among them for a letter that contradicts its words."""
    meant: set[int | None] = {index for index, option in enumerate(options) if option and body == option}
    match = _LETTERED.fullmatch(body)
    letter = LETTERS.casefold().find(match["inner"] or match["bare"]) if match else -1
    if match and 0 <= letter < len(options):
        words = match["words"].strip()
        if words in ("", options[letter]):
            meant.add(letter)
        elif words in options and match["mark"].strip():
            meant.add(None)
    return meant
