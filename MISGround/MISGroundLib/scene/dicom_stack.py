"""Which frames of a DICOM series are the slices of one volume: found, ordered and proved, or refused with the cause.

A volume is a lattice: frames of one matrix size, orientation, pixel size and frame of reference, at even steps along
one line. Copies are dropped, and of several volumes at the same places the first is taken. One proof for series and
multi-frame files, over every frame. LPS mm throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix, affine_of
from MISGroundLib.scene.dicom_headers import DIMENSION, REPEATS, Frame
from MISGroundLib.scene.dicom_pixels import without_copies

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

# How far (mm) a pixel may lie from where the lattice has it; of small voxels, half a voxel.
_TOLERANCE_MM = 0.5
# Gantries tilt to 30 degrees. Beyond this the positions contradict the orientation.
_MOST_TILT = 45.0
# Frames of other orientations are a localizer's if they are no more than this share.
_FEW = 0.2
_EXPORT_AGAIN = "Export the series again from the scanner or the archive."


@dataclass(frozen=True)
class Stack:
    """Frames in the order of their places along the normal, proved to be a lattice.

    `origin`: first pixel's centre; `axes` (3, 3): rows are unit vectors along a row, along a column, and the normal;
    `spacing`: mm between columns, rows and slices; `drift` (n, 2): how far each frame lies aside of the straight stack,
    in mm along a row and along a column, all zero unless the gantry was tilted.
    """

    frames: list[Frame]
    origin: Matrix
    axes: Matrix
    spacing: tuple[float, float, float]
    drift: Matrix

    @property
    def ijk_to_lps(self) -> Matrix:
        """4x4, of the straight stack."""
        return affine_of(self.axes.T * self.spacing, self.origin)


def _parallel_groups(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Frames that have a position and an orientation, by orientation (to 2.5 degrees); the largest group first."""
    groups: list[tuple[Matrix, list[Frame]]] = []
    for frame in frames:
        if frame.axes is None or frame.position is None:
            continue
        for axes, group in groups:
            if (np.sum(axes * frame.axes, axis=1) > 0.999).all():
                group.append(frame)
                break
        else:
            groups.append((frame.axes, [frame]))
    return sorted((group for _, group in groups), key=len, reverse=True)


def count_slices(frames: Sequence[Frame]) -> int:
    """How many places the largest set of parallel frames has: what a series is ranked by."""
    groups = _parallel_groups(frames)[:3]
    return max((len({tuple(np.round(_position(one), 2)) for one in group}) for group in groups), default=0)


def arrange(frames: Sequence[Frame], what: str, notes: list[str]) -> Stack:
    """The frames of a series that are one volume, in order.

    Args:
        frames: all pictures of the series, in any order.
        what: how messages name the series, such as 'Series 3, "Abdomen"'.
        notes: gets what was left out or moved.

    Returns:
        The stack. Frames of a tilted gantry keep their own places in `drift`.

    Raises:
        UserError: they are no volume, with the one cause and what to do.
    """
    # Some scanners put scout pictures into the series itself.
    chosen = [frame for frame in frames if not frame.is_localizer] or list(frames)
    if len(chosen) < len(frames):
        notes.append(f"{what}: {len(frames) - len(chosen)} localizer pictures were left out.")
    _check_each(chosen, what)
    chosen = _one_orientation(chosen, what, notes)
    _check_same(chosen, what)
    row, column, normal = axes = _mean_axes(chosen)
    chosen = _one_for_each_place(chosen, normal, what, notes)
    if len(chosen) < 2:
        raise UserError(f"{what} has one slice only. Give the folder with all slices of the series.")
    chosen.sort(key=lambda frame: float(_position(frame) @ normal))
    _check_times(chosen, what, notes)
    positions = _positions(chosen)
    spacing = _pixel_size(chosen[0])
    step, depths = _even_step(chosen, positions @ normal, what)
    tolerance = min(_TOLERANCE_MM, 0.5 * min(step, *spacing))
    aside = (positions - positions[0]) @ np.array([row, column]).T
    drift = _tilt(aside, depths, tolerance, what, notes)
    stack = Stack(chosen, positions[0], axes, (spacing[1], spacing[0], step), drift)
    _prove(stack, tolerance, what)
    return stack


