"""All reading of points: pairs of numbers by models that were trained to point, each format as data.

As boxes.py reads boxes: a reader finds what should be a point, `parse_points` checks it. What is doubtful is refused
and reported, never clamped; a box is never made into a point here, nor a point into a box.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from MISGroundLib.errors import Sentence
from MISGroundLib.vlm.boxes import (
    ParsedAnswer,
    ParsedPoint,
    Reader,
    Reading,
    json_reader,
    number_of,
    plain_text,
    read_each,
    scaled_numbers,
)

Point = tuple[float, float]

_TAG = re.compile(r"<points?\b([^<>]*)>(?:([^<>]*)</points?>)?")
_OPEN_TAG = re.compile(r"<points?\b[^<>]*\Z")
_ATTRIBUTE = re.compile(r"""\s*([A-Za-z]+)(\d*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)\s*")
_OPENING = re.compile(r"\[\s*\[")


@dataclass(frozen=True)
class PointFormat:
    """One way of writing points.

    Attributes:
        name: whose it is; unique.
        read: finds what is written.
        spelled: the two numbers of a point in an answer, as the groups of a pattern: for the point's score.
        scale: the number that stands for the picture's far edge; 0 for pixels of the model's own picture (see `on`).
    """

    name: str
    read: Reader
    spelled: re.Pattern[str]
    scale: float = 1000.0

    def on(self, side_px: int) -> PointFormat:
        """The format for a square model picture of this side: pixels become a scale."""
        return self if self.scale else replace(self, scale=float(side_px))


@dataclass(frozen=True)
class Pointing:
    """How a family is asked for points: the prompt, with {about} and {query}; and where its makers say so."""

    written: PointFormat
    ask: str
    source: str


def xml_reader(text: str) -> Reading:
    """``<points x1="12" y1="34" x2=... alt="what">what</points>``, or ``<point x= y=>``; or JSON."""
    reading = _JSON(text)
    if reading.written or reading.said_none:
        return reading
    body = plain_text(text)
    written: list[tuple[str, Any]] = []
    for tag in _TAG.finditer(body):
        label, named = (tag[2] or "").strip(), _attributes(tag[1])
        if named is None or "coords" in (name for name, _ in named):
            written.append((label, tag[1].strip()))
            continue
        places = {number: value for (name, number), value in named.items() if name == "x"}
        below = {number: value for (name, number), value in named.items() if name == "y"}
        if not places or set(places) != set(below):
            written.append((label, tag[1].strip()))
            continue
        written += [(label, [_value(places[one]), _value(below[one])]) for one in places]
    return Reading(written, bool(_OPEN_TAG.search(body)) or reading.cut_off, other=reading.other)


def coords_reader(text: str) -> Reading:
    """``<points coords="1 1 520 310 2 534 402">what</points>``: the picture, then number, x and y of each point."""
    body = plain_text(text)
    written: list[tuple[str, Any]] = []
    for tag in _TAG.finditer(body):
        label, named = (tag[2] or "").strip(), _attributes(tag[1]) or {}
        picture, *numbers = named.get(("coords", ""), "").split(" ")
        whole = all(re.fullmatch(r"\d{1,4}", number) for number in (picture, *numbers))
        counted = [str(place + 1) for place in range(len(numbers) // 3)] == numbers[::3]
        if not whole or picture != "1" or not numbers or len(numbers) % 3 or not counted:
            written.append((label, tag[1].strip()))
            continue
        pairs = zip(numbers[1::3], numbers[2::3], strict=True)
        written += [(label, [int(x), int(y)]) for x, y in pairs]
    return Reading(written, bool(_OPEN_TAG.search(body)))


def pairs_reader(text: str) -> Reading:
    """A list of pairs, ``[[x, y], ...]``, as JSON; the first one in the answer counts."""
    body = plain_text(text)
    match = _OPENING.search(body)
    if match is None:
        return Reading(said_none=bool(re.fullmatch(r"\s*\[\s*\]\s*", body)))
    try:
        value, _ = json.JSONDecoder().raw_decode(body, match.start())
    except (ValueError, RecursionError):
        return Reading(cut_off=True)
    return Reading([("", one) for one in value])


def parse_points(
    text: str, to_slice: Callable[[Point], Point], size_px: tuple[int, int], point_format: PointFormat
) -> ParsedAnswer:
    """Read the points of an answer. Never raises, whatever the text.

    Whole points of a cut-off answer are kept. Points that are not two finite numbers, off the scale, or beside the
    slice are refused.

    Args:
        text: what the model wrote.
        to_slice: takes a point (x, y), y downward, on the format's scale over the model's picture, to slice pixels.
        size_px: the slice's (width, height).
        point_format: how the model writes points.

    Returns:
        The points in slice pixels, measured from the slice's edges as boxes are; and what was refused.
    """

    def read_one(numbers: Any) -> tuple[Point | None, str]:
        values, problem = scaled_numbers(numbers, True, point_format.scale)
        if problem:
            return None, problem
        x, y = to_slice((values[0], values[1]))
        if not (0 <= x <= size_px[0] and 0 <= y <= size_px[1]):
            return None, Sentence("The point {shown} lies beside the slice.", shown=str(numbers)[:80])
        return (x, y), ""

    breaks_off = Sentence("The answer breaks off; only whole points were kept.")
    found, not_found, problems = read_each(point_format.read(text), text, read_one, breaks_off)
    return ParsedAnswer([], not_found, problems, [ParsedPoint(point, label) for label, point in found])


def _attributes(text: str) -> dict[tuple[str, str], str] | None:
    """Those of a tag, by name and number: x1 is ("x", "1"); None where it holds anything else, or one twice."""
    named: dict[tuple[str, str], str] = {}
    place = 0
    while (match := _ATTRIBUTE.match(text, place)) is not None:
        key = (match[1].lower(), match[2])
        if key in named:
            return None
        named[key] = match[3] if match[3] is not None else match[4]
        place = match.end()
    return named if text[place:].strip() in ("", "/") else None


def _value(text: str) -> Any:
    """The number of an attribute; the text itself, to be refused, where it is none."""
    return number_of(text.strip()) if _NUMBER.fullmatch(text) else text


_N = r"\s*(-?\d+(?:\.\d+)?)\s*"
_JSON = json_reader(("point_2d",))
_IN_XML = re.compile(rf"""\bx\d*\s*=\s*["']{_N}["']\s+y\d*\s*=\s*["']{_N}["']|\[{_N},{_N}\]""")

QWEN3_POINTS = PointFormat("Qwen3-VL points", _JSON, re.compile(rf"\[{_N},{_N}\]"))
QWEN2_5_POINTS = PointFormat("Qwen2.5-VL points", xml_reader, _IN_XML, scale=0)
MOLMO2_POINTS = PointFormat("Molmo 2 points", coords_reader, re.compile(r'(?:coords="\d+ |(?<=\d) )\d+ (\d+) (\d+)'))
GLM_V_POINTS = PointFormat("GLM-V points", pairs_reader, re.compile(rf"\[{_N},{_N}\]"))
POINT_FORMATS = (QWEN3_POINTS, QWEN2_5_POINTS, MOLMO2_POINTS, GLM_V_POINTS)
