"""No voxel of a patient outlives the process that wrote it: a kill leaves it to this user alone, the next start to
nobody."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from MISGroundLib.scene.headless import private_scene
from Python.processes import is_alive

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and modes are POSIX")

SAVING = """
    import os, sys
    from pathlib import Path
    import numpy as np
    from Python.scene_builders import volume_node
    from MISGroundLib.scene.export import save_scene
    from MISGroundLib.scene.headless import private_scene
    with private_scene() as scene:
        volume_node(scene, np.random.default_rng(0).integers(0, 1000, (150, 200, 200)).astype(np.int16))
        save_scene(scene, Path(sys.argv[1]) / "scene.mrb")
"""


def environment(temporary):
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(temporary)}


def wait_until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.005)
    return met


def test_a_kill_amid_the_saving_of_a_scene(tmp_path, monkeypatch):
    temporary, out = tmp_path / "tmp", tmp_path / "out"
    temporary.mkdir()
    out.mkdir()
    command = [sys.executable, "-c", textwrap.dedent(SAVING), str(out)]
    process = subprocess.Popen(command, env=environment(temporary), stderr=subprocess.DEVNULL)
    assert wait_until(lambda: any(path.stat().st_size for path in temporary.rglob("*.nrrd")))
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = [path for folder in (temporary, out) for path in folder.iterdir()]
    assert any(list(folder.rglob("*.nrrd")) for folder in left)
    assert {folder.stat().st_mode & 0o777 for folder in left} == {0o700}

    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with private_scene() as scene:
        from MISGroundLib.scene.export import save_scene

        save_scene(scene, out / "scene.mrb")
    assert list(temporary.iterdir()) == []
    assert list(out.iterdir()) == [out / "scene.mrb"]


def test_a_drawing_process_ends_with_its_parent(tmp_path):
    temporary, out = tmp_path / "tmp", tmp_path / "out"
    temporary.mkdir()
    out.mkdir()
    bundle = out / "scene.mrb"
    with private_scene() as scene:
        from MISGroundLib.scene.export import save_scene

        save_scene(scene, bundle)
    program = f"from MISGroundLib.scene.views_png import render; render({str(bundle)!r}, {str(out / 'views.png')!r})"
    process = subprocess.Popen([sys.executable, "-c", program], env=environment(temporary))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        process.wait()
        pytest.skip("this system does not list a process's children")
    child = int(wait_until(children.read_text))
    process.kill()
    process.wait()
    assert wait_until(lambda: not is_alive(child), 20)
    assert list(out.rglob("*.png")) == []
