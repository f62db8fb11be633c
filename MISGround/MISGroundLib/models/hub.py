"""Models from Hugging Face: size and licence first, then the files, which can be broken off and gone on with.

Of our own, because huggingface_hub throws away what was fetched of a file when it is broken off (since 1.x). Weights,
settings and tokenizers only, nothing that could run. Each file is checked by the checksum that the hub gives for it.
The system's proxy settings hold (httpx reads them), and HF_ENDPOINT names another hub.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.files import held, make_folder, write_json
from MISGroundLib.models.catalogue import UNKNOWN
from MISGroundLib.vlm.folders import FILE_NAME, RECORD, WANTED, folder_of
from MISGroundLib.vlm.memory import gigabytes

_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_TRIES = 3
_SECONDS = 20.0  # without a word from the hub
_SPARE = 200e6  # bytes that stay free on the disk


@dataclass(frozen=True)
class RemoteFile:
    """A file as the hub lists it. digest: the SHA-256 of a large file; of another git's SHA-1 of it, "git:..."."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True)
class Offer:
    """What a download would bring. gated: whether the terms must be accepted on the model's page first."""

    id: str
    commit: str
    licence: str
    terms: str
    gated: bool
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Of all files, in bytes."""
        return sum(file.size for file in self.files)


def endpoint() -> str:
    """The hub's address: HF_ENDPOINT, or Hugging Face."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"


def way_there() -> str:
    """The proxy of the system's settings that the hub is reached through, without user and password; empty for none."""
    parts = urlsplit(endpoint())
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc):
        return ""
    found = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
    return f"{found.hostname}:{found.port}" if found.port else str(found.hostname)


def _client() -> httpx.Client:
    from huggingface_hub import get_token

    token = get_token()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(headers=headers, timeout=_SECONDS, follow_redirects=True)


