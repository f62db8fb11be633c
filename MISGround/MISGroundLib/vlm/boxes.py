"""All reading of boxes: what stands in an answer, each format as data, and the strict check of every box.

A `BoxFormat` says how one family or one checkpoint writes boxes, from its makers' own documents and processors. Its
reader finds what should be a box; `parse_answer` checks it. What is doubtful is refused and reported, never clamped:
`supervision` reads several of these formats too, but mends, guesses or drops what is malformed without a word, so that
a wrong format would not show.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from MISGroundLib.errors import Sentence
from MISGroundLib.geometry import Box

_THINKING = re.compile(
    r"<think>.*?(?:</think>|\Z)|<unused94>.*?(?:<unused95>|\Z)|<\|channel>.*?(?:<channel\|>|\Z)", re.DOTALL
)
_FENCE = re.compile(r"```(?:[A-Za-z][\w-]*)?")
_FENCED = re.compile(r"```(?:[A-Za-z][\w-]*)?\n?(.*?)(?:```|\Z)", re.DOTALL)
_MARKER = re.compile(r"<\|[a-z_]+\|>|</?s>|<(?:bos|eos|pad|end_of_turn|turn\|)>")
_OPENING = re.compile(r"[\[{]")
_NUMBER = r"\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*"
_PAIRS = re.compile(rf"\({_NUMBER},{_NUMBER}\)\s*,\s*\({_NUMBER},{_NUMBER}\)")
_ANSWER = re.compile(r"<answer>(.*?)(</answer>|\Z)", re.DOTALL)
_FOUR_NUMBERS = re.compile(rf"{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")
_BRACKETED = re.compile(rf"[\[(<{{]{_FOUR_NUMBERS.pattern}[\])>}}]")

# Words by which a model says that there is nothing.
_NONE = re.compile(
    r"\b(not (visible|present|found|seen|in (the|this) (image|picture|slice))|no (visible )?\w+( \w+)? (is |are )?"
    r"(visible|present|found|seen)|none|null|absent)\b",
    re.IGNORECASE,
)


@dataclass
class Reading:
    """What a reader found in an answer, before anyone asks whether it is a sensible box.

    Attributes:
        written: what should be a box, as (label, numbers); numbers None is an express "not there".
        cut_off: the text breaks off in a box.
        said_none: an empty list was written.
        other: there are JSON objects that hold no box.
        problems: why the answer cannot be read as boxes at all.
        frames: of each of `written`, which picture it names (frames.py); empty where the format has no place for it.
    """

    written: list[tuple[str, Any]] = field(default_factory=list)
    cut_off: bool = False
    said_none: bool = False
    other: bool = False
    problems: list[str] = field(default_factory=list)
    frames: list[Any] = field(default_factory=list)


Reader = Callable[[str], Reading]
Found = TypeVar("Found")


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
                reading.frames.append(value.get("frame"))
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
        boxes = _bracketed(body)
        cut_off = bool(re.search(r"[\[(<{][-+\d., ]*\Z", body))
        return Reading([("", numbers) for numbers in boxes], cut_off or reading.cut_off, other=reading.other)

    return read


def answer_reader(text: str) -> Reading:
    """Four numbers, bare or in brackets, in the last ``<answer>`` that follows the thinking."""
    blocks = list(_ANSWER.finditer(_THINKING.sub(" ", text)))
    if not blocks:
        return Reading()
    content = plain_text(blocks[-1][1])
    if not blocks[-1][2]:
        return Reading(cut_off=True)
    bare = _FOUR_NUMBERS.fullmatch(content)
    boxes = [[number_of(n) for n in bare.groups()]] if bare else _bracketed(content)
    if boxes or not any(c.isdigit() for c in content):
        return Reading([("", numbers) for numbers in boxes])
    return Reading([("", content)])


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
        return Reading(
            problems=[Sentence("This model points and draws no boxes: choose a model that answers with boxes.")]
        )
    return Reading()


def _bracketed(text: str) -> list[list[int | float]]:
    return [[number_of(n) for n in match.groups()] for match in _BRACKETED.finditer(text)]


def number_of(text: str) -> int | float:
    """What digits mean: an int where no point or exponent says otherwise."""
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else float(text)


def _quadruples(content: str) -> Iterator[Any]:
    """The boxes between two tags; what is no box comes as it is, to be refused."""
    pairs = list(_PAIRS.finditer(content))
    if pairs:
        yield from ([number_of(n) for n in match.groups()] for match in pairs)
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


_XYXY, _YXYX = (0, 1, 2, 3), (1, 0, 3, 2)
_LOWER_CORNER_FIRST = (0, 3, 2, 1)  # with y upward, the second corner is the upper one


@dataclass(frozen=True)
class BoxFormat:
    """One way of writing boxes.

    Attributes:
        name: whose it is; unique.
        read: finds what is written.
        scale: the number that stands for the picture's far edge; 0 for pixels of the model's own picture (see `on`).
        largest: the greatest number that may be written.
        order: where x0 y0 x1 y1 stand among the four numbers; (x0, y0) is the upper left corner of the picture's box.
        shift: added to each number; 0.5 where bins stand for their middles.
        silence_means_none: an empty answer says that there is nothing.
        y_upward: y counts from the picture's lower edge; else from its upper edge. x always counts from the left.
    """

    name: str
    read: Reader
    scale: float = 1000.0
    largest: float = 1000.0
    order: tuple[int, int, int, int] = _XYXY
    shift: float = 0.0
    silence_means_none: bool = False
    y_upward: bool = False

    def on(self, side_px: int) -> BoxFormat:
        """The format for a square model picture of this side: pixels become a scale."""
        return self if self.scale else replace(self, scale=float(side_px), largest=float(side_px))


QWEN3_VL = BoxFormat("Qwen3-VL", json_reader(("bbox_2d", "bbox")))
QWEN2_5_VL = BoxFormat("Qwen2.5-VL", json_reader(("bbox_2d", "bbox")), scale=0, largest=0)
QWEN2_VL = BoxFormat(
    "Qwen2-VL, Qwen-VL",
    tag_reader(
        (("<|object_ref_start|>", "<|object_ref_end|>"), ("<ref>", "</ref>")),
        (("<|box_start|>", "<|box_end|>"), ("<box>", "</box>")),
    ),
)
INTERNVL = BoxFormat("InternVL", tag_reader((("<ref>", "</ref>"),), (("<box>", "</box>"),)))
GLM_V = BoxFormat("GLM-V", bracket_reader(("bbox_2d", "bbox")))
PALIGEMMA = BoxFormat(
    "PaliGemma", location_reader(r"<loc(\d{4})>", label_first=False), 1024, 1023, _YXYX, silence_means_none=True
)
GEMMA3 = BoxFormat("Gemma 3, MedGemma", json_reader(("box_2d",), last_fence=True), order=_YXYX)
FLORENCE_2 = BoxFormat("Florence-2", location_reader(r"<loc_(\d{1,3})>", label_first=True), 1000, 999, shift=0.5)
MOLMO = BoxFormat("Molmo", point_reader)
DEEPSEEK_VL2 = BoxFormat("DeepSeek-VL2", tag_reader((("<|ref|>", "<|/ref|>"),), (("<|det|>", "<|/det|>"),)), 999, 999)
LLAVA = BoxFormat("LLaVA", bracket_reader(("bbox",)), 1, 1)
# By its makers' prompts (medvision_bm, sft/sft_prompts.py): the origin and the first corner are the lower left ones.
MEDVISION = BoxFormat("MedVision-V0", answer_reader, 1, 1, _LOWER_CORNER_FIRST, y_upward=True)
# Written by segmenting.py for SAM 3, which has numbers and no words.
SAM_3 = BoxFormat("SAM 3", json_reader(("box",)), 1, 1)
# Of a family whose makers do not say how it writes boxes: none is asked for, and none is read.
UNKNOWN = BoxFormat("unknown", lambda text: Reading(problems=[Sentence("How this model writes boxes is not known.")]))

# Those that a user can choose (settings.BOX_FORMATS).
BOX_FORMATS: dict[str, BoxFormat] = {
    "qwen3-vl": QWEN3_VL,
    "qwen2.5-vl": QWEN2_5_VL,
    "qwen2-vl": QWEN2_VL,
    "internvl": INTERNVL,
    "glm-v": GLM_V,
    "gemma": GEMMA3,
    "paligemma": PALIGEMMA,
    "florence-2": FLORENCE_2,
    "deepseek-vl2": DEEPSEEK_VL2,
    "llava": LLAVA,
    "medvision-v0": MEDVISION,
}


@dataclass(frozen=True)
class ParsedBox:
    """One box: half-open slice pixels, the label as the model wrote it; of several slices, which one, from 0."""

    box_px: Box
    label: str
    frame: int = 0


@dataclass(frozen=True)
class ParsedPoint:
    """One point: slice pixels from the slice's edges, as boxes have them, and the label as the model wrote it."""

    point_px: tuple[float, float]
    label: str


