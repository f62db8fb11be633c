"""What the panel shows: idle or running, how far, and one line that says everything there is to say."""

from typing import Any

from slicer.i18n import tr as _

from MISGroundLib.panel.progress import Progress

_BAR_STEPS = 1000


class PanelDisplay:
    """Sets the button, the progress bar, the answer and the status line of MISGround.ui."""

    def __init__(self, ui: Any) -> None:
        """`ui` has the widgets by name."""
        self._ui = ui

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
        label.text = sentence
        if label.styleSheet != style:
            label.styleSheet = style
        label.visible = bool(sentence)
