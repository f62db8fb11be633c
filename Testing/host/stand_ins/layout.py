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
class qSlicerLayoutManager(QObject):
    """The views by name. There is no 3D view: threeDViewCount is 0."""

    def __init__(self, slice_logics: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._widgets = {name: qMRMLSliceWidget(name, logic, parent) for name, logic in slice_logics.items()}
        for widget in self._widgets.values():
            widget.hide()
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

    @Slot()
    def resetThreeDViews(self) -> None:
        """There are none."""

    @Slot(int)
    def setLayout(self, layout: int) -> None:
        self._layout = layout

    layout = Property(int, lambda self: self._layout, lambda self, value: self.setLayout(value))
    threeDViewCount = Property(int, lambda self: 0)
