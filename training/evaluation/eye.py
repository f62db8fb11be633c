"""Scores the eye of a run alone on the scans to choose by: `python -m training.evaluation.eye training/runs/x`.

What it measures on its masks is taken as the answer, without the voice. Each call adds a line to the run's
choose.jsonl: the learning curve on real scans.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from MISGroundLib.geometry import Box
from MISGroundLib.vlm.mini_model import MiniTower
from MISGroundLib.vlm.pictures import prepare_square
from training.evaluation.yardstick import Eye, as_markdown, score
from training.model import SIDE, make_model, make_tokenizer, normalise
from training.structures import STRUCTURES


def eye_of(tower: MiniTower) -> Eye:
    """The tower as the function that the yardstick asks: a box where its presence is more likely than not."""

    def see(
        pixels: NDArray[np.uint8], plane: str, modality: str, midline_mm: float | None, pixel_mm: float
    ) -> Mapping[str, Box | None]:
        prepared = prepare_square(pixels, SIDE, crop=True)
        image = torch.from_numpy(np.array(prepared.image)[:, :, 0])
        with torch.inference_mode():
            seen = tower.measured(normalise(image[None]))
        which = int(plane == "sagittal")
        found: dict[str, Box | None] = {}
        for index, name in enumerate(STRUCTURES):
            x0, y0, x1, y1 = (1000 * seen.boxes[0, index, which]).tolist()
            there = bool(seen.presence[0, index, which] > 0) and x1 > x0 and y1 > y0
            if which and midline_mm is not None and name.startswith(("left ", "right ")):
                there &= (midline_mm > 0) == name.startswith("right ")
            found[name] = prepared.to_slice((x0, y0, x1, y1)) if there else None
        return found

    return see


def tower_of(run: Path) -> tuple[MiniTower, int]:
    """The average of a run's weights, and its step."""
    saved = torch.load(run / "checkpoint.pt", weights_only=True)
    model = make_model(make_tokenizer()).eval()
    model.load_state_dict(saved["model"])
    tower = model.model.visual
    with torch.no_grad():
        for name, parameter in tower.named_parameters():
            if name.startswith(("eye.", "measure.")):
                parameter.copy_(saved["average"][name])
    return tower, int(saved["step"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    run: Path = parser.parse_args().run
    torch.set_num_threads(1)
    tower, step = tower_of(run)
    table = score(eye_of(tower))
    with (run / "choose.jsonl").open("a") as log:
        log.write(json.dumps({"step": step, **table}) + "\n")
    print(f"step {step}\n{as_markdown(table)}")


if __name__ == "__main__":
    main()
