"""The model's bias towards "not there" and the median of coordinates: against plain loops, and in the shipped model."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch
from decoding_checks import inputs, picture, tokens
from hypothesis import given
from hypothesis import strategies as st
from transformers import LogitsProcessor

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.files import resource
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.decoding import AbsenceBias, CoordinateMedian
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.loading import load, profile_for


def test_one_token_gets_the_bias_and_the_given_logits_stay():
    logits = torch.zeros(2, 5)
    biased = AbsenceBias(3, 1.5)(torch.zeros(2, 1, dtype=torch.long), logits)
    assert biased.tolist() == [[0, 0, 0, 1.5, 0]] * 2
    assert not logits.any()


@pytest.mark.parametrize(
    "decoding", [Decoding("greedy"), Decoding(), Decoding(mode="paper")], ids=["g", "safe", "paper"]
)
def test_the_embedded_model_says_none_always_or_never_as_the_bias_is(decoding):
    mini = load("misground-mini", "cpu")
    scores = {}
    for bias in (-10.0, 10.0):
        mini.profile = replace(mini.profile, absence_bias=bias)
        for query in ("liver", "left kidney", "brain"):
            said = answer(mini, picture(0), Question(query, "axial", "CT"), decoding)
            assert said.parsed.not_found == (bias > 0)
            scores[query, bias] = said.statistics["raw_score"]
    # One is the probability of the box, the other of none: the model's own, whatever the bias.
    for query in ("liver", "left kidney", "brain"):
        assert scores[query, -10.0] + scores[query, 10.0] == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("bias", ["much", 11, float("nan"), None])
def test_a_bias_that_is_none_is_refused(tmp_path, bias):
    folder = tmp_path / "model"
    shutil.copytree(resource("Models", "misground-mini"), folder)
    data = json.loads((folder / "misground.json").read_text())
    (folder / "misground.json").write_text(json.dumps({**data, "absence_bias": bias}))
    config = json.loads((folder / "config.json").read_text())
    with pytest.raises(UserError, match="absence_bias"):
        profile_for(config, folder)


COORDINATES = torch.tensor([5, 2, 9, 7, 3])  # 0 to 4, in no order
NEVER = torch.zeros(1, 1, dtype=torch.long)


def plain_choice(logits):
    """The token written, by plain loops."""
    best = max(range(len(logits)), key=lambda token: (logits[token], -token))
    if best not in COORDINATES:
        return best
    shares = np.exp([logits[token] for token in COORDINATES])
    total = 0.0
    for token, share in zip(COORDINATES.tolist(), shares / shares.sum(), strict=True):
        total += share
        if total >= 0.5:
            return token
    raise AssertionError


# Halves apart: no sum of shares comes to one half but for rounding.
@given(st.lists(st.lists(st.integers(-9, 9), min_size=11, max_size=11), min_size=1, max_size=3))
def test_equals_plain_loops(rows):
    logits = torch.tensor(rows, dtype=torch.float32) * 0.37 + torch.arange(11) * 1e-3
    chosen = CoordinateMedian(COORDINATES)(NEVER, logits.clone()).argmax(dim=-1).tolist()
    assert chosen == [plain_choice(row) for row in logits.double().tolist()]


def test_a_step_with_one_possible_token_is_left_alone():
    for token in (0, 5, 2):
        logits = torch.full((1, 11), -torch.inf)
        logits[0, token] = 3.0
        made = CoordinateMedian(COORDINATES)(NEVER, logits.clone())
        assert int(made.argmax()) == token
        assert not made.isnan().any()


@pytest.fixture(scope="module")
def mini():
    return load("misground-mini", "cpu")


class Noting(LogitsProcessor):
    """Keeps the model's own logits of every step."""

    def __init__(self):
        self.logits = []

    def __call__(self, input_ids, scores):
        self.logits.append(scores[0].clone())
        return scores


@pytest.mark.parametrize("decoding", ["greedy", "semsam"])
def test_the_shipped_model_writes_the_median_with_either_decoding(mini, decoding):
    assert mini.profile.coordinates == "median"
    numbers = moved = 0
    for seed in range(6):
        question = Question("body", modality="CT", plane="axial")
        noting = Noting()
        made = tokens(mini, inputs(mini, picture(seed), question), [noting, CoordinateMedian(mini.coordinates)])[0]
        assert answer(mini, picture(seed), question, Decoding(decoding)).raw == mini.tokenizer.decode(
            made, skip_special_tokens=True
        )
        for token, logits in zip(made.tolist(), noting.logits, strict=True):
            if token in mini.coordinates:
                value = mini.coordinates.tolist().index(token)
                below = torch.softmax(logits[mini.coordinates], dim=0).cumsum(0)
                assert below[value] >= 0.5
                assert value == 0 or below[value - 1] < 0.5
                numbers += 1
                moved += token != int(logits.argmax())
            else:
                assert token == int(logits.argmax())
    assert numbers >= 4
    assert moved


def test_without_the_word_of_the_folder_the_peak_is_written(mini):
    peak = replace(mini, profile=replace(mini.profile, coordinates="peak"))
    question = Question("body", modality="CT", plane="axial")
    made = tokens(mini, inputs(mini, picture(0), question))[0]
    said = answer(peak, picture(0), question, Decoding("greedy")).raw
    assert said == mini.tokenizer.decode(made, skip_special_tokens=True)
