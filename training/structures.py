"""The structures that misground-mini learns, in the order of their ids, and which of them are parts of others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{side} {name}" for name in names for side in ("left", "right"))


# Ids count from 1; 0 is "none of these".
STRUCTURES: tuple[str, ...] = (
    "body",
    # abdomen and pelvis
    "liver",
    "spleen",
    *_both("kidney"),
    "stomach",
    "gallbladder",
    "pancreas",
    *_both("adrenal gland"),
    "duodenum",
    "small bowel",
    "colon",
    "urinary bladder",
    "prostate",
    "aorta",
    "inferior vena cava",
    *_both("hip bone", "femur", "gluteus maximus", "gluteus medius", "iliopsoas"),
    "sacrum",
    # spine and thorax
    "vertebrae",
    "intervertebral discs",
    "spinal cord",
    *_both("erector spinae", "lung"),
    "heart",
    "trachea",
    "esophagus",
    "sternum",
    *_both("clavicle", "scapula"),
    # head and neck
    "skull",
    "mandible",
    "thyroid gland",
    *_both("parotid gland", "masseter", "sternocleidomastoid", "trapezius"),
    # brain
    "brain",
    *_both("cerebral hemisphere"),
    "cerebellum",
    "brainstem",
    *_both("lateral ventricle", "thalamus", "caudate nucleus", "putamen", "hippocampus"),
    "fourth ventricle",
    # knee; one knee fills the picture, so its parts have no side
    "distal femur",
    "tibia",
    "fibula",
    "patella",
    "femoral cartilage",
    "tibial cartilage",
    "medial meniscus",
    "lateral meniscus",
)
COUNT = len(STRUCTURES)
STRUCTURE_ID: dict[str, int] = {name: index for index, name in enumerate(STRUCTURES, 1)}
BODY = STRUCTURE_ID["body"]
IGNORE = 255  # in label pictures: the label map does not say

_PARTS: dict[str, tuple[str, ...]] = {
    **{
        f"{side} cerebral hemisphere": tuple(
            f"{side} {part}" for part in ("lateral ventricle", "thalamus", "caudate nucleus", "putamen", "hippocampus")
        )
        for side in ("left", "right")
    },
    "brain": ("left cerebral hemisphere", "right cerebral hemisphere", "cerebellum", "brainstem", "fourth ventricle"),
    "body": STRUCTURES,
}


def _containment() -> NDArray[np.bool_]:
    table = np.eye(COUNT + 1, dtype=bool)
    table[0, 0] = False
    for whole, parts in _PARTS.items():
        for part in parts:
            table[STRUCTURE_ID[whole]] |= table[STRUCTURE_ID[part]]
    return table


# CONTAINS[a, b]: a voxel of b is a voxel of a too (ids; row and column 0 are empty).
CONTAINS: NDArray[np.bool_] = _containment()


def mirror_id(index: int) -> int:
    """The other side's id; the id itself for a structure without sides."""
    name = STRUCTURES[index - 1]
    for side, other in (("left ", "right "), ("right ", "left ")):
        if name.startswith(side):
            return STRUCTURE_ID[other + name.removeprefix(side)]
    return index
