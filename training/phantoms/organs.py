"""The organs of a phantom's abdomen."""

from __future__ import annotations

import numpy as np

from training.phantoms.body import Body
from training.phantoms.bowel import BOWEL
from training.tissues import ID, TISSUES

_IS_SOLID = np.isin(
    np.arange(len(TISSUES)), [ID[n] for n in ("left lung", "left lung vessel", "right lung", "rib", "muscle", "spleen")]
)


def liver(t: Body) -> None:
    """A wedge under the right dome: high and thick at the right, running out at the left; gallbladder, veins."""
    rng, c = t.rng, t.c
    box = t.dome_box
    x, y, z = c.local(box)
    tail, low, slope = rng.uniform(-95, -30), rng.uniform(70, 125), rng.uniform(0.45, 0.8)
    under = low + slope * np.maximum(118 - x, 0) * 0.85 + 0.18 * (y - 20) * np.clip((60 - x) / 120, -1, 1)
    under = under - 0.25 * np.maximum(-y - 30, 0) + 5 * c.noise[0][box] + t.breath * 0.8
    gap = 2 + 3 * c.fine[box] * 0.3
    inside = (z < t.dome - 2) & (z > under) & (t.depth[box] > 3 + 6 * t.visceral) & (x > tail + 5 * c.noise[1][box])
    back_limit = np.where(x < 15, -15 + 0.5 * (15 - x), -95)
    inside &= (y > back_limit + gap) & (z > 60)
    spare = ("cavity fat", *BOWEL)
    c.paint(box, inside, "liver", spare)
    for _ in range(rng.integers(4, 9)):
        start = (rng.uniform(-20, 40), rng.uniform(-30, 10), rng.uniform(190, 225) + t.breath)
        end = t.jitter((80, 10, 180 + t.breath), 35)
        c.tube([start, end], [5.5, 2.5], {"liver vein": 0}, over=("liver",), rough=0.5)
    c.tube([(5, 12, 105), (18, 0, 145), (38, 2, 175 + t.breath)], [6, 7, 6], {"vessel": 0}, rough=0.6)
    if rng.random() < 0.85:  # some patients have lost theirs
        size = rng.uniform(0.7, 1.35)
        center = t.jitter((58, 52, low + slope * 50 - 4 + t.breath * 0.8), 7)
        box, value = c.ellipsoid(center, (15 * size, 17 * size, 27 * size), (rng.uniform(-50, 20), 15, 0), 0.06)
        c.paint(box, value < 1, "gallbladder")


def kidneys(t: Body) -> None:
    """Both kidneys in their fat; now and then one is missing."""
    rng, c = t.rng, t.c
    for side, name in ((-1, "left kidney"), (1, "right kidney")):
        if rng.random() < 0.02:
            continue  # one kidney only
        size = rng.uniform(0.82, 1.18)
        drop = 0 if side < 0 else rng.uniform(4, 20)
        center = t.jitter((side * (62 + 6 * t.visceral), -48 + 8 * t.visceral, 118 - drop + t.breath * 0.5), 6)
        turn = (rng.uniform(-5, 18), side * rng.uniform(5, 22), side * rng.uniform(20, 50))
        radii = (29 * size, 24 * size, 55 * size)
        capsule = 4 + 16 * t.visceral
        box, value = c.ellipsoid(center, tuple(r + capsule for r in radii), turn, 0.05)
        spare = ("muscle", "rib")
        c.paint(
            box,
            (value < 1)
            & ~np.isin(c.tissue[box], [ID[n] for n in spare])
            & (t.depth[box] > 2)
            & (c.local(box)[2] < t.dome_over(box)),
            "cavity fat",
        )
        t.kidneys[side] = (center, radii)
        box, value = c.ellipsoid(center, radii, turn, 0.06)
        value = np.where(t.depth[box] > 1, value, 9)
        c.paint(box, value < 1, f"{name} cortex")
        c.paint(box, (value < 0.72) & (c.fine[box] > -0.3), f"{name} medulla")
        hilum = (center[0] - side * 12 * size, center[1] + 8, center[2])
        box, value = c.ellipsoid(hilum, (16 * size, 10 * size, 26 * size), turn, 0.2)
        c.paint(box, value < rng.uniform(0.6, 1.1), f"{name} sinus", (f"{name} cortex", f"{name} medulla"))
        vessel = [(side * 14, -10, center[2] + 5), hilum]
        c.tube(vessel, [5, 4], {"vessel": 0}, over=("cavity fat",))


