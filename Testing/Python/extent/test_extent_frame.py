"""The space that is searched: any pose, spacing and handedness of a volume."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.extent.volume_frame import SliceKey, volume_frame
from MISGroundLib.geometry import box_to_ras
from MISGroundLib.slices import volume_corners
from Python.core.strategies import volumes


@given(volumes(), st.floats(0.5, 20))
def test_slices_lie_in_the_volume_evenly_and_their_boxes_come_back(volume, finest_mm):
    affine, shape = volume
    frame = volume_frame(affine, shape, finest_mm)
    assert np.abs(frame.axes.T @ frame.axes - np.eye(3)).max() < 1e-9
    along = volume_corners(affine, shape) @ frame.axes
    assert frame.ends == pytest.approx(np.stack([along.min(axis=0), along.max(axis=0)], axis=1), abs=1e-6)
    assert sorted(frame.planes) == ["axial", "coronal", "sagittal"]
    for axis in range(3):
        places = frame.positions[axis]
        assert (frame.ends[axis, 0] < places).all() and (places < frame.ends[axis, 1]).all()
        if len(places) > 1:
            assert np.ptp(np.diff(places)) < 1e-6
        key = SliceKey(axis, len(places) // 2)
        grid = frame.grid(key)
        assert grid.plane == frame.planes[axis]
        assert grid.pixel_to_ras[:3, 3] @ frame.axes[:, axis] == pytest.approx(places[key.index], abs=1e-3)
        width, height = grid.size_px
        whole = frame.bounds_of(box_to_ras((0, 0, width, height), grid.pixel_to_ras, 1.0), axis, places[key.index])
        assert (whole[:, 0] >= frame.ends[:, 0] - 1e-6).all() and (whole[:, 1] <= frame.ends[:, 1] + 1e-6).all()
        assert np.ptp(whole[axis]) == 0


@pytest.mark.parametrize("flips", [(1, 1, 1), (-1, 1, 1), (1, -1, -1), (-1, -1, -1)])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_boxes_of_a_straight_volume_are_exact(flips, order):
    affine = np.eye(4)
    for column, axis in enumerate(order):
        affine[:3, column] = 0
        affine[axis, column] = flips[axis] * (1.0, 2.0, 3.0)[column]
    affine[:3, 3] = (10, -20, 30)
    frame = volume_frame(affine, (40, 30, 20), 1.0)
    bounds = np.stack([frame.ends[:, 0] + 6, frame.ends[:, 1] - 6], axis=1)
    box = frame.oriented(bounds)
    corners = box.corners_ras() @ frame.axes
    assert np.stack([corners.min(axis=0), corners.max(axis=0)], axis=1) == pytest.approx(bounds)
    assert np.linalg.det(box.axes_ras) == pytest.approx(1)
    # Six millimetres are 6, 3 and 2 voxels of i, j and k.
    assert frame.ijk_bounds(bounds).tolist() == [[6, 34], [3, 27], [2, 18]]


def test_a_turned_volume_is_searched_along_its_own_axes_unless_it_is_oblique():
    def turned(degrees):
        a = np.radians(degrees)
        affine = np.eye(4)
        affine[:3, :3] = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]) * (2, 2, 4)
        return volume_frame(affine, (50, 50, 30), 4.0), affine

    frame, affine = turned(10)
    assert frame.axes == pytest.approx(affine[:3, :3] / (2, 2, 4))
    assert frame.spacing_mm == pytest.approx((2, 2, 4))
    oblique, affine = turned(40)
    assert oblique.axes == pytest.approx(np.eye(3))
    # Its boxes lie on the volume's own axes all the same.
    box = oblique.oriented(np.array([[-10.0, 10.0], [-10.0, 10.0], [0.0, 20.0]]))
    assert np.abs(box.axes_ras.T @ (affine[:3, :3] / (2, 2, 4))) == pytest.approx(np.eye(3), abs=1e-9)


def test_of_fine_voxels_one_slice_in_some_is_looked_at():
    frame = volume_frame(np.diag([0.8, 0.8, 1.0, 1.0]), (512, 512, 400), 4.0)
    assert [len(places) for places in frame.positions] == [103, 103, 100]
    assert frame.pitch_mm(2) == pytest.approx(4.0)
    # Through the middles of voxels: no picture is made of two slices.
    assert np.allclose(frame.positions[2] % 1.0, 0.0)
    assert frame.nearest(2, 100.2).index == int(np.argmin(np.abs(frame.positions[2] - 100.2)))
