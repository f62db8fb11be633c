"""The neighbour graph: for each content token its nearest content tokens by cosine in the model's embedding table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from MISGroundLib.errors import StoppedError, UserError

# Multiply-adds of one chunk of rows: about a tenth of a second, so that progress is smooth and cancel is prompt.
_CHUNK_WORK = {"cpu": 1e10, "cuda": 2e12, "mps": 2e11}
_SPARE = 8
_ROWS_RERANKED = 64


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

    Similarities are found in float32, a chunk of rows at a time, and the best are ranked again in float64; equal ones
    go to the lower id. Rows of zeros are no content. on_progress gets 0..1. Raises StoppedError when should_stop()
    turns true, and UserError for K below 1 or a table that holds NaN or infinity.
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
            unit = table[rows.to(table.device)].float() / norms[rows.to(table.device)].unsqueeze(1)
            chunk = int(min(1024, max(16, _CHUNK_WORK[table.device.type] // (len(rows) * table.shape[1]))))
            for start in range(0, len(rows), chunk):
                if should_stop():
                    raise StoppedError
                best, similarity = _nearest(unit, start, min(start + chunk, len(rows)), wanted)
                here = rows[start : start + chunk]
                ids[here, 1 : wanted + 1] = rows[best]
                weights[here, 1 : wanted + 1] = similarity
                on_progress(min(1.0, (start + chunk) / len(rows)))
    # float16 is what the cache file holds: round now, so that a cached graph and a fresh one are the same.
    return NeighbourGraph(ids, weights.half().float(), content)


def _norms(table: torch.Tensor) -> torch.Tensor:
    """(V,) float32 row lengths, a slab of rows at a time to spare memory."""
    norms = torch.cat([rows.float().norm(dim=1) for rows in table.split(16384)])
    if not bool(norms.isfinite().all()):
        raise UserError(
            "The model's embedding table holds values that are not numbers: its files are damaged. "
            "Copy or download the model again, or choose greedy decoding."
        )
    return norms


def _nearest(unit: torch.Tensor, start: int, stop: int, wanted: int) -> tuple[torch.Tensor, torch.Tensor]:
    """For rows start..stop of unit vectors (n, d): places and max(0, cosine) of the nearest others, (rows, wanted)."""
    similarity = unit[start:stop] @ unit.T
    own = torch.arange(start, stop, device=unit.device)
    similarity[torch.arange(stop - start, device=unit.device), own] = -torch.inf
    near = similarity.topk(min(wanted + _SPARE, unit.shape[0] - 1), dim=1).indices.sort(dim=1).values
    # MPS has no float64.
    precise = torch.float32 if unit.device.type == "mps" else torch.float64
    exact = torch.cat(
        [
            torch.einsum("rd,rkd->rk", unit[some].to(precise), unit[candidates].to(precise))
            for some, candidates in zip(own.split(_ROWS_RERANKED), near.split(_ROWS_RERANKED), strict=True)
        ]
    )
    order = exact.sort(dim=1, descending=True, stable=True).indices[:, :wanted]
    return near.gather(1, order).cpu(), exact.gather(1, order).clamp(0, 1).float().cpu()
