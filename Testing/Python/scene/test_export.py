import json
import os
import subprocess
import sys
import textwrap
import zipfile

import numpy as np
import pytest
import slicer

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.errors import UserError
from MISGroundLib.scene.export import save_markups, save_scene
from MISGroundLib.scene.headless import private_scene
from MISGroundLib.scene.rois import boxes_of, draw, read_provenance
from MISGroundLib.scene.volumes import slice_image, slice_image_of_view, standard_grid_of
from Python.scene_builders import affine, answer, put_under_transforms, rotation, set_plane, volume_node

BOXES = {"liver": (5.0, 6.0, 25.0, 30.0), "left kidney": (30.0, 10.0, 38.5, 21.25), "aorta / vena cava?": (1, 2, 3, 4)}
IJK_TO_RAS = affine((0.8, 0.9, 2.5), (-20, 5, 30), rotation(6, 11, 17))


@pytest.fixture
def volume(scene):
    array = np.random.default_rng(8).integers(-1000, 1000, (24, 50, 44)).astype(np.int16)
    return volume_node(scene, array, IJK_TO_RAS, name="CT abdomen")


@pytest.fixture
def result(volume):
    return answer(slice_image(volume, standard_grid_of(volume, "coronal")), BOXES)


def frames(rois):
    matrices = {roi.GetName(): slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix()) for roi in rois}
    return {name: np.round(matrix, 4).tolist() for name, matrix in matrices.items()}


def sizes(rois):
    return {roi.GetName(): np.round(roi.GetSize(), 4).tolist() for roi in rois}


def all_rois(scene):
    number = scene.GetNumberOfNodesByClass("vtkMRMLMarkupsROINode")
    return [scene.GetNthNodeByClass(index, "vtkMRMLMarkupsROINode") for index in range(number)]


def test_slicers_markups_reader_loads_every_box_of_the_file(mrml, scene, volume, result, tmp_path):
    rois = draw(scene, result, volume)
    before = frames(rois), sizes(rois)
    save_markups(rois, tmp_path / "boxes.mrk.json")
    mrml.clear()
    assert mrml.module_logics["Markups"].LoadMarkups(str(tmp_path / "boxes.mrk.json"))
    loaded = all_rois(scene)
    assert (frames(loaded), sizes(loaded)) == before
    assert all(roi.GetLocked() for roi in loaded)
    by_name = {roi.GetName(): roi for roi in loaded}
    assert by_name["liver 0.93"].GetDisplayNode().GetSelectedColor() == pytest.approx(color_for("liver"), abs=1e-3)


def test_no_box_gives_a_file_with_an_empty_list(tmp_path):
    save_markups([], tmp_path / "boxes.mrk.json")
    assert json.loads((tmp_path / "boxes.mrk.json").read_text())["markups"] == []


def test_a_scene_bundle_keeps_volume_boxes_and_where_they_come_from(mrml, scene, volume, result, tmp_path):
    rois = draw(scene, result, volume)
    voxels = slicer.util.arrayFromVolume(volume).copy()
    before = frames(rois), sizes(rois), [read_provenance(roi) for roi in rois]
    save_scene(scene, tmp_path / "scene.mrb", result.slice_image.grid)
    mrml.clear()
    assert scene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    loaded = boxes_of(scene)
    assert (frames(loaded), sizes(loaded), [read_provenance(roi) for roi in loaded]) == before
    node = scene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")
    assert np.array_equal(slicer.util.arrayFromVolume(node), voxels)
    assert all(not roi.GetDisplayNode().GetFillVisibility() for roi in loaded)


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
def test_a_scene_bundle_opens_at_the_slice(mrml, scene, volume, tmp_path, plane):
    image = slice_image(volume, standard_grid_of(volume, plane))
    (roi,) = draw(scene, answer(image, {"target": (5.0, 6.0, 15.0, 12.0)}), volume)
    centre = np.zeros(3)
    roi.GetCenterWorld(centre)
    save_scene(scene, tmp_path / "scene.mrb", image.grid)
    mrml.clear()
    assert scene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    for name, logic in mrml.slice_logics.items():
        to_ras = slicer.util.arrayFromVTKMatrix(logic.GetSliceNode().GetSliceToRAS())
        # Every view passes through the box, and shows the volume.
        assert (centre - to_ras[:3, 3]) @ to_ras[:3, 2] == pytest.approx(0, abs=1e-3), name
        assert logic.GetSliceCompositeNode().GetBackgroundVolumeID() is not None
    assert [logic.GetSliceNode().GetOrientation() for logic in mrml.slice_logics.values()] == [
        "Axial",
        "Coronal",
        "Sagittal",
    ]


