"""The body's midline, measured from the scan, and whether the side that an answer claims is proved by it. numpy only.

The plane sought is the one about which the scan, mirrored, is most like itself, in outline and inside. What lies
outside the field of view counts for nothing. Where the body is not whole, is no body (a knee), or is too unlike its
mirror image, there is no midline: a side is never guessed.

Left and right of an axial or coronal picture come from the volume's affine, and the midline can only contradict them. A
sagittal picture shows no side at all: there the midline is the only proof. docs/sides.md has the figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from MISGroundLib.anatomy import structure_for
from MISGroundLib.errors import Sentence
from MISGroundLib.geometry import Matrix, OrientedBox, as_affine

if TYPE_CHECKING:
    from MISGroundLib.slices import SliceImage

# Spacing of the samples that are compared, for the search, for its end and for the plane itself; and the most samples.
_COARSE_MM, _COARSE_SAMPLES = 6.0, 40_000
_FINE_MM, _CLIMB_SAMPLES, _FINE_SAMPLES = 5.0, 120_000, 250_000
# Turns about S and then about A that the search tries, each round about the best so far; the step of both at once with
# which it ends; and how far it may go.
_TURNS_DEG = ((-20.0, -10.0, 10.0, 20.0), (-5.0, 5.0))
_STEP_DEG = 2.5
_MOST_DEG = 25.0
# A volume thinner than this says nothing of a turn that only its depth would show.
_LEAST_DEPTH_MM = 80.0
# Hounsfield units: from where it is body, and the range that is compared, fat to bone. Others: shares of the range
# from the 1st to the 99th percentile.
_CT_BODY, _CT_RANGE = -300.0, (-200.0, 300.0)
_OTHER_BODY = 0.12
# Above twice the largest error on labelled scans, in heads and in trunks.
_HEAD_MM, _TRUNK_MM = 6.0, 10.0
# Two planes this near are one: only beyond it another one is a rival.
_RIVAL_MM = 25.0
_LEAST_SEEN = 0.65
# How far beyond the midline a whole box on the wrong side must lie for a word about it, where the picture shows sides.
_CLEARLY_BEYOND_MM = 20.0
# A picture whose plane is this near to the sagittal one shows no sides.
_SAGITTAL_WITHIN_DEG = 30.0
# Left and right in these names are no sides of the body; and vessels cross the midline.
_NO_SIDE = re.compile(r"\b(heart|cardiac|atri\w+|coronary|aort\w+)\b")
_MAY_CROSS = re.compile(r"\b(artery|vein|vessel)\b")
_SIDE_WORD = re.compile(r"\b(left|right)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Midline:
    """The midsagittal plane: a unit normal (3,) in RAS to the patient's right, and a point (3,) on it amid the body.

    uncertainty_mm: what to allow for. likeness: how like its mirror image the body is inside, 0 to 1.
    """

    normal_ras: Matrix
    centre_ras: Matrix
    uncertainty_mm: float
    likeness: float

    def distance_mm(self, points_ras: ArrayLike) -> NDArray[np.float64]:
        """Signed distances of points (..., 3), RAS mm, from the plane: positive on the patient's right."""
        away: NDArray[np.float64] = (np.asarray(points_ras, dtype=float) - self.centre_ras) @ self.normal_ras
        return away


@dataclass(frozen=True)
class _Fit:
    """The best mirror plane at a turn, and how well it mirrors.

    shift_mm: from the volume's middle along the normal. seen: the share of the body whose mirror image lies in the
    field of view; of that, outline and inside say how far it agrees, 0 to 1. lead: of the score over any rival's.
    """

    turn_deg: tuple[float, float]
    shift_mm: float
    seen: float
    outline: float
    inside: float
    lead: float
    body: _Body | None = field(default=None, repr=False)

    @property
    def score(self) -> float:
        """To be made as large as can be; a turn must earn its place."""
        return (
            2 * self.outline + self.inside + 0.2 * self.seen - 0.001 * (abs(self.turn_deg[0]) + abs(self.turn_deg[1]))
        )


