"""Builds a file of questions from labelled cases, all families, in every cell.

Of what a case lets one ask, those questions are taken that keep the right answers of every cell even, case after case:
directions, present and absent, the option's place. The same cases and seed give the same file, byte by byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil
from pathlib import Path
from typing import Any

from MISGroundLib import __version__
from MISGroundLib.bench import question_wording as wording
from MISGroundLib.bench.cases import CaseSlices, LabelledCase, open_case
from MISGroundLib.bench.question_candidates import (
    IN_PLANE,
    IN_STACK,
    Candidates,
    RelationItem,
    StructureItem,
)
from MISGroundLib.bench.question_file import (
    CONVENTIONS,
    FAMILIES,
    TERMS,
    BenchQuestion,
    CaseEntry,
    Cell,
    Header,
    Mark,
    Picture,
    write_questions,
)
from MISGroundLib.bench.question_wording import direction_towards, direction_word, lay_term, opposite, structure_word
from MISGroundLib.errors import UserError
from MISGroundLib.files import make_way
from MISGroundLib.geometry import Box
from MISGroundLib.slices import PLANES

# index, count, what was done
OnProgress = Callable[[int, int, str], None]

# "label" names the structures in words and writes a letter on each; it cannot ask what a structure is.
MARKS = ("mask", "box", "point", "label")
NAMELESS_MARKS = ("mask", "box", "point")
MOST_OPTIONS = 4
# Questions of one case in one cell, at most: further slices of the same case add little.
PER_CASE = 16


@dataclass(frozen=True)
class _Known:
    path: Path
    entry: CaseEntry


def build_questions(
    cases: Sequence[Path],
    out: Path,
    seed: int = 0,
    limit_per_cell: int | None = None,
    on_progress: OnProgress = lambda index, count, message: None,
    families: Sequence[str] = FAMILIES,
) -> Counter[Cell]:
    """Write the questions of these cases to `out`, of these families; returns how many there are of each cell.

    One case is in memory at a time. A case that holds labels only is left out, which on_progress is told. Raises
    UserError for a case that cannot be used, for two of the same id, and where no question can be made.
    """
    if limit_per_cell is not None and limit_per_cell < 1:
        raise UserError(f"A limit of {limit_per_cell} questions a cell leaves none. Give 1 or more, or no limit.")
    known = _known(cases, out, on_progress)
    balance = Balance(limit_per_cell, Counter(one.entry.modality for one in known))
    header = Header(f"MISGround {__version__}", seed, limit_per_cell, tuple(one.entry for one in known))
    out = make_way(out)
    write_questions(out, header, _questions(known, seed, balance, on_progress, families))
    return balance.asked


def _known(cases: Sequence[Path], out: Path, on_progress: OnProgress) -> list[_Known]:
    """The cases that can be drawn, by id."""
    known: dict[str, _Known] = {}
    for index, path in enumerate(cases):
        case = open_case(path)
        if case.image_path is None:
            on_progress(index, len(cases), f"{case.id}: left out, it holds labels and no scan to draw")
            continue
        if case.id in known:
            raise UserError(f"{path} and {known[case.id].path} are both called {case.id}. Rename one of them.")
        known[case.id] = _Known(path, case.entry(out))
    if not known:
        raise UserError("There is no case to make questions of. Give folders that hold a scan with its labels.")
    return [known[identifier] for identifier in sorted(known)]


def _questions(
    known: list[_Known], seed: int, balance: Balance, on_progress: OnProgress, families: Sequence[str]
) -> Iterator[BenchQuestion]:
    for index, one in enumerate(known):
        case = open_case(one.path)
        if case.digest != one.entry.digest:
            raise UserError(f"The case {case.id} ({one.path}) changed while questions were made. Build them again.")
        found = questions_of(case, seed, balance, families)
        yield from found
        balance.end_case(case.modality)
        on_progress(index, len(known), f"{case.id}: {len(found)} questions")
        # Free the memory before the next case is read.
        del case, found
    if not balance.asked:
        # Raised while the file is written, so that an older file stays as it was.
        raise UserError(
            "No question can be made of these cases: no structure is whole, large and far enough from others in any "
            "slice. Give other cases."
        )


def questions_of(
    case: LabelledCase, seed: int, balance: Balance, families: Sequence[str] = FAMILIES
) -> list[BenchQuestion]:
    """All questions of a case that the balance allows, those with the same pictures side by side."""
    maker = _QuestionMaker(case, Candidates(CaseSlices(case), seed), balance, frozenset(families))
    found = [question for plane in PLANES for question in maker.of_plane(plane)]
    return sorted(found, key=_by_picture)


def mirrored_box(box: tuple[int, int, int, int], size_px: tuple[int, int], convention: str) -> Box:
    """A box of the viewed picture in the picture as drawn in a convention."""
    x0, y0, x1, y1 = box
    if convention == "ras":
        x0, x1 = size_px[0] - x1, size_px[0] - x0
    return float(x0), float(y0), float(x1), float(y1)


class _QuestionMaker:
    def __init__(self, case: LabelledCase, candidates: Candidates, balance: Balance, families: frozenset[str]) -> None:
        self.case = case
        self.candidates = candidates
        self.balance = balance
        self.families = families

    def of_plane(self, plane: str) -> Iterator[BenchQuestion]:
        def cells(family: str, marks: Sequence[str] = MARKS) -> Iterator[Cell]:
            for convention, kind, terms in product(CONVENTIONS, marks, TERMS):
                yield Cell(self.case.modality, plane, family, convention, kind, terms)

        wanted = self.families
        if wanted & {"in-slice", "bare", "flipped", "no-image"}:
            in_slice = self.candidates.in_slice(plane)
            for cell, family in product(cells("in-slice"), ("in-slice", "bare", "flipped")):
                if family in wanted:
                    yield from self._relations(cell._replace(family=family), in_slice, IN_PLANE[plane])
            told = self.candidates.unambiguous(in_slice) if "no-image" in wanted else {}
            for terms in TERMS if told else ():
                cell = Cell(self.case.modality, plane, "no-image", "viewed", "none", terms)
                yield from self._relations(cell, told, IN_PLANE[plane])
        if "cross-slice" in wanted:
            stacks = self.candidates.cross_slice(plane)
            for cell in cells("cross-slice"):
                yield from self._relations(cell, stacks, IN_STACK[plane])
        if "identification" in wanted:
            named = self.candidates.identifications(plane)
            for cell in cells("identification", NAMELESS_MARKS):
                yield from self._identifications(cell, named)
        if "localisation" in wanted:
            present, absent = self.candidates.localisations(plane)
            for cell in cells("localisation", ("none",)):
                yield from self._boxes(cell, self.balance.localisations(cell, *self._sayable(cell, present, absent)))
        if "impossible" in wanted:
            elsewhere = self.candidates.impossible(plane)
            for cell in cells("impossible", ("none",)):
                yield from self._boxes(cell, self.balance.up_to_the_limit(cell, *self._sayable(cell, elsewhere)))

    def _question(self, cell: Cell, **parts: Any) -> BenchQuestion:
        return BenchQuestion(id="", case=self.case.id, **cell._asdict(), **parts).with_id()

    def _relations(
        self, cell: Cell, items: dict[int, list[RelationItem]], axes: Sequence[int]
    ) -> Iterator[BenchQuestion]:
        side = self.case.limb_side
        larger = [direction_towards(axis, 1.0, side) for axis in axes]
        directions = sorted([*larger, *map(opposite, larger)])
        chosen = self.balance.relations(cell, items, axes, side, cell.family == "flipped")
        for item, x_is_high, direction in chosen:
            x, y = (item.high, item.low) if x_is_high else (item.low, item.high)
            about = (cell.plane, item.positions_mm, item.low.name, item.high.name)
            ranked = sorted((self.candidates.rank("option", *about, one), one) for one in directions)
            wrong = [one for _, one in ranked if one != direction]
            place = self.balance.place(cell, len(directions), direction, self.candidates.rank(*cell, x.name, y.name))
            order = (*wrong[:place], direction, *wrong[place:])
            options = tuple(direction_word(one, cell.terms) for one in order)
            spoken = (self.candidates.spoken(x.name), self.candidates.spoken(y.name))
            yield self._question(
                cell,
                structures=(x.name, y.name),
                direction=direction,
                text=wording.with_options(wording.relation_words(cell, item.positions_mm, spoken, side), options),
                options=options,
                answer=place,
                box_px=None,
                chance=1 / len(options),
                pictures=_relation_pictures(cell, item, x_is_high) if cell.family != "no-image" else (),
            )

    def _identifications(self, cell: Cell, items: Sequence[StructureItem]) -> Iterator[BenchQuestion]:
        usable = [item for item in items if len(self._names_of(item, cell.terms)) > 1]
        for item in self.balance.up_to_the_limit(cell, usable):
            right, *wrong = self._names_of(item, cell.terms)
            rank = self.candidates.rank(*cell, item.position_mm, item.name)
            place = self.balance.place(cell, len(wrong) + 1, "", rank)
            options = (*wrong[:place], right, *wrong[place:])
            words = f"{wording.scene_words(cell, self.case.limb_side)} {wording.identification_words(cell)}"
            yield self._question(
                cell,
                structures=(item.name,),
                direction="",
                text=wording.with_options(words, options),
                options=options,
                answer=place,
                box_px=None,
                chance=1 / len(options),
                pictures=(
                    Picture(
                        cell.plane, item.position_mm, cell.convention, marks=(Mark(cell.visual_prompt, item.name),)
                    ),
                ),
            )

    def _names_of(self, item: StructureItem, terms: str) -> list[str]:
        """The right name and up to three wrong ones; in lay words if all have one, as one alone would stand out."""
        names: list[str] = []
        for name in (item.name, *item.distractors):
            spoken = self.candidates.name_in(name, item.plane)
            word = lay_term(spoken) if terms == "colloquial" else structure_word(spoken, terms)
            if word is None and not names:
                return []
            if word is not None and word not in names:
                names.append(word)
        return names[:MOST_OPTIONS]

    def _sayable(self, cell: Cell, *lists: Sequence[StructureItem]) -> list[list[StructureItem]]:
        """What has a word at the cell's level of terms."""

        def usable(item: StructureItem) -> bool:
            return cell.terms == "anatomical" or lay_term(self.candidates.name_in(item.name, cell.plane)) is not None

        return [list(filter(usable, items)) for items in lists]

    def _boxes(self, cell: Cell, items: Iterator[StructureItem]) -> Iterator[BenchQuestion]:
        for item in items:
            name = self.candidates.name_in(item.name, cell.plane)
            scene = wording.scene_words(cell, self.case.limb_side)
            size = self.candidates.slices.slice_at(cell.plane, item.position_mm).grid.size_px
            yield self._question(
                cell,
                structures=(item.name,),
                direction="",
                text=f"{scene} {wording.localisation_words(name, cell.terms)}",
                options=(),
                answer=None,
                box_px=mirrored_box(item.section.box_px, size, cell.convention) if item.section else None,
                # Whoever says "absent" or draws a box by the toss of a coin; a box is not hit by chance.
                chance=0.0 if item.section else 0.5,
                pictures=(Picture(cell.plane, item.position_mm, cell.convention),),
            )


