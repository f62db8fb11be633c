"""MISGround's points in a scene: what "point at ..." asked for, each a Markups point node; and boxes and points as one.

A point is the model's own, or the centre of a box that was drawn with it: that one refers to its box, comes with it and
goes with it. Nobody moves it when the box is moved: it is where the model's box had its centre.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import slicer

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.counting import CENTRE_OF_BOX, OWN_POINT, Pointed, point_of
from MISGroundLib.errors import clean_text
from MISGroundLib.extent import SequenceResult, VolumeResult
from MISGroundLib.geometry import Matrix
from MISGroundLib.grounding import GroundingResult
from MISGroundLib.scene.box_folders import folder_of_volume, hierarchy_of, item_of
from MISGroundLib.scene.rois import (
    PAIR,
    add_extents,
    boxes_of,
    draw,
    facts_of_detection,
    facts_of_extent,
    is_readers,
    opacity_for,
    record_facts,
    remove,
    set_terminology,
)
from MISGroundLib.scene.sequences import boxes_at_items, drop_box_at, items_with, set_box_at

_PREFIX = "MISGround."


def draw_answer(scene: Any, result: GroundingResult | VolumeResult, volume_node: Any | None = None) -> list[Any]:
    """Add all boxes and points of an answer, or none.

    Args:
        scene: the vtkMRMLScene to draw into.
        result: the answer, of a slice or of a volume.
        volume_node: the volume that was asked about; None, or deleted by now, is fine.

    Returns:
        A node for each target that was found, in their order: a vtkMRMLMarkupsROINode, or where the model gave a point
        a vtkMRMLMarkupsFiducialNode; then those of the centres of boxes that were asked for as points.
    """
    if isinstance(result, VolumeResult):
        by_label = add_extents(scene, result, volume_node)
        return [*by_label.values(), *draw_centres(scene, result, by_label, volume_node)]
    drawn = draw(scene, result, volume_node)
    try:
        return _with_points(scene, result, iter(drawn), _there(scene, volume_node))
    except Exception:
        for roi in [*points_of_boxes(drawn), *drawn]:
            remove(scene, roi)
        raise


def _with_points(scene: Any, result: GroundingResult, rois: Iterator[Any], volume_node: Any | None) -> list[Any]:
    marks, centres = [], []
    for detection in result.detections:
        if not detection.found:
            continue
        roi = next(rois) if detection.box_ras is not None else None
        point = point_of(detection, detection.box_ras, detection.point_ras)
        node = None
        if point is not None:
            facts = facts_of_detection(result, detection, volume_node)
            pale = opacity_for(detection.is_unsure, doubted=False)
            folder = folder_of_volume(scene, result.slice_image.volume.name, volume_node)
            node = _add(scene, point, facts, folder, pale, roi)
            if volume_node is not None and result.slice_image.volume.item:
                _set_at_item(node, point, facts, pale, volume_node)
        marks.append(roi if roi is not None else node)
        centres += [node] if roi is not None and node is not None else []
    return [*marks, *centres]


def draw_centres(
    scene: Any, result: VolumeResult | SequenceResult, rois: Mapping[str, Any], volume_node: Any | None = None
) -> list[Any]:
    """The centres of a search's boxes where "point at ..." asked for them; those of an earlier call move with the box.

    Of a 4D sequence they follow its browser, as their boxes do.

    Args:
        scene: the vtkMRMLScene to draw into.
        result: the answer, also a partial one.
        rois: the boxes by the extents' labels, as `add_extents` returned them.
        volume_node: as for `draw_answer`.

    Returns:
        The vtkMRMLMarkupsFiducialNodes that are in the scene.
    """
    volume_node = _there(scene, volume_node)
    nodes: list[Any] = []
    for part in result.parts:
        item = part.volume.item if volume_node is not None else ""
        for extent in part.extents:
            point, roi = point_of(extent, extent.box), rois.get(extent.label)
            if point is None or roi is None or roi.GetScene() is not scene:
                continue
            facts = facts_of_extent(part, extent, volume_node)
            pale = opacity_for(extent.is_unsure, bool(extent.doubts))
            there = next(iter(points_of_boxes([roi])), None)
            if there is None:
                folder = folder_of_volume(scene, part.volume.name, volume_node)
                there = _add(scene, point, facts, folder, pale, roi)
            elif not item and not is_readers(there):
                _place(there, point)
                record_facts(there, facts)
                there.GetDisplayNode().SetOpacity(pale)
            if item:
                _set_at_item(there, point, facts, pale, volume_node)
            nodes.append(there)
    _drop_orphans(scene, {extent.query for part in result.parts for extent in part.extents})
    return [node for node in dict.fromkeys(nodes) if node.GetScene() is scene]


def _drop_orphans(scene: Any, queries: Collection[str]) -> None:
    """A box that a search no longer believes in, of a sequence at an item, takes its point with it."""
    boxes = {box.GetAttribute(PAIR): box for box in boxes_of(scene)}
    centres = [node for node in points_in(scene) if basis_of(node) == CENTRE_OF_BOX]
    for node in centres:
        if node.GetAttribute(_PREFIX + "Query") not in queries:
            continue
        box = boxes.get(node.GetAttribute(PAIR))
        if box is None:
            remove(scene, node)
            continue
        with_box = items_with(box)
        for item in items_with(node) - with_box if with_box else ():
            drop_box_at(node, item)


def is_point(node: Any) -> bool:
    """Whether a node is a point, and no box."""
    return bool(node.IsA("vtkMRMLMarkupsFiducialNode"))


def points_in(scene: Any) -> list[Any]:
    """Every point that MISGround drew and that is still in the scene."""
    nodes = scene.GetNodesByClass("vtkMRMLMarkupsFiducialNode")
    nodes.UnRegister(None)
    found = [nodes.GetItemAsObject(index) for index in range(nodes.GetNumberOfItems())]
    return [node for node in found if node.GetAttribute(_PREFIX + "Query") is not None]


def marks_of(scene: Any) -> list[Any]:
    """Every box and every point that MISGround drew and that is still in the scene."""
    return [*boxes_of(scene), *points_in(scene)]


def points_of_boxes(boxes: Sequence[Any]) -> list[Any]:
    """The points in the scene that are the centres of these boxes."""
    there = [box for box in boxes if box.GetScene() is not None and not is_point(box)]
    pairs = {pair for box in there if (pair := box.GetAttribute(PAIR))}
    return [node for node in points_in(there[0].GetScene()) if node.GetAttribute(PAIR) in pairs] if pairs else []


def basis_of(node: Any) -> str:
    """What a point comes of: the model itself, or the centre of a box."""
    return node.GetAttribute(_PREFIX + "PointBasis") or ""


def center_of(mark: Any) -> Matrix:
    """Where a point or the middle of a box lies, world RAS mm (3,)."""
    place = np.zeros(3)
    if is_point(mark):
        mark.GetNthControlPointPositionWorld(0, place)
    else:
        mark.GetCenterWorld(place)
    return place


def _there(scene: Any, volume_node: Any | None) -> Any | None:
    return volume_node if volume_node is not None and volume_node.GetScene() is scene else None


def _add(scene: Any, point: Pointed, facts: Mapping[str, Any], folder: int, opacity: float, roi: Any | None) -> Any:
    """A locked point node; where it cannot be added whole, nothing is left of it."""
    node = slicer.vtkMRMLMarkupsFiducialNode()
    try:
        _make_like(node, point, facts)
        scene.AddNode(node)
        if roi is not None:
            pair = uuid.uuid4().hex
            for one in (roi, *boxes_at_items(roi), node):
                one.SetAttribute(PAIR, pair)
        node.CreateDefaultDisplayNodes()
        _style(node.GetDisplayNode(), point, opacity)
        hierarchy = hierarchy_of(scene)
        hierarchy.SetItemParent(item_of(hierarchy, node, folder), folder)
    except Exception:
        if node.GetScene() is scene:
            remove(scene, node)
        raise
    return node


def _set_at_item(node: Any, point: Pointed, facts: Mapping[str, Any], opacity: float, volume_node: Any) -> None:
    """Let a point of a 4D sequence be what an answer says at the item that it is about."""
    like, look = slicer.vtkMRMLMarkupsFiducialNode(), slicer.vtkMRMLMarkupsFiducialDisplayNode()
    _make_like(like, point, facts)
    like.SetName(f"{like.GetName()}, {facts['SequenceItemText']}")
    if (pair := node.GetAttribute(PAIR)) is not None:
        like.SetAttribute(PAIR, pair)
    if (shown := node.GetDisplayNode()) is not None:
        look.CopyContent(shown)  # its size and glyph are the application's
        look.SetVisibility(True)  # it may be hidden at the item that is shown
    _style(look, point, opacity)
    set_box_at(node, volume_node, str(facts["SequenceItem"]), like, look)


def _make_like(node: Any, point: Pointed, facts: Mapping[str, Any]) -> None:
    record_facts(node, {**facts, "PointBasis": point.basis})
    _place(node, point)
    node.SetLocked(True)
    set_terminology(node, point.label)


def _style(display: Any, point: Pointed, opacity: float) -> None:
    color = color_for(point.label)
    for paint in (display.SetSelectedColor, display.SetColor, display.SetActiveColor):
        paint(*color)
    display.SetOpacity(opacity)
    # A box's own label names it; that of its centre would lie over it.
    display.SetPointLabelsVisibility(point.basis == OWN_POINT)
    display.SetPropertiesLabelVisibility(False)


def _place(node: Any, point: Pointed) -> None:
    """One control point, named as the node is."""
    said = point.label if point.basis == OWN_POINT else f"{point.label}, {point.basis}"
    node.RemoveAllControlPoints()
    node.AddControlPoint(*point.position_ras, said)
    node.SetName(said)
    node.SetAttribute(_PREFIX + "Name", clean_text(said))
