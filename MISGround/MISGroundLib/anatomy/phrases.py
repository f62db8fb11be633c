"""Typed text to the structures that it names: polite words, sides, lists, negation, typing errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from MISGroundLib.anatomy.terms import (
    SIDES,
    Entry,
    Side,
    Structure,
    cutter,
    data,
    data_words,
    entry_for,
    holds_rib,
    nearest_word,
    run_together,
    sided_entry_for,
)
from MISGroundLib.anatomy.words import BRACKETS, BREAKS, JOINTS, Word, composed, plain
from MISGroundLib.errors import UserError

MAXIMUM_QUERY_LENGTH = 200
MAXIMUM_QUERIES = 50
# Longer text is a pasted report: no list of targets.
_MOST_WORDS = 400
_LONGEST_UNKNOWN = 5  # words of a target in a list that no term is

# Which side of a picture is the patient's left depends on the view.
_SHOWN = r"(?:image|picture|screen|display|monitor|photo|viewer|view|scan|slice)"
_SIDE_OF_PICTURE = re.compile(
    rf"\b{_SHOWN}(?:'s)?[ -]+(?:left|right)\b(?! (?:of|side of) the patient)"
    rf"|\b(?:left|right)(?:[ -]?hand)?(?: side| half| part)? of (?:the |this |my )?{_SHOWN}\b"
    rf"|\bon (?:the |its )?(?:left|right)(?:[ -]?hand)?(?: side| half)? (?:in|on) (?:the |this |my )?{_SHOWN}\b"
    r"|\bbild(?:schirm)?s? ?(?:links|rechts)\b|\b(?:links|rechts) (?:im|auf dem|am) bild(?:schirm)?\b"
    r"|\b(?:linken?|rechten?) (?:bild(?:schirm)?(?:seite|halfte|rand)|seite des bild(?:e?s|schirms))\b"
    r"|\ba (?:gauche|droite) (?:de|sur|dans) (?:l'|la |cette )?(?:image|photo|coupe)\b"
    r"|\b(?:gauche|droite) de l'(?:image|ecran)\b"
    r"|\b(?:izquierd[ao]|derech[ao]) de (?:la |esta )?(?:imagen|pantalla|foto)\b"
    r"|(?:图像|图片|影像|画面|屏幕|图|圖像|影像|畫面|螢幕)的?[左右]"
)
_ITEM = re.compile(r"^\s*(?:(?:\d{1,2}\)|[-*\u2022\u2013])\s+)+")  # "1) liver", "- liver"
# "L4/5" is mostly the disc between them.
_LEVELS = re.compile(r"\b(?:c|t|th|l|s)\d{1,2} ?[/\u2013-] ?(?:c|t|th|l|s)?\d{1,2}\b")
_PLACE = re.compile(
    r"(?:in|on|from|within|of)(?: (?:the|this|my|these|that))?(?: (?:ct|mr|mri|axial|coronal|sagittal))?"
    r" (?:images?|pictures?|scans?|slices?|view|study|volume|series|ct|mri?)"
)


@dataclass(frozen=True)
class Target:
    """One target of a text: what it names, () where that is unknown, and the characters start to end that say it.

    entry, sides: as they were read. respelt: some of it was taken for a typing error. part_of: it may belong to the
    target before or after it ("kidney and liver tumour"). in_brackets: it is said beside the target before it.
    """

    structures: tuple[Structure, ...]
    start: int
    end: int
    entry: Entry | None = None
    sides: tuple[Side, ...] = ()
    respelt: bool = False
    part_of: bool = False
    in_brackets: bool = False


@dataclass(frozen=True)
class Reading:
    """What a text names: its targets in order; why it is not answered, a clause, or ""."""

    targets: tuple[Target, ...] = ()
    problem: str = ""

    @property
    def structures(self) -> tuple[Structure, ...]:
        """Every structure named, once each; () unless every target is known."""
        if not self.targets or self.problem or not all(target.structures for target in self.targets):
            return ()
        return tuple(dict.fromkeys(one for target in self.targets for one in target.structures))

    @property
    def notes(self) -> list[str]:
        """What to tell the reader about how the text was understood."""
        if not self.structures:
            return []
        respelt = [one.name for target in self.targets if target.respelt for one in target.structures]
        return [f"Read as: {', '.join(dict.fromkeys(respelt))}."] if respelt else []


@dataclass
class _Piece:
    """Words between two signs or joining words. joint: what stands before it: "", "break", "and" or "bracket"."""

    words: list[Word]
    joint: str = ""
    sides: list[Side] = field(default_factory=list)
    both: bool = False
    rest: list[Word] = field(default_factory=list)
    beside: bool = False
    entry: Entry | None = None
    respelt: bool = False
    more: list[Entry] = field(default_factory=list)  # further numbers of the same kind: "ribs 7 and 8"

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def is_side(self) -> bool:
        """A side and nothing else."""
        return not self.rest and bool(self.sides or self.both)


@lru_cache(maxsize=1024)
def read_text(text: str) -> Reading:
    """What a text names. Never raises, whatever the text."""
    text = composed(text)
    words = cutter().cut(text) if len(text) < 20 * _MOST_WORDS else []
    if not words or len(words) > _MOST_WORDS:
        return Reading((Target((), 0, len(text)),))
    if _SIDE_OF_PICTURE.search(" ".join(plain(text).split())):
        return Reading(problem="a side of the picture is not a side of the patient; name the patient's left or right")
    if levels := _LEVELS.search(plain(text)):
        return Reading(problem=f'"{levels[0]}" may be two vertebrae, a range or a disc; name each vertebra')
    if word := _negation(words):
        return Reading(problem=f'it says "{word}"; name only what to look for')
    pieces = [_understood(piece) for piece in _pieces(words)]
    pieces = [piece for piece in pieces if piece.words]
    pieces = _completed(_with_sides(_joined(pieces)))
    targets = tuple(_target(piece) for piece in pieces)
    return Reading(targets, _problem(pieces[0]) if len(pieces) == 1 and not targets[0].structures else "")


def parse_queries(text: str) -> list[str]:
    """Typed text to queries, doubles dropped: one a line, or between semicolons, or one for each target of a list.

    "liver, spleen and both kidneys" is three; "left and right kidney" is one, as is whatever may be more than a list
    ("the vessel between liver and spleen"), which stays as it was typed. Raises UserError where nothing is left, a
    query is longer than 200 characters, or there are more than 50.
    """
    parts = (part for line in text.splitlines() for part in re.split(r"[;\uff1b]", _ITEM.sub("", line)))
    lines = (" ".join(part.split()) for part in parts)
    queries = list(dict.fromkeys(query for line in lines if line for query in _listed(line)))
    if not queries:
        raise UserError("There is no query. Type what to look for, one target a line, for example: left kidney")
    longest = max(queries, key=len)
    if len(longest) > MAXIMUM_QUERY_LENGTH:
        raise UserError(
            f"A query has {len(longest)} characters and the most is {MAXIMUM_QUERY_LENGTH}. "
            "Name one target a line, in a few words."
        )
    if len(queries) > MAXIMUM_QUERIES:
        raise UserError(
            f"There are {len(queries)} queries and the most at once is {MAXIMUM_QUERIES}. Ask them in parts."
        )
    return queries


def _listed(line: str) -> list[str]:
    """The targets of a plain list, each in its own words; the line as it is where it may be something else."""
    reading = read_text(line)
    known = any(target.structures for target in reading.targets)
    if len(reading.targets) < 2 or not known or any(target.part_of for target in reading.targets):
        return [line]
    whole = composed(line)
    groups: list[list[Target]] = []
    for target in reading.targets:
        if groups and target.in_brackets:
            groups[-1].append(target)
        else:
            groups.append([target])
    parts = [_ITEM.sub("", whole[group[0].start : group[-1].end]) for group in groups]
    # A part must mean alone what it means in the list.
    alone = [read_text(part).structures for part in parts]
    kept = alone == [Reading(tuple(group)).structures for group in groups]
    return parts if kept and len(parts) > 1 else [line]


# ---- pieces ----------------------------------------------------------------------------------------------------------


@cache
def _phrases(*path: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a list of phrases.json, by their first word, the longest first."""
    found = data("phrases")
    for name in path:
        found = found[name]
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(
        {tuple(re.findall(r"[^\W_]+(?:'s)?|[&+]", plain(text))) for text in found}, key=len, reverse=True
    ):
        by_first.setdefault(phrase[0], []).append(phrase)
    return by_first


