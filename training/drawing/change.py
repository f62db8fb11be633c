"""Changes of a slice's tissues before its truth is taken: organs shrink in fat, bowel fills, skulls go, tables come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from training.donor import Donor
from training.drawing.sampling import Frame
from training.drawing.scanner import noise
from training.structures import CONTAINS, STRUCTURE_ID
from training.tissues import ID, STRUCTURE_OF, TISSUES

Tissue = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Generator = np.random.Generator


def _ids(*names: str) -> NDArray[np.intp]:
    return np.array([STRUCTURE_ID[name] for name in names])


_AIR, _FAT, _CAVITY_FAT = ID["air"], ID["fat"], ID["cavity fat"]
# What shrinks within the cavity, and in muscle's own fat; small organs by less.
_ORGANS = _ids("liver", "spleen", "left kidney", "right kidney", "stomach", "colon", "small bowel", "urinary bladder")
_SMALL = _ids("pancreas", "gallbladder", "duodenum", "aorta", "inferior vena cava", "prostate")
_MUSCLES = _ids(
    *(
        f"{side} {name}"
        for name in ("erector spinae", "iliopsoas", "gluteus maximus", "gluteus medius", "masseter", "trapezius")
        for side in ("left", "right")
    )
)
# Hollow tissues: what gas or stool may fill, and with which tissue of the same structure.
_FILLINGS = {
    "stomach": ("stomach gas", "stomach content"),
    "stomach content": ("stomach gas",),
    "colon": ("colon gas", "colon stool", "colon contrast"),
    "colon stool": ("colon gas", "colon contrast"),
    "small bowel": ("bowel gas", "bowel content", "bowel contrast"),
    "bowel content": ("bowel gas", "bowel contrast"),
}
_UNKNOWN = ID["unknown soft"]
_DAPPLES = ("cavity fat", "muscle", "soft", "vessel", "airway")
_HOLLOW = np.isin(np.arange(256), [ID[name] for name in _FILLINGS])
_BRAIN = np.zeros(256, dtype=bool)
_BRAIN[: len(TISSUES)] = CONTAINS[STRUCTURE_ID["brain"]][STRUCTURE_OF]


def change(taps: list[Tissue], donor: Donor, rng: Generator, pixel_mm: float) -> None:
    """Change tissue pictures (h, w) in place, all by the first one's geometry."""
    if (unknown := taps[0] == _UNKNOWN).any():
        _dapple(taps, unknown, rng)
    if donor.region == "brain":
        if rng.random() < 0.15:
            _strip(taps, rng)
        return
    if donor.region == "knee":
        return
    tissue = taps[0]
    shrink, fill = rng.random() < 0.4, rng.random() < 0.6 and bool(_HOLLOW[tissue].any())
    if not shrink and not fill:
        return
    depth = _depth(tissue) * pixel_mm
    if fill:
        _fill(taps, tissue.copy(), depth, rng)
    if shrink:
        _shrink(taps, STRUCTURE_OF[tissue], depth, rng)


def _depth(tissue: Tissue) -> NDArray[np.float32]:
    """Distance in pixels to the nearest pixel of another structure (without side of a border pixel: 1)."""
    labels = STRUCTURE_OF[tissue]
    same = np.ones(labels.shape, dtype=bool)
    down, across = labels[1:] == labels[:-1], labels[:, 1:] == labels[:, :-1]
    same[1:] &= down
    same[:-1] &= down
    same[:, 1:] &= across
    same[:, :-1] &= across
    inner = labels > 0
    rows, columns = np.flatnonzero(inner.any(axis=1)), np.flatnonzero(inner.any(axis=0))
    depth = np.zeros(labels.shape, dtype=np.float32)
    if rows.size and not same.all():
        part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        depth[part] = distance_transform_edt(same[part])
    return depth


