"""What both trainings do alike: a learning rate that warms up and falls, a checkpoint that no kill breaks, a log."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch


def share_of_rate(step: int, steps: int, warm: int, cooling: float) -> float:
    """0..1 of the full learning rate: up over `warm` steps, level, down to a fiftieth over the last part `cooling`."""
    left = (1 - step / steps) / max(cooling, 1e-6)
    return min(1.0, (step + 1) / warm) * min(1.0, max(0.02, left))


def save_state(state: Mapping[str, Any], file: Path) -> None:
    """Write a checkpoint so that a kill at any moment leaves the old or the new one whole."""
    partial = file.with_suffix(".tmp")
    torch.save(state, partial)
    os.replace(partial, file)


def log_means(file: Path, step: int, seconds: float, losses: Mapping[str, Sequence[float | torch.Tensor]]) -> None:
    """Print and add to a log of JSON lines the means of the losses of the last steps."""
    means = {name: round(sum(map(float, values)) / len(values), 4) for name, values in losses.items()}
    line = json.dumps({"step": step, "seconds": round(seconds), **means})
    print(line, flush=True)
    with file.open("a") as log:
        log.write(line + "\n")
