"""From a box to other modules of Slicer: a Segment Editor segment, Crop Volume's ROI, a prompt for nnInteractive.

What goes where is said in the status line. Modules that this Slicer lacks have no button.
"""

from collections.abc import Callable
from typing import Any

import slicer
from slicer.i18n import tr as _

from MISGroundLib.errors import UserError, one_line
from MISGroundLib.scene.segments import empty_segment, middle_slice_of, seed_segment

# What gives the box of the chosen row and the volume that it is of. Raises UserError where there is none.
Chosen = Callable[[], tuple[Any, Any]]

_NN_INTERACTIVE = "SlicerNNInteractive"


class HandOver:
    """The buttons that send the chosen row's box on."""

    def __init__(self, ui: Any, chosen: Chosen, say: Callable[[str], None], refuse: Callable[[str], None]) -> None:
        """Show the buttons of the modules that there are.

        Args:
            ui: Has segmentButton, cropButton and nnInteractiveButton.
            chosen: The box and its volume.
            say: Sets the status line.
            refuse: Sets it to what stands in the way.
        """
        self._chosen, self._say, self._refuse = chosen, say, refuse
        self._buttons = (ui.segmentButton, ui.cropButton, ui.nnInteractiveButton)
        for button, send in zip(self._buttons, (to_segment_editor, to_crop_volume, to_nn_interactive), strict=True):
            button.connect("clicked(bool)", lambda *_, send=send: self._send(send))
        ui.cropButton.visible = has_module("CropVolume")
        ui.nnInteractiveButton.visible = has_module(_NN_INTERACTIVE)

    def offer(self, whether: bool) -> None:
        """Whether there is an answer to send a box of."""
        for button in self._buttons:
            button.enabled = whether

    def _send(self, send: Callable[[Any, Any], str]) -> None:
        try:
            said = send(*self._chosen())
        except UserError as error:
            self._refuse(str(error))
        else:
            self._say(said)


def has_module(name: str) -> bool:
    """Whether the application has a module."""
    return hasattr(slicer.modules, name.lower())


def to_segment_editor(roi: Any, volume: Any) -> str:
    """Make a segment of a box and go to the Segment Editor with it, where there is one. Returns what to say."""
    made = seed_segment(slicer.mrmlScene, roi, volume)
    if has_module("SegmentEditor"):
        slicer.util.selectModule("SegmentEditor")
        editor = slicer.modules.SegmentEditorWidget.editor
        editor.setSegmentationNode(made.node)
        editor.setSourceVolumeNode(volume)
        editor.setCurrentSegmentID(made.segment_id)
    said = _("Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.")
    values = {"name": made.name, "low": f"{made.low:.0f}", "high": f"{made.high:.0f}", "node": made.node.GetName()}
    return said.format(**values)


def to_crop_volume(roi: Any, volume: Any) -> str:
    """Set a box as Crop Volume's ROI, its volume as the input, and show the module. Nothing is cropped yet."""
    if not has_module("CropVolume"):
        raise UserError(_("This Slicer has no module Crop Volume."))
    parameters = slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLCropVolumeParametersNode")
    if parameters is None:
        parameters = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLCropVolumeParametersNode", "CropVolumeParameters")
    with slicer.util.NodeModify(parameters):
        parameters.SetInputVolumeNodeID(volume.GetID())
        parameters.SetROINodeID(roi.GetID())
        # Into a new volume: what an earlier crop made is not written over.
        parameters.SetOutputVolumeNodeID(None)
    slicer.app.openNodeModule(parameters)
    said = _("Crop Volume has {volume} as its input and the box {box} as its ROI: press Apply there.")
    return said.format(volume=one_line(volume.GetName() or ""), box=one_line(roi.GetName() or ""))


def to_nn_interactive(roi: Any, volume: Any) -> str:
    """Prompt SlicerNNInteractive with the middle slice of a box, into a new segment of MISGround's own segmentation.

    Its models take boxes one slice thick, as a user draws them, by the widget's own `bbox_prompt`: two voxels
    (i, j, k), both inside. It must have been initialized: that loads its model, which is the user's to decide.
    """
    if not has_module(_NN_INTERACTIVE):
        raise UserError(_("This Slicer has no extension nnInteractive. Install it with the Extensions Manager."))
    first, last = middle_slice_of(roi, volume)
    slicer.util.selectModule(_NN_INTERACTIVE)
    widget = slicer.util.getModuleWidget(_NN_INTERACTIVE)
    editor = getattr(getattr(widget, "ui", None), "editor_widget", None)
    if editor is None or not callable(getattr(widget, "bbox_prompt", None)):
        raise UserError(_("This version of nnInteractive takes no box from another module. Draw the box there."))
    if getattr(widget, "session", None) is None:
        raise UserError(
            _("nnInteractive has not been initialized. Press Initialize there, come back, and press the button again.")
        )
    node, segment_id, name = empty_segment(slicer.mrmlScene, roi, volume, "nnInteractive")
    editor.setSegmentationNode(node)
    editor.setSourceVolumeNode(volume)
    editor.mrmlSegmentEditorNode().SetSelectedSegmentID(segment_id)
    try:
        widget.bbox_prompt(outer_point_one=first, outer_point_two=last, positive_click=True)
    except Exception as error:  # its own: whatever it is, nothing of ours is lost
        raise UserError(_("nnInteractive did not take the box: {error}").format(error=one_line(str(error)))) from error
    said = _("The middle slice of the box went to nnInteractive as a prompt, for segment {name} in {node}.")
    return said.format(name=name, node=node.GetName())
