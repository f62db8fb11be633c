"""Which questions a case can answer with certainty.

Relations. Three places stand for a section: its centroid, the middle of its box, and its deepest pixel, where a point
or a letter is drawn. A relation along an axis is certain where all three agree: the step along the axis is at least
5 mm, and along every other axis no more than 0.4 of it (22 degrees), so that no other direction is nearly as true. The
centroids must moreover lie at least half of the two sections' mean extent apart along the axis: side by side, not one
in the other.

Candidates, before a convention, a visual prompt or a level of terms is chosen. Their lists are in the order in which
they should be used: at random, but each pair or structure once before any twice. The same list serves every cell, so
that cells differ in their own levels and as little else as can be.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.cases import CaseSlices, LabelSlice, Section
from MISGroundLib.bench.question_impossible import impossible_in
from MISGroundLib.bench.question_wording import (
    axis_words_in,
    is_paired,
    is_repeated,
    is_within_name,
    split_side,
)
from MISGroundLib.geometry import Matrix

# The RAS axes in a plane, across and up the picture. A sagittal picture carries no left and right.
IN_PLANE = {"axial": (0, 1), "coronal": (0, 2), "sagittal": (1, 2)}
# The axes that a stack of slices can show; a sagittal stack is not asked for left and right either.
IN_STACK = {"axial": (0, 1, 2), "coronal": (0, 1, 2), "sagittal": (1, 2)}
FRAMES = 4
# Ways to lay four frames through a case, in slices from one to the next, and how many such stacks are used.
_STRIDES, _STACKS = (1, 2, 3, 5), 24
# Of its box, what a structure must fill for "the structure in the box" to mean it.
_FILL = 0.35
_Item = TypeVar("_Item")

MARGIN_MM = 5.0
SIDEWAYS = 0.4
EXTENT_SHARE = 0.5


@dataclass(frozen=True)
class RelationItem:
    """A certain relation: `high` lies from `low` towards larger coordinates of a RAS axis.

    positions_mm: of the frames in the order shown; frame_of: those in which low and high are marked.
    """

    plane: str
    positions_mm: tuple[float, ...]
    frame_of: tuple[int, int]
    axis: int
    low: Section
    high: Section


@dataclass(frozen=True)
class StructureItem:
    """A structure in a slice, or (section None) one that is surely not in it.

    distractors: names of structures of the case that have no pixel within its box, in the order of use.
    """

    plane: str
    position_mm: float
    name: str
    section: Section | None
    distractors: tuple[str, ...] = ()


class Candidates:
    """The lists of one case. `seed` decides their order."""

    def __init__(self, slices: CaseSlices, seed: int) -> None:
        """Lists are made when asked for."""
        self.slices = slices
        self.seed = seed
        self.names = frozenset(slices.case.names.values())
        self._spoken = {name: self._without_side(name) for name in sorted(self.names)}

    def rank(self, *key: object) -> int:
        """A number that looks random, the same on every machine."""
        text = "|".join(str(part) for part in (self.seed, self.slices.case.id, *key))
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())

    def spoken(self, name: str) -> str:
        """A name without its side where it is one of a pair ("left kidney" -> "kidney")."""
        return self._spoken[name] if name in self._spoken else self._without_side(name)

    def in_slice(self, plane: str) -> dict[int, list[RelationItem]]:
        """Relations within one slice, by axis."""
        found: list[RelationItem] = []
        for cut in self.slices.slices(plane):
            sections = _certain(cut)
            for relation in relations_between(sections, sections, IN_PLANE[plane]):
                if relation.towards_larger and self._may_ask(relation, plane):
                    found.append(
                        RelationItem(plane, (cut.position_mm,), (0, 0), relation.axis, relation.first, relation.second)
                    )
        return self._by_axis(found)

    def cross_slice(self, plane: str) -> dict[int, list[RelationItem]]:
        """Relations between a structure in one frame of a stack and another in another frame, by axis."""
        found: list[RelationItem] = []
        for frames in self._stacks(plane):
            for low, high in permutations(range(FRAMES), 2):
                pairs = relations_between(_certain(frames[low]), _certain(frames[high]), IN_STACK[plane])
                positions = tuple(frame.position_mm for frame in frames)
                found += [
                    RelationItem(plane, positions, (low, high), pair.axis, pair.first, pair.second)
                    for pair in pairs
                    if pair.towards_larger and self._may_ask(pair, plane) and self._whole_agree(pair)
                ]
        return self._by_axis(found)

    def unambiguous(self, items: dict[int, list[RelationItem]]) -> dict[int, list[RelationItem]]:
        """For questions without a picture: each pair of names once, and only what holds in every slice."""
        told: dict[tuple[str, str], set[tuple[int, str]]] = {}
        for item in _flat(items):
            low, high = self.spoken(item.low.name), self.spoken(item.high.name)
            told.setdefault((min(low, high), max(low, high)), set()).add((item.axis, low))
        kept: dict[int, list[RelationItem]] = {axis: [] for axis in items}
        for item in _flat(items):
            low, high = self.spoken(item.low.name), self.spoken(item.high.name)
            answers = told[(min(low, high), max(low, high))]
            if len(answers) == 1 and self._holds_everywhere(item):
                answers.clear()
                kept[item.axis].append(item)
        return kept

    def identifications(self, plane: str) -> list[StructureItem]:
        """Structures to be named, each with what else it could be."""
        found: list[StructureItem] = []
        names = self.slices.case.names
        nameable = [name for name in sorted(self.names) if self._may_name(name, plane)]
        unlike = {name: [other for other in nameable if self._differ(name, other, plane)] for name in nameable}
        for cut in self.slices.slices(plane):
            for section in _certain(cut):
                x0, y0, x1, y1 = section.box_px
                if section.name not in unlike or section.area_px < _FILL * (x1 - x0) * (y1 - y0):
                    continue
                labels = [label for label in cut.labels_in(section.box_px) if label in names]
                under = {self.name_in(names[label], plane) for label in labels}
                free = [name for name in unlike[section.name] if self.name_in(name, plane) not in under]
                key = ("other", plane, cut.position_mm, section.name)
                ranked = sorted((self.rank(*key, name), name) for name in free)
                others = tuple(name for _, name in ranked)
                found.append(StructureItem(plane, cut.position_mm, section.name, section, others))
        return self._spread(found, lambda item: item.name)

    def localisations(self, plane: str) -> tuple[list[StructureItem], list[StructureItem]]:
        """Structures to be found: those in a slice, and, of the same structures, those that are not in another."""
        present: list[StructureItem] = []
        absent: list[StructureItem] = []
        # Both of a pair go by one name in sagittal pictures: then only one may be there, or neither.
        same = {
            name: [other for other in sorted(self.names) if self.name_in(other, plane) == self.name_in(name, plane)]
            for name in sorted(self.names)
        }
        for cut in self.slices.slices(plane):
            here = {self.slices.case.names[label] for label in cut.present() if label in self.slices.case.names}
            for section in _certain(cut):
                if self._may_find(section.name, plane) and sum(name in here for name in same[section.name]) == 1:
                    present.append(StructureItem(plane, cut.position_mm, section.name, section))
        findable = sorted({item.name for item in present})
        for cut in self.slices.slices(plane):
            for name in findable:
                if all(self.slices.is_surely_absent(other, plane, cut.position_mm) for other in same[name]):
                    absent.append(StructureItem(plane, cut.position_mm, name, None))
        return self._spread(present, lambda item: item.name), self._spread(absent, lambda item: item.name)

    def impossible(self, plane: str) -> list[StructureItem]:
        """Structures that cannot be in a slice: of another part of the body."""
        found = [StructureItem(plane, position, name, None) for position, name in impossible_in(self.slices, plane)]
        return self._spread(found, lambda item: item.name)

    def name_in(self, name: str, plane: str) -> str:
        """A name as it is asked for or offered: without a side in sagittal pictures, which carry none."""
        return self.spoken(name) if plane == "sagittal" else name

    def _may_ask(self, relation: Relation, plane: str) -> bool:
        """Whether the names differ and do not give the answer away."""
        names = [self.spoken(section.name) for section in (relation.first, relation.second)]
        if names[0] == names[1] or any(axis_words_in(name, relation.axis) for name in names):
            return False
        return plane != "sagittal" or not any(axis_words_in(name, 0) for name in names)

    def _may_name(self, name: str, plane: str) -> bool:
        return plane != "sagittal" or not axis_words_in(self.spoken(name), 0)

    def _may_find(self, name: str, plane: str) -> bool:
        return self._may_name(name, plane) and not is_repeated(name)

    def _differ(self, first: str, second: str, plane: str) -> bool:
        """Whether a structure cannot be taken for the other by name."""
        if split_side(first)[1] == split_side(second)[1]:
            return plane != "sagittal" and first != second
        return not is_within_name(first, second)

    def _without_side(self, name: str) -> str:
        return split_side(name)[1] if is_paired(name, self.names) else name

    def _holds_everywhere(self, item: RelationItem) -> bool:
        """Whether the relation is the same way round for the whole structures and in each slice that shows both."""
        names = (item.low.name, item.high.name)
        if self.slices.extents[names[1]][2, item.axis] - self.slices.extents[names[0]][2, item.axis] < MARGIN_MM:
            return False
        for cut in self.slices.slices(item.plane):
            low, high = (cut.sections.get(name) for name in names)
            if low and high and high.centroid_ras[item.axis] <= low.centroid_ras[item.axis]:
                return False
        return True

    def _whole_agree(self, relation: Relation) -> bool:
        """Whether the whole structures lie as their sections do."""
        extents = self.slices.extents
        step = extents[relation.second.name][2, relation.axis] - extents[relation.first.name][2, relation.axis]
        return bool(step >= MARGIN_MM)

    def _stacks(self, plane: str) -> list[list[LabelSlice]]:
        cuts = self.slices.slices(plane)
        starts = [(start, stride) for stride in _STRIDES for start in range(len(cuts) - (FRAMES - 1) * stride)]
        starts.sort(key=lambda one: self.rank("stack", plane, *one))
        stacks = []
        for start, stride in starts[:_STACKS]:
            frames = [cuts[start + index * stride] for index in range(FRAMES)]
            stacks.append(frames[::-1] if self.rank("order", plane, start, stride) % 2 else frames)
        return stacks

    def _by_axis(self, items: list[RelationItem]) -> dict[int, list[RelationItem]]:
        axes = sorted({item.axis for item in items})
        return {axis: self._spread([item for item in items if item.axis == axis], _pair_of) for axis in axes}

    def _spread(self, items: list[_Item], what: Callable[[_Item], str]) -> list[_Item]:
        """At random, but everything once before anything twice."""
        ranked = sorted((self.rank(what(item), _where(item)), index) for index, item in enumerate(items))
        seen: Counter[str] = Counter()
        order: list[tuple[int, int, int]] = []
        for rank, index in ranked:
            key = what(items[index])
            order.append((seen[key], rank, index))
            seen[key] += 1
        return [items[index] for _, _, index in sorted(order)]


def _certain(cut: LabelSlice) -> list[Section]:
    return [section for section in cut.sections.values() if section.is_certain]


def _pair_of(item: RelationItem) -> str:
    return " and ".join(sorted((item.low.name, item.high.name)))


def _where(item: object) -> str:
    if isinstance(item, RelationItem):
        return f"{item.plane} {item.positions_mm} {item.frame_of} {item.axis}"
    assert isinstance(item, StructureItem)
    return f"{item.plane} {item.position_mm}"


def _flat(items: dict[int, list[RelationItem]]) -> Iterable[RelationItem]:
    return (item for axis in sorted(items) for item in items[axis])


@dataclass(frozen=True)
class Relation:
    """Certain: the second section lies from the first along a RAS axis, towards larger coordinates or not."""

    axis: int
    first: Section
    second: Section
    towards_larger: bool


def relations_between(first: list[Section], second: list[Section], axes: tuple[int, ...]) -> list[Relation]:
    """Every certain relation from a section of the first list to one of the second, along these axes.

    axes: those that a question may answer with. Steps along the axis left out are not looked at.
    """
    if not first or not second:
        return []
    kinds = ("centroid_ras", "box_center_ras", "point_ras")
    # (3 kinds, first, second, 3 axes)
    steps = np.stack([_places(second, kind)[None] - _places(first, kind)[:, None] for kind in kinds])
    extent = (_places(second, "size_mm")[None] + _places(first, "size_mm")[:, None]) / 2
    found: list[Relation] = []
    for axis in axes:
        along = steps[..., axis]
        rest = [other for other in axes if other != axis]
        sideways = np.abs(steps[..., rest]).max(axis=-1)
        one_way = np.all(along > 0, axis=0) | np.all(along < 0, axis=0)
        clear = np.all((np.abs(along) >= MARGIN_MM) & (sideways <= SIDEWAYS * np.abs(along)), axis=0)
        apart = np.abs(along[0]) >= EXTENT_SHARE * extent[..., axis]
        found += [
            Relation(axis, first[a], second[b], bool(along[0, a, b] > 0))
            for a, b in np.argwhere(one_way & clear & apart)
        ]
    return found


def _places(sections: list[Section], kind: str) -> NDArray[np.float64]:
    places: Matrix = np.array([getattr(section, kind) for section in sections])
    return places
