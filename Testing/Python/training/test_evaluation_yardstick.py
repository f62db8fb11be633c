"""The yardstick asks what can be known, scores any function, and keeps its views on disk as they were."""

from dataclasses import replace

import numpy as np
import pytest

from training.evaluation import yardstick
from training.evaluation.prior import Prior
from training.evaluation.views import Suite, View, sides_can_be_told
from training.structures import STRUCTURE_ID, STRUCTURES

LIVER, LEFT, RIGHT, SPLEEN = (STRUCTURE_ID[n] for n in ("liver", "left kidney", "right kidney", "spleen"))
PRIOR = Prior("mean", {})


def a_view(plane="axial", midline_mm=None, boxes=None):
    pixels = np.random.default_rng(1).integers(0, 255, (40, 60), dtype=np.uint8)
    boxes = {LIVER: (5.0, 5.0, 25.0, 25.0), LEFT: (40.0, 10.0, 50.0, 20.0)} if boxes is None else boxes
    return View("x", pixels, plane, 0.5, "CT", (0.0, 0.0, 60.0, 40.0), boxes, (SPLEEN,), {LIVER: 0.2}, 1.0, midline_mm)


def suite_of(*views, **about):
    return Suite(**{"name": "s", "title": "S", "kind": "real", "views": list(views), "region": "abdomen", **about})


def an_eye(truth):
    def eye(pixels, plane, modality, midline_mm, pixel_mm):
        assert pixels.dtype == np.uint8 and modality == "CT" and pixel_mm > 0
        return {STRUCTURES[i - 1]: truth.get(i) for i in (LIVER, LEFT, RIGHT, SPLEEN)}

    return eye


def test_a_perfect_eye_is_perfect_and_a_blind_one_says_absent_of_all():
    suites = [suite_of(a_view()), suite_of(a_view(), name="t", kind="variant", field="half")]
    table = yardstick.score(an_eye(a_view().boxes), suites, PRIOR)
    assert table["all"]["iou"] == table["region: abdomen"]["iou"] == table["field: half"]["iou"] == 1
    assert table["all"]["present"] == 2 and table["region: abdomen"]["present"] == 4
    assert table["all"]["absent_said_absent"] == 1
    blind = yardstick.score(an_eye({}), suites, PRIOR)["all"]
    assert blind["iou"] == blind["recall"] == 0 and blind["absent_said_absent"] == 1
    assert "| all |" in yardstick.as_markdown(table)


def test_sides_are_asked_in_a_sagittal_slice_only_where_it_is_known_which_side_it_is_on():
    for midline, asked in ((None, {"liver", "spleen"}), (-30.0, {"liver", "spleen", "left kidney"})):
        outcomes = yardstick.outcomes_of(an_eye({}), [suite_of(a_view("sagittal", midline))], PRIOR)
        assert {outcome.structure for outcome in outcomes} == asked


def test_the_cache_gives_back_what_it_was_given(tmp_path, monkeypatch):
    folder = tmp_path / "case"
    folder.mkdir()
    made = suite_of(a_view(), a_view("sagittal", 12.5), headline=frozenset({LIVER}), note="n")
    calls = []
    monkeypatch.setattr(
        yardstick,
        "choose_suites",
        lambda *_: {"s": (folder, lambda: calls.append(1) or [made]), "t": (tmp_path / "no", None)},
    )
    first = yardstick.choose_views(tmp_path / "views.npz")
    (again,) = yardstick.choose_views(tmp_path / "views.npz")
    assert first == [made] and calls == [1]
    assert replace(again, views=[]) == replace(made, views=[])
    for one, other in zip(again.views, made.views, strict=True):
        np.testing.assert_array_equal(one.pixels, other.pixels)
        assert replace(one, pixels=None) == replace(other, pixels=None)
    monkeypatch.setattr(yardstick, "_VERSION", "another")
    yardstick.choose_views(tmp_path / "views.npz")
    assert calls == [1, 1]


@pytest.mark.parametrize("plane", ["axial", "coronal"])
def test_elsewhere_sides_follow_from_the_picture(plane):
    assert sides_can_be_told(a_view(plane))
