"""The neighbour graph: for each content token its nearest content tokens by cosine in the model's embedding table.

First which tokens carry meaning, and so are in the graph, and which of them semantic sampling must not touch in its
safe mode. Then how the graph is built. Last, other graphs made of it: options that keep its idea, and controls that
take it away; all have the same shapes, with the token itself first in its row with weight 1, so that the rule does not
know which one it runs on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from MISGroundLib.errors import StoppedError, UserError

_MARKER = re.compile(r"<[^<>]*>")
_STRUCTURE = frozenset('[]{}":,`')
# Words that say "there is none" where the other candidate opens a box.
_ABSENCE = frozenset({"null", "none", "not", "no", "nothing", "absent"})

# Multiply-adds of a block of similarities: about a tenth of a second, so that progress is smooth and cancel is prompt.
_BLOCK_WORK = {"cpu": 1e10, "cuda": 2e12, "mps": 2e11}
_BLOCK_SIDES = (16, 4096)  # rows; the largest for the sake of memory
_SPARE = 8
_ROWS_RERANKED = 64
_ROWS_MEASURED = 4096


@dataclass(frozen=True)
class NeighbourGraph:
    """The K nearest content tokens of each token, itself first; a token that is no content has only itself.

    Attributes:
        ids: (V, K) int64.
        weights: (V, K) float32, max(0, cosine) as float16 keeps it; exactly 1 for the token itself, 0 where there are
            fewer than K.
        content: (V,) bool.
    """

    ids: torch.Tensor
    weights: torch.Tensor
    content: torch.Tensor

    @property
    def k(self) -> int:
        """Neighbours a token, itself included."""
        return self.ids.shape[1]

    def to(self, device: torch.device | str) -> NeighbourGraph:
        """The graph on another device."""
        return NeighbourGraph(self.ids.to(device), self.weights.to(device), self.content.to(device))


def token_texts(tokenizer: Any, size: int) -> list[str | None]:
    """The text of each token id of a table with `size` rows; None for a row that no token uses.

    Raises UserError where the tokenizer has tokens that the table lacks.
    """
    count = len(tokenizer)
    if count > size:
        raise UserError(
            "The tokenizer has {count} tokens but the model only {size}: they do not belong together. "
            "Use the tokenizer files that came with the model.",
            count=count,
            size=size,
        )
    texts = tokenizer.batch_decode([[i] for i in range(count)], clean_up_tokenization_spaces=False)
    return [*texts, *[None] * (size - count)]


def content_mask(tokenizer: Any, config: Any, texts: Sequence[str | None]) -> torch.Tensor:
    """(size,) bool, true for content tokens among `token_texts`: rules that hold for any tokenizer.

    Left out: special and added tokens; every id that a `*token_id` or `*token_index` of the config names, at any
    depth; rows no token uses; `<...>` markers; blank and control text; fragments of characters (U+FFFD). Special and
    marker tokens sit close to everything in an embedding table: as neighbours they would become hubs.
    """
    size = len(texts)
    pieces = tokenizer.convert_ids_to_tokens(list(range(len(tokenizer))))
    content = [
        text is not None and _is_content(text) and not _MARKER.fullmatch(str(piece))
        for text, piece in zip(texts, [*pieces, *[""] * (size - len(pieces))], strict=True)
    ]
    excluded = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values()}
    excluded.update(_named_tokens(config.to_dict() if hasattr(config, "to_dict") else config))
    for token in excluded:
        if 0 <= token < size:
            content[token] = False
    return torch.tensor(content)


def protected_mask(texts: Sequence[str | None]) -> torch.Tensor:
    """(size,) bool, true for `token_texts` that safe mode leaves alone: digits, JSON structure, the words of absence.

    The neighbours of a digit are other digits, so re-scoring would move coordinates; "[]" or "null" against "[{"
    decides whether there is a box at all.
    """
    return torch.tensor([text is not None and _is_protected(text) for text in texts])


def _is_content(text: str) -> bool:
    if "\ufffd" in text or _MARKER.fullmatch(text.strip()):
        return False
    return any(not c.isspace() and not unicodedata.category(c).startswith("C") for c in text)


def _is_protected(text: str) -> bool:
    if any(c in _STRUCTURE or c.isdigit() for c in text):
        return True
    return text.strip().lower() in _ABSENCE


def _named_tokens(config: Any) -> Iterator[int]:
    """Every id under a key such as image_token_id, eos_token_id, boi_token_index, at any depth of the config."""
    if isinstance(config, dict):
        for key, value in config.items():
            if re.search(r"token_(id|index)(s|es)?$", str(key)):
                yield from _integers(value)
            else:
                yield from _named_tokens(value)
    elif isinstance(config, list | tuple):
        for value in config:
            yield from _named_tokens(value)


def _integers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, Iterable) and not isinstance(value, str | dict):
        for item in value:
            yield from _integers(item)


def build_graph(
    table: torch.Tensor,
    content: torch.Tensor,
    k: int,
    on_progress: Callable[[float], None] = lambda fraction: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> NeighbourGraph:
    """Find the exact cosine neighbours in an embedding table, on the table's device; the graph is on the CPU.

    Similarities are found in float32, each pair of tokens once, a block at a time, and the best are ranked again in
    float64; equal ones go to the lower id. Unit vectors are made a block at a time, and so never lie in memory as a
    float32 copy of the table.

    Args:
        table: (V, d). Rows of zeros are no content.
        content: (V,) bool, the tokens to join (`content_mask`).
        k: neighbours a token, itself included.
        on_progress: gets 0..1.
        should_stop: looked at every tenth of a second or so.

    Raises:
        StoppedError: when should_stop() turns true.
        UserError: for K below 1 or a table that holds NaN or infinity.
    """
    if k < 1:
        raise UserError("k is {k}: give 1 or more neighbours (1 equals greedy).", k=k)
    size = table.shape[0]
    if content.shape != (size,):
        raise UserError(
            "The content mask has {numel} entries but the embedding table {size} rows.",
            numel=content.numel(),
            size=size,
        )
    with torch.inference_mode():
        norms = _norms(table)
        content = content.cpu() & (norms.cpu() > 0)
        ids = torch.arange(size).repeat(k, 1).T.contiguous()
        weights = torch.zeros(size, k)
        weights[:, 0] = 1.0
        rows = content.nonzero().squeeze(1)
        wanted = min(k, len(rows)) - 1
        if wanted > 0:
            units = _Units(table, norms, rows.to(table.device))
            for here, best, similarity in _nearest(units, wanted, on_progress, should_stop):
                ids[rows[here], 1 : wanted + 1] = rows[best]
                weights[rows[here], 1 : wanted + 1] = similarity
    # float16 is what the cache file holds: round now, so that a cached graph and a fresh one are the same.
    return NeighbourGraph(ids, weights.half().float(), content)


class _Units:
    """The unit vectors of some rows of a table, float32, made when they are asked for."""

    def __init__(self, table: torch.Tensor, norms: torch.Tensor, rows: torch.Tensor) -> None:
        self._table, self._norms, self._rows = table, norms, rows
        self.device = table.device
        self.shape = (len(rows), table.shape[1])

    def at(self, places: slice | torch.Tensor) -> torch.Tensor:
        """(..., d), those at some places."""
        rows = self._rows[places]
        # Indexing has copied: the table stays as it is.
        return self._table[rows].float().div_(self._norms[rows].unsqueeze(-1))


def _norms(table: torch.Tensor) -> torch.Tensor:
    """(V,) float32 row lengths, a slab of rows at a time to spare memory."""
    norms = torch.cat([rows.float().norm(dim=1) for rows in table.split(_ROWS_MEASURED)])
    if not bool(norms.isfinite().all()):
        raise UserError(
            "The model's embedding table holds values that are not numbers: its files are damaged. "
            "Copy or download the model again, or choose greedy decoding."
        )
    return norms


def _nearest(
    units: _Units, wanted: int, on_progress: Callable[[float], None], should_stop: Callable[[], bool]
) -> Iterator[tuple[slice, torch.Tensor, torch.Tensor]]:
    """For all units (n, d), some at a time: which, then the places and max(0, cosine) of the nearest others."""
    count, width = units.shape
    smallest, largest = _BLOCK_SIDES
    side = min(max(smallest, int((_BLOCK_WORK[units.device.type] / width) ** 0.5)), largest)
    blocks = [slice(start, min(start + side, count)) for start in range(0, count, side)]
    best = _Best(count, min(wanted + _SPARE, count - 1), units.device)
    for number, here in enumerate(blocks):
        these = units.at(here)
        for other in blocks[number:]:
            if should_stop():
                raise StoppedError
            similarity = these @ (these if other is here else units.at(other)).T
            if other is here:
                similarity.fill_diagonal_(-torch.inf)
            else:
                best.take(other, similarity.T, here.start)
            best.take(here, similarity, other.start)
        yield here, *_ranked(units, these, best.places[here], wanted)
        left = (len(blocks) - number - 1) / len(blocks)
        on_progress(1 - left * left)


class _Best:
    """The most similar of what every row was compared with so far."""

    def __init__(self, rows: int, keep: int, device: torch.device) -> None:
        self.similarities = torch.full((rows, keep), -torch.inf, device=device)
        self.places = torch.zeros(rows, keep, dtype=torch.long, device=device)

    def take(self, rows: slice, similarity: torch.Tensor, first: int) -> None:
        """Rows are compared with a block, similarity (rows, block), whose first place is `first`."""
        known, places = self.similarities[rows], self.places[rows]
        # Later blocks hold nothing new for most rows.
        news = (similarity.amax(dim=1) > known[:, -1]).nonzero().squeeze(1)
        keep = known.shape[1]
        found = similarity[news].topk(min(keep, similarity.shape[1]), dim=1)
        merged = torch.cat([known[news], found.values], dim=1).topk(keep, dim=1)
        known[news] = merged.values
        places[news] = torch.cat([places[news], found.indices + first], dim=1).gather(1, merged.indices)


def _ranked(
    units: _Units, these: torch.Tensor, candidates: torch.Tensor, wanted: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The best `wanted` of each row's candidates, by cosine in float64, then by place: places and max(0, cosine)."""
    near = candidates.sort(dim=1).values
    # MPS has no float64.
    precise = torch.float32 if units.device.type == "mps" else torch.float64
    # Pieces kept one by one would lie between what was freed, and a heap with such gaps grows by 0.7 GB.
    exact = torch.empty(near.shape, dtype=precise, device=units.device)
    for into, some, others in zip(*(whole.split(_ROWS_RERANKED) for whole in (exact, these, near)), strict=True):
        into.copy_(torch.einsum("rd,rkd->rk", some.to(precise), units.at(others).to(precise)))
    order = exact.sort(dim=1, descending=True, stable=True).indices[:, :wanted]
    return near.gather(1, order).cpu(), exact.gather(1, order).clamp(0, 1).float().cpu()


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
