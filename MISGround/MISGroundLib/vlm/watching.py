"""Looks on while `generate` runs: notes the model's own probabilities, streams the text, and stops when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers import LogitsProcessor, StoppingCriteria

from MISGroundLib.errors import StoppedError

# A coordinate is as sure as the share of probability within this of it, on the 0-1000 scale.
NEAR = 50


class Recorder(LogitsProcessor, StoppingCriteria):
    """For a batch of one. First among the logits processors, where it changes nothing, and among the stopping criteria.

    coordinates: the ids of the tokens "0" to "1000", or None. on_tokens gets the ids so far. After `generate`: tokens,
    and for each its probability and, for a coordinate, the share of probability within NEAR of it (else None).
    """

    def __init__(
        self,
        prompt_length: int,
        coordinates: torch.Tensor | None,
        on_tokens: Callable[[list[int]], None],
        should_stop: Callable[[], bool],
    ) -> None:
        """Nothing noted yet."""
        self._prompt_length = prompt_length
        self._coordinates = coordinates
        self._values = {} if coordinates is None else {int(t): i for i, t in enumerate(coordinates.tolist())}
        self._on_tokens = on_tokens
        self._should_stop = should_stop
        self._logits: torch.Tensor | None = None
        self.tokens: list[int] = []
        self.probabilities: list[float] = []
        self.near: list[float | None] = []

    def __call__(self, input_ids: torch.Tensor, scores: Any) -> Any:
        """A processor is called with the logits (1, V), then a criterion with the ids that hold the chosen token."""
        if input_ids.shape[1] == self._prompt_length + len(self.tokens):
            self._logits = scores
            return scores
        self._note(int(input_ids[0, -1]))
        return torch.full((1,), self._should_stop(), dtype=torch.bool, device=input_ids.device)

    def keep(self, count: int) -> None:
        """Drop what came after the first `count` tokens: on MPS generate stops one step late."""
        del self.tokens[count:], self.probabilities[count:], self.near[count:]

    def _note(self, token: int) -> None:
        assert self._logits is not None
        logits = self._logits[0].float()
        total = logits.logsumexp(0)
        self.tokens.append(token)
        self.probabilities.append(float((logits[token] - total).exp()))
        self.near.append(self._near(logits, total, token))
        self._on_tokens(self.tokens)

    def _near(self, logits: torch.Tensor, total: torch.Tensor, token: int) -> float | None:
        if self._coordinates is None or token not in self._values:
            return None
        value = self._values[token]
        around = self._coordinates[max(0, value - NEAR) : value + NEAR + 1].to(logits.device)
        return float((logits[around] - total).exp().sum())


@contextmanager
def stop_between_layers(model: torch.nn.Module, should_stop: Callable[[], bool]) -> Iterator[None]:
    """Raise StoppedError from within the model, before its next layer: reading a picture can take long on a CPU."""

    def check(*_: Any) -> None:
        if should_stop():
            raise StoppedError

    layers = [layer for part in model.modules() if isinstance(part, torch.nn.ModuleList) for layer in part]
    hooks = [layer.register_forward_pre_hook(check) for layer in layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
