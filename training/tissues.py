"""The tissues of phantoms and label maps, the structure that each belongs to, and its Hounsfield units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.structures import BODY, CONTAINS, COUNT, STRUCTURE_ID

# tissue -> (structure, lowest HU, highest HU, enhancement in HU at full contrast in the arterial and the venous phase).
# Structure: "" = none, "a|b" = one of these, the map does not say. "body" is everything but air and table. Values are
# means of the tissue; texture and noise come on top. Pools on disk hold ids in this order: append, never insert.
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
    "bowel wall": ("small bowel", 25, 45, 20, 45),
    "bowel content": ("small bowel", 0, 40, 0, 0),
    "bowel gas": ("small bowel", -980, -700, 0, 0),
    "bowel contrast": ("small bowel", 60, 350, 0, 0),
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
    "disc": ("intervertebral discs", 55, 110, 0, 0),
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
    # appended for label maps and richer phantoms
    "colon or small bowel": ("colon|small bowel", -30, 60, 10, 30),
    "stomach or duodenum": ("stomach|duodenum", 0, 50, 5, 20),
    "duodenum": ("duodenum", 10, 48, 15, 40),
    "left adrenal gland": ("left adrenal gland", 0, 40, 30, 40),
    "right adrenal gland": ("right adrenal gland", 0, 40, 30, 40),
    "prostate": ("prostate", 28, 48, 10, 30),
    "prostate or uterus": ("", 28, 60, 10, 40),
    "left gluteus maximus": ("left gluteus maximus", 38, 62, 4, 12),
    "right gluteus maximus": ("right gluteus maximus", 38, 62, 4, 12),
    "left gluteus medius": ("left gluteus medius", 38, 62, 4, 12),
    "right gluteus medius": ("right gluteus medius", 38, 62, 4, 12),
    "left iliopsoas": ("left iliopsoas", 38, 62, 4, 12),
    "right iliopsoas": ("right iliopsoas", 38, 62, 4, 12),
    "left erector spinae": ("left erector spinae", 35, 60, 4, 12),
    "right erector spinae": ("right erector spinae", 35, 60, 4, 12),
    "sternum": ("sternum", 90, 350, 0, 0),
    "left clavicle": ("left clavicle", 200, 550, 0, 0),
    "right clavicle": ("right clavicle", 200, 550, 0, 0),
    "left scapula": ("left scapula", 180, 500, 0, 0),
    "right scapula": ("right scapula", 180, 500, 0, 0),
    "skull": ("skull", 350, 1200, 0, 0),
    "skull marrow": ("skull", 100, 500, 0, 0),
    "mandible": ("mandible", 300, 1000, 0, 0),
    "thyroid gland": ("thyroid gland", 70, 120, 60, 60),
    "left parotid gland": ("left parotid gland", -40, 35, 10, 20),
    "right parotid gland": ("right parotid gland", -40, 35, 10, 20),
    "left masseter": ("left masseter", 40, 65, 4, 12),
    "right masseter": ("right masseter", 40, 65, 4, 12),
    "left sternocleidomastoid": ("left sternocleidomastoid", 40, 65, 4, 12),
    "right sternocleidomastoid": ("right sternocleidomastoid", 40, 65, 4, 12),
    "left trapezius": ("left trapezius", 40, 65, 4, 12),
    "right trapezius": ("right trapezius", 40, 65, 4, 12),
    "airway": ("", -1000, -950, 0, 0),
    "left cerebral white matter": ("left cerebral hemisphere", 22, 30, 2, 3),
    "right cerebral white matter": ("right cerebral hemisphere", 22, 30, 2, 3),
    "left cerebral cortex": ("left cerebral hemisphere", 32, 40, 3, 5),
    "right cerebral cortex": ("right cerebral hemisphere", 32, 40, 3, 5),
    "cerebellar white matter": ("cerebellum", 22, 32, 2, 3),
    "cerebellar cortex": ("cerebellum", 32, 40, 3, 5),
    "brainstem": ("brainstem", 24, 34, 2, 3),
    "left lateral ventricle": ("left lateral ventricle", 0, 12, 0, 0),
    "right lateral ventricle": ("right lateral ventricle", 0, 12, 0, 0),
    "fourth ventricle": ("fourth ventricle", 0, 12, 0, 0),
    "third ventricle": ("brain", 0, 12, 0, 0),
    "left thalamus": ("left thalamus", 30, 40, 2, 4),
    "right thalamus": ("right thalamus", 30, 40, 2, 4),
    "left caudate nucleus": ("left caudate nucleus", 32, 42, 2, 4),
    "right caudate nucleus": ("right caudate nucleus", 32, 42, 2, 4),
    "left putamen": ("left putamen", 32, 42, 2, 4),
    "right putamen": ("right putamen", 32, 42, 2, 4),
    "left pallidum": ("left cerebral hemisphere", 30, 45, 2, 4),
    "right pallidum": ("right cerebral hemisphere", 30, 45, 2, 4),
    "left hippocampus": ("left hippocampus", 30, 40, 2, 4),
    "right hippocampus": ("right hippocampus", 30, 40, 2, 4),
    "left amygdala": ("left cerebral hemisphere", 30, 40, 2, 4),
    "right amygdala": ("right cerebral hemisphere", 30, 40, 2, 4),
    "left ventral diencephalon": ("left cerebral hemisphere", 26, 36, 2, 4),
    "right ventral diencephalon": ("right cerebral hemisphere", 26, 36, 2, 4),
    "cerebrospinal fluid": ("", 0, 12, 0, 0),
    "eye": ("", 0, 25, 0, 0),
    "distal femur": ("distal femur", 80, 400, 0, 0),
    "distal femur cortex": ("distal femur", 350, 900, 0, 0),
    "tibia": ("tibia", 80, 400, 0, 0),
    "tibia cortex": ("tibia", 350, 900, 0, 0),
    "fibula": ("fibula", 150, 600, 0, 0),
    "patella": ("patella", 150, 600, 0, 0),
    "femoral cartilage": ("femoral cartilage", 60, 130, 0, 0),
    "tibial cartilage": ("tibial cartilage", 60, 130, 0, 0),
    "patellar cartilage": ("", 60, 130, 0, 0),
    "medial meniscus": ("medial meniscus", 70, 140, 0, 0),
    "lateral meniscus": ("lateral meniscus", 70, 140, 0, 0),
    "ligament": ("", 60, 120, 0, 0),
    "joint fluid": ("", 0, 25, 0, 0),
    "unknown soft": ("", 0, 60, 5, 25),
    "rib": ("", 150, 450, 0, 0),
    "vertebra": ("vertebrae", 120, 380, 0, 0),
    "left hip bone": ("left hip bone", 150, 450, 0, 0),
    "right hip bone": ("right hip bone", 150, 450, 0, 0),
    "left femur": ("left femur", 150, 500, 0, 0),
    "right femur": ("right femur", 150, 500, 0, 0),
    "sacrum": ("sacrum", 100, 350, 0, 0),
    "left kidney": ("left kidney", 27, 38, 100, 140),
    "right kidney": ("right kidney", 27, 38, 100, 140),
    "stomach": ("stomach", 0, 50, 5, 20),
    "colon": ("colon", -60, 60, 5, 20),
    "small bowel": ("small bowel", 5, 45, 20, 35),
    "heart": ("heart", 36, 52, 150, 100),
    "brain": ("brain", 24, 38, 2, 4),
    "head bone": ("skull|mandible|vertebrae", 300, 1000, 0, 0),
    "unlabelled lung": ("", -880, -740, 0, 0),
    "duodenum gas": ("duodenum", -980, -700, 0, 0),
    "patella cortex": ("patella", 350, 900, 0, 0),
    "fibula cortex": ("fibula", 350, 900, 0, 0),
    # as bright as organs, and none
    "mass": ("", 5, 65, 40, 70),
    "vascular mass": ("", 30, 55, 90, 110),
}
TISSUES: tuple[str, ...] = tuple(_TABLE)
ID: dict[str, int] = {name: index for index, name in enumerate(TISSUES)}


def _ids(row: tuple[str, float, float, float, float]) -> list[int]:
    return [STRUCTURE_ID[name] for name in row[0].split("|") if name]


# A tissue's structure id; 0 where it has none or the map does not say which.
STRUCTURE_OF = np.array([ids[0] if len(ids := _ids(row)) == 1 else 0 for row in _TABLE.values()], dtype=np.uint8)
# MAYBE[tissue, structure]: the tissue may belong to the structure, the map does not say. Includes what contains it.
MAYBE = np.zeros((len(_TABLE), COUNT + 1), dtype=bool)
for _tissue, _row in enumerate(_TABLE.values()):
    if len(_ids(_row)) > 1:
        for _id in _ids(_row):
            MAYBE[_tissue] |= CONTAINS[:, _id]
        MAYBE[_tissue, BODY] = False
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
