import gc
import weakref

import numpy as np
import pytest
import slicer
import vtk

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import LoadedVolume
from MISGroundLib.scene.volumes import (
    NodeSource,
    add_volume_node,
    check_volume_node,
    ijk_to_world,
    modality_and_source,
    modality_of,
    sample_of,
    slice_image,
    standard_grid_of,
    volume_info,
    window_level_of,
)
from MISGroundLib.slices import VolumeInfo, standard_grid
from Python.scene_builders import affine, put_under_transforms, rotation, volume_node


def loaded(modality="CT", dtype=np.int16):
    array = np.random.default_rng(5).integers(-1000, 1000, (6, 7, 8)).astype(dtype)
    info = VolumeInfo("a scan", "/data/a.nii.gz", modality, "sha256:1", (8, 7, 6), (1.0, 1.0, 1.0))
    return LoadedVolume(array, affine((1, 1, 3), (4, 5, 6), rotation(1, 2, 3)), info)


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int16, np.uint16, np.int32, np.float32, np.float64])
def test_a_loaded_volume_becomes_a_node_with_the_same_voxels_and_place(scene, dtype):
    volume = loaded(dtype=dtype)
    node = add_volume_node(scene, volume)
    check_volume_node(node)
    assert np.array_equal(slicer.util.arrayFromVolume(node), volume.array)
    assert np.allclose(ijk_to_world(node), volume.ijk_to_ras)
    assert volume_info(node).source == "/data/a.nii.gz"
    assert volume_info(node).identifier == "sha256:1"


def test_a_ct_opens_with_a_soft_tissue_window(scene):
    node = add_volume_node(scene, loaded("CT"))
    assert window_level_of(node, "CT", "as displayed") == (400.0, 40.0, "as displayed")


def test_a_preset_by_the_grey_values_follows_them(scene):
    nodes = [add_volume_node(scene, loaded("MR")) for _ in range(2)]
    window, level, _ = window_level_of(nodes[0], "MR")
    slicer.util.arrayFromVolume(nodes[0])[:] *= 3
    slicer.util.arrayFromVolumeModified(nodes[0])
    assert window_level_of(nodes[0], "MR") == pytest.approx((3 * window, 3 * level, "preset"))
    assert window_level_of(nodes[1], "MR") == (window, level, "preset")
    assert window_level_of(nodes[1], "CT") == (400.0, 40.0, "preset")


@pytest.mark.parametrize("automatic", [True, False], ids=["set by Slicer", "set by the user"])
def test_the_model_sees_the_modalitys_window_unless_the_displays_is_chosen(scene, automatic):
    node = add_volume_node(scene, loaded("CT"))
    node.GetDisplayNode().SetAutoWindowLevel(automatic)
    if not automatic:
        node.GetDisplayNode().SetWindowLevel(1500, -500)
    assert window_level_of(node, "CT") == (400.0, 40.0, "preset")
    shown = (node.GetDisplayNode().GetWindow(), node.GetDisplayNode().GetLevel(), "as displayed")
    assert window_level_of(node, "CT", "as displayed") == shown != (400.0, 40.0, "as displayed")
    with pytest.raises(ValueError, match="give 'automatic' or 'as displayed'"):
        window_level_of(node, "CT", "lung")


def test_the_modality_comes_from_the_subject_hierarchy_first(scene):
    node = add_volume_node(scene, loaded("CT"))
    assert modality_of(node) == "CT"
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    item = hierarchy.GetItemByDataNode(node) or hierarchy.CreateItem(hierarchy.GetSceneItemID(), node)
    hierarchy.SetItemAttribute(item, "DICOM.Modality", "MR")
    assert modality_of(node) == "MR"


def test_hounsfield_units_are_recognised(scene):
    rng = np.random.default_rng(6)
    tissue = np.where(rng.random((9, 9, 9)) < 0.3, -1000, rng.normal(40, 20, (9, 9, 9))).astype(np.int16)
    assert modality_and_source(volume_node(scene, tissue)) == ("CT", "grey values look like Hounsfield units")
    assert modality_and_source(volume_node(scene, np.ones((4, 4, 4), np.uint8))) == ("", "unknown")


def test_a_sample_of_a_large_volume_is_small_and_spread(scene):
    array = np.zeros((64, 128, 128), np.int16)
    array[:, :, 64:] = 1
    sample = sample_of(volume_node(scene, array))
    assert 100_000 < sample.size < 400_000
    assert sample.mean() == pytest.approx(0.5, abs=0.01)


