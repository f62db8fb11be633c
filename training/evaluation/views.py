"""What is asked about: a slice with the true box of every structure, and what is certainly not in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.geometry import Box
from training.structures import CONTAINS, STRUCTURES, mirror_id

ABSENT_A_KIND = 3  # absent questions on a slice: from the suite's own region, and as many from elsewhere
_SMALLEST_MM2 = 45.0  # a smaller trace of a structure is neither present nor absent: not asked


@dataclass(frozen=True)
class View:
    """`pixels` uint8 (height, width) as the product shows them; `boxes`: structure id -> half-open pixels.

    Pixels are (height, width, 3) where the neighbouring slices were asked for: the slice is the second of them.

    `areas`: structure id -> its share of the slice's pixels. `absent`: ids that are certainly not in the slice. `body`:
    the body's box, which the prior is told. `midline_mm`: of a sagittal slice from the body's middle, + on the
    patient's right, where the product measures it.
    """

    case: str
    pixels: NDArray[np.uint8]
    plane: str
    position_fraction: float | None
    modality: str
    body: Box | None
    boxes: dict[int, Box]
    absent: tuple[int, ...]
    areas: dict[int, float] = field(default_factory=dict)
    position_mm: float | None = None
    midline_mm: float | None = None
    pixel_mm: float = 1.0


@dataclass(frozen=True)
class Suite:
    """Views that are reported together.

    `kind`: synthetic, seen (donors known to training), real (scans to choose by), variant (made of these), or judge.
    `headline`: ids that the target is about; None: all but the body. `region`, `field` of view: as reported.
    """

    name: str
    title: str
    kind: str
    views: list[View]
    headline: frozenset[int] | None = None
    note: str = ""
    region: str = ""
    field: str = "whole"


def box_of(mask: NDArray[np.bool_]) -> Box | None:
    """The half-open pixel box that just holds a mask (height, width)."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns):
        return None
    return (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def traces(labels: NDArray[np.uint8], pixel_mm: float) -> tuple[dict[int, Box], dict[int, float], set[int]]:
    """Boxes and shares of the structures in a picture of finest ids (unions included); ids too small to be judged."""
    boxes, areas, unclear = {}, {}, set()
    values = np.unique(labels)
    for index in range(1, len(STRUCTURES) + 1):
        if not CONTAINS[index, values].any():
            continue
        mask = CONTAINS[index][labels]
        box = box_of(mask)
        if box is None or mask.sum() * pixel_mm**2 < _SMALLEST_MM2:
            unclear.add(index)
        else:
            boxes[index], areas[index] = box, float(mask.mean())
    return boxes, areas, unclear


def sides_can_be_told(view: View) -> bool:
    """Whether left and right follow from the picture and what is told with it."""
    return view.plane != "sagittal" or view.midline_mm is not None


def questions_on(view: View, region: Collection[int], known: Collection[int], seed: int) -> list[int]:
    """Ids to ask: all known structures that are there, and some that are not, of the suite's region and of others.

    `region`: the ids that lie in any view of the suite. In a sagittal slice whose distance from the body's middle is
    not measured nobody could tell left from right, and the product claims no side: parts of pairs are not asked.
    """
    rng = np.random.default_rng([55, seed])
    if not sides_can_be_told(view):
        known = {index for index in known if mirror_id(index) == index}
    absent = [index for index in view.absent if index in known]
    chosen: list[int] = []
    for near in (True, False):
        group = [index for index in absent if (index in region) == near]
        count = min(ABSENT_A_KIND, len(group))
        chosen += [int(index) for index in rng.choice(group, count, replace=False)] if count else []
    return [index for index in sorted(view.boxes) if index in known] + chosen
