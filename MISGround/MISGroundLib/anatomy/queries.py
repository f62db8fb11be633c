"""Typed text to queries, and a query to its targets: lists, joined terms, sides that are shared, negation."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from MISGroundLib.anatomy.phrases import Piece, leading, read_piece, read_words, without_articles
from MISGroundLib.anatomy.terms import SIDES, Entry, Side, Structure, cutter, data_words, entry_for, holds_rib
from MISGroundLib.anatomy.words import BRACKETS, BREAKS, JOINTS, Word, composed, plain
from MISGroundLib.errors import Sentence, UserError, listed

MAXIMUM_QUERY_LENGTH = 200
MAXIMUM_QUERIES = 50
# Longer text is a pasted report: no list of targets.
_MOST_WORDS = 400
_LONGEST_UNKNOWN = 5  # words of a target in a list that no term is

_SIGNS = {**dict.fromkeys(BREAKS, "break"), **dict.fromkeys(JOINTS, "and"), **dict.fromkeys(BRACKETS, "bracket")}

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
    r"|(?:\u56fe\u50cf|\u56fe\u7247|\u5f71\u50cf|\u753b\u9762|\u5c4f\u5e55|\u56fe|\u5716\u50cf|\u5f71\u50cf|\u756b\u9762|\u87a2\u5e55)\u7684?[\u5de6\u53f3]"
)
# Sides in short that would be read as a list ("B/L") or as the German article ("der."), and words of the same length.
_SHORT_SIDES = ((re.compile(r"\bb/l\b", re.IGNORECASE), "bds"), (re.compile(r"\bder(?=\.|\s*$)", re.IGNORECASE), "dex"))
_ITEM = re.compile(r"^\s*(?:(?:\d{1,2}\)|[-*\u2022\u2013])\s+)+")  # "1) liver", "- liver"
# "L4/5" is mostly the disc between them.
_LEVELS = re.compile(r"\b(?:c|t|th|l|s)\d{1,2} ?[/\u2013-] ?(?:c|t|th|l|s)?\d{1,2}\b")


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
    """What a text names: its targets in order; why it is not answered, a clause, or "".

    relation: it names nothing, and tells where something lies from something else ("the vessel behind the stomach").
    """

    targets: tuple[Target, ...] = ()
    problem: str = ""
    relation: bool = False

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
        return [Sentence("Read as: {names}.", names=", ".join(dict.fromkeys(respelt)))] if respelt else []


@lru_cache(maxsize=1024)
def read_text(text: str) -> Reading:
    """What a text names. Never raises, whatever the text."""
    text = composed(text)
    for short, side in _SHORT_SIDES:
        text = short.sub(side, text)
    words = cutter().cut(text) if len(text) < 20 * _MOST_WORDS else []
    if not words or len(words) > _MOST_WORDS:
        return Reading((Target((), 0, len(text)),))
    if _SIDE_OF_PICTURE.search(" ".join(plain(text).split())):
        return Reading(
            problem=Sentence("a side of the picture is not a side of the patient; name the patient's left or right")
        )
    if levels := _LEVELS.search(plain(text)):
        levels_said = '"{levels}" may be two vertebrae, a range or a disc; name each vertebra'
        return Reading(problem=Sentence(levels_said, levels=levels[0]))
    if word := _negation(words):
        return Reading(problem=Sentence('it says "{word}"; name only what to look for', word=word))
    pieces = [read_piece(piece) for piece in _pieces(words)]
    pieces = [piece for piece in pieces if piece.words]
    pieces = _completed(_with_sides(_joined(pieces)))
    targets = tuple(_target(piece) for piece in pieces)
    relation = not all(target.structures for target in targets) and any(map(_is_relation, pieces))
    return Reading(targets, _problem(pieces[0]) if len(pieces) == 1 and not targets[0].structures else "", relation)


def _is_relation(piece: Piece) -> bool:
    return piece.beside or any(word.text in data_words("relations") for word in piece.words)


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
            "A query has {count} characters and the most is {maximum_query_length}. "
            "Name one target a line, in a few words.",
            count=len(longest),
            maximum_query_length=MAXIMUM_QUERY_LENGTH,
        )
    if len(queries) > MAXIMUM_QUERIES:
        raise UserError(
            "There are {count} queries and the most at once is {maximum_queries}. Ask them in parts.",
            count=len(queries),
            maximum_queries=MAXIMUM_QUERIES,
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


def _negation(words: Sequence[Word]) -> str:
    """The words of a text that say what not to look for, or ""."""
    ribs = holds_rib(word.text for word in words)
    for i, word in enumerate(words):
        if ribs and i and word.text == "no" and i + 1 < len(words) and words[i + 1].text.isdigit():
            continue  # rib no. 7; "no 4th ventricle" is none
        if word.text == "sin":  # "kidney sin." is the left one, the Spanish "sin ..." (without) is none
            following = words[i + 1].text if i + 1 < len(words) else ","
            if i and (following in _SIGNS or following in data_words("and")):
                continue
            return word.text
        if taken := leading(words[i:], "negation")[0]:
            return " ".join(one.text for one in words[i : i + taken])
    return ""


def _pieces(words: Sequence[Word]) -> list[Piece]:
    """Words between signs and joining words; of several between two pieces the closest joint counts."""
    pieces: list[Piece] = []
    current: list[Word] = []
    joint = ""
    i = 0
    while i < len(words):
        taken, kind = 1, _SIGNS.get(words[i].text, "")
        if not kind and (count := leading(words[i:], "and")[0]):
            taken, kind = count, "and"
        if not kind:
            current.append(words[i])
        elif current:
            pieces.append(Piece(current, joint))
            current, joint = [], kind
        else:
            joint = max(joint, kind, key=("", "bracket", "break", "and").index)
        i += taken
    return [*pieces, Piece(current, joint)] if current else pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Pieces that name one structure only together: "portal vein and splenic vein"."""
    found: list[Piece] = []
    i = 0
    while i < len(pieces):
        for j in range(len(pieces), i + 1, -1):
            group = pieces[i:j]
            if all(piece.entry is not None for piece in group) or any(piece.is_side for piece in group):
                continue
            whole = read_words([word for piece in group for word in piece.words], group[0].joint)
            if whole.entry is not None and not any(piece.beside for piece in group):
                found.append(whole)
                i = j
                break
        else:
            found.append(pieces[i])
            i += 1
    return found


