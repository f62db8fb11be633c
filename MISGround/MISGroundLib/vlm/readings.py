"""What stands in an answer, before anyone asks whether it is a sensible box: a reader for each way of writing boxes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)|<unused94>.*?(?:<unused95>|\Z)", re.DOTALL)
_FENCE = re.compile(r"```(?:[A-Za-z][\w-]*)?")
_FENCED = re.compile(r"```(?:[A-Za-z][\w-]*)?\n?(.*?)(?:```|\Z)", re.DOTALL)
_MARKER = re.compile(r"<\|[a-z_]+\|>|</?s>|<(?:bos|eos|pad|end_of_turn)>")
_OPENING = re.compile(r"[\[{]")
_NUMBER = r"\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*"
_PAIRS = re.compile(rf"\({_NUMBER},{_NUMBER}\)\s*,\s*\({_NUMBER},{_NUMBER}\)")
_BRACKETED = re.compile(rf"[\[(<{{]{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}[\])>}}]")


@dataclass
class Reading:
    """written: what should be a box, as (label, numbers); numbers None is an express "not there". cut_off: the text
    breaks off in a box. said_none: an empty list. other: objects that hold no box. problems: what cannot be tried."""

    written: list[tuple[str, Any]] = field(default_factory=list)
    cut_off: bool = False
    said_none: bool = False
    other: bool = False
    problems: list[str] = field(default_factory=list)


Reader = Callable[[str], Reading]


def plain_text(text: str) -> str:
    """An answer without thinking, fences and end markers; a space in their place keeps two numbers two."""
    return _MARKER.sub(" ", _without_wrapping(text)).strip()


def _without_wrapping(text: str) -> str:
    return _FENCE.sub(" ", _THINKING.sub(" ", text))


def json_reader(keys: Sequence[str], last_fence: bool = False) -> Reader:
    """JSON objects with a list under one of the keys. last_fence: of several fenced blocks only the last one counts."""

    def read(text: str) -> Reading:
        blocks = _FENCED.findall(_THINKING.sub(" ", text)) if last_fence else []
        body = plain_text(blocks[-1] if blocks else text)
        values, cut_off = _json_values(body)
        reading = Reading(cut_off=cut_off)
        for value in values:
            key = next((key for key in keys if key in value), None)
            if value == []:
                reading.said_none = True
            elif key is not None:
                reading.written.append((value.get("label", ""), value[key]))
            else:
                reading.other = True
        return reading

    return read


def tag_reader(refs: Sequence[tuple[str, str]], boxes: Sequence[tuple[str, str]]) -> Reader:
    """Labels and boxes between tags: ``(x1,y1),(x2,y2)`` or a list of lists; a label holds until the next one."""
    opening = "|".join(re.escape(tag) for tag, _ in (*refs, *boxes))
    closing = {start: end for start, end in (*refs, *boxes)}
    labels = {start for start, _ in refs}
    tag = re.compile(opening)

    def read(text: str) -> Reading:
        body = _without_wrapping(text)
        reading, label, place = Reading(), "", 0
        while (match := tag.search(body, place)) is not None:
            end = body.find(closing[match[0]], match.end())
            if end < 0:
                reading.cut_off = True
                break
            content, place = body[match.end() : end], end
            if match[0] in labels:
                label = content.strip()
                continue
            reading.written += [(label, numbers) for numbers in _quadruples(content)]
        return reading

    return read


def bracket_reader(keys: Sequence[str]) -> Reader:
    """Four numbers in brackets of any kind; JSON objects where the model wrote those."""
    objects = json_reader(keys)

    def read(text: str) -> Reading:
        reading = objects(text)
        if reading.written or reading.said_none:
            return reading
        body = plain_text(text)
        boxes = [[_number(n) for n in match.groups()] for match in _BRACKETED.finditer(body)]
        cut_off = bool(re.search(r"[\[(<{][-+\d., ]*\Z", body))
        return Reading([("", numbers) for numbers in boxes], cut_off or reading.cut_off, other=reading.other)

    return read


def location_reader(token: str, label_first: bool) -> Reader:
    """Runs of location tokens, four a box. token: a pattern with the number as its group.

    label_first: the label stands before its boxes, and several boxes may share it; else it follows its box, up to ";".
    """
    run = re.compile(rf"(?:{token.replace('(', '(?:')})+")
    one = re.compile(token)
    other = re.compile(r"<[^<>]*>")

    def label_of(text: str) -> str:
        return other.sub("", text).strip(" ;\n")

    def read(text: str) -> Reading:
        reading, label, before = Reading(), "", 0
        runs = list(run.finditer(text))
        for i, match in enumerate(runs):
            after = text[match.end() : runs[i + 1].start() if i + 1 < len(runs) else len(text)]
            label = (label_of(text[before : match.start()]) or label) if label_first else label_of(after.split(";")[0])
            before = match.end()
            numbers = [int(n) for n in one.findall(match[0])]
            whole = len(numbers) // 4 * 4
            if len(numbers) > whole:
                reading.cut_off = i + 1 == len(runs) and not label_of(after)
                if not reading.cut_off:  # which four of them belong together?
                    reading.written.append((label, numbers))
                    continue
            reading.written += [(label, numbers[j : j + 4]) for j in range(0, whole, 4)]
        return reading

    return read


def point_reader(text: str) -> Reading:
    """Points: none of them is a box, and none is made into one."""
    if re.search(r"<points?\b[^>]*\b(x1?|coords)\s*=", text):
        return Reading(problems=["This model points and draws no boxes: choose a model that answers with boxes."])
    return Reading()


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else float(text)


def _quadruples(content: str) -> Iterator[Any]:
    """The boxes between two tags; what is no box comes as it is, to be refused."""
    pairs = list(_PAIRS.finditer(content))
    if pairs:
        yield from ([_number(n) for n in match.groups()] for match in pairs)
        return
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        yield content.strip()
        return
    if isinstance(value, list) and value and all(isinstance(item, list) for item in value):
        yield from value
    else:
        yield value


def _json_values(body: str) -> tuple[list[Any], bool]:
    """(objects and empty lists in the text, in order, whether one breaks off)."""
    decoder = json.JSONDecoder()
    values: list[Any] = []
    place = 0
    while (match := _OPENING.search(body, place)) is not None:
        try:
            value, place = decoder.raw_decode(body, match.start())
        except ValueError:
            place = match.end()
            continue
        except RecursionError:  # nested beyond all sense, and so is all that follows
            return values, True
        values += _flatten(value)
    return values, body.count("{") > body.count("}") or body.endswith("[")


def _flatten(value: Any) -> list[Any]:
    """A dict as itself, an empty list as itself, the dicts of a list."""
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)] if value else [value]
    return []
