"""A run: every answer once, whatever happens to the engine or to the run itself."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from bench_fake_engine import FakePictures, ThinkingEngine
from made_questions import made_question, made_questions, write_made

from MISGroundLib.bench.run import run_questions
from MISGroundLib.bench.run_folder import CARD, DECODINGS, ROWS, decodings_named, read_answers, read_card
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL
from Python.engine.openai_stand_in import QWEN, StandIn

TWO = {name: DECODINGS[name] for name in ("greedy", "semsam")}


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    write_made(path, made_questions(14))
    return path


def run(questions, out, thinker=None, **settings):
    thinker = thinker or ThinkingEngine()
    settings = {"model": "some/model", "decodings": TWO, **settings}
    return run_questions(questions, out, make_engine=lambda: thinker, make_pictures=FakePictures, **settings)


def rows(folder):
    """The answers, less the time they took."""
    return [replace(answer, seconds=0.0) for answer in read_answers(folder)]


def same_pictures(count=6, **changes):
    """Questions about the same picture."""
    first = made_question(0, **changes)
    return [replace(first, text=f"{first.text} ({number})").with_id() for number in range(count)]


def test_every_question_is_answered_with_every_decoding_once(questions, tmp_path):
    card = run(questions, tmp_path / "out")
    counts = Counter((answer.question, answer.decoding) for answer in read_answers(tmp_path / "out"))
    assert len(counts) == 28 and set(counts.values()) == {1}
    assert card == read_card(tmp_path / "out")
    assert card.question_count == 14 and card.asked == "words" and card.decodings["semsam"]["top_m"] == 8
    assert card.model["name"] == "thinker" and card.model["revision"] == "r1"
    assert card.software["questions"] == "../questions.jsonl" and card.hardware["cores"] >= 1
    (session,) = card.sessions
    assert session["answers"] == 28 and session["start"] <= session["end"]


def test_one_pictures_questions_are_one_request_a_decoding(tmp_path):
    write_made(tmp_path / "q.jsonl", [*same_pictures(), made_question(1)])
    engine = ThinkingEngine()
    run(tmp_path / "q.jsonl", tmp_path / "out", engine)
    asked = [(len(questions), settings.decoding.name) for _, questions, settings in engine.asked]
    assert asked == [(6, "greedy"), (6, "semsam"), (1, "greedy"), (1, "semsam")]
    assert engine.closed


def test_pictures_go_to_the_engine_as_it_takes_them(tmp_path):
    families = ("no-image", "in-slice", "cross-slice")
    write_made(tmp_path / "q.jsonl", [made_question(number, family) for number, family in enumerate(families)])
    engine = ThinkingEngine()
    run(tmp_path / "q.jsonl", tmp_path / "out", engine, decodings=decodings_named(["greedy"]))
    assert [image.shape for image, _, _ in engine.asked] == [(0, 1, 1, 3), (60, 80, 3), (2, 60, 80, 3)]


def test_boxes_are_asked_a_picture_at_a_time_the_rest_is_told(tmp_path):
    questions = [made_question(1, "localisation"), made_question(2, "identification"), made_question(3, "no-image")]
    write_made(tmp_path / "q.jsonl", questions)
    engine = ThinkingEngine()
    run(tmp_path / "q.jsonl", tmp_path / "out", engine, ask="boxes", decodings=decodings_named(["greedy"]))
    assert [image.shape for image, _, _ in engine.asked] == [(60, 80, 3)]
    errors = {answer.question: answer.error for answer in read_answers(tmp_path / "out")}
    assert errors[questions[0].id] == "" and all("boxes" in errors[question.id] for question in questions[1:])


def test_a_box_that_two_questions_need_is_asked_for_once(tmp_path):
    text = "X is the liver, and Y is the spleen."
    related = {"options": ("left", "right"), "text": text, "terms": "anatomical", "plane": "axial"}
    write_made(tmp_path / "q.jsonl", same_pictures(4, **related))
    engine = ThinkingEngine()
    run(tmp_path / "q.jsonl", tmp_path / "out", engine, ask="boxes")
    assert [len(questions) for _, questions, _ in engine.asked] == [2, 2]
    assert len(rows(tmp_path / "out")) == 8


def test_a_run_killed_after_any_row_goes_on_to_the_same_end(questions, tmp_path):
    run(questions, tmp_path / "whole")
    expected = rows(tmp_path / "whole")
    lines = (tmp_path / "whole" / ROWS).read_bytes().splitlines(keepends=True)
    for kept in range(len(lines)):
        out = tmp_path / f"out{kept}"
        out.mkdir()
        card = json.loads((tmp_path / "whole" / CARD).read_text())
        card["sessions"] = [{"start": "2026-01-01T00:00:00", "end": "", "answers": 0, "engine": "local"}]
        (out / CARD).write_text(json.dumps(card))
        # The kill leaves a part of a row.
        (out / ROWS).write_bytes(b"".join(lines[:kept]) + lines[kept][: kept * 7 % len(lines[kept])])
        card = run(questions, out)
        assert sorted(rows(out), key=repr) == sorted(expected, key=repr)
        assert [session["answers"] for session in card.sessions] == [kept, 28 - kept]


def test_a_finished_run_asks_nothing(questions, tmp_path):
    run(questions, tmp_path / "out")
    engine = ThinkingEngine()
    run(questions, tmp_path / "out", engine)
    assert engine.asked == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"seed": 4}, "the seed: 0 there, 4 now"),
        ({"model": "other/model"}, "the model: some/model there, other/model now"),
        ({"ask": "boxes"}, "the way of asking: words there, boxes now"),
        ({"decodings": {"greedy": DECODINGS["greedy"]}}, "the decodings"),
        ({"decodings": {**TWO, "semsam": replace(DECODINGS["semsam"], k=4)}}, "the decodings"),
    ],
)
def test_a_folder_of_another_run_is_refused_with_what_differs(questions, tmp_path, change, named):
    run(questions, tmp_path / "out", limit=2)
    before = (tmp_path / "out" / ROWS).read_bytes(), (tmp_path / "out" / CARD).read_bytes()
    with pytest.raises(UserError, match="differs in") as refused:
        run(questions, tmp_path / "out", **change)
    assert named in str(refused.value)
    assert before == ((tmp_path / "out" / ROWS).read_bytes(), (tmp_path / "out" / CARD).read_bytes())


def test_answers_to_other_questions_are_refused(questions, tmp_path):
    run(questions, tmp_path / "out", limit=2)
    write_made(questions, made_questions(15))
    with pytest.raises(UserError, match="differs in the questions"):
        run(questions, tmp_path / "out")


def test_another_revision_of_the_model_is_refused_at_once(questions, tmp_path):
    run(questions, tmp_path / "out", limit=2)
    with pytest.raises(UserError, match="the model's revision: r1 there, r2 now"):
        run(questions, tmp_path / "out", ThinkingEngine(revision="r2"))
    assert len(rows(tmp_path / "out")) == 4


def test_two_runs_never_write_to_one_folder(questions, tmp_path):
    def second(done, count):
        with pytest.raises(UserError, match="Another run writes to"):
            run(questions, tmp_path / "out")

    run(questions, tmp_path / "out", limit=1, on_progress=second)


def test_a_question_that_kills_the_worker_costs_itself_alone(tmp_path):
    made = same_pictures(5)
    write_made(tmp_path / "q.jsonl", made)
    card = run(tmp_path / "q.jsonl", tmp_path / "out", ThinkingEngine(deadly="(2)"))
    errors = {answer.question: answer.error for answer in read_answers(tmp_path / "out")}
    assert [errors[question.id] for question in made] == ["", "", "It died of (2).", "", ""]
    assert card.sessions[0]["answers"] == 10


def test_a_worker_that_dies_once_costs_nothing(tmp_path):
    write_made(tmp_path / "q.jsonl", same_pictures(5))
    run(tmp_path / "q.jsonl", tmp_path / "whole")
    run(tmp_path / "q.jsonl", tmp_path / "out", ThinkingEngine(deadly="(2)", lives=1))
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")


def test_a_model_that_cannot_be_found_stops_the_run_at_once(questions, tmp_path):
    engine = ThinkingEngine(deadly="Case", code="user-error")
    with pytest.raises(UserError, match="It died of Case"):
        run(questions, tmp_path / "out", engine)
    assert len(engine.asked) == 1 and rows(tmp_path / "out") == [] and engine.closed


def test_a_run_that_ends_amid_a_group_keeps_the_groups_answers(tmp_path):
    write_made(tmp_path / "q.jsonl", same_pictures(5))
    run(tmp_path / "q.jsonl", tmp_path / "whole")
    with pytest.raises(UserError, match=r"It died of \(3\)"):
        run(tmp_path / "q.jsonl", tmp_path / "out", ThinkingEngine(deadly="(3)", code="server-refused"))
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")[:6:2]
    run(tmp_path / "q.jsonl", tmp_path / "out")
    assert sorted(rows(tmp_path / "out"), key=repr) == sorted(rows(tmp_path / "whole"), key=repr)


@pytest.mark.parametrize("actors", [1, 3])
def test_a_server_killed_amid_a_run_costs_no_answer_that_was_heard(tmp_path, actors):
    made = [question for case in range(3) for question in same_pictures(6, case=f"Case {case}")]
    write_made(tmp_path / "q.jsonl", made)
    server = StandIn()
    server.answers, server.die_after, server.die_in = [("A",)], 0, 8
    server.dies_for_good = True
    settings = {"model": QWEN, "decodings": decodings_named(["greedy"]), "engine": "server", "actors": actors}
    with pytest.raises(UserError, match="No server answers at"):
        run_questions(
            tmp_path / "q.jsonl", tmp_path / "out", address=server.url, make_pictures=FakePictures, **settings
        )
    kept = rows(tmp_path / "out")
    assert 0 < len(kept) == server.answered and not any(answer.error for answer in kept)
    with closing(StandIn()) as again:
        again.answers = [("A",)]
        run_questions(tmp_path / "q.jsonl", tmp_path / "out", address=again.url, make_pictures=FakePictures, **settings)
        assert len(again.asked) == len(made) - len(kept)
    assert Counter(answer.question for answer in rows(tmp_path / "out")) == dict.fromkeys((q.id for q in made), 1)


def test_a_worker_that_always_dies_stops_the_run_unanswered(questions, tmp_path):
    engine = ThinkingEngine(deadly="Case", code="crashed")
    with pytest.raises(UserError, match="answered no question"):
        run(questions, tmp_path / "out", engine)
    assert rows(tmp_path / "out") == [] and len(engine.asked) < 12
    run(questions, tmp_path / "out")
    assert len(rows(tmp_path / "out")) == 28


def test_a_model_that_answers_no_words_stops_the_run(questions, tmp_path):
    with pytest.raises(UserError, match="It does not know Case"):
        run(questions, tmp_path / "out", ThinkingEngine(refuses="Case"))


def test_early_failures_are_kept_once_the_model_answers(tmp_path):
    made = same_pictures(3)
    write_made(tmp_path / "q.jsonl", made)
    greedy = decodings_named(["greedy"])
    run(tmp_path / "q.jsonl", tmp_path / "out", ThinkingEngine(deadly="(0)"), decodings=greedy)
    assert {answer.question: bool(answer.error) for answer in read_answers(tmp_path / "out")} == {
        question.id: number == 0 for number, question in enumerate(made)
    }


def test_progress_counts_what_was_there(questions, tmp_path):
    run(questions, tmp_path / "out", limit=10)
    told = []
    run(questions, tmp_path / "out", on_progress=lambda done, count: told.append((done, count)))
    assert told[0] == (20, 28) and told[-1] == (28, 28) and told == sorted(told)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"engine": "cloud"}, "no engine 'cloud'"),
        ({"engine": "server"}, "address of the server is missing"),
        ({"actors": 2}, "engines ray and server"),
        ({"engine": "ray", "actors": 0}, "1 or more actors"),
        ({"ask": "song"}, "no way of asking"),
    ],
)
def test_settings_that_do_not_fit_are_refused(questions, tmp_path, wrong, named):
    with pytest.raises(UserError, match=named):
        run(questions, tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()


def test_many_requests_to_a_server_give_the_same_answers(questions, tmp_path):
    run(questions, tmp_path / "local")
    settings = {"model": "some/model", "decodings": TWO, "engine": "server", "address": "http://127.0.0.1:1"}
    make = {"make_engine": partial(ThinkingEngine, pause=0.001), "make_pictures": FakePictures}
    run_questions(questions, tmp_path / "server", actors=4, **settings, **make)
    assert sorted(rows(tmp_path / "server"), key=repr) == sorted(rows(tmp_path / "local"), key=repr)


def test_a_model_of_a_server_is_known_by_its_name(questions, tmp_path):
    card = run(questions, tmp_path / "out", model="server:http://127.0.0.1:1#some/model", limit=1)
    assert card.engine == "server" and card.model["asked_for"] == "some/model"


def test_a_server_that_refuses_stops_every_request(questions, tmp_path):
    settings = {"engine": "server", "address": "http://127.0.0.1:1", "actors": 4}
    with pytest.raises(UserError, match="It died of Case 9"):
        run_questions(
            questions,
            tmp_path / "out",
            make_engine=partial(ThinkingEngine, deadly="Case 9", code="server-refused"),
            make_pictures=FakePictures,
            **settings,
        )
    assert len(rows(tmp_path / "out")) < 14


KILLED = """
import sys
from functools import partial
from pathlib import Path
from bench_fake_engine import FakePictures, ThinkingEngine
from MISGroundLib.bench.run import run_questions
from MISGroundLib.bench.run_folder import decodings_named
run_questions(
    Path(sys.argv[1]), Path(sys.argv[2]), model="some/model", decodings=decodings_named(["greedy", "semsam"]),
    make_engine=partial(ThinkingEngine, pause=0.01), make_pictures=FakePictures,
)
"""


def started(questions, out):
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    return subprocess.Popen([sys.executable, "-c", KILLED, questions, out], env={**os.environ, "PYTHONPATH": path})


def test_five_kills_lose_no_answer_and_double_none(tmp_path):
    questions, out = tmp_path / "questions.jsonl", tmp_path / "out"
    write_made(questions, made_questions(112))
    run(questions, tmp_path / "whole")
    pauses = np.random.default_rng(1).uniform(0.02, 0.3, 5)
    seen = [0]
    for pause in pauses:
        process = started(questions, out)
        while process.poll() is None and _rows_in(out) <= seen[-1]:
            time.sleep(0.01)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.append(_rows_in(out))
    assert sorted(set(seen)) == seen and seen[-1] < 224
    assert started(questions, out).wait() == 0
    assert sorted(rows(out), key=repr) == sorted(rows(tmp_path / "whole"), key=repr)
    sessions = read_card(out).sessions
    assert [session["answers"] for session in sessions] == [b - a for a, b in zip(seen, [*seen[1:], 224], strict=True)]


def _rows_in(out):
    return (out / ROWS).read_bytes().count(b"\n") if (out / ROWS).exists() else 0


class PaintedPictures(FakePictures):
    """A bright disc on black."""

    def draw(self, question):
        down, right = np.mgrid[:96, :96]
        disc = ((down - 40) ** 2 + (right - 30) ** 2 < 400).astype(np.uint8) * 180
        return [np.repeat(disc[..., None], 3, axis=2) for _ in question.pictures]


def test_misground_mini_finds_and_compares_what_it_is_asked_for(tmp_path):
    found = made_question(1, "localisation")
    related = replace(
        made_question(0, options=("left", "right"), answer=0),
        text="X is the liver, and Y is the spleen. Where is X from Y?",
        structures=("liver", "spleen"),
    ).with_id()
    write_made(tmp_path / "q.jsonl", [found, related, made_question(2, "identification")])
    out = tmp_path / "out"
    settings = {"model": EMBEDDED_MODEL, "device": "cpu", "decodings": TWO}
    card = run_questions(tmp_path / "q.jsonl", out, make_pictures=PaintedPictures, **settings)
    assert card.asked == "boxes" and card.model["name"] == EMBEDDED_MODEL and len(card.model["revision"]) > 6
    answers = {(answer.question, answer.decoding): answer for answer in read_answers(out)}
    assert len(answers) == 6
    for name in TWO:
        one = answers[found.id, name]
        assert one.error == "" and one.tokens > 0 and (one.said_absent or one.boxes_px)
        assert answers[related.id, name].raw.startswith("liver: ") and "\nspleen: " in answers[related.id, name].raw
