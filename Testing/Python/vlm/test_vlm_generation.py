"""Questions to a tiny random Qwen3-VL through the whole path: processor, generate, rule, parsing, scores."""

from dataclasses import replace

import pytest
import torch

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.boxes import ParsedAnswer, ParsedBox
from MISGroundLib.vlm.decoding import prepare_decoding
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.loading import load
from MISGroundLib.vlm.scoring import Calibration
from Python.vlm import decoding_checks as checks
from Python.vlm.tiny_qwen3vl import make_tiny_model

PICTURE = checks.picture()
LIVER = Question("liver", modality="CT")


def load_tiny(folder, tied=True):
    """A tiny model that reads small pictures and writes short answers."""
    loaded = load(str(make_tiny_model(folder, tied)), "cpu")
    loaded.profile = replace(loaded.profile, max_new_tokens=40, sides=(128, 1024, 32))
    return loaded


@pytest.fixture(scope="module", params=["tied", "untied"])
def tiny(request, tmp_path_factory):
    return load_tiny(tmp_path_factory.mktemp(request.param), request.param == "tied")


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    return load_tiny(tmp_path_factory.mktemp("one"))


@pytest.mark.parametrize("mode", ["paper", "safe"])
@pytest.mark.parametrize(("top_m", "top_p"), [(2, 0.95), (8, 0.95), (50, 1.0)])
def test_the_rule_equals_its_oracle_through_generate(tiny, mode, top_m, top_p):
    checks.check_against_oracle(tiny, PICTURE, "liver", Decoding(mode=mode, top_m=top_m, top_p=top_p))


def test_the_oracle_test_sees_changed_tokens(one):
    statistics = checks.check_against_oracle(one, PICTURE, "liver", Decoding(mode="paper", top_m=3))
    assert statistics.changed > 0
    assert statistics.deferred > 0


def test_one_neighbour_is_greedy_token_by_token(tiny):
    checks.check_one_neighbour_is_greedy(tiny, PICTURE, "left kidney")


def test_a_batch_and_no_cache_write_the_same(one):
    pictures = [checks.picture(seed) for seed in range(3)]
    checks.check_batch_and_cache(one, pictures, "liver", Decoding(mode="paper", top_m=3))


def test_safe_mode_touches_no_number_or_structure(one):
    made = answer(one, PICTURE, LIVER, Decoding(mode="safe", top_m=3))
    assert made.statistics["rescored"] > 0
    for change in made.statistics["changes"]:
        assert not set(change["before"] + change["after"]) & set('0123456789[]{}":,')


def test_an_answer_streams_its_text_and_counts_its_steps(tiny):
    seen = []
    made = answer(tiny, PICTURE, LIVER, Decoding(), on_token=lambda *token: seen.append(token))
    assert [count for _, count, _ in seen] == list(range(1, made.tokens + 1))
    assert seen[-1][0] == made.raw
    assert {limit for _, _, limit in seen} == {tiny.profile.max_new_tokens}
    assert made.statistics["steps"] == made.tokens == made.statistics["rescored"] + made.statistics["deferred"]
    assert 0 <= made.score <= 1
    assert all(0 <= score <= 1 for score in made.box_scores)
    assert made.parsed.boxes or made.parsed.not_found or made.problems


def test_greedy_is_what_generate_writes_alone(tiny):
    made = answer(tiny, PICTURE, LIVER, Decoding("greedy"))
    expected = checks.tokens(tiny, checks.inputs(tiny, PICTURE, LIVER), max_new_tokens=tiny.profile.max_new_tokens)
    assert made.tokens == expected.shape[1]
    counts = {"steps": made.tokens, "rescored": 0, "changed": 0, "deferred": 0, "changes": []}
    assert made.statistics == {**counts, "raw_score": made.score, "raw_box_scores": made.box_scores}


