"""Intervals, tests and resampling, against known values, plain formulas, and what must hold for any counts."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.bench.score import UNKNOWN, bootstrap, calibration_error, mcnemar, paired, wilson
from MISGroundLib.bench.trust_check import wilson_interval

counts = st.integers(0, 400)


@st.composite
def shares(draw):
    total = draw(st.integers(1, 5000))
    return draw(st.integers(0, total)), total


def test_wilson_gives_the_textbook_interval():
    low, high = wilson(81, 263)
    assert low == pytest.approx(0.2553, abs=5e-5)
    assert high == pytest.approx(0.3662, abs=5e-5)


@given(shares())
def test_wilson_agrees_with_the_panel_s_plain_formula(share):
    assert wilson(*share) == pytest.approx(wilson_interval(*share), abs=1e-12)


@given(shares())
def test_wilson_holds_the_share_and_stays_between_0_and_1(share):
    right, total = share
    low, high = wilson(right, total)
    assert 0 <= low <= right / total <= high <= 1
    mirrored = wilson(total - right, total)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((low, high))


def test_wilson_of_nothing_is_unknown_of_too_many_refused():
    assert all(math.isnan(end) for end in wilson(0, 0))
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


@given(counts, counts)
def test_mcnemar_is_the_exact_share_of_all_ways_to_change(gained, lost):
    changed = gained + lost
    ways = sum(math.comb(changed, k) for k in range(min(gained, lost) + 1))
    assert mcnemar(gained, lost) == pytest.approx(float(min(Fraction(2 * ways, 2**changed), Fraction(1))), rel=1e-9)
    assert mcnemar(gained, lost) == pytest.approx(mcnemar(lost, gained), rel=1e-12)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=30), st.integers(0, 5))
def test_the_bootstrap_repeats_with_its_seed_within_the_cases(pairs, seed):
    sums = [min(pair) for pair in pairs]
    totals = [max(pair) for pair in pairs]
    found = bootstrap(sums, totals, seed, repeats=200)
    assert found == bootstrap(sums, totals, seed, repeats=200) or math.isnan(found.low)
    kept = [s / t for s, t in zip(sums, totals, strict=True) if t]
    if len(kept) > 1:
        assert min(kept) - 1e-12 <= found.low <= found.high <= max(kept) + 1e-12
    else:
        assert math.isnan(found.low) and math.isnan(found.high)


def test_more_questions_a_case_tell_the_bootstrap_nothing_new():
    right = np.array([1, 0, 1, 1, 0, 1, 0, 1, 1, 1])
    few = bootstrap(right, np.ones(10), seed=1)
    many = bootstrap(right * 50, np.full(10, 50), seed=1)
    assert few == pytest.approx(many)
    low, high = wilson(350, 500)
    assert many.high - many.low > 3 * (high - low)


def test_the_bootstrap_agrees_with_plain_resampling():
    generator = np.random.default_rng(4)
    sums, totals = generator.integers(0, 5, 60), generator.integers(5, 9, 60)
    drawn = np.random.default_rng(5).integers(60, size=(20000, 60))
    low, high = np.quantile(sums[drawn].sum(1) / totals[drawn].sum(1), [0.025, 0.975])
    assert bootstrap(sums, totals, seed=6, repeats=20000) == pytest.approx((low, high), abs=0.004)


def test_the_bootstrap_covers_the_truth_as_often_as_it_says():
    generator = np.random.default_rng(7)
    held = 0
    for seed in range(200):
        skill = generator.beta(6, 4, size=40)
        right = generator.binomial(20, skill)
        low, high = bootstrap(right, np.full(40, 20), seed, repeats=400)
        held += low <= 0.6 <= high
    assert 178 <= held <= 199


def test_one_case_has_no_interval():
    assert bootstrap([3], [4]) is UNKNOWN


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 6)), min_size=1, max_size=80))
def test_paired_counts_changes_and_the_accuracies_difference(rows):
    first, second, cases = (list(column) for column in zip(*rows, strict=True))
    found = paired(first, second, cases, seed=2)
    assert found.difference == pytest.approx(np.mean(second) - np.mean(first))
    assert found.gained == sum(b and not a for a, b in zip(first, second, strict=True))
    assert found.lost == sum(a and not b for a, b in zip(first, second, strict=True))
    assert found.p == mcnemar(found.gained, found.lost)
    assert found.cases == len(set(cases))
    back = paired(second, first, cases, seed=2)
    assert back.difference == -found.difference
    assert (back.gained, back.lost, back.p) == (found.lost, found.gained, found.p)


def test_the_same_answers_differ_by_nothing():
    found = paired([True, False, True], [True, False, True], [0, 1, 2])
    assert (found.difference, found.interval, found.p) == (0, (0, 0), 1)
    with pytest.raises(ValueError, match="same questions"):
        paired([True], [True, False], [0, 0])


def test_calibration_is_the_gap_of_confidence_and_accuracy():
    assert calibration_error([0.75] * 4, [1, 1, 1, 0]) == pytest.approx(0)
    assert calibration_error([0.95] * 4 + [0.05] * 4, [1, 1, 0, 0, 0, 0, 0, 0]) == pytest.approx(0.25)
    assert calibration_error([1.0, 1.0], [1, 1]) == 0
    assert math.isnan(calibration_error([], []))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_calibration_lies_between_the_mean_gap_and_1(rows):
    confidence, right = (list(column) for column in zip(*rows, strict=True))
    error = calibration_error(confidence, right)
    assert abs(np.mean(confidence) - np.mean(right)) - 1e-9 <= error <= 1 + 1e-9
