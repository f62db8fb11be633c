"""What an engine is asked and what it tells, and how both cross to the worker process.

Between client and worker: one JSON object a line, each with a "type".
Client to worker:  ask (an `Ask`, its picture inside: no pixel of a patient ever lies on a disk), cancel {id},
load {model, device} (so that a later ask finds it warm), shutdown {}.
Worker to client:  every `Event` below. stdout carries nothing else; logs go to stderr.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.anatomy import Kind
from MISGroundLib.errors import UserError, packed, unpacked
from MISGroundLib.settings import EMBEDDED_MODEL, Settings

PROTOCOL_VERSION = 6
TOKEN_INTERVAL_SECONDS = 1 / 30
BUSY = "The model is still answering. Wait for it, or cancel first."
_LOST_PICTURE = "The slice's picture did not reach the model. Ask again."
_MEMORY = ("out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory")
_DEVICE = ("cuda error", "hip error", "device-side assert", "cudnn", "cublas", "mps backend")


@dataclass(frozen=True)
class Question:
    """One target on one slice, with what a model may be told about the slice.

    words: in place of a target, what the model reads after the pictures, as it stands; the answer is then words too.
    image_left, image_top: what of the patient lies there ("right", "front", "head" ...); empty where it is as usual, or
    where an oblique plane has no such edge.
    midline_mm: of a sagittal slice the distance from the patient's midline, + = the patient's right; None where it was
    not measured.
    description: what the target looks like, in sentences for models that read free text; "" for none.
    kind: whether it is to be found, counted or pointed at; a model that was trained to point is asked for points.
    picture: where a request has several pictures, the number of the one that this question is about; None for all.
    """

    query: str
    plane: str = "axial"
    modality: str = ""
    words: str = ""
    image_left: str = ""
    image_top: str = ""
    midline_mm: float | None = None
    description: str = ""
    kind: Kind = "find"
    picture: int | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Ask:
    """Questions about a picture, which is as `pack_picture` makes it."""

    id: str
    picture: dict[str, Any]
    questions: list[Question]
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class DetectedBox:
    """One box of an answer: half-open pixels of the slice, label as the model wrote it, score 0..1; of several slices,
    which one, from 0.
    """

    box_px: tuple[float, float, float, float]
    label: str
    score: float
    frame: int = 0


@dataclass(frozen=True)
class DetectedPoint:
    """One point of an answer: pixels of the slice from its edges, as boxes have them; label and score as of a box."""

    point_px: tuple[float, float]
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
    points: in place of boxes, of a model that was asked to point.
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
    points: list[DetectedPoint] = field(default_factory=list)


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
    """The request failed. code: a short slug (see worker and client); message: what happened and what to do.

    template, values: the message before its fields were filled (`UserError`), for other languages; "" where unknown.
    """

    code: str
    message: str
    details: str = ""
    template: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class Engine(Protocol):
    """What answers questions: the worker process's client, a server's, the router between them, and the tests' fake.

    One request at a time, from one thread. A subclass says what it adds to these words.
    """

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way; true until its Done, Failed or Cancelled is there to poll."""

    def ask(self, image: NDArray[np.uint8], questions: Sequence[Question], settings: Settings | None = None) -> str:
        """Send questions about a picture, and return at once.

        Args:
            image: uint8 (height, width) of grey values or (height, width, 3) of colours; for questions in words, for
                boxes across slices, and for questions of one slice each (`most_slices`), also several, (count, height,
                width, 3 or 1), or none, count 0.
            questions: at least one.
            settings: the defaults where left out.

        Returns:
            The request's id, which all of its events carry.

        Raises:
            UserError: while another request is under way, for no question, or where nobody can be asked.
            ValueError: for pixels of another type or shape.
        """

    def most_slices(self, settings: Settings) -> int:
        """Of how many slices of one size a request may ask, each question of one of them (`Question.picture`)."""
        return 1

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Return the events since the last poll, in order; wait up to `timeout` seconds for the first."""

    def cancel(self, request_id: str) -> None:
        """Stop a request; return at once. Its Cancelled event comes within a second. Harmless after its end."""

    def warm_up(self, model: str = EMBEDDED_MODEL, device: str = "auto", precision: str = "auto") -> None:
        """Load a model ahead, so that the first answer comes sooner. Failures wait for `ask`."""

    def close(self) -> None:
        """End what is under way, without an event, and whatever runs. May be called again."""


EVENTS: dict[str, type[Event]] = {
    "stage": Stage,
    "token": Token,
    "answer": AnswerEvent,
    "done": Done,
    "cancelled": Cancelled,
    "failed": Failed,
}
_EVENT_TYPES = {cls: name for name, cls in EVENTS.items()}


def drain(events: queue.SimpleQueue[Event], timeout: float = 0.0) -> list[Event]:
    """The events that wait in a queue, in order; waits up to `timeout` seconds for the first."""
    drained: list[Event] = []
    try:
        drained.append(events.get(timeout=timeout) if timeout > 0 else events.get_nowait())
        while True:
            drained.append(events.get_nowait())
    except queue.Empty:
        return drained


class TokenStream:
    """Tells the tokens of an answer, at most 30 a second; `end` brings what the pace held back."""

    def __init__(
        self, emit: Callable[[Event], None], request_id: str, questions: Sequence[Question], index: int, limit: int = 0
    ) -> None:
        """index: of the question that is answered. limit: the most tokens there can be, where it is known already."""
        self._emit = emit
        self._id = request_id
        self._index = index
        self._limit = limit
        self._stage = Stage(request_id, "answering", questions[index].query, index / len(questions))
        self._told = -1
        self._when = -math.inf

    def __call__(self, text: str, count: int, limit: int) -> None:
        """The text so far, its tokens, and the most there can be."""
        if self._told < 0:
            self._emit(self._stage)
        self._limit = limit
        now = time.perf_counter()
        if now - self._when >= TOKEN_INTERVAL_SECONDS:
            self._when, self._told = now, count
            self._emit(Token(self._id, self._index, text, count, limit))

    def end(self, text: str, count: int) -> None:
        """The whole text."""
        if count > max(self._told, 0):
            self._emit(Token(self._id, self._index, text, count, self._limit))


def explain_failure(error: BaseException) -> tuple[str, UserError]:
    """A slug and what to say, as `Failed` has them. internal-error is all that has no better name."""
    if isinstance(error, UserError):
        return "user-error", error
    if isinstance(error, ImportError):
        package = getattr(error, "name", None) or str(error)
        return "missing-package", UserError(
            "The Python package {package} is missing or cannot be used ({error}). "
            "Install MISGround's Python packages (see README), then ask again.",
            package=package,
            error=error,
        )
    text = str(error).lower()
    first_line = (str(error).strip().splitlines() or ["no message"])[0][:300]
    if isinstance(error, MemoryError) or any(word in text for word in _MEMORY):
        if "cuda" in text or "mps" in text or "hip" in text:
            return "out-of-memory", UserError(
                "The graphics card ran out of memory. Choose a smaller model or the device cpu, or close other "
                "programs, and ask again."
            )
        return "out-of-memory", UserError(
            "The computer ran out of memory. Choose a smaller model or the device cpu, or close other programs, and "
            "ask again."
        )
    if isinstance(error, RuntimeError) and any(word in text for word in _DEVICE):
        return "device-error", UserError(
            "The graphics card reported an error ({first_line}). "
            "The next query starts the model afresh; if it happens again, choose the device cpu.",
            first_line=first_line,
        )
    return "internal-error", UserError(
        "The model failed ({name}: {first_line}). Ask again; if it happens again, choose another model.",
        name=type(error).__name__,
        first_line=first_line,
    )


def error_of(event: Failed) -> UserError:
    """The error that a failure stands for."""
    if event.template:
        return UserError(event.template, **event.values)
    return UserError(event.message)


def check_request(image: NDArray[np.generic], questions: Sequence[Question], is_busy: bool) -> None:
    """Raise what `Engine.ask` raises for a request that no engine takes."""
    if not _is_picture(image):
        raise ValueError(f"a picture must be uint8 (height, width) or colours, not {image.dtype} {image.shape}")
    if not questions:
        raise UserError("There is no question to ask. Type what to look for.")
    pictures = range(image.shape[0] if image.ndim == 4 else 0)
    if any(one.picture is not None and one.picture not in pictures for one in questions):
        raise ValueError(f"a question is about a picture that is none of the {len(pictures)}")
    if is_busy:
        raise UserError(BUSY)


def _is_picture(pixels: NDArray[np.generic]) -> bool:
    """Whether it is uint8 (height, width), (height, width, 3) or (count, height, width, 3 or 1); count may be 0."""
    shape = pixels.shape
    return pixels.dtype == np.uint8 and (
        (len(shape) == 2 and 0 not in shape)
        or (len(shape) == 3 and shape[2] == 3 and 0 not in shape)
        or (len(shape) == 4 and shape[3] in (1, 3) and (shape[0] == 0 or 0 not in shape))
    )


def pack_picture(pixels: NDArray[np.uint8]) -> dict[str, Any]:
    """A picture as what JSON can hold: its shape, and its bytes in base64, row by row."""
    return {"shape": list(pixels.shape), "data": base64.b64encode(pixels.tobytes()).decode("ascii")}


def unpack_picture(packed: Any) -> NDArray[np.uint8]:
    """The picture that was packed. Raises UserError where it is none."""
    try:
        shape = tuple(map(int, packed["shape"]))
        data = base64.b64decode(packed["data"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise UserError(_LOST_PICTURE) from error
    if min(shape, default=-1) < 0 or math.prod(shape) != len(data):
        raise UserError(_LOST_PICTURE)
    # A copy of its own: torch wants arrays that can be written.
    pixels = np.frombuffer(data, np.uint8).reshape(shape).copy()
    if not _is_picture(pixels):
        raise UserError(_LOST_PICTURE)
    return pixels


def encode_event(event: Event) -> str:
    """An event as one line of JSON, without the newline."""
    return json.dumps({"type": _EVENT_TYPES[type(event)], **packed(asdict(event))}, allow_nan=False)


def decode_event(line: str) -> Event:
    """The event of a line. Raises ValueError for anything that is not one."""
    try:
        message = json.loads(line, object_hook=unpacked)
        cls = EVENTS[message.pop("type")]
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in message.items() if key in known}
        if cls is AnswerEvent:
            values["boxes"] = [DetectedBox(**{**box, "box_px": tuple(box["box_px"])}) for box in values["boxes"]]
            points = values.get("points", [])
            values["points"] = [DetectedPoint(**{**one, "point_px": tuple(one["point_px"])}) for one in points]
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
