"""What Slicer itself does to its scene beside a module: hierarchy items, display nodes, and other people's undo states.

Read off Slicer's sources (qSlicerSubjectHierarchyPluginLogic, vtkMRMLCameraWidget, vtkMRMLSliceIntersectionWidget,
vtkMRMLWindowLevelWidget, vtkSlicerMarkupsWidget) and off the application (docs/real-slicer-checklist.md).
"""

from __future__ import annotations

from typing import Any

import slicer
import vtk

# What the subject hierarchy's plug-ins claim, of what the module's tests use.
_CLAIMED = ("vtkMRMLDisplayableNode", "vtkMRMLTransformNode", "vtkMRMLTableNode", "vtkMRMLTextNode")


class SceneLife:
    """Keeps the subject hierarchy as the application does, and gives re-added markups a new display node.

    The application drops a node's hierarchy item when the node goes, and makes a new one, below the scene, when it
    comes (back). A markups node that comes back has a new display node with Slicer's defaults: whoever puts one back
    must tie its own display node to it again.
    """

    def __init__(self, scene: Any) -> None:
        self._scene = scene
        self._gone: dict[str, Any] = {}
        events = {
            scene.NodeAddedEvent: self._on_added,
            scene.NodeAboutToBeRemovedEvent: self._on_leaving,
            scene.EndCloseEvent: self._on_closed,
        }
        self._tags = [scene.AddObserver(event, react) for event, react in events.items()]

    def close(self) -> None:
        """Let the scene alone."""
        for tag in self._tags:
            self._scene.RemoveObserver(tag)
        self._tags.clear()

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _on_added(self, scene: Any, _event: str, node: Any) -> None:
        if scene.IsImporting() or node.GetHideFromEditors() or not any(node.IsA(kind) for kind in _CLAIMED):
            return
        came_back = scene.GetStates() & scene.UndoState or self._gone.get(node.GetID()) is node
        if node.IsA("vtkMRMLMarkupsNode") and came_back:
            display = scene.AddNewNodeByClass(f"{node.GetClassName().removesuffix('Node')}DisplayNode")
            node.SetAndObserveDisplayNodeID(display.GetID())
        hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
        hierarchy.CreateItem(hierarchy.GetSceneItemID(), node)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _on_leaving(self, scene: Any, _event: str, node: Any) -> None:
        if scene.IsClosing() or node.IsA("vtkMRMLSubjectHierarchyNode"):
            return
        self._gone[node.GetID()] = node
        hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
        item = hierarchy.GetItemByDataNode(node)
        if item != hierarchy.GetInvalidItemID():
            hierarchy.RemoveItem(item, False, False)

    def _on_closed(self, scene: Any, _event: str) -> None:
        self._gone.clear()
        slicer.vtkMRMLSubjectHierarchyNode.ResolveSubjectHierarchy(scene)


class User:
    """A user's hands on the views. Each act pushes an undo state first, as Slicer's own widgets do.

    (A scene with undo off, as it is by default, takes none.)
    """

    def __init__(self, headless: Any) -> None:
        self._headless = headless

    def pans(self, view: str = "Red") -> None:
        """Drags the picture inside a slice view."""
        node = self._slice_node(view)
        x, y, z = node.GetXYZOrigin()
        node.SetXYZOrigin(x + 5, y + 5, z)

    def zooms(self, view: str = "Red") -> None:
        """Zooms into a slice view."""
        node = self._slice_node(view)
        width, height, depth = node.GetFieldOfView()
        node.SetFieldOfView(width * 0.8, height * 0.8, depth)

    def changes_window_level(self, volume: Any, window: float, level: float) -> None:
        """Drags with the window/level tool."""
        self._headless.scene.SaveStateForUndo()
        volume.GetDisplayNode().SetAutoWindowLevel(False)
        volume.GetDisplayNode().SetWindowLevel(window, level)

    def drags(self, markup: Any, by_mm: tuple[float, float, float] = (5.0, 0.0, 0.0)) -> None:
        """Drags a markup as a whole."""
        self._headless.scene.SaveStateForUndo()
        center = [0.0, 0.0, 0.0]
        markup.GetCenterWorld(center)
        markup.SetCenterWorld([c + d for c, d in zip(center, by_mm, strict=True)])

    def turns_the_3d_view(self) -> None:
        """Turns every 3D view's camera by 30 degrees."""
        self._headless.scene.SaveStateForUndo()
        cameras = self._headless.scene.GetNodesByClass("vtkMRMLCameraNode")
        cameras.UnRegister(None)
        for index in range(cameras.GetNumberOfItems()):
            cameras.GetItemAsObject(index).GetCamera().Azimuth(30)

    def _slice_node(self, view: str) -> Any:
        self._headless.scene.SaveStateForUndo()
        return self._headless.slice_logics[view].GetSliceNode()
