"""One engine for all models: those on this computer go to the worker process, those named "server:..." to a server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.failures import explain_failure
from MISGroundLib.engine.protocol import Event, Question
from MISGroundLib.engine.server_address import ServerAddress, check_allowed, is_server, server_of
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL, Settings

if TYPE_CHECKING:
    from MISGroundLib.engine.server import ServerClient


class EngineRouter:
    """An `Engine` (grounding.py) that chooses by the model's name. No process and no connection before a question."""

    def __init__(self, worker: EngineClient | None = None) -> None:
        """worker: the client of the worker process, given by tests."""
        self._worker = worker or EngineClient()
        self._servers: dict[ServerAddress, ServerClient] = {}
        self._asked: EngineClient | ServerClient = self._worker

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return self._asked.is_busy

    @property
    def worker_pid(self) -> int | None:
        """The process id of the living worker."""
        return self._worker.worker_pid

    def ask(
        self,
        image: NDArray[np.uint8],
        questions: Sequence[Question],
        settings: Settings | None = None,
    ) -> str:
        """As `EngineClient.ask`. settings.model: of this computer, or "server:ADDRESS#NAME" (NAME may be left out).

        Raises UserError, before anything is sent, for a server on another computer without settings.allow_remote.
        """
        settings = settings or Settings()
        if self._asked.is_busy:
            raise UserError("The model is still answering. Wait for it, or cancel first.")
        if not is_server(settings.model):
            self._asked = self._worker
            return self._worker.ask(image, questions, settings)
        address, name = server_of(settings.model)
        check_allowed(address, settings.allow_remote)
        if address not in self._servers:
            self._servers[address] = _client_of(address, settings.allow_remote)
        self._asked = self._servers[address]
        return self._asked.ask(image, questions, replace(settings, model=name))

    def warm_up(self, model: str = EMBEDDED_MODEL, device: str = "auto") -> None:
        """Load a model of this computer ahead; a server is left in peace until it is asked."""
        if not is_server(model):
            self._worker.warm_up(model=model, device=device)

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """The events since the last poll, of whoever was asked; waits up to `timeout` seconds for the first."""
        engines: list[EngineClient | ServerClient] = [self._worker, *self._servers.values()]
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
        raise UserError(explain_failure(error)[1]) from error
    return ServerClient(address.url, allow_remote=allow_remote)
