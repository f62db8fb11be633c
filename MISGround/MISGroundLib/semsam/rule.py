"""MIS-SemSam (arXiv 2603.14579): the rule as a transformers LogitsProcessor, and written out as plain loops.

At a step with next-token probabilities p, each candidate c (top-M, then the top-p nucleus) gets
``Score(c) = sum over its K neighbours k of max(0, cosine(c, k)) * p(k)``, p over the whole vocabulary, never truncated.
The candidate with the best score is taken. A step with a candidate that is no content token is left as it was. No
further forward pass: one softmax, a top-M, and M*K look-ups a row, without waiting for the device.

Where there is a choice, the rule is: equal logits rank by lower id; the nucleus is taken on the top-M's own
renormalised probabilities, as transformers' top-k and top-p warpers in a row do; equal scores go to the more probable
candidate. It runs after penalties and before warpers, which is where `generate(logits_processor=[...])` puts it.
`reference_step`, at the end, says the same in Python numbers: read it first; the tests hold the fast rule to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from transformers import LogitsProcessor

from MISGroundLib.errors import UserError
from MISGroundLib.semsam.graph import NeighbourGraph

_BLOCK = 256  # of neighbouring ids


@dataclass(frozen=True)
class Step:
    """One step of a batch.

    Attributes:
        candidates: (B, M) ids, most probable first.
        kept: (B, M) bool, which of them are in the nucleus.
        scores: (B, M) SemSam's, 0 outside the nucleus.
        deferred: (B,) bool, left to default decoding.
    """

    candidates: torch.Tensor
    kept: torch.Tensor
    scores: torch.Tensor
    deferred: torch.Tensor


@dataclass(frozen=True)
class RowSettings:
    """What each row of a batch wants of the rule.

    Attributes:
        top_m: (B, 1) int64, none above `widest`.
        top_p: (B, 1) float32, infinity for the whole top-M.
        safe: (B, 1) bool, whether protected tokens are left alone too.
        wanted: (B, 1) bool; other rows stay as they are.
        widest: as many candidates are looked at in every row.
    """

    top_m: torch.Tensor
    top_p: torch.Tensor
    safe: torch.Tensor
    wanted: torch.Tensor
    widest: int

    def of(self, rows: torch.Tensor | slice) -> RowSettings:
        """Those of some rows, in their order."""
        chosen = (self.top_m[rows], self.top_p[rows], self.safe[rows], self.wanted[rows])
        return RowSettings(*chosen, self.widest)


@dataclass(frozen=True)
class Change:
    """A token that semantic sampling replaced: the step, the ids before and after, and their scores."""

    step: int
    before: int
    after: int
    score_before: float
    score_after: float


@dataclass(frozen=True)
class Statistics:
    """Counts of one answer: steps = rescored + deferred; `changed` of the rescored took another than the top token."""

    steps: int
    rescored: int
    changed: int
    deferred: int
    changes: list[Change]


def refuse_beams(num_beams: int | None) -> None:
    """Raise UserError for a beam search, which ranks answers by probabilities that re-scored steps no longer have."""
    if num_beams is not None and num_beams > 1:
        raise UserError(
            "Semantic sampling works with one beam, not {num_beams}: set num_beams to 1, or choose greedy decoding.",
            num_beams=num_beams,
        )


def top_candidates(logits: torch.Tensor, top_m: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The top-M values and ids (B, M) of logits (B, V), descending; equal values by lower id, at the M-th place too."""
    size = logits.shape[-1]
    top_m = min(top_m, size)
    values, ids = _topk(logits, min(top_m + 1, size))
    last = values[:, top_m - 1 : top_m]
    # topk may take any of the tokens that share the last value: take the lowest ids instead. Where a look costs nothing
    # (on the CPU) this is done only if there are such tokens; on a GPU always, so that nobody waits for it.
    tied_out = size > top_m and (logits.device.type != "cpu" or bool((values[:, top_m:] == last).any()))
    values, ids = values[:, :top_m], ids[:, :top_m]
    if tied_out:
        descending_ids = -torch.arange(size, device=logits.device, dtype=torch.float32)
        tied = torch.where(logits == last, descending_ids, -torch.inf).topk(top_m).indices
        above = (values > last).sum(-1, keepdim=True)
        place = torch.arange(top_m, device=logits.device)
        ids = torch.where(place < above, ids, tied.gather(1, (place - above).clamp(min=0)))
    ids = ids.sort(dim=-1).values
    values, order = logits.gather(1, ids).sort(dim=-1, descending=True, stable=True)
    return values, ids.gather(1, order)


