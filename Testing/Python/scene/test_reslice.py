import time

import numpy as np
import pytest
import slicer
import vtk
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy import ndimage
from vtk.util.numpy_support import vtk_to_numpy

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import box_to_ras, transform_point
from MISGroundLib.scene.reading import read_volume
from MISGroundLib.scene.volumes import (
    _ROUNDING,
    _resample,
    add_volume_node,
    ijk_to_world,
    reslice_xy,
    slice_image,
    slice_image_of_view,
    standard_grid_of,
)
from MISGroundLib.slices import SliceGrid, to_uint8
from Python.scene_builders import (
    affine,
    put_under_transforms,
    rotation,
    set_plane,
    volume_node,
)
from Python.shared_data import shared_case

TILTED = affine((0.8, 0.9, 2.5), (-20, 5, 30), rotation(6, 11, 17))
AXIAL_CT = affine((-0.8, -0.8, 2.0), (20, 24, -30))


def noise(shape=(24, 50, 44), dtype=np.int16):
    return np.random.default_rng(1).integers(-1000, 2000, shape).astype(dtype)


def blob_volume(scene, ijk_to_ras, centre_ijk, shape_kji=(40, 64, 56), sigma_mm=5.0):
    """A round blob, bright on black, its centre between voxels."""
    k, j, i = np.indices(shape_kji)
    ijk = np.stack([i, j, k], axis=-1)
    away = (ijk - np.asarray(centre_ijk)) @ ijk_to_ras[:3, :3].T
    values = 1000 * np.exp(-np.sum(away**2, axis=-1) / (2 * sigma_mm**2))
    node = volume_node(scene, values.astype(np.float32), ijk_to_ras)
    node.GetDisplayNode().SetWindowLevel(1000, 500)
    return node


def centroid(pixels):
    weights = pixels.astype(float)
    rows, columns = np.indices(weights.shape)
    return np.array([(columns * weights).sum(), (rows * weights).sum()]) / weights.sum()


@pytest.mark.parametrize("under_transforms", [False, True], ids=["no transform", "transformed"])
@pytest.mark.parametrize("plane", ["Axial", "Coronal", "Sagittal", "oblique"])
def test_a_blob_is_found_within_a_tenth_of_a_pixel(mrml, scene, plane, under_transforms):
    centre_ijk = (25.3, 30.7, 20.4)
    node = blob_volume(scene, affine((0.9, 1.1, 1.6), (-15, 40, 9), rotation(4, -7, 12)), centre_ijk)
    if under_transforms:
        put_under_transforms(scene, node)
    blob_ras = transform_point(ijk_to_world(node), centre_ijk)
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    if plane == "oblique":
        set_plane(slice_node, rotation(30, -20, 40), blob_ras)
    else:
        slice_node.SetOrientation(plane)
        slice_node.JumpSliceByOffsetting(*blob_ras)
    image = slice_image_of_view(node, slice_node)
    expected = transform_point(np.linalg.inv(image.grid.pixel_to_ras), blob_ras)
    assert abs(expected[2]) < 1e-6
    assert np.abs(centroid(image.pixels) - expected[:2]).max() < 0.1
    assert image.grid.plane == plane.lower()


@pytest.mark.parametrize("under_transforms", [False, True], ids=["no transform", "transformed"])
@pytest.mark.parametrize("ijk_to_ras", [AXIAL_CT, TILTED], ids=["along the axes", "tilted"])
@pytest.mark.parametrize("plane", ["Axial", "Coronal", "Sagittal", "oblique", "volume", "barely tilted"])
def test_reslice_is_bit_equal_to_slicers_own(mrml, scene, plane, ijk_to_ras, under_transforms):
    node = volume_node(scene, noise(), ijk_to_ras)
    if under_transforms:
        put_under_transforms(scene, node)
    logic = mrml.slice_logics["Red"]
    slice_node = logic.GetSliceNode()
    slice_node.SetDimensions(233, 157, 1)
    logic.GetSliceCompositeNode().SetBackgroundVolumeID(node.GetID())
    if plane == "volume":
        slice_node.RotateToVolumePlane(node)
    elif plane in ("oblique", "barely tilted"):
        set_plane(slice_node, rotation(23, 35, 12) if plane == "oblique" else rotation(0.02, 0.03, 0.01), (0, 0, 0))
    else:
        slice_node.SetOrientation(plane)
    logic.FitSliceToBackground()
    layer = logic.GetBackgroundLayer()
    layer.GetReslice().Update()
    theirs = vtk_to_numpy(layer.GetReslice().GetOutput().GetPointData().GetScalars()).reshape(157, 233)
    xy_to_ras = slicer.util.arrayFromVTKMatrix(slice_node.GetXYToRAS())
    ours, inside = reslice_xy(node, xy_to_ras, (233, 157))
    assert ours.dtype == theirs.dtype
    assert np.abs(ours.astype(int) - theirs.astype(int)).max() == 0
    assert 0.1 < inside.mean() <= 1
    assert not ours[~inside].any()


