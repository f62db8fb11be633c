"""MISGround's boxes in a scene: drawn as Markups ROIs with their provenance, moved, and removed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import slicer
import vtk

from MISGroundLib.anatomy.terminology import color_for, terminology_of
from MISGroundLib.errors import clean, clean_text
from MISGroundLib.extent import Extent, SequenceResult, VolumeResult
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.grounding import Detection, GroundingResult
from MISGroundLib.scene.box_folders import displays_of, folder_of_volume, hierarchy_of, item_of, remove_if_empty
from MISGroundLib.scene.sequences import drop_box_at, set_box_at, tracks_of, untie
from MISGroundLib.settings import SLICE, Settings, declared_settings
from MISGroundLib.slices import VolumeInfo

# Node attributes are called "MISGround.<name>".
_PREFIX = "MISGround."
# The same on a box and on the point that is its centre. No node reference: the scene drops those of a box that is taken
# out, and undo brings both back.
PAIR = _PREFIX + "Pair"
# Attributes kept as JSON, so that numbers and lists come back as they were; settings join them by their declaration.
_JSON = {"Score", "Decoding", "PixelToRAS", "SliceSizePx", "SliceThicknessMm", "BoxPx", "PointPx", "WindowLevel"}
_JSON |= {"Questions", "Slices", "Finished", "Sides", "Planes", "Agreement", "Doubts", "Notes", "Edits"}
# Markups know no dashed lines: a box is pale where the model is not sure of it, or where a part of it was not seen.
_UNSURE_OPACITY, _DOUBTED_OPACITY = 0.5, 0.7


def draw(scene: Any, result: GroundingResult, volume_node: Any | None = None) -> list[Any]:
    """Add a box for every detection that was found: all of them, or none.

    The boxes lie in a subject-hierarchy folder beside the volume, carry their provenance, and are locked, so that a
    click in a view does not move them. A box that the model is not sure of is pale, and its name says so.

    Args:
        scene: the vtkMRMLScene to draw into.
        result: the answer; boxes in world RAS mm.
        volume_node: the volume that was asked about; None, or deleted by now, is fine.

    Returns:
        The vtkMRMLMarkupsROINodes, in the order of the detections.
    """
    found = [detection for detection in result.detections if detection.found and detection.box_ras is not None]
    if not found:
        return []
    if volume_node is not None and volume_node.GetScene() is not scene:
        volume_node = None  # The volume was deleted while the model ran; its boxes are drawn all the same.
    folder = folder_of_volume(scene, result.slice_image.volume.name, volume_node)
    rois: list[Any] = []
    item = result.slice_image.volume.item if volume_node is not None else ""
    try:
        for detection in found:
            rois.append(slicer.vtkMRMLMarkupsROINode())
            facts = facts_of_detection(result, detection, volume_node)
            assert detection.box_ras is not None
            _add(scene, rois[-1], detection, detection.box_ras, facts, folder)
            if item:
                _set_at_item(rois[-1], detection, detection.box_ras, facts, volume_node)
    except Exception:
        for roi in rois:
            if roi.GetScene() is scene:
                remove(scene, roi)
        remove_if_empty(scene, folder)
        raise
    return rois


def add_extents(
    scene: Any,
    result: VolumeResult | SequenceResult,
    volume_node: Any | None = None,
    earlier: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Add a box on the volume's axes for every target that was found in a volume; or move those of an earlier call.

    Boxes look and lie as `draw` makes them. The name says the score, and which ends are cut off or assumed. While a
    search goes on: `boxes = add_extents(scene, run.partial_result(False), volume, boxes)`. A box that the search no
    longer believes in is taken out; one that somebody else took out stays out, and one that the reader moved, renamed
    or judged meanwhile stays as it is. Of a 4D sequence all this is about the
    item that was asked about: the box follows the sequence's browser, and is hidden at items where it was not found.

    Args:
        scene: the vtkMRMLScene to draw into.
        result: the answer, also a partial one; boxes in world RAS mm.
        volume_node: the volume that was searched; None, or deleted by now, is fine.
        earlier: what the call before returned.

    Returns:
        The vtkMRMLMarkupsROINodes by the extents' labels, also those that somebody took out.
    """
    volume_node = volume_node if volume_node is not None and volume_node.GetScene() is scene else None
    rois = dict(earlier or {})
    for part in result.parts:
        rois = _add_part(scene, part, volume_node, rois)
    return rois