def _relation_pictures(cell: Cell, item: RelationItem, x_is_high: bool) -> tuple[Picture, ...]:
    letters = wording.MARK_LETTERS[::-1] if x_is_high else wording.MARK_LETTERS
    marks = [
        (frame, Mark(cell.visual_prompt, section.name, letter))
        for frame, section, letter in zip(item.frame_of, (item.low, item.high), letters, strict=True)
    ]
    mirrored = ""
    if cell.family == "flipped":
        mirrored = "horizontal" if item.axis == IN_PLANE[cell.plane][0] else "vertical"
    return tuple(
        Picture(
            cell.plane,
            position,
            cell.convention,
            mirrored,
            cell.family == "bare",
            tuple(sorted((mark for frame, mark in marks if frame == index), key=lambda mark: mark.letter)),
        )
        for index, position in enumerate(item.positions_mm)
    )


def _by_picture(question: BenchQuestion) -> tuple[object, ...]:
    pictures = tuple(
        (one.plane, one.position_mm, one.convention, one.mirrored, one.blank, tuple(map(_mark_key, one.marks)))
        for one in question.pictures
    )
    return len(pictures), pictures, question.family, question.id


def _mark_key(mark: Mark) -> tuple[str, str, str]:
    return mark.kind, mark.structure, mark.letter


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
        return min(PER_CASE, ceil(left / max(1, self._to_come[cell.modality])))

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
            # Of two equal counts the item decides, so that no direction always comes first.
            tie = sum(map(ord, item.low.name + item.high.name)) % 2 == 0
            high, low = self._counts[(cell, larger)], self._counts[(cell, smaller)]
            x_is_high = high < low or (high == low and tie)
            direction = larger if x_is_high else smaller
            self._counts[(cell, "axis", axis)] += 1
            self._counts[(cell, direction)] += 1
            self.asked[cell] += 1
            yield item, x_is_high, direction

    def up_to_the_limit(self, cell: Cell, items: Sequence[StructureItem]) -> Iterator[StructureItem]:
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