def _check_each(frames: list[Frame], what: str) -> None:
    """Every frame says where it lies and how large its pixels are."""
    attributes = {
        "position": "position (Image Position Patient)",
        "axes": "orientation (Image Orientation Patient)",
        "spacing": "pixel spacing",
    }
    if any("MOSAIC" in frame.image_type for frame in frames):
        raise UserError(
            f"{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. "
            "Convert it with dcm2niix and give one volume of the result."
        )
    for attribute, name in attributes.items():
        without = [frame for frame in frames if getattr(frame, attribute) is None]
        if without:
            lack = "lacks" if len(without) == 1 else "lack"
            some = f"{len(without)} of {len(frames)} slices ({_named(without)}) {lack}"
            some = "no slice has" if len(without) == len(frames) else some
            raise UserError(
                f"{what} does not say where its slices lie: {some} a usable {name}, so boxes would have no place in "
                f"the patient. {_EXPORT_AGAIN}"
            )
    for frame in frames:
        assert frame.axes is not None
        lengths, across = np.linalg.norm(frame.axes, axis=1), abs(float(frame.axes[0] @ frame.axes[1]))
        if np.abs(lengths - 1).max() > 0.01 or across > 0.01:
            raise UserError(
                f"{what}: the orientation (Image Orientation Patient) of {frame.name} is not two directions at right "
                f"angles. {_EXPORT_AGAIN}"
            )


def _one_orientation(frames: list[Frame], what: str, notes: list[str]) -> list[Frame]:
    """The parallel frames; a few others that lie elsewhere are a localizer, and anything else is refused."""
    main, *others = _parallel_groups(frames)
    rest = [frame for group in others for frame in group]
    if not rest:
        return frames
    places = _positions(main)
    middle = places.mean(axis=0)
    # A slice of the stack whose orientation is wrong lies on the stack's own line; a localizer's does not.
    line = np.linalg.svd(places - middle)[2][0] if len(main) > 1 else _mean_axes(main)[2]
    away = _positions(rest) - middle
    aside = np.linalg.norm(away - np.outer(away @ line, line), axis=1)
    size = min(_pixel_size(main[0])) * min(main[0].file.pixels.rows, main[0].file.pixels.columns)
    if len(rest) <= _FEW * len(frames) and (aside > 0.02 * size).all() and len(main) > 2:
        notes.append(f"{what}: {len(rest)} slices of another orientation were left out, as a localizer has them.")
        return main
    raise UserError(
        f"{what} holds slices of {1 + len(others)} orientations ({_named(main)} and {_named(rest)}), which are no one "
        "volume. Give a folder with the slices of one orientation, or choose another series."
    )


def _check_same(frames: list[Frame], what: str) -> None:
    """One matrix size, pixel size and frame of reference."""
    sizes = _grouped(frames, lambda frame: (frame.file.pixels.columns, frame.file.pixels.rows))
    if len(sizes) > 1:
        (first, some), (second, others), *_ = sizes.items()
        raise UserError(
            f"{what} holds slices of different matrix sizes: {len(some)} of {first[0]} x {first[1]} pixels and "
            f"{len(others)} of {second[0]} x {second[1]} ({_named(others)}). Give a folder with the slices of one size."
        )
    usual = _pixel_size(frames[0])
    counts = np.array([frames[0].file.pixels.rows, frames[0].file.pixels.columns]) - 1
    other = [one for one in frames if (np.abs(np.subtract(_pixel_size(one), usual)) * counts).max() > _TOLERANCE_MM]
    if other:
        raise UserError(
            f"{what} holds slices of different pixel spacing: {usual[1]:g} x {usual[0]:g} mm, and "
            f"{_pixel_size(other[0])[1]:g} x {_pixel_size(other[0])[0]:g} mm in {len(other)} of {len(frames)} "
            f"({_named(other)}). Give a folder with the slices of one scan."
        )
    references = _grouped(frames, lambda frame: frame.file.reference)
    if len(references) > 1:
        raise UserError(
            f"{what} holds slices of {len(references)} frames of reference (Frame of Reference UID; "
            f"as of {_named(list(references.values())[1])}): their positions do not share one origin. "
            "Give a folder with the slices of one scan."
        )


def _mean_axes(frames: list[Frame]) -> Matrix:
    """Row, column and normal (3, 3), at right angles."""
    row, column = np.mean([frame.axes for frame in frames if frame.axes is not None], axis=0)
    row = row / np.linalg.norm(row)
    column = column - row * (row @ column)
    column = column / np.linalg.norm(column)
    return np.array([row, column, np.cross(row, column)])


