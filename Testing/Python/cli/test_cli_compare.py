"""`misground compare`, with an engine that answers from a script."""

import csv
import io
import json
from types import SimpleNamespace

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813

from MISGroundLib.cli import main
from MISGroundLib.engine.protocol import AnswerEvent
from Python.cli.test_batch import write_scan
from Python.fake_engine import FakeEngine

ASKED = ("-q", "liver, spleen", "--budget", "30")


@pytest.fixture
def visits(tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    return [write_scan(folder / "before.nii.gz"), write_scan(folder / "after.nii.gz", (40, 30, 24))]


@pytest.fixture
def run_here(monkeypatch, capfd):
    """`misground` in this process: the liver is found everywhere, the spleen is not, a unicorn is not known."""
    unknown = AnswerEvent("", 0, "", [], 0.0, problems=["what is that?"], unknown=True)
    told = {"liver": (6, 6, 30, 14), "unicorn": unknown}
    engine = FakeEngine(lambda image, questions, settings: [told.get(one.query) for one in questions])
    monkeypatch.setattr("MISGroundLib.engine.router.EngineRouter", lambda: engine)

    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return SimpleNamespace(status=status, out=said.out, err=said.err, asked=len(engine.asked))

    return run


def test_two_volumes_are_asked_once_and_compared_in_every_form(run_here, visits, tmp_path):
    out = tmp_path / "out"
    done = run_here("compare", *visits, *ASKED, "--out", out)
    assert done.status == 0 and done.asked > 10
    assert "liver" in done.out and "no diagnosis" in done.out and "as the files say" in done.out
    document = json.loads((out / "comparison.json").read_text())
    liver, spleen = document["rows"]
    assert liver["first"]["state"] == liver["second"]["state"] == "found"
    assert [spleen["first"]["state"], spleen["second"]["state"]] == ["absent", "absent"]
    assert document["first"]["source"].endswith("before.nii.gz")
    for form in ("json", "csv"):
        again = run_here("compare", *visits, *ASKED, "--out", out, "--as", form)
        assert again.asked == done.asked
        read = json.loads(again.out)["rows"] if form == "json" else list(csv.DictReader(io.StringIO(again.out)))
        assert len(read) == 2
    assert list(csv.DictReader((out / "comparison.csv").open(encoding="utf-8"))) == read


def test_answers_that_are_there_are_compared_without_a_question(run_here, visits, tmp_path):
    assert run_here("batch", *visits, *ASKED, "--out", tmp_path / "b", "--no-picture").status == 0
    asked = run_here("models").asked
    first, second = sorted((tmp_path / "b").glob("*/result.json"), key=lambda path: "before" not in path.parent.name)
    done = run_here("compare", first.parent, second.parent, "--as", "json")
    document = json.loads(done.out)
    assert done.status == 0 and done.asked == asked
    assert document["first"]["name"] == "before" and document["second"]["name"] == "after"


def test_a_registration_that_fails_is_refused_and_its_figure_is_told(run_here, visits, tmp_path):
    noise = np.random.default_rng(0).normal(0, 90, (20, 30, 40)).astype(np.int16)
    sitk.WriteImage(sitk.GetImageFromArray(noise), str(visits[1]))
    done = run_here("compare", *visits, "-q", "liver", "--budget", "9", "--register", "--out", tmp_path / "out")
    assert done.status == 2 and "could not be registered" in done.err and done.out == ""
    assert not (tmp_path / "out" / "comparison.json").exists()


def test_an_unknown_target_is_status_3(run_here, visits, tmp_path):
    assert run_here("compare", *visits, "-q", "unicorn", "--out", tmp_path / "out").status == 3


def test_what_cannot_be_right_is_refused_before_a_question(run_here, visits, tmp_path):
    for arguments, told in (
        ([visits[0], visits[0], *ASKED], "given twice"),
        ([*visits], "holds no answer of MISGround"),
        ([visits[0], tmp_path / "none.nii", *ASKED], "none.nii"),
    ):
        done = run_here("compare", *arguments)
        assert done.status == 2 and told in done.err and done.asked == 0
