"""Procedural torso phantoms: a tissue map on a RAS grid, from a seed. Anatomy by implicit shapes and tubes, warped.

Coordinates are mm in a body frame: x to the patient's right, y forward, z up; z = 0 at the iliac crest, y = 0 in the
middle of the trunk. Every phantom has its own proportions, fat, posture, organ sizes, and smooth random deformation.
"""

from __future__ import annotations

import numpy as np

from training import organs, skeleton, trunk, vessels
from training.body import Body
from training.canvas import LOW, VOXEL_MM, Canvas
from training.donor import Donor

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


# Seeds from here on are for evaluation; training never sees them.
FIRST_HELD_OUT_SEED = 1_000_000


def make_phantom(seed: int) -> Donor:
    """The phantom of a seed: always the same one. What it does not show (head, brain, knee) is absent."""
    rng = np.random.default_rng([20260, seed])
    body = Body(Canvas(rng), rng)
    for paint in _PAINTERS:
        paint(body)
    held_out = seed >= FIRST_HELD_OUT_SEED
    return Donor(f"phantom_{seed:07d}", "trunk", body.c.tissue, LOW.copy(), VOXEL_MM, frozenset(), held_out)
