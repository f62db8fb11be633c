"""Hypothesis strategies for geometry: rigid frames, volumes on them, boxes."""

import numpy as np
from hypothesis import strategies as st


@st.composite
def rotations(draw):
    """A proper rotation (3, 3), from a random unit quaternion."""
    quaternion = np.array([draw(st.floats(-1, 1)) for _ in range(4)])
    norm = np.linalg.norm(quaternion)
    w, x, y, z = quaternion / norm if norm > 1e-3 else np.array([1.0, 0, 0, 0])
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


@st.composite
def volumes(draw):
    """(ijk_to_ras, shape): any orientation, either handedness, spacing 0.3 to 5 mm, 2 to 60 voxels a side."""
    axes = draw(rotations()) @ np.diag([draw(st.sampled_from((-1.0, 1.0))) for _ in range(3)])
    affine = np.eye(4)
    affine[:3, :3] = axes * [draw(st.floats(0.3, 5.0)) for _ in range(3)]
    affine[:3, 3] = [draw(st.floats(-300, 300)) for _ in range(3)]
    return affine, tuple(draw(st.integers(2, 60)) for _ in range(3))


@st.composite
def boxes(draw, size=500.0):
    """A valid pixel box within 0..size."""
    x0, y0 = (draw(st.floats(0, size - 1)) for _ in range(2))
    return (x0, y0, x0 + draw(st.floats(0.5, size)), y0 + draw(st.floats(0.5, size)))
