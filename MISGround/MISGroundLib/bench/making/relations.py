"""Where one structure lies from another, where that is certain.

Three places stand for a section: its centroid, the middle of its box, and its deepest pixel, where a point or a letter
is drawn. A relation along an axis is certain where all three agree: the step along the axis is at least 5 mm, and along
every other axis no more than 0.4 of it (22 degrees), so that no other direction is nearly as true. The centroids must
moreover lie at least half of the two sections' mean extent apart along the axis: side by side, not one in the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.making.label_slices import Section
from MISGroundLib.geometry import Matrix

MARGIN_MM = 5.0
SIDEWAYS = 0.4
EXTENT_SHARE = 0.5


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
