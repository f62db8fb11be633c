"""Where a file's voxels lie: what its header says of it is proved, or refused with its cause, or noted. RAS, mm.

A placement is a 4x4 matrix from voxel indices (i, j, k) to RAS mm. Its three columns are the steps from one voxel to
the next.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix

LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])

# Appended to the note on a header that is silent about sides: what Slicer does.
ASSUMED_LPS = (
    "L-P-S was assumed, as Slicer does: columns run to the patient's left, rows to the back, slices to the head. "
    "Check left and right before you rely on a box"
)

MM_OF_UNIT = {
    "m": 1000.0,
    "meter": 1000.0,
    "metre": 1000.0,
    "cm": 10.0,
    "mm": 1.0,
    "millimeter": 1.0,
    "millimetre": 1.0,
    "um": 1e-3,
    "\u00b5m": 1e-3,  # micro sign
    "\u03bcm": 1e-3,  # Greek mu
    "micron": 1e-3,
    "microns": 1e-3,
    "micrometer": 1e-3,
    "micrometre": 1e-3,
    "nm": 1e-6,
}
# The longest side of a scan of a patient or a part of one, in mm.
_PLAUSIBLE_MM = (2.0, 5000.0)
# A shear that moves no voxel by more than this share of a voxel does not matter.
_SHEAR_LIMIT, _SHEAR_WORTH_A_NOTE = 0.5, 0.05


def placement(steps: Matrix, origin: Matrix) -> Matrix:
    """The 4x4 of three columns (3, 3) and the centre of the first voxel (3,)."""
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = steps, origin
    return matrix


def fault_of(matrix: Matrix) -> str:
    """What makes a placement useless: "holds values that are not numbers", ...; empty where it is sound."""
    if not np.isfinite(matrix[:3]).all():
        return "holds values that are not numbers"
    if np.abs(matrix[:3]).max() > 1e9:
        return f"holds the length {np.abs(matrix[:3]).max():.3g}, which is none in a patient"
    lengths = np.linalg.norm(matrix[:3, :3], axis=0)
    if not (lengths > 0).all():
        axes = " and ".join("ijk"[axis] for axis in np.flatnonzero(lengths <= 0))
        return f"gives voxels no size along {axes}"
    if lengths.min() < 1e-9:
        return f"gives a voxel of {lengths.min():.3g} to {lengths.max():.3g} mm"
    if abs(np.linalg.det(matrix[:3, :3] / lengths)) < 1e-3:
        return "has two axes that run the same way"
    return ""


def shear_mm(matrix: Matrix, shape_ijk: tuple[int, int, int]) -> float:
    """How far (mm) a sound placement's shear moves a corner, against the nearest one with right angles."""
    steps = matrix[:3, :3]
    lengths = np.linalg.norm(steps, axis=0)
    u, _, v = np.linalg.svd(steps / lengths)
    half = (np.array(shape_ijk) - 1) / 2
    corners = half[:, None] * np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]).T
    return float(np.linalg.norm((steps - (u @ v) * lengths) @ corners, axis=0).max())


def refuse_shear(path: Path, what: str, matrix: Matrix, shape_ijk: tuple[int, int, int], notes: list[str]) -> None:
    """Refuse a placement whose axes are not at right angles, by more than half a voxel; note what is less."""
    moved, voxel = shear_mm(matrix, shape_ijk), float(np.linalg.norm(matrix[:3, :3], axis=0).min())
    if moved > _SHEAR_LIMIT * voxel:
        raise UserError(
            f"{what} of {path} is sheared: its axes are not at right angles, which moves voxels by up to {moved:.1f} "
            "mm. Resample the scan to a straight grid first, for example with Slicer's module Resample "
            "Scalar/Vector/DWI Volume or `nibabel.processing.resample_to_output`."
        )
    if moved > _SHEAR_WORTH_A_NOTE * voxel:
        notes.append(f"{what} is slightly sheared (by up to {moved:.2f} mm, less than half a voxel); it was kept so.")


def prove(path: Path, what: str, matrix: Matrix, shape_ijk: tuple[int, int, int], notes: list[str]) -> Matrix:
    """The placement itself where it is sound and straight.

    Args:
        path: the file, for the message.
        what: which part of the header it is ("The sform", "space directions").
        matrix: 4x4, voxel to mm.
        shape_ijk: voxels along i, j, k.
        notes: gets a note of a small shear.

    Raises:
        UserError: it is no placement, or it is sheared.
    """
    fault = fault_of(matrix)
    if fault:
        raise UserError(
            f"{path} does not say where its voxels lie: {what[0].lower()}{what[1:]} {fault}. "
            "Save the scan again from the program that made it, with a valid orientation."
        )
    refuse_shear(path, what, matrix, shape_ijk, notes)
    return matrix


def in_millimetres(matrix: Matrix, shape_ijk: tuple[int, int, int], unit: str, notes: list[str]) -> Matrix:
    """A placement in mm of one in a header's unit, which is dropped where only mm fit a patient. Notes what it did.

    Args:
        matrix: 4x4, voxel to RAS in the header's unit.
        shape_ijk: voxels along i, j, k.
        unit: a key of `MM_OF_UNIT`; empty is mm. An unknown one is noted and taken as mm.
        notes: gets the notes.
    """
    factor = MM_OF_UNIT.get(unit.strip().lower() or "mm", 0.0)
    longest = float((np.linalg.norm(matrix[:3, :3], axis=0) * np.array(shape_ijk)).max())
    low, high = _PLAUSIBLE_MM
    if factor == 0.0:
        notes.append(f"The header gives lengths in {unit!r}, which is no unit known here; they were taken as mm.")
        factor = 1.0
    elif factor != 1.0 and not low <= longest * factor <= high and low <= longest <= high:
        notes.append(
            f"The header gives lengths in {unit}, by which the scan would be {longest * factor:.3g} mm long; "
            "no patient is, and they were taken as mm."
        )
        factor = 1.0
    elif factor != 1.0:
        notes.append(f"The header gives lengths in {unit}; they were turned into mm (times {factor:g}).")
    scaled = matrix.copy()
    scaled[:3] *= factor
    if not low <= longest * factor <= high:
        notes.append(
            f"By its header the scan is {longest * factor:.3g} mm long, unlike a patient: the voxel size may be wrong, "
            "and sizes and places in mm with it."
        )
    return scaled


def axis_names(matrix: Matrix) -> str:
    """Where the voxel axes i, j, k run to, as "R-A-S" or "L-P-S": the nearest patient axis of each."""
    names = []
    for step in matrix[:3, :3].T:
        axis = int(np.argmax(np.abs(step)))
        names.append(("LR", "PA", "IS")[axis][int(step[axis] > 0)])
    return "-".join(names)


def farthest_mm(first: Matrix, second: Matrix, shape_ijk: tuple[int, int, int]) -> float:
    """How far apart (mm) two placements put the same voxel, at the corner where it is most."""
    ends = [(0.0, n - 1.0) for n in shape_ijk]
    corners = np.array([[i, j, k, 1.0] for i in ends[0] for j in ends[1] for k in ends[2]]).T
    return float(np.linalg.norm(((first - second) @ corners)[:3], axis=0).max())