@cache
def _side_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    every = [
        (phrase, side) for side in (*SIDES, "both") for found in _phrases("sides", side).values() for phrase in found
    ]
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, side in sorted(every, key=lambda pair: len(pair[0]), reverse=True):
        by_first.setdefault(phrase[0], []).append((phrase, side))
    return by_first


def _begins(words: Sequence[Word], phrases: Iterable[tuple[str, ...]]) -> int:
    """How many words the longest of these phrases takes at the start."""
    for phrase in phrases:
        if len(phrase) <= len(words) and all(word.text == said for word, said in zip(words, phrase, strict=False)):
            return len(phrase)
    return 0


def _negation(words: Sequence[Word]) -> str:
    ribs = holds_rib(word.text for word in words)
    for i, word in enumerate(words):
        if ribs and i and word.text == "no" and i + 1 < len(words) and words[i + 1].text.isdigit():
            continue  # rib no. 7; "no 4th ventricle" is none
        if word.text == "sin":  # "kidney sin." is the left one, "sin riñón" is none
            following = words[i + 1].text if i + 1 < len(words) else ","
            if i and (following in BREAKS + JOINTS + BRACKETS or following in data_words("and")):
                continue
            return word.text
        taken = _begins(words[i:], _phrases("negation").get(word.text, []))
        if taken:
            return " ".join(one.text for one in words[i : i + taken])
    return ""


