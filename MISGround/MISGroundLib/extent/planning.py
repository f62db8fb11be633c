"""Which slices a search looks at next: a function of what it has seen, so that it can stop, show or go on anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from MISGroundLib.extent.evidence import Looks, Run, bounds_of_run, find_run
from MISGroundLib.extent.volume_frame import Bounds, SliceKey, VolumeFrame

# Coarse slices, the run's ends, then the two other planes; the same without other planes; every n-th slice of one
# plane; of all three.
STRATEGIES = ("planes", "one plane", "sweep", "sweep planes")
# A scan of a small part gets this many coarse slices all the same: what is in it is smaller too.
_FEWEST_COARSE = 9
# Where nothing was found, a chance above this is looked at from nearer.
_DOUBT = 0.1
# Log odds below which the other planes are not asked: they could not save what was found.
_HOPELESS = -1.0


@dataclass(frozen=True)
class SearchPlan:
    """How a volume is searched.

    strategy: one of STRATEGIES. budget: the most questions, all targets together; 0 for no limit. coarse_mm: between
    the first slices; finest_mm: between the nearest ones, and how exactly ends are found. along: equal parts of what
    was found, each of which is looked at; across: slices of each other plane through it. every: of a sweep, one slice
    in so many.
    """

    strategy: str = "planes"
    budget: int = 0
    coarse_mm: float = 30.0
    finest_mm: float = 4.0
    along: int = 8
    across: int = 5
    every: int = 1

    def __post_init__(self) -> None:
        """Raise ValueError with the setting's name and the remedy."""
        if self.strategy not in STRATEGIES:
            raise ValueError(f"strategy is {self.strategy!r}: give {', '.join(STRATEGIES[:-1])} or {STRATEGIES[-1]}")
        if self.budget < 0:
            raise ValueError(f"budget is {self.budget}: give the most questions to ask, or 0 for no limit")
        if not (0 < self.finest_mm <= self.coarse_mm < float("inf")):
            raise ValueError("coarse_mm and finest_mm must be above 0, and finest_mm the smaller one")
        if min(self.along, self.across, self.every) < 1:
            raise ValueError("along, across and every must be 1 or more")


def slices_to_ask(looks: Looks, frame: VolumeFrame, plan: SearchPlan, axis: int) -> list[SliceKey]:
    """The slices that a target's search needs next, the most useful first; none where it is at its end.

    axis: which the target is best seen along.
    """
    if plan.strategy.startswith("sweep"):
        axes = range(3) if plan.strategy == "sweep planes" else [axis]
        keys = [SliceKey(one, at) for one in axes for at in _sweep(len(frame.positions[one]), plan.every)]
        return _new(keys, looks)
    if keys := _new(coarse_slices(frame, axis, plan.coarse_mm), looks):
        return keys
    run = find_run(looks.along(axis))
    if run is None:
        return _nearer(looks, frame, axis)
    if keys := _new(_ends(run, frame), looks):
        return keys
    if run.evidence < _HOPELESS:
        return []
    bounds = bounds_of_run(run, frame)
    if keys := _new(_between(looks, bounds, frame, axis, plan.along), looks):
        return keys
    return [] if plan.strategy == "one plane" else _new(_across(bounds, frame, axis, plan.across), looks)


def usual_questions(frame: VolumeFrame, plan: SearchPlan, axis: int) -> int:
    """About how many slices a target that is found takes."""
    if plan.strategy.startswith("sweep"):
        axes = range(3) if plan.strategy == "sweep planes" else [axis]
        return sum(len(range(0, len(frame.positions[one]), plan.every)) for one in axes)
    coarse = len(coarse_slices(frame, axis, plan.coarse_mm))
    ends = 2 * max(0.0, np.log2(max(1.0, len(frame.positions[axis]) / coarse)))
    along = max(0, plan.along - ends - 1)
    return round(coarse + ends + along) + (2 * plan.across if plan.strategy == "planes" else 0)


def coarse_slices(frame: VolumeFrame, axis: int, coarse_mm: float) -> list[SliceKey]:
    """Slices across an axis that far apart, in an order in which every beginning is spread over all of it."""
    length = float(np.ptp(frame.ends[axis]))
    count = min(max(_FEWEST_COARSE, round(length / coarse_mm)), len(frame.positions[axis]))
    places = frame.ends[axis, 0] + (np.arange(count) + 0.5) / count * length
    indices = sorted({frame.nearest(axis, float(place)).index for place in places})
    return [SliceKey(axis, index) for index in _spread(indices)]


@cache
def _sweep(count: int, every: int) -> tuple[int, ...]:
    """The indices of a sweep, which are asked for again before each of its slices."""
    return tuple(_spread(list(range(0, count, every))))


def _spread(indices: list[int]) -> list[int]:
    """The middle one, then the middles of both halves, and so on."""
    order: list[int] = []
    parts = [indices]
    while parts:
        order += [part[len(part) // 2] for part in parts]
        halves = [(part[: len(part) // 2], part[len(part) // 2 + 1 :]) for part in parts]
        parts = [half for pair in halves for half in pair if half]
    return order


def _ends(run: Run, frame: VolumeFrame) -> list[SliceKey]:
    """Halfway between either end's last hit and the miss beyond, while a slice lies between."""
    axis = run.first.key.axis
    keys = []
    for hit, miss, outermost in ((run.first, run.below, 0), (run.last, run.above, len(frame.positions[axis]) - 1)):
        keys.append(SliceKey(axis, outermost if miss is None else (hit.key.index + miss.key.index) // 2))
    return keys


def _nearer(looks: Looks, frame: VolumeFrame, axis: int) -> list[SliceKey]:
    """Halfway to both neighbours of the slice where an absence was least sure."""
    seen = looks.along(axis)
    place = max(range(len(seen)), key=lambda one: seen[one].chance) if seen else 0
    if not seen or seen[place].chance < _DOUBT:
        return []
    beside = [seen[one] for one in (place - 1, place + 1) if 0 <= one < len(seen)]
    if any(abs(one.key.index - seen[place].key.index) < 4 for one in beside):
        return []
    return _new([SliceKey(axis, (one.key.index + seen[place].key.index) // 2) for one in beside], looks)


def _between(looks: Looks, bounds: Bounds, frame: VolumeFrame, axis: int, count: int) -> list[SliceKey]:
    """The middles of so many equal parts of what was found, where no look lies near."""
    part = float(np.ptp(bounds[axis])) / count
    seen = np.array([look.position_mm for look in looks.along(axis)])
    middles = bounds[axis, 0] + (np.arange(count) + 0.5) * part
    return [frame.nearest(axis, float(one)) for one in middles if np.abs(seen - one).min() > part / 2]


def _across(bounds: Bounds, frame: VolumeFrame, axis: int, count: int) -> list[SliceKey]:
    """In each other plane the slice through the middle of what was found, then those between middle and sides."""
    shares = [0.5, *(share for share in (np.arange(count) + 0.5) / count if share != 0.5)][:count]
    others = [other for other in (2, 1, 0) if other != axis]
    return [
        frame.nearest(other, float(bounds[other, 0] + share * np.ptp(bounds[other])))
        for share in shares
        for other in others
    ]


def _new(keys: list[SliceKey], looks: Looks) -> list[SliceKey]:
    return [key for key in dict.fromkeys(keys) if key not in looks.by_key]
