"""Answers held against questions: what is right, what is counted apart, what is refused."""

import json
import math
from dataclasses import asdict, replace

import pytest
from made_questions import TRUTH, made_question, made_questions, random_answers, right_answer, write_made, write_run
from made_questions import wrong_answer as wrong

from MISGroundLib.bench.question_wording import OPPOSITES, direction_in, direction_word, opposite
from MISGroundLib.bench.run_folder import CARD, ROWS, BenchAnswer
from MISGroundLib.bench.score import bootstrap, score_run, wilson
from MISGroundLib.errors import UserError


@pytest.fixture
def scored(tmp_path):
    """Scores of questions and their answers; decodings are those of the answers."""

    def score(questions, answers):
        path = tmp_path / "questions.jsonl"
        write_made(path, questions)
        answers = list(answers)
        names = list(dict.fromkeys(answer.decoding for answer in answers)) or ["greedy"]
        write_run(tmp_path / "run", path, answers, names)
        return score_run(path, tmp_path / "run")

    return score


@pytest.fixture
def run(tmp_path):
    """A question file and a finished run on it: (questions, path, folder)."""
    path = tmp_path / "questions.jsonl"
    questions = write_made(path, made_questions(14))
    write_run(tmp_path / "run", path, [right_answer(question) for question in questions])
    return questions, path, tmp_path / "run"


def test_the_oracle_is_right_everywhere_and_its_opposite_nowhere(scored):
    questions = list(made_questions(84))
    answers = [right_answer(q, "oracle") for q in questions] + [wrong(q, "fool") for q in questions]
    scores = scored(questions, answers)
    assert (scores.overall["oracle"].accuracy, scores.overall["fool"].accuracy) == (1, 0)
    assert scores.overall["oracle"].interval == wilson(84, 84)
    assert all(group.by["oracle"].right == group.by["oracle"].scored for group in (*scores.groups, *scores.cells))
    assert sum(cell.by["fool"].scored for cell in scores.cells) == 84
    assert scores.complete and scores.questions == 84 and scores.cases == 7


def test_chance_is_the_mean_over_the_questions_counted(scored):
    questions = [made_question(0, chance=0.5), made_question(1, chance=0.25), made_question(2, chance=0.9)]
    answers = [right_answer(questions[0]), wrong(questions[1]), right_answer(questions[2], error="not in words")]
    assert scored(questions, answers).overall["greedy"].chance == pytest.approx(0.375)


def test_unreadable_is_wrong_and_an_error_is_not_counted(scored):
    questions = [made_question(i) for i in range(4)]
    answers = [
        right_answer(questions[0]),
        BenchAnswer(questions[1].id, "greedy", "I cannot tell"),
        BenchAnswer(questions[2].id, "greedy", "", error="It cannot be asked in words."),
    ]
    tally = scored(questions, answers).overall["greedy"]
    assert (tally.scored, tally.right, tally.unreadable, tally.errors, tally.missing) == (2, 1, 1, 1, 1)
    assert tally.accuracy == 0.5


def test_boxes_do_not_make_an_answer_to_a_question_with_options(scored):
    question = made_question()
    answer = BenchAnswer(question.id, "greedy", "[...]", boxes_px=(TRUTH,), box_scores=(1.0,))
    assert answer.readable
    assert scored([question], [answer]).overall["greedy"].unreadable == 1


@pytest.mark.parametrize(
    ("boxes", "sure", "iou", "right"),
    [
        ((TRUTH,), (0.5,), 1.0, True),
        (((20.0, 30.0, 40.0, 80.0),), (0.5,), 0.5, True),
        (((20.0, 30.0, 39.0, 80.0),), (0.5,), 0.475, False),
        (((0.0, 0.0, 5.0, 5.0), TRUTH), (0.3, 0.9), 1.0, True),
        (((0.0, 0.0, 5.0, 5.0), TRUTH), (0.9, 0.3), 0.0, False),
        (((0.0, 0.0, 5.0, 5.0), TRUTH), (), 0.0, False),
    ],
)
def test_the_surest_box_counts_from_an_overlap_of_a_half(scored, boxes, sure, iou, right):
    question = made_question(1, "localisation")
    answer = BenchAnswer(question.id, "greedy", "", boxes_px=boxes, box_scores=sure)
    scores = scored([question], [answer])
    found = scores.localisation["greedy"]
    assert (found.present, found.found, found.hits) == (1, 1, int(right))
    assert found.mean_iou == pytest.approx(iou)
    assert scores.overall["greedy"].right == right


