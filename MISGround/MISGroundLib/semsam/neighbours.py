"""The neighbour graph: for each content token its nearest content tokens by cosine in the model's embedding table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch

from MISGroundLib.errors import StoppedError, UserError

# Multiply-adds of a block of similarities: about a tenth of a second, so that progress is smooth and cancel is prompt.
_BLOCK_WORK = {"cpu": 1e10, "cuda": 2e12, "mps": 2e11}
_BLOCK_SIDES = (16, 4096)  # rows; the largest for the sake of memory
_SPARE = 8
_ROWS_RERANKED = 64
_ROWS_COPIED = 8192


@dataclass(frozen=True)
class NeighbourGraph:
    """The K nearest content tokens of each token, itself first.

    ids: (V, K) int64. weights: (V, K) float32, max(0, cosine) as float16 keeps it; exactly 1 for the token itself, 0
    where there are fewer than K. content: (V,) bool. A row of a token that is no content holds only itself.
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


def build_graph(
    table: torch.Tensor,
    content: torch.Tensor,
    k: int,
    on_progress: Callable[[float], None] = lambda fraction: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> NeighbourGraph:
    """Exact cosine neighbours of an embedding table (V, d), on the table's device; the graph is on the CPU.

    Similarities are found in float32, each pair of tokens once, a block at a time, and the best are ranked again in
    float64; equal ones go to the lower id. Rows of zeros are no content. Takes the memory of one float32 copy of the
    content rows, and little more. on_progress gets 0..1. Raises StoppedError when should_stop() turns true, and
    UserError for K below 1 or a table that holds NaN or infinity.
    """
    if k < 1:
        raise UserError(f"k is {k}: give 1 or more neighbours (1 equals greedy).")
    size = table.shape[0]
    if content.shape != (size,):
        raise UserError(f"The content mask has {content.numel()} entries but the embedding table {size} rows.")
    with torch.inference_mode():
        norms = _norms(table)
        content = content.cpu() & (norms.cpu() > 0)
        ids = torch.arange(size).repeat(k, 1).T.contiguous()
        weights = torch.zeros(size, k)
        weights[:, 0] = 1.0
        rows = content.nonzero().squeeze(1)
        wanted = min(k, len(rows)) - 1
        if wanted > 0:
            for here, best, similarity in _nearest(_units(table, norms, rows), wanted, on_progress, should_stop):
                ids[rows[here], 1 : wanted + 1] = rows[best]
                weights[rows[here], 1 : wanted + 1] = similarity
    # float16 is what the cache file holds: round now, so that a cached graph and a fresh one are the same.
    return NeighbourGraph(ids, weights.half().float(), content)


def _units(table: torch.Tensor, norms: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """(n, d) float32: the unit vectors of some rows of a table."""
    units = torch.empty(len(rows), table.shape[1], device=table.device)
    for into, some in zip(units.split(_ROWS_COPIED), rows.to(table.device).split(_ROWS_COPIED), strict=True):
        torch.div(table[some].float(), norms[some].unsqueeze(1), out=into)
    return units


def _norms(table: torch.Tensor) -> torch.Tensor:
    """(V,) float32 row lengths, a slab of rows at a time to spare memory."""
    norms = torch.cat([rows.float().norm(dim=1) for rows in table.split(16384)])
    if not bool(norms.isfinite().all()):
        raise UserError(
            "The model's embedding table holds values that are not numbers: its files are damaged. "
            "Copy or download the model again, or choose greedy decoding."
        )
    return norms


def _nearest(
    units: torch.Tensor, wanted: int, on_progress: Callable[[float], None], should_stop: Callable[[], bool]
) -> Iterator[tuple[slice, torch.Tensor, torch.Tensor]]:
    """For all rows of units (n, d), some at a time: which, then the places and max(0, cosine) of the nearest others."""
    count, width = units.shape
    smallest, largest = _BLOCK_SIDES
    side = min(max(smallest, int((_BLOCK_WORK[units.device.type] / width) ** 0.5)), largest)
    blocks = [slice(start, min(start + side, count)) for start in range(0, count, side)]
    best = _Best(count, min(wanted + _SPARE, count - 1), units.device)
    for number, here in enumerate(blocks):
        for other in blocks[number:]:
            if should_stop():
                raise StoppedError
            similarity = units[here] @ units[other].T
            if other is here:
                similarity.fill_diagonal_(-torch.inf)
            else:
                best.take(other, similarity.T, here.start)
            best.take(here, similarity, other.start)
        yield here, *_ranked(units, here, best.places[here], wanted)
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
    units: torch.Tensor, here: slice, candidates: torch.Tensor, wanted: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The best `wanted` of each row's candidates, by cosine in float64, then by place: places and max(0, cosine)."""
    near = candidates.sort(dim=1).values
    # MPS has no float64.
    precise = torch.float32 if units.device.type == "mps" else torch.float64
    exact = torch.cat(
        [
            torch.einsum("rd,rkd->rk", some.to(precise), units[others].to(precise))
            for some, others in zip(units[here].split(_ROWS_RERANKED), near.split(_ROWS_RERANKED), strict=True)
        ]
    )
    order = exact.sort(dim=1, descending=True, stable=True).indices[:, :wanted]
    return near.gather(1, order).cpu(), exact.gather(1, order).clamp(0, 1).float().cpu()