def _pieces(words: Sequence[Word]) -> list[_Piece]:
    pieces: list[_Piece] = []
    current: list[Word] = []
    joint = ""
    i = 0
    while i < len(words):
        text = words[i].text
        taken, kind = 1, ""
        if text in BREAKS:
            kind = "break"
        elif text in JOINTS:
            kind = "and"
        elif text in BRACKETS:
            kind = "bracket"
        elif taken := _begins(words[i:], _phrases("and").get(text, [])):
            kind = "and"
        if kind:
            if current:
                pieces.append(_Piece(current, joint))
                current, joint = [], kind
            else:
                joint = max(joint, kind, key=("", "bracket", "break", "and").index)
        else:
            current.append(words[i])
        i += max(taken, 1)
    if current:
        pieces.append(_Piece(current, joint))
    return pieces


def _understood(piece: _Piece) -> _Piece:
    """The piece without what is said round the target, its sides told from the rest, its entry where one is named."""
    whole = _read_words(piece.words, piece.joint)
    if whole.entry is not None:
        return whole
    words = _without_frame(piece.words)
    found = _read_words(words, piece.joint)
    if found.entry is None and found.rest:
        respelt = [_respelt(word) for word in words]
        if respelt != words:
            again = _read_words(_without_frame(respelt), piece.joint)
            if again.entry is not None:
                # The words keep their places, so that a query keeps what was typed.
                return replace(again, words=words, respelt=True)
        if entry := run_together([word.text for word in found.rest]):
            return replace(found, entry=entry, respelt=True)
    return found


def _respelt(word: Word) -> Word:
    nearest = nearest_word(word.text)
    return replace(word, text=nearest) if nearest else word


def _without_frame(words: list[Word]) -> list[Word]:
    """Polite words and questions taken off both ends, though never what would leave nothing of a term."""
    start, end = 0, len(words)
    while start < end and (taken := _begins(words[start:end], _phrases("lead").get(words[start].text, []))):
        start += taken
    while end > start and (taken := _ends(words[start:end])):
        end -= taken
    if start == end or all(word.text in data_words("articles") for word in words[start:end]):
        return [] if entry_for([word.text for word in words]) is None else words
    return words[start:end]


def _ends(words: Sequence[Word]) -> int:
    for taken in range(min(6, len(words)), 0, -1):
        phrase = tuple(word.text for word in words[-taken:])
        if phrase in _phrases("tail").get(phrase[0], []) or _PLACE.fullmatch(" ".join(phrase)):
            return taken
    return 0


