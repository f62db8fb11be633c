"""slicer.util's message boxes: recorded in `host.popups`, and answered as a test has prepared."""

from __future__ import annotations

import logging
from typing import Any

import slicer.util

from host.face.interventions import popups

_KINDS = {logging.ERROR: "error", logging.WARNING: "warning", logging.INFO: "info"}


def install() -> None:
    """Replace the two functions that every message of slicer.util goes through."""
    slicer.util._messageDisplay = _message_display
    slicer.util.messageBox = _message_box


def _message_display(
    logLevel: int, text: str, testingReturnValue: Any, mainWindowNeeded: bool = False, **keywords: Any
) -> Any:
    """Records even where the application would only log (while testing, or without a main window).

    A question returns the button for the prepared answer (True: Ok, Yes or Retry). With no answer prepared it returns
    what Slicer returns while testing, else the refusing button, as when the dialog is closed.
    """
    logging.log(logLevel, text)
    details = keywords.get("detailedText") or ""
    if mainWindowNeeded:
        return popups.record(_KINDS[logLevel], text, details, testingReturnValue)
    answer = popups.record("question", text, details)
    if answer is None and slicer.app.testingEnabled():
        return testingReturnValue
    confirming, refusing = ("Ok", "Yes", "Retry"), ("Cancel", "No", "Close")
    offered = int(keywords["standardButtons"])
    return next(b for b in map(_button, confirming if answer else refusing) if offered & int(b))


def _message_box(text: str, parent: Any = None, **keywords: Any) -> Any:
    return popups.record("info", text, keywords.get("detailedText") or "", _button("Ok"))


def _button(name: str) -> Any:
    import qt

    return getattr(qt.QMessageBox, name)