def spleen(t: Body) -> None:
    """A shell round the stomach's back, under the left dome, behind and outside of the left kidney."""
    rng, c = t.rng, t.c
    size = rng.uniform(0.8, 1.45)
    center = t.jitter((-99, -34, 166 + t.breath * 0.8), 6)
    box, value = c.ellipsoid(center, (31 * size, 46 * size, 54 * size), (rng.uniform(-25, 25), -15, 25), 0.1)
    x, y, z = c.local(box)
    hollow = ((x - center[0] - 44) / 40) ** 2 + ((y - center[1] - 14) / 40) ** 2 < 1
    inside = (value < 1) & ~hollow & (t.depth[box] > 2) & (z < t.dome_over(box))
    c.paint(box, inside, "spleen", ("cavity fat", "vessel", "liver", *BOWEL))


def adrenal_glands(t: Body) -> None:
    """Two thin limbs that open backward, above and medial of each kidney."""
    rng, c = t.rng, t.c
    for side, name in ((-1, "left"), (1, "right")):
        center, radii = t.kidneys.get(side, ((side * 62.0, -48.0, 116.0), (29.0, 24.0, 55.0)))
        lift = rng.uniform(0.72, 0.95) * radii[2]
        top = (side * rng.uniform(34, 44), center[1] + rng.uniform(12, 20), center[2] + lift)
        box = c.near(np.array(top) - 40, np.array(top) + 40)
        x, y, z = (axis - at for axis, at in zip(c.local(box), top, strict=True))
        back = -y  # mm behind the front ridge
        length, height = rng.uniform(18, 28), rng.uniform(13, 20)
        opening = rng.uniform(0.25, 0.55)
        tall = np.abs(z) < height * np.sqrt(np.clip(1 - np.abs(back - 8) / (length + 4), 0, 1))
        limbs = np.zeros(tall.shape, dtype=bool)
        for slope in (opening, -opening * rng.uniform(0.2, 1)):
            limbs |= np.abs(side * x - slope * np.maximum(back - 4, 0) - 0.15 * z) < rng.uniform(2.4, 3.3)
        c.paint(box, limbs & tall & (back > -4) & (back < length), f"{name} adrenal gland", ("cavity fat", "liver"))


def duodenum(t: Body) -> None:
    """A C round the head of the pancreas: from the pylorus down and back across the spine to the left."""
    rng, c = t.rng, t.c
    low, size = rng.uniform(-18, 10), rng.uniform(0.68, 1.08)
    path = [(20, 44, 130), (48, 24, 132), (58, 6, 105), (50, 0, 78 + low), (0, 8, 70 + low), (-32, 14, 88)]
    points = [t.jitter(p, 4) for p in path]
    c.tube(points, [size * r for r in (12, 13, 14, 13, 10, 11)], {"duodenum": 0}, rough=1.8)
    if rng.random() < 0.5:
        first = points[rng.integers(0, 2)]
        box, value = c.ellipsoid((first[0], first[1] + 4, first[2]), (9 * size, 6 * size, 12 * size))
        c.paint(box, value < 1, "duodenum gas", ("duodenum",))


def stomach_and_pancreas(t: Body) -> None:
    rng, c = t.rng, t.c
    size, up = rng.uniform(0.55, 1.25), t.breath * 0.7
    girth = rng.uniform(0.8, 1.3)
    pancreas = [(40, 12, 105), (32, 18, 125), (8, 28, 138), (-20, 24, 146), (-55, 0, 158), (-80, -18, 168)]
    c.tube(
        [t.jitter(p, 5) for p in pancreas],
        [girth * r for r in (13, 15, 10, 10, 11, 9)],
        {"pancreas": 0},
        rough=2.5 + 2 * t.visceral,
    )
    path = [
        (-55, -12, 222 + up),
        (-66, 5, 200 + up),
        (-72, 30, 170 + up),
        (-55, 52, 140),
        (-20, 60, 122),
        (18, 46, 128),
    ]
    points = [t.jitter(p, 6) for p in path]
    radii = [size * r for r in (24, 34, 33, 27, 20, 12)]
    level = rng.uniform(10, 70)
    before = c.tissue.copy()
    c.tube(points, radii, {"stomach wall": 0, "stomach content": 4.5}, rough=2.0)
    solid = _IS_SOLID[before]
    mine = np.isin(c.tissue, [ID["stomach wall"], ID["stomach content"]])
    c.tissue[mine & solid] = before[mine & solid]
    c.tissue[(c.tissue == ID["stomach content"]) & (c.xyz[1] > level)] = ID["stomach gas"]
    if rng.random() < 0.2:
        content = (c.tissue == ID["stomach content"]) & (c.fine > 0.6)
        c.tissue[content] = ID["stomach gas"]
