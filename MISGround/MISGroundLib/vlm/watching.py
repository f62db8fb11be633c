"""Looks on while `generate` runs: notes the model's own probabilities, streams the text, and stops when asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import LogitsProcessor, StoppingCriteria

from MISGroundLib.errors import StoppedError

# A coordinate is as sure as the share of probability within this of it, on the 0-1000 scale.
NEAR = 50


@dataclass
class Noted:
    """One answer as it was written: its tokens, and for each its probability and, for a coordinate, the share of
    probability within NEAR of it (else None).
    """

    tokens: list[int] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    near: list[float | None] = field(default_factory=list)

    def keep(self, count: int) -> None:
        """Drop what came after the first `count` tokens: on MPS generate stops one step late."""
        del self.tokens[count:], self.probabilities[count:], self.near[count:]


class Recorder(LogitsProcessor, StoppingCriteria):
    """First among the logits processors, where it changes nothing, and among the stopping criteria.

    coordinates: the ids of the tokens "0" to "1000", or None. ends: the ids that end an answer; what follows one is
    padding. on_tokens gets the row and its ids so far. After `generate`: noted, one a row.
    """

    def __init__(
        self,
        prompt_length: int,
        coordinates: torch.Tensor | None,
        ends: Collection[int] = (),
        rows: int = 1,
        on_tokens: Callable[[int, list[int]], None] = lambda row, tokens: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Nothing noted yet."""
        self._prompt_length = prompt_length
        self._coordinates = coordinates
        self._values = {} if coordinates is None else {int(t): i for i, t in enumerate(coordinates.tolist())}
        self._ends = ends
        self._on_tokens = on_tokens
        self._should_stop = should_stop
        self._logits: torch.Tensor | None = None
        self._steps = 0
        self.noted = [Noted() for _ in range(rows)]

    def __call__(self, input_ids: torch.Tensor, scores: Any) -> Any:
        """A processor is called with the logits (B, V), then a criterion with the ids that hold the chosen tokens."""
        if input_ids.shape[1] == self._prompt_length + self._steps:
            self._logits = scores
            return scores
        self._steps += 1
        for row, token in enumerate(input_ids[:, -1].tolist()):
            if not self.noted[row].tokens or self.noted[row].tokens[-1] not in self._ends:
                self._note(row, token)
        return torch.full((len(self.noted),), self._should_stop(), dtype=torch.bool, device=input_ids.device)

    def _note(self, row: int, token: int) -> None:
        assert self._logits is not None
        logits = self._logits[row].float()
        total = logits.logsumexp(0)
        noted = self.noted[row]
        noted.tokens.append(token)
        noted.probabilities.append(float((logits[token] - total).exp()))
        noted.near.append(self._near(logits, total, token))
        self._on_tokens(row, noted.tokens)

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