def _check_times(frames: list[Frame], what: str, notes: list[str]) -> None:
    """Slices of one volume are of one time point, or of blocks that follow each other; never of two that interleave."""
    for name in ("TemporalPositionIndex", "TemporalPositionIdentifier", "EchoNumbers", "DiffusionBValue"):
        times = [frame.repeats.get(name, "") for frame in frames]
        kinds = set(times)
        if 1 < len(kinds) < len(frames):
            changes = sum(one != other for one, other in pairwise(times))
            if changes > len(kinds) - 1:
                raise UserError(
                    f"{what} holds slices of {len(kinds)} {REPEATS[name]} that lie between each other. "
                    "Give a folder with the slices of one of them."
                )
            notes.append(f"{what}: the volume is put together of {len(kinds)} {REPEATS[name]}, one behind the other.")
            return


def _slack(step: float) -> float:
    """How far (mm) a slice may lie from its even place along the normal: scanners round and jitter."""
    return max(0.1, min(_TOLERANCE_MM, 0.1 * step))


def _even_step(frames: list[Frame], depths: Matrix, what: str) -> tuple[float, Matrix]:
    """The step (mm) between slices, and the depth of each from the first. Raises UserError where steps differ."""
    depths = depths - depths[0]
    steps = np.diff(depths)
    usual = float(np.median(steps))
    even = float(depths[-1]) / (len(depths) - 1)
    off = float(np.abs(depths - even * np.arange(len(depths))).max())
    uneven = np.flatnonzero(np.abs(steps - usual) > 0.3 * usual)
    if not uneven.size and off <= _slack(usual):
        return even, depths
    stacks = _grouped(frames, lambda frame: frame.repeats.get("StackID", ""))
    if len(stacks) > 1:
        raise UserError(
            f"{what} holds {len(stacks)} stacks of slices, with gaps between them "
            f"({', '.join(_named(stack) for stack in list(stacks.values())[:2])}). Give the slices of one stack."
        )
    gaps = [index for index in uneven if steps[index] > 1.5 * usual]
    if gaps and len(gaps) == len(uneven) and len(gaps) <= max(1, 0.1 * len(steps)):
        lost = sum(max(1, round(float(steps[index]) / usual) - 1) for index in gaps)
        first = gaps[0]
        raise UserError(
            f"{what} is not evenly spaced: {lost} {'slice is' if lost == 1 else 'slices are'} missing (the slices are "
            f"{usual:.2f} mm apart, and {steps[first]:.2f} mm between {frames[first].name} and "
            f"{frames[first + 1].name}). Export the series again, with every slice."
        )
    raise UserError(
        f"{what} is not evenly spaced: its slices are from {steps.min():.2f} to {steps.max():.2f} mm apart. "
        "Load the series in Slicer's DICOM module, which resamples such a scan, harden its transform, and save it as "
        "NRRD."
    )


def _tilt(aside: Matrix, depths: Matrix, tolerance: float, what: str, notes: list[str]) -> Matrix:
    """How far each slice lies aside (n, 2 mm), zero where it does not matter. First order in the angle.

    Raises UserError where the slices do not lie on a line, or lie along it at an angle that no gantry has.
    """
    slope = aside[-1] / depths[-1]
    off = float(np.linalg.norm(aside - np.outer(depths, slope), axis=1).max())
    if off > tolerance:
        raise UserError(
            f"{what} has slices whose positions do not lie on a line: up to {off:.1f} mm beside it. "
            "Give a folder with the slices of one scan, or export the series again."
        )
    shift = float(np.linalg.norm(aside[-1]))
    if shift <= tolerance:
        return np.zeros_like(aside)
    degrees = float(np.degrees(np.arctan(np.linalg.norm(slope))))
    if degrees > _MOST_TILT:
        raise UserError(
            f"{what} is sheared by {degrees:.0f} degrees, more than a gantry tilts: the positions of its slices "
            f"contradict their orientation. {_EXPORT_AGAIN}"
        )
    notes.append(
        f"{what} is sheared by {degrees:.2g} degrees (a tilted gantry: {shift:.1f} mm from the first slice to the "
        "last). Its slices were moved to their places on a straight grid."
    )
    return np.outer(depths, slope)


