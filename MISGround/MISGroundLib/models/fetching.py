"""A look-up or a download in a process of its own, `python -m MISGroundLib.models.fetching`, and its client.

Slicer's own interpreter would stand still while megabytes are hashed. The process writes a line of JSON for each thing
that happens; to cancel it is to end it, at any moment: what came stays on the disk, and the next one goes on.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from MISGroundLib.engine.client import LineProcess, explain_exit, python_command
from MISGroundLib.engine.protocol import Failed
from MISGroundLib.errors import UserError

LOOK_UP, DOWNLOAD = "look-up", "download"
_EVERY_SECONDS = 0.1


class Fetching:
    """One look-up or download: poll it until it is finished. Has the shape of a run that a panel follows.

    Attributes:
        offer: what the hub offers (hub.Offer as JSON, with its size), once it has said so.
        done, total: bytes of a download.
        file: what is being fetched.
        folder: where the model lies, once it is there whole.
        error: what went wrong.
        cancelled: whether it was cancelled.
    """

    def __init__(self, what: str, model: str, place: Path, offer: dict[str, Any] | None = None) -> None:
        """Start the process. offer: of a look-up, which the user agreed to. Raises UserError."""
        self.offer: dict[str, Any] | None = offer
        self.done, self.total, self.file, self.folder = 0, 0, "", ""
        self.error: Failed | None = None
        self.cancelled = False
        self._ended = False
        self._lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        library = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, [library, os.environ.get("PYTHONPATH")]))
        asked = json.dumps({"what": what, "model": model, "place": str(place), "offer": offer})
        try:
            command = [python_command(), "-m", "MISGroundLib.models.fetching"]
            self._process = LineProcess(command, {**os.environ, "PYTHONPATH": paths}, self._on_line, self._on_exit)
        except OSError as error:
            raise UserError("The download could not be started ({reason}).", reason=error.strerror or error) from error
        self._process.send(asked)
        self._process.close_stdin()

    @property
    def finished(self) -> bool:
        """No more will come."""
        return self._ended

    def poll(self, timeout: float = 0.0) -> list[Any]:
        """Take in what the process has said; returns it."""
        taken: list[dict[str, Any]] = []
        while True:
            try:
                told = self._lines.get(timeout=timeout) if timeout else self._lines.get_nowait()
            except queue.Empty:
                return taken
            timeout = 0.0
            taken.append(told)
            self._take(told)

    def cancel(self) -> None:
        """End the process at once. What came is kept."""
        if not self._ended:
            self.cancelled = self._ended = True
            self._process.terminate()
            if not self._process.wait(0.2):
                self._process.kill()

    def _take(self, told: dict[str, Any]) -> None:
        if self.cancelled:
            return
        kind = told.get("type")
        if kind == "offer":
            self.offer = told["offer"]
        elif kind == "progress":
            self.done, self.total, self.file = told["done"], told["total"], told["file"]
        elif kind == "done":
            self.folder, self._ended = told.get("folder", ""), True
        elif kind == "failed":
            self.error, self._ended = Failed("", "user-error", told["message"], told.get("details", "")), True

    def _on_line(self, process: LineProcess, line: str) -> None:
        try:
            self._lines.put(dict(json.loads(line)))
        except (ValueError, TypeError):
            process.note(line)

    def _on_exit(self, process: LineProcess, code: int) -> None:
        """Where it ended without a word of its own. What it did say comes before this."""
        message = explain_exit(code, process.stderr_tail())[1] if code else ""
        self._lines.put({"type": "failed", "message": message, "details": process.stderr_tail()} if message else {})


def main() -> None:
    """Do what the line on stdin asks."""
    asked = json.loads(sys.stdin.readline())
    # What a library prints must not come between the lines.
    out, sys.stdout = sys.stdout, sys.stderr

    def say(**told: Any) -> None:
        print(json.dumps(told), file=out, flush=True)

    try:
        from MISGroundLib.models.hub import Offer, RemoteFile, download, look_up, way_there

        if asked["what"] == LOOK_UP:
            offer = look_up(asked["model"])
            say(type="offer", offer={**asdict(offer), "size": offer.size, "proxy": way_there()})
            say(type="done")
            return
        told = {name: value for name, value in asked["offer"].items() if name not in ("size", "proxy")}
        agreed = Offer(**{**told, "files": tuple(RemoteFile(**file) for file in told["files"])})
        last = [0.0]

        def progress(done: int, total: int, file: str) -> None:
            if time.monotonic() - last[0] >= _EVERY_SECONDS or done == total:
                last[0] = time.monotonic()
                say(type="progress", done=done, total=total, file=file)

        say(type="done", folder=str(download(agreed, Path(asked["place"]), progress)))
    except UserError as error:
        say(type="failed", message=str(error))
    except ImportError as error:
        say(type="failed", message=f"The Python package {error.name} is missing. Install MISGround's packages first.")


if __name__ == "__main__":
    main()