@dataclass(frozen=True)
class _Body:
    """What the body looks like: its middle in the turned frame, mm from the volume's; width and depth (front to back)
    of its largest cross-section, mm; how much of that is left at the volume's top; and the share of its rows, left to
    right, that end at the left and right edge of the field of view.
    """

    middle_mm: Matrix
    width_mm: float
    depth_mm: float
    top: float
    cut: tuple[float, float]

    @property
    def is_trunk(self) -> bool:
        """Broader than deep, which a single limb is not; and large, or going on upwards: no head on its side."""
        return self.width_mm > 1.1 * self.depth_mm and (self.is_large or (self.width_mm > 140 and self.top > 0.2))

    @property
    def is_large(self) -> bool:
        """Broader than any head is long."""
        return self.width_mm > 250

    @property
    def is_head(self) -> bool:
        """Longer than broad, and no larger than heads are, where a trunk on its side or half of one is; and it ends or
        is large, where a knee is round, or small, and goes on upwards."""
        shape = self.width_mm / self.depth_mm
        ends, is_long = self.top < 0.2, shape < 0.85 and self.width_mm > 150
        return 0.6 < shape < 0.95 and 100 < self.width_mm < 210 and self.depth_mm < 280 and (ends or is_long)


def measure_midline(array: NDArray[np.generic], ijk_to_ras: ArrayLike, modality: str = "") -> Midline | None:
    """The midline of the body in a volume.

    Args:
        array: grey values (k, j, i).
        ijk_to_ras: 4x4, voxel indices to RAS mm.
        modality: "CT" for Hounsfield units; of others the grey values have no scale.

    Returns:
        The plane in RAS mm; None where it cannot be told.
    """
    scan = _Scan(array, as_affine(ijk_to_ras), modality)
    fit = _best_fit(scan)
    if fit is None or fit.body is None or _why_not(fit):
        return None
    turn = _turn(fit.turn_deg)
    middle = np.array([fit.shift_mm, *fit.body.middle_mm[1:]])
    uncertainty = _TRUNK_MM if fit.body.is_trunk else _HEAD_MM
    return Midline(turn[:, 0], scan.middle + turn @ middle, uncertainty, float(np.clip(fit.inside, 0, 1)))


@dataclass(frozen=True)
class SideVerdict:
    """What an answer may be called, a note on its side, and, where it is refuted, the reason to refuse it."""

    label: str
    note: str = ""
    refusal: str = ""


def judge_side(label: str, query: str, box: OrientedBox, image: SliceImage) -> SideVerdict:
    """The verdict on a box that a model drew.

    Args:
        label: what the model calls it.
        query: what was asked for.
        box: in RAS mm.
        image: the slice that was asked about, with the body's midline where that was measured.
    """
    structure = structure_for(label) or structure_for(query)
    if structure is None:
        names_a_side = _SIDE_WORD.search(label) or _SIDE_WORD.search(query)
        unproved = names_a_side and shows_no_sides(image) and image.midline is None
        return SideVerdict(label, _unmeasured(image) if unproved else "")
    if structure.side is None or _NO_SIDE.search(structure.base):
        return SideVerdict(label)
    unsure = f"{structure.base} (side unsure)"
    midline = image.midline
    if midline is None:
        return SideVerdict(unsure, _unmeasured(image)) if shows_no_sides(image) else SideVerdict(label)
    # Positive: on the side that is claimed.
    sign = 1.0 if structure.side == "right" else -1.0
    other = "left" if structure.side == "right" else "right"
    if not shows_no_sides(image):
        nearest = float(np.max(sign * midline.distance_mm(box.corners_ras())))
        if nearest > -_CLEARLY_BEYOND_MM or _MAY_CROSS.search(structure.base):
            return SideVerdict(label)
        return SideVerdict(
            label,
            Sentence(
                "Check the side: this box is called {name}, but all of it lies more than {distance} mm to the "
                "patient's {side} of the body's midline.",
                name=structure.name,
                distance=f"{_CLEARLY_BEYOND_MM:.0f}",
                side=Sentence(other),
            ),
        )
    away = sign * float(midline.distance_mm(box.center_ras))
    if away > midline.uncertainty_mm:
        return SideVerdict(label)
    if away < -midline.uncertainty_mm and not _MAY_CROSS.search(structure.base):
        return SideVerdict(
            label,
            refusal=Sentence(
                "The model drew the {name} on a slice that lies {distance} mm to the patient's {side} of the body's "
                "midline. It is refused: ask on a slice of the other side.",
                name=structure.name,
                distance=f"{-away:.0f}",
                side=Sentence(other),
            ),
        )
    if away > -midline.uncertainty_mm:
        near = "The side is not proved: the box lies within {distance} mm of the body's midline."
        return SideVerdict(unsure, Sentence(near, distance=f"{midline.uncertainty_mm:.0f}"))
    return SideVerdict(unsure, Sentence("The side is not proved: the box lies beyond the body's midline."))


