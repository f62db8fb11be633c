"""benchmarks/gpu_check.py, which has met no GPU yet: every part of it runs on a CPU, with tiny shapes."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_part_runs_dry(tmp_path):
    out = tmp_path / "gpu.json"
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "gpu_check.py"), "--dry-run", "--out", str(out)],
        env={**os.environ, "OMP_NUM_THREADS": "1", "MISGROUND_CACHE": str(tmp_path / "cache")},
        capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(out.read_text())
    parts = document["parts"]
    assert document["dry_run"] is True
    of_a_size = ("made", "memory", "decoding", "share", "graph", "cancel")
    names = {f"{size} {part}" for size in ("2B", "8B") for part in of_a_size}
    assert set(parts) == names | {"same tokens", "bandwidth", "out of memory"}
    assert parts["same tokens"]["equal"] == {"greedy": True, "semsam": True}
    assert all("tokens_per_second" in parts["2B decoding"][way] for way in ("eager", "static cache", "compiled"))
    assert parts["out of memory"]["code"] == "out-of-memory" and parts["out of memory"]["answered after it"]
    assert not any("failed" in part or "left out" in part for part in parts.values())
