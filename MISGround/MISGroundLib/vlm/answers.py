"""A model's boxes, read strictly by its family's format: what is doubtful is refused and said, nothing ever clamped."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from MISGroundLib.geometry import Box
from MISGroundLib.vlm.box_formats import QWEN3_VL, BoxFormat
from MISGroundLib.vlm.readings import plain_text

_NONE = re.compile(
    r"\b(not (visible|present|found|seen|in (the|this) (image|picture|slice))|no (visible )?\w+( \w+)? (is |are )?"
    r"(visible|present|found|seen)|none|null|absent)\b",
    re.IGNORECASE,
)


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


def parse_answer(
    text: str, to_slice: Callable[[Box], Box], size_px: tuple[int, int], written: BoxFormat = QWEN3_VL
) -> ParsedAnswer:
    """Read an answer in a format. `to_slice` takes a box, x0 y0 x1 y1 on the format's scale over the model's picture,
    to slice pixels; size is (width, height).

    Whole boxes of a cut-off answer are kept. Boxes that are inverted, empty, not finite, off the scale, or wholly
    beside the slice are refused. Never raises, whatever the text.
    """
    reading = written.read(text)
    boxes: list[ParsedBox] = []
    problems = list(reading.problems)
    said_none = reading.said_none
    for label, numbers in reading.written:
        if numbers is None:
            said_none = True
            continue
        box, problem = _read_box(numbers, written, to_slice, size_px)
        if box is not None:
            boxes.append(ParsedBox(box, label if isinstance(label, str) else ""))
        else:
            problems.append(problem)
    if reading.cut_off:
        problems.append("The answer breaks off; only whole boxes were kept.")
    if not (reading.written or reading.cut_off or reading.other):
        body = plain_text(text)
        said_none |= bool(_NONE.search(body)) or (written.silence_means_none and not body)
    return ParsedAnswer(boxes, said_none and not boxes and not problems, problems)


def _read_box(
    numbers: Any, written: BoxFormat, to_slice: Callable[[Box], Box], size_px: tuple[int, int]
) -> tuple[Box | None, str]:
    """(box in slice pixels or None, why it was refused)."""
    shown = str(numbers)[:80]
    if not isinstance(numbers, list) or len(numbers) != 4:
        return None, f"A box needs four numbers, not {shown}."
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        return None, f"A box needs four numbers, not {shown}."
    # An int of any length compares exactly; only what lies on the scale becomes a float.
    if any((isinstance(n, float) and not math.isfinite(n)) or not 0 <= n <= written.largest for n in numbers):
        return None, f"The box {shown} leaves the 0-{written.largest:g} scale."
    x0, y0, x1, y1 = (float(numbers[i]) + written.shift for i in written.order)
    if x0 >= x1 or y0 >= y1:
        return None, f"The box {shown} is empty or inverted."
    box = to_slice((x0, y0, x1, y1))
    if box[2] <= 0 or box[3] <= 0 or box[0] >= size_px[0] or box[1] >= size_px[1]:
        return None, f"The box {shown} lies beside the slice."
    return box, ""
