"""Taking back what MISGround drew or cleared: its own list of steps, apart from the scene's undo.

The scene's undo would not do: once it is on, Slicer's own views push states into it (camera, pan, zoom, window/level),
so "the last step" is seldom ours, and a box that it brings back has another look and no folder. It is left as it is.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import slicer
import vtk

from MISGroundLib.scene.rois import boxes_of, displays_of, folder_in, item_of, remove


@dataclass(frozen=True)
class Undone:
    """What was taken back: a query, whose boxes left the scene, or a clearing, whose boxes are there again."""

    is_query: bool
    count: int


class BoxHistory:
    """The steps taken in one scene, last first to be taken back. A scene that is closed takes its steps along."""

    def __init__(self, scene: Any) -> None:
        """No step yet."""
        self._scene = scene
        self._steps: list[_Drawn | _Cleared] = []
        # For good: a history that no longer watched could put a patient's boxes into the next one's scene. The observer
        # does not keep it alive.
        history = weakref.ref(self)
        scene.AddObserver(scene.StartCloseEvent, lambda *_: _forget(history))

    def drawn(self, rois: Sequence[Any]) -> None:
        """A query added these boxes. No box is no step."""
        if rois:
            self._steps.append(_Drawn(list(rois)))

    def clear(self) -> int:
        """Take every box that MISGround drew out of the scene, as one step; returns how many."""
        boxes = boxes_of(self._scene)
        if boxes:
            self._steps.append(_Cleared([_Kept.of(self._scene, roi) for roi in boxes]))
        for roi in boxes:
            remove(self._scene, roi)
        return len(boxes)

    def undo(self) -> Undone | None:
        """Take back the last step of which something is left; None where there is none."""
        while self._steps:
            undone = self._steps.pop().take_back(self._scene)
            if undone is not None:
                return undone
        return None

    def forget(self) -> None:
        """Let go of every step."""
        self._steps.clear()


def _forget(history: weakref.ref[BoxHistory]) -> None:
    there = history()
    if there is not None:
        there.forget()


@dataclass
class _Drawn:
    rois: list[Any]

    def take_back(self, scene: Any) -> Undone | None:
        there = [roi for roi in self.rois if roi.GetScene() is scene]
        for roi in there:
            remove(scene, roi)
        return Undone(True, len(there)) if there else None


@dataclass
class _Cleared:
    kept: list[_Kept]

    def take_back(self, scene: Any) -> Undone | None:
        for one in self.kept:
            one.put_back(scene)
        return Undone(False, len(self.kept))


@dataclass
class _Kept:
    """A box out of the scene, with its looks and its place in the hierarchy."""

    roi: Any
    displays: list[tuple[Any, Any]]  # the node, and a copy of how it looked
    storage: Any | None
    folder: int
    folder_name: str
    folder_parent: int

    @classmethod
    def of(cls, scene: Any, roi: Any) -> _Kept:
        """A box that is about to leave the scene."""
        hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
        folder = int(hierarchy.GetItemParent(item_of(hierarchy, roi, hierarchy.GetSceneItemID())))
        looks = [(display, _copy_of(display)) for display in displays_of(roi)]
        name, parent = hierarchy.GetItemName(folder), int(hierarchy.GetItemParent(folder))
        return cls(roi, looks, roi.GetStorageNode(), folder, name, parent)

    def put_back(self, scene: Any) -> None:
        """The display nodes come first: Slicer gives a new one to a box that comes without."""
        for display, _ in self.displays:
            scene.AddNode(display)
        if self.storage is not None:
            scene.AddNode(self.storage)
            self.roi.SetAndObserveStorageNodeID(self.storage.GetID())
        scene.AddNode(self.roi)
        given = displays_of(self.roi)
        # Slicer gives one all the same to a box that has been in the scene before.
        self.roi.RemoveAllDisplayNodeIDs()
        own = [display for display, _ in self.displays]
        for display, look in self.displays:
            display.CopyContent(look)
            self.roi.AddAndObserveDisplayNodeID(display.GetID())
        for display in given:
            if display not in own:
                scene.RemoveNode(display)
        hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
        hierarchy.SetItemParent(item_of(hierarchy, self.roi, hierarchy.GetSceneItemID()), self._place(hierarchy))

    def _place(self, hierarchy: Any) -> int:
        if _is_item(hierarchy, self.folder, self.folder_name):
            return self.folder
        parent = self.folder_parent if _is_item(hierarchy, self.folder_parent) else hierarchy.GetSceneItemID()
        return folder_in(hierarchy, parent, self.folder_name)


def _copy_of(display: Any) -> Any:
    copy = display.CreateNodeInstance()
    copy.UnRegister(None)
    copy.CopyContent(display)
    return copy


def _is_item(hierarchy: Any, item: int, name: str | None = None) -> bool:
    if item == hierarchy.GetSceneItemID():
        return True
    # Asked for an item that is gone, the hierarchy logs an error: look among those that are there.
    there = vtk.vtkIdList()
    hierarchy.GetItemChildren(hierarchy.GetSceneItemID(), there, True)
    return there.IsId(item) >= 0 and name in (None, hierarchy.GetItemName(item))
