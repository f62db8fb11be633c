"""Keeps the right answers of every cell even, case after case: directions, present and absent, the option's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from MISGroundLib.bench.making.candidates import RelationItem, StructureItem
from MISGroundLib.bench.making.terms import direction_towards, opposite

Cell = tuple[str, str, str, str, str, str]
# Questions of one case in one cell, at most: many slices of one case say little more than some.
PER_CASE = 16


class Balance:
    """What was asked so far, by cell. It holds counts only, so that it does not grow with the questions."""

    def __init__(self, limit_per_cell: int | None, cases_by_modality: Counter[str]) -> None:
        """limit_per_cell: over all cases; cases_by_modality: how many are to come."""
        self.asked: Counter[Cell] = Counter()
        self._limit = limit_per_cell
        self._to_come = Counter(cases_by_modality)
        self._counts: Counter[tuple[object, ...]] = Counter()

    def end_case(self, modality: str) -> None:
        """A case is done: those to come share what is left."""
        self._to_come[modality] -= 1

    def allowance(self, cell: Cell) -> int:
        """How many questions this case may add to a cell: an even share of what is left of the limit."""
        if self._limit is None:
            return PER_CASE
        left = max(0, self._limit - self.asked[cell])
        return min(PER_CASE, ceil(left / max(1, self._to_come[cell[0]])))

    def relations(
        self, cell: Cell, items: dict[int, list[RelationItem]], axes: Sequence[int], limb_side: str, flipped: bool
    ) -> Iterator[tuple[RelationItem, bool, str]]:
        """Items with whether X is the one at the larger coordinate, and the right direction.

        Axes stay within two of each other, the two directions of an axis within one.
        """
        used = Counter[int]()
        for _ in range(self.allowance(cell)):
            counts = {axis: self._counts[(cell, "axis", axis)] for axis in axes}
            open_axes = [axis for axis in axes if used[axis] < len(items.get(axis, ()))]
            if not open_axes:
                return
            axis = min(open_axes, key=lambda one: (counts[one], one))
            if counts[axis] > min(counts.values()) + 1:
                return
            item = items[axis][used[axis]]
            used[axis] += 1
            larger = direction_towards(axis, 1.0, limb_side)
            smaller = opposite(larger)
            if flipped:
                larger, smaller = smaller, larger
            # A tie falls to one side or the other by the item, not always to the same.
            tie = sum(map(ord, item.low.name + item.high.name)) % 2 == 0
            high, low = self._counts[(cell, larger)], self._counts[(cell, smaller)]
            x_is_high = high < low or (high == low and tie)
            direction = larger if x_is_high else smaller
            self._counts[(cell, "axis", axis)] += 1
            self._counts[(cell, direction)] += 1
            self.asked[cell] += 1
            yield item, x_is_high, direction

    def identifications(self, cell: Cell, items: Sequence[StructureItem]) -> Iterator[StructureItem]:
        """As many as the cell has room for."""
        for item in items[: self.allowance(cell)]:
            self.asked[cell] += 1
            yield item

    def localisations(
        self, cell: Cell, present: Sequence[StructureItem], absent: Sequence[StructureItem]
    ) -> Iterator[StructureItem]:
        """Present and absent ones in turn, so that they stay within one of each other."""
        lists = {"present": list(present)[::-1], "absent": list(absent)[::-1]}
        for _ in range(self.allowance(cell)):
            kind = min(lists, key=lambda one: (self._counts[(cell, one)], one))
            if not lists[kind]:
                return
            self._counts[(cell, kind)] += 1
            self.asked[cell] += 1
            yield lists[kind].pop()

    def place(self, cell: Cell, options: int, direction: str, tie: int) -> int:
        """Where to put the right one among so many options: where it was least often."""

        def seen(place: int) -> tuple[int, int, int]:
            return (
                self._counts[(cell, options, place)],
                self._counts[(cell, options, direction, place)],
                (place - tie) % options,
            )

        chosen = min(range(options), key=seen)
        self._counts[(cell, options, chosen)] += 1
        self._counts[(cell, options, direction, chosen)] += 1
        return chosen
