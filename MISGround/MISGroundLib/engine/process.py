"""A child process that speaks in lines: three plain threads, no pipe that can block the caller, no zombie."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_STDERR_LINES = 40


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
