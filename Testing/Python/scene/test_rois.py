from dataclasses import make_dataclass, replace

import numpy as np
import pytest
import slicer
import vtk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from MISGroundLib.anatomy import structures
from MISGroundLib.anatomy.terminology import color_for, own_color
from MISGroundLib.anatomy.terms import entries
from MISGroundLib.geometry import ras_to_box
from MISGroundLib.grounding import UNSURE_BELOW
from MISGroundLib.scene.box_history import BoxHistory, Undone
from MISGroundLib.scene.rois import boxes_of, draw, read_provenance
from MISGroundLib.scene.volumes import slice_image, slice_image_of_view, standard_grid_of
from MISGroundLib.settings import Decoding, Settings, setting
from Python.scene_builders import affine, answer, put_under_transforms, rotation, set_plane, volume_node

BOXES = {"liver": (5.0, 6.0, 25.0, 30.0), "left kidney": (30.0, 10.0, 38.5, 21.25), "spleen": None}
IJK_TO_RAS = affine((0.8, 0.9, 2.5), (-20, 5, 30), rotation(6, 11, 17))


@pytest.fixture
def volume(scene):
    array = np.random.default_rng(7).integers(-1000, 1000, (24, 50, 44)).astype(np.int16)
    return volume_node(scene, array, IJK_TO_RAS, name="CT abdomen")


@pytest.fixture
def result(volume):
    return answer(slice_image(volume, standard_grid_of(volume, "axial")), BOXES)


def frame(roi):
    return slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix())


def corners_world(roi):
    half = np.array(roi.GetSize()) / 2
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    return signs * half @ frame(roi)[:3, :3].T + frame(roi)[:3, 3]


def test_every_found_target_becomes_a_box_and_a_missing_one_does_not(scene, volume, result):
    rois = draw(scene, result, volume)
    assert [roi.GetName() for roi in rois] == ["liver 0.93", "left kidney 0.93"]
    assert boxes_of(scene) == rois


def test_a_box_holds_the_pixels_and_the_slices_thickness(scene, volume, result):
    roi = draw(scene, result, volume)[1]
    detection = result.detections[1]
    assert np.allclose(roi.GetSize(), detection.box_ras.size_mm)
    assert np.allclose(frame(roi), detection.box_ras.object_to_ras())
    assert roi.GetSize()[2] == pytest.approx(max(1.0, result.slice_image.grid.thickness_mm))
    assert np.allclose(ras_to_box(detection.box_ras, result.slice_image.grid.pixel_to_ras), detection.box_px)


def test_a_thin_slice_gives_a_box_of_one_millimetre(scene):
    node = volume_node(scene, np.ones((20, 20, 20), np.int16), affine((0.4, 0.4, 0.2), (0, 0, 0)))
    image = slice_image(node, standard_grid_of(node, "axial"))
    (roi,) = draw(scene, answer(image, {"nodule": (2, 2, 8, 9)}), node)
    assert np.allclose(roi.GetSize(), (6 * 0.4, 7 * 0.4, 1.0))


angle = st.floats(-180, 180)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turn=st.tuples(angle, angle, angle), transformed=st.booleans(), preset=st.sampled_from([None, "Axial", "Coronal"])
)
def test_a_box_drawn_back_in_the_view_lands_on_its_pixels(mrml, turn, transformed, preset):
    mrml.clear()
    scene = mrml.scene
    node = volume_node(scene, np.ones((24, 50, 44), np.int16), IJK_TO_RAS)
    if transformed:
        put_under_transforms(scene, node)
    bounds = np.zeros(6)
    node.GetRASBounds(bounds)
    middle = bounds.reshape(3, 2).mean(axis=1)
    slice_node = mrml.slice_logics["Red"].GetSliceNode()
    slice_node.SetDimensions(640, 480, 1)
    if preset:
        slice_node.SetOrientation(preset)
        slice_node.JumpSliceByOffsetting(*middle)
    else:
        set_plane(slice_node, rotation(*turn), middle)
    image = slice_image_of_view(node, slice_node)
    box = (8.0, 5.0, 21.0, 30.5)
    (roi,) = draw(scene, answer(image, {"target": box}), node)

    assert np.linalg.det(frame(roi)[:3, :3]) == pytest.approx(1.0)
    ras_to_xy = np.linalg.inv(slicer.util.arrayFromVTKMatrix(slice_node.GetXYToRAS()))
    drawn = (np.c_[corners_world(roi), np.ones(8)] @ ras_to_xy.T)[:, :2]
    # Where the box's pixel edges lie in the view.
    edges = np.array([[x - 0.5, y - 0.5, 0, 1] for x in box[::2] for y in box[1::2]])
    expected = (edges @ image.grid.pixel_to_ras.T @ ras_to_xy.T)[:, :2]
    assert np.abs(drawn.min(axis=0) - expected.min(axis=0)).max() < 1
    assert np.abs(drawn.max(axis=0) - expected.max(axis=0)).max() < 1
    assert roi.GetParentTransformNode() is None


