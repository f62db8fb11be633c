"""Detections as boxes in the scene: Markups ROIs that the slice and 3D views show."""

from __future__ import annotations

from typing import Any

import slicer
import vtk

from MISGroundLib.geometry import OrientedBox
from MISGroundLib.grounding import Detection, GroundingResult
from MISGroundLib.scene import provenance, undo
from MISGroundLib.scene.colors import color_for


def draw(scene: Any, result: GroundingResult, volume_node: Any | None = None) -> list[Any]:
    """Add a vtkMRMLMarkupsROINode for every detection that was found, in world RAS mm, as one undo step.

    The boxes lie in a subject-hierarchy folder beside the volume, carry their provenance, and are locked: a click in a
    view does not move them. Returns the nodes in the order of the detections. `volume_node` may be None or deleted.
    """
    found = [detection for detection in result.detections if detection.found and detection.box_ras is not None]
    if not found:
        return []
    if volume_node is not None and volume_node.GetScene() is not scene:
        volume_node = None  # deleted while the model was thinking; the answer stands
    undo.save_state(scene)
    folder = _folder(scene, result.slice_image.volume.name, volume_node)
    return [_draw_one(scene, result, detection, volume_node, folder) for detection in found]


def boxes_of(scene: Any) -> list[Any]:
    """Every box that MISGround drew and that is still in the scene."""
    nodes = scene.GetNodesByClass("vtkMRMLMarkupsROINode")
    nodes.UnRegister(None)
    rois = [nodes.GetItemAsObject(index) for index in range(nodes.GetNumberOfItems())]
    return [roi for roi in rois if roi.GetAttribute(provenance.PREFIX + "Query") is not None]


def _draw_one(scene: Any, result: GroundingResult, detection: Detection, volume_node: Any | None, folder: int) -> Any:
    roi = slicer.vtkMRMLMarkupsROINode()
    roi.SetName(f"{detection.label} {detection.score:.2f}")
    undo.enable(roi)
    provenance.record(roi, result, detection, volume_node)
    scene.AddNode(roi)
    assert detection.box_ras is not None
    _place(roi, detection.box_ras)
    roi.SetLocked(True)
    roi.CreateDefaultDisplayNodes()
    _style(roi.GetDisplayNode(), color_for(detection.label))
    undo.enable(roi.GetDisplayNode())
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    item = _item_of(hierarchy, roi, folder)
    hierarchy.SetItemParent(item, folder)
    return roi


def _place(roi: Any, box: OrientedBox) -> None:
    """The frame is right-handed already: a ROI cannot hold a mirrored one. The size is at least 1 mm a side."""
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, box.object_to_ras())
    roi.SetROIType(slicer.vtkMRMLMarkupsROINode.ROITypeBox)
    roi.SetSize(*box.size_mm)
    roi.SetAndObserveObjectToNodeMatrix(matrix)


def _style(display: Any, color: tuple[float, float, float]) -> None:
    """An outline with a name, nothing to grab, and nothing over the anatomy."""
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
        parent = hierarchy.GetItemParent(_item_of(hierarchy, volume_node, parent))
    name = f"MISGround: {volume_name}"
    item = hierarchy.GetItemChildWithName(parent, name)
    return int(item or hierarchy.CreateFolderItem(parent, name))


def _item_of(hierarchy: Any, node: Any, parent: int) -> int:
    """A node's item. Slicer makes it as the node is added; without the application nobody does."""
    return int(hierarchy.GetItemByDataNode(node) or hierarchy.CreateItem(parent, node))
