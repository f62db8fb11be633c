"""Whether DICOM frames are the slices of one volume: one proof for series and multi-frame files, over every frame.

A volume is a lattice: frames of one matrix size, orientation, pixel size and frame of reference, at even steps along
one line. `arrange` finds the frames that are it, in order, or refuses with the cause. LPS mm throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.scene.dicom_headers import REPEATS, Frame
from MISGroundLib.scene.dicom_places import Vectors, grouped_by, named, one_for_each_place, position_of

# How far (mm) a pixel may lie from where the lattice has it; of small voxels, half a voxel.
_TOLERANCE_MM = 0.5
# Gantries tilt to 30 degrees. Beyond this the positions contradict the orientation.
_MOST_TILT = 45.0
# Frames of other orientations are a localizer's if they are no more than this share.
_FEW = 0.2
_LOCALIZER = {"LOCALIZER", "SCOUT", "TOPOGRAM", "SCANOGRAM"}


@dataclass(frozen=True)
class Stack:
    """Frames in the order of their places along the normal, proved to be a lattice.

    `origin`: first pixel's centre; `axes` (3, 3): rows are unit vectors along a row, along a column, and the normal;
    `spacing`: mm between columns, rows and slices; `drift` (n, 2): how far each frame lies aside of the straight stack,
    in mm along a row and along a column, all zero unless the gantry was tilted.
    """

    frames: list[Frame]
    origin: Vectors
    axes: Vectors
    spacing: tuple[float, float, float]
    drift: Vectors

    @property
    def ijk_to_lps(self) -> Vectors:
        """4x4, of the straight stack."""
        matrix = np.eye(4)
        matrix[:3, :3] = self.axes.T * self.spacing
        matrix[:3, 3] = self.origin
        return matrix


def is_localizer(frame: Frame) -> bool:
    """Whether the header calls a frame a scout picture."""
    return bool(frame.image_type & _LOCALIZER)


def parallel_groups(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Frames that have a position and an orientation, by orientation (to 2.5 degrees); the largest group first."""
    groups: list[tuple[Vectors, list[Frame]]] = []
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
    groups = parallel_groups(frames)
    if not groups:
        return 0
    return max(len({tuple(np.round(position_of(one), 2)) for one in group}) for group in groups[:3])


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
    chosen = _without_scouts(list(frames), what, notes)
    _check_each(chosen, what)
    chosen = _one_orientation(chosen, what, notes)
    _check_same(chosen, what)
    row, column, normal = axes = _mean_axes(chosen, what)
    chosen = one_for_each_place(chosen, normal, what, notes)
    if len(chosen) < 2:
        raise UserError(f"{what} has one slice only. Give the folder with all slices of the series.")
    chosen.sort(key=lambda frame: float(position_of(frame) @ normal))
    _check_times(chosen, what, notes)
    positions = np.array([position_of(frame) for frame in chosen])
    spacing = _pixel_size(chosen[0])
    step, depths = _even_step(chosen, positions @ normal, what)
    tolerance = min(_TOLERANCE_MM, 0.5 * min(step, *spacing))
    aside = (positions - positions[0]) @ np.array([row, column]).T
    drift = _tilt(aside, depths, tolerance, what, notes)
    stack = Stack(chosen, positions[0], axes, (spacing[1], spacing[0], step), drift)
    _prove(stack, tolerance, what)
    return stack


def _without_scouts(frames: list[Frame], what: str, notes: list[str]) -> list[Frame]:
    """Without the scout pictures that some scanners put into the series itself."""
    rest = [frame for frame in frames if not is_localizer(frame)]
    if rest and len(rest) < len(frames):
        notes.append(f"{what}: {len(frames) - len(rest)} localizer pictures were left out.")
        return rest
    return frames


