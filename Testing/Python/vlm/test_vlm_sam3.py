"""SAM 3, of random weights: loaded as it is published, asked by phrases, its numbers read as every text is."""

import json
from dataclasses import replace

import decoding_checks as checks
import numpy as np
import pytest
import torch
from tiny_sam3 import make_tiny_sam3
from transformers.models.sam3.processing_sam3 import Sam3Processor

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.settings import BOX_FORMATS, Decoding
from MISGroundLib.vlm import loading
from MISGroundLib.vlm.checkpoints import family_of, written_as
from MISGroundLib.vlm.decoding import inspect_model
from MISGroundLib.vlm.generation import answer, answer_in_batches
from MISGroundLib.vlm.known_families import SEGMENTERS
from MISGroundLib.vlm.segmenting import Sam3ImageProcessor

PICTURE = checks.picture()
# What the twin makes of them: two absent, two with boxes, one that it deems there and is sure of nowhere.
ABSENT, FOUND, UNSURE = ("liver", "pancreas"), ("aorta", "stomach"), "left kidney"
QUERIES = (*ABSENT, *FOUND, UNSURE)


def asked(query):
    return Question(query, "axial", "CT")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """As facebook/sam3 has it."""
    return make_tiny_sam3(tmp_path_factory.mktemp("sam3"), published=True)


@pytest.fixture(scope="module")
def shared(folder):
    return loading.load(str(folder), "cpu")


@pytest.fixture
def tiny(shared):
    return replace(shared, picture=None)


def reference(loaded, query):
    """(presence, scores, boxes in 0..1) by the classes of transformers alone, all in one pass."""
    shown = loaded.profile.prepare_image(PICTURE).image
    # Its processor hands segmentations on to its own picture processor, which needs torchvision.
    words = Sam3Processor(loaded.processor.image_processor, loaded.tokenizer)(
        text=query, original_sizes=[[1008, 1008]], return_tensors="pt"
    )
    seen = loaded.processor.image_processor(shown, return_tensors="pt")
    with torch.inference_mode():
        made = loaded.model(**seen, input_ids=words["input_ids"], attention_mask=words["attention_mask"])
    presence = made.presence_logits[0, 0].sigmoid()
    scores = made.pred_logits[0].sigmoid() * presence
    kept = scores >= 0.5
    return float(presence), scores[kept].tolist(), made.pred_boxes[0][kept].tolist()


@pytest.mark.parametrize("query", QUERIES)
def test_an_answer_is_what_the_network_says_in_one_pass(tiny, query):
    presence, scores, boxes = reference(tiny, query)
    said = answer(tiny, PICTURE, asked(query), Decoding())
    assert said.statistics["presence"] == pytest.approx(presence, abs=1e-5)
    assert said.raw.startswith(f"presence {presence:.3f}"[:-1])
    written = json.loads(said.raw.split(": ", 1)[1])
    assert [one["score"] for one in written] == pytest.approx(sorted(scores, reverse=True), abs=2e-5)
    inside = sorted([min(max(number, 0), 1) for number in box] for box in boxes)
    np.testing.assert_allclose(sorted(one["box"] for one in written), inside, atol=2e-5) if inside else None
    # 96 x 128 px, in the middle of a square of 128.
    for box in said.parsed.boxes:
        x0, y0, x1, y1 = box.box_px
        assert box.label == query
        assert any(
            (x0 / 128, (y0 + 16) / 128, x1 / 128, (y1 + 16) / 128) == pytest.approx(one["box"], abs=1e-4)
            for one in written
        )


def test_presence_says_absent_and_scores_say_found(tiny):
    for query in ABSENT:
        said = answer(tiny, PICTURE, asked(query), Decoding())
        assert said.parsed.not_found and said.problems == [] and said.parsed.boxes == []
        assert said.score == pytest.approx(1 - said.statistics["presence"]) and said.score >= 0.5
    for query in FOUND:
        said = answer(tiny, PICTURE, asked(query), Decoding())
        assert said.parsed.boxes and not said.parsed.not_found
        assert len(said.box_scores) == len(said.parsed.boxes)
        assert said.box_scores == sorted(said.box_scores, reverse=True)
        assert all(0.5 <= score <= said.score for score in said.box_scores)


def test_there_but_nowhere_is_no_absence(tiny):
    said = answer(tiny, PICTURE, asked(UNSURE), Decoding())
    assert said.parsed.boxes == [] and not said.parsed.not_found and said.score == 0
    assert "deems it there (0.55) and is sure of no box" in said.problems[0]


