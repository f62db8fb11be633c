"""What is sent to a server and what comes back, over httpx: no proxies, no redirects, one clear error for each cause.

A question becomes the body of a chat request, with vLLM's names where OpenAI has none; the answer is a stream of
server-sent events, which can be cut at any moment.
"""

from __future__ import annotations

import base64
import contextlib
import io
import ipaddress
import json
import math
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from PIL import Image

from MISGroundLib.engine.protocol import Question
from MISGroundLib.engine.router import ServerAddress
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.families import Family
from MISGroundLib.vlm.pictures import PreparedImage

CONNECT_SECONDS = 5.0
_LONGEST_BODY = 4 << 20
_LONGEST_LINE = 1 << 20
# A server with semantic sampling refuses this word and says what it would take (semsam/serving.py).
PROBE, REFUSAL_OF_PROBE = "probe", "give off, safe or paper"
# vLLM takes what a request leaves out from the model's generation_config.json, greedy decoding included.
NEUTRAL_SAMPLING = {
    "temperature": 0,
    "top_p": 1.0,
    "top_k": -1,
    "min_p": 0.0,
    "repetition_penalty": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
}


class ServerError(Exception):
    """What a server's user can meet; becomes `Failed`."""

    def __init__(self, code: str, template: str, **values: Any) -> None:
        """A slug, and what happened and what to do."""
        self.told = UserError(template, **values)
        super().__init__(str(self.told))
        self.code = code
        self.message = str(self.told)