def test_parent_transforms_are_part_of_the_place(scene):
    node = volume_node(scene, loaded().array, affine((1, 2, 3), (4, 5, 6)))
    to_world = put_under_transforms(scene, node)
    assert np.allclose(ijk_to_world(node), to_world @ affine((1, 2, 3), (4, 5, 6)))


def label_map(scene):
    node = scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "labels")
    slicer.util.updateVolumeFromArray(node, np.ones((4, 4, 4), np.uint8))
    return node


def colour(scene):
    node = scene.AddNewNodeByClass("vtkMRMLVectorVolumeNode", "photo")
    slicer.util.updateVolumeFromArray(node, np.ones((4, 4, 4, 3), np.uint8))
    return node


def removed(scene):
    node = volume_node(scene, np.ones((4, 4, 4), np.int16))
    scene.RemoveNode(node)
    return node


BAD = {
    "nothing": (lambda scene: None, "No volume is chosen. Load a scan"),
    "a removed node": (removed, "no longer in the scene"),
    "a markup": (lambda scene: scene.AddNewNodeByClass("vtkMRMLMarkupsROINode", "box"), "box is not a volume"),
    "no image": (lambda scene: scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "bare"), "bare holds no image"),
    "one slice": (lambda scene: volume_node(scene, np.ones((1, 5, 5), np.int16)), "scan has only one slice"),
    "a label map": (label_map, "labels is a label map"),
    "colour": (colour, "photo holds 3 values a voxel"),
    "NaN everywhere": (
        lambda scene: volume_node(scene, np.full((4, 4, 4), np.nan, np.float32)),
        "scan holds no number at all",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_volume_to_ask_about_is_refused_with_the_remedy(scene, what):
    make, message = BAD[what]
    node = make(scene)
    with pytest.raises(UserError, match=message):
        check_volume_node(node)


def without_size(node):
    node.SetSpacing(0, 1, 1)


def under(matrix):
    def put(node):
        transform = node.GetScene().AddNewNodeByClass("vtkMRMLLinearTransformNode", "moved")
        values = vtk.vtkMatrix4x4()
        slicer.util.updateVTKMatrixFromArray(values, np.array(matrix, float))
        transform.SetMatrixTransformToParent(values)
        node.SetAndObserveTransformNodeID(transform.GetID())

    return put


@pytest.mark.parametrize(("spoil", "message"), [
    (without_size, "scan has no place in space"),
    (under(np.diag([1, 1, 0, 1])), "scan has no place in space"),
    (under(np.diag([1, np.nan, 1, 1])), "scan has no place in space"),
    (under([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0.01, 0, 0, 1]]), "scan has no place in space"),
    (under(np.diag([-1, 1, 1, 1])), "transform moved, which mirrors it"),
])  # fmt: skip
def test_a_node_that_lies_nowhere_or_is_mirrored_is_refused_with_the_remedy(scene, spoil, message):
    node = volume_node(scene, np.ones((4, 4, 4), np.int16))
    spoil(node)
    for ask in (
        lambda: slice_image(node, standard_grid(np.eye(4), (4, 4, 4), "axial")),
        lambda: NodeSource(node),
        lambda: standard_grid_of(node, "axial"),
    ):
        with pytest.raises(UserError, match=message):
            ask()


def test_two_mirrors_are_none(scene):
    node = volume_node(scene, np.ones((4, 4, 4), np.int16))
    before = ijk_to_world(node)
    under(np.diag([-1, 1, 1, 1]))(node)
    under(np.diag([-1, 1, 1, 1]))(node.GetParentTransformNode())
    assert np.allclose(ijk_to_world(node), before)


def test_some_voxels_without_a_number_are_no_reason_to_refuse(scene):
    array = np.ones((4, 4, 4), np.float32)
    array[0] = np.nan
    node = volume_node(scene, array)
    check_volume_node(node)
    assert np.isnan(slicer.util.arrayFromVolume(node)[0]).all()


def test_the_voxels_of_a_read_scan_are_in_memory_once_and_stay_there(scene):
    array = np.arange(20 * 30 * 40, dtype=np.int16).reshape(20, 30, 40)
    wanted, weak = array.copy(), weakref.ref(array)
    node = add_volume_node(scene, LoadedVolume(array, np.eye(4), VolumeInfo("scan"), []))
    assert np.shares_memory(slicer.util.arrayFromVolume(node), array)
    del array
    gc.collect()
    rubbish = [np.full((20, 30, 40), -1, np.int16) for _ in range(50)]
    assert (slicer.util.arrayFromVolume(node) == wanted).all() and len(rubbish) == 50
    assert slicer.util.arrayFromVolume(node).shape == (20, 30, 40)
    scene.RemoveNode(node)
    del node
    gc.collect()
    assert weak() is None
