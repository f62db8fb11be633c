"""The trunk of a phantom: skin, fat, muscle, cavity, rib cage and lungs, and the scanner's table."""

from __future__ import annotations

import numpy as np

from training.phantoms.body import Body, ellipse_depth
from training.phantoms.canvas import LOW, VOXEL_MM, Array, along, finer, smooth_noise
from training.tissues import ID, IN_BODY

# The cavity's half widths (x) and half depths (y), and the muscle round it at the sides and in front, by height. Below
# the iliac crest (0) the cavity narrows to the inside of the pelvis; bones and muscles of the hip lie in the rest.
_Z = [-345, -150, -100, -50, -20, 0, 60, 120, 180, 240, 300, 360, 420, 460, 500, 560]
_HALF_WIDTH = [40, 48, 64, 96, 113, 120, 118, 124, 131, 133, 129, 115, 88, 55, 40, 40]
_HALF_DEPTH = [40, 47, 64, 78, 79, 78, 78, 86, 93, 97, 94, 82, 62, 46, 42, 42]
_SIDE_MUSCLE = [100, 100, 90, 54, 28, 17, 13, 12, 11, 13, 20, 32, 62, 52, 24, 22]
_FRONT_MUSCLE = [15, 15, 17, 15, 13, 13, 10, 9, 9, 10, 16, 26, 50, 42, 19, 18]


def trunk(t: Body) -> None:
    """Skin, subcutaneous fat, the muscle wall, and the cavity (filled with fat at first)."""
    rng = t.rng
    x, y, z = (axis[::2, ::2, ::2] for axis in t.c.xyz)
    belly = np.exp(-(((z - 50) / 110) ** 2)) * np.float32(t.visceral * rng.uniform(10, 45))
    half_width, half_depth = along(z, _Z, _HALF_WIDTH) + 0.5 * belly, along(z, _Z, _HALF_DEPTH) + 0.5 * belly
    strength = np.float32(rng.uniform(0.6, 1.15))
    side = along(z, _Z, _SIDE_MUSCLE) * np.where(z < -10, 0.5 + 0.5 * strength, strength)
    front = along(z, _Z, _FRONT_MUSCLE) * strength
    y_mid = 0.5 * belly + along(z, [-170, -80, 380, 480, 560], [-7, 0, -5, 8, 20])
    power = rng.uniform(2.1, 2.6)
    fat = along(z, [-345, -90, 40, 200, 400, 480, 560], [0.8, 1.3, 1.1, 0.7, 0.6, 0.4, 0.3])
    fat = 5 + fat * np.float32(t.fat * rng.uniform(30, 65))
    inner = ellipse_depth(x, y - y_mid, half_width, half_depth, power)
    wall = ellipse_depth(x, y - y_mid, half_width + side, half_depth + front, power)
    back = 1 + 0.35 * np.clip(-(y - y_mid) / half_depth, -1, 1) * np.float32(rng.uniform(-1, 1))
    skin = ellipse_depth(x, y - y_mid, half_width + side + fat, half_depth + front + fat * back, power)
    # The spine and the muscles beside it: a ridge of the back, and a notch in the cavity.
    sx, sy = t.spine_at(z)
    sx, sy = sx.astype(np.float32), sy.astype(np.float32)
    ridge = ellipse_depth(x - sx, y - sy + 34, along(z, _Z, [78] * 6 + [80, 82, 84, 84, 84, 84, 80, 60, 52, 52]), 42, 2)
    notch = ellipse_depth(x - sx, y - sy + 56, along(z, [-100, 60, 140, 260, 540], [60, 62, 52, 40, 34]), 34, 2)
    t.depth = finer(np.minimum(inner, -notch))
    wall = np.maximum(wall, ridge)
    skin = np.maximum(skin, ridge + 2 + 0.8 * fat)
    # The trunk ends at the perineum; thighs, a pair of columns, go on.
    lean = np.float32(rng.uniform(-0.05, 0.12))
    out = along(z, [-345, -170, -70], [rng.uniform(80, 110), 92, 92])
    leg = np.sqrt((np.abs(x) - out) ** 2 + (y + 6 + lean * (z + 100)) ** 2)
    thigh = np.float32(rng.uniform(60, 74)) + 0.09 * (z + 150)
    legs = np.where(z < -75, thigh - leg, -99)
    wall = np.maximum(np.minimum(wall, z + 172), legs)
    skin = np.maximum(np.minimum(skin, z + 178), legs + 3 + 0.85 * fat)
    skin = np.maximum(skin, np.minimum(_buttocks(t, x, y, z) + 3 + 1.1 * fat, z + 215))
    t.wall = finer(wall)
    _paint_layers(t, finer(skin))
    if t.woman:
        _breasts(t)


def _buttocks(t: Body, x: Array, y: Array, z: Array) -> Array:
    """How deep in mm a point lies inside the rounding of the buttocks."""
    bulge = t.rng.uniform(0.88, 1.08)
    radius = np.sqrt(((np.abs(x) - 66) / 74) ** 2 + ((y + 58) / (58 * bulge)) ** 2 + ((z + 105) / 95) ** 2)
    return (1 - radius) * np.float32(60)


