"""A search as the panel follows it, of a whole volume or of a 4D sequence's items: boxes that grow, rows, sentences."""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.engine.protocol import Event, Failed
from MISGroundLib.errors import Sentence
from MISGroundLib.extent import Extent, ExtentRun, ItemsRun, SequenceResult, VolumeResult
from MISGroundLib.extent.volume_answer import looked_at
from MISGroundLib.geometry import Matrix
from MISGroundLib.grounding import Status, parse_queries
from MISGroundLib.panel.answer_text import extent_details
from MISGroundLib.panel.display import Progress, undrawn
from MISGroundLib.panel.results_table import Row, rich_tooltip
from MISGroundLib.panel.runner import is_in_scene
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.export import save_answer
from MISGroundLib.scene.fiducials import points_of_boxes
from MISGroundLib.scene.rois import remove
from MISGroundLib.scene.sequence_items import sequence_browser_of
from MISGroundLib.settings import EMBEDDED_MODEL, SHOWN_ITEM, VOLUME, Settings

# Slices without a question follow each other within one look, up to this long.
_LOOK_SECONDS = 0.03
# Of more boxes than that only the latest is told while it searches; the table has them all.
_MOST_TOLD = 2
# A pace is told from this many questions on, after those of the first slice, which may also load the model.
_FEWEST_TIMED = 2
_PACES = "MISGround/SecondsAQuestion"  # in the application's settings
_MOST_PACES = 16

