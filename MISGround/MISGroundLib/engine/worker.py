"""The process that holds the model: ``python -m MISGroundLib.engine.worker``, spoken to as `protocol` says.

It keeps the last model warm, streams what happens, and ends when its stdin does. A question that fails costs that
question; what makes the model or the device unusable costs the request.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import (
    AnswerEvent,
    Ask,
    Cancelled,
    DetectedBox,
    DetectedPoint,
    Done,
    Event,
    Failed,
    Question,
    Stage,
    TokenStream,
    decode_ask,
    encode_event,
    explain_failure,
    unpack_picture,
)
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.settings import Settings

if TYPE_CHECKING:
    from MISGroundLib.vlm.loading import LoadedModel
    from MISGroundLib.vlm.scoring import Answer

# How long the worker may take to end by itself once nobody listens any more.
LEAVE_SECONDS = 0.5

log = logging.getLogger(__name__)


class Channel:
    """Reads messages on a thread of its own, so that a cancel is heard while the model works."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        """Start to listen."""
        self._incoming = incoming
        self._outgoing = outgoing
        self._write_lock = threading.Lock()
        self._messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._cancelled: set[str] = set()
        threading.Thread(target=self._listen, name="misground-listen", daemon=True).start()

    def next_message(self) -> dict[str, Any] | None:
        """Wait for the next message; None when the worker must end."""
        return self._messages.get()

    def emit(self, event: Event) -> None:
        """Send an event at once. Ends the process where nobody reads any more."""
        line = encode_event(event).encode() + b"\n"
        try:
            with self._write_lock:
                self._outgoing.write(line)
                self._outgoing.flush()
        except (OSError, ValueError):
            os._exit(0)

    def is_cancelled(self, request_id: str) -> bool:
        """Whether the client has cancelled this request."""
        return request_id in self._cancelled

    def forget(self, request_id: str) -> None:
        """The request has ended."""
        self._cancelled.discard(request_id)

    def _listen(self) -> None:
        for line in self._incoming:
            try:
                message = json.loads(line)
                kind = message["type"]
            except (ValueError, KeyError, TypeError):
                # Its words may be a patient's.
                log.warning("not a message: %d bytes", len(line))
                continue
            if kind == "cancel":
                self._cancelled.add(message.get("id", ""))
            elif kind == "shutdown":
                break
            else:
                self._messages.put(message)
        self._leave()

    def _leave(self) -> None:
        """The client has gone, killed perhaps: end, whatever the model does."""
        self._messages.put(None)
        time.sleep(LEAVE_SECONDS)
        os._exit(0)


class Worker:
    """Serves one request after the other."""

    def __init__(self, channel: Channel) -> None:
        """Load nothing yet."""
        self._channel = channel
        self._loaded: LoadedModel | None = None
        self._key: tuple[str, str, str] | None = None

    def run(self) -> None:
        """Serve until the client says goodbye or has gone."""
        while (message := self._channel.next_message()) is not None:
            if message["type"] == "load":
                self._warm_up(message)
            elif message["type"] == "ask":
                self._serve(message)
            else:
                log.warning("unknown message: %s", message["type"])

    def _warm_up(self, message: dict[str, Any]) -> None:
        try:
            settings = Settings(message["model"], message["device"], precision=message.get("precision", "auto"))
            self._load(settings, "", ())
        except Exception:
            # Whoever asks for this model next is told.
            log.warning("could not load early", exc_info=True)

    def _serve(self, message: dict[str, Any]) -> None:
        request_id = str(message.get("id", ""))
        try:
            self._answer(decode_ask(message))
        except StoppedError:
            self._channel.emit(Cancelled(request_id))
        except Exception as error:
            code, told = explain_failure(error)
            if not isinstance(error, UserError):
                self._drop_model()
            self._channel.emit(Failed(request_id, code, str(told), traceback.format_exc(), **told.worded()))
        finally:
            self._channel.forget(request_id)

    def _answer(self, ask: Ask) -> None:
        timings: dict[str, float] = {}
        pixels = unpack_picture(ask.picture)
        started = time.perf_counter()
        kinds = {question.kind for question in ask.questions if not question.words}
        loaded = self._load(ask.settings, ask.id, kinds)
        timings["load"] = time.perf_counter() - started
        self._check(ask.id)

        from MISGroundLib.vlm.decoding import prepare_decoding

        started = time.perf_counter()
        prepare_decoding(
            loaded,
            ask.settings.decoding,
            lambda fraction: self._channel.emit(Stage(ask.id, "neighbours", fraction=fraction)),
            lambda: self._channel.is_cancelled(ask.id),
        )
        timings["neighbours"] = time.perf_counter() - started

        started = time.perf_counter()
        left = list(range(len(ask.questions)))
        if ask.settings.together > 1:
            left = self._ask_batch(loaded, pixels, ask, left)
        for index in left:
            self._check(ask.id)
            self._channel.emit(self._ask_model(loaded, pixels, ask, index))
        timings["answer"] = time.perf_counter() - started
        self._check(ask.id)
        self._channel.emit(Done(ask.id, loaded.info, timings))

    def _ask_batch(self, loaded: LoadedModel, pixels: NDArray[np.uint8], ask: Ask, indices: list[int]) -> list[int]:
        """Ask in batches what can be asked; returns the questions left to ask one by one, which says what is wrong."""
        from MISGroundLib.vlm.generation import answer_in_batches

        asked = {index: _can_be_asked(loaded, pixels, ask.questions[index]) for index in indices}
        remarks = {index: remark for index, (willing, remark) in asked.items() if willing}
        places = list(remarks)
        left = set(indices)
        self._channel.emit(Stage(ask.id, "reading"))
        streams = {index: TokenStream(self._channel.emit, ask.id, ask.questions, index) for index in places}
        began = time.perf_counter()
        try:
            for place, said in answer_in_batches(
                loaded,
                pixels,
                [ask.questions[index] for index in places],
                ask.settings.decoding,
                ask.settings.seed,
                ask.settings.together,
                lambda place, *token: streams[places[place]](*token),
                lambda: self._channel.is_cancelled(ask.id),
            ):
                index = places[place]
                streams[index].end(said.raw, said.tokens)
                seconds, began = time.perf_counter() - began, time.perf_counter()
                self._channel.emit(_answer_event(ask.id, index, said, seconds, remarks[index]))
                left.remove(index)
        except StoppedError:
            raise
        except Exception:
            log.warning("a batch of questions failed: the rest are asked one by one", exc_info=True)
        return sorted(left)

    def _ask_model(self, loaded: LoadedModel, pixels: NDArray[np.uint8], ask: Ask, index: int) -> AnswerEvent:
        from MISGroundLib.vlm.generation import answer

        question = ask.questions[index]
        started = time.perf_counter()
        willing, remark = _can_be_asked(loaded, pixels, question)
        if not willing:
            unknown = not question.words and _picture_count(pixels, question) == 1
            return AnswerEvent(ask.id, index, "", [], 0.0, [remark], unknown=unknown)
        self._channel.emit(Stage(ask.id, "reading", question.query, index / len(ask.questions)))
        tokens = TokenStream(self._channel.emit, ask.id, ask.questions, index)
        try:
            said = answer(
                loaded,
                pixels,
                question,
                ask.settings.decoding,
                ask.settings.seed,
                tokens,
                lambda: self._channel.is_cancelled(ask.id),
            )
        except StoppedError:
            raise
        except Exception as error:
            code, told = explain_failure(error)
            if code != "internal-error" and not isinstance(error, UserError):
                raise
            log.warning("question %d failed", index, exc_info=True)
            return AnswerEvent(ask.id, index, "", [], 0.0, [str(told)], seconds=time.perf_counter() - started)
        tokens.end(said.raw, said.tokens)
        return _answer_event(ask.id, index, said, time.perf_counter() - started, remark)

    def _load(self, settings: Settings, request_id: str, kinds: Collection[str]) -> LoadedModel:
        model, device, precision = key = settings.model, settings.device, settings.precision
        box_format = settings.box_format
        if self._loaded is not None and self._key == key and not self._loaded.was_replaced():
            self._loaded.write_as(box_format)
            self._loaded.family.check(kinds)
            return self._loaded
        self._drop_model()
        if request_id:
            self._channel.emit(Stage(request_id, "loading", model))

        from MISGroundLib.vlm.loading import load

        def on_stage(text: str) -> None:
            if request_id:
                self._check(request_id)
                self._channel.emit(Stage(request_id, "loading", text))

        self._loaded = load(
            model,
            device,
            settings.allow_download,
            on_stage,
            box_format,
            kinds,
            precision,
            settings.load_anyway,
        )
        self._key = key
        return self._loaded

    def _drop_model(self) -> None:
        self._loaded, self._key = None, None
        if "torch" in sys.modules:
            from MISGroundLib.vlm.loading import free_memory

            free_memory()

    def _check(self, request_id: str) -> None:
        """Raise StoppedError where the request has been cancelled."""
        if self._channel.is_cancelled(request_id):
            raise StoppedError


def _can_be_asked(loaded: LoadedModel, pixels: NDArray[np.uint8], question: Question) -> tuple[bool, str]:
    """As the profile's, for the pictures of a request."""
    return loaded.profile.can_be_asked(question, _picture_count(pixels, question))


