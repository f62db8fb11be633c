"""Whether the side that an answer claims is the side of the patient where its box lies: proved, unsure or refuted.

Left and right of an axial or coronal picture come from the volume's affine, and the body's measured midline can only
contradict them. A sagittal picture shows no side at all: there the midline is the only proof.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from MISGroundLib.anatomy import structure_for
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.slices import SliceImage

# How far beyond the midline a whole box on the wrong side must lie for a word about it, where the picture shows sides.
_CLEARLY_BEYOND_MM = 20.0
# A picture whose plane is this near to the sagittal one shows no sides.
_SAGITTAL_WITHIN_DEG = 30.0
# Left and right in these names are no sides of the body; and vessels cross the midline.
_NO_SIDE = re.compile(r"\b(heart|cardiac|atri\w+|coronary|aort\w+)\b")
_MAY_CROSS = re.compile(r"\b(artery|vein|vessel)\b")
_SIDE_WORD = re.compile(r"\b(left|right)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SideVerdict:
    """What an answer may be called, a note on its side, and, where it is refuted, the reason to refuse it."""

    label: str
    note: str = ""
    refusal: str = ""


def judge_side(label: str, query: str, box: OrientedBox, image: SliceImage) -> SideVerdict:
    """The verdict on a box that a model calls `label` in answer to a query."""
    structure = structure_for(label) or structure_for(query)
    if structure is None:
        names_a_side = _SIDE_WORD.search(label) or _SIDE_WORD.search(query)
        unproved = names_a_side and shows_no_sides(image) and image.midline is None
        return SideVerdict(label, _unmeasured(image) if unproved else "")
    if structure.side is None or _NO_SIDE.search(structure.base):
        return SideVerdict(label)
    unsure = f"{structure.base} (side unsure)"
    midline = image.midline
    if midline is None:
        return SideVerdict(unsure, _unmeasured(image)) if shows_no_sides(image) else SideVerdict(label)
    # Positive: on the side that is claimed.
    sign = 1.0 if structure.side == "right" else -1.0
    other = "left" if structure.side == "right" else "right"
    if not shows_no_sides(image):
        nearest = float(np.max(sign * midline.distance_mm(box.corners_ras())))
        if nearest > -_CLEARLY_BEYOND_MM or _MAY_CROSS.search(structure.base):
            return SideVerdict(label)
        return SideVerdict(
            label,
            f"Check the side: this box is called {structure.name}, but all of it lies more than "
            f"{_CLEARLY_BEYOND_MM:.0f} mm to the patient's {other} of the body's midline.",
        )
    away = sign * float(midline.distance_mm(box.center_ras))
    if away > midline.uncertainty_mm:
        return SideVerdict(label)
    if away < -midline.uncertainty_mm and not _MAY_CROSS.search(structure.base):
        return SideVerdict(
            label,
            refusal=f"The model drew the {structure.name} on a slice that lies {-away:.0f} mm to the patient's {other} "
            "of the body's midline. It is refused: ask on a slice of the other side.",
        )
    where = f"within {midline.uncertainty_mm:.0f} mm of" if away > -midline.uncertainty_mm else "beyond"
    return SideVerdict(unsure, f"The side is not proved: the box lies {where} the body's midline.")


def shows_no_sides(image: SliceImage) -> bool:
    """Whether left and right of the patient lie before and behind the picture: a sagittal plane, or nearly one."""
    normal = image.grid.pixel_to_ras[:3, 2]
    return abs(float(normal[0])) > np.cos(np.radians(_SAGITTAL_WITHIN_DEG)) * float(np.linalg.norm(normal))


def _unmeasured(image: SliceImage) -> str:
    return (
        f"The side is not proved: {'a sagittal' if image.grid.plane == 'sagittal' else 'this'} slice does not show it, "
        "and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides)."
    )
