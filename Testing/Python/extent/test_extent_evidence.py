"""Runs along an axis against the plain way to find them, and boxes of planes against each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.extent.evidence import Look, Looks, find_run, log_odds, look_of, measure
from MISGroundLib.extent.planning import SearchPlan, coarse_slices, slices_to_ask
from MISGroundLib.extent.volume_frame import SliceKey, overlap, volume_frame
from MISGroundLib.geometry import box_to_ras
from MISGroundLib.grounding import Detection

FRAME = volume_frame(np.diag([2.0, 2.0, 2.0, 1.0]), (100, 100, 100), 4.0)
BOX = np.array([[50.0, 100.0], [60.0, 110.0], [0.0, 0.0]])


def a_look(position_mm, chance, box=BOX, axis=2, answer=None):
    key = FRAME.nearest(axis, position_mm)
    bounds = None
    if box is not None and chance > 0.5:
        bounds = box.copy()
        bounds[axis] = position_mm
    told = answer or ("found" if bounds is not None else "absent")
    return Look(key, position_mm, FRAME.planes[axis], f"{position_mm}", told, chance, chance, bounds)


def the_plain_way(looks):
    """Every stretch between two hits, its log odds summed, the best kept; looks far enough apart to count whole."""
    evidence = log_odds([look.chance for look in looks])
    hits = [place for place, look in enumerate(looks) if look.found]
    stretches = [(float(evidence[a : b + 1].sum()), a, b) for a in hits for b in hits if a <= b]
    return max(stretches, default=None)


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=9))
def test_a_run_is_the_stretch_that_the_evidence_speaks_for_most(chances):
    looks = [a_look(5.0 + 20 * place, chance) for place, chance in enumerate(chances)]
    run, plain = find_run(looks), the_plain_way(looks)
    if plain is None:
        assert run is None
        return
    assert run.evidence == pytest.approx(plain[0])
    first, last = looks.index(run.first), looks.index(run.last)
    assert log_odds([look.chance for look in looks[first : last + 1]]).sum() == pytest.approx(plain[0])
    assert all(look.found for look in run.hits) and len(run.hits) + len(run.gaps) == last - first + 1
    assert run.below is (looks[first - 1] if first else None)
    assert run.above is (looks[last + 1] if last + 1 < len(looks) else None)


def test_gaps_are_bridged_where_both_sides_outweigh_them_and_lone_hits_are_left_out():
    def run_of(*chances):
        return [round(look.position_mm) for look in find_run([a_look(20.0 * i, c) for i, c in enumerate(chances)]).hits]

    assert run_of(0.1, 0.9, 0.9, 0.2, 0.9, 0.9, 0.1) == [20, 40, 80, 100]
    assert run_of(0.1, 0.9, 0.9, 0.9, 0.05, 0.05, 0.05, 0.9) == [20, 40, 60]


def test_slices_that_lie_together_count_as_one():
    apart = find_run([a_look(20.0 * i, 0.9) for i in range(4)]).evidence
    together = find_run([a_look(50 + 2.0 * i, 0.9) for i in range(4)]).evidence
    assert together < 0.8 * apart


def test_a_hit_in_another_place_than_its_neighbours_counts_for_nothing():
    elsewhere = BOX + np.array([[-45.0], [-55.0], [0.0]])
    looks = [a_look(20.0 * i, 0.9) for i in range(3)] + [a_look(60.0, 0.9, elsewhere)]
    assert [look.position_mm for look in find_run(looks).hits] == [0.0, 20.0, 40.0]


def looks_of(*looks):
    kept = Looks()
    for look in looks:
        kept.add(look)
    return kept


def across(axis, box, chance=0.9):
    return a_look(float(box[axis].mean()), chance, box, axis)


def test_planes_that_agree_make_one_box_and_say_how_far():
    whole = np.array([[50.0, 100.0], [60.0, 110.0], [50.0, 110.0]])
    run = [a_look(float(at), 0.9 if 50 <= at <= 110 else 0.1) for at in range(10, 190, 20)]
    found = measure(looks_of(*run, across(0, whole), across(1, whole)), FRAME, 2)
    assert found.bounds == pytest.approx(np.array([[50, 100], [60, 110], [50, 110]]), abs=11)
    assert found.agreement > 0.75 and found.contradicting == ()
    assert found.sides[0] == ("seen", "seen") and found.sides[2] == ("assumed", "assumed")
    shifted = whole + np.array([[0.0], [0.0], [25.0]])
    worse = measure(looks_of(*run, across(0, shifted), across(1, whole)), FRAME, 2)
    assert worse.agreement < found.agreement and worse.evidence == pytest.approx(found.evidence)


def test_planes_that_show_nothing_there_contradict_and_two_of_them_refute():
    whole = np.array([[50.0, 100.0], [60.0, 110.0], [50.0, 110.0]])
    run = [a_look(float(at), 0.9 if 50 <= at <= 110 else 0.1) for at in range(10, 190, 20)]
    one = measure(looks_of(*run, across(0, whole), across(1, whole, 0.05)), FRAME, 2)
    assert one.bounds is not None and one.contradicting == (1,) and one.agreement < 0.5
    two = measure(looks_of(*run, across(0, whole, 0.05), across(1, whole, 0.05)), FRAME, 2)
    assert two.bounds is None and two.contradicting == (0, 1)
    # A box that lies beside is none of this structure.
    beside = whole + np.array([[0.0], [0.0], [80.0]])
    assert measure(looks_of(*run, across(0, whole), across(1, beside)), FRAME, 2).contradicting == (1,)


def test_what_cannot_be_used_says_nothing():
    run = [a_look(float(at), 0.9 if 50 <= at <= 110 else 0.1) for at in range(10, 190, 20)]
    silent = [Look(FRAME.nearest(axis, 80.0), 80.0, FRAME.planes[axis], "", "silent", 0.5) for axis in (0, 1)]
    found = measure(looks_of(*run, *silent), FRAME, 2)
    assert found.bounds is not None and found.contradicting == () and found.agreement is None


def test_detections_become_a_look():
    key = SliceKey(2, 10)
    grid = FRAME.grid(key)

    def detected(box, score):
        return Detection("liver", "liver", "found", score, box, box_to_ras(box, grid.pixel_to_ras, 2.0))

    small, large = detected((10, 10, 30, 30), 0.3), detected((50, 40, 90, 90), 0.35)
    best = look_of([small, large], FRAME, key, "here")
    assert best.answer == "found" and best.score == 0.35 and best.chance == pytest.approx(0.84)
    assert np.ptp(best.bounds, axis=1) == pytest.approx([80, 100, 0])
    assert np.ptp(look_of([small, large], FRAME, key, "here", many=True).bounds, axis=1) == pytest.approx([160, 160, 0])
    absent = look_of([Detection("liver", "liver", "absent", 0.9)], FRAME, key, "here")
    assert (absent.answer, absent.found) == ("absent", False) and absent.chance < 0.1
    refused = Detection("liver", "liver", "unusable", None, problems=["It is refused."])
    assert look_of([refused], FRAME, key, "here").answer == "silent"


def test_every_beginning_of_the_coarse_slices_is_spread_out():
    keys = coarse_slices(FRAME, 2, 20.0)
    places = [FRAME.positions[2][key.index] for key in keys]
    assert len(set(keys)) == 10 and np.diff(sorted(places)).max() <= 24
    assert places[0] == pytest.approx(100, abs=12) and np.ptp(places[:3]) > 90


def test_a_search_ends_whatever_it_is_told():
    rng = np.random.default_rng(3)
    for _ in range(20):
        looks, asked = Looks(), 0
        while keys := slices_to_ask(looks, FRAME, SearchPlan(), 2):
            key = keys[0]
            assert key not in looks.by_key
            box = rng.uniform(0, 100, (3, 1)) + [[0, rng.uniform(5, 90)]] * np.ones((3, 1))
            box[key.axis] = FRAME.positions[key.axis][key.index]
            told = rng.random() < 0.4
            looks.add(
                Look(
                    key,
                    float(FRAME.positions[key.axis][key.index]),
                    FRAME.planes[key.axis],
                    "",
                    "found" if told else "absent",
                    0.8 if told else 0.1,
                    0.5,
                    box if told else None,
                )
            )
            asked += 1
        assert asked < 60


def test_overlap_of_boxes():
    cube = np.array([[0.0, 10.0]] * 3)
    assert overlap(cube, cube) == pytest.approx(1)
    assert overlap(cube, cube + 5) == pytest.approx(125 / (2000 - 125))
    assert overlap(cube, cube + 20) == 0
