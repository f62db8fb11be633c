"""A neighbour graph as one file to serve with: the graph, what safe mode leaves alone, and of which model it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from MISGroundLib.errors import UserError
from MISGroundLib.files import replaced
from MISGroundLib.semsam.neighbours import NeighbourGraph

KIND = "misground served graph 1"


@dataclass(frozen=True)
class ServedGraph:
    """protected: (V,) bool, what safe mode leaves alone. model: name and revision, for people."""

    graph: NeighbourGraph
    protected: torch.Tensor
    model: str


def write_served_graph(path: Path, served: ServedGraph) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    tensors = {
        "ids": served.graph.ids.int().contiguous(),
        "weights": served.graph.weights.half().contiguous(),
        "content": served.graph.content.byte(),
        "protected": served.protected.byte(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        save_file(tensors, temporary, metadata={"kind": KIND, "model": served.model})


def read_served_graph(path: Path) -> ServedGraph:
    """Read such a file. Raises UserError where it is absent, damaged or something else."""
    remedy = "Write it with `misground serve-args MODEL --graph-file FILE`."
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in ("ids", "weights", "content", "protected")}
    except (OSError, SafetensorError) as error:
        raise UserError(f"The neighbour graph {path} cannot be read ({error}). {remedy}") from error
    size = tensors["content"].shape[0]
    whole = tensors["ids"].shape == tensors["weights"].shape and tensors["ids"].shape[0] == size
    if metadata.get("kind") != KIND or not whole or tensors["protected"].shape != (size,):
        raise UserError(f"{path} is no neighbour graph to serve with. {remedy}")
    if tensors["ids"].min() < 0 or tensors["ids"].max() >= size:
        raise UserError(f"The neighbour graph {path} is damaged. {remedy}")
    graph = NeighbourGraph(tensors["ids"].long(), tensors["weights"].float(), tensors["content"].bool())
    return ServedGraph(graph, tensors["protected"].bool(), metadata.get("model", ""))
