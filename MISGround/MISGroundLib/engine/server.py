"""A client of an OpenAI-compatible server, meant for vLLM, in place of the worker process: opt-in, loopback by default.

It speaks the interface as vLLM documents it and was tested against a stand-in of it; no real vLLM server has answered
it yet. Whether a server has MIS-SemSam is found out once a server and model, with a request that only its plug-in
refuses. Nothing is sent before a question is asked.
"""

from __future__ import annotations

import os
import queue
import threading
import traceback
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.failures import explain_failure
from MISGroundLib.engine.handover import check_picture
from MISGroundLib.engine.protocol import Cancelled, Done, Event, Failed, Question, take_all
from MISGroundLib.engine.server_address import check_allowed, parse_address
from MISGroundLib.engine.server_asking import Asking, ServerQuestions
from MISGroundLib.engine.server_http import ServerError, ServerLink
from MISGroundLib.engine.server_wire import served_decoding
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.settings import Settings

KEY_VARIABLE = "MISGROUND_SERVER_KEY"
SILENCE_SECONDS = 120.0
CLOSE_SECONDS = 1.0
# After these the server may be another one when it comes back.
_GONE = ("server-refused", "server-timeout", "server-lost")


@dataclass
class _Request:
    """What is asked, and the link that serves it."""

    link: ServerLink
    asked: ServerQuestions
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


class ServerClient:
    """Asks one server, one request at a time; an `Engine` (grounding.py). Use it from one thread.

    A failure has one of these codes: server-refused (nobody there), server-timeout, server-model (it serves others),
    server-no-semsam, server-lost (it went away in the middle), server-answer (not the OpenAI interface), server-error
    (all else that it refused, in its own words).
    """

    def __init__(
        self,
        address: str,
        *,
        allow_remote: bool = False,
        timeout_seconds: float = SILENCE_SECONDS,
        key: str | None = None,
    ) -> None:
        """Connect to nothing yet. Raises UserError for no address, or another computer's without allow_remote.

        address: http://127.0.0.1:8000, with or without /v1. timeout_seconds: the longest silence of the server. key: in
        place of the one in MISGROUND_SERVER_KEY.
        """
        self.address = parse_address(address)
        check_allowed(self.address, allow_remote)
        self._timeout = timeout_seconds
        self._key = (os.environ.get(KEY_VARIABLE, "") if key is None else key).strip()
        if not (self._key.isascii() and self._key.isprintable()):
            raise UserError(f"The key in {KEY_VARIABLE} holds letters that no server takes. Copy it again.")
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._request: _Request | None = None
        self._thread: threading.Thread | None = None
        self._with_semsam: set[str] = set()

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way; true until its Done, Failed or Cancelled is there to poll."""
        return self._request is not None

    def ask(
        self,
        image: NDArray[np.uint8],
        questions: Sequence[Question],
        settings: Settings,
    ) -> str:
        """Send questions about a picture, as `EngineClient.ask` takes them; returns the request's id at once.

        settings.model: by the name that the server gives it; "" for the only one that it serves. Device, allow_download
        and together are the server's own matter. Raises UserError while another request is under way, for no question,
        or for a decoding that no server offers; ValueError for pixels of another type or shape.
        """
        check_picture(image)
        if not questions:
            raise UserError("There is no question to ask. Type what to look for.")
        served_decoding(settings.decoding)
        link = ServerLink(self.address, self._timeout, self._key)
        with self._lock:
            if self._request is not None:
                raise UserError("The model is still answering. Wait for it, or cancel first.")
            request = _Request(
                link, ServerQuestions(image.copy(), list(questions), settings.model, settings.decoding, settings.seed)
            )
            self._request = request
        self._thread = threading.Thread(target=self._serve, args=(request,), name="misground-server", daemon=True)
        self._thread.start()
        return request.id

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """The events since the last poll, in order; waits up to `timeout` seconds for the first."""
        return take_all(self._events, timeout)

    def cancel(self, request_id: str) -> None:
        """Stop a request and close its connection; its Cancelled event is there at once. Harmless after its end."""
        with self._lock:
            request = self._request
            if request is None or request.id != request_id:
                return
            self._request = None
            self._events.put(Cancelled(request_id))
        request.link.cut()

    def close(self) -> None:
        """End what is under way, without an event. May be called again."""
        with self._lock:
            request, self._request = self._request, None
        if request is not None:
            request.link.cut()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _emit(self, event: Event) -> None:
        """Tell an event of the request under way; others are of one that was cancelled."""
        with self._lock:
            if self._request is None or event.id != self._request.id:
                return
            if isinstance(event, Done | Failed):
                self._request = None
            self._events.put(event)

    def _serve(self, request: _Request) -> None:
        """The whole request, on its own thread."""
        try:
            Asking(request.id, request.link, self.address, request.asked, self._emit, self._with_semsam).run()
        except StoppedError:
            return
        except ServerError as error:
            if error.code in _GONE:
                self._with_semsam.clear()
            self._emit(Failed(request.id, error.code, error.message))
        except Exception as error:
            code, text = explain_failure(error)
            self._emit(Failed(request.id, code, text, traceback.format_exc()))
