"""A scripted module runs on the host unchanged: start-up, panel, self-test, reload."""

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "probe"


@pytest.fixture
def probe(host, scene):
    import slicer

    if "Probe" not in sys.modules:
        host.load_module("Probe", FOLDER)
    widget = host.show_module("Probe")
    widget.calls.clear()
    yield widget
    slicer.util.selectModule("Markups")


def test_the_module_object_holds_what_the_module_says(probe, host):
    import slicer

    module = slicer.modules.probe
    assert (module.name, module.title, module.categories) == ("Probe", "Probe", ("Segmentation",))
    assert module.helpText == "Help for Probe."
    assert module.path == str(FOLDER / "Probe.py")
    assert slicer.modules.ProbeInstance.started == 1
    assert "Probe" in slicer.util.moduleNames()
    for wrong in (lambda: setattr(module, "titel", "x"), lambda: setattr(module, "categories", "Segmentation")):
        with pytest.raises(AttributeError):
            wrong()


def test_widget_and_logic_are_found(probe):
    import slicer

    assert slicer.util.getModuleWidget("Probe") is probe
    assert slicer.modules.ProbeWidget is probe
    assert slicer.util.getModuleLogic("Probe") is probe.logic
    assert slicer.util.modulePath("Probe") == str(FOLDER / "Probe.py")


def test_the_panel_is_entered_and_left_as_modules_are_selected(probe):
    import slicer

    assert probe.parent.isEntered
    slicer.util.selectModule("Markups")
    assert not probe.parent.isEntered
    slicer.util.selectModule("Probe")
    assert probe.calls == ["exit", "enter"]


def test_the_form_is_tied_to_the_parameter_node_both_ways(probe):
    import slicer

    parameters = probe._parameterNode
    probe.ui.countSpinBox.value = 20
    assert probe.ui.countSpinBox.value == parameters.count == 9
    parameters.count = 5
    assert probe.ui.countSpinBox.value == 5
    probe.ui.modeComboBox.currentIndex = 0
    assert parameters.mode.name == "SLOW"
    probe.ui.textEdit.setPlainText("liver")
    assert parameters.text == "liver"
    assert not probe.ui.applyButton.enabled
    volume = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
    probe.ui.volumeSelector.setCurrentNode(volume)
    assert parameters.volume is volume
    assert probe.ui.applyButton.enabled
    slicer.mrmlScene.RemoveNode(volume)
    assert parameters.volume is None
    assert not probe.ui.applyButton.enabled


def test_closing_the_scene_brings_fresh_parameters(probe):
    import slicer

    probe._parameterNode.text = "liver"
    slicer.mrmlScene.Clear()
    assert probe._parameterNode.text == "nothing"
    assert probe.ui.textEdit.plainText == "nothing"


def test_an_exception_in_a_slot_is_collected(probe, host, capsys):
    import slicer

    probe._parameterNode.volume = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
    probe.ui.textEdit.setPlainText("raise")
    probe.ui.applyButton.click()
    assert len(host.faults.exceptions) == 1
    assert "RuntimeError: asked to" in host.faults.exceptions[0]
    assert "RuntimeError: asked to" in capsys.readouterr().err
    host.faults.clear()


def test_an_exception_in_a_vtk_observer_is_collected(host, scene):
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    node.AddObserver("ModifiedEvent", lambda *_: 1 / 0)
    node.Modified()
    assert "ZeroDivisionError" in host.faults.exceptions[0]
    host.faults.clear()


def test_self_tests_run_one_by_one_in_testing_mode_without_a_main_window(probe, host):
    import slicer

    result = host.run_self_tests("Probe")
    # Two of its own, and the imported base class's runTest: so counts Slicer's loader too.
    assert (result.testsRun, result.failures, result.errors) == (3, [], [])
    assert not slicer.app.testingEnabled()
    assert slicer.app.layoutManager() is not None


def test_reload_cleans_up_and_makes_a_new_widget(probe, host):
    import slicer

    slicer.util.reloadScriptedModule("Probe")
    reloaded = slicer.util.getModuleWidget("Probe")
    assert reloaded is not probe
    assert probe.calls == ["cleanup"]
    assert reloaded.layout.count() == 1
    assert type(reloaded).__module__ == "Probe"