@dataclass(frozen=True)
class ParsedAnswer:
    """Boxes that were read, or points (points.py); whether the model said "not there"; what was refused, a sentence
    each.
    """

    boxes: list[ParsedBox] = field(default_factory=list)
    not_found: bool = False
    problems: list[str] = field(default_factory=list)
    points: list[ParsedPoint] = field(default_factory=list)


def parse_answer(
    text: str, to_slice: Callable[[Box], Box], size_px: tuple[int, int], box_format: BoxFormat = QWEN3_VL
) -> ParsedAnswer:
    """Read the boxes of an answer. Never raises, whatever the text.

    Whole boxes of a cut-off answer are kept. Boxes that are inverted, empty, not finite, off the scale, or wholly
    beside the slice are refused.

    Args:
        text: what the model wrote.
        to_slice: takes a box, x0 y0 x1 y1 with y downward on the format's scale over the model's picture, to slice
            pixels.
        size_px: the slice's (width, height).
        box_format: how the model writes boxes.

    Returns:
        The boxes in slice pixels, and what was refused.
    """
    found, not_found, problems = read_each(
        box_format.read(text),
        text,
        lambda numbers: _read_box(numbers, box_format, to_slice, size_px),
        Sentence("The answer breaks off; only whole boxes were kept."),
        box_format.silence_means_none,
    )
    return ParsedAnswer([ParsedBox(box, label) for label, box in found], not_found, problems)


