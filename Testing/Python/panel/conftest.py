import numpy as np
import pytest

from Python.fake_engine import FakeEngine


@pytest.fixture
def a_volume(scene):

    return make_volume("CT")


def make_volume(name, array=None):
    """60 x 50 x 40 voxels (i, j, k) of 2 mm, from (-60, -50, -40) mm; air round a block of soft tissue."""
    import slicer

    if array is None:
        array = np.full((40, 50, 60), -900, np.int16)
        array[8:32, 10:40, 12:48] = 50
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
    node.SetSpacing(2, 2, 2)
    node.SetOrigin(-60, -50, -40)
    slicer.util.updateVolumeFromArray(node, array)
    node.SetAttribute("DICOM.Modality", "CT")
    node.CreateDefaultDisplayNodes()
    return node


@pytest.fixture
def an_engine():
    """Finds a box for the first question, nothing for the second, and so on."""
    return FakeEngine(answers=[(10, 20, 40, 30), None])


class NothingMissing:
    """In place of Dependencies: everything is installed."""

    def missing(self):
        return []

    def ensure(self):
        pass


@pytest.fixture
def the_module(host):
    """MISGround.py as the host loaded it, unchanged."""
    import sys

    if "MISGround" not in sys.modules:
        host.load_module("MISGround")
    return sys.modules["MISGround"]


@pytest.fixture
def a_logic(the_module, an_engine):
    return the_module.MISGroundLogic(engine=an_engine)


@pytest.fixture
def open_panel(the_module, host, scene):
    """Opens panels that ask about the slice, or with scope="volume" about the whole volume; closes them in the end."""
    import qt
    import slicer

    from Python.panel.panel_driver import PanelDriver

    opened = []

    def open_one(logic, dependencies=None, scope="slice"):
        parent = slicer.qMRMLWidget()
        parent.setLayout(qt.QVBoxLayout())
        parent.setMRMLScene(slicer.mrmlScene)
        widget = the_module.MISGroundWidget(parent, logic=logic, dependencies=dependencies or NothingMissing())
        widget.setup()
        widget.panel.parameters.scope = scope
        parent.resize(420, 760)
        parent.show()
        parent.activateWindow()
        opened.append((widget, parent))
        # Keyboard shortcuts work in the active window only.
        assert host.wait_until(lambda: parent.isActiveWindow)
        return PanelDriver(widget)

    yield open_one
    for widget, parent in opened:
        widget.cleanup()
        slicer.app.moduleManager().disconnect("moduleAboutToBeUnloaded(QString)", widget._onModuleAboutToBeUnloaded)
        parent.delete()


@pytest.fixture
def a_panel(open_panel, a_logic, a_volume):
    """The panel with a volume and an engine without a model."""
    return open_panel(a_logic)


@pytest.fixture
def the_shown_module(the_module, host, scene):
    """The module's own panel, as the application makes and shows it; taken down in the end."""
    import slicer

    if slicer.util.getModuleWidget("MISGround").panel is None:
        slicer.util.reloadScriptedModule("MISGround")
    yield host.show_module("MISGround")
    slicer.util.getModuleWidget("MISGround").cleanup()
