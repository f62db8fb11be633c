"""How bright each tissue is in a picture: Hounsfield units, an MR signal by sequence, or anything at all (SynthSeg)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.greyvalues import CT_WINDOW_LEVEL
from training.donor import MR_WHITE
from training.tissues import ID, STRUCTURE_OF, TISSUES, draw_hounsfield

Array = NDArray[np.float32]
Generator = np.random.Generator

# How often a region is seen in CT, MR, and random contrast.
_SHARES = {
    "trunk": (0.62, 0.29, 0.09),
    "abdomen": (0.62, 0.29, 0.09),
    "head-neck": (0.65, 0.20, 0.15),
    "brain": (0.15, 0.60, 0.25),
    "knee": (0.10, 0.70, 0.20),
    "spine": (0.5, 0.4, 0.1),
}
# Windows now and then chosen instead of the preset: bone, lung, wide, liver.
_OTHER_WINDOWS = ((1800.0, 400.0), (1500.0, -550.0), (1000.0, 100.0), (180.0, 70.0))
_BRAIN_WINDOW = (90.0, 38.0)

# How often each MR sequence: T1, T2, PD, FLAIR, STIR, gradient echo in or out of phase, any.
_SEQUENCES = (0.36, 0.27, 0.1, 0.1, 0.05, 0.04, 0.08)
_BELLY_SEQUENCES = (0.25, 0.34, 0.05, 0.0, 0.06, 0.22, 0.08)

# MR class -> proton density, T1 ms, T2 ms, share of fat. Typical of 1.5 to 3 T.
_MR: dict[str, tuple[float, float, float, float]] = {
    "nothing": (0.0, 1000, 50, 0.0),
    "fat": (0.95, 280, 110, 0.95),
    "muscle": (0.80, 1000, 40, 0.03),
    "fluid": (1.00, 3800, 900, 0.0),
    "soft": (0.82, 900, 65, 0.08),
    "content": (0.85, 1200, 150, 0.05),
    "blood": (0.90, 1400, 160, 0.0),
    "liver": (0.76, 620, 42, 0.06),
    "spleen": (0.86, 1050, 75, 0.0),
    "kidney": (0.88, 1100, 85, 0.0),
    "medulla": (0.90, 1350, 95, 0.0),
    "pancreas": (0.80, 600, 50, 0.15),
    "gland": (0.80, 750, 70, 0.30),
    "cortical bone": (0.08, 400, 3, 0.1),
    "bone": (0.35, 400, 40, 0.5),
    "marrow": (0.70, 420, 70, 0.55),
    "cartilage": (0.75, 1050, 45, 0.0),
    "fibrous": (0.45, 700, 12, 0.02),
    "disc": (0.75, 1050, 80, 0.0),
    "lung": (0.12, 1000, 30, 0.0),
    "white": (0.70, 680, 72, 0.0),
    "grey": (0.82, 1150, 95, 0.0),
    "deep": (0.79, 950, 82, 0.0),
    "pale": (0.75, 780, 65, 0.0),
    "cord": (0.76, 800, 78, 0.0),
}
# The first part of a name that matches gives the class.
_CLASS_BY_NAME = (
    ("lung vessel", "blood"),
    ("lung", "lung"),
    ("gas", "nothing"),
    ("airway", "nothing"),
    ("trachea", "nothing"),
    ("table", "nothing"),
    ("white matter", "white"),
    ("brainstem", "white"),
    ("ventral diencephalon", "pale"),
    ("ventricle", "fluid"),
    ("cerebrospinal", "fluid"),
    ("cerebral cortex", "grey"),
    ("cerebellar cortex", "grey"),
    ("hippocampus", "grey"),
    ("amygdala", "grey"),
    ("thalamus", "deep"),
    ("caudate", "deep"),
    ("putamen", "deep"),
    ("pallidum", "pale"),
    ("spinal cord", "cord"),
    ("fat", "fat"),
    ("sinus", "fat"),
    ("cartilage", "cartilage"),
    ("meniscus", "fibrous"),
    ("ligament", "fibrous"),
    ("joint fluid", "fluid"),
    ("eye", "fluid"),
    ("gallbladder", "fluid"),
    ("bladder wall", "muscle"),
    ("urinary bladder", "fluid"),
    ("liver vein", "blood"),
    ("liver", "liver"),
    ("spleen", "spleen"),
    ("medulla", "medulla"),
    ("kidney", "kidney"),
    ("pancreas", "pancreas"),
    ("adrenal", "pancreas"),
    ("gland", "gland"),
    ("blood", "blood"),
    ("aorta wall", "muscle"),
    ("aorta", "blood"),
    ("vena cava", "blood"),
    ("vessel", "blood"),
    ("vein", "blood"),
    ("arter", "blood"),
    ("heart", "muscle"),
    ("stool", "content"),
    ("content", "content"),
    ("contrast", "content"),
    ("disc", "disc"),
    ("cortex", "cortical bone"),  # of the brain and the kidneys: above
    ("marrow", "marrow"),
    ("vertebra", "marrow"),
    ("hip bone", "marrow"),
    ("femur", "marrow"),
    ("sacrum", "marrow"),
    ("tibia", "marrow"),
    ("fibula", "marrow"),
    ("patella", "marrow"),
    ("mandible", "bone"),
    ("skull", "cortical bone"),
    ("rib", "bone"),
    ("bone", "bone"),
    ("sternum", "bone"),
    ("clavicle", "bone"),
    ("scapula", "bone"),
    ("muscle", "muscle"),
    ("gluteus", "muscle"),
    ("iliopsoas", "muscle"),
    ("erector", "muscle"),
    ("masseter", "muscle"),
    ("sternocleido", "muscle"),
    ("trapezius", "muscle"),
    ("brain", "deep"),
)


def _mr_class(name: str) -> str:
    if name == "air":
        return "nothing"
    return next((kind for part, kind in _CLASS_BY_NAME if part in name), "soft")


MR_CLASS = tuple(_mr_class(name) for name in TISSUES)
_CLASS_ID = {kind: index for index, kind in enumerate(_MR)}
_CLASS_OF = np.array([_CLASS_ID[kind] for kind in MR_CLASS])
_DENSITY, _T1, _T2, _FAT = (np.array(column, dtype=np.float64) for column in zip(*_MR.values(), strict=True))
_DARK = np.array([kind == "nothing" for kind in MR_CLASS])
# Tissues with more texture on CT, and by how many HU at most.
_UNEVEN = [
    (np.array([part in name for name in TISSUES]), most)
    for part, most in (("content", 18), ("stool", 60), ("lung", 70), ("marrow", 45), ("skull", 90), ("unknown", 30))
]
_PAIRED = [(ID[n], ID[n.replace("left", "right", 1)]) for n in TISSUES if n.startswith("left ")]


@dataclass(frozen=True)
class Contrast:
    """`mean` and `texture` (n,) by tissue id: brightness, and how strongly it varies within the tissue.

    `window`: (width, level) in the units of `mean`, None for the automatic window. `modality`: CT, MR or unknown ("").
    `opposed` (n,): the fat's part of `mean` where fat and water are out of phase, so that they cancel.
    """

    kind: str
    modality: str
    mean: Array
    texture: Array
    window: tuple[float, float] | None
    opposed: Array | None = None


def random_contrast(rng: Generator, region: str, kind: str | None = None) -> Contrast:
    """A fresh contrast as a region is scanned. `kind`: CT, MR or random; drawn where not given."""
    kind = kind or str(rng.choice(["CT", "MR", "random"], p=_SHARES[region]))
    if kind == "CT":
        return _ct(rng, region)
    return _mr(rng, region) if kind == "MR" else _random(rng)


def _ct(rng: Generator, region: str) -> Contrast:
    mean = draw_hounsfield(rng)
    texture = np.full(mean.size, rng.uniform(2, 9), dtype=np.float32)
    texture *= rng.uniform(0.5, 1.8, mean.size).astype(np.float32)
    for members, most in _UNEVEN:
        texture[members] += rng.uniform(0, most)
    return Contrast("CT", "CT" if rng.random() < 0.97 else "", mean, texture, _ct_window(rng, region))


def _ct_window(rng: Generator, region: str) -> tuple[float, float]:
    """(width, level): the preset or now and then another one, a little off."""
    width, level = CT_WINDOW_LEVEL
    draw = rng.random()
    if draw < 0.12:
        width, level = _OTHER_WINDOWS[int(rng.integers(len(_OTHER_WINDOWS)))]
    elif region == "brain" and draw < 0.45:
        width, level = _BRAIN_WINDOW
    return width * float(np.exp(rng.normal(0, 0.13))), level + float(rng.normal(0, 0.035)) * width


def real_contrast(rng: Generator, region: str, modality: str) -> Contrast:
    """How a real image is shown: its own brightness (`mean` and `texture` are empty), a window for a CT."""
    nothing = np.zeros(0, dtype=np.float32)
    said = modality if rng.random() < 0.95 else ""
    return Contrast(modality, said, nothing, nothing, _ct_window(rng, region) if modality == "CT" else None)


def recontrast(grey: Array, rng: Generator, modality: str) -> Array:
    """A real image's values (h, w) as another scanner gives them: HU a little off, or an MR's grey through a gamma."""
    if modality == "CT":
        return np.asarray(grey * np.float32(rng.uniform(0.94, 1.07)) + np.float32(rng.normal(0, 9)), dtype=np.float32)
    bright = np.maximum(grey, 0) / np.float32(MR_WHITE)
    return np.asarray(bright ** np.float32(np.exp(rng.normal(0, 0.28))), dtype=np.float32)


def _mr(rng: Generator, region: str) -> Contrast:
    """A spin-echo or inversion-recovery signal of every class, blood as flow and contrast medium leave it."""
    t1 = _T1 * np.exp(rng.normal(0, 0.08, _T1.size))
    t2 = _T2 * np.exp(rng.normal(0, 0.10, _T2.size))
    fat = np.array(_FAT)
    blood = [_CLASS_ID["blood"]]
    if rng.random() < 0.25:  # contrast medium
        enhanced = [_CLASS_ID[c] for c in ("blood", "kidney", "medulla", "spleen", "liver", "pancreas", "gland")]
        t1[enhanced] *= rng.uniform(0.3, 0.8, len(enhanced))
        t1[blood] *= rng.uniform(0.3, 0.8)
    names = ["T1", "T2", "PD", "FLAIR", "STIR", "GRE", "any"]
    odds = _BELLY_SEQUENCES if region in ("trunk", "abdomen") else _SEQUENCES
    sequence = str(rng.choice(names, p=odds))
    tr, te, ti = {
        "T1": (rng.uniform(300, 900), rng.uniform(2, 15), 0.0),
        "T2": (rng.uniform(2500, 6000), rng.uniform(70, 140), 0.0),
        "PD": (rng.uniform(1800, 4000), rng.uniform(10, 40), 0.0),
        "FLAIR": (rng.uniform(7000, 11000), rng.uniform(90, 140), rng.uniform(2100, 2600)),
        "STIR": (rng.uniform(3000, 6000), rng.uniform(30, 80), rng.uniform(140, 220)),
        "GRE": (rng.uniform(300, 900), rng.uniform(1, 5), 0.0),
        "any": (np.exp(rng.uniform(5, 9)), np.exp(rng.uniform(0.7, 5)), 0.0),
    }[sequence]
    if sequence == "T1" and rng.random() < 0.4:  # magnetisation-prepared: brain in strong T1 contrast
        tr, ti = rng.uniform(1800, 2600), rng.uniform(700, 1000)
    recovery = 1 - (2 if ti else 0) * np.exp(-ti / t1) + (1 if ti else -1) * np.exp(-tr / t1)
    signal = _DENSITY * np.abs(recovery) * np.exp(-te / t2)
    signal[blood] *= rng.uniform(0.05, 0.4) if rng.random() < 0.45 else rng.uniform(0.7, 2.0)
    opposed = sequence == "GRE" and rng.random() < 0.5
    if not opposed and rng.random() < 0.35:  # fat suppression
        signal *= 1 - rng.uniform(0.75, 1.0) * fat
    elif sequence in ("T1", "T2") and rng.random() < 0.4:  # fast spin echoes and short T1: fat brightest of all
        signal *= 1 + rng.uniform(0.3, 1.2) * fat
    mean = signal[_CLASS_OF] * np.exp(rng.normal(0, 0.08, len(TISSUES)))
    mean = mean / max(float(np.sort(mean)[int(0.9 * mean.size)]), 1e-6)
    for left, right in _PAIRED:
        mean[right] = mean[left] * np.exp(rng.normal(0, 0.02))
    if opposed and rng.random() < 0.4:  # a fatty liver
        fat[_CLASS_ID["liver"]] = rng.uniform(0.1, 0.45)
    cancelled = (mean * fat[_CLASS_OF]).astype(np.float32) if opposed else None
    texture = (mean * rng.uniform(0.02, 0.11, mean.size) + rng.uniform(0.0, 0.012)) * ~_DARK
    said = "MR" if rng.random() < 0.95 else ""
    return Contrast("MR", said, mean.astype(np.float32), texture.astype(np.float32), None, cancelled)


def _random(rng: Generator) -> Contrast:
    """Any brightness for any structure, the tissues of one structure more alike; air stays dark."""
    of_structure = rng.random(256)
    of_tissue = rng.random(len(TISSUES))
    alike = np.where(STRUCTURE_OF > 0, rng.uniform(0, 1), 0.0)
    mean = alike * of_structure[STRUCTURE_OF] + (1 - alike) * of_tissue
    for left, right in _PAIRED:
        mean[right] = mean[left] + rng.normal(0, 0.03)
    mean[_DARK] = rng.uniform(0, 0.1)
    mean[ID["air"]] = mean[ID["table"]] = rng.uniform(0, 0.04)
    texture = rng.uniform(0.005, 0.07, mean.size) * (np.arange(mean.size) != ID["air"])
    modality = "MR" if rng.random() < 0.6 else ""
    return Contrast("random", modality, mean.astype(np.float32), texture.astype(np.float32), None)
