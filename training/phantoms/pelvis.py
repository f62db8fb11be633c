"""The organs of a phantom's pelvis: bladder, prostate in men, uterus in women."""

from __future__ import annotations

from training.phantoms.body import Body
from training.phantoms.bowel import BOWEL

_FREE = ("cavity fat", "muscle", "fat", *BOWEL)


def pelvic_organs(t: Body) -> None:
    """The bladder, empty to overfull; below it the prostate, or behind and above it the uterus."""
    rng, c = t.rng, t.c
    fill = rng.uniform(0.5, 1.1) if rng.random() < 0.65 else rng.uniform(1.1, 1.8)
    height = 22 * fill
    center = t.jitter((0, 30, -114 + height * 0.9), 4)
    radii = (32 * fill + 8, 23 * fill + 7, height + 8)
    box, value = c.ellipsoid(center, radii, (rng.uniform(-20, 10), 0, rng.uniform(-8, 8)), 0.1)
    c.paint(box, (value < 1) & (t.depth[box] > 1), "bladder wall")
    c.paint(box, (value < 1 - rng.uniform(3, 6) / radii[2]), "urinary bladder", ("bladder wall",))
    if t.woman:
        lean = rng.uniform(-40, 50)
        middle = t.jitter((0, -4, center[2] + radii[2] * 0.55 + 8), 6)
        size = rng.uniform(0.65, 1.2)
        box, value = c.ellipsoid(middle, (27 * size, 20 * size, 34 * size), (lean, 0, rng.uniform(-15, 15)), 0.12)
        c.paint(box, (value < 1) & (t.depth[box] > 2), "prostate or uterus", _FREE)
        c.tube([(0, -8, -100), (0, 2, -150)], [14, 11], {"soft": 0.0}, rough=1.5, over=_FREE)
        for side in (-1, 1):
            spot = t.jitter((side * 42, -4, middle[2] - 8), 6)
            box, value = c.ellipsoid(spot, (15 * size, 11 * size, 14 * size), rough=0.15)
            c.paint(box, value < 1, "soft", ("cavity fat",))
        return
    size = rng.uniform(0.8, 1.3)
    middle = t.jitter((0, 22, center[2] - radii[2] - 9 * size), 2)
    box, value = c.ellipsoid(middle, (23 * size, 17 * size, 17 * size), (rng.uniform(-15, 15), 0, 0), 0.08)
    c.paint(box, value < 1, "prostate", (*_FREE, "bladder wall", "soft"))
    for side in (-1, 1):  # seminal vesicles
        path = [(side * 5, 2, middle[2] + 16), (side * 28, -2, middle[2] + 24)]
        c.tube(path, [7, 5], {"soft": 0.0}, rough=1.0, over=("cavity fat",))
