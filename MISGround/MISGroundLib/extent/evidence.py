"""What looked-at slices say together: where along an axis a structure lies, and the box that the planes agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from MISGroundLib.extent.volume_frame import Bounds, SliceKey, VolumeFrame, overlap
from MISGroundLib.grounding import Detection

# Of a chance, how far it may speak: a model misses slices amid an organ with much certainty, and sees what is not
# there with some. Measured with benchmarks/extent.py.
_LEAST_CHANCE, _MOST_CHANCE = 0.12, 0.95
# A box's score is the chance that it is right, of an absence too; that the structure is there is likelier than that
# the box fits, and a doubtful absence is true more often than not.
_THERE_PER_RIGHT, _MISSED_PER_WRONG = 2.4, 0.4
# Slices nearer than this say much the same, rightly or wrongly; together they count as one slice.
_INDEPENDENT_MM = 14.0
# Boxes of neighbouring slices that share less than this of the smaller one are not of one structure.
_SAME_PLACE = 0.2
# How much of the hits' evidence may lie beyond a side: single boxes that are too large do not widen the whole.
_BEYOND = 0.05

# So far beyond a hit a structure is assumed to go on, until slices there are looked at.
_UNSEEN_MM = 15.0

# Log odds, all planes together, from which a structure is believed to be in the volume.
_BELIEVED = 1.0
# A box in another plane that lies beside what was found says "not here" no louder than this.
_ELSEWHERE_CHANCE = 0.25
# A box this near to the volume's end, as a share of its length, goes on there.
_AT_THE_END = 0.015
# How much the boxes of the run's many slices count across its axis, beside another plane's; and from how many boxes on
# that one counts fully: a single slice may not cut a structure where it is widest.
_RUN_BOXES, _FULL_BOXES = 3.0, 3

Answer = Literal["found", "absent", "silent", "blank"]
# seen: a plane shows where the structure ends there. assumed: the search stopped before it was found out.
# cut off: the structure goes on at the volume's end.
SideState = Literal["seen", "assumed", "cut off"]


@dataclass(frozen=True, eq=False)
class Look:
    """What a model said of one target on one slice.

    answer: "silent" where it said nothing that can be used (no readable box, a refuted side, a picture that is too thin
    to ask about); "blank" where there was nothing to see. chance: that the structure is on the slice, 0 to 1. score:
    the box's, or the absence's. bounds: (3, 2) mm in the frame, None without a box; without thickness along the
    slice's axis. place: as a person reads it.
    """

    key: SliceKey
    position_mm: float
    plane: str
    place: str
    answer: Answer
    chance: float
    score: float = 0.0
    bounds: Bounds | None = None
    notes: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """There is a box."""
        return self.bounds is not None

    @property
    def weight(self) -> float:
        """What its box counts beside others."""
        return max(self.score, 0.05)


@dataclass(frozen=True, eq=False)
class Run:
    """Neighbouring looks along an axis, from the first that shows the structure to the last.

    hits: those with a box. below, above: the nearest looks beyond, which do not show it; None where there is none.
    evidence: log odds that the structure is there at all, from these looks.
    """

    hits: tuple[Look, ...]
    below: Look | None
    above: Look | None
    evidence: float
    gaps: tuple[Look, ...] = ()

    @property
    def first(self) -> Look:
        """The hit with the lowest coordinate."""
        return self.hits[0]

    @property
    def last(self) -> Look:
        """The hit with the highest coordinate."""
        return self.hits[-1]


@dataclass
class Looks:
    """All looks for one target, by slice."""

    by_key: dict[SliceKey, Look] = field(default_factory=dict)

    def add(self, look: Look) -> None:
        """Keep a look."""
        self.by_key[look.key] = look

    def along(self, axis: int) -> list[Look]:
        """Those across an axis, in order."""
        return sorted((look for key, look in self.by_key.items() if key.axis == axis), key=lambda one: one.position_mm)


def look_of(detections: Sequence[Detection], frame: VolumeFrame, key: SliceKey, place: str, many: bool = False) -> Look:
    """A target's detections on a slice as one look: its best box, or with `many` the box round all of them."""
    position = float(frame.positions[key.axis][key.index])
    common = (key, position, frame.planes[key.axis], place)
    found = [one for one in detections if one.box_ras is not None]
    notes = tuple(dict.fromkeys(note for one in detections for note in [*one.notes, *one.problems]))
    if found:
        best = max(found, key=lambda one: one.score or 0.0)
        boxes = [frame.bounds_of(one.box_ras, key.axis, position) for one in (found if many else [best]) if one.box_ras]
        bounds = np.stack([np.min(boxes, axis=0)[:, 0], np.max(boxes, axis=0)[:, 1]], axis=1)
        score = best.score or 0.0
        return Look(*common, "found", min(_THERE_PER_RIGHT * score, 1.0), score, bounds, notes)
    if not detections or any(one.status != "absent" or one.problems for one in detections):
        return Look(*common, "silent", 0.5, notes=notes)
    sure = detections[0].score or 0.0
    return Look(*common, "absent", _MISSED_PER_WRONG * (1.0 - sure), sure, notes=notes)


