"""What was done to MISGround's boxes, step by step, to be taken back and done again.

MISGround keeps its own list of steps, because the scene's undo does not serve: once it is on, Slicer's views push
states into it (camera, pan, zoom, window/level), and a box that it restores has another look and no folder.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from MISGroundLib.scene.box_folders import displays_of, folder_in, hierarchy_of, is_item, item_of
from MISGroundLib.scene.box_review import facets_of, follows_a_sequence, place_of_box, record_move, set_facet
from MISGroundLib.scene.fiducials import marks_of, points_of_boxes
from MISGroundLib.scene.rois import remove
from MISGroundLib.scene.sequences import Track, tie_again, tracks_of

# A query's boxes came; all boxes were cleared; one was removed; or one was changed by its reader.
Deed = Literal["query", "clear", "remove", "accept", "reject", "reopen", "rename", "move"]
# A step is taken, taken back, or taken again.
Way = Literal["done", "undone", "redone"]
# Less than this, in mm, is no move: Slicer computes a box anew as it is shown.
_STILL_MM = 1e-3


@dataclass(frozen=True)
class Undone:
    """What was taken back or done again, and how many boxes it was about."""

    deed: Deed
    count: int


class BoxHistory:
    """The steps taken in one scene, last first to be taken back. Closing the scene drops its steps."""

    def __init__(self, scene: Any) -> None:
        """No step yet."""
        self._scene = scene
        self._done: list[_Coming | _Change] = []
        self._undone: list[_Coming | _Change] = []
        # Told of each step of a reader: what it was, its way, and its boxes and points. A query's boxes come untold.
        self.on_step: Callable[[Deed, Way, list[Any]], None] = lambda deed, way, marks: None
        self._places: dict[Any, dict[str, Any]] = {}  # of each box, where MISGround or the reader last left it
        # Never removed: a history that stopped watching could put a patient's boxes into the next one's scene. The
        # observer does not keep the history alive.
        history = weakref.ref(self)
        scene.AddObserver(scene.StartCloseEvent, lambda *_: _forget(history))

    def drawn(self, rois: Sequence[Any]) -> None:
        """A query added these boxes. No box is no step; more boxes beside those of a step belong to that step."""
        self._note_places(rois)
        for step in self._done:
            if step.deed == "query" and isinstance(step, _Coming) and any(roi in step.boxes for roi in rois):
                step.boxes += [roi for roi in rois if roi not in step.boxes]
                return
        if rois:
            self._add(_Coming("query", list(rois)))

    def clear(self) -> int:
        """Take every box and point that MISGround drew out of the scene, as one step; returns how many."""
        return self.take_out(marks_of(self._scene), "clear")

    def take_out(self, rois: Sequence[Any], deed: Deed = "remove") -> int:
        """Take boxes, with their points, out of the scene, as one step; returns how many nodes."""
        self.record_moves()
        there = [roi for roi in rois if roi.GetScene() is self._scene]
        step = _Coming(deed, list(dict.fromkeys([*there, *points_of_boxes(there)])))
        if step.take_out(self._scene):
            self._add(step)
        return len(step.boxes)

    @contextmanager
    def change(self, roi: Any, deed: Deed) -> Iterator[None]:
        """What is done to a box inside the context is one step; nothing done is none."""
        self.record_moves()
        before = facets_of(roi)
        yield
        self._changed(roi, deed, before)

    def record_moves(self) -> list[Any]:
        """Boxes that a reader has dragged since the last look: each becomes a step, and an edit in its provenance."""
        moved = []
        for roi in marks_of(self._scene):
            before, now = self._places.get(roi), place_of_box(roi)
            if before is not None and not _same_place(before, now) and not follows_a_sequence(roi):
                facets = {**facets_of(roi), "place": before}
                record_move(roi, before)
                self._changed(roi, "move", facets)
                moved.append(roi)
            self._places[roi] = now
        return moved

    def undo(self) -> Undone | None:
        """Take back the last step of which something is left; None where there is none."""
        return self._go(self._done, self._undone, forward=False)

    def redo(self) -> Undone | None:
        """Do again what was taken back last; None where there is nothing."""
        return self._go(self._undone, self._done, forward=True)

    def forget(self) -> None:
        """Let go of every step."""
        self._done.clear()
        self._undone.clear()
        self._places.clear()

    @property
    def can_undo(self) -> bool:
        """There is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """There is a step to do again."""
        return bool(self._undone)

    def _go(self, source: list[Any], target: list[Any], forward: bool) -> Undone | None:
        self.record_moves()
        while source:
            step = source.pop()
            count = step.redo(self._scene) if forward else step.undo(self._scene)
            if count:
                target.append(step)
                self._note_places(marks_of(self._scene))
                self.on_step(step.deed, "redone" if forward else "undone", step.boxes)
                return Undone(step.deed, count)
        return None

    def _add(self, step: _Coming | _Change) -> None:
        self._done.append(step)
        self._undone.clear()
        if step.deed != "query":
            self.on_step(step.deed, "done", step.boxes)

    def _changed(self, roi: Any, deed: Deed, before: dict[str, Any]) -> None:
        after = facets_of(roi)
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if names:
            was, now = ({name: facets.get(name) for name in names} for facets in (before, after))
            self._add(_Change(deed, roi, was, now))

    def _note_places(self, rois: Sequence[Any]) -> None:
        self._places |= {roi: place_of_box(roi) for roi in rois if roi.GetScene() is self._scene}


def _forget(history: weakref.ref[BoxHistory]) -> None:
    there = history()
    if there is not None:
        there.forget()


def _same_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(np.allclose(one[name], other[name], rtol=0, atol=_STILL_MM) for name in one)


@dataclass
class _Change:
    """A box was changed: of each facet that differed, what it was and what it became."""

    deed: Deed
    roi: Any
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def boxes(self) -> list[Any]:
        return [self.roi]

    def undo(self, scene: Any) -> int:
        return self._set(scene, self.before)

    def redo(self, scene: Any) -> int:
        return self._set(scene, self.after)

    def _set(self, scene: Any, facets: dict[str, Any]) -> int:
        if self.roi.GetScene() is not scene:
            return 0
        for name, value in facets.items():
            set_facet(self.roi, name, value)
        return 1


@dataclass
class _Coming:
    """Boxes came with a query; or, with any other deed, they went. out: those that are out of the scene for now."""

    deed: Deed
    boxes: list[Any]
    out: list[_RemovedBox] = field(default_factory=list)

    def undo(self, scene: Any) -> int:
        return self.take_out(scene) if self.deed == "query" else self.put_back(scene)

    def redo(self, scene: Any) -> int:
        return self.put_back(scene) if self.deed == "query" else self.take_out(scene)

    def take_out(self, scene: Any) -> int:
        there = [roi for roi in self.boxes if roi.GetScene() is scene]
        self.out = [_RemovedBox.of(scene, roi) for roi in there]
        for roi in there:
            remove(scene, roi)
        return len(there)

    def put_back(self, scene: Any) -> int:
        absent = [removed for removed in self.out if removed.roi.GetScene() is None]
        for removed in absent:
            removed.put_back(scene)
        self.out = []
        return len(absent)


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
        if is_item(hierarchy, self.folder, self.folder_name):
            return self.folder
        parent = self.folder_parent if is_item(hierarchy, self.folder_parent) else hierarchy.GetSceneItemID()
        return folder_in(hierarchy, parent, self.folder_name)


def _copy_of(display: Any) -> Any:
    copy = display.CreateNodeInstance()
    copy.UnRegister(None)
    copy.CopyContent(display)
    return copy
