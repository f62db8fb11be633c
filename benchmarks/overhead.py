"""What MISGround costs beside the model: `python benchmarks/overhead.py`.

The real panel on the test host, the real worker process, a volume of 512 x 512 x 400 int16. For each warm query: the
time from the key press (Ctrl+Enter) to the ROI in the scene, less what the worker says the model took to answer.
Then: how long a cancel takes, in the middle of an answer. Prints medians; exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "MISGround"), str(ROOT / "Testing")]
sys.stdout.reconfigure(line_buffering=True)

import numpy as np  # noqa: E402

SHAPE_KJI = (400, 512, 512)
QUERY = "liver"
TARGETS = {"overhead_ms": 100.0, "cancel_ms": 1000.0, "warm_query_ms": 1000.0}


def make_volume(slicer, shape):
    """A body-like CT of a shape (k, j, i): soft tissue in air, 410 x 410 x 400 mm."""
    array = np.full(shape, -1000, np.int16)
    j, i = np.mgrid[: shape[1], : shape[2]]
    j, i = j * 512 / shape[1], i * 512 / shape[2]
    array[:, ((i - 256) / 210) ** 2 + ((j - 256) / 150) ** 2 < 1] = 40
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
    slicer.util.updateVolumeFromArray(node, array)
    node.SetSpacing(409.6 / shape[2], 409.6 / shape[1], 400 / shape[0])
    node.SetOrigin(-204.8, -204.8, -200.0)
    node.CreateDefaultDisplayNodes()
    return node


def open_panel(host, shape):
    """The module's own panel, in a shown window, about to ask of one slice."""
    import slicer

    host.load_module("MISGround")
    widget = host.show_module("MISGround")
    widget.parent.show()
    widget.parent.activateWindow()
    assert host.wait_until(lambda: widget.parent.isActiveWindow), "keys reach the active window only"
    widget.panel.parameters.inputVolume = make_volume(slicer, shape)
    widget.panel.parameters.scope = "slice"
    return widget


def key_press(panel) -> None:
    """Ctrl+Enter in the query box."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    panel.ui.queriesEdit.setFocus()
    QTest.keyClick(panel.ui.queriesEdit._qt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def run_until_idle(slicer, panel) -> None:
    """Let the application run, as its event loop would, until the panel is idle."""
    while panel.is_running:
        slicer.app.processEvents()
        time.sleep(0.0005)


def measure_query(slicer, panel) -> tuple[float, float]:
    """(key press to the end of the run with its boxes drawn, of which the model answering), ms."""
    began = time.perf_counter()
    key_press(panel)
    assert panel.is_running, panel.ui.statusLabel.text
    run = panel._runner.run
    run_until_idle(slicer, panel)
    total = (time.perf_counter() - began) * 1000
    assert run.result is not None, panel.ui.statusLabel.text
    return total, run.result.timings["answer"] * 1000


def measure_cancel(slicer, panel) -> float:
    """From the click on Cancel, a few tokens into an answer, until the panel is idle, ms."""
    from MISGroundLib.engine.protocol import Token

    seen = []
    before = panel._runner._on_events
    panel._runner._on_events = lambda run, events: (seen.extend(events), before(run, events))
    key_press(panel)
    while not any(isinstance(event, Token) for event in seen) and panel.is_running:
        slicer.app.processEvents()
    panel._runner._on_events = before
    began = time.perf_counter()
    panel.cancel()
    run_until_idle(slicer, panel)
    return (time.perf_counter() - began) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--shape", type=int, nargs=3, metavar=("K", "J", "I"), default=SHAPE_KJI)
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()

    from host import start_host

    host = start_host()
    import slicer

    panel = open_panel(host, options.shape).panel
    panel.ui.queriesEdit.setPlainText(QUERY)
    cold = measure_query(slicer, panel)
    pairs = [measure_query(slicer, panel) for _ in range(options.runs)]
    panel.ui.queriesEdit.setPlainText("liver\nspleen\nheart\nstomach")
    cancels = [measure_cancel(slicer, panel) for _ in range(max(3, options.runs // 3))]
    figures = {
        "overhead_ms": statistics.median(total - model for total, model in pairs),
        "warm_query_ms": statistics.median(total for total, _ in pairs),
        "cancel_ms": statistics.median(cancels),
        "first_query_ms": cold[0],
        "runs": options.runs,
        "volume_kji": options.shape,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
    }
    for name, value in figures.items():
        target = f"  (target < {TARGETS[name]:g})" if name in TARGETS else ""
        print(f"{name:16} {value if not isinstance(value, float) else round(value, 1)}{target}")
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n")
    host.shutdown()
    return int(any(figures[name] >= target for name, target in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