def test_missed_is_no_overlap_and_absent_must_be_called_absent(scored):
    there = [made_question(i, "localisation") for i in (1, 3, 5)]
    gone = [made_question(i, "localisation") for i in (0, 2, 4)]
    answers = [
        right_answer(there[0]),
        BenchAnswer(there[1].id, "greedy", "none", said_absent=True),
        BenchAnswer(there[2].id, "greedy", "?"),
        BenchAnswer(gone[0].id, "greedy", "none", said_absent=True),
        wrong(gone[1]),
        BenchAnswer(gone[2].id, "greedy", "?"),
    ]
    scores = scored([*there, *gone], answers)
    found = scores.localisation["greedy"]
    assert (found.present, found.found, found.hits, found.absent, found.said_absent) == (3, 1, 1, 3, 1)
    assert found.mean_iou == pytest.approx(1 / 3)
    assert (scores.overall["greedy"].right, scores.overall["greedy"].unreadable) == (2, 2)


def test_rejection_counts_what_is_not_there_at_the_recall_on_what_is(scored):
    there = [made_question(i, "localisation") for i in (1, 3, 5, 7)]
    gone = [made_question(i, "localisation") for i in (0, 2)]
    elsewhere = [made_question(i, "impossible") for i in (0, 1, 2, 4)]
    answers = [
        right_answer(there[0]),
        right_answer(there[1], boxes_px=((0.0, 0.0, 5.0, 5.0),)),
        BenchAnswer(there[2].id, "greedy", "none", said_absent=True),
        BenchAnswer(there[3].id, "greedy", "?"),
        right_answer(gone[0]),
        wrong(gone[1]),
        right_answer(elsewhere[0]),
        BenchAnswer(elsewhere[1].id, "greedy", "I cannot see it"),
        wrong(elsewhere[2]),
        right_answer(elsewhere[3], error="It does not know the kidney."),
    ]
    scores = scored([*there, *gone, *elsewhere], answers)
    parts = scores.rejection["greedy"]
    assert {name: (part.right, part.scored, part.errors) for name, part in parts.items()} == {
        "rejected": (2, 5, 1),
        "absent": (1, 2, 0),
        "impossible": (1, 3, 1),
        "present": (2, 4, 0),
    }
    assert parts["rejected"].interval == wilson(2, 5) and parts["impossible"].unreadable == 1
    # An impossible query is a control: it is in no other factor, and no absent structure of the localisation.
    assert (scores.localisation["greedy"].absent, scores.pictured["greedy"].scored) == (2, 6)


def test_superior_called_inferior_is_a_flip_anterior_is_wrong(scored):
    questions = [made_question(i, answer=0) for i in (0, 2, 4, 6)]
    assert {question.direction for question in questions} == {"superior"}
    answers = [right_answer(q, choice=choice) for q, choice in zip(questions, (1, 1, 2, 0), strict=True)]
    (flip,) = scored(questions, answers).flips["greedy"]
    assert (flip.word, flip.asked, flip.right, flip.opposite) == ("superior", 4, 1, 2)


def test_controls_are_no_flips_and_flipped_show_the_atlas(scored):
    questions = [made_question(0, "flipped"), made_question(2, "flipped"), made_question(4, "no-image")]
    scores = scored(questions, [right_answer(q, choice=1) for q in questions])
    assert scores.flips["greedy"] == ()
    assert (scores.atlas["greedy"].asked, scores.atlas["greedy"].opposite) == (2, 2)


def test_a_structure_s_side_is_no_direction(scored):
    question = made_question(2, "identification")
    scores = scored([question], [right_answer(question, choice=3)])
    assert scores.flips["greedy"] == ()
    assert direction_in("The left kidney is superior to the liver", ("left kidney", "liver")) == "superior"
    assert direction_in("superior or inferior") == direction_in("neither") == ""


@pytest.mark.parametrize(
    "direction", ["superior", "inferior", "anterior", "posterior", "left", "right", "medial", "lateral"]
)
@pytest.mark.parametrize("terms", ["anatomical", "colloquial"])
def test_every_direction_word_is_known_with_its_opposite(direction, terms):
    found = direction_in(direction_word(direction, terms))
    assert found and OPPOSITES[found] == direction_in(direction_word(opposite(direction), terms))


def test_controls_are_in_the_families_and_in_no_other_factor(scored):
    questions = [made_question(0), made_question(1, "no-image"), made_question(2, "flipped")]
    scores = scored(questions, [right_answer(q) for q in questions])
    levels = {group.levels[0]: group.by["greedy"].scored for group in scores.groups}
    assert (levels["in-slice"], levels["no-image"], levels["flipped"]) == (1, 1, 1)
    assert "none" not in levels and levels["axial"] == 1 and "coronal" not in levels
    assert (scores.overall["greedy"].scored, scores.pictured["greedy"].scored) == (3, 1)


def test_the_overall_interval_is_over_cases(scored):
    questions = [made_question(i) for i in range(48)]
    answers = [right_answer(q) if q.case in ("case-000", "case-002") else wrong(q) for q in questions]
    scores = scored(questions, answers)
    assert scores.interval["greedy"] == bootstrap([12, 0, 12, 0], [12] * 4, seed=3)
    assert scores.interval["greedy"] == (0, 1)


