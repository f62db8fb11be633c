"""Changes of a slice's tissues before its truth is taken: organs shrink, go, or look like others; tables, arms come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from training.donor import Donor
from training.drawing.sampling import Frame
from training.drawing.scanner import alike, noise
from training.structures import CONTAINS, COUNT, STRUCTURE_ID
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
_LUMPS = ("mass", "vascular mass", "unknown soft", "soft", "vessel")
# Tissue without a name in the middle of a body, in which a lump may lie unnamed.
_NAMELESS = np.isin(np.arange(256), [ID[n] for n in ("fat", "cavity fat", "muscle", "unknown soft", "soft")])
# How often an organ is gone.
_ODDS_GONE = np.zeros(COUNT + 1)
for _name, _odds in (
    *(("gallbladder", 0.1), ("spleen", 0.04), ("left kidney", 0.03), ("right kidney", 0.03), ("stomach", 0.02)),
    *(("liver", 0.02), ("urinary bladder", 0.02), ("prostate", 0.03), ("pancreas", 0.02), ("heart", 0.01)),
):
    _ODDS_GONE[STRUCTURE_ID[_name]] = _odds
_HOLLOW = np.isin(np.arange(256), [ID[name] for name in _FILLINGS])
_BRAIN = np.zeros(256, dtype=bool)
_BRAIN[: len(TISSUES)] = CONTAINS[STRUCTURE_ID["brain"]][STRUCTURE_OF]


def change(
    taps: list[Tissue], donor: Donor, rng: Generator, pixel_mm: float, beside: Sequence[list[Tissue]] = ()
) -> None:
    """Change tissue pictures (h, w) in place, all by the first one's geometry.

    beside: those of neighbouring slices, which are changed in the same ways, each by its own geometry.
    """
    slices = [taps, *beside]
    if (taps[0] == _UNKNOWN).any():
        for own, one in zip(slices, alike(rng, len(slices)), strict=True):
            _dapple(own, own[0] == _UNKNOWN, one)
    if donor.region == "brain":
        if rng.random() < 0.15:
            for own, one in zip(slices, alike(rng, len(slices)), strict=True):
                _strip(own, one)
        return
    if donor.region == "knee":
        return
    for own, one in zip(slices, alike(rng, len(slices)), strict=True):
        _take_out(own, one)
    if rng.random() < 0.14:
        _confuse([tap for own in slices for tap in own], rng, pixel_mm)
    shrink, fill = rng.random() < 0.4, rng.random() < 0.6 and bool(_HOLLOW[taps[0]].any())
    if not shrink and not fill:
        return
    for own, one in zip(slices, alike(rng, len(slices)), strict=True):
        tissue = own[0]
        depth = _depth(tissue) * pixel_mm
        if fill:
            _fill(own, tissue.copy(), depth, one)
        if shrink:
            _shrink(own, STRUCTURE_OF[tissue], depth, one)


def _take_out(taps: list[Tissue], rng: Generator) -> None:
    """Organs that a surgeon has taken out, or this body never had: fat and nameless flesh lie in their place."""
    gone = rng.random(COUNT + 1) < _ODDS_GONE
    if not gone.any():
        return
    table = gone[STRUCTURE_OF]
    where = table[taps[0]]
    if not where.any():
        return
    lumps = noise(rng, taps[0].shape, float(rng.uniform(3, 16))) > rng.uniform(0.3, 1.6)
    filling = np.where(lumps, _UNKNOWN, _CAVITY_FAT).astype(np.uint8)
    for tap in taps:
        out = table[tap]
        tap[out] = filling[out]


def _confuse(taps: list[Tissue], rng: Generator, pixel_mm: float) -> None:
    """A smooth lump or two as large and bright as an organ, where nothing has a name."""
    tissue = taps[0]
    free = _NAMELESS[tissue]
    rows, columns = np.nonzero(free[::4, ::4])
    if rows.size < 20:
        return
    y, x = np.ogrid[: tissue.shape[0], : tissue.shape[1]]
    for _ in range(int(rng.integers(1, 3))):
        spot = int(rng.integers(rows.size))
        turn, (long, wide) = rng.uniform(0, np.pi), rng.uniform(9, 45, 2) / pixel_mm
        down, across = y - 4 * rows[spot], x - 4 * columns[spot]
        along = down * np.sin(turn) + across * np.cos(turn)
        beside = across * np.sin(turn) - down * np.cos(turn) + rng.uniform(-0.02, 0.02) * along**2
        bumps = 0.25 * noise(rng, tissue.shape, 7.0)
        lump = free & ((along / long) ** 2 + (beside / wide) ** 2 + bumps < 1)
        name = _LUMPS[int(rng.integers(len(_LUMPS)))]
        for tap in taps:
            tap[lump & _NAMELESS[tap]] = ID[name]


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
    """A table under the body (its box in scanner mm; phantoms have one), arms, a round field of view, in place."""
    own_table = donor.name.startswith("phantom")
    table = donor.region in ("abdomen", "head-neck", "trunk") and not own_table and rng.random() < 0.45
    arms = donor.region in ("abdomen", "trunk") and rng.random() < 0.22
    axial = bool(frame.right[0] and frame.down[1])
    circle = axial and donor.region != "brain" and rng.random() < 0.12
    if not table and not arms and not circle:
        return
    points = frame.points().astype(np.float32)
    if arms:
        _arms(taps, points, rng, body)
    if table:
        _table(taps, points, rng, body)
    if circle:
        offset = np.linalg.norm(points[..., :2] - frame.through[:2], axis=-1)
        beyond = offset > rng.uniform(0.46, 0.56) * max(frame.shape) * float(np.linalg.norm(frame.right))
        for tap in taps:
            tap[beyond] = _AIR


def _table(
    taps: list[Tissue],
    points: NDArray[np.float32],
    rng: Generator,
    body: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Curved, flat, trough-shaped or hollow, as scanners have them."""
    middle = (body[0][0] + body[1][0]) / 2 + rng.normal(0, 12)
    across = np.abs(points[..., 0] - middle)
    shape = rng.choice(["curved", "flat", "trough", "double"], p=[0.45, 0.25, 0.15, 0.15])
    half = rng.uniform(150, 260)
    if shape == "curved":
        rise = across**2 / (2 * rng.uniform(350, 2500))
    elif shape == "trough":
        rise = np.maximum(0, across - rng.uniform(80, 160)) * rng.uniform(0.2, 0.8)
    else:
        rise = np.zeros_like(across)
    depth = body[0][1] - rng.uniform(-6, 10) + rise - points[..., 1]
    thick, gap = rng.uniform(2, 6), rng.uniform(15, 60)
    shell = (depth > 0) & (depth < thick)
    if shape != "flat" or rng.random() < 0.5:
        shell |= (depth > gap) & (depth < gap + thick)
        if shape == "double":
            shell |= (depth > 0) & (depth < gap) & (np.abs(across - half) < thick)
    shell &= across < half + thick
    for tap in taps:
        tap[shell & (tap == _AIR)] = ID["table"]