class ServerLink:
    """Exchanges with one server, for one request of ours. `cut`, from any thread, ends what is under way."""

    def __init__(self, address: ServerAddress, timeout_seconds: float, key: str = "") -> None:
        """Connect to nothing yet. timeout_seconds: the longest silence. key: sent as a bearer token, never shown."""
        self._address = address
        self._timeout = timeout_seconds
        self._key = key
        self._socket: socket.socket | None = None
        self._is_cut = False
        self._has_answered = False
        headers = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "MISGround"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        is_secure = address.scheme == "https"
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            # The system's certificates, as everywhere in Python. Reading them takes time: for https only.
            verify=ssl.create_default_context() if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=False,
            follow_redirects=False,
        )

    def get(self, path: str) -> Any:
        """The JSON at a path below /v1. Raises ServerError, or StoppedError once cut."""
        with self._exchange("GET", path, None) as response:
            return self._json(_content(response))

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON that answers a posted one. Raises as `get`."""
        with self._exchange("POST", path, body) as response:
            return self._json(_content(response))

    def post_for_stream(self, path: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The server-sent events that answer, each a JSON object; ends at [DONE]. Raises as `get`."""
        with self._exchange("POST", path, body) as response:
            for line in self._lines(response):
                content = line.strip()
                if not content.startswith(b"data:"):
                    if content and not content.startswith((b":", b"event:", b"id:", b"retry:")):
                        raise self._unreadable(content)
                    continue
                content = content.removeprefix(b"data:").strip()
                if content == b"[DONE]":
                    return
                event = self._json(content)
                if not isinstance(event, dict):
                    raise self._unreadable(content)
                if event.get("error") or event.get("object") == "error":
                    raise self._refused(_words_of(event), "")
                yield event
            raise self._lost()

    def cut(self) -> None:
        """End what is under way, and refuse all that would follow."""
        self._is_cut = True
        if (connected := self._socket) is not None:
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _exchange(self, method: str, path: str, body: Mapping[str, Any] | None) -> Iterator[httpx.Response]:
        """The answer, of a good status. What goes wrong while it is read is told here too."""
        if self._is_cut:
            raise StoppedError
        url = f"{self._address.url}/v1/{path}"
        try:
            with self._client.stream(method, url, json=body, extensions={"trace": self._on_step}) as response:
                self._has_answered = True
                if response.status_code != 200:
                    raise self._refused_by(response)
                yield response
        except (httpx.HTTPError, OSError, ValueError) as error:
            # Once cut, a broken connection means nothing but the cut.
            raise (StoppedError() if self._is_cut else self._explained(error)) from error
        finally:
            self._socket = None

    def _on_step(self, step: str, about: Mapping[str, Any]) -> None:
        """What httpx calls at each step: a fresh connection is looked at before anything is sent through it."""
        if step not in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            return
        stream = about["return_value"]
        self._socket = stream.get_extra_info("socket")
        peer = stream.get_extra_info("server_addr")[0]
        if self._is_cut:
            stream.close()
            raise StoppedError
        if self._address.is_loopback and not ipaddress.ip_address(peer).is_loopback:
            stream.close()
            raise httpx.ConnectError(f"{self._address.host} leads to another computer")

    def _lines(self, response: httpx.Response) -> Iterator[bytes]:
        """The lines of a stream. Not httpx's own: they have no longest one, and end at every Unicode line separator."""
        rest = b""
        for chunk in response.iter_bytes():
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
            if len(rest) > _LONGEST_LINE:
                raise self._unreadable(rest)
        if rest:
            yield rest

    def _json(self, content: bytes) -> Any:
        try:
            return json.loads(content)
        except ValueError as error:
            raise self._unreadable(content) from error

    def _explained(self, error: Exception) -> ServerError:
        """What went wrong with a connection."""
        where = self._address.shown
        if isinstance(error, httpx.TimeoutException):
            seconds = min(CONNECT_SECONDS, self._timeout) if isinstance(error, httpx.ConnectTimeout) else self._timeout
            return ServerError(
                "server-timeout",
                "The server {where} did not answer within {seconds:g} s. See that it is running and not overloaded, "
                "then ask again.",
                where=where,
                seconds=seconds,
            )
        if isinstance(error, httpx.ConnectError):
            return ServerError(
                "server-refused",
                "No server answers at {where} ({short}). Start it (`misground serve-args` prints the "
                "command), wait until it is ready, and ask again; or choose another model.",
                where=where,
                short=_short(_cause(error)),
            )
        # That a connection was closed, httpx tells in words only. Whoever hangs up on the first word is no such server.
        closed = "disconnected" in str(error) or "closed connection" in str(error)
        if isinstance(error, httpx.NetworkError) or (closed and self._has_answered):
            return self._lost()
        return self._unreadable(repr(error).encode())

    def _refused_by(self, response: httpx.Response) -> ServerError:
        where, status = self._address.shown, response.status_code
        if 300 <= status < 400:
            elsewhere = urlsplit(response.headers.get("Location", "")).netloc or "another place"
            return ServerError(
                "server-error",
                "The server {where} sends us on to {elsewhere}, where MISGround does not follow. Give the address that "
                "answers itself.",
                where=where,
                elsewhere=_short(elsewhere),
            )
        content = _content(response)
        if status in (401, 403):
            return ServerError(
                "server-error",
                "The server {where} wants a key ({status}). Put it into the environment variable MISGROUND_SERVER_KEY, "
                "start again, and ask again.",
                where=where,
                status=status,
            )
        try:
            words = _words_of(json.loads(content))
        except ValueError:
            words = content.decode("utf-8", "replace")
        return self._refused(words or response.reason_phrase, f" (status {status})")

    def _refused(self, words: str, status: str) -> ServerError:
        if self._key:
            words = words.replace(self._key, "\u2026")
        refused = "The server {where} refused the question{status}: {words}"
        return ServerError("server-error", refused, where=self._address.shown, status=status, words=_short(words))

    def _lost(self) -> ServerError:
        return ServerError(
            "server-lost",
            "The server {address} closed the connection in the middle of an answer. See that it is still "
            "running, then ask again.",
            address=self._address.shown,
        )

    def _unreadable(self, content: bytes) -> ServerError:
        return ServerError(
            "server-answer",
            "What the server {address} answered is not of the OpenAI interface "
            "({short}). See that the address is a vLLM server's.",
            address=self._address.shown,
            short=_short(content.decode("utf-8", "replace")) or "nothing",
        )


def served_decoding(decoding: Decoding) -> dict[str, Any]:
    """What a request asks of semantic sampling, as `vllm_xargs`. Raises UserError for what no request can choose."""
    if decoding.name == "greedy":
        return {"semsam": "off"}
    if decoding.name != "semsam":
        raise UserError(
            "The decoding {decoding_name} is a control that no server offers. Choose semsam or greedy, or a model on "
            "this computer.",
            decoding_name=decoding.name,
        )
    if decoding.graph or decoding.k != Decoding().k:
        raise UserError(
            "Neighbours (K) and options of the neighbour graph are chosen when a server is started (`misground "
            "serve-args --neighbours --graph`). Leave them as they are ({k}, none), or choose a model on "
            "this computer.",
            k=Decoding().k,
        )
    if decoding.sample:
        raise UserError(
            "A server with MIS-SemSam always takes the best token. Do not ask it to draw at random, or choose a model "
            "on this computer."
        )
    return {"semsam": decoding.mode, "semsam_top_m": decoding.top_m, "semsam_top_p": decoding.top_p}