def shows_no_sides(image: SliceImage) -> bool:
    """Whether left and right of the patient lie before and behind the picture: a sagittal plane, or nearly one."""
    normal = image.grid.pixel_to_ras[:3, 2]
    return abs(float(normal[0])) > np.cos(np.radians(_SAGITTAL_WITHIN_DEG)) * float(np.linalg.norm(normal))


def _unmeasured(image: SliceImage) -> Sentence:
    if image.grid.plane == "sagittal":
        return Sentence(
            "The side is not proved: a sagittal slice does not show it, and the body's own midline could not be "
            "measured in this scan (it is cut off, or too unlike on its two sides)."
        )
    return Sentence(
        "The side is not proved: this slice does not show it, and the body's own midline could not be measured in this "
        "scan (it is cut off, or too unlike on its two sides)."
    )


def _why_not(fit: _Fit) -> str:
    """Why a fit is no midline, in a sentence, or ""."""
    body = fit.body
    if body is None:
        return "There is no body."
    low, high = sorted(body.cut)
    if low > 0.5:
        return "The body goes on beyond both sides of the field of view."
    if not body.is_trunk and not body.is_head:
        return "It is neither a trunk nor a head."
    if high - low > 0.25 and (fit.seen < 0.8 or fit.inside < 0.65 or max(map(abs, fit.turn_deg)) > 5):
        return "The body is cut off at one side."
    # Of a trunk the liver is enough to make it unlike; of what may be a head on its side, more is asked.
    if max(map(abs, fit.turn_deg)) >= _MOST_DEG:
        return "The patient may be turned farther than is looked for."
    least_inside, least_lead = (0.45, 0.5) if body.is_large else (0.65, 0.7)
    if fit.outline < 0.85 or fit.inside < least_inside or fit.lead < least_lead:
        return "The two sides are too unlike."
    return ""


def _best_fit(scan: _Scan) -> _Fit | None:
    """The best mirror plane of a scan, None where there is nothing to mirror."""
    volume = float(np.prod(2 * scan.half))
    coarse = max(_COARSE_MM, (volume / _COARSE_SAMPLES) ** (1 / 3))
    best = scan.fit((0.0, 0.0), coarse)
    if best is None:
        return None
    deep = [2 * depth >= _LEAST_DEPTH_MM for depth in scan.half[1:]]
    for turns in _TURNS_DEG:
        for axis in (0, 1):
            start = best.turn_deg
            for turn in turns if deep[axis] else ():
                turned = (start[0] + turn, start[1]) if axis == 0 else (start[0], start[1] + turn)
                found = scan.fit(turned, coarse) if max(map(abs, turned)) <= _MOST_DEG else None
                if found is not None and found.score > best.score:
                    best = found
    turn_deg = _climb(scan, best.turn_deg, max(_FINE_MM, (volume / _CLIMB_SAMPLES) ** (1 / 3)), deep)
    return scan.fit(turn_deg, max(_FINE_MM, (volume / _FINE_SAMPLES) ** (1 / 3)), describe=True)


