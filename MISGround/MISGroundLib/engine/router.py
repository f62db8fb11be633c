"""Which engine a model's name means: the worker process on this computer, or the server at an address.

Pictures go to another computer only where the user allowed it. No process and no connection before a question.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.protocol import BUSY, Engine, Event, Question, explain_failure
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL, Settings

if TYPE_CHECKING:
    from MISGroundLib.engine.server import ServerClient

PREFIX = "server:"
_HOST = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")
_PATH = re.compile(r"(/[\w.~-]+)*", re.ASCII)
_EXAMPLE = "for example http://127.0.0.1:8000"


@dataclass(frozen=True)
class ServerAddress:
    """An address taken apart. path: what comes before /v1, "" for most servers."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether it is this computer by its name alone: 127.0.0.0/8, ::1 or localhost."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    @property
    def shown(self) -> str:
        """For people: host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without /v1."""
        return f"{self.scheme}://{self.shown}{self.path}"


def is_server(model: str) -> bool:
    """Whether a model's name stands for a server: "server:" and an address, and "#" and a served model's name."""
    return model.startswith(PREFIX)


def server_of(model: str) -> tuple[ServerAddress, str]:
    """(the address, the served model's name or "" for the only one) of such a name. Raises UserError."""
    address, _, name = model.removeprefix(PREFIX).partition("#")
    return parse_address(address), name.strip()


def parse_address(text: str) -> ServerAddress:
    """Read http://HOST:PORT, with or without /v1. Raises UserError for anything else; no password is repeated."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UserError(
            "The server's address cannot be read ({error}). Give one like this: for example http://127.0.0.1:8000.",
            error=error,
        ) from error
    if "@" in text:
        raise UserError(
            "The server's address holds a user's name or password. Give the address alone, "
            "for example http://127.0.0.1:8000"
            "; a key goes "
            "into the environment variable MISGROUND_SERVER_KEY."
        )
    path = parts.path.rstrip("/").removesuffix("/v1")
    if (
        parts.scheme not in ("http", "https")
        or not (_HOST.fullmatch(host) or _is_ip(host))
        or not _PATH.fullmatch(path)
        or parts.query
        or port == 0
    ):
        raise UserError(
            "{text!r} is no address of a server. Give http://, its name and its port, "
            "for example http://127.0.0.1:8000"
            ".",
            text=text[:100],
        )
    return ServerAddress(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def check_allowed(address: ServerAddress, allow_remote: bool) -> None:
    """Raise UserError, before anything is sent, for another computer that the user has not allowed."""
    if address.is_loopback or allow_remote:
        return
    raise UserError(
        "The server {address} is another computer, and pictures stay on this one unless you say otherwise. "
        'If they may go there, tick "Pictures may leave this computer" in the panel, or give --allow-remote-server '
        "on the command line; else choose a server on 127.0.0.1.",
        address=address.shown,
    )


class EngineRouter(Engine):
    """An `Engine` that chooses by the model's name. No process and no connection before a question."""

    def __init__(self, worker: EngineClient | None = None) -> None:
        """worker: the client of the worker process, given by tests."""
        self._worker = worker or EngineClient()
        self._servers: dict[ServerAddress, ServerClient] = {}
        self._asked: Engine = self._worker

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return self._asked.is_busy

    @property
    def worker_pid(self) -> int | None:
        """The process id of the living worker."""
        return self._worker.worker_pid

    def ask(self, image: NDArray[np.uint8], questions: Sequence[Question], settings: Settings | None = None) -> str:
        """As `Engine.ask`; raises UserError, before anything is sent, for a server that is not allowed.

        settings.model: of this computer, or "server:ADDRESS#NAME" (NAME may be left out).
        """
        settings = settings or Settings()
        if self._asked.is_busy:
            raise UserError(BUSY)
        if is_server(settings.model):
            address, name = server_of(settings.model)
            check_allowed(address, settings.allow_remote)
            if address not in self._servers:
                self._servers[address] = _client_of(address, settings.allow_remote)
            self._asked, settings = self._servers[address], replace(settings, model=name)
        else:
            self._asked = self._worker
        return self._asked.ask(image, questions, settings)

    def most_slices(self, settings: Settings) -> int:
        """As `Engine.most_slices`."""
        return 1 if is_server(settings.model) else self._worker.most_slices(settings)

    def warm_up(self, model: str = EMBEDDED_MODEL, device: str = "auto", precision: str = "auto") -> None:
        """As `Engine.warm_up`; a server is left in peace until it is asked."""
        if not is_server(model):
            self._worker.warm_up(model=model, device=device, precision=precision)

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """The events since the last poll, of whoever was asked; waits up to `timeout` seconds for the first."""
        engines: list[Engine] = [self._worker, *self._servers.values()]
        late = [event for engine in engines if engine is not self._asked for event in engine.poll()]
        return late + self._asked.poll(0.0 if late else timeout)

    def cancel(self, request_id: str) -> None:
        """Stop a request; its Cancelled event comes within a second."""
        self._asked.cancel(request_id)

    def close(self) -> None:
        """End the worker and every connection. May be called again."""
        self._worker.close()
        for client in self._servers.values():
            client.close()


def check_model(model: str, allow_remote: bool = False) -> None:
    """Raise UserError for a model that cannot be, as far as its name and a look at the disk tell. Loads nothing."""
    if is_server(model):
        address, _ = server_of(model)
        check_allowed(address, allow_remote)
        return
    from MISGroundLib.vlm.folders import check_name

    check_name(model)


def _client_of(address: ServerAddress, allow_remote: bool) -> ServerClient:
    """The client is imported for the first server only: what reads pictures may have to be installed."""
    try:
        from MISGroundLib.engine.server import ServerClient
    except ImportError as error:
        raise explain_failure(error)[1] from error
    return ServerClient(address.url, allow_remote=allow_remote)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host
