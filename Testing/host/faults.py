"""Collects what the application would only print: exceptions in slots and observers, VTK errors, Qt warnings."""

from __future__ import annotations

import ctypes
import sys
import threading
import traceback
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import vtk
from PySide6 import QtCore

if sys.version_info < (3, 12):
    # Python 3.11 counts references to None, True and False; PySide6 6.12 drops one too many wherever it hands one out,
    # so that the interpreter would abort after some thousand calls. Python 3.12 made the constants immortal.
    for constant in (None, True, False, NotImplemented, Ellipsis):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


@dataclass
class Faults:
    """`exceptions` fail the running test; `vtk_errors` and `qt_messages` are there to be asserted on."""

    exceptions: list[str] = field(default_factory=list)
    vtk_errors: list[str] = field(default_factory=list)
    qt_messages: list[str] = field(default_factory=list)

    def install(self) -> None:
        """Hook in where Python, VTK and Qt report what nobody catches. Exceptions are still printed."""
        self._previous = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = lambda a: self._on_exception(a.exc_type, a.exc_value, a.exc_traceback)
        sys.unraisablehook = lambda a: self._on_exception(a.exc_type, a.exc_value, a.exc_traceback)
        self._output_window = vtk.vtkOutputWindow.GetInstance()
        self._tag = self._output_window.AddObserver("ErrorEvent", self._on_vtk_error)
        QtCore.qInstallMessageHandler(self._on_qt_message)

    def remove(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._previous
        self._output_window.RemoveObserver(self._tag)
        QtCore.qInstallMessageHandler(None)

    def clear(self) -> None:
        """Forget everything collected so far."""
        self.exceptions.clear()
        self.vtk_errors.clear()
        self.qt_messages.clear()

    def _on_exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        self.exceptions.append(text)
        print(text, file=sys.stderr, end="")

    @vtk.calldata_type(vtk.VTK_STRING)
    def _on_vtk_error(self, _caller: Any, _event: str, text: str) -> None:
        self.vtk_errors.append(text.strip())

    def _on_qt_message(self, _kind: Any, _context: Any, text: str) -> None:
        self.qt_messages.append(text)
        # The offscreen platform has no window manager and says so for every window.
        if "This plugin does not support" not in text:
            print(f"Qt: {text}", file=sys.stderr)
