"""What the panel shows of a run: progress, a status line of a few lines, and the rows of an answer on a slice."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from slicer.i18n import tr as _

from MISGroundLib.engine.protocol import AnswerEvent, Event, Stage, Token
from MISGroundLib.errors import Sentence
from MISGroundLib.grounding import Detection, GroundingResult, GroundingRun
from MISGroundLib.panel.results_table import Row, rich_tooltip
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.box_history import Undone

_BAR_STEPS = 1000
# Enough of the answer's end to fill a line; its beginning scrolls away.
_ANSWER_TAIL = 160
# What the status line shows of a long text: its beginning, which says what happened, and its end, what to do.
_MOST_CHARACTERS, _HEAD, _TAIL = 300, 180, 110
_MOST_LINES = 3
# Marks an answer in which semantic sampling chose another word than the model's first choice.
_STEADIED_MARK = " *"


@dataclass(frozen=True)
class Progress:
    """A sentence for the user, the share of the whole run (0..1, None where unknown), and the answer so far.

    button: the tooltip of the button that cancels, where that is not the usual one.
    """

    sentence: str = ""
    share: float | None = None
    answer: str = ""
    button: str = ""


def first_progress(queries: list[str]) -> Progress:
    """Before the first event."""
    return Progress(_("Asking: {queries}").format(queries=", ".join(queries)))


def next_progress(before: Progress, event: Event, run: GroundingRun) -> Progress:
    """The progress after an event of a run."""
    if isinstance(event, Stage):
        return stage_progress(before, event)
    if isinstance(event, Token):
        inside = min(event.count / max(event.limit, 1), 1.0)
        return _answering(run, event.index, inside, event.text)
    if isinstance(event, AnswerEvent):
        return _answering(run, event.index, 1.0, event.raw)
    return before


def stage_progress(before: Progress, event: Stage) -> Progress:
    """The progress as a stage begins, or goes on."""
    # Not a constant, so that the translation is the one of the moment.
    stages = {
        "starting": _("Starting the model's process"),
        "server": _("Asking the server"),
        "loading": _("Loading the model"),
        "neighbours": _("Preparing the semantic neighbours"),
        "reading": _("Reading the slice"),
        "answering": _("Answering"),
    }
    sentence = stages.get(event.stage, event.stage)
    if isinstance(event.message, Sentence):
        sentence = worded(event.message)
    elif event.message:
        sentence = _("{stage}: {detail}").format(stage=sentence, detail=event.message)
    return replace(before, sentence=sentence, share=event.fraction)


def _answering(run: GroundingRun, index: int, inside: float, text: str) -> Progress:
    """`inside` is the share (0..1) of the answer number `index` that has come."""
    count = run.question_count
    if len(run.queries) == count:
        sentence = _("Answering {number} of {count}: {query}")
    else:
        sentence = _("Answering {number} of {count}")
    query = run.queries[min(index, len(run.queries) - 1)]
    line = " ".join(text.split())
    answer = line if len(line) <= _ANSWER_TAIL else "\u2026" + line[-_ANSWER_TAIL:]
    return Progress(sentence.format(number=index + 1, count=count, query=query), (index + inside) / count, answer)


class PanelDisplay:
    """Sets the button, the progress bar, the answer and the status line of MISGround.ui."""

    def __init__(self, ui: Any) -> None:
        """`ui` has the widgets by name."""
        self._ui = ui
        self._tooltip = ui.statusLabel.toolTip
        self._aim = ui.groundButton.toolTip

    def aim(self, whole_volume: bool) -> None:
        """What the button will ask about."""
        ui = self._ui
        self._aim = _("Find the targets on the slice shown (Ctrl+Enter).")
        if whole_volume:
            self._aim = _("Find the targets in the whole volume (Ctrl+Enter).")
        if ui.groundButton.text == _("Ground"):
            ui.groundButton.toolTip = self._aim
        for widget in (ui.viewLabel, ui.viewSelector):
            widget.enabled = not whole_volume

    def running(self, progress: Progress, cancelling: bool) -> None:
        """A run is on its way: the button cancels."""
        ui = self._ui
        ui.groundButton.text = _("Cancelling...") if cancelling else _("Cancel")
        ui.groundButton.toolTip = progress.button or _("Stop the model (Esc). The scene stays as it is.")
        ui.groundButton.enabled = not cancelling
        known = progress.share is not None
        ui.progressBar.setRange(0, _BAR_STEPS if known else 0)
        if progress.share is not None:
            ui.progressBar.setValue(round(progress.share * _BAR_STEPS))
        ui.progressBar.visible = True
        ui.answerLabel.text = progress.answer
        ui.answerLabel.visible = bool(progress.answer)
        self.say(progress.sentence)

    def idle(self) -> None:
        """No run: the button grounds."""
        ui = self._ui
        ui.groundButton.text = _("Ground")
        ui.groundButton.toolTip = self._aim
        ui.groundButton.enabled = True
        ui.progressBar.visible = False
        ui.answerLabel.text = ""
        ui.answerLabel.visible = False

    def say(self, sentence: str) -> None:
        """The status line."""
        self._say(sentence, "")

    def problem(self, sentence: str) -> None:
        """The status line, in bold: what happened and what to do. There are no popups."""
        self._say(sentence, "font-weight: bold;")

    def _say(self, sentence: str, style: str) -> None:
        label = self._ui.statusLabel
        label.text = shown = _shortened(sentence)
        # Escaped: what a model or a file is called must not be read as rich text.
        label.toolTip = self._tooltip if shown == sentence else f"<p>{html.escape(sentence)}</p>"
        if label.styleSheet != style:
            label.styleSheet = style
        label.visible = bool(sentence)


def _shortened(sentence: str) -> str:
    """A text that fits a few lines of a narrow panel; of a longer one the beginning and the end."""
    text = sentence if sentence.count("\n") < _MOST_LINES else " ".join(sentence.split())
    if len(text) <= _MOST_CHARACTERS:
        return text
    head, tail = text[:_HEAD], text[-_TAIL:]
    # Whole words, where there are any.
    return f"{head.rpartition(' ')[0] or head} \u2026 {tail.partition(' ')[2] or tail}"


def summary(result: GroundingResult) -> str:
    """The status line of an answer: what was found, where, in what time, and as what the model saw it."""
    unsure = sum(detection.is_unsure for detection in result.detections)
    sentence = _("{found} of {count} found on the {slice}, in {seconds} s.")
    if unsure:
        sentence = _("{found} of {count} found ({unsure} unsure) on the {slice}, in {seconds} s.")
    found = sentence.format(
        found=sum(detection.found for detection in result.detections),
        count=len(result.detections),
        unsure=unsure,
        slice=_slice(result),
        seconds=f"{result.timings.get('total', 0.0):.1f}",
    )
    modality, window = result.slice_image.volume.modality, worded(result.slice_image.window_text())
    seen = _("The model saw it as {modality}, {window}.") if modality else _("The model saw it with {window}.")
    # The reason for no box is shown at once: it may be a name that the model does not know.
    reasons = [detection.problems[0] for detection in result.detections if not detection.found and detection.problems]
    told = [worded(line) for line in (*(one.line for one in result.told), *reasons[:1])]
    return "\n".join([f"{found} {seen.format(modality=modality, window=window)}", *told])


def absence(detection: Detection, result: GroundingResult) -> str:
    """The status line for a row without a box: why there is none."""
    absent = _("{query}: not found on the {slice}.").format(query=detection.query, slice=_slice(result))
    return "\n".join(map(worded, detection.problems)) or absent


def _slice(result: GroundingResult) -> str:
    """Which slice was asked about: "axial slice at S 12.0 mm", the position as Slicer's slider has it."""
    grid = result.slice_image.grid
    return _("{plane} slice at {position}").format(plane=worded(Sentence(grid.plane)), position=grid.position_text)