def _arms(
    taps: list[Tissue],
    points: NDArray[np.float32],
    rng: Generator,
    body: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Arms beside the body, one or both: fat, muscle and a bone or two, in the air alone."""
    sides = [side for side in (0, 1) if rng.random() < 0.8]
    level = (body[0][1] + body[1][1]) / 2 + rng.uniform(-50, 40)
    radius, fat = rng.uniform(30, 52), rng.uniform(0.72, 0.95)
    lean, apart = rng.uniform(-0.12, 0.12), rng.choice([0.0, rng.uniform(8, 13)])
    for side in sides:
        sign = 1 if side else -1
        x = body[side][0] + sign * (radius + rng.uniform(-4, 25))
        y = level + rng.uniform(-10, 10) + lean * (points[..., 2] - body[0][2])
        off = np.hypot(points[..., 0] - x, (points[..., 1] - y) / rng.uniform(0.9, 1.25))
        bone = np.hypot(np.abs(points[..., 0] - x) - apart, points[..., 1] - y) < rng.uniform(7, 11)
        arm = np.where(bone, ID["bone"], np.where(off < fat * radius, ID["muscle"], _FAT)).astype(np.uint8)
        for tap in taps:
            free = (off < radius) & (tap == _AIR)
            tap[free] = arm[free]
