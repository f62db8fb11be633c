"""The application's side of the worker process: starts it, asks, streams events, cancels, restarts. No torch, no Qt.

The caller's thread never waits for the model. The process's threads only put events on a queue; `poll` hands them out.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import (
    AnswerEvent,
    Ask,
    Cancelled,
    Done,
    Engine,
    Event,
    Failed,
    Question,
    Stage,
    check_request,
    decode_event,
    drain,
    encode_ask,
    pack_picture,
)
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL, Settings

# A cancel must be done within a second: time to end by itself, then the time between terminate and kill.
GRACE_SECONDS = 0.5
TERMINATE_SECONDS = 0.15
CLOSE_SECONDS = 1.0
# Of so many slices misground-mini is asked at once: more are hardly faster, and the first answers would come later.
MOST_SLICES = 4
# After these a worker is not fit to go on.
_FATAL_CODES = ("out-of-memory", "device-error")
_STDERR_LINES = 40
_RESTART = "The next query starts the model afresh."
_TOO_BIG = f"Choose a smaller model, or close other programs and ask again. {_RESTART}"


@dataclass
class _Request:
    id: str
    cancelling: bool = False


class EngineClient(Engine):
    """One worker process, started with the first question and again after its end."""

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
        """As `Engine.is_busy`."""
        with self._lock:
            return self._request is not None

    @property
    def worker_pid(self) -> int | None:
        """The process id of the living worker."""
        worker = self._worker
        return worker.pid if worker is not None and worker.alive else None

    def ask(self, image: NDArray[np.uint8], questions: Sequence[Question], settings: Settings | None = None) -> str:
        """As `Engine.ask`. The picture goes through the worker's stdin, never to a disk.

        Where the embedded model knows none of the targets, the answer that says so is there to poll at once.
        """
        settings = settings or Settings()
        check_request(image, questions, self.is_busy)
        request_id = uuid.uuid4().hex
        # A worker of the caller's own may know what ours does not.
        if self._worker_is_ours and (refused := _refusal(request_id, settings.model, questions)):
            for event in refused:
                self._events.put(event)
            return request_id
        message = Ask(request_id, pack_picture(image), list(questions), settings)
        with self._lock:
            self._ended.clear()
            self._request = _Request(request_id)
            try:
                worker = self._running_worker()
            except UserError:
                self._finish(None)
                raise
            worker.send(encode_ask(message))
        return request_id

    def most_slices(self, settings: Settings) -> int:
        """As `Engine.most_slices`: misground-mini reads several at once; what others take was not measured."""
        return MOST_SLICES if self._worker_is_ours and settings.model == EMBEDDED_MODEL else 1

    def warm_up(self, model: str = EMBEDDED_MODEL, device: str = "auto", precision: str = "auto") -> None:
        """As `Engine.warm_up`."""
        with self._lock:
            if self.is_busy:
                return
            with contextlib.suppress(UserError):
                message = {"type": "load", "model": model, "device": device, "precision": precision}
                self._running_worker().send(json.dumps(message))

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """As `Engine.poll`."""
        return drain(self._events, timeout)

    def cancel(self, request_id: str) -> None:
        """As `Engine.cancel`.

        A worker that does not stop by itself in half a second is ended, and with it the loaded model.
        """
        with self._lock:
            request, worker = self._request, self._worker
            if request is None or request.id != request_id or request.cancelling:
                return
            request.cancelling = True
            if worker is not None:
                worker.send(json.dumps({"type": "cancel", "id": request_id}))
            force = threading.Thread(target=self._force_cancel, args=(request, worker), name="misground-cancel")
            force.daemon = True
            force.start()

    def close(self) -> None:
        """As `Engine.close`."""
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

    def _running_worker(self) -> LineProcess:
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

    def _force_cancel(self, request: _Request, worker: LineProcess | None) -> None:
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


def _refusal(request_id: str, model: str, questions: Sequence[Question]) -> list[Event]:
    """The whole answer to a request in which the embedded model knows not one target; else [], for the worker to see.

    Damaged files of the model are the worker's to report.
    """
    if model != EMBEDDED_MODEL:
        return []
    from MISGroundLib.vlm.mini import embedded_profile

    try:
        profile = embedded_profile()
    except UserError:
        return []
    said = [profile.can_be_asked(question, 1) for question in questions]
    if any(knows for knows, _ in said):
        return []
    answers = [
        AnswerEvent(request_id, index, "", [], 0.0, [why], unknown=not questions[index].words)
        for index, (_, why) in enumerate(said)
    ]
    return [*answers, Done(request_id, {"name": model})]


class LineProcess:
    """Runs a command. On other threads on_line gets each line of its stdout, on_exit its exit code (or -signal)."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        on_line: Callable[[LineProcess, str], None],
        on_exit: Callable[[LineProcess, int], None],
    ) -> None:
        """Start it. Raises OSError where the command cannot be run."""
        self._on_line = on_line
        self._on_exit = on_exit
        self._outgoing: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stderr: deque[str] = deque(maxlen=_STDERR_LINES)
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(env),
            encoding="utf-8",
            errors="replace",
            # Slicer on Windows has no console: without this flag one would pop up.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._stderr_thread = self._thread(self._read_stderr)
        self._reader = self._thread(self._read_stdout)
        self._writer = self._thread(self._write_stdin)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def send(self, line: str) -> None:
        """Queue a line for its stdin; never blocks."""
        self._outgoing.put(line + "\n")

    def close_stdin(self) -> None:
        """End its stdin, after the lines queued so far."""
        self._outgoing.put(None)

    def terminate(self) -> None:
        """Ask the system to end it."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once, even where it is stopped."""
        self._process.kill()

    def wait(self, timeout: float) -> bool:
        """Whether it has ended, within `timeout` seconds."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stderr_tail(self) -> str:
        """The last lines it wrote to stderr, and lines of stdout that were no message."""
        return "\n".join(self._stderr)

    def note(self, line: str) -> None:
        """Add a line to what `stderr_tail` gives."""
        self._stderr.append(line)

    def _thread(self, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name=f"misground-{target.__name__}", daemon=True)
        thread.start()
        return thread

    def _read_stdout(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                self._on_line(self, line.rstrip("\n"))
        code = self._process.wait()
        self._outgoing.put(None)
        # A child of the process may keep its stderr open: do not wait for that long.
        self._stderr_thread.join(0.2)
        self._on_exit(self, code)

    def _read_stderr(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            for line in stream:
                self._stderr.append(line.rstrip("\n"))

    def _write_stdin(self) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as stream:
                while (line := self._outgoing.get()) is not None:
                    stream.write(line)
                    stream.flush()
        except (OSError, ValueError):
            return  # It has ended: on_exit tells.


def python_command(executable: str | None = None, environ: Mapping[str, str] | None = None) -> str:
    """The Python to run the worker with: PythonSlicer inside the Slicer application, else this interpreter.

    Slicer's own interpreter is embedded: its executable may be the application. PythonSlicer lies beside it or in bin/.
    """
    executable = sys.executable if executable is None else executable
    environ = os.environ if environ is None else environ
    name = "PythonSlicer.exe" if sys.platform == "win32" else "PythonSlicer"
    beside = Path(executable).parent if executable else None
    in_slicer = "SLICER_HOME" in environ or "slicer" in Path(executable).name.lower() or not executable
    if in_slicer:
        folders = [beside, beside and beside / "bin", beside and beside.parent / "bin"]
        folders.append(Path(environ["SLICER_HOME"]) / "bin" if "SLICER_HOME" in environ else None)
        for folder in folders:
            if folder and (folder / name).is_file():
                return str(folder / name)
        if found := shutil.which("PythonSlicer", path=environ.get("PATH")):
            return found
    return executable or "python3"


def explain_exit(exit_code: int, stderr: str) -> tuple[str, str]:
    """A slug and a sentence for the exit code (a signal as -n) and the last stderr lines of a worker that ended."""
    text = stderr.lower()
    again = "If it happens again, choose another model or device."
    if "memoryerror" in text or "out of memory" in text or "can't allocate memory" in text:
        return "out-of-memory", f"The computer ran out of memory while the model was working. {_TOO_BIG}"
    if "no module named" in text and "misgroundlib" not in text:
        missing = stderr.lower().rsplit("no module named", 1)[1].strip().splitlines()[0].strip(" '\"")
        return "missing-package", (
            f"The Python package {missing} is missing. "
            "Install MISGround's Python packages (see README), then ask again."
        )
    if exit_code < 0 and sys.platform != "win32":
        if -exit_code == signal.SIGKILL:
            return "killed", (
                "The model's process was killed from outside. This often means that the computer ran out of memory. "
                + _TOO_BIG
            )
        if -exit_code == signal.SIGTERM:
            return "killed", f"The model's process was ended from outside. {_RESTART}"
        return "crashed", f"The model's process crashed ({_signal_name(-exit_code)}). {_RESTART} {again}"
    return "crashed", f"The model's process ended unexpectedly (exit code {exit_code}). {_RESTART} {again}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
