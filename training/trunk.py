"""The trunk of a phantom: skin, fat, muscle, rib cage and lungs, shoulders and arms, the scanner's table."""

from __future__ import annotations

import numpy as np

from training.body import Body, ellipse_depth
from training.canvas import LOW, SHAPE, VOXEL_MM
from training.tissues import ID, IN_BODY

# Half widths (x) and half depths (y) of the trunk inside its muscle, and the muscle's thickness, by height.
_Z = [-280, -150, -100, -50, 0, 60, 120, 180, 240, 300, 360, 420, 460, 500, 560]
_HALF_WIDTH = [100, 118, 128, 127, 124, 118, 124, 131, 133, 129, 115, 88, 55, 40, 40]
_HALF_DEPTH = [70, 78, 84, 82, 78, 78, 86, 93, 97, 94, 82, 62, 46, 42, 42]
_MUSCLE = [30, 36, 38, 28, 17, 13, 12, 11, 13, 20, 32, 62, 52, 24, 22]


def trunk(t: Body) -> None:
    """Skin, subcutaneous fat, the muscle wall, and the cavity (filled with fat at first)."""
    rng, c = t.rng, t.c
    x, y, z = c.xyz
    belly = np.exp(-(((z - 50) / 110) ** 2)) * t.visceral * rng.uniform(10, 45)
    half_width = np.interp(z, _Z, _HALF_WIDTH).astype(np.float32) + 0.5 * belly
    half_depth = np.interp(z, _Z, _HALF_DEPTH).astype(np.float32) + 0.5 * belly
    muscle = np.interp(z, _Z, _MUSCLE).astype(np.float32) * rng.uniform(0.55, 1.15)
    y_mid = 0.5 * belly + np.interp(z, [-280, 380, 480, 560], [0, -5, 8, 20])
    power = rng.uniform(2.1, 2.6)
    fat = 6 + t.fat * rng.uniform(30, 65) * np.interp(
        z, [-280, -90, 40, 200, 400, 480, 560], [1.0, 1.3, 1.1, 0.7, 0.6, 0.4, 0.3]
    )
    t.depth = ellipse_depth(x, y - y_mid, half_width, half_depth, power)
    wall = ellipse_depth(x, y - y_mid, half_width + muscle, half_depth + 0.8 * muscle, power)
    back = 1 + 0.35 * np.clip(-(y - y_mid) / half_depth, -1, 1) * rng.uniform(-1, 1)
    skin = ellipse_depth(x, y - y_mid, half_width + muscle + fat, half_depth + 0.8 * muscle + fat * back, power)
    # Legs: a pair of columns that leave the trunk at the perineum.
    leg = np.sqrt((np.abs(x) - 92) ** 2 + (y + 5) ** 2)
    thigh = rng.uniform(60, 74) + 0.06 * (z + 150)
    legs = (z < -70).astype(np.float32)
    trunk_ends = z > -170
    wall = np.where(trunk_ends, wall, -99)
    skin = np.where(trunk_ends, skin, -99)
    wall = np.maximum(wall, np.where(legs > 0, thigh - leg, -99))
    skin = np.maximum(skin, np.where(legs > 0, thigh + 3 + 0.8 * fat - leg, -99))
    everywhere = (slice(None),) * 3
    c.paint(everywhere, skin > 0, "skin")
    c.paint(everywhere, skin > 2.5, "fat")
    c.paint(everywhere, wall + 2 * c.fine > 0, "muscle")
    streaks = (c.fine + 0.5 * c.noise[1] > rng.uniform(1.5, 2.6)) & (z < 40)
    c.paint(everywhere, streaks, "fat", ("muscle",))
    c.paint(everywhere, (t.depth > 0) & (z > -140) & (z < 470), "cavity fat")
    if rng.random() < 0.5:  # breasts
        size = rng.uniform(30, 65)
        for side in (-1, 1):
            box, value = c.ellipsoid((side * 78, 108 + t.fat * 18, rng.uniform(250, 300)), (55, size, 60), rough=0.1)
            c.paint(box, value < 1, "fat", ("air",))
            c.paint(box, value + 0.5 * c.fine[box] < 0.45, "gland", ("fat",))


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
    cage = z > 135 - 0.0 * x + 0.55 * np.maximum(y + 20, 0) * (1 - np.abs(x) / 160)
    c.paint(box, shell & cage & rib & (y < 62), "bone")
    c.paint(box, shell & cage & rib & (y >= 62) & (z < 330), "cartilage")
    sternum = (np.abs(x) < 17) & (y > 40) & (depth > -8) & (depth < 3) & (z > 235) & (z < 395)
    c.paint(box, sternum, "bone")