def test_a_box_cannot_be_moved_by_accident_and_leaves_the_anatomy_in_sight(scene, volume, result):
    for roi in draw(scene, result, volume):
        display = roi.GetDisplayNode()
        assert roi.GetLocked()
        assert not display.GetHandlesInteractive()
        assert not display.GetFillVisibility()
        assert display.GetOutlineVisibility()
        assert display.GetPropertiesLabelVisibility()


def test_colours_are_the_same_every_time_and_differ_between_structures():
    names = ["liver", "spleen", "left kidney", "right kidney", "stomach", "gallbladder", "pancreas", "aorta", "heart"]
    colors = [color_for(name) for name in names]
    assert colors == [color_for(name.upper()) for name in names]
    assert color_for("kidney left") == color_for("left kidney")
    # Slicer gives both sides of a pair one colour.
    assert len({*colors}) == len(colors) - 1 and color_for("left kidney") == color_for("right kidney")
    assert color_for("the vessel in front of the spine") == color_for("The vessel in front of the spine ")


def test_colours_are_slicers_where_its_generic_anatomy_colours_have_the_structure():
    given = {"liver": (221, 130, 101), "right kidney": (185, 102, 83), "left ventricle of the heart": (152, 55, 13)}
    for label, (red, green, blue) in given.items():
        assert color_for(label) == pytest.approx((red / 255, green / 255, blue / 255))
    assert color_for("left femur") == own_color("left femur")
    assert color_for("left femur") != color_for("right femur")


def test_our_own_colours_are_one_for_each_structure_and_its_neighbours_have_very_different_ones():
    own = len(structures()) - sum(len(entry.structures(())) for entry in entries() if entry.further)
    colors = np.array([own_color(structure.name) for structure in structures()[:own]])
    assert own > 75 and len({tuple(color) for color in colors}) == len(colors)
    lightness_a_b = cielab(colors)
    assert lightness_a_b[:, 0].min() > 45
    apart = np.linalg.norm(lightness_a_b[:, None] - lightness_a_b, axis=2)
    for index in range(1, len(colors)):
        assert apart[index, :index].min() > 13, structures()[index].name
        assert apart[index, max(0, index - 5) : index].min() > 25, structures()[index].name
    assert color_for("left kneecap") == color_for("patella")


def cielab(srgb):
    """CIE L*a*b* (D65) of sRGB colours (n, 3) in 0..1."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ matrix.T / (0.9505, 1.0, 1.089)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def test_the_node_says_where_its_box_comes_from(scene, volume, result):
    roi = draw(scene, result, volume)[1]
    facts = read_provenance(roi)
    assert facts["Query"] == facts["Label"] == "left kidney"
    assert facts["Score"] == 0.93
    assert facts["BoxPx"] == [30.0, 10.0, 38.5, 21.25]
    assert (facts["Model"], facts["ModelRevision"], facts["Device"]) == ("misground-mini", "abc123", "cpu")
    assert facts["Decoding"]["name"] == "semsam"
    assert facts["Seed"] == 7
    assert np.array_equal(facts["PixelToRAS"], result.slice_image.grid.pixel_to_ras)
    assert facts["Plane"] == result.slice_image.grid.plane
    assert (facts["VolumeID"], facts["VolumeName"]) == (volume.GetID(), "CT abdomen")
    assert facts["Software"].startswith("MISGround ")
    assert facts["Created"] == "2026-01-02T03:04:05+00:00"
    assert facts["RawAnswer"] == "[left kidney]"
    assert roi.GetAttribute("MISGround.Query") == "left kidney"
    assert read_provenance(volume) == {}


def test_every_recorded_setting_is_kept_and_no_name_of_it_changed(scene, volume, result, monkeypatch):
    class_of_one_more = make_dataclass(
        "WithOneMore", [("max_tries", int, setting(1, recorded=True))], bases=(Settings,), frozen=True
    )
    monkeypatch.setattr("MISGroundLib.scene.rois.Settings", class_of_one_more)
    asked = class_of_one_more(max_tries=3, decoding=Decoding("greedy"), seed=11, device="cpu")
    facts = read_provenance(draw(scene, replace(result, settings=asked, model={}), volume)[0])
    decoding = {**asked.recorded()["decoding"], "graph": []}
    for name, value in {
        "Device": "cpu",
        "Decoding": decoding,
        "Seed": 11,
        "Scope": "slice",
        "Budget": 0,
        "BoxFormat": Settings().box_format,
        "Precision": "auto",
        "Describe": False,
        "MaxTries": 3,
    }.items():
        assert facts.pop(name) == value
    assert set(facts) == {
        *("Query", "Label", "Name", "Score", "RawAnswer", "BoxPx", "Model", "ModelRevision", "Software", "Created"),
        *("Plane", "PixelToRAS", "SliceSizePx", "SliceThicknessMm", "WindowLevel", "WindowSource"),
        *("VolumeID", "VolumeName", "VolumeIdentifier"),
    }


def tree(scene):
    """Name of every item -> name of its parent."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    items = vtk.vtkIdList()
    hierarchy.GetItemChildren(hierarchy.GetSceneItemID(), items, True)
    numbers = [items.GetId(index) for index in range(items.GetNumberOfIds())]
    return [(hierarchy.GetItemName(n), hierarchy.GetItemName(hierarchy.GetItemParent(n))) for n in numbers]


