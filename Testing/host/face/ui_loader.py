"""QUiLoader with Slicer's widgets in it. Stricter than the real one: what it would skip with a warning raises."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from PySide6 import QtCore, QtUiTools, QtWidgets

from host.face.convert import unwrap, wrap
from host.face.methods import slot
from host.face.registries import STAND_INS
from host.face.signals import find_signal


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


class QUiLoader:
    """`load(qfile)`: the form's widget. Raises RuntimeError for an unknown class, property, signal or slot."""

    def load(self, device: Any, parent: Any = None) -> Any:
        """Build the form that is in the opened file."""
        form = ElementTree.fromstring(unwrap(device).readAll().data())
        loader = _Loader()
        known = {*loader.availableWidgets(), *STAND_INS}
        unknown = {w.get("class") for w in form.iter("widget")} - known
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
