"""What a reader does with a box of MISGround's: accepts, rejects, renames, adjusts; kept with the box as the reader's.

Each deed is an entry of the node attribute `MISGround.Edits`, a list in JSON: what ("review", "name" or "place"), by
("reader"), time (UTC), before and after. A place is in world RAS mm: center_ras (3,), size_mm (3,), axes_ras (3, 3),
one axis a column. What the model said stays in the other attributes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Literal

import numpy as np
import slicer
import vtk

from MISGroundLib.errors import clean, one_line
from MISGroundLib.scene.fiducials import is_point
from MISGroundLib.scene.rois import opacity_for, read_provenance

Review = Literal["", "accepted", "rejected"]
_PREFIX = "MISGround."
_REVIEW, _EDITS, _NAME = _PREFIX + "Review", _PREFIX + "Edits", _PREFIX + "Name"
_UNSURE_WORD = " unsure"  # in the name of a box that the model is not sure of


def review_of(roi: Any) -> Review:
    """What the reader decided about a box; "" where nothing yet."""
    review: Review = roi.GetAttribute(_REVIEW) or ""
    return review


def edits_of(roi: Any) -> list[dict[str, Any]]:
    """What the reader did with a box, in order."""
    return list(json.loads(roi.GetAttribute(_EDITS) or "[]"))


def was_moved(roi: Any) -> bool:
    """Whether the reader has adjusted the box."""
    return any(edit["what"] == "place" for edit in edits_of(roi))


def given_name(roi: Any) -> str:
    """The name that the reader, or another module, gave a box; "" where it has MISGround's."""
    name, own = roi.GetName() or "", roi.GetAttribute(_NAME)
    return "" if own is None or name in (own, _sure_name(own)) else name


def judge(roi: Any, review: Review) -> None:
    """Accept a box, which then is no longer pale nor called unsure; reject it, which hides it; or open it again."""
    before = review_of(roi)
    if review == before:
        return
    display, own, accepted = roi.GetDisplayNode(), roi.GetAttribute(_NAME) or "", review == "accepted"
    _record(roi, "review", before, review)
    roi.SetAttribute(_REVIEW, review)
    if own and not given_name(roi):
        roi.SetName(_sure_name(own) if accepted else own)
    if display is not None:
        doubted = bool(read_provenance(roi).get("Doubts"))
        display.SetOpacity(1.0 if accepted else opacity_for(_UNSURE_WORD in own, doubted))
        display.SetVisibility(review != "rejected")


def rename(roi: Any, name: str) -> None:
    """Give a box the reader's own name. An empty one is left out of account."""
    before, after = roi.GetName() or "", one_line(name).strip()
    if after and after != before:
        roi.SetName(after)
        _record(roi, "name", before, after)


def set_adjustable(roi: Any, adjustable: bool) -> None:
    """Unlock a box and give it handles to drag, or lock it and take them away."""
    roi.SetLocked(not adjustable)
    display = roi.GetDisplayNode()
    if display is not None:
        display.SetHandlesInteractive(adjustable)
        display.SetTranslationHandleVisibility(adjustable)
        display.SetScaleHandleVisibility(adjustable)


def follows_a_sequence(roi: Any) -> bool:
    """Whether a sequence's browser moves a box from item to item: then a move is no reader's."""
    scene = roi.GetScene()
    count = scene.GetNumberOfNodesByClass("vtkMRMLSequenceBrowserNode") if scene is not None else 0
    browsers = [scene.GetNthNodeByClass(index, "vtkMRMLSequenceBrowserNode") for index in range(count)]
    return any(browser.GetSequenceNode(roi) is not None for browser in browsers)


def place_of_box(roi: Any) -> dict[str, Any]:
    """Where a box lies: matrix (4, 4), the box's frame to the node's coordinates, by rows; size (3,) in mm.

    A point is a box without size, on the axes of its coordinates.
    """
    if is_point(roi):
        matrix = np.eye(4)
        if roi.GetNumberOfControlPoints():
            matrix[:3, 3] = roi.GetNthControlPointPosition(0)
        return {"matrix": matrix.ravel().tolist(), "size": [0.0] * 3}
    matrix = slicer.util.arrayFromVTKMatrix(roi.GetObjectToNodeMatrix())
    return {"matrix": matrix.ravel().tolist(), "size": list(roi.GetSize())}


def record_move(roi: Any, before: dict[str, Any]) -> None:
    """Note that a reader has dragged a box to where it lies now. before: as `place_of_box` gave it."""
    _record(roi, "place", _in_world(roi, before), _in_world(roi, place_of_box(roi)))


def facets_of(roi: Any) -> dict[str, Any]:
    """All that a reader can change of a box, by name; `set_facet` sets one of them."""
    names = [name for name in roi.GetAttributeNames() or () if name.startswith(_PREFIX)]
    facets: dict[str, Any] = {name: roi.GetAttribute(name) for name in names}
    facets |= {"name": roi.GetName(), "place": place_of_box(roi)}
    display = roi.GetDisplayNode()
    if display is not None:
        facets |= {"opacity": display.GetOpacity(), "visible": bool(display.GetVisibility())}
    return facets


def set_facet(roi: Any, name: str, value: Any) -> None:
    """Set what `facets_of` told; None takes an attribute away."""
    display = roi.GetDisplayNode()
    if name.startswith(_PREFIX):
        if value is None:
            roi.RemoveAttribute(name)
        else:
            roi.SetAttribute(name, value)
    elif name == "name":
        roi.SetName(value)
    elif name == "place" and is_point(roi):
        roi.SetNthControlPointPosition(0, *np.reshape(value["matrix"], (4, 4))[:3, 3])
    elif name == "place":
        matrix = vtk.vtkMatrix4x4()
        matrix.DeepCopy(value["matrix"])
        roi.SetSize(*value["size"])
        roi.SetAndObserveObjectToNodeMatrix(matrix)
    elif display is not None and name == "opacity":
        display.SetOpacity(value)
    elif display is not None and name == "visible":
        display.SetVisibility(value)


def _sure_name(name: str) -> str:
    return name.replace(_UNSURE_WORD, "", 1)


def _record(roi: Any, what: str, before: Any, after: Any) -> None:
    entry = {"what": what, "by": "reader", "time": datetime.now(UTC).isoformat(timespec="seconds")}
    roi.SetAttribute(_EDITS, json.dumps(clean([*edits_of(roi), {**entry, "before": before, "after": after}])))


def _in_world(roi: Any, place: dict[str, Any]) -> dict[str, Any]:
    to_world = vtk.vtkMatrix4x4()
    slicer.vtkMRMLTransformNode.GetMatrixTransformBetweenNodes(roi.GetParentTransformNode(), None, to_world)
    frame = slicer.util.arrayFromVTKMatrix(to_world) @ np.reshape(place["matrix"], (4, 4))
    lengths = np.linalg.norm(frame[:3, :3], axis=0)
    return {
        "center_ras": frame[:3, 3].round(3).tolist(),
        "size_mm": (lengths * place["size"]).round(3).tolist(),
        "axes_ras": (frame[:3, :3] / lengths).round(6).tolist(),
    }
