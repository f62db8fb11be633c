"""Where MISGround's boxes lie in the subject hierarchy: a folder a volume, from the first box to the last."""

from __future__ import annotations

from typing import Any

import slicer
import vtk

_FOLDER_PREFIX = "MISGround: "


def hierarchy_of(scene: Any) -> Any:
    """The scene's subject hierarchy node."""
    return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)


def displays_of(roi: Any) -> list[Any]:
    """Its display nodes."""
    nodes = [roi.GetNthDisplayNode(index) for index in range(roi.GetNumberOfDisplayNodes())]
    return [node for node in nodes if node is not None]


def folder_of_volume(scene: Any, volume_name: str, volume_node: Any | None) -> int:
    """The folder "MISGround: <volume>" in the volume's study (or wherever the volume lies), made where it is absent."""
    hierarchy = hierarchy_of(scene)
    parent = hierarchy.GetSceneItemID()
    if volume_node is not None:
        parent = hierarchy.GetItemParent(item_of(hierarchy, volume_node, parent))
    return folder_in(hierarchy, parent, f"{_FOLDER_PREFIX}{volume_name}")


def folder_in(hierarchy: Any, parent: int, name: str) -> int:
    """The folder of that name below a subject-hierarchy item, made where it is absent."""
    return int(hierarchy.GetItemChildWithName(parent, name) or hierarchy.CreateFolderItem(parent, name))


def remove_if_empty(scene: Any, folder: int) -> None:
    """Take out a folder that MISGround made, where nothing lies in it any more."""
    hierarchy = hierarchy_of(scene)
    level = slicer.vtkMRMLSubjectHierarchyConstants.GetSubjectHierarchyLevelFolder()
    is_own = hierarchy.IsItemLevel(folder, level) and hierarchy.GetItemName(folder).startswith(_FOLDER_PREFIX)
    if is_own and hierarchy.GetNumberOfItemChildren(folder) == 0:
        hierarchy.RemoveItem(folder)


def item_of(hierarchy: Any, node: Any, parent: int) -> int:
    """A node's item. Slicer makes it as the node is added; without the application nobody does."""
    return int(hierarchy.GetItemByDataNode(node) or hierarchy.CreateItem(parent, node))


def is_item(hierarchy: Any, item: int, name: str | None = None) -> bool:
    """Whether an item is still there, and still called so where a name is given."""
    if item == hierarchy.GetSceneItemID():
        return True
    # Asked for an item that is gone, the hierarchy logs an error: look among those that are there.
    there = vtk.vtkIdList()
    hierarchy.GetItemChildren(hierarchy.GetSceneItemID(), there, True)
    return there.IsId(item) >= 0 and name in (None, hierarchy.GetItemName(item))