def nothing_said(looks: Sequence[Look]) -> bool:
    """Slices were asked about, and no answer on any of them can be used."""
    told = {look.answer for look in looks}
    return "silent" in told and not told & {"found", "absent"}


def log_odds(chances: ArrayLike) -> NDArray[np.float64]:
    """Of chances, none of them taken to be surer than a model's answers are."""
    kept = np.clip(np.asarray(chances, dtype=float), _LEAST_CHANCE, _MOST_CHANCE)
    return np.asarray(np.log(kept / (1 - kept)), dtype=float)


def find_run(looks: Sequence[Look]) -> Run | None:
    """The stretch of looks along an axis that the evidence speaks for most; None where no look shows anything.

    looks: across one axis, in order. Each look counts with the log odds of its chance, and for as much of the axis as
    it stands for; the stretch with the largest sum is taken (Kadane). So a gap is bridged where what lies on both its
    sides outweighs it. A hit that shows another place than the hits beside it counts for nothing.
    """
    if not any(look.found for look in looks):
        return None
    weights = _evidence(looks)
    best, best_sum, start, total = (0, 0), -np.inf, 0, 0.0
    for place, weight in enumerate(weights):
        if total <= 0:
            start, total = place, 0.0
        total += weight
        if looks[place].found and total > best_sum:
            best, best_sum = (start, place), total
    first, last = best
    while not looks[first].found:
        best_sum -= weights[first]
        first += 1
    inside = looks[first : last + 1]
    return Run(
        tuple(look for look in inside if look.found),
        looks[first - 1] if first > 0 else None,
        looks[last + 1] if last + 1 < len(looks) else None,
        float(best_sum),
        tuple(look for look in inside if not look.found),
    )


def _evidence(looks: Sequence[Look]) -> NDArray[np.float64]:
    """Each look's log odds, less where others lie near, none for a hit in another place than its neighbours'."""
    places = np.array([look.position_mm for look in looks])
    middles = (places[1:] + places[:-1]) / 2
    cells = np.diff(np.concatenate([[-np.inf], middles, [np.inf]]))
    weights = np.minimum(1.0, cells / _INDEPENDENT_MM)
    evidence = log_odds([look.chance for look in looks]) * weights
    hits = [place for place, look in enumerate(looks) if look.found]
    alike = [_same_place(looks[a], looks[b]) for a, b in pairwise(hits)]
    for number, place in enumerate(hits):
        beside = alike[max(0, number - 1) : number + 1]
        if beside and not any(beside):
            evidence[place] = min(evidence[place], 0.0)
    return np.asarray(evidence, dtype=float)