@pytest.mark.parametrize("boxes", [0, 1, 2])
def test_scores_are_calibrated_and_the_raw_ones_kept(one, monkeypatch, boxes):
    found = [ParsedBox((1.0, 2.0, 3.0, 4.0), "liver")] * boxes
    parsed = ParsedAnswer(found, not_found=not boxes, problems=[])
    curve = Calibration(found=((0.0, 0.25), (1.0, 0.25)), absent=((0.0, 0.5), (1.0, 0.5)))
    monkeypatch.setattr(type(one.profile), "parse", lambda *_: parsed)
    plain = answer(one, PICTURE, LIVER, Decoding())
    calibrated = answer(replace(one, profile=replace(one.profile, calibration=curve)), PICTURE, LIVER, Decoding())
    assert calibrated.statistics == plain.statistics
    assert (plain.score, plain.box_scores) == (plain.statistics["raw_score"], plain.statistics["raw_box_scores"])
    assert calibrated.box_scores == [0.25] * boxes
    assert calibrated.score == (plain.score if boxes else 0.5)


def test_answers_repeat_and_sampling_follows_its_seed(one):
    def said(seed):
        return answer(one, PICTURE, LIVER, Decoding(mode="paper", top_m=3, sample=True), seed).raw

    assert said(1) == said(1)
    assert len({said(seed) for seed in range(6)}) > 1
    assert answer(one, PICTURE, LIVER, Decoding()).raw == answer(one, PICTURE, LIVER, Decoding()).raw


def test_a_stop_ends_the_answer_and_leaves_the_model_fit(tiny):
    before = answer(tiny, PICTURE, LIVER, Decoding()).raw
    seen = []
    with pytest.raises(StoppedError):
        answer(
            tiny,
            PICTURE,
            LIVER,
            Decoding(),
            on_token=lambda text, count, limit: seen.append(count),
            should_stop=lambda: len(seen) >= 3,
        )
    assert seen == [1, 2, 3]
    assert answer(tiny, PICTURE, LIVER, Decoding()).raw == before


def test_a_stop_is_heard_while_the_picture_is_read(one):
    looks, seen = [], []
    one.picture = None  # nobody has read it before

    def after_two_layers():
        looks.append(1)
        return len(looks) > 2

    with pytest.raises(StoppedError):
        answer(one, PICTURE, LIVER, Decoding("greedy"), 0, lambda *token: seen.append(token), after_two_layers)
    assert seen == []


def test_numbers_that_overflow_are_told(tmp_path):
    broken = load_tiny(tmp_path)
    with torch.no_grad():
        broken.model.model.language_model.norm.weight.fill_(torch.nan)
    with pytest.raises(UserError, match="overflowed"):
        answer(broken, PICTURE, LIVER, Decoding("greedy"))


def test_an_embedding_table_that_is_not_numbers_is_told(tmp_path):
    broken = load_tiny(tmp_path)
    with torch.no_grad():
        broken.model.get_input_embeddings().weight[40, 3] = torch.nan
    with pytest.raises(UserError, match="choose greedy"):
        prepare_decoding(broken, Decoding())


@pytest.mark.parametrize("name", ["no-neighbours", "shuffled", "case-merge"])
@pytest.mark.parametrize("graph", [(), ("mutual", "no-contrasts"), ("no-hubs", "merge-variants")])
def test_controls_and_options_decode_by_the_same_rule(one, name, graph):
    for decoding in (Decoding(name, "paper", graph=graph), Decoding("semsam", "paper", graph=graph)):
        checks.check_against_oracle(one, PICTURE, "liver", decoding)


def test_without_neighbours_the_most_probable_candidate_wins(one):
    prompt = checks.inputs(one, PICTURE, LIVER)
    alone = checks.rule(one, Decoding("no-neighbours", "paper"))
    assert torch.equal(checks.tokens(one, prompt, [alone]), checks.tokens(one, prompt))
    assert alone.statistics().rescored > 0


def test_unknown_decodings_and_options_are_told():
    with pytest.raises(ValueError, match="choose semsam, greedy"):
        Decoding("beam")
    with pytest.raises(ValueError, match=r"'hubs'.*no-hubs"):
        Decoding(graph=("hubs",))


def test_a_description_leaves_the_picture_that_was_read_in_use(one):
    told = replace(LIVER, description="About the liver: a large wedge; in CT grey; under the right diaphragm.")
    one.picture = None
    anew = answer(one, PICTURE, told, Decoding("greedy"))
    answer(one, PICTURE, LIVER, Decoding("greedy"))
    kept = one.picture
    again = answer(one, PICTURE, told, Decoding("greedy"))
    assert one.picture is kept
    assert (again.raw, again.score, again.statistics) == (anew.raw, anew.score, anew.statistics)
