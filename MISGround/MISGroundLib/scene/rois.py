"""Detections as boxes in the scene: Markups ROIs that the slice and 3D views show."""

from __future__ import annotations

from typing import Any

import slicer
import vtk

from MISGroundLib.geometry import OrientedBox
from MISGroundLib.grounding import Detection, GroundingResult
from MISGroundLib.scene import provenance
from MISGroundLib.scene.colors import color_for

_FOLDER_PREFIX = "MISGround: "
# Markups know no dashed lines: an unsure box is pale.
UNSURE_OPACITY = 0.5


def draw(scene: Any, result: GroundingResult, volume_node: Any | None = None) -> list[Any]:
    """Add a vtkMRMLMarkupsROINode for every detection that was found, in world RAS mm: all of them, or none.

    The boxes lie in a subject-hierarchy folder beside the volume, carry their provenance, and are locked: a click in a
    view does not move them. One that the model is not sure of is pale, and its name says so. Returns the nodes in the
    order of the detections. `volume_node` may be None or deleted.
    """
    found = [detection for detection in result.detections if detection.found and detection.box_ras is not None]
    if not found:
        return []
    if volume_node is not None and volume_node.GetScene() is not scene:
        volume_node = None  # deleted while the model was thinking; the answer stands
    folder = _folder(scene, result.slice_image.volume.name, volume_node)
    rois: list[Any] = []
    try:
        for detection in found:
            rois.append(slicer.vtkMRMLMarkupsROINode())
            _draw_one(scene, rois[-1], result, detection, volume_node, folder)
    except Exception:
        for roi in rois:
            if roi.GetScene() is scene:
                remove(scene, roi)
        _remove_if_empty(scene, folder)
        raise
    return rois


def remove(scene: Any, roi: Any) -> None:
    """Take a box out with its display and storage nodes, its hierarchy item, and its folder where that is empty then.

    A folder that MISGround did not make, or that bears another name by now, stays.
    """
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    folder = int(hierarchy.GetItemParent(item_of(hierarchy, roi, hierarchy.GetSceneItemID())))
    satellites = [*displays_of(roi), roi.GetStorageNode()]
    scene.RemoveNode(roi)
    for node in satellites:
        if node is not None and node.GetScene() is scene:
            scene.RemoveNode(node)
    # Slicer drops the item with its node; without the application nobody does.
    item = hierarchy.GetItemByDataNode(roi)
    if item != hierarchy.GetInvalidItemID():
        hierarchy.RemoveItem(item, False, False)
    _remove_if_empty(scene, folder)


def _remove_if_empty(scene: Any, folder: int) -> None:
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    level = slicer.vtkMRMLSubjectHierarchyConstants.GetSubjectHierarchyLevelFolder()
    is_own = hierarchy.IsItemLevel(folder, level) and hierarchy.GetItemName(folder).startswith(_FOLDER_PREFIX)
    if is_own and hierarchy.GetNumberOfItemChildren(folder) == 0:
        hierarchy.RemoveItem(folder)


def displays_of(roi: Any) -> list[Any]:
    """The display nodes of a box."""
    nodes = [roi.GetNthDisplayNode(index) for index in range(roi.GetNumberOfDisplayNodes())]
    return [node for node in nodes if node is not None]


def boxes_of(scene: Any) -> list[Any]:
    """Every box that MISGround drew and that is still in the scene."""
    nodes = scene.GetNodesByClass("vtkMRMLMarkupsROINode")
    nodes.UnRegister(None)
    rois = [nodes.GetItemAsObject(index) for index in range(nodes.GetNumberOfItems())]
    return [roi for roi in rois if roi.GetAttribute(provenance.PREFIX + "Query") is not None]


def _draw_one(
    scene: Any, roi: Any, result: GroundingResult, detection: Detection, volume_node: Any | None, folder: int
) -> None:
    name = f"{detection.label} {detection.score:.2f}"
    roi.SetName(f"{name} unsure" if detection.is_unsure else name)
    provenance.record(roi, result, detection, volume_node)
    scene.AddNode(roi)
    assert detection.box_ras is not None
    _place(roi, detection.box_ras)
    roi.SetLocked(True)
    roi.CreateDefaultDisplayNodes()
    _style(roi.GetDisplayNode(), color_for(detection.label), detection.is_unsure)
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    hierarchy.SetItemParent(item_of(hierarchy, roi, folder), folder)


def _place(roi: Any, box: OrientedBox) -> None:
    """The frame is right-handed already: a ROI cannot hold a mirrored one. The size is at least 1 mm a side."""
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, box.object_to_ras())
    roi.SetROIType(slicer.vtkMRMLMarkupsROINode.ROITypeBox)
    roi.SetSize(*box.size_mm)
    roi.SetAndObserveObjectToNodeMatrix(matrix)


def _style(display: Any, color: tuple[float, float, float], unsure: bool) -> None:
    """An outline with a name, nothing to grab, and nothing over the anatomy; pale where the model is not sure."""
    display.SetOpacity(UNSURE_OPACITY if unsure else 1.0)
    display.SetSelectedColor(*color)
    display.SetColor(*color)
    display.SetActiveColor(*color)
    display.SetFillVisibility(False)
    display.SetOutlineVisibility(True)
    display.SetOutlineOpacity(1.0)
    # The centre point is what carries the label; a dot hides it without hiding the box in 3D.
    display.SetGlyphType(slicer.vtkMRMLMarkupsDisplayNode.Vertex2D)
    display.SetHandlesInteractive(False)
    display.SetTranslationHandleVisibility(False)
    display.SetRotationHandleVisibility(False)
    display.SetScaleHandleVisibility(False)
    display.SetPointLabelsVisibility(False)
    display.SetPropertiesLabelVisibility(True)
    # A slice plane in the 3D view must not hide the box that lies in it.
    display.SetOccludedVisibility(True)
    display.SetOccludedOpacity(0.6)


def _folder(scene: Any, volume_name: str, volume_node: Any | None) -> int:
    """The folder "MISGround: <volume>" in the volume's study (or wherever the volume lies), made where it is absent."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    parent = hierarchy.GetSceneItemID()
    if volume_node is not None:
        parent = hierarchy.GetItemParent(item_of(hierarchy, volume_node, parent))
    return folder_in(hierarchy, parent, f"{_FOLDER_PREFIX}{volume_name}")


def folder_in(hierarchy: Any, parent: int, name: str) -> int:
    """The folder of that name below a subject-hierarchy item, made where it is absent."""
    return int(hierarchy.GetItemChildWithName(parent, name) or hierarchy.CreateFolderItem(parent, name))


def item_of(hierarchy: Any, node: Any, parent: int) -> int:
    """A node's item. Slicer makes it as the node is added; without the application nobody does."""
    return int(hierarchy.GetItemByDataNode(node) or hierarchy.CreateItem(parent, node))
