"""The boxes of a searched volume in a scene: where they lie, what they say, how they grow, and how they are undone."""

import numpy as np
import pytest
import slicer

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.errors import UserError
from MISGroundLib.extent import ExtentRun, SearchPlan
from MISGroundLib.scene.box_history import BoxHistory
from MISGroundLib.scene.rois import add_extents, boxes_of, read_provenance
from MISGroundLib.scene.volumes import NodeSource
from MISGroundLib.settings import Settings
from Python.extent.numpy_bodies import TRUNK, TruthfulEngine, body_of, true_bounds
from Python.scene_builders import put_under_transforms, rotation, volume_node


class GreyEngine(TruthfulEngine):
    """A TruthfulEngine for the pictures of `node_of`: it reads the labels off their greys."""

    def _answer(self, request, at, image, question):
        greys = np.array([round(level * 255 / TOP) for level in range(TOP + 1)])
        nearest = np.abs(image[..., None].astype(int) - greys[::10]).argmin(axis=-1) * 10
        return super()._answer(request, at, nearest, question)


TOP = 10 * (len(TRUNK) + 1)


def node_of(scene, body):
    """A body as a volume that is displayed so that its labels can be read off the greys."""
    node = volume_node(scene, body.array.astype(np.int16), body.ijk_to_ras, name="CT trunk")
    node.GetDisplayNode().SetWindowLevel(TOP, TOP / 2)
    return node


def search(node, queries, engine=None, **plan):
    source = NodeSource(node, "as displayed", "CT")
    return ExtentRun(source, queries, engine or GreyEngine(), Settings(model="truthful"), SearchPlan(**plan))


def corners_world(roi):
    half = np.array(roi.GetSize()) / 2
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    frame = slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix())
    return signs * half @ frame[:3, :3].T + frame[:3, 3]


@pytest.fixture
def body():
    return body_of()


@pytest.fixture
def node(scene, body):
    return node_of(scene, body)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("transformed", [False, True])
def test_a_box_lies_on_the_volumes_axes_round_the_truth(scene, turned, transformed):
    # Between two labels lies none: a turned picture holds greys between them.
    body = body_of(TRUNK[:1], rotation=rotation(5, -6, 8)[:3, :3] if turned else None)
    node = node_of(scene, body)
    to_world = put_under_transforms(scene, node) if transformed else np.eye(4)
    run = search(node, ["liver"])
    run.wait()
    [roi] = add_extents(scene, run.result, node).values()
    assert roi.GetLocked() and roi.GetParentTransformNode() is None
    axes = slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix())[:3, :3]
    assert np.linalg.det(axes) == pytest.approx(1.0)
    columns = (to_world @ body.ijk_to_ras)[:3, :3]
    columns = columns / np.linalg.norm(columns, axis=0)
    assert np.abs(np.abs(axes.T @ columns) - np.eye(3)).max() < 0.2  # sheared by the transforms, else the same
    k, j, i = np.nonzero(body.array == 20)
    voxels = np.stack([i, j, k, np.ones_like(i)], axis=1)
    along, box = (voxels @ (to_world @ body.ijk_to_ras).T)[:, :3] @ axes, corners_world(roi) @ axes
    off = [np.abs(along.min(axis=0) - box.min(axis=0)), np.abs(along.max(axis=0) - box.max(axis=0))]
    assert np.max(off) < (25 if turned or transformed else 9)


def test_a_box_says_how_sure_it_is_and_where_it_is_from(scene, node):
    run = search(node, ["left kidney", "patella"], budget=60)
    run.wait()
    [roi] = add_extents(scene, run.result, node).values()
    [extent, _] = run.extents
    assert roi.GetName() == f"left kidney {extent.confidence:.2f}"
    assert roi.GetDisplayNode().GetSelectedColor() == pytest.approx(color_for("left kidney"))
    facts = read_provenance(roi)
    assert facts["Scope"] == "volume" and facts["Query"] == "left kidney"
    assert facts["Questions"] == extent.questions and facts["Slices"] == len(extent.looks) and facts["Finished"]
    assert facts["Sides"] == dict.fromkeys(("left", "right", "back", "front", "lower", "upper"), "seen")
    assert set(facts["Planes"]) == {"axial", "coronal", "sagittal"}
    assert np.shape(facts["Planes"]["coronal"]) == (8, 3)
    assert facts["Facts"] == extent.facts.line()
    assert facts["VolumeID"] == node.GetID() and facts["Model"] == "truthful"
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    assert hierarchy.GetItemName(hierarchy.GetItemParent(hierarchy.GetItemByDataNode(roi))) == "MISGround: CT trunk"


