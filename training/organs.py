"""The organs of a phantom's abdomen."""

from __future__ import annotations

import numpy as np

from training.body import Body
from training.canvas import smooth_noise
from training.tissues import ID, TISSUES

_IS_SOLID = np.isin(
    np.arange(len(TISSUES)), [ID[n] for n in ("left lung", "left lung vessel", "right lung", "bone", "muscle")]
)


def bowel(t: Body) -> None:
    """Loops of small bowel in mesenteric fat."""
    rng, c = t.rng, t.c
    box = c.near((-130, -60, -110), (130, 130, 175))
    x, y, z = c.local(box)
    loops = smooth_noise(rng, tuple(s.stop - s.start for s in box), rng.uniform(5.5, 8.5))
    spread = rng.normal(0, 0.2) + 1.4 * t.visceral - 1.1
    upper = 70 + 40 * np.sin(x / 60 + t.phase)
    inside = (t.depth[box] > 5) & (y > -18 + 8 * c.noise[0][box]) & (z < upper + 30) & (z > -95)
    value = loops - spread - 0.006 * np.maximum(z - 60, 0)
    over = ("cavity fat",)
    c.paint(box, inside & (value > 0), "bowel wall", over)
    inner = inside & (value > rng.uniform(0.25, 0.5))
    kinds = c.noise[1][box]
    c.paint(box, inner, "bowel content", ("bowel wall",))
    gas = rng.uniform(0.9, 2.4)
    c.paint(box, inner & (kinds > gas), "bowel gas", ("bowel content",))
    if rng.random() < 0.25:
        c.paint(box, inner & (kinds < -0.2), "bowel contrast", ("bowel content",))


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
    spare = ("cavity fat", "bowel wall", "bowel content", "bowel gas", "bowel contrast")
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


def spleen_and_kidneys(t: Body) -> None:
    rng, c = t.rng, t.c
    size = rng.uniform(0.75, 1.35)
    center = t.jitter((-98, -38, 182 + t.breath * 0.8), 6)
    box, value = c.ellipsoid(center, (30 * size, 44 * size, 52 * size), (rng.uniform(-25, 25), -15, 25), 0.1)
    hollow = ((c.local(box)[0] - center[0] - 42) / 42) ** 2 + ((c.local(box)[1] - center[1] - 12) / 40) ** 2 < 1
    inside = (value < 1) & ~hollow & (t.depth[box] > 2)
    lungs = ("left lung", "left lung vessel")
    below = np.ones_like(inside)
    y_dome = t.dome_over(box)
    below &= c.local(box)[2] < y_dome
    c.paint(box, inside & below & ~np.isin(c.tissue[box], [ID[n] for n in lungs]), "spleen")
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
        spare = ("muscle", "bone")
        c.paint(
            box,
            (value < 1)
            & ~np.isin(c.tissue[box], [ID[n] for n in spare])
            & (t.depth[box] > 2)
            & (c.local(box)[2] < t.dome_over(box)),
            "cavity fat",
        )
        box, value = c.ellipsoid(center, radii, turn, 0.06)
        c.paint(box, value < 1, f"{name} cortex")
        c.paint(box, (value < 0.72) & (c.fine[box] > -0.3), f"{name} medulla")
        hilum = (center[0] - side * 12 * size, center[1] + 8, center[2])
        box, value = c.ellipsoid(hilum, (16 * size, 10 * size, 26 * size), turn, 0.2)
        c.paint(box, value < rng.uniform(0.6, 1.1), f"{name} sinus", (f"{name} cortex", f"{name} medulla"))
        vessel = [(side * 14, -10, center[2] + 5), hilum]
        c.tube(vessel, [5, 4], {"vessel": 0}, over=("cavity fat",))


def stomach_and_pancreas(t: Body) -> None:
    rng, c = t.rng, t.c
    size, up = rng.uniform(0.55, 1.25), t.breath * 0.7
    duodenum = [(18, 40, 128), (48, 22, 130), (55, 8, 100), (45, 0, 75), (0, 5, 70), (-30, 15, 85)]
    c.tube(
        [t.jitter(p, 4) for p in duodenum],
        [12, 12, 13, 12, 10, 11],
        {"bowel wall": 0, "bowel content": 4},
        rough=1.5,
    )
    girth = rng.uniform(0.7, 1.2)
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
    lung = _IS_SOLID[before]
    mine = np.isin(c.tissue, [ID["stomach wall"], ID["stomach content"]])
    c.tissue[mine & lung] = before[mine & lung]
    c.tissue[(c.tissue == ID["stomach content"]) & (c.xyz[1] > level)] = ID["stomach gas"]
    if rng.random() < 0.2:
        content = (c.tissue == ID["stomach content"]) & (c.fine > 0.6)
        c.tissue[content] = ID["stomach gas"]


def colon(t: Body) -> None:
    rng, c = t.rng, t.c
    size, wide = rng.uniform(0.7, 1.3), rng.uniform(0.9, 1.08)
    sag = rng.uniform(20, 120)
    path = [
        (82, 12, -35),
        (94, 0, 20),
        (96, -8, 65),
        (84, 22, 88),
        (50, 72, sag + 5),
        (0, 80, sag - 5),
        (-50, 68, sag + 25),
        (-92, 5, 140),
        (-104, -22, 110),
        (-104, -18, 50),
        (-98, 0, -5),
        (-70, 25, -45),
        (-20, 20, -60),
        (10, -15, -50),
        (0, -48, -75),
        (0, -50, -120),
        (0, -42, -140),
    ]
    points = [t.jitter((x * wide, y + 10 * t.visceral, z), 7) for x, y, z in path]
    radii = [size * r for r in (30, 27, 24, 23, 22, 22, 21, 20, 18, 17, 17, 16, 17, 16, 18, 18, 12)]
    over = ("cavity fat", "bowel wall", "bowel content", "bowel gas", "bowel contrast", "liver", "muscle")
    c.tube(points, radii, {"colon wall": 0}, rough=4.0, over=over)
    inner = c.tissue == ID["colon wall"]
    # Content: the wall is what lies next to something else.
    core = inner.copy()
    for axis in range(3):
        for shift in (-1, 1):
            core &= np.roll(inner, shift, axis)
    kinds = c.noise[1] + 0.6 * c.fine
    gas, stool = rng.uniform(-0.4, 1.6), rng.random() < 0.3
    c.tissue[core] = ID["colon stool"]
    c.tissue[core & (kinds > gas)] = ID["colon gas"]
    if stool:
        c.tissue[core & (kinds < -0.3)] = ID["colon contrast"]
