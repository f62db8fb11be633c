"""Other graphs out of a neighbour graph: options that keep its idea, and controls that take it away.

All give the same shapes, so that the rule does not know which one it runs on. Every row keeps the token itself first,
with weight 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch

from MISGroundLib.semsam.neighbours import NeighbourGraph


def mutual_only(graph: NeighbourGraph) -> NeighbourGraph:
    """Only edges that both tokens have: a one-way edge to a frequent token can flip an answer, a mutual one hardly."""
    size = graph.ids.shape[0]
    rows = torch.arange(size, device=graph.ids.device)[:, None].expand_as(graph.ids)
    forward = rows * size + graph.ids
    backward = graph.ids * size + rows
    both = torch.isin(backward, forward[graph.weights > 0])
    return _with_weights(graph, torch.where(both, graph.weights, 0.0))


def without_hubs(wide: NeighbourGraph, k: int) -> NeighbourGraph:
    """The k best of a wider graph's neighbours by cross-domain similarity local scaling (CSLS, arXiv 1710.04087).

    A neighbour counts by twice its cosine less the mean cosine to its own neighbours, so that what is near to
    everything is near to nothing. Weights stay cosines.
    """
    used = wide.weights[:, 1:] > 0
    crowd = (wide.weights[:, 1:] * used).sum(1) / used.sum(1).clamp(min=1)
    score = torch.where(used, 2 * wide.weights[:, 1:] - crowd[wide.ids[:, 1:]], -torch.inf)
    order = score.sort(dim=1, descending=True, stable=True).indices[:, : k - 1]
    ids = torch.cat([wide.ids[:, :1], wide.ids[:, 1:].gather(1, order)], dim=1)
    weights = torch.cat([wide.weights[:, :1], wide.weights[:, 1:].gather(1, order)], dim=1)
    return NeighbourGraph(ids, weights, wide.content)


def without_pairs(
    graph: NeighbourGraph, texts: Sequence[str | None], contrasts: Iterable[Sequence[str]]
) -> NeighbourGraph:
    """No edge between words that contrast (left and right are near neighbours in every embedding table).

    contrasts: sets of words of which each excludes the others, in lower case.
    """
    weights = graph.weights.clone()
    words = [(text or "").strip().lower() for text in texts]
    for group in contrasts:
        side = torch.tensor([group.index(word) + 1 if word in group else 0 for word in words])
        if not side.any():
            continue
        other = side[graph.ids.cpu()]
        against = (side[:, None] > 0) & (other > 0) & (other != side[:, None])
        weights[against.to(weights.device)] = 0.0
    return _with_weights(graph, weights)


def variants_merged(graph: NeighbourGraph, texts: Sequence[str | None]) -> NeighbourGraph:
    """A word's spellings with capitals or a leading space are one word: weight 1, before all other neighbours."""
    return _led_by_variants(graph, texts, keep=True)


def variants_only(graph: NeighbourGraph, texts: Sequence[str | None]) -> NeighbourGraph:
    """A control: no neighbours but a word's own spellings. What it gains is tidied spelling, not meaning."""
    return _led_by_variants(graph, texts, keep=False)


def no_neighbours(graph: NeighbourGraph) -> NeighbourGraph:
    """A control: the same candidates, and every token its own only neighbour."""
    weights = torch.zeros_like(graph.weights)
    weights[:, 0] = 1.0
    return _with_weights(graph, weights)


def shuffled(graph: NeighbourGraph, seed: int = 0) -> NeighbourGraph:
    """A control: as many neighbours, as near, but of another token: content tokens change places at random."""
    content = graph.content.cpu().nonzero().squeeze(1)
    place = torch.arange(graph.ids.shape[0])
    place[content] = content[torch.randperm(len(content), generator=torch.Generator().manual_seed(seed))]
    ids = place.to(graph.ids.device)[graph.ids]
    ids[:, 0] = graph.ids[:, 0]
    # The own token may have come among the neighbours: it counts once.
    weights = graph.weights.clone()
    weights[:, 1:][ids[:, 1:] == ids[:, :1]] = 0.0
    return NeighbourGraph(ids, weights, graph.content)


def _with_weights(graph: NeighbourGraph, weights: torch.Tensor) -> NeighbourGraph:
    return NeighbourGraph(graph.ids, weights, graph.content)


def _led_by_variants(graph: NeighbourGraph, texts: Sequence[str | None], keep: bool) -> NeighbourGraph:
    groups: dict[str, list[int]] = {}
    for token in graph.content.cpu().nonzero().squeeze(1).tolist():
        if word := (texts[token] or "").strip().lower():
            groups.setdefault(word, []).append(token)
    out = graph if keep else no_neighbours(graph)
    ids, weights = out.ids.clone(), out.weights.clone()
    for members in groups.values():
        for token in members if len(members) > 1 else ():
            same = [other for other in members if other != token]
            old = zip(graph.ids[token, 1:].tolist(), graph.weights[token, 1:].tolist(), strict=True)
            rest = [(other, weight) for other, weight in old if keep and other not in members]
            row = [(token, 1.0), *((other, 1.0) for other in same), *rest][: graph.k]
            row += [(token, 0.0)] * (graph.k - len(row))
            ids[token] = torch.tensor([other for other, _ in row])
            weights[token] = torch.tensor([weight for _, weight in row])
    return NeighbourGraph(ids, weights, graph.content)
