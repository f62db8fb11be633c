"""The answer that the table shows: its rows, the places they lead to, the volume it is about, its files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import slicer
from slicer.i18n import tr as _

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.grounding import GroundingResult
from MISGroundLib.panel import display
from MISGroundLib.panel.display import ResultsTable, Row
from MISGroundLib.panel.runner import is_in_scene
from MISGroundLib.panel.slice_views import jump_to, look_at
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.export import save_answer
from MISGroundLib.scene.segments import seed_segment


class Answer(Protocol):
    """What the table shows: the answer to a query on a slice, or to one on a whole volume."""

    @property
    def volume_id(self) -> str:
        """The ID of the node that was asked about."""

    @property
    def volume_name(self) -> str:
        """As it was called then."""

    def rows(self) -> list[Row]:
        """A row for each thing that was asked or found."""

    def summary(self) -> str:
        """The status line."""

    def center(self, row: int) -> Matrix | None:
        """Where the box of a row lies, RAS mm (3,); None without a box."""

    def node(self, row: int) -> Any:
        """The ROI node of a row; None without a box."""

    def detail(self, row: int) -> str:
        """The status line for a row that is chosen; "" to leave the line as it is."""

    def save(self, folder: Path) -> int:
        """Write the answer. Returns how many boxes are no longer in the scene; raises OSError or ValueError."""


@dataclass
class SliceAnswer:
    """The answer to a query on a slice. boxes: the ROI nodes."""

    result: GroundingResult
    volume_id: str
    boxes: list[Any] = field(default_factory=list)

    @property
    def volume_name(self) -> str:
        """As it was called when it was asked about."""
        return self.result.slice_image.volume.name

    def rows(self) -> list[Row]:
        """A row a detection."""
        return display.detection_rows(self.result.detections)

    def summary(self) -> str:
        """What was found, where, in what time."""
        return display.summary(self.result)

    def center(self, row: int) -> Matrix | None:
        """The middle of a detection's box."""
        box = self.result.detections[row].box_ras
        return None if box is None else box.center_ras

    def node(self, row: int) -> Any:
        """The ROI node of a detection."""
        drawn = [place for place, one in enumerate(self.result.detections) if one.box_ras is not None]
        return self.boxes[drawn.index(row)] if row in drawn and len(self.boxes) == len(drawn) else None

    def detail(self, row: int) -> str:
        """Why there is no box; nothing where there is one."""
        detection = self.result.detections[row]
        return display.absence(detection, self.result) if detection.box_ras is None else ""

    def save(self, folder: Path) -> int:
        """result.json and boxes.mrk.json."""
        return save_answer(self.result, self.boxes, folder)


class AnswerTable:
    """Shows one answer at a time: the last that was kept, or one that still grows."""

    def __init__(self, ui: Any, say: Callable[[str], None], refuse: Callable[[str], None]) -> None:
        """Show nothing yet.

        Args:
            ui: Has resultsTable, exportButton, segmentButton and viewSelector.
            say: Sets the status line.
            refuse: Sets it to what stands in the way.
        """
        self._ui, self._say, self._refuse = ui, say, refuse
        ui.segmentButton.connect("clicked(bool)", lambda *_: self._segment())
        self._table = ResultsTable(ui.resultsTable, self._on_choice)
        self._in_3d: set[str] = set()  # the IDs of the volumes whose boxes the 3D view has been brought to
        self.kept: Answer | None = None
        self._growing: Answer | None = None
        self.forget()

    @property
    def shown(self) -> Answer | None:
        """The answer that the rows are of."""
        return self._growing or self.kept

    def keep(self, answer: Answer) -> None:
        """Show an answer that is complete, from now on."""
        self.kept = answer
        self.restore()

    def grow(self, answer: Answer) -> None:
        """Show an answer of which more will come."""
        self._growing = answer
        self._offer(False)  # what they would take is not what the rows show
        self._table.show(answer.rows())
        self.look_at_first(answer)

    def preview(self, rows: Sequence[Row]) -> None:
        """Show rows of an answer that is not there yet."""
        self._table.show(rows)

    def restore(self) -> None:
        """Show the answer that was kept."""
        self._growing = None
        self._offer(self.kept is not None)
        self._table.show(self.kept.rows() if self.kept is not None else [])

    def _offer(self, whether: bool) -> None:
        self._ui.exportButton.enabled = self._ui.segmentButton.enabled = whether

    def forget(self) -> None:
        """Show none: the scene was closed."""
        self.kept = None
        self._in_3d.clear()
        self.restore()

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
        center = answer.center(row)
        if center is not None:
            jump_to(center, self._ui.viewSelector.currentText)
            look_at(center)
        if detail := answer.detail(row):
            self._say(detail)

    def _segment(self) -> None:
        """Make a segment of the chosen row's box, and go to the Segment Editor with it, where there is one."""
        row, kept = self._ui.resultsTable.currentRow(), self.kept
        box = kept.node(row) if kept is not None and 0 <= row < len(kept.rows()) else None
        if kept is None or box is None or not is_in_scene(box):
            self._refuse(_("Choose the row of a box that is in the scene; then press the button again."))
            return
        volume = slicer.mrmlScene.GetNodeByID(kept.volume_id)
        try:
            if volume is None:
                raise UserError(_("The volume of the box is no longer in the scene. Load it again, and ask again."))
            made = seed_segment(slicer.mrmlScene, box, volume)
        except UserError as error:
            self._refuse(worded(error))
            return
        values = {"name": made.name, "low": f"{made.low:.0f}", "high": f"{made.high:.0f}", "node": made.node.GetName()}
        said = _("Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.")
        self._say(said.format(**values))
        _open_editor(made.node, made.segment_id, volume)


def _open_editor(node: Any, segment_id: str, volume: Any) -> None:
    """Show the Segment Editor with a segment chosen; an application without it stays where it is."""
    if not hasattr(slicer.modules, "segmenteditor"):
        return
    slicer.util.selectModule("SegmentEditor")
    editor = slicer.modules.SegmentEditorWidget.editor
    editor.setSegmentationNode(node)
    editor.setSourceVolumeNode(volume)
    editor.setCurrentSegmentID(segment_id)
