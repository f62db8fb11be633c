"""benchmarks/gpu_check.py: every part of it on a CPU, with tiny shapes; and the estimate of memory against what it
measured on a GPU.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from benchmarks.gpu_check import take_all
from MISGroundLib.files import resource
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.memory import Tensors, memory_need

ROOT = Path(__file__).resolve().parents[3]


def command(out, *more):
    return [sys.executable, str(ROOT / "benchmarks" / "gpu_check.py"), "--dry-run", "--out", str(out), *more]


def environment(tmp_path):
    return {**os.environ, "OMP_NUM_THREADS": "1", "MISGROUND_CACHE": str(tmp_path / "cache")}


def test_a_run_that_is_killed_leaves_its_figures(tmp_path):
    out = tmp_path / "gpu.json"
    run = subprocess.Popen(command(out), env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    first = run.stdout.readline()
    end = time.monotonic() + 60
    while '"bandwidth"' not in out.read_text() and time.monotonic() < end:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    document = json.loads(out.read_text())
    assert first.startswith(b"same tokens: ") and document["finished"] is False
    assert document["parts"]["same tokens"]["good"] is True and document["goals"]["same tokens as the CPU"] is True


def test_a_run_without_time_ends_and_says_what_it_left_out(tmp_path):
    out = tmp_path / "gpu.json"
    done = subprocess.run(
        command(out, "--most-seconds", "0.5"), env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    parts = json.loads(out.read_text())["parts"]
    assert "may take 1.6" in parts["same tokens"]["left out"]
    assert all("left out" in part for part in parts.values()) and done.returncode == 0, done.stderr


def test_every_part_runs_dry(tmp_path):
    out = tmp_path / "gpu.json"
    done = subprocess.run(
        command(out), env=environment(tmp_path), capture_output=True, text=True, check=False, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(out.read_text())
    parts = document["parts"]
    assert document["dry_run"] is True and document["finished"] is True
    assert document["expected_seconds"] < 460
    of_a_size = ("made", "memory", "decoding", "share", "graph", "cancel")
    names = {f"{size} {part}" for size in ("2B", "8B") for part in of_a_size}
    assert set(parts) == names | {"same tokens", "bandwidth", "out of memory"}
    assert parts["same tokens"]["equal"] == {"greedy": True, "semsam": True}
    assert all("tokens_per_second" in parts["2B decoding"][way] for way in ("eager", "static cache", "compiled"))
    assert parts["out of memory"]["code"] == "out-of-memory" and parts["out of memory"]["answered after it"]
    # Where the 2B model stays, the 8B one's memory is measured with it.
    assert parts["2B made"]["let go"] and parts["8B made"]["let go"]
    assert not any("failed" in part or "left out" in part for part in parts.values())


def test_memory_is_taken_in_the_gaps_too():
    free = [140_000_000_000, 700_000_000, 3_000_000, 500_000]

    def take(size):
        place = next((i for i, left in enumerate(free) if left >= size), None)
        if place is None:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        free[place] -= size
        return size

    held = take_all(take, 2**40)
    assert sum(held) + sum(free) == 140_703_500_000 and max(free) < 2**20 and len(held) < 60


@pytest.mark.parametrize("size", ["2B", "8B"])
def test_the_estimate_is_above_what_an_h200_gave_and_near_it(size):
    document = json.loads((ROOT / "benchmarks" / "results" / "gpu-check.json").read_text())
    measured = document["parts"][f"{size} memory"]
    models = json.loads(resource("Models", "catalogue.json").read_text(encoding="utf-8"))["models"]
    known = next(one for one in models if one["id"] == f"Qwen/Qwen3-VL-{size}-Instruct")
    assert known["tensors"]["numbers"] == document["parts"][f"{size} made"]["parameters"]
    # That run held the 2B model's weights meanwhile, and a graph took a float32 copy of the whole table.
    others = 2 * document["parts"]["2B made"]["parameters"] if size == "8B" else 0
    text = known["shape"]["text_config"]
    copy = 4 * text["vocab_size"] * text["hidden_size"]
    need = memory_need(Tensors(**known["tensors"]), known["shape"], FAMILIES["qwen3_vl"], "bfloat16", on_cuda=True)
    allocated, taken = (1e9 * measured[name] - others for name in ("allocated_gb", "taken_from_the_card_gb"))
    most = need.weights + need.graph + copy
    assert 1.0 <= most / allocated < 1.05
    assert 1.0 <= (most + need.fixed) / taken < 1.05