def _picture_count(pixels: NDArray[np.uint8], question: Question) -> int:
    return pixels.shape[0] if pixels.ndim == 4 and question.picture is None else 1


def _answer_event(request: str, index: int, said: Answer, seconds: float, remark: str) -> AnswerEvent:
    boxes = [
        DetectedBox(tuple(map(float, box.box_px)), box.label, score, box.frame)  # type: ignore[arg-type]
        for box, score in zip(said.parsed.boxes, said.box_scores, strict=True)
    ]
    points = [
        DetectedPoint(one.point_px, one.label, score)
        for one, score in zip(said.parsed.points, said.point_scores, strict=True)
    ]
    about = (said.problems, said.statistics, seconds, [remark] if remark else [])
    return AnswerEvent(request, index, said.raw, boxes, said.score, *about, points=points)


def take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """The real stdin and stdout, for messages alone: what anybody prints from now on goes to stderr."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    sys.stdout = sys.stderr
    return incoming, outgoing


def main() -> None:
    """Serve the process that started this one."""
    # Ctrl+C is the client's to handle: it cancels, or ends and closes our stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Channel(*take_standard_streams())
    faulthandler.enable()
    # Set before torch is imported: threads that spin while they wait slow down a busy computer, Slicer first of all.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    try:
        # Seconds of imports: begin before the first question comes.
        from MISGroundLib.vlm.loading import import_transformers

        import_transformers()
        import MISGroundLib.vlm.generation
        import MISGroundLib.vlm.loading  # noqa: F401
    except Exception:
        log.warning("the model's packages cannot be imported", exc_info=True)
    Worker(channel).run()


if __name__ == "__main__":
    main()
