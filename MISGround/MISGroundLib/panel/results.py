"""The results table: one row a detection, with what was found, how sure the model was, and what it wrote."""

import html
from collections.abc import Callable, Sequence
from typing import Any

import qt
from slicer.i18n import tr as _

from MISGroundLib.grounding import Detection

# Marks an answer in which semantic sampling chose another word than the model's first choice.
STEADIED_MARK = " *"


class ResultsTable:
    """Fills a QTableWidget with detections and tells which row was clicked."""

    def __init__(self, table: Any, on_click: Callable[[int], None]) -> None:
        """`table` has three columns: target, result, score."""
        self._table = table
        self._on_click = on_click
        table.setHorizontalHeaderLabels([_("Target"), _("Result"), _("Score")])
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, qt.QHeaderView.Stretch)
        header.setSectionResizeMode(1, qt.QHeaderView.ResizeToContents)
        header.setSectionResizeMode(2, qt.QHeaderView.ResizeToContents)
        table.connect("cellClicked(int,int)", self._clicked)

    def show(self, detections: Sequence[Detection]) -> None:
        """Replace the rows."""
        self._table.setRowCount(len(detections))
        for row, detection in enumerate(detections):
            texts = (target_text(detection), result_text(detection), score_text(detection))
            for column, text in enumerate(texts):
                item = qt.QTableWidgetItem(text)
                item.setToolTip(tooltip(detection))
                if column == 2:
                    item.setTextAlignment(qt.Qt.AlignRight | qt.Qt.AlignVCenter)
                self._table.setItem(row, column, item)

    def _clicked(self, row: int, column: int) -> None:
        self._on_click(row)


def target_text(detection: Detection) -> str:
    """What was asked, and what the model called it where that differs."""
    if detection.label.casefold() == detection.query.casefold():
        return detection.query
    return _("{query} → {label}").format(query=detection.query, label=detection.label)


def result_text(detection: Detection) -> str:
    """found, unsure, not found, not known, or no readable answer; marked where semantic sampling changed a word."""
    mark = STEADIED_MARK if changed_words(detection) else ""
    if detection.is_unsure:
        return _("unsure") + mark
    if detection.found:
        return _("found") + mark
    if detection.status == "unknown":
        return _("not known to this model")
    return (_("no answer") if detection.problems else _("not found")) + mark


def score_text(detection: Detection) -> str:
    """The score, 0 to 1; nothing where there was no readable answer to score."""
    if detection.score is None or (detection.problems and not detection.found):
        return ""
    return f"{detection.score:.2f}"


def changed_words(detection: Detection) -> int:
    """How many tokens semantic sampling changed in the answer."""
    return int(detection.statistics.get("changed", 0))


def tooltip(detection: Detection) -> str:
    """The whole answer in plain words. Escaped: what a model writes must not be read as rich text."""
    lines = [*detection.problems, *detection.notes]
    if detection.is_unsure:
        lines.append(_("Unsure: the score is low, so look for yourself. Click to bring the views there."))
    elif detection.found:
        lines.append(_("Found. Click to bring the views there."))
    elif not detection.problems:
        lines.append(_("The model says that this is not on the slice that was asked."))
    changed = changed_words(detection)
    if changed:
        lines.append(
            _("* MIS-SemSam chose another word than the model's first choice {count} times.").format(count=changed)
        )
    if detection.raw:
        lines.append(_("The model wrote: {answer}").format(answer=detection.raw))
    return "<p>" + "</p><p>".join(html.escape(line) for line in lines) + "</p>"
