import numpy as np
import pytest
from hypothesis import given, settings

from MISGroundLib.greyvalues import guess_modality, preset_window_level
from MISGroundLib.slices import (
    MAXIMUM_SIDE_PX,
    POSITION_AXIS,
    canonical_axes,
    direction_letters,
    grid_through_volume,
    plane_name,
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
    grid = grid_through_volume(affine, shape, rotation[:, 2], middle)
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


@settings(max_examples=200)
@given(rotations())
def test_an_oblique_plane_has_the_picture_nearest_to_its_standard_planes(rotation):
    normal = rotation[:, 2]
    right, down = canonical_axes(normal)
    frame = np.stack([right, down, normal])
    assert np.allclose(frame @ frame.T, np.eye(3), atol=1e-8)
    again = canonical_axes(-normal)
    assert np.array_equal(right, again[0]) and np.array_equal(down, again[1])
    # By plain looking: of all turns in the plane none brings image right nearer to the standard picture's.
    axis = int(np.argmax(np.abs(normal).round(5)[::-1]))  # S before A before R where they are equal
    wanted_right, wanted_down = [((-1, 0, 0), (0, -1, 0)), ((-1, 0, 0), (0, 0, -1)), ((0, -1, 0), (0, 0, -1))][axis]
    turns = np.radians(np.arange(0, 360, 0.5))
    around = np.outer(np.cos(turns), rotation[:, 0]) + np.outer(np.sin(turns), rotation[:, 1])
    assert right @ wanted_right >= (around @ wanted_right).max() - 1e-9
    assert down @ wanted_down > -1e-9


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_normal_exactly_between_planes_takes_the_first_of_them_whatever_rounding_says(sign):
    between = np.array([0.0, 1.0, 1.0]) / np.sqrt(2)
    for normal in (between, between * (1, 1 + 1e-12, 1), between * (1, 1, 1 + 1e-12)):
        right, down = canonical_axes(sign * normal)
        assert np.allclose(right, (-1, 0, 0)) and np.allclose(down, np.array([0, -1, 1]) / np.sqrt(2))


def test_a_small_tilt_moves_the_picture_a_little():
    for plane_normal in np.eye(3):
        straight = canonical_axes(plane_normal)
        tilted = canonical_axes(plane_normal + np.array([0.01, -0.012, 0.009]))
        assert all(one @ other > 0.999 for one, other in zip(straight, tilted, strict=True))


@pytest.mark.parametrize("normal", [(0, 0, 0), (np.nan, 0, 1), (0, 1)])
def test_what_is_no_normal_is_refused(normal):
    with pytest.raises(ValueError, match="normal"):
        canonical_axes(normal)


def test_the_position_is_said_as_slicers_slider_says_it():
    assert standard_grid(LAS, (100, 90, 80), "axial", 30.0).position_text == "S 30.0 mm"
    assert standard_grid(LAS, (100, 90, 80), "coronal", 12.0).position_text == "A 12.0 mm"
    sagittal = standard_grid(LAS, (100, 90, 80), "sagittal", -30.0)
    assert (sagittal.position_mm, sagittal.position_text) == (-30.0, "L 30.0 mm")
    assert standard_grid(LAS, (100, 90, 80), "axial", 0.04).position_text == "S 0.0 mm"
    middle = (-99.0, 133.5, 158.0)
    for normal, letters in (((-0.2, 0.8, -0.6), "AIL"), ((0.2, -0.8, 0.6), "PSR"), ((0.01, 0, 1), "S")):
        unit = np.array(normal) / np.linalg.norm(normal)
        grid = grid_through_volume(LAS, (100, 90, 80), normal, middle)
        assert grid.position_text == f"{letters} {unit @ middle:.1f} mm"
        if grid.plane == "oblique":
            assert grid.position_mm == pytest.approx(unit @ middle, abs=1e-6)
    assert direction_letters((1, 1, 1)) == "RAS" and direction_letters((-0.7, 0.7, 0)) == "LA"


def test_the_edges_of_a_picture_are_named_where_they_have_a_name():
    shape, middle = (100, 90, 80), (-99.0, 133.5, 158.0)
    assert [standard_grid(LAS, shape, plane).edges() for plane in ("axial", "coronal", "sagittal")] == [
        ("right", "front"),
        ("right", "head"),
        ("front", "head"),
    ]
    assert grid_through_volume(LAS, shape, (0, 1, 1), middle).edges() == ("right", "")
    assert grid_through_volume(LAS, shape, (1, 0.4, 0), middle).edges() == ("front", "head")
    assert grid_through_volume(LAS, shape, (1, 1, 1), middle).edges()[0] in ("", "right")


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
        grid_through_volume(LAS, (10, 10, 10), (0, 0, 1), (0, 0, 500))


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
