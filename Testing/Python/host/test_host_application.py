"""slicer.app, slicer.util and slicer.modules do on the host what they do in the application."""

import logging
import sys

import numpy as np
import pytest
from packaging.requirements import Requirement


@pytest.fixture
def slicer(host, scene):
    import slicer

    return slicer


def test_the_scene_is_the_booted_one(slicer, mrml):
    assert slicer.mrmlScene is mrml.scene
    assert slicer.app.mrmlScene() is mrml.scene
    assert slicer.app.applicationLogic() is mrml.app_logic


def test_slice_views_are_found_through_the_layout_manager(slicer, mrml):
    manager = slicer.app.layoutManager()
    assert set(manager.sliceViewNames()) == {"Red", "Yellow", "Green"}
    widget = manager.sliceWidget("Red")
    assert widget.sliceLogic() is mrml.slice_logics["Red"]
    assert widget.mrmlSliceNode().GetOrientation() == "Axial"
    assert manager.sliceWidget("Blue") is None
    with pytest.raises(AttributeError):
        manager.tableWidget(0)


def test_there_is_one_3d_view_and_its_camera_looks_at_the_origin(slicer):
    manager = slicer.app.layoutManager()
    assert manager.threeDViewCount == 1
    view = manager.threeDWidget(0).threeDView()
    camera = slicer.modules.cameras.logic().GetViewActiveCameraNode(view.mrmlViewNode())
    assert camera is view.cameraNode()
    assert camera.GetFocalPoint() == (0.0, 0.0, 0.0)
    assert manager.threeDWidget(1) is None


def test_there_may_be_no_main_window(slicer, host):
    assert slicer.util.mainWindow().className() == "qSlicerMainWindow"
    with host.without_main_window():
        assert slicer.util.mainWindow() is None
        assert slicer.app.layoutManager() is None
        with pytest.raises(RuntimeError, match="main window"):
            slicer.util.selectModule("Markups")
    assert slicer.app.layoutManager() is not None


def test_screenshots_are_legible(host, tmp_path):
    import qt
    from PIL import Image

    label = qt.QLabel("left kidney")
    picture = Image.open(host.screenshot(label, tmp_path / "a" / "label.png", (120, 30))).convert("L")
    assert picture.size == (120, 30)
    # Letters: dark pixels in many columns. Without a font, boxes or nothing.
    dark = np.asarray(picture) < 100
    assert dark.any(axis=0).sum() > 30


def test_vtk_errors_are_collected(host):
    import vtk

    vtk.vtkImageReslice().Update()
    assert any("has 0 connections but is not optional" in text for text in host.faults.vtk_errors)
    host.faults.clear()


def test_messages_are_recorded_and_a_question_is_refused_without_an_answer(slicer, host):
    logging.disable(logging.CRITICAL)
    slicer.util.errorDisplay("It failed.", detailedText="why")
    slicer.util.warningDisplay("Mind.")
    host.answers.extend([True, False])
    assert slicer.util.confirmYesNoDisplay("Download?")
    assert not slicer.util.confirmOkCancelDisplay("Install?")
    assert not slicer.util.confirmOkCancelDisplay("Upload?")
    logging.disable(logging.NOTSET)
    said = [(popup.kind, popup.text) for popup in host.popups]
    assert said[:2] == [("error", "It failed."), ("warning", "Mind.")]
    assert said[2:] == [("question", "Download?"), ("question", "Install?"), ("question", "Upload?")]
    assert host.popups[0].details == "why"


def test_packages_are_looked_for_and_never_installed(slicer, host):
    import slicer.packaging

    wanted = [Requirement("numpy>=1"), Requirement("no-such-package>=3")]
    slicer.packaging.pip_ensure(wanted[:1])
    with pytest.raises(RuntimeError, match="no-such-package"):
        slicer.packaging.pip_ensure(wanted, requester="MISGround")
    with host.testing():
        slicer.packaging.pip_ensure(wanted, requester="MISGround")
    with pytest.raises(TypeError):
        slicer.packaging.pip_ensure(wanted, quietly=True)


def test_an_exception_in_a_vtk_observer_or_a_slot_is_collected(host, scene):
    import qt

    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    node.AddObserver("ModifiedEvent", lambda *_: 1 / 0)
    node.Modified()
    button = qt.QPushButton()
    button.clicked.connect(lambda: 1 / 0)
    button.click()
    assert sum("ZeroDivisionError" in text for text in host.faults.exceptions) == 2
    host.faults.clear()


def test_a_module_is_entered_and_left_as_modules_are_selected(host, scene):
    import slicer

    if "MISGround" not in sys.modules:
        host.load_module("MISGround")
    panel = host.show_module("MISGround")
    assert panel.parent.isEntered
    host.application._manager._enter("Markups")
    assert not panel.parent.isEntered
    with pytest.raises(AttributeError):
        slicer.modules.misground.titel = "x"
    panel.cleanup()
