"""The folder of a run's answers: run.json, its card, and answers.jsonl, a line of JSON an answer, added as they come.

A process that is killed can leave a part of the last line: it is dropped when the run goes on, and was never counted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from MISGroundLib.errors import UserError
from MISGroundLib.files import write_text
from MISGroundLib.geometry import Box
from MISGroundLib.text import clean

SCHEMA = "misground-answers-1"
CARD, ROWS = "run.json", "answers.jsonl"


@dataclass(frozen=True)
class BenchAnswer:
    """What a model said to a question with one decoding.

    decoding: its name in the card. raw: the model's words. choice: index of the option that it chose; None where no
    option could be read. boxes_px: of a localisation, half-open pixels of the picture as drawn, each with a score;
    said_absent: it said that there is none. error: why the question could not be asked, or "". score: 0..1, of the
    decision. statistics: of the decoding: steps, rescored, changed, deferred.
    """

    question: str
    decoding: str
    raw: str
    choice: int | None = None
    boxes_px: tuple[Box, ...] = ()
    box_scores: tuple[float, ...] = ()
    said_absent: bool = False
    score: float = 0.0
    error: str = ""
    seconds: float = 0.0
    tokens: int = 0
    statistics: dict[str, Any] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        """Whether it is an answer at all: an unreadable one is wrong, and counted apart."""
        return not self.error and (self.choice is not None or bool(self.boxes_px) or self.said_absent)


@dataclass(frozen=True)
class RunCard:
    """What a run was: enough to repeat it.

    questions_sha256: of the question file. model: name, revision, device, number type. decodings: name -> settings.
    asked: "words" (options are read from the words) or "boxes" (the model is asked for boxes, and they decide).
    software, hardware: names and versions. sessions: start, end and answers of each start of the run.
    """

    questions_sha256: str
    question_count: int
    model: dict[str, Any]
    decodings: dict[str, dict[str, Any]]
    asked: str
    seed: int
    engine: str
    software: dict[str, str] = field(default_factory=dict)
    hardware: dict[str, Any] = field(default_factory=dict)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    schema: str = SCHEMA


class AnswerWriter:
    """Adds answers to a folder, each on the disk before the next."""

    def __init__(self, folder: Path) -> None:
        """Open the folder's answers to go on. Raises UserError where it cannot be written."""
        self._path = folder / ROWS
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _drop_part(self._path)
            # No buffer: what a full disk did not take would be written later, behind our back.
            self._stream = self._path.open("ab", buffering=0)
        except OSError as error:
            raise UserError(f"{folder} cannot be written ({error.strerror}). Give another folder.") from error

    def add(self, *answers: BenchAnswer) -> None:
        """Write answers. Raises UserError for a full disk; those before it are kept."""
        whole = self._path.stat().st_size
        try:
            for answer in answers:
                row = json.dumps(clean(asdict(answer)), ensure_ascii=False, allow_nan=False)
                left = memoryview(row.encode() + b"\n")
                while left:
                    left = left[self._stream.write(left) :]
                whole = self._path.stat().st_size
            os.fsync(self._stream.fileno())
        except OSError as error:
            with suppress(OSError):
                os.truncate(self._path, whole)
            raise UserError(
                f"{self._path} could not be written ({error.strerror}). Free some space and start the run again: it "
                "goes on where it stopped."
            ) from error

    def close(self) -> None:
        """End."""
        self._stream.close()


def write_card(folder: Path, card: RunCard) -> None:
    """Write run.json, whole or not at all."""
    write_text(folder / CARD, json.dumps(asdict(card), indent=1, ensure_ascii=False, allow_nan=False))


def read_card(folder: Path) -> RunCard:
    """The card. Raises UserError that says what is wrong with the folder."""
    try:
        data = json.loads((folder / CARD).read_text(encoding="utf-8"))
        schema = data["schema"]
        if schema == SCHEMA:
            return RunCard(**data)
    except OSError as error:
        raise UserError(f"{folder} holds no {CARD}. Give a folder that `bench run` made.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / CARD} is damaged ({error}). Run again into another folder.") from error
    raise UserError(f"{folder / CARD}, line 1: it is of the version {schema!r} and this is {SCHEMA!r}. Run again.")


def read_answers(folder: Path, going_on: bool = False) -> Iterator[BenchAnswer]:
    """The answers, in the order in which they came.

    Raises UserError with line and reason for one that is damaged, doubled or breaks off; going_on: a last line that
    breaks off is left out, as a killed run leaves it.
    """
    path = folder / ROWS
    seen: set[tuple[str, str]] = set()
    try:
        stream = path.open("rb")
    except OSError as error:
        if going_on:
            return
        raise UserError(f"{folder} holds no {ROWS}. Give a folder that `bench run` made.") from error
    with stream:
        for number, line in enumerate(stream, start=1):
            if not line.endswith(b"\n"):
                if going_on:
                    return
                raise _refused(path, number, "it breaks off. Start the run again to finish it")
            try:
                data = json.loads(line)
                boxes = tuple(tuple(box) for box in data["boxes_px"])
                answer = BenchAnswer(**{**data, "boxes_px": boxes, "box_scores": tuple(data["box_scores"])})
            except (ValueError, KeyError, TypeError) as error:
                raise _refused(path, number, f"it is no answer ({error})") from error
            if (answer.question, answer.decoding) in seen:
                raise _refused(path, number, f"the answer to {answer.question} with {answer.decoding} is there twice")
            seen.add((answer.question, answer.decoding))
            yield answer


def _drop_part(path: Path) -> None:
    """Cut off a last line that breaks off."""
    if not path.exists():
        return
    with path.open("rb+") as stream:
        data = stream.read()
        stream.truncate(data.rfind(b"\n") + 1)


def _refused(path: Path, line: int, why: str) -> UserError:
    return UserError(f"{path}, line {line}: {why}.")
