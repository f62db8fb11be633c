"""Hip bones, femurs, spine and sacrum of a phantom."""

from __future__ import annotations

import numpy as np

from training.phantoms.body import Body
from training.phantoms.canvas import Array, Box

WING_THICKNESS_MM = 6.5  # half of it


def wing(t: Body, box: Box) -> tuple[Array, Array]:
    """The iliac wings as part of a bowl: mm outward from the bowl's shell, and the height of the crest, over a box."""
    x, y, z = t.c.local(box)
    out = np.sqrt((x / (122 * t.flare)) ** 2 + ((y + 5) / 88) ** 2)
    narrowing = 1 - 0.0035 * np.maximum(-z - 5, 0)
    return (out - narrowing) * 100, 12 - 0.0022 * (y + 8) ** 2 + 2 * t.c.noise[0][box]


def hips(t: Body) -> None:
    """Hip bones and femurs."""
    rng, c, apart = t.rng, t.c, t.apart
    offset, spread = rng.uniform(32, 44), rng.uniform(-18, 10)
    for side, name in ((-1, "left"), (1, "right")):
        _hip_bone(t, side, name, apart)
        head = (side * apart, 2.0, -95.0)
        shaft = side * (apart + offset)
        marrow = {f"{name} femur cortex": 0.0, f"{name} femur marrow": 4.0}
        c.tube([head, (side * (apart + 25), -4, -108), (shaft, -12, -128)], [17, 15, 20], marrow, rough=1.2)
        c.tube([(shaft, -10, -118), (side * (apart + 20), -16, -146)], [12, 9], marrow, rough=0.6)
        c.tube(
            [
                (shaft, -12, -112),
                (shaft, -10, -150),
                (shaft - side * 4, -2, -210),
                (shaft - side * 10, 4, -285),
                (shaft + side * (spread - 12), 2, -350),
            ],
            [17, 17, 15, 14, 14],
            {f"{name} femur cortex": 0.0, f"{name} femur marrow": 6.0},
            rough=0.6,
        )
        box, value = c.ellipsoid(head, (24, 24, 24), rough=0.02)
        c.paint(box, value < 1, f"{name} femur cortex")
        c.paint(box, value < 0.88, f"{name} femur marrow")


def _hip_bone(t: Body, side: int, name: str, apart: float) -> None:
    """Iliac wing as part of a bowl's shell, socket, ischium, pubis."""
    c = t.c
    cortex, marrow = f"{name} hip cortex", f"{name} hip marrow"
    box = c.near((-150, -110, -110) if side < 0 else (20, -110, -110), (-20, 90, 30) if side < 0 else (150, 90, 30))
    x, y, z = c.local(box)
    from_shell, crest = wing(t, box)
    thick = WING_THICKNESS_MM + 0.05 * np.maximum(-z - 30, 0)
    iliac = (np.abs(from_shell) < thick) & (z < crest) & (z > -90) & (side * x > 36) & (y < 52 + 0.45 * z) & (y > -82)
    c.paint(box, iliac, cortex)
    c.paint(box, iliac & (np.abs(from_shell) < thick - 3.5) & (z < crest - 4), marrow)
    head = (side * apart, 2.0, -95.0)
    box, value = c.ellipsoid(head, (35, 34, 36), rough=0.04)
    x, y, z = c.local(box)
    cup = (value < 1) & (side * (x - head[0]) < 12 + 0.35 * (z - head[2]))
    c.paint(box, cup, cortex)
    c.paint(box, cup & (value < 0.9) & (value > 0.78), marrow)
    hollow, inner = c.ellipsoid(head, (27, 27, 27), rough=0.0)
    c.paint(hollow, inner < 1, "soft", (cortex, marrow))
    layers = {cortex: 0.0, marrow: 4.0}
    c.tube(
        [(side * (apart - 18), -30, -90), (side * 66, -40, -120), (side * 58, -34, -158)],
        [15, 16, 14],
        layers,
        rough=1.5,
    )
    c.tube(
        [(side * (apart - 22), 18, -92), (side * 45, 46, -108), (side * 10, 54, -128)],
        [12, 9, 11],
        layers,
        rough=1.0,
    )
    c.tube([(side * 10, 52, -134), (side * 36, 15, -160), (side * 56, -25, -162)], [9, 7, 11], layers, rough=1.0)


