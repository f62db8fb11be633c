"""The weights that ship: whole, small, and far better than guessing the usual place."""

import hashlib
import json

import numpy as np
import pytest
import torch

from MISGroundLib.resources import resource
from training.evaluate import MiniModel, ask_about, average_boxes, summarise, without_body
from training.export import MAXIMUM_BYTES
from training.pictures import draw_picture
from training.tissues import STRUCTURES

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
def outcomes(phantoms):
    torch.set_num_threads(2)
    rng = np.random.default_rng(21)
    pictures = [draw_picture(phantoms[i % 2], rng) for i in range(10)]
    # A prior that has even seen these very phantoms.
    return without_body(ask_about(MiniModel(FOLDER), [p for p in pictures if p.boxes], average_boxes(phantoms)))


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
