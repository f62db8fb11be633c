"""A batch over several volumes whose process is killed, twice: it ends complete, and asks nothing twice."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from MISGroundLib.batch import ground_batch
from Python.cli.test_batch import results, write_scan
from Python.fake_engine import FakeEngine

# What a killed process ran: its engine notes each question, and kills it, as a power cut would, at the nth.
_DIES = """
import os, signal, sys
from pathlib import Path
from MISGroundLib.batch import ground_batch
from Python.fake_engine import FakeEngine

out, log, most, *volumes = sys.argv[1:]

def answers(image, questions, settings):
    with open(log, "a") as file:
        file.write("asked\\n")
    if len(engine.asked) == int(most):
        os.kill(os.getpid(), signal.SIGKILL)
    return [(10, 8, 30, 20)]

engine = FakeEngine(answers)
ground_batch(volumes, ["liver"], out, engine=engine, picture=False)
"""


def test_a_batch_that_is_killed_twice_ends_complete_with_no_duplicate(tmp_path):
    volumes = [write_scan(tmp_path / f"scan{size}.nii.gz", (40, 30, size)) for size in range(20, 27)]
    out, log = tmp_path / "out", tmp_path / "log"
    done = []
    for most in (1, 3):  # so many volumes are answered, and this one is on its way
        command = [sys.executable, "-c", _DIES, str(out), str(log), str(most), *map(str, volumes)]
        ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
        assert ended.returncode == -signal.SIGKILL
        done.append(len(results(out)))
    assert done == [1, 4]
    engine = FakeEngine()
    report = ground_batch(volumes, ["liver"], out, engine=engine, picture=False)
    assert [item.status for item in report.items] == ["skipped"] * 4 + ["done"] * 3
    # Asked twice was only what was on its way at each kill.
    assert len(log.read_text().split()) + len(engine.asked) == len(volumes) + 2
    assert sorted(results(out).values()) == [(40, 30, size) for size in range(20, 27)]
    told = json.loads((out / "report.json").read_text())
    assert [Path(one["volume"]).name for one in told] == [volume.name for volume in volumes]
    assert {one["status"] for one in told} == {"done"}
    for folder in filter(Path.is_dir, out.iterdir()):
        assert sorted(path.name for path in folder.iterdir()) == ["boxes.mrk.json", "result.json", "scene.mrb"]
