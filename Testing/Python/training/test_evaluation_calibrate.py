"""Knots rise, are few, and say how often answers of a score are right; the folder stays whole."""

import hashlib
import json
import shutil

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.files import resource
from MISGroundLib.vlm.scoring import read_calibration
from training import calibrate
from training.calibrate import fit_bias, fit_knots
from training.evaluation.suites import Size, Suite


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200))
def test_knots_rise_and_are_few_and_the_product_reads_them(pairs):
    knots = fit_knots([raw for raw, _ in pairs], [right for _, right in pairs])
    assert len(knots) <= 12
    assert bool(knots) == bool(pairs)
    read_calibration({"found": knots, "absent": []})


def test_an_overconfident_models_scores_come_down_to_what_they_are_worth():
    rng = np.random.default_rng(0)
    raw = rng.uniform(0.5, 1, 4000)
    knots = fit_knots(raw, rng.random(4000) < raw - 0.4)
    for score in (0.6, 0.75, 0.9):
        assert abs(np.interp(score, *np.array(knots).T) - (score - 0.4)) < 0.06


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=300), st.floats(0.5, 0.99))
def test_the_bias_makes_the_wanted_share_say_absent_and_is_the_least(log_odds, wanted):
    bias = fit_bias(log_odds, wanted)
    assert bias >= 0
    # Halves of hundredths and the quantile between two answers leave room for one.
    assert sum(odds + bias >= -0.01 for odds in log_odds) >= wanted * len(log_odds) - 1
    if bias > 0:
        assert sum(odds + bias > 0.02 for odds in log_odds) <= wanted * len(log_odds) + 1


def test_without_absent_structures_there_is_no_bias():
    assert fit_bias([]) == 0.0


def test_the_folder_gets_its_knots_and_new_checksums(tmp_path, monkeypatch):
    folder = tmp_path / "model"
    shutil.copytree(resource("Models", "misground-mini"), folder)
    monkeypatch.setattr(calibrate, "held_out", lambda *_: Suite("phantoms", "", "synthetic", []))
    monkeypatch.setattr(calibrate, "held_out_maps", lambda *_: Suite("maps", "", "synthetic", []))
    calibrate.calibrate(folder, Size(), scans=False)
    data = json.loads((folder / "misground.json").read_text())
    assert data["calibration"] == {"found": [], "absent": []}
    assert data["absence_bias"] == 0.0
    assert data["structures"]
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums["misground.json"] == hashlib.sha256((folder / "misground.json").read_bytes()).hexdigest()
