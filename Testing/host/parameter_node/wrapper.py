"""The class decorator: attributes that read from and write to a vtkMRMLScriptedModuleNode, and the tie to a form."""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any

import qt
import slicer
import vtk

from host.parameter_node.annotations import Default
from host.parameter_node.connectors import Connector, connector_for
from host.parameter_node.serializers import Serializer, serializer_for, split

PROPERTY = "SlicerParameterName"


class Parameter:
    """One typed attribute."""

    def __init__(self, name: str, annotated: Any, default: Any) -> None:
        self.name = name
        self.annotated = annotated
        self.serializer: Serializer = serializer_for(annotated)
        self.default = default if isinstance(default, Default) else Default(self.serializer.default)

    def write(self, node: Any, value: Any) -> None:
        self.serializer.validate(value)
        with slicer.util.NodeModify(node):
            self.serializer.write(node, self.name, value)

    def read(self, node: Any) -> Any:
        if not self.serializer.is_in(node, self.name):
            self.write(node, self.default.value)
        return self.serializer.read(node, self.name)


class WrapperMethods:
    """What the decorator adds to the class."""

    allParameters: dict[str, Parameter]

    def __init__(self, parameterNode: Any) -> None:
        self.parameterNode = parameterNode
        self._connectors: dict[int, dict[str, Connector]] = {}
        self._observers: dict[int, int] = {}
        self._next_tag = 0
        self._updating_gui = False
        for parameter in self.allParameters.values():
            if not parameter.serializer.is_in(parameterNode, parameter.name):
                parameter.write(parameterNode, parameter.default.value)

    def _parameter(self, name: str) -> Parameter:
        if name not in self.allParameters:
            raise ValueError(f"Cannot find a param with the given name: {name}; known: {list(self.allParameters)}")
        return self.allParameters[name]

    def getValue(self, name: str) -> Any:
        return self._parameter(name).read(self.parameterNode)

    def setValue(self, name: str, value: Any) -> None:
        self._parameter(name).write(self.parameterNode, value)

    def default(self, name: str) -> Default:
        return self._parameter(name).default

    def dataType(self, name: str) -> Any:
        return self._parameter(name).annotated

    def connectGui(self, gui: Any) -> int:
        """Tie every widget with the dynamic property SlicerParameterName to its parameter. Returns a tag."""
        is_widget = getattr(gui, "isWidgetType", lambda: False)()
        widgets = gui.findChildren(qt.QWidget) if is_widget else vars(gui).values()
        return self.connectParametersToGui({w.property(PROPERTY): w for w in widgets if w.property(PROPERTY)})

    def connectParametersToGui(self, mapping: dict[str, Any]) -> int:
        """Tie parameters to widgets by name. Returns a tag for disconnectGui."""
        connectors = {n: connector_for(w, self.dataType(n)) for n, w in mapping.items()}
        tag, self._next_tag = self._next_tag, self._next_tag + 1
        self._connectors[tag] = connectors
        for name, connector in connectors.items():
            connector.write(self.getValue(name))
            connector.connect(self._on_widget(name, connector))
        self._observers[tag] = self.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_: self._update_gui())
        return tag

    def disconnectGui(self, guiTag: int | None) -> None:
        """Undo connectGui."""
        for connector in self._connectors.pop(guiTag, {}).values():  # type: ignore[arg-type]
            connector.disconnect()
        if guiTag in self._observers:
            self.RemoveObserver(self._observers.pop(guiTag))

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
            for connectors in list(self._connectors.values()):
                for name, connector in connectors.items():
                    connector.write(self.getValue(name))
        finally:
            self._updating_gui = False

    def StartModify(self) -> Any:
        return self.parameterNode.StartModify()

    def EndModify(self, wasModified: Any) -> Any:
        return self.parameterNode.EndModify(wasModified)

    def AddObserver(self, event: Any, callback: Any, priority: float = 0.0) -> int:
        return self.parameterNode.AddObserver(event, callback, priority)

    def RemoveObserver(self, tag: int) -> None:
        self.parameterNode.RemoveObserver(tag)

    def Modified(self) -> None:
        self.parameterNode.Modified()


def parameterNodeWrapper(classtype: type | None = None) -> Any:
    """Class decorator, with or without parentheses."""
    return _process if classtype is None else _process(classtype)


def isParameterNodeWrapper(classOrObj: Any) -> bool:
    return getattr(classOrObj, "_is_parameter_node_wrapper", False)


def _process(classtype: type) -> type:
    parameters = {}
    for name, annotated in typing.get_type_hints(classtype, include_extras=True).items():
        default = next((e for e in split(annotated)[1] if isinstance(e, Default)), None)
        if hasattr(classtype, name):
            default = Default(getattr(classtype, name))
        parameters[name] = Parameter(name, annotated, default)
        setattr(classtype, name, _property(name))
    added = {**vars(WrapperMethods), "allParameters": parameters, "_is_parameter_node_wrapper": True}
    for name, member in added.items():
        if name.startswith("__") and name != "__init__":
            continue
        if name != "__init__" and hasattr(classtype, name):
            raise ValueError(f"Cannot use reserved name '{name}' in a parameterNodeWrapper")
        setattr(classtype, name, member)
    return classtype


def _property(name: str) -> property:
    return property(lambda self: self.getValue(name), lambda self, value: self.setValue(name, value))
