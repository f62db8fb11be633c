"""What the painters of a phantom share: the canvas, the person's proportions, spine and diaphragm."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.phantoms.canvas import Array, Box, Canvas, Point


class Body:
    """One person: random proportions, and landmarks that the organs lie by."""

    def __init__(self, canvas: Canvas, rng: np.random.Generator, woman: bool) -> None:
        self.c = canvas
        self.rng = rng
        self.fat = float(rng.beta(1.3, 1.8))  # 0 lean, 1 obese
        self.visceral = float(np.clip(0.65 * self.fat + 0.5 * rng.random() - 0.1, 0, 1))
        self.breath = rng.uniform(-25, 18)
        self.lordosis = rng.uniform(4, 14)
        self.scoliosis = rng.normal(0, 5)
        self.phase = rng.uniform(0, 6.3)
        self.woman = woman
        self.arms_down = bool(rng.random() < 0.35)
        self.flare = float(rng.uniform(0.92, 1.1))  # of the iliac wings
        self.apart = float(rng.uniform(84, 97))  # of the hip joints from the middle
        self.kidneys: dict[int, tuple[Point, Point]] = {}  # side -> centre, radii
        self.depth: Array  # mm inside the cavity's wall, set by the trunk
        self.wall: Array  # mm inside the muscle's outside, set by the trunk
        self.dome: Array  # the diaphragm's height over dome_box, set by the chest
        self.dome_box: Box

    def jitter(self, point: Point, mm: float = 6.0) -> Point:
        moved = np.array(point) + self.rng.normal(0, mm, 3).clip(-2 * mm, 2 * mm)
        return (float(moved[0]), float(moved[1]), float(moved[2]))

    def spine_at(self, z: Any) -> tuple[Any, Any]:
        """Centre (x, y) of the vertebral bodies at a height: lordosis below, kyphosis above, some scoliosis."""
        y = -42 + self.lordosis * np.exp(-(((z - 45) / 70) ** 2)) - 16 * np.exp(-(((z - 300) / 110) ** 2))
        y = y + 0.14 * np.maximum(z - 400, 0)
        x = self.scoliosis * np.sin(z / 110 + self.phase)
        return x, y

    def dome_over(self, box: Box) -> Array:
        """The diaphragm's height over a box (very high where the chest's box does not reach)."""
        whole = np.full(tuple(s.stop - s.start for s in box), 999.0, dtype=np.float32)
        own = self.dome_box
        into, outof = [], []
        for want, have in zip(box, own, strict=True):
            start, stop = max(want.start, have.start), min(want.stop, have.stop)
            into.append(slice(start - want.start, max(stop, start) - want.start))
            outof.append(slice(start - have.start, max(stop, start) - have.start))
        whole[tuple(into)] = self.dome[tuple(outof)]
        return whole


def ellipse_depth(x: Array, y: Array, half_width: Array | float, half_depth: Array | float, power: float) -> Array:
    """About how deep in mm a point lies inside a superellipse (negative outside)."""
    p = np.float32(power)
    radius = (np.abs(x / half_width) ** p + np.abs(y / half_depth) ** p) ** (1 / p)
    return ((1 - radius) * np.sqrt(x * x + y * y) / np.maximum(radius, np.float32(1e-3))).astype(np.float32)
