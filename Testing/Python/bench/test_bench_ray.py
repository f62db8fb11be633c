"""The same run with Ray Data: two actors on this machine."""

import os
import pickle
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from bench_fake_engine import FakePictures, ThinkingEngine
from made_questions import made_question, made_questions, write_made

from MISGroundLib.bench.run import run_questions
from MISGroundLib.bench.run_answerers import EngineAnswerer
from MISGroundLib.bench.run_folder import DECODINGS, Group, RunSettings, read_answers
from MISGroundLib.bench.run_parallel import _Actor
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Settings

pytest.importorskip("ray.data", reason="needs Ray Data: pip install 'misground[bench]'")

SETTINGS = {
    "model": "some/model",
    "decodings": {name: DECODINGS[name] for name in ("greedy", "semsam")},
    "make_pictures": FakePictures,
}


@pytest.fixture(scope="module")
def cluster():
    """One that stays for all of these tests: to start it takes seconds."""
    import ray

    quiet = {"include_dashboard": False, "log_to_driver": False, "logging_level": "ERROR"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
        ray.init(address="local", num_cpus=3, object_store_memory=100 << 20, **quiet)
    yield
    ray.shutdown()


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    write_made(path, made_questions(28))
    return path


def rows(folder):
    return sorted((replace(answer, seconds=0.0) for answer in read_answers(folder)), key=repr)


def run(questions, out, **settings):
    return run_questions(questions, out, **{"make_engine": ThinkingEngine, **SETTINGS, **settings})


def test_a_run_begun_here_ends_with_actors_in_the_same_rows(cluster, questions, tmp_path):
    run(questions, tmp_path / "local")
    run(questions, tmp_path / "ray", limit=3)
    log = tmp_path / "log"
    make = partial(ThinkingEngine, pause=0.02, log=str(log))
    card = run(questions, tmp_path / "ray", engine="ray", actors=2, make_engine=make)
    assert rows(tmp_path / "ray") == rows(tmp_path / "local") and len(rows(tmp_path / "ray")) == 56
    assert card.engine == "ray" and card.model["revision"] == "r1"
    assert [session["engine"] for session in card.sessions] == ["local", "ray"]
    asked = [line.split()[0] for line in log.read_text().splitlines()]
    assert len(asked) == 2 * 25
    assert len(set(asked)) == 2, "both actors answered"


def test_an_actor_hands_on_what_would_fail_with_every_question():
    question = made_question(0)
    settings = RunSettings(Settings("some/model"))
    engine = partial(ThinkingEngine, deadly="Case 0", code="user-error")
    actor = _Actor(partial(EngineAnswerer, settings, engine, FakePictures()))
    said = pickle.loads(actor({"group": pickle.dumps(Group(((question, ("greedy",)),)))})["batch"])
    assert isinstance(said, UserError) and str(said) == "It died of Case 0."


def test_a_cluster_that_is_not_there_is_told(questions, tmp_path):
    import ray

    # Else the cluster of the tests before would do.
    ray.shutdown()
    with pytest.raises(UserError, match=r"Ray cluster 127\.0\.0\.1:1 cannot be used"):
        run(questions, tmp_path / "out", engine="ray", address="127.0.0.1:1")
