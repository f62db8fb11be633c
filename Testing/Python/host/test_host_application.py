"""slicer.app, slicer.util and slicer.modules do on the host what they do in the application."""

import logging

import numpy as np
import pytest


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
    assert widget.sliceView().mrmlSliceNode() is widget.mrmlSliceNode()
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


def test_volumes_come_from_arrays_and_nodes_are_found_by_name(slicer):
    array = np.arange(60, dtype=np.int16).reshape(3, 4, 5)
    node = slicer.util.addVolumeFromArray(array, name="CT")
    assert slicer.util.getNode("CT") is node
    assert np.array_equal(slicer.util.arrayFromVolume(node), array)
    slicer.util.setSliceViewerLayers(background=node)
    red = slicer.app.layoutManager().sliceWidget("Red").sliceLogic()
    assert red.GetSliceCompositeNode().GetBackgroundVolumeID() == node.GetID()
    with pytest.raises(slicer.util.MRMLNodeNotFoundException):
        slicer.util.getNode("MR")


def test_module_logics_are_found_by_name_or_module(slicer, mrml):
    assert slicer.util.getModuleLogic("Markups") is mrml.module_logics["Markups"]
    assert slicer.modules.volumes.logic() is mrml.module_logics["Volumes"]
    assert slicer.moduleNames.Markups == "Markups"
    with pytest.raises(RuntimeError, match="Could not find module with name 'Nothing'"):
        slicer.util.getModuleLogic("Nothing")


def test_what_the_application_has_not_raises(slicer):
    with pytest.raises(AttributeError):
        slicer.app.noSuchThing()
    with pytest.raises(RuntimeError, match="python shell"):
        slicer.util.pythonShell()
    with pytest.raises(ValueError, match="does not exist"):
        slicer.app.connect("startupFinished()", print)


def test_messages_are_recorded_and_not_shown(slicer, host):
    logging.disable(logging.CRITICAL)
    slicer.util.errorDisplay("It failed.", detailedText="why")
    slicer.util.warningDisplay("Mind.")
    slicer.util.infoDisplay("Fine.")
    slicer.util.messageBox("Look.")
    logging.disable(logging.NOTSET)
    assert [(p.kind, p.text) for p in host.popups] == [
        ("error", "It failed."),
        ("warning", "Mind."),
        ("info", "Fine."),
        ("info", "Look."),
    ]
    assert host.popups[0].details == "why"


def test_questions_take_the_prepared_answers_and_are_refused_without_one(slicer, host):
    host.answers.extend([True, False, True])
    assert slicer.util.confirmYesNoDisplay("Download?")
    assert not slicer.util.confirmOkCancelDisplay("Install?")
    assert slicer.util.confirmRetryCloseDisplay("Again?")
    assert not slicer.util.confirmYesNoDisplay("Upload?")
    assert [p.kind for p in host.popups] == ["question"] * 4


def test_try_with_error_display_shows_and_raises(slicer, host):
    with pytest.raises(ValueError, match="broken"), slicer.util.tryWithErrorDisplay("No result.", waitCursor=True):
        raise ValueError("broken")
    assert host.popups[0].text == "No result.\n\nbroken"
    assert "ValueError" in host.popups[0].details


def test_dialogs_are_answered_without_being_shown(slicer, host, tmp_path):
    import qt

    host.answers.extend([str(tmp_path), qt.QMessageBox.No])
    assert qt.QFileDialog.getExistingDirectory(None, "Model folder") == str(tmp_path)
    assert qt.QMessageBox.question(None, "Title", "Sure?", qt.QMessageBox.Yes | qt.QMessageBox.No) == qt.QMessageBox.No
    assert qt.QFileDialog.getOpenFileName(None, "Volume") == ""
    box = qt.QMessageBox()
    box.text = "Done."
    assert box.exec_() == qt.QMessageBox.Ok
    assert qt.QDesktopServices.openUrl(qt.QUrl("https://example.org/"))
    assert [p.kind for p in host.popups] == ["file", "question", "file", "info", "url"]


def test_texts_pass_through_the_translator(slicer):
    from slicer.i18n import getContext, tr, translate

    assert tr("Ground {what}").format(what="liver") == "Ground liver"
    assert translate("MISGround", "Ground") == "Ground"
    assert getContext("/somewhere/MISGround.py") == "MISGround"


def test_packages_are_looked_for_and_never_installed(slicer, host, tmp_path):
    import slicer.packaging

    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# comment\nnumpy>=1\n\n-r other.txt\nno-such-package>=3\n", encoding="utf-8")
    loaded = slicer.packaging.load_requirements(requirements)
    assert [r.name for r in loaded] == ["numpy", "no-such-package"]
    assert slicer.packaging.pip_check("numpy>=1")
    assert not slicer.packaging.pip_check(loaded)
    with pytest.raises(RuntimeError, match="no-such-package"):
        slicer.packaging.pip_ensure(loaded, requester="MISGround")
    with host.testing():
        slicer.packaging.pip_ensure(loaded, requester="MISGround")
    with pytest.raises(TypeError):
        slicer.packaging.pip_ensure(loaded, quietly=True)


def test_sample_data_is_kept_and_unknown_keys_are_refused(host):
    import SampleData

    SampleData.SampleDataLogic.registerCustomSampleDataSource(category="MISGround", sampleName="Phantom", uris="x")
    assert SampleData.registered.pop()["sampleName"] == "Phantom"
    with pytest.raises(TypeError, match="checksum"):
        SampleData.SampleDataLogic.registerCustomSampleDataSource(sampleName="Phantom", checksum="x")


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
