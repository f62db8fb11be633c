"""2,000 queries in one panel session: `python benchmarks/soak.py [--queries 2000] [--out FILE]`.

The module's panel on the test host and one worker process with misground-mini, from start to end. A user's day: text is
typed key by key and asked with Ctrl+Enter, one to three targets, now and then one that the model does not know; the
slice is moved, rows are clicked, boxes are taken back (every 20th query) and cleared (every 40th), an answer is
cancelled (every 50th), another patient is loaded into a fresh scene (every 250th). The resident memory of both
processes is read after the first 100 queries and every 50 after that. Exit status 1 where either ends more than 5 %
above where it was after the first 100, where the worker is not the one of the start, or an answer is missing.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "MISGround"), str(ROOT / "Testing")]

import numpy as np  # noqa: E402
from tqdm import tqdm  # noqa: E402

BASELINE, EVERY = 100, 50
ALLOWED = 0.05
TARGETS = ("liver", "spleen", "left kidney", "right kidney", "aorta", "stomach", "heart", "left lung", "vertebrae")
UNKNOWN = ("unicorn", "the lesion", "qwertz")
SHAPE_KJI = (60, 128, 128)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()

    from host import start_host

    host = start_host()
    from MISGroundLib.engine import client
    from Python.panel.panel_driver import PanelDriver

    # A cancelled worker on a busy machine gets the time to stop by itself: it is this one's memory that is measured.
    client.GRACE_SECONDS = 60.0
    host.load_module("MISGround")
    widget = host.show_module("MISGround")
    widget.parent.show()
    widget.parent.activateWindow()
    assert host.wait_until(lambda: widget.parent.isActiveWindow), "keys reach the active window only"
    session = Session(host, PanelDriver(widget), random.Random(arguments.seed))
    began = time.perf_counter()
    for number in tqdm(range(1, arguments.queries + 1), unit="query", mininterval=10):
        session.query(number)
        if number >= BASELINE and number % EVERY == 0:
            session.sample(number)
    measured = session.figures(arguments, time.perf_counter() - began)
    print(json.dumps(measured, indent=1))
    if arguments.out:
        arguments.out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    host.shutdown()
    return 0 if measured["holds"] else 1


class Session:
    """A panel in use."""

    def __init__(self, host, panel, rng: random.Random) -> None:
        self._host, self._panel, self._rng = host, panel, rng
        self._pid: int | None = None
        self._samples: list[dict[str, float]] = []
        self._did: Counter[str] = Counter()
        self._patient()

    def query(self, number: int) -> None:
        """One query, and what a user does around it."""
        panel, rng = self._panel, self._rng
        if number % 250 == 0:
            self._patient()
        if number % 7 == 0:
            self._move()
        texts = rng.sample(TARGETS, rng.choice((1, 1, 1, 2, 3)))
        if rng.random() < 0.05:
            texts.append(rng.choice(UNKNOWN))
        panel.ui.queriesEdit.setPlainText("")
        panel.type("\n".join(texts))
        panel.press_ctrl_enter()
        if number % 50 == 0:
            panel.press_escape()
            self._did["cancelled"] += 1
        panel.wait(lambda: not panel.is_running, 300)
        self._did["queries"] += 1
        if number % 50 and not panel.rows:
            self._did["without an answer"] += 1
            print(f"query {number}: no answer; the panel says: {panel.status}", file=sys.stderr)
        if number % 10 == 0 and panel.rows:
            panel.click_row(rng.randrange(len(panel.rows)))
        if number % 20 == 0:
            panel.click("undoButton")
            self._did["taken back"] += 1
        if number % 40 == 0:
            panel.click("clearButton")
            self._did["cleared"] += 1
        worker = panel.widget.logic.engine.worker_pid
        self._did["workers"] += worker is not None and worker != self._pid
        self._pid = worker or self._pid
        self._host.process_events(0.01)

    def sample(self, number: int) -> None:
        """Read the memory of both processes."""
        gc.collect()
        told = {"queries": number, "panel_mb": resident_mb(os.getpid()), "worker_mb": resident_mb(self._pid)}
        self._samples.append(told)
        print(told, file=sys.stderr, flush=True)

    def figures(self, arguments: argparse.Namespace, seconds: float) -> dict[str, object]:
        from MISGroundLib.bench.run_folder import hardware, software

        first, last = self._samples[0], self._samples[-1]
        growth = {name: round(last[name] / first[name] - 1, 4) for name in ("panel_mb", "worker_mb")}
        holds = max(growth.values()) <= ALLOWED and self._did["workers"] == 1 and not self._did["without an answer"]
        return {
            "command": f"python benchmarks/soak.py --queries {arguments.queries} --seed {arguments.seed}",
            "did": dict(self._did),
            f"after {BASELINE}": first,
            "at the end": last,
            "growth": growth,
            "allowed": ALLOWED,
            "holds": holds,
            "exceptions": len(self._host.faults.exceptions),
            "seconds": round(seconds),
            "samples": self._samples,
            "machine": {**hardware(), **software()},
        }

    def _patient(self) -> None:
        """A fresh scene with another volume."""
        import slicer

        slicer.mrmlScene.Clear()
        array = np.full(SHAPE_KJI, -1000, np.int16)
        j, i = np.mgrid[: SHAPE_KJI[1], : SHAPE_KJI[2]]
        array[:, ((i - 64) / 52) ** 2 + ((j - 64) / 38) ** 2 < 1] = self._rng.randrange(20, 60)
        array += np.random.default_rng(self._rng.randrange(1000)).integers(-20, 20, SHAPE_KJI).astype(np.int16)
        node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
        slicer.util.updateVolumeFromArray(node, array)
        node.SetSpacing(3.2, 3.2, 5.0)
        node.SetOrigin(-204.8, -204.8, -150.0)
        node.CreateDefaultDisplayNodes()
        self._panel.parameters.inputVolume = node
        self._did["patients"] += 1

    def _move(self) -> None:
        import slicer

        logic = slicer.app.layoutManager().sliceWidget("Red").sliceLogic()
        logic.SetSliceOffset(self._rng.uniform(-100, 100))
        self._did["moved"] += 1


def resident_mb(pid: int | None) -> float:
    """Resident memory of a process, in MB."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return round(int(text.partition("VmRSS:")[2].split()[0]) / 1024, 1)


if __name__ == "__main__":
    sys.exit(main())
