"""The stand-in for the Slicer application, for tests and for pictures of the panel."""

from __future__ import annotations

import atexit
import os
import sys
import time
import types
import unittest
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
import slicer
from PySide6 import QtCore, QtGui

from host import qt_modules
from host.faces import face_class
from host.faults import Faults
from host.qt_values import STAND_INS, unwrap, wrap
from host.scene_life import SceneLife, User
from MISGroundLib.scene.headless import Headless, boot

MODULE_FOLDER = Path(__file__).resolve().parents[2] / "MISGround"


class Host:
    """One per process: Qt, MRML and what `slicer` lacks, put up once and taken down in order."""

    def __init__(self, main_window: bool = True, mrml: Headless | None = None) -> None:
        self.faults = Faults()
        self.faults.install()
        self.mrml = mrml or boot()
        self._scene_life = SceneLife(self.mrml.scene)
        self.user = User(self.mrml)
        qt_modules.install()
        self._install_slicer_modules()
        from host import slicer_widgets  # noqa: F401
        from host.application import qSlicerApplication
        from host.module_manager import qSlicerCoreModule

        self.application = qSlicerApplication(self.mrml)
        for name, qt_class in STAND_INS.items():
            if name.startswith("q"):
                setattr(slicer, name, face_class(qt_class))
        slicer.app = wrap(self.application)
        slicer.mrmlScene = self.mrml.scene
        from host import parameter_node, scripted_loadable_module, slicer_python

        slicer_python.install(ScriptedLoadableModule=scripted_loadable_module, parameterNodeWrapper=parameter_node)
        for name, logic in self.mrml.module_logics.items():
            self.application._manager._register(name, qSlicerCoreModule(name, logic))
        self.application._show_main_window(main_window)
        self._closed = False
        atexit.register(self.shutdown)

    # What tests use.
    @property
    def popups(self) -> list[qt_modules.Popup]:
        """Messages and dialogs that a user would have seen, oldest first."""
        return qt_modules.popups.shown

    @property
    def answers(self) -> list[Any]:
        """Answers for the next dialogs, first in, first out: True/False for confirmations, a path for file dialogs."""
        return qt_modules.popups.answers

    def load_module(self, name: str, folder: Path = MODULE_FOLDER) -> Any:
        """Load folder/name.py as the application does at start-up; returns the module class's instance."""
        instance = self.application._manager._load_scripted(Path(folder) / f"{name}.py")
        self.application.startupCompleted.emit()
        return instance

    def show_module(self, name: str) -> Any:
        """Make the module's panel, if it is not there yet, and enter it; returns the Widget instance."""
        widget = slicer.util.getModuleWidget(name)
        self.application._manager._enter(name)
        return widget

    @contextmanager
    def crop_volume(self) -> Iterator[Any]:
        """With Slicer's module Crop Volume: its own logic and nodes. Yields the module; `_edited` is what it shows."""
        from host.module_manager import OtherModule

        logic = slicer.vtkSlicerCropVolumeLogic()
        logic.SetMRMLApplicationLogic(self.mrml.app_logic)
        logic.SetMRMLScene(self.mrml.scene)
        module = OtherModule("CropVolume", logic, ("vtkMRMLCropVolumeParametersNode",))
        self.application._manager._register("CropVolume", module)
        try:
            yield module
        finally:
            logic.SetMRMLScene(None)
            self.application._manager._unregister("CropVolume")

    @contextmanager
    def nn_interactive(self) -> Iterator[Any]:
        """With the extension SlicerNNInteractive (other_extensions/), not initialized. Yields its widget."""
        name, select = "SlicerNNInteractive", slicer.util.selectModule
        self.load_module(name, Path(__file__).parent / "other_extensions")
        slicer.util.selectModule = self.application._manager._enter
        try:
            yield slicer.util.getModuleWidget(name)
        finally:
            slicer.util.selectModule = select
            self.application._manager._unregister(name)
            del sys.modules[name]

    def run_self_tests(self, name: str) -> unittest.TestResult:
        """The module's own tests, in testing mode and without a main window, as ctest runs them."""
        with self.testing(), self.without_main_window():
            # As Slicer's loader: every test class in the module's namespace, imported ones too.
            suite = unittest.TestLoader().loadTestsFromName(name)
            result = unittest.TextTestResult(unittest.runner._WritelnDecorator(sys.stderr), True, 2)
            suite.run(result)
            result.printErrors()
            return result

    @staticmethod
    def screenshot(widget: Any, path: str | Path, size: tuple[int, int] | None = None) -> Path:
        """Write a picture of a widget as PNG. Raises RuntimeError where there is no font to draw text with."""
        if not QtGui.QFontDatabase.families():
            raise RuntimeError("no font is installed, so text would be blank: install fontconfig and fonts-dejavu-core")
        shown = unwrap(widget)
        if size is not None:
            shown.resize(*size)
        shown.show()
        QtCore.QCoreApplication.processEvents()
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not shown.grab().save(str(path), "PNG"):
            raise RuntimeError(f"could not write {path}")
        return path

    @contextmanager
    def testing(self) -> Iterator[None]:
        """As with --testing: slicer.app.testingEnabled() is True."""
        self.application._testing, before = True, self.application._testing
        try:
            yield
        finally:
            self.application._testing = before

    @contextmanager
    def language(self, locale: str, folder: Path = MODULE_FOLDER / "Resources" / "Translations") -> Iterator[None]:
        """As in a Slicer set to a language ("de_DE"), started with the translations of a folder."""
        app = self.application
        app._locale, before = locale, app._locale
        app.loadTranslations(str(folder))
        try:
            yield
        finally:
            app._locale = before
            while app._translators:
                app.removeTranslator(app._translators.pop())

    @contextmanager
    def without_main_window(self) -> Iterator[None]:
        """As with --no-main-window: slicer.app.layoutManager() is None."""
        before = self.application._window is not None
        self.application._show_main_window(False)
        try:
            yield
        finally:
            self.application._show_main_window(before)

    def process_events(self, seconds: float = 0.0) -> None:
        """Let Qt work, for at least `seconds`."""
        self.wait_until(lambda: False, seconds)

    def wait_until(self, condition: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Let Qt work until the condition holds or the time is up; whether it held."""
        end = time.monotonic() + seconds
        while True:
            self.application.processEvents()
            self.application.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete.value)
            if condition():
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(0.002)

    def clear(self) -> None:
        """An empty scene, no popups, no faults: as between two tests."""
        self.mrml.clear()
        qt_modules.popups.clear()
        self.faults.clear()

    def shutdown(self) -> None:
        """Take everything down in the application's order. Idempotent."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.shutdown)
        self.application.aboutToQuit.emit()
        self.application._manager._unload_all()
        self.application._show_main_window(False)
        self.process_events()
        self._scene_life.close()
        self.mrml.close()
        slicer.mrmlScene = slicer.app = None
        self.faults.remove()
        self.application.shutdown()
        shiboken6.delete(self.application)

    # How it is put up.
    def _install_slicer_modules(self) -> None:
        for name in ("modules", "moduleNames"):
            module = types.ModuleType(name)
            setattr(slicer, name, module)
            sys.modules[f"slicer.{name}"] = module


_host: Host | None = None


def start_host(main_window: bool = True, mrml: Headless | None = None) -> Host:
    """The host of this process, started at the first call, round a booted scene where one is given.

    Raises RuntimeError after its shutdown.
    """
    global _host
    if _host is None:
        _host = Host(main_window, mrml)
    if _host._closed:
        raise RuntimeError("the host was shut down; it cannot be started twice in one process")
    return _host
