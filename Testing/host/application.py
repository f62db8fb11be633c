"""`slicer.app`, its main window, and the layout manager with its views. Nothing is drawn."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, QSettings, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from host.module_manager import qSlicerModuleManager
from host.qt_values import stand_in


@stand_in
class qMRMLSliceWidget(QWidget):
    """A slice view, known by its logic."""

    def __init__(self, logic: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._logic = logic

    @Slot(result=object)
    def sliceLogic(self) -> Any:
        return self._logic

    @Slot(result=object)
    def mrmlSliceNode(self) -> Any:
        return self._logic.GetSliceNode()


@stand_in
class qMRMLThreeDView(QWidget):
    """A 3D view: a view node and a camera node."""

    def __init__(self, scene: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene

    @Slot(result=object)
    def mrmlViewNode(self) -> Any:
        return self._node("vtkMRMLViewNode")

    @Slot(result=object)
    def cameraNode(self) -> Any:
        return self._node("vtkMRMLCameraNode")

    def _node(self, class_name: str) -> Any:
        """The node of the one 3D view, whose layout name is 1, as in the application; made where it is absent."""
        node = self._scene.GetSingletonNode("1", class_name)
        if node is None:
            node = self._scene.CreateNodeByClass(class_name)
            node.UnRegister(None)
            node.SetSingletonTag("1")
            node.SetLayoutName("1")
            self._scene.AddNode(node)
        return node


@stand_in
class qMRMLThreeDWidget(QWidget):
    """A 3D view under its bar."""

    def __init__(self, scene: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = qMRMLThreeDView(scene, self)

    @Slot(result=QWidget)
    def threeDView(self) -> QWidget:
        return self._view


@stand_in
class qSlicerLayoutManager(QObject):
    """The views by name: three slice views and one 3D view, whose camera looks at the origin."""

    def __init__(self, scene: Any, slice_logics: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._widgets = {name: qMRMLSliceWidget(logic, parent) for name, logic in slice_logics.items()}
        self._three_d = qMRMLThreeDWidget(scene, parent)
        for widget in (*self._widgets.values(), self._three_d):
            widget.hide()
        self._three_d.threeDView().cameraNode()
        self._three_d.threeDView().mrmlViewNode()

    @Slot(result=object)
    def sliceViewNames(self) -> tuple[str, ...]:
        return tuple(self._widgets)

    @Slot(str, result=QWidget)
    def sliceWidget(self, name: str) -> QWidget | None:
        return self._widgets.get(name)

    @Slot(int, result=QWidget)
    def threeDWidget(self, index: int) -> QWidget | None:
        return self._three_d if index == 0 else None

    threeDViewCount = Property(int, lambda self: 1)


@stand_in
class qSlicerMainWindow(QMainWindow):
    """The main window, found by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("qSlicerMainWindow")


@stand_in
class qSlicerApplication(QApplication):
    """`slicer.app`. Asked for something that it does not have, it raises, as every face does."""

    startupCompleted = Signal()

    def __init__(self, headless: Any) -> None:
        super().__init__(["Slicer"])
        self.setApplicationName("Slicer")
        self.setOrganizationName("NA-MIC")
        self.setQuitOnLastWindowClosed(False)
        self._headless = headless
        self._folder = tempfile.TemporaryDirectory(prefix="misground-host-")
        # No test may read or change the settings of whoever runs it.
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(QSettings.Format.IniFormat, scope, self._folder.name)
        self._settings = QSettings()
        self._manager = qSlicerModuleManager()
        self._testing = False
        self._locale, self._translators = "en_US", []
        self._window: qSlicerMainWindow | None = None
        self._layout_manager: qSlicerLayoutManager | None = None

    def _show_main_window(self, shown: bool) -> None:
        """With a main window, or as `--no-main-window` runs: layoutManager() is None."""
        if shown == (self._window is not None):
            return
        if shown:
            self._window = qSlicerMainWindow()
            self._layout_manager = qSlicerLayoutManager(self._headless.scene, self._headless.slice_logics, self._window)
        elif self._window is not None:
            self._window.deleteLater()
            self._window = self._layout_manager = None
            self.sendPostedEvents(None, 52)  # DeferredDelete

    @Slot(result=object)
    def mrmlScene(self) -> Any:
        return self._headless.scene

    @Slot(result=object)
    def applicationLogic(self) -> Any:
        return self._headless.app_logic

    @Slot(str, result=object)
    def moduleLogic(self, name: str) -> Any:
        return self._headless.module_logics.get(name)

    @Slot(result=QObject)
    def layoutManager(self) -> QObject | None:
        return self._layout_manager

    @Slot(result=QObject)
    def moduleManager(self) -> QObject:
        return self._manager

    @Slot(object)
    def openNodeModule(self, node: Any) -> None:
        self._manager._open_for(node)

    @Slot(result=QObject)
    def mainWindow(self) -> QObject | None:
        return self._window

    @Slot(result=QObject)
    def userSettings(self) -> QObject:
        return self._settings

    @Slot(result=bool)
    def testingEnabled(self) -> bool:
        return self._testing

    @Slot(str, result=str)
    def moduleDocumentationUrl(self, name: str) -> str:
        return f"https://slicer.readthedocs.io/en/latest/user_guide/modules/{name.lower()}.html"

    @Slot(str)
    def loadTranslations(self, folder: str) -> None:
        """The .qm files of the application's language: of its region where there are some, else of the language."""
        for language in (self._locale, self._locale.split("_")[0]):
            endings = (f"{language}.qm", f"{language.replace('_', '-')}.qm")
            files = sorted(path for path in Path(folder).glob("*.qm") if path.name.endswith(endings))
            for file in files:
                translator = QTranslator()
                if translator.load(str(file)):
                    self.installTranslator(translator)
                    self._translators.append(translator)
            if files:
                return

    applicationLocaleName = Property(str, lambda self: self._locale)
    temporaryPath = Property(str, lambda self: self._folder.name)
