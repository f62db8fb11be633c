"""Pictures for training: a slice of a donor in a fresh pose, field of view, contrast and scanner, and its true boxes.

A `Picture` holds what the product's own slice would: uint8 pixels (row 0 = top), plane, position fraction along the
plane's RAS axis of the scanned volume, and the box of every structure in half-open pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import find_objects

from MISGroundLib.geometry import Box
from MISGroundLib.slices import PLANES, POSITION_AXIS
from training.change import change
from training.contrast import Contrast, random_contrast
from training.deform import Pose, random_pose, upsampling
from training.donor import Donor
from training.field import field_of_view, random_plane, scanned_range
from training.scanner import noise, scan
from training.structures import BODY, CONTAINS, COUNT
from training.tissues import ID, IN_BODY, MAYBE, STRUCTURE_OF

IGNORE = 255  # in labels: the structure here is not known
# Smaller traces of a structure are neither present nor absent: not asked.
_SMALLEST_MM2, _SMALLEST_OF_BODY, _FEWEST_PIXELS = 45.0, 0.0015, 9
_KNOT = 6  # pixels between the points at which the pose is computed; linear between them

_LABEL_OF = np.where((STRUCTURE_OF == 0) & IN_BODY, BODY, STRUCTURE_OF).astype(np.uint8)
_LABEL_OF[MAYBE.any(axis=1)] = IGNORE


@dataclass(frozen=True)
class Picture:
    """`labels` uint8 as `pixels`: finest structure ids, BODY where nothing else is, 0 outside, IGNORE where unknown.

    `boxes`: every structure that is certainly present, whole ones (brain) round their parts. `unclear`: ids not to be
    asked. `background_may`: structures that pixels of BODY may belong to. `modality`: CT, MR or "".
    """

    pixels: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    plane: str
    position_fraction: float
    pixel_mm: float
    boxes: dict[int, Box]
    unclear: frozenset[int] = field(default_factory=frozenset)
    background_may: frozenset[int] = field(default_factory=frozenset)
    modality: str = "CT"


def absent_ids(picture: Picture) -> list[int]:
    """Structures of which the slice holds no trace."""
    return [i for i in range(1, COUNT + 1) if i not in picture.boxes and i not in picture.unclear]


def boxes_of(labels: NDArray[np.uint8], pixel_mm: float) -> tuple[dict[int, Box], frozenset[int]]:
    """Half-open pixel boxes of the structures in a label picture, wholes included; ids whose trace is too small."""
    found = {}
    counts = np.bincount(labels.ravel(), minlength=256)
    for index, part in enumerate(find_objects(labels, IGNORE), 1):
        if part is not None:
            rows, columns = part
            found[index] = (columns.start, rows.start, columns.stop, rows.stop)
    body_px = int(counts[1:].sum())
    least_px = max(min(_SMALLEST_MM2 / pixel_mm**2, _SMALLEST_OF_BODY * body_px), _FEWEST_PIXELS)
    boxes: dict[int, Box] = {}
    unclear = set()
    parts = np.array([index for index in found if index <= COUNT], dtype=int)
    for whole in np.flatnonzero(CONTAINS[:, parts].any(axis=1) | (np.arange(COUNT + 1) == BODY)):
        members = list(found) if whole == BODY else [int(part) for part in parts if CONTAINS[whole, part]]
        if not members:
            continue
        if counts[members].sum() < least_px:
            unclear.add(int(whole))
            continue
        corners = np.array([found[member] for member in members], dtype=float)
        x0, y0, x1, y1 = (*corners[:, :2].min(axis=0), *corners[:, 2:].max(axis=0))
        boxes[int(whole)] = (float(x0), float(y0), float(x1), float(y1))
    return boxes, frozenset(unclear)


def draw_picture(donor: Donor, rng: np.random.Generator, plane: str | None = None, kind: str | None = None) -> Picture:
    """One random slice of a donor, the same for the same generator state. `kind` of contrast: CT, MR or random."""
    plane = plane or random_plane(rng, donor.region)
    low, high = scanned_range(donor, rng)
    center = (low + high) / 2
    reach = float(max(high[0] - low[0], high[1] - low[1]))
    pose = random_pose(rng, center, reach)
    body = (center + (low - center) * pose.size, center + (high - center) * pose.size)
    first, last = field_of_view(*body, rng)

    axis = POSITION_AXIS[plane]
    spread = 0.5 if plane == "axial" else 0.21
    fraction = float(rng.uniform(0.02, 0.98) if spread == 0.5 else np.clip(rng.normal(0.5, spread), 0.03, 0.97))
    through = (first + last) / 2
    through[axis] = first[axis] + fraction * (last[axis] - first[axis])
    right, down = (np.array(v) for v in PLANES[plane])
    extent = np.array([np.abs(right) @ (last - first), np.abs(down) @ (last - first)])
    pixel_mm = float(max(extent.max() / rng.uniform(130, 205), 0.4 * donor.voxel_mm))
    width, height = (max(16, int(e / pixel_mm)) for e in extent)

    taps, weights, near = _sample(donor, pose, (through, right * pixel_mm, down * pixel_mm), (height, width), rng)
    change([near, *taps], donor, rng, pixel_mm)
    contrast = random_contrast(rng, donor.region, kind)
    values = sum(contrast.mean[tap] * weight for tap, weight in zip(taps, weights, strict=True))
    values = _textured(values, near, contrast, rng)
    pixels = scan(values, contrast, rng, plane, donor.voxel_mm / pixel_mm)

    labels = _LABEL_OF[near]
    boxes, small = boxes_of(labels, pixel_mm)
    maybe = np.flatnonzero(MAYBE[np.unique(near)].any(axis=0))
    unclear = small | donor.unknown | frozenset(int(i) for i in maybe)
    boxes = {index: box for index, box in boxes.items() if index not in unclear}
    return Picture(pixels, labels, plane, fraction, pixel_mm, boxes, unclear, donor.unknown, contrast.modality)


def _textured(
    values: NDArray[np.float32], near: NDArray[np.uint8], contrast: Contrast, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Tissues are not flat: smooth blotches and fine speckle, each tissue as strongly as its texture says."""
    blotch, speckle = rng.dirichlet([1.5, 1.5])
    shape = (near.shape[0], near.shape[1])
    field = np.float32(blotch) * noise(rng, shape, rng.uniform(2, 9)) + np.float32(speckle) * noise(
        rng, shape, rng.uniform(0, 1.5)
    )
    textured: NDArray[np.float32] = values + contrast.texture[near] * field
    return textured


