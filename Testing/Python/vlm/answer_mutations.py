"""Answers as the families show them, mutations of them, and what must hold of whatever is read from one."""

import json
import re
from pathlib import Path

from answer_writers import WRITERS

from MISGroundLib.vlm import boxes as formats
from MISGroundLib.vlm.boxes import parse_answer

ALL = [*WRITERS, formats.MOLMO, formats.UNKNOWN]
SIZE = (4000, 4000)


def parse(text, written):
    """As slice pixels are the format's own numbers."""
    return parse_answer(text, lambda box: box, SIZE, written)


BY_NAME = {written.name: written for written in ALL}


def read_shown():
    """Answers as the families' model cards, papers and notebooks show them: (format, text, [(label, box), ...])."""
    for line in (Path(__file__).parent / "shown_answers.jsonl").read_text(encoding="utf-8").splitlines():
        shown = json.loads(line)
        yield BY_NAME[shown["format"]], shown["text"], [(label, tuple(box)) for label, box in shown["boxes"]]


SHOWN = list(read_shown())


FOREIGN = [
    *("[", "]", "{", "}", ",", "9", "-", ".", "<", ">", '"', "1e9", "NaN", "\x00", "é"),
    *("<think>", "</think>", "<|channel>", "<channel|>", "<turn|>", "<answer>", "</answer>"),
]


def mutated(rng):
    """(a shown answer with a few cuts, doublings, swaps and foreign characters, its family's format)."""
    own, text, _ = rng.choice(SHOWN)
    for _ in range(rng.randrange(1, 5)):
        i, j = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        text = rng.choice(
            [
                text[:i],
                text[i:],
                text[:i] + text[j:],
                text[:j] + text[i:],
                text[:i] + rng.choice(FOREIGN) + text[i:],
                text[:i] + rng.choice(SHOWN)[1] + text[j:],
            ]
        )  # fmt: skip
    return text, own


def assert_holds(answer, text, written):
    present = {float(n) for n in re.findall(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", text)}
    present |= {abs(n) for n in present}  # a dash between two numbers
    for box in answer.boxes:
        x0, y0, x1, y1 = (n - written.shift for n in box.box_px)
        if written.y_upward:
            y0, y1 = (min(present, key=lambda n, y=written.scale - y: abs(n - y)) for y in (y0, y1))
            assert (written.scale - y0, written.scale - y1) == (box.box_px[1], box.box_px[3]), (box, text)
        assert {x0, y0, x1, y1} <= present, (box, text)
        assert 0 <= box.box_px[0] < box.box_px[2] <= written.largest + written.shift
        assert 0 <= box.box_px[1] < box.box_px[3] <= written.largest + written.shift
    assert not (answer.not_found and answer.boxes)