def _read_words(words: list[Word], joint: str) -> _Piece:
    words = _levels(words)
    texts = [word.text for word in words]
    if sided := sided_entry_for(texts):
        return _Piece(words, joint, rest=words, entry=sided[0], sides=[sided[1]])
    if texts[:1] == ["l"] and (lumbar := entry_for(texts)) is not None:  # "L spine": no left one
        return _Piece(words, joint, rest=words, entry=lumbar)
    found = _apart(words, joint)
    if found.entry is None and "cote" in texts:
        # Without its accents the French side (côté) reads as a rib (côte).
        again = _apart(words, joint, without="cote")
        return again if again.entry is not None else found
    return found


def _apart(words: list[Word], joint: str, without: str = "") -> _Piece:
    """The sides told from the rest, and what the rest names. without: a word that is not to be read as a side's."""
    piece = _Piece(words, joint)
    texts = [word.text for word in words]
    sides: list[str] = []
    rest: list[Word] = []
    i = 0
    while i < len(words):
        taken, side = _side_at(words, i, without)
        if not taken:
            rest.append(words[i])
            i += 1
            continue
        following = texts[i + taken] if i + taken < len(words) else ""
        if side != "both" and _is_relation(texts[i : i + taken], following):
            piece.beside = True
        sides.append(side)
        i += taken
    piece.sides = [side for side in SIDES if side in sides]
    piece.both = "both" in sides
    piece.rest = [word for word in rest if word.text not in data_words("articles")] or (rest if not sides else [])
    named = [word.text for word in rest if word.text not in data_words("articles")] or [word.text for word in rest]
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


def _side_at(words: Sequence[Word], i: int, without: str) -> tuple[int, str]:
    """(how many words say a side at this place, which: left, right, both or "")"""
    for phrase, side in _side_phrases().get(words[i].text, []):
        if without not in phrase and _begins(words[i:], [phrase]):
            return len(phrase), side
    return 0, ""


_OF = {"of", "de", "du", "des", "del", "von", "vom", "from", "to"}
_WHOLE_SIDE = {"side", "sided", "seite", "cote", "lado", "one"}


def _is_relation(side: Sequence[str], following: str) -> bool:
    """ "left of the kidney" is a place beside it; "right side of the lung" is the right lung."""
    if side[-1] in _WHOLE_SIDE or set(side) & _WHOLE_SIDE:
        return False
    return following in _OF or (side[-1] in ("links", "rechts") and following in ("der", "dem"))


