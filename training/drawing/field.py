"""What part of a donor is scanned: a range along the body, margins of air or cuts through the body, by region."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.donor import Donor
from training.tissues import IN_BODY

Array = NDArray[np.float64]
Generator = np.random.Generator

# Fields of view along z of a trunk whose iliac crest lies at z = 0: (lowest, highest) mm of each end, and how often.
_TRUNK = (
    ((-30, 60), (190, 260), 0.20),  # abdomen
    ((-230, -130), (180, 270), 0.27),  # abdomen and pelvis
    ((140, 230), (430, 540), 0.15),  # chest
    ((-20, 60), (400, 540), 0.11),  # chest and abdomen
    ((-330, -150), (-20, 90), 0.11),  # pelvis and hips
    ((280, 380), (500, 540), 0.05),  # shoulders
    ((-330, -150), (400, 540), 0.11),  # all
)
# How often the whole length is scanned, and the smallest share of it otherwise.
_WHOLE = {"abdomen": (0.5, 0.3), "head-neck": (0.6, 0.4), "brain": (0.75, 0.6), "knee": (0.6, 0.5), "spine": (0.7, 0.5)}
PLANE_SHARES = {"brain": (0.4, 0.3, 0.3), "knee": (0.3, 0.3, 0.4), "spine": (0.3, 0.25, 0.45)}
_REACH_MM = 350.0


def random_plane(rng: Generator, region: str) -> str:
    """axial, coronal or sagittal, as often as the region is looked at in it."""
    return str(rng.choice(["axial", "coronal", "sagittal"], p=PLANE_SHARES.get(region, (0.5, 0.27, 0.23))))


def scanned_range(donor: Donor, rng: Generator) -> tuple[Array, Array]:
    """(low, high), RAS mm of the donor: the body's box within a random range along z."""
    floor, ceiling = donor.origin_ras[2], donor.origin_ras[2] + (donor.tissue.shape[2] - 1) * donor.voxel_mm
    if donor.region == "trunk":
        bottom, top, _ = _TRUNK[int(rng.choice(len(_TRUNK), p=[row[2] for row in _TRUNK]))]
        first, last = max(floor, rng.uniform(*bottom)), min(ceiling, rng.uniform(*top))
    else:
        first, last = floor, ceiling
        often, least = _WHOLE[donor.region]
        if rng.random() > often:
            length = rng.uniform(least, 0.95) * (ceiling - floor)
            first = rng.uniform(floor, ceiling - length)
            last = first + length
    first, last = (first, last) if last - first > 4 * donor.voxel_mm else (floor, ceiling)
    start = int((first - floor) / donor.voxel_mm)
    stop = int((last - floor) / donor.voxel_mm) + 1
    solid = IN_BODY[np.asarray(donor.tissue)[::3, ::3, start:stop:4]]
    low, high = np.array([0.0, 0.0, first]), np.array([0.0, 0.0, last])
    for axis in (0, 1):
        span = np.flatnonzero(solid.any(axis=(1 - axis, 2)))
        ends = (span[0], span[-1]) if span.size else (0, solid.shape[axis] - 1)
        low[axis], high[axis] = (donor.origin_ras[axis] + 3 * donor.voxel_mm * end for end in ends)
    if donor.region in ("head-neck", "brain"):  # air above the head, as far as the map has it
        span = np.flatnonzero(solid.any(axis=(0, 1)))
        body_top = first + (4 * span[-1] + 2) * donor.voxel_mm if span.size else last
        high[2] = min(last, body_top + rng.uniform(-2, 25))
    return low, high


def field_of_view(low: Array, high: Array, rng: Generator) -> tuple[Array, Array]:
    """The scanned box in the scanner for a body's box: wider, a little narrower, or a small part of it, across."""
    small = float(min(high[0] - low[0], high[1] - low[1]))
    reach = max(high[0] - low[0], high[1] - low[1]) / _REACH_MM
    first, last = low.copy(), high.copy()
    kind = rng.random()
    if kind < 0.05:
        for axis in (0, 1):
            side = rng.uniform(0.45, 0.9) * small
            middle = rng.uniform(low[axis] + side / 2, high[axis] - side / 2)
            first[axis], last[axis] = middle - side / 2, middle + side / 2
        return first, last
    for axis in (0, 1):
        margin = rng.uniform(-8, 60, 2) if kind < 0.8 else rng.uniform(-45, 10, 2)
        if kind > 0.95:
            margin = margin.clip(0) + rng.uniform(0, 100)
        first[axis] -= margin[0] * reach
        last[axis] += margin[1] * reach
    return first, last
