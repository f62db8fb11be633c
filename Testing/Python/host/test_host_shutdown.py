"""The process ends in order: exit code 0, cleanup() called, nothing printed by Qt, VTK or Python on the way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATH = os.pathsep.join(str(ROOT / folder) for folder in ("MISGround", "Testing", "Testing/Python"))

PROGRAM = """
from host import start_host
host = start_host()
import numpy as np, qt, slicer
host.load_module("MISGround")
panel = host.show_module("MISGround")
volume = slicer.util.addVolumeFromArray(np.zeros((4, 5, 6), np.int16), name="CT")
volume.CreateDefaultDisplayNodes()
window = qt.QWidget()
timer = qt.QTimer()
timer.timeout.connect(lambda: None)
timer.start(1)
window.show()
panel.parent.show()
host.process_events(0.05)
slicer.app.connect("aboutToQuit()", lambda: print("quitting"))
cleanup = panel.cleanup
panel.cleanup = lambda: (print("cleaning up"), cleanup())
{ending}
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": PATH}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, env=environment, check=False
    )


@pytest.mark.parametrize("ending", ["host.shutdown(); host.shutdown()", ""], ids=["asked to", "by itself"])
def test_the_process_ends_in_order(ending):
    done = run("-c", PROGRAM.format(ending=ending))
    assert (done.returncode, done.stdout, done.stderr) == (0, "quitting\ncleaning up\n", "")


TEST = """
import threading

def test_slot(host):
    import qt
    button = qt.QPushButton()
    button.clicked.connect(lambda: 1 / 0)
    button.click()

def test_observer(host, scene):
    node = scene.AddNewNodeByClass("vtkMRMLModelNode")
    node.AddObserver("ModifiedEvent", lambda *_: 1 / 0)
    node.Modified()

def test_thread(host):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_fine(host):
    import qt
    assert qt.QLabel("x").text == "x"
"""


def test_an_exception_that_nobody_catches_fails_the_test_it_happens_in(tmp_path):
    (tmp_path / "test_faults.py").write_text(TEST, encoding="utf-8")
    plugin = ("-p", "conftest", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "-c", os.devnull)
    done = run("-m", "pytest", "-q", *plugin, str(tmp_path / "test_faults.py"))
    assert "3 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert done.stdout.count("ZeroDivisionError: division by zero") >= 3
    assert done.returncode == 1
