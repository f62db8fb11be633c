"""The point at which a model says "not there": a bias on the token that says it, fitted with its calibration."""

from __future__ import annotations

import torch
from transformers import LogitsProcessor

# The whole answer "not there" as one token.
NONE = "[]"


class AbsenceBias(LogitsProcessor):
    """Adds a bias, in logits, to one token at every step. First among what chooses: it is part of the model.

    What is added moves the share of wrong boxes against the share of missed structures; the model's own probabilities,
    which its scores are made of, stay as they are.
    """

    def __init__(self, token: int, bias: float) -> None:
        """For one vocabulary."""
        self._token = token
        self._bias = bias

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Logits (B, V), new ones."""
        biased = scores.clone()
        biased[:, self._token] += self._bias
        return biased  # type: ignore[return-value]
