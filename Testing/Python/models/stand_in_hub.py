"""A Hugging Face of our own on 127.0.0.1: a model's listing and its files, with ranges, a pace and faults."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class StandInHub:
    """Serves the files of a folder as model `id`. pace: seconds between pieces of 64 KB; asked: paths and ranges."""

    def __init__(self, folder: Path, model: str = "owner/tiny", card: dict | None = None) -> None:
        self.folder, self.model = folder, model
        self.card = {"license": "apache-2.0"} if card is None else card
        self.pace, self.status, self.gated, self.spoil, self.cut = 0.0, 200, False, 0, 0
        self.asked: list[tuple[str, str]] = []
        self.answering: set[BaseHTTPRequestHandler] = set()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                hub.answering.add(self)
                hub.answer(self)
                hub.answering.discard(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def listing(self) -> dict:
        siblings = []
        for file in sorted(self.folder.iterdir()):
            data = file.read_bytes()
            one = {"rfilename": file.name, "size": len(data)}
            one["blobId"] = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
            if file.suffix == ".safetensors":
                one["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            siblings.append(one)
        siblings += [
            {"rfilename": name, "size": 9, "blobId": "0" * 40} for name in ("run.py", "pickle.bin", "a/b.json")
        ]
        return {"id": self.model, "sha": COMMIT, "siblings": siblings, "cardData": self.card, "gated": self.gated}

    def answer(self, request) -> None:
        path, wanted = request.path.partition("?")[0], request.headers.get("Range", "")
        self.asked.append((path, wanted))
        if self.status != 200:
            return self._send(request, self.status, b"")
        if path == f"/api/models/{self.model}":
            return self._send(request, 200, json.dumps(self.listing()).encode())
        file = self.folder / path.rpartition("/")[2]
        if not path.startswith(f"/{self.model}/resolve/{COMMIT}/") or not file.is_file():
            return self._send(request, 404, b"")
        data = file.read_bytes()
        if self.spoil and file.suffix == ".safetensors":
            self.spoil -= 1
            data = data[:-1] + bytes([data[-1] ^ 1])
        start = int(wanted.removeprefix("bytes=").partition("-")[0]) if wanted else 0
        headers = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if wanted else {}
        return self._send(request, 206 if wanted else 200, data[start:], headers)

    def _send(self, request, status: int, body: bytes, headers: dict | None = None) -> None:
        try:
            request.send_response(status)
            for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
                request.send_header(name, value)
            request.end_headers()
            for start in range(0, len(body), 1 << 16):
                if self.cut and start >= 1 << 16:
                    self.cut -= 1
                    request.close_connection = True
                    request.connection.close()
                    return
                request.wfile.write(body[start : start + (1 << 16)])
                if self.pace and len(body) > 1 << 16:
                    time.sleep(self.pace)
        except OSError:
            pass
