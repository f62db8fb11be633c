"""The panel: what the user types becomes a run; what the run says becomes progress, rows and boxes."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.bench.trust import TrustRun
from MISGroundLib.engine.protocol import AnswerEvent, Event
from MISGroundLib.engine.server_address import is_server
from MISGroundLib.grounding import Detection, GroundingResult, GroundingRun, Settings, parse_queries
from MISGroundLib.panel import boxes
from MISGroundLib.panel.binding import ParameterBinding, without_signals
from MISGroundLib.panel.dependencies import Dependencies
from MISGroundLib.panel.display import PanelDisplay
from MISGroundLib.panel.models import embedded_label, recent_models, remember_model
from MISGroundLib.panel.parameters import settings_of
from MISGroundLib.panel.progress import Progress, first_progress, next_progress
from MISGroundLib.panel.results import ResultsTable
from MISGroundLib.panel.runner import Runner
from MISGroundLib.panel.server_notice import ServerNotice
from MISGroundLib.panel.trust import TrustSection
from MISGroundLib.panel.views import LayoutObserver, displayed_volume, jump_to, slice_view_names


class GroundingPanel:
    """Drives the widgets of MISGround.ui. `logic` is a MISGroundLogic; `dependencies` is given by tests."""

    def __init__(self, root: Any, logic: Any, dependencies: Dependencies | None = None) -> None:
        """Connect the widgets; no parameter node yet (see `attach`)."""
        self.ui = slicer.util.childWidgetVariables(root)
        self._logic = logic
        self._dependencies = dependencies or Dependencies()
        self._result: GroundingResult | None = None
        self._boxes: list[Any] = []
        self._is_warm = False
        self._progress = Progress()
        self._display = PanelDisplay(self.ui)
        self._results = ResultsTable(self.ui.resultsTable, self._on_row_clicked)
        self._runner = Runner(self._on_events, self._on_end)
        self._binding = ParameterBinding(root, self.ui)
        self.ui.volumeSelector.setMRMLScene(slicer.mrmlScene)
        self.ui.modelSelector.addItems([embedded_label(), *recent_models()])
        self.ui.modelSelector.lineEdit().cursorPosition = 0
        self._server = ServerNotice(self.ui)
        self._trust = TrustSection(self.ui, self._start_check)
        self._layout_observer = LayoutObserver(self._refresh_views)
        self._refresh_views()
        self._connect(root)
        self._forget_result()
        self._display.idle()
        self._display.say("")

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
        self.refresh()

    def refresh(self) -> None:
        """Offer the layout's slice views, and propose the volume shown where none is chosen."""
        self._refresh_views()
        if self.parameters is not None and self.parameters.inputVolume is None:
            self.parameters.inputVolume = displayed_volume(self.parameters.viewName)

    def on_scene_closing(self) -> None:
        """The scene goes: end the run, keep what was typed, forget the rows."""
        self._runner.cancel()
        self._binding.detach(keep=True)
        self._forget_result()

    def close(self) -> None:
        """The panel goes: stop following a run and let go of the parameter node."""
        self._runner.stop()
        self._trust.close()
        self._binding.detach()
        self._layout_observer.close()

    def _refresh_views(self, *_: object) -> None:
        names, selector, parameters = slice_view_names(), self.ui.viewSelector, self.parameters
        wanted = parameters.viewName if parameters else selector.currentText

        def fill() -> None:
            selector.clear()
            selector.addItems(names)
            selector.setCurrentIndex(max(selector.findText(wanted), 0))

        without_signals(selector, fill)
        if parameters and names and wanted not in names:
            parameters.viewName = names[0]

    def ground(self) -> None:
        """Ask what is typed about the slice shown. What stands in the way is said in the status line."""
        if self._runner.is_running or self.parameters is None:
            return
        volume = self.ui.volumeSelector.currentNode()
        try:
            queries = parse_queries(self.ui.queriesEdit.toPlainText())
            settings = self._ready_settings()
            run = self._logic.start(volume, queries, settings, viewName=self.parameters.viewName)
        except ValueError as error:
            self._display.problem(str(error))
        except Exception as error:
            logging.exception("MISGround could not start a query")
            self._display.problem(_("The query could not be started: {error}").format(error=error))
        else:
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
            self._display.problem(
                _("The volume left the scene, so the query was stopped. Your text is kept: choose a volume, ask again.")
            )
        elif run.cancelled or self._runner.cancelling:
            self._results.show(self._detections)
            self._display.say(_("Cancelled. The scene is as it was."))
        else:
            self._take(run, volume)

    def _take(self, run: GroundingRun, volume: Any) -> None:
        """Keep and draw what was answered: all of it, or what came before a failure."""
        result = run.result or run.partial_result()
        if result.detections:
            self._result = result
            self.ui.exportButton.enabled = True
        self._results.show(self._detections)
        if run.error is not None:
            logging.error("MISGround: %s: %s\n%s", run.error.code, run.error.message, run.error.details)
            self._display.problem(_failure(run))
        else:
            remember_model(run.settings.model)
            self._display.say(_summary(result))
        try:
            self._boxes = self._logic.draw(result, volume)
        except Exception as error:
            logging.exception("MISGround could not draw an answer")
            self._display.problem(
                _("The answer is in the table, but its boxes could not be drawn: {error}").format(error=error)
            )

    @property
    def _detections(self) -> list[Detection]:
        return self._result.detections if self._result else []

    def _forget_result(self) -> None:
        self._result, self._boxes = None, []
        self._results.show([])
        self.ui.exportButton.enabled = False

    def _on_row_clicked(self, row: int) -> None:
        if row >= len(self._detections) or self.parameters is None:
            return
        detection = self._detections[row]
        if detection.box_ras is not None:
            jump_to(detection.box_ras.center_ras, self.parameters.viewName)
        else:
            absent = _("{query}: not found on this slice.").format(query=detection.query)
            self._display.say("\n".join(detection.problems) or absent)

    def _browse(self) -> None:
        folder = qt.QFileDialog.getExistingDirectory(self.ui.browseButton, _("Folder of a model"))
        if folder:
            self.ui.modelSelector.setEditText(folder)

    def _undo(self) -> None:
        undone = boxes.undo()
        self._display.say(_("The last boxes were taken back.") if undone else _("There is nothing to take back."))

    def _clear(self) -> None:
        count = boxes.clear()
        self._display.say(_("Boxes taken out of the scene: {count}.").format(count=count))

    def _export(self) -> None:
        title = _("Folder for result.json and boxes.mrk.json")
        folder = qt.QFileDialog.getExistingDirectory(self.ui.exportButton, title)
        if not folder or self._result is None:
            return
        try:
            boxes.export(self._result, self._boxes, Path(folder))
        except (OSError, ValueError) as error:
            self._display.problem(_("The answer could not be written: {error}").format(error=error))
        else:
            self._display.say(_("Written: result.json and boxes.mrk.json in {folder}").format(folder=folder))

    def _connect(self, root: Any) -> None:
        def on_click(button: Any, action: Callable[[], None]) -> None:
            button.connect("clicked(bool)", lambda *_: action())

        self.ui.queriesEdit.connect("textChanged()", self.warm_up)
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


def _summary(result: GroundingResult) -> str:
    grid = result.slice_image.grid
    summary = _("{found} of {count} found on the {plane} slice at {position} mm, in {seconds} s.").format(
        found=sum(detection.found for detection in result.detections),
        count=len(result.detections),
        plane=grid.plane,
        position=f"{grid.position_mm:.1f}",
        seconds=f"{result.timings.get('total', 0.0):.1f}",
    )
    window = _("The model saw it with {window}.").format(window=result.slice_image.window_text())
    # Of an answer that is none, the reason belongs where it is seen: it may be a name that the model does not know.
    reasons = [detection.problems[0] for detection in result.detections if not detection.found and detection.problems]
    return "\n".join([f"{summary} {window}", *reasons[:1]])
