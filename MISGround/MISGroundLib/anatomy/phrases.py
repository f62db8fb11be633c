"""One phrase to the term that it names: polite words taken off, sides told from the rest, typing errors mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from MISGroundLib.anatomy.terms import (
    SIDES,
    Entry,
    Side,
    data,
    data_words,
    entry_for,
    holds_rib,
    nearest_word,
    run_together,
    sided_entry_for,
)
from MISGroundLib.anatomy.words import Word, plain

_PLACE = re.compile(
    r"(?:in|on|from|within|of)(?: (?:the|this|my|these|that))?(?: (?:ct|mr|mri|axial|coronal|sagittal))?"
    r" (?:images?|pictures?|scans?|slices?|view|study|volume|series|ct|mri?)"
)
# After a side: "left of the kidney" is a place beside it.
_OF = {"of", "de", "du", "des", "del", "von", "vom", "from", "to"}
_WHOLE_SIDE = {"side", "sided", "seite", "cote", "lado", "one"}


@dataclass
class Piece:
    """Words between two signs or joining words, and how they are understood.

    joint: what stands before it: "", "break", "and" or "bracket". sides, both: as they are said. rest: the words that
    say no side. beside: it is a place beside a structure ("left of the kidney"). entry: what the rest names. respelt:
    some of it was taken for a typing error. more: further entries that share its words ("ribs 7 and 8").
    """

    words: list[Word]
    joint: str = ""
    sides: list[Side] = field(default_factory=list)
    both: bool = False
    rest: list[Word] = field(default_factory=list)
    beside: bool = False
    entry: Entry | None = None
    respelt: bool = False
    more: list[Entry] = field(default_factory=list)

    @property
    def is_side(self) -> bool:
        """A side and nothing else."""
        return not self.rest and bool(self.sides or self.both)


@cache
def _phrases(kind: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The phrases of a list of phrases.json with what they say (a side, or ""), by first word, the longest first."""
    found = data("phrases")[kind]
    pairs = {
        (tuple(re.findall(r"[^\W_]+(?:'s)?|[&+]", plain(text))), said)
        for said, texts in (found if isinstance(found, dict) else {"": found}).items()
        for text in texts
    }
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, said in sorted(pairs, key=lambda pair: len(pair[0]), reverse=True):
        by_first.setdefault(phrase[0], []).append((phrase, said))
    return by_first


def leading(words: Sequence[Word], kind: str, without: str = "") -> tuple[int, str]:
    """How many words the longest phrase of a kind takes at the start, and what it says; (0, "") where there is none.

    without: a word that no phrase may hold.
    """
    for phrase, said in _phrases(kind).get(words[0].text, []) if words else []:
        if without not in phrase and tuple(word.text for word in words[: len(phrase)]) == phrase:
            return len(phrase), said
    return 0, ""


def _trailing(words: Sequence[Word]) -> int:
    """How many words a polite phrase or a place ("on this scan") takes at the end."""
    for taken in range(min(6, len(words)), 0, -1):
        phrase = tuple(word.text for word in words[-taken:])
        if (phrase, "") in _phrases("tail").get(phrase[0], []) or _PLACE.fullmatch(" ".join(phrase)):
            return taken
    return 0


def without_articles(words: Iterable[Word]) -> list[Word]:
    """The words that are no articles."""
    return [word for word in words if word.text not in data_words("articles")]


def read_piece(piece: Piece) -> Piece:
    """The piece without what is said round the target, its sides told from the rest, its entry where one is named."""
    whole = read_words(piece.words, piece.joint)
    if whole.entry is not None:
        return whole
    words = _without_frame(piece.words)
    found = read_words(words, piece.joint)
    if found.entry is None and found.rest:
        respelt = [replace(word, text=nearest_word(word.text) or word.text) for word in words]
        if respelt != words:
            again = read_words(_without_frame(respelt), piece.joint)
            if again.entry is not None:
                # The words keep their places, so that a query keeps what was typed.
                return replace(again, words=words, respelt=True)
        if entry := run_together([word.text for word in found.rest]):
            return replace(found, entry=entry, respelt=True)
    return found


