"""Answers are read strictly, in every format: nothing raises, nothing is clamped, nothing is made up."""

import json
import random
import re

import pytest
from answer_mutations import ALL, SHOWN, assert_holds, mutated, parse
from answer_writers import WRITERS
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.vlm import boxes as formats
from MISGroundLib.vlm.boxes import parse_answer
from MISGroundLib.vlm.pictures import PreparedImage


@pytest.mark.parametrize(("written", "text", "boxes"), SHOWN)
def test_reads_what_the_families_documents_show(written, text, boxes):
    answer = parse(text, written)
    assert [(box.label, box.box_px) for box in answer.boxes] == boxes
    assert not answer.problems
    assert not answer.not_found


REFUSED = [
    (formats.PALIGEMMA, "<loc0246><loc0229><loc0872> liver"),
    (formats.PALIGEMMA, "<loc0900><loc0229><loc0872><loc0904> liver"),
    (formats.PALIGEMMA, "<loc1024><loc0229><loc1100><loc0904> liver"),
    (formats.FLORENCE_2, "liver<loc_52><loc_332><loc_932><loc_774><loc_1>spleen"),
    (formats.FLORENCE_2, "liver<loc_932><loc_332><loc_52><loc_774>"),
    (formats.INTERNVL, "<ref>liver</ref><box>[[304, 763, 398]]</box>"),
    (formats.INTERNVL, "<ref>liver</ref><box>somewhere</box>"),
    (formats.INTERNVL, "<ref>liver</ref><box>[[304, 763, 398, 1001]]</box>"),
    (formats.DEEPSEEK_VL2, "<|ref|>liver<|/ref|><|det|>[[580, 270, 1000, 900]]<|/det|>"),
    (formats.QWEN2_VL, "<ref>liver</ref><box>(536,509)</box>"),
    (formats.QWEN2_5_VL.on(644), '[{"bbox_2d": [1, 2, 645, 4]}]'),
    (formats.LLAVA, "[0.21, 0.33, 1.58, 0.77]"),
    (formats.GEMMA3, '[{"box_2d": [5, 5, 5, 9]}]'),
    (formats.MEDVISION, "<think>0.1, 0.2, 0.3, 0.4</think><answer>0.1, 0.2, 0.3</answer>"),
    (formats.MEDVISION, "<answer>0.1, 0.2, 0.3, 0.4, 0.5</answer>"),
    (formats.MEDVISION, "<answer>0.1, 0.8, 0.3, 0.2</answer>"),
    (formats.MEDVISION, "<answer>0.1, 0.2, 0.3, 1.4</answer>"),
    (formats.MEDVISION, "<answer>0.1, 0.2, 0.3, 0.4"),
    (formats.MOLMO, '<point x="61.5" y="40.6" alt="liver">liver</point>'),
    (formats.MOLMO, '<points x1="6" y1="4" x2="7" y2="8" alt="kidney">kidney</points>'),
    (formats.MOLMO, '<points coords="1 1 520 310">liver</points>'),
]


@pytest.mark.parametrize(("written", "text"), REFUSED)
def test_refuses_what_is_no_box_and_says_so(written, text):
    answer = parse(text, written)
    assert answer.boxes == []
    assert len(answer.problems) == 1
    assert not answer.not_found


@pytest.mark.parametrize("between", ["<|beox|>", "```", "<think>3</think>", "<eos>", "</s>"])
def test_two_numbers_with_a_marker_between_them_stay_two(between):
    """Found by the fuzzer: what was cut out joined its neighbours to a number that nobody wrote."""
    for written, text in (
        (formats.LLAVA, f"[0.21, 0.3{between}3, 0.58, 0.77]"),
        (formats.QWEN3_VL, f'[{{"bbox_2d": [10, 2{between}0, 300, 400]}}]'),
        (formats.GLM_V, f"[[94,59{between}8,177,991]]"),
        (formats.INTERNVL, f"<ref>liver</ref><box>[[304, 76{between}3, 398, 969]]</box>"),
    ):
        assert parse(text, written).boxes == []


@pytest.mark.parametrize("written", ALL, ids=lambda written: written.name)
def test_another_familys_answer_gives_no_box_of_its_own_making(written):
    """A wrong profile must show: either the same corners in the text, or no box."""
    for other, text, _ in SHOWN:
        if other is not written:
            assert_holds(parse(text, written), text, written)


