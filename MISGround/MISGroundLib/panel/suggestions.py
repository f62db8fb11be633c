"""Help with typing: a line of suggestions below the query, which goes on with the target that is being typed."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import qt
from slicer.i18n import tr as _

from MISGroundLib.anatomy.completion import Completion, complete, piece_before, structure_sets
from MISGroundLib.errors import Sentence
from MISGroundLib.panel.wording import worded

# Of the last queries so many are offered while nothing is typed.
_MOST_RECENT = 3
_LONGEST = 24  # characters of a suggestion that are shown
_LINES = 3


class Suggestions:
    """Fills a list with what the line may become; a click, or Enter in the list, takes one."""

    def __init__(
        self, ui: Any, known: Callable[[], Collection[str] | None], recent: Callable[[], Sequence[str]]
    ) -> None:
        """Follow what is typed.

        Args:
            ui: Has queriesEdit and suggestionsList.
            known: The names that the chosen model knows; None where it has no list.
            recent: The last queries, latest first.
        """
        self._edit, self._list, self._known, self._recent = ui.queriesEdit, ui.suggestionsList, known, recent
        self._offered: list[Completion] = []
        self._list.viewport().setAutoFillBackground(False)
        height = self._list.fontMetrics().height()
        self._list.setFixedHeight(_LINES * (height + 2) + 4)
        self._edit.connect("textChanged()", self.refresh)
        self._edit.connect("cursorPositionChanged()", self.refresh)
        self._list.connect("itemClicked(QListWidgetItem*)", lambda item: self._take(self._list.row(item)))
        for widget, keys, action in (
            (self._list, ("Return", "Enter", "Space"), lambda: self._take(max(self._list.currentRow, 0))),
            (self._edit, ("Ctrl+Space",), lambda: self._take(0)),
        ):
            for key in keys:
                shortcut = qt.QShortcut(qt.QKeySequence(key), widget)
                shortcut.context = qt.Qt.WidgetShortcut
                shortcut.connect("activated()", action)
        self.refresh()

    def refresh(self) -> None:
        """Offer what fits the place of the cursor."""
        piece = self._piece()
        if piece:
            offered = complete(piece, self._known())
        else:
            recent = [] if self._edit.toPlainText().strip() else list(self._recent())[:_MOST_RECENT]
            offered = [Completion(text, "") for text in recent]
            offered += [one.as_completion() for one in structure_sets(self._known())]
        if offered == self._offered:
            return
        self._offered = offered
        self._list.clear()
        for one in offered:
            item = qt.QListWidgetItem(_label(one))
            item.setToolTip(one.text if one.is_set or not one.about else f"{one.text}: {one.about}")
            self._list.addItem(item)
        self._list.visible = bool(offered)

    def _piece(self) -> str:
        cursor = self._edit.textCursor()
        return piece_before(cursor.block().text()[: cursor.positionInBlock()])

    def _take(self, place: int) -> None:
        """Put a suggestion in the place of the piece: an act of the text box's own undo."""
        if not 0 <= place < len(self._offered):
            return
        text, cursor = self._offered[place].text, self._edit.textCursor()
        # Qt counts letters outside of Unicode's first plane twice.
        length = len(self._piece().encode("utf-16-le")) // 2
        cursor.movePosition(qt.QTextCursor.Left, qt.QTextCursor.KeepAnchor, length)
        self._edit.setFocus()  # first: with the text the list may go
        cursor.insertText(text)
        self._edit.setTextCursor(cursor)


def _label(one: Completion) -> str:
    """E.g. "left kidney", "Niere = kidney", "abdomen (12)"."""
    if one.is_set:
        return _("{set} ({count})").format(set=worded(Sentence(one.about)), count=one.text.count("\n") + 1)
    text = "; ".join(one.text.split("\n"))
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return f"{text} = {one.about}" if one.about and "+" not in one.about else text