def _with_sides(pieces: list[Piece]) -> list[Piece]:
    """Sides that stand alone given to their structure: "left and right kidney", "kidney, left", "kidneys (L + R)"."""
    found: list[Piece] = []
    waiting: list[Piece] = []
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


def _takes_sides(piece: Piece) -> bool:
    return piece.entry is not None and (piece.entry.sided or piece.entry.either_side) and not piece.both


def _belongs_before(found: list[Piece], waiting: list[Piece], piece: Piece) -> bool:
    """Whether sides that stand alone are those of the structure before them, not of the piece after them."""
    if not found or not _takes_sides(found[-1]):
        return False
    return waiting[0].joint == "bracket" or not piece.sides or any(side.sides == piece.sides for side in waiting)


def _given_back(found: list[Piece], waiting: list[Piece]) -> list[Piece]:
    """Sides that follow their structure."""
    if waiting and found and _takes_sides(found[-1]):
        return [*found[:-1], _merged([found[-1], *waiting], found[-1])]
    return [*found, *waiting]


def _merged(pieces: list[Piece], main: Piece) -> Piece:
    sides = [side for side in SIDES if any(side in piece.sides for piece in pieces)]
    if any(piece.both for piece in pieces):
        sides = list(SIDES)
    words = [word for piece in pieces for word in piece.words]
    # "left and right" is both: no contradiction.
    return replace(
        main, words=words, joint=pieces[0].joint, sides=[] if len(sides) == 2 else sides, both=len(sides) == 2
    )


def _completed(pieces: list[Piece]) -> list[Piece]:
    """Words that a piece shares with its neighbour: "superior and inferior vena cava", "ribs 7 and 8"."""
    found: list[Piece] = []
    waiting = deque(pieces)
    while waiting:
        piece = waiting.popleft()
        if waiting and (entry := _sharing_end(piece, waiting[0])):
            main = waiting.popleft()
            found.append(_sharing([piece, main], main, [entry, *main.more]))
        elif found and (entry := _sharing_start(found[-1], piece)):
            main = found.pop()
            found.append(_sharing([main, piece], main, [*main.more, entry]))
        else:
            found.append(piece)
    return found


def _sharing(group: list[Piece], main: Piece, more: list[Entry]) -> Piece:
    sides = [side for side in SIDES if any(side in piece.sides for piece in group)]
    words = [word for piece in group for word in piece.words]
    return replace(main, words=words, joint=group[0].joint, sides=sides, more=more)


def _sharing_end(piece: Piece, following: Piece) -> Entry | None:
    """ "superior" with the end of "inferior vena cava"."""
    if piece.entry is not None or following.entry is None or following.joint != "and":
        return None
    own, other = _texts(piece), _texts(following)
    if piece.beside or not own or piece.sides or piece.both:
        return None
    options = (entry_for([*own, *other[k:]]) for k in range(1, len(other)))
    return next((entry for entry in options if entry is not None), None)


def _sharing_start(before: Piece, piece: Piece) -> Entry | None:
    """ "vein" or "8" with the start of "iliac artery" or "ribs 7"."""
    if piece.entry is not None or before.entry is None or piece.joint not in ("and", "break"):
        return None
    own, other = _texts(piece), _texts(before)
    if piece.beside or not own or (piece.joint == "break" and not own[-1].isdigit()):
        return None
    options = (entry_for([*other[:k], *own]) for k in range(len(other) - 1, 0, -1))
    return next((entry for entry in options if entry is not None), None)


def _texts(piece: Piece) -> list[str]:
    return [word.text for word in without_articles(piece.rest)]


def _target(piece: Piece) -> Target:
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
    return Target(
        structures,
        piece.words[0].start,
        piece.words[-1].end,
        entry,
        sides,
        piece.respelt,
        part_of,
        piece.joint == "bracket",
    )


def _holds_term(words: Sequence[Word]) -> bool:
    texts = [word.text for word in words]
    pairs = ((i, j) for i in range(len(texts)) for j in range(i + 1, len(texts) + 1))
    return any(entry_for(texts[i:j]) is not None for i, j in pairs)


def _problem(piece: Piece) -> str:
    """Why the one target of a text names nothing though its structure is known."""
    if piece.entry is None or piece.beside:
        return ""
    if len(piece.sides) == 2 and not piece.both:
        return Sentence('it says left and right at once; ask for "left" or "right", or for "both"')
    name, sides = piece.entry.name, listed([Sentence(side) for side in (SIDES if piece.both else piece.sides)])
    if piece.entry.only_side:
        return Sentence(
            "there is a {there} {name} only, no {asked} one",
            there=Sentence(piece.entry.only_side),
            name=name,
            asked=sides,
        )
    return Sentence("the {name} is one structure, with no left and right", name=name)
