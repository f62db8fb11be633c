"""The panel's section for several volumes: which of the scene's are asked in one go, and two of them side by side."""

from collections.abc import Callable
from typing import Any

import qt
import slicer
import vtk
from slicer.i18n import tr as _

from MISGroundLib.engine.protocol import Event
from MISGroundLib.errors import StoppedError, UserError, one_line
from MISGroundLib.grounding import parse_queries
from MISGroundLib.panel.contracts import PanelLogic
from MISGroundLib.panel.runner import Runner, start_failure
from MISGroundLib.panel.study_run import StudyRun, whole_volumes
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.study_answers import alignment_of
from MISGroundLib.settings import Settings
from MISGroundLib.visits import Comparison, compare
from MISGroundLib.visits.comparison import row_texts

_ID = qt.Qt.UserRole


class StudySection:
    """A list of the scene's volumes to check, a button that asks them, one that compares two, and a table."""

    def __init__(self, ui: Any, logic: PanelLogic, ready: Callable[[], Settings], is_busy: Callable[[], bool]) -> None:
        """List the scene's volumes.

        Args:
            ui: Has studyList, studyButton, compareButton, registerCheckBox, studyLabel, compareTable and queriesEdit.
            logic: Begins searches and draws boxes.
            ready: The settings that are chosen, with what they need installed. Raises ValueError.
            is_busy: Whether the panel itself is asking.
        """
        self._ui, self._logic, self._ready, self._is_busy = ui, logic, ready, is_busy
        self._runner = Runner[StudyRun](self._on_events, self._on_end, _("The study stopped: {error}"))
        self._compares = False
        self._is_registering = self._stops = False
        ui.studyButton.connect("clicked(bool)", lambda *_: self._clicked(compares=False))
        ui.compareButton.connect("clicked(bool)", lambda *_: self._clicked(compares=True))
        ui.compareTable.visible = False
        self._idle("")
        scene = slicer.mrmlScene
        self._tags = [
            scene.AddObserver(event, self._on_scene)
            for event in (scene.NodeAddedEvent, scene.NodeRemovedEvent, scene.EndCloseEvent, scene.EndImportEvent)
        ]
        # A node gets its name and its image after it is added.
        self._timer = qt.QTimer()
        self._timer.setSingleShot(True)
        self._timer.interval = 0
        self._timer.connect("timeout()", self.refresh)
        self.refresh()

    @property
    def is_running(self) -> bool:
        """Volumes are being asked, or registered."""
        return self._runner.is_running or self._is_registering

    def check_idle(self) -> None:
        """Raise UserError while the section uses the engine."""
        if self.is_running:
            raise UserError(_("Several volumes are being asked. Wait, or stop that under Several volumes."))

    def close(self) -> None:
        """The panel goes: stop at once, and let go of the scene."""
        self._stops = True
        self._runner.stop()
        self._timer.stop()
        for tag in self._tags:
            slicer.mrmlScene.RemoveObserver(tag)

    def refresh(self) -> None:
        """List the scene's volumes, in its order; what is checked stays so."""
        checked = {node.GetID() for node in self.checked()}
        shown = self._ui.studyList
        shown.clear()
        for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"):
            if node.GetHideFromEditors() or node.IsA("vtkMRMLLabelMapVolumeNode"):
                continue
            item = qt.QListWidgetItem(one_line(node.GetName() or ""))
            item.setData(_ID, node.GetID())
            item.setFlags(item.flags() | qt.Qt.ItemIsUserCheckable)
            item.setCheckState(qt.Qt.Checked if node.GetID() in checked else qt.Qt.Unchecked)
            shown.addItem(item)

    def checked(self) -> list[Any]:
        """The nodes of the checked volumes, in the list's order."""
        items = [self._ui.studyList.item(row) for row in range(self._ui.studyList.count)]
        ids = [item.data(_ID) for item in items if item.checkState() == qt.Qt.Checked]
        nodes = [slicer.mrmlScene.GetNodeByID(one) for one in ids]
        return [node for node in nodes if node is not None]

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _on_scene(self, caller: Any, event: Any, node: Any = None) -> None:
        if node is None or node.IsA("vtkMRMLScalarVolumeNode"):
            self._timer.start()

    def _clicked(self, compares: bool) -> None:
        if self.is_running:
            self._stops = True
            self._runner.cancel()
            return
        try:
            if self._is_busy():
                raise UserError(_("A query is on its way. Wait for it, or stop it with Esc."))
            volumes = self.checked()
            if compares and len(volumes) != 2:
                raise UserError(_("Check two volumes: the first visit stands above the second in the list."))
            queries = parse_queries(self._ui.queriesEdit.toPlainText())
            settings = whole_volumes(self._ready())
            run = StudyRun(volumes, queries, settings, self._logic.startSearch, self._logic.drawExtents)
        except Exception as error:
            self._idle(start_failure(error, _("The study could not be started: {error}")))
            return
        self._compares, self._stops = compares, False
        self._ui.studyButton.text = _("Stop")
        self._ui.compareButton.enabled = False
        self._runner.start(run)
        self._say(run.progress())

    def _on_events(self, run: StudyRun, events: list[Event]) -> None:
        self._say(run.progress())

    def _on_end(self, run: StudyRun, volume: None) -> None:
        lines = [run.summary()]
        lines += [f"{item.volume}: {worded(item.message)}" for item in run.report.items if item.message]
        if self._compares and not run.cancelled and len(run.answers) == 2:
            try:
                lines = [*self._compare(run), *lines]
            except StoppedError:
                lines.insert(0, _("The registration was stopped: nothing was compared."))
            except Exception as error:
                lines.insert(0, start_failure(error, _("The volumes could not be compared: {error}")))
        self._idle("\n".join(lines))

    def _compare(self, run: StudyRun) -> list[str]:
        """Show the table; returns what to read with it."""
        self._ui.compareTable.visible = False
        self._is_registering = True
        try:
            alignment = alignment_of(*run.volumes, register=self._ui.registerCheckBox.checked, on_step=self._stepped)
        finally:
            self._is_registering = False
        first, second = (run.answers[volume.GetID()] for volume in run.volumes)
        comparison = compare(first, second, alignment)
        self._show(comparison)
        return [worded(one) for one in comparison.statements()]

    def _stepped(self, share: float) -> None:
        """Between the steps of a registration the application answers. Raises StoppedError."""
        self._say(_("Registering the volumes: {percent} %").format(percent=round(100 * share)))
        slicer.app.processEvents()
        if self._stops:
            raise StoppedError

    def _show(self, comparison: Comparison) -> None:
        table = self._ui.compareTable
        table.setHorizontalHeaderLabels(
            [_("Target"), _("Size change"), _("Box change"), _("Centre moved"), _("First visit"), _("Second visit")]
        )
        table.setRowCount(len(comparison.rows))
        for place, row in enumerate(comparison.rows):
            first, second, *changes = map(worded, row_texts(row))
            for column, text in enumerate((row.label, *changes, first, second)):
                item = qt.QTableWidgetItem(text)
                item.setToolTip("\n".join((text, *map(worded, row.notes))))
                table.setItem(place, column, item)
        table.resizeColumnsToContents()
        table.resizeRowsToContents()
        table.visible = True

    def _idle(self, sentence: str) -> None:
        self._ui.studyButton.text = _("Ask the checked volumes")
        self._ui.compareButton.enabled = True
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._ui.studyLabel.text = sentence
        self._ui.studyLabel.visible = bool(sentence)
