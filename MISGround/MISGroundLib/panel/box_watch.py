"""Follows MISGround's boxes in the scene: what a person drags, renames or removes, here or in another module."""

from collections.abc import Callable
from typing import Any

import qt
import slicer
import vtk

from MISGroundLib.scene.box_history import BoxHistory
from MISGroundLib.scene.fiducials import marks_of

# So long after the last change of a box it is looked at: a drag is many changes and one step.
_QUIET_MS = 250


class BoxWatch:
    """Tells when the boxes have changed, and lets the history note what was dragged as the reader's."""

    def __init__(self, history: BoxHistory, on_change: Callable[[], None]) -> None:
        """Watch at once. on_change: called on the main thread, some time after a change."""
        self._history, self._on_change = history, on_change
        self._observed: dict[Any, list[int]] = {}
        self._timer = qt.QTimer()
        self._timer.setSingleShot(True)
        self._timer.interval = _QUIET_MS
        self._timer.connect("timeout()", self._look)
        scene = slicer.mrmlScene
        self._tags = [scene.AddObserver(event, self._later) for event in (scene.NodeAddedEvent, scene.NodeRemovedEvent)]
        self._observe()

    def close(self) -> None:
        """Watch no more."""
        self._timer.stop()
        for tag in self._tags:
            slicer.mrmlScene.RemoveObserver(tag)
        self._tags = []
        self._let_go(list(self._observed))

    def _later(self, *_: object) -> None:
        self._timer.start()

    def _look(self) -> None:
        self._observe()
        self._history.record_moves()
        self._on_change()

    def _observe(self) -> None:
        boxes = marks_of(slicer.mrmlScene)
        self._let_go([box for box in self._observed if box not in boxes])
        markups = slicer.vtkMRMLMarkupsNode
        for box in boxes:
            if box not in self._observed:
                changes = (vtk.vtkCommand.ModifiedEvent, markups.PointModifiedEvent)
                tags = [box.AddObserver(event, self._later) for event in changes]
                # The mouse is released: no need to wait.
                tags.append(box.AddObserver(markups.PointEndInteractionEvent, lambda *_: self._look()))
                self._observed[box] = tags

    def _let_go(self, boxes: list[Any]) -> None:
        for box in boxes:
            for tag in self._observed.pop(box):
                box.RemoveObserver(tag)
