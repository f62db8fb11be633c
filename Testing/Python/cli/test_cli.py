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
from Python.processes import is_alive

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
    asked = ("-q", "liver", "-q", "left kidney", "--seed", "3", "--scope", "slice")
    done = run("ground", a_phantom, *asked, "--out", "answers", cwd=tmp_path)
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
    assert document["scope"] == "slice"
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


def test_a_volume_is_searched_unless_a_slice_is_asked_for(a_phantom, tmp_path):
    queries = ("-q", "liver; left kidney", "-q", "patella")
    done = run("ground", a_phantom, *queries, "--budget", "45", "--out", "answers", cwd=tmp_path)
    folder = tmp_path / "answers"
    assert done.returncode == 0, done.stderr
    document = json.loads((folder / "result.json").read_text())
    assert (document["schema"], document["scope"], document["budget"]) == ("misground-result-1", "volume", 45)
    assert document["questions"] == sum(one["questions"] for one in document["detections"]) <= 45
    liver, kidney, patella = document["detections"]
    assert (liver["status"], kidney["status"], patella["status"]) == ("found", "found", "absent")
    assert liver["center_ras"][0] > 0 > kidney["center_ras"][0]
    assert min(liver["size_mm"]) > 60 and len(liver["corners_ras"]) == 8
    assert set(liver["sides"]) == {"left", "right", "back", "front", "lower", "upper"}
    assert "axial" in liver["planes"] and liver["facts"]["unit"] == "HU"
    assert {"found", "absent"} <= {look["answer"] for look in liver["evidence"]}
    assert re.fullmatch(r"\d+ axial.* slices", patella["looked_at"])

    said = done.stdout.splitlines()
    assert re.match(rf"liver {liver['score']:.2f}: \d+ x \d+ x \d+ mm, .* % of the volume; .* HU", said[0])
    assert said[2].startswith("patella: not ") and len(said) == 3
    assert re.search(r"looking: axial S -?[\d.]+ mm, question \d+ of about 45; liver found from S \d+ to", done.stderr)

    markups = json.loads((folder / "boxes.mrk.json").read_text())["markups"]
    assert [one["name"].split(",")[0] for one in markups] == [
        f"{one['label']} {one['score']:.2f}" + " unsure" * (one["score"] < 0.25) for one in (liver, kidney)
    ]
    assert (folder / "scene.mrb").stat().st_size > 1000
    assert (folder / "views.png").is_file() or any("libegl1" in note for note in document["notes"])


def test_a_target_that_no_volume_can_answer_and_a_slice_that_is_meant(a_phantom, tmp_path, run_here):
    done = run_here("ground", a_phantom, "-q", "a unicorn", "--out", tmp_path / "volume", "--no-picture")
    assert done.returncode == 3
    assert done.stdout == "a unicorn: not known to the model\n"
    assert "misground-mini does not know 'a unicorn'" in done.stderr
    done = run_here(
        "ground", a_phantom, "-q", "liver", "--position", "150", "--out", tmp_path / "slice", "--no-picture"
    )
    document = json.loads((tmp_path / "slice" / "result.json").read_text())
    assert (document["scope"], document["slice"]["plane"], document["slice"]["position_mm"]) == (
        "slice",
        "axial",
        pytest.approx(150, abs=3),
    )


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("who", ["the command", "its worker"])
def test_what_ends_in_mid_search_leaves_the_folder_as_it_was(who, a_phantom, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    command = [str(MISGROUND), "ground", str(a_phantom), "-q", "liver; spleen; kidneys", "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said = b""
        while said.count(b"looking:") < 3:
            read = os.read(process.stderr.fileno(), 4096)
            assert read, said
            said += read
        [worker] = map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
        if who == "the command":
            process.send_signal(signal.SIGINT)
        else:
            # Stopped first, so that it dies over a question: one that dies between two is started again.
            os.kill(worker, signal.SIGSTOP)
            time.sleep(2)
            os.kill(worker, signal.SIGKILL)
        answered, more = process.communicate(timeout=60)
    last = more.decode().strip().splitlines()[-1]
    assert (process.returncode, answered) == (130 if who == "the command" else 2, b""), last
    assert re.search(r"misground: (cancelled$|.*killed from outside)", last), last
    assert list(out.iterdir()) == []
    assert not is_alive(worker)


def test_a_target_that_the_model_does_not_know_has_its_own_exit_status(a_phantom, tmp_path, run_here):
    done = run_here(
        "ground", a_phantom, "-q", "liver and a unicorn", "--out", tmp_path, "--no-picture", "--plane", "axial"
    )
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
    assert main(["models", "show", "misground-mini"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"It knows \d+ structures", said)
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
        (["ground", "{phantom}", "-q", "liver", "--budget", "-1"], "budget is -1: give the most questions"),
        (["ground", "{phantom}", "-q", "liver", "--scope", "volume", "--plane", "axial"], "--plane says which slice"),
        (["batch", "{phantom}", "-q", "liver", "--scope", "volume", "--position", "best"], "--position says which"),
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
    asked = ("-q", "liver", "--budget", "8", "--no-picture", "--out", tmp_path / "out")
    done = run_here("batch", a_phantom, tmp_path / "bad.nrrd", *asked)
    assert done.returncode == 2
    assert "1 done, 0 skipped, 1 failed" in done.stdout
    assert "bad.nrrd" in done.stderr
    again = run_here("batch", a_phantom, *asked)
    assert again.returncode == 0
    assert "0 done, 1 skipped, 0 failed" in again.stdout
    # Another scope or budget is another request.
    for more in (("--budget", "4"), ("--scope", "slice")):
        assert "1 done, 0 skipped" in run_here("batch", a_phantom, *asked, *more).stdout


def test_the_version_is_the_packages():
    from importlib.metadata import version

    from MISGroundLib import __version__

    assert version("misground") == __version__
    assert os.access(MISGROUND, os.X_OK)
