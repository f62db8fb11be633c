"""A folder of phantoms, made once, that training draws its slices from: `python -m training.pool --seeds 1:141`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
from tqdm import tqdm

from training.canvas import LOW, VOXEL_MM
from training.phantoms import Phantom, make_phantom

# Seeds below this are for training; evaluation starts here and training never sees them.
FIRST_HELD_OUT_SEED = 1_000_000


def pool_file(folder: Path, seed: int) -> Path:
    """Where a phantom of the pool lies."""
    return folder / f"phantom_{seed:07d}.npy"


def fill_pool(folder: Path, seeds: range) -> None:
    """Make the phantoms that the folder lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in tqdm(seeds, desc="phantoms"):
        path = pool_file(folder, seed)
        if not path.exists():
            partial = path.with_suffix(".tmp.npy")
            np.save(partial, make_phantom(seed).tissue)
            os.replace(partial, path)


def load_pool(folder: Path) -> list[Phantom]:
    """All phantoms of a folder, memory-mapped, held-out seeds left out."""
    phantoms = []
    for path in sorted(folder.glob("phantom_???????.npy")):
        seed = int(path.stem.split("_")[1])
        if seed < FIRST_HELD_OUT_SEED:
            phantoms.append(Phantom(np.load(path, mmap_mode="r"), LOW.copy(), VOXEL_MM, seed))
    return phantoms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/runs/pool"))
    parser.add_argument("--seeds", default="1:141", help="first:end, end not included")
    arguments = parser.parse_args()
    first, end = (int(part) for part in arguments.seeds.split(":"))
    fill_pool(arguments.out, range(first, end))


if __name__ == "__main__":
    main()
