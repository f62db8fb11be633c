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
from PySide6 import QtCore

from host.face import interventions, modules
from host.face.convert import wrap
from host.face.core import face_class
from host.face.registries import STAND_INS
from host.faults import Faults
from host.scene_life import SceneLife, User
from host.screenshot import screenshot
from host.self_tests import run_self_tests
from MISGroundLib.scene.headless import Headless, boot

MODULE_FOLDER = Path(__file__).resolve().parents[2] / "MISGround"


class Host:
    """One per process: Qt, MRML and what `slicer` lacks, put up once and taken down in order."""

    screenshot = staticmethod(screenshot)

    def __init__(self, main_window: bool = True, mrml: Headless | None = None) -> None:
        self.faults = Faults()
        self.faults.install()
        self.mrml = mrml or boot()
        self._scene_life = SceneLife(self.mrml.scene)
        self.user = User(self.mrml)
        modules.install()
        self._install_slicer_modules()
        from host.stand_ins import ctk_widgets, mrml_widgets  # noqa: F401
        from host.stand_ins.application import qSlicerApplication
        from host.stand_ins.modules import qSlicerCoreModule

        self.application = qSlicerApplication(self.mrml)
        for name, qt_class in STAND_INS.items():
            if name.startswith("q"):
                setattr(slicer, name, face_class(qt_class))
        slicer.app = wrap(self.application)
        slicer.mrmlScene = self.mrml.scene
        self._install_slicer_python()
        for name, logic in self.mrml.module_logics.items():
            self.application._manager._register(name, qSlicerCoreModule(name, logic))
        self.application._show_main_window(main_window)
        self._closed = False
        atexit.register(self.shutdown)

    # What tests use.
    @property
    def popups(self) -> list[interventions.Popup]:
        """Messages and dialogs that a user would have seen, oldest first."""
        return interventions.popups.shown

    @property
    def answers(self) -> list[Any]:
        """Answers for the next dialogs, first in, first out: True/False for confirmations, a path for file dialogs."""
        return interventions.popups.answers

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

    def run_self_tests(self, name: str) -> unittest.TestResult:
        """The module's own tests, in testing mode and without a main window, as ctest runs them."""
        with self.testing(), self.without_main_window():
            return run_self_tests(name)

    @contextmanager
    def testing(self) -> Iterator[None]:
        """As with --testing: slicer.app.testingEnabled() is True."""
        self.application._testing, before = True, self.application._testing
        try:
            yield
        finally:
            self.application._testing = before

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
        interventions.popups.clear()
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

    def _install_slicer_python(self) -> None:
        from host import i18n, messages, parameter_node, pip_packages, sample_data, scripted_loadable_module

        for name, module in {
            "i18n": i18n,
            "packaging": pip_packages,
            "ScriptedLoadableModule": scripted_loadable_module,
            "parameterNodeWrapper": parameter_node,
        }.items():
            setattr(slicer, name, module)
            sys.modules[f"slicer.{name}"] = module
        sys.modules["SampleData"] = sample_data
        messages.install()


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
