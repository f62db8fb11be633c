"""The panel: what the user types becomes a run; what the run says becomes progress, rows and boxes."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.bench.trust_check import TrustRun
from MISGroundLib.engine.protocol import AnswerEvent, Event
from MISGroundLib.engine.server_address import is_server
from MISGroundLib.grounding import Detection, GroundingResult, GroundingRun, parse_queries
from MISGroundLib.panel.binding import ParameterBinding
from MISGroundLib.panel.choices import ViewChoice, VolumeChoice
from MISGroundLib.panel.dependencies import Dependencies
from MISGroundLib.panel.display import PanelDisplay
from MISGroundLib.panel.models import embedded_label, recent_models, remember_model
from MISGroundLib.panel.parameters import AUTOMATIC_MODALITY, settings_of
from MISGroundLib.panel.progress import Progress, first_progress, next_progress
from MISGroundLib.panel.results import ResultsTable
from MISGroundLib.panel.runner import Runner
from MISGroundLib.panel.server_notice import ServerNotice
from MISGroundLib.panel.trust import TrustSection
from MISGroundLib.panel.views import NodeObserver, jump_to, layout_node, look_at, slice_node
from MISGroundLib.scene.export import save_answer
from MISGroundLib.scene.rois import boxes_of
from MISGroundLib.scene.undo import Undone
from MISGroundLib.settings import Settings


class GroundingPanel:
    """Drives the widgets of MISGround.ui. `logic` is a MISGroundLogic; `dependencies` is given by tests."""

    def __init__(self, root: Any, logic: Any, dependencies: Dependencies | None = None) -> None:
        """Connect the widgets; no parameter node yet (see `attach`)."""
        self.ui = slicer.util.childWidgetVariables(root)
        self._logic = logic
        self._dependencies = dependencies or Dependencies()
        self._result: GroundingResult | None = None
        self._boxes: list[Any] = []
        self._answered_volume = ""  # the ID of the node that the rows are about
        self._in_3d: set[str] = set()  # the IDs of the volumes whose boxes the 3D view has been brought to
        self._refusal: NodeObserver | None = None
        self._is_warm = False
        self._progress = Progress()
        self._display = PanelDisplay(self.ui)
        self._results = ResultsTable(self.ui.resultsTable, self._on_row_clicked)
        self._runner = Runner(self._on_events, self._on_end)
        self._binding = ParameterBinding(root, self.ui, self._on_parameters)
        self._volume, self._view = VolumeChoice(), ViewChoice(self.ui.viewSelector)
        self.ui.volumeSelector.setMRMLScene(slicer.mrmlScene)
        self.ui.modelSelector.addItems([embedded_label(), *recent_models()])
        self.ui.modelSelector.lineEdit().cursorPosition = 0
        self._server = ServerNotice(self.ui)
        self._trust = TrustSection(self.ui, self._start_check)
        self._layout_observer = NodeObserver([layout_node()], lambda *_: self._view.refresh(self.parameters))
        self._view.refresh(None)
        self._connect(root)
        self._forget_result()
        self._display.idle()
        self._say("")

    @property
    def parameters(self) -> Any:
        """The MISGroundParameterNode shown, or None."""
        return self._binding.parameters

    @property
    def is_running(self) -> bool:
        """A run is on its way."""
        return self._runner.is_running

    def attach(self, parameters: Any) -> None:
        """Show a MISGroundParameterNode."""
        self._binding.attach(parameters)
        self._volume.begin(parameters)
        self.refresh()

    def refresh(self) -> None:
        """Offer the layout's slice views, and propose the volume shown where none is chosen."""
        if self.parameters is not None:
            self._view.refresh(self.parameters)
            self._volume.propose(self.parameters)

    def on_scene_closing(self) -> None:
        """The scene goes: end the run, keep what was typed, forget the rows and what was said of them."""
        self._runner.cancel()
        self._binding.detach(keep=True)
        self._forget_result()
        self._in_3d.clear()
        self._say("")

    def close(self) -> None:
        """The panel goes: stop following a run and let go of the parameter node."""
        self._runner.stop()
        self._trust.close()
        self._binding.detach()
        self._layout_observer.close()
        self._end_refusal()

    def _on_parameters(self) -> None:
        """A parameter changed: what stood in the way may be gone, and the rows may be about another volume now."""
        if self.parameters is None:
            return
        if self._refusal is not None:
            self._say("")
        if not self._volume.note(self.parameters):
            return
        # What one volume was taken for says nothing of the next.
        self.parameters.modality = AUTOMATIC_MODALITY
        if self._result is None or self._runner.is_running:
            return
        if self.parameters.inputVolume is not None:
            self._say(self._whose_rows() or _summary(self._result))

    def _whose_rows(self) -> str:
        """Of which volume the rows are, where another is chosen by now."""
        volume = self.parameters.inputVolume if self.parameters is not None else None
        if self._result is None or volume is None or volume.GetID() == self._answered_volume:
            return ""
        return _("The rows below are the answer for {volume}.").format(volume=self._result.slice_image.volume.name)

    def _say(self, sentence: str) -> None:
        self._end_refusal()
        self._display.say(sentence)

    def _refuse(self, sentence: str) -> None:
        """Say what stands in the way of a query, until the volume, the view or a parameter changes."""
        self._end_refusal()
        self._display.problem(sentence)
        volume = self.ui.volumeSelector.currentNode()
        view = slice_node(self.parameters.viewName) if self.parameters is not None else None
        self._refusal = NodeObserver([volume, view], lambda *_: self._say(""))

    def _end_refusal(self) -> None:
        if self._refusal is not None:
            self._refusal.close()
            self._refusal = None

    def ground(self) -> None:
        """Ask what is typed about the slice shown. What stands in the way is said in the status line."""
        if self._runner.is_running or self.parameters is None:
            return
        volume = self.ui.volumeSelector.currentNode()
        try:
            queries = parse_queries(self.ui.queriesEdit.toPlainText())
            settings = self._ready_settings()
            modality = self.parameters.modality.replace(AUTOMATIC_MODALITY, "")
            run = self._logic.start(volume, queries, settings, viewName=self.parameters.viewName, modality=modality)
        except ValueError as error:
            self._refuse(str(error))
        except Exception as error:
            logging.exception("MISGround could not start a query")
            # A MemoryError has no words of its own.
            reason = _("memory ran out. Close other data or programs.") if isinstance(error, MemoryError) else error
            self._refuse(_("The query could not be started: {error}").format(error=reason))
        else:
            self._end_refusal()
            self._progress = first_progress(queries)
            self._runner.start(run, volume)
            self._display.running(self._progress, cancelling=False)

    def _ready_settings(self) -> Settings:
        """What is chosen, with what it needs installed. Raises ValueError with what stands in the way."""
        settings = settings_of(self.parameters, self.ui.downloadCheckBox.checked, self._server.allows_remote)
        if not is_server(settings.model):
            self._dependencies.ensure()
        return settings

    def _start_check(self) -> TrustRun:
        return self._logic.startCheck(self._ready_settings())

    def warm_up(self) -> None:
        """At the first key press: the model loads while the query is typed. Failures wait for `ground`."""
        if self._is_warm or self.parameters is None or not self.ui.queriesEdit.focus:
            return
        if is_server(self.parameters.model):
            return
        self._is_warm = True
        if not self._dependencies.missing():
            try:
                self._logic.warmUp(self.parameters.model, self.parameters.device)
            except ValueError:
                logging.info("MISGround: the model's process could not be started ahead", exc_info=True)

    def cancel(self) -> None:
        """End the run; the scene stays as it is."""
        if self._runner.is_running:
            self._runner.cancel()
            self._display.running(self._progress, cancelling=True)

    def _on_events(self, run: GroundingRun, events: list[Event]) -> None:
        for event in events:
            self._progress = next_progress(self._progress, event, run)
        if any(isinstance(event, AnswerEvent) for event in events):
            self._results.show(run.detections)
        if events:
            self._display.running(self._progress, self._runner.cancelling)

    def _on_end(self, run: GroundingRun, volume: Any) -> None:
        self._display.idle()
        if volume is None:
            self._results.show(self._detections)
            self._refuse(
                _("The volume left the scene, so the query was stopped. Your text is kept: choose a volume, ask again.")
            )
        elif run.cancelled or self._runner.cancelling:
            self._results.show(self._detections)
            self._say(_("Cancelled. Nothing was drawn."))
        else:
            self._take(run, volume)

    def _take(self, run: GroundingRun, volume: Any) -> None:
        """Keep and draw what was answered: all of it, or what came before a failure."""
        result = run.result or run.partial_result()
        if result.detections:
            self._result, self._boxes = result, []
            self._answered_volume = volume.GetID()
            self.ui.exportButton.enabled = True
        self._results.show(self._detections)
        if run.error is not None:
            logging.error("MISGround: %s: %s\n%s", run.error.code, run.error.message, run.error.details)
            self._display.problem(_failure(run))
        else:
            remember_model(run.settings.model)
            self._say("\n".join(filter(None, (_summary(result), self._whose_rows()))))
        try:
            boxes = self._logic.draw(result, volume)
        except Exception as error:
            logging.exception("MISGround could not draw an answer")
            self._display.problem(
                _("The answer is in the table, but its boxes could not be drawn: {error}").format(error=error)
            )
        else:
            if result.detections:
                self._boxes = boxes
            self._show_first(volume, result.detections)

    def _show_first(self, volume: Any, detections: list[Detection]) -> None:
        """The 3D view's camera looks at the origin at first, wherever the scan lies."""
        centers = [detection.box_ras.center_ras for detection in detections if detection.box_ras is not None]
        if centers and volume.GetID() not in self._in_3d:
            self._in_3d.add(volume.GetID())
            look_at(np.mean(centers, axis=0))

    @property
    def _detections(self) -> list[Detection]:
        return self._result.detections if self._result else []

    def _forget_result(self) -> None:
        self._result, self._boxes, self._answered_volume = None, [], ""
        self._results.show([])
        self.ui.exportButton.enabled = False

    def _on_row_clicked(self, row: int) -> None:
        if row >= len(self._detections) or self._result is None or self.parameters is None:
            return
        detection = self._detections[row]
        if detection.box_ras is not None:
            jump_to(detection.box_ras.center_ras, self.parameters.viewName)
            look_at(detection.box_ras.center_ras)
        else:
            absent = _("{query}: not found on the {slice}.").format(query=detection.query, slice=_slice(self._result))
            self._say("\n".join(detection.problems) or absent)

    def _browse(self) -> None:
        folder = qt.QFileDialog.getExistingDirectory(self.ui.browseButton, _("Folder of a model"))
        if folder:
            self.ui.modelSelector.setEditText(folder)

    def _undo(self) -> None:
        undone = self._logic.boxHistory.undo()
        self._say(_undone(undone) if undone is not None else _nothing_to_undo(len(boxes_of(slicer.mrmlScene))))

    def _clear(self) -> None:
        count = self._logic.boxHistory.clear()
        cleared = _("Boxes taken out of the scene: {count}.").format(count=count)
        self._say(cleared if count else _("There is no box of MISGround in the scene."))

    def _export(self) -> None:
        title = _("Folder for result.json and boxes.mrk.json")
        folder = qt.QFileDialog.getExistingDirectory(self.ui.exportButton, title)
        if not folder or self._result is None:
            return
        try:
            missing = save_answer(self._result, self._boxes, Path(folder))
        except (OSError, ValueError) as error:
            self._display.problem(_("The answer could not be written: {error}").format(error=error))
        else:
            self._say(_written(folder, missing))

    def _connect(self, root: Any) -> None:
        def on_click(button: Any, action: Callable[[], None]) -> None:
            button.connect("clicked(bool)", lambda *_: action())

        self.ui.queriesEdit.connect("textChanged()", self.warm_up)
        # The node has no image yet when it is added.
        self.ui.volumeSelector.connect("nodeAdded(vtkMRMLNode*)", lambda *_: qt.QTimer.singleShot(0, self.refresh))
        on_click(self.ui.groundButton, lambda: self.cancel() if self._runner.is_running else self.ground())
        on_click(self.ui.browseButton, self._browse)
        on_click(self.ui.undoButton, self._undo)
        on_click(self.ui.clearButton, self._clear)
        on_click(self.ui.exportButton, self._export)
        for keys, action in (("Ctrl+Return", self.ground), ("Ctrl+Enter", self.ground), ("Esc", self.cancel)):
            shortcut = qt.QShortcut(qt.QKeySequence(keys), root)
            shortcut.context = qt.Qt.WidgetWithChildrenShortcut
            shortcut.connect("activated()", action)


