"""The figures, by hand: missed counts 0, sides, calibration, the prior, and what is asked."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.prior import Prior, Seen, estimate, load_prior, relative_box, save_prior
from training.evaluation.report import suite_tables, target_table, targets
from training.evaluation.scoring import Outcome, calibration_error, summarise
from training.evaluation.views import Suite, View, questions_on, traces
from training.structures import BODY, STRUCTURE_ID

BOX = (10.0, 10.0, 20.0, 20.0)
TWIN = (30.0, 10.0, 40.0, 20.0)


def outcome(truth=BOX, answer=None, said_absent=False, score=0.5, prior=None, twin=None, **about):
    fields = {"suite": "phantoms", "view": 0, "structure": "left kidney", "plane": "axial", "modality": "CT"}
    fields |= {"share": 0.05, "area": 0.04, "headline": True, **about}
    return Outcome(truth=truth, answer=answer, said_absent=said_absent, score=score, prior=prior, twin=twin, **fields)


def test_a_missed_structure_counts_with_an_overlap_of_nothing():
    figures = summarise([outcome(answer=BOX), outcome(said_absent=True)])
    assert figures["iou"] == figures["acc50"] == figures["recall"] == 0.5
    assert figures["present"] == 2


def test_half_a_box_is_half_an_overlap_and_just_right():
    half = outcome(answer=(10.0, 10.0, 20.0, 15.0))
    assert half.iou == 0.5
    assert half.right
    assert summarise([half])["acc50"] == 1


def test_an_answer_that_cannot_be_read_is_neither_found_nor_said_absent():
    unreadable = outcome(truth=None, answer=None, said_absent=False)
    assert summarise([unreadable])["absent_said_absent"] == 0
    assert not unreadable.right


def test_a_box_on_the_other_side_is_a_laterality_error_and_nothing_else_is():
    figures = summarise(
        [
            outcome(answer=TWIN, twin=TWIN),
            outcome(answer=BOX, twin=TWIN),
            outcome(answer=(60.0, 60.0, 70.0, 70.0), twin=TWIN),  # wrong, but on neither
            outcome(answer=None, twin=TWIN),
            outcome(answer=TWIN, twin=None),
        ]
    )
    assert figures["sided"] == 3
    assert figures["laterality_errors"] == pytest.approx(1 / 3)


def test_a_box_on_the_other_side_counts_where_the_asked_side_is_absent():
    assert outcome(truth=None, answer=TWIN, twin=TWIN).swapped


def test_calibration_error_by_hand():
    # Bin 0.2-0.3: two answers at 0.25, one right: gap 0.25. Bin 0.9-1.0: 0.9 and 1.0, both right: gap 0.05.
    error = calibration_error([0.25, 0.25, 0.9, 1.0], [True, False, True, True])
    assert error == pytest.approx((2 * 0.25 + 2 * 0.05) / 4)
    assert math.isnan(calibration_error([], []))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_calibration_error_is_a_share(pairs):
    assert 0 <= calibration_error([p for p, _ in pairs], [r for _, r in pairs]) <= 1


def test_the_prior_is_told_the_body_and_falls_back_on_the_whole_plane():
    body = (100.0, 50.0, 300.0, 150.0)
    assert relative_box((150, 75, 200, 100), body) == (0.25, 0.25, 0.5, 0.5)
    seen = [Seen("liver", "axial", third, (0.1 * third, 0.0, 0.5, 0.5)) for third in (0, 1, 2) for _ in range(9)]
    prior = estimate([*seen, Seen("spleen", "axial", 0, (0.5, 0.5, 1.0, 1.0))], "median by thirds")
    assert prior.box("liver", "axial", 0.9, body) == pytest.approx((140, 50, 200, 100))
    assert prior.box("spleen", "axial", 0.9, body) == pytest.approx((200, 100, 300, 150))
    assert prior.box("spleen", "coronal", 0.5, body) is None
    assert prior.box("liver", "axial", 0.5, None) is None


def test_a_prior_survives_its_file(tmp_path):
    prior = Prior("median", {"liver/axial": (0.0, 0.1, 0.5, 1.0), "liver/axial/0": (0.0, 0.1, 0.25, 1.0)})
    save_prior(prior, tmp_path / "prior.json")
    assert load_prior(tmp_path / "prior.json") == prior


def test_the_shipped_prior_knows_the_usual_places():
    prior = load_prior()
    body = (0.0, 0.0, 300.0, 200.0)
    liver, spleen = (prior.box(name, "axial", 0.5, body) for name in ("liver", "spleen"))
    # The patient's right is on the picture's left.
    assert liver[0] + liver[2] < 300 < spleen[0] + spleen[2]


def test_traces_are_boxes_of_parts_and_wholes_and_small_ones_are_not_judged():
    labels = np.zeros((40, 60), dtype=np.uint8)
    labels[5:35, 2:58] = BODY
    labels[10:20, 30:45] = STRUCTURE_ID["left thalamus"]
    labels[12, 5] = STRUCTURE_ID["right thalamus"]
    boxes, areas, unclear = traces(labels, pixel_mm=3.0)
    assert boxes[BODY] == (2, 5, 58, 35)
    assert boxes[STRUCTURE_ID["left cerebral hemisphere"]] == boxes[STRUCTURE_ID["left thalamus"]] == (30, 10, 45, 20)
    assert boxes[STRUCTURE_ID["brain"]] == (5, 10, 45, 20)
    assert areas[STRUCTURE_ID["left thalamus"]] == pytest.approx(150 / 2400)
    assert unclear == {STRUCTURE_ID["right thalamus"], STRUCTURE_ID["right cerebral hemisphere"]}


def a_view(boxes, absent):
    return View("x", np.zeros((100, 100), np.uint8), "axial", 0.5, "CT", None, boxes, tuple(absent))


def test_all_that_is_there_is_asked_and_absent_ones_from_near_and_far():
    known = set(range(1, 70))
    view = a_view({1: BOX, 2: BOX, 75: BOX}, range(10, 60))
    asked = questions_on(view, region=set(range(10, 20)), known=known, seed=4)
    assert asked[:2] == [1, 2]
    near, far = [i for i in asked[2:] if i < 20], [i for i in asked[2:] if i >= 20]
    assert len(near) == len(far) == 3
    assert asked == questions_on(view, set(range(10, 20)), known, seed=4)


def test_the_report_has_the_target_table_and_every_structure_asked():
    suites = [Suite("phantoms", "held-out phantoms", "synthetic", [a_view({}, [])])]
    suites += [Suite("torso CT", "real CT", "real", [a_view({}, [])], region="abdomen")]
    outcomes = [outcome(answer=BOX, prior=(0.0, 0.0, 20.0, 20.0)), outcome(truth=None, said_absent=True, share=0.0)]
    outcomes += [outcome(suite="torso CT", structure="liver"), outcome(suite="torso CT", structure="body", answer=BOX)]
    lines = targets(suites, outcomes, {"warm_seconds": 0.2, "load_seconds": 7.0})
    found = {line.name: line for line in lines}
    real = found["real abdomen: IoU, missed = 0"]
    assert (real.measured, real.asked, real.met) == (0.0, 1, False)
    assert found["warm query, s (median)"].met
    assert not found["load in a new process, s"].met
    assert not any("heads" in name for name in found)  # a suite that was not run
    table = target_table(lines)
    assert "| load in a new process, s | <= 5 | 7.00 |  |  | **no** |" in table
    text = suite_tables(suites, outcomes)
    assert "| liver | 1 | 0.00 |" in text
    assert "| left kidney | 1 | 1.00 | 0.25 |" in text


def test_a_target_of_which_the_model_knows_nothing_is_not_met():
    suites = [Suite("brain T1", "real T1", "real", [a_view({}, [])], region="head")]
    lines = targets(suites, [outcome(truth=None, said_absent=True, suite="brain T1")], {})
    brain = next(line for line in lines if line.name == "real heads: IoU, missed = 0")
    assert not brain.met
    assert "| real heads: IoU, missed = 0 | >= 0.5 |  |  |  | **no** |" in target_table(lines)
