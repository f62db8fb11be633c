"""Ties between one widget and one parameter: the pairs of widget and type that Slicer's wrapper supports, no others."""

from __future__ import annotations

import enum
import math
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import qt
import slicer

from host.parameter_node.annotations import Choice, Maximum, Minimum, WithinRange
from host.parameter_node.serializers import split


@dataclass
class Decimals:
    """Annotation for a spin box's number of decimals."""

    value: int


@dataclass
class SingleStep:
    """Annotation for a spin box's step."""

    value: float


class Connector:
    """Reads from and writes to a widget through one property; hears of changes through one signal."""

    attribute = ""
    signal = ""

    def __init__(self, widget: Any) -> None:
        self.widget = widget
        self._callback: Callable[[], None] | None = None

    def connect(self, callback: Callable[[], None]) -> None:
        self._callback = callback
        if self.signal:
            getattr(self.widget, self.signal).connect(callback)

    def disconnect(self) -> None:
        if self.signal and self._callback is not None:
            getattr(self.widget, self.signal).disconnect(self._callback)

    def read(self) -> Any:
        return getattr(self.widget, self.attribute)

    def write(self, value: Any) -> None:
        setattr(self.widget, self.attribute, value)


class CheckBoxConnector(Connector):
    attribute, signal = "checked", "stateChanged"


class CheckableButtonConnector(Connector):
    attribute, signal = "checked", "toggled"

    def __init__(self, widget: Any) -> None:
        super().__init__(widget)
        widget.checkable = True


class LineEditConnector(Connector):
    attribute, signal = "text", "textChanged"

    def write(self, value: str) -> None:
        if value != self.widget.text:
            self.widget.text = value


class LabelConnector(Connector):
    attribute = "text"


class TextEditConnector(Connector):
    """A QTextEdit. As in Slicer, writing moves the cursor to the start, even when nothing changes."""

    signal = "textChanged"

    def read(self) -> str:
        return self.widget.toPlainText()

    def write(self, value: str) -> None:
        self.widget.setPlainText(value)


class SpinBoxConnector(Connector):
    attribute, signal = "value", "valueChanged"

    def __init__(self, widget: Any, kind: Any, extras: list[Any]) -> None:
        super().__init__(widget)
        self._kind = kind
        for extra in extras:
            if isinstance(extra, Decimals):
                widget.decimals = extra.value
            if isinstance(extra, SingleStep):
                widget.singleStep = extra.value
        low, high = (-(2**31), 2**31 - 1) if kind is int else (-math.inf, math.inf)
        for extra in extras:
            if isinstance(extra, WithinRange):
                low, high = extra.minimum, extra.maximum
            if isinstance(extra, Minimum):
                low = extra.minimum
            if isinstance(extra, Maximum):
                high = extra.maximum
        widget.minimum, widget.maximum = low, high

    def read(self) -> Any:
        return self._kind(self.widget.value)


class ComboBoxConnector(Connector):
    """The items are the choices, in their order, whatever the form holds."""

    signal = "currentIndexChanged"

    def __init__(self, widget: Any, choices: list[tuple[str, Any]]) -> None:
        super().__init__(widget)
        self._choices = [value for _, value in choices]
        widget.clear()
        for label, _ in choices:
            widget.addItem(label)

    def read(self) -> Any:
        return self._choices[self.widget.currentIndex]

    def write(self, value: Any) -> None:
        if value not in self._choices:
            raise ValueError(f"Unable to find value {value} in choices {self._choices}")
        self.widget.currentIndex = self._choices.index(value)


class NodeConnector(Connector):
    signal = "currentNodeChanged"

    def __init__(self, widget: Any, kinds: list[type]) -> None:
        super().__init__(widget)
        widget.nodeTypes = [kind().GetClassName() for kind in kinds]

    def read(self) -> Any:
        return self.widget.currentNode()

    def write(self, value: Any) -> None:
        self.widget.setCurrentNode(value)


def connector_for(widget: Any, annotated: Any) -> Connector:
    """The connector for this pair. Raises RuntimeError for a pair that Slicer does not support."""
    kind, extras = split(annotated)
    shape = type(widget)
    if shape is qt.QCheckBox and kind is bool:
        return CheckBoxConnector(widget)
    if shape is qt.QPushButton and kind is bool:
        return CheckableButtonConnector(widget)
    if (shape is qt.QSpinBox and kind is int) or (shape is qt.QDoubleSpinBox and kind in (int, float)):
        return SpinBoxConnector(widget, kind, extras)
    if shape is qt.QComboBox and isinstance(kind, type) and issubclass(kind, enum.Enum):
        # An enum's static label() gives the text; else its name.
        label = getattr(kind, "label", lambda member: member.name)
        return ComboBoxConnector(widget, [(label(m), m) for m in kind])
    if shape is qt.QComboBox and kind in (int, float, str, bool):
        choice = next((e for e in extras if isinstance(e, Choice)), None)
        if choice is None:
            raise RuntimeError("a combo box for a value other than an enum needs the Choice annotation")
        return ComboBoxConnector(widget, [(str(c), c) for c in choice.choices])
    if kind is str and shape in (qt.QLineEdit, qt.QTextEdit, qt.QLabel):
        texts = {qt.QLineEdit: LineEditConnector, qt.QTextEdit: TextEditConnector, qt.QLabel: LabelConnector}
        return texts[shape](widget)
    kinds = _node_kinds(kind)
    if shape is slicer.qMRMLNodeComboBox and kinds:
        return NodeConnector(widget, kinds)
    raise RuntimeError(f"Unable to create GUI connector from datatype '{annotated}' to widget type '{shape}'")


def _node_kinds(kind: Any) -> list[type]:
    union = typing.get_origin(kind) in (typing.Union, types.UnionType)
    kinds = [split(k)[0] for k in typing.get_args(kind)] if union else [kind]
    kinds = [k for k in kinds if k is not type(None)]
    return kinds if all(isinstance(k, type) and issubclass(k, slicer.vtkMRMLNode) for k in kinds) else []
