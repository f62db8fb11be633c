"""Slicer's and CTK's widgets that the module's form uses."""

from __future__ import annotations

from typing import Any

import slicer
import vtk
from PySide6.QtCore import Property, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QMessageBox, QToolButton, QVBoxLayout, QWidget

from host.qt_values import VTK_SIGNALS, stand_in


@stand_in
class qMRMLWidget(QWidget):
    """Hands the scene to the widgets in it, through mrmlSceneChanged."""

    mrmlSceneChanged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Any = None

    @Slot(result=object)
    def mrmlScene(self) -> Any:
        return self._scene

    @Slot(object)
    def setMRMLScene(self, scene: Any) -> None:
        if scene is not self._scene:
            self._scene = scene
            self.mrmlSceneChanged.emit(scene)


@stand_in
class qMRMLNodeComboBox(QWidget):
    """A list of the scene's nodes of some types. As in Slicer its setters other than slots are properties only."""

    currentNodeChanged = Signal((object,), (bool,))
    nodeAdded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._combo = QComboBox(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._combo)
        self._combo.currentIndexChanged.connect(self._on_index)
        self._scene: Any = None
        self._observed: list[tuple[Any, int]] = []
        self._types: list[str] = []
        self._ids: list[str] = []
        self._current_id = ""
        self._flags = {"noneEnabled": False, "addEnabled": True, "removeEnabled": True, "showChildNodeTypes": True}
        self.destroyed.connect(_Unobserver(self._observed))

    # Slots and invokable functions of the real widget.
    @Slot(result=object)
    def mrmlScene(self) -> Any:
        return self._scene

    @Slot(object)
    def setMRMLScene(self, scene: Any) -> None:
        _unobserve(self._observed)
        self._scene = scene
        if scene is not None:
            for event in (scene.NodeRemovedEvent, scene.EndCloseEvent, scene.EndImportEvent):
                self._observed.append((scene, scene.AddObserver(event, self._on_scene_changed)))
            self._observed.append((scene, scene.AddObserver(scene.NodeAddedEvent, self._on_node_added)))
        self._refresh(pick=True)

    @Slot(result=object)
    def currentNode(self) -> Any:
        return self._scene.GetNodeByID(self._current_id) if self._scene and self._current_id else None

    @Slot(object)
    def setCurrentNode(self, node: Any) -> None:
        if node is not None and not isinstance(node, str | slicer.vtkMRMLNode):
            raise TypeError(f"setCurrentNode takes a node, an identifier or None, not {node!r}")
        self._select((node if isinstance(node, str) else node.GetID()) if node else "")

    @Slot(str)
    def setCurrentNodeID(self, identifier: str) -> None:
        self._select(identifier)

    @Slot(result=int)
    def nodeCount(self) -> int:
        return len([i for i in self._ids if i])

    # Inner workings.
    def _nodes(self) -> list[Any]:
        found = []
        for kind in self._types if self._scene else []:
            collection = self._scene.GetNodesByClass(kind)
            collection.UnRegister(None)
            for node in (collection.GetItemAsObject(i) for i in range(collection.GetNumberOfItems())):
                child = node.GetClassName() != kind and not self._flags["showChildNodeTypes"]
                if not node.GetHideFromEditors() and not child and node not in found:
                    found.append(node)
        return found

    def _on_scene_changed(self, scene: Any, event: str) -> None:
        if not scene.IsBatchProcessing():
            self._refresh()

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _on_node_added(self, scene: Any, _event: str, node: Any) -> None:
        if scene.IsBatchProcessing():
            return
        self._refresh()
        if node in self._nodes():
            self.nodeAdded.emit(node)

    def _refresh(self, pick: bool = False) -> None:
        """Fill the list anew. As the real widget, pick a node by itself with a new scene only, never a later one."""
        nodes = self._nodes()
        none = [("", "None")] if self._flags["noneEnabled"] else []
        rows = none + [(n.GetID(), n.GetName()) for n in nodes]
        wanted = self._current_id
        self._combo.blockSignals(True)
        self._combo.clear()
        self._combo.addItems([name for _, name in rows])
        self._ids = [identifier for identifier, _ in rows]
        self._combo.setCurrentIndex(-1)
        self._combo.blockSignals(False)
        if wanted not in self._ids:
            wanted = self._ids[0] if self._ids and pick else ""
        self._select(wanted)

    def _select(self, identifier: str) -> None:
        if identifier not in self._ids:
            identifier = ""
        self._combo.blockSignals(True)
        self._combo.setCurrentIndex(self._ids.index(identifier) if identifier in self._ids else -1)
        self._combo.blockSignals(False)
        if identifier != self._current_id:
            self._current_id = identifier
            node = self.currentNode()
            self.currentNodeChanged[object].emit(node)
            self.currentNodeChanged[bool].emit(node is not None)

    def _on_index(self, index: int) -> None:
        self._select(self._ids[index] if index >= 0 else "")

    def _set_types(self, types: list[str]) -> None:
        self._types = list(types)
        self._refresh()

    def _set_flag(self, name: str, value: bool) -> None:
        self._flags[name] = value
        self._refresh()

    nodeTypes = Property("QStringList", lambda self: self._types, _set_types)
    currentNodeID = Property(str, lambda self: self._current_id, lambda self, i: self._select(i))
    noneEnabled = Property(bool, lambda s: s._flags["noneEnabled"], lambda s, v: s._set_flag("noneEnabled", v))
    addEnabled = Property(bool, lambda s: s._flags["addEnabled"], lambda s, v: s._set_flag("addEnabled", v))
    removeEnabled = Property(bool, lambda s: s._flags["removeEnabled"], lambda s, v: s._set_flag("removeEnabled", v))
    showChildNodeTypes = Property(
        bool, lambda s: s._flags["showChildNodeTypes"], lambda s, v: s._set_flag("showChildNodeTypes", v)
    )


