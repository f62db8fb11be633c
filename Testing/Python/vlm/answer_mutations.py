"""Answers as the families show them, mutations of them, and what must hold of whatever is read from one."""

import json
import re
from dataclasses import replace
from pathlib import Path

from answer_writers import WRITERS

from MISGroundLib.vlm import boxes as formats
from MISGroundLib.vlm import points
from MISGroundLib.vlm.boxes import parse_answer
from MISGroundLib.vlm.frames import ACROSS, parse_frames
from MISGroundLib.vlm.points import POINT_FORMATS, PointFormat, parse_points

ALL = [*WRITERS, formats.MOLMO, formats.UNKNOWN]
QWEN2_5_POINTS = points.QWEN2_5_POINTS.on(644)
ALL_POINTS = [QWEN2_5_POINTS if one is points.QWEN2_5_POINTS else one for one in POINT_FORMATS]
SIZE = (4000, 4000)


def parse(text, written):
    """As slice pixels are the format's own numbers."""
    if isinstance(written, PointFormat):
        return parse_points(text, lambda point: point, SIZE, written)
    return parse_answer(text, lambda box: box, SIZE, written)


BY_NAME = {written.name: written for written in ALL}


def read_shown():
    """Answers as the families' model cards, papers and notebooks show them: (format, text, [(label, box), ...])."""
    for line in (Path(__file__).parent / "shown_answers.jsonl").read_text(encoding="utf-8").splitlines():
        shown = json.loads(line)
        yield BY_NAME[shown["format"]], shown["text"], [(label, tuple(box)) for label, box in shown["boxes"]]


SHOWN = list(read_shown())
# Points, in the forms of the makers' notebooks, tests and documents: (format, text, [(label, point), ...]).
SHOWN_POINTS = [
    (
        points.QWEN3_POINTS,
        '```json\n[\n\t{"point_2d": [346, 328], "label": "person", "role": "referee"},\n\t{"point_2d": [238, 158], '
        '"label": "person", "role": "player"}\n]\n```',
        [("person", (346, 328)), ("person", (238, 158))],
    ),
    (points.QWEN3_POINTS, '{"point_2d": [1000, 0], "label": "liver"}', [("liver", (1000, 0))]),
    (
        QWEN2_5_POINTS,
        '<points x1="360" y1="92" alt="the rolling pin">the rolling pin</points>',
        [("the rolling pin", (360, 92))],
    ),
    (
        QWEN2_5_POINTS,
        '<points x1="61" y1="40" x2="17.5" y2="8" alt="kidney">kidney</points>',
        [("kidney", (61, 40)), ("kidney", (17.5, 8))],
    ),
    (QWEN2_5_POINTS, '[{"point_2d": [394, 105], "label": "liver"}]', [("liver", (394, 105))]),
    (
        points.MOLMO2_POINTS,
        'Counting the <points coords="1 1 900 400 2 911 800">kidney</points> shows a total of 2.',
        [("kidney", (900, 400)), ("kidney", (911, 800))],
    ),
    (points.MOLMO2_POINTS, '<points coords="1 1 520 310">liver</points>', [("liver", (520, 310))]),
    (
        points.GLM_V_POINTS,
        "<|begin_of_box|>[[100, 200], [300, 400]]<|end_of_box|>",
        [("", (100, 200)), ("", (300, 400))],
    ),
]


_ANY = [*SHOWN, *SHOWN_POINTS]
FOREIGN = [
    *("<points", "coords=", 'x1="7"', "</points>", "point_2d"),
    *("[", "]", "{", "}", ",", "9", "-", ".", "<", ">", '"', "1e9", "NaN", "\x00", "é"),
    *("<think>", "</think>", "<|channel>", "<channel|>", "<turn|>", "<answer>", "</answer>"),
]


def mutated(rng):
    """(a shown answer with a few cuts, doublings, swaps and foreign characters, its family's format)."""
    own, text, _ = rng.choice(_ANY)
    for _ in range(rng.randrange(1, 5)):
        i, j = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        text = rng.choice(
            [
                text[:i],
                text[i:],
                text[:i] + text[j:],
                text[:j] + text[i:],
                text[:i] + rng.choice(FOREIGN) + text[i:],
                text[:i] + rng.choice(_ANY)[1] + text[j:],
            ]
        )  # fmt: skip
    return text, own


def assert_holds(answer, text, written):
    present = {float(n) for n in re.findall(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", text)}
    present |= {abs(n) for n in present}  # a dash between two numbers
    for point in answer.points:
        assert {*point.point_px} <= present, (point, text)
        assert all(0 <= value <= written.scale for value in point.point_px), (point, text)
    assert not (answer.points and (answer.boxes or not isinstance(written, PointFormat)))
    for box in answer.boxes:
        x0, y0, x1, y1 = (n - written.shift for n in box.box_px)
        if written.y_upward:
            y0, y1 = (min(present, key=lambda n, y=written.scale - y: abs(n - y)) for y in (y0, y1))
            assert (written.scale - y0, written.scale - y1) == (box.box_px[1], box.box_px[3]), (box, text)
        assert {x0, y0, x1, y1} <= present, (box, text)
        assert 0 <= box.box_px[0] < box.box_px[2] <= written.largest + written.shift
        assert 0 <= box.box_px[1] < box.box_px[3] <= written.largest + written.shift
    assert not (answer.not_found and (answer.boxes or answer.points))


# Answers about several slices: each slice doubles the numbers of the one before, so that a mix-up would show.
FRAMES = 3
ACROSS_SLICES = [written for written in ALL if written.name in ACROSS]


def framed(rng, text):
    """An answer with "frame" put into some of its objects: of a slice that was shown, mostly."""
    frames = [*"123" * 6, "0", "4", "-1", "1.0", '"2"', "true", "null", "[1]"]
    return re.sub(r"\{", lambda _: f'{{"frame": {rng.choice(frames)}, ' if rng.random() < 0.8 else "{", text)


def parse_across(text, written):
    ways = [lambda box, by=2**frame: tuple(n * by for n in box) for frame in range(FRAMES)]
    return parse_frames(text, ways, (SIZE[0] * 2**FRAMES, SIZE[1] * 2**FRAMES), written)


def assert_holds_across(answer, text, written):
    """As `assert_holds`; and each box lies in a slice that the text names."""
    named = {int(n) for n in re.findall(r'"frame"\s*:\s*(\d+)', text)}
    alone = []
    for box in answer.boxes:
        assert box.frame + 1 in named and 0 <= box.frame < FRAMES, (box, text)
        alone.append(replace(box, box_px=tuple(n / 2**box.frame for n in box.box_px)))
    assert_holds(replace(answer, boxes=alone), text, written)
