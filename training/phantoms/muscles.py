"""The named muscles of a phantom's trunk and hip, painted before the bones."""

from __future__ import annotations

import numpy as np

from training.phantoms.body import Body
from training.phantoms.canvas import along
from training.phantoms.skeleton import WING_THICKNESS_MM, wing

_SOFT = ("muscle", "fat", "cavity fat", "skin")


def muscles(t: Body) -> None:
    """Erector spinae, iliopsoas, quadratus lumborum; gluteal muscles with fat between them."""
    size = t.rng.uniform(0.72, 1.15)
    buttock = size * t.rng.uniform(1.0, 1.25)
    for side, name in ((-1, "left"), (1, "right")):
        _erector_spinae(t, side, f"{name} erector spinae", size)
        _iliopsoas(t, side, f"{name} iliopsoas", size)
        _hip_fat_and_deep_muscles(t, side)
        _gluteus_medius(t, side, f"{name} gluteus medius", size)
        _gluteus_maximus(t, side, f"{name} gluteus maximus", buttock)


def _erector_spinae(t: Body, side: int, name: str, size: float) -> None:
    """Two columns beside the spinous processes, from the sacrum to the neck; the outer one thins out above."""
    c = t.c
    heights = [-88, -50, 0, 60, 120, 200, 300, 400, 470, 535]
    inner, outer = [], []
    for z in heights:
        x, y = (float(v) for v in t.spine_at(np.float32(max(z, -30))))
        y -= 0.5 * max(-30 - z, 0) + float(np.interp(z, [-88, -50, 0], [32, 40, 50]))  # follows the sacrum's slope
        inner.append((x + side * 17, y, z))
        outer.append((x + side * float(np.interp(z, [-88, 0, 60, 200, 400], [22, 42, 45, 36, 30])), y, z))
    inner_radii = [size * r for r in (7, 15, 17, 17, 16, 14, 13, 13, 13, 12)]
    outer_radii = [size * r for r in (5, 14, 23, 26, 23, 17, 13, 11, 10, 8)]
    for path, radii in ((outer, outer_radii), (inner, inner_radii)):
        c.tube(path, radii, {name: 0.0}, rough=1.5, over=_SOFT)


def _iliopsoas(t: Body, side: int, name: str, size: float) -> None:
    """Psoas from L1 along the spine, over the pubic bone to the lesser trochanter; iliacus on the iliac wing."""
    rng, c = t.rng, t.c
    box = c.near((-140, -80, -100) if side < 0 else (15, -80, -100), (-15, 80, 20) if side < 0 else (140, 80, 20))
    x, y, z = c.local(box)
    from_shell, crest = wing(t, box)
    thick = along(z, [-95, -70, -35, 0, 12], [20, 18, 13, 6, 3]) * np.float32(size) * np.clip((y + 55) / 25, 0, 1)
    iliacus = (from_shell < 0) & (from_shell > -WING_THICKNESS_MM - thick) & (z < crest - 6) & (z > -92) & (y < 48)
    c.paint(box, iliacus & (side * x > 30), name, _SOFT)
    path = []
    for z_at, out, front in zip((148, 110, 60, 10, -40), (23, 29, 37, 45, 58), (-3, -3, 0, 8, 26), strict=True):
        sx, sy = (float(v) for v in t.spine_at(np.float32(max(z_at, -20))))
        path.append((sx + side * out, sy + front, z_at))
    path += [(side * 74, 20, -75), (side * (t.apart - 4), 32, -98), (side * (t.apart + 14), 2, -132)]
    path.append((side * (t.apart + 20), -14, -148))
    radii = [size * r for r in (6, 13, 19, 22, 20, 18, 17, 13, 8)]
    c.tube(path, radii, {name: 0.0}, rough=1.2, over=_SOFT)
    lumborum = [(side * 62, -62, 118), (side * 70, -60, 60), (side * 76, -58, 8)]
    c.tube(lumborum, [size * rng.uniform(6, 9)] * 3, {"muscle": 0.0}, rough=1.0, over=("cavity fat", "fat"))


