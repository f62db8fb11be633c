"""What a neighbour graph is like: how many tokens it joins, how hubby it is, and who stands next to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch

from MISGroundLib.semsam.neighbours import NeighbourGraph

_HUBS, _SHOWN = 12, 8


@dataclass(frozen=True)
class Neighbours:
    """A token and its nearest others: (text, cosine), nearest first."""

    token: str
    nearest: list[tuple[str, float]]


@dataclass(frozen=True)
class Contrast:
    """Words that exclude one another.

    tokens: how many of their spellings are single tokens; with_opposite: how many of these have an opposite among their
    neighbours; highest: the highest cosine of such a pair.
    """

    words: tuple[str, ...]
    tokens: int
    with_opposite: int
    highest: float


@dataclass(frozen=True)
class Inspection:
    """What was measured.

    vocabulary: rows of the table; content: of them in the graph; k. in_degree (content,): how many tokens have each one
    among their neighbours. skewness: of in_degree, 0 for an even graph (N_k skewness, Radovanovic et al., JMLR 2010).
    top_share: of all edges, those that end at the 1 % of tokens with most. hubs: (text, in-degree).
    """

    vocabulary: int
    content: int
    k: int
    in_degree: list[int]
    skewness: float
    top_share: float
    hubs: list[tuple[str, int]]
    contrasts: list[Contrast]
    words: list[Neighbours]
    spelled: list[str]


def inspect_graph(
    graph: NeighbourGraph, texts: Sequence[str | None], contrasts: Iterable[Sequence[str]], words: Iterable[str]
) -> Inspection:
    """Measure a graph. texts: of the tokens. words: whose neighbours to show; those of several tokens are `spelled`."""
    tokens = graph.content.nonzero().squeeze(1)
    edges = graph.ids[tokens, 1:][graph.weights[tokens, 1:] > 0]
    degree = torch.bincount(edges, minlength=len(graph.ids))[tokens]
    order = degree.argsort(descending=True, stable=True)
    top = degree[order[: max(1, len(tokens) // 100)]].sum() if len(tokens) else torch.tensor(0)
    spellings: dict[str, list[int]] = {}
    for token in tokens.tolist():
        spellings.setdefault((texts[token] or "").strip().lower(), []).append(token)
    wanted = list(dict.fromkeys(words))
    return Inspection(
        vocabulary=len(graph.ids),
        content=len(tokens),
        k=graph.k,
        in_degree=degree.tolist(),
        skewness=_skewness(degree.double()),
        top_share=float(top / max(1, int(degree.sum()))),
        hubs=[(texts[int(tokens[i])] or "", int(degree[i])) for i in order[:_HUBS]],
        contrasts=[_contrast(graph, spellings, group) for group in contrasts],
        words=[_nearest(graph, texts, spellings[word][0]) for word in wanted if word in spellings],
        spelled=[word for word in wanted if word not in spellings],
    )


def _skewness(values: torch.Tensor) -> float:
    if len(values) < 2 or float(values.std()) == 0:
        return 0.0
    standard = (values - values.mean()) / values.std(correction=0)
    return float((standard**3).mean())


def _contrast(graph: NeighbourGraph, spellings: dict[str, list[int]], group: Sequence[str]) -> Contrast:
    tokens = {token: word for word in group for token in spellings.get(word, ())}
    cosines = []
    for token, word in tokens.items():
        near = zip(graph.ids[token, 1:].tolist(), graph.weights[token, 1:].tolist(), strict=True)
        cosines.append([weight for other, weight in near if weight > 0 and tokens.get(other, word) != word])
    highest = max((max(found) for found in cosines if found), default=0.0)
    return Contrast(tuple(group), len(tokens), sum(1 for found in cosines if found), highest)


def _nearest(graph: NeighbourGraph, texts: Sequence[str | None], token: int) -> Neighbours:
    near = zip(graph.ids[token, 1 : _SHOWN + 1].tolist(), graph.weights[token, 1 : _SHOWN + 1].tolist(), strict=True)
    return Neighbours(texts[token] or "", [(texts[other] or "", weight) for other, weight in near if weight > 0])
