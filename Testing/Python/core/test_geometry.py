import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.geometry import box_to_ras, intersection_over_union, ras_to_box, transform_point
from Python.core.strategies import boxes, rotations


@given(rotations(), st.floats(0.2, 4.0), boxes(), st.floats(0.1, 20))
def test_a_box_comes_back_from_patient_space(rotation, pitch, box, thickness):
    affine = np.eye(4)
    affine[:3, :3] = rotation @ np.diag([pitch, pitch, -thickness])
    affine[:3, 3] = (12.0, -40.0, 800.0)
    ras = box_to_ras(box, affine, thickness)
    assert np.linalg.det(ras.axes_ras) == pytest.approx(1.0)
    assert ras.size_mm[2] == pytest.approx(max(thickness, 1.0))
    assert ras_to_box(ras, affine) == pytest.approx(box, abs=1e-6)


def test_the_box_of_the_whole_picture_is_centred_between_the_outer_pixels():
    affine = np.diag([2.0, 2.0, 5.0, 1.0])
    ras = box_to_ras((0, 0, 10, 6), affine, 5.0)
    assert ras.center_ras == pytest.approx([9.0, 5.0, 0.0])
    assert ras.size_mm == pytest.approx([20.0, 12.0, 5.0])


@pytest.mark.parametrize("box", [(5, 5, 5, 9), (9, 5, 5, 9), (0, 0, float("nan"), 3), (0, 0, float("inf"), 3)])
def test_what_is_no_box_is_refused(box):
    with pytest.raises(ValueError, match="not a box"):
        box_to_ras(box, np.eye(4), 1.0)


@given(boxes(), boxes())
def test_overlap_is_symmetric_and_at_most_one(first, second):
    overlap = intersection_over_union(first, second)
    assert 0.0 <= overlap <= 1.0
    assert overlap == pytest.approx(intersection_over_union(second, first))
    assert intersection_over_union(first, first) == pytest.approx(1.0)


def test_overlap_agrees_with_counted_pixels():
    grid = np.zeros((2, 20, 20), bool)
    grid[0, 2:9, 3:12] = True
    grid[1, 5:15, 1:8] = True
    counted = (grid[0] & grid[1]).sum() / (grid[0] | grid[1]).sum()
    assert intersection_over_union((3, 2, 12, 9), (1, 5, 8, 15)) == pytest.approx(counted)


def test_a_singular_affine_is_refused():
    with pytest.raises(ValueError, match="invertible"):
        box_to_ras((0, 0, 1, 1), np.diag([1.0, 0.0, 1.0, 1.0]), 1.0)


def test_points_go_through_an_affine():
    affine = np.array([[0, -2, 0, 5], [1, 0, 0, 6], [0, 0, 3, 7], [0, 0, 0, 1]])
    assert transform_point(affine, (1, 2, 3)) == pytest.approx([1.0, 7.0, 16.0])