def _sample(
    donor: Donor,
    pose: Pose,
    frame: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[list[NDArray[np.uint8]], list[NDArray[np.float32]], NDArray[np.uint8]]:
    """(tissue pictures, their weights (h, w) that sum to one, the nearest tissue) on the plane of a frame.

    frame: the picture's middle and its steps right and down, mm. Brightness is interpolated between the four voxels
    round a point in the plane, and over the slice's thickness; the truth is the nearest voxel's.
    """
    through, right, down = frame
    height, width = shape
    rows, to_rows = upsampling(height, _KNOT)
    columns, to_columns = upsampling(width, _KNOT)
    knots = (
        through + (columns - (width - 1) / 2)[None, :, None] * right + (rows - (height - 1) / 2)[:, None, None] * down
    )
    coarse = ((pose.to_donor(knots) - donor.origin_ras) / donor.voxel_mm).astype(np.float32)
    at = [to_rows @ coarse[:, :, axis] @ to_columns.T for axis in range(3)]  # voxel coordinates (h, w)

    tissue = np.asarray(donor.tissue)
    sizes = tissue.shape
    outside = (at[0] < -0.5) | (at[0] > sizes[0] - 0.5) | (at[1] < -0.5) | (at[1] > sizes[1] - 0.5)
    flat = tissue.reshape(-1)
    strides = (sizes[1] * sizes[2], sizes[2], 1)

    def fetch(index: list[NDArray[np.int32]]) -> NDArray[np.uint8]:
        found = flat[sum(np.clip(i, 0, n - 1) * s for i, n, s in zip(index, sizes, strides, strict=True))]
        found[outside] = ID["air"]
        return found

    nearest = [np.rint(c).astype(np.int32) for c in at]
    near = fetch(nearest)
    first, second = int(np.argmax(np.abs(right))), int(np.argmax(np.abs(down)))
    corner = list(nearest)
    parts = {}
    for axis in (first, second):
        floor = np.floor(at[axis])
        corner[axis], parts[axis] = floor.astype(np.int32), at[axis] - floor
    taps, weights = [], []
    for i in (0, 1):
        for j in (0, 1):
            index = list(corner)
            index[first] = index[first] + i
            index[second] = index[second] + j
            taps.append(fetch(index))
            weights.append((parts[first] if i else 1 - parts[first]) * (parts[second] if j else 1 - parts[second]))
    thick = float(rng.choice([0.0, 3.0, 5.0, 8.0], p=[0.6, 0.2, 0.13, 0.07])) / donor.voxel_mm
    if thick >= 1:
        normal = 3 - first - second
        index = list(nearest)
        index[normal] = np.rint(at[normal] + thick / 2 * rng.choice([-1, 1])).astype(np.int32)
        weights = [weight * np.float32(0.55) for weight in weights]
        taps.append(fetch(index))
        weights.append(np.full(shape, 0.45, dtype=np.float32))
    return taps, weights, near
