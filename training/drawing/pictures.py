"""Pictures for training: a slice of a donor in a fresh pose, field of view, contrast and scanner, and its true boxes.

A `Picture` holds what the product's own slice would: uint8 pixels (row 0 = top), plane, position fraction along the
plane's RAS axis of the scanned volume, and the box of every structure in half-open pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import find_objects

from MISGroundLib.geometry import Box
from MISGroundLib.slices import PLANES, POSITION_AXIS
from training.donor import Donor
from training.drawing.change import change, surround
from training.drawing.contrast import Contrast, random_contrast, real_contrast, recontrast
from training.drawing.field import Field, random_field, random_plane
from training.drawing.landmarks import landmarks
from training.drawing.sampling import Frame, Sample, sample
from training.drawing.scanner import alike, blur_matrix, noise, scan
from training.structures import BODY, CONTAINS, COUNT, mirror_id
from training.tissues import IN_BODY, MAYBE, STRUCTURE_OF, draw_hounsfield

BESIDE_MM = 5.0  # from a slice to its neighbours; a stack's own slices where these lie farther apart
IGNORE = 255  # in labels: the structure here is not known
# Smaller traces of a structure are neither present nor absent: not asked.
_SMALLEST_MM2, _SMALLEST_OF_BODY, _FEWEST_PIXELS = 45.0, 0.0015, 9
_REAL = 0.6  # how often a real image is shown, of a donor that has one
# How often a picture is that of a mirrored body; a knee is as often a left one.
_SITUS_INVERSUS, _MIRRORED = 0.12, {"knee": 0.5}
_FEW, _TRIES = 4, 3  # a slice with fewer boxes is drawn again, so many times at most

_LABEL_OF = np.where((STRUCTURE_OF == 0) & IN_BODY, BODY, STRUCTURE_OF).astype(np.uint8)
_LABEL_OF[MAYBE.any(axis=1)] = IGNORE
_TWIN = {index: mirror_id(index) for index in range(1, COUNT + 1)}
_TWIN_LABEL = np.array([_TWIN.get(index, index) for index in range(256)], dtype=np.uint8)


@dataclass(frozen=True)
class Picture:
    """`labels` uint8 as `pixels`: finest structure ids, BODY where nothing else is, 0 outside, IGNORE where unknown.

    `boxes`: every structure that is certainly present, whole ones (brain) round their parts. `unclear`: ids not to be
    asked. `background_may`: structures that pixels of BODY may belong to. `modality`: CT, MR or "". `midline_mm`: from
    the body's middle to a sagittal slice, + on the patient's right; None where the scan has not both sides. `beside`:
    as `pixels`, the neighbouring slices towards L, P or I and towards R, A or S; the slice itself beyond the scan.
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
    midline_mm: float | None = None
    beside: tuple[NDArray[np.uint8], NDArray[np.uint8]] | None = None


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
        left, top, right, bottom = zip(*(found[member] for member in members), strict=True)
        boxes[int(whole)] = (float(min(left)), float(min(top)), float(max(right)), float(max(bottom)))
    return boxes, frozenset(unclear)


def draw_picture(
    donor: Donor,
    rng: np.random.Generator,
    plane: str | None = None,
    kind: str | None = None,
    neighbours: bool = False,
) -> Picture:
    """One random slice of a donor, the same for the same generator state.

    `kind`: how it is seen, CT, MR or random contrast, or "real" for the image of a donor that has one. Now and then the
    body is another one, mirrored, its left parts named right. `neighbours`: with the slices beside it; all else is the
    same as without.
    """
    real = donor.image is not None and (kind == "real" or (kind is None and rng.random() < _REAL))
    for _ in range(_TRIES):
        cut = _cut(donor, rng, plane or random_plane(rng, donor.region), real, neighbours)
        labels = _LABEL_OF[cut.met[0].near]
        boxes, small = boxes_of(labels, cut.pixel_mm)
        if len(boxes) >= (_FEW if cut.field.whole_width and not donor.partial else 2) or (boxes and rng.random() < 0.1):
            break
    rough_px = 0.0 if real else donor.voxel_mm / cut.pixel_mm
    count = len(cut.met)
    if cut.met[0].grey is not None:
        contrast = real_contrast(rng, donor.region, donor.modality)
        greys = [met.grey for met in cut.met if met.grey is not None]
        values = [recontrast(grey, one, donor.modality) for grey, one in zip(greys, alike(rng, count), strict=True)]
    else:
        contrast = random_contrast(rng, donor.region, None if kind == "real" else kind)
        made = enumerate(zip(cut.met, alike(rng, count), strict=True))
        values = [_textured(met, contrast, one, layer) for layer, (met, one) in made]
    pixels, *others = scan(values, contrast, rng, cut.plane, rough_px, cut.field.step_mm / cut.pixel_mm)
    beside = None
    if neighbours:
        seen = {0: pixels, **dict(zip(cut.shifts[1:], others, strict=True))}
        beside = (seen.get(-1, pixels), seen.get(1, pixels))

    maybe = np.flatnonzero(MAYBE[np.unique(cut.met[0].near)].any(axis=0))
    hidden = donor.unknown | donor.partial
    seen_whole = donor.partial & boxes.keys() if cut.plane == "axial" else frozenset()
    unclear = small | (hidden - seen_whole) | frozenset(int(i) for i in maybe)
    boxes = {index: box for index, box in boxes.items() if index not in unclear}
    about = (cut.plane, cut.fraction, cut.pixel_mm, boxes, unclear, hidden, contrast.modality, cut.midline_mm, beside)
    picture = Picture(pixels, labels, *about)
    often = _MIRRORED.get(donor.region, _SITUS_INVERSUS)
    return mirrored(picture) if cut.plane != "sagittal" and rng.random() < often else picture