def _hip_fat_and_deep_muscles(t: Body, side: int) -> None:
    """Behind the hip bone: fat, in which the short muscles run from the pelvis to the femur."""
    c = t.c
    box = c.near((-190, -190, -185) if side < 0 else (0, -190, -185), (0, 0, 5) if side < 0 else (190, 0, 5))
    x, y, z = c.local(box)
    from_shell, crest = wing(t, box)
    outside = (from_shell > 0) & (z < crest + 4) & (z > -180)
    c.paint(box, outside & (y < -30 - 0.2 * np.maximum(side * x - 60, 0)), "fat", ("muscle",))
    for start, end, radius in (
        ((28, -72, -70), (118, -22, -100), 12),
        ((52, -38, -112), (122, -22, -118), 11),
        ((60, -38, -140), (124, -24, -142), 12),
        ((58, -42, -160), (80, -40, -260), 18),
    ):
        path = [(side * start[0], *start[1:]), (side * end[0], *end[1:])]
        c.tube(path, [radius, radius * 0.8], {"muscle": 0.0}, rough=1.5, over=("fat",))


def _gluteus_medius(t: Body, side: int, name: str, size: float) -> None:
    """A fan on the outside of the iliac wing that gathers on the greater trochanter; minimus lies under it."""
    c = t.c
    box = c.near((-190, -110, -125) if side < 0 else (20, -110, -125), (-20, 90, 20) if side < 0 else (190, 90, 20))
    x, y, z = c.local(box)
    from_shell, crest = wing(t, box)
    ends = np.clip(np.minimum((y + 78) / 34, (50 - y) / 26), 0, 1)
    thick = along(z, [-118, -100, -65, -30, 0, 10], [6, 20, 34, 30, 12, 4]) * np.float32(size) * ends
    reach = from_shell - WING_THICKNESS_MM
    part = (z < crest - 3) & (z > -118) & (side * x > 40) & (reach > -3)
    c.paint(box, part & (reach < thick + 3), "fat", ("muscle",))
    c.paint(box, part & (reach < thick), name, _SOFT)
    under = part & (reach < 0.4 * thick) & (z < -38) & (y > -35)
    c.paint(box, under, "muscle", (name,))
    c.paint(box, under & (reach > 0.4 * thick - 2.5), "fat", ("muscle",))
    trochanter = t.apart + 42
    c.tube(
        [(side * 122, 0, -55), (side * (trochanter - 8), -6, -88), (side * trochanter, -8, -110)],
        [size * r for r in (15, 14, 8)],
        {name: 0.0},
        over=_SOFT,
    )


def _gluteus_maximus(t: Body, side: int, name: str, size: float) -> None:
    """Coarse bundles side by side, from sacrum and iliac crest down and out to the back of the femur."""
    c = t.c
    bulge = t.rng.uniform(-4, 8)
    bundles = []
    for f in np.linspace(0, 1, 6):
        path = [
            (side * (42 - 22 * f), -86 + 6 * f, -22 - 88 * f),
            (side * (84 - 12 * f), -88 - bulge + 4 * f, -62 - 88 * f),
            (side * (124 - 6 * f), -54 + 4 * f, -105 - 78 * f),
            (side * (134 - 8 * f), -26, -128 - 72 * f),
        ]
        radii = [size * r * (1 - 0.25 * f * (1 - f)) for r in (10, 21, 17, 7)]
        bundles.append((path, radii))
    for path, radii in bundles:
        c.tube(path, [r + 3 for r in radii], {"fat": 0.0}, over=("muscle",))
    for path, radii in bundles:
        c.tube(path, radii, {name: 0.0}, rough=1.5, over=(*_SOFT, name.replace("maximus", "medius")))
