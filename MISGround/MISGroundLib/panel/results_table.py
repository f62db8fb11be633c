"""The table of an answer: a row for each thing asked or found, as its box stands in the scene by now."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import qt
from slicer.i18n import tr as _

from MISGroundLib.panel.runner import is_in_scene
from MISGroundLib.scene.box_review import given_name, review_of, was_moved


@dataclass(frozen=True)
class Row:
    """A row of the table of results; the tooltip is rich text. faint: set aside; slanted: not sure."""

    target: str
    result: str
    score: str
    tooltip: str
    faint: bool = False
    slanted: bool = False


def row_with_box(row: Row, box: Any, is_unsure: bool) -> Row:
    """A row as its box stands: renamed, adjusted, accepted, rejected, or no longer in the scene. box: may be None."""
    if box is None:
        return row
    if not is_in_scene(box):
        return replace(row, result=_("removed"), faint=True)
    review, moved = review_of(box), was_moved(box)
    row = replace(row, target=given_name(box) or row.target, slanted=is_unsure and review != "accepted")
    if review == "accepted":
        return replace(row, result=_("accepted"))
    if review == "rejected":
        return replace(row, result=_("rejected"), faint=True)
    if moved:
        return replace(row, result=_("unsure, adjusted") if is_unsure else _("adjusted"))
    return row


class ResultsTable:
    """Fills a QTableWidget: what was asked, what was found, how sure the model was."""

    def __init__(self, table: Any, on_choice: Callable[[int], None], on_rename: Callable[[int, str], None]) -> None:
        """Empty.

        Args:
            table: Has three columns: target, result, score.
            on_choice: Gets the row that was clicked, or gone to.
            on_rename: Gets a row and the name that was typed into it.
        """
        self._table, self._on_choice = table, on_choice
        self._rows: list[Row] = []
        table.setHorizontalHeaderLabels([_("Target"), _("Result"), _("Score")])
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, qt.QHeaderView.Stretch)
        header.setSectionResizeMode(1, qt.QHeaderView.ResizeToContents)
        header.setSectionResizeMode(2, qt.QHeaderView.ResizeToContents)
        table.connect("cellClicked(int,int)", lambda row, column: on_choice(row))
        # By the arrow keys. A click on the row that is chosen already brings the views back, too.
        table.connect("currentCellChanged(int,int,int,int)", lambda row, *rest: self._go_to(row))
        table.connect("cellChanged(int,int)", lambda row, column: on_rename(row, table.item(row, column).text()))

    @property
    def chosen(self) -> int:
        """The row that is chosen; -1 for none."""
        row = int(self._table.currentRow())
        return row if row < len(self._rows) else -1

    def _go_to(self, row: int) -> None:
        if row >= 0:
            self._on_choice(row)

    def edit(self, row: int) -> None:
        """Let the name of a row be typed; Enter keeps it, Esc does not."""
        self._table.setFocus()
        self._table.editItem(self._table.item(row, 0))

    def show(self, rows: Sequence[Row]) -> None:
        """Replace the rows that differ; the one that is chosen stays so."""
        was_blocked = self._table.blockSignals(True)
        try:
            self._table.setRowCount(len(rows))
            for place, row in enumerate(rows):
                # A name that is being typed is not thrown away by what happens to other boxes.
                if place >= len(self._rows) or row != self._rows[place]:
                    self._fill(place, row)
        finally:
            self._table.blockSignals(was_blocked)
        self._rows = list(rows)

    def reset(self, row: int) -> None:
        """Show a row as it was: what was typed into it is not taken."""
        was_blocked = self._table.blockSignals(True)
        self._fill(row, self._rows[row])
        self._table.blockSignals(was_blocked)

    def _fill(self, place: int, row: Row) -> None:
        for column, text in enumerate((row.target, row.result, row.score)):
            item = qt.QTableWidgetItem(text)
            item.setToolTip(row.tooltip)
            if column == 2:
                item.setTextAlignment(qt.Qt.AlignRight | qt.Qt.AlignVCenter)
            if row.faint:
                item.setForeground(self._table.palette.brush(qt.QPalette.Disabled, qt.QPalette.Text))
            if row.slanted:
                font = item.font()
                font.setItalic(True)
                item.setFont(font)
            self._table.setItem(place, column, item)


def rich_tooltip(lines: Sequence[str]) -> str:
    """A paragraph a line. Escaped: what a model writes must not be read as rich text."""
    return "<p>" + "</p><p>".join(html.escape(line) for line in lines) + "</p>"
