"""Names of structures, each as one term: to an entry with its sides and SNOMED CT codes. Data in Resources/Anatomy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from MISGroundLib.anatomy.words import ORDINALS, Cutter, distance, plain, singular, spellings
from MISGroundLib.files import resource

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")
_REGIONS = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}
_LEVEL = re.compile(r"(c|th|t|d|bwk|hwk|lwk|l|s)(\d{1,2})")
_LEVEL_REGIONS = {"c": "C", "hwk": "C", "t": "T", "th": "T", "d": "T", "bwk": "T", "l": "L", "lwk": "L", "s": "S"}
# Words that make a region of the spine, or a vertebra, together with a number only.
_NUMBERED_ONLY = {
    "C": ["hwk", "halswirbelkorper", "\u9888", "\u9838"],
    "T": ["bwk", "brustwirbelkorper", "\u80f8"],
    "L": ["lwk", "lendenwirbelkorper", "\u8170"],
    "S": ["sacral vertebra", "sakralwirbel", "vertebre sacree", "\u9ab6\u690e", "\u9ab6"],
}
_ANY_VERTEBRA = ["wirbelkorper", "\u690e\u4f53", "\u690e\u9ad4", "\u690e"]
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: str(i) for i, word in enumerate(_CARDINALS, 1)}
_NUMBERS |= {
    word: str(i) for i, word in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}


@dataclass(frozen=True)
class Structure:
    """A structure of the body: name ("left kidney"), base ("kidney"), the patient's side, SNOMED CT code, region."""

    name: str
    base: str
    side: Side | None
    sct: str | None
    region: str


@dataclass(frozen=True)
class Entry:
    """What a term names. only_side: it exists on one side; either_side: a side may be said but is not told apart.
    further: none of those that data sets' classes are named by.
    """

    name: str
    region: str
    codes: tuple[str | None, str | None]  # of the left and the right one; the same where it is one concept
    sided: bool = False
    only_side: Side | None = None
    either_side: bool = False
    further: bool = False

    @property
    def sides(self) -> tuple[Side, ...]:
        """Those that it exists on; () for what has none."""
        return (self.only_side,) if self.only_side else SIDES if self.sided else ()

    def structures(self, sides: Sequence[Side]) -> tuple[Structure, ...]:
        """The structures of these sides (all that there are where none is given); () where one does not exist."""
        if not self.sided:
            return (self._structure(None),) if self.either_side or not sides else ()
        if not set(sides) <= set(self.sides):
            return ()
        return tuple(self._structure(side) for side in self.sides if side in sides or not sides)

    def _structure(self, side: Side | None) -> Structure:
        name = f"{side} {self.name}" if side else self.name
        return Structure(name, self.name, side, self.codes[side == "right"], self.region)