def test_grey_values_are_those_that_slicer_displays(mrml, scene):
    node = volume_node(scene, noise(), AXIAL_CT)
    display = node.GetDisplayNode()
    display.SetAndObserveColorNodeID("vtkMRMLColorTableNodeGrey")
    display.SetWindowLevel(350, 40)
    logic = mrml.slice_logics["Red"]
    logic.GetSliceNode().SetDimensions(120, 100, 1)
    logic.GetSliceCompositeNode().SetBackgroundVolumeID(node.GetID())
    logic.FitSliceToBackground()
    shown = logic.GetBackgroundLayer().GetImageDataConnection().GetProducer()
    shown.Update()
    theirs = vtk_to_numpy(shown.GetOutputDataObject(0).GetPointData().GetScalars()).reshape(100, 120, -1)
    xy_to_ras = slicer.util.arrayFromVTKMatrix(logic.GetSliceNode().GetXYToRAS())
    values, inside = reslice_xy(node, xy_to_ras, (120, 100))
    assert np.array_equal(theirs[..., 3] > 0, inside)
    assert np.array_equal(theirs[..., 0][inside], to_uint8(values, 350, 40)[inside])


def test_the_picture_does_not_depend_on_the_views_size_zoom_and_pan(mrml, scene):
    node = volume_node(scene, noise(), TILTED)
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    slice_node.SetDimensions(800, 600, 1)
    set_plane(slice_node, rotation(10, 20, 30), transform_point(ijk_to_world(node), (20, 25, 12)))
    before = slice_image_of_view(node, slice_node)
    slice_node.SetDimensions(317, 511, 1)
    slice_node.SetFieldOfView(60, 90, 1)
    slice_node.SetXYZOrigin(7, -11, 0)
    matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    set_plane(slice_node, rotation(10, 20, 30), matrix[:3, 3] + 13 * matrix[:3, 0] - 5 * matrix[:3, 1])
    after = slice_image_of_view(node, slice_node)
    assert before.grid.size_px == after.grid.size_px
    assert np.array_equal(before.pixels, after.pixels)