def _without_frame(words: list[Word]) -> list[Word]:
    """Polite words and questions taken off both ends, though never what would leave nothing of a term."""
    start, end = 0, len(words)
    while taken := leading(words[start:end], "lead")[0]:
        start += taken
    # "of the body" may be said round a term, or be its end ("main artery of the body").
    while not _is_term(words[start:end]) and (taken := _trailing(words[start:end])):
        end -= taken
    if not without_articles(words[start:end]):
        return [] if entry_for([word.text for word in words]) is None else words
    return words[start:end]


def _is_term(words: list[Word]) -> bool:
    """Whether words name a structure as they stand, articles apart."""
    texts = [word.text for word in without_articles(words)]
    return bool(texts) and entry_for(texts) is not None


def read_words(words: list[Word], joint: str) -> Piece:
    """What words name as they stand: sides and a term, no typing errors."""
    words = _levels(words)
    texts = [word.text for word in words]
    if sided := sided_entry_for(texts):
        return Piece(words, joint, rest=words, entry=sided[0], sides=[sided[1]])
    if texts[:1] == ["l"] and (lumbar := entry_for(texts)) is not None:  # "L spine": no left one
        return Piece(words, joint, rest=words, entry=lumbar)
    found = _apart(words, joint)
    if found.entry is None and "cote" in texts:
        # Without its accents the French side (with two) reads as a rib (with one).
        again = _apart(words, joint, without="cote")
        return again if again.entry is not None else found
    return found


def _apart(words: list[Word], joint: str, without: str = "") -> Piece:
    """The sides told from the rest, and what the rest names. without: a word that is not to be read as a side's."""
    piece = Piece(words, joint)
    texts = [word.text for word in words]
    sides: list[str] = []
    rest: list[Word] = []
    i = 0
    while i < len(words):
        taken, side = leading(words[i:], "sides", without)
        if taken:
            sides.append(side)
            piece.beside |= side != "both" and _is_relation(texts[i : i + taken], *texts[i + taken : i + taken + 1])
        else:
            rest.append(words[i])
        i += max(taken, 1)
    piece.sides = [side for side in SIDES if side in sides]
    piece.both = "both" in sides
    piece.rest = without_articles(rest) or (rest if not sides else [])
    named = [word.text for word in without_articles(rest) or rest]
    if not piece.beside:
        piece.entry = entry_for(named)
        if piece.entry is None and named and named[0] in ("2", "two", "zwei", "deux", "dos"):
            counted = entry_for(named[1:])
            if counted is not None and counted.sided and not sides:
                piece.entry, piece.both = counted, True
    return piece


def _levels(words: list[Word]) -> list[Word]:
    """ "L 1" as one word where it is a vertebra, "L7" as two where it is a rib's side and number."""
    ribs = holds_rib(word.text for word in words)
    found: list[Word] = []
    for word, following in zip(words, [*words[1:], None], strict=False):
        match = re.fullmatch(r"([lr])(\d{1,2})", word.text)
        if word.text in ("no", "nr", "number") and following is not None and following.text.isdigit():
            continue  # rib no. 7
        if ribs and match:
            found += [Word(match[1], word.start, word.start + 1), Word(match[2], word.start + 1, word.end)]
        elif not ribs and found and word.text.isdigit() and found[-1].text in ("c", "t", "th", "d", "l", "s"):
            last = found.pop()
            found.append(Word(last.text + word.text, last.start, word.end))
        else:
            found.append(word)
    return found


def _is_relation(side: Sequence[str], following: str = "") -> bool:
    """ "left of the kidney" is a place beside it; "right side of the lung" is the right lung."""
    if _WHOLE_SIDE & set(side):
        return False
    return following in _OF or (side[-1] in ("links", "rechts") and following in ("der", "dem"))
