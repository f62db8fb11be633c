"""CTK's widgets."""

from __future__ import annotations

from PySide6.QtCore import Property, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QToolButton, QWidget

from host.stand_ins.registry import stand_in


@stand_in
class ctkCollapsibleButton(QWidget):
    """A header that hides what is in its layout. (The real one paints its header itself; so does this one's margin.)"""

    contentsCollapsed = Signal(bool)
    toggled = Signal(bool)
    clicked = Signal(bool)

    def __init__(self, parent: QWidget | str | None = None) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self._header = QToolButton(self)
        self._header.setAutoRaise(True)
        self._header.setCheckable(True)
        self._header.setChecked(True)
        self._header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._header.toggled.connect(self._show_contents)
        self._header.clicked.connect(self.clicked)
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
        self.toggled.emit(opened)

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

    def _is_checked(self) -> bool:
        return self._header.isChecked()

    text = Property(str, _text, _set_text)
    collapsed = Property(bool, _is_collapsed, _set_collapsed)
    checked = Property(bool, _is_checked, lambda self, checked: self._header.setChecked(checked))


@stand_in
class ctkMessageBox(QMessageBox):
    """A message box that can be told not to come again."""

    dontShowAgainSettingsKey = Property(
        str, lambda self: getattr(self, "_key", ""), lambda self, key: setattr(self, "_key", key)
    )
