"""4D: the items of a sequence as volumes to search, and boxes and points that follow them in the sequence's browser.

A box of a sequence is one ROI node in the scene, as the volume is one; what it is like at an item lies in two sequences
of the same browser, one of ROIs and one of display nodes, so that a box is hidden where its target was not found. So
are points, whose node is a fiducial.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import slicer
import vtk

from MISGroundLib.errors import UserError, one_line
from MISGroundLib.scene.sequence_items import item_text, sequence_browser_of
from MISGroundLib.scene.volumes import (
    NodeSource,
    check_volume_node,
    ijk_to_world,
    modality_of,
    volume_info,
)
from MISGroundLib.slices import AUTOMATIC_WINDOW, SliceGrid, SliceImage


def items_of(volume_node: Any) -> list[str]:
    """The index values of a sequence's items, in order, which its browser shows in a volume node.

    Raises:
        UserError: no sequence is shown in the node, or it is moved by a sequence of transforms.
    """
    check_volume_node(volume_node)
    browser, name = sequence_browser_of(volume_node), one_line(volume_node.GetName() or "")
    if browser is None:
        raise UserError("{name} is a single volume, no 4D sequence. Ask about the item shown.", name=name)
    parent = volume_node.GetParentTransformNode()
    while parent is not None:
        if sequence_browser_of(parent) is not None:
            raise UserError(
                "{name} is moved from item to item by the transform {transform}. "
                "Ask about the item shown, or harden the transform first.",
                name=name,
                transform=one_line(parent.GetName() or ""),
            )
        parent = parent.GetParentTransformNode()
    master, own = browser.GetMasterSequenceNode(), browser.GetSequenceNode(volume_node)
    values = [master.GetNthIndexValue(number) for number in range(master.GetNumberOfDataNodes())]
    return [value for value in values if own.GetDataNodeAtValue(value, True) is not None]


def source_of(volume_node: Any, window: str = AUTOMATIC_WINDOW, modality: str = "", item: str = "") -> NodeSource:
    """A volume node as a search cuts it; of one that shows a sequence one item, whatever its browser shows meanwhile.

    item: by its index value; "" is the item that is shown now. Raises UserError where the node cannot be used.
    """
    check_volume_node(volume_node)
    if sequence_browser_of(volume_node) is None:
        return NodeSource(volume_node, window, modality)
    return _ItemSource(volume_node, item or volume_info(volume_node).item, window, modality)


class _ItemSource(NodeSource):
    """An item of a sequence, in a node and a scene of its own. Its voxels are the sequence's, not a copy."""

    def __init__(self, volume_node: Any, item: str, window: str, modality: str) -> None:
        browser = sequence_browser_of(volume_node)
        own = browser.GetSequenceNode(volume_node)
        data, name = own.GetDataNodeAtValue(item, False), one_line(volume_node.GetName() or "")
        if data is None or not data.IsA("vtkMRMLScalarVolumeNode"):
            raise UserError(
                "{name} has no image for {item_text} any more. Ask again.",
                name=name,
                item_text=item_text(browser, item),
            )
        self._shown_in, self._parent_to_world = volume_node, _parent_to_world(volume_node)
        self._scene = slicer.vtkMRMLScene()  # kept: a node does not keep its scene
        frame = self._scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
        frame.SetAndObserveImageData(data.GetImageData())
        frame.SetIJKToRASMatrix(_matrix(self._parent_to_world @ _ijk_to_ras(data)))
        display = volume_node.GetDisplayNode()
        if display is not None and display.IsA("vtkMRMLScalarVolumeDisplayNode"):
            look = self._scene.AddNewNodeByClass("vtkMRMLScalarVolumeDisplayNode")
            look.SetAutoWindowLevel(False)
            look.SetWindowLevel(display.GetWindow(), display.GetLevel())
            frame.SetAndObserveDisplayNodeID(look.GetID())
        modality = modality or modality_of(volume_node)
        super().__init__(frame, window, modality)
        self.info = replace(
            volume_info(volume_node, modality),
            shape_ijk=self.info.shape_ijk,
            spacing_mm=self.info.spacing_mm,
            item=item,
            item_text=item_text(browser, item),
        )

    def cut(self, grid: SliceGrid) -> SliceImage:
        """The picture on a grid. Raises UserError where the sequence's volume left the scene, or was moved."""
        check_volume_node(self._shown_in)
        if not np.allclose(_parent_to_world(self._shown_in), self._parent_to_world):
            raise self.moved()
        return replace(super().cut(grid), volume=self.info)


def _parent_to_world(node: Any) -> Any:
    return ijk_to_world(node) @ np.linalg.inv(_ijk_to_ras(node))


