"""The layout manager and its views, over the slice logics of the headless scene. Nothing is drawn."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtWidgets import QWidget

from host.stand_ins.registry import stand_in


@stand_in
class qMRMLSliceView(QWidget):
    """A slice view. It has a size and no picture."""

    def __init__(self, logic: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._logic = logic

    @Slot(result=object)
    def mrmlSliceNode(self) -> Any:
        return self._logic.GetSliceNode()

    @Slot()
    def forceRender(self) -> None:
        """Nothing to draw."""

    @Slot()
    def scheduleRender(self) -> None:
        """Nothing to draw."""


@stand_in
class qMRMLSliceWidget(QWidget):
    """A slice view with its logic."""

    def __init__(self, name: str, logic: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._view_name = name
        self._logic = logic
        self._view = qMRMLSliceView(logic, self)

    @Slot(result=object)
    def sliceLogic(self) -> Any:
        return self._logic

    @Slot(result=object)
    def mrmlSliceNode(self) -> Any:
        return self._logic.GetSliceNode()

    @Slot(result=QWidget)
    def sliceView(self) -> QWidget:
        return self._view

    @Slot()
    def fitSliceToBackground(self) -> None:
        self._logic.FitSliceToAll()

    sliceViewName = Property(str, lambda self: self._view_name)


@stand_in
class qMRMLThreeDView(QWidget):
    """A 3D view: a view node and a camera node, and no picture."""

    def __init__(self, scene: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene

    @Slot(result=object)
    def mrmlViewNode(self) -> Any:
        return _singleton(self._scene, "vtkMRMLViewNode")

    @Slot(result=object)
    def cameraNode(self) -> Any:
        return _singleton(self._scene, "vtkMRMLCameraNode")


@stand_in
class qMRMLThreeDWidget(QWidget):
    """A 3D view under its bar."""

    def __init__(self, scene: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = qMRMLThreeDView(scene, self)

    @Slot(result=QWidget)
    def threeDView(self) -> QWidget:
        return self._view

    @Slot(result=object)
    def mrmlViewNode(self) -> Any:
        return self._view.mrmlViewNode()


def _singleton(scene: Any, class_name: str) -> Any:
    """The node of the one 3D view, whose layout name is 1, as in the application; made where it is absent."""
    node = scene.GetSingletonNode("1", class_name)
    if node is None:
        node = scene.CreateNodeByClass(class_name)
        node.UnRegister(None)
        node.SetSingletonTag("1")
        node.SetLayoutName("1")
        scene.AddNode(node)
    return node


@stand_in
class qSlicerLayoutManager(QObject):
    """The views by name: three slice views and one 3D view, whose camera looks at the origin."""

    def __init__(self, scene: Any, slice_logics: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._widgets = {name: qMRMLSliceWidget(name, logic, parent) for name, logic in slice_logics.items()}
        self._three_d = qMRMLThreeDWidget(scene, parent)
        for widget in (*self._widgets.values(), self._three_d):
            widget.hide()
        self._three_d.threeDView().cameraNode()
        self._three_d.mrmlViewNode()
        self._layout = 3

    @Slot(result=object)
    def sliceViewNames(self) -> tuple[str, ...]:
        return tuple(self._widgets)

    @Slot(str, result=QWidget)
    def sliceWidget(self, name: str) -> QWidget | None:
        return self._widgets.get(name)

    @Slot()
    def resetSliceViews(self) -> None:
        for widget in self._widgets.values():
            widget.fitSliceToBackground()

    @Slot(int, result=QWidget)
    def threeDWidget(self, index: int) -> QWidget | None:
        return self._three_d if index == 0 else None

    @Slot()
    def resetThreeDViews(self) -> None:
        """Nothing to draw."""

    @Slot(int)
    def setLayout(self, layout: int) -> None:
        self._layout = layout

    layout = Property(int, lambda self: self._layout, lambda self, value: self.setLayout(value))
    threeDViewCount = Property(int, lambda self: 1)
