"""A user sends a box on to Crop Volume and to SlicerNNInteractive, where this Slicer has them."""

import numpy as np
import slicer

from Python.panel import searched_body
from Python.panel.panel_driver import boxes
from Python.panel.searched_body import ORGANS
from Python.panel.test_panel_volume import segments

a_volume, an_engine, _ = searched_body.FIXTURES


def a_searched_panel(open_panel, a_logic):
    """A panel with the answer for the left kidney, its row chosen."""
    panel = open_panel(a_logic, scope="volume")
    panel.widget.panel._runner._timer.interval = 1
    panel.ask("left kidney\npatella", 60)
    panel.click_row(0)
    return panel


def kidney(volume):
    return slicer.util.arrayFromVolume(volume) == ORGANS["left kidney"][2]


def test_without_the_modules_there_are_no_buttons(open_panel, a_logic, a_volume):
    panel = open_panel(a_logic, scope="volume")
    assert panel.ui.segmentButton.visible
    assert not panel.ui.cropButton.visible and not panel.ui.nnInteractiveButton.visible


def test_crop_volume_gets_the_box_and_crops_the_structure(host, open_panel, a_logic, a_volume):
    with host.crop_volume() as module:
        panel = a_searched_panel(open_panel, a_logic)
        assert panel.ui.cropButton.visible
        panel.click("cropButton")
        parameters = module._edited
        assert parameters.GetROINode() is boxes()[0] and parameters.GetInputVolumeNode() is a_volume
        assert panel.status.startswith("Crop Volume has CT as its input and the box left kidney 0.")
        parameters.SetVoxelBased(True)
        assert module._logic.Apply(parameters) == 0
        cropped = parameters.GetOutputVolumeNode()
        assert cropped is not None and cropped is not a_volume
        assert kidney(cropped).sum() > 0.9 * kidney(a_volume).sum()
        assert kidney(cropped).size < 0.1 * kidney(a_volume).size
        # Again: the same node, and what was cropped is not written over.
        panel.click("cropButton")
        assert module._edited is parameters and parameters.GetOutputVolumeNode() is None
        assert slicer.mrmlScene.GetNumberOfNodesByClass("vtkMRMLCropVolumeParametersNode") == 1


def test_nn_interactive_gets_the_middle_slice_into_a_segment_of_ours(host, open_panel, a_logic, a_volume):
    with host.nn_interactive() as widget:
        panel = a_searched_panel(open_panel, a_logic)
        own = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "by hand")
        own.GetSegmentation().AddEmptySegment("", "left kidney")
        panel.click("nnInteractiveButton")
        assert panel.status.startswith("nnInteractive has not been initialized. Press Initialize there")
        assert len(segments()) == 1 and widget.prompts == []
        widget.initialize()
        panel.click("nnInteractiveButton")
        [(first, last, positive)] = widget.prompts
        assert positive and first[2] == last[2] and all(isinstance(one, int) for one in (*first, *last))
        middle = kidney(a_volume)[first[2]]
        rows, columns = np.nonzero(middle)
        assert np.allclose([*first[:2], *last[:2]], [columns.min(), rows.min(), columns.max(), rows.max()], atol=1)
        [(node, identifier)] = [one for one in segments() if one[0] is not own]
        assert node.GetSegmentation().GetSegment(identifier).GetName() == "left kidney (nnInteractive)"
        assert slicer.util.arrayFromSegmentBinaryLabelmap(node, identifier, a_volume).any()
        assert own.GetSegmentation().GetNumberOfSegments() == 1
        assert panel.status.startswith("The middle slice of the box went to nnInteractive")


def test_what_nn_interactive_refuses_is_said(host, open_panel, a_logic, a_volume, monkeypatch):
    with host.nn_interactive() as widget:
        panel = a_searched_panel(open_panel, a_logic)
        widget.initialize()

        def fails(**_):
            raise RuntimeError("the server is gone")

        monkeypatch.setattr(widget, "bbox_prompt", fails)
        panel.click("nnInteractiveButton")
        assert panel.status == "nnInteractive did not take the box: the server is gone"
        monkeypatch.setattr(widget, "bbox_prompt", None)
        panel.click("nnInteractiveButton")
        assert panel.status.startswith("This version of nnInteractive takes no box from another module.")


def test_a_row_without_a_box_is_not_sent(host, open_panel, a_logic, a_volume):
    with host.crop_volume() as module:
        panel = a_searched_panel(open_panel, a_logic)
        panel.click_row(1)
        panel.click("cropButton")
        assert panel.status.startswith("Choose the row of a box")
        assert module._edited is None
