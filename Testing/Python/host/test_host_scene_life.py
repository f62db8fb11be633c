"""What the application does to its scene beside the module, as it was seen there."""

import pytest
import slicer


@pytest.fixture
def hierarchy(host, scene):
    return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)


@pytest.fixture
def a_box(hierarchy, scene):
    """A box in a folder, not filled."""
    box = scene.AddNewNodeByClass("vtkMRMLMarkupsROINode", "box")
    box.GetDisplayNode().SetFillVisibility(False)
    folder = hierarchy.CreateFolderItem(hierarchy.GetSceneItemID(), "folder")
    hierarchy.SetItemParent(hierarchy.GetItemByDataNode(box), folder)
    return box


def parent_of(hierarchy, node):
    return hierarchy.GetItemName(hierarchy.GetItemParent(hierarchy.GetItemByDataNode(node)))


def test_every_node_gets_one_hierarchy_item_and_loses_it_as_it_goes(hierarchy, scene, a_box):
    volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
    assert hierarchy.GetItemByDataNode(volume) != hierarchy.GetInvalidItemID()
    assert parent_of(hierarchy, a_box) == "folder"
    scene.RemoveNode(a_box)
    assert hierarchy.GetItemByDataNode(a_box) == hierarchy.GetInvalidItemID()


@pytest.mark.parametrize("how", ["by hand", "by the scene's undo"])
def test_a_box_that_comes_back_is_not_as_it_was(hierarchy, scene, a_box, how):
    display = a_box.GetDisplayNode()
    if how == "by hand":
        scene.RemoveNode(a_box)
        scene.AddNode(a_box)
    else:
        a_box.UndoEnabledOn()
        scene.SetUndoOn()
        scene.SaveStateForUndo()
        scene.RemoveNode(a_box)
        scene.Undo()
    box = scene.GetFirstNodeByClass("vtkMRMLMarkupsROINode")
    assert box.GetDisplayNode() is not display
    assert box.GetDisplayNode().GetFillVisibility()
    assert display.GetScene() is scene
    assert parent_of(hierarchy, box) == "Scene"


def test_a_new_box_has_one_display_node(scene, host, a_box):
    assert scene.GetNumberOfNodesByClass("vtkMRMLMarkupsROIDisplayNode") == 1


def acts(host, volume, box):
    return {
        "pan": host.user.pans,
        "zoom": host.user.zooms,
        "window": lambda: host.user.changes_window_level(volume, 400, 40),
        "drag": lambda: host.user.drags(box),
        "camera": host.user.turns_the_3d_view,
    }


@pytest.mark.parametrize("act", ["pan", "zoom", "window", "drag", "camera"])
def test_what_a_user_does_in_the_views_pushes_an_undo_state_once_undo_is_on(host, scene, a_box, act):
    volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
    volume.CreateDefaultDisplayNodes()
    acts(host, volume, a_box)[act]()
    assert scene.GetNumberOfUndoLevels() == 0
    scene.SetUndoOn()
    acts(host, volume, a_box)[act]()
    assert scene.GetNumberOfUndoLevels() == 1
