"""Makes the donors that training draws its pictures from: `python -m training.pool --phantoms 1:101`.

Label maps come from a data folder laid out as in docs/training-data.md; without one the pool has phantoms only. What
exists is skipped, so a killed run goes on where it stopped.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from MISGroundLib.errors import UserError
from training.donor import Donor, save_donor
from training.maps.recipes import (
    RECIPES,
    donor_names,
    make_donors,
    make_totalsegmentator_donor,
    totalsegmentator_name,
)
from training.phantoms.phantom import FIRST_HELD_OUT_SEED, make_phantom
from training.sources import split_of

DONORS = Path("training/runs/donors")
HELD_OUT_DONORS = Path("training/runs/held-out")
_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def cases(data: Path, final: bool = False) -> list[Path]:
    """The case folders of a data folder that are made into donors, at any of its two levels.

    final: also the real scans that choose and judge.
    """
    found = [path.parent for pattern in ("*/case.json", "*/*/case.json") for path in data.glob(pattern)]
    splits = ("train", "held-out", "choose", "judge") if final else ("train", "held-out")
    return sorted(
        path for path in found if split_of(path.name) in splits and any(path.name.startswith(name) for name in RECIPES)
    )


def _save(made: Iterable[Donor], donors: Path, held_out: Path) -> None:
    for donor in made:
        save_donor(donor, held_out if donor.held_out else donors)


def add_cases(data: Path, donors: Path, held_out: Path, final: bool = False) -> None:
    """Make the donors of the data folder's cases that the two folders lack; final: see `cases`."""
    for case in tqdm(cases(data, final), desc="label maps and scans"):
        folder = held_out if split_of(case.name) == "held-out" else donors
        if not all((folder / f"{name}.json").exists() for name in donor_names(case.name, final)):
            _save(make_donors(case, final), donors, held_out)


def add_totalsegmentator(data: Path, donors: Path) -> None:
    """Make the donors that the folder lacks of a TotalSegmentator data set: of every folder with segmentations/."""
    found = sorted(path.parent for path in data.glob("*/segmentations"))
    if not found:
        raise UserError(f"{data} holds no TotalSegmentator cases: no folder in it has a folder segmentations.")
    for case in tqdm(found, desc="TotalSegmentator"):
        if not (donors / f"{totalsegmentator_name(case)}.json").exists():
            save_donor(make_totalsegmentator_donor(case), donors)


def add_phantoms(seeds: range, donors: Path, held_out: Path) -> None:
    """Make the phantoms that the two folders lack."""
    for seed in tqdm(seeds, desc="phantoms"):
        folder = held_out if seed >= FIRST_HELD_OUT_SEED else donors
        if not (folder / f"phantom_{seed:07d}.json").exists():
            _save([make_phantom(seed)], donors, held_out)


def _seeds(text: str) -> range:
    first, end = (int(part) for part in text.split(":"))
    return range(first, end)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=_DATA, help="data folder of label maps")
    parser.add_argument("--out", type=Path, default=DONORS)
    parser.add_argument("--held-out", type=Path, default=HELD_OUT_DONORS)
    parser.add_argument("--phantoms", type=_seeds, default=range(1, 101), help="first:end, end not included")
    parser.add_argument("--held-out-phantoms", type=_seeds, default=range(FIRST_HELD_OUT_SEED, FIRST_HELD_OUT_SEED + 8))
    parser.add_argument("--totalsegmentator", type=Path, help="folder of a TotalSegmentator data set, all of its cases")
    parser.add_argument("--final", action="store_true", help="also of the real scans to choose and judge by")
    arguments = parser.parse_args()
    if arguments.shared.is_dir():
        add_cases(arguments.shared, arguments.out, arguments.held_out, arguments.final)
    else:
        print(f"No data folder at {arguments.shared}: phantoms only. docs/training-data.md says how to lay one out.")
    if arguments.totalsegmentator:
        add_totalsegmentator(arguments.totalsegmentator, arguments.out)
    add_phantoms(arguments.phantoms, arguments.out, arguments.held_out)
    add_phantoms(arguments.held_out_phantoms, arguments.out, arguments.held_out)


if __name__ == "__main__":
    main()
