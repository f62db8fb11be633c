"""Boxes across slices: strictly read, asked through the real generate() of tiny twins, refused where it cannot be."""

import json
from dataclasses import replace

import decoding_checks as checks
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_families import load_tiny
from transformers import LogitsProcessor

from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Question, decode_event, encode_event
from MISGroundLib.errors import UserError
from MISGroundLib.extent.across_slices import ground_across
from MISGroundLib.settings import Decoding, Settings
from MISGroundLib.slices import SliceImage, VolumeInfo, standard_grid
from MISGroundLib.vlm.boxes import GEMMA3, INTERNVL, QWEN3_VL
from MISGroundLib.vlm.frames import ACROSS, parse_frames
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.mini import embedded_profile
from MISGroundLib.vlm.pictures import model_inputs, prompt_text
from Python.fake_engine import FakeEngine

LIVER = Question("liver", modality="CT", plane="axial")
STACK = np.stack([np.stack([checks.picture(seed)] * 3, axis=2) for seed in (0, 3, 5)])
ASKED = [kind for kind, family in FAMILIES.items() if family.can_be_asked(LIVER, 2)[0]]


def read(text, count=3, written=QWEN3_VL):
    """As slice pixels are the format's own numbers; each slice shifts them, so that a mix-up would show."""
    ways = [lambda box, shift=shift: tuple(n + shift for n in box) for shift in range(0, 100 * count, 100)]
    return parse_frames(text, ways, (2000, 2000), written)


def entry(frame, box=(10, 20, 30, 40), **more):
    return {"frame": frame, "bbox_2d": list(box), "label": "liver", **more}


def test_each_box_goes_to_the_slice_that_it_names():
    found = read(json.dumps([entry(3), entry(1, (1, 2, 3, 4))]))
    assert [(box.frame, box.box_px, box.label) for box in found.boxes] == [
        (2, (210, 220, 230, 240), "liver"), (0, (1, 2, 3, 4), "liver"),
    ]  # fmt: skip
    assert found.problems == [] and not found.not_found


@pytest.mark.parametrize("frame", [0, 4, -1, 1.0, "1", True, None, [1], 10**40])
def test_a_box_of_no_slice_that_was_shown_is_refused(frame):
    found = read(json.dumps([entry(frame), entry(2)]))
    assert [box.frame for box in found.boxes] == [1]
    assert len(found.problems) == 1 and "where 1 to 3 were shown" in found.problems[0]
    alone = read(json.dumps([entry(frame)]))
    assert alone.boxes == [] and not alone.not_found


def test_a_box_without_a_slice_is_never_given_to_one():
    found = read('[{"bbox_2d": [1, 2, 3, 4], "label": "liver"}]')
    assert found.boxes == [] and found.problems == ["A box names no picture, where 1 to 3 were shown."]


def test_a_box_is_checked_as_one_of_a_single_slice_is():
    found = read(json.dumps([entry(1, (30, 20, 10, 40)), entry(2, (0, 0, 1001, 5)), entry(3)]))
    assert [box.frame for box in found.boxes] == [2] and len(found.problems) == 2
    cut = read(json.dumps([entry(1), entry(2)])[:-30])
    assert [box.frame for box in cut.boxes] == [0] and "breaks off" in cut.problems[0]


@pytest.mark.parametrize("text", ["[]", "It is not visible in any of them.", '[{"frame": 2, "bbox_2d": null}]'])
def test_not_there_is_said_of_all_slices(text):
    assert read(text).not_found and read(text).problems == []
    assert not read("").not_found


def test_gemmas_order_of_coordinates_is_kept():
    found = read('```json\n[{"frame": 2, "box_2d": [20, 10, 40, 30], "label": "x"}]\n```', written=GEMMA3)
    assert [(box.frame, box.box_px) for box in found.boxes] == [(1, (110, 120, 130, 140))]


def test_a_format_without_a_place_for_it_gives_no_box():
    assert read("<ref>liver</ref><box>[[1, 2, 3, 4]]</box>", written=INTERNVL).boxes == []


PIECES = st.sampled_from(
    ["[", "]", "{", "}", ",", ":", '"frame"', '"bbox_2d"', "1", "2", "9", "-", ".", "null", "é", " "]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.just(json.dumps(entry(2)))), max_size=14).map("".join))
def test_whatever_the_text_nothing_is_raised_and_every_box_names_its_slice(text):
    found = read(text)
    for box in found.boxes:
        assert 0 <= box.frame < 3 and str(box.frame + 1) in text


@pytest.fixture(scope="module", params=ASKED)
def tiny(request):
    return load_tiny(request.param, 96)


def inputs(loaded, frames):
    return model_inputs(loaded, LIVER, [loaded.profile.prepare_image(one) for one in frames])


class Script(LogitsProcessor):
    """Makes a model write given tokens; everything else is the real generate()."""

    def __init__(self, tokens, prompt):
        self.tokens, self.prompt = tokens, prompt

    def __call__(self, input_ids, scores):
        forced = scores.new_full(scores.shape, -50.0)
        forced[:, self.tokens[min(input_ids.shape[1] - self.prompt, len(self.tokens) - 1)]] = 0.0
        return forced


