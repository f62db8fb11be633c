"""Small bowel and colon of a phantom: long winding tubes with folds, fluid, gas that floats, stool."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from training.phantoms.body import Body
from training.phantoms.canvas import Box, smooth_path

BOWEL = ("bowel wall", "bowel content", "bowel gas", "bowel contrast")
_STEP_MM = 4.0


def small_bowel(t: Body) -> None:
    """Loops that fill the middle of the belly and hang into the pelvis, packed or apart in mesenteric fat."""
    rng, c = t.rng, t.c
    box = c.near((-108, -40, -118), (108, 130, 150))
    x, y, z = c.local(box)
    sx, sy = t.spine_at(z)
    upper = rng.uniform(75, 115) + 30 * np.sin(x / 60 + t.phase)
    pelvis = np.clip((-z - 30) / 60, 0, 1)  # narrower below, where bladder and rectum are
    free = (t.depth[box] > 3) & (y > sy + 22 - 30 * (np.abs(x - sx) > 52))
    region = free & (t.depth[box] > 12) & (y > sy + 34 - 30 * (np.abs(x - sx) > 60) + 12 * pelvis) & (z < upper)
    region &= (z > rng.uniform(-108, -60)) & (np.abs(x) < rng.uniform(66, 86) - 32 * pelvis)
    pitch = rng.uniform(20, 26) + t.visceral * rng.uniform(0, 12)
    nodes = _scattered(rng, np.stack([x[region], y[region], z[region]], axis=1), pitch)
    if len(nodes) < 8:
        return
    curve, radii, cut = _through(rng, nodes, pitch, rng.uniform(0.42, 0.54) * pitch)
    kind = _along_curve(rng, len(curve), 9)
    spots = np.flatnonzero(free.ravel())
    points = np.stack([axis.ravel()[spots] for axis in (x, y, z)], axis=1)
    distance, nearest = _nearest(points, curve[~cut], float(radii.max()) + 2)
    radii, kind, height = radii[~cut], kind[~cut], curve[~cut][:, 1]
    depth = radii[nearest] + 0.9 * c.fine[box].ravel()[spots] - distance
    wall, thick = depth > 0, rng.uniform(2.2, 3.4)
    lumen = (depth > thick) & (kind[nearest] > rng.uniform(-1.2, 0.3)) & ~_seams(free.shape, spots, nearest, wall)
    part = np.zeros(len(spots), dtype=np.uint8)
    part[wall], part[lumen] = 1, 2
    gas = (points[:, 1] - height[nearest]) / radii[nearest] > rng.uniform(-0.2, 0.9) - 0.8 * (kind[nearest] - 0.9)
    part[lumen & gas & (kind[nearest] > rng.uniform(0.3, 1.8))] = 3
    filled = rng.random() < 0.25  # the patient drank contrast medium
    part[(part == 2) & (filled & (kind[nearest] > rng.uniform(-0.5, 0.8)))] = 4
    whole = np.zeros(free.size, dtype=np.uint8)
    whole[spots] = part
    _paint_parts(t, box, whole.reshape(free.shape), BOWEL, ("cavity fat",))
    for _ in range(rng.integers(6, 14)):  # vessels of the mesentery
        c.tube([(0, 32, 70), t.jitter((0, 45, 20), 28)], [3.2, 2.0], {"vessel": 0}, over=("cavity fat",))


def _scattered(rng: np.random.Generator, points: NDArray[np.float32], pitch: float) -> NDArray[np.float64]:
    """One point of every cell of a grid that holds any, in an order in which near ones follow each other."""
    points = points[rng.permutation(len(points))]
    cells = np.floor(points / pitch + rng.random(3)).astype(int)
    _, first = np.unique(cells, axis=0, return_index=True)
    left = points[first].astype(float)
    order = [int(np.argmax(left[:, 2] - left[:, 0]))]  # begins at the upper left, where the duodenum ends
    free = np.ones(len(left), dtype=bool)
    while True:
        free[order[-1]] = False
        if not free.any():
            return left[order]
        away = np.linalg.norm((left - left[order[-1]]) * (1, 1.2, 1), axis=1)
        order.append(int(np.argmin(np.where(free, away, np.inf))))


def _through(
    rng: np.random.Generator, nodes: NDArray[np.float64], pitch: float, radius: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """(curve (n, 3), radii (n,), where it only jumps from one loop to a far one and is not to be drawn)."""
    girth = radius * np.exp(gaussian_filter1d(rng.normal(0, 0.45, len(nodes)), 1.2))
    curve, radii = smooth_path(nodes, girth, _STEP_MM)
    steps = np.linalg.norm(np.diff(nodes, axis=0), axis=1)
    at = np.linspace(0, steps.sum(), len(curve))
    segment = np.clip(np.searchsorted(np.cumsum(steps), at), 0, len(steps) - 1)
    return curve, radii, steps[segment] > 2.1 * pitch


def _along_curve(rng: np.random.Generator, count: int, pitch: float) -> NDArray[np.float64]:
    """A random course of unit variance along a curve of `count` points."""
    values = gaussian_filter1d(rng.standard_normal(count + 64), pitch)[:count]
    return np.asarray(values / max(float(values.std()), 1e-6))


def _nearest(
    points: NDArray[np.float32], curve: NDArray[np.float64], reach: float
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Distance (inf beyond `reach`) and index of the curve's nearest point."""
    distance, nearest = cKDTree(curve).query(points, distance_upper_bound=reach)
    return distance, np.minimum(nearest, len(curve) - 1)


