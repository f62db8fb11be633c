"""What the panel shows: idle or running, how far, and one line that says everything there is to say."""

import html
from typing import Any

from slicer.i18n import tr as _

from MISGroundLib.panel.progress import Progress

_BAR_STEPS = 1000
# What the status line shows of a long text: its beginning, which says what happened, and its end, what to do.
_MOST_CHARACTERS, _HEAD, _TAIL = 300, 180, 110
_MOST_LINES = 3


class PanelDisplay:
    """Sets the button, the progress bar, the answer and the status line of MISGround.ui."""

    def __init__(self, ui: Any) -> None:
        """`ui` has the widgets by name."""
        self._ui = ui
        self._tooltip = ui.statusLabel.toolTip

    def running(self, progress: Progress, cancelling: bool) -> None:
        """A run is on its way: the button cancels."""
        ui = self._ui
        ui.groundButton.text = _("Cancelling...") if cancelling else _("Cancel")
        ui.groundButton.toolTip = _("Stop the model (Esc). The scene stays as it is.")
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
        ui.groundButton.toolTip = _("Find the targets on the slice shown (Ctrl+Enter).")
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
        label.text = shown = shortened(sentence)
        # Escaped: what a model or a file is called must not be read as rich text.
        label.toolTip = self._tooltip if shown == sentence else f"<p>{html.escape(sentence)}</p>"
        if label.styleSheet != style:
            label.styleSheet = style
        label.visible = bool(sentence)


def shortened(sentence: str) -> str:
    """A text that fits a few lines of a narrow panel; of a longer one the beginning and the end."""
    text = sentence if sentence.count("\n") < _MOST_LINES else " ".join(sentence.split())
    if len(text) <= _MOST_CHARACTERS:
        return text
    head, tail = text[:_HEAD], text[-_TAIL:]
    # Whole words, where there are any.
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"
