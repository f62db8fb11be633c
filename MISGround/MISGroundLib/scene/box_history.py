"""Undo of MISGround's own: the steps taken in one scene, each with the boxes that it drew or took out.

The scene's undo does not serve: once it is on, Slicer's views push states into it (camera, pan, zoom, window/level),
and a box that it restores has another look and no folder.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import vtk

from MISGroundLib.scene.rois import boxes_of, displays_of, folder_in, hierarchy_of, item_of, remove
from MISGroundLib.scene.sequences import Track, tie_again, tracks_of


@dataclass(frozen=True)
class Undone:
    """What was taken back: a query, whose boxes left the scene, or a clearing, whose boxes are there again."""

    is_query: bool
    count: int


class BoxHistory:
    """The steps taken in one scene, last first to be taken back. Closing the scene drops its steps."""

    def __init__(self, scene: Any) -> None:
        """No step yet."""
        self._scene = scene
        # Whether it was a query, and the boxes: a query's nodes, or what a clearing took out (_RemovedBox).
        self._steps: list[tuple[bool, list[Any]]] = []
        # Never removed: a history that stopped watching could put a patient's boxes into the next one's scene. The
        # observer does not keep the history alive.
        history = weakref.ref(self)
        scene.AddObserver(scene.StartCloseEvent, lambda *_: _forget(history))

    def drawn(self, rois: Sequence[Any]) -> None:
        """A query added these boxes. No box is no step; more boxes beside those of a step belong to that step."""
        for is_query, boxes in self._steps:
            if is_query and any(roi in boxes for roi in rois):
                boxes += [roi for roi in rois if roi not in boxes]
                return
        if rois:
            self._steps.append((True, list(rois)))

    def clear(self) -> int:
        """Take every box that MISGround drew out of the scene, as one step; returns how many."""
        boxes = boxes_of(self._scene)
        if boxes:
            self._steps.append((False, [_RemovedBox.of(self._scene, roi) for roi in boxes]))
        for roi in boxes:
            remove(self._scene, roi)
        return len(boxes)

    def undo(self) -> Undone | None:
        """Take back the last step of which something is left; None where there is none."""
        while self._steps:
            is_query, boxes = self._steps.pop()
            if not is_query:
                for removed in boxes:
                    removed.put_back(self._scene)
                return Undone(False, len(boxes))
            there = [roi for roi in boxes if roi.GetScene() is self._scene]
            for roi in there:
                remove(self._scene, roi)
            if there:
                return Undone(True, len(there))
        return None

    def forget(self) -> None:
        """Let go of every step."""
        self._steps.clear()


def _forget(history: weakref.ref[BoxHistory]) -> None:
    there = history()
    if there is not None:
        there.forget()


@dataclass
class _RemovedBox:
    """A box out of the scene, with its looks and its place in the hierarchy."""

    roi: Any
    displays: list[tuple[Any, Any]]  # the node, and a copy of how it looked
    storage: Any | None
    folder: int
    folder_name: str
    folder_parent: int
    tracks: list[Track]  # of a 4D sequence: what the box follows

    @classmethod
    def of(cls, scene: Any, roi: Any) -> _RemovedBox:
        """A box that is about to leave the scene."""
        hierarchy = hierarchy_of(scene)
        folder = int(hierarchy.GetItemParent(item_of(hierarchy, roi, hierarchy.GetSceneItemID())))
        looks = [(display, _copy_of(display)) for display in displays_of(roi)]
        name, parent = hierarchy.GetItemName(folder), int(hierarchy.GetItemParent(folder))
        return cls(roi, looks, roi.GetStorageNode(), folder, name, parent, tracks_of(roi))

    def put_back(self, scene: Any) -> None:
        """Add the box again. Its display nodes come first: Slicer gives a new one to a box that comes without."""
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
        hierarchy = hierarchy_of(scene)
        hierarchy.SetItemParent(item_of(hierarchy, self.roi, hierarchy.GetSceneItemID()), self._folder(hierarchy))
        tie_again(self.tracks)

    def _folder(self, hierarchy: Any) -> int:
        """The box's former folder, or one of its name where that is gone."""
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