def _paint_layers(t: Body, skin: Array) -> None:
    rng, c = t.rng, t.c
    x, y, z = c.xyz
    everywhere = (slice(None),) * 3
    c.paint(everywhere, skin > 0, "skin")
    c.paint(everywhere, skin > 2.5, "fat")
    c.paint(everywhere, (t.wall + 2 * c.fine > 0) & (skin > 2.5), "muscle")
    # Fat between the muscles: sheets along the body where a smooth field passes zero; more of it in the thighs.
    sheets = np.abs(smooth_noise(rng, tuple(c.tissue.shape), (8, 8, 45)))
    width = rng.uniform(0.03, 0.12) + 0.08 * t.fat
    c.paint(everywhere, sheets < width * np.where(z < -5, 1, 0.4), "fat", ("muscle",))
    c.paint(everywhere, (t.depth > 0) & (z > -145) & (z < 470), "cavity fat")
    # The flat muscles of the belly's front part in the middle line.
    c.paint(everywhere, (np.abs(x) < 2.5) & (y > 0) & (z > -80) & (z < 210), "fat", ("muscle",))


def _breasts(t: Body) -> None:
    rng, c = t.rng, t.c
    size, height = rng.uniform(26, 62), rng.uniform(250, 300)
    for side in (-1, 1):
        box, value = c.ellipsoid((side * 78, 86 + t.fat * 18, height), (58, size + 12, 64), rough=0.1)
        c.paint(box, value < 1, "skin", ("air",))
        c.paint(box, value < 0.94, "fat", ("skin",))
        c.paint(box, value + 0.5 * c.fine[box] < rng.uniform(0.2, 0.55), "gland", ("fat",))


def chest(t: Body) -> None:
    """Ribs, lungs above the diaphragm, mediastinum, sternum."""
    rng, c = t.rng, t.c
    box = c.near((-180, -140, 90), (180, 140, 480))
    x, y, z = c.local(box)
    depth = t.depth[box]
    right = 242 - ((x - 68) / 95) ** 2 * 62 - ((y - 18) / 95) ** 2 * 72
    left = 222 - ((x + 74) / 90) ** 2 * 60 - ((y - 12) / 95) ** 2 * 72
    t.dome = np.maximum(np.maximum(right, left), 140) + t.breath + 2 * c.noise[0][box]
    t.dome_box = box
    middle = np.where(z < 300, 36, 30) + 4 * c.noise[1][box]
    mediastinum = (x / middle) ** 2 + ((y - 8) / 82) ** 2 < 1
    lung = (depth > 3) & (z > t.dome) & (z < 445 + 6 * c.noise[0][box]) & ~mediastinum
    density = rng.uniform(0.9, 1.6)
    for side, name in ((-1, "left lung"), (1, "right lung")):
        mine = lung & (side * x > 0)
        c.paint(box, mine, name)
        near_hilum = np.exp(-(((np.abs(x) - 40) / 40) ** 2) - ((z - 330) / 80) ** 2)
        c.paint(box, mine & (c.fine[box] > 2.6 - density * (0.4 + near_hilum)), name + " vessel")
    pitch, width = rng.uniform(25, 31), rng.uniform(0.35, 0.5)
    lean = rng.uniform(0.3, 0.55)
    rib = ((z + lean * (y + 60)) / pitch + 0.15 * np.sign(x)) % 1 < width
    shell = (depth > -8) & (depth < 2) & (z < 425)
    cage = z > 135 + 0.55 * np.maximum(y + 20, 0) * (1 - np.abs(x) / 160)
    c.paint(box, shell & cage & rib & (y < 62), "rib")
    c.paint(box, shell & cage & rib & (y >= 62) & (z < 330), "cartilage")
    _sternum(t)


def _sternum(t: Body) -> None:
    """Manubrium, body and the tip of the breastbone, in front of the cavity."""
    rng, c = t.rng, t.c
    box = c.near((-45, 20, 200), (45, 150, 410))
    x, y, z = c.local(box)
    broad = along(z, [205, 225, 250, 330, 360, 385, 398], [4, 6, 15, 13, 15, 26, 22]) * rng.uniform(0.9, 1.25)
    plate = (t.depth[box] > rng.uniform(-13, -9)) & (t.depth[box] < 3) & (y > 20)
    joint = np.abs(z - 354) < rng.uniform(0, 2.5)
    part = plate & (np.abs(x) < broad) & (z > rng.uniform(208, 228)) & (z < 397)
    c.paint(box, part, "sternum")
    c.paint(box, part & joint, "cartilage")


def table(t: Body) -> None:
    """A curved couch under the back, in half of the scans."""
    rng, c = t.rng, t.c
    if rng.random() < 0.4:
        return
    lowest = np.argmax(IN_BODY[c.tissue].any(axis=(0, 2)))
    y_index = max(2, int(lowest) - int(rng.integers(1, 4)))
    x = np.arange(c.tissue.shape[0]) * VOXEL_MM + LOW[0]
    drop = (rng.uniform(0, 0.00035) * x**2 / VOXEL_MM).astype(int)
    for i, lift in enumerate(drop):
        j = min(y_index + int(lift), c.tissue.shape[1] - 1)
        for k in (j, max(j - int(rng.integers(3, 6)), 0)):
            column = c.tissue[i, k]
            column[column == ID["air"]] = ID["table"]
