"""Structures that cannot be in a picture, since they belong to another part of the body: a kidney in a knee.

Proved from what is labelled, never from what is not: a label map may leave out what it likes. A labelled structure
anchors its place among the levels of the body (Resources/Anatomy/body_levels.json). Another is out of reach where the
levels that lie wholly between the two are higher, even in a small adult, than the picture reaches beyond the anchor. An
axial slice through the anchor reaches nowhere else; other pictures reach to the ends of the volume.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from MISGroundLib.anatomy import structures
from MISGroundLib.anatomy.terms import data
from MISGroundLib.bench.cases import CaseSlices, LabelSlice
from MISGroundLib.bench.question_wording import axis_words_in, split_side
from MISGroundLib.slices import volume_corners

# Indices of the first and the last level of the body, from head to foot, that a structure can lie in.
Span = tuple[int, int]


@dataclass(frozen=True)
class Anchor:
    """A labelled structure: its levels, and how far (mm) a picture reaches beyond it towards head and feet."""

    span: Span
    headwards_mm: float = 0.0
    feetwards_mm: float = 0.0


@cache
def _levels() -> dict[str, int]:
    return {name: index for index, (name, _) in enumerate(data("body_levels")["levels"])}


@cache
def span_of(name: str) -> Span | None:
    """The levels that a structure can lie in; None where the table does not know it."""
    table: dict[str, Any] = data("body_levels")
    base = split_side(name)[1]
    ends = table["spans"].get(base)
    for pattern, *named in table["patterns"]:
        if ends is None and re.fullmatch(pattern, base):
            ends = named
    return None if ends is None else (_levels()[ends[0]], _levels()[ends[1]])


@cache
def asked_names() -> tuple[str, ...]:
    """What may be asked for, both sides of a pair, in alphabetical order."""
    asked = set(data("body_levels")["asked"])
    return tuple(sorted(one.name for one in structures() if split_side(one.name)[1] in asked))


def is_out_of_reach(span: Span, anchor: Anchor) -> bool:
    """Whether a structure of these levels cannot be in a picture that reaches so far beyond an anchor."""
    heights = [height for _, height in data("body_levels")["levels"]]
    if span[1] < anchor.span[0]:
        between, reach = heights[span[1] + 1 : anchor.span[0]], anchor.headwards_mm
    elif span[0] > anchor.span[1]:
        between, reach = heights[anchor.span[1] + 1 : span[0]], anchor.feetwards_mm
    else:
        return False
    return sum(between) > reach


def impossible_in(slices: CaseSlices, plane: str) -> Iterator[tuple[float, str]]:
    """Positions (mm along the plane's axis) of slices that show something labelled, and names that cannot be in them.

    Of a pair one name only in sagittal pictures, which carry no side; never a structure that the case has elsewhere.
    """
    case_names = slices.case.names
    bases = {split_side(name)[1] for name in case_names.values()}
    names = [
        name
        for name in asked_names()
        if split_side(name)[1] not in bases
        and (plane != "sagittal" or (not name.startswith("right ") and not axis_words_in(split_side(name)[1], 0)))
    ]
    beyond = list(_volume_anchors(slices))
    for cut in slices.slices(plane):
        if any(section.is_certain for section in cut.sections.values()):
            anchors = [*beyond, *_slice_anchors(cut, case_names)] if plane == "axial" else beyond
            for name in names:
                if _cannot_be(name, anchors):
                    yield cut.position_mm, name


def _cannot_be(name: str, anchors: Iterable[Anchor]) -> bool:
    span = span_of(name)
    return span is not None and any(is_out_of_reach(span, anchor) for anchor in anchors)


def _volume_anchors(slices: CaseSlices) -> Iterator[Anchor]:
    """What is labelled anywhere, and how far the volume goes on beyond it: whatever is in it is that near."""
    heights = volume_corners(slices.case.ijk_to_ras, slices.case.shape_ijk)[:, 2]
    for name, extent in slices.extents.items():
        if span := span_of(name):
            yield Anchor(span, float(heights.max() - extent[1, 2]), float(extent[0, 2] - heights.min()))


def _slice_anchors(cut: LabelSlice, names: dict[int, str]) -> Iterator[Anchor]:
    """What is labelled in an axial slice itself, specks left out."""
    for label in sorted(cut.present() & set(names)):
        section = cut.sections.get(names[label])
        span = span_of(names[label])
        if span and section is not None and section.is_certain:
            yield Anchor(span)