def test_ends_that_are_cut_off_or_assumed_are_in_the_name(scene, node):
    run = search(node, ["urinary bladder"])
    run.wait()
    low = body_of(half_mm=(190, 120, 140))
    cut = search(node_of(scene, low), ["urinary bladder"])
    cut.wait()
    [cut_off] = add_extents(scene, cut.result).values()
    assert cut_off.GetName().endswith(", cut off at the lower end")
    early = search(node, ["liver"], strategy="one plane", budget=9)
    early.wait()
    [roi] = add_extents(scene, early.result).values()
    facts = read_provenance(roi)
    assert roi.GetName().endswith(" end assumed") and "assumed" in facts["Sides"].values()
    assert facts["Doubts"] == [roi.GetName().split(", ")[-1]]
    # It looks uncertain too; what was cut off was seen.
    assert roi.GetDisplayNode().GetOpacity() < cut_off.GetDisplayNode().GetOpacity() == 1.0


def test_a_box_on_which_the_planes_disagree_is_pale_and_says_so(scene, node):
    class Disagreeing(GreyEngine):
        """Coronal and sagittal slices show the lowest tenth alone."""

        def _answer(self, request, at, image, question):
            if question.plane != "axial":
                image = image.copy()
                rows = np.flatnonzero((np.abs(image.astype(int) - round(20 * 255 / TOP)) < 4).any(axis=1))
                if len(rows):
                    image[: rows[-1] - len(rows) // 10] = 0
            return super()._answer(request, at, image, question)

    run = search(node, ["liver"], Disagreeing())
    run.wait()
    [roi] = add_extents(scene, run.result, node).values()
    assert run.extents[0].agreement < 0.3
    assert "planes disagree" in roi.GetName() and "planes disagree" in read_provenance(roi)["Doubts"]
    assert roi.GetDisplayNode().GetOpacity() < 1.0
    assert ", planes disagree" in run.extents[0].summary()


def test_a_box_grows_as_the_search_goes_on_and_is_one_step_to_undo(scene, node):
    history, boxes, sizes = BoxHistory(scene), {}, []
    run = search(node, ["liver", "left kidney"])
    while not run.finished:
        run.poll()
        before = dict(boxes)
        boxes = add_extents(scene, run.partial_result(False), node, boxes)
        history.drawn([*boxes.values()])
        assert all(boxes[label] is roi for label, roi in before.items())
        if "liver" in boxes:
            sizes.append(tuple(boxes["liver"].GetSize()))
    boxes = add_extents(scene, run.result, node, boxes)
    assert len(set(sizes)) > 2
    assert len(boxes_of(scene)) == 2
    assert true_bounds(body_of(), run.frame, 20)[2] == pytest.approx(run.extents[0].bounds_mm[2], abs=9)
    undone = history.undo()
    assert undone.deed == "query" and undone.count == 2
    assert boxes_of(scene) == [] and history.undo() is None


def test_a_box_that_somebody_took_out_stays_out_and_one_that_is_not_believed_any_more_goes(scene, node):
    run = search(node, ["liver", "left kidney"])
    run.wait()
    boxes = add_extents(scene, run.result, node)
    scene.RemoveNode(boxes["liver"])
    boxes = add_extents(scene, run.result, node, boxes)
    assert [roi.GetName()[:11] for roi in boxes_of(scene)] == ["left kidney"]
    nothing = search(node, ["liver", "left kidney"])
    assert add_extents(scene, nothing.partial_result(), node, boxes) == {}
    assert boxes_of(scene) == []


def test_a_volume_that_leaves_or_moves_in_mid_search_ends_it_in_plain_words(scene, node):
    run = search(node, ["liver"])
    while run.slices < 12:
        run.poll()
    known = run.partial_result()
    scene.RemoveNode(node)
    with pytest.raises(UserError, match="no longer in the scene"):
        run.wait()
    assert run.result is None and run.partial_result().questions == known.questions
    boxes = add_extents(scene, run.partial_result(), node)
    assert all(read_provenance(roi)["VolumeID"] == "" for roi in boxes.values())


def test_a_volume_that_is_moved_in_mid_search_is_told(scene, node):
    run = search(node, ["liver"])
    while run.slices < 3:
        run.poll()
    put_under_transforms(scene, node)
    with pytest.raises(UserError, match="was moved"):
        run.wait()
