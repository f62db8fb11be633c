"""MISGround's boxes in a scene: drawn as Markups ROIs with their provenance, removed, and brought back by undo.

MISGround keeps its own list of steps to undo, because the scene's undo does not serve: once it is on, Slicer's views
push states into it (camera, pan, zoom, window/level), and a box that it restores has another look and no folder.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import slicer
import vtk

from MISGroundLib.anatomy.terminology import color_for, terminology_of
from MISGroundLib.errors import clean, clean_text
from MISGroundLib.extent import Extent, VolumeResult
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.grounding import Detection, GroundingResult
from MISGroundLib.settings import SLICE, Settings, declared_settings
from MISGroundLib.slices import VolumeInfo

# Node attributes are called "MISGround.<name>".
_PREFIX = "MISGround."
# Attributes kept as JSON, so that numbers and lists come back as they were; settings join them by their declaration.
_JSON = {"Score", "Decoding", "PixelToRAS", "SliceSizePx", "SliceThicknessMm", "BoxPx", "WindowLevel"}
_JSON |= {"Questions", "Slices", "Finished", "Sides", "Planes", "Agreement", "Notes"}
_FOLDER_PREFIX = "MISGround: "
# Markups know no dashed lines: an unsure box is pale.
_UNSURE_OPACITY = 0.5


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
    folder = _folder(scene, result.slice_image.volume.name, volume_node)
    rois: list[Any] = []
    try:
        for detection in found:
            rois.append(slicer.vtkMRMLMarkupsROINode())
            _record(rois[-1], _facts_of_detection(result, detection, volume_node))
            assert detection.box_ras is not None
            _add(scene, rois[-1], detection, detection.box_ras, folder)
    except Exception:
        for roi in rois:
            if roi.GetScene() is scene:
                remove(scene, roi)
        _remove_if_empty(scene, folder)
        raise
    return rois


def add_extents(
    scene: Any, result: VolumeResult, volume_node: Any | None = None, earlier: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Add a box on the volume's axes for every target that was found in a volume; or move those of an earlier call.

    Boxes look and lie as `draw` makes them. The name says the score, and which ends are cut off or assumed. While a
    search goes on: `boxes = add_extents(scene, run.partial_result(False), volume, boxes)`. A box that the search no
    longer believes in is taken out; one that somebody else took out stays out.

    Args:
        scene: the vtkMRMLScene to draw into.
        result: the answer, also a partial one; boxes in world RAS mm.
        volume_node: the volume that was searched; None, or deleted by now, is fine.
        earlier: what the call before returned.

    Returns:
        The vtkMRMLMarkupsROINodes by the extents' labels, also those that somebody took out.
    """
    volume_node = volume_node if volume_node is not None and volume_node.GetScene() is scene else None
    rois, before, folder = {}, dict(earlier or {}), None
    for extent in result.extents:
        if not extent.found or extent.box is None:
            continue
        roi = before.pop(extent.label, None)
        facts = {**_facts_of_asking(result, extent, result.volume, volume_node), **result.provenance(extent)}
        if roi is None:
            folder = folder or _folder(scene, result.volume.name, volume_node)
            roi = slicer.vtkMRMLMarkupsROINode()
            _record(roi, facts)
            _add(scene, roi, extent, extent.box, folder)
        elif roi.GetScene() is scene:
            _record(roi, facts)
            roi.SetName(_name_of(extent))
            _place(roi, extent.box)
            _style(roi.GetDisplayNode(), color_for(extent.label), extent.is_unsure)
        rois[extent.label] = roi
    for roi in before.values():
        if roi.GetScene() is scene:
            remove(scene, roi)
    return rois


def remove(scene: Any, roi: Any) -> None:
    """Take a box out with its display and storage nodes, its hierarchy item, and its folder where that is empty then.

    A folder that MISGround did not make, or that the user renamed, stays.
    """
    hierarchy = _hierarchy(scene)
    folder = int(hierarchy.GetItemParent(_item_of(hierarchy, roi, hierarchy.GetSceneItemID())))
    satellites = [*_displays_of(roi), roi.GetStorageNode()]
    scene.RemoveNode(roi)
    for node in satellites:
        if node is not None and node.GetScene() is scene:
            scene.RemoveNode(node)
    # Slicer drops the item with its node; without the application nobody does.
    item = hierarchy.GetItemByDataNode(roi)
    if item != hierarchy.GetInvalidItemID():
        hierarchy.RemoveItem(item, False, False)
    _remove_if_empty(scene, folder)


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

    @classmethod
    def of(cls, scene: Any, roi: Any) -> _RemovedBox:
        """A box that is about to leave the scene."""
        hierarchy = _hierarchy(scene)
        folder = int(hierarchy.GetItemParent(_item_of(hierarchy, roi, hierarchy.GetSceneItemID())))
        looks = [(display, _copy_of(display)) for display in _displays_of(roi)]
        name, parent = hierarchy.GetItemName(folder), int(hierarchy.GetItemParent(folder))
        return cls(roi, looks, roi.GetStorageNode(), folder, name, parent)

    def put_back(self, scene: Any) -> None:
        """Add the box again. Its display nodes come first: Slicer gives a new one to a box that comes without."""
        for display, _ in self.displays:
            scene.AddNode(display)
        if self.storage is not None:
            scene.AddNode(self.storage)
            self.roi.SetAndObserveStorageNodeID(self.storage.GetID())
        scene.AddNode(self.roi)
        given = _displays_of(self.roi)
        # Slicer gives one all the same to a box that has been in the scene before.
        self.roi.RemoveAllDisplayNodeIDs()
        own = [display for display, _ in self.displays]
        for display, look in self.displays:
            display.CopyContent(look)
            self.roi.AddAndObserveDisplayNodeID(display.GetID())
        for display in given:
            if display not in own:
                scene.RemoveNode(display)
        hierarchy = _hierarchy(scene)
        hierarchy.SetItemParent(_item_of(hierarchy, self.roi, hierarchy.GetSceneItemID()), self._folder(hierarchy))

    def _folder(self, hierarchy: Any) -> int:
        """The box's former folder, or one of its name where that is gone."""
        if _is_item(hierarchy, self.folder, self.folder_name):
            return self.folder
        parent = self.folder_parent if _is_item(hierarchy, self.folder_parent) else hierarchy.GetSceneItemID()
        return _folder_in(hierarchy, parent, self.folder_name)