def _check_each(frames: list[Frame], what: str) -> None:
    """Every frame says where it lies and how large its pixels are."""
    attributes: tuple[tuple[str, Callable[[Frame], object]], ...] = (
        ("position (Image Position Patient)", lambda frame: frame.position),
        ("orientation (Image Orientation Patient)", lambda frame: frame.axes),
        ("pixel spacing", lambda frame: frame.spacing),
    )
    if any("MOSAIC" in frame.image_type for frame in frames):
        raise UserError(
            f"{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. "
            "Convert it with dcm2niix and give one volume of the result."
        )
    for name, get in attributes:
        without = [frame for frame in frames if get(frame) is None]
        if without:
            some = "no slice has" if len(without) == len(frames) else _share(without, frames)
            raise UserError(
                f"{what} does not say where its slices lie: {some} a usable {name}, so boxes would have no place in "
                "the patient. Export the series again from the scanner or the archive."
            )
    for frame in frames:
        assert frame.axes is not None
        lengths, across = np.linalg.norm(frame.axes, axis=1), abs(float(frame.axes[0] @ frame.axes[1]))
        if np.abs(lengths - 1).max() > 0.01 or across > 0.01:
            raise UserError(
                f"{what}: the orientation (Image Orientation Patient) of {frame.name} is not two directions at right "
                "angles. Export the series again from the scanner or the archive."
            )


def _one_orientation(frames: list[Frame], what: str, notes: list[str]) -> list[Frame]:
    """The parallel frames; a few others that lie elsewhere are a localizer, and anything else is refused."""
    main, *others = parallel_groups(frames)
    rest = [frame for group in others for frame in group]
    if not rest:
        return frames
    axes = _mean_axes(main, what)
    places = np.array([position_of(frame) for frame in main])
    middle = places.mean(axis=0)
    # A slice of the stack whose orientation is wrong lies on the stack's own line; a localizer's does not.
    line = np.linalg.svd(places - middle)[2][0] if len(main) > 1 else axes[2]
    away = np.array([position_of(frame) for frame in rest]) - middle
    aside = np.linalg.norm(away - np.outer(away @ line, line), axis=1)
    size = min(_pixel_size(main[0])) * min(main[0].file.pixels.rows, main[0].file.pixels.columns)
    if len(rest) <= _FEW * len(frames) and (aside > 0.02 * size).all() and len(main) > 2:
        notes.append(f"{what}: {len(rest)} slices of another orientation were left out, as a localizer has them.")
        return main
    raise UserError(
        f"{what} holds slices of {1 + len(others)} orientations ({named(main)} and {named(rest)}), which are no one "
        "volume. Give a folder with the slices of one orientation, or choose another series."
    )


def _check_same(frames: list[Frame], what: str) -> None:
    """One matrix size, pixel size and frame of reference."""
    sizes = grouped_by(frames, lambda frame: (frame.file.pixels.columns, frame.file.pixels.rows))
    if len(sizes) > 1:
        (first, some), (second, others), *_ = sizes.items()
        raise UserError(
            f"{what} holds slices of different matrix sizes: {len(some)} of {first[0]} x {first[1]} pixels and "
            f"{len(others)} of {second[0]} x {second[1]} ({named(others)}). Give a folder with the slices of one size."
        )
    usual = _pixel_size(frames[0])
    counts = np.array([frames[0].file.pixels.rows, frames[0].file.pixels.columns]) - 1
    other = [one for one in frames if (np.abs(np.subtract(_pixel_size(one), usual)) * counts).max() > _TOLERANCE_MM]
    if other:
        raise UserError(
            f"{what} holds slices of different pixel spacing: {usual[1]:g} x {usual[0]:g} mm, and "
            f"{_pixel_size(other[0])[1]:g} x {_pixel_size(other[0])[0]:g} mm in {len(other)} of {len(frames)} "
            f"({named(other)}). Give a folder with the slices of one scan."
        )
    references = grouped_by(frames, lambda frame: frame.file.reference)
    if len(references) > 1:
        raise UserError(
            f"{what} holds slices of {len(references)} frames of reference (Frame of Reference UID; "
            f"as of {named(list(references.values())[1])}): their positions do not share one origin. "
            "Give a folder with the slices of one scan."
        )


def _mean_axes(frames: list[Frame], what: str) -> Vectors:
    """Row, column and normal (3, 3), at right angles."""
    row, column = np.mean([frame.axes for frame in frames if frame.axes is not None], axis=0)
    row = row / np.linalg.norm(row)
    column = column - row * (row @ column)
    length = np.linalg.norm(column)
    assert length > 0, what
    column = column / length
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