def _add_part(scene: Any, result: VolumeResult, volume_node: Any | None, earlier: Mapping[str, Any]) -> dict[str, Any]:
    rois, before, folder = {}, dict(earlier), None
    item = result.volume.item if volume_node is not None else ""
    for extent in result.extents:
        if not extent.found or extent.box is None:
            continue
        roi = before.pop(extent.label, None)
        facts = facts_of_extent(result, extent, volume_node)
        if roi is None:
            folder = folder or folder_of_volume(scene, result.volume.name, volume_node)
            roi = slicer.vtkMRMLMarkupsROINode()
            _add(scene, roi, extent, extent.box, facts, folder)
        elif roi.GetScene() is scene and not item:
            if is_readers(roi):
                record_facts(roi, facts)
            else:
                _make_like(roi, roi.GetDisplayNode(), extent, extent.box, facts)
        if item and roi.GetScene() is scene:
            _set_at_item(roi, extent, extent.box, facts, volume_node)
        rois[extent.label] = roi
    for label, roi in before.items():
        if item and (roi.GetScene() is not scene or drop_box_at(roi, item)):
            rois[label] = roi  # it is there at other items, or was taken out
        elif not item and roi.GetScene() is scene and is_readers(roi):
            rois[label] = roi
        elif roi.GetScene() is scene:
            remove(scene, roi)
    return rois


def remove(scene: Any, roi: Any) -> None:
    """Take a box out with its display and storage nodes, its sequences, its hierarchy item, and its folder where that
    is empty then.

    A folder that MISGround did not make, or that the user renamed, stays.
    """
    hierarchy = hierarchy_of(scene)
    folder = int(hierarchy.GetItemParent(item_of(hierarchy, roi, hierarchy.GetSceneItemID())))
    satellites = [*displays_of(roi), roi.GetStorageNode()]
    untie(tracks_of(roi))
    scene.RemoveNode(roi)
    for node in satellites:
        if node is not None and node.GetScene() is scene:
            scene.RemoveNode(node)
    # Slicer drops the item with its node; without the application nobody does.
    item = hierarchy.GetItemByDataNode(roi)
    if item != hierarchy.GetInvalidItemID():
        hierarchy.RemoveItem(item, False, False)
    remove_if_empty(scene, folder)


def boxes_of(scene: Any) -> list[Any]:
    """Every box that MISGround drew and that is still in the scene."""
    nodes = scene.GetNodesByClass("vtkMRMLMarkupsROINode")
    nodes.UnRegister(None)
    rois = [nodes.GetItemAsObject(index) for index in range(nodes.GetNumberOfItems())]
    return [roi for roi in rois if roi.GetAttribute(_PREFIX + "Query") is not None]


def read_provenance(node: Any) -> dict[str, Any]:
    """Where a box comes from, by name without the prefix; empty for a node that is not MISGround's."""
    numbers = {_attribute(one.name) for one in declared_settings(Settings) if one.recorded and one.kind is not str}
    facts: dict[str, Any] = {}
    for name in node.GetAttributeNames() or ():
        if name.startswith(_PREFIX):
            short, text = name.removeprefix(_PREFIX), node.GetAttribute(name)
            facts[short] = json.loads(text) if short in _JSON | numbers else text
    return facts


def is_readers(roi: Any) -> bool:
    """Whether a person has moved, renamed or judged a box of MISGround's."""
    return bool(roi.GetAttribute(_PREFIX + "Edits")) or roi.GetName() != (
        roi.GetAttribute(_PREFIX + "Name") or roi.GetName()
    )