@pytest.mark.parametrize("written", ALL, ids=lambda written: written.name)
def test_says_not_found(written):
    assert parse("The liver is not visible in this image.", written).not_found == (written is not formats.UNKNOWN)
    if written in (formats.PALIGEMMA,):
        assert parse("<eos>", written).not_found
    elif written is not formats.MOLMO:
        assert not parse("", written).not_found


@pytest.mark.parametrize("written", WRITERS, ids=lambda written: written.name)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_written_and_read_again(written, data):
    write, labelled, largest = WRITERS[written]
    edges = st.tuples(*[st.integers(0, largest - 1)] * 2, *[st.integers(1, largest)] * 2)
    box = edges.filter(lambda b: b[0] < b[2] and b[1] < b[3])
    boxes = data.draw(st.lists(st.tuples(st.sampled_from(["liver", "left kidney"]), box), min_size=1, max_size=4))
    answer = parse(write(boxes), written)
    unit = 1000 if written.scale == 1 else 1
    expected = [tuple(n / unit + written.shift for n in box) for _, box in boxes]
    close = 1e-12 if written.y_upward else 0  # 1 - (1 - y) is not always y
    assert [box.box_px for box in answer.boxes] == [pytest.approx(box, rel=0, abs=close) for box in expected]
    assert [box.label for box in answer.boxes] == [label if labelled else "" for label, _ in boxes]
    assert not answer.problems


@pytest.mark.parametrize("written", ALL, ids=lambda written: written.name)
def test_mutated_answers_never_raise_and_never_invent(written):
    rng = random.Random(5)
    for _ in range(400):
        text, _ = mutated(rng)
        answer = parse(text, written)
        assert_holds(answer, text, written)


@pytest.mark.parametrize("written", WRITERS, ids=lambda written: written.name)
def test_padding_and_resizing_are_undone(written):
    """A slice of 300 x 200 px in the middle of a square of 300, shown to the model at any size."""
    prepared = PreparedImage(None, 300, (0, 50), (300, 200))
    write, _, largest = WRITERS[written]
    scale = 1000 if written.scale == 1 else written.scale
    corners = [round(v * scale / 300) for v in (60, 50 + 20, 240, 50 + 180)]
    assert max(corners) <= largest
    answer = parse_answer(
        write([("liver", corners)]), lambda box: prepared.to_slice(box, written.scale), (300, 200), written
    )
    assert answer.boxes[0].box_px == pytest.approx((60, 20, 240, 180), abs=0.5)


SIZE = (1000, 1000)


def parse_json(text):
    """As Qwen3-VL writes, on a slice of the format's own size."""
    return parse_answer(text, lambda box: box, SIZE)


def boxes_of(text):
    return [box.box_px for box in parse_json(text).boxes]


def test_reads_a_box_and_its_label():
    answer = parse_json('[{"bbox_2d": [10, 20, 300, 400], "label": "liver"}]')
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
    answer = parse_json(text)
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
    answer = parse_json(f'[{{"bbox_2d": {numbers}, "label": "liver"}}]')
    assert answer.boxes == []
    assert not answer.not_found
    assert len(answer.problems) == 1


def test_a_cut_off_answer_keeps_whole_boxes_only():
    answer = parse_json('[{"bbox_2d": [1, 2, 3, 4], "label": "a"}, {"bbox_2d": [5, 6, 7,')
    assert [b.box_px for b in answer.boxes] == [(1, 2, 3, 4)]
    assert len(answer.problems) == 1


@pytest.mark.parametrize("text", ["[", '[{"bbox_2d": [1, 2', '[{"bbox_2d": [', "{"])
def test_a_beginning_is_neither_a_box_nor_not_found(text):
    answer = parse_json(text)
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
    answer = parse_json(text)
    written = [tuple(v["bbox_2d"]) for v in values if isinstance(v["bbox_2d"], list) and len(v["bbox_2d"]) == 4]
    for box in answer.boxes:
        assert box.box_px in written
        assert 0 <= box.box_px[0] < box.box_px[2] <= 1000
        assert 0 <= box.box_px[1] < box.box_px[3] <= 1000


@given(st.one_of(st.text(), st.text(alphabet='[]{}",:0123456789.-eE bx_2dnul`<>|/think\n')))
@settings(max_examples=300, deadline=None)
def test_never_raises_and_never_invents(text):
    answer = parse_json(text)
    present = {float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", text)}
    for box in answer.boxes:
        assert set(box.box_px) <= present
    assert not (answer.not_found and answer.boxes)


def test_deep_nesting_is_survived():
    assert parse_json("[" * 100_000).boxes == []
    assert parse_json('{"a":' * 50_000).boxes == []
