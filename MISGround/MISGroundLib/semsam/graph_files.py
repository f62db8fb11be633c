"""Neighbour graphs on the disk: the cache of a computer, and the file that a vLLM server reads, with its command line.

A large vocabulary's graph takes minutes to make. Nothing of vLLM is imported here.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from MISGroundLib.errors import UserError
from MISGroundLib.files import PrivateFolder, replaced
from MISGroundLib.semsam.graph import NeighbourGraph, build_graph

FORMAT = "1"
# Below this many rows the graph takes less time to make than to keep.
SMALL_VOCABULARY = 8192
SERVED_FORMAT = "misground served graph 2"
# vLLM's: the class that it loads, and the key of our settings in its --additional-config.
SERVING_CLASS = "MISGroundLib.semsam.serving:SemSamLogitsProcessor"
SERVING_CONFIG = "misground_semsam"
_WRITE_IT = "Write it with `misground serve-args MODEL --graph-file FILE`."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class GraphOrigin:
    """What decides a served graph.

    Attributes:
        model: the name that it was made by: a folder or a hub id.
        revision: the hub's commit, or a hash of the weights.
        k: neighbours of a token, itself included.
        options: of the graph (`Decoding.graph`).
    """

    model: str
    revision: str
    k: int
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        """For people."""
        options = "".join(f", {option}" for option in self.options)
        return f"{self.model} {self.revision} with {self.k} neighbours{options}"


@dataclass(frozen=True)
class ServedGraph:
    """A graph to serve with.

    Attributes:
        graph: the graph.
        protected: (V,) bool, what safe mode leaves alone.
        origin: what it was made of.
    """

    graph: NeighbourGraph
    protected: torch.Tensor
    origin: GraphOrigin


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
    tensors = _packed(graph)
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
    return _unpacked(tensors)


def write_served_graph(path: Path, served: ServedGraph) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    tensors = {**_packed(served.graph), "protected": served.protected.byte()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        save_file(tensors, temporary, metadata={"kind": SERVED_FORMAT, "origin": json.dumps(asdict(served.origin))})


def read_origin(path: Path) -> GraphOrigin:
    """What such a file was made of; no tensor is read. Raises UserError as `read_served_graph`."""
    with _served_file(path) as (_, origin):
        return origin


def read_served_graph(path: Path) -> ServedGraph:
    """Read such a file. Raises UserError where it is absent, damaged or something else."""
    with _served_file(path) as (file, origin):
        tensors = {name: file.get_tensor(name) for name in ("ids", "weights", "content", "protected")}
    size = tensors["content"].shape[0]
    whole = tensors["ids"].shape == tensors["weights"].shape and tensors["ids"].shape[0] == size
    if not whole or tensors["protected"].shape != (size,) or tensors["ids"].min() < 0 or tensors["ids"].max() >= size:
        raise UserError(
            "The neighbour graph {path} is damaged. Write it with `misground serve-args MODEL --graph-file FILE`.",
            path=path,
        )
    return ServedGraph(_unpacked(tensors), tensors["protected"].bool(), origin)


@contextmanager
def _served_file(path: Path) -> Iterator[tuple[Any, GraphOrigin]]:
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            if metadata.get("kind") != SERVED_FORMAT:
                raise UserError(
                    "{path} is no neighbour graph to serve with, or an older version's. "
                    "Write it with `misground serve-args MODEL --graph-file FILE`.",
                    path=path,
                )
            about = json.loads(metadata["origin"])
            yield file, GraphOrigin(**{**about, "options": tuple(about["options"])})
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            "The neighbour graph {path} cannot be read ({error}). "
            "Write it with `misground serve-args MODEL --graph-file FILE`.",
            path=path,
            error=error,
        ) from error


def check_origin(path: Path, wanted: GraphOrigin) -> GraphOrigin:
    """The origin of the graph in a file. Raises UserError where it is not the wanted one.

    wanted: an empty revision where the model is not on this computer: then its name has to be the same. Where there is
    one it decides, since it stands for the weights: a folder may have been moved.
    """
    found = read_origin(path)
    is_same = found.revision == wanted.revision if wanted.revision else found.model == wanted.model
    if is_same and (found.k, found.options) == (wanted.k, wanted.options):
        return found
    raise UserError(
        "{path} is the graph of {found}, and you ask for {wanted}. Give another --graph-file, or delete this one.",
        path=path,
        found=found,
        wanted=wanted,
    )


def check_command_line(words: Sequence[str]) -> None:
    """Raise UserError where a `vllm` command names a graph file that cannot be used.

    vLLM makes its logits processors after the model has loaded, which takes minutes; the words of its own command are
    known before.
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        option, _, value = word.partition("=")
        if option != "--additional-config":
            continue
        try:
            graph = json.loads(value or following)[SERVING_CONFIG]["graph"]
        except (ValueError, KeyError, TypeError):
            return  # vLLM, or the class, says what is wrong
        read_origin(Path(graph))


def check_scale(gpus: int, machines: int) -> None:
    """Raise UserError below 1 GPU or machine."""
    if gpus < 1 or machines < 1:
        raise UserError("A server needs at least 1 GPU on at least 1 machine.")


def serve_command(
    model: str,
    graph: Path,
    gpus: int = 1,
    machines: int = 1,
    default: str = "safe",
    port: int = 8000,
    revision: str = "",
) -> str:
    """What to type, from whatever folder.

    Args:
        model: a folder or a hub id.
        graph: the file of its graph, on the server.
        gpus: on each machine.
        machines: of a Ray cluster that is up.
        default: semsam of a request that says nothing.
        port: on 127.0.0.1.
        revision: of a hub id, the commit that the graph is of.
    """
    words = ["vllm", "serve", model, "--host", "127.0.0.1", "--port", str(port)]
    if revision:
        words += ["--revision", revision]
    # Else the model's own repetition penalty and the like would change the answers of who names none.
    words += ["--generation-config", "vllm", "--logits-processors", SERVING_CLASS]
    ours = {"graph": os.path.abspath(graph), "default": default}
    words += ["--additional-config", json.dumps({SERVING_CONFIG: ours})]
    if gpus > 1:
        words += ["--tensor-parallel-size", str(gpus)]
    if machines > 1:
        words += ["--pipeline-parallel-size", str(machines), "--distributed-executor-backend", "ray"]
    return shlex.join(words)


def _packed(graph: NeighbourGraph) -> dict[str, torch.Tensor]:
    """A graph as a file holds it: ids int32, weights float16, content one byte each."""
    ids, weights = graph.ids.int().contiguous(), graph.weights.half().contiguous()
    return {"ids": ids, "weights": weights, "content": graph.content.byte()}


def _unpacked(tensors: dict[str, torch.Tensor]) -> NeighbourGraph:
    return NeighbourGraph(tensors["ids"].long(), tensors["weights"].float(), tensors["content"].bool())


def _digest(tensors: dict[str, torch.Tensor]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(_bytes(tensors[name]))
    return digest.hexdigest()


def _bytes(tensor: torch.Tensor) -> bytes:
    return tensor.detach().cpu().contiguous().view(torch.uint8).numpy().tobytes()