def _climb(scan: _Scan, start: tuple[float, float], step_mm: float, deep: list[bool]) -> tuple[float, float]:
    """The best turns, sought about both axes at once: one axis after the other can stop 6 degrees beside them.

    Up a grid of turns; then to the top of the parabola through the best and its neighbours.
    """
    moves = np.array(list(product(*((0, -1, 1) if one else (0,) for one in deep))), dtype=float)
    scores: dict[tuple[float, float], float] = {}
    best, at = start, None
    while best != at:
        at = best
        around = [(at[0] + _STEP_DEG * about_s, at[1] + _STEP_DEG * about_a) for about_s, about_a in moves]
        for turn_deg in around:
            if turn_deg not in scores:
                fit = scan.fit(turn_deg, step_mm) if max(map(abs, turn_deg)) <= _MOST_DEG else None
                scores[turn_deg] = -np.inf if fit is None else fit.score
        best = max(around, key=scores.__getitem__)
    heights = np.array([scores[turn_deg] for turn_deg in around])
    if not np.isfinite(heights).all():
        return best
    x, y = moves.T
    parts = np.linalg.lstsq(np.stack([x * x, y * y, x * y, x, y, np.ones_like(x)], axis=1), heights)[0]
    bend = np.array([[2 * parts[0], parts[2]], [parts[2], 2 * parts[1]]])
    if np.linalg.eigvalsh(bend).max() > 0:
        return best
    top = np.clip(-np.linalg.pinv(bend) @ parts[3:5], -1, 1)
    return best[0] + _STEP_DEG * float(top[0]), best[1] + _STEP_DEG * float(top[1])


def _turn(turn_deg: tuple[float, float]) -> Matrix:
    """The frame (3, 3), one axis a column, turned about S and then tilted about A; the first is the plane's normal."""
    about_s, about_a = np.radians(turn_deg)
    turn = np.array([[np.cos(about_s), -np.sin(about_s), 0], [np.sin(about_s), np.cos(about_s), 0], [0, 0, 1]])
    tilt = np.array([[np.cos(about_a), 0, np.sin(about_a)], [0, 1, 0], [-np.sin(about_a), 0, np.cos(about_a)]])
    frame: Matrix = turn @ tilt
    return frame


class _Scan:
    """A volume thinned out, its grey values as 0 for air and 1 to 2 for the body; compared in turned frames."""

    def __init__(self, array: NDArray[np.generic], affine: Matrix, modality: str) -> None:
        sizes = np.array(array.shape[::-1])
        reach = np.abs(affine[:3, :3]) @ sizes / 2
        self.middle: Matrix = affine[:3, :3] @ ((sizes - 1) / 2) + affine[:3, 3]
        self.half: Matrix = reach
        strides = [max(1, int(_FINE_MM / mm)) for mm in np.linalg.norm(affine[:3, :3], axis=0)]
        with np.errstate(over="ignore"):
            thin = np.asarray(array[:: strides[2], :: strides[1], :: strides[0]], dtype=np.float32)
        finite = np.isfinite(thin)
        thin = np.where(finite, thin, thin.min(where=finite, initial=np.inf) if finite.any() else 0.0)
        affine = affine.copy()
        affine[:3, :3] *= strides
        self._from_ras = np.linalg.inv(affine)
        if modality.upper() == "CT":
            body, (low, high) = _CT_BODY, _CT_RANGE
        else:
            low, high = (float(value) for value in np.percentile(thin, (1, 99)))
            body = low + _OTHER_BODY * (high - low)
        mask = (thin > body).astype(np.float32)
        # Smoothed within the body, so that a thin layer of it does not fall between samples.
        shown = _smooth(np.clip((thin - low) / max(high - low, 1e-6), 0, 1) * mask)
        self._values = (mask * (1 + shown / np.maximum(_smooth(mask), 1e-6))).astype(np.float32)

    def _sample(self, frame: Matrix, step: float) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Nearest values and whether they are in the field of view, each (y, z, x) along the frame's axes."""
        x, y, z = (
            np.arange(-int(reach / step), int(reach / step) + 1, dtype=np.float32) * np.float32(step)
            for reach in np.abs(frame).T @ self.half
        )
        matrix = (self._from_ras[:3, :3] @ frame).astype(np.float32)
        start = (self._from_ras[:3, :3] @ self.middle + self._from_ras[:3, 3]).astype(np.float32)
        place = np.zeros((y.size, z.size, x.size), dtype=np.int32)
        within = np.ones(place.shape, dtype=bool)
        pitch = 1
        for axis, size in enumerate(self._values.shape[::-1]):
            along = start[axis] + matrix[axis, 1] * y[:, None, None] + matrix[axis, 2] * z[:, None]
            index = np.rint(along + matrix[axis, 0] * x).astype(np.int32)
            within &= (index >= 0) & (index < size)
            place += np.clip(index, 0, size - 1) * np.int32(pitch)
            pitch *= size
        return self._values.ravel()[place], within

    def fit(self, turn_deg: tuple[float, float], step: float, describe: bool = False) -> _Fit | None:
        """The best plane at a turn. Every shift at once: a row times its mirror image is the row's own convolution."""
        values, within = self._sample(_turn(turn_deg), step)
        body = (values > 0) & within
        rows = body.any(axis=2)
        length = body.shape[2]
        if length < 8 or not rows.any():
            return None
        mask, view = body[rows].astype(np.float32), within[rows].astype(np.float32)
        amount = float(mask.sum())
        inner = values[rows] - 1
        inner = (inner - float((inner * mask).sum()) / amount) * mask

        def spectrum(signal: NDArray[np.float32]) -> NDArray[np.complexfloating]:
            return np.fft.rfft(signal, 2 * length, axis=1)

        def mirrored(first: NDArray[np.complexfloating], second: NDArray[np.complexfloating]) -> Matrix:
            return np.asarray(np.fft.irfft((first * second).sum(axis=0), 2 * length)[: 2 * length - 1], dtype=float)

        of_mask, of_view, of_inner, of_square = map(spectrum, (mask, view, inner, inner * inner))
        visible = mirrored(of_mask, of_view)
        seen = visible / amount
        outline = mirrored(of_mask, of_mask) / np.maximum(visible, 1e-3)
        # Where the body has one grey value only, the inside says nothing.
        power = np.maximum(mirrored(of_square, of_mask), 1e-6 * amount)
        inside = mirrored(of_inner, of_inner) / power
        score = np.where(seen > _LEAST_SEEN, 2 * outline + inside + 0.2 * seen, -np.inf)
        best = int(np.argmax(score))
        if not np.isfinite(score[best]):
            return None
        shift = (best + _vertex(score, best) - (length - 1)) * step / 2
        far = np.abs(np.arange(score.size) - best) * step / 2 > _RIVAL_MM
        rival = float(np.max(score, where=far, initial=-np.inf))
        lead = float(score[best]) - max(rival, 0.0)
        described = _describe(body, within, step) if describe else None
        return _Fit(turn_deg, shift, float(seen[best]), float(outline[best]), float(inside[best]), lead, described)


