"""Boxes and scenes to files, whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import slicer

from MISGroundLib.errors import UserError, one_line
from MISGroundLib.files import UNFINISHED, PrivateFolder, write_json
from MISGroundLib.grounding import GroundingResult
from MISGroundLib.paths import native_folder
from MISGroundLib.scene import layout
from MISGroundLib.scene.rois import boxes_of
from MISGroundLib.slices import SliceGrid


def save_markups(rois: Sequence[Any], path: str | os.PathLike[str]) -> None:
    """Write all boxes into one .mrk.json, which Slicer's markups reader loads as one ROI each, with names and colours.

    The format is LPS and keeps no node attributes: provenance is in scene.mrb and result.json. No box gives a file
    with an empty list. Raises UserError where the disk is full or the folder cannot be written.
    """
    target = Path(path)
    document: dict[str, Any] = {"markups": []}
    with _workshop(target) as folder:
        for roi in rois:
            single = folder / "roi.mrk.json"
            storage = slicer.vtkMRMLMarkupsROIJsonStorageNode()
            storage.SetFileName(str(single))
            if not storage.WriteData(roi):
                raise _unwritable(target)
            written = json.loads(single.read_text(encoding="utf-8", errors="replace"))
            # Without a name each the reader would call the first box after the file.
            markups = [{"name": one_line(roi.GetName() or ""), **entry} for entry in written.pop("markups")]
            document = {**written, "markups": [*document["markups"], *markups]}
    write_json(target, document)


def save_answer(result: GroundingResult, rois: Sequence[Any], folder: Path) -> int:
    """Write result.json, and boxes.mrk.json with those boxes that are still in the scene; returns how many are not.

    Raises UserError where the folder cannot be written or the disk is full.
    """
    there = [roi for roi in rois if roi.GetScene() is not None]
    write_json(folder / "result.json", result.to_json())
    save_markups(there, folder / "boxes.mrk.json")
    return len(rois) - len(there)


def save_scene(scene: Any, path: str | os.PathLike[str], grid: SliceGrid | None = None) -> None:
    """Write a scene bundle (.mrb): volume, boxes with their provenance, and views that open at the slice.

    The views are turned only where a grid is given (the boxes' middle in the other planes). Raises UserError where the
    disk is full or the folder cannot be written; an older file is then as it was.
    """
    target = Path(path)
    if grid is not None:
        _turn_views(scene, grid)
    with _workshop(target) as folder:
        bundle = folder / target.name
        if not scene.WriteToMRB(str(bundle)):
            raise _unwritable(target)
        os.replace(bundle, target)


def _turn_views(scene: Any, grid: SliceGrid) -> None:
    volume_node = scene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")
    if volume_node is None:
        return
    centres = np.zeros((len(rois := boxes_of(scene)), 3))
    for roi, centre in zip(rois, centres, strict=True):
        roi.GetCenterWorld(centre)
    layout.show(scene, volume_node, grid, centres.mean(axis=0) if rois else None)


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A folder beside the target for what is not finished; gone afterwards."""
    try:
        # Slicer's writers take names in UTF-8 alone.
        with native_folder(target.parent.absolute()) as parent, PrivateFolder(UNFINISHED, parent) as folder:
            yield folder
    except OSError as error:
        raise _unwritable(target, error.strerror or str(error)) from error


def _unwritable(target: Path, reason: str = "") -> UserError:
    # VTK does not say why, and packs a scene in the temporary folder first.
    reason = reason or f"its disk, or that of the temporary folder {tempfile.gettempdir()}, may be full"
    return UserError(f"{target} could not be written: {reason}. Free some space or choose another folder.")
