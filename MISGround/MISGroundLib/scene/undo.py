"""Undo for what MISGround adds: one step a query run."""

from __future__ import annotations

from typing import Any


def save_state(scene: Any) -> None:
    """Begin one undo step: call once, before a run's boxes are added.

    Undo is off in a new scene, so it is switched on here, and stays on, since nothing could be undone otherwise. That
    is safe for the user's other data: the scene remembers and rolls back only nodes that ask for it (UndoEnabledOn).
    """
    if not scene.GetUndoFlag():
        scene.SetUndoOn()
    scene.SaveStateForUndo()


def enable(node: Any) -> None:
    """Make a node take part in undo."""
    node.UndoEnabledOn()
