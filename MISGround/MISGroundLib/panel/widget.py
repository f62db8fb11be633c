"""The panel: what the user types becomes a run; what the run says becomes progress, rows and boxes."""

import logging
from dataclasses import replace
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.bench.trust_check import TrustRun
from MISGroundLib.engine.protocol import AnswerEvent, Event, Stage
from MISGroundLib.engine.router import is_server
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import GroundingRun, parse_queries
from MISGroundLib.panel import display
from MISGroundLib.panel.answer_actions import AnswerActions, StepActions
from MISGroundLib.panel.answers import Answer, AnswerTable, SliceAnswer
from MISGroundLib.panel.audit_choice import AuditChoice
from MISGroundLib.panel.box_watch import BoxWatch
from MISGroundLib.panel.contracts import PackageCheck, PanelLogic
from MISGroundLib.panel.display import PanelDisplay, Progress, detection_rows
from MISGroundLib.panel.export_menu import ExportMenu
from MISGroundLib.panel.known_list import KnownList
from MISGroundLib.panel.model_manager import ModelRow
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
    has_parameters,
    lasting_values,
    settings_of,
)
from MISGroundLib.panel.query_history import Asked, QueryHistory
from MISGroundLib.panel.runner import Runner, report_failure, start_failure
from MISGroundLib.panel.slice_views import NodeObserver, ViewChoice, VolumeChoice, slice_node
from MISGroundLib.panel.study_section import StudySection
from MISGroundLib.panel.suggestions import Suggestions
from MISGroundLib.panel.volume_search import Paces, VolumeSearch, cost, settings_for, shows_sequence, stop_tooltip
from MISGroundLib.settings import VOLUME, Settings


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
        self._search: VolumeSearch | None = None  # while it goes on
        self._paces = Paces()
        self._refusal: NodeObserver | None = None
        self._suggestions: Suggestions | None = None
        self._asked = ""  # the text of the query on its way
        self._is_warm, self._unaudited = False, ""
        self._is_shown = self._is_new_scene = True  # new: closed or loaded since the panel was tied to its node
        self._kept: dict[str, object] = {}  # from a closed scene, for the next one
        self._progress = Progress()
        self._display = PanelDisplay(self.ui)
        self._answers = AnswerTable(self.ui, self._say, self._refuse)
        self._exports = ExportMenu(self.ui.exportButton, lambda: self._answers.kept, self._say, self._display.problem)
        self._actions = AnswerActions(self.ui, self._answers, logic.boxHistory, self._say, self._refuse)
        self._steps = StepActions(self.ui, root, self, logic.boxHistory, self._actions)
        self._watch = BoxWatch(logic.boxHistory, self._answers.refresh)
        unreadable = _("The model's answer could not be read: {error}")
        self._runner = Runner[GroundingRun | VolumeSearch](self._on_events, self._on_end, unreadable)
        self._binding = ParameterBinding(root, self.ui, self._on_parameters)
        self._volume, self._view = VolumeChoice(), ViewChoice(self.ui.viewSelector)
        self.ui.volumeSelector.setMRMLScene(slicer.mrmlScene)
        self.ui.modelSelector.addItems([embedded_label(), *recent_models()])
        self.ui.modelSelector.lineEdit().cursorPosition = 0
        self._history = QueryHistory(self.ui, lambda: self.parameters, self._ask_again)
        self._known = KnownList(self.ui, self._suggest)
        self._suggestions = Suggestions(self.ui, lambda: self._known.names, self._history.recent)
        self._server, self._audit = ServerNotice(self.ui), AuditChoice(self.ui)
        self._audit.follow(logic.boxHistory, self._display.problem)
        self._trust = TrustSection(self.ui, self._start_check)
        self._models = ModelRow(self.ui)
        self._study = StudySection(self.ui, logic, self._ready_settings, lambda: self.is_running)
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
            self._attach()
        self.refresh()

    def exit(self) -> None:
        """Another module is shown: let go of the parameter node. What happens to it is seen when the panel is back."""
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
        self._actions.settle()
        parts = (self._trust, self._study, self._watch, self._answers, self._models, self._layout_observer, self._audit)
        for part in parts:
            part.close()
        self._binding.detach()
        for tag in self._scene_tags:
            slicer.mrmlScene.RemoveObserver(tag)
        self._end_refusal()

    def _on_scene_closing(self, *_: object) -> None:
        """End the run, keep what was typed, forget the rows and what was said of them."""
        self._runner.cancel()
        self._kept = self._kept or lasting_values(self._logic.getParameterNode())
        self._binding.detach()
        self._actions.forget()
        self._answers.forget()
        self._say("")

    def _on_scene_changed(self, *_: object) -> None:
        """The scene was emptied or loaded. While another module is shown, the panel waits for `enter`."""
        self._is_new_scene = True
        if self._is_shown:
            self._attach()
            self.refresh()
        elif has_parameters(slicer.mrmlScene):
            self._kept = {}  # a loaded scene has its own

    def _attach(self) -> None:
        """Show the scene's parameter node; what was typed before goes into that of an emptied scene."""
        parameters = self._logic.getParameterNode()
        for name, value in self._kept.items():
            setattr(parameters, name, value)
        self._kept = {}
        self._binding.attach(parameters)
        if self._is_new_scene:
            self._on_parameters()
            self._volume.begin(parameters)
            self._is_new_scene = False
        else:
            self._follow_volume()

    def _on_parameters(self) -> None:
        """A parameter changed: what stood in the way may be gone, and the rows may be about another volume now."""
        if self._refusal is not None:
            self._say("")
        self._history.show()
        self._follow_volume()
        self._foretell()

    def _follow_volume(self) -> None:
        if self.parameters is None or not self._volume.note(self.parameters):
            return
        # What one volume was taken for says nothing of the next.
        self.parameters.modality = AUTOMATIC_MODALITY
        if self._answers.kept is not None and not self.is_running and self.parameters.inputVolume is not None:
            self._say(self._whose_rows() or self._answers.kept.summary())

    def _whose_rows(self) -> str:
        return self._answers.whose(self.parameters.inputVolume if self.parameters is not None else None)

    def _foretell(self) -> None:
        """Say what a search of the volume would take, where a question to the model was timed before."""
        parameters, said = self.parameters, ""
        if parameters is None:
            return
        volume = parameters.inputVolume
        self._display.aim(parameters.scope == VOLUME)
        self.ui.everyItemCheckBox.visible = parameters.scope == VOLUME and shows_sequence(volume)
        self._models.foretell(parameters.model, parameters.device, parameters.precision)
        if parameters.scope == VOLUME and not self.is_running:
            settings = settings_for(settings_of(parameters, allow_download=False), volume)
            pace = self._paces.of(settings)
            said = cost(lambda queries: self._logic.startSearch(volume, queries, settings), parameters.queries, pace)
        self.ui.costLabel.text = said
        self.ui.costLabel.visible = bool(said)

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
        """Ask what is typed, of the volume or of the slice shown. What stands in the way is said in the status line."""
        if self.is_running or self.parameters is None:
            return
        volume = self.ui.volumeSelector.currentNode()
        self._answers.mark_earlier()
        try:
            queries = parse_queries(self.ui.queriesEdit.toPlainText())
            settings = settings_for(self._ready_settings(), volume)
            modality = self.parameters.modality.replace(AUTOMATIC_MODALITY, "")
            run: GroundingRun | VolumeSearch
            if settings.scope == VOLUME:
                run = self._search = self._begin_search(volume, queries, settings, modality)
            else:
                run = self._logic.start(volume, queries, settings, viewName=self.parameters.viewName, modality=modality)
        except Exception as error:
            self._refuse(start_failure(error, _("The query could not be started: {error}")))
        else:
            self._end_refusal()
            self._actions.settle()
            self._asked = self.ui.queriesEdit.toPlainText()
            self._progress = display.first_progress(queries)
            if self._search is not None:
                self._progress = replace(self._progress, button=stop_tooltip())
            self._runner.start(run, volume)
            self._display.running(self._progress, cancelling=False)
            self._foretell()

    def _begin_search(self, volume: Any, queries: list[str], settings: Settings, modality: str) -> VolumeSearch:
        run = self._logic.startSearch(volume, queries, settings, modality)
        return VolumeSearch(run, volume.GetID(), lambda result, nodes: self._logic.drawExtents(result, volume, nodes))

    def _start_check(self) -> TrustRun:
        """Begin a check of the model. Between the slices of a search the engine would take it."""
        if self._search is not None:
            raise UserError(_("A search of the volume is on its way. Check the model when it is done."))
        return TrustRun(self._logic.engine, self._ready_settings())

    def _ready_settings(self) -> Settings:
        """What is chosen, with what it needs installed. Raises ValueError with what stands in the way."""
        assert self.parameters is not None
        self._study.check_idle()
        permitted = self.ui.downloadCheckBox.checked, self._server.allows_remote, self.ui.loadAnywayCheckBox.checked
        settings = settings_of(self.parameters, *permitted, audit=self._audit.ready())
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
                parameters = self.parameters
                self._logic.engine.warm_up(
                    model=parameters.model, device=parameters.device, precision=parameters.precision
                )
            except ValueError:
                logging.info("MISGround: the model's process could not be started ahead", exc_info=True)

    def cancel(self) -> None:
        """End the run; the scene stays as it is."""
        if self.is_running:
            self._runner.cancel()
            self._display.running(self._progress, cancelling=True)

    def _on_events(self, run: GroundingRun | VolumeSearch, events: list[Event]) -> None:
        if isinstance(run, VolumeSearch):
            self._on_search_events(run, events)
            return
        for event in events:
            self._progress = display.next_progress(self._progress, event, run)
        if any(isinstance(event, AnswerEvent) for event in events):
            self._answers.preview(detection_rows(run.detections))
        if events:
            self._display.running(self._progress, self._runner.cancelling)

    def _on_search_events(self, search: VolumeSearch, events: list[Event]) -> None:
        if self._runner.cancelling:  # also where the volume is gone: nothing is drawn any more
            return
        try:
            grown = search.grow()
        except Exception:
            logging.exception("MISGround could not draw a box while it searched")
            grown = True  # said at the end, where it still cannot be drawn
        if grown:
            self._answers.grow(search.answer)
            self._progress = search.progress(self._whose_rows())
        elif not search.run.slices:  # what comes before the first answer: the model loads
            for event in events:
                if isinstance(event, Stage):
                    self._progress = display.stage_progress(self._progress, event)
        if grown or events:
            self._display.running(self._progress, cancelling=False)

    def _on_end(self, run: GroundingRun | VolumeSearch, volume: Any) -> None:
        self._display.idle()
        if isinstance(run, VolumeSearch):
            self._on_search_end(run, volume)
        elif volume is None:
            self._lose_volume()
        elif run.cancelled or self._runner.cancelling:
            self._answers.restore()
            self._say(_("Cancelled. Nothing was drawn."))
        else:
            self._take(run, volume)
        self._foretell()

    def _lose_volume(self) -> None:
        self._answers.restore()
        self._refuse(
            _("The volume left the scene, so the query was stopped. Your text is kept: choose a volume, ask again.")
        )

    def _on_search_end(self, search: VolumeSearch, volume: Any) -> None:
        self._search = None
        if search.seconds_a_question is not None:
            self._paces.note(search.run.settings, search.seconds_a_question)
        if search.error is not None:
            report_failure(search.error)
        if volume is None:
            search.take_out()
            self._lose_volume()
            return
        ending = search.end()
        if ending.keeps:
            self._keep(search.answer, volume)
            self._answers.look_at_first(search.answer)
        else:
            self._answers.restore()
        if ending.is_problem:
            self._display.problem(ending.sentence)
        else:
            self._say_of_answer(ending.sentence)
        if search.run.result is not None:
            remember_model(search.run.settings.model)

    def _take(self, run: GroundingRun, volume: Any) -> None:
        """Keep and draw what was answered on a slice: all of it, or what came before a failure."""
        result = run.result or run.partial_result()
        answer = SliceAnswer(result, volume.GetID())
        if result.detections:
            self._keep(answer, volume)
        else:
            self._answers.restore()
        if run.error is not None:
            report_failure(run.error)
            self._display.problem(display.failure(run))
        else:
            remember_model(run.settings.model)
            if "answer" in result.timings:
                self._paces.note(run.settings, result.timings["answer"] / run.question_count)
            self._say_of_answer(display.summary(result))
        try:
            answer.boxes = self._logic.draw(result, volume)
        except Exception as error:
            logging.exception("MISGround could not draw an answer")
            self._display.problem(display.undrawn(error))
        else:
            self._answers.refresh()
            self._answers.look_at_first(answer)

    def _suggest(self) -> None:
        if self._suggestions is not None:
            self._suggestions.refresh()

    def _keep(self, answer: Answer, volume: Any) -> None:
        """Keep an answer, for the audit and in the scene's history too; where nothing asked is known, show what is."""
        self._answers.keep(answer)
        self._unaudited = self._audit.answered(answer.result, volume)
        states = answer.states()
        asked = Asked.of(self._asked, answer.volume_name, answer.result.settings, states)
        self._history.note(self._logic.getParameterNode(), asked)
        if all(state == "unknown" for state in states):
            self._known.offer()

    def _say_of_answer(self, sentence: str) -> None:
        self._say("\n".join(filter(None, (sentence, self._whose_rows(), self._unaudited))))

    def boxes_of_search(self) -> list[Any]:
        """The boxes of a search that goes on; [] without one."""
        return self._search.boxes_there() if self._search is not None else []

    def end_search_without(self, before: list[Any]) -> bool:
        """End a search that lost its boxes, `before` a step; whether a search goes on at all."""
        if self._search is None:
            return False
        if self._search.was_taken_back(before):
            self.cancel()
        return True

    def say_of_steps(self, sentence: str) -> None:
        """The status line after a step, and rows as they are now."""
        self._answers.refresh()
        if self._search is None:
            self._say(sentence)

    def _ask_again(self, queries: str) -> None:
        """Ask a text of the past, of the volume and with the settings that are chosen now."""
        if self.is_running or self.parameters is None:
            return
        self.parameters.queries = queries
        self.ground()

    def _connect(self, root: Any) -> None:
        self.ui.queriesEdit.connect("textChanged()", self.warm_up)
        # The node has no image yet when it is added.
        self.ui.volumeSelector.connect("nodeAdded(vtkMRMLNode*)", lambda *_: qt.QTimer.singleShot(0, self.refresh))
        self.ui.groundButton.connect("clicked(bool)", lambda *_: self.cancel() if self.is_running else self.ground())
        for keys, action in (("Ctrl+Return", self.ground), ("Ctrl+Enter", self.ground), ("Esc", self.cancel)):
            shortcut = qt.QShortcut(qt.QKeySequence(keys), root)
            shortcut.context = qt.Qt.WidgetWithChildrenShortcut
            shortcut.connect("activated()", action)
