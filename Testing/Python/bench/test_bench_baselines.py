"""The benchmark held against answers that need no model."""

import pytest
from bench_fake_engine import FakePictures
from made_questions import made_question, made_questions, write_made

from MISGroundLib.bench.run import Baseline, run_questions
from MISGroundLib.bench.run_folder import Group, RunSettings, read_answers, read_card
from MISGroundLib.bench.score import score_run, wilson
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Settings

# Every family, every right answer, equally often.
COUNT = 7 * 4 * 20


@pytest.fixture(scope="module")
def questions(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "questions.jsonl"
    write_made(path, made_questions(COUNT))
    return path


def run(questions, out, model, **settings):
    run_questions(questions, out, model=model, make_pictures=FakePictures, **settings)
    return score_run(questions, out)


def chosen(questions, out):
    """(right, asked) of the questions with options."""
    scores = score_run(questions, out)
    groups = {group.levels[0]: group.by["greedy"] for group in scores.groups if group.factors == ("family",)}
    tallies = [tally for family, tally in groups.items() if family != "localisation"]
    return sum(tally.right for tally in tallies), sum(tally.scored for tally in tallies)


def test_the_oracle_is_always_right(questions, tmp_path):
    scores = run(questions, tmp_path, "oracle")
    assert scores.overall["greedy"].right == scores.overall["greedy"].scored == COUNT


def test_always_the_first_option_is_right_as_often_as_chance(questions, tmp_path):
    run(questions, tmp_path, "always-first")
    right, asked = chosen(questions, tmp_path)
    assert asked == COUNT * 6 // 7 and right == asked / 4
    boxes = [answer.boxes_px for answer in read_answers(tmp_path) if answer.boxes_px]
    assert len(boxes) == COUNT / 7 and set(boxes) == {((0.0, 0.0, 80.0, 60.0),)}


def test_random_answers_are_right_as_often_as_chance(questions, tmp_path):
    run(questions, tmp_path, "random", seed=5)
    low, high = wilson(*chosen(questions, tmp_path))
    assert low <= 0.25 <= high
    absent = [answer.said_absent for answer in read_answers(tmp_path) if answer.raw[1:2] != "."]
    assert 0.3 < sum(absent) / len(absent) < 0.7


def test_random_answers_depend_on_seed_and_question_only():
    made = [made_question(number, "in-slice") for number in range(40)]

    def answers(questions, seed):
        work = tuple((question, ("greedy",)) for question in questions)
        batch = Baseline(RunSettings(Settings("random", seed=seed)), lambda question: (60, 80)).answer(Group(work))
        return {answer.question: answer.choice for answer in batch.answers}

    assert answers(made, 1) == answers(made[::-1], 1)
    assert answers(made, 1) != answers(made, 2)


def test_random_boxes_lie_in_the_picture():
    made = [made_question(number, "localisation") for number in range(60)]
    baseline = Baseline(RunSettings(Settings("random")), lambda question: (7, 5))
    boxes = [box for one in baseline.answer(Group(tuple((q, ("g",)) for q in made))).answers for box in one.boxes_px]
    assert boxes and all(0 <= x0 < x1 <= 5 and 0 <= y0 < y1 <= 7 for x0, y0, x1, y1 in boxes)


def test_a_card_tells_that_no_model_answered(questions, tmp_path):
    run(questions, tmp_path, "oracle", limit=3)
    assert read_card(tmp_path).model["name"] == "oracle" and read_card(tmp_path).model["device"] == "none"


def test_there_are_no_other_baselines():
    with pytest.raises(UserError, match="no baseline 'always-last'"):
        Baseline(RunSettings(Settings("always-last")), lambda question: (1, 1))
