"""The neighbour graph of a large vocabulary: `python benchmarks/graph_build.py [--rows N] [--width D] [--out FOLDER]`.

A random table of the size of Qwen3-VL-2B's (151,936 x 2,048, bfloat16), all of it content, K = 16: seconds, memory
beside the table, and recall of sampled rows against brute force in float32 and float64. Exit status 1 where it takes
12 minutes or more, or 2 GB or more beside the model, or misses one neighbour. On a GPU with --device cuda (10 s).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import threading
import time
from pathlib import Path

import torch
from machine import machine

from MISGroundLib.semsam.graph import build_graph

K, SAMPLED = 16, 256
MOST_SECONDS = {"cpu": 720.0, "cuda": 10.0}
MOST_GB = 2.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=151_936)
    parser.add_argument("--width", type=int, default=2048)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    arguments = parser.parse_args()
    torch.manual_seed(0)
    device = torch.device(arguments.device)
    table = clustered(arguments.rows, arguments.width).to(device)
    before = Memory(device)
    began = time.perf_counter()
    shown = threading.Event()
    graph = build_graph(table, torch.ones(len(table), dtype=torch.bool), K, lambda share: report(share, began, shown))
    seconds, used = time.perf_counter() - began, before.grown()
    right = recall(table, graph.ids)
    print(f"{seconds:.0f} s, {used:.2f} GB beside the table, recall {100 * right:.2f} % on {SAMPLED} rows")
    arguments.out.mkdir(parents=True, exist_ok=True)
    result = {
        "command": " ".join(["python", *sys.argv]),
        "machine": machine(),
        "rows": arguments.rows,
        "width": arguments.width,
        "k": K,
        "seconds": round(seconds, 1),
        "gb_beside_the_table": round(used, 2),
        "recall": right,
        "sampled_rows": SAMPLED,
    }
    file = arguments.out / f"graph-build-{device.type}.json"
    file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if seconds < MOST_SECONDS[device.type] and used < MOST_GB and right == 1 else 1


def clustered(rows: int, width: int) -> torch.Tensor:
    """A table with near neighbours, as a vocabulary has: points round fewer centres."""
    centres = torch.randn(max(1, rows // 24), width)
    table = torch.empty(rows, width, dtype=torch.bfloat16)
    for some in torch.arange(rows).split(8192):
        table[some] = (centres[torch.randint(len(centres), (len(some),))] + torch.randn(len(some), width)).bfloat16()
    return table


def recall(table: torch.Tensor, ids: torch.Tensor) -> float:
    """The share of the K nearest, by brute force in float64, that the graph holds."""
    sampled = torch.randperm(len(table))[:SAMPLED].to(table.device)
    rows = torch.nn.functional.normalize(table[sampled].double(), dim=1)
    parts = [torch.nn.functional.normalize(part.double(), dim=1) @ rows.T for part in table.split(8192)]
    cosines = torch.cat(parts).T
    cosines[torch.arange(SAMPLED), sampled] = torch.inf
    nearest = cosines.topk(K, dim=1).indices.tolist()
    found = sum(len(set(near) & set(ids[row].tolist())) for near, row in zip(nearest, sampled.tolist(), strict=True))
    return found / (K * SAMPLED)


class Memory:
    """How far the most memory that was ever in use has grown."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._before = self._most()

    def grown(self) -> float:
        """GB."""
        return self._most() - self._before

    def _most(self) -> float:
        if self._device.type == "cuda":
            return torch.cuda.max_memory_allocated() / 1e9
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def report(share: float, began: float, shown: threading.Event) -> None:
    """A line at the end of the first twentieth, so that nobody waits in the dark."""
    if share > 0.05 and not shown.is_set():
        shown.set()
        print(f"about {(time.perf_counter() - began) / share:.0f} s in all", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
