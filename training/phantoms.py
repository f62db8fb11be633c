"""Procedural torso phantoms: a tissue map on a RAS grid, from a seed. Anatomy by implicit shapes and tubes, warped.

Coordinates are mm in a body frame: x to the patient's right, y forward, z up; z = 0 at the iliac crest, y = 0 in the
middle of the trunk. Every phantom has its own proportions, fat, posture, organ sizes, and smooth random deformation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training import organs, skeleton, trunk, vessels
from training.body import Body
from training.canvas import LOW, VOXEL_MM, Canvas
from training.tissues import BODY, IN_BODY, STRUCTURE_OF

# Later painters paint over earlier ones.
_PAINTERS = (
    trunk.trunk,
    trunk.chest,
    organs.bowel,
    trunk.muscles,
    organs.liver,
    organs.spleen_and_kidneys,
    organs.stomach_and_pancreas,
    organs.colon,
    vessels.heart_and_vessels,
    skeleton.pelvis,
    skeleton.spine,
    trunk.shoulders,
    trunk.table,
)


@dataclass(frozen=True)
class Phantom:
    """`tissue` uint8 (x, y, z) on a RAS grid; voxel (0, 0, 0) lies at `origin_ras`; cubic voxels of `voxel_mm`."""

    tissue: NDArray[np.uint8]
    origin_ras: NDArray[np.float64]
    voxel_mm: float
    seed: int

    def labels(self) -> NDArray[np.uint8]:
        """Structure ids (1 = the first of STRUCTURES), body where nothing else is."""
        labels = STRUCTURE_OF[self.tissue]
        return np.where((labels == 0) & IN_BODY[self.tissue], BODY, labels).astype(np.uint8)


def make_phantom(seed: int) -> Phantom:
    """The phantom of a seed: always the same one."""
    rng = np.random.default_rng([20260, seed])
    body = Body(Canvas(rng), rng)
    for paint in _PAINTERS:
        paint(body)
    return Phantom(body.c.tissue, LOW.copy(), VOXEL_MM, seed)
