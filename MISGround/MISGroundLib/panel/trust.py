"""The section "How far can I trust this model?": a small fixed set through the chosen model, in its process."""

import logging
from collections.abc import Callable
from typing import Any

import qt
from slicer.i18n import tr as _

from MISGroundLib.bench.trust_check import TrustRow, TrustRun
from MISGroundLib.panel.runner import INTERVAL_MS


class TrustSection:
    """A button, a sentence and a table. `start` makes a TrustRun; the message of its ValueError is the sentence."""

    def __init__(self, ui: Any, start: Callable[[], TrustRun]) -> None:
        """`ui` has trustButton, trustLabel and trustTable."""
        self._ui = ui
        self._start = start
        self._run: TrustRun | None = None
        self._timer = qt.QTimer()
        self._timer.interval = INTERVAL_MS
        self._timer.connect("timeout()", self._look)
        header = ui.trustTable.horizontalHeader()
        ui.trustTable.setHorizontalHeaderLabels([_("Measured"), _("Model"), _("95 % interval"), _("Guess"), _("Of")])
        header.setSectionResizeMode(0, qt.QHeaderView.Stretch)
        for column in range(1, 5):
            header.setSectionResizeMode(column, qt.QHeaderView.ResizeToContents)
        ui.trustTable.visible = False
        ui.trustButton.connect("clicked(bool)", lambda *_: self._clicked())
        self._idle("")

    @property
    def is_running(self) -> bool:
        """A check is on its way."""
        return self._run is not None

    def close(self) -> None:
        """Stop at once: the panel goes."""
        self._timer.stop()
        if self._run is not None:
            self._run.cancel()
            self._run = None

    def _clicked(self) -> None:
        if self._run is not None:
            self._run.cancel()
            return
        try:
            self._run = self._start()
        except ValueError as error:
            self._idle(str(error))
        except Exception as error:
            logging.exception("MISGround could not start a check")
            self._idle(_("The check could not be started: {error}").format(error=error))
        else:
            self._ui.trustButton.text = _("Cancel the check")
            self._ui.trustTable.visible = False
            self._say(_("The model is loading."))
            self._timer.start()

    def _look(self) -> None:
        run = self._run
        if run is None:
            return
        try:
            run.poll()
        except Exception as error:
            logging.exception("MISGround could not go on with a check")
            self._end(_("The check stopped: {error}").format(error=error), run)
            return
        if not run.finished:
            if run.answers:
                self._say(_("{percent} % asked.").format(percent=round(100 * run.fraction)))
        elif run.error is not None:
            logging.error("MISGround: %s: %s\n%s", run.error.code, run.error.message, run.error.details)
            self._end(run.error.message, run)
        elif run.cancelled:
            kept = _("Cancelled. The table holds what was answered before.")
            self._end(kept if run.answers else _("Cancelled before the first answer."), run)
        else:
            name = _("{name}, revision {revision}").format(
                name=run.model.get("name", run.settings.model), revision=run.model.get("revision", "?")
            )
            self._end(
                _(
                    "{model}, {decoding}. {count} pictures of made-up bodies: a first look, not a clinical measure. "
                    "Guess: always the usual place."
                ).format(model=name, decoding=run.settings.decoding.name, count=len(run.pictures)),
                run,
            )

    def _end(self, sentence: str, run: TrustRun) -> None:
        self._timer.stop()
        self._run = None
        self._show(run.rows() if run.answers else [])
        self._idle(sentence)

    def _idle(self, sentence: str) -> None:
        self._ui.trustButton.text = _("Check the model")
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._ui.trustLabel.text = sentence
        self._ui.trustLabel.visible = bool(sentence)

    def _show(self, rows: list[TrustRow]) -> None:
        table = self._ui.trustTable
        table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, text in enumerate((row.name, row.value, row.interval, row.guess, str(row.count))):
                item = qt.QTableWidgetItem(text)
                item.setToolTip(row.about)
                table.setItem(place, column, item)
        table.visible = bool(rows)
