"""Slicer's module objects: what a scripted module gets as `parent`, and the manager that knows them all."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import slicer
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from host.qt_values import stand_in, wrap


def _stored(kind: Any, name: str, default: Any) -> Property:
    """A writable property that is only kept."""

    def read(self: Any) -> Any:
        return self._values.get(name, default)

    return Property(kind, read, lambda self, value: self._values.__setitem__(name, value))


@stand_in
class qSlicerCoreModule(QObject):
    """A module written in C++: known by its logic."""

    def __init__(self, name: str, logic: Any) -> None:
        super().__init__()
        self._module_name = name
        self._logic = logic

    @Slot(result=object)
    def logic(self) -> Any:
        return self._logic

    @Slot(result=object)
    def widgetRepresentation(self) -> Any:
        return None

    name = Property(str, lambda self: self._module_name)
    title = Property(str, lambda self: self._module_name)


class OtherModule(qSlicerCoreModule):
    """One of Slicer's own modules of which only its logic and the nodes that it edits matter.

    edits: their class names.
    """

    def __init__(self, name: str, logic: Any, edits: tuple[str, ...]) -> None:
        super().__init__(name, logic)
        self._edits = edits
        self._edited: Any = None  # the node that it shows


@stand_in
class qSlicerScriptedLoadableModuleWidget(QWidget):
    """The widget that a scripted module's Widget gets as its parent. It loads, enters, leaves and reloads it."""

    def __init__(self, module_name: str = "") -> None:
        super().__init__()
        QVBoxLayout(self)
        self._module_name = module_name
        self._widget: Any = None
        self._entered = False

    def _instantiate(self) -> None:
        """Make the Python widget and set it up, as the application does when the module is first shown."""
        class_name = self._module_name + "Widget"
        self._widget = getattr(sys.modules[self._module_name], class_name)(wrap(self))
        setattr(slicer.modules, class_name, self._widget)
        self._widget.setup()

    @Slot(result=object)
    def self(self) -> Any:
        return self._widget

    @Slot()
    def reload(self) -> None:
        self._instantiate()

    @Slot()
    def enter(self) -> None:
        self._entered = True
        if hasattr(self._widget, "enter"):
            self._widget.enter()

    @Slot()
    def exit(self) -> None:
        self._entered = False
        if hasattr(self._widget, "exit"):
            self._widget.exit()

    isEntered = Property(bool, lambda self: self._entered)


@stand_in
class qSlicerScriptedLoadableModule(QObject):
    """The module object that MISGround(parent) fills in."""

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self._values: dict[str, Any] = {}
        self._path = path
        self._representation: qSlicerScriptedLoadableModuleWidget | None = None

    @Slot(result=QObject)
    def widgetRepresentation(self) -> QObject:
        if self._representation is None:
            self._representation = qSlicerScriptedLoadableModuleWidget(Path(self._path).stem)
            self._representation._instantiate()
        return self._representation

    @Slot(result=object)
    def logic(self) -> Any:
        return None

    path = Property(str, lambda self: self._path)
    name = Property(str, lambda self: Path(self._path).stem)
    title = _stored(str, "title", "")
    categories = _stored("QStringList", "categories", [])
    dependencies = _stored("QStringList", "dependencies", [])
    contributors = _stored("QStringList", "contributors", [])
    helpText = _stored(str, "helpText", "")
    acknowledgementText = _stored(str, "acknowledgementText", "")
    icon = _stored(QIcon, "icon", QIcon())


@stand_in
class qSlicerModuleManager(QObject):
    """All modules by name."""

    moduleAboutToBeUnloaded = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._modules: dict[str, QObject] = {}
        self._entered = ""

    @Slot(str, result=object)
    def module(self, name: str) -> Any:
        return self._modules.get(name)

    def _register(self, name: str, module: QObject) -> None:
        self._modules[name] = module
        setattr(slicer.modules, name.lower(), wrap(module))
        setattr(slicer.moduleNames, name, name)

    def _unregister(self, name: str) -> None:
        del self._modules[name]
        delattr(slicer.modules, name.lower())
        delattr(slicer.moduleNames, name)
        if self._entered == name:
            self._entered = ""

    def _open_for(self, node: Any) -> None:
        """Show the module that edits a node, with the node in it. Slicer asks its modules by the node's class."""
        for name, module in self._modules.items():
            if node.GetClassName() in getattr(module, "_edits", ()):
                self._enter(name)
                module._edited = node
                return
        raise RuntimeError(f"no module of this host edits a {node.GetClassName()}")

    def _enter(self, name: str) -> None:
        """Leave the module that is shown and show this one."""
        if name == self._entered:
            return
        before, self._entered = self._entered, name
        for module, action in ((self.module(before), "exit"), (self.module(name), "enter")):
            representation = module.widgetRepresentation() if module is not None else None
            if representation is not None:
                getattr(representation, action)()

    def _load_scripted(self, path: Path) -> Any:
        """Import the file, make its module object, and register it. Returns the Python module object."""
        name = path.stem
        if str(path.parent) not in sys.path:
            sys.path.append(str(path.parent))
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(f"cannot load {path}")
        source = importlib.util.module_from_spec(spec)
        sys.modules[name] = source
        spec.loader.exec_module(source)
        module = qSlicerScriptedLoadableModule(str(path))
        instance = getattr(source, name)(wrap(module))
        setattr(slicer.modules, name + "Instance", instance)
        self._register(name, module)
        if hasattr(instance, "setup"):
            instance.setup()
        return instance

    def _unload_all(self) -> None:
        """As the application does on its way out: every scripted widget's cleanup() runs."""
        for name, module in self._modules.items():
            if isinstance(module, qSlicerScriptedLoadableModule):
                representation = module._representation
                if representation is not None and representation._entered:
                    representation.exit()
                self.moduleAboutToBeUnloaded.emit(name)
                if representation is not None:
                    representation.deleteLater()
                    module._representation = None
