"""The part of check_vllm.py that starts the real server with the command that `misground serve-args` prints."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.protocol import AnswerEvent, Done, Engine, Failed, Question, Token
from MISGroundLib.engine.server import ServerClient
from MISGroundLib.settings import Decoding, Settings

START_SECONDS = 900.0
DECODINGS = [
    Decoding(),
    Decoding("greedy"),
    Decoding(mode="paper"),
    Decoding(mode="paper", top_m=3),
    Decoding(mode="paper", top_p=0.5),
    Decoding(top_m=16, top_p=1.0),
]
QUESTIONS = [Question("liver"), Question("left kidney")]
BIN = Path(sys.executable).parent


def printed_command(model: Path, graph: Path, port: int) -> str:
    """What `misground serve-args` prints; the graph is made by it."""
    words = [BIN / "misground", "serve-args", model, "--graph-file", graph, "--port", port]
    made = subprocess.run(list(map(str, words)), capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(made.stderr)
    return made.stdout.strip()


def check_server(command: str, model: Path, folder: Path) -> dict[str, Any]:
    """The command as printed, then in float32; then with a graph that is not there."""
    address = "http://127.0.0.1:" + shlex.split(command)[shlex.split(command).index("--port") + 1]
    told: dict[str, Any] = {}
    with running(command, address, folder / "printed.log") as seconds:
        client = ServerClient(address)
        answered = ask(client, Settings(model=""))
        client.close()
        told["as printed"] = {
            "seconds to start": round(seconds),
            "answers the questions": len(answered) == len(QUESTIONS),
            **over_http(address, str(model)),
        }
    # Compiled it starts minutes later, as it just did.
    with running(f"{command} --dtype float32 --enforce-eager", address, folder / "float32.log"):
        told["float32"] = compare(address, model)
    told["absent graph"] = absent(re.sub(r"graph\.safetensors", "gone.safetensors", command), folder / "gone.log")
    return told


@contextlib.contextmanager
def running(command: str, address: str, log: Path) -> Iterator[float]:
    """The server of a command, typed into a shell, while it is up; the seconds that the start took."""
    began = time.perf_counter()
    with log.open("w") as output:
        server = subprocess.Popen(
            command, shell=True, stdout=output, stderr=output, env=environment(), start_new_session=True
        )
        try:
            while not is_up(address):
                if server.poll() is not None or time.perf_counter() - began > START_SECONDS:
                    raise SystemExit(f"The server did not start:\n{log.read_text()[-4000:]}")
                time.sleep(1)
            yield time.perf_counter() - began
        finally:
            end(server)


def end(server: subprocess.Popen) -> None:
    """The server and what it started; they are a session of their own."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(20)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)


def environment() -> dict[str, str]:
    """As an administrator has it: the environment's programs on the path. Little memory, since the model is tiny."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("VLLM_")}
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    return {**own, "PATH": path, "VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_NO_USAGE_STATS": "1"}


def is_up(address: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{address}/health", trust_env=False).status_code == 200
    return False


def over_http(address: str, model: str) -> dict[str, Any]:
    """What other clients meet: refusals in words, and the server answers on."""

    def post(**more: Any) -> httpx.Response:
        body = {"model": model, "messages": [{"role": "user", "content": "liver"}], "max_tokens": 40, "temperature": 0}
        return httpx.post(f"{address}/v1/chat/completions", json={**body, **more}, timeout=120, trust_env=False)

    def text(**more: Any) -> str:
        return str(post(**more).json()["choices"][0]["message"]["content"])

    bad = {"semsam_topm": "semsam_topm is no setting", "semsam": "give off, safe or paper", "semsam_top_m": "give 1 to"}
    refusals = [post(vllm_xargs={name: 0 if name == "semsam_top_m" else "3"}) for name in bad]
    refused = [one.status_code == 400 and words in one.text for one, words in zip(refusals, bad.values(), strict=True)]
    # vLLM itself reads true as the number 1, before the plug-in sees it.
    as_true, as_one = (text(vllm_xargs={"semsam": "paper", "semsam_top_m": value}) for value in (True, 1))
    neutral = {"top_p": 1.0, "top_k": -1, "min_p": 0.0, "repetition_penalty": 1.0}
    return {
        "bad settings refused": [sum(refused), len(refused)],
        "neutral without being asked": text() == text(**neutral),
        "the model's own penalty would change it": text() != text(repetition_penalty=1.3),
        "true arrives as 1": as_true == as_one,
        "still up": is_up(address),
    }


def compare(address: str, model: Path) -> dict[str, Any]:
    """MISGround's answers from the server against those of its own worker; all at once, one cut in the middle."""
    worker = EngineClient()
    local = {str(one): ask(worker, Settings(model=str(model), decoding=one, device="cpu")) for one in DECODINGS}
    worker.close()
    clients = [ServerClient(address) for _ in [*DECODINGS, None]]
    wanted = [*DECODINGS, DECODINGS[0]]
    names = [
        client.ask(picture(), QUESTIONS, Settings(model="", decoding=one))
        for client, one in zip(clients, wanted, strict=True)
    ]
    while not any(isinstance(event, Token) for event in clients[-1].poll(0.1)):
        pass
    clients[-1].cancel(names[-1])
    got = [finish(client) for client in clients[:-1]]
    again = ask(clients[-1], Settings(model="", decoding=DECODINGS[0]))
    for client in clients:
        client.close()
    equal = sum(answers == local[str(one)] for answers, one in zip(got, DECODINGS, strict=True))
    letters = sum(len(answer) for answers in got for answer in answers)
    plain = local[str(DECODINGS[1])]
    return {
        "settings whose answers equal the worker's": [equal, len(DECODINGS)],
        "letters in these answers": letters,
        "settings that change an answer": sum(answers != plain for answers in local.values()),
        "asked again after a cut": again == local[str(DECODINGS[0])],
        "still up": is_up(address),
    }


def absent(command: str, log: Path) -> dict[str, Any]:
    """The end of a start without its graph."""
    began = time.perf_counter()
    with log.open("w") as output:
        server = subprocess.Popen(
            command, shell=True, stdout=output, stderr=output, env=environment(), start_new_session=True
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(START_SECONDS)
        end(server)
    text = log.read_text()
    return {
        "seconds to end": round(time.perf_counter() - began),
        "says what to do": "cannot be read" in text and "misground serve-args MODEL" in text,
        "before the model loads": "Starting to load model" not in text,
    }


def picture() -> np.ndarray:
    return np.random.default_rng(4).integers(0, 256, (96, 96), dtype=np.uint8)


def ask(engine: Engine, settings: Settings) -> list[str]:
    """The answers' texts."""
    engine.ask(picture(), QUESTIONS, settings)
    return finish(engine)


def finish(engine: Engine) -> list[str]:
    """The answers of what was asked."""
    answers: list[str] = []
    while True:
        for event in engine.poll(0.2):
            if isinstance(event, AnswerEvent):
                answers.append(event.raw)
            elif isinstance(event, Failed):
                raise SystemExit(json.dumps(vars(event), indent=1))
            elif isinstance(event, Done):
                return answers
