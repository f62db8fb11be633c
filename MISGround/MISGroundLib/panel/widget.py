"""The panel: what the user types becomes a run; what the run says becomes progress, rows and boxes."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.bench.trust_check import TrustRun
from MISGroundLib.engine.protocol import AnswerEvent, Event
from MISGroundLib.engine.router import is_server
from MISGroundLib.grounding import Detection, GroundingResult, GroundingRun, parse_queries
from MISGroundLib.panel import display
from MISGroundLib.panel.display import PanelDisplay, Progress, ResultsTable
from MISGroundLib.panel.model_section import (
    Dependencies,
    ServerNotice,
    TrustSection,
    embedded_label,
    recent_models,
    remember_model,
)
from MISGroundLib.panel.parameters import (
    AUTOMATIC_MODALITY,
    PanelParameters,
    ParameterBinding,
    lasting_values,
    settings_of,
)
from MISGroundLib.panel.runner import Runner, report_failure, start_failure
from MISGroundLib.panel.slice_views import NodeObserver, ViewChoice, VolumeChoice, jump_to, look_at, slice_node
from MISGroundLib.scene.export import save_answer
from MISGroundLib.scene.rois import BoxHistory, boxes_of
from MISGroundLib.settings import Settings


class PanelLogic(Protocol):
    """What the panel needs of a MISGroundLogic."""

    boxHistory: BoxHistory

    @property
    def engine(self) -> Any:
        """What answers: an EngineRouter, or a test's engine."""

    def getParameterNode(self) -> PanelParameters:
        """The parameter node of the scene; made where there is none."""

    def start(self, volumeNode: Any, queries: list[str], settings: Settings, **where: str) -> GroundingRun:
        """Begin a query."""

    def draw(self, result: GroundingResult, volumeNode: Any) -> list[Any]:
        """Draw the boxes of an answer; the ROI nodes."""


class PackageCheck(Protocol):
    """What the panel needs of Dependencies."""

    def missing(self) -> Sequence[object]:
        """The packages that are not there."""

    def ensure(self) -> None:
        """Install them, or raise a ValueError."""