def _ijk_to_ras(node: Any) -> Any:
    matrix = vtk.vtkMatrix4x4()
    node.GetIJKToRASMatrix(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def _matrix(array: Any) -> Any:
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, array)
    return matrix


@dataclass(frozen=True)
class Track:
    """A node of the scene and the sequence that it shows, both in one browser."""

    browser: Any
    sequence: Any
    shown_in: Any


def set_box_at(roi: Any, volume_node: Any, item: str, like: Any, look: Any) -> None:
    """Make a box or a point at an item what a node of its kind and a display node, neither in a scene, are like.

    roi: a node in the volume's scene with one display node; from its first item on it follows the volume's browser.
    Where the volume shows no sequence any more, the box stays as it is.
    """
    browser = sequence_browser_of(volume_node)
    if browser is None:
        return
    for shown_in, data in ((roi, like), (roi.GetDisplayNode(), look)):
        if shown_in is None:
            continue
        sequence = browser.GetSequenceNode(shown_in)
        if sequence is None:
            mark = "box" if roi.IsA("vtkMRMLMarkupsROINode") else "point"
            sequence = _new_sequence(browser, f"{roi.GetName()} ({mark if shown_in is roi else 'look'})")
            sequence.SetDataNodeAtValue(data, item)
            _tie(Track(browser, sequence, shown_in))
        else:
            sequence.SetDataNodeAtValue(data, item)
    browser.Modified()  # what is shown follows


def drop_box_at(roi: Any, item: str) -> bool:
    """Take a box out at an item; whether it is in others still."""
    left = False
    for track in tracks_of(roi):
        if track.sequence.GetDataNodeAtValue(item, True) is not None:
            track.sequence.RemoveDataNodeAtValue(item)
        left = left or track.sequence.GetNumberOfDataNodes() > 0
        track.browser.Modified()
    return left


def boxes_at_items(roi: Any) -> list[Any]:
    """What a box is like at each item, as ROI nodes in the sequence's scene; of any other box the node itself."""
    for track in tracks_of(roi):
        if track.shown_in is roi:
            return [track.sequence.GetNthDataNode(number) for number in range(track.sequence.GetNumberOfDataNodes())]
    return [roi]


def items_with(roi: Any) -> set[str]:
    """The items, by their index values, at which a box or a point is; none for one of a single volume."""
    for track in tracks_of(roi):
        if track.shown_in is roi:
            count = track.sequence.GetNumberOfDataNodes()
            return {track.sequence.GetNthIndexValue(number) for number in range(count)}
    return set()


def tracks_of(roi: Any) -> list[Track]:
    """The sequences that a box and its display nodes follow; none for a box of a single volume."""
    displays = [roi.GetNthDisplayNode(number) for number in range(roi.GetNumberOfDisplayNodes())]
    found = []
    for node in (roi, *displays):
        browser = sequence_browser_of(node) if node is not None and node.GetScene() is not None else None
        if browser is not None:
            found.append(Track(browser, browser.GetSequenceNode(node), node))
    return found


def untie(tracks: list[Track]) -> None:
    """Take the sequences of a box out of the scene, before the box goes: else the browser would make it anew."""
    for track in tracks:
        with slicer.util.NodeModify(track.browser):
            track.browser.RemoveSynchronizedSequenceNode(track.sequence.GetID())
        if track.sequence.GetScene() is not None:
            track.sequence.GetScene().RemoveNode(track.sequence)


def tie_again(tracks: list[Track]) -> None:
    """Put sequences back that `untie` took out, once their box is in the scene again; not where the browser is gone."""
    for track in tracks:
        scene = track.browser.GetScene()
        if scene is not None and track.browser.GetMasterSequenceNode() is not None:
            scene.AddNode(track.sequence)
            _tie(track)
            track.browser.Modified()


def _new_sequence(browser: Any, name: str) -> Any:
    master = browser.GetMasterSequenceNode()
    sequence = browser.GetScene().AddNewNodeByClass("vtkMRMLSequenceNode", browser.GetScene().GenerateUniqueName(name))
    sequence.SetIndexName(master.GetIndexName())
    sequence.SetIndexUnit(master.GetIndexUnit())
    sequence.SetIndexType(master.GetIndexType())
    return sequence


def _tie(track: Track) -> None:
    """Let a node follow a sequence. In one change: between them Slicer would make a node of its own for it."""
    browser, sequence = track.browser, track.sequence
    name = track.shown_in.GetName()
    with slicer.util.NodeModify(browser):
        browser.AddProxyNode(track.shown_in, sequence, False)
        browser.SetOverwriteProxyName(sequence, False)
        browser.SetMissingItemMode(sequence, slicer.vtkMRMLSequenceBrowserNode.MissingItemDisplayHidden)
    track.shown_in.SetName(name)