# ---- pieces together -------------------------------------------------------------------------------------------------


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces that name one structure only together: "portal vein and splenic vein"."""
    found: list[_Piece] = []
    i = 0
    while i < len(pieces):
        for j in range(len(pieces), i + 1, -1):
            group = pieces[i:j]
            if all(piece.entry is not None for piece in group) or any(piece.is_side for piece in group):
                continue
            whole = _read_words([word for piece in group for word in piece.words], group[0].joint)
            if whole.entry is not None and not any(piece.beside for piece in group):
                found.append(whole)
                i = j
                break
        else:
            found.append(pieces[i])
            i += 1
    return found


def _with_sides(pieces: list[_Piece]) -> list[_Piece]:
    """Sides that stand alone given to their structure: "left and right kidney", "kidney, left", "kidneys (L + R)"."""
    found: list[_Piece] = []
    waiting: list[_Piece] = []
    for piece in pieces:
        if piece.is_side:
            waiting.append(piece)
        elif waiting and _takes_sides(piece) and not _belongs_before(found, waiting, piece):
            found.append(_merged([*waiting, piece], piece))
            waiting = []
        else:
            found = _given_back(found, waiting)
            waiting = []
            found.append(piece)
    return _given_back(found, waiting)


def _takes_sides(piece: _Piece) -> bool:
    return piece.entry is not None and (piece.entry.sided or piece.entry.either_side) and not piece.both


def _belongs_before(found: list[_Piece], waiting: list[_Piece], piece: _Piece) -> bool:
    """Whether sides that stand alone are those of the structure before them, not of the piece after them."""
    if not found or not _takes_sides(found[-1]):
        return False
    return waiting[0].joint == "bracket" or not piece.sides or any(side.sides == piece.sides for side in waiting)


def _given_back(found: list[_Piece], waiting: list[_Piece]) -> list[_Piece]:
    """Sides that follow their structure."""
    if waiting and found and _takes_sides(found[-1]):
        return [*found[:-1], _merged([found[-1], *waiting], found[-1])]
    return [*found, *waiting]


def _merged(pieces: list[_Piece], main: _Piece) -> _Piece:
    sides = [side for side in SIDES if any(side in piece.sides for piece in pieces)]
    if any(piece.both for piece in pieces):
        sides = list(SIDES)
    words = [word for piece in pieces for word in piece.words]
    # "left and right" is both: no contradiction.
    return replace(
        main, words=words, joint=pieces[0].joint, sides=[] if len(sides) == 2 else sides, both=len(sides) == 2
    )


def _completed(pieces: list[_Piece]) -> list[_Piece]:
    """Words that a piece shares with its neighbour: "superior and inferior vena cava", "ribs 7 and 8"."""
    found: list[_Piece] = []
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        following = pieces[i + 1] if i + 1 < len(pieces) else None
        if piece.entry is None and following is not None and following.entry is not None and following.joint == "and":
            entry = _sharing_end(piece, following)
            if entry is not None:
                group = [piece, following]
                found.append(replace(_merged_words(group, following), more=[entry, *following.more]))
                i += 2
                continue
        if piece.entry is None and found and found[-1].entry is not None and piece.joint in ("and", "break"):
            entry = _sharing_start(found[-1], piece)
            if entry is not None:
                before = found.pop()
                found.append(replace(_merged_words([before, piece], before), more=[*before.more, entry]))
                i += 1
                continue
        found.append(piece)
        i += 1
    return found


def _merged_words(group: list[_Piece], main: _Piece) -> _Piece:
    sides = [side for side in SIDES if any(side in piece.sides for piece in group)]
    return replace(main, words=[word for piece in group for word in piece.words], joint=group[0].joint, sides=sides)


def _texts(piece: _Piece) -> list[str]:
    return [word.text for word in piece.rest if word.text not in data_words("articles")]


def _sharing_end(piece: _Piece, following: _Piece) -> Entry | None:
    """ "superior" with the end of "inferior vena cava"."""
    own, other = _texts(piece), _texts(following)
    if piece.beside or not own or piece.sides or piece.both:
        return None
    options = (entry_for([*own, *other[k:]]) for k in range(1, len(other)))
    return next((entry for entry in options if entry is not None), None)


def _sharing_start(before: _Piece, piece: _Piece) -> Entry | None:
    """ "vein" or "8" with the start of "iliac artery" or "ribs 7"."""
    own, other = _texts(piece), _texts(before)
    if piece.beside or not own or (piece.joint == "break" and not own[-1].isdigit()):
        return None
    options = (entry_for([*other[:k], *own]) for k in range(len(other) - 1, 0, -1))
    return next((entry for entry in options if entry is not None), None)


def _target(piece: _Piece) -> Target:
    contradicting = len(piece.sides) == 2 and not piece.both
    sides: tuple[Side, ...] = SIDES if piece.both else tuple(piece.sides)
    structures: tuple[Structure, ...] = ()
    if piece.entry is not None and not contradicting and not piece.beside:
        named = [piece.entry, *piece.more]
        each = [entry.structures(sides) for entry in named]
        structures = tuple(one for found in each for one in found) if all(each) else ()
    part_of = not structures and (
        piece.beside
        or len(piece.rest) > _LONGEST_UNKNOWN
        or piece.is_side
        or any(word.text in data_words("beside") for word in piece.words)
        or (piece.joint != "break" and _holds_term(piece.rest))
    )
    entry = None if contradicting else piece.entry
    return Target(structures, piece.start, piece.end, entry, sides, piece.respelt, part_of, piece.joint == "bracket")


def _holds_term(words: Sequence[Word]) -> bool:
    texts = [word.text for word in words]
    pairs = ((i, j) for i in range(len(texts)) for j in range(i + 1, len(texts) + 1))
    return any(entry_for(texts[i:j]) is not None for i, j in pairs)


def _problem(piece: _Piece) -> str:
    """Why the one target of a text names nothing though its structure is known."""
    if piece.entry is None or piece.beside:
        return ""
    if len(piece.sides) == 2 and not piece.both:
        return 'it says left and right at once; ask for "left" or "right", or for "both"'
    name, side = piece.entry.name, " and ".join(SIDES if piece.both else piece.sides)
    if piece.entry.only_side:
        return f"there is a {piece.entry.only_side} {name} only, no {side} one"
    return f"the {name} is one structure, with no left and right"