def _prove(stack: Stack, tolerance: float, what: str) -> None:
    """The four corner pixels of every frame, by its own header, lie where the lattice has them."""
    file = stack.frames[0].file.pixels
    corners = np.array([(i, j) for i in (0, file.columns - 1) for j in (0, file.rows - 1)], float)
    axes = np.array([frame.axes for frame in stack.frames])
    axes /= np.linalg.norm(axes, axis=2, keepdims=True)
    # (frame, corner, axis): from a frame's first pixel, and where the lattice has that pixel.
    sizes = np.array([_pixel_size(frame)[::-1] for frame in stack.frames])
    own = _positions(stack.frames)[:, None] + (corners * sizes[:, None]) @ axes
    depths = stack.spacing[2] * np.arange(len(axes))[:, None]
    places = stack.origin + depths * stack.axes[2] + stack.drift @ stack.axes[:2]
    there = places[:, None] + (corners * stack.spacing[:2]) @ stack.axes[:2]
    off = np.linalg.norm(own - there, axis=2).max(axis=1)
    worst = int(off.argmax())
    # A slice may lie off its even place by what _even_step allows.
    if off[worst] > tolerance + _slack(stack.spacing[2]):
        raise UserError(
            f"{what}: {stack.frames[worst].name} is turned or moved by {off[worst]:.1f} mm against the other slices, "
            f"by its position, orientation and pixel spacing. {_EXPORT_AGAIN}"
        )


def _pixel_size(frame: Frame) -> tuple[float, float]:
    assert frame.spacing is not None
    return frame.spacing


def _one_for_each_place(frames: list[Frame], normal: Matrix, what: str, notes: list[str]) -> list[Frame]:
    """One frame for each depth along `normal`; `notes` gets what was left out, `what` names the series.

    Raises UserError where frames lie at one place and nothing tells them apart, or beside each other.
    """
    depths = np.array([_position(frame) @ normal for frame in frames])
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
            f"{what} holds two or more different slices at the same position at {len(several)} of {count} places "
            f"({_named(_at(int(several[0]), frames, place))}), and nothing in their headers, such as a time or an "
            "echo, tells which belong together. Give a folder with each slice once."
        )
    return frames


def _all_in_one_place(frames: list[Frame], what: str) -> UserError:
    positions = _positions(frames)
    spread = float(np.linalg.norm(positions - positions[0], axis=1).max())
    if spread > 1:
        return UserError(
            f"{what} has slices whose positions lie {spread:.0f} mm apart within the plane of the slices: orientation "
            f"and position contradict each other. {_EXPORT_AGAIN}"
        )
    return UserError(
        f"{what} holds {len(frames)} slices at the same position, as a time series of one slice does. "
        "Choose a series with slices at several positions."
    )


def _check_beside(frames: list[Frame], place: NDArray[np.int_], what: str) -> None:
    positions = _positions(frames)
    for number in np.flatnonzero(np.bincount(place) > 1):
        here = positions[place == number]
        if np.linalg.norm(here - here[0], axis=1).max() > 1:
            raise UserError(
                f"{what} holds slices that lie beside each other in one plane, as several stacks do "
                f"({_named(_at(int(number), frames, place))}). Give a folder with the slices of one stack."
            )


def _first_volume(
    frames: list[Frame], place: NDArray[np.int_], count: int, what: str, notes: list[str]
) -> list[Frame] | None:
    """Of several volumes at the same places the first, None where no attribute tells which slice belongs to which."""

    def grouped(names: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
        keys = [tuple(frame.repeats.get(name, "") for name in names) for frame in frames]
        return _grouped(range(len(frames)), keys.__getitem__)

    useful: list[str] = []
    for name in [*REPEATS, *sorted({name for one in frames for name in one.repeats if name.startswith(DIMENSION)})]:
        groups = grouped([name])
        if len(groups) > 1 and any(len(set(place[group])) == count for group in groups.values()):
            useful.append(name)
    for number in range(1, len(useful) + 1):
        names = useful[:number]
        groups = grouped(names)
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


def _position(frame: Frame) -> Matrix:
    """LPS mm of the first pixel of a frame that has a position."""
    assert frame.position is not None
    return frame.position


def _positions(frames: Sequence[Frame]) -> Matrix:
    return np.array([_position(frame) for frame in frames])


def _at(number: int, frames: list[Frame], place: NDArray[np.int_]) -> list[Frame]:
    return [frame for frame, at in zip(frames, place, strict=True) if at == number]


def _grouped(items: Sequence[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Items by what a function says of them, the largest group first."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return dict(sorted(groups.items(), key=lambda pair: -len(pair[1])))


def _named(frames: Sequence[Frame]) -> str:
    """One or two frames by name, and how many more."""
    names = list(dict.fromkeys(frame.name for frame in frames))
    return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