def data(name: str) -> dict[str, Any]:
    """A file of Resources/Anatomy."""
    read: dict[str, Any] = json.loads(resource("Anatomy", f"{name}.json").read_text(encoding="utf-8"))
    return read


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry, in the order of the file; after them vertebrae and ribs by number."""
    document = data("structures")
    found: list[Entry] = []
    for item in [*document["structures"], *document["further"]]:
        codes = item["sct"] if isinstance(item["sct"], dict) else dict.fromkeys(SIDES, item["sct"])
        found.append(
            Entry(
                item["name"],
                item["region"],
                (codes["left"], codes["right"]),
                item["sided"],
                item.get("only_side"),
                item.get("either_side", False),
                further=len(found) >= len(document["structures"]),
            )
        )
    for kind, codes in document["numbered"].items():
        for number, code in enumerate(codes, 1):
            if kind == "rib":
                found.append(Entry(f"rib {number}", "thorax", (code, code), sided=True, further=True))
            else:
                found.append(Entry(f"{kind}{number} vertebra", "spine", (code, code), further=True))
    return tuple(found)


@cache
def entry_named(name: str) -> Entry | None:
    """The entry of a name without a side."""
    return next((entry for entry in entries() if entry.name == name), None)


class _Tables:
    """Keys of terms to entries: `whole` of terms without a side, `sided` of those with one, `compact` spaceless."""

    def __init__(self) -> None:
        phrases = data("phrases")
        self.ignored = {plain(word) for word in phrases["articles"]} | {plain(word) for word in phrases["and"]}
        self.terms: dict[str, list[str]] = {}
        self.whole: dict[str, Entry] = {}
        self.sided: dict[str, tuple[Entry, Side]] = {}
        self.chinese: set[str] = {
            "\u7b2c",
            *_ANY_VERTEBRA,
            *(word for kind in _NUMBERED_ONLY.values() for word in kind),
        }
        named = {entry.name: entry for entry in entries()}
        document = data("structures")
        for item in [*document["structures"], *document["further"]]:
            entry = named[item["name"]]
            self.terms[entry.name] = [item["name"], *item["synonyms"]]
            for side in SIDES:
                for term in item.get(side, []):
                    self.sided[self.key(term)] = (entry, side)
        for language in data("languages")["languages"].values():
            for name, terms in language.items():
                self.terms[name] += [form for term in terms for form in _declined(term)]
        for name, terms in self.terms.items():
            for term in terms:
                for spelling in spellings(term):
                    self.whole[self.key(spelling)] = named[name]
                if not term.isascii() and term > "\u3400":
                    self.chinese.update(re.split(r"\u548c", term))
        self.compact = {key.replace(" ", ""): key for key in self.whole if " " in key and len(key) > 6}
        self.kinds = {
            key: kind
            for kind, region in _REGIONS.items()
            for term in [*self.terms.get(f"{region} vertebrae", []), *_NUMBERED_ONLY[kind]]
            for key in map(self.key, spellings(term))
        }
        self.kinds |= {self.key(term): "rib" for term in self.terms["ribs"]}
        for key, kind in list(self.kinds.items()):
            if kind != "rib":
                self.kinds |= {f"{key} {vertebra}": kind for vertebra in _ANY_VERTEBRA}
        self.any_vertebra = {self.key(term) for term in [*self.terms["vertebrae"], *_ANY_VERTEBRA]}

    def key(self, term: str) -> str:
        """Of a term as it is written in the data."""
        words = re.findall(r"[^\W_]+", plain(term).replace("\u548c", " "))
        return key_of(ORDINALS.get(word, re.sub(r"(?<=^\d)(th|e)$", "", word)) for word in words)


@cache
def _tables() -> _Tables:
    return _Tables()


def key_of(words: Iterable[str]) -> str:
    """What equal terms have in common: articles left out, each word in the singular."""
    ignored = data_words("articles") | data_words("and")
    return " ".join(singular(word) for word in words if word not in ignored)


@cache
def data_words(kind: str) -> frozenset[str]:
    """The single words of a list of phrases.json, plain."""
    return frozenset(plain(phrase) for phrase in data("phrases")[kind] if " " not in phrase)


@cache
def cutter() -> Cutter:
    """Cuts what is typed."""
    phrases = data("phrases")
    lists = [*phrases["sides"].values(), *(found for found in phrases.values() if isinstance(found, list))]
    chinese = [phrase for found in lists for phrase in found if phrase > "\u3400"]
    return Cutter([*_tables().chinese, *chinese])


def entry_for(words: Sequence[str]) -> Entry | None:
    """The entry that these plain words name, no side among them, exactly but for articles and number; or None."""
    tables = _tables()
    key = key_of(words)
    found = tables.whole.get(key)
    return found if found is not None else _numbered([word for word in words if word not in data_words("articles")])


def sided_entry_for(words: Sequence[str]) -> tuple[Entry, Side] | None:
    """The entry and side of a term that holds its side: "rk", "left ventricle"."""
    return _tables().sided.get(key_of(words))


def run_together(words: Sequence[str]) -> Entry | None:
    """The entry of a term whose spaces were left out or put in: "spinalcord", "gall  bladder"."""
    compact = "".join(key_of(words).split())
    key = _tables().compact.get(compact)
    return _tables().whole.get(key or compact) if len(compact) > 5 else None


def terms_of(entry: Entry) -> list[str]:
    """Its terms in every language."""
    return _tables().terms.get(entry.name, [entry.name])


def holds_rib(words: Iterable[str]) -> bool:
    """Whether a word for a rib is there, so that an L beside a number is a side."""
    return any(_tables().kinds.get(singular(word)) == "rib" for word in words)


def _numbered(words: list[str]) -> Entry | None:
    """Vertebrae and ribs: "l1", "vertebra l1", "1 lumbar vertebra", "rib 7", "7 rib"."""
    tables = _tables()
    for i, word in enumerate(words):
        rest = key_of(words[:i] + words[i + 1 :])
        kind = tables.kinds.get(rest)
        level = _LEVEL.fullmatch(word)
        if level:
            region = _LEVEL_REGIONS[level[1]]
            if not rest or rest in tables.any_vertebra or kind == region:
                return entry_named(f"{region}{int(level[2])} vertebra")
        number = word if word.isdigit() else _NUMBERS.get(word) if kind == "rib" else None
        if kind and number:
            return entry_named(f"rib {int(number)}" if kind == "rib" else f"{kind}{int(number)} vertebra")
    return {"atlas": entry_named("C1 vertebra"), "axis": entry_named("C2 vertebra")}.get(" ".join(words))


def _declined(term: str) -> Iterator[str]:
    """A German term with each ending of its adjective, which the data give with -e: "untere Hohlvene"."""
    yield term
    adjective, _, noun = term.partition(" ")
    if noun[:1].isupper() and adjective.islower() and adjective.endswith("e"):
        for ending in ("r", "n", "s", "m"):
            yield f"{adjective}{ending} {noun}"


# ---- typing errors ---------------------------------------------------------------------------------------------------


class _Spelling:
    """Words by what a typing error may have meant.

    meanings: each word of a term with the names that it is in, each word for a side with the side, medical words of
    other things with none. by_length: the same words with their sets of letters. others: words that are none of these
    and no typing error either. confused: names, with the words that are easily confused with theirs.
    """

    def __init__(self) -> None:
        tables, spelling, phrases = _tables(), data("spelling"), data("phrases")
        meanings: dict[str, set[str]] = {}
        keys = [*tables.whole.items(), *((key, entry) for key, (entry, _) in tables.sided.items())]
        for key, entry in keys:
            for word in key.split():
                meanings.setdefault(word, set()).add(entry.name)
        for word in list(meanings):
            if len(word) > 4 and word.isascii() and not word.endswith("s"):
                meanings.setdefault(word + "s", set()).update(meanings[word])
        for side, said in phrases["sides"].items():
            for word in map(plain, said):
                if " " not in word:
                    meanings.setdefault(word, {side})
        self.medical = frozenset(spelling["medical"])
        for word in self.medical:
            meanings.setdefault(word, set())
        self.meanings = {word: frozenset(names) for word, names in meanings.items()}
        self.by_length: dict[int, list[tuple[str, int]]] = {}
        for word in meanings:
            if len(word) > 3 and word < "\u3400":
                self.by_length.setdefault(len(word), []).append((word, _letters(word)))
        self.others = set(spelling["words"])
        self.others.update(*(data_words(kind) for kind in ("articles", "lead", "tail", "and", "negation", "beside")))
        self.confused: dict[frozenset[str], set[str]] = {}
        for group in spelling["confused"]:
            for names in {self.meanings.get(word, frozenset()) for word in group} - {frozenset()}:
                others = {word for word in group if self.meanings.get(word) != names}
                self.confused.setdefault(names, set()).update(others)

    def near(self, word: str, most: int) -> dict[str, int]:
        """Words within so many errors, with their number."""
        letters, found = _letters(word), {}
        for length in range(len(word) - most, len(word) + most + 1):
            for other, mask in self.by_length.get(length, []):
                # Each error changes two letters of the set at most: a bound that costs nothing.
                if (letters ^ mask).bit_count() <= 2 * most and (errors := distance(word, other, most)) <= most:
                    found[other] = errors
        return found


@cache
def _spelling() -> _Spelling:
    return _Spelling()


def _letters(word: str) -> int:
    """The set of its letters, a bit each."""
    return sum({1 << ord(letter) % 32 for letter in word})


def is_medical(word: str) -> bool:
    """Whether a plain word is a medical one of another meaning than the terms: "renal"."""
    return word in _spelling().medical


def is_word(word: str) -> bool:
    """Whether a plain word is in a term, or one of those that are never taken for a typing error."""
    known = _spelling()
    forms = {word, singular(word)}
    return bool(forms & known.meanings.keys() or forms & known.others) or word.isdigit() or bool(_LEVEL.fullmatch(word))


@lru_cache(maxsize=1024)
def nearest_word(word: str) -> str | None:
    """The one word of a term, or for a side, that a word which is none was meant for; None where it may be several.

    One error in a word of 4 to 8 letters, two in a longer one, the first letter right or swapped with the second, and
    at least five letters meant. No medical word of another meaning may be as near, and none that is easily confused
    with the one meant within one error more: "splenn" may be splenic, "tibula" the tibia or the fibula.
    """
    if not 4 <= len(word) <= 30 or is_word(word):
        return None
    known = _spelling()
    near = known.near(word, 1 if len(word) < 9 else 2)
    least = min(near.values(), default=0)
    best = [other for other, errors in near.items() if errors == least]
    if len({known.meanings[other] for other in best}) != 1:
        return None
    meant = min(best, key=lambda other: abs(len(other) - len(word)))
    same_start = word[0] == meant[0] or word[:2] == meant[1::-1]
    confused = known.confused.get(known.meanings[meant], set())
    if not same_start or len(meant) < 5 or not known.meanings[meant]:
        return None
    return meant if all(distance(word, other, least + 1) > least + 1 for other in confused) else None
