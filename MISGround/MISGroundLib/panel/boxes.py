"""What can be done with the boxes in Slicer's scene: take back, clear, export."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import slicer

from MISGroundLib.files import write_json
from MISGroundLib.grounding import GroundingResult
from MISGroundLib.scene.export import save_markups
from MISGroundLib.scene.rois import boxes_of
from MISGroundLib.scene.undo import save_state


def undo() -> bool:
    """Take back the boxes of the last query; False where there is nothing to take back."""
    if slicer.mrmlScene.GetNumberOfUndoLevels() == 0:
        return False
    slicer.mrmlScene.Undo()
    return True


def clear() -> int:
    """Take every box that MISGround drew out of the scene, as one undo step; returns how many."""
    boxes = boxes_of(slicer.mrmlScene)
    if boxes:
        save_state(slicer.mrmlScene)
    for box in boxes:
        slicer.mrmlScene.RemoveNode(box)
    return len(boxes)


def export(result: GroundingResult, boxes: Sequence[Any], folder: Path) -> None:
    """Write result.json, and boxes.mrk.json with those ROI nodes that are still in the scene.

    Raises UserError where the folder cannot be written or the disk is full.
    """
    write_json(folder / "result.json", result.to_json())
    save_markups([box for box in boxes if box.GetScene() is not None], folder / "boxes.mrk.json")