def muscles(t: Body) -> None:
    """Psoas, the muscles beside the spine, and the diaphragm's crura."""
    rng, c = t.rng, t.c
    size = rng.uniform(0.75, 1.25)
    heights = [140, 90, 40, -10, -60, -105]
    for side in (-1, 1):
        path = []
        for z, out, front in zip(heights, (26, 34, 42, 50, 62, 80), (0, -2, 2, 10, 20, 22), strict=True):
            sx, sy = t.spine_at(z)
            path.append((sx + side * out, sy + front, z))
        c.tube(path, [s * size for s in (8, 15, 20, 23, 20, 12)], {"muscle": 0}, rough=1.5)
        back, width = [], []
        for z in (-90, -30, 40, 120, 200, 300, 400, 470):
            sx, sy = t.spine_at(z)
            back.append((sx + side * 30, sy - 42, z))
            width.append(size * np.interp(z, [-90, 40, 200, 470], [14, 27, 24, 17]))
        c.tube(back, width, {"muscle": 0}, rough=1.5, over=("fat", "cavity fat", "muscle", "skin"))
        box, value = c.ellipsoid((side * 70, -82 - 10 * t.fat, -95), (66, 42, 75), rough=0.1)
        c.paint(box, value < 1, "muscle", ("fat", "muscle", "skin", "air"))


def shoulders(t: Body) -> None:
    """Clavicles, shoulder blades, and arms either up (out of the way) or down beside the body."""
    rng, c = t.rng, t.c
    bone = {"bone": 0.0}
    for side in (-1, 1):
        c.tube([(side * 18, 55, 400), (side * 75, 48, 425), (side * 140, 5, 440)], [8, 6.5, 8], bone)
        box, value = c.ellipsoid((side * 92, -88, 370), (45, 7, 62), (12, side * 8, side * 28), 0.1)
        c.paint(box, value < 1, "bone", ("muscle", "fat", "cavity fat"))
        box, value = c.ellipsoid((side * 150, -10, 425), (42, 42, 48), rough=0.08)
        c.paint(box, value < 1, "muscle", ("air", "fat", "skin"))
        c.tube([(side * 150, -10, 432), (side * 165, -8, 400)], [22, 17], bone)
    if rng.random() < 0.3:
        out, radius = rng.uniform(205, 225), rng.uniform(28, 40)
        ahead = rng.uniform(-30, 50)
        for side in (-1, 1):
            path = [
                (side * 170, -8, 425),
                (side * out, 0, 300),
                (side * out, ahead, 130),
                (side * out, ahead + 20, -60),
            ]
            c.tube(
                path,
                [radius + 6, radius, radius * 0.8, radius * 0.55],
                {"fat": 0.0, "muscle": 7.0},
                over=("air",),
                rough=1.0,
            )
            c.tube(path, [12, 11, 9, 7], bone, over=("muscle",))


def table(t: Body) -> None:
    """A curved couch under the back, in half of the scans."""
    rng, c = t.rng, t.c
    if rng.random() < 0.4:
        return
    filled = IN_BODY[c.tissue]
    lowest = np.argmax(filled.any(axis=(0, 2)))
    y_index = max(2, int(lowest) - int(rng.integers(1, 4)))
    x = np.arange(SHAPE[0]) * VOXEL_MM + LOW[0]
    drop = (rng.uniform(0, 0.00035) * x**2 / VOXEL_MM).astype(int)
    for i, lift in enumerate(drop):
        j = min(y_index + int(lift), SHAPE[1] - 1)
        for k in (j, max(j - int(rng.integers(3, 6)), 0)):
            column = c.tissue[i, k]
            column[column == ID["air"]] = ID["table"]
