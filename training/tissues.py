"""The tissues of a phantom, the structure that each belongs to, and Hounsfield units drawn fresh for every picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The structures misground-mini can be asked for, in the order of their ids (1 = the first; 0 = none).
STRUCTURES: tuple[str, ...] = (
    "liver",
    "spleen",
    "left kidney",
    "right kidney",
    "stomach",
    "gallbladder",
    "pancreas",
    "aorta",
    "inferior vena cava",
    "vertebrae",
    "spinal cord",
    "left lung",
    "right lung",
    "heart",
    "urinary bladder",
    "left hip bone",
    "right hip bone",
    "left femur",
    "right femur",
    "trachea",
    "esophagus",
    "colon",
    "sacrum",
    "body",
)
BODY = len(STRUCTURES)

# tissue -> (structure or "", lowest HU, highest HU, enhancement in HU at full contrast by phase: arterial, venous).
# "body" is everything but air and table. Values are means of the tissue; texture and noise come on top.
_TABLE: dict[str, tuple[str, float, float, float, float]] = {
    "air": ("", -1000, -990, 0, 0),
    "table": ("", -200, 250, 0, 0),
    "skin": ("", -20, 40, 0, 0),
    "fat": ("", -118, -92, 0, 0),
    "muscle": ("", 38, 62, 4, 12),
    "bone": ("", 180, 480, 0, 0),
    "cavity fat": ("", -118, -85, 0, 0),
    "cartilage": ("", 70, 160, 0, 0),
    "soft": ("", 15, 50, 5, 20),
    "bowel wall": ("", 25, 45, 20, 45),
    "bowel content": ("", 0, 40, 0, 0),
    "bowel gas": ("", -980, -700, 0, 0),
    "bowel contrast": ("", 60, 350, 0, 0),
    "vessel": ("", 35, 48, 200, 120),
    "gland": ("", 0, 55, 5, 15),
    "liver": ("liver", 42, 66, 12, 55),
    "liver vein": ("liver", 34, 48, 30, 120),
    "spleen": ("spleen", 40, 56, 70, 75),
    "left kidney cortex": ("left kidney", 28, 40, 150, 140),
    "left kidney medulla": ("left kidney", 26, 38, 40, 140),
    "left kidney sinus": ("left kidney", -80, 0, 0, 30),
    "right kidney cortex": ("right kidney", 28, 40, 150, 140),
    "right kidney medulla": ("right kidney", 26, 38, 40, 140),
    "right kidney sinus": ("right kidney", -80, 0, 0, 30),
    "stomach wall": ("stomach", 28, 48, 20, 50),
    "stomach content": ("stomach", 0, 50, 0, 0),
    "stomach gas": ("stomach", -980, -850, 0, 0),
    "gallbladder": ("gallbladder", -2, 22, 0, 0),
    "pancreas": ("pancreas", 28, 46, 60, 55),
    "aorta": ("aorta", 36, 48, 260, 110),
    "aorta wall": ("aorta", 40, 130, 120, 80),
    "inferior vena cava": ("inferior vena cava", 34, 46, 20, 110),
    "vertebral cortex": ("vertebrae", 250, 550, 0, 0),
    "vertebral marrow": ("vertebrae", 90, 240, 0, 0),
    "disc": ("vertebrae", 55, 110, 0, 0),
    "spinal cord": ("spinal cord", 18, 45, 0, 0),
    "left lung": ("left lung", -880, -740, 0, 0),
    "left lung vessel": ("left lung", -300, 20, 100, 80),
    "right lung": ("right lung", -880, -740, 0, 0),
    "right lung vessel": ("right lung", -300, 20, 100, 80),
    "heart muscle": ("heart", 36, 52, 50, 60),
    "heart left blood": ("heart", 36, 46, 260, 110),
    "heart right blood": ("heart", 36, 46, 220, 110),
    "urinary bladder": ("urinary bladder", -5, 18, 0, 0),
    "bladder wall": ("urinary bladder", 20, 45, 5, 20),
    "left hip cortex": ("left hip bone", 280, 620, 0, 0),
    "left hip marrow": ("left hip bone", 40, 260, 0, 0),
    "right hip cortex": ("right hip bone", 280, 620, 0, 0),
    "right hip marrow": ("right hip bone", 40, 260, 0, 0),
    "left femur cortex": ("left femur", 350, 800, 0, 0),
    "left femur marrow": ("left femur", -20, 260, 0, 0),
    "right femur cortex": ("right femur", 350, 800, 0, 0),
    "right femur marrow": ("right femur", -20, 260, 0, 0),
    "trachea": ("trachea", -1000, -950, 0, 0),
    "esophagus": ("esophagus", 25, 45, 10, 35),
    "esophagus gas": ("esophagus", -900, -300, 0, 0),
    "colon wall": ("colon", 25, 45, 15, 40),
    "colon gas": ("colon", -980, -700, 0, 0),
    "colon stool": ("colon", -120, 90, 0, 0),
    "colon contrast": ("colon", 60, 300, 0, 0),
    "sacrum cortex": ("sacrum", 220, 480, 0, 0),
    "sacrum marrow": ("sacrum", 50, 220, 0, 0),
}
TISSUES: tuple[str, ...] = tuple(_TABLE)
ID: dict[str, int] = {name: index for index, name in enumerate(TISSUES)}

STRUCTURE_OF = np.array([STRUCTURES.index(row[0]) + 1 if row[0] else 0 for row in _TABLE.values()], dtype=np.uint8)
IN_BODY = np.array([name not in ("air", "table") for name in TISSUES])
_LOW = np.array([row[1] for row in _TABLE.values()], dtype=np.float32)
_HIGH = np.array([row[2] for row in _TABLE.values()], dtype=np.float32)
_ARTERIAL = np.array([row[3] for row in _TABLE.values()], dtype=np.float32)
_VENOUS = np.array([row[4] for row in _TABLE.values()], dtype=np.float32)
_PAIRED = [(ID[name], ID[name.replace("left", "right", 1)]) for name in TISSUES if name.startswith("left ")]


def draw_hounsfield(rng: np.random.Generator) -> NDArray[np.float32]:
    """One HU value for every tissue (n,): a random contrast phase and strength; both sides of a pair nearly alike."""
    values = _LOW + (_HIGH - _LOW) * rng.random(_LOW.size, dtype=np.float32)
    phase = rng.random()
    if phase > 0.3:  # with contrast medium
        strength, venous = rng.uniform(0.4, 1.15), float(np.clip(rng.normal(0.75, 0.35), 0, 1))
        spread = rng.uniform(0.8, 1.2, _LOW.size).astype(np.float32)
        values = values + strength * spread * ((1 - venous) * _ARTERIAL + venous * _VENOUS)
        if rng.random() < 0.25:  # excretion: urine is bright
            values[ID["urinary bladder"]] += rng.uniform(0, 300)
            values[ID["left kidney sinus"]] = values[ID["right kidney sinus"]] = rng.uniform(50, 350)
    if rng.random() < 0.12:  # fatty liver
        values[ID["liver"]] -= rng.uniform(15, 55)
    for left, right in _PAIRED:
        values[right] = values[left] + rng.normal(0, 5)
    return values.astype(np.float32)