def test_boxes_lie_in_one_folder_in_the_volumes_study(scene, volume, result):
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    patient = hierarchy.CreateSubjectItem(hierarchy.GetSceneItemID(), "patient")
    study = hierarchy.CreateStudyItem(patient, "study")
    hierarchy.CreateItem(study, volume)
    draw(scene, result, volume)
    draw(scene, result, volume)
    pairs = tree(scene)
    assert pairs.count(("MISGround: CT abdomen", "study")) == 1
    assert pairs.count(("liver 0.93", "MISGround: CT abdomen")) == 2
    assert ("CT abdomen", "study") in pairs


@pytest.mark.parametrize("known", [True, False])
def test_an_answer_for_a_volume_that_was_deleted_is_drawn_all_the_same(scene, volume, result, known):
    scene.RemoveNode(volume)
    rois = draw(scene, result, volume if known else None)
    assert len(rois) == 2
    assert ("liver 0.93", "MISGround: CT abdomen") in tree(scene)
    assert ("MISGround: CT abdomen", "Scene") in tree(scene)
    assert read_provenance(rois[0])["VolumeID"] == ""


@pytest.fixture
def history(scene):
    return BoxHistory(scene)


def test_one_query_is_one_step_to_take_back(scene, volume, result, history):
    nodes = scene.GetNumberOfNodes()
    history.drawn(draw(scene, result, volume))
    history.drawn(draw(scene, answer(result.slice_image, {"aorta": (1, 2, 3, 4)}), volume))
    names = ["liver 0.93", "left kidney 0.93", "aorta 0.93"]
    assert sorted(roi.GetName() for roi in boxes_of(scene)) == sorted(names)
    assert history.undo() == Undone("query", 1)
    assert [roi.GetName() for roi in boxes_of(scene)] == names[:2]
    assert history.undo() == Undone("query", 2)
    assert history.undo() is None
    assert scene.GetNumberOfNodes() == nodes
    assert volume.GetScene() is scene
    assert not any("MISGround" in name for name, _ in tree(scene))


def test_cleared_boxes_come_back_as_they_were(scene, volume, result, history):
    rois = draw(scene, result, volume)
    history.drawn(rois)
    before = tree(scene)
    assert history.clear() == 2
    assert boxes_of(scene) == []
    assert scene.GetFirstNodeByClass("vtkMRMLMarkupsDisplayNode") is None
    assert history.undo() == Undone("clear", 2)
    assert boxes_of(scene) == rois
    assert np.allclose(frame(rois[0]), result.detections[0].box_ras.object_to_ras())
    assert rois[0].GetDisplayNode().GetSelectedColor() == pytest.approx(color_for("liver"))
    assert rois[0].GetLocked()
    assert read_provenance(rois[0])["Query"] == "liver"
    assert sorted(tree(scene)) == sorted(before)


def test_a_closed_scene_takes_its_steps_along(mrml, scene, volume, result, history):
    history.drawn(draw(scene, result, volume))
    history.clear()
    mrml.clear()
    assert history.undo() is None
    assert boxes_of(scene) == []


def test_the_scenes_own_undo_is_not_touched(scene, volume, result, history):
    history.drawn(draw(scene, result, volume))
    history.clear()
    history.undo()
    assert not scene.GetUndoFlag()
    assert scene.GetNumberOfUndoLevels() == 0
    assert not any(roi.GetUndoEnabled() for roi in boxes_of(scene))


def test_an_unsure_box_is_pale_and_says_so(scene, volume, result):
    detections = [replace(result.detections[0], score=score) for score in (UNSURE_BELOW - 0.001, UNSURE_BELOW)]
    unsure, sure = draw(scene, replace(result, detections=detections), volume)
    assert (unsure.GetName(), sure.GetName()) == ("liver 0.25 unsure", "liver 0.25")
    assert unsure.GetDisplayNode().GetOpacity() < sure.GetDisplayNode().GetOpacity()


def test_an_answer_without_a_box_makes_no_undo_step_and_no_folder(scene, volume, result, history):
    nothing = answer(result.slice_image, {"spleen": None})
    assert draw(scene, nothing, volume) == []
    history.drawn([])
    assert history.undo() is None
    assert boxes_of(scene) == []
    assert not any("MISGround" in name for name, _ in tree(scene))


def test_undo_leaves_the_users_own_markups_alone(scene, volume, result, history):
    mine = scene.AddNewNodeByClass("vtkMRMLMarkupsROINode", "mine")
    history.drawn(draw(scene, result, volume))
    mine.SetSize(11, 12, 13)
    history.undo()
    assert mine.GetScene() is scene
    assert mine.GetSize() == (11, 12, 13)
