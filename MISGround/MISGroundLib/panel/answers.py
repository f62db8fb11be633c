"""The answer that the table shows: its rows, the places they lead to, the volume it is about, its files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import slicer
from slicer.i18n import tr as _

from MISGroundLib.errors import UserError
from MISGroundLib.extent import SequenceResult, VolumeResult
from MISGroundLib.geometry import Matrix
from MISGroundLib.grounding import GroundingResult, Status
from MISGroundLib.panel import display
from MISGroundLib.panel.answer_text import answer_as_text, detection_details, reader_details
from MISGroundLib.panel.handover import HandOver
from MISGroundLib.panel.results_table import ResultsTable, Row, row_with_box
from MISGroundLib.panel.runner import is_in_scene
from MISGroundLib.panel.slice_views import jump_to, look_at
from MISGroundLib.scene.export import save_answer
from MISGroundLib.scene.fiducials import center_of, is_point
from MISGroundLib.scene.sequence_items import show_item


class Answer(Protocol):
    """What the table shows: the answer to a query on a slice, or to one on a whole volume."""

    @property
    def result(self) -> GroundingResult | VolumeResult | SequenceResult:
        """All that was answered."""

    @property
    def volume_id(self) -> str:
        """The ID of the node that was asked about."""

    @property
    def volume_name(self) -> str:
        """As it was called then."""

    def states(self) -> list[Status]:
        """Of each row what its answer says."""

    def rows(self) -> list[Row]:
        """A row for each thing that was asked or found."""

    def summary(self) -> str:
        """The status line."""

    def center(self, row: int) -> Matrix | None:
        """Where the box of a row lies, RAS mm (3,); None without a box."""

    def asked(self, row: int) -> str:
        """The query that a row answers."""

    def node(self, row: int) -> Any:
        """The ROI or point node of a row; None without one."""

    def item(self, row: int) -> str:
        """Of a 4D sequence the item that a row is about, by its index value; else ""."""

    def detail(self, row: int) -> str:
        """The status line for a row that is chosen; "" to leave the line as it is."""

    def details(self, row: int) -> list[str]:
        """All that is known of a row, in plain lines."""

    def is_unsure(self, row: int) -> bool:
        """Whether a row has a box that the model is not sure of."""

    def save(self, folder: Path) -> int:
        """Write the answer. Returns how many boxes are no longer in the scene; raises OSError or ValueError."""


@dataclass
class SliceAnswer:
    """The answer to a query on a slice. boxes: its nodes, as `draw_answer` returned them."""

    result: GroundingResult
    volume_id: str
    boxes: list[Any] = field(default_factory=list)

    @property
    def volume_name(self) -> str:
        """As it was called when it was asked about."""
        return self.result.slice_image.volume.name

    def states(self) -> list[Status]:
        """Of the detections."""
        return [one.status for one in self.result.detections]

    def rows(self) -> list[Row]:
        """A row a detection."""
        return display.detection_rows(self.result.detections)

    def summary(self) -> str:
        """What was found, where, in what time."""
        return display.summary(self.result)

    def center(self, row: int) -> Matrix | None:
        """The middle of a detection's box, or its point."""
        detection = self.result.detections[row]
        if detection.point_ras is not None:
            return np.array(detection.point_ras)
        return None if detection.box_ras is None else detection.box_ras.center_ras

    def asked(self, row: int) -> str:
        """Of a detection."""
        return self.result.detections[row].query

    def node(self, row: int) -> Any:
        """The ROI or point node of a detection."""
        drawn = [place for place, one in enumerate(self.result.detections) if one.found]
        return self.boxes[drawn.index(row)] if row in drawn and len(self.boxes) >= len(drawn) else None

    def item(self, row: int) -> str:
        """The item that the slice was of."""
        return self.result.slice_image.volume.item

    def detail(self, row: int) -> str:
        """Why there is no box; nothing where there is one."""
        detection = self.result.detections[row]
        return "" if detection.found else display.absence(detection, self.result)

    def details(self, row: int) -> list[str]:
        """What the model said, word for word, and how it came to it."""
        return detection_details(self.result.detections[row], self.result)

    def is_unsure(self, row: int) -> bool:
        """Of a detection."""
        return self.result.detections[row].is_unsure

    def save(self, folder: Path) -> int:
        """result.json and boxes.mrk.json."""
        return save_answer(self.result, self.boxes, folder)


