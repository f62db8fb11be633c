"""A donor: a labelled body (a phantom or a real label map) that training draws its pictures from; how it is stored."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.structures import BODY, STRUCTURE_ID, STRUCTURES
from training.tissues import IN_BODY, STRUCTURE_OF

MR_WHITE = 1000
_IMAGE = ".image.npy"  # after the donor's name
REGIONS = ("trunk", "abdomen", "head-neck", "brain", "knee", "spine")


@dataclass(frozen=True)
class Donor:
    """`tissue` uint8 (x, y, z), ids of training.tissues, on a RAS grid: voxel (0, 0, 0) lies at `origin_ras`.

    Cubic voxels of `voxel_mm`. `unknown`: ids of structures that may lie in the donor without a label, in tissue that
    has no structure: never asked, never "absent". What is neither labelled nor unknown is absent. `partial`: labelled
    in a part of their length: axial slices that show the label have the whole cut, all else is unknown.

    `image` int16 on the same grid, where the body is a real scan's, and its `modality`: Hounsfield units of a CT; of an
    MR grey values whose 99th percentile within the body is MR_WHITE.
    """

    name: str
    region: str
    tissue: NDArray[np.uint8]
    origin_ras: NDArray[np.float64]
    voxel_mm: float
    unknown: frozenset[int] = frozenset()
    held_out: bool = False
    partial: frozenset[int] = frozenset()
    image: NDArray[np.int16] | None = None
    modality: str = ""

    def labels(self) -> NDArray[np.uint8]:
        """Structure ids (1 = the first of STRUCTURES), body where nothing else is."""
        labels = STRUCTURE_OF[self.tissue]
        return np.where((labels == 0) & IN_BODY[self.tissue], BODY, labels).astype(np.uint8)


def save_donor(donor: Donor, folder: Path) -> None:
    """Write NAME.npy and NAME.json so that a kill at any moment leaves no half donor."""
    folder.mkdir(parents=True, exist_ok=True)
    if donor.image is not None:
        _save_array(donor.image, folder / f"{donor.name}{_IMAGE}")
    _save_array(donor.tissue, folder / f"{donor.name}.npy")
    about = {
        "region": donor.region,
        "origin_ras": [float(v) for v in donor.origin_ras],
        "voxel_mm": donor.voxel_mm,
        "unknown": sorted(STRUCTURES[index - 1] for index in donor.unknown),
        "partial": sorted(STRUCTURES[index - 1] for index in donor.partial),
        "image": donor.modality if donor.image is not None else None,
        "held_out": donor.held_out,
    }
    text = folder / f"{donor.name}.json.tmp"
    text.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    os.replace(text, folder / f"{donor.name}.json")


def _save_array(array: NDArray[Any], path: Path) -> None:
    partial = path.with_suffix(".tmp.npy")
    np.save(partial, array)
    os.replace(partial, path)


def load_donors(folder: Path, held_out: bool = False) -> list[Donor]:
    """The donors of a folder by name, memory-mapped: those to train on, or those held out."""
    donors = []
    for path in sorted(folder.glob("*.json")):
        about = json.loads(path.read_text(encoding="utf-8"))
        if about["held_out"] == held_out:
            image = about.get("image")
            donors.append(
                Donor(
                    path.stem,
                    about["region"],
                    np.load(path.with_suffix(".npy"), mmap_mode="r"),
                    np.array(about["origin_ras"]),
                    about["voxel_mm"],
                    frozenset(STRUCTURE_ID[name] for name in about["unknown"]),
                    held_out,
                    frozenset(STRUCTURE_ID[name] for name in about.get("partial", ())),
                    np.load(folder / f"{path.stem}{_IMAGE}", mmap_mode="r") if image else None,
                    image or "",
                )
            )
    return donors
