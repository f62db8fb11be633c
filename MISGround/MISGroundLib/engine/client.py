"""The application's side of the engine: starts the worker, asks, streams events, cancels, restarts. No torch, no Qt.

The caller's thread never waits for the model. Worker threads only put events on a queue; `poll` hands them out.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.endings import explain_exit
from MISGroundLib.engine.handover import check_picture, pack
from MISGroundLib.engine.process import LineProcess, python_command
from MISGroundLib.engine.protocol import (
    Ask,
    Cancelled,
    Done,
    Event,
    Failed,
    Question,
    Stage,
    decode_event,
    encode_ask,
    take_all,
)
from MISGroundLib.engine.refusals import refusal
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL, Settings

# A cancel must be done within a second: time to end by itself, then the time between terminate and kill.
GRACE_SECONDS = 0.5
TERMINATE_SECONDS = 0.15
CLOSE_SECONDS = 1.0
# After these a worker is not fit to go on.
_FATAL_CODES = ("out-of-memory", "device-error")


@dataclass
class _Request:
    id: str
    cancelling: bool = False


class EngineClient:
    """One worker process and at most one request at a time. Use it from one thread."""

    def __init__(self, command: Sequence[str] | None = None, env: Mapping[str, str] | None = None) -> None:
        """Start nothing yet. command: what to run in place of `python -m MISGroundLib.engine.worker`."""
        self._worker_is_ours = not command
        self._command = list(command) if command else [python_command(), "-m", "MISGroundLib.engine.worker"]
        self._env = dict(os.environ if env is None else env)
        library = str(Path(__file__).resolve().parents[2])
        self._env["PYTHONPATH"] = os.pathsep.join(filter(None, [library, self._env.get("PYTHONPATH")]))
        self._env.setdefault("TOKENIZERS_PARALLELISM", "false")
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._lock = threading.RLock()
        self._worker: LineProcess | None = None
        self._request: _Request | None = None
        self._ended = threading.Event()

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way; true until its Done, Failed or Cancelled is there to poll."""
        with self._lock:
            return self._request is not None

    @property
    def worker_pid(self) -> int | None:
        """The process id of the living worker."""
        worker = self._worker
        return worker.pid if worker is not None and worker.alive else None

    def ask(
        self,
        image: NDArray[np.uint8],
        questions: Sequence[Question],
        settings: Settings | None = None,
    ) -> str:
        """Send questions about a picture; returns the request's id at once.

        image: uint8 (height, width) of grey values or (height, width, 3) of colours; for questions in words also
        several, (count, height, width, 3), or none, count 0. It goes through the worker's stdin, never to a disk.
        settings.together: more than one question in a batch is faster, and can change an answer where two tokens are
        all but equally probable. Where the embedded model knows none of the targets, the answer that says so is there
        to poll at once. Raises UserError while another request is under way, for no question, or where the worker
        cannot be started; ValueError for pixels of another type or shape.
        """
        settings = settings or Settings()
        check_picture(image)
        if not questions:
            raise UserError("There is no question to ask. Type what to look for.")
        if self.is_busy:
            raise UserError("The model is still answering. Wait for it, or cancel first.")
        request_id = uuid.uuid4().hex
        # A worker of the caller's own may know what ours does not.
        if self._worker_is_ours and (refused := refusal(request_id, settings.model, questions)):
            for event in refused:
                self._events.put(event)
            return request_id
        message = Ask(request_id, pack(image), list(questions), settings)
        with self._lock:
            self._ended.clear()
            self._request = _Request(request_id)
            try:
                worker = self._living_worker()
            except UserError:
                self._finish(None)
                raise
            worker.send(encode_ask(message))
        return request_id

    def warm_up(self, model: str = EMBEDDED_MODEL, device: str = "auto") -> None:
        """Start the worker and let it load a model, so that the first answer comes sooner. Failures wait for `ask`."""
        with self._lock:
            if self.is_busy:
                return
            with contextlib.suppress(UserError):
                self._living_worker().send(json.dumps({"type": "load", "model": model, "device": device}))

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """The events since the last poll, in order; waits up to `timeout` seconds for the first."""
        return take_all(self._events, timeout)

    def cancel(self, request_id: str) -> None:
        """Stop a request; returns at once, and its Cancelled event comes within a second. Harmless after its end.

        A worker that does not stop by itself in half a second is ended, and with it the loaded model.
        """
        with self._lock:
            request, worker = self._request, self._worker
            if request is None or request.id != request_id or request.cancelling:
                return
            request.cancelling = True
            if worker is not None:
                worker.send(json.dumps({"type": "cancel", "id": request_id}))
            threading.Thread(target=self._insist, args=(request, worker), name="misground-cancel", daemon=True).start()

    def close(self) -> None:
        """End the worker; a request under way ends without an event. May be called again."""
        with self._lock:
            worker, self._worker = self._worker, None
            request = self._request
            if worker is not None:
                if request is not None:
                    worker.send(json.dumps({"type": "cancel", "id": request.id}))
                worker.send(json.dumps({"type": "shutdown"}))
                worker.close_stdin()
            self._finish(None)
        if worker is not None and not worker.wait(CLOSE_SECONDS):
            _end(worker)

    def _living_worker(self) -> LineProcess:
        """The worker, a fresh one where there is none. Raises UserError."""
        if self._worker is not None and self._worker.alive:
            return self._worker
        try:
            self._worker = LineProcess(self._command, self._env, self._on_line, self._on_exit)
        except OSError as error:
            raise UserError(
                f"The model's process could not be started ({self._command[0]}: {error.strerror or error}). "
                "Check that Python is installed there."
            ) from error
        if self._request is not None:
            self._events.put(Stage(self._request.id, "starting"))
        return self._worker

    def _on_line(self, worker: LineProcess, line: str) -> None:
        """A line of the worker's stdout, on its reader thread."""
        try:
            event = decode_event(line)
        except ValueError:
            worker.note(line)
            return
        with self._lock:
            if self._request is None or event.id != self._request.id or worker is not self._worker:
                return
            if isinstance(event, Failed) and event.code in _FATAL_CODES:
                self._worker = None
                worker.kill()
            if isinstance(event, Done | Failed | Cancelled):
                self._finish(Cancelled(event.id) if self._request.cancelling else event)
            else:
                self._events.put(event)

    def _on_exit(self, worker: LineProcess, exit_code: int) -> None:
        """The worker has ended, on its reader thread."""
        with self._lock:
            if worker is not self._worker:
                return
            self._worker = None
            if self._request is not None:
                code, message = explain_exit(exit_code, worker.stderr_tail())
                failed = Failed(self._request.id, code, message, worker.stderr_tail())
                self._finish(Cancelled(failed.id) if self._request.cancelling else failed)

    def _finish(self, event: Event | None) -> None:
        """End the request; its last event is there to poll. Call it with the lock held."""
        self._request = None
        if event is not None:
            self._events.put(event)
        self._ended.set()

    def _insist(self, request: _Request, worker: LineProcess | None) -> None:
        """See a cancel through: cooperation, terminate, kill."""
        if self._ended.wait(GRACE_SECONDS):
            return
        with self._lock:
            if self._request is not request:
                return
            if self._worker is worker:
                self._worker = None
        if worker is not None:
            _end(worker)
        with self._lock:
            if self._request is request:
                self._finish(Cancelled(request.id))


def _end(worker: LineProcess) -> None:
    worker.terminate()
    if not worker.wait(TERMINATE_SECONDS):
        worker.kill()
        worker.wait(TERMINATE_SECONDS)