def spine(t: Body) -> None:
    rng, c = t.rng, t.c
    box = c.near((-70, -150, -40), (70, 60, 560))
    x, y, z = c.local(box)
    sx, sy = t.spine_at(z)
    dx, dy = (x - sx).astype(np.float32), (y - sy).astype(np.float32)
    size = np.interp(z, [-30, 60, 200, 400, 540], [1.08, 1.05, 0.86, 0.66, 0.58]) * rng.uniform(0.9, 1.1)
    # Levels: the running count of vertebrae up the spine.
    heights = np.arange(-45, 601, 3.0)
    count = np.cumsum(3.0 / np.interp(heights, [-40, 60, 180, 300, 430, 540], [36, 36, 29, 25, 21, 18]))
    level = (np.interp(z + 0.12 * dy, heights, count) + rng.random()) % 1
    body = np.sqrt((dx / (24 * size)) ** 2 + (dy / (17.5 * size)) ** 2)
    waist = 1 - 0.1 * np.sin(np.pi * np.clip(level / 0.78, 0, 1))
    column = (body < waist) & (z > -28)
    disc = level > 0.78
    c.paint(box, column, "disc")
    c.paint(box, column & ~disc, "vertebral cortex")
    c.paint(box, column & ~disc & (body < waist - 0.14) & (level > 0.1) & (level < 0.68), "vertebral marrow")
    back = dy + 27 * size
    canal = np.sqrt((dx / (11.5 * size)) ** 2 + (back / (9.0 * size)) ** 2)
    # The arch: pedicles and laminae round the canal, spinous and transverse processes.
    arch_level = (level > 0.18) & (level < 0.7)
    ring = (canal < 1.75) & (canal >= 1) & (arch_level | (back < -2)) & (body >= waist)
    process = (level + 0.008 * (dy + 38 * size)) % 1
    spinous = (np.abs(dx) < 4.2) & (back < -9 * size) & (back > -42 * size) & (process > 0.12) & (process < 0.66)
    across = (
        (np.abs(dx) < 44 * size)
        & (np.abs(dx) > 10 * size)
        & (np.abs(back + 4 + 0.12 * np.abs(dx)) < 5)
        & (level > 0.3)
        & (level < 0.58)
    )
    facet = (np.abs(np.abs(dx) - 17 * size) < 6) & (np.abs(back + 6) < 8)
    above = z > -30
    for part, tissue in (
        (ring, "vertebral cortex"),
        (spinous, "vertebral cortex"),
        (across, "vertebral cortex"),
        (facet & (level > 0.05), "vertebral cortex"),
    ):
        c.paint(box, part & above, tissue)
    c.paint(box, spinous & above & (np.abs(dx) < 2) & (c.fine[box] > -0.5), "vertebral marrow")
    c.paint(box, (canal < 1) & (z > -60), "spinal cord")
    _sacrum(t)


def _sacrum(t: Body) -> None:
    rng, c = t.rng, t.c
    x0, y0 = t.spine_at(-28)
    tilt = rng.uniform(0.35, 0.75)
    box = c.near((-70, -140, -150), (70, 20, 0))
    x, y, z = c.local(box)
    down = -18 - z
    middle = y0 - tilt * down + 0.0045 * np.maximum(down - 55, 0) ** 2
    half_width = np.interp(down, [-8, 10, 60, 100, 115], [40, 52, 36, 14, 4])
    half_depth = np.interp(down, [-8, 10, 60, 100, 115], [16, 22, 16, 8, 3])
    radius = (
        np.abs((x - x0) / half_width) ** 2.4 + np.abs((y - middle - 0.004 * (x - x0) ** 2 * -1) / half_depth) ** 2.4
    ) ** (1 / 2.4)
    inside = (radius + 0.05 * c.fine[box] < 1) & (down > -8) & (down < 115)
    c.paint(
        box,
        inside,
        "sacrum cortex",
        (
            "muscle",
            "fat",
            "cavity fat",
            "soft",
            "bowel wall",
            "bowel content",
            "disc",
            "colon wall",
            "spinal cord",
            "vertebral cortex",
            "bowel gas",
        ),
    )
    c.paint(box, inside & (radius < 0.86), "sacrum marrow", ("sacrum cortex",))
    canal = ((x - x0) / 10) ** 2 + ((y - middle + 8) / 6) ** 2 < 1
    c.paint(box, canal & inside & (down < 50), "soft")