def _same_place(first: Look, second: Look) -> bool:
    """Whether two boxes across one axis overlap as those of one structure do."""
    if first.bounds is None or second.bounds is None:
        return False
    others = [axis for axis in range(3) if axis != first.key.axis]
    a, b = first.bounds[others], second.bounds[others]
    shared = np.clip(np.minimum(a[:, 1], b[:, 1]) - np.maximum(a[:, 0], b[:, 0]), 0, None)
    smaller = min(np.prod(np.ptp(a, axis=1)), np.prod(np.ptp(b, axis=1)))
    return bool(np.prod(shared) > _SAME_PLACE * max(float(smaller), 1e-9))


def bounds_of_run(run: Run, frame: VolumeFrame) -> Bounds:
    """The box (3, 2) that one plane's run gives: its ends along the axis, and round its boxes across it.

    Each end lies halfway between the last slice that shows the structure and the next that does not. Where none was
    looked at beyond, it is the volume's end if the structure is on the outermost slice, else a little beyond the hit.
    Across, a side is where all but a small share of the hits' weight lies within.
    """
    axis = run.first.key.axis
    bounds = np.empty((3, 2))
    bounds[axis] = (_run_end(run.first, run.below, frame, 0), _run_end(run.last, run.above, frame, 1))
    weights = np.array([look.weight for look in run.hits])
    boxes = np.array([look.bounds for look in run.hits])
    for other in (one for one in range(3) if one != axis):
        bounds[other] = enclosing(boxes[:, other], weights)
    return bounds


def _run_end(hit: Look, miss: Look | None, frame: VolumeFrame, side: int) -> float:
    """Where a run ends at its low (0) or high (1) side, mm."""
    axis, end = hit.key.axis, float(frame.ends[hit.key.axis, side])
    if miss is not None:
        return (miss.position_mm + hit.position_mm) / 2
    if hit.key.index == (0, len(frame.positions[axis]) - 1)[side]:
        return end
    return max(end, hit.position_mm - _UNSEEN_MM) if side == 0 else min(end, hit.position_mm + _UNSEEN_MM)


