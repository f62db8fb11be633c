"""Which frames of a DICOM series are the slices of one volume: found, ordered and proved, or refused with the cause.

A volume is a lattice: frames of one matrix size, orientation, pixel size and frame of reference, at even steps along
one line. Copies are dropped, and of several volumes at the same places the first is taken. One proof for series and
multi-frame files, over every frame. LPS mm throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix, affine_of
from MISGroundLib.scene.dicom_attributes import REPEATS
from MISGroundLib.scene.dicom_claims import check_is_no_plain_picture, check_lengths, note_claims
from MISGroundLib.scene.dicom_headers import Frame
from MISGroundLib.scene.dicom_places import grouped, named, one_for_each_place, pixel_size, position_of, positions_of

# How far (mm) a pixel may lie from where the lattice has it; of small voxels, half a voxel.
_TOLERANCE_MM = 0.5
# Gantries tilt to 30 degrees. Beyond this the positions contradict the orientation.
_MOST_TILT = 45.0
# Frames of other orientations are a localizer's if they are no more than this share.
_FEW = 0.2


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
    return max((len({tuple(np.round(position_of(one), 2)) for one in group}) for group in groups), default=0)


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
    check_is_no_plain_picture(chosen, what)
    _check_each(chosen, what)
    chosen = _one_orientation(chosen, what, notes)
    _check_same(chosen, what)
    check_lengths(chosen, what)
    row, column, normal = axes = _mean_axes(chosen)
    chosen = one_for_each_place(chosen, normal, what, notes)
    if len(chosen) < 2:
        raise UserError("{what} has one slice only. Give the folder with all slices of the series.", what=what)
    chosen.sort(key=lambda frame: float(position_of(frame) @ normal))
    _check_times(chosen, what, notes)
    positions = positions_of(chosen)
    spacing = pixel_size(chosen[0])
    step, depths = _even_step(chosen, positions @ normal, what)
    tolerance = min(_TOLERANCE_MM, 0.5 * min(step, *spacing))
    aside = (positions - positions[0]) @ np.array([row, column]).T
    drift = _tilt(aside, depths, tolerance, what, notes)
    stack = Stack(chosen, positions[0], axes, (spacing[1], spacing[0], step), drift)
    _prove(stack, tolerance, what)
    note_claims(chosen, axes, not drift.any(), what, notes)
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
            "{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. "
            "Convert it with dcm2niix and give one volume of the result.",
            what=what,
        )
    for attribute, name in attributes.items():
        without = [frame for frame in frames if getattr(frame, attribute) is None]
        if without:
            if len(without) == len(frames):
                raise UserError(
                    "{what} does not say where its slices lie: no slice has a usable {name}, so boxes would have no "
                    "place in the patient. Export the series again from the scanner or the archive.",
                    what=what,
                    name=name,
                )
            raise UserError(
                "{what} does not say where its slices lie: no usable {name} in {count} of {count_2} slices ({named}), "
                "so boxes would have no place in the patient. Export the series again from the scanner or the archive.",
                what=what,
                name=name,
                count=len(without),
                count_2=len(frames),
                named=named(without),
            )
    for frame in frames:
        assert frame.axes is not None
        lengths, across = np.linalg.norm(frame.axes, axis=1), abs(float(frame.axes[0] @ frame.axes[1]))
        if np.abs(lengths - 1).max() > 0.01 or across > 0.01:
            raise UserError(
                "{what}: the orientation (Image Orientation Patient) of {frame_name} is not two directions at right "
                "angles. "
                "Export the series again from the scanner or the archive.",
                what=what,
                frame_name=frame.name,
            )


def _one_orientation(frames: list[Frame], what: str, notes: list[str]) -> list[Frame]:
    """The parallel frames; a few others that lie elsewhere are a localizer, and anything else is refused."""
    main, *others = _parallel_groups(frames)
    rest = [frame for group in others for frame in group]
    if not rest:
        return frames
    places = positions_of(main)
    middle = places.mean(axis=0)
    # A slice of the stack whose orientation is wrong lies on the stack's own line; a localizer's does not.
    line = np.linalg.svd(places - middle)[2][0] if len(main) > 1 else _mean_axes(main)[2]
    away = positions_of(rest) - middle
    aside = np.linalg.norm(away - np.outer(away @ line, line), axis=1)
    size = min(pixel_size(main[0])) * min(main[0].file.pixels.rows, main[0].file.pixels.columns)
    if len(rest) <= _FEW * len(frames) and (aside > 0.02 * size).all() and len(main) > 2:
        notes.append(f"{what}: {len(rest)} slices of another orientation were left out, as a localizer has them.")
        return main
    raise UserError(
        "{what} holds slices of {count} orientations ({named} and {other_slices}), which are no one "
        "volume. Give a folder with the slices of one orientation, or choose another series.",
        what=what,
        count=1 + len(others),
        named=named(main),
        other_slices=named(rest),
    )


def _check_same(frames: list[Frame], what: str) -> None:
    """One matrix size, pixel size and frame of reference."""
    sizes = grouped(frames, lambda frame: (frame.file.pixels.columns, frame.file.pixels.rows))
    if len(sizes) > 1:
        (first, some), (second, others), *_ = sizes.items()
        raise UserError(
            "{what} holds slices of different matrix sizes: {count} of {first} x {first_2} pixels and "
            "{count_2} of {second} x {second_2} ({named}). Give a folder with the slices of one size.",
            what=what,
            count=len(some),
            first=first[0],
            first_2=first[1],
            count_2=len(others),
            second=second[0],
            second_2=second[1],
            named=named(others),
        )
    usual = pixel_size(frames[0])
    counts = np.array([frames[0].file.pixels.rows, frames[0].file.pixels.columns]) - 1
    other = [one for one in frames if (np.abs(np.subtract(pixel_size(one), usual)) * counts).max() > _TOLERANCE_MM]
    if other:
        raise UserError(
            "{what} holds slices of different pixel spacing: {usual:g} x {usual_2:g} mm, and "
            "{pixel_size:g} x {pixel_size_2:g} mm in {count} of {count_2} "
            "({named}). Give a folder with the slices of one scan.",
            what=what,
            usual=usual[1],
            usual_2=usual[0],
            pixel_size=pixel_size(other[0])[1],
            pixel_size_2=pixel_size(other[0])[0],
            count=len(other),
            count_2=len(frames),
            named=named(other),
        )
    references = grouped(frames, lambda frame: frame.file.reference)
    if len(references) > 1:
        raise UserError(
            "{what} holds slices of {count} frames of reference (Frame of Reference UID; "
            "as of {named}): their positions do not share one origin. "
            "Give a folder with the slices of one scan.",
            what=what,
            count=len(references),
            named=named(list(references.values())[1]),
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
                    "{what} holds slices of {count} {repeats} that lie between each other. "
                    "Give a folder with the slices of one of them.",
                    what=what,
                    count=len(kinds),
                    repeats=REPEATS[name],
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
    stacks = grouped(frames, lambda frame: frame.repeats.get("StackID", ""))
    if len(stacks) > 1:
        raise UserError(
            "{what} holds {count} stacks of slices, with gaps between them ({stacks}). Give the slices of one stack.",
            what=what,
            count=len(stacks),
            stacks=", ".join(named(stack) for stack in list(stacks.values())[:2]),
        )
    gaps = [index for index in uneven if steps[index] > 1.5 * usual]
    if gaps and len(gaps) == len(uneven) and len(gaps) <= max(1, 0.1 * len(steps)):
        lost = sum(max(1, round(float(steps[index]) / usual) - 1) for index in gaps)
        first = gaps[0]
        told = {
            "what": what,
            "usual": usual,
            "steps": steps[first],
            "frames_name": frames[first].name,
            "frames_name_2": frames[first + 1].name,
        }
        if lost == 1:
            raise UserError(
                "{what} is not evenly spaced: 1 slice is missing (the slices are {usual:.2f} mm apart, and {steps:.2f} "
                "mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.",
                **told,
            )
        raise UserError(
            "{what} is not evenly spaced: {lost} slices are missing (the slices are {usual:.2f} mm apart, and "
            "{steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.",
            lost=lost,
            **told,
        )
    raise UserError(
        "{what} is not evenly spaced: its slices are from {least:.2f} to {most:.2f} mm apart. "
        "Load the series in Slicer's DICOM module, which resamples such a scan, harden its transform, and save it as "
        "NRRD.",
        what=what,
        least=steps.min(),
        most=steps.max(),
    )


def _tilt(aside: Matrix, depths: Matrix, tolerance: float, what: str, notes: list[str]) -> Matrix:
    """How far each slice lies aside (n, 2 mm), zero where it does not matter. First order in the angle.

    Raises UserError where the slices do not lie on a line, or lie along it at an angle that no gantry has.
    """
    slope = aside[-1] / depths[-1]
    off = float(np.linalg.norm(aside - np.outer(depths, slope), axis=1).max())
    if off > tolerance:
        raise UserError(
            "{what} has slices whose positions do not lie on a line: up to {off:.1f} mm beside it. "
            "Give a folder with the slices of one scan, or export the series again.",
            what=what,
            off=off,
        )
    shift = float(np.linalg.norm(aside[-1]))
    if shift <= tolerance:
        return np.zeros_like(aside)
    degrees = float(np.degrees(np.arctan(np.linalg.norm(slope))))
    if degrees > _MOST_TILT:
        raise UserError(
            "{what} is sheared by {degrees:.0f} degrees, more than a gantry tilts: the positions of its slices "
            "contradict their orientation. "
            "Export the series again from the scanner or the archive.",
            what=what,
            degrees=degrees,
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
    sizes = np.array([pixel_size(frame)[::-1] for frame in stack.frames])
    own = positions_of(stack.frames)[:, None] + (corners * sizes[:, None]) @ axes
    depths = stack.spacing[2] * np.arange(len(axes))[:, None]
    places = stack.origin + depths * stack.axes[2] + stack.drift @ stack.axes[:2]
    there = places[:, None] + (corners * stack.spacing[:2]) @ stack.axes[:2]
    off = np.linalg.norm(own - there, axis=2).max(axis=1)
    worst = int(off.argmax())
    # A slice may lie off its even place by what _even_step allows.
    if off[worst] > tolerance + _slack(stack.spacing[2]):
        raise UserError(
            "{what}: {frames_name} is turned or moved by {off:.1f} mm against the other slices, "
            "by its position, orientation and pixel spacing. "
            "Export the series again from the scanner or the archive.",
            what=what,
            frames_name=stack.frames[worst].name,
            off=off[worst],
        )
