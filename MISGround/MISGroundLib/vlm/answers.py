"""Qwen3-VL's boxes, read strictly: JSON on a 0-1000 scale, what is doubtful refused and said, nothing ever clamped."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from MISGroundLib.geometry import Box

SCALE = 1000.0
_THINKING = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)
_FENCE = re.compile(r"```[\w-]*")
_MARKER = re.compile(r"<\|[a-z_]+\|>")
_NONE = re.compile(
    r"\b(not (visible|present|found|seen|in (the|this) (image|picture|slice))|no (visible )?\w+( \w+)? (is |are )?"
    r"(visible|present|found|seen)|none|null|absent)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[\[{]")
_KEYS = ("bbox_2d", "bbox")


@dataclass(frozen=True)
class ParsedBox:
    """One box: half-open slice pixels, and the label as the model wrote it."""

    box_px: Box
    label: str


@dataclass(frozen=True)
class ParsedAnswer:
    """Boxes that were read; whether the model said "not there"; what was refused, a sentence each."""

    boxes: list[ParsedBox] = field(default_factory=list)
    not_found: bool = False
    problems: list[str] = field(default_factory=list)


def parse_answer(text: str, to_slice: Callable[[Box], Box], size_px: tuple[int, int]) -> ParsedAnswer:
    """Read an answer. `to_slice` takes a 0-1000 box of the model's picture to slice pixels; size is (width, height).

    Whole objects of a cut-off answer are kept. Boxes that are inverted, empty, not finite, off the scale, or wholly
    beside the slice are refused. Never raises, whatever the text.
    """
    body = _MARKER.sub("", _FENCE.sub("", _THINKING.sub("", text))).strip()
    values, cut_off = _json_values(body)
    boxes: list[ParsedBox] = []
    problems: list[str] = []
    said_none = False
    for value in values:
        key = next((key for key in _KEYS if key in value), None)
        if value == [] or (key is not None and value[key] is None):
            said_none = True
        elif key is not None:
            box, problem = _read_box(value[key], to_slice, size_px)
            if box is not None:
                label = value.get("label", "")
                boxes.append(ParsedBox(box, label if isinstance(label, str) else ""))
            else:
                problems.append(problem)
    if cut_off:
        problems.append("The answer breaks off; only whole boxes were kept.")
    if not values and not cut_off and _NONE.search(body):
        said_none = True
    return ParsedAnswer(boxes, said_none and not boxes and not problems, problems)


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


def _read_box(numbers: Any, to_slice: Callable[[Box], Box], size_px: tuple[int, int]) -> tuple[Box | None, str]:
    """(box in slice pixels or None, why it was refused)."""
    shown = str(numbers)[:80]
    if not isinstance(numbers, list) or len(numbers) != 4:
        return None, f"A box needs four numbers, not {shown}."
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        return None, f"A box needs four numbers, not {shown}."
    # An int of any length compares exactly; only what lies on the scale becomes a float.
    if any((isinstance(n, float) and not math.isfinite(n)) or not 0 <= n <= SCALE for n in numbers):
        return None, f"The box {shown} leaves the 0-1000 scale."
    x0, y0, x1, y1 = (float(n) for n in numbers)
    if x0 >= x1 or y0 >= y1:
        return None, f"The box {shown} is empty or inverted."
    box = to_slice((x0, y0, x1, y1))
    if box[2] <= 0 or box[3] <= 0 or box[0] >= size_px[0] or box[1] >= size_px[1]:
        return None, f"The box {shown} lies beside the slice."
    return box, ""