class GroundingPanel:
    """Drives the widgets of MISGround.ui."""

    def __init__(self, root: Any, logic: PanelLogic, dependencies: PackageCheck | None = None) -> None:
        """Connect the widgets; show the scene's parameter node.

        Args:
            root: The form's widget.
            logic: Begins runs and draws boxes.
            dependencies: Given by tests.
        """
        self.ui = slicer.util.childWidgetVariables(root)
        self._logic = logic
        self._dependencies = dependencies or Dependencies()
        self._result: GroundingResult | None = None
        self._boxes: list[Any] = []
        self._answered_volume = ""  # the ID of the node that the rows are about
        self._in_3d: set[str] = set()  # the IDs of the volumes whose boxes the 3D view has been brought to
        self._refusal: NodeObserver | None = None
        self._is_warm = False
        self._is_shown = True
        self._kept: dict[str, object] = {}  # from a closed scene, for the next one
        self._progress = Progress()
        self._display = PanelDisplay(self.ui)
        self._results = ResultsTable(self.ui.resultsTable, self._on_row_clicked)
        unreadable = _("The model's answer could not be read: {error}")
        self._runner = Runner[GroundingRun](self._on_events, self._on_end, unreadable)
        self._binding = ParameterBinding(root, self.ui, self._on_parameters)
        self._volume, self._view = VolumeChoice(), ViewChoice(self.ui.viewSelector)
        self.ui.volumeSelector.setMRMLScene(slicer.mrmlScene)
        self.ui.modelSelector.addItems([embedded_label(), *recent_models()])
        self.ui.modelSelector.lineEdit().cursorPosition = 0
        self._server = ServerNotice(self.ui)
        self._trust = TrustSection(self.ui, lambda: TrustRun(logic.engine, self._ready_settings()))
        # A Slicer without a main window has no layout.
        layout = slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLLayoutNode")
        self._layout_observer = NodeObserver([layout], lambda *_: self._view.refresh(self.parameters))
        scene = slicer.mrmlScene
        self._scene_tags = [
            scene.AddObserver(scene.StartCloseEvent, self._on_scene_closing),
            scene.AddObserver(scene.EndCloseEvent, self._on_scene_changed),
            scene.AddObserver(scene.EndImportEvent, self._on_scene_changed),
        ]
        self._view.refresh(None)
        self._connect(root)
        self._forget_result()
        self._display.idle()
        self._say("")
        self._on_scene_changed()

    @property
    def parameters(self) -> PanelParameters | None:
        """The parameter node shown, or None."""
        return self._binding.parameters

    @property
    def is_running(self) -> bool:
        """A run is on its way."""
        return self._runner.is_running

    def enter(self) -> None:
        """The module is shown: tie the panel to the parameter node."""
        self._is_shown = True
        if self.parameters is None:
            self._binding.attach(self._logic.getParameterNode())
            self._follow_volume()
        self.refresh()

    def exit(self) -> None:
        """Another module is shown: what it does to the parameter node concerns the panel when it is shown again."""
        self._is_shown = False
        self._binding.detach()

    def refresh(self) -> None:
        """Offer the layout's slice views, and propose the volume shown where none is chosen."""
        if self.parameters is not None:
            self._view.refresh(self.parameters)
            self._volume.propose(self.parameters)

    def close(self) -> None:
        """The panel goes: stop following a run and let go of the scene."""
        self._runner.stop()
        self._trust.close()
        self._binding.detach()
        self._layout_observer.close()
        for tag in self._scene_tags:
            slicer.mrmlScene.RemoveObserver(tag)
        self._end_refusal()

    def _on_scene_closing(self, *_: object) -> None:
        """End the run, keep what was typed, forget the rows and what was said of them."""
        self._runner.cancel()
        self._kept = lasting_values(self._logic.getParameterNode())
        self._binding.detach()
        self._forget_result()
        self._in_3d.clear()
        self._say("")

    def _on_scene_changed(self, *_: object) -> None:
        """Show the parameter node of an emptied or loaded scene; what was typed before goes into an emptied one."""
        parameters = self._logic.getParameterNode()
        for name, value in self._kept.items():
            setattr(parameters, name, value)
        self._kept = {}
        self._binding.attach(parameters)
        self._on_parameters()
        self._volume.begin(parameters)
        self.refresh()
        if not self._is_shown:
            self._binding.detach()

    def _on_parameters(self) -> None:
        """A parameter changed: what stood in the way may be gone, and the rows may be about another volume now."""
        if self._refusal is not None:
            self._say("")
        self._follow_volume()

    def _follow_volume(self) -> None:
        if self.parameters is None or not self._volume.note(self.parameters):
            return
        # What one volume was taken for says nothing of the next.
        self.parameters.modality = AUTOMATIC_MODALITY
        if self._result is not None and not self.is_running and self.parameters.inputVolume is not None:
            self._say(self._whose_rows() or display.summary(self._result))

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
        if self.is_running or self.parameters is None:
            return
        volume = self.ui.volumeSelector.currentNode()
        try:
            queries = parse_queries(self.ui.queriesEdit.toPlainText())
            settings = self._ready_settings()
            modality = self.parameters.modality.replace(AUTOMATIC_MODALITY, "")
            run = self._logic.start(volume, queries, settings, viewName=self.parameters.viewName, modality=modality)
        except Exception as error:
            self._refuse(start_failure(error, _("The query could not be started: {error}")))
        else:
            self._end_refusal()
            self._progress = display.first_progress(queries)
            self._runner.start(run, volume)
            self._display.running(self._progress, cancelling=False)

    def _ready_settings(self) -> Settings:
        """What is chosen, with what it needs installed. Raises ValueError with what stands in the way."""
        assert self.parameters is not None
        settings = settings_of(self.parameters, self.ui.downloadCheckBox.checked, self._server.allows_remote)
        if not is_server(settings.model):
            self._dependencies.ensure()
        return settings

    def warm_up(self) -> None:
        """At the first key press: the model loads while the query is typed. Failures wait for `ground`."""
        if self._is_warm or self.parameters is None or not self.ui.queriesEdit.focus:
            return
        if is_server(self.parameters.model):
            return
        self._is_warm = True
        if not self._dependencies.missing():
            try:
                self._logic.engine.warm_up(model=self.parameters.model, device=self.parameters.device)
            except ValueError:
                logging.info("MISGround: the model's process could not be started ahead", exc_info=True)

    def cancel(self) -> None:
        """End the run; the scene stays as it is."""
        if self.is_running:
            self._runner.cancel()
            self._display.running(self._progress, cancelling=True)

    def _on_events(self, run: GroundingRun, events: list[Event]) -> None:
        for event in events:
            self._progress = display.next_progress(self._progress, event, run)
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
            report_failure(run.error)
            self._display.problem(display.failure(run))
        else:
            remember_model(run.settings.model)
            self._say("\n".join(filter(None, (display.summary(result), self._whose_rows()))))
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
        """Bring the 3D view to a volume's first boxes: its camera looks at the origin, wherever the scan lies."""
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
            self._say(display.absence(detection, self._result))

    def _browse(self) -> None:
        folder = qt.QFileDialog.getExistingDirectory(self.ui.browseButton, _("Folder of a model"))
        if folder:
            self.ui.modelSelector.setEditText(folder)

    def _undo(self) -> None:
        step = self._logic.boxHistory.undo()
        self._say(display.undone(step, len(boxes_of(slicer.mrmlScene))))

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
            self._say(display.written(folder, missing))

    def _connect(self, root: Any) -> None:
        def on_click(button: Any, action: Callable[[], None]) -> None:
            button.connect("clicked(bool)", lambda *_: action())

        self.ui.queriesEdit.connect("textChanged()", self.warm_up)
        # The node has no image yet when it is added.
        self.ui.volumeSelector.connect("nodeAdded(vtkMRMLNode*)", lambda *_: qt.QTimer.singleShot(0, self.refresh))
        on_click(self.ui.groundButton, lambda: self.cancel() if self.is_running else self.ground())
        on_click(self.ui.browseButton, self._browse)
        on_click(self.ui.undoButton, self._undo)
        on_click(self.ui.clearButton, self._clear)
        on_click(self.ui.exportButton, self._export)
        for keys, action in (("Ctrl+Return", self.ground), ("Ctrl+Enter", self.ground), ("Esc", self.cancel)):
            shortcut = qt.QShortcut(qt.QKeySequence(keys), root)
            shortcut.context = qt.Qt.WidgetWithChildrenShortcut
            shortcut.connect("activated()", action)
