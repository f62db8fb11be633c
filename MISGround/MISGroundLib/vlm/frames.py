"""Boxes across slices: several pictures in one question, and an answer that names the picture of each box.

MedSG-Bench (arXiv 2505.11852) asks so, and SGMRI-VQA (arXiv 2604.15808) wants boxes indexed by frame, each in the words
of its own fine-tuned model. Here a family's own JSON gets one more key, "frame", from 1; that is MISGround's form, not
one that a maker trained. Families that write no JSON have no place for it and are asked slice by slice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from MISGroundLib.errors import Sentence
from MISGroundLib.geometry import Box
from MISGroundLib.vlm.boxes import (
    GEMMA3,
    QWEN2_5_VL,
    QWEN3_VL,
    BoxFormat,
    ParsedAnswer,
    ParsedBox,
    Reading,
    parse_answer,
)

_SHOWN = (
    "The {count} pictures are parallel slices of one scan, in order and numbered from 1 to {count}. Of each of them: "
    "{about} Locate the {query} in them; left and right are the patient's. "
)
_QWEN = (
    _SHOWN + "Report bbox coordinates in JSON format, an entry for each picture that shows it: "
    '[{{"frame": 1, "bbox_2d": [x1, y1, x2, y2], "label": "..."}}]. If it is not visible in any of them, answer [].'
)
_GEMMA = (
    _SHOWN + "Output the final answer as JSON, an entry for each picture that shows it: "
    '```json [{{"frame": 1, "box_2d": [y0, x0, y1, x1], "label": "..."}}]```, each coordinate from 0 to 1000. If it is '
    "not visible in any of them, output []."
)
# By the name of the format that a family writes its boxes in: how a box across slices is asked for.
ACROSS: dict[str, str] = {QWEN3_VL.name: _QWEN, QWEN2_5_VL.name: _QWEN, GEMMA3.name: _GEMMA}
ONE_SLICE = (
    "{name} finds boxes in one slice at a time, and cannot say which of {count} slices a box is in. Ask slice by "
    "slice, or choose a model that writes boxes as JSON, such as Qwen3-VL."
)
UNTRAINED = "The makers of {name} do not say that it was trained to name the slice of a box."


def parse_frames(
    text: str, to_slices: Sequence[Callable[[Box], Box]], size_px: tuple[int, int], box_format: BoxFormat
) -> ParsedAnswer:
    """Read the boxes of an answer about several slices. Never raises, whatever the text.

    As `parse_answer`; a box that names no slice, or one that was not shown, is refused too: it is never given to a
    slice that the model did not name.

    Args:
        text: what the model wrote.
        to_slices: of each slice, what takes a box to its pixels.
        size_px: the (width, height) that all slices have.
        box_format: how the model writes boxes.

    Returns:
        The boxes with their slice, `ParsedBox.frame`, from 0; not_found: it says that no slice shows it.
    """
    reading = box_format.read(text)
    named = [*reading.frames, *[None] * (len(reading.written) - len(reading.frames))]
    found: list[ParsedBox] = []
    problems: list[str] = []
    nowhere: list[tuple[str, Any]] = []
    for (label, numbers), frame in zip(reading.written, named, strict=True):
        if numbers is None:
            nowhere.append((label, None))
            continue
        if not _is_shown(frame, len(to_slices)):
            said, count = "A box names no picture, where 1 to {count} were shown.", len(to_slices)
            if frame is not None:
                said = "A box names the picture {picture}, where 1 to {count} were shown."
            problems.append(Sentence(said, picture=repr(str(frame)[:20]), count=count))
            continue
        # Checked as a box of that one slice is.
        alone = parse_answer("", to_slices[frame - 1], size_px, _reads(box_format, Reading([(label, numbers)])))
        found += [replace(box, frame=frame - 1) for box in alone.boxes]
        problems += alone.problems
    rest = _reads(box_format, replace(reading, written=nowhere, frames=[]))
    others = parse_answer("" if reading.written else text, to_slices[0], size_px, rest)
    problems = [*others.problems, *problems]
    return ParsedAnswer(found, others.not_found and not found and not problems, problems)


def _reads(box_format: BoxFormat, reading: Reading) -> BoxFormat:
    return replace(box_format, read=lambda text: reading)


def _is_shown(frame: object, count: int) -> bool:
    return isinstance(frame, int) and not isinstance(frame, bool) and 1 <= frame <= count