def test_a_scene_bundle_of_an_oblique_slice_opens_at_that_slice(mrml, scene, volume, tmp_path):
    put_under_transforms(scene, volume)
    bounds = np.zeros(6)
    volume.GetRASBounds(bounds)
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    set_plane(slice_node, rotation(30, 25, 10), bounds.reshape(3, 2).mean(axis=1))
    image = slice_image_of_view(volume, slice_node)
    save_scene(scene, tmp_path / "scene.mrb", image.grid)
    mrml.clear()
    assert scene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    node = scene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")
    again = slice_image_of_view(node, mrml.slice_logics["Red"].GetSliceNode())
    assert np.allclose(again.grid.pixel_to_ras, image.grid.pixel_to_ras, atol=1e-3)
    assert np.array_equal(again.pixels, image.pixels) or np.abs(again.pixels - image.pixels.astype(int)).mean() < 1


def test_a_private_scene_leaves_the_users_scene_alone(scene, volume, result, tmp_path):
    before = scene.GetNumberOfNodes()
    with private_scene() as private:
        node = volume_node(private, np.ones((4, 5, 6), np.int16))
        assert private is not scene
        assert private.GetNthNodeByClass(0, "vtkMRMLSliceNode").GetLayoutName() == "Red"
        save_scene(private, tmp_path / "scene.mrb", standard_grid_of(node, "axial"))
    assert scene.GetNumberOfNodes() == before
    assert volume.GetImageData().GetDimensions() == (44, 50, 24)
    assert zipfile.is_zipfile(tmp_path / "scene.mrb")


def test_a_folder_that_cannot_be_written_is_named(scene, volume, result, tmp_path):
    rois = draw(scene, result, volume)
    for save in (lambda path: save_markups(rois, path), lambda path: save_scene(scene, path)):
        with pytest.raises(UserError, match=r"absent.* could not be written.*choose another folder"):
            save(tmp_path / "absent" / "file.mrb")


# A process whose files may not grow beyond a limit: what a full disk looks like from within.
FULL_DISK = """
    import resource, signal, sys
    from pathlib import Path
    import numpy as np
    from Python.scene_builders import answer, volume_node
    from MISGroundLib.errors import UserError
    from MISGroundLib.scene.export import save_markups, save_scene
    from MISGroundLib.scene.headless import private_scene
    from MISGroundLib.scene.volumes import slice_image, standard_grid_of
    from MISGroundLib.scene.rois import draw
    folder = Path(sys.argv[1])
    with private_scene() as scene:
        array = np.random.default_rng(0).integers(0, 1000, (60, 60, 60)).astype(np.int16)
        node = volume_node(scene, array)
        image = slice_image(node, standard_grid_of(node, "axial"))
        rois = draw(scene, answer(image, {"liver": (1, 2, 30, 40)}), node)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        def attempt(limit, save):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            try:
                save()
            except UserError as error:
                print(error)

        attempt(1_000, lambda: save_markups(rois, folder / "boxes.mrk.json"))
        attempt(200_000, lambda: save_scene(scene, folder / "scene.mrb"))  # fails in the volume
        attempt(328_000, lambda: save_scene(scene, folder / "scene.mrb"))  # fails in the bundle itself
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size limit of a process is a Unix thing")
def test_a_full_disk_is_told_and_leaves_the_older_files_whole(tmp_path):
    names = ["boxes.mrk.json", "scene.mrb"]
    for name in names:
        (tmp_path / name).write_text("older")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", textwrap.dedent(FULL_DISK), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    messages = [line for line in done.stdout.splitlines() if "could not be written" in line]
    assert [next(name for name in names if name in message) for message in messages] == [names[0], names[1], names[1]]
    assert done.returncode == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == names
    assert [(tmp_path / name).read_text() for name in names] == ["older", "older"]
