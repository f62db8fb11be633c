"""Bodies drawn with numpy alone, for the midline and for sides: their plane of symmetry is known."""

import numpy as np


def frame_of(turn_deg=0.0, tilt_deg=0.0):
    """Columns: the body's right, front and head in RAS, turned about S and then tilted about A."""
    a, b = np.radians((turn_deg, tilt_deg))
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    tilt = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    return turn @ tilt


def ellipse(body, centre, radii):
    away = [(body[axis] - centre[axis]) / radii[axis] for axis in range(3) if radii[axis]]
    return sum(one**2 for one in away) < 1


def trunk(body):
    """HU at body coordinates (3, ...), mm: skin, fat, muscle, spine, ribs, kidneys; a liver on the right only."""
    values = np.full(body.shape[1:], -1000.0)
    values[ellipse(body, (0, 0, 0), (175, 115, 0))] = -100
    values[ellipse(body, (0, 0, 0), (155, 98, 0))] = 45
    values[ellipse(body, (70, 20, 0), (75, 60, 90))] = 110
    for side in (-1, 1):
        values[ellipse(body, (side * 60, -45, 0), (28, 24, 55))] = 180
        values[ellipse(body, (side * 28, -72, 0), (20, 16, 0))] = 70
        for level in range(-120, 121, 40):
            values[ellipse(body, (side * 130, -10, level), (10, 45, 8))] = 500
    values[ellipse(body, (0, -55, 0), (24, 20, 0))] = 400
    return values


def head(body):
    """MR-like: scalp, skull, brain with ventricles and eyes; it ends above, and goes on into a neck below."""
    values = np.zeros(body.shape[1:])
    values[ellipse(body, (0, -10, -120), (55, 60, 60))] = 350
    for radii, value in (((78, 98, 95), 600), ((72, 92, 89), 60), ((66, 86, 83), 400)):
        values[ellipse(body, (0, 0, 0), radii)] = value
    for side in (-1, 1):
        values[ellipse(body, (side * 14, 0, 15), (8, 35, 15))] = 120
        values[ellipse(body, (side * 32, 78, -30), (13, 13, 13))] = 800
        values[ellipse(body, (side * 25, 10, 5), (9, 15, 12))] = 550
    values[ellipse(body, (30, -40, 30), (12, 12, 12))] = 700
    return values


def knee(body):
    """MR-like: one round limb with a bone in it, not quite in its middle."""
    values = np.zeros(body.shape[1:])
    values[ellipse(body, (0, 0, 0), (62, 66, 0))] = 500
    values[ellipse(body, (4, 5, 0), (38, 34, 0))] = 300
    values[ellipse(body, (2, 52, 0), (20, 12, 25))] = 250
    return values


def scan_of(draw, middle_ras, half_mm, *, turn_deg=0.0, tilt_deg=0.0, spacing=5.0, order=(0, 1, 2), flips=(1, 1, 1)):
    """(array k, j, i; affine) of a body whose middle lies at a RAS point; a field of view of `half_mm` about it."""
    frame = frame_of(turn_deg, tilt_deg)
    middle = np.asarray(middle_ras, dtype=float)
    low, high = (np.broadcast_to(np.asarray(end, dtype=float), 3) for end in half_mm)
    affine = np.eye(4)
    affine[:3, :3] = 0.0
    start = middle.copy()
    sizes = []
    for column, axis in enumerate(order):
        sizes.append(int((high[axis] - low[axis]) / spacing))
        affine[axis, column] = spacing * flips[axis]
        start[axis] += low[axis] if flips[axis] > 0 else high[axis]
    affine[:3, 3] = start
    i, j, k = np.meshgrid(*(np.arange(size) for size in sizes), indexing="ij")
    ras = np.einsum("rc,cijk->rijk", affine[:3, :3], np.stack([i, j, k])) + start[:, None, None, None]
    body = np.einsum("rb,rijk->bijk", frame, ras - middle[:, None, None, None])
    values = draw(body) + np.random.default_rng(0).normal(0, 8, sizes)
    return values.transpose(2, 1, 0).astype(np.int16), affine
