"""`slicer.parameterNodeWrapper`: typed access to a vtkMRMLScriptedModuleNode, for the types that the module needs.

Checked, stored and tied to widgets as Slicer's does it; compared by the tests with the raw node. Another type, or a
widget that Slicer does not tie to a type, raises.
"""

from __future__ import annotations

import math
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import qt
import slicer
import vtk

_WIDGET_PROPERTY = "SlicerParameterName"


@dataclass
class WithinRange:
    """Annotation: from minimum to maximum, both allowed."""

    minimum: float
    maximum: float

    def validate(self, value: Any) -> None:
        if not self.minimum <= value <= self.maximum:
            raise ValueError(f"Value must be within range [{self.minimum}, {self.maximum}], is {value}")


@dataclass
class Choice:
    """Annotation: one of a list."""

    choices: list[Any]

    def validate(self, value: Any) -> None:
        if value not in self.choices:
            raise ValueError(f"Value is {value!r}, but must be one of {self.choices}")


class Parameter:
    """One typed attribute, kept as text, or as a node reference."""

    def __init__(self, name: str, annotated: Any, default: Any) -> None:
        self.name = name
        self.kind, *self.checks = (
            typing.get_args(annotated) if typing.get_origin(annotated) is typing.Annotated else (annotated,)
        )
        self.is_node = isinstance(self.kind, type) and issubclass(self.kind, slicer.vtkMRMLNode)
        if not self.is_node and self.kind not in (bool, int, float, str):
            raise TypeError(f"Unable to create serializer for type: {self.kind!r} (not supported by the host)")
        self.default = default

    def is_in(self, node: Any) -> bool:
        return bool(node.HasParameter(self.name))

    def read(self, node: Any) -> Any:
        if self.is_node:
            return node.GetNodeReference(self.name)
        text = node.GetParameter(self.name)
        return text == "True" if self.kind is bool else self.kind(text)

    def write(self, node: Any, value: Any) -> None:
        self._validate(value)
        with slicer.util.NodeModify(node):
            # Of a node reference an empty text says that it has been set, be it to None.
            node.SetParameter(self.name, "" if self.is_node else str(value))
            if self.is_node:
                node.SetNodeReferenceID(self.name, value.GetID() if value is not None else None)

    def _validate(self, value: Any) -> None:
        if value is None and self.is_node:
            return
        if value is None:
            raise ValueError("Value must not be None")
        kinds = (int, float) if self.kind is float else self.kind
        if not isinstance(value, kinds):
            raise TypeError(f"Value must be of type {kinds}, is {type(value)}: {value!r}")
        for check in self.checks:
            check.validate(value)

    def range(self) -> tuple[float, float]:
        """What a spin box for it may hold."""
        found = next((check for check in self.checks if isinstance(check, WithinRange)), None)
        if found is not None:
            return found.minimum, found.maximum
        return (-(2**31), 2**31 - 1) if self.kind is int else (-math.inf, math.inf)

    def choices(self) -> list[Any]:
        """What a combo box for it offers. Raises RuntimeError where it has no Choice annotation."""
        found = next((check for check in self.checks if isinstance(check, Choice)), None)
        if found is None:
            raise RuntimeError("a combo box for a value other than an enum needs the Choice annotation")
        return list(found.choices)


class Connector:
    """The tie between a widget and a parameter. Raises RuntimeError for a pair that Slicer does not tie."""

    def __init__(self, widget: Any, parameter: Parameter) -> None:
        self._widget, kind, shape = widget, parameter.kind, type(widget)
        self._choices: list[Any] = []
        self._callback: Callable[[], None] | None = None
        if shape is qt.QCheckBox and kind is bool:
            self._signal = widget.stateChanged
        elif shape is (qt.QSpinBox if kind is int else qt.QDoubleSpinBox) and kind in (int, float):
            widget.minimum, widget.maximum = parameter.range()
            self._signal = widget.valueChanged
        elif shape is qt.QComboBox and kind in (int, float, str, bool):
            # The items are the choices, in their order, whatever the form holds.
            self._choices = parameter.choices()
            widget.clear()
            for choice in self._choices:
                widget.addItem(str(choice))
            self._signal = widget.currentIndexChanged
        elif shape is slicer.qMRMLNodeComboBox and parameter.is_node:
            widget.nodeTypes = [kind().GetClassName()]
            self._signal = widget.currentNodeChanged
        else:
            raise RuntimeError(f"Unable to create GUI connector from datatype '{kind}' to widget type '{shape}'")

    def connect(self, callback: Callable[[], None]) -> None:
        self._callback = callback
        self._signal.connect(callback)

    def disconnect(self) -> None:
        self._signal.disconnect(self._callback)

    def read(self) -> Any:
        if self._choices:
            return self._choices[self._widget.currentIndex]
        if type(self._widget) is slicer.qMRMLNodeComboBox:
            return self._widget.currentNode()
        return self._widget.checked if type(self._widget) is qt.QCheckBox else self._widget.value

    def write(self, value: Any) -> None:
        if self._choices:
            self._widget.currentIndex = self._choices.index(value)
        elif type(self._widget) is slicer.qMRMLNodeComboBox:
            self._widget.setCurrentNode(value)
        elif type(self._widget) is qt.QCheckBox:
            self._widget.checked = value
        else:
            self._widget.value = value


