"""What would stop a test and wait for a person: dialogs, opened web pages. Recorded and answered instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6 import QtCore, QtWidgets

from host.face.convert import unwrap, wrap
from host.face.registries import INTERVENTIONS
from host.face.signals import make_handler


@dataclass(frozen=True)
class Popup:
    """A message or dialog that a user would have seen. `kind`: error, warning, info, question, file, url, dialog."""

    kind: str
    text: str
    details: str = ""


@dataclass
class Popups:
    """Everything shown so far, and the answers a test has prepared for what comes next (first in, first out)."""

    shown: list[Popup] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def record(self, kind: str, text: str, details: str = "", default: Any = None) -> Any:
        """Note it; return the prepared answer, or `default`."""
        self.shown.append(Popup(kind, text, details))
        return self.answers.pop(0) if self.answers else default

    def clear(self) -> None:
        """Forget all."""
        self.shown.clear()
        self.answers.clear()


popups = Popups()

_ICONS = {"Information": "info", "Warning": "warning", "Critical": "error", "Question": "question"}


def _execute(face: Any, *_: Any) -> Any:
    dialog = face._qt
    if isinstance(dialog, QtWidgets.QMessageBox):
        button = dialog.defaultButton()
        default = dialog.standardButton(button) if button else QtWidgets.QMessageBox.StandardButton.Ok
        kind = _ICONS.get(dialog.icon().name, "info")
        return popups.record(kind, dialog.text(), dialog.detailedText(), int(default))
    return popups.record("dialog", dialog.windowTitle(), default=0)


def _message(kind: str) -> Any:
    def show(_cls: Any, _parent: Any, title: str, text: str, *_: Any) -> Any:
        return popups.record(kind, text, title, wrap(QtWidgets.QMessageBox.StandardButton.Ok))

    return show


def _choose_file(_cls: Any, _parent: Any = None, title: str = "", *_: Any) -> str:
    # PythonQt returns the path alone, not PySide6's pair of path and filter. "" = cancelled.
    return popups.record("file", title, default="")


def _open_url(_cls: Any, url: Any) -> bool:
    return popups.record("url", unwrap(url).toString(), default=True)


def _single_shot(_owner: Any, milliseconds: int, receiver: Any) -> None:
    if not callable(receiver):
        raise ValueError(f"Called singleShot with wrong arguments: {receiver!r} cannot be called")
    QtCore.QTimer.singleShot(milliseconds, make_handler(receiver))


def install() -> None:
    """Put the replacements in place."""
    INTERVENTIONS[("QDialog", "exec")] = _execute
    INTERVENTIONS[("QTimer", "singleShot")] = _single_shot
    INTERVENTIONS[("QDesktopServices", "openUrl")] = _open_url
    for name, kind in (
        ("information", "info"),
        ("warning", "warning"),
        ("critical", "error"),
        ("question", "question"),
    ):
        INTERVENTIONS[("QMessageBox", name)] = _message(kind)
    for name in ("getOpenFileName", "getSaveFileName", "getExistingDirectory"):
        INTERVENTIONS[("QFileDialog", name)] = _choose_file
