"""A model's bias towards "not there" decides, and leaves its own probabilities as they are."""

import json
import shutil
from dataclasses import replace

import pytest
import torch
from decoding_checks import picture

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.paths import resource
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.absence import AbsenceBias
from MISGroundLib.vlm.generate import answer
from MISGroundLib.vlm.loading import load
from MISGroundLib.vlm.profiles import profile_for


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
            said = answer(mini, picture(0), Question(query, "axial", "CT", 0.5), decoding)
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
