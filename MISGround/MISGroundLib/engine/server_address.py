"""Where a server is, and whether pictures may go there: a loopback address, or one that the user allowed."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from MISGroundLib.errors import UserError

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
        raise UserError(f"The server's address cannot be read ({error}). Give one like this: {_EXAMPLE}.") from error
    if "@" in text:
        raise UserError(
            f"The server's address holds a user's name or password. Give the address alone, {_EXAMPLE}; a key goes "
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
        raise UserError(f"{text[:100]!r} is no address of a server. Give http://, its name and its port, {_EXAMPLE}.")
    return ServerAddress(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def check_allowed(address: ServerAddress, allow_remote: bool) -> None:
    """Raise UserError, before anything is sent, for another computer that the user has not allowed."""
    if address.is_loopback or allow_remote:
        return
    raise UserError(
        f"The server {address.shown} is another computer, and pictures stay on this one unless you say otherwise. "
        'If they may go there, tick "Pictures may leave this computer" in the panel, or give --allow-remote-server '
        "on the command line; else choose a server on 127.0.0.1."
    )


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host
