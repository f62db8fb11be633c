"""The weights that ship: whole, small, and far better than guessing the usual place."""

import hashlib
import json

import numpy as np
import pytest

from MISGroundLib.files import resource
from training.drawing.pictures import draw_picture
from training.evaluation.asking import Asker
from training.evaluation.prior import load_prior
from training.evaluation.run import question_about, run_suite
from training.evaluation.scoring import summarise
from training.evaluation.suites import PLANES, view_of
from training.evaluation.views import Suite
from training.export import MAXIMUM_BYTES
from training.structures import STRUCTURES

FOLDER = resource("Models", "misground-mini")


def test_every_file_has_its_checksum():
    lines = (FOLDER / "SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    files = {path.name for path in FOLDER.iterdir()} - {"SHA256SUMS"}
    assert set(sums) == files
    for name, digest in sums.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_the_weights_are_small():
    assert (FOLDER / "model.safetensors").stat().st_size <= MAXIMUM_BYTES


def test_the_folder_says_what_it_knows():
    data = json.loads((FOLDER / "misground.json").read_text())
    assert data["structures"] == list(STRUCTURES)


@pytest.fixture(scope="module")
def asker():
    return Asker(FOLDER, "cpu")


@pytest.fixture(scope="module")
def suite(phantoms):
    rng = np.random.default_rng(21)
    pictures = [draw_picture(phantoms[i % 2], rng, PLANES[i % 3]) for i in range(12)]
    return Suite("phantoms", "two phantoms", "synthetic", [view_of(picture, "x") for picture in pictures])


@pytest.fixture(scope="module")
def outcomes(asker, suite):
    return [o for o in run_suite(asker, suite, load_prior()) if o.headline]


def test_beats_the_usual_place_by_a_wide_margin(outcomes):
    figures = summarise(outcomes)
    assert figures["present"] > 40
    assert figures["iou"] > figures["prior_iou"] + 0.10
    assert figures["acc50"] > figures["prior_acc50"] + 0.10


def test_says_absent_and_tells_left_from_right(outcomes):
    figures = summarise(outcomes)
    assert figures["absent_said_absent"] > 0.7
    assert figures["recall"] > 0.7
    assert figures["laterality_errors"] < 0.05


def test_a_batch_gets_the_answers_that_the_worker_gives_one_by_one(asker, suite):
    view = suite.views[0]
    asked = [*sorted(asker.known & set(view.boxes))[:5], *sorted(asker.known & set(view.absent))[:2]]
    questions = [question_about(view, index) for index in asked]
    for question, batched in zip(questions, asker.many(view.pixels, questions), strict=True):
        single = asker.one(view.pixels, question)
        assert batched.parsed.boxes == single.parsed.boxes
        assert batched.parsed.not_found == single.parsed.not_found
        assert [batched.score, *batched.box_scores] == pytest.approx([single.score, *single.box_scores], abs=1e-4)
