"""The command line of a vLLM server for a model, with semantic sampling: the graph's file written, the words exact."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from MISGroundLib.errors import UserError
from MISGroundLib.semsam.graph_file import ServedGraph, write_served_graph
from MISGroundLib.semsam.serving import CONFIG
from MISGroundLib.vlm.decoding import prepare_decoding
from MISGroundLib.vlm.loading import load

if TYPE_CHECKING:
    from MISGroundLib.settings import Decoding

CLASS = "MISGroundLib.semsam.serving:SemSamLogitsProcessor"


def write_graph_of(
    model: str,
    decoding: Decoding,
    file: Path,
    device: str = "auto",
    allow_download: bool = False,
    on_progress: Callable[[float], None] = lambda fraction: None,
) -> None:
    """Make a model's graph and write it to serve with. Raises UserError as `load`."""
    loaded = load(model, device, allow_download)
    prepare_decoding(loaded, decoding, on_progress)
    assert loaded.protected is not None
    graph = loaded.graphs[decoding.graph_key].to("cpu")
    about = f"{loaded.info['name']} {loaded.info['revision']}"
    write_served_graph(file, ServedGraph(graph, loaded.protected.cpu(), about))


def serve_command(
    model: str, graph: Path, gpus: int = 1, machines: int = 1, default: str = "safe", port: int = 8000
) -> str:
    """What to type. gpus: on each machine; machines: of a Ray cluster that is up. Raises UserError below 1."""
    if gpus < 1 or machines < 1:
        raise UserError("A server needs at least 1 GPU on at least 1 machine.")
    words = ["vllm", "serve", model, "--host", "127.0.0.1", "--port", str(port)]
    words += ["--logits-processors", CLASS]
    words += ["--additional-config", json.dumps({CONFIG: {"graph": str(graph), "default": default}})]
    if gpus > 1:
        words += ["--tensor-parallel-size", str(gpus)]
    if machines > 1:
        words += ["--pipeline-parallel-size", str(machines), "--distributed-executor-backend", "ray"]
    return shlex.join(words)
