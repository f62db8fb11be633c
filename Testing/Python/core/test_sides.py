"""Sides of answers: proved by the body's midline, unsure without it, refused where it says otherwise."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.engine.protocol import DetectedBox
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import GroundingRun
from MISGroundLib.settings import Settings
from MISGroundLib.sides import Midline
from MISGroundLib.slices import SliceImage, VolumeInfo, check_visible, grid_through_volume, standard_grid
from Python.fake_engine import FakeEngine

# 200 x 160 x 120 mm, the body's middle at R = 30 mm: not the volume's, which is 0.
AFFINE, SHAPE = np.array([[-2.0, 0, 0, 99], [0, 2, 0, -79], [0, 0, 2, -59], [0, 0, 0, 1]]), (100, 80, 60)
MIDLINE = Midline(np.array([1.0, 0, 0]), np.array([30.0, 0, 0]), 15.0, 0.9)


def picture(grid, midline=MIDLINE):
    pixels = np.arange(grid.size_px[0] * grid.size_px[1], dtype=np.uint8).reshape(grid.size_px[::-1])
    return SliceImage(pixels, grid, 400.0, 40.0, VolumeInfo("ct", modality="CT", shape_ijk=SHAPE), midline=midline)


def sagittal(position_mm, midline=MIDLINE):
    return picture(standard_grid(AFFINE, SHAPE, "sagittal", position_mm), midline)


def asked(image, query, box=(10, 10, 30, 30), model="another"):
    [found] = GroundingRun(FakeEngine([box]), image, [query], Settings(model=model)).wait().detections
    return found


@pytest.mark.parametrize(("query", "position"), [("left kidney", -20.0), ("right kidney", 80.0)])
def test_a_side_that_the_midline_proves_is_claimed(query, position):
    found = asked(sagittal(position), query)
    assert (found.found, found.label, found.notes, found.problems) == (True, query, [], [])


@pytest.mark.parametrize(
    ("query", "position"), [("left kidney", 70.0), ("right kidney", -10.0), ("kidney, right", 5.0)]
)
def test_a_side_that_the_midline_refutes_is_refused_with_the_reason(query, position):
    found = asked(sagittal(position), query)
    # Of the other side's slices it is certain that they do not show it.
    assert found.status == "absent" and found.box_px is None and found.box_ras is None
    [problem] = found.problems
    side = "right" if position > 30 else "left"
    assert f"{abs(position - 30):.0f} mm to the patient's {side} of the body's midline" in problem


def test_the_volumes_middle_is_not_the_bodys():
    # R = 10 mm is right of the volume's middle, and left of the body's.
    image = sagittal(10.0)
    assert image.midline_mm == pytest.approx(-20.0)
    assert asked(image, "left kidney").label == "left kidney"
    assert not asked(image, "right kidney").found


@pytest.mark.parametrize("query", ["left kidney", "right kidney", "Lt kidney"])
def test_without_a_midline_no_side_is_claimed_in_a_sagittal_slice(query):
    for position in (-60.0, 0.0, 60.0):
        found = asked(sagittal(position, None), query)
        assert found.found and found.box_ras is not None
        assert found.label == "kidney (side unsure)"
        assert "side is not proved" in found.notes[0]
        assert found.to_json()["label"] == found.label


def test_close_to_the_midline_no_side_is_claimed():
    for position in (20.0, 40.0):
        found = asked(sagittal(position), "left kidney")
        assert found.label == "kidney (side unsure)" and "within 15 mm" in found.notes[0]


@pytest.mark.parametrize("query", ["liver", "vertebrae", "the dark spot", "left tibia"])
def test_what_has_no_side_of_the_body_is_left_alone(query):
    for midline in (MIDLINE, None):
        found = asked(sagittal(70.0, midline), query)
        assert found.found and found.label == query and not found.notes


def test_an_unknown_phrase_with_a_side_is_kept_and_noted():
    found = asked(sagittal(70.0, None), "nodule in the left breast implant")
    assert found.label == "nodule in the left breast implant" and "not proved" in found.notes[0]
    assert asked(sagittal(70.0), "nodule in the left breast implant").notes == []


def test_a_nearly_sagittal_oblique_slice_shows_no_side_either():
    for normal, says in (((1, 0.4, 0), True), ((1, 1.2, 0), False)):
        image = picture(grid_through_volume(AFFINE, SHAPE, normal, (70.0, 0, 0)), None)
        assert image.grid.plane == "oblique" and image.midline_mm is None
        found = asked(image, "left kidney")
        assert ("side unsure" in found.label) == says


@pytest.mark.parametrize("plane", ["axial", "coronal"])
def test_a_box_all_on_the_other_side_is_noted_where_the_picture_shows_sides(plane):
    image = picture(standard_grid(AFFINE, SHAPE, plane))
    # Image left is the patient's right: columns 0 to 19 lie at R = 100 to 60, 15 to 25 at 70 to 50.
    wrong = asked(image, "left kidney", (0, 5, 20, 20))
    assert wrong.found and wrong.label == "left kidney"
    assert wrong.notes[0].startswith("Check the side") and "20 mm to the patient's right" in wrong.notes[0]
    assert asked(image, "right kidney", (0, 5, 20, 20)).notes == []
    assert asked(image, "left kidney", (15, 5, 30, 20)).notes == []
    assert asked(replace(image, midline=None), "left kidney", (0, 5, 20, 20)).notes == []


def test_a_tilted_midline_is_followed():
    normal = np.array([np.cos(np.radians(12)), np.sin(np.radians(12)), 0])
    tilted = Midline(normal, np.array([0.0, 0, 0]), 6.0, 0.9)
    assert sagittal(0.0, tilted).midline_mm == pytest.approx(0.0, abs=1e-9)
    assert sagittal(20.0, tilted).midline_mm == pytest.approx(20 * np.cos(np.radians(12)))
    # In front the slice at R = -8 is right of the midline, behind it is left of it. Column 0 is the front.
    image = sagittal(-8.0, tilted)
    assert asked(image, "right thalamus", (0, 5, 10, 15)).label == "right thalamus"
    assert asked(image, "left thalamus", (70, 5, 80, 15)).label == "left thalamus"


def boxes_of(boxes):
    image = picture(standard_grid(AFFINE, SHAPE, "axial"))
    return GroundingRun(FakeEngine([boxes]), image, ["vertebra"], Settings(model="x")).wait().detections


@given(st.integers(2, 40), st.floats(-0.2, 0.2))
def test_the_same_box_many_times_is_one_box_with_the_count(times, jitter):
    boxes = [DetectedBox((10 + jitter * (i % 2), 10, 40, 50), "vertebra", i / 50) for i in range(times)]
    other = DetectedBox((60, 10, 70, 20), "vertebra", 0.3)
    first, second = boxes_of([*boxes, other])
    assert first.notes == [f"The model gave this box {times} times; it is drawn once."]
    assert first.score == max(box.score for box in boxes)
    assert second.notes == [] and second.box_px == (60, 10, 70, 20)


def test_equal_boxes_with_other_names_and_neighbours_stay_apart():
    here = (10, 10, 40, 50)
    assert len(boxes_of([DetectedBox(here, "T12", 0.5), DetectedBox(here, "L1", 0.5)])) == 2
    assert len(boxes_of([DetectedBox(here, "", 0.5), DetectedBox((14, 10, 44, 50), "", 0.5)])) == 2


def test_a_picture_in_which_nothing_can_be_seen_is_refused():
    image = sagittal(0.0)
    check_visible(image)
    with pytest.raises(UserError, match=r"same grey value with window 400, level 40 \(preset\).*as displayed"):
        check_visible(replace(image, pixels=np.zeros_like(image.pixels)))
    inside = np.zeros(image.pixels.shape, bool)
    inside[5:20, 5:20] = True
    with pytest.raises(UserError, match="nothing to see"):
        check_visible(replace(image, pixels=np.where(inside, 7, 0).astype(np.uint8), inside=inside))
    sliver = standard_grid(AFFINE, (100, 80, 3), "coronal")
    with pytest.raises(UserError, match=r"coronal picture has only 100 x 3 pixels.*another plane"):
        check_visible(replace(image, grid=sliver))
