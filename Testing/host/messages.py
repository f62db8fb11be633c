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

    A confirmation returns the prepared answer (True = the confirming button), else what Slicer returns while testing.
    """
    logging.log(logLevel, text)
    kind = _KINDS[logLevel] if mainWindowNeeded else "question"
    answer = popups.record(kind, text, keywords.get("detailedText") or "", testingReturnValue)
    if not isinstance(answer, bool) or testingReturnValue is None:
        return answer
    confirming = ("Ok", "Yes", "Retry")
    buttons = _button_names(keywords.get("standardButtons"))
    chosen = [b for b in buttons if (b in confirming) == answer]
    return _button(chosen[0]) if chosen else answer


def _message_box(text: str, parent: Any = None, **keywords: Any) -> Any:
    return popups.record("info", text, keywords.get("detailedText") or "", _button("Ok"))


def _button(name: str) -> Any:
    import qt

    return getattr(qt.QMessageBox, name)


def _button_names(buttons: Any) -> list[str]:
    return [n for n in ("Ok", "Yes", "Retry", "No", "Cancel", "Close") if int(buttons or 0) & int(_button(n))]
