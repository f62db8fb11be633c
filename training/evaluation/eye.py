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
from training.model import SIDE, load_run, normalise
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    run: Path = parser.parse_args().run
    torch.set_num_threads(1)
    model, step = load_run(run)
    table = score(eye_of(model.eval().model.visual))
    with (run / "choose.jsonl").open("a") as log:
        log.write(json.dumps({"step": step, **table}) + "\n")
    print(f"step {step}\n{as_markdown(table)}")


if __name__ == "__main__":
    main()
