"""The module's panel in the hands of a test: types, presses keys, clicks, waits, and reads what is shown."""

import time

import slicer
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


class PanelDriver:
    """One MISGroundWidget in a shown window."""

    def __init__(self, widget):
        self.widget = widget

    @property
    def ui(self):
        return self.widget.panel.ui

    @property
    def parameters(self):
        return self.widget.panel.parameters

    @property
    def status(self):
        return self.ui.statusLabel.text

    @property
    def rows(self):
        table = self.ui.resultsTable
        return [tuple(table.item(r, c).text() for c in range(3)) for r in range(table.rowCount)]

    @property
    def is_running(self):
        return self.widget.panel.is_running

    def type(self, text):
        """Key by key, a line break for each new line."""
        self.ui.queriesEdit.setFocus()
        for index, line in enumerate(text.split("\n")):
            if index:
                QTest.keyClick(self._qt("queriesEdit"), Qt.Key.Key_Return)
            QTest.keyClicks(self._qt("queriesEdit"), line)

    def press_ctrl_enter(self):
        self.ui.queriesEdit.setFocus()
        QTest.keyClick(self._qt("queriesEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def press_escape(self):
        QTest.keyClick(self._qt("queriesEdit"), Qt.Key.Key_Escape)

    def click(self, name):
        QTest.mouseClick(self._qt(name), Qt.MouseButton.LeftButton)

    def export(self, name="answer"):
        """Choose an entry of the Export button's menu, by its name."""
        menu = self._qt("exportButton").menu()
        next(action for action in menu.actions() if action.objectName() == name).trigger()

    def click_row(self, row):
        table = self._qt("resultsTable")
        place = table.visualItemRect(table.item(row, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place))

    def key(self, name, key, modifier=Qt.KeyboardModifier.NoModifier):
        """Press a key in a widget, by its name in the form; in whatever has the focus for None."""
        if name is not None:
            getattr(self.ui, name).setFocus()
        QTest.keyClick(self.focus, key, modifier)

    @property
    def focus(self):
        """The widget that gets the keys."""
        return QApplication.focusWidget()

    def tab_to(self, name, most=40):
        """Press Tab until a widget of the form has the focus."""
        wanted = self._qt(name)
        for _ in range(most):
            if self.focus is wanted:
                return
            QTest.keyClick(self.focus, Qt.Key.Key_Tab)
        raise AssertionError(f"{name} cannot be reached by Tab")

    def wait(self, condition, seconds=10.0):
        """Let the application run until a condition holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"waited {seconds} s in vain; the panel says: {self.status}"
            slicer.app.processEvents()
            time.sleep(0.005)

    def ask(self, text, seconds=10.0):
        """Type, press Ctrl+Enter, wait for the end."""
        self.ui.queriesEdit.setPlainText("")
        self.type(text)
        self.press_ctrl_enter()
        self.wait(lambda: not self.is_running, seconds)

    def _qt(self, name):
        return getattr(self.ui, name)._qt


def boxes():
    return slicer.util.getNodesByClass("vtkMRMLMarkupsROINode")
