"""benchmarks/gpu_check.py, which has met no GPU yet: every part of it runs on a CPU, with tiny shapes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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
    assert "may take 6" in parts["same tokens"]["left out"]
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
    assert document["guessed_seconds"] < 460
    of_a_size = ("made", "memory", "decoding", "share", "graph", "cancel")
    names = {f"{size} {part}" for size in ("2B", "8B") for part in of_a_size}
    assert set(parts) == names | {"same tokens", "bandwidth", "out of memory"}
    assert parts["same tokens"]["equal"] == {"greedy": True, "semsam": True}
    assert all("tokens_per_second" in parts["2B decoding"][way] for way in ("eager", "static cache", "compiled"))
    assert parts["out of memory"]["code"] == "out-of-memory" and parts["out of memory"]["answered after it"]
    assert not any("failed" in part or "left out" in part for part in parts.values())
