"""The pictures of docs/tutorial.md: drawn in the test run, each with what it shows written into it.

A picture that no longer shows the present panel is told by its texts and states, not by its pixels: fonts and styles
differ between machines. `MISGROUND_DRAW_TUTORIAL=1 python -m pytest Testing/Python/panel/test_panel_tutorial.py` draws
the committed pictures anew.
"""

import os
import re
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QTableWidget,
    QTextEdit,
    QWidget,
)

ALBUM = Path(__file__).resolve().parents[3] / "docs" / "images" / "tutorial"
DRAW_ANEW = "MISGROUND_DRAW_TUTORIAL"
SHOWS = "MISGround shows"
# Times, places and sizes differ between runs and machines, and so do the words for how long a search takes.
_ONLY_TIME = "costLabel"
_LEFT = re.compile(r", (a second|\d+ (s|min|h)) left")
_NUMBER = re.compile(r"-?\d+(?:[.,:]\d+)*")


def shown(window):
    """What a reader sees of a window: a line for each widget, with its texts and its state; numbers are left out."""
    widgets = [window, *window.findChildren(QWidget)]
    lines = [line for widget in widgets if widget.isVisible() and (line := _line(widget))]
    return "\n".join(_NUMBER.sub("#", _LEFT.sub("", line)) for line in lines)


def _line(widget):
    texts = _texts(widget)
    if texts is None or widget.objectName() == _ONLY_TIME or widget.objectName().startswith("qt_"):
        return ""
    states = ["off"] * (not widget.isEnabled())
    states += ["pressed"] * (isinstance(widget, QAbstractButton) and widget.isChecked())
    return " | ".join([widget.objectName(), *states, *texts]).replace("\n", " / ")


def _texts(widget):
    if isinstance(widget, QMenu):
        return [action.text() for action in widget.actions()]
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QLineEdit):
        return [widget.text() or widget.placeholderText()]
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return [widget.toPlainText() or widget.placeholderText()]
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QListWidget):
        return [widget.item(row).text() for row in range(widget.count())]
    if isinstance(widget, QTableWidget):
        heads = [widget.horizontalHeaderItem(column).text() for column in range(widget.columnCount())]
        cells = [(row, column) for row in range(widget.rowCount()) for column in range(widget.columnCount())]
        chosen = [f"row {row}" for row in sorted({index.row() for index in widget.selectedIndexes()})]
        return heads + [item.text() for cell in cells if (item := widget.item(*cell))] + chosen
    return [] if isinstance(widget, QProgressBar) else None


def says(path):
    """What a picture says that it shows; nothing where there is no such picture."""
    if not path.is_file():
        return ""
    with Image.open(path) as picture:
        return str(picture.info.get(SHOWS, ""))


class Album:
    """Takes the pictures of a walk and holds the committed ones against them."""

    def __init__(self, host, folder):
        """folder: where this run's pictures go; with DRAW_ANEW set, the committed ones are replaced by them."""
        self._host, self._folder, self._draws_anew = host, folder, bool(os.environ.get(DRAW_ANEW))
        self.aged = {}

    def take(self, name, window, size):
        """Draw a window; remember where the committed picture shows something else."""
        folder = ALBUM if self._draws_anew else self._folder
        path = self._host.screenshot(window, folder / f"{name}.png", size)
        note, present = PngInfo(), shown(window._qt)
        note.add_itxt(SHOWS, present, zip=True)
        picture = Image.open(path).convert("RGB").quantize(128, dither=Image.Dither.NONE)
        picture.save(path, pnginfo=note, optimize=True)
        committed = says(ALBUM / f"{name}.png").splitlines()
        if committed != present.splitlines():
            self.aged[name] = sorted(set(committed) ^ set(present.splitlines()))