SearchRun = ExtentRun | ItemsRun
SearchResult = VolumeResult | SequenceResult
# Draws what a result holds, moving the boxes of the call before: nodes by label.
Draw = Callable[[VolumeResult, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class VolumeAnswer:
    """What a search knows, as the table shows it. nodes: the ROI nodes by label, also of boxes that are gone since.

    going_on: more will come.
    """

    result: SearchResult
    volume_id: str
    nodes: dict[str, Any] = field(default_factory=dict)
    going_on: bool = False

    @property
    def volume_name(self) -> str:
        """As it was called when it was asked about."""
        return self.result.volume.name

    @property
    def found(self) -> int:
        """How many targets have a box."""
        return sum(one.found for one in self.result.extents)

    def states(self) -> list[Status]:
        """Of the targets."""
        return [one.status for one in self.result.extents]

    def rows(self) -> list[Row]:
        """A row a target."""
        return [
            Row(self._named(one, part), extent_text(one, self._goes_on(part)), extent_score(one), extent_tooltip(one))
            for part in self.result.parts
            for one in part.extents
        ]

    def _named(self, extent: Extent, part: VolumeResult) -> str:
        """Its target, and of a sequence its item."""
        return f"{extent.label}, {part.volume.item_text}" if part.volume.item else extent.label

    def _goes_on(self, part: VolumeResult) -> bool:
        """More will come of a volume, or of an item."""
        return self.going_on and part is self.result.parts[-1]

    def summary(self) -> str:
        """How many were found in what time; of those without a box why there is none."""
        unsure = sum(one.is_unsure for one in self.result.extents)
        sentence = _("{found} of {count} found in {where}, in {seconds} s and {questions} questions.")
        if unsure:
            sentence = _(
                "{found} of {count} found ({unsure} unsure) in {where}, in {seconds} s and {questions} questions."
            )
        where, volume = _("the volume"), self.result.volume
        if isinstance(self.result, SequenceResult):
            where = _("{items} items of the sequence").format(items=len(self.result.parts))
        elif volume.item:
            where = _("the volume at {item}").format(item=volume.item_text)
        said = sentence.format(
            where=where,
            found=self.found,
            count=len(self.result.extents),
            unsure=unsure,
            seconds=f"{self.result.timings.get('total', 0.0):.1f}",
            questions=self.result.questions,
        )
        if not self.result.finished:
            said = _("{summary} It stopped at its limit of questions.").format(summary=said)
        return "\n".join([said, *self._reasons()])

    def stopped(self, why: str) -> str:
        """The status line where the search did not come to its end."""
        kept = _("{before} Kept what was known by then: {found} of {count} found after {questions} questions.")
        count, questions = len(self.result.extents), self.result.questions
        said = kept.format(before=why, found=self.found, count=count, questions=questions)
        return "\n".join([said, *self._reasons()])

    def _reasons(self) -> list[str]:
        """One line on all targets without a box; nothing where each has one."""
        if isinstance(self.result, SequenceResult):  # the rows tell which, and there are many
            return []
        reasons = [_reason(one) for one in self.result.extents if not one.found]
        return [*(worded(one.line) for one in self.result.told), *(["; ".join(reasons)] if reasons else [])]

    def center(self, row: int) -> Matrix | None:
        """The middle of a target's box, RAS mm; None without a box."""
        box = self.result.extents[row].box
        return None if box is None else box.center_ras

    def asked(self, row: int) -> str:
        """Of a target."""
        return self.result.extents[row].query

    def node(self, row: int) -> Any:
        """The ROI node of a target; None where it was not found, at that item."""
        extent = self.result.extents[row]
        return self.nodes.get(extent.label) if extent.found else None

    def detail(self, row: int) -> str:
        """What speaks for a box, or how much was looked at without one."""
        return "" if self.going_on else _reason(self.result.extents[row])

    def item(self, row: int) -> str:
        """The item that a row is about."""
        return [part.volume.item for part in self.result.parts for _one in part.extents][row]

    def details(self, row: int) -> list[str]:
        """What speaks for the answer, and every slice that was asked."""
        part = [part for part in self.result.parts for _one in part.extents][row]
        return extent_details(self.result.extents[row], part)

    def is_unsure(self, row: int) -> bool:
        """Of a target."""
        return self.result.extents[row].is_unsure

    def save(self, folder: Path) -> int:
        """result.json and boxes.mrk.json."""
        return save_answer(self.result, list(self.nodes.values()), folder)


@dataclass(frozen=True)
class Ending:
    """How a search ended, for the status line. keeps: its answer is the one to show from now on."""

    sentence: str
    is_problem: bool = False
    keeps: bool = False


class VolumeSearch:
    """A search that a `Runner` follows: it draws what it finds as it goes on, and tells how long it takes."""

    def __init__(self, run: SearchRun, volume_id: str, draw: Draw) -> None:
        """Nothing is asked before `poll`. draw: raises where the scene does not take a box."""
        self.run = run
        self.answer = VolumeAnswer(run.partial_result(with_facts=False), volume_id, going_on=True)
        self.seconds_a_question: float | None = None
        self._draw = draw
        self._drawn: list[VolumeResult] = []  # of a sequence, the items that are complete in the scene
        self._taken_back = 0
        self._latest = ""  # the target that was found last
        self._first: tuple[float, int] | None = None  # when the first slice ended, and the questions until then

    @property
    def error(self) -> Failed | None:
        """Why it failed."""
        return self.run.error

    @error.setter
    def error(self, error: Failed | None) -> None:
        self.run.error = error

    @property
    def finished(self) -> bool:
        """No more will be asked."""
        return self.run.finished

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Go on, and begin the next slice as soon as one is done."""
        began = time.monotonic()
        events: list[Event] = []
        while not self.finished:
            slices = self.run.slices
            events += self.run.poll(timeout)
            if self.run.slices == slices:
                break
            self._time()
            if time.monotonic() - began > _LOOK_SECONDS:
                break
        return events

    def cancel(self) -> None:
        """Ask for an end; what is known stays."""
        self.run.cancel()

    def _time(self) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = (now, self.run.questions)
            return
        began, before = self._first
        if self.run.questions - before >= _FEWEST_TIMED:
            self.seconds_a_question = (now - began) / (self.run.questions - before)

    def grow(self) -> bool:
        """Take in and draw what the last slices told; whether they told anything."""
        if self.run.slices == self.answer.result.slices:
            return False
        self._take(self.run.partial_result(with_facts=False))
        return True

    def end(self) -> Ending:
        """Take in and draw all that is known, with the facts, and say how it ended."""
        if self._taken_back:
            taken = _("The search was stopped, and its boxes were taken back: {count}.")
            return Ending(taken.format(count=self._taken_back))
        known = self.run.partial_result()
        if not known.questions or not any(one.looks for one in known.extents):
            if self.error is not None:
                return Ending(worded(self.error), is_problem=True)
            return Ending(_("Cancelled. Nothing was drawn."))
        try:
            self._take(known, going_on=False)
        except Exception as error:
            logging.exception("MISGround could not draw an answer")
            return Ending(undrawn(error), is_problem=True, keeps=True)
        if self.error is not None:
            return Ending(self.answer.stopped(worded(self.error)), is_problem=True, keeps=True)
        return Ending(self.answer.stopped(_("Cancelled.")) if self.run.cancelled else self.answer.summary(), keeps=True)

    def _take(self, result: SearchResult, going_on: bool = True) -> None:
        part = result.parts[-1]
        before = {one.label for one in self.answer.result.parts[-1].extents if one.box is not None}
        new = [one.label for one in part.extents if one.box is not None and one.label not in before]
        self._latest = new[-1] if new else self._latest
        # Kept in any case: an answer that cannot be drawn is in the table.
        self.answer = replace(self.answer, result=result, going_on=going_on)
        for one in result.parts:
            if not any(one is drawn for drawn in self._drawn):
                self.answer = replace(self.answer, nodes=self._draw(one, self.answer.nodes))
        self._drawn = list(result.parts[:-1])

    def boxes_there(self) -> list[Any]:
        """The ROI nodes that are still in the scene."""
        return [node for node in self.answer.nodes.values() if is_in_scene(node)]

    def was_taken_back(self, before: Sequence[Any]) -> bool:
        """Whether an undo took its boxes, `before` it, out of the scene: then it must not draw again, and ends."""
        if before and not self.boxes_there():
            self._taken_back = len(before)
        return self._taken_back > 0

    def take_out(self) -> None:
        """Take the boxes out of the scene: the volume is gone."""
        there = self.boxes_there()
        for node in [*points_of_boxes(there), *there]:
            remove(slicer.mrmlScene, node)

    def progress(self, remark: str = "") -> Progress:
        """Where it stands, about how long it will still take, and what was found where; a remark of the caller's."""
        told = self.run.progress()
        about = {"place": told.place, "number": told.questions, "count": told.expected}
        sentence = _("Looking: {plane} {place}, question {number} of about {count}")
        sentence = sentence.format(plane=worded(Sentence(told.plane)), **about)
        if told.item:
            sentence = _("Item {item}. {progress}").format(item=told.item, progress=sentence)
        left = told.expected - told.questions
        if self.seconds_a_question is not None and left > 0:
            time_left = duration(left * self.seconds_a_question)
            sentence = _("{progress}, {time} left").format(progress=sentence, time=time_left)
        now = self.answer.result.parts[-1].extents
        found = [_found_between(one) for one in now if one.box is not None]
        if len(found) > _MOST_TOLD:
            count = _("{found} of {count} found so far").format(found=len(found), count=len(now))
            found = [count, *(_found_between(one) for one in now if one.label == self._latest and one.box is not None)]
        share = told.questions / max(told.expected, 1)
        return Progress("\n".join(filter(None, (sentence, "; ".join(found), remark))), share, button=stop_tooltip())


def _reason(extent: Extent) -> str:
    """What speaks for an answer, in one line."""
    return worded(extent.notes[-1] if extent.status == "unknown" and extent.notes else extent.summary())


def stop_tooltip() -> str:
    """The tooltip of the button that cancels a search."""
    return _("Stop the search (Esc). What is known by then stays.")


def duration(seconds: float) -> str:
    """E.g. "40 s", "3 min", "2 h"."""
    if seconds < 1:
        return _("a second")
    if seconds < 90:
        return _("{count} s").format(count=round(seconds))
    if seconds < 5400:
        return _("{count} min").format(count=round(seconds / 60))
    return _("{count} h").format(count=round(seconds / 3600))


def settings_for(settings: Settings, volume: Any) -> Settings:
    """Every item is asked about only of a volume that shows a 4D sequence, and only as a whole."""
    every = settings.scope == VOLUME and shows_sequence(volume)
    return settings if every else replace(settings, items=SHOWN_ITEM)


def shows_sequence(volume: Any) -> bool:
    """Whether a volume node, or None, shows the items of a sequence."""
    return volume is not None and volume.GetScene() is not None and sequence_browser_of(volume) is not None


def cost(begin: Callable[[list[str]], SearchRun], typed: str, seconds_a_question: float | None) -> str:
    """What a search will take, said beforehand; nothing where no question can be asked.

    begin: makes the run of some queries, without asking anything; may raise ValueError. seconds_a_question: None where
    none was timed: then of the embedded model, which is quick, nothing is said, and of any other how many it will be.
    """
    if not typed.strip():
        return ""
    try:
        run = begin(parse_queries(typed))
    except ValueError:  # said when it is asked
        return ""
    count = run.expected_questions
    if seconds_a_question is None:
        if run.settings.model == EMBEDDED_MODEL:
            return ""
        sentence = _(
            "About {count} questions to this model. How long one takes here is not known before the first search: to "
            "try it, set a limit of questions below."
        )
        return sentence.format(count=count)
    sentence = _("About {count} questions to this model, in about {time}.")
    return sentence.format(count=count, time=duration(count * seconds_a_question))


def _found_between(extent: Extent) -> str:
    """E.g. "left kidney found from S 182 to 96 mm"."""
    assert extent.box is not None
    heights = extent.box.corners_ras()[:, 2]
    sentence = _("{label} found from S {high} to {low} mm")
    return sentence.format(label=extent.label, high=f"{heights.max():.0f}", low=f"{heights.min():.0f}")


def extent_text(extent: Extent, going_on: bool) -> str:
    """found, unsure, not in this volume, not known to this model, no usable answer; before its end: looking, or not
    found so far.
    """
    if extent.status == "unknown":
        return _("not known to this model")
    if extent.found:
        return _("unsure") if extent.is_unsure else _("found")
    if going_on and not extent.finished:
        return _("looking")
    if extent.status == "unusable":
        return _("no usable answer")
    return _("not in this volume") if extent.finished else _("not found so far")


def extent_score(extent: Extent) -> str:
    """The confidence, 0 to 1; nothing where the search has not come to a word."""
    known = extent.found or extent.finished
    return f"{extent.confidence:.2f}" if known and extent.confidence is not None else ""


def extent_tooltip(extent: Extent) -> str:
    """What speaks for the answer, in plain words."""
    lines = [worded(note) for note in extent.notes]
    if extent.facts is not None:
        lines.insert(0, worded(extent.facts.line()))
    elif not extent.found:
        lines.insert(0, worded(extent.summary()))
    if extent.found:
        seen = _("{slices}, {count} questions.")
        lines.append(seen.format(slices=worded(looked_at(extent.looks)), count=extent.questions))
    if extent.is_unsure:
        lines.append(_("Unsure: the score is low, so look for yourself. Choose the row to bring the views there."))
    elif extent.found:
        lines.append(_("Choose the row to bring the views there."))
    return rich_tooltip(lines)


class Paces:
    """How long a question took with which model and device: kept on this computer, for the next searches."""

    def of(self, settings: Settings) -> float | None:
        """Seconds a question; None where none was timed."""
        return self._all().get(_pace_key(settings))

    def note(self, settings: Settings, seconds: float) -> None:
        """Keep the latest time."""
        paces = {name: value for name, value in self._all().items() if name != _pace_key(settings)}
        kept = dict([*paces.items(), (_pace_key(settings), seconds)][-_MOST_PACES:])
        qt.QSettings().setValue(_PACES, json.dumps(kept))

    @staticmethod
    def _all() -> dict[str, float]:
        try:
            stored = json.loads(qt.QSettings().value(_PACES) or "{}")
            return {str(name): float(value) for name, value in stored.items()}
        except (TypeError, ValueError, AttributeError):
            return {}


def _pace_key(settings: Settings) -> str:
    return f"{settings.model} {settings.device} {settings.decoding.name}"
