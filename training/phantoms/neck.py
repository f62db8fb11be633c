"""What a phantom's neck and upper back hold: thyroid gland, sternocleidomastoid and trapezius muscles."""

from __future__ import annotations

import numpy as np

from training.phantoms.body import Body
from training.phantoms.canvas import along

_SOFT = ("muscle", "fat", "cavity fat")


def neck(t: Body) -> None:
    """The named soft parts between the chest and the head, of which a phantom shows the lower ones."""
    rng, c = t.rng, t.c
    size, height = rng.uniform(0.75, 1.35), rng.uniform(452, 480)
    middle = float(np.interp(height, [400, 460, 545], [6, 24, 30]))  # where the windpipe runs
    strength = rng.uniform(0.8, 1.15)
    c.tube([(-12, middle + 8, height - 8), (12, middle + 8, height - 8)], [5, 5], {"thyroid gland": 0.0}, over=_SOFT)
    for side, name in ((-1, "left"), (1, "right")):
        lobe, value = c.ellipsoid((side * 19, middle, height), (9 * size, 11 * size, 24 * size), (0, side * 10, 0), 0.1)
        c.paint(lobe, value < 1, "thyroid gland", _SOFT)
        strap = [(side * 14, 52, 402), (side * 34, 36, 460), (side * 52, 4, 548)]
        c.tube(strap, [strength * r for r in (6, 11, 11)], {f"{name} sternocleidomastoid": 0.0}, over=_SOFT)
        _trapezius(t, side, f"{name} trapezius")


def _trapezius(t: Body, side: int, name: str) -> None:
    """A kite under the skin of the back, from the lower ribs to the neck and out to the shoulder."""
    c = t.c
    box = c.near((-150, -190, 170) if side < 0 else (0, -190, 170), (0, 40, 545) if side < 0 else (150, 40, 545))
    x, y, z = c.local(box)
    sx, sy = t.spine_at(z)
    broad = along(z, [175, 260, 340, 400, 430, 470, 545], [2, 22, 55, 100, 125, 62, 40])
    thick = along(z, [175, 300, 400, 545], [5, 7, 11, 11]) * np.float32(t.rng.uniform(0.8, 1.2))
    behind = y < sy - 8 + along(z, [175, 400, 545], [0, 12, 12])
    part = (t.wall[box] > -2) & (t.wall[box] < thick) & behind & (side * (x - sx) > 1.5) & (side * (x - sx) < broad)
    c.paint(box, part, name, _SOFT)
