"""What the chosen model knows: a list to search, from which names go into the query."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import qt
from slicer.i18n import tr as _

from MISGroundLib.anatomy import structures
from MISGroundLib.anatomy.completion import names_with
from MISGroundLib.files import resource
from MISGroundLib.panel.model_section import model_of
from MISGroundLib.settings import EMBEDDED_MODEL

_PROFILE = "misground.json"  # in the folder of a model that knows some structures only


def known_names(model: str) -> tuple[str, ...] | None:
    """The structures that a model was trained on; None for one that takes any words. A folder is looked into."""
    if model == EMBEDDED_MODEL:
        return _names_in(resource("Models", EMBEDDED_MODEL) / _PROFILE)
    file = Path(model).expanduser() / _PROFILE
    return _names_in(file) if not model.startswith("server:") and file.is_file() else None


@cache
def _names_in(file: Path) -> tuple[str, ...] | None:
    try:
        return tuple(str(name) for name in json.loads(file.read_text(encoding="utf-8"))["structures"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # what is wrong with the folder is said when it is asked


class KnownList:
    """Shows the names, in the order of Resources/Anatomy; a double click, or Enter, adds one to the query."""

    def __init__(self, ui: Any, on_model: Callable[[], None]) -> None:
        """Show the chosen model's.

        Args:
            ui: Has modelSelector, queriesEdit, knownSection, knownLabel, knownSearch and knownList.
            on_model: Called after another model was chosen.
        """
        self._ui, self._on_model = ui, on_model
        self._shown: list[str] = []
        self.names: tuple[str, ...] | None = None
        ui.modelSelector.connect("currentTextChanged(QString)", lambda *_: self._follow_model())
        ui.knownSearch.connect("textChanged(QString)", lambda *_: self._show())
        ui.knownSearch.connect("returnPressed()", lambda: self._add(0))
        ui.knownList.connect("itemDoubleClicked(QListWidgetItem*)", lambda item: self._add(ui.knownList.row(item)))
        for key in ("Return", "Enter"):
            shortcut = qt.QShortcut(qt.QKeySequence(key), ui.knownList)
            shortcut.context = qt.Qt.WidgetShortcut
            shortcut.connect("activated()", lambda: self._add(max(ui.knownList.currentRow, 0)))
        self._follow_model()

    def offer(self) -> None:
        """Open the list: what was asked for is not known."""
        if self.names is not None:
            self._ui.knownSection.collapsed = False

    def _follow_model(self) -> None:
        self.names = known_names(model_of(self._ui.modelSelector.currentText))
        self._show()
        self._on_model()

    def _show(self) -> None:
        ui = self._ui
        offered = self.names if self.names is not None else tuple(one.name for one in structures())
        self._shown = names_with(ui.knownSearch.text, offered)
        ui.knownList.clear()
        ui.knownList.addItems(self._shown)
        if self.names is None:
            sentence = _("This model takes any words. The names that MISGround reads in five languages: {shown}.")
        else:
            sentence = _("{shown} of the {count} structures that this model knows.")
        ui.knownLabel.text = sentence.format(shown=len(self._shown), count=len(offered))

    def _add(self, place: int) -> None:
        """Add a name as a line of its own."""
        if not 0 <= place < len(self._shown):
            return
        edit = self._ui.queriesEdit
        cursor = edit.textCursor()
        cursor.movePosition(qt.QTextCursor.End)
        line = cursor.block().text()
        cursor.insertText(f"\n{self._shown[place]}" if line.strip() else self._shown[place])
        edit.setTextCursor(cursor)
