import numpy as np
import pytest
from hypothesis import given, settings

from MISGroundLib.slices import (
    MAXIMUM_SIDE_PX,
    POSITION_AXIS,
    grid_through_volume,
    guess_modality,
    plane_name,
    preset_window_level,
    standard_grid,
    to_uint8,
    volume_corners,
)
from Python.core.strategies import rotations, volumes

LAS = np.diag([-2.0, 3.0, 4.0, 1.0])


@settings(max_examples=60)
@given(volumes(), rotations())
def test_the_grid_covers_the_volume_and_passes_through_the_point(volume, rotation):
    affine, shape = volume
    corners = volume_corners(affine, shape)
    middle = corners.mean(axis=0)
    grid = grid_through_volume(affine, shape, rotation[:, 0], rotation[:, 1], middle)
    inverse = np.linalg.inv(grid.pixel_to_ras)
    pixels = corners @ inverse[:3, :3].T + inverse[:3, 3]
    assert abs((inverse[:3, :3] @ middle + inverse[:3, 3])[2]) < 1e-6
    assert pixels[:, :2].min() >= -0.5 - 1e-3
    assert (pixels[:, :2].max(axis=0) <= np.array(grid.size_px) - 0.5 + 1e-3).all()
    assert max(grid.size_px) <= MAXIMUM_SIDE_PX
    right, down = grid.pixel_to_ras[:3, 0], grid.pixel_to_ras[:3, 1]
    assert np.linalg.norm(right) == pytest.approx(np.linalg.norm(down))


@pytest.mark.parametrize("plane", list(POSITION_AXIS))
def test_a_standard_plane_lies_at_its_position(plane):
    axis = POSITION_AXIS[plane]
    grid = standard_grid(LAS, (100, 90, 80), plane, position_mm=-30.0 if plane == "sagittal" else 30.0)
    assert grid.plane == plane
    assert grid.pixel_to_ras[axis, 3] == pytest.approx(grid.position_mm)
    assert grid.thickness_mm == pytest.approx([2.0, 3.0, 4.0][axis])


def test_the_patients_left_is_on_image_right_and_up_is_up():
    axial = standard_grid(LAS, (100, 90, 80), "axial").pixel_to_ras
    coronal = standard_grid(LAS, (100, 90, 80), "coronal").pixel_to_ras
    sagittal = standard_grid(LAS, (100, 90, 80), "sagittal").pixel_to_ras
    assert axial[0, 0] < 0 and axial[1, 1] < 0
    assert coronal[0, 0] < 0 and coronal[2, 1] < 0
    assert sagittal[1, 0] < 0 and sagittal[2, 1] < 0


def test_the_position_fraction_grows_with_the_ras_coordinate():
    low = standard_grid(LAS, (100, 90, 80), "axial", 10.0).position_fraction
    high = standard_grid(LAS, (100, 90, 80), "axial", 300.0).position_fraction
    assert 0 <= low < 0.1 < 0.9 < high <= 1


def test_no_position_is_the_middle():
    assert standard_grid(LAS, (100, 90, 80), "axial").position_fraction == pytest.approx(0.5)


def test_a_position_outside_is_refused_with_the_range():
    with pytest.raises(ValueError, match=r"give S from -2\.0 to 318\.0 mm"):
        standard_grid(LAS, (100, 90, 80), "axial", 999.0)


def test_a_plane_beside_the_volume_is_refused():
    with pytest.raises(ValueError, match="does not pass through the volume"):
        grid_through_volume(LAS, (10, 10, 10), (1, 0, 0), (0, 1, 0), (0, 0, 500))


@pytest.mark.parametrize(
    ("degrees", "name"),
    [(0, "axial"), (14, "axial"), (16, "oblique"), (45, "oblique"), (70, "oblique"), (80, "coronal")],
)
def test_a_tilted_plane_keeps_its_name_up_to_fifteen_degrees(degrees, name):
    angle = np.radians(degrees)
    assert plane_name((-1, 0, 0), (0, -np.cos(angle), -np.sin(angle))) == name


def test_grey_values_are_mapped_as_slicer_shows_them():
    assert to_uint8([-200, -160, 40, 240, 900], 400, 40).tolist() == [0, 0, 127, 255, 255]
    assert to_uint8([np.nan, 240.0], 400, 40).tolist() == [0, 255]
    with pytest.raises(ValueError, match="positive"):
        to_uint8([0], 0, 0)


def test_presets_and_the_modality_guess():
    rng = np.random.default_rng(0)
    ct = np.where(rng.random((20, 20, 20)) < 0.3, -1000, rng.normal(40, 20, (20, 20, 20)))
    mr = np.abs(rng.normal(300, 100, (20, 20, 20)))
    assert guess_modality(ct) == "CT"
    assert guess_modality(mr) == ""
    assert preset_window_level(ct, "CT") == (400.0, 40.0)
    window, level = preset_window_level(mr, "MR")
    assert 350 < window < 600 and 250 < level < 350
    with pytest.raises(ValueError, match="holds no number"):
        preset_window_level(np.full((4, 4, 4), np.nan), "")
