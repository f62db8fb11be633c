"""Memory that runs out beside the worker: in Slicer, or where the command reads a scan."""

import os
import subprocess
import sys
import textwrap

import pytest
import SimpleITK as sitk  # noqa: N813

from Python.panel.panel_driver import boxes


def test_the_panel_says_that_memory_ran_out(a_panel, a_logic, monkeypatch):
    def fail(*_, **__):
        raise MemoryError

    monkeypatch.setattr(a_logic, "start", fail)
    a_panel.ask("liver")
    assert "memory" in a_panel.status
    assert not a_panel.is_running
    assert boxes() == []
    monkeypatch.undo()
    a_panel.ask("liver")
    assert len(boxes()) == 1


# The command in a process that may have 600 MB of addresses beyond its imports; a packed scan of a gigabyte.
BOUND = """
    import resource, sys
    from pathlib import Path
    from MISGroundLib import batch, cli
    from MISGroundLib.scene import export, headless, rois, volumes, views_png
    from Python.fake_engine import FakeEngine
    import MISGroundLib.engine.router as router
    router.EngineRouter = batch.EngineRouter = lambda: FakeEngine()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 600_000_000,) * 2)
    sys.exit(cli.main([*sys.argv[1:], "-q", "liver", "--no-picture"]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bound on addresses is read from /proc")
def test_a_scan_beyond_the_memory_is_one_plain_line_of_the_command(a_scan, tmp_path):
    large = tmp_path / "large.nii.gz"
    image = sitk.Image(800, 800, 800, sitk.sitkUInt8)
    sitk.WriteImage(image, str(large), True, 1)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def run(*arguments):
        command = [sys.executable, "-c", textwrap.dedent(BOUND), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)

    done = run("batch", large, a_scan, "--out", tmp_path / "out")
    assert done.returncode == 2, done.stderr
    assert "1 done, 0 skipped, 1 failed" in done.stdout
    assert "memory" in done.stderr
    assert "damaged" not in done.stderr
    assert "Traceback" not in done.stderr