def turned(degrees, mirrored, upside_down):
    """What a view may do in its plane: columns x and y turned, and either of them flipped."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    return turn @ np.diag([-1.0 if mirrored else 1.0, -1.0 if upside_down else 1.0, 1.0])


FLIPS = st.booleans()


@example(  # Its depth lay near a tie of the raster, and the two views' points fell on either side.
    plane=(4.715493601150513, -1.1, 0.0),
    volume=(157.01528907063067, 107.06954987730558, 4.2),
    order=[1, 0, 2],
    flips=(True, True, True),
    turn=(109.0, False, False, False),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plane=st.one_of(st.sampled_from(["Axial", "Coronal", "Sagittal"]), st.tuples(*[st.floats(-180, 180)] * 3)),
    volume=st.tuples(*[st.floats(-180, 180)] * 3),
    order=st.permutations(range(3)),
    flips=st.tuples(FLIPS, FLIPS, FLIPS),
    turn=st.tuples(st.floats(0, 360), FLIPS, FLIPS, FLIPS),
)
def test_the_picture_and_its_boxes_do_not_depend_on_how_a_view_is_turned(mrml, plane, volume, order, flips, turn):
    """Any plane of any volume, whatever its axes' order: only the plane counts, bit for bit."""
    array = np.random.default_rng(4).integers(-1000, 2000, (9, 11, 13)).astype(np.int16)
    axes = rotation(*volume)[:, [*order, 3]] @ np.diag([*(-1.0 if flip else 1.0 for flip in flips), 1.0])
    ijk_to_ras = affine((2.0, 3.0, 4.0), (5, -7, 11), axes)
    node = volume_node(mrml.scene, array, ijk_to_ras)
    centre = transform_point(ijk_to_ras, (6.2, 5.1, 3.9))
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    if isinstance(plane, str):
        slice_node.SetOrientation(plane)
        frame = np.array(slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS()))
    else:
        frame = rotation(*plane)
    set_plane(slice_node, frame, centre)
    straight = slice_image_of_view(node, slice_node)
    other = frame.copy()
    degrees, mirrored, upside_down, from_behind = turn
    other[:3, :3] = other[:3, :3] @ turned(degrees, mirrored, upside_down)
    other[:3, 2] *= -1.0 if from_behind else 1.0
    set_plane(slice_node, other, centre + 3 * other[:3, 0] - 2 * other[:3, 1])
    again = slice_image_of_view(node, slice_node)
    mrml.scene.RemoveNode(node)
    assert np.array_equal(straight.grid.pixel_to_ras, again.grid.pixel_to_ras)
    assert straight.grid.size_px == again.grid.size_px
    assert np.array_equal(straight.pixels, again.pixels)
    box = (1.0, 2.0, 4.0, 5.0)
    first, second = (box_to_ras(box, one.grid.pixel_to_ras, one.grid.thickness_mm) for one in (straight, again))
    assert np.array_equal(first.center_ras, second.center_ras) and np.array_equal(first.axes_ras, second.axes_ras)
    # The box lies in the plane shown, by plain projection.
    normal = np.cross(other[:3, 0], other[:3, 1])
    assert abs((first.center_ras - centre) @ normal) < 1e-6
    assert np.linalg.det(first.axes_ras) == pytest.approx(1.0)


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
@pytest.mark.parametrize("code", ["neurological", "upside down", "turned", "from behind"])
def test_a_turned_view_of_a_standard_plane_gives_the_standard_picture(mrml, scene, plane, code):
    node = volume_node(scene, noise(), AXIAL_CT)
    grid = standard_grid_of(node, plane)
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    slice_node.SetOrientation(plane.capitalize())
    frame = np.array(slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS()))
    how = {"neurological": (0, True, False), "upside down": (0, False, True), "turned": (37, False, False)}
    frame[:3, :3] = frame[:3, :3] @ turned(*how.get(code, (0, False, False)))
    if code == "from behind":  # as other programs orient a coronal view: the viewer at the patient's back
        frame[:3, 0] *= -1
        frame[:3, 2] *= -1
    set_plane(slice_node, frame, grid.pixel_to_ras[:3, 3])
    image = slice_image_of_view(node, slice_node)
    assert np.array_equal(image.grid.pixel_to_ras, grid.pixel_to_ras)
    assert np.array_equal(image.pixels, slice_image(node, grid).pixels)
    assert image.grid.plane == plane


def test_the_position_is_what_slicers_slider_says(mrml, scene):
    node = volume_node(scene, noise(), AXIAL_CT)
    centre = transform_point(AXIAL_CT, (22, 25, 12))
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    frames = {name: None for name in ("Axial", "Coronal", "Sagittal")}
    frames |= {"oblique": rotation(25, -30, 10), "behind": rotation(25, -30, 10) @ np.diag([-1, 1, -1, 1])}
    for name, frame in frames.items():
        if frame is None:
            slice_node.SetOrientation(name)
            frame = np.array(slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS()))
        set_plane(slice_node, frame, centre)
        grid = slice_image_of_view(node, slice_node).grid
        matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
        letters = slice_node.GetDirectionLabel(list(matrix[:3, 2]))
        assert grid.position_text == f"{letters} {slice_node.GetSliceOffset():.1f} mm"


