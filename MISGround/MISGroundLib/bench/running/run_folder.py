"""The folder of a run while it is made: one run at a time, only with the settings that it was begun with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from MISGroundLib.bench.answer_file import (
    CARD,
    ROWS,
    AnswerWriter,
    BenchAnswer,
    RunCard,
    read_answers,
    read_card,
    write_card,
)
from MISGroundLib.errors import UserError

# Fields of a card that decide the answers, and what they are called.
_SAME = {
    "questions_sha256": "the questions",
    "asked": "the way of asking",
    "seed": "the seed",
    "decodings": "the decodings",
}


class RunFolder:
    """Takes answers, and keeps the card."""

    def __init__(self, folder: Path, card: RunCard) -> None:
        """Open a folder for a run, or to go on with the same one. Raises UserError that says what differs."""
        self._folder = folder
        self.card = card
        self.done: set[tuple[str, str]] = set()
        if (folder / CARD).exists():
            earlier = read_card(folder)
            _check_same(folder, earlier, card)
            self.done = {(answer.question, answer.decoding) for answer in read_answers(folder, going_on=True)}
            sessions = _counted(earlier.sessions, len(self.done))
            count = max(card.question_count, earlier.question_count)
            self.card = replace(card, question_count=count, model=earlier.model, sessions=sessions)
        elif (folder / ROWS).exists() and (folder / ROWS).stat().st_size:
            raise UserError(f"{folder} holds answers without their {CARD}. Give another folder.")
        self._writer = AnswerWriter(folder)
        self._session: dict[str, Any] = {"start": _now(), "end": "", "answers": 0, "engine": card.engine}
        self.card.sessions.append(self._session)
        write_card(folder, self.card)

    def add(self, *answers: BenchAnswer) -> None:
        """Write answers, each once. Raises UserError for a full disk."""
        fresh = [answer for answer in answers if (answer.question, answer.decoding) not in self.done]
        self._writer.add(*fresh)
        self.done.update((answer.question, answer.decoding) for answer in fresh)
        self._session["answers"] += len(fresh)

    def meet(self, model: Mapping[str, Any]) -> None:
        """Note what the engine tells of its model. Raises UserError where an earlier session met another one."""
        known = self.card.model
        if "device" in model:
            self._session.setdefault("device", model["device"])
        for name in ("name", "revision"):
            if "device" in known and name in model and known.get(name) != model[name]:
                raise _differs(self._folder, f"the model's {name}", known.get(name), model[name])
        if "device" in model and "device" not in known:
            self.card = replace(self.card, model={**known, **model})
            write_card(self._folder, self.card)

    def close(self) -> None:
        """End the session."""
        self._writer.close()
        self._session["end"] = _now()
        write_card(self._folder, self.card)


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Keep a second run out of a folder; the system lets go of a killed one. Raises UserError if there is one."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ROWS).open("ab")
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}). Give another folder.") from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UserError(f"Another run writes to {folder}. Wait for it, or give another folder.") from error
        yield


def _check_same(folder: Path, earlier: RunCard, card: RunCard) -> None:
    for name, what in _SAME.items():
        before, now = getattr(earlier, name), getattr(card, name)
        if before != now:
            raise _differs(folder, what, before, now)
    if earlier.model.get("asked_for") != card.model.get("asked_for"):
        raise _differs(folder, "the model", earlier.model.get("asked_for"), card.model.get("asked_for"))


def _differs(folder: Path, what: str, before: Any, now: Any) -> UserError:
    return UserError(
        f"{folder} holds a run that differs in {what}: {before} there, {now} now. Give the same settings to go on, or "
        "another folder."
    )


def _counted(sessions: list[dict[str, Any]], rows: int) -> list[dict[str, Any]]:
    """Sessions with the answers of those that were killed before they could tell."""
    known = sum(session["answers"] for session in sessions)
    if sessions and not sessions[-1]["end"]:
        sessions = [*sessions[:-1], {**sessions[-1], "answers": sessions[-1]["answers"] + rows - known}]
    return sessions


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
