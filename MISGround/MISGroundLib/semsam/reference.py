"""Semantic sampling written out as plain loops over Python numbers: the oracle that `processor` is tested against."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ReferenceStep:
    """What the rule says of one step.

    nucleus: candidate ids, most probable first, equal ones by lower id. deferred: the step is left to default
    decoding. scores: one for each candidate, empty where deferred. choice: the token that argmax takes (equal scores
    go to the candidate that comes first in the nucleus); the most probable token where deferred. margin: how near the
    closest comparison was to falling the other way; float32 cannot be held to one of less than about 1e-5.
    """

    nucleus: list[int]
    deferred: bool
    scores: list[float]
    choice: int
    margin: float


def reference_step(
    logits: Sequence[float],
    ids: Sequence[Sequence[int]],
    weights: Sequence[Sequence[float]],
    content: Sequence[bool],
    top_m: int,
    top_p: float,
    protected: Sequence[bool] | None = None,
) -> ReferenceStep:
    """One step of MIS-SemSam for logits (V,), a neighbour graph (V, K) and masks (V,)."""
    highest = max(logits)
    total = sum(math.exp(value - highest) for value in logits)
    p = [math.exp(value - highest) / total for value in logits]

    possible = [token for token in range(len(logits)) if logits[token] > -math.inf]
    ranked = sorted(possible, key=lambda token: (-logits[token], token))[:top_m]
    ranked_mass = sum(p[token] for token in ranked)
    nucleus: list[int] = []
    margin = math.inf
    before = 0.0
    for token in ranked:
        if nucleus and top_p < 1:
            margin = min(margin, abs(before - top_p))
            if before >= top_p:
                break
        nucleus.append(token)
        before += p[token] / ranked_mass

    for token in nucleus:
        if not content[token] or (protected is not None and protected[token]):
            return ReferenceStep(nucleus, True, [], nucleus[0], margin)

    scores = []
    for token in nucleus:
        score = 0.0
        for neighbour, weight in zip(ids[token], weights[token], strict=True):
            score += max(0.0, weight) * p[neighbour]
        scores.append(score)
    best = max(range(len(nucleus)), key=lambda position: (scores[position], -position))
    for position, score in enumerate(scores):
        if position != best:
            margin = min(margin, abs(scores[best] - score))
    return ReferenceStep(nucleus, False, scores, nucleus[best], margin)
