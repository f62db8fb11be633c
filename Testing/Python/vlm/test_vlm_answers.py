"""Answers are read strictly: nothing raises, nothing is clamped, nothing is made up."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.vlm.boxes import parse_answer

SIZE = (1000, 1000)


def parse(text):
    return parse_answer(text, lambda box: box, SIZE)


def boxes_of(text):
    return [box.box_px for box in parse(text).boxes]


def test_reads_a_box_and_its_label():
    answer = parse('[{"bbox_2d": [10, 20, 300, 400], "label": "liver"}]')
    assert [(b.box_px, b.label) for b in answer.boxes] == [((10, 20, 300, 400), "liver")]
    assert not answer.not_found
    assert not answer.problems


@pytest.mark.parametrize(
    "text",
    [
        '```json\n[{"bbox_2d": [1, 2, 3, 4], "label": "a"}]\n```',
        '<think>maybe [{"bbox_2d": [9, 9, 99, 99]}]</think>[{"bbox_2d": [1, 2, 3, 4]}]',
        'Here it is: {"bbox_2d": [1, 2, 3, 4], "label": "a"}.',
        '[{"bbox_2d": [1, 2, 3, 4]}]<|im_end|>',
        '{"label": "a", "bbox_2d": [1.0, 2.0, 3.0, 4.0]}',
    ],
)
def test_sees_through_fences_thoughts_and_words(text):
    assert boxes_of(text) == [(1, 2, 3, 4)]


@pytest.mark.parametrize(
    "text",
    ["[]", "```json\n[]\n```", "null", '{"bbox_2d": null}', '[{"bbox_2d": null, "label": "liver"}]', "[ ]",
     "The liver is not visible in this slice.", "Not visible", "There are none."],
)  # fmt: skip
def test_understands_not_found(text):
    answer = parse(text)
    assert answer.not_found
    assert answer.boxes == []
    assert answer.problems == []


@pytest.mark.parametrize(
    "numbers",
    ["[300, 20, 10, 400]", "[10, 20, 10, 400]", "[10, 20, 30, 1001]", "[-1, 20, 30, 40]", "[1, 2, 3]",
     "[1, 2, 3, 4, 5]",
          "[NaN, 2, 3, 4]", "[1, 2, Infinity, 4]", '["1", 2, 3, 4]', "[true, 2, 3, 4]", "[[1, 2], [3, 4]]", "17",
     "[1, 2, 3, " + "9" * 400 + "]", "[1, 2, 3, 1e999]"],
)  # fmt: skip
def test_refuses_doubtful_boxes_and_says_so(numbers):
    answer = parse(f'[{{"bbox_2d": {numbers}, "label": "liver"}}]')
    assert answer.boxes == []
    assert not answer.not_found
    assert len(answer.problems) == 1


def test_a_cut_off_answer_keeps_whole_boxes_only():
    answer = parse('[{"bbox_2d": [1, 2, 3, 4], "label": "a"}, {"bbox_2d": [5, 6, 7,')
    assert [b.box_px for b in answer.boxes] == [(1, 2, 3, 4)]
    assert len(answer.problems) == 1


@pytest.mark.parametrize("text", ["[", '[{"bbox_2d": [1, 2', '[{"bbox_2d": [', "{"])
def test_a_beginning_is_neither_a_box_nor_not_found(text):
    answer = parse(text)
    assert answer.boxes == []
    assert not answer.not_found
    assert answer.problems


def test_a_box_beside_the_slice_is_refused():
    answer = parse_answer('[{"bbox_2d": [0, 0, 90, 500]}]', lambda b: (b[0] - 100, b[1], b[2] - 100, b[3]), SIZE)
    assert answer.boxes == []
    assert answer.problems


numbers = st.one_of(
    st.integers(-50, 1100), st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=3), st.none()
)
objects = st.fixed_dictionaries(
    {"bbox_2d": st.one_of(st.lists(numbers, max_size=6), st.none(), st.integers())},
    optional={"label": st.text(max_size=5)},
)


@given(
    st.lists(objects, max_size=4), st.integers(0, 200), st.sampled_from(["", "```json\n", "Look: ", "<think>x</think>"])
)
@settings(max_examples=150, deadline=None)
def test_never_gives_a_box_that_the_text_does_not_hold(values, cut, before):
    text = before + json.dumps(values)[: -cut or None]
    answer = parse(text)
    written = [tuple(v["bbox_2d"]) for v in values if isinstance(v["bbox_2d"], list) and len(v["bbox_2d"]) == 4]
    for box in answer.boxes:
        assert box.box_px in written
        assert 0 <= box.box_px[0] < box.box_px[2] <= 1000
        assert 0 <= box.box_px[1] < box.box_px[3] <= 1000


@given(st.one_of(st.text(), st.text(alphabet='[]{}",:0123456789.-eE bx_2dnul`<>|/think\n')))
@settings(max_examples=300, deadline=None)
def test_never_raises_and_never_invents(text):
    answer = parse(text)
    present = {float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", text)}
    for box in answer.boxes:
        assert set(box.box_px) <= present
    assert not (answer.not_found and answer.boxes)


def test_deep_nesting_is_survived():
    assert parse("[" * 100_000).boxes == []
    assert parse('{"a":' * 50_000).boxes == []
