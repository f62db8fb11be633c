"""Typed text to plain words: no case, no accents, ordinals as digits, Chinese cut into the words of a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Punctuation that ends a target or groups some; every other sign is a space.
BREAKS = ",;|\u3001\u00b7\u2022\n"
JOINTS = "&+/"
BRACKETS = "()[]{}\u3010\u3011"
_LETTERS = str.maketrans(
    {"\u0153": "oe", "\u00e6": "ae", "\u00f8": "o", "\u0142": "l", **dict.fromkeys("\u2019\u2018\u02bc`\u00b4", "'")}
)
_UMLAUTS = str.maketrans(
    {"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00c4": "Ae", "\u00d6": "Oe", "\u00dc": "Ue"}
)
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
# A full stop ends a sentence after a long word only: "lt. kidney" is one target.
_TOKEN = re.compile(
    rf"[^\W_]+(?:['\u2019][sS]\b)?|[{re.escape(BREAKS + JOINTS + BRACKETS)}?!\u3002]|(?<=\w{{4}})\.(?=\s)"
)
_ELISION = re.compile(r"['\u2019](?=[^\W\d_]{2})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e|er|ere|eme|ieme|o|a|te|ter|ten|tes)")
_SPELT = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth;"
    "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte elfte zwolfte;"
    "premiere deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme;"
    "primera segunda tercera cuarta quinta sexta septima octava novena decima undecima duodecima;"
    "primer segundo tercer cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo"
)
ORDINALS = {word: str(i) for language in _SPELT.split(";") for i, word in enumerate(language.split(), 1)}
ORDINALS |= {"premier": "1", "primero": "1", "tercero": "3", "fuenfte": "5", "siebente": "7", "zwoelfte": "12"}
ORDINALS |= {
    word[:-1] + ending: ORDINALS[word]
    for word in [*_SPELT.split(";")[1].split(), "fuenfte", "siebente", "zwoelfte"]
    for ending in ("er", "en", "es", "em")
}
# One to twelve.
_CHINESE_NUMBERS = "\u4e00 \u4e8c \u4e09 \u56db \u4e94 \u516d \u4e03 \u516b \u4e5d \u5341 \u5341\u4e00 \u5341\u4e8c"
_CHINESE_DIGITS = {word: str(i) for i, word in enumerate(_CHINESE_NUMBERS.split(), 1)}


@dataclass(frozen=True)
class Word:
    """A plain word, and where it stands in the text: characters start to end."""

    text: str
    start: int
    end: int


def composed(text: str) -> str:
    """In Unicode's form NFKC: full-width signs and letters as the usual ones, accents on their letters."""
    return unicodedata.normalize("NFKC", text)


def plain(text: str) -> str:
    """In lower case, compatible forms as one, without accents: "Oesophage" of one letter OE is "oesophage"."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def spellings(term: str) -> set[str]:
    """The plain forms of a term: an umlaut may be typed as such, without its dots, or with an e."""
    return {plain(term), plain(term.translate(_UMLAUTS))}


def singular(word: str) -> str:
    """Enough English and French to match "kidneys" with "kidney" without touching "pancreas"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "as", "is", "ps"))
    return word[:-1] if is_plural else word


class Cutter:
    """Cuts text into words; runs of Chinese into the words of a list, the longest that leave nothing over."""

    def __init__(self, chinese: Iterable[str]) -> None:
        """`chinese`: every word that may stand in a run."""
        self._chinese = set(chinese) | set(_CHINESE_DIGITS)
        self._longest = max(map(len, self._chinese))

    def cut(self, text: str) -> list[Word]:
        """Words and signs (of BREAKS, JOINTS, BRACKETS; any end of a sentence is ";"), in order, with their places.

        `text` is in the form NFKC (`composed`). What cannot be cut is one word.
        """
        words: list[Word] = []
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            raw = match[0]
            if raw in "?!\u3002.":
                words.append(Word(";", start, end))
            elif raw.casefold() in ("l", "d") and _ELISION.match(text, end):
                continue  # the French article: l'aorte
            else:
                words += self._within(raw, start)
        return words

    def _within(self, raw: str, start: int) -> list[Word]:
        words, last = [], 0
        for run in _CHINESE.finditer(raw):
            if run.start() > last:
                words.append(_word(raw[last : run.start()], start + last))
            at = start + run.start()
            for piece in self._pieces(run[0]):
                words.append(Word(_CHINESE_DIGITS.get(piece, piece), at, at + len(piece)))
                at += len(piece)
            last = run.end()
        if last < len(raw):
            words.append(_word(raw[last:], start + last))
        return words

    def _pieces(self, run: str) -> list[str]:
        """The longest words first, stepping back where they leave something over; the whole run where all do."""
        ends: list[list[str] | None] = [None] * len(run) + [[]]
        for at in range(len(run) - 1, -1, -1):
            for length in range(min(self._longest, len(run) - at), 0, -1):
                rest = ends[at + length]
                if rest is not None and run[at : at + length] in self._chinese:
                    ends[at] = [run[at : at + length], *rest]
                    break
        return ends[0] or [run]


def _word(raw: str, start: int) -> Word:
    text = plain(raw)
    end = start + len(raw)
    if text.endswith("'s") and text not in ("patient's", "where's", "what's"):
        text = text[:-2]
    if text in ORDINALS:
        text = ORDINALS[text]
    elif match := _ORDINAL.fullmatch(text):
        text = match[1]
    return Word(text, start, end)


def distance(first: str, second: str, most: int) -> int:
    """Letters put in, left out, changed or swapped with their neighbour, at least; most + 1 where it is more.

    Optimal string alignment. A package would bring compiled code into Slicer for these few lines.
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    first, second = first[start:], second[start:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    if not first or not second:
        return min(len(first) + len(second), most + 1)
    if len(first) > 2 * most + 2:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most and (len(row) < 2 or min(before) > most):
            return most + 1
    return min(row[-1], most + 1)
