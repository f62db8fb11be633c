"""The neighbour graph on disk, so that minutes of work on a large vocabulary are done once for a model."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from MISGroundLib.files import PrivateFolder
from MISGroundLib.semsam.neighbours import NeighbourGraph, build_graph

FORMAT = "1"
# Below this many rows the graph takes less time to make than to keep.
SMALL_VOCABULARY = 8192

log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """MISGROUND_CACHE, or `misground` in the user's cache folder. Not created."""
    if chosen := os.environ.get("MISGROUND_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "misground"


def cached_graph(
    table: torch.Tensor,
    content: torch.Tensor,
    k: int,
    on_progress: Callable[[float], None] = lambda fraction: None,
    should_stop: Callable[[], bool] = lambda: False,
    folder: Path | None = None,
) -> NeighbourGraph:
    """`build_graph`, or its result from the cache.

    A file that is damaged or foreign is built again, and the log says so. A cache that cannot be written (full disk,
    read-only folder) costs the next run time, nothing else.
    """
    if table.shape[0] < SMALL_VOCABULARY:
        return build_graph(table, content, k, on_progress, should_stop)
    key = graph_key(table, content, k)
    path = (folder or cache_folder()) / f"neighbours-{key[:24]}.safetensors"
    if path.exists():
        try:
            return read_graph(path, key)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            log.warning("The neighbour cache %s cannot be used (%s): building it again.", path, error)
    graph = build_graph(table, content, k, on_progress, should_stop)
    try:
        write_graph(path, graph, key)
    except (OSError, SafetensorError) as error:
        log.warning("The neighbour cache %s cannot be written (%s): the next start will build it again.", path, error)
    return graph


def graph_key(table: torch.Tensor, content: torch.Tensor, k: int) -> str:
    """SHA-256 over all that decides a graph: the table's type, shape and bytes, the content mask, K."""
    digest = hashlib.sha256(f"{FORMAT} {table.dtype} {tuple(table.shape)} {k}".encode())
    for rows in table.detach().split(16384):
        digest.update(_bytes(rows))
    digest.update(_bytes(content))
    return digest.hexdigest()


def write_graph(path: Path, graph: NeighbourGraph, key: str) -> None:
    """Write a graph, whole or not at all. Raises OSError."""
    tensors = {"ids": graph.ids.int(), "weights": graph.weights.half(), "content": graph.content.byte()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with PrivateFolder(".writing-", path.parent) as folder:
        temporary = folder / path.name
        save_file(tensors, temporary, metadata={"key": key, "digest": _digest(tensors)})
        os.replace(temporary, path)


def read_graph(path: Path, key: str) -> NeighbourGraph:
    """Read a graph and check it, every byte. Raises OSError, ValueError, KeyError or SafetensorError."""
    with safe_open(path, framework="pt") as file:
        tensors = {name: file.get_tensor(name).clone() for name in ("ids", "weights", "content")}
        metadata = file.metadata() or {}
    if metadata.get("key") != key:
        raise ValueError("it belongs to another model")
    if metadata.get("digest") != _digest(tensors):
        raise ValueError("it is damaged")
    return NeighbourGraph(tensors["ids"].long(), tensors["weights"].float(), tensors["content"].bool())


def _digest(tensors: dict[str, torch.Tensor]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(_bytes(tensors[name]))
    return digest.hexdigest()


def _bytes(tensor: torch.Tensor) -> bytes:
    return tensor.detach().cpu().contiguous().view(torch.uint8).numpy().tobytes()
