"""Coordinates at the median of what the model deems possible, not at the peak."""

from __future__ import annotations

import torch
from transformers import LogitsProcessor


class CoordinateMedian(LogitsProcessor):
    """Where the next token would be a coordinate, writes the median of the distribution over all coordinates.

    Of all single values the median has the least expected distance from the true edge (Laplace 1774); the peak of 1001
    small probabilities is often chance. Logits (B, V) of other steps, and of steps where one token alone is possible,
    are left as they are. It comes last among the processors.

    coordinates: ids (1001,) of the tokens "0" to "1000".
    """

    def __init__(self, coordinates: torch.Tensor) -> None:
        """For one vocabulary."""
        self._coordinates = coordinates

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """The logits, with the median's token raised above all others in the rows that write a coordinate."""
        ids = self._coordinates.to(scores.device)
        top = scores.argmax(dim=-1, keepdim=True)
        writes = (top == ids).any(dim=-1, keepdim=True)
        below = torch.softmax(scores[:, ids].float(), dim=-1).cumsum(dim=-1)
        median = ids[(below < 0.5).sum(dim=-1, keepdim=True).clamp(max=len(ids) - 1)]
        raised = torch.where(writes, scores.gather(-1, top) + 1, scores.gather(-1, median))
        return scores.scatter(-1, median, raised)  # type: ignore[return-value]