class WrapperMethods:
    """What the decorator adds to the class."""

    allParameters: dict[str, Parameter]

    def __init__(self, parameterNode: Any) -> None:
        self.parameterNode = parameterNode
        self._ties: dict[int, tuple[dict[str, Connector], int]] = {}
        self._next_tag = 0
        self._updating_gui = False
        for parameter in self.allParameters.values():
            if not parameter.is_in(parameterNode):
                parameter.write(parameterNode, parameter.default)

    def getValue(self, name: str) -> Any:
        parameter = self.allParameters[name]
        if not parameter.is_in(self.parameterNode):
            parameter.write(self.parameterNode, parameter.default)
        return parameter.read(self.parameterNode)

    def setValue(self, name: str, value: Any) -> None:
        self.allParameters[name].write(self.parameterNode, value)

    def connectGui(self, gui: Any) -> int:
        """Tie every widget with the dynamic property SlicerParameterName to its parameter. Returns a tag."""
        named = {w.property(_WIDGET_PROPERTY): w for w in gui.findChildren(qt.QWidget) if w.property(_WIDGET_PROPERTY)}
        connectors = {name: Connector(widget, self.allParameters[name]) for name, widget in named.items()}
        for name, connector in connectors.items():
            connector.write(self.getValue(name))
            connector.connect(self._on_widget(name, connector))
        tag, self._next_tag = self._next_tag, self._next_tag + 1
        observer = self.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_: self._update_gui())
        self._ties[tag] = connectors, observer
        return tag

    def disconnectGui(self, guiTag: int) -> None:
        """Undo connectGui."""
        connectors, observer = self._ties.pop(guiTag)
        self.RemoveObserver(observer)
        for connector in connectors.values():
            connector.disconnect()

    def _on_widget(self, name: str, connector: Connector) -> Callable[[], None]:
        def changed() -> None:
            if not self._updating_gui:
                self.setValue(name, connector.read())

        return changed

    def _update_gui(self) -> None:
        if self._updating_gui:
            return
        self._updating_gui = True
        try:
            for connectors, _ in list(self._ties.values()):
                for name, connector in connectors.items():
                    connector.write(self.getValue(name))
        finally:
            self._updating_gui = False

    def AddObserver(self, event: Any, callback: Any, priority: float = 0.0) -> int:
        return self.parameterNode.AddObserver(event, callback, priority)

    def RemoveObserver(self, tag: int) -> None:
        self.parameterNode.RemoveObserver(tag)


def parameterNodeWrapper(classtype: type) -> type:
    """Class decorator."""
    empty = {bool: False, int: 0, float: 0.0, str: ""}
    parameters = {}
    for name, annotated in typing.get_type_hints(classtype, include_extras=True).items():
        kind = typing.get_args(annotated)[0] if typing.get_origin(annotated) is typing.Annotated else annotated
        parameters[name] = Parameter(name, annotated, getattr(classtype, name, empty.get(kind)))
        setattr(classtype, name, _property(name))
    for name, member in {**vars(WrapperMethods), "allParameters": parameters}.items():
        if name.startswith("__") and name != "__init__":
            continue
        if name != "__init__" and hasattr(classtype, name):
            raise ValueError(f"Cannot use reserved name '{name}' in a parameterNodeWrapper")
        setattr(classtype, name, member)
    return classtype


def _property(name: str) -> property:
    return property(lambda self: self.getValue(name), lambda self, value: self.setValue(name, value))