def failure(run: GroundingRun) -> str:
    """The status line of a run that failed."""
    message = worded(run.error) if run.error else ""
    if not run.detections:
        return message
    return _("{message} Answers kept from before it: {count}.").format(message=message, count=len(run.detections))


def undrawn(error: Exception) -> str:
    """The status line where the scene did not take the boxes."""
    return _("The answer is in the table, but its boxes could not be drawn: {error}").format(error=worded(error))


def undone(step: Undone | None, boxes: int) -> str:
    """The status line after "Undo last". `boxes` is how many are in the scene now."""
    if step is not None:
        # Not a constant, so that the translation is the one of the moment.
        sentences = {
            "query": _("Boxes of the last query taken back: {count}."),
            "clear": _("Cleared boxes put back: {count}."),
            "remove": _("The removed box is put back."),
            "move": _("The box is back where it was."),
            "rename": _("The box has its former name again."),
        }
        return sentences.get(step.deed, _("What was said of the box is taken back.")).format(count=step.count)
    if not boxes:
        return _("There is nothing to take back.")
    return _(
        "There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out."
    )


def redone(step: Undone | None) -> str:
    """The status line after "Redo"."""
    if step is None:
        return _("There is nothing to do again.")
    sentences = {
        "query": _("Boxes of the query drawn again: {count}."),
        "clear": _("Boxes taken out of the scene again: {count}."),
        "remove": _("The box is removed again."),
        "move": _("The box is again where you put it."),
        "rename": _("The box has your name again."),
    }
    return sentences.get(step.deed, _("What was said of the box is said again.")).format(count=step.count)