def read_each(
    reading: Reading,
    text: str,
    read_one: Callable[[Any], tuple[Found | None, str]],
    breaks_off: Sentence,
    silence_means_none: bool = False,
) -> tuple[list[tuple[str, Found]], bool, list[str]]:
    """What is sound of a reading: (labels with what they are of; whether the model said "not there"; refusals).

    read_one: gives what was found, or None and why it is refused. breaks_off: what is said of an answer without an end.
    """
    found: list[tuple[str, Found]] = []
    problems = list(reading.problems)
    said_none = reading.said_none
    for label, numbers in reading.written:
        if numbers is None:
            said_none = True
            continue
        one, problem = read_one(numbers)
        if one is not None:
            found.append((label if isinstance(label, str) else "", one))
        else:
            problems.append(problem)
    if reading.cut_off:
        problems.append(breaks_off)
    if not (reading.written or reading.cut_off or reading.other):
        body = plain_text(text)
        said_none |= bool(_NONE.search(body)) or (silence_means_none and not body)
    return found, said_none and not found and not problems, problems


def scaled_numbers(numbers: Any, of_point: bool, largest: float) -> tuple[list[float], str]:
    """(the two finite numbers of a point, or a box's four, from 0 to `largest`; else [] and why they are refused)."""
    shown = str(numbers)[:80]
    whole = isinstance(numbers, list) and len(numbers) == (2 if of_point else 4)
    if not whole or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        needs = "A point needs two numbers, not {shown}." if of_point else "A box needs four numbers, not {shown}."
        return [], Sentence(needs, shown=shown)
    # An int of any length compares exactly; only what lies on the scale becomes a float.
    if any((isinstance(n, float) and not math.isfinite(n)) or not 0 <= n <= largest for n in numbers):
        point, box = "The point {shown} leaves the 0-{largest} scale.", "The box {shown} leaves the 0-{largest} scale."
        return [], Sentence(point if of_point else box, shown=shown, largest=f"{largest:g}")
    return [float(n) for n in numbers], ""


def _read_box(
    numbers: Any, box_format: BoxFormat, to_slice: Callable[[Box], Box], size_px: tuple[int, int]
) -> tuple[Box | None, str]:
    """(box in slice pixels or None, why it was refused)."""
    values, problem = scaled_numbers(numbers, False, box_format.largest)
    if problem:
        return None, problem
    shown = str(numbers)[:80]
    x0, y0, x1, y1 = (values[i] + box_format.shift for i in box_format.order)
    if box_format.y_upward:
        y0, y1 = box_format.scale - y0, box_format.scale - y1
    if x0 >= x1 or y0 >= y1:
        return None, Sentence("The box {shown} is empty or inverted.", shown=shown)
    box = to_slice((x0, y0, x1, y1))
    if box[2] <= 0 or box[3] <= 0 or box[0] >= size_px[0] or box[1] >= size_px[1]:
        return None, Sentence("The box {shown} lies beside the slice.", shown=shown)
    return box, ""
