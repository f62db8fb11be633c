"""Where a donor's structures lie, and its midline: measured once a donor, at every few mm."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import find_objects

from training.donor import Donor
from training.structures import BODY, CONTAINS, STRUCTURE_ID, STRUCTURES
from training.tissues import IN_BODY, STRUCTURE_OF

Array = NDArray[np.float64]
_STEP_MM = 5.0
_SMALLEST_MM = 12.0  # a structure must be this wide to have a scan of its own
_WHOLES = frozenset((BODY, STRUCTURE_ID["brain"]))
# What lies in the middle, by the middle of its box.
_MIDDLES = ("vertebrae", "sacrum", "spinal cord", "brainstem", "mandible", "prostate")


@dataclass(frozen=True)
class Landmarks:
    """`midline`: x (RAS mm) of the body's middle, None for a limb. `boxes`: structure id -> (low, high) corners, mm."""

    midline: float | None
    boxes: dict[int, tuple[Array, Array]]


_known: dict[int, tuple[weakref.ref[NDArray[np.uint8]], Landmarks]] = {}
_of_files: dict[tuple[str, int], Landmarks] = {}  # training reads its donors' files again and again


def landmarks(donor: Donor) -> Landmarks:
    """The donor's: measured once for each file of tissue, or else for as long as the tissue is kept."""
    key = id(donor.tissue)
    if key in _known and _known[key][0]() is donor.tissue:
        return _known[key][1]
    if isinstance(donor.tissue, np.memmap) and donor.tissue.filename is not None:
        file = Path(donor.tissue.filename)
        version = str(file), file.stat().st_mtime_ns
        found = _of_files.get(version) or _measure(donor)
        _of_files[version] = found
    else:
        found = _measure(donor)
    _known[key] = weakref.ref(donor.tissue, lambda _: _known.pop(key, None)), found
    return found


def _measure(donor: Donor) -> Landmarks:
    step = max(1, round(_STEP_MM / donor.voxel_mm))
    coarse = np.asarray(donor.tissue)[::step, ::step, ::step]
    labels = STRUCTURE_OF[coarse]
    pitch = step * donor.voxel_mm
    parts: dict[int, tuple[Array, Array]] = {}
    for index, box in enumerate(find_objects(labels), 1):
        if box is not None:
            low, high = (np.array([getattr(side, end) for side in box]) for end in ("start", "stop"))
            parts[index] = donor.origin_ras + low * pitch, donor.origin_ras + (high - 1) * pitch
    boxes = {}
    for whole in range(1, len(STRUCTURES) + 1):
        inside = [parts[part] for part in parts if CONTAINS[whole, part]]
        if inside and whole not in _WHOLES:
            low = np.min([low for low, _ in inside], axis=0)
            high = np.max([high for _, high in inside], axis=0)
            if (high - low).max() >= _SMALLEST_MM:
                boxes[whole] = low, high
    return Landmarks(None if donor.region == "knee" else _midline(donor, coarse, boxes, pitch), boxes)


def _midline(donor: Donor, coarse: NDArray[np.uint8], boxes: dict[int, tuple[Array, Array]], pitch: float) -> float:
    """The median of what pairs and middle structures say; without any, the middle of the body."""
    said = []
    for index, (low, high) in boxes.items():
        name = STRUCTURES[index - 1]
        twin = STRUCTURE_ID.get(name.replace("left ", "right ", 1), 0)
        if name.startswith("left ") and twin in boxes:
            said.append((low[0] + high[0] + boxes[twin][0][0] + boxes[twin][1][0]) / 4)
        elif name in _MIDDLES:
            said.append((low[0] + high[0]) / 2)
    if said:
        return float(np.median(said))
    across = np.flatnonzero(IN_BODY[coarse].any(axis=(1, 2)))
    return (
        float(donor.origin_ras[0] + pitch * (across[0] + across[-1]) / 2) if across.size else float(donor.origin_ras[0])
    )
