"""Shoulder girdle and arms of a phantom."""

from __future__ import annotations

import numpy as np

from training.phantoms.body import Body

_SOFT = ("muscle", "fat", "cavity fat", "skin")


def shoulders(t: Body) -> None:
    """Clavicles, shoulder blades, upper arms up beside the head (cut off there) or down beside the body."""
    rng, c = t.rng, t.c
    raised = 0.0 if t.arms_down else rng.uniform(6, 22)  # raised arms lift the shoulders
    turn = rng.uniform(0, 12) if t.arms_down else rng.uniform(15, 35)
    joint_x, joint_z = rng.uniform(142, 158), 428 + raised
    for side, name in ((-1, "left"), (1, "right")):
        box, value = c.ellipsoid((side * joint_x, -12, joint_z - 5), (40, 42, 48), rough=0.08)
        c.paint(box, value < 1.12 + 0.4 * t.fat, "fat", ("air", "skin"))
        c.paint(box, value < 1, "muscle", ("air", "fat", "skin"))
        _scapula(t, side, name, (joint_x, joint_z), turn)
        c.tube(
            [(side * 20, 60, 394), (side * 60, 62, 408), (side * 105, 30, 424 + raised), (side * 138, 2, joint_z + 16)],
            [9, 7, 6, 7],
            {f"{name} clavicle": 0.0},
            rough=0.6,
        )
        c.tube([(side * joint_x, -10, joint_z + 4), (side * (joint_x + 14), -8, joint_z - 28)], [22, 17], {"bone": 0.0})
        if t.arms_down:
            _arm(t, side, (joint_x, joint_z))
        else:
            _raised_arm(t, side, (joint_x, joint_z))


def _scapula(t: Body, side: int, name: str, joint: tuple[float, float], turn: float) -> None:
    """Blade behind the ribs, its spine running up to the acromion, the socket."""
    c = t.c
    blade = f"{name} scapula"
    center = (side * 98.0, -92.0, 345.0 + 0.5 * (joint[1] - 428))
    box = c.near((-160, -160, 230) if side < 0 else (20, -160, 230), (-20, 20, 450) if side < 0 else (160, 20, 450))
    x, y, z = c.local(box)
    angle = np.radians(turn)
    u = np.cos(angle) * (side * x - 98) - np.sin(angle) * (z - center[2])
    v = np.sin(angle) * (side * x - 98) + np.cos(angle) * (z - center[2])
    # A triangle, broad above and pointed below; it lies outside the ribs at a muscle's distance.
    half = np.interp(v, [-78, -70, 30, 55, 62], [0, 9, 46, 44, 0])
    gap = -t.depth[box] - 14 - 0.06 * np.maximum(v, 0)
    sheet = (np.abs(gap) < 3.4 + 0.8 * c.fine[box]) & (np.abs(u + 3) < half) & (y < -10)
    c.paint(box, sheet, blade, (*_SOFT, "rib"))
    x1, z1 = joint
    c.tube([(side * 70, -112, 372), (side * 110, -98, 402), (side * (x1 - 6), -38, z1 + 20)], [4, 7, 9], {blade: 0.0})
    c.tube([(side * 104, -72, 385), (side * (x1 - 30), -22, z1 - 4)], [7, 14], {blade: 0.0}, over=(*_SOFT, "rib"))
    c.tube([(side * (x1 - 34), -18, z1), (side * (x1 - 30), 18, z1 + 2)], [6, 5], {blade: 0.0}, over=_SOFT)


def _arm(t: Body, side: int, joint: tuple[float, float]) -> None:
    """An arm beside the trunk, or lying on the belly's side."""
    rng, c = t.rng, t.c
    radius, out = rng.uniform(30, 42), rng.uniform(198, 222) + 20 * t.fat
    ahead, elbow = rng.uniform(-30, 40), rng.uniform(110, 150)
    path = [
        (side * (joint[0] + 14), -8.0, joint[1] - 25),
        (side * out * 0.96, -8.0, 300.0),
        (side * (out + 8), ahead - 10, elbow),
        (side * (out - rng.uniform(0, 60)), ahead + 40, elbow - 160),
        (side * (out - rng.uniform(30, 70)), ahead + 55, elbow - 240),
    ]
    girth = [radius + 4, radius, radius * 0.85, radius * 0.7, radius * 0.6]
    thick = 5 + 10 * t.fat
    c.tube(path, [g + thick for g in girth], {"skin": 0.0}, over=("air",), rough=1.0)
    c.tube(path, [g + thick - 2.5 for g in girth], {"fat": 0.0}, over=("skin",), rough=1.0)
    c.tube(path, girth, {"muscle": 0.0}, over=("fat",), rough=2.0)
    c.tube(path[:3], [13, 11, 14], {"bone": 0.0}, over=("muscle", "fat"))
    for shift in (-10, 10):  # radius and ulna
        forearm = [(x + shift * 0.5, y + shift, z) for x, y, z in path[2:]]
        c.tube(forearm, [10, 7, 8], {"bone": 0.0}, over=("muscle", "fat"))


def _raised_arm(t: Body, side: int, joint: tuple[float, float]) -> None:
    c = t.c
    path = [(side * (joint[0] + 4), -14.0, joint[1]), (side * (joint[0] + 12), 0.0, 560.0)]
    radius = t.rng.uniform(34, 44)
    c.tube(path, [radius + 6 + 10 * t.fat] * 2, {"skin": 0.0, "fat": 2.5}, over=("air",), rough=1.0)
    c.tube(path, [radius] * 2, {"muscle": 0.0}, over=("fat", "skin"), rough=2.0)
    c.tube(path, [15, 12], {"bone": 0.0}, over=("muscle", "fat"))