def _add(
    scene: Any, roi: Any, answer: Detection | Extent, box: OrientedBox, facts: Mapping[str, Any], folder: int
) -> None:
    _make_like(roi, None, answer, box, facts)
    scene.AddNode(roi)
    roi.CreateDefaultDisplayNodes()
    _style(roi.GetDisplayNode(), color_for(answer.label), _opacity_of(answer))
    hierarchy = hierarchy_of(scene)
    hierarchy.SetItemParent(item_of(hierarchy, roi, folder), folder)


def _make_like(roi: Any, display: Any, answer: Detection | Extent, box: OrientedBox, facts: Mapping[str, Any]) -> None:
    """Give a ROI node, and its display node where it has one, what an answer says."""
    record_facts(roi, facts)
    _name(roi, _name_of(answer))
    _place(roi, box)
    roi.SetLocked(True)
    set_terminology(roi, answer.label)
    if display is not None:
        _style(display, color_for(answer.label), _opacity_of(answer))


def _set_at_item(
    roi: Any, answer: Detection | Extent, box: OrientedBox, facts: Mapping[str, Any], volume_node: Any
) -> None:
    """Let a box of a 4D sequence be what an answer says at the item that it is about."""
    like, look = slicer.vtkMRMLMarkupsROINode(), slicer.vtkMRMLMarkupsROIDisplayNode()
    _make_like(like, look, answer, box, facts)
    # A node's name does not change with the item, the label of its centre point does.
    told = _name_of(answer)
    like.SetNthControlPointLabel(0, told)
    like.SetName(f"{told}, {facts['SequenceItemText']}")
    like.SetAttribute(_PREFIX + "Name", answer.label)
    if (pair := roi.GetAttribute(PAIR)) is not None:
        like.SetAttribute(PAIR, pair)
    look.SetPropertiesLabelVisibility(False)
    look.SetPointLabelsVisibility(True)
    roi.SetName(answer.label)
    set_box_at(roi, volume_node, str(facts["SequenceItem"]), like, look)


def set_terminology(node: Any, label: str) -> None:
    """Let a node say what it is round, as Slicer's subject hierarchy, Segment Editor and exports read it.

    Its name and colour stay as they are when somebody changes the entry: the name holds the score too.
    """
    logic = slicer.vtkSlicerTerminologiesModuleLogic
    if hasattr(logic, "SetTerminologyEntryAsString"):  # a Slicer without it keeps none on markups
        logic.SetTerminologyEntryAsString(node, terminology_of(label).entry(), False, False)


def _name_of(answer: Detection | Extent) -> str:
    """E.g. "liver 0.62", "left kidney 0.20 unsure", "liver 0.55, cut off at the lower end, upper end assumed"."""
    score = answer.score if isinstance(answer, Detection) else answer.confidence
    parts = [f"{answer.label} {score or 0.0:.2f}{' unsure' if answer.is_unsure else ''}"]
    if isinstance(answer, Extent):
        cut = [side for side, state in answer.sides.items() if state == "cut off"]
        parts += [f"cut off at the {' and '.join(cut)} end"] if cut else []
        parts += answer.doubts
    return ", ".join(parts)


def _opacity_of(answer: Detection | Extent) -> float:
    return opacity_for(answer.is_unsure, isinstance(answer, Extent) and bool(answer.doubts))


def opacity_for(unsure: bool, doubted: bool) -> float:
    """How pale a box is drawn."""
    return _UNSURE_OPACITY if unsure else _DOUBTED_OPACITY if doubted else 1.0


def _name(roi: Any, name: str) -> None:
    """Name a box, and keep that name beside the one that people may give it."""
    roi.SetName(name)
    roi.SetAttribute(_PREFIX + "Name", clean_text(name))


def record_facts(node: Any, facts: Mapping[str, Any]) -> None:
    """Write onto a node where its box comes from."""
    for name, value in facts.items():
        text = clean_text(value) if isinstance(value, str) else json.dumps(clean(value))
        node.SetAttribute(_PREFIX + name, text)


