"""The application and its main window."""

from __future__ import annotations

import tempfile
from typing import Any

from PySide6.QtCore import Property, QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from host.stand_ins.layout import qSlicerLayoutManager
from host.stand_ins.modules import qSlicerModuleManager
from host.stand_ins.registry import stand_in


@stand_in
class qSlicerModuleSelectorToolBar(QObject):
    """Shows one module at a time."""

    def __init__(self, manager: qSlicerModuleManager, parent: QObject) -> None:
        super().__init__(parent)
        self._manager = manager

    @Slot(str)
    def selectModule(self, name: str) -> None:
        self._manager._enter(name)

    selectedModule = Property(str, lambda self: self._manager._entered)


@stand_in
class qSlicerMainWindow(QMainWindow):
    """The main window: a status bar and a module selector."""

    def __init__(self, manager: qSlicerModuleManager) -> None:
        super().__init__()
        self.setObjectName("qSlicerMainWindow")
        self._selector = qSlicerModuleSelectorToolBar(manager, self)

    @Slot(result=QObject)
    def moduleSelector(self) -> QObject:
        return self._selector


@stand_in
class qSlicerApplication(QApplication):
    """`slicer.app`. Asked for something that it does not have, it raises, as every face does."""

    startupCompleted = Signal()
    mrmlSceneChanged = Signal(object)

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
        self._window: qSlicerMainWindow | None = None
        self._layout_manager: qSlicerLayoutManager | None = None

    def _show_main_window(self, shown: bool) -> None:
        """With a main window, or as `--no-main-window` runs: layoutManager() is None."""
        if shown == (self._window is not None):
            return
        if shown:
            self._window = qSlicerMainWindow(self._manager)
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

    @Slot()
    def pauseRender(self) -> None:
        """Nothing is drawn."""

    @Slot()
    def resumeRender(self) -> None:
        """Nothing is drawn."""

    @Slot(result=QObject)
    def layoutManager(self) -> QObject | None:
        return self._layout_manager

    @Slot(result=QObject)
    def moduleManager(self) -> QObject:
        return self._manager

    @Slot(result=QObject)
    def mainWindow(self) -> QObject | None:
        return self._window

    @Slot(result=object)
    def pythonConsole(self) -> Any:
        return None

    @Slot(result=QObject)
    def settings(self) -> QObject:
        return self._settings

    @Slot(result=QObject)
    def userSettings(self) -> QObject:
        return self._settings

    @Slot(result=bool)
    def testingEnabled(self) -> bool:
        return self._testing

    @Slot(str, result=str)
    def moduleDocumentationUrl(self, name: str) -> str:
        return f"https://slicer.readthedocs.io/en/latest/user_guide/modules/{name.lower()}.html"

    temporaryPath = Property(str, lambda self: self._folder.name)
    slicerHome = Property(str, lambda self: self._folder.name)
    majorVersion = Property(int, lambda self: 5)
    minorVersion = Property(int, lambda self: 12)
    documentationBaseUrl = Property(str, lambda self: "https://slicer.readthedocs.io/en/latest/")