def test_a_tiny_twin_names_frame_and_box_through_generate(tiny, monkeypatch):
    key = "box_2d" if tiny.family.box_format is GEMMA3 else "bbox_2d"
    side = tiny.profile.prepare_image(STACK[1]).image.width
    corners = [int(part * tiny.family.box_format.on(side).scale) for part in (0.2, 0.3, 0.6, 0.7)]
    text = json.dumps([{"frame": 2, key: corners, "label": "liver"}])
    end = tiny.model.generation_config.eos_token_id
    tokens = [*tiny.tokenizer.encode(text, add_special_tokens=False), end if isinstance(end, int) else end[0]]
    prompt = inputs(tiny, STACK)["input_ids"].shape[1]
    monkeypatch.setattr("MISGroundLib.vlm.generation.choosing", lambda loaded, rule: [Script(tokens, prompt)])
    said = answer(tiny, STACK, LIVER, Decoding("greedy"))
    assert json.loads(said.raw) == json.loads(text) and said.problems == []
    ((box, score),) = zip(said.parsed.boxes, said.box_scores, strict=True)
    assert box.frame == 1 and box.label == "liver" and 0 <= score <= 1
    # Where one slice's box would be, so is that of a stack's.
    prepared = tiny.profile.prepare_image(STACK[1])
    alone = tiny.profile.parse(text.replace('"frame": 2, ', ""), prepared)
    assert box.box_px == alone.boxes[0].box_px


def test_every_slice_is_seen_and_its_number_is_told(tiny):
    text = prompt_text(tiny, LIVER, 3)
    assert "numbered from 1 to 3" in text and '"frame": 1' in text and "liver" in text
    first, second = (inputs(tiny, frames) for frames in (STACK, STACK[[0, 2, 1]]))
    assert first["input_ids"].equal(second["input_ids"])
    assert not first["pixel_values"].equal(second["pixel_values"])


@pytest.mark.parametrize("kind", list(FAMILIES))
def test_who_cannot_name_a_slice_is_refused_in_plain_words(kind):
    willing, remark = FAMILIES[kind].can_be_asked(LIVER, 4)
    assert willing == (FAMILIES[kind].box_format.name in ACROSS)
    if FAMILIES[kind].no_boxes:
        assert remark == FAMILIES[kind].no_boxes
        return
    assert ("do not say that it was trained" if willing else "finds boxes in one slice at a time") in remark
    assert FAMILIES[kind].can_be_asked(LIVER, 0)[0] is False


def test_misground_mini_looks_at_one_slice_at_a_time():
    willing, remark = embedded_profile().can_be_asked(LIVER, 3)
    assert not willing and remark.startswith("misground-mini finds boxes in one slice at a time")


def slices(count=3, plane="axial", name="ct"):
    matrix = np.diag([-1.0, 1.0, 3.0, 1.0])
    return [
        SliceImage(
            np.full((80, 100), 10 * k, np.uint8), standard_grid(matrix, (100, 80, 40), plane, 12.0 + 6 * k),
            400.0, 40.0, VolumeInfo(name, modality="CT"),
        )
        for k in range(count)
    ]  # fmt: skip


def test_an_answer_across_slices_becomes_detections_in_each_slice():
    boxes = [DetectedBox((10, 20, 40, 60), "liver", 0.9, 2), DetectedBox((1, 2, 3, 4), "liver", 0.8, 0)]
    engine = FakeEngine([boxes])
    found = ground_across(engine, slices(), ["liver"], Settings("a/model"))
    assert [[(one.status, one.box_px) for one in there] for there in found] == [
        [("found", (1, 2, 3, 4))], [("absent", None)], [("found", (10, 20, 40, 60))],
    ]  # fmt: skip
    heights = [there[0].box_ras.center_ras[2] for there in (found[0], found[2])]
    assert heights == pytest.approx([12, 24], abs=1.6)
    assert engine.asked[0][0].shape == (3, 80, 100, 3) and len(engine.asked[0][1]) == 1


def test_what_is_no_stack_or_cannot_be_asked_is_refused():
    engine = FakeEngine([None])
    for given_slices, words in (
        (slices(1), "1 slices cannot be asked about at once"),
        (slices(17), "17 slices"),
        ([*slices(1), *slices(1, name="other")], "of one scan and plane"),
        ([slices(1)[0], replace(slices(1)[0], pixels=np.zeros((8, 8), np.uint8))], "parallel and of one size"),
    ):
        with pytest.raises(UserError, match=words):
            ground_across(engine, given_slices, ["liver"], Settings("a/model"))
    assert engine.asked == []
    refusing = FakeEngine([AnswerEvent("", 0, "", [], 0.0, ["It finds boxes in one slice at a time."])])
    with pytest.raises(UserError, match="one slice at a time"):
        ground_across(refusing, slices(), ["liver"], Settings())


def test_the_slice_of_a_box_crosses_from_the_worker():
    event = AnswerEvent("r", 0, "x", [DetectedBox((1.0, 2.0, 3.0, 4.0), "liver", 0.5, 2)], 0.5)
    assert decode_event(encode_event(event)) == event
