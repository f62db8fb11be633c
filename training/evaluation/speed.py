"""What the product's own client sees: seconds to load in a new process, seconds a warm query, the worker's memory."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.protocol import AnswerEvent, Done, Failed, Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Settings


def measure(model: str, pixels: NDArray[np.uint8], questions: list[Question], runs: int = 9) -> dict[str, float]:
    """load_seconds: from nothing to the model's readiness (Python, torch, weights), answer left out. warm_seconds:
    median of single questions, asked to done. peak_gb: the most memory the worker held, GB of 10^9 bytes (Linux)."""
    client = EngineClient()
    try:
        began = time.perf_counter()
        answering = _ask(client, model, pixels, questions[:1]).timings["answer"]
        load = time.perf_counter() - began - answering
        warm = []
        for run in range(runs):
            began = time.perf_counter()
            _ask(client, model, pixels, [questions[run % len(questions)]])
            warm.append(time.perf_counter() - began)
        figures = {"load_seconds": load, "warm_seconds": statistics.median(warm)}
        status = Path(f"/proc/{client.worker_pid}/status")
        if status.is_file():
            peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
            figures["peak_gb"] = int(peak.split()[1]) * 1024 / 1e9
        return figures
    finally:
        client.close()


def _ask(client: EngineClient, model: str, pixels: NDArray[np.uint8], questions: list[Question]) -> Done:
    request = client.ask(pixels, questions, Settings(model))
    while True:
        for event in client.poll(0.05):
            if isinstance(event, Failed):
                raise UserError(event.message)
            if isinstance(event, AnswerEvent) and event.problems:
                raise UserError(event.problems[0])
            if isinstance(event, Done) and event.id == request:
                return event