def _seams(
    shape: tuple[int, ...], spots: NDArray[np.intp], nearest: NDArray[np.intp], inside: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Where two loops touch: a neighbouring voxel belongs to a far part of the curve."""
    index = np.full(int(np.prod(shape)), -1000, dtype=np.int32)
    index[spots] = np.where(inside, nearest, -1000)
    index = index.reshape(shape)
    seam = np.zeros(shape, dtype=bool)
    for axis in range(3):
        one = [slice(None)] * 3
        one[axis] = slice(None, -1)
        two = [slice(None)] * 3
        two[axis] = slice(1, None)
        seam[tuple(one)] |= np.abs(index[tuple(one)] - index[tuple(two)]) > 8
    return seam.ravel()[spots]


def _paint_parts(t: Body, box: Box, part: NDArray[np.uint8], tissues: tuple[str, ...], over: tuple[str, ...]) -> None:
    allowed = part > 0
    mask = np.zeros(part.shape, dtype=bool)
    t.c.paint(box, allowed, "soft", over)
    for index, tissue in enumerate(tissues, 1):
        np.equal(part, index, out=mask)
        t.c.paint(box, mask, tissue, ("soft",))


def colon(t: Body) -> None:
    """Caecum, ascending, transverse and descending colon as a frame; sigmoid loop; rectum before the sacrum."""
    rng, c = t.rng, t.c
    size, wide = rng.uniform(0.55, 1.12), rng.uniform(0.9, 1.06)
    sag, loop = rng.uniform(15, 120), rng.uniform(-20, 45)
    path = [
        (82, 14, -38),
        (93, 0, 20),
        (95, -14, 65),
        (84, 20, 90),
        (50, 70, sag + 5),
        (0, 78, sag - 5),
        (-50, 68, sag + 25),
        (-92, 5, 142),
        (-103, -24, 110),
        (-102, -22, 50),
        (-96, -4, 0),
        (-70, 22, -42),
        (-20, 22, -55 + loop),
        (18, -8, -45 + loop),
        (4, -42, -75),
        (0, -52, -112),
        (0, -44, -140),
    ]
    points = np.array([t.jitter((x * wide, y + 10 * t.visceral, z), 6) for x, y, z in path])
    girth = np.array([30, 27, 24, 23, 22, 22, 21, 20, 18, 17, 17, 16, 16, 15, 17, 18, 12]) * size
    curve, radii = smooth_path(points, girth, _STEP_MM)
    at = np.arange(len(curve)) * _STEP_MM
    stretched = 0.28 * _along_curve(rng, len(curve), 14)
    folds = 0.1 * np.sin(2 * np.pi * at / rng.uniform(22, 34) + 2 * _along_curve(rng, len(curve), 12))
    radii = np.clip(radii * (1 + folds + stretched), 7, 42)
    box = c.near((-140, -90, -150), (140, 130, 175))
    x, y, z = (axis.ravel() for axis in c.local(box))
    distance, nearest = _nearest(np.stack([x, y, z], axis=1), curve, float(radii.max()) + 2)
    depth = radii[nearest] + 1.5 * c.fine[box].ravel() - distance
    part = np.zeros(depth.size, dtype=np.uint8)
    part[(depth > 0) & (t.depth[box].ravel() > 1)] = 1
    inner = (depth > rng.uniform(2.2, 3.5)) & (part == 1)
    part[inner] = 2
    kind = _along_curve(rng, len(curve), 12)[nearest] + 0.35 * c.fine[box].ravel()
    float_up = (y - curve[nearest, 1]) / radii[nearest]
    part[inner & (float_up > rng.uniform(-0.6, 1.1) - 0.7 * kind)] = 3
    part[inner & (part == 2) & (c.fine[box].ravel() > rng.uniform(1.2, 2.4))] = 3  # bubbles in the stool
    if rng.random() < 0.2:
        part[(part == 2) & (kind > rng.uniform(-1, 0.5))] = 4
    over = ("cavity fat", *BOWEL, "liver", "duodenum", "muscle", "left iliopsoas", "right iliopsoas", "vessel")
    parts = ("colon wall", "colon stool", "colon gas", "colon contrast")
    _paint_parts(t, box, part.reshape(t.depth[box].shape), parts, over)
