"""Weights that are corrupt, a model folder removed or replaced while its model is loaded, and no memory left: the real
worker, through panel, console, command line and benchmark."""

import shutil
from functools import partial

import pytest

from MISGroundLib.batch import Request, ground_batch, ground_file
from MISGroundLib.bench.run import run_questions
from MISGroundLib.bench.run_folder import decodings_named
from MISGroundLib.engine.client import EngineClient
from MISGroundLib.errors import UserError
from MISGroundLib.files import resource
from MISGroundLib.settings import Settings
from Python.bench.bench_fake_engine import FakePictures
from Python.bench.made_questions import made_question, write_made
from Python.panel.panel_driver import boxes

PATIENCE = 240


@pytest.fixture(scope="module")
def an_engine_at_work():
    """One worker for all of these tests: none of these faults may cost it."""
    engine = EngineClient()
    yield engine
    engine.close()


@pytest.fixture
def a_model(tmp_path):
    """A folder of the user's own with the weights of misground-mini."""
    folder = tmp_path / "a-model"
    shutil.copytree(resource("Models") / "misground-mini", folder)
    return folder


class _KeptOpen:
    """An engine that a run may close, and that goes on."""

    def __init__(self, engine):
        self._engine = engine

    def __getattr__(self, name):
        return getattr(self._engine, name)

    def close(self):
        pass


def refused_everywhere(panel, volume, scan, engine, model, words, folder):
    """The same plain words in each column; nothing drawn, nothing written."""
    panel.ui.modelSelector.setEditText(str(model))
    panel.ask("liver", seconds=PATIENCE)
    assert words in panel.status
    assert boxes() == []
    with pytest.raises(UserError, match=words):
        panel.widget.logic.ground(volume, "liver", model=str(model))
    with pytest.raises(UserError, match=words):
        ground_file(scan, Request(["liver"], settings=Settings(str(model))), folder / "out", engine, picture=False)
    assert not (folder / "out" / "result.json").exists()
    report = ground_batch(
        [scan], ["liver"], folder / "batch", settings=Settings(str(model)), engine=engine, picture=False
    )
    assert words in report.items[0].message
    write_made(folder / "q.jsonl", [made_question(1, "localisation")])
    with pytest.raises(UserError, match=words):
        run_questions(
            folder / "q.jsonl",
            folder / "run",
            model=str(model),
            decodings=decodings_named(["greedy"]),
            device="cpu",
            make_engine=partial(_KeptOpen, engine),
            make_pictures=FakePictures,
        )


def test_corrupt_weights(open_panel, the_module, a_volume, an_engine_at_work, a_model, a_scan, tmp_path):
    panel = open_panel(the_module.MISGroundLogic(engine=_KeptOpen(an_engine_at_work)))
    (weights,) = a_model.glob("*.safetensors")
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    refused_everywhere(panel, a_volume, a_scan, an_engine_at_work, a_model, weights.name, tmp_path)
    panel.ui.modelSelector.setEditText("misground-mini")
    panel.ask("liver", seconds=PATIENCE)
    assert [row[0] for row in panel.rows] == ["liver"]


def test_a_model_folder_removed_and_replaced_while_loaded(a_scan, an_engine_at_work, a_model, tmp_path):
    """One answer from memory is as good as the next; other weights in that place are other weights, and said to be."""

    def ground():
        request = Request(["liver"], settings=Settings(str(a_model)))
        result, _ = ground_file(a_scan, request, tmp_path / "out", an_engine_at_work, picture=False)
        return [(found.raw, found.score) for found in result.detections], result.model["revision"]

    first = ground()
    shutil.rmtree(a_model)
    assert ground() == first
    shutil.copytree(resource("Models") / "misground-mini", a_model)
    (weights,) = a_model.glob("*.safetensors")
    other = bytearray(weights.read_bytes())
    other[-1] ^= 1
    weights.write_bytes(other)
    with pytest.raises(UserError, match=weights.name):
        ground()
    (a_model / "SHA256SUMS").unlink(missing_ok=True)
    assert ground()[1] != first[1]
