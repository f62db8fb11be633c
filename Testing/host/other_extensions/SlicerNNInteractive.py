"""What MISGround uses of the extension SlicerNNInteractive, with a "model" that fills the box.

Names, arguments and what is refused are read off its source (coendevente/SlicerNNInteractive, 2026-07): `session` is
None before Initialize; `bbox_prompt` takes two voxels (i, j, k), both inside, and works on the segment that is
selected in `ui.editor_widget`, of its source volume.
"""

import types

import numpy as np
import slicer
from slicer.ScriptedLoadableModule import ScriptedLoadableModule, ScriptedLoadableModuleWidget


class SlicerNNInteractive(ScriptedLoadableModule):
    """The module."""

    def __init__(self, parent):
        ScriptedLoadableModule.__init__(self, parent)
        self.parent.title = "nnInteractive"


class EditorWidget:
    """Of qMRMLSegmentEditorWidget, what the extension asks it."""

    def __init__(self):
        self._segmentation, self._volume, self._segment = None, None, ""

    def setSegmentationNode(self, node):
        self._segmentation, self._segment = node, ""

    def setSourceVolumeNode(self, node):
        self._volume = node

    def mrmlSegmentEditorNode(self):
        return self

    def SetSelectedSegmentID(self, identifier):
        if self._segmentation.GetSegmentation().GetSegment(identifier) is None:
            raise ValueError(f"there is no segment {identifier}")
        self._segment = identifier


class SlicerNNInteractiveWidget(ScriptedLoadableModuleWidget):
    """The widget. `prompts`: what it was asked, as (first voxel, last voxel, positive)."""

    def setup(self):
        ScriptedLoadableModuleWidget.setup(self)
        self.ui = types.SimpleNamespace(editor_widget=EditorWidget())
        self.session = None
        self.prompts = []

    def initialize(self):
        """The user presses Initialize."""
        self.session = object()

    def bbox_prompt(self, outer_point_one, outer_point_two, positive_click=False):
        if self.session is None:
            raise RuntimeError("no session")
        editor = self.ui.editor_widget
        array = slicer.util.arrayFromVolume(editor._volume)
        first, last = np.minimum(outer_point_one, outer_point_two), np.maximum(outer_point_one, outer_point_two)
        if (first == last).sum() != 1:
            raise ValueError("The public models take boxes one slice thick.")
        if (first < 0).any() or (last >= np.array(array.shape)[::-1]).any():
            raise ValueError("The box lies beside the image.")
        mask = np.zeros(array.shape, np.uint8)
        mask[tuple(slice(a, b + 1) for a, b in zip(first[::-1], last[::-1], strict=True))] = 1
        slicer.util.updateSegmentBinaryLabelmapFromArray(mask, editor._segmentation, editor._segment, editor._volume)
        self.prompts.append((list(outer_point_one), list(outer_point_two), positive_click))
