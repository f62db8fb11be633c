"""A small scripted module in the manner of Slicer's template: what the host is tried on."""

from enum import Enum
from typing import Annotated

import ctk  # noqa: F401
import qt
import slicer
import vtk
from slicer import vtkMRMLScalarVolumeNode
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.parameterNodeWrapper import Choice, Default, Minimum, WithinRange, parameterNodeWrapper
from slicer.ScriptedLoadableModule import *  # noqa: F403
from slicer.util import VTKObservationMixin


class Mode(Enum):
    """How."""

    SLOW = 1
    FAST = 2


@parameterNodeWrapper
class ProbeParameterNode:
    """The panel's values."""

    volume: vtkMRMLScalarVolumeNode
    text: str = "nothing"
    count: Annotated[int, WithinRange(1, 9)] = 3
    factor: Annotated[float, Minimum(0.0), Default(0.5)]
    mode: Mode = Mode.FAST
    view: Annotated[str, Choice(["Red", "Green"])] = "Green"
    enabled: bool = True
    limit: int | None = None


class Probe(ScriptedLoadableModule):  # noqa: F405
    """The module."""

    def __init__(self, parent):
        ScriptedLoadableModule.__init__(self, parent)  # noqa: F405
        self.parent.title = _("Probe")
        self.parent.categories = [translate("qSlicerAbstractCoreModule", "Segmentation")]
        self.parent.dependencies = []
        self.parent.contributors = ["MISGround"]
        self.parent.helpText = _("Help for {name}.").format(name="Probe")
        self.started = 0
        slicer.app.connect("startupCompleted()", self.onStartup)

    def onStartup(self):
        self.started += 1


class ProbeWidget(ScriptedLoadableModuleWidget, VTKObservationMixin):  # noqa: F405
    """The panel."""

    def __init__(self, parent=None):
        ScriptedLoadableModuleWidget.__init__(self, parent)  # noqa: F405
        VTKObservationMixin.__init__(self)
        self.logic = None
        self.calls = []
        self._parameterNode = None
        self._guiTag = None

    def setup(self):
        ScriptedLoadableModuleWidget.setup(self)  # noqa: F405
        form = slicer.util.loadUI(self.resourcePath("UI/Probe.ui"))
        self.layout.addWidget(form)
        self.ui = slicer.util.childWidgetVariables(form)
        form.setMRMLScene(slicer.mrmlScene)
        self.logic = ProbeLogic()
        self.addObserver(slicer.mrmlScene, slicer.mrmlScene.StartCloseEvent, self.onSceneStartClose)
        self.addObserver(slicer.mrmlScene, slicer.mrmlScene.EndCloseEvent, self.onSceneEndClose)
        self.ui.applyButton.connect("clicked(bool)", self.onApply)
        self.shortcut = qt.QShortcut(qt.QKeySequence("Ctrl+Return"), form)
        self.shortcut.connect("activated()", self.onShortcut)
        self.initializeParameterNode()

    def cleanup(self):
        self.calls.append("cleanup")
        self.setParameterNode(None)
        self.removeObservers()

    def enter(self):
        self.calls.append("enter")
        self.initializeParameterNode()

    def exit(self):
        self.calls.append("exit")
        self.setParameterNode(None)

    def onSceneStartClose(self, caller, event):
        self.setParameterNode(None)

    def onSceneEndClose(self, caller, event):
        if self.parent.isEntered:
            self.initializeParameterNode()

    def initializeParameterNode(self):
        self.setParameterNode(self.logic.getParameterNode())

    def setParameterNode(self, node):
        if self._parameterNode:
            self._parameterNode.disconnectGui(self._guiTag)
            self.removeObserver(self._parameterNode, vtk.vtkCommand.ModifiedEvent, self.onModified)
        self._parameterNode = node
        if node:
            self._guiTag = node.connectGui(self.ui)
            self.addObserver(node, vtk.vtkCommand.ModifiedEvent, self.onModified)
            self.onModified()

    def onModified(self, caller=None, event=None):
        self.ui.applyButton.enabled = self._parameterNode.volume is not None

    def onApply(self):
        self.calls.append("apply")
        if self.ui.textEdit.plainText == "raise":
            raise RuntimeError("asked to")

    def onShortcut(self):
        self.calls.append("shortcut")


class ProbeLogic(ScriptedLoadableModuleLogic):  # noqa: F405
    """The logic."""

    def getParameterNode(self):
        return ProbeParameterNode(super().getParameterNode())


class ProbeTest(ScriptedLoadableModuleTest):  # noqa: F405
    """The self-tests."""

    def setUp(self):
        slicer.mrmlScene.Clear()

    def test_one(self):
        self.delayDisplay("one")
        self.assertTrue(slicer.app.testingEnabled())
        self.assertIsNone(slicer.app.layoutManager())

    def test_two(self):
        self.assertEqual(ProbeLogic().getParameterNode().count, 3)
