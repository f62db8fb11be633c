"""What a step of semantic sampling costs: `python benchmarks/semsam_cost.py [--quick] [--out FOLDER]`.

Beside it in one process, turn by turn: transformers' own top-k and top-p warpers with the same M and p, on the same
logits, at the vocabulary of Qwen3-VL (151,936), one and eight rows, one thread. Medians of 30 turns. --quick: that
alone, with exit status 1 where semantic sampling is less than 5 times as cheap, or takes more than 3 ms a row. Else
also the cost against vocabulary size and K, as a picture and as JSON in --out.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from transformers import LogitsProcessorList, TopKLogitsWarper, TopPLogitsWarper

from MISGroundLib.semsam.graph import NeighbourGraph
from MISGroundLib.semsam.rule import SemSamProcessor

VOCABULARY, TOP_M, TOP_P, K = 151_936, 8, 0.95, 16
TURNS, LEAST_RATIO, MOST_MS = 30, 5.0, 3.0


def random_graph(size: int, k: int) -> NeighbourGraph:
    """A graph of the right shape; which tokens are neighbours does not change the cost."""
    ids = torch.randint(size, (size, k))
    ids[:, 0] = torch.arange(size)
    weights = torch.rand(size, k).sort(dim=1, descending=True).values
    weights[:, 0] = 1.0
    return NeighbourGraph(ids, weights, torch.ones(size, dtype=torch.bool))


def medians(steps: dict[str, Callable[[torch.Tensor], object]], rows: int, size: int) -> dict[str, float]:
    """Median milliseconds of each step, turn by turn on the same logits (rows, size), fresh every turn."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for turn in range(TURNS + 3):
        logits = torch.randn(rows, size) * 3
        for name, step in steps.items():
            own = logits.clone()
            began = time.perf_counter()
            step(own)
            if turn >= 3:
                taken[name].append(1000 * (time.perf_counter() - began))
    return {name: statistics.median(values) for name, values in taken.items()}


def compare(rows: int, size: int = VOCABULARY, k: int = K) -> dict[str, float]:
    """Milliseconds a step of the rule and of the warpers."""
    prompt = torch.zeros(rows, 1, dtype=torch.long)
    prompt[:, 0] = torch.arange(rows)
    rule = SemSamProcessor(random_graph(size, k), TOP_M, TOP_P)
    warpers = LogitsProcessorList([TopKLogitsWarper(TOP_M), TopPLogitsWarper(TOP_P)])
    return medians({"semsam": lambda own: rule(prompt, own), "warpers": lambda own: warpers(prompt, own)}, rows, size)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    good = True
    measured = {}
    print("| rows | SemSam, ms | top-k and top-p, ms | times as cheap |\n| ---: | ---: | ---: | ---: |")
    for rows in (1, 8):
        cost = compare(rows)
        ratio = cost["warpers"] / cost["semsam"]
        good &= ratio >= LEAST_RATIO and cost["semsam"] / rows <= MOST_MS
        measured[rows] = {**cost, "ratio": ratio}
        print(f"| {rows} | {cost['semsam']:.2f} | {cost['warpers']:.2f} | {ratio:.1f} |")
    if not arguments.quick:
        sizes = {size: compare(1, size) for size in (8_192, 32_768, 65_536, VOCABULARY, 262_144)}
        widths = {k: compare(1, k=k)["semsam"] for k in (1, 4, 16, 64)}
        write(arguments.out, {"rows": measured, "vocabulary": sizes, "k": widths})
    return 0 if good else 1


def write(out: Path, measured: dict[str, dict]) -> None:
    """Figures with the machine and the command, and a picture."""
    from matplotlib.figure import Figure

    machine = {"processor": platform.processor() or platform.machine(), "torch": torch.__version__, "threads": 1}
    out.mkdir(parents=True, exist_ok=True)
    result = {"command": " ".join(["python", *sys.argv]), "machine": machine, **measured}
    (out / "semsam-cost.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    figure = Figure(figsize=(9, 3.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    for name, label in (("semsam", "semantic sampling"), ("warpers", "transformers' top-k and top-p")):
        left.plot(
            list(measured["vocabulary"]), [cost[name] for cost in measured["vocabulary"].values()], "o-", label=label
        )
    left.set(xlabel="vocabulary", ylabel="ms a step, one row", xscale="log", yscale="log")
    left.legend(fontsize=8)
    right.plot(list(measured["k"]), list(measured["k"].values()), "o-")
    right.set(xlabel="K, neighbours a token", ylabel="ms a step, one row", xscale="log", ylim=(0, None))
    figure.savefig(out / "semsam-cost.png", dpi=110)


if __name__ == "__main__":
    sys.exit(main())