def test_decodings_are_compared_on_what_both_answered(scored):
    questions = [made_question(i, ("in-slice", "bare")[i % 2]) for i in range(6)]
    first = [right_answer(q, "a") for q in questions[:5]]
    second = [wrong(questions[0], "b"), right_answer(questions[1], "b"), right_answer(questions[5], "b")]
    scores = scored(questions, [*first, *second])
    by = {pair.family: pair.paired for pair in scores.pairs}
    assert (by[""].questions, by[""].lost, by[""].gained) == (2, 1, 0)
    assert (by["in-slice"].lost, by["bare"].lost) == (1, 0)
    assert not scores.complete
    assert (scores.overall["a"].missing, scores.overall["b"].missing) == (1, 3)


def test_calibration_is_told_only_where_answers_carry_a_score(scored):
    question = made_question()
    assert scored([question], [right_answer(question, score=0.8)]).calibration["greedy"] == pytest.approx(0.2)
    assert math.isnan(scored([question], [right_answer(question, score=0.0)]).calibration["greedy"])


def test_time_and_tokens_are_summed(scored):
    questions = [made_question(i) for i in range(3)]
    scores = scored(questions, [right_answer(q, seconds=0.5, tokens=7) for q in questions])
    assert (scores.seconds["greedy"], scores.tokens["greedy"]) == (1.5, 21)


def test_a_run_without_answers_says_what_is_missing(scored):
    scores = scored([made_question()], [])
    assert (scores.overall["greedy"].scored, scores.overall["greedy"].missing) == (0, 1)
    assert math.isnan(scores.overall["greedy"].accuracy)


def test_the_sums_of_every_factor_are_the_whole(scored):
    questions = list(made_questions(210))
    answers = list(random_answers(questions, lambda q, d: 0.5, ("a", "b"), 1))
    scores = scored(questions, answers)
    for name in ("a", "b"):
        by_state = {answer.question: answer for answer in answers if answer.decoding == name}
        unreadable = sum(not answer.readable for answer in by_state.values())
        assert scores.overall[name].unreadable == unreadable
        for factor in ("modality", "plane", "convention", "visual_prompt", "terms"):
            groups = [group.by[name] for group in scores.groups if group.factors == (factor,)]
            assert sum(group.right for group in groups) == scores.pictured[name].right
        families = [group.by[name] for group in scores.groups if group.factors == ("family",)]
        assert sum(group.right for group in families) == scores.overall[name].right


def _refusal(path, folder):
    with pytest.raises(UserError) as refused:
        score_run(path, folder)
    return str(refused.value)


def _change_rows(folder, change):
    rows = (folder / ROWS).read_bytes().splitlines(keepends=True)
    (folder / ROWS).write_bytes(b"".join(change(rows)))


def test_answers_to_other_questions_are_refused(run, tmp_path):
    _, _, folder = run
    other = tmp_path / "other.jsonl"
    write_made(other, made_questions(7))
    assert "answers to other questions" in _refusal(other, folder)


def test_doubled_and_broken_off_answers_are_refused_by_line(run):
    _, path, folder = run
    _change_rows(folder, lambda rows: [*rows, rows[2]])
    assert "line 15" in _refusal(path, folder) and "twice" in _refusal(path, folder)
    _change_rows(folder, lambda rows: [*rows[:3], rows[3][:40]])
    assert "line 4" in _refusal(path, folder) and "breaks off" in _refusal(path, folder)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"question": "0123456789abcdef"}, "there is no question '0123456789abcdef'"),
        ({"decoding": "other"}, "the decoding 'other' is not in the run's card"),
        ({"choice": 9}, "the choice 9 is none of the options"),
        ({"score": 1.5}, "the score 1.5 is not from 0 to 1"),
    ],
)
def test_an_answer_to_no_question_is_refused_with_its_line(run, change, why):
    questions, path, folder = run
    row = json.dumps(asdict(replace(right_answer(questions[1]), **change))).encode() + b"\n"
    _change_rows(folder, lambda rows: [rows[0], row])
    assert "line 2" in _refusal(path, folder) and why in _refusal(path, folder)


def test_another_version_of_the_schema_is_refused(run):
    _, path, folder = run
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps({**card, "schema": "misground-answers-9"}))
    assert "misground-answers-9" in _refusal(path, folder)


def test_a_part_of_the_questions_is_refused(run):
    _, path, folder = run
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5]))
    card = json.loads((folder / CARD).read_text())
    from MISGroundLib.bench.question_file import sha256_of

    (folder / CARD).write_text(json.dumps({**card, "questions_sha256": sha256_of(path)}))
    assert "only a part" in _refusal(path, folder)


def test_what_is_not_there_is_said_plainly(run, tmp_path):
    _, path, folder = run
    assert "cannot be read" in _refusal(tmp_path / "nothing.jsonl", folder)
    assert "run.json" in _refusal(path, tmp_path)