@pytest.mark.parametrize(("view", "plane"), [("Red", "axial"), ("Green", "coronal"), ("Yellow", "sagittal")])
def test_a_view_gives_the_picture_of_its_plane_the_right_way_up(mrml, scene, view, plane):
    node = volume_node(scene, noise(), AXIAL_CT)
    grid = standard_grid_of(node, plane)
    slice_node = mrml.slice_logics[view].GetSliceNode()
    slice_node.JumpSliceByOffsetting(*grid.pixel_to_ras[:3, 3])
    image = slice_image_of_view(node, slice_node)
    assert np.allclose(image.grid.pixel_to_ras, grid.pixel_to_ras)
    assert np.array_equal(image.pixels, slice_image(node, grid).pixels)


def test_an_unturned_axial_ct_slice_holds_the_voxels_themselves(scene):
    array = noise()
    node = volume_node(scene, array, AXIAL_CT)
    node.GetDisplayNode().SetWindowLevel(3000, 500)
    grid = standard_grid_of(node, "axial", float(transform_point(AXIAL_CT, (0, 0, 9))[2]))
    image = slice_image(node, grid)
    assert np.array_equal(image.pixels, to_uint8(array[9], 3000, 500))
    assert image.inside.all()


# Linear interpolation in double precision, twice: what is left is rounding, and one VTK tolerance of 2^-17 voxel.
TOLERANCE = 1000 * 3 * 2**-17


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    angles=st.tuples(*[st.floats(-180, 180)] * 3),
    plane=st.tuples(*[st.floats(-180, 180)] * 3),
    spacing=st.tuples(*[st.floats(0.3, 4)] * 3),
    mirrored=st.booleans(),
    offset=st.tuples(*[st.floats(0.2, 0.8)] * 3),
)
def test_any_plane_of_any_volume_equals_a_plain_interpolation(mrml, angles, plane, spacing, mirrored, offset):
    array = np.random.default_rng(2).uniform(0, 1000, (9, 11, 13))
    ijk_to_ras = affine(spacing, (5, -7, 11), rotation(*angles) @ np.diag([-1.0 if mirrored else 1.0, 1, 1, 1]))
    node = volume_node(mrml.scene, array, ijk_to_ras)
    size = (31, 27)
    pixel_to_ras = rotation(*plane) @ np.diag([0.9, 0.9, 1.0, 1.0])
    through = transform_point(ijk_to_ras, np.array(offset) * (12, 10, 8))
    pixel_to_ras[:3, 3] = through - pixel_to_ras[:3, :2] @ [15, 13]
    values, inside = _resample(node, pixel_to_ras, size, _ROUNDING)
    mrml.scene.RemoveNode(node)

    rows, columns = np.indices(size[::-1])
    pixels = np.stack([columns.ravel(), rows.ravel(), np.zeros(columns.size), np.ones(columns.size)])
    ijk = (np.linalg.inv(ijk_to_ras) @ pixel_to_ras @ pixels)[:3]
    slow = ndimage.map_coordinates(array, ijk[::-1], order=1, mode="nearest").reshape(size[::-1])
    past_edge = np.maximum(-0.5 - ijk, ijk - np.array([[12.5], [10.5], [8.5]])).max(axis=0).reshape(size[::-1])
    clear = np.abs(past_edge) > 1e-4
    assert np.array_equal(inside[clear], past_edge[clear] < 0)
    assert np.abs(values - slow)[inside & clear].max(initial=0) < TOLERANCE
    assert not values[~inside].any()


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
@pytest.mark.parametrize("code", ["AIL", "ASR", "IAL", "LAS", "LPS", "PIR", "SRP"])
def test_every_axis_code_shows_the_same_patient_left(scene, code, plane):
    folder = shared_case("orientation_niivue")
    reference = add_volume_node(scene, read_volume(folder / "RAS.nii.gz"))
    other = add_volume_node(scene, read_volume(folder / f"{code}.nii.gz"))
    other.GetDisplayNode().SetWindowLevel(reference.GetDisplayNode().GetWindow(), reference.GetDisplayNode().GetLevel())
    grid = standard_grid_of(reference, plane)
    first, second = slice_image(reference, grid), slice_image(other, grid)
    both = first.inside & second.inside
    assert both.mean() > 0.9
    same = likeness(first.pixels, second.pixels, both)
    assert same > 0.99
    # The picture has a side: mirrored it is clearly another one.
    assert same > likeness(first.pixels[:, ::-1], second.pixels, both) + 0.02
    # Each on its own grid: the same place of the patient is on the same side.
    own = standard_grid_of(other, plane, grid.position_mm)
    for axis in (0, 1):
        assert own.pixel_to_ras[:3, axis] @ grid.pixel_to_ras[:3, axis] > 0


