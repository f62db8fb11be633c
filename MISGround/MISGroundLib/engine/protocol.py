"""What goes between the client and the worker process: one JSON object a line, each with a "type".

Client to worker:  ask (an `Ask`), cancel {id}, load {model, device} (so that a later ask finds it warm),
shutdown {}.
Worker to client:  every `Event` below. stdout carries nothing else; logs go to stderr.
"""

from __future__ import annotations

import json
import queue
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from MISGroundLib.settings import Settings

PROTOCOL_VERSION = 3


@dataclass(frozen=True)
class Question:
    """One target on one slice, with what a model may be told about the slice.

    position_fraction: 0 at the volume's left / posterior / inferior end, 1 at its right / anterior / superior end
    (growing with the RAS coordinate); None on an oblique plane. words: in place of a target, what the model reads after
    the pictures, as it stands; the answer is then words too. image_left, image_top: what of the patient lies
    there ("right", "front", "head" ...); empty where it is as usual, or where an oblique plane has no such edge.
    midline_mm: of a sagittal slice the distance from the patient's midline, + = the patient's right; None where it was
    not measured.
    """

    query: str
    plane: str = "axial"
    modality: str = ""
    position_fraction: float | None = None
    words: str = ""
    image_left: str = ""
    image_top: str = ""
    midline_mm: float | None = None


@dataclass(frozen=True)
class Ask:
    """Questions on one slice. picture: as `handover.pack` makes it of uint8 (see `EngineClient.ask`)."""

    id: str
    picture: dict[str, Any]
    questions: list[Question]
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class DetectedBox:
    """One box of an answer: half-open pixels of the slice, label as the model wrote it, score 0..1."""

    box_px: tuple[float, float, float, float]
    label: str
    score: float


@dataclass(frozen=True)
class Event:
    """Base of what a worker tells; `id` is the request's."""

    id: str


@dataclass(frozen=True)
class Stage(Event):
    """A stage begins: starting, loading, neighbours, reading, answering. `fraction` 0..1 where it is known."""

    stage: str
    message: str = ""
    fraction: float | None = None


@dataclass(frozen=True)
class Token(Event):
    """One more token of the answer to question `index`: the text so far, tokens made, and the most there can be."""

    index: int
    text: str
    count: int
    limit: int


@dataclass(frozen=True)
class AnswerEvent(Event):
    """The whole answer to question `index`.

    boxes: empty means the model said "not found" or gave no readable box; `problems` says which in plain words.
    unknown: the model does not know the target, so that it was not asked and nothing is said of the slice.
    score: of the found/not-found decision, or of the words that were asked for, 0..1. statistics: SemSam's steps,
    rescored, changed, deferred; raw_score and raw_box_scores, before calibration. notes: what to heed about the answer,
    in plain words.
    """

    index: int
    raw: str
    boxes: list[DetectedBox]
    score: float
    problems: list[str] = field(default_factory=list)
    statistics: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    unknown: bool = False


@dataclass(frozen=True)
class Done(Event):
    """All questions answered. model: name, revision (weights' hash or hub commit), device, dtype; seconds a stage."""

    model: dict[str, Any] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cancelled(Event):
    """The request was cancelled, by the user."""


@dataclass(frozen=True)
class Failed(Event):
    """The request failed. code: a short slug (see worker and client); message: what happened and what to do."""

    code: str
    message: str
    details: str = ""


EVENTS: dict[str, type[Event]] = {
    "stage": Stage,
    "token": Token,
    "answer": AnswerEvent,
    "done": Done,
    "cancelled": Cancelled,
    "failed": Failed,
}
_EVENT_TYPES = {cls: name for name, cls in EVENTS.items()}


def take_all(events: queue.SimpleQueue[Event], timeout: float = 0.0) -> list[Event]:
    """The events that wait in a queue, in order; waits up to `timeout` seconds for the first."""
    taken: list[Event] = []
    try:
        taken.append(events.get(timeout=timeout) if timeout > 0 else events.get_nowait())
        while True:
            taken.append(events.get_nowait())
    except queue.Empty:
        return taken


def encode_event(event: Event) -> str:
    """An event as one line of JSON, without the newline."""
    return json.dumps({"type": _EVENT_TYPES[type(event)], **asdict(event)}, allow_nan=False)


def decode_event(line: str) -> Event:
    """The event of a line. Raises ValueError for anything that is not one."""
    try:
        message = json.loads(line)
        cls = EVENTS[message.pop("type")]
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in message.items() if key in known}
        if cls is AnswerEvent:
            values["boxes"] = [DetectedBox(tuple(box["box_px"]), box["label"], box["score"]) for box in values["boxes"]]
        return cls(**values)
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"not an event of the worker: {line[:200]!r}") from error


def encode_ask(ask: Ask) -> str:
    """A request as one line of JSON, without the newline."""
    return json.dumps({"type": "ask", "version": PROTOCOL_VERSION, **asdict(ask)})


def decode_ask(message: dict[str, Any]) -> Ask:
    """The request of a decoded "ask" message. Raises ValueError where a field is missing or out of range."""
    try:
        values = {f.name: message[f.name] for f in fields(Ask)}
        values["questions"] = [Question(**question) for question in values["questions"]]
        values["settings"] = Settings.from_json(values["settings"])
        return Ask(**values)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a request: {error}") from error
