"""The weights that ship: whole, small, better than the usual place, and in words that say what it sees."""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from MISGroundLib.files import resource
from training.drawing.pictures import draw_picture
from training.evaluation.asking import Asker
from training.evaluation.eye import eye_of
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


def test_beats_the_usual_place(outcomes):
    figures = summarise(outcomes)
    assert figures["present"] > 40
    assert figures["iou"] > figures["prior_iou"] + 0.05
    assert figures["acc50"] > figures["prior_acc50"] + 0.05


def test_the_words_say_what_the_eye_measured(asker, suite):
    eye, as_it_is = eye_of(asker.loaded.model.model.visual), asker.loaded.profile
    asker.loaded.profile = replace(as_it_is, absence_bias=0.0)
    decided, off = [], []
    for view in suite.views:
        asked = [*view.boxes, *view.absent[:4]]
        seen = eye(view.pixels, view.plane, view.modality, view.midline_mm, view.pixel_mm)
        answers = asker.many(view.pixels, [question_about(view, index) for index in asked])
        for index, said in zip(asked, answers, strict=True):
            measured, boxes = seen[STRUCTURES[index - 1]], said.parsed.boxes
            decided.append((measured is None) == (not boxes))
            if measured and boxes:
                off.append(1000 * np.abs(np.subtract(measured, boxes[0].box_px)).mean() / max(view.pixels.shape))
    asker.loaded.profile = as_it_is
    assert np.mean(decided) > 0.93
    assert np.median(off) < 3
    assert np.mean(off) < 8


def test_says_absent_and_tells_left_from_right(outcomes):
    figures = summarise(outcomes)
    assert figures["absent_said_absent"] > 0.7
    assert figures["recall"] > 0.6
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