def _failure(run: GroundingRun) -> str:
    message = run.error.message if run.error else ""
    if not run.detections:
        return message
    return _("{message} Answers kept from before it: {count}.").format(message=message, count=len(run.detections))


def _slice(result: GroundingResult) -> str:
    """Which slice was asked about: "axial slice at S 12.0 mm", the position as Slicer's slider has it."""
    grid = result.slice_image.grid
    return _("{plane} slice at {position}").format(plane=grid.plane, position=grid.position_text)


def _summary(result: GroundingResult) -> str:
    unsure = sum(detection.is_unsure for detection in result.detections)
    sentence = _("{found} of {count} found on the {slice}, in {seconds} s.")
    if unsure:
        sentence = _("{found} of {count} found ({unsure} unsure) on the {slice}, in {seconds} s.")
    summary = sentence.format(
        found=sum(detection.found for detection in result.detections),
        count=len(result.detections),
        unsure=unsure,
        slice=_slice(result),
        seconds=f"{result.timings.get('total', 0.0):.1f}",
    )
    modality, window = result.slice_image.volume.modality, result.slice_image.window_text()
    seen = _("The model saw it as {modality}, {window}.") if modality else _("The model saw it with {window}.")
    window = seen.format(modality=modality, window=window)
    # Of an answer that is none, the reason belongs where it is seen: it may be a name that the model does not know.
    reasons = [detection.problems[0] for detection in result.detections if not detection.found and detection.problems]
    return "\n".join([f"{summary} {window}", *reasons[:1]])


def _undone(undone: Undone) -> str:
    if undone.is_query:
        return _("Boxes of the last query taken back: {count}.").format(count=undone.count)
    return _("Cleared boxes put back: {count}.").format(count=undone.count)


def _nothing_to_undo(boxes: int) -> str:
    if not boxes:
        return _("There is nothing to take back.")
    return _(
        "There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out."
    )


def _written(folder: str, missing: int) -> str:
    written = _("Written: result.json and boxes.mrk.json in {folder}").format(folder=folder)
    if not missing:
        return written
    lost = _("Boxes that are no longer in the scene are in result.json only: {count}.").format(count=missing)
    return f"{written}\n{lost}"