def _copy_of(display: Any) -> Any:
    copy = display.CreateNodeInstance()
    copy.UnRegister(None)
    copy.CopyContent(display)
    return copy


def _add(scene: Any, roi: Any, answer: Detection | Extent, box: OrientedBox, folder: int) -> None:
    roi.SetName(_name_of(answer))
    scene.AddNode(roi)
    _place(roi, box)
    roi.SetLocked(True)
    roi.CreateDefaultDisplayNodes()
    _style(roi.GetDisplayNode(), color_for(answer.label), answer.is_unsure)
    set_terminology(roi, answer.label)
    hierarchy = _hierarchy(scene)
    hierarchy.SetItemParent(_item_of(hierarchy, roi, folder), folder)


def set_terminology(node: Any, label: str) -> None:
    """Let a node say what it is round, as Slicer's subject hierarchy, Segment Editor and exports read it.

    Its name and colour stay as they are when somebody changes the entry: the name holds the score too.
    """
    logic = slicer.vtkSlicerTerminologiesModuleLogic
    if hasattr(logic, "SetTerminologyEntryAsString"):  # a Slicer without it keeps none on markups
        logic.SetTerminologyEntryAsString(node, terminology_of(label).entry(), False, False)


def _name_of(answer: Detection | Extent) -> str:
    """E.g. "liver 0.62", "left kidney 0.20 unsure", "liver 0.55, cut off at the lower end"."""
    score = answer.score if isinstance(answer, Detection) else answer.confidence
    parts = [f"{answer.label} {score or 0.0:.2f}{' unsure' if answer.is_unsure else ''}"]
    for state, told in (("cut off", "cut off at the {} end"), ("assumed", "{} end assumed")):
        sides = [] if isinstance(answer, Detection) else [side for side, its in answer.sides.items() if its == state]
        parts += [told.format(" and ".join(sides))] if sides else []
    return ", ".join(parts)


def _record(node: Any, facts: Mapping[str, Any]) -> None:
    """Write onto a node where its box comes from."""
    for name, value in facts.items():
        text = clean_text(value) if isinstance(value, str) else json.dumps(clean(value))
        node.SetAttribute(_PREFIX + name, text)


def _facts_of_detection(result: GroundingResult, detection: Detection, volume_node: Any | None) -> dict[str, Any]:
    image = result.slice_image
    return {
        **_facts_of_asking(result, detection, image.volume, volume_node),
        "Scope": SLICE,
        "Score": detection.score,
        "RawAnswer": detection.raw,
        "BoxPx": list(detection.box_px or ()),
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


def _style(display: Any, color: tuple[float, float, float], unsure: bool) -> None:
    """An outline with a name, nothing to grab, and nothing over the anatomy; pale where the model is not sure."""
    display.SetOpacity(_UNSURE_OPACITY if unsure else 1.0)
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


def _displays_of(roi: Any) -> list[Any]:
    nodes = [roi.GetNthDisplayNode(index) for index in range(roi.GetNumberOfDisplayNodes())]
    return [node for node in nodes if node is not None]


def _hierarchy(scene: Any) -> Any:
    return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)


def _folder(scene: Any, volume_name: str, volume_node: Any | None) -> int:
    """The folder "MISGround: <volume>" in the volume's study (or wherever the volume lies), made where it is absent."""
    hierarchy = _hierarchy(scene)
    parent = hierarchy.GetSceneItemID()
    if volume_node is not None:
        parent = hierarchy.GetItemParent(_item_of(hierarchy, volume_node, parent))
    return _folder_in(hierarchy, parent, f"{_FOLDER_PREFIX}{volume_name}")


def _folder_in(hierarchy: Any, parent: int, name: str) -> int:
    """The folder of that name below a subject-hierarchy item, made where it is absent."""
    return int(hierarchy.GetItemChildWithName(parent, name) or hierarchy.CreateFolderItem(parent, name))


def _remove_if_empty(scene: Any, folder: int) -> None:
    hierarchy = _hierarchy(scene)
    level = slicer.vtkMRMLSubjectHierarchyConstants.GetSubjectHierarchyLevelFolder()
    is_own = hierarchy.IsItemLevel(folder, level) and hierarchy.GetItemName(folder).startswith(_FOLDER_PREFIX)
    if is_own and hierarchy.GetNumberOfItemChildren(folder) == 0:
        hierarchy.RemoveItem(folder)


def _item_of(hierarchy: Any, node: Any, parent: int) -> int:
    """A node's item. Slicer makes it as the node is added; without the application nobody does."""
    return int(hierarchy.GetItemByDataNode(node) or hierarchy.CreateItem(parent, node))


def _is_item(hierarchy: Any, item: int, name: str | None = None) -> bool:
    if item == hierarchy.GetSceneItemID():
        return True
    # Asked for an item that is gone, the hierarchy logs an error: look among those that are there.
    there = vtk.vtkIdList()
    hierarchy.GetItemChildren(hierarchy.GetSceneItemID(), there, True)
    return there.IsId(item) >= 0 and name in (None, hierarchy.GetItemName(item))
