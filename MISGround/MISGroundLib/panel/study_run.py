"""Several volumes of the scene asked one after the other, as a `Runner` follows it: what is answered stays answered."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import slicer
from slicer.i18n import tr as _

from MISGroundLib.batch_report import BatchItem, BatchReport
from MISGroundLib.engine.protocol import Event, Failed
from MISGroundLib.errors import UserError, one_line
from MISGroundLib.extent import ExtentRun, ItemsRun, SequenceResult, VolumeResult
from MISGroundLib.grounding import parse_queries
from MISGroundLib.panel.audit_choice import record
from MISGroundLib.panel.parameters import settings_from
from MISGroundLib.panel.runner import is_in_scene, start_failure
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.study_answers import alignment_of, asked_of, recall, remember
from MISGroundLib.settings import SHOWN_ITEM, VOLUME, Settings
from MISGroundLib.visits import Comparison, compare

_WAIT_SECONDS = 0.02
# Makes the search of a volume node, and draws what it found.
Begin = Callable[[Any, list[str], Settings], ExtentRun | ItemsRun]
Draw = Callable[[VolumeResult, Any], Any]


class StudyRun:
    """A study on its way. `report` has what became of each volume so far, `answers` what was answered, by node ID.

    A volume whose answer to the same request is kept with it is not asked again; one that cannot be asked is reported,
    and the next one is. Boxes are drawn as each volume is done, a step of their own to undo. Cancelled in a volume,
    that one is asked anew the next time, and the others are not.
    """

    def __init__(
        self, volumes: Sequence[Any], queries: list[str], settings: Settings, begin: Begin, draw: Draw
    ) -> None:
        """Nothing is asked before `poll`. Raises UserError where no volume is given."""
        if not volumes:
            raise UserError(_("No volume is checked. Check one or more in the list."))
        self.volumes, self.settings = list(volumes), settings
        self.report = BatchReport()
        self.answers: dict[str, dict[str, Any]] = {}
        self.error: Failed | None = None
        self.cancelled = False
        self._queries, self._begin, self._draw = queries, begin, draw
        self._run: ExtentRun | ItemsRun | None = None
        self._asked: dict[str, Any] = {}

    @property
    def finished(self) -> bool:
        """No more will be asked."""
        return self._run is None and (self.cancelled or len(self.report.items) == len(self.volumes))

    @property
    def place(self) -> int:
        """How many volumes are done with."""
        return len(self.report.items)

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Go on with the volume on its way, or begin the next one."""
        if self.finished:
            return []
        volume = self.volumes[self.place]
        try:
            if not is_in_scene(volume):
                raise UserError(_("It left the scene."))
            if self._run is None:
                self._ask(volume)
                return []
            events = self._run.poll(timeout)
            if self._run.finished:
                self._take(volume, self._run)
            return events
        except Exception as error:
            if self._run is not None:
                self._run.cancel()
            self._note(volume, "failed", start_failure(error, _("Unexpected: {error}")))
            return []

    def cancel(self) -> None:
        """Ask for an end, which comes within a second."""
        self.cancelled = True
        if self._run is not None:
            self._run.cancel()

    def progress(self) -> str:
        """E.g. "Volume 2 of 5, CT after: 12 of about 60 questions."."""
        known = {"number": min(self.place + 1, len(self.volumes)), "count": len(self.volumes)}
        name = _name(self.volumes[known["number"] - 1])
        if self._run is None:
            return _("Volume {number} of {count}, {name}").format(name=name, **known)
        told = _("Volume {number} of {count}, {name}: question {asked} of about {all}")
        asked = {"asked": self._run.questions, "all": max(self._run.questions, self._run.expected_questions)}
        return told.format(name=name, **known, **asked)

    def summary(self) -> str:
        """How many volumes were asked, were answered before, and could not be."""
        said = _("{done} asked, {skipped} answered before, {failed} not answered, of {count} volumes.")
        counts = {status: self.report.count(status) for status in ("done", "skipped", "failed")}
        said = said.format(count=len(self.volumes), **counts)
        if self.cancelled:
            said = _("Stopped: {said} What is answered stays, and is not asked again.").format(said=said)
        return said

    def _ask(self, volume: Any) -> None:
        self._asked = asked_of(volume, self._queries, self.settings)
        if (before := recall(volume, self._asked)) is not None:
            self.answers[volume.GetID()] = before
            self._note(volume, "skipped")
        else:
            self._run = self._begin(volume, self._queries, self.settings)

    def _take(self, volume: Any, run: ExtentRun | ItemsRun) -> None:
        if self.cancelled:
            self._run = None
            return
        if run.error is not None:
            raise UserError(worded(run.error))
        result = run.partial_result()
        if isinstance(result, SequenceResult):
            raise UserError(_("Of a sequence the item shown is asked alone in a study."))
        self._draw(result, volume)
        self.answers[volume.GetID()] = remember(volume, self._asked, result)
        message = ""
        try:
            record(result, volume)
        except UserError as error:  # the answer itself must not be lost for it
            logging.exception("MISGround could not write to the audit file")
            message = worded(error)
        self._note(volume, "done", message)

    def _note(self, volume: Any, status: str, message: str = "") -> None:
        self._run = None
        self.report.items.append(BatchItem(_name(volume), "", status, message))


def compare_visits(
    logic: Any, volumes: tuple[Any, Any], queries: str | Sequence[str], settings: dict[str, Any], register: bool
) -> Comparison:
    """Ask two volumes, as wholes, while the application handles its events; compare the answers.

    What an equal request was answered before is not asked again.

    Args:
        logic: Begins searches and draws boxes.
        volumes: The nodes of the first and the second visit.
        queries: A text, one target a line, or a list.
        settings: By their names in Slicer's Python console.
        register: Compare places after a rigid registration, not as the scene's transforms or the files say.

    Returns:
        The comparison.

    Raises:
        UserError: a volume was not answered, or the registration failed.
    """
    asked = parse_queries(queries if isinstance(queries, str) else "\n".join(queries))
    run = StudyRun(volumes, asked, whole_volumes(settings_from(**settings)), logic.startSearch, logic.drawExtents)
    try:
        while not run.finished:
            slicer.app.processEvents()
            run.poll(_WAIT_SECONDS)
    finally:
        run.cancel()  # for an interrupted wait
    for item in run.report.items:
        if item.status == "failed":
            raise UserError(item.message)
    first, second = (run.answers[volume.GetID()] for volume in run.volumes)
    return compare(first, second, alignment_of(*run.volumes, register=register))


def whole_volumes(settings: Settings) -> Settings:
    """Whatever is chosen for one volume: each is searched as a whole, a sequence at the item shown."""
    return replace(settings, scope=VOLUME, items=SHOWN_ITEM)


def _name(volume: Any) -> str:
    return one_line(volume.GetName() or "")
