"""The `misground bench` commands, on a small case made here."""

import argparse
import json

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813

from MISGroundLib.bench.question_file import read_questions
from MISGroundLib.bench.run_folder import read_answers, read_card
from MISGroundLib.cli_bench import add_bench_commands
from MISGroundLib.errors import UserError

# Corners of blocks in voxels of 2 mm: well apart, none at the edge.
BLOCKS = {
    "liver": ((6, 8, 8), (20, 22, 30)),
    "spleen": ((38, 8, 8), (52, 22, 30)),
    "left kidney": ((38, 38, 8), (52, 52, 30)),
    "aorta": ((6, 38, 8), (20, 52, 30)),
}


def misground(*arguments):
    parser = argparse.ArgumentParser()
    add_bench_commands(parser.add_subparsers(required=True))
    options = parser.parse_args(["bench", *map(str, arguments)])
    return options.run(options)


@pytest.fixture(scope="module")
def a_case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases") / "blocks"
    folder.mkdir()
    labels = np.zeros((38, 60, 60), dtype=np.uint8)
    for number, (low, high) in enumerate(BLOCKS.values(), start=1):
        labels[low[2] : high[2], low[1] : high[1], low[0] : high[0]] = number
    scan = np.where(labels > 0, 40 * labels.astype(np.int16), np.int16(-100))
    for name, array in (("image", scan), ("labels", labels)):
        image = sitk.GetImageFromArray(array)
        image.SetSpacing((2.0, 2.0, 2.0))
        sitk.WriteImage(image, str(folder / f"{name}.nii.gz"))
    names = {str(number): name for number, name in enumerate(BLOCKS, start=1)}
    (folder / "case.json").write_text(json.dumps({"modality": "CT", "labels": names}))
    return folder


@pytest.fixture(scope="module")
def questions(a_case, tmp_path_factory):
    path = tmp_path_factory.mktemp("built") / "questions.jsonl"
    assert misground("build", a_case, "--out", path, "--limit-per-cell", "2", "--seed", "3") == 0
    return path


def test_build_says_what_it_made(a_case, tmp_path, capsys, questions):
    again = tmp_path / "again" / "questions.jsonl"
    misground("build", a_case, "--out", again, "--limit-per-cell", "2", "--seed", "3")
    told = capsys.readouterr()
    counts = [int(line.split("\t")[0]) for line in told.out.splitlines()]
    assert sum(counts) == len(list(read_questions(again))) > 50
    assert f"{sum(counts)} questions written to {again}" in told.err
    assert [one.id for one in read_questions(again)] == [one.id for one in read_questions(questions)]


def test_show_writes_a_page_of_one_question(questions, tmp_path):
    question = next(one for one in read_questions(questions) if one.family == "in-slice")
    assert misground("show", question.id[:12], "--questions", questions, "--out", tmp_path / "page.html") == 0
    page = (tmp_path / "page.html").read_text()
    assert question.id in page and "data:image/png" in page


def test_show_wants_the_id_of_one_question(questions, tmp_path):
    with pytest.raises(UserError, match="no question whose id begins with 'xyz'"):
        misground("show", "xyz", "--questions", questions, "--out", tmp_path / "page.html")
    with pytest.raises(UserError, match="questions whose id begins with ''"):
        misground("show", "", "--questions", questions, "--out", tmp_path / "page.html")


def test_run_report_and_export(questions, tmp_path, capsys):
    answers = tmp_path / "answers"
    assert misground("run", questions, "--model", "always-first", "--out", answers, "--limit", "40") == 0
    assert "40 answers to 40 questions" in capsys.readouterr().err
    misground("run", questions, "--model", "always-first", "--out", answers)
    count = len(list(read_questions(questions)))
    assert len(list(read_answers(answers))) == count
    boxes = [answer.boxes_px[0] for answer in read_answers(answers) if answer.boxes_px]
    assert boxes and all(box[:2] == (0.0, 0.0) and box[2] >= 38 and box[3] >= 38 for box in boxes)
    assert len(read_card(answers).sessions) == 2

    # The card remembers the questions.
    page = tmp_path / "report.html"
    assert misground("report", answers, "--out", page) == 0
    told = capsys.readouterr()
    assert told.out.startswith("greedy\t") and f"of {count}," in told.out and "% right" in told.out
    assert page.stat().st_size > 1000 and page.with_suffix(".csv").exists()

    for form in ("lmms-eval", "vlmevalkit"):
        assert misground("export", questions, tmp_path / form, "--format", form) == 0
        assert any((tmp_path / form).iterdir())


def test_the_oracle_is_right_in_every_question_that_was_built(questions, tmp_path, capsys):
    misground("run", questions, "--model", "oracle", "--out", tmp_path)
    misground("report", tmp_path, "--out", tmp_path / "report.html", "--no-pictures")
    assert "greedy\t100.0 % right" in capsys.readouterr().out


def test_a_report_wants_to_know_where_the_questions_went(questions, tmp_path):
    moved = tmp_path / "there" / "questions.jsonl"
    moved.parent.mkdir()
    moved.write_bytes(questions.read_bytes())
    (tmp_path / "cases").mkdir()
    answers = tmp_path / "answers"
    misground("run", questions, "--model", "oracle", "--out", answers, "--limit", "2")
    elsewhere = tmp_path / "far" / "away" / "answers"
    elsewhere.parent.mkdir(parents=True)
    answers.rename(elsewhere)
    with pytest.raises(UserError, match="Give them with --questions"):
        misground("report", elsewhere, "--out", tmp_path / "report.html")
    assert misground("report", elsewhere, "--questions", moved, "--out", tmp_path / "r.html", "--no-pictures") == 0


@pytest.mark.parametrize("wrong", [("--decoding", "magic"), ("--engine", "server"), ("--address", "127.0.0.1:1")])
def test_a_run_with_settings_that_do_not_fit_says_what_to_do(questions, tmp_path, wrong):
    with pytest.raises(UserError, match=r"choose from|Give --"):
        misground("run", questions, "--out", tmp_path / "answers", *wrong)


@pytest.mark.parametrize("wrong", [("--limit", "0"), ("--actors", "-1"), ("--engine", "cloud"), ("--ask", "song")])
def test_numbers_and_names_are_checked_by_the_parser(questions, tmp_path, wrong, capsys):
    with pytest.raises(SystemExit):
        misground("run", questions, "--out", tmp_path / "answers", *wrong)
    assert wrong[0] in capsys.readouterr().err
