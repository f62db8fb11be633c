"""The audit file as the panel has it: chosen by the user on this computer, told of each answer and each reader's step.

Kept in the application's settings and never with a scene: one from elsewhere must not say where files are written.
"""

import hashlib
import logging
from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.audit import check_audit, record_answers, record_review
from MISGroundLib.errors import UserError
from MISGroundLib.extent import SequenceResult, VolumeResult
from MISGroundLib.grounding import GroundingResult
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.box_history import BoxHistory, Deed, Way
from MISGroundLib.scene.volumes import volume_info

__all__ = ["AuditChoice", "check_audit", "record"]

_FILE = "MISGround/AuditFile"  # in the application's settings


def record(result: GroundingResult | VolumeResult | SequenceResult, volume: Any) -> None:
    """Add an answer about a volume node to the file of its settings, if there is one. Raises UserError."""
    if result.settings.audit:
        identifier = lasting_identifier(volume)  # a hash of every voxel where there is no UID
        for part in [result] if isinstance(result, GroundingResult) else result.parts:
            record_answers(part, identifier)


class AuditChoice:
    """The file's name in the form, and what is written to it."""

    def __init__(self, ui: Any) -> None:
        """`ui` has auditEdit, a line, and auditButton."""
        self._ui = ui
        self._history: BoxHistory | None = None
        ui.auditEdit.text = qt.QSettings().value(_FILE) or ""
        ui.auditEdit.connect("textChanged(QString)", lambda text: qt.QSettings().setValue(_FILE, text.strip()))
        ui.auditButton.connect("clicked(bool)", lambda *_: self._browse())

    @property
    def file(self) -> str:
        """The file chosen; "" for none."""
        return str(self._ui.auditEdit.text).strip()

    def ready(self) -> str:
        """The file chosen. Raises UserError where it cannot be written: before anything slow."""
        check_audit(self.file)
        return self.file

    def answered(self, result: GroundingResult | VolumeResult | SequenceResult, volume: Any) -> str:
        """Add an answer. Returns what went wrong, "" for nothing: the answer itself must not be lost for it."""
        try:
            record(result, volume)
        except UserError as error:
            logging.exception("MISGround could not write to the audit file")
            return worded(error)
        return ""

    def follow(self, history: BoxHistory, refuse: Callable[[str], None]) -> None:
        """Add each step of a reader, also one that is taken back or done again. refuse: is told what went wrong."""
        self._history = history
        history.on_step = lambda deed, way, marks: self._stepped(deed, way, marks, refuse)

    def close(self) -> None:
        """The panel goes."""
        if self._history is not None:
            self._history.on_step = lambda deed, way, marks: None

    def _stepped(self, deed: Deed, way: Way, marks: list[Any], refuse: Callable[[str], None]) -> None:
        if not self.file:
            return
        known: dict[str, str] = {}  # of each volume: a hash of every voxel where there is no UID
        try:
            for mark in marks:
                name = mark.GetAttribute("MISGround.VolumeID") or ""
                if name not in known:
                    volume = slicer.mrmlScene.GetNodeByID(name) if name else None
                    known[name] = lasting_identifier(volume) if volume is not None else ""
                record_review(self.file, mark, deed, way, known[name])
        except UserError as error:
            logging.exception("MISGround could not write to the audit file")
            # After what is said of the step itself.
            said = worded(error)
            qt.QTimer.singleShot(0, lambda: refuse(said))

    def _browse(self) -> None:
        file = qt.QFileDialog.getSaveFileName(
            self._ui.auditButton, _("File for the audit"), self.file, _("Lines of JSON (*.jsonl)")
        )
        if file:
            self._ui.auditEdit.text = file


def lasting_identifier(node: Any) -> str:
    """What a volume node is known by outside its scene: its series' UID, or a hash of its voxels as files have it."""
    known = volume_info(node, "").identifier
    if known != node.GetID():
        return known
    return f"sha256:{hashlib.sha256(slicer.util.arrayFromVolume(node).tobytes()).hexdigest()[:16]}"