def chat_body(
    model: str,
    profile: Family,
    question: Question,
    pictures: Sequence[PreparedImage],
    decoding: Decoding,
    seed: int,
) -> dict[str, Any]:
    """The request: the family's own words, the pictures as PNG, no chance, and each token with its probability."""
    shown = iter(pictures)

    def sent(part: dict[str, Any]) -> dict[str, Any]:
        if part["type"] != "image":
            return part
        return {"type": "image_url", "image_url": {"url": _data_url(next(shown).image)}}

    messages = [
        {**message, "content": [sent(part) for part in message["content"]]}
        for message in profile.build_messages(question, len(pictures))
    ]
    return {
        "model": model,
        "messages": messages,
        "max_tokens": profile.max_new_tokens,
        **NEUTRAL_SAMPLING,
        "seed": seed,
        "stream": True,
        "stream_options": {"include_usage": True},
        "logprobs": True,
        # Some families write their boxes with special tokens.
        "skip_special_tokens": False,
        "vllm_xargs": served_decoding(decoding),
        **({"chat_template_kwargs": dict(profile.chat_settings)} if profile.chat_settings else {}),
    }


def probe_body(model: str) -> dict[str, Any]:
    """A request of one word that a server with semantic sampling refuses, and any other one answers or ignores."""
    return {
        "model": model,
        "messages": [{"role": "user", "content": "."}],
        "max_tokens": 1,
        "temperature": 0,
        "vllm_xargs": {"semsam": PROBE},
    }


@dataclass
class StreamedAnswer:
    """An answer as it comes. pieces, probabilities: of its tokens, where the server tells. finish: why it ended.

    prompt_tokens: how many the server read, pictures included; None where it does not say.
    """

    text: str = ""
    pieces: list[str] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    chunks: int = 0
    finish: str = ""
    prompt_tokens: int | None = None

    @property
    def tokens(self) -> int:
        """How many came; without probabilities the chunks stand for them."""
        return len(self.pieces) or self.chunks

    def add(self, event: dict[str, Any]) -> bool:
        """Take in an event; whether there is more text. Raises ValueError for one that is not as documented."""
        try:
            usage = event.get("usage")
            if usage:
                self.prompt_tokens = int(usage["prompt_tokens"])
            if not event["choices"]:
                return False
            choice = event["choices"][0]
            more = choice["delta"].get("content") or ""
            self.finish = str(choice.get("finish_reason") or self.finish)
            self.text += more
            self.chunks += bool(more)
            for token in (choice.get("logprobs") or {}).get("content") or ():
                self.pieces.append(str(token["token"]))
                self.probabilities.append(_probability(token["logprob"]))
            return bool(more)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"not a part of an answer: {type(error).__name__} {error}") from error


def _probability(logarithm: Any) -> float:
    value = math.exp(min(float(logarithm), 0.0))
    return value if math.isfinite(value) else 0.0


def _data_url(image: Image.Image) -> str:
    """A picture as PNG in a URL: nothing is lost, and nothing but pixels is in it."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _content(response: httpx.Response) -> bytes:
    """The body, up to the longest that makes sense."""
    content = b""
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > _LONGEST_BODY:
            break
    return content[:_LONGEST_BODY]


def _words_of(answer: Any) -> str:
    """The message in an error's JSON, whichever of its shapes it has."""
    for part in (answer.get("error"), answer) if isinstance(answer, dict) else ():
        if isinstance(part, str):
            return part
        if isinstance(part, dict) and part.get("message"):
            return str(part["message"])
    return json.dumps(answer)


def _cause(error: BaseException) -> str:
    """The system's own words for a failure, which httpx wraps."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror
        inner = inner.__cause__ or inner.__context__
    return str(error)


def _short(text: str) -> str:
    """One line, not too long, for a message."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= 300 else line[:300] + "\u2026"