def enclosing(sides: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of boxes' low and high sides (n, 2) along an axis, those that nearly all of the weight lies within (2,)."""
    return np.array([_quantile(sides[:, 0], weights, _BEYOND), _quantile(sides[:, 1], weights, 1 - _BEYOND)])


def _quantile(values: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """A quantile of weighted values, linear between their middles; the extreme ones beyond."""
    order = np.argsort(values, kind="stable")
    summed = np.cumsum(weights[order]) - weights[order] / 2
    return float(np.interp(share * weights.sum(), summed, values[order]))


@dataclass(frozen=True, eq=False)
class Measure:
    """What the looks for a target come to.

    bounds: (3, 2) mm, None where there is nothing or it is not believed. by_axis: of each plane that shows it, by the
    axis that the plane lies across, its box; where a plane does not measure a side, the common box's. sides: of each
    axis the low and the high one. evidence: log odds that it is there. agreement: mean overlap of the planes' boxes,
    0 to 1; a plane that contradicts counts as 0, one plane alone as None. contradicting: axes of those planes.
    """

    bounds: Bounds | None
    run: Run | None
    by_axis: dict[int, Bounds]
    sides: tuple[tuple[SideState, SideState], ...]
    evidence: float
    agreement: float | None
    contradicting: tuple[int, ...]


NOTHING = Measure(None, None, {}, (), -float("inf"), None, ())


def measure(looks: Looks, frame: VolumeFrame, axis: int) -> Measure:
    """The box that the looks speak for, found along `axis` and held against the other planes' looks inside it."""
    run = find_run(looks.along(axis))
    if run is None:
        return NOTHING
    own = bounds_of_run(run, frame)
    planes, weights, evidence, contradicting = {axis: own}, {axis: 1.0}, run.evidence, []
    for other in (one for one in range(3) if one != axis):
        inside = [look for look in looks.along(other) if own[other, 0] <= look.position_mm <= own[other, 1]]
        hits = [look for look in inside if look.bounds is not None and _meet(look.bounds, own, other)]
        evidence += _evidence_across(inside, hits)
        if hits:
            planes[other] = bounds_of_hits(hits, own)
            weights[other] = min(1.0, len(hits) / _FULL_BOXES)
        elif any(look.answer != "silent" for look in inside):
            contradicting.append(other)
    bounds = _common(planes, weights, axis)
    agreement = _agreement(list(planes.values()), len(contradicting))
    sides = tuple(_sides(one, bounds, run, frame) for one in range(3))
    # What a plane sees, hit after hit, may still be its own invention: then neither other plane shows it.
    believed = evidence > _BELIEVED and len(contradicting) < 2
    return Measure(bounds if believed else None, run, planes, sides, evidence, agreement, tuple(contradicting))


def bounds_of_hits(hits: Sequence[Look], own: Bounds) -> Bounds:
    """The box round another plane's boxes; along its slices' axis, which they do not measure, as found before."""
    axis = hits[0].key.axis
    bounds = own.copy()
    boxes = np.array([look.bounds for look in hits])
    weights = np.array([look.weight for look in hits])
    for one in (one for one in range(3) if one != axis):
        bounds[one] = enclosing(boxes[:, one], weights)
    return bounds


def _evidence_across(inside: Sequence[Look], hits: Sequence[Look]) -> float:
    """Log odds that another plane adds: its looks lie near each other, so they count as one, their mean."""
    here = {look.key for look in hits}
    chances = [
        look.chance if look.key in here else min(look.chance, _ELSEWHERE_CHANCE)
        for look in inside
        if look.answer != "silent"
    ]
    return float(np.mean(log_odds(chances))) if chances else 0.0


def _common(planes: dict[int, Bounds], weights: dict[int, float], axis: int) -> Bounds:
    """Each side as the planes that measure it have it: the middle one of three that count fully, else the mean.

    planes, weights: by axis; of that which the run was found along, its own sides are ends of the run.
    """
    bounds = np.empty((3, 2))
    for one in range(3):
        measuring = [axis, *(plane for plane in planes if plane not in (axis, one))]
        values = np.array([planes[plane][one] for plane in measuring])
        counts = np.array([weights[plane] for plane in measuring])
        if len(measuring) == 3 and (counts == 1).all():
            bounds[one] = np.median(values, axis=0)
        else:
            counts[0] = 1.0 if one == axis else _RUN_BOXES
            bounds[one] = np.average(values, axis=0, weights=counts)
    return bounds


def _agreement(boxes: Sequence[Bounds], contradicting: int) -> float | None:
    """Mean overlap of the planes' boxes with each other; each pair with a plane that shows nothing is 0."""
    asked = len(boxes) + contradicting
    if asked == 1:
        return None
    pairs = [overlap(a, b) for number, a in enumerate(boxes) for b in boxes[number + 1 :]]
    return float(sum(pairs)) / (asked * (asked - 1) / 2)


def _sides(axis: int, bounds: Bounds, run: Run, frame: VolumeFrame) -> tuple[SideState, SideState]:
    """What is known of an axis's low and high side."""
    if axis != run.first.key.axis:
        low, high = frame.ends[axis]
        near = max(frame.spacing_mm[axis], _AT_THE_END * float(high - low))
        goes_on = (bounds[axis, 0] <= low + near, bounds[axis, 1] >= high - near)
        return ("cut off" if goes_on[0] else "seen", "cut off" if goes_on[1] else "seen")
    return _end(run.first, run.below, 0), _end(run.last, run.above, len(frame.positions[axis]) - 1)


def _end(hit: Look, miss: Look | None, outermost: int) -> SideState:
    """What is known of a run's end."""
    if miss is None:
        return "cut off" if hit.key.index == outermost else "assumed"
    # Two slices that lie next to each other, or at most one between them.
    return "seen" if abs(hit.key.index - miss.key.index) <= 2 else "assumed"


def _meet(first: Bounds, second: Bounds, axis: int) -> bool:
    """Whether two boxes overlap across an axis."""
    others = [one for one in range(3) if one != axis]
    return bool((first[others, 0] < second[others, 1]).all() and (second[others, 0] < first[others, 1]).all())
