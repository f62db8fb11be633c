"""What part of a donor is scanned: a range along the body, margins of air or cuts through the body, by region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.donor import Donor
from training.drawing.deform import Pose, random_pose
from training.drawing.landmarks import landmarks
from training.structures import STRUCTURE_ID
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
_WHOLE = {
    "abdomen": (0.5, 0.3),
    "head-neck": (0.6, 0.4),
    "brain": (0.65, 0.45),
    "knee": (0.6, 0.5),
    "spine": (0.7, 0.5),
}
PLANE_SHARES = {"brain": (0.4, 0.3, 0.3), "knee": (0.3, 0.3, 0.4), "spine": (0.3, 0.25, 0.45)}
# How often the field is that of one organ, one half of the body, and a stack of few thick slices.
_KINDS = {
    "trunk": (0.16, 0.07, 0.16),
    "abdomen": (0.14, 0.07, 0.16),
    "head-neck": (0.13, 0.06, 0.12),
    "brain": (0.16, 0.05, 0.14),
    "knee": (0.08, 0.0, 0.15),
    "spine": (0.0, 0.0, 0.10),
}
_SPINE = STRUCTURE_ID["vertebrae"]
_REACH_MM = 350.0


@dataclass(frozen=True)
class Field:
    """The scanned box in the scanner, `first` to `last` (mm), of a body whose box is `body`; its pose.

    `whole_width`: no side of the body is cut off. `step_mm`: thickness of the stack's slices along z, 0: thin.
    """

    pose: Pose
    body: tuple[Array, Array]
    first: Array
    last: Array
    whole_width: bool
    step_mm: float


def random_plane(rng: Generator, region: str) -> str:
    """axial, coronal or sagittal, as often as the region is looked at in it."""
    return str(rng.choice(["axial", "coronal", "sagittal"], p=PLANE_SHARES.get(region, (0.5, 0.27, 0.23))))


def random_field(donor: Donor, rng: Generator) -> Field:
    """A pose of the donor and the part of it that is scanned."""
    organ, half, stack = np.cumsum(_KINDS[donor.region])
    kind = rng.random()
    target = None
    if kind < organ and (boxes := landmarks(donor).boxes):
        ids = sorted(boxes)
        odds = np.array([8.0 if index == _SPINE else 1.0 for index in ids])
        target = boxes[ids[int(rng.choice(len(ids), p=odds / odds.sum()))]]
    low, high = scanned_range(donor, rng, target)
    stacked = organ + half < kind < organ + half + stack
    if stacked and donor.region != "brain":
        length = rng.uniform(60, 125)
        if high[2] - low[2] > length:
            low[2] = rng.uniform(low[2], high[2] - length)
            high[2] = low[2] + length
    center = (low + high) / 2
    pose = random_pose(rng, center, float(max(high[0] - low[0], high[1] - low[1])))
    body = (center + (low - center) * pose.size, center + (high - center) * pose.size)
    step = float(rng.uniform(3.5, 7.5)) if stacked else 0.0
    if target is not None:
        first, last = _round_organ(target, pose, body, rng)
        return Field(pose, body, first, last, False, float(rng.choice([0.0, 3.0, 5.0])))
    first, last, whole = field_of_view(*body, rng)
    if organ < kind < organ + half:
        beyond = rng.uniform(-25, 35) * (body[1][0] - body[0][0]) / _REACH_MM
        middle = (body[0][0] + body[1][0]) / 2
        if rng.random() < 0.5:
            first[0] = middle - beyond
        else:
            last[0] = middle + beyond
        whole = False
    return Field(pose, body, first, last, whole, step)


def scanned_range(donor: Donor, rng: Generator, target: tuple[Array, Array] | None = None) -> tuple[Array, Array]:
    """(low, high), RAS mm of the donor: the body's box within a random range along z, or that of a structure's box."""
    floor, ceiling = donor.origin_ras[2], donor.origin_ras[2] + (donor.tissue.shape[2] - 1) * donor.voxel_mm
    if target is not None:
        first, last = max(floor, target[0][2] - 20), min(ceiling, target[1][2] + 20)
    elif donor.region == "trunk":
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
    if donor.region in ("head-neck", "brain") and target is None:  # air above the head, as far as the map has it
        span = np.flatnonzero(solid.any(axis=(0, 1)))
        body_top = first + (4 * span[-1] + 2) * donor.voxel_mm if span.size else last
        high[2] = min(last, body_top + rng.uniform(-2, 25))
    return low, high


def _round_organ(
    target: tuple[Array, Array], pose: Pose, body: tuple[Array, Array], rng: Generator
) -> tuple[Array, Array]:
    """A box of 5 to 20 cm about an organ, or about a part of a long one."""
    size = target[1] - target[0]
    middle = pose.from_donor(target[0] + size * np.where(size > 160, rng.uniform(0.2, 0.8, 3), 0.5))
    sides = np.clip(size * rng.uniform(0.75, 1.6) + rng.uniform(5, 60, 3), 50, rng.uniform(120, 220))
    middle = middle + rng.uniform(-0.15, 0.15, 3) * sides
    first, last = middle - sides / 2, middle + sides / 2
    margin = np.array([15.0, 15.0, 0.0])
    first = np.minimum(np.maximum(first, body[0] - margin), body[1] - 45)
    return first, np.maximum(np.minimum(last, body[1] + margin), first + 45)


def field_of_view(low: Array, high: Array, rng: Generator) -> tuple[Array, Array, bool]:
    """The scanned box in the scanner for a body's box: wider, a little narrower, or a small part of it, across.

    And whether both sides of the body are in it.
    """
    small = float(min(high[0] - low[0], high[1] - low[1]))
    reach = max(high[0] - low[0], high[1] - low[1]) / _REACH_MM
    first, last = low.copy(), high.copy()
    kind = rng.random()
    if kind < 0.05:
        for axis in (0, 1):
            side = rng.uniform(0.45, 0.9) * small
            middle = rng.uniform(low[axis] + side / 2, high[axis] - side / 2)
            first[axis], last[axis] = middle - side / 2, middle + side / 2
        return first, last, False
    for axis in (0, 1):
        margin = rng.uniform(-8, 60, 2) if kind < 0.78 else rng.uniform(-45, 10, 2)
        if kind > 0.92:
            margin = margin.clip(0) + rng.uniform(0, 120, 2)
        first[axis] -= margin[0] * reach
        last[axis] += margin[1] * reach
    slack = 12 * reach
    return first, last, bool(first[0] < low[0] + slack and last[0] > high[0] - slack)
