"""Scores the eye of a run alone on the scans to choose by: `python -m training.evaluation.eye training/runs/x`.

What it measures on its masks is taken as the answer, without the voice. Each call adds a line to the run's
choose.jsonl: the learning curve on real scans.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from MISGroundLib.geometry import Box
from MISGroundLib.vlm.mini_model import MiniTower
from MISGroundLib.vlm.pictures import prepare_square
from training.evaluation.yardstick import Eye, as_markdown, score
from training.examples import beside_in
from training.model import SIDE, load_run, normalise
from training.structures import STRUCTURES

# An image uint8 (1, SIDE, SIDE) or (1, 3, SIDE, SIDE), whether it is sagittal -> of every structure whether it is there
# (k,), and its box (k, 4) in 0..1.
Finder = Callable[[torch.Tensor, bool], tuple[torch.Tensor, torch.Tensor]]


def eye_of(tower: MiniTower) -> Eye:
    """The tower as the function that the yardstick asks: a box where its presence is more likely than not."""

    def find(images: torch.Tensor, sagittal: bool) -> tuple[torch.Tensor, torch.Tensor]:
        seen, which = tower.measured(normalise(images)), int(sagittal)
        return seen.presence[0, :, which] > 0, seen.boxes[0, :, which]

    return asking(find)


def asking(find: Finder) -> Eye:
    """What finds all structures in a prepared picture, as the function that the yardstick asks.

    Pixels may be (height, width, 3): the slice and its neighbours, as views have them.
    """

    def see(
        pixels: NDArray[np.uint8], plane: str, modality: str, midline_mm: float | None, pixel_mm: float
    ) -> Mapping[str, Box | None]:
        own = pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[:, :, 1])
        prepared = prepare_square(own, SIDE, crop=True)
        image = torch.from_numpy(np.array(prepared.image)[:, :, 0])
        if pixels.ndim == 3:
            low, high = (torch.from_numpy(beside_in(prepared, pixels[:, :, colour], SIDE)) for colour in (0, 2))
            image = torch.stack([low, image, high])
        sagittal = plane == "sagittal"
        with torch.inference_mode():
            present, boxes = find(image[None], sagittal)
        found: dict[str, Box | None] = {}
        for index, name in enumerate(STRUCTURES):
            x0, y0, x1, y1 = (1000 * boxes[index]).tolist()
            there = bool(present[index]) and x1 > x0 and y1 > y0
            if sagittal and midline_mm is not None and name.startswith(("left ", "right ")):
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
