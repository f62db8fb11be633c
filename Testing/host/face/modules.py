"""The modules `qt` and `ctk`: every public class of QtCore, QtGui and QtWidgets, and the stand-ins for CTK's."""

from __future__ import annotations

import sys
import types
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from host.face import interventions
from host.face.core import face_class
from host.face.registries import STAND_INS
from host.face.ui_loader import QUiLoader

_LIBRARIES = (QtCore, QtGui, QtWidgets)
# In PySide6 only; PythonQt has no such thing.
_PYSIDE_ONLY = {"Property", "Signal", "SignalInstance", "Slot", "ClassInfo", "MetaFunction", "QEnum", "QFlag"}


class _QtModule(types.ModuleType):
    QUiLoader = QUiLoader

    def __getattr__(self, name: str) -> Any:
        for library in _LIBRARIES:
            found = getattr(library, name, None)
            if isinstance(found, type) and name not in _PYSIDE_ONLY and not name.startswith("_"):
                return face_class(found)
        raise AttributeError(f"module 'qt' has no attribute '{name}'")


class _CtkModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("ctk") and name in STAND_INS:
            return face_class(STAND_INS[name])
        raise AttributeError(f"module 'ctk' has no attribute '{name}'; the host brings only {sorted(STAND_INS)}")


def install() -> None:
    """Make `import qt` and `import ctk` work."""
    sys.modules["qt"] = _QtModule("qt")
    sys.modules["ctk"] = _CtkModule("ctk")
    interventions.install()
