import os
import subprocess
import sys

import numpy as np
import pytest
import slicer
from PIL import Image

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.errors import UserError
from MISGroundLib.scene.export import fit_view, save_scene
from MISGroundLib.scene.four_up import BAR_HEIGHT, VIEW_SIZE
from MISGroundLib.scene.rois import draw
from MISGroundLib.scene.views_png import render
from MISGroundLib.scene.volumes import reslice_xy, slice_image, standard_grid_of
from MISGroundLib.slices import to_uint8
from Python.scene_builders import affine, answer, rotation, volume_node

PACKAGES = "libegl1 libegl-mesa0 libgl1-mesa-dri"


@pytest.fixture
def bundle(mrml, scene, tmp_path):
    """A scene with a box on an axial slice; the scene itself stays as it was written."""
    k, j, i = np.indices((30, 60, 50))
    array = (20 * i + 5 * j + 3 * k).astype(np.int16)
    node = volume_node(scene, array, affine((-2, -2, 3), (50, 60, -40), rotation(0, 0, 3)))
    node.GetDisplayNode().SetAndObserveColorNodeID("vtkMRMLColorTableNodeGrey")
    node.GetDisplayNode().SetWindowLevel(1500, 750)
    image = slice_image(node, standard_grid_of(node, "axial"))
    draw(scene, answer(image, {"liver": (10.0, 12.0, 30.0, 40.0)}), node)
    save_scene(scene, tmp_path / "scene.mrb", image.grid)
    return tmp_path / "scene.mrb"


def drawn(bundle):
    picture = bundle.with_name("views.png")
    try:
        render(bundle, picture)
    except UserError as error:
        if PACKAGES in str(error):
            pytest.skip(f"this machine cannot draw: install {PACKAGES}")
        raise
    return np.asarray(Image.open(picture).convert("RGB"))


def test_the_picture_shows_the_slices_and_the_box_where_slicer_has_them(mrml, scene, bundle):
    sheet = drawn(bundle)
    width, height = VIEW_SIZE
    assert sheet.shape == (2 * (height + BAR_HEIGHT) + 4, 2 * width + 4, 3)
    below = height + BAR_HEIGHT + 4
    bars = [sheet[2, 2], sheet[below + 2, 2], sheet[below + 2, width + 6]]
    assert np.array_equal(bars, [(243, 74, 51), (110, 176, 75), (237, 213, 76)])
    red = sheet[BAR_HEIGHT : BAR_HEIGHT + height, :width]

    node = scene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    slice_node.SetDimensions(width, height, 1)
    fit_view(slice_node, node)
    xy_to_ras = slicer.util.arrayFromVTKMatrix(slice_node.GetXYToRAS())
    values, inside = reslice_xy(node, xy_to_ras, VIEW_SIZE)
    expected = np.where(inside, to_uint8(values, 1500, 750), 0)[::-1]
    # Grey except where the box, its label and the letters are.
    grey = np.ptp(red.astype(int), axis=2) == 0
    agrees = grey & (np.abs(red[..., 0].astype(int) - expected) <= 1)
    assert agrees.mean() > 0.95
    assert inside.mean() > 0.3

    orange = np.abs(red - 255 * np.array(color_for("liver"))).max(axis=2) < 40
    rows, columns = np.nonzero(orange)
    roi = scene.GetFirstNodeByClass("vtkMRMLMarkupsROINode")
    bounds = np.zeros(6)
    roi.GetRASBounds(bounds)
    corners = np.array([[bounds[i], bounds[2 + j], bounds[4], 1] for i in (0, 1) for j in (0, 1)])
    xy = (corners @ np.linalg.inv(xy_to_ras).T)[:, :2]
    assert [columns.min(), columns.max()] == pytest.approx([xy[:, 0].min(), xy[:, 0].max()], abs=3)
    assert [rows.min(), rows.max()] == pytest.approx([height - 1 - xy[:, 1].max(), height - 1 - xy[:, 1].min()], abs=3)

    three_d = sheet[BAR_HEIGHT : BAR_HEIGHT + height, width + 4 :]
    assert (np.abs(three_d - 255 * np.array(color_for("liver"))).max(axis=2) < 60).sum() > 100
    assert len(np.unique(three_d.reshape(-1, 3), axis=0)) > 200


def test_without_egl_the_message_names_the_packages(bundle, tmp_path, monkeypatch):
    if not sys.platform.startswith("linux"):
        pytest.skip("EGL is how Linux draws without a display")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "libEGL.so.1").write_text("no library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(broken))
    with pytest.raises(UserError, match=PACKAGES):
        render(bundle, tmp_path / "views.png")
    assert not (tmp_path / "views.png").exists()
    assert bundle.is_file()


def test_without_a_driver_the_message_names_the_packages(bundle, tmp_path, monkeypatch):
    if not sys.platform.startswith("linux"):
        pytest.skip("EGL is how Linux draws without a display")
    monkeypatch.setenv("__EGL_VENDOR_LIBRARY_DIRS", str(tmp_path))
    monkeypatch.delenv("__EGL_VENDOR_LIBRARY_FILENAMES", raising=False)
    with pytest.raises(UserError, match=PACKAGES):
        render(bundle, tmp_path / "views.png")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["scene.mrb"]


def test_a_crash_while_drawing_is_a_message_and_no_more(bundle, tmp_path, monkeypatch):
    crashed = subprocess.CompletedProcess([], -11, "", "Segmentation fault")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: crashed)
    with pytest.raises(UserError, match=f"left out.*{PACKAGES}"):
        render(bundle, tmp_path / "views.png")


def test_a_bundle_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "scene.mrb").write_text("no bundle")
    with pytest.raises(UserError, match=r"left out: .*scene\.mrb is no scene bundle"):
        render(tmp_path / "scene.mrb", tmp_path / "views.png")
    assert os.listdir(tmp_path) == ["scene.mrb"]