def likeness(first, second, where):
    return float(np.corrcoef(first[where].astype(float), second[where].astype(float))[0, 1])


def test_a_non_linear_parent_transform_is_refused_with_the_remedy(mrml, scene):
    node = volume_node(scene, noise(), AXIAL_CT)
    grid_transform = vtk.vtkThinPlateSplineTransform()
    points = vtk.vtkPoints()
    moved = vtk.vtkPoints()
    for index, place in enumerate([(0, 0, 0), (10, 0, 0), (0, 10, 0), (0, 0, 10)]):
        points.InsertNextPoint(*place)
        moved.InsertNextPoint(*(value + index for value in place))
    grid_transform.SetSourceLandmarks(points)
    grid_transform.SetTargetLandmarks(moved)
    grid_transform.SetBasisToR()
    parent = scene.AddNewNodeByClass("vtkMRMLTransformNode", "warp")
    parent.SetAndObserveTransformToParent(grid_transform)
    node.SetAndObserveTransformNodeID(parent.GetID())
    with pytest.raises(UserError, match="Harden the transform first"):
        slice_image_of_view(node, mrml.slice_logics["Red"].GetSliceNode())
    with pytest.raises(UserError, match="Harden"):
        reslice_xy(node, np.eye(4), (4, 4))


def test_a_slice_beside_the_volume_says_so(mrml, scene):
    node = volume_node(scene, noise(), AXIAL_CT)
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    slice_node.SetSliceOffset(5000)
    with pytest.raises(UserError, match="does not pass through scan"):
        slice_image_of_view(node, slice_node)


def test_a_position_outside_gives_the_range(scene):
    node = volume_node(scene, noise(), AXIAL_CT)
    with pytest.raises(UserError, match=r"give S from -31\.0 to 17\.0 mm"):
        standard_grid_of(node, "axial", 100.0)


def test_voxels_that_are_no_numbers_are_black(scene):
    array = np.full((6, 8, 8), 100.0, dtype=np.float32)
    array[3, 2, 5] = np.nan
    array[3, 6, 1] = np.inf
    node = volume_node(scene, array)
    node.GetDisplayNode().SetWindowLevel(100, 100)
    image = slice_image(node, standard_grid_of(node, "axial", 3.0))
    assert np.count_nonzero(image.pixels == 0) == np.count_nonzero(~image.inside) == 2
    assert set(np.unique(image.pixels)) == {0, 127}


def test_the_modality_preset_is_used_where_nothing_is_displayed(scene):
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "bare")
    slicer.util.updateVolumeFromArray(node, noise())
    node.SetAttribute("DICOM.Modality", "CT")
    image = slice_image(node, standard_grid_of(node, "axial"))
    assert (image.window, image.level, image.window_source) == (400.0, 40.0, "preset")
    assert image.volume.modality == "CT"


def test_a_slice_of_a_large_ct_is_fast(scene):
    array = np.random.default_rng(3).integers(-1000, 1000, (400, 512, 512), dtype=np.int16)
    node = volume_node(scene, array, affine((-0.7, -0.7, 1.0), (180, 180, 0)))
    seconds = []
    for step in range(7):
        grid = standard_grid_of(node, "axial", 100.0 + step)
        began = time.perf_counter()
        image = slice_image(node, grid)
        seconds.append(time.perf_counter() - began)
    assert image.pixels.shape == (512, 512)
    # The goal is 40 ms. The best of seven: a busy machine says nothing about the code.
    assert min(seconds) < 0.06


def test_thickness_and_the_volumes_identity_reach_the_image(scene):
    node = volume_node(scene, noise(), AXIAL_CT, name="CT chest")
    image = slice_image(node, standard_grid_of(node, "coronal"))
    assert isinstance(image.grid, SliceGrid)
    assert image.grid.thickness_mm == pytest.approx(0.8)
    assert image.volume.name == "CT chest"
    assert image.volume.identifier == node.GetID()
    assert image.volume.shape_ijk == (44, 50, 24)
