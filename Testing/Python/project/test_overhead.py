"""`benchmarks/overhead.py` drives the panel as it is today."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_cost_beside_the_model_is_measured_through_the_panel(tmp_path):
    script, figures = ROOT / "benchmarks" / "overhead.py", tmp_path / "figures.json"
    # The exit status says whether targets are met, which a busy machine may not.
    done = subprocess.run(
        [sys.executable, script, "--runs", "2", "--shape", "20", "64", "64", "--out", figures],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert figures.is_file(), done.stderr
    told = json.loads(figures.read_text())
    assert 0 < told["overhead_ms"] < told["warm_query_ms"] < told["first_query_ms"]
    assert told["cancel_ms"] > 0 and told["volume_kji"] == [20, 64, 64]