def mirrored(picture: Picture) -> Picture:
    """The picture of the mirrored body: flipped left to right, what was left is right."""
    width = picture.pixels.shape[1]
    boxes = {_TWIN[i]: (width - x1, y0, width - x0, y1) for i, (x0, y0, x1, y1) in picture.boxes.items()}
    return replace(
        picture,
        pixels=_flipped(picture.pixels),
        labels=_TWIN_LABEL[picture.labels[:, ::-1]],
        boxes=boxes,
        unclear=frozenset(_TWIN[i] for i in picture.unclear),
        background_may=frozenset(_TWIN[i] for i in picture.background_may),
        beside=picture.beside and (_flipped(picture.beside[0]), _flipped(picture.beside[1])),
    )


def _flipped(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(pixels[:, ::-1])


@dataclass(frozen=True)
class _Cut:
    """A slice's geometry and what it meets; `shifts`: of what is met, 0 the slice itself, -1 and 1 its neighbours."""

    plane: str
    fraction: float
    pixel_mm: float
    field: Field
    midline_mm: float | None
    shifts: list[int]
    met: list[Sample]


def _cut(donor: Donor, rng: np.random.Generator, plane: str, real: bool, neighbours: bool) -> _Cut:
    field = random_field(donor, rng)
    pose, first, last = field.pose, field.first, field.last
    axis = POSITION_AXIS[plane]
    fraction = float(rng.uniform(0.02, 0.98) if plane == "axial" else np.clip(rng.normal(0.5, 0.2), 0.03, 0.97))
    through = (first + last) / 2
    through[axis] = first[axis] + fraction * (last[axis] - first[axis])
    right, down = (np.array(v) for v in PLANES[plane])
    extent = np.array([np.abs(right) @ (last - first), np.abs(down) @ (last - first)])
    pixel_mm = float(max(extent.max() / rng.uniform(130, 215), 0.4 * donor.voxel_mm))
    width, height = (max(16, int(e / pixel_mm)) for e in extent)
    midline = landmarks(donor).midline if plane == "sagittal" and field.whole_width else None
    if midline is not None:
        midline = float((pose.to_donor(through)[0] - midline) * pose.size[0])

    away_mm = max(BESIDE_MM, field.step_mm if plane == "axial" else 0.0)
    places = {0: through}
    for shift in (-1, 1) if neighbours else ():
        place = through + shift * away_mm * np.eye(3)[axis]
        if first[axis] <= place[axis] <= last[axis]:
            places[shift] = place
    frames = [Frame(place, right * pixel_mm, down * pixel_mm, (height, width)) for place in places.values()]
    count = len(frames)
    met = [sample(donor, pose, frame, one, real) for frame, one in zip(frames, alike(rng, count), strict=True)]
    tissues = [[own.near, *own.taps] for own in met]
    before = [own.near.copy() for own in met] if met[0].grey is not None else []
    if met[0].grey is None:
        change(tissues[0], donor, rng, pixel_mm, tissues[1:])
    for own, frame, one in zip(tissues, frames, alike(rng, count), strict=True):
        surround(own, donor, one, frame, field.body)
    for slice_, was, one in zip(met, before, alike(rng, count), strict=False):
        assert slice_.grey is not None  # what stands round a real body is painted over its image
        painted = slice_.near != was
        slice_.grey[painted] = draw_hounsfield(one)[slice_.near[painted]] if donor.modality == "CT" else 0
    return _Cut(plane, fraction, pixel_mm, field, midline, list(places), met)


def _textured(met: Sample, contrast: Contrast, rng: np.random.Generator, layer: int) -> NDArray[np.float32]:
    """The slice's brightness, each tissue as blotched and speckled as its texture says: tissues are not flat.

    layer: neighbours made alike have the same blotches, and speckles of their own.
    """
    values = np.zeros(met.near.shape, dtype=np.float32)
    for tap, weight in zip(met.taps, met.weights, strict=True):
        values += contrast.mean[tap] * weight
    blotch, speckle = rng.dirichlet([1.5, 1.5]).astype(np.float32)
    if contrast.opposed is not None:  # water less fat: a dark rim wherever a pixel holds both
        fat = np.zeros_like(values)
        for tap, weight in zip(met.taps, met.weights, strict=True):
            fat += contrast.opposed[tap] * weight
        mixing = [blur_matrix(count, 0.7) for count in values.shape]
        values = np.abs(np.asarray(mixing[0] @ (values - 2 * fat) @ mixing[1].T, dtype=np.float32))
    smooth = noise(rng, values.shape, rng.uniform(2, 9))
    fine = noise(rng, values.shape, rng.uniform(0, 1.5), layer)
    values += contrast.texture[met.near] * (blotch * smooth + speckle * fine)
    return values
