"""Coordinates at the median: against plain loops, and in the shipped model's own answers."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from decoding_checks import inputs, picture, tokens
from hypothesis import given
from hypothesis import strategies as st
from transformers import LogitsProcessor

from MISGroundLib.engine.protocol import Decoding, Question
from MISGroundLib.vlm.decoding import CoordinateMedian
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.loading import load

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
        question = Question("body", modality="CT", plane="axial", position_fraction=0.5)
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
    question = Question("body", modality="CT", plane="axial", position_fraction=0.5)
    made = tokens(mini, inputs(mini, picture(0), question))[0]
    said = answer(peak, picture(0), question, Decoding("greedy")).raw
    assert said == mini.tokenizer.decode(made, skip_special_tokens=True)