def _topk(logits: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """logits.topk(count), some ten times as fast on a CPU: only blocks with one of the highest maxima are searched."""
    blocks = logits.shape[-1] // _BLOCK
    if logits.device.type != "cpu" or blocks <= 2 * count:
        return tuple(logits.topk(count))  # type: ignore[return-value]
    whole = blocks * _BLOCK
    best = logits[:, :whole].unflatten(1, (blocks, _BLOCK)).amax(-1).topk(count).indices
    columns = (best.unsqueeze(-1) * _BLOCK + torch.arange(_BLOCK)).flatten(1)
    rest = torch.arange(whole, logits.shape[-1]).expand(logits.shape[0], -1)
    columns = torch.cat([columns, rest], dim=1)
    values, place = logits.gather(1, columns).topk(count)
    return values, columns.gather(1, place)


def _score(
    logits: torch.Tensor,
    graph: NeighbourGraph,
    is_left_alone: Callable[[torch.Tensor], torch.Tensor],
    top_m: int,
    top_p: float | torch.Tensor,
    own_top_m: torch.Tensor | None = None,
) -> Step:
    """The rule on logits (B, V), without choosing.

    is_left_alone: of ids (B, M), which tokens leave a step as it is. top_p: one for all, or (B, 1). own_top_m: (B, 1),
    where rows want fewer candidates than top_m.
    """
    logits = logits.float()
    values, candidates = top_candidates(logits, top_m)
    if own_top_m is not None:
        place = torch.arange(values.shape[1], device=logits.device)
        values = values.masked_fill(place >= own_top_m, -torch.inf)
    kept = values > -torch.inf
    if isinstance(top_p, torch.Tensor) or top_p < 1:
        share = torch.softmax(values, dim=-1)
        kept &= share.cumsum(-1) - share < top_p
        kept[:, 0] = True
    deferred = (kept & is_left_alone(candidates)).any(-1)
    neighbours = graph.ids[candidates]
    row = torch.arange(logits.shape[0], device=logits.device).view(-1, 1, 1) * logits.shape[1]
    # One fused pass: faster than a logsumexp and the few exponentials that would do.
    mass = torch.softmax(logits, dim=-1).take(neighbours + row)
    scores = (graph.weights[candidates] * mass).sum(-1)
    return Step(candidates, kept, scores * kept, deferred)


def rescored_rows(
    logits: torch.Tensor, graph: NeighbourGraph, protected: torch.Tensor, rows: RowSettings
) -> torch.Tensor:
    """Logits (B, V) of a server's batch, re-scored by each row's own settings in one pass, always by argmax.

    protected: (V,) bool, what safe mode leaves alone. All is on one device, and the graph is of the logits' vocabulary.
    """

    def is_left_alone(candidates: torch.Tensor) -> torch.Tensor:
        return ~graph.content[candidates] | (rows.safe & protected[candidates])

    step = _score(logits, graph, is_left_alone, rows.widest, rows.top_p, rows.top_m)
    best = torch.where(step.kept, step.scores, -torch.inf).argmax(dim=-1, keepdim=True)
    step = replace(step, deferred=step.deferred | ~rows.wanted.squeeze(1))
    return _forced(logits, step, step.candidates.gather(1, best))


def _forced(logits: torch.Tensor, step: Step, chosen: torch.Tensor) -> torch.Tensor:
    """Logits (B, V) with only the chosen token (B, 1) possible, but in deferred rows."""
    left = step.deferred.unsqueeze(1)
    kept = torch.where(left, logits.gather(1, chosen), 0.0).to(logits.dtype)
    # Adding minus infinity to a row takes a fifth of the time of masking it.
    return (logits + torch.where(left, 0.0, -torch.inf).to(logits.dtype)).scatter_(1, chosen, kept)


class SemSamProcessor(LogitsProcessor):
    """Re-scores every step of `generate`; one instance for one call, since it holds the statistics.

    Args:
        graph: of the same model.
        top_m: candidates, the most probable tokens.
        top_p: of these, the nucleus.
        protected: (V,) bool, further tokens whose steps are left alone (safe mode).
        sample: draw from the softmax of the score with the seed, in place of argmax.
        seed: see `sample`.

    Raises:
        UserError: for settings out of range.
    """

    def __init__(
        self,
        graph: NeighbourGraph,
        top_m: int = 8,
        top_p: float = 0.95,
        protected: torch.Tensor | None = None,
        sample: bool = False,
        seed: int = 0,
    ) -> None:
        """Begin with no step. A graph elsewhere moves to the logits' device at the first one."""
        if top_m < 1:
            raise UserError("top_m is {top_m}: give 1 or more candidates.", top_m=top_m)
        if not 0 < top_p <= 1:
            raise UserError("top_p is {top_p}: give a number above 0 and up to 1.", top_p=top_p)
        self._graph = graph
        self._top_m = top_m
        self._top_p = top_p
        self._left_alone = ~graph.content if protected is None else ~graph.content | protected.to(graph.content.device)
        self._sample = sample
        self._seed = seed
        self._generator: torch.Generator | None = None
        self._log: list[tuple[torch.Tensor, ...]] = []

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Logits (B, V) with only the chosen token possible in each re-scored row; deferred rows as they were."""
        if not self._log:
            self._start(input_ids, scores)
        step = self.step(scores)
        place = self._choose(step)
        chosen = step.candidates.gather(1, place)
        before = step.candidates[:, 0]
        after = torch.where(step.deferred, before, chosen.squeeze(1))
        self._log.append((before, after, step.deferred, step.scores[:, 0], step.scores.gather(1, place).squeeze(1)))
        return _forced(scores, step, chosen)  # type: ignore[return-value]

    def step(self, logits: torch.Tensor) -> Step:
        """The rule on logits (B, V), without choosing."""
        return _score(logits, self._graph, lambda candidates: self._left_alone[candidates], self._top_m, self._top_p)

    def statistics(self, row: int = 0, steps: int | None = None) -> Statistics:
        """What happened in one row, over its first `steps` tokens (all by default; a batch pads shorter answers)."""
        log = self._log[:steps]
        if not log:
            return Statistics(0, 0, 0, 0, [])
        columns = [torch.stack([entry[i][row] for entry in log]).tolist() for i in range(5)]
        changes = [
            Change(step, before, after, score_before, score_after)
            for step, (before, after, _, score_before, score_after) in enumerate(zip(*columns, strict=True))
            if before != after
        ]
        deferred = int(sum(columns[2]))
        return Statistics(len(log), len(log) - deferred, len(changes), deferred, changes)

    def _check_size(self, logits: torch.Tensor) -> None:
        if logits.shape[1] != self._graph.ids.shape[0]:
            raise UserError(
                "The neighbour graph is of a vocabulary of {shape} tokens, the model has "
                "{shape_2}: build the graph from this model.",
                shape=self._graph.ids.shape[0],
                shape_2=logits.shape[1],
            )

    def _start(self, input_ids: torch.Tensor, logits: torch.Tensor) -> None:
        self._check_size(logits)
        # Beam search hands over log-probabilities, and the same prompt once a beam.
        if logits.shape[0] > 1 and torch.equal(input_ids[0], input_ids[1]):
            normalised = logits[:2].float().logsumexp(-1).abs() < 1e-4
            refuse_beams(logits.shape[0] if bool(normalised.all()) else 1)
        self._graph = self._graph.to(logits.device)
        self._left_alone = self._left_alone.to(logits.device)
        if self._sample:
            self._generator = torch.Generator(logits.device).manual_seed(self._seed)

    def _choose(self, step: Step) -> torch.Tensor:
        """(B, 1): the place of the chosen candidate."""
        scores = torch.where(step.kept, step.scores, -torch.inf)
        if self._generator is not None:
            return torch.multinomial(torch.softmax(scores, dim=-1), 1, generator=self._generator)
        # argmax takes the first of equals, which is the more probable.
        return scores.argmax(dim=-1, keepdim=True)


@dataclass(frozen=True)
class ReferenceStep:
    """What the rule says of one step.

    Attributes:
        nucleus: candidate ids, most probable first, equal ones by lower id.
        deferred: the step is left to default decoding.
        scores: one for each candidate, empty where deferred.
        choice: the token that argmax takes (equal scores go to the candidate that comes first in the nucleus); the
            most probable token where deferred.
        margin: how near the closest comparison was to falling the other way; float32 cannot be held to one of less
            than about 1e-5.
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
