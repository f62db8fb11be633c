"""Heart, great vessels, windpipe and gullet of a phantom."""

from __future__ import annotations

from training.phantoms.body import Body
from training.phantoms.canvas import Point


def heart_and_vessels(t: Body) -> None:
    rng, c = t.rng, t.c
    size, low = rng.uniform(0.85, 1.2), t.breath * 0.7
    center = t.jitter((-22, 32, 268 + low), 6)
    tilt = (rng.uniform(-20, 10), rng.uniform(20, 45), rng.uniform(-40, -15))
    radii = (58 * size, 44 * size, 52 * size)
    box, value = c.ellipsoid(center, tuple(r + rng.uniform(3, 9) for r in radii), tilt, 0.05)
    above = c.local(box)[2] > t.dome_over(box) - 4
    c.paint(
        box,
        (value < 1) & above & (t.depth[box] > 2),
        "cavity fat",
        ("left lung", "left lung vessel", "right lung", "right lung vessel", "cavity fat"),
    )
    box, value = c.ellipsoid(center, radii, tilt, 0.06)
    above = (c.local(box)[2] > t.dome_over(box) - 4) & (t.depth[box] > 2)
    c.paint(box, (value < 1) & above, "heart muscle")
    chambers = {
        "heart left blood": [((-42, 36, 258), (17, 26, 30)), ((-18, 2, 292), (26, 17, 22))],
        "heart right blood": [((-12, 58, 262), (26, 14, 30)), ((18, 34, 272), (17, 24, 30))],
    }
    for tissue, parts in chambers.items():
        for middle, r in parts:
            spot = (middle[0] * size, 32 + (middle[1] - 32) * size + center[1] - 32, middle[2] + low)
            box, value = c.ellipsoid(spot, tuple(a * size for a in r), tilt, 0.08)
            c.paint(box, value < 1, tissue, ("heart muscle",))
    lift = rng.uniform(-12, 12)
    girth = rng.uniform(0.72, 1.2)

    def beside(z: float, dx: float, dy: float) -> Point:
        x, y = t.spine_at(z)
        return (float(x + dx), float(y + dy), z)

    arch = [(8, 30, 300 + low), (18, 34, 335), (14, 32, 362 + lift), (-2, 8, 380 + lift), (-14, -16, 368 + lift)]
    down = [
        beside(340, -24, 26),
        beside(280, -22, 26),
        beside(220, -15, 27),
        beside(150, -8, 29),
        beside(90, -8, 28),
        beside(25, -4, 28),
    ]
    over: tuple[str, ...] = ()
    c.tube([(12, 20, 345), (-20, 12, 348), (-42, 0, 340)], [12, 12, 9], {"vessel": 0})
    c.tube([(12, 20, 345), (45, 2, 335)], [11, 8], {"vessel": 0})
    c.tube([(32, 30, 300), (32, 28, 350), (30, 26, 400)], [10, 10, 9], {"vessel": 0})
    for x in (24, -6, -22):
        c.tube([(x * 0.7, 12, 375 + lift), (x, 14, 430), (x * 1.6, 16, 500)], [5.5, 5, 4], {"vessel": 0})
    calcified = rng.random() < 0.4
    layers = {"aorta wall": 0.0, "aorta": 2.0} if calcified else {"aorta": 0.0}
    c.tube(
        arch + down,
        [girth * r for r in (15, 16, 15, 14, 13, 12.5, 12, 12, 11, 10, 9)],
        layers,
        rough=0.4,
        over=over,
    )
    for side in (-1, 1):
        c.tube(
            [
                beside(25, -4, 28),
                (side * 22, 0, -10),
                (side * 48, 8, -60),
                (side * 80, 38, -105),
                (side * 88, 42, -170),
                (side * 86, 24, -345),
            ],
            [6.5, 6, 6, 5.5, 5, 4.5],
            {"vessel": 0},
        )
        c.tube(
            [
                beside(8, 12, 22),
                (side * 26 + 4, -10, -15),
                (side * 52, -2, -62),
                (side * 76, 34, -108),
                (side * 80, 20, -345),
            ],
            [8, 7, 7, 6, 6],
            {"vessel": 0},
        )
    cava = [
        beside(12, 14, 22),
        beside(70, 20, 27),
        beside(130, 24, 30),
        beside(180, 28, 36),
        (26, 2, 225 + low),
        (24, 20, 255 + low),
    ]
    fill = rng.uniform(0.75, 1.25)
    c.tube(
        cava,
        [fill * r for r in (10, 11, 12, 12.5, 13, 13)],
        {"inferior vena cava": 0},
        rough=1.0,
        over=(
            "cavity fat",
            "liver",
            "liver vein",
            "bowel wall",
            "bowel content",
            "vessel",
            "soft",
            "muscle",
            "right lung",
            "right lung vessel",
            "pancreas",
        ),
    )
    c.tube(
        [beside(128, -4, 38), beside(100, -4, 50), (0, 35, 50)],
        [4.5, 4, 3],
        {"vessel": 0},
        over=("cavity fat", "bowel wall"),
    )
    c.tube(
        [(2, 30, 138), (4, 34, 100), (4, 40, 50)],
        [6, 5.5, 4],
        {"vessel": 0},
        over=("cavity fat", "bowel wall", "pancreas"),
    )
    windpipe = [(4, -2, 352 + lift * 0.5), (2, 6, 400), (0, 24, 460), (0, 30, 545)]
    for side in (-1, 1):
        c.tube(
            [windpipe[0], (4 + side * 28, -8, 332 + lift * 0.5), (side * 48, -10, 318)],
            [8, 7, 5],
            {"soft": 0, "bowel gas": 1.5},
        )
    gullet = [
        (-28, 4, 222 + low),
        (-14, -2, 250 + low),
        beside(300, -6, 34),
        beside(360, -4, 30),
        beside(430, -5, 27),
        beside(500, -4, 26),
        beside(540, -3, 26),
    ]
    radius = rng.uniform(6, 8.5)
    layers = {"esophagus": 0.0, "esophagus gas": radius - 4} if rng.random() < 0.4 else {"esophagus": 0.0}
    c.tube(
        gullet,
        [radius] * len(gullet),
        layers,
        rough=0.8,
        over=("cavity fat", "muscle", "left lung", "right lung", "left lung vessel", "right lung vessel", "soft"),
    )
    wide = rng.uniform(8, 11)
    c.tube(windpipe, [wide] * 4, {"trachea": 0}, rough=0.4)