def _smooth(values: NDArray[np.float32]) -> NDArray[np.floating]:
    """Half of each sample and a quarter of either neighbour, along each axis."""
    smooth: NDArray[np.floating] = values
    for axis in range(3):
        lines = np.moveaxis(smooth, axis, 0)
        mixed = lines / 2
        mixed[1:] += lines[:-1] / 4
        mixed[:-1] += lines[1:] / 4
        smooth = np.moveaxis(mixed, 0, axis)
    return smooth


def _vertex(score: Matrix, best: int) -> float:
    """Where the parabola through the best and its neighbours peaks, in samples from the best."""
    around = score[max(best - 1, 0) : best + 2]
    bend = around[0] - 2 * around[1] + around[-1] if around.size == 3 and np.isfinite(around).all() else 0.0
    return float(0.5 * (around[0] - around[2]) / bend) if bend < 0 else 0.0


def _describe(body: NDArray[np.bool_], within: NDArray[np.bool_], step: float) -> _Body:
    """Of a body (y, z, x) in the field of view."""
    areas = body.sum(axis=(0, 2)).astype(float)
    largest = int(np.argmax(areas))
    across, along = body[:, largest].any(axis=0), body[:, largest].any(axis=1)
    scanned = np.nonzero(within.any(axis=(0, 2)))[0]
    rows = body.any(axis=2)
    solid, view = body[rows], within[rows]
    first, last = np.argmax(view, axis=1), view.shape[1] - 1 - np.argmax(view[:, ::-1], axis=1)
    number = np.arange(len(solid))
    middle = np.argwhere(body).mean(axis=0) - (np.array(body.shape) - 1) / 2
    return _Body(
        middle_mm=np.array([middle[2], middle[0], middle[1]]) * step,
        width_mm=float(np.ptp(np.nonzero(across)[0]) + 1) * step,
        depth_mm=float(np.ptp(np.nonzero(along)[0]) + 1) * step,
        top=float(areas[scanned[-1]] / areas[largest]),
        cut=(float(solid[number, first].mean()), float(solid[number, last].mean())),
    )
