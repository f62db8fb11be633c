"""One path for all families: load a folder, ask with a picture, decode by the rule, read the family's boxes."""

import json
from dataclasses import replace
from functools import wraps

import decoding_checks as checks
import pytest
import torch
from tiny_configs import TINY, VARIANTS
from tiny_families import load_tiny, make_tiny

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.loading import load
from MISGroundLib.vlm.pictures import prompt_text

PICTURE = checks.picture()
LIVER = Question("liver", modality="CT", plane="axial")


@pytest.fixture(scope="module", params=[*FAMILIES, *VARIANTS])
def tiny(request):
    return load_tiny(request.param, 24)


@pytest.mark.parametrize("mode", ["paper", "safe"])
def test_the_rule_equals_its_plain_loops_through_generate(tiny, mode):
    checks.check_against_oracle(tiny, PICTURE, "liver", Decoding(mode=mode, top_m=8, top_p=0.95))


def test_one_neighbour_is_greedy(tiny):
    checks.check_one_neighbour_is_greedy(tiny, PICTURE, "liver")


def test_an_answer_is_what_generate_writes_and_counts_its_tokens(tiny):
    seen = []
    said = answer(tiny, PICTURE, LIVER, Decoding("greedy"), on_token=lambda text, count, limit: seen.append(count))
    made = checks.tokens(tiny, checks.inputs(tiny, PICTURE, LIVER), max_new_tokens=24)[0].tolist()
    ends = tiny.model.generation_config.eos_token_id
    assert said.raw == tiny.tokenizer.decode([token for token in made if token != ends])
    assert said.tokens == len(made) == seen[-1]
    assert said.problems or said.parsed.boxes


def test_the_picture_is_seen(tiny):
    """Another picture changes what the model deems likely."""
    logits = [
        tiny.model(**checks.inputs(tiny, pixels, LIVER), **first_step(tiny)).logits[0, -1].detach()
        for pixels in (PICTURE, checks.picture(3))
    ]
    assert (logits[0] - logits[1]).abs().max() > 1e-4


def first_step(loaded):
    if not loaded.model.config.is_encoder_decoder:
        return {}

    return {"decoder_input_ids": torch.tensor([[loaded.model.generation_config.eos_token_id]])}


@pytest.mark.parametrize("kind", list(TINY))
def test_a_foreign_tokenizer_is_told(kind, tmp_path):
    folder, _ = make_tiny(kind, tmp_path)
    file = folder / "tokenizer.json"
    token = FAMILIES[VARIANTS.get(kind, kind)].image_token
    file.write_text(file.read_text().replace(json.dumps(token)[1:-1], "<other>"))
    config = folder / "tokenizer_config.json"
    config.write_text(config.read_text().replace(token, "<other>"))
    with pytest.raises(UserError, match=r"Choose another folder|cannot be made"):
        load(str(folder), "cpu")


def test_a_vocabulary_of_248_thousand_changes_no_answer(tmp_path):
    """Qwen3.5's table has 248,320 rows: most of the twin's mean nothing, and none of them may be written or counted."""
    small = load_tiny("qwen3_5", 24)
    folder, sides = make_tiny("qwen3_5", tmp_path)
    network = type(small.model).from_pretrained(folder)
    rows = network.get_input_embeddings().weight.shape[0]
    network.resize_token_embeddings(248_320, mean_resizing=False)
    for table in (network.get_input_embeddings(), network.get_output_embeddings()):
        table.weight.data[rows:] = 0
    network.save_pretrained(folder)
    large = load(str(folder), "cpu")
    large.profile = replace(large.profile, sides=sides, max_new_tokens=24)
    for decoding in (Decoding("greedy"), Decoding(mode="paper")):
        said, expected = (answer(loaded, PICTURE, LIVER, decoding) for loaded in (large, small))
        assert said.raw == expected.raw != ""
        counts = ("steps", "rescored", "changed", "deferred")
        assert [said.statistics[name] for name in counts] == [expected.statistics[name] for name in counts]


def test_thinking_is_off_where_a_template_can_turn_it_off():
    for kind, thinks in (("qwen3_5", False), ("gemma4", False), ("qwen3_vl", None)):
        text = prompt_text(load_tiny(kind, 24), LIVER)
        assert ("<think>" in text) == (thinks is not None)
        assert text.endswith("</think>\n\n") == (thinks is False)


def test_a_picture_that_the_processor_resizes_is_refused_where_boxes_are_pixels():
    loaded = load_tiny("qwen2_5_vl", 24)
    loaded.profile = replace(loaded.profile, sides=(504, 1008, 28))
    with pytest.raises(UserError, match=r"504|224.*preprocessor_config"):
        answer(loaded, PICTURE, LIVER, Decoding("greedy"))


def test_a_family_that_was_never_trained_for_boxes_says_so():
    unsure = [kind for kind, family in FAMILIES.items() if family.unsure]
    assert unsure == ["gemma3", "smolvlm"]


def test_reading_on_after_the_picture_is_reading_the_whole(tiny):
    """A state that was lost on the way (Qwen3.5's, in older versions of transformers) would show in the logits."""
    if not tiny.family.reads_picture_first:
        pytest.skip("the picture looks at the question")
    checks.check_reading_on_after_the_picture(tiny, PICTURE, LIVER, 0.02)


@pytest.mark.parametrize("name", ["greedy", "semsam"])
def test_a_picture_that_was_read_gives_the_answers_of_one_that_was_not(tiny, name):
    """Slices and questions in turns: a cache or positions of another slice would show."""
    decoding = Decoding(name, "paper")
    for seed, query in ((0, "liver"), (0, "left kidney"), (3, "liver"), (0, "right lung"), (3, "left kidney")):
        question = replace(LIVER, query=query)
        processors = [checks.rule(tiny, decoding)] if name == "semsam" else []
        prompt = checks.inputs(tiny, checks.picture(seed), question)
        cold = checks.tokens(tiny, prompt, processors, max_new_tokens=24)[0].tolist()
        ends = tiny.model.generation_config.eos_token_id
        expected = tiny.tokenizer.decode([token for token in cold if token != ends])
        assert answer(tiny, checks.picture(seed), question, decoding).raw == expected


def test_a_picture_is_read_once_for_all_its_questions(tiny, monkeypatch):
    if not tiny.family.reads_picture_first:
        pytest.skip("the picture looks at the question")
    read = []
    forward = type(tiny.model).forward

    @wraps(forward)  # generate looks at its arguments
    def counting(self, *arguments, **named):
        read.append(named.get("pixel_values") is not None)
        return forward(self, *arguments, **named)

    tiny.picture = None
    monkeypatch.setattr(type(tiny.model), "forward", counting)
    for query in ("liver", "left kidney", "liver"):
        answer(tiny, PICTURE, replace(LIVER, query=query), Decoding("greedy"))
    assert sum(read) == 1
    answer(tiny, checks.picture(3), LIVER, Decoding("greedy"))
    assert sum(read) == 2


def test_a_stop_while_the_picture_is_read_leaves_nothing_half_read(tiny):
    tiny.picture = None
    checks.check_a_stop_while_the_picture_is_read(tiny, PICTURE, LIVER)
    again = answer(tiny, PICTURE, LIVER, Decoding("greedy")).raw
    tiny.picture = None
    assert again == answer(tiny, PICTURE, LIVER, Decoding("greedy")).raw
