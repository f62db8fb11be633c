"""The `misground` command as a user runs it, mostly in its own process, with the real worker and misground-mini."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813

from MISGroundLib.cli import main
from MISGroundLib.engine.router import EngineRouter

ROOT = Path(__file__).resolve().parents[3]
MISGROUND = Path(sys.executable).with_name("misground")


@pytest.fixture(scope="module")
def a_phantom(tmp_path_factory):
    path = tmp_path_factory.mktemp("phantom") / "phantom.nii.gz"
    subprocess.run([sys.executable, "-m", "training.phantom_case", "--out", str(path)], cwd=ROOT, check=True)
    return path


@pytest.fixture(scope="module")
def a_worker():
    """The real engine, so that the tests that may share a worker start one."""
    engine = EngineRouter()
    yield engine
    engine.close()


@pytest.fixture
def run_here(a_worker, monkeypatch, capsys):
    """`misground` in this process, with the worker that stays."""
    monkeypatch.setattr(a_worker, "close", lambda: None)
    for module in ("MISGroundLib.engine.router", "MISGroundLib.batch"):
        monkeypatch.setattr(f"{module}.EngineRouter", lambda: a_worker)

    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return SimpleNamespace(returncode=status, stdout=said.out, stderr=said.err)

    return run


def run(*arguments, **options):
    return subprocess.run(
        [str(MISGROUND), *map(str, arguments)], capture_output=True, text=True, timeout=300, **options
    )


def test_a_query_on_a_file_writes_the_four_files_and_exits_in_order(a_phantom, tmp_path):
    # A relative folder, as a person types it.
    done = run("ground", a_phantom, "-q", "liver", "-q", "left kidney", "--seed", "3", "--out", "answers", cwd=tmp_path)
    folder = tmp_path / "answers"
    assert done.returncode == 0, done.stderr
    assert {path.name for path in folder.iterdir()} >= {"result.json", "boxes.mrk.json", "scene.mrb"}
    document = json.loads((folder / "result.json").read_text())
    assert (folder / "views.png").is_file() or any("libegl1" in note for note in document["notes"])
    assert document["software"]["name"] == "MISGround"
    assert document["model"]["name"] == "misground-mini"
    assert len(document["model"]["revision"]) >= 7
    assert document["seed"] == 3
    assert document["decoding"]["name"] == "semsam"
    assert document["slice"]["plane"] == "axial"
    assert {d["query"] for d in document["detections"]} == {"liver", "left kidney"}
    assert document["timings"]["total"] > 0
    for found in (d for d in document["detections"] if d["found"]):
        affine = np.array(document["slice"]["pixel_to_ras"])
        x0, y0, x1, y1 = found["box_px"]
        assert 0 <= x0 < x1 <= document["slice"]["image_size_px"][0]
        assert 0 <= y0 < y1 <= document["slice"]["image_size_px"][1]
        centre = affine @ [(x0 + x1) / 2 - 0.5, (y0 + y1) / 2 - 0.5, 0, 1]
        assert found["center_ras"] == pytest.approx(centre[:3].tolist(), abs=1e-3)
    assert "liver\t" in done.stdout
    assert "answering" in done.stderr


def test_a_target_that_the_model_does_not_know_has_its_own_exit_status(a_phantom, tmp_path, run_here):
    done = run_here("ground", a_phantom, "-q", "liver and a unicorn", "--out", tmp_path, "--no-picture")
    assert done.returncode == 3, done.stderr
    known, unknown = json.loads((tmp_path / "result.json").read_text())["detections"]
    assert known["query"] == "liver" and known["status"] in ("found", "absent")
    assert (unknown["query"], unknown["status"], unknown["found"], unknown["score"]) == (
        "a unicorn",
        "unknown",
        None,
        None,
    )
    [line] = [line for line in done.stdout.splitlines() if "unicorn" in line]
    assert re.fullmatch(
        r"a unicorn\tunknown\t\tmisground-mini does not know 'a unicorn'\. .* its \d+ structures\.", line
    )


def test_the_models_command_lists_what_the_embedded_model_knows(capsys):
    assert main(["models"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"misground-mini.* knows \d+ structures", said)
    assert "left/right kidney" in said


def test_the_exit_statuses_are_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["ground", "--help"])
    assert "3 nothing failed, but the model does not know a target" in " ".join(capsys.readouterr().out.split())


def test_ctrl_c_cancels_and_leaves_no_worker(a_phantom, tmp_path):
    command = [str(MISGROUND), "ground", str(a_phantom), "-q", "liver", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 130), errors
    if process.returncode == 130:
        assert "cancelled" in errors
        assert "Traceback" not in errors
    workers = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
    assert workers.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ground", "nowhere.nii.gz", "-q", "liver"], "no file or folder"),
        (["ground", "{phantom}", "-q", "  "], "no query"),
        (["ground", "{phantom}", "-q", "x" * 10_000], "10000 characters"),
        (["ground", "{phantom}", "-q", "liver", "--position", "99999"], "lies outside the volume"),
        (["ground", "{phantom}", "-q", "liver", "--top-p", "2"], "top_p"),
        (["ground", "{phantom}", "-q", "liver", "--neighbours", "0"], "k is 0"),
        (["ground", "{empty}", "-q", "liver"], "DICOM"),
        (["ground", "{corrupt}", "-q", "liver"], "corrupt.nii.gz"),
        (["ground", "{four}", "-q", "liver"], "four|4D|dimension|time"),
        (["ground", "{phantom}", "-q", "liver", "--model", "{empty}"], "config.json"),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_bad_input_is_one_plain_line_and_exit_status_2(arguments, reason, a_phantom, tmp_path, capsys):
    empty = tmp_path / "empty"
    empty.mkdir()
    corrupt = tmp_path / "corrupt.nii.gz"
    corrupt.write_bytes(a_phantom.read_bytes()[:5000])
    four = tmp_path / "four.nii.gz"
    sitk.WriteImage(sitk.GetImageFromArray(np.zeros((3, 4, 5, 6), np.int16)), str(four))
    names = {"{phantom}": a_phantom, "{empty}": empty, "{corrupt}": corrupt, "{four}": four}
    filled = [str(names.get(argument, argument)) for argument in arguments]
    assert main([*filled, "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("misground: ")
    assert re.search(reason, said), said
    assert not (tmp_path / "out" / "result.json").exists()


def test_a_machine_without_graphics_gets_everything_but_the_picture(a_phantom, tmp_path, monkeypatch):
    from MISGroundLib.batch import Request, ground_file
    from MISGroundLib.scene import views_png
    from Python.fake_engine import FakeEngine

    # A process without EGL ends with this status; see views_png.py.
    monkeypatch.setattr(views_png, "sys", _Python(tmp_path))
    _, notes = ground_file(a_phantom, Request(["liver"]), tmp_path / "out", FakeEngine())
    assert any("libegl1" in note for note in notes)
    assert not (tmp_path / "out" / "views.png").exists()
    assert json.loads((tmp_path / "out" / "result.json").read_text())["notes"] == notes


class _Python:
    """Stands for `sys` with an interpreter that finds no graphics."""

    def __init__(self, folder):
        script = folder / "python-without-egl"
        script.write_text("#!/bin/sh\nexit 3\n")
        script.chmod(0o755)
        self.executable = str(script)
        self.platform = sys.platform


def test_the_batch_command_tells_what_became_of_each_volume(a_phantom, tmp_path, run_here):
    (tmp_path / "bad.nrrd").write_text("NRRD0004\n")
    done = run_here("batch", a_phantom, tmp_path / "bad.nrrd", "-q", "liver", "--no-picture", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "1 done, 0 skipped, 1 failed" in done.stdout
    assert "bad.nrrd" in done.stderr
    again = run_here("batch", a_phantom, "-q", "liver", "--no-picture", "--out", tmp_path / "out")
    assert again.returncode == 0
    assert "0 done, 1 skipped, 0 failed" in again.stdout


def test_the_version_is_the_packages():
    from importlib.metadata import version

    from MISGroundLib import __version__

    assert version("misground") == __version__
    assert os.access(MISGROUND, os.X_OK)
