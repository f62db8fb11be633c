"""What may be meant by the beginning of a target: terms in every language, and sets such as "abdomen"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from MISGroundLib.anatomy.queries import read_text
from MISGroundLib.anatomy.terms import SIDES, Entry, data, entries, entry_named, terms_of
from MISGroundLib.anatomy.words import BREAKS, plain

_CHINESE = "\u3400"
_PIECE = re.compile(rf"[^{re.escape(BREAKS)}]*$")


@dataclass(frozen=True)
class Completion:
    """text: what takes the place of the piece typed, a line a target; about: the English name, or what a set holds."""

    text: str
    about: str
    is_set: bool = False


@dataclass(frozen=True)
class StructureSet:
    """Structures that are looked for together. names: what the set is called, English first."""

    name: str
    names: tuple[str, ...]
    structures: tuple[str, ...]

    def as_completion(self) -> Completion:
        """All of it, a line a structure."""
        return Completion("\n".join(self.structures), self.name, is_set=True)


def structure_sets(known: Collection[str] | None = None) -> list[StructureSet]:
    """The sets of Resources/Anatomy, of structures that are known (names with sides; None: all); no empty one."""
    left = [replace(one, structures=tuple(n for n in one.structures if known is None or n in known)) for one in _sets()]
    return [one for one in left if one.structures]


@cache
def _sets() -> tuple[StructureSet, ...]:
    found = []
    for item in data("sets")["sets"]:
        meant = [one for name in item["structures"] if (entry := entry_named(name)) for one in entry.structures(())]
        found.append(StructureSet(item["name"], tuple(item["names"]), tuple(one.name for one in meant)))
    return tuple(found)


def piece_before(line: str) -> str:
    """Of a line up to the cursor, the target that is being typed: what follows the last comma or semicolon."""
    found = _PIECE.search(line)
    return (found[0] if found else "").lstrip()


def complete(typed: str, known: Collection[str] | None = None, most: int = 8) -> list[Completion]:
    """The likeliest ways to go on with a piece of text, best first; [] where there is none, or nothing to add.

    Leading words ("show me the left kid") are kept. A term is offered in the language typed; of a structure one term,
    in English with each of its sides, too. A side that was typed is kept, and none is added. All that is offered is
    understood as typed.

    Args:
        typed: the piece, as `piece_before` gives it.
        known: names of structures, with sides, that may be offered; None: all.
        most: so many at the most.
    """
    for kept, beginning in _splits(typed):
        found = [(rank, name) for rank, name in _matches(beginning) if _is_known(name, known)]
        sets = [one.as_completion() for one in structure_sets(known) if _begins(one, beginning)] if not kept else []
        if found or sets:
            offered = dict.fromkeys(
                completion
                for _, (term, entry) in sorted(found, key=lambda one: one[0])
                for completion in _forms(kept, term, entry, known)
                if completion.text.casefold() != typed.strip().casefold()
            )
            # "left liver" is nothing that anybody could mean.
            terms = [one for one in list(offered)[: 2 * most] if read_text(one.text).structures]
            # A set that is called like a structure ("brain") comes after it.
            return [*terms[:1], *sets, *terms[1:]][:most]
    return []


def _splits(typed: str) -> Iterator[tuple[str, str]]:
    """(the words kept, the beginning of a term), the longest beginning first."""
    text = typed.strip()
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    if text and text[-1] > _CHINESE:
        starts += [start for start in range(len(text)) if text[start] > _CHINESE and start not in starts]
    for start in sorted(starts):
        beginning = plain(text[start:])
        if len(beginning) >= (1 if beginning > _CHINESE else 2):
            yield text[:start], beginning


@cache
def _terms() -> tuple[tuple[str, str, Entry], ...]:
    """(the term in plain letters, the term, its entry), the name first."""
    return tuple((plain(term), term, entry) for entry in entries() for term in dict.fromkeys(terms_of(entry)))


def _matches(beginning: str) -> Iterator[tuple[tuple[int, int, int], tuple[str, Entry]]]:
    """Of each entry its best term: whole beginnings before words inside, names before synonyms, short before long."""
    best: dict[Entry, tuple[tuple[int, int, int], str]] = {}
    for plain_term, term, entry in _terms():
        if plain_term.startswith(beginning):
            inside = 0
        elif f" {beginning}" in plain_term:
            inside = 1
        else:
            continue
        rank = (inside, int(term != entry.name), len(term))
        if entry not in best or rank < best[entry][0]:
            best[entry] = (rank, term)
    for entry, (rank, term) in best.items():
        yield rank, (term, entry)


def _is_known(name: tuple[str, Entry], known: Collection[str] | None) -> bool:
    return known is None or any(one.name in known for one in name[1].structures(()))


def _begins(one: StructureSet, beginning: str) -> bool:
    return any(plain(name).startswith(beginning) for name in one.names)


def _forms(kept: str, term: str, entry: Entry, known: Collection[str] | None) -> Iterator[Completion]:
    """The term behind the words that are kept, and with each side where none can have been typed."""
    space = " " if kept and not kept.endswith(" ") and kept[-1] < _CHINESE else ""
    if term != entry.name or kept or not entry.sides:
        yield Completion(kept + space + term, "" if term == entry.name else entry.name)
        return
    names = [one.name for one in entry.structures(()) if known is None or one.name in known]
    if len(names) == len(SIDES):
        yield Completion(term, " + ".join(names))
    for name in names:
        yield Completion(name, "")


def names_with(text: str, names: Iterable[str]) -> list[str]:
    """Of these names those that hold a text, in the name or in a term of any language; all of them for no text."""
    wanted = plain(text.strip())
    if not wanted:
        return list(names)
    found = {
        one.name
        for plain_term, _, entry in _terms()
        if wanted in plain_term
        for one in entry.structures(())
    }  # fmt: skip
    return [name for name in names if name in found or wanted in plain(name)]
