"""HTTP with a server: no proxies, no redirects, one clear error for each thing that can go wrong, and an end at once.

The standard library's client, because it knows nothing of proxies and follows no redirect.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from MISGroundLib.engine.server_address import ServerAddress
from MISGroundLib.errors import StoppedError

CONNECT_SECONDS = 5.0
_LONGEST_BODY = 4 << 20
_LONGEST_LINE = 1 << 20


class ServerError(Exception):
    """What a server's user can meet; becomes `Failed`. status: of the HTTP answer that said it, else 0."""

    def __init__(self, code: str, message: str, status: int = 0) -> None:
        """A slug, and what happened and what to do."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class ServerLink:
    """Exchanges with one server, for one request of ours. `cut`, from any thread, ends what is under way."""

    def __init__(self, address: ServerAddress, timeout_seconds: float, key: str = "") -> None:
        """Connect to nothing yet. timeout_seconds: the longest silence. key: sent as a bearer token, never shown."""
        self._address = address
        self._timeout = timeout_seconds
        self._key = key
        self._headers = {"Content-Type": "application/json", "Connection": "close"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def get(self, path: str) -> Any:
        """The JSON at a path below /v1. Raises ServerError, or StoppedError once cut."""
        with self._answer("GET", path, None) as response:
            return self._json(response)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON that answers a posted one. Raises as `get`."""
        with self._answer("POST", path, body) as response:
            return self._json(response)

    def post_for_stream(self, path: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The server-sent events that answer, each a JSON object; ends at [DONE]. Raises as `get`."""
        with self._answer("POST", path, body) as response:
            while True:
                line = response.readline(_LONGEST_LINE)
                if not line:
                    raise self._lost()
                content = line.strip()
                if not content.startswith(b"data:"):
                    if content and not content.startswith((b":", b"event:", b"id:", b"retry:")):
                        raise self._unreadable(content)
                    continue
                content = content.removeprefix(b"data:").strip()
                if content == b"[DONE]":
                    return
                yield self._event(content)

    def cut(self) -> None:
        """End what is under way, and refuse all that would follow."""
        with self._lock:
            self._is_cut = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _answer(self, method: str, path: str, body: Mapping[str, Any] | None) -> Iterator[http.client.HTTPResponse]:
        """The answer, of a good status. What goes wrong while it is read is told here too."""
        connection = self._connected()
        response: http.client.HTTPResponse | None = None
        try:
            content = None if body is None else json.dumps(body).encode()
            connection.request(method, f"{self._address.path}/v1/{path}", content, self._headers)
            response = connection.getresponse()
            if response.status != 200:
                raise self._refused_by(response)
            yield response
        except TimeoutError as error:
            raise self._told(self._timed_out(self._timeout)) from error
        except ConnectionError as error:
            raise self._told(self._lost()) from error
        except http.client.IncompleteRead as error:
            raise self._told(self._lost()) from error
        except (http.client.HTTPException, OSError, ValueError, AttributeError) as error:
            # AttributeError: http.client's, where the socket goes while it reads.
            raise self._told(self._unreadable(repr(error).encode())) from error
        finally:
            with self._lock:
                self._socket = None
            if response is not None:
                response.close()
            connection.close()

    def _connected(self) -> http.client.HTTPConnection:
        where = self._address
        make = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        seconds = min(CONNECT_SECONDS, self._timeout)
        connection = make(where.host, where.port, timeout=seconds)
        if self._is_cut:
            raise StoppedError
        try:
            connection.connect()
            if where.is_loopback and not ipaddress.ip_address(connection.sock.getpeername()[0]).is_loopback:
                connection.close()
                raise OSError(f"{where.host} leads to another computer")
        except TimeoutError as error:
            raise self._told(self._timed_out(seconds)) from error
        except OSError as error:
            raise self._told(self._refused(error)) from error
        with self._lock:
            if self._is_cut:
                connection.close()
                raise StoppedError
            connection.sock.settimeout(self._timeout)
            self._socket = connection.sock
        return connection

    def _told(self, error: ServerError) -> Exception:
        """What a broken connection means: once cut, nothing but the cut."""
        return StoppedError() if self._is_cut else error

    def _json(self, response: http.client.HTTPResponse) -> Any:
        content = response.read(_LONGEST_BODY)
        try:
            return json.loads(content)
        except ValueError as error:
            raise self._unreadable(content) from error

    def _event(self, content: bytes) -> dict[str, Any]:
        try:
            event = json.loads(content)
        except ValueError as error:
            raise self._unreadable(content) from error
        if not isinstance(event, dict):
            raise self._unreadable(content)
        if event.get("error") or event.get("object") == "error":
            raise self._said(_words_of(event), 0)
        return event

    def _refused_by(self, response: http.client.HTTPResponse) -> ServerError:
        where, status = self._address.shown, response.status
        if 300 <= status < 400:
            elsewhere = urlsplit(response.getheader("Location", "")).netloc or "another place"
            message = f"The server {where} sends us on to {_short(elsewhere)}, where MISGround does not follow. "
            return ServerError("server-error", f"{message}Give the address that answers itself.", status)
        content = response.read(_LONGEST_BODY)
        try:
            words = _words_of(json.loads(content))
        except ValueError:
            words = content.decode("utf-8", "replace")
        if status in (401, 403):
            message = f"The server {where} wants a key ({status}). Put it into the environment variable "
            return ServerError("server-error", f"{message}MISGROUND_SERVER_KEY, start again, and ask again.", status)
        return self._said(words or response.reason, status)

    def _said(self, words: str, status: int) -> ServerError:
        if self._key:
            words = words.replace(self._key, "…")
        number = f" (status {status})" if status else ""
        message = f"The server {self._address.shown} refused the question{number}: {_short(words)}"
        return ServerError("server-error", message, status)

    def _refused(self, error: OSError) -> ServerError:
        reason = error.strerror or str(error)
        return ServerError(
            "server-refused",
            f"No server answers at {self._address.shown} ({_short(reason)}). Start it (`misground serve-args` prints "
            "the command), wait until it is ready, and ask again; or choose another model.",
        )

    def _timed_out(self, seconds: float) -> ServerError:
        return ServerError(
            "server-timeout",
            f"The server {self._address.shown} did not answer within {seconds:g} s. See that it is running and not "
            "overloaded, then ask again.",
        )

    def _lost(self) -> ServerError:
        return ServerError(
            "server-lost",
            f"The server {self._address.shown} closed the connection in the middle of an answer. See that it is still "
            "running, then ask again.",
        )

    def _unreadable(self, content: bytes) -> ServerError:
        return ServerError(
            "server-answer",
            f"What the server {self._address.shown} answered is not of the OpenAI interface "
            f"({_short(content.decode('utf-8', 'replace')) or 'nothing'}). See that the address is a vLLM server's.",
        )


def _words_of(answer: Any) -> str:
    """The message in an error's JSON, whichever of its shapes it has."""
    for part in (answer.get("error"), answer) if isinstance(answer, dict) else ():
        if isinstance(part, str):
            return part
        if isinstance(part, dict) and part.get("message"):
            return str(part["message"])
    return json.dumps(answer)


def _short(text: str) -> str:
    """One line, not too long, for a message."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= 300 else line[:300] + "…"