def facts_of_extent(result: VolumeResult, extent: Extent, volume_node: Any | None) -> dict[str, Any]:
    """What is kept with a mark of a search, by name: what was asked, and what the search says of it."""
    return {**_facts_of_asking(result, extent, result.volume, volume_node), **result.provenance(extent)}


def facts_of_detection(result: GroundingResult, detection: Detection, volume_node: Any | None) -> dict[str, Any]:
    """What is kept with a mark of a slice, by name: what was asked of which slice, and what the model wrote."""
    image = result.slice_image
    return {
        **_facts_of_asking(result, detection, image.volume, volume_node),
        "Scope": SLICE,
        "Score": detection.score,
        "RawAnswer": detection.raw,
        "BoxPx": list(detection.box_px or ()),
        **({"PointPx": list(detection.point_px)} if detection.point_px is not None else {}),
        "Plane": image.grid.plane,
        "PixelToRAS": image.grid.pixel_to_ras.tolist(),
        "SliceSizePx": list(image.grid.size_px),
        "SliceThicknessMm": image.grid.thickness_mm,
        "WindowLevel": [image.window, image.level],
        "WindowSource": image.window_source,
    }


def _facts_of_asking(
    result: GroundingResult | VolumeResult, answer: Detection | Extent, volume: VolumeInfo, volume_node: Any | None
) -> dict[str, Any]:
    """What is needed to ask the same question again, but for the slice."""
    model, recorded = result.model, result.settings.recorded()
    return {
        **{_attribute(name): value for name, value in recorded.items()},
        "Query": answer.query,
        "Label": answer.label,
        "Model": str(model.get("name", result.settings.model)),
        "ModelRevision": str(model.get("revision", "")),
        # The device that the model was on: "auto" is only what was asked for.
        "Device": str(model.get("device", recorded["device"])),
        "VolumeID": volume_node.GetID() if volume_node is not None else "",
        "VolumeName": volume.name,
        "VolumeIdentifier": volume.identifier,
        **({"SequenceItem": volume.item, "SequenceItemText": volume.item_text} if volume.item else {}),
        "Software": f"{result.software['name']} {result.software['version']}",
        "Created": result.created,
    }


def _attribute(setting: str) -> str:
    """A setting's name as an attribute's: "top_m" -> "TopM"."""
    return "".join(part.capitalize() for part in setting.split("_"))


def _place(roi: Any, box: OrientedBox) -> None:
    """The box's frame is right-handed, as a ROI needs it; its size is at least 1 mm a side."""
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, box.object_to_ras())
    roi.SetROIType(slicer.vtkMRMLMarkupsROINode.ROITypeBox)
    roi.SetSize(*box.size_mm)
    roi.SetAndObserveObjectToNodeMatrix(matrix)


def _style(display: Any, color: tuple[float, float, float], opacity: float) -> None:
    """An outline with a name, nothing to grab, and nothing over the anatomy."""
    display.SetOpacity(opacity)
    display.SetSelectedColor(*color)
    display.SetColor(*color)
    display.SetActiveColor(*color)
    display.SetFillVisibility(False)
    display.SetOutlineVisibility(True)
    display.SetOutlineOpacity(1.0)
    # The centre point carries the label; a dot hides it without hiding the box in 3D.
    display.SetGlyphType(slicer.vtkMRMLMarkupsDisplayNode.Vertex2D)
    display.SetHandlesInteractive(False)
    display.SetTranslationHandleVisibility(False)
    display.SetRotationHandleVisibility(False)
    display.SetScaleHandleVisibility(False)
    display.SetPointLabelsVisibility(False)
    display.SetPropertiesLabelVisibility(True)
    # A slice plane in the 3D view must not hide the box that lies in it.
    display.SetOccludedVisibility(True)
    display.SetOccludedOpacity(0.6)
