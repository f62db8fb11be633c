"""The worker's end of the line: messages in, events out, with stdout kept clean and cancel heard at any time."""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
import time
from typing import Any, BinaryIO

from MISGroundLib.engine.protocol import Event, encode_event

# How long the worker may take to end by itself once nobody listens any more.
LEAVE_SECONDS = 0.5

log = logging.getLogger(__name__)


def take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """The real stdin and stdout, for messages alone: what anybody prints from now on goes to stderr."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    sys.stdout = sys.stderr
    return incoming, outgoing


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