def written(folder: str, missing: int) -> str:
    """The status line after an export. `missing` is how many boxes are no longer in the scene."""
    sentence = _("Written: result.json and boxes.mrk.json in {folder}").format(folder=folder)
    if not missing:
        return sentence
    lost = _("Boxes that are no longer in the scene are in result.json only: {count}.").format(count=missing)
    return f"{sentence}\n{lost}"


def detection_rows(detections: Sequence[Detection]) -> list[Row]:
    """A row a detection."""
    return [Row(target_text(one), result_text(one), score_text(one), row_tooltip(one)) for one in detections]


def target_text(detection: Detection) -> str:
    """What was asked, and what the model called it where that differs."""
    if detection.label.casefold() == detection.query.casefold():
        return detection.query
    return _("{query} \u2192 {label}").format(query=detection.query, label=detection.label)


def result_text(detection: Detection) -> str:
    """found, unsure, not found, not known, or no usable answer; marked where semantic sampling changed a word."""
    mark = _STEADIED_MARK if _changed_words(detection) else ""
    if detection.is_unsure:
        return _("unsure") + mark
    if detection.found:
        return _("found") + mark
    if detection.status == "unknown":
        return _("not known to this model")
    return (_("no usable answer") if detection.status == "unusable" else _("not found")) + mark


def score_text(detection: Detection) -> str:
    """The score, 0 to 1; nothing where there was no usable answer to score."""
    return "" if detection.score is None else f"{detection.score:.2f}"


def _changed_words(detection: Detection) -> int:
    """How many tokens semantic sampling changed in the answer."""
    return int(detection.statistics.get("changed", 0))


def row_tooltip(detection: Detection) -> str:
    """The whole answer in plain words."""
    lines = [worded(one) for one in (*detection.problems, *detection.notes)]
    if detection.is_unsure:
        lines.append(_("Unsure: the score is low, so look for yourself. Click to bring the views there."))
    elif detection.found:
        lines.append(_("Found. Click to bring the views there."))
    elif detection.status == "absent":
        lines.append(_("The model says that this is not on the slice that was asked."))
    changed = _changed_words(detection)
    if changed:
        lines.append(
            _("* MIS-SemSam chose another word than the model's first choice {count} times.").format(count=changed)
        )
    if detection.raw:
        lines.append(_("The model wrote: {answer}").format(answer=detection.raw))
    return rich_tooltip(lines)