def _even_step(frames: list[Frame], depths: Vectors, what: str) -> tuple[float, Vectors]:
    """The step (mm) between slices, and the depth of each from the first. Raises UserError where steps differ."""
    depths = depths - depths[0]
    steps = np.diff(depths)
    usual = float(np.median(steps))
    even = float(depths[-1]) / (len(depths) - 1)
    off = float(np.abs(depths - even * np.arange(len(depths))).max())
    uneven = np.flatnonzero(np.abs(steps - usual) > 0.3 * usual)
    if not uneven.size and off <= _slack(usual):
        return even, depths
    stacks = grouped_by(frames, lambda frame: frame.repeats.get("StackID", ""))
    if len(stacks) > 1:
        raise UserError(
            f"{what} holds {len(stacks)} stacks of slices, with gaps between them "
            f"({', '.join(named(stack) for stack in list(stacks.values())[:2])}). Give the slices of one stack."
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


def _tilt(aside: Vectors, depths: Vectors, tolerance: float, what: str, notes: list[str]) -> Vectors:
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
            "contradict their orientation. Export the series again from the scanner or the archive."
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
    own = np.array([position_of(frame) for frame in stack.frames])[:, None] + (corners * sizes[:, None]) @ axes
    depths = stack.spacing[2] * np.arange(len(axes))[:, None]
    places = stack.origin + depths * stack.axes[2] + stack.drift @ stack.axes[:2]
    there = places[:, None] + (corners * stack.spacing[:2]) @ stack.axes[:2]
    off = np.linalg.norm(own - there, axis=2).max(axis=1)
    worst = int(off.argmax())
    # A slice may lie off its even place by what _even_step allows.
    if off[worst] > tolerance + _slack(stack.spacing[2]):
        raise UserError(
            f"{what}: {stack.frames[worst].name} is turned or moved by {off[worst]:.1f} mm against the other slices, "
            "by its position, orientation and pixel spacing. Export the series again from the scanner or the archive."
        )


def straighten(array: NDArray[np.generic], stack: Stack) -> tuple[NDArray[np.generic], Vectors]:
    """The slices of a tilted stack at their own places on a straight, larger grid: (k, j, i) and its ijk_to_lps.

    Slices stay in their planes, so that a value moves by less than a pixel; what no slice covers gets the lowest value.
    """
    matrix = stack.ijk_to_lps
    if not stack.drift.any():
        return array, matrix
    shifts = stack.drift / stack.spacing[:2]
    low = np.floor(shifts.min(axis=0)).astype(int)
    high = np.ceil(shifts.max(axis=0)).astype(int)
    depth, rows, columns = array.shape
    width, height = columns + high[0] - low[0], rows + high[1] - low[1]
    lowest = array.min()
    moved = np.full((depth, height, width), lowest, array.dtype)
    for k, (x, y) in enumerate(shifts - low):
        moved[k] = _moved(array[k], float(x), float(y), (int(height), int(width)), float(lowest))
    matrix[:3, 3] = (matrix @ [low[0], low[1], 0, 1])[:3]
    return moved, matrix


def _moved(
    picture: NDArray[np.generic], x: float, y: float, shape: tuple[int, int], background: float
) -> NDArray[np.generic]:
    """A picture set into a larger one at (x, y) pixels, linear between pixels; beyond its border its edge goes on."""
    left, top = int(np.floor(x)), int(np.floor(y))
    u, v = x - left, y - top
    values = picture.astype(np.float32 if picture.dtype.itemsize <= 2 else np.float64)
    if u > 0:
        padded = np.pad(values, ((0, 0), (1, 1)), mode="edge")
        values = (1 - u) * padded[:, 1:] + u * padded[:, :-1]
    if v > 0:
        padded = np.pad(values, ((1, 1), (0, 0)), mode="edge")
        values = (1 - v) * padded[1:] + v * padded[:-1]
    if picture.dtype.kind != "f":
        values = np.rint(values)
    moved = np.full(shape, background, picture.dtype)
    height, width = values.shape
    moved[top : top + height, left : left + width] = values[: shape[0] - top, : shape[1] - left]
    return moved


def _pixel_size(frame: Frame) -> tuple[float, float]:
    assert frame.spacing is not None
    return frame.spacing


def _share(some: Sequence[Frame], frames: Sequence[Frame]) -> str:
    return f"{len(some)} of {len(frames)} slices ({named(some)}) {'lacks' if len(some) == 1 else 'lack'}"