class _Unobserver:
    """Called when the widget is destroyed; holds no reference to it."""

    def __init__(self, observed: list[tuple[Any, int]]) -> None:
        self._observed = observed

    def __call__(self, *_: Any) -> None:
        _unobserve(self._observed)


def _unobserve(observed: list[tuple[Any, int]]) -> None:
    for scene, tag in observed:
        scene.RemoveObserver(tag)
    observed.clear()


VTK_SIGNALS.update(
    {
        "qMRMLWidget::mrmlSceneChanged(vtkMRMLScene*)": "mrmlSceneChanged(PyObject)",
        "qMRMLNodeComboBox::currentNodeChanged(vtkMRMLNode*)": "currentNodeChanged(PyObject)",
        "qMRMLNodeComboBox::nodeAdded(vtkMRMLNode*)": "nodeAdded(PyObject)",
    }
)


@stand_in
class ctkCollapsibleButton(QWidget):
    """A header that hides what is in its layout. (The real one paints its header itself.)"""

    contentsCollapsed = Signal(bool)

    def __init__(self, parent: QWidget | str | None = None) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self._header = QToolButton(self)
        self._header.setAutoRaise(True)
        self._header.setCheckable(True)
        self._header.setChecked(True)
        self._header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._header.toggled.connect(self._show_contents)
        self._header.setText(parent if isinstance(parent, str) else "")
        self.setContentsMargins(0, self._header.sizeHint().height(), 0, 0)
        self._show_arrow()

    def _show_arrow(self) -> None:
        opened = self._header.isChecked()
        self._header.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self._header.adjustSize()

    def _contents(self) -> list[QWidget]:
        children = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [c for c in children if c is not self._header]

    def _show_contents(self, opened: bool) -> None:
        for child in self._contents():
            child.setVisible(opened)
        self._show_arrow()
        # Folded, the layout's margins would still take room.
        self.setMaximumHeight(16777215 if opened else self._header.sizeHint().height())
        self.contentsCollapsed.emit(not opened)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        for child in self._contents():
            child.setVisible(self._header.isChecked())

    def _text(self) -> str:
        return self._header.text()

    def _set_text(self, text: str) -> None:
        self._header.setText(text)
        self._header.adjustSize()

    def _is_collapsed(self) -> bool:
        return not self._header.isChecked()

    def _set_collapsed(self, collapsed: bool) -> None:
        self._header.setChecked(not collapsed)

    text = Property(str, _text, _set_text)
    collapsed = Property(bool, _is_collapsed, _set_collapsed)


@stand_in
class ctkMessageBox(QMessageBox):
    """What slicer.util shows its messages in."""
