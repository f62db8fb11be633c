"""How sure an answer is, worked out by hand."""

import pytest

from MISGroundLib.vlm.scoring import AS_IT_IS, Calibration, box_scores, decision_score

BOX = ["[", "{", '"bbox_2d"', ": [", "10", ", ", "20", ", ", "30", ", ", "40", "]", "}", "]"]


@pytest.mark.parametrize(
    ("pieces", "probabilities", "expected"),
    [
        (["[]"], [0.7], 0.7),
        (["[", "]"], [0.9, 0.5], 0.45),
        (["[{", '"bbox_2d"'], [0.8, 0.1], 0.8),
        (["```", "json", "\n", "[", "\n\t", "{", '"'], [0.1, 0.1, 0.1, 0.9, 0.8, 0.5, 0.1], 0.36),
        (["<think>", "maybe {", "</think>", "\n", "null"], [0.1, 0.1, 0.1, 0.1, 0.6], 0.6),
        (["not", " visible"], [0.4, 0.9], 0.4),
        ([], [], 0.0),
        (["["], [0.9], 0.0),
    ],
)
def test_the_decision_is_the_probability_of_the_tokens_that_settle_it(pieces, probabilities, expected):
    assert decision_score(pieces, probabilities) == pytest.approx(expected)


def test_single_token_coordinates_count_their_neighbourhood():
    near = [None] * len(BOX)
    near[4], near[6], near[8], near[10] = 1.0, 0.8, 0.6, 0.4
    assert box_scores(BOX, [0.01] * len(BOX), near, 1) == pytest.approx([0.7])


def test_spelled_coordinates_count_the_mean_of_their_digits():
    pieces = ["[", "1", "0", ", ", "20", ",", "3", "0", ",", "40", "]"]
    probabilities = [0.01, 0.5, 0.5, 0.01, 0.5, 0.01, 0.5, 0.5, 0.01, 0.5, 0.01]
    assert box_scores(pieces, probabilities, [None] * 11, 1) == pytest.approx([0.5])


def test_each_box_has_its_own_score_and_refused_ones_share():
    pieces = [*BOX[:-1], ", ", *BOX[1:]]
    probabilities = [0.9] * 14 + [0.4] * 13
    assert box_scores(pieces, probabilities, [None] * 27, 2) == pytest.approx([0.9, 0.4])
    assert box_scores(pieces, probabilities, [None] * 27, 1) == pytest.approx([0.65])
    assert box_scores(["?"], [0.3], [None], 0) == []
    assert box_scores(["?"], [0.3], [None], 1) == pytest.approx([0.3])


def test_scores_follow_the_calibrations_knots():
    curve = Calibration(found=((0.2, 0.1), (0.8, 0.9)), absent=((0.5, 0.7),))
    assert [curve.of_box(raw) for raw in (0, 0.2, 0.5, 0.8, 1)] == pytest.approx([0.1, 0.1, 0.5, 0.9, 0.9])
    assert curve.of_absence(0.1) == curve.of_absence(0.9) == 0.7
    assert (AS_IT_IS.of_box(0.3), AS_IT_IS.of_absence(0.4)) == (0.3, 0.4)
