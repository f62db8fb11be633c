"""Procedural torso phantoms: a tissue map on a RAS grid, from a seed. Anatomy by implicit shapes and tubes, warped.

Coordinates are mm in a body frame: x to the patient's right, y forward, z up; z = 0 at the iliac crest, y = 0 in the
middle of the trunk. Every phantom has its own proportions, fat, posture, organ sizes, and smooth random deformation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.donor import Donor
from training.phantoms import bowel, muscles, neck, organs, pelvis, shoulders, skeleton, trunk, vessels
from training.phantoms.body import Body
from training.phantoms.canvas import LOW, VOXEL_MM, Canvas
from training.tissues import ID

# Later painters paint over earlier ones.
_PAINTERS = (
    trunk.trunk,
    trunk.chest,
    muscles.muscles,
    bowel.small_bowel,
    organs.liver,
    organs.kidneys,
    organs.spleen,
    organs.stomach_and_pancreas,
    organs.duodenum,
    bowel.colon,
    organs.adrenal_glands,
    vessels.heart_and_vessels,
    pelvis.pelvic_organs,
    skeleton.hips,
    skeleton.spine,
    neck.neck,
    shoulders.shoulders,
    trunk.table,
)


# Seeds from here on are for evaluation; training never sees them.
FIRST_HELD_OUT_SEED = 1_000_000


def make_phantom(seed: int) -> Donor:
    """The phantom of a seed: always the same one; a woman where the seed is even.

    What it does not show (head, brain, knee) is absent.
    """
    rng = np.random.default_rng([20260, seed])
    body = Body(Canvas(rng), rng, woman=seed % 2 == 0)
    for paint in _PAINTERS:
        paint(body)
    tissue, origin = _without_margins(body.c.tissue)
    return Donor(f"phantom_{seed:07d}", "trunk", tissue, origin, VOXEL_MM, held_out=seed >= FIRST_HELD_OUT_SEED)


def _without_margins(tissue: NDArray[np.uint8], margin: int = 4) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of the canvas that holds something, with some voxels of air beside it, and its origin."""
    filled = tissue != ID["air"]
    x, y = np.flatnonzero(filled.any(axis=(1, 2))), np.flatnonzero(filled.any(axis=(0, 2)))
    x0, y0 = max(x[0] - margin, 0), max(y[0] - margin, 0)
    part = tissue[x0 : x[-1] + margin + 1, y0 : y[-1] + margin + 1]
    return np.ascontiguousarray(part), LOW + VOXEL_MM * np.array([x0, y0, 0])