def test_the_picture_is_read_once_for_all_questions_and_anew_for_another(tiny):
    read = []
    hook = tiny.model.vision_encoder.register_forward_hook(lambda *_: read.append(1))
    try:
        alone = {query: answer(replace(tiny), PICTURE, asked(query), Decoding()).raw for query in QUERIES}
        assert len(read) == len(QUERIES)
        together = dict(answer_in_batches(tiny, PICTURE, [asked(query) for query in QUERIES], Decoding("greedy")))
        assert len(read) == len(QUERIES) + 1
        assert [together[i].raw for i in range(len(QUERIES))] == list(alone.values())
        other = answer(tiny, checks.picture(3), asked("aorta"), Decoding()).raw
        assert len(read) == len(QUERIES) + 2 and other != alone["aorta"]
        assert answer(tiny, PICTURE, asked("aorta"), Decoding()).raw == alone["aorta"]
    finally:
        hook.remove()


def test_both_shapes_of_its_folder_are_the_same_model(tiny, tmp_path):
    plain = loading.load(str(make_tiny_sam3(tmp_path)), "cpu")
    for query in (ABSENT[0], FOUND[0]):
        mine = answer(plain, PICTURE, asked(query), Decoding())
        assert mine.raw == answer(tiny, PICTURE, asked(query), Decoding()).raw


def test_its_picture_is_the_one_of_its_makers():
    """The numbers of transformers' own processor, which needs torchvision, are -1..1 after a bilinear resize."""
    pixels = np.random.default_rng(0).integers(0, 256, (60, 60, 3), dtype=np.uint8)
    made = Sam3ImageProcessor(size={"height": 60, "width": 60})([pixels], return_tensors="pt")["pixel_values"]
    np.testing.assert_allclose(made[0], pixels.transpose(2, 0, 1) / 127.5 - 1, atol=1e-6)
    assert Sam3ImageProcessor()([pixels], return_tensors="pt")["pixel_values"].shape == (1, 3, 1008, 1008)


def test_it_runs_in_half_precision(folder):
    loaded = loading.load(str(folder), "cpu")
    loaded.model = loaded.model.to(torch.bfloat16)
    said = answer(loaded, PICTURE, asked("aorta"), Decoding())
    assert said.statistics["presence"] == pytest.approx(reference(loading.load(str(folder)), "aorta")[0], abs=0.05)


def test_numbers_that_overflow_are_said(folder):
    loaded = loading.load(str(folder), "cpu")
    loaded.model.detr_decoder.presence_head.layer3.weight.data.fill_(float("nan"))
    with pytest.raises(UserError, match="overflowed on this device"):
        answer(loaded, PICTURE, asked("aorta"), Decoding())


@pytest.mark.parametrize("after", [0, 3])
def test_it_stops_between_its_layers(tiny, after):
    looked = []

    def should_stop():
        looked.append(1)
        return len(looked) > after

    with pytest.raises(StoppedError):
        answer(tiny, PICTURE, asked("aorta"), Decoding(), should_stop=should_stop)
    assert len(looked) == after + 1


def test_what_it_cannot_do_is_refused_before_anything_slow(tiny, folder, monkeypatch):
    with pytest.raises(UserError, match=r"at most 32 tokens, and this one has 42\. Ask in fewer words"):
        answer(tiny, PICTURE, asked("x" * 40), Decoding())
    assert tiny.profile.can_be_asked(Question("", words="What is it?"), 1)[0] is False
    willing, why = tiny.profile.can_be_asked(asked("liver"), 2)
    assert not willing and "which of 2 slices" in why
    monkeypatch.setattr(loading, "_read_network", lambda *_: pytest.fail("it was loaded"))
    with pytest.raises(UserError, match="writes no words, so that semantic sampling does not apply"):
        inspect_model(str(folder), Decoding())
    monkeypatch.setattr(loading, "check_quantisation", lambda *_: None)
    with pytest.raises(UserError, match="is not loaded in fewer bits"):
        loading.load(str(folder), "cpu", precision="8bit")


@pytest.mark.parametrize("kind", SEGMENTERS)
def test_it_has_one_way_to_give_boxes(tmp_path, kind):
    model = family_of({"model_type": kind}, tmp_path)
    assert (
        model.name == "SAM 3"
        and "semantic sampling does not apply and was off" in model.can_be_asked(asked("liver"), 1)[1]
    )
    for box_format in set(BOX_FORMATS) - {"automatic"}:
        with pytest.raises(UserError, match="as numbers"):
            written_as(model, box_format)
    told = model.can_be_asked(Question("liver", "axial", "CT", description="It is brown."), 1)
    assert told[0] and "descriptions are not told to it" in told[1]
