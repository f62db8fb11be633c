"""`misground ground --export`, `--json`, and `misground export`, with an engine that answers from a script."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import highdicom as hd
import pytest
import SimpleITK as sitk  # noqa: N813

from MISGroundLib import cli_export
from MISGroundLib.cli import main
from MISGroundLib.cli_export import FORM_HELP
from MISGroundLib.engine.protocol import AnswerEvent
from MISGroundLib.scene.export import FORMS
from Python.fake_engine import FakeEngine
from Python.scene.exported_boxes import write_scan

UNREAD = AnswerEvent("", 0, "[{", [], 0.0, problems=["The answer holds no box."])
ASKED = ("-q", "liver, spleen, unicorn", "--scope", "slice", "--no-picture")


@pytest.fixture(scope="module")
def a_scan(tmp_path_factory):
    return write_scan(tmp_path_factory.mktemp("scan") / "ct")[0].parent


@pytest.fixture
def a_nifti(a_scan, tmp_path):
    path = tmp_path / "scan.nii.gz"
    sitk.WriteImage(sitk.ReadImage([str(one) for one in sorted(a_scan.iterdir())]), str(path))
    return path


@pytest.fixture
def run_here(monkeypatch, capfd):
    """`misground` in this process: the liver is found, the spleen is not, the third is not known."""
    unknown = AnswerEvent("", 0, "", [], 0.0, problems=["what is that?"], unknown=True)
    engine = FakeEngine(answers=[(10, 8, 40, 30), None, unknown, UNREAD])
    monkeypatch.setattr("MISGroundLib.engine.router.EngineRouter", lambda: engine)

    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return SimpleNamespace(status=status, out=said.out, err=said.err, asked=len(engine.asked))

    return run


@pytest.fixture
def an_answer(run_here, a_scan, tmp_path):
    assert run_here("ground", a_scan, *ASKED, "--out", tmp_path / "answer").status == 3
    return tmp_path / "answer"


def test_the_result_stands_alone_on_stdout(run_here, a_scan, tmp_path):
    done = run_here("ground", a_scan, *ASKED, "--out", tmp_path / "answer", "--json", "-")
    document = json.loads(done.out)
    assert document == json.loads((tmp_path / "answer" / "result.json").read_text(encoding="utf-8"))
    assert [one["status"] for one in document["detections"]] == ["found", "absent", "unknown"]
    assert done.status == 3 and "liver\tfound" in done.err and "Written to" in done.err


def test_an_answer_that_cannot_be_read_is_not_called_absent_anywhere(run_here, a_scan, tmp_path):
    folder = tmp_path / "answer"
    queries = ("-q", "liver, spleen, unicorn, pancreas")
    done = run_here("ground", a_scan, *ASKED[2:], *queries, "--out", folder, "--export", "html", "--export", "csv")
    assert done.status == 3
    assert "\npancreas\tunusable\t\tThe answer holds no box.\n" in done.out
    told = json.loads((folder / "result.json").read_text(encoding="utf-8"))["detections"][-1]
    assert (told["query"], told["status"], told["found"], told["score"]) == ("pancreas", "unusable", None, None)
    page = (folder / "boxes.html").read_text(encoding="utf-8")
    assert "pancreas: no answer that can be used" in page and "pancreas: not on" not in page
    assert "pancreas" not in (folder / "boxes.csv").read_text(encoding="utf-8-sig")


def test_without_a_folder_the_result_is_printed_and_nothing_is_left(run_here, a_scan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = run_here("ground", a_scan, *ASKED, "--json", "-")
    assert json.loads(done.out)["volume"]["modality"] == "CT" and "Written" not in done.err
    assert not [path.name for path in tmp_path.iterdir() if "answer" in path.name]
    assert run_here("ground", a_scan, *ASKED, "--json", "told/result.json").out.startswith("liver\tfound")
    assert json.loads((tmp_path / "told" / "result.json").read_text(encoding="utf-8"))["detections"]


def test_what_other_libraries_print_goes_to_stderr_too():
    lines = ["import os", "from MISGroundLib.console import result_alone", "with result_alone():"]
    lines += ["    os.write(1, b'noise')", "    print('words')", "print('alone')"]
    library = {**os.environ, "PYTHONPATH": str(Path(cli_export.__file__).parents[1])}
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=library)
    assert done.stdout == "alone\n" and "noise" in done.stderr and "words" in done.stderr


def test_a_refusal_prints_nothing_on_stdout(run_here, tmp_path):
    done = run_here("ground", tmp_path / "none.nii.gz", *ASKED, "--json", "-")
    assert (done.status, done.out) == (2, "") and "none.nii.gz" in done.err


def test_ground_writes_the_forms_it_is_asked_for(run_here, a_scan, tmp_path):
    forms = [word for form in ("csv", "sr", "html") for word in ("--export", form)]
    folder = tmp_path / "answer"
    assert run_here("ground", a_scan, *ASKED, "--out", folder, *forms).status == 3
    [row] = csv.DictReader((folder / "boxes.csv").open(encoding="utf-8-sig", newline=""))
    assert row["label"] == "liver"
    [group] = hd.sr.srread(folder / "boxes.dcm").content.get_volumetric_roi_measurement_groups()
    assert group.finding_type.meaning == "Liver"
    page = (folder / "boxes.html").read_text(encoding="utf-8")
    assert "spleen: not on this slice" in page and "unicorn: not known to the model" in page


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "Give --out DIR"),
        (("--json", "-", "--export", "csv"), "Give it with --out"),
        (("--out", "answer", "--export", "sr"), "lacks what a DICOM SR refers to"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_asked(options, reason, run_here, a_nifti, monkeypatch):
    monkeypatch.chdir(a_nifti.parent)
    done = run_here("ground", a_nifti, *ASKED, *options)
    assert (done.status, done.asked, done.out) == (2, 0, "") and reason in done.err
    assert not (a_nifti.parent / "answer").exists()


def test_an_answer_is_exported_afterwards(run_here, an_answer, tmp_path):
    every = [word for form in FORMS for word in ("--as", form)]
    done = run_here("export", an_answer, *every)
    assert done.status == 0 and done.out == ""
    assert {path.name for path in an_answer.iterdir()} >= set(FORMS.values())
    assert run_here("export", an_answer / "scene.mrb", "--as", "json", "--out", tmp_path / "else").status == 0
    exported = json.loads((tmp_path / "else" / "boxes.json").read_text(encoding="utf-8"))
    drawn = json.loads((an_answer / "result.json").read_text(encoding="utf-8"))["detections"][0]
    assert exported["boxes"][0]["ras"]["center"] == pytest.approx(drawn["center_ras"], abs=0.01)


def test_several_answers_get_a_folder_each(run_here, an_answer, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "scene.mrb").write_bytes((an_answer / "scene.mrb").read_bytes())
    assert run_here("export", an_answer, other, "--as", "csv", "--out", tmp_path / "tables").status == 0
    assert {path.parent.name for path in (tmp_path / "tables").rglob("boxes.csv")} == {"answer", "other"}


def test_what_is_no_answer_is_refused(run_here, an_answer, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "holds no scene.mrb" in run_here("export", tmp_path / "empty", "--as", "csv").err
    assert "is no scene of Slicer" in run_here("export", an_answer / "result.json", "--as", "csv").err
    (tmp_path / "broken.mrb").write_bytes(b"no bundle")
    assert "cannot be read" in run_here("export", tmp_path / "broken.mrb", "--as", "csv").err
    assert "--volume" in run_here("export", an_answer, "--as", "csv", "--volume", "another").err


def test_the_help_names_every_form_and_its_file():
    assert list(FORM_HELP) == list(FORMS)
    assert all(what.startswith(FORMS[form]) for form, what in FORM_HELP.items())
