"""The audit file: a line of JSON for each answer and each step of a reader, where the user has chosen a file.

Off unless `Settings.audit` names a file. Lines are only ever added. They hold no pixel, and of the volume neither name
nor path, which may be a patient's: only its DICOM series UID, or a hash of its voxels.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MISGroundLib import __version__
from MISGroundLib.errors import UserError, clean, clean_text
from MISGroundLib.files import make_way, shown

if TYPE_CHECKING:
    from MISGroundLib.extent import Extent, VolumeResult
    from MISGroundLib.grounding import Detection, GroundingResult

_SCHEMA = "misground-audit-1"
# What a reader does with a box, by the deeds of scene/box_history.py; "query" is one whose boxes are taken back.
_REVIEWS = {
    "accept": "accepted",
    "reject": "rejected",
    "reopen": "taken back",
    "rename": "renamed",
    "move": "adjusted",
    "remove": "removed",
    "clear": "removed",
    "query": "drawn",
}
_WAYS = ("done", "undone", "redone")


def check_audit(file: str) -> None:
    """Before anything slow: whether lines can be added to a file; nothing is asked of "", which is no audit.

    Raises:
        UserError: it is a folder, or cannot be written.
    """
    if file:
        _append(file, [])


def record_answers(result: GroundingResult | VolumeResult, volume_id: str = "") -> None:
    """Add a line for each target that was answered, where the settings name a file.

    Args:
        result: Of a slice or of a volume.
        volume_id: In place of the volume's own identifier, which inside Slicer may be the ID of a node.

    Raises:
        UserError: the file cannot be written.
    """
    if result.settings.audit:
        _append(result.settings.audit, [clean(line) for line in _answer_lines(result, volume_id)])


def record_review(file: str, box: Any, deed: str, way: str = "done", volume_id: str = "") -> None:
    """Add a line for what a reader did with a box: a judgement, a change, or either taken back or done again.

    Args:
        file: The audit file; "" for none.
        box: A node that MISGround drew, which says what was asked, and when, and what answered.
        deed: As box_history.py calls it: "accept", "reject", "reopen", "rename", "move", "remove", "clear", "query".
        way: "done", "undone" or "redone".
        volume_id: As for `record_answers`.

    Raises:
        UserError: the file cannot be written.
    """
    if deed not in _REVIEWS or way not in _WAYS:
        raise ValueError(f"a review is one of {tuple(_REVIEWS)}, {_WAYS}, not {deed!r}, {way!r}")
    if not file:
        return

    def said(name: str) -> str:
        return clean_text(box.GetAttribute(f"MISGround.{name}") or "")

    line = {
        **_stamp("review"),
        "review": _REVIEWS[deed],
        "step": way,
        "stands": said("Review") or "open",
        "query": said("Query"),
        "label": said("Label"),
        "answered": said("Created"),
        "model": {"name": said("Model"), "revision": said("ModelRevision")},
        "volume": volume_id or said("VolumeIdentifier"),
        **(_last_move(said("Edits")) if (deed, way) == ("move", "done") else {}),
    }
    _append(file, [clean(line)])


def _last_move(edits: str) -> dict[str, Any]:
    """Where a box was and is, RAS mm, as its provenance has it. No name that a reader typed: it may be a patient's."""
    moves = [edit for edit in json.loads(edits or "[]") if edit["what"] == "place"]
    return {when: moves[-1][when] for when in ("before", "after")} if moves else {}


def _stamp(event: str) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {"schema": _SCHEMA, "time": now, "event": event, "software": f"MISGround {__version__}"}


def _answer_lines(result: GroundingResult | VolumeResult, volume_id: str) -> Iterator[dict[str, Any]]:
    image = getattr(result, "slice_image", None)
    volume = result.volume if image is None else image.volume  # type: ignore[union-attr]
    answers = result.extents if image is None else result.detections  # type: ignore[union-attr]
    for answer in answers:
        yield {
            **_stamp("answer"),
            "query": answer.query,
            "label": answer.label,
            "answer": answer.status,
            **_where(answer),
            "scope": "volume" if image is None else f"{image.grid.plane} slice at {image.grid.position_text}",
            "answered": result.created,
            "model": _model(result.model, result.settings.model),
            "decoding": result.settings.decoding.name,
            "volume": volume_id or volume.identifier,
        }


def _where(answer: Detection | Extent) -> dict[str, Any]:
    """The box in RAS mm, and how sure it is."""
    box = getattr(answer, "box_ras", None) or getattr(answer, "box", None)
    score = getattr(answer, "score", None) if hasattr(answer, "score") else getattr(answer, "confidence", None)
    if box is None:
        return {"score": score}
    return {
        "score": score,
        "center_ras_mm": [round(float(value), 3) for value in box.center_ras],
        "size_mm": [round(float(value), 3) for value in box.size_mm],
    }


def _model(model: Mapping[str, Any], asked: str) -> dict[str, str]:
    return {"name": str(model.get("name", asked)), "revision": str(model.get("revision", ""))}


def _append(file: str, lines: list[Any]) -> None:
    path = make_way(Path(file).expanduser())
    text = "".join(f"{json.dumps(line, ensure_ascii=False, allow_nan=False)}\n" for line in lines)
    try:
        # One write at the file's end, so that two programs' lines do not mix.
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UserError(
            "The audit file {path} cannot be written: {reason}. Choose another file, or none.",
            path=shown(path),
            reason=error.strerror or error,
        ) from error
