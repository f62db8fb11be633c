"""The modules `qt` and `ctk`: Qt's public classes, the form loader, and dialogs that are recorded and not shown."""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from PySide6 import QtCore, QtGui, QtUiTools, QtWidgets

from host.faces import face_class
from host.qt_members import slot
from host.qt_signals import find_signal, make_handler
from host.qt_values import INTERVENTIONS, STAND_INS, EnumValue, unwrap, wrap

# In PySide6 only; PythonQt has no such thing that module code would use.
_PYSIDE_ONLY = {"Property", "Signal", "SignalInstance", "Slot", "ClassInfo", "MetaFunction", "QEnum", "QFlag"}


class _QtModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        for library in (QtCore, QtGui, QtWidgets):
            found = getattr(library, name, None)
            if isinstance(found, type) and name not in _PYSIDE_ONLY and not name.startswith("_"):
                return face_class(found)
        raise AttributeError(f"module 'qt' has no attribute '{name}'")


class _CtkModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("ctk") and name in STAND_INS:
            return face_class(STAND_INS[name])
        raise AttributeError(f"module 'ctk' has no attribute '{name}'")


def install() -> None:
    """Make `import qt` and `import ctk` work, and keep dialogs from waiting for a person."""
    sys.modules["qt"], sys.modules["ctk"] = _QtModule("qt"), _CtkModule("ctk")
    sys.modules["qt"].QUiLoader = FormLoader  # type: ignore[attr-defined]
    INTERVENTIONS[("QDialog", "exec")] = _execute
    INTERVENTIONS[("QFileDialog", "getExistingDirectory")] = _choose_folder
    INTERVENTIONS[("QFileDialog", "getSaveFileName")] = _choose_folder
    INTERVENTIONS[("QTimer", "singleShot")] = _single_shot


# Dialogs


@dataclass(frozen=True)
class Popup:
    """A message or dialog that a user would have seen. `kind`: error, warning, info, question, folder, dialog."""

    kind: str
    text: str
    details: str = ""


@dataclass
class Popups:
    """Everything shown so far, and the answers a test has prepared for what comes next (first in, first out)."""

    shown: list[Popup] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def record(self, kind: str, text: str, details: str = "", default: Any = None) -> Any:
        """Note it; return the prepared answer, or `default`."""
        self.shown.append(Popup(kind, text, details))
        return self.answers.pop(0) if self.answers else default

    def clear(self) -> None:
        """Forget all."""
        self.shown.clear()
        self.answers.clear()


popups = Popups()


def _execute(face: Any, *_: Any) -> Any:
    """True confirms a message box; without an answer it is refused, as when it is closed."""
    dialog = face._qt
    if not isinstance(dialog, QtWidgets.QMessageBox):
        return popups.record("dialog", dialog.windowTitle(), default=0)
    kind = {"Information": "info", "Warning": "warning", "Critical": "error"}.get(dialog.icon().name, "question")
    confirmed = popups.record(kind, dialog.text(), dialog.detailedText(), default=False)
    names = ("Ok", "Yes", "Retry") if confirmed else ("Cancel", "No", "Close", "Ok")
    buttons = [dialog.StandardButton[name] for name in names]
    return EnumValue(next(b for b in buttons if b in dialog.standardButtons()))


def _choose_folder(_cls: Any, _parent: Any = None, title: str = "", *_: Any) -> str:
    return popups.record("folder", title, default="")  # "" is cancelled


def _single_shot(_owner: Any, milliseconds: int, receiver: Any) -> None:
    if not callable(receiver):
        raise ValueError(f"Called singleShot with wrong arguments: {receiver!r} cannot be called")
    QtCore.QTimer.singleShot(milliseconds, make_handler(receiver))


# Forms


class _Loader(QtUiTools.QUiLoader):
    def createWidget(
        self, class_name: str, parent: QtWidgets.QWidget | None = None, name: str = ""
    ) -> QtWidgets.QWidget:
        made = STAND_INS.get(class_name)
        if made is None:
            return super().createWidget(class_name, parent, name)
        widget = made(parent)
        widget.setObjectName(name)
        return widget


class FormLoader:
    """`qt.QUiLoader` with Slicer's widgets in it. Stricter than the real one, which skips with a warning."""

    def load(self, device: Any, parent: Any = None) -> Any:
        """The widget of the form in the opened file.

        Raises RuntimeError for an unknown class, property, signal or slot.
        """
        form = ElementTree.fromstring(unwrap(device).readAll().data())
        loader = _Loader()
        unknown = {w.get("class") for w in form.iter("widget")} - {*loader.availableWidgets(), *STAND_INS}
        if unknown:
            raise RuntimeError(f"the form uses widget classes that are not known here: {sorted(map(str, unknown))}")
        connections = list(form.iter("connection"))
        for holder in form.findall("connections"):
            form.remove(holder)
        data = QtCore.QBuffer()
        data.setData(ElementTree.tostring(form))
        data.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
        widget = loader.load(data, unwrap(parent))
        if widget is None:
            raise RuntimeError(f"could not load the form: {loader.errorString()}")
        _check_properties(form, widget)
        for connection in connections:
            _connect(widget, {e.tag: e.text or "" for e in connection})
        return wrap(widget)


def _named(root: QtWidgets.QWidget, name: str) -> QtCore.QObject:
    found = root if root.objectName() == name else root.findChild(QtCore.QObject, name)
    if found is None:
        raise RuntimeError(f"the form connects '{name}', which is not in it")
    return found


def _connect(root: QtWidgets.QWidget, connection: dict[str, str]) -> None:
    sender = _named(root, connection["sender"])
    receiver = wrap(_named(root, connection["receiver"]))
    try:
        find_signal(sender, connection["signal"]).connect(slot(receiver, connection["slot"]))
    except ValueError as error:
        raise RuntimeError(f"the form has a wrong connection: {error}") from error


def _check_properties(form: ElementTree.Element, root: QtWidgets.QWidget) -> None:
    for element in form.iter("widget"):
        widget = _named(root, element.get("name", ""))
        for prop in element.findall("property"):
            name = prop.get("name", "")
            declared = widget.metaObject().indexOfProperty(name) >= 0
            if not declared and prop.get("stdset") != "0":
                raise RuntimeError(f"the form sets '{name}', which {widget.metaObject().className()} does not have")