class AnswerTable:
    """Shows one answer at a time: the last that was kept, or one that still grows."""

    def __init__(self, ui: Any, say: Callable[[str], None], refuse: Callable[[str], None]) -> None:
        """Show nothing yet.

        Args:
            ui: Has resultsTable, earlierLabel, exportButton, viewSelector and the buttons of `HandOver`.
            say: Sets the status line.
            refuse: Sets it to what stands in the way.
        """
        self._ui, self._say = ui, say
        self._hand_over = HandOver(ui, self._chosen_box, say, refuse)
        self._table = ResultsTable(ui.resultsTable, self._on_choice, lambda row, name: self.on_rename(row, name))
        self._in_3d: set[str] = set()  # the IDs of the volumes whose boxes the 3D view has been brought to
        self.kept: Answer | None = None
        self._growing: Answer | None = None
        self._previewing = False
        # What else happens as the rows or the chosen row change, and as a name is typed.
        self.on_shown: Callable[[], None] = lambda: None
        self.on_rename: Callable[[int, str], None] = lambda row, name: None
        self.forget()

    @property
    def shown(self) -> Answer | None:
        """The answer that the rows are of; None before there is one."""
        return None if self._previewing else self._growing or self.kept

    @property
    def chosen(self) -> int:
        """The row that is chosen; -1 for none."""
        return self._table.chosen

    def box(self, row: int) -> Any:
        """The ROI node of a row that is in the scene; None without one."""
        there = self.shown is not None and 0 <= row < len(self.shown.rows())
        box = self.shown.node(row) if there and self.shown is not None else None
        return box if box is not None and is_in_scene(box) else None

    def boxes(self) -> list[Any]:
        """The ROI nodes of the rows that are in the scene."""
        rows = range(len(self.shown.rows())) if self.shown is not None else ()
        return [box for box in map(self.box, rows) if box is not None]

    def details(self, row: int) -> list[str]:
        """All that is known of a row: what the model said, and what its reader did."""
        if self.shown is None or not 0 <= row < len(self.shown.rows()):
            return []
        box = self.shown.node(row)
        return [*(reader_details(box) if box is not None else []), *self.shown.details(row)]

    def as_text(self) -> str:
        """The answer for the clipboard."""
        if self.shown is None:
            return ""
        rows = self._rows_now(self.shown)
        return answer_as_text(self.shown.summary(), rows, [self.details(row) for row in range(len(rows))])

    def edit_name(self, row: int) -> None:
        """Let the name of a row be typed into it."""
        self._table.edit(row)

    def reset(self, row: int) -> None:
        """Show a row as it was."""
        self._table.reset(row)

    def refresh(self) -> None:
        """Show the rows as their boxes stand in the scene by now."""
        if self.shown is not None:
            self._table.show(self._rows_now(self.shown))
        self.on_shown()

    @staticmethod
    def _rows_now(answer: Answer) -> list[Row]:
        return [
            row_with_box(row, answer.node(place), answer.is_unsure(place)) for place, row in enumerate(answer.rows())
        ]

    def keep(self, answer: Answer) -> None:
        """Show an answer that is complete, from now on."""
        self.kept = answer
        self.restore(earlier=False)

    def grow(self, answer: Answer) -> None:
        """Show an answer of which more will come."""
        self._growing, self._previewing = answer, False
        self.mark_earlier(False)
        self._offer(False)  # what they would take is not what the rows show
        self.refresh()
        self.look_at_first(answer)

    def preview(self, rows: Sequence[Row]) -> None:
        """Show rows of an answer that is not there yet."""
        self._previewing = True
        self.mark_earlier(False)
        self._table.show(rows)
        self.on_shown()

    def mark_earlier(self, earlier: bool = True) -> None:
        """Say above the rows whether they answer the query before the last, which has no answer (yet)."""
        asked = [] if self.kept is None else [self.kept.asked(row) for row in range(len(self.kept.rows()))]
        label, line = self._ui.earlierLabel, _("These rows answer an earlier query: {queries}")
        label.text = line.format(queries=", ".join(dict.fromkeys(asked)))
        label.visible = earlier and bool(asked)

    def restore(self, earlier: bool = True) -> None:
        """Show the answer that was kept; where another query came to nothing, as that of an earlier one."""
        self._growing, self._previewing = None, False
        self.mark_earlier(earlier)
        self._offer(self.kept is not None)
        if self.kept is None:
            self._table.show([])
        self.refresh()

    def _offer(self, whether: bool) -> None:
        self._ui.exportButton.enabled = whether
        self._hand_over.offer(whether)

    def forget(self) -> None:
        """Show none: the scene was closed."""
        self.kept = None
        self._in_3d.clear()
        self.restore()

    def close(self) -> None:
        """The panel goes; a name that is being typed is not taken."""
        self._ui.resultsTable.blockSignals(True)

    def whose(self, volume: Any) -> str:
        """Of which volume the rows are, where another one is chosen by now."""
        if self.shown is None or volume is None or volume.GetID() == self.shown.volume_id:
            return ""
        return _("The rows below are the answer for {volume}.").format(volume=self.shown.volume_name)

    def look_at_first(self, answer: Answer) -> None:
        """Bring the 3D view to a volume's first boxes: its camera looks at the origin, wherever the scan lies."""
        centers = [answer.center(row) for row in range(len(answer.rows()))]
        known = [center for center in centers if center is not None]
        if known and answer.volume_id not in self._in_3d:
            self._in_3d.add(answer.volume_id)
            look_at(np.mean(known, axis=0))

    def _on_choice(self, row: int) -> None:
        answer = self.shown
        if answer is None or row >= len(answer.rows()):
            return
        self._show_item(answer, row)
        box = self.box(row)
        center = answer.center(row)
        if box is not None:  # where it lies now: it may have been adjusted
            center = center_of(box)
        if center is not None:
            jump_to(center, self._ui.viewSelector.currentText)
            look_at(center)
        if detail := answer.detail(row):
            self._say(detail)
        self.on_shown()

    def _show_item(self, answer: Answer, row: int) -> None:
        """Bring a sequence to the item that a row is about."""
        volume = slicer.mrmlScene.GetNodeByID(answer.volume_id)
        if volume is not None and (item := answer.item(row)):
            show_item(volume, item)

    def _chosen_box(self) -> tuple[Any, Any]:
        """The box of the chosen row, at its item, and its volume. Raises UserError where there is none."""
        row, kept = self.chosen, self.kept
        box = self.box(row)
        if kept is None or box is None or kept.center(row) is None or is_point(box):
            raise UserError(no_box_chosen())
        volume = slicer.mrmlScene.GetNodeByID(kept.volume_id)
        if volume is None:
            raise UserError(_("The volume of the box is no longer in the scene. Load it again, and ask again."))
        self._show_item(kept, row)
        return box, volume


def no_box_chosen() -> str:
    """Why a button that acts on a box does nothing."""
    return _("Choose the row of a box that is in the scene; then press the button again.")