def _shrink(taps: list[Tissue], labels: NDArray[np.uint8], depth: NDArray[np.float32], rng: Generator) -> None:
    """Peel a random rim off organs and muscles; fat takes its place."""
    rim = np.zeros(256, dtype=np.float32)
    rim[_ORGANS] = rng.uniform(0, 9) * rng.random(_ORGANS.size)
    rim[_SMALL] = rng.uniform(0, 2.5) * rng.random(_SMALL.size)
    rim[_MUSCLES] = rng.uniform(0, 3.5) * rng.random() if rng.random() < 0.4 else 0.0
    for index in np.flatnonzero(rim):  # a third of a slice's organ is left at least
        deepest = float(depth[labels == index].max(initial=0))
        rim[index] = min(rim[index], 0.35 * deepest)
    peeled = (depth < rim[labels]) & (rim[labels] > 0)
    muscle = np.isin(labels, _MUSCLES)
    for tap in taps:
        tap[peeled & ~muscle] = _CAVITY_FAT
        tap[peeled & muscle] = _FAT


def _fill(taps: list[Tissue], tissue: Tissue, depth: NDArray[np.float32], rng: Generator) -> None:
    """Pockets of gas, stool or contrast medium inside hollow organs, a wall left round them."""
    blobs = noise(rng, tissue.shape, 7.0)
    wall = rng.uniform(2.0, 4.5)
    for name, fillings in _FILLINGS.items():
        if rng.random() < 0.7:
            pocket = (tissue == ID[name]) & (depth > wall) & (blobs > rng.uniform(-1.2, 1.2))
            filling = ID[fillings[int(rng.integers(len(fillings)))]]
            for tap in taps:
                tap[pocket] = filling


def _dapple(taps: list[Tissue], unknown: Mask, rng: Generator) -> None:
    """Blobs of this and that where nobody labelled what lies there: fat above all, now and then gas."""
    for name, often, least in zip(_DAPPLES, (0.85, 0.6, 0.6, 0.5, 0.3), (-0.5, 0.4, 0.4, 1.2, 1.5), strict=True):
        if rng.random() < often:
            blob = unknown & (noise(rng, unknown.shape, rng.uniform(2, 8)) > least + rng.uniform(0, 0.9))
            for tap in taps:
                tap[blob] = ID[name]


def _strip(taps: list[Tissue], rng: Generator) -> None:
    """Leave the brain alone, with or without the fluid round it."""
    keep = _BRAIN.copy()
    keep[ID["cerebrospinal fluid"]] = rng.random() < 0.4
    for tap in taps:
        tap[~keep[tap]] = _AIR


def surround(
    taps: list[Tissue],
    donor: Donor,
    rng: Generator,
    frame: Frame,
    body: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """A table under the body (its box in scanner mm; phantoms have their own), and a round field of view, in place."""
    table = donor.region in ("abdomen", "head-neck") and rng.random() < 0.45
    axial = bool(frame.right[0] and frame.down[1])
    circle = axial and donor.region != "brain" and rng.random() < 0.12
    if not table and not circle:
        return
    points = frame.points()
    if table:
        middle = (body[0][0] + body[1][0]) / 2
        curve = (points[..., 0] - middle) ** 2 / (2 * rng.uniform(350, 2500))
        depth = body[0][1] - rng.uniform(-6, 6) + curve - points[..., 1]
        thick, half = rng.uniform(2, 5), rng.uniform(180, 240)
        shell = (depth > 0) & (depth < thick) | (depth > 30) & (depth < 30 + thick)
        shell &= np.abs(points[..., 0] - middle) < half
        for tap in taps:
            tap[shell & (tap == _AIR)] = ID["table"]
    if circle:
        offset = np.linalg.norm(points[..., :2] - frame.through[:2], axis=-1)
        beyond = offset > rng.uniform(0.46, 0.56) * max(frame.shape) * float(np.linalg.norm(frame.right))
        for tap in taps:
            tap[beyond] = _AIR
