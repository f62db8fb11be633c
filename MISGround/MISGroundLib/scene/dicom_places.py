"""DICOM frames that lie at one place: copies dropped, and of several volumes at the same places the first taken.

Time points, echoes, diffusion weightings and copies all put frames where others lie. What tells them apart is in their
headers, or they are refused. LPS mm throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.dicom_attributes import DIMENSION, REPEATS
from MISGroundLib.scene.dicom_headers import Frame
from MISGroundLib.scene.dicom_pixels import without_copies

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def pixel_size(frame: Frame) -> tuple[float, float]:
    """Pixel Spacing in mm, between rows and between columns, of a frame that has it."""
    assert frame.spacing is not None
    return frame.spacing


def one_for_each_place(frames: list[Frame], normal: Matrix, what: str, notes: list[str]) -> list[Frame]:
    """One frame for each depth along `normal`; `notes` gets what was left out, `what` names the series.

    Raises UserError where frames lie at one place and nothing tells them apart, or beside each other.
    """
    depths = np.array([position_of(frame) @ normal for frame in frames])
    order = np.argsort(depths, kind="stable")
    gaps = np.diff(depths[order])
    if len(frames) > 1 and gaps.max() < 0.01:
        raise _all_in_one_place(frames, what)
    # Positions this close are one place: headers round, and scanners jitter.
    same = float(np.clip(0.02 * gaps.max(initial=0), 0.01, 0.05))
    place = np.empty(len(frames), int)
    place[order] = np.concatenate([[0], np.cumsum(gaps > same)])
    count = int(place.max()) + 1
    if count == len(frames):
        return frames
    _check_beside(frames, place, what)
    # First objects that are there twice, then several volumes; what is left may be copies under other identities.
    frames, place = without_copies(frames, place, what, notes, by_identity=True)
    if len(frames) > count and (volume := _first_volume(frames, place, count, what, notes)):
        return volume
    frames, place = without_copies(frames, place, what, notes, by_identity=False)
    if len(frames) > count:
        several = np.flatnonzero(np.bincount(place) > 1)
        raise UserError(
            "{what} holds two or more different slices at the same position at {count} of {count_2} places "
            "({named}), and nothing in their headers, such as a time or an "
            "echo, tells which belong together. Give a folder with each slice once.",
            what=what,
            count=len(several),
            count_2=count,
            named=named(_at(int(several[0]), frames, place)),
        )
    return frames


def _all_in_one_place(frames: list[Frame], what: str) -> UserError:
    positions = positions_of(frames)
    spread = float(np.linalg.norm(positions - positions[0], axis=1).max())
    if spread > 1:
        return UserError(
            "{what} has slices whose positions lie {spread:.0f} mm apart within the plane of the slices: orientation "
            "and position contradict each other. "
            "Export the series again from the scanner or the archive.",
            what=what,
            spread=spread,
        )
    return UserError(
        "{what} holds {count} slices at the same position, as a time series of one slice does. "
        "Choose a series with slices at several positions.",
        what=what,
        count=len(frames),
    )


def _check_beside(frames: list[Frame], place: NDArray[np.int_], what: str) -> None:
    positions = positions_of(frames)
    for number in np.flatnonzero(np.bincount(place) > 1):
        here = positions[place == number]
        if np.linalg.norm(here - here[0], axis=1).max() > 1:
            raise UserError(
                "{what} holds slices that lie beside each other in one plane, as several stacks do "
                "({named}). Give a folder with the slices of one stack.",
                what=what,
                named=named(_at(int(number), frames, place)),
            )


def _first_volume(
    frames: list[Frame], place: NDArray[np.int_], count: int, what: str, notes: list[str]
) -> list[Frame] | None:
    """Of several volumes at the same places the first, None where no attribute tells which slice belongs to which."""

    def by_attributes(names: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
        keys = [tuple(frame.repeats.get(name, "") for name in names) for frame in frames]
        return grouped(range(len(frames)), keys.__getitem__)

    useful: list[str] = []
    for name in [*REPEATS, *sorted({name for one in frames for name in one.repeats if name.startswith(DIMENSION)})]:
        groups = by_attributes([name])
        if len(groups) > 1 and any(len(set(place[group])) == count for group in groups.values()):
            useful.append(name)
    for number in range(1, len(useful) + 1):
        names = useful[:number]
        groups = by_attributes(names)
        if any(len(set(place[group])) < len(group) for group in groups.values()):
            continue
        whole = sorted((key for key, group in groups.items() if len(group) == count), key=_natural)
        if whole:
            told = " and ".join(dict.fromkeys(REPEATS.get(name, name) for name in names))
            return _said([frames[index] for index in groups[whole[0]]], len(groups), told, what, notes)
    # Nothing names the volumes; numbered one behind the other they are told apart all the same.
    numbers = [(int(one.file.instance) if one.file.instance.isdecimal() else -1, one.index) for one in frames]
    if len(frames) % count == 0 and len(set(numbers)) == len(frames):
        order = np.array(sorted(range(len(frames)), key=numbers.__getitem__)).reshape(-1, count)
        if all(len(set(place[block])) == count for block in order):
            return _said([frames[index] for index in order[0]], len(order), "order (Instance Number)", what, notes)
    return None


def _said(volume: list[Frame], count: int, told: str, what: str, notes: list[str]) -> list[Frame]:
    notes.append(
        f"{what} holds {count} volumes at the same positions, by their {told}; the first whole one was taken. "
        "To choose another, export it as a series of its own."
    )
    return volume


def _natural(key: tuple[str, ...]) -> tuple[tuple[bool, float, str], ...]:
    """Sorts numbers as numbers, and magnitude before phase, real and imaginary pictures."""

    def one(value: str) -> tuple[bool, float, str]:
        words = value.upper().split("\\")
        later = bool({"P", "PHASE", "R", "REAL", "I", "IMAGINARY", "PHASE MAP"} & set(words[2:]))
        try:
            return later, float(value), ""
        except ValueError:
            return later, 0.0, value

    return tuple(one(value) for value in key)


def position_of(frame: Frame) -> Matrix:
    """LPS mm of the first pixel of a frame that has a position."""
    assert frame.position is not None
    return frame.position


def positions_of(frames: Sequence[Frame]) -> Matrix:
    """`position_of` each frame, (frames, 3)."""
    return np.array([position_of(frame) for frame in frames])


def _at(number: int, frames: list[Frame], place: NDArray[np.int_]) -> list[Frame]:
    return [frame for frame, at in zip(frames, place, strict=True) if at == number]


def grouped(items: Sequence[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Items by what a function says of them, the largest group first."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return dict(sorted(groups.items(), key=lambda pair: -len(pair[1])))


def named(frames: Sequence[Frame]) -> str:
    """One or two frames by name, and how many more."""
    names = list(dict.fromkeys(frame.name for frame in frames))
    return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
