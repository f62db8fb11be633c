"""What different settings in one batch cost a server: `python benchmarks/serving_cost.py [--name after] [--out FILE]`.

The serving plug-in's rule alone (no vLLM), on 16 rows of the vocabulary of Qwen3-VL (151,936), with 1 to 16 different
settings among them: medians of the runs below, CPU time of one thread. The figures are put under --name in FILE, so
that two versions stand side by side: PYTHONPATH says which one is measured.
"""

from __future__ import annotations

import argparse
import inspect
import json
import statistics
import tempfile
import time
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from benchmarks.machine import machine
from MISGroundLib.semsam import graph_files
from MISGroundLib.semsam.serving import RequestSettings, ServedRule

VOCABULARY, K, ROWS = 151_936, 16, 16
RUNS, STEPS = 5, 9


def random_file(path: Path) -> Path:
    """A graph of the right shape, as this version reads it; which tokens are neighbours does not change the cost."""
    ids = torch.randint(VOCABULARY, (VOCABULARY, K), dtype=torch.int32)
    content = torch.ones(VOCABULARY, dtype=torch.uint8)
    tensors = {"ids": ids, "weights": torch.rand(VOCABULARY, K).half(), "content": content, "protected": content * 0}
    origin = json.dumps({"model": "random", "revision": "0", "k": K, "options": []})
    save_file(tensors, path, metadata={"kind": graph_files.SERVED_FORMAT, "model": "random", "origin": origin})
    assert len(load_file(path)) == 4
    return path


def cost(rule: ServedRule, different: int) -> float:
    """Milliseconds a step, the median of some."""
    for slot in range(ROWS):
        one = slot % different
        rule.set(slot, RequestSettings("safe" if one % 2 else "paper", 8, 0.5 + one / 40))
    taken = []
    for _ in range(STEPS):
        logits = torch.randn(ROWS, VOCABULARY) * 3
        began = time.thread_time()
        rule.apply(logits)
        taken.append(1000 * (time.thread_time() - began))
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", default="after")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/serving-cost.json"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        file = random_file(Path(folder) / "graph.safetensors")
        # Versions before the comparison of vocabularies have no such argument.
        more = [VOCABULARY] if "vocabulary" in inspect.signature(ServedRule).parameters else []
        rule = ServedRule(file, ROWS, torch.device("cpu"), *more)
    with torch.inference_mode():
        cost(rule, 1)
        runs = [{different: cost(rule, different) for different in (1, 2, 4, 8, 16)} for _ in range(RUNS)]
    measured = {
        str(different): {
            "median_ms": round(statistics.median(run[different] for run in runs), 2),
            "of_runs_ms": [round(run[different], 2) for run in runs],
        }
        for different in runs[0]
    }
    found = json.loads(arguments.out.read_text()) if arguments.out.exists() else {}
    about = {"rows": ROWS, "vocabulary": VOCABULARY, "k": K, "machine": machine()}
    found |= {"command": "python benchmarks/serving_cost.py --name NAME", **about, arguments.name: measured}
    arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({one: measured[one]["median_ms"] for one in measured}))


if __name__ == "__main__":
    main()