def look_up(model: str) -> Offer:
    """Ask the hub what a model's files are, how large, and under which licence. Raises UserError."""
    if not _ID.fullmatch(model):
        raise UserError(
            "{model!r} is no Hugging Face id. Give OWNER/NAME, for example Qwen/Qwen3-VL-4B-Instruct.", model=model
        )
    with _client() as client:
        answer = _ask(client, model, f"{endpoint()}/api/models/{model}", {"blobs": "true"})
    try:
        told = answer.json()
        commit = str(told["sha"])
        files = tuple(_files(told["siblings"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            "{endpoint} answered about {model} in words that cannot be read. Try later.",
            endpoint=endpoint(),
            model=model,
        ) from error
    if not _COMMIT.fullmatch(commit):
        raise UserError(
            "{endpoint} gives no commit of {model}, so that its files cannot be held to it. Try later.",
            endpoint=endpoint(),
            model=model,
        )
    names = {file.name for file in files}
    if "config.json" not in names or not any(name.endswith(".safetensors") for name in names):
        raise UserError("{model} holds no config.json with safetensors weights. Choose another model.", model=model)
    card = told.get("cardData") or {}
    licence = card.get("license_name") or card.get("license") or UNKNOWN
    licence = ", ".join(map(str, licence)) if isinstance(licence, list) else str(licence)
    terms = str(card.get("license_link") or "")
    terms = terms if terms.startswith("https://") else f"{endpoint()}/{model}"
    return Offer(model, commit, licence, terms, bool(told.get("gated")), files)


def _files(siblings: list[dict[str, Any]]) -> Iterator[RemoteFile]:
    """Those that a model needs. Raises KeyError or TypeError for one without a size or a checksum."""
    for one in siblings:
        name = str(one["rfilename"])
        if "/" in name or not FILE_NAME.fullmatch(name) or name == RECORD:
            continue
        if any(fnmatch.fnmatch(name, pattern) for pattern in WANTED):
            large = one.get("lfs")
            digest = str(large["sha256"]) if large else f"git:{one['blobId']}"
            yield RemoteFile(name, int(one["size"]), digest)


def download(
    offer: Offer,
    place: Path,
    on_progress: Callable[[int, int, str], None] = lambda done, total, name: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Path:
    """Fetch what is missing of an offer into a folder of its own below `place`, and check every file.

    What was broken off goes on where it stood. The record is written last: a folder without it is not whole.

    Args:
        offer: of `look_up`, agreed to by the user.
        place: the folder of all downloads.
        on_progress: gets the bytes that are there, all there are, and the file.
        should_stop: looked at after each piece.

    Raises:
        StoppedError: soon after should_stop() turns true; what came stays.
        UserError: for a full disk, a lost connection, a file that is not as the hub lists it.
    """
    folder = make_folder(folder_of(offer.id, place))
    with held(folder), _client() as client:
        (folder / RECORD).unlink(missing_ok=True)
        there = sum(_there(folder, file) for file in offer.files)
        left = offer.size - there
        free = shutil.disk_usage(folder).free
        if left + _SPARE > free:
            raise UserError(
                "{id} needs {gigabytes} more in {folder}, and {free} are free on that disk. "
                "Free some space, or choose another folder for models.",
                id=offer.id,
                gigabytes=gigabytes(left),
                folder=folder,
                free=gigabytes(free),
            )
        done, sums = 0, {}

        def tell(before: int, name: str) -> Callable[[int], None]:
            return lambda count: on_progress(before + count, offer.size, name)

        for file in offer.files:
            name, whole = file.name, folder / file.name
            if not whole.is_file() or _digests(whole, file.digest)[0] != file.digest:
                _fetch(client, offer, file, whole, tell(done, name), should_stop)
            sums[file.name] = {"size": file.size, "sha256": _digests(whole, "")[1]}
            done += file.size
            on_progress(done, offer.size, file.name)
        for part in folder.glob("*.part"):
            part.unlink()
        record = {"schema": "misground-download-1", "id": offer.id, "commit": offer.commit, "licence": offer.licence}
        write_json(folder / RECORD, {**record, "terms": offer.terms, "files": sums})
    return folder


def _part(whole: Path, file: RemoteFile) -> Path:
    """Where an unfinished file lies: of the same content only, whatever the commit."""
    return whole.with_name(f"{file.name}.{hashlib.sha256(file.digest.encode()).hexdigest()[:12]}.part")


def _there(folder: Path, file: RemoteFile) -> int:
    for path in (folder / file.name, _part(folder / file.name, file)):
        if path.is_file():
            return min(path.stat().st_size, file.size)
    return 0


def _fetch(
    client: httpx.Client,
    offer: Offer,
    file: RemoteFile,
    whole: Path,
    on_bytes: Callable[[int], None],
    should_stop: Callable[[], bool],
) -> None:
    """One file, whole and checked, or not there."""
    address = f"{endpoint()}/{offer.id}/resolve/{offer.commit}/{quote(file.name)}"
    part = _part(whole, file)
    for turn in range(_TRIES):
        try:
            _receive(client, offer.id, address, file, part, on_bytes, should_stop)
        except httpx.TransportError as error:
            if turn + 1 < _TRIES:
                continue
            raise UserError(
                "The connection was lost while {file_name} of {id} came ({error}). What came is kept: start the "
                "download again to go on.",
                file_name=file.name,
                id=offer.id,
                error=error,
            ) from error
        except OSError as error:
            raise UserError(
                "{part} could not be written ({reason}). Free some space, or choose another folder.",
                part=part,
                reason=error.strerror or error,
            ) from error
        if _digests(part, file.digest)[0] == file.digest:
            os.replace(part, whole)
            return
        part.unlink()  # other bytes than the hub's: begin anew
    raise UserError(
        "{file_name} of {id} did not come as the hub lists it: its checksum differs. Try again later, or check "
        "what the proxy does with downloads.",
        file_name=file.name,
        id=offer.id,
    )


def _receive(
    client: httpx.Client,
    model: str,
    address: str,
    file: RemoteFile,
    part: Path,
    on_bytes: Callable[[int], None],
    should_stop: Callable[[], bool],
) -> None:
    """Append what is missing of a part. Raises httpx.TransportError where the connection goes."""
    have = part.stat().st_size if part.is_file() else 0
    if have > file.size:
        part.unlink()
        have = 0
    if have == file.size and part.is_file():
        return
    # Packed on the way, a range would mean other bytes.
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {"Accept-Encoding": "identity"}
    with client.stream("GET", address, headers=headers) as answer:
        _check(answer, model)
        goes_on = answer.status_code == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        have = have if goes_on else 0
        with part.open("ab" if goes_on else "wb") as stream:
            for piece in answer.iter_bytes():
                if should_stop():
                    raise StoppedError
                stream.write(piece)
                have += len(piece)
                on_bytes(min(have, file.size))
    if have < file.size:
        raise httpx.ReadError(f"{have} of {file.size} bytes came")


def _ask(client: httpx.Client, model: str, address: str, query: dict[str, str]) -> httpx.Response:
    try:
        answer = client.get(address, params=query)
    except httpx.HTTPError as error:
        if proxy := way_there():
            raise UserError(
                "{endpoint} cannot be reached through the proxy {proxy} ({error}). Check the connection, or copy the "
                "model's folder here and add it.",
                endpoint=endpoint(),
                proxy=proxy,
                error=error,
            ) from error
        raise UserError(
            "{endpoint} cannot be reached ({error}). Check the connection, or copy the model's folder here and add it.",
            endpoint=endpoint(),
            error=error,
        ) from error
    _check(answer, model)
    return answer


def _check(answer: httpx.Response, model: str) -> None:
    """Raise UserError for an answer that is none."""
    status = answer.status_code
    if status in (401, 403):
        raise UserError(
            "{model} is only for those who accepted its terms, or there is no such model. Accept them on "
            "{endpoint}/{model} and log in (`hf auth login`, or HF_TOKEN), or choose another model.",
            model=model,
            endpoint=endpoint(),
        )
    if status == 404:
        raise UserError("Hugging Face knows no model {model}. Check the spelling.", model=model)
    if status == 407:
        raise UserError(
            "The proxy {proxy} wants a user and password. Put them into the proxy's settings.",
            proxy=way_there(),
        )
    if status not in (200, 206):
        raise UserError(
            "{endpoint} answered {status} for {model}. Try again later.",
            endpoint=endpoint(),
            status=status,
            model=model,
        )


def _digests(path: Path, like: str) -> tuple[str, str]:
    """(the digest of the same kind as `like`, the SHA-256) of a file."""
    sha, git = hashlib.sha256(), hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as stream:
        while piece := stream.read(1 << 22):
            sha.update(piece)
            if like.startswith("git:"):
                git.update(piece)
    return (f"git:{git.hexdigest()}" if like.startswith("git:") else sha.hexdigest()), sha.hexdigest()
