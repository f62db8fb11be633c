"""How a place in the second visit's volume is one in the first's: as the files or the scene say, or registered.

The registration is rigid and SimpleITK's: Mattes mutual information on both volumes resampled to one pitch in RAS
(Mattes et al., IEEE TMI 2003), from several starts. It is made twice, each way, on its own: where the two ways disagree
neither is believed. A volume is judged by what both show alone, the inside of both fields of view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import Sentence, UserError, one_line
from MISGroundLib.geometry import Matrix, as_affine, transform_point

# Pitches that volumes are resampled to, mm: where the starts are tried, and where the best are refined.
_COARSE_MM, _FINE_MM = 10.0, 4.0
# A small volume gets about this many voxels along its longest side all the same.
_FEWEST_VOXELS = 48
_STARTS_KEPT = 2
# A start must leave this share of the smaller volume inside the other; a result, for it to be judged at all.
_LEAST_OVERLAP = 0.25
# Two registrations, each way, that differ by more are no measurement (mm, at the corners of what both show).
_MOST_DISAGREEMENT_MM = 3.0
# Correlation of grey values (of one modality), or the share of one's spread that the other tells (of two). Copies of a
# scan that were moved, cropped and made noisier have 0.96 or more, scans of two people up to 0.6 (docs/studies.md).
# Between modalities the same neck has 0.09: only what has nothing in common is refused there.
_LEAST_SIMILARITY = {"correlation": 0.7, "correlation ratio": 0.05}
_CT_RANGE = (-250.0, 600.0)


@dataclass(frozen=True, eq=False)
class Scan:
    """A volume to register: grey values (k, j, i), voxel centre to RAS mm, "CT" or "MR" or "", and a name."""

    array: NDArray[Any]
    ijk_to_ras: Matrix
    modality: str = ""
    name: str = ""


@dataclass(frozen=True)
class Quality:
    """What speaks for a registration.

    overlap: the share of the smaller volume that the other one shows too. similarity: from 0 to 1, by the measure of
    that name. disagreement_mm: how far a second registration, made the other way round, puts the corners of what both
    show from where the first one puts them, at the most. moved_mm, turned_deg: what was found, against the files.
    """

    overlap: float
    similarity: float
    measure: str
    disagreement_mm: float
    moved_mm: float
    turned_deg: float

    def line(self) -> Sentence:
        """One line for a person."""
        return Sentence(
            "{overlap} % of the smaller volume is shown by both; {measure} {similarity}; registrations each way agree "
            "to {disagreement} mm; moved {moved} mm and turned {turned} degrees against the files",
            overlap=f"{100 * self.overlap:.0f}",
            measure=Sentence(self.measure),
            similarity=f"{self.similarity:.2f}",
            disagreement=f"{self.disagreement_mm:.1f}",
            moved=f"{self.moved_mm:.1f}",
            turned=f"{self.turned_deg:.1f}",
        )


@dataclass(frozen=True, eq=False)
class Alignment:
    """second_to_first: 4x4, RAS mm. how: "files", "scene" or "registered". statement: the same in plain words."""

    second_to_first: Matrix
    how: str
    statement: str
    quality: Quality | None = None

    def to_json(self) -> dict[str, Any]:
        """The entry of a comparison's file."""
        return {
            "how": self.how,
            "statement": self.statement,
            "second_to_first": self.second_to_first.round(6).tolist(),
            "quality": None if self.quality is None else asdict(self.quality),
        }


def unregistered(transformed: bool = False) -> Alignment:
    """Places as they are given. transformed: a transform of the scene applies to one of the volumes or to both."""
    if transformed:
        told = Sentence("Places are compared as the scene's transforms say.")
    else:
        told = Sentence(
            "Places are compared as the files say: nobody checked that the patient lay alike on both visits."
        )
    return Alignment(np.eye(4), "scene" if transformed else "files", told)


def register(first: Scan, second: Scan, on_step: Callable[[float], None] | None = None) -> Alignment:
    """Register the second volume rigidly to the first: some seconds, in steps.

    Args:
        first, second: the volumes.
        on_step: told after each step the share that is done, 0 to 1; what it raises ends the registration.

    Returns:
        The alignment with its quality. That both are of one patient is not checked by it.

    Raises:
        UserError: the registration failed, with the figure that says so; or a volume has nothing to register.
    """
    pair = _Pair(first, second, on_step)
    there = pair.best(0, 1)
    back = pair.best(1, 0)
    if there is None or back is None:
        raise _failed(first, second, Sentence("the volumes have too little in common to begin with"))
    overlap, similarity, measure = pair.judge(there)
    both_ways = pair.disagreement(there, back)
    second_to_first = np.asarray(np.linalg.inv(there), dtype=np.float64)
    moved = transform_point(second_to_first, pair.middle(1)) - pair.middle(1)
    turned = float(np.degrees(np.arccos(np.clip((np.trace(there[:3, :3]) - 1) / 2, -1, 1))))
    quality = Quality(overlap, similarity, measure, both_ways, float(np.linalg.norm(moved)), turned)
    if overlap < _LEAST_OVERLAP:
        shown = Sentence("{overlap} % of the smaller one is shown by both", overlap=f"{100 * overlap:.0f}")
        raise _failed(first, second, shown)
    if both_ways > _MOST_DISAGREEMENT_MM:
        apart = Sentence("registrations each way differ by {distance} mm", distance=f"{both_ways:.0f}")
        raise _failed(first, second, apart)
    if similarity < _LEAST_SIMILARITY[measure]:
        unlike = "what both show is too unlike ({measure} {similarity})"
        value = f"{similarity:.2f}"
        raise _failed(first, second, Sentence(unlike, measure=Sentence(measure), similarity=value))
    told = Sentence("Places are compared after a rigid registration by SimpleITK: {quality}.", quality=quality.line())
    return Alignment(second_to_first, "registered", told, quality)


def _failed(first: Scan, second: Scan, why: str) -> UserError:
    return UserError(
        "{first} and {second} could not be registered: {why}. Compare them without a registration, or put the second "
        "one under a transform in 3D Slicer.",
        first=one_line(first.name) or Sentence("A volume"),
        second=one_line(second.name) or Sentence("another"),
        why=why,
    )


class _Pair:
    """Two volumes on pitches of their own choice, as SimpleITK's pictures in RAS with the mask of what they show."""

    def __init__(self, first: Scan, second: Scan, on_step: Callable[[float], None] | None = None) -> None:
        scans = (first, second)
        self._on_step, self._steps = on_step, 0
        self._ranges = [_grey_range(scan) for scan in scans]
        self._corners = [_corners(scan) for scan in scans]
        longest = min(float(np.ptp(corners, axis=0).max()) for corners in self._corners)
        self._fine = max(1.0, min(_FINE_MM, longest / _FEWEST_VOXELS))
        self._pitches = (_COARSE_MM / _FINE_MM * self._fine, self._fine)
        self._pictures = [
            {pitch: _resampled(scan, pitch, low_high) for pitch in self._pitches}
            for scan, low_high in zip(scans, self._ranges, strict=True)
        ]
        self._one_kind = first.modality == second.modality and bool(first.modality)

    def middle(self, which: int) -> Matrix:
        """The middle of a volume's box, RAS mm."""
        found: Matrix = self._corners[which].mean(axis=0)
        return found

    def best(self, fixed: int, moving: int) -> Matrix | None:
        """The 4x4 from a place in `fixed` to the same in `moving`; None where no start left enough of both."""
        coarse, fine = self._pitches
        tried: list[tuple[float, int, Matrix]] = []
        for start in self._starts(fixed, moving):
            if (shared := self._overlap(start, fixed, moving, coarse)) >= _LEAST_OVERLAP:
                # Times what is shared: a little in common, well explained, is no match of the whole.
                tried.append((shared * self._value(start, fixed, moving, coarse), len(tried), start))
        self._tell()
        refined: list[tuple[float, int, Matrix]] = []
        for _, place, start in sorted(tried)[:_STARTS_KEPT]:
            found = self._optimised(start, fixed, moving, coarse)
            if (shared := self._overlap(found, fixed, moving, coarse)) >= _LEAST_OVERLAP:
                refined.append((shared * self._value(found, fixed, moving, coarse), place, found))
            self._tell()
        if not refined:
            return None
        best = self._optimised(min(refined)[2], fixed, moving, fine)
        self._tell()
        return best

    def _tell(self) -> None:
        self._steps += 1
        if self._on_step:
            self._on_step(min(1.0, self._steps / (2 * (_STARTS_KEPT + 2))))

    def judge(self, first_to_second: Matrix) -> tuple[float, float, str]:
        """Overlap, similarity and its measure, inside of what both show."""
        import SimpleITK as sitk  # noqa: N813 (its usual name)

        values, masks = [], []
        (fixed, fixed_mask), (moving, moving_mask) = (one[self._fine] for one in self._pictures)
        transform = _itk(first_to_second, self.middle(0))
        for picture, how in ((moving, sitk.sitkLinear), (moving_mask, sitk.sitkNearestNeighbor)):
            values.append(sitk.GetArrayFromImage(sitk.Resample(picture, fixed, transform, how, 0.0)))
        masks = [sitk.GetArrayFromImage(fixed_mask) > 0, values[1] > 0]
        shared = masks[0] & masks[1]
        one, other = sitk.GetArrayFromImage(fixed)[shared], values[0][shared]
        # Air round both would speak for any registration.
        body = (one > 0.05) | (other > 0.05)
        measure = "correlation" if self._one_kind else "correlation ratio"
        alike = _correlation if self._one_kind else _correlation_ratio
        similarity = alike(one[body], other[body]) if body.sum() > 100 else 0.0
        return self._overlap(first_to_second, 0, 1, self._fine), similarity, measure

    def disagreement(self, there: Matrix, back: Matrix) -> float:
        """How far from its place a corner of the smaller volume lands after both ways, mm, at the most."""
        smaller = int(np.prod(np.ptp(self._corners[0], axis=0)) > np.prod(np.ptp(self._corners[1], axis=0)))
        ways = (there, back) if smaller == 0 else (back, there)
        corners = self._corners[smaller]
        landed = np.array([transform_point(ways[1] @ ways[0], corner) for corner in corners])
        return float(np.linalg.norm(landed - corners, axis=1).max())

    def _starts(self, fixed: int, moving: int) -> list[Matrix]:
        """Nothing moved; middle on middle; bodies' centres on one another; and along the body, a pitch apart."""
        shifts = [np.zeros(3), self.middle(moving) - self.middle(fixed)]
        centred = self._centre(moving) - self._centre(fixed)
        shifts.append(centred)
        both = sum(float(np.ptp(corners[:, 2])) for corners in self._corners) / 2
        step = max(2 * self._pitches[0], both / 12)
        for along in np.arange(-both + step, both, step):
            shifts.append(np.array([*centred[:2], shifts[1][2] + along]))
        found = []
        for shift in shifts:
            matrix = np.eye(4)
            matrix[:3, 3] = shift
            found.append(matrix)
        return found

    def _centre(self, which: int) -> Matrix:
        """The centre of the body that a volume shows, RAS mm."""
        import SimpleITK as sitk  # noqa: N813

        picture, mask = self._pictures[which][self._pitches[0]]
        weight = sitk.GetArrayFromImage(picture) * (sitk.GetArrayFromImage(mask) > 0)
        if not weight.any():
            return self.middle(which)
        k, j, i = np.nonzero(weight)
        places = np.stack([i, j, k], axis=1) * picture.GetSpacing() + picture.GetOrigin()
        centre: Matrix = np.average(places, axis=0, weights=weight[k, j, i])
        return centre

    def _overlap(self, matrix: Matrix, fixed: int, moving: int, pitch: float) -> float:
        import SimpleITK as sitk  # noqa: N813

        mask, other = self._pictures[fixed][pitch][1], self._pictures[moving][pitch][1]
        transform = _itk(matrix, self.middle(fixed))
        moved = sitk.GetArrayFromImage(sitk.Resample(other, mask, transform, sitk.sitkNearestNeighbor, 0.0))
        own = sitk.GetArrayFromImage(mask)
        least = min(int(own.sum()), int(sitk.GetArrayFromImage(other).sum()))
        return min(1.0, float((own & moved).sum()) / max(1, least))

    def _method(self, fixed: int, moving: int, pitch: float, share: float) -> Any:
        import SimpleITK as sitk  # noqa: N813

        method = sitk.ImageRegistrationMethod()
        method.SetNumberOfThreads(1)  # sums in one order: the same scans are registered alike every time
        method.SetMetricAsMattesMutualInformation(32)
        method.SetMetricFixedMask(self._pictures[fixed][pitch][1])
        method.SetMetricMovingMask(self._pictures[moving][pitch][1])
        method.SetInterpolator(sitk.sitkLinear)
        if share < 1:
            method.SetMetricSamplingStrategy(method.RANDOM)
            method.SetMetricSamplingPercentage(share, seed=1)
        return method

    def _value(self, matrix: Matrix, fixed: int, moving: int, pitch: float) -> float:
        """Minus the mutual information; worst where it cannot be measured."""
        method = self._method(fixed, moving, pitch, 1.0)
        method.SetInitialTransform(_itk(matrix, self.middle(fixed)))
        try:
            return float(method.MetricEvaluate(*(self._pictures[one][pitch][0] for one in (fixed, moving))))
        except RuntimeError:  # no sample inside of both
            return 0.0

    def _optimised(self, matrix: Matrix, fixed: int, moving: int, pitch: float) -> Matrix:
        picture = self._pictures[fixed][pitch][0]
        # Some 30,000 samples tell a rigid transform.
        share = min(1.0, 30_000 / picture.GetNumberOfPixels())
        method = self._method(fixed, moving, pitch, share)
        method.SetOptimizerAsConjugateGradientLineSearch(
            learningRate=1.0,
            numberOfIterations=25,
            convergenceMinimumValue=1e-5,
            convergenceWindowSize=6,
            lineSearchMaximumIterations=8,
            estimateLearningRate=method.EachIteration,
            maximumStepSizeInPhysicalUnits=pitch,
        )
        method.SetOptimizerScalesFromPhysicalShift()
        transform = _itk(matrix, self.middle(fixed))
        method.SetInitialTransform(transform, inPlace=True)
        try:
            method.Execute(*(self._pictures[one][pitch][0] for one in (fixed, moving)))
        except RuntimeError:  # the samples left what both show: the start is no worse
            return matrix
        found = np.eye(4)
        found[:3, :3] = np.array(transform.GetMatrix()).reshape(3, 3)
        centre = np.array(transform.GetCenter())
        found[:3, 3] = centre + transform.GetTranslation() - found[:3, :3] @ centre
        return found


def _itk(matrix: Matrix, centre: Matrix) -> Any:
    """A rigid 4x4 as SimpleITK's, turned about a place. All is RAS here: SimpleITK is told no other frame."""
    import SimpleITK as sitk  # noqa: N813

    transform = sitk.Euler3DTransform()
    transform.SetCenter([float(one) for one in centre])
    transform.SetMatrix([float(one) for one in matrix[:3, :3].ravel()], 1e-6)
    shift = matrix[:3, 3] - centre + matrix[:3, :3] @ centre
    transform.SetTranslation([float(one) for one in shift])
    return transform


def _grey_range(scan: Scan) -> tuple[float, float]:
    """What becomes 0 and 1."""
    if scan.modality == "CT":
        return _CT_RANGE
    sample = np.asarray(scan.array[::3, ::3, ::3], dtype=np.float64)
    sample = sample[np.isfinite(sample)]
    low, high = np.percentile(sample, (1, 99.5)) if sample.size else (0.0, 0.0)
    if high <= low:
        raise UserError(
            "{name} has one grey value nearly everywhere: there is nothing to register it by.",
            name=one_line(scan.name) or Sentence("A volume"),
        )
    return float(low), float(high)


def _corners(scan: Scan) -> Matrix:
    shape = scan.array.shape[::-1]
    ends = np.array(list(product(*((-0.5, size - 0.5) for size in shape))))
    affine = as_affine(scan.ijk_to_ras)
    corners: Matrix = ends @ affine[:3, :3].T + affine[:3, 3]
    return corners


def _resampled(scan: Scan, pitch: float, low_high: tuple[float, float]) -> tuple[Any, Any]:
    """Grey values from 0 to 1 and the mask of the field of view, at a pitch along R, A and S."""
    import SimpleITK as sitk  # noqa: N813

    affine = as_affine(scan.ijk_to_ras)
    steps = np.linalg.norm(affine[:3, :3], axis=0)
    shrink = [int(max(1, min(pitch / step, size))) for step, size in zip(steps, scan.array.shape[::-1], strict=True)]
    low, high = low_high
    picture = sitk.BinShrink(sitk.GetImageFromArray(scan.array), shrink)  # means: no aliasing
    values = np.nan_to_num(sitk.GetArrayFromImage(picture).astype(np.float32), nan=low, posinf=high, neginf=low)
    picture = sitk.GetImageFromArray((np.clip(values, low, high) - low) / (high - low))
    # The first mean lies in the middle of the voxels that it is of.
    centre = (np.array(shrink) - 1) / 2
    from_ras = np.linalg.inv(affine @ _scaled(shrink, centre))
    to_voxels = sitk.AffineTransform(3)
    to_voxels.SetMatrix(from_ras[:3, :3].ravel().tolist())
    to_voxels.SetTranslation(from_ras[:3, 3].tolist())
    corners = _corners(scan)
    start, length = corners.min(axis=0), np.ptp(corners, axis=0)
    grid = sitk.Image([max(2, int(np.ceil(one / pitch))) for one in length], sitk.sitkFloat32)
    grid.SetSpacing([pitch] * 3)
    grid.SetOrigin((start + pitch / 2).tolist())
    mask = sitk.GetImageFromArray(np.ones(values.shape, np.uint8))
    return (
        sitk.Resample(picture, grid, to_voxels, sitk.sitkLinear, 0.0),
        sitk.Resample(mask, grid, to_voxels, sitk.sitkNearestNeighbor, 0),
    )


def _scaled(factors: list[int], shift: NDArray[np.float64]) -> Matrix:
    matrix = np.diag([*map(float, factors), 1.0])
    matrix[:3, 3] = shift
    return matrix


def _correlation(one: NDArray[Any], other: NDArray[Any]) -> float:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return max(0.0, float(np.corrcoef(one, other)[0, 1]))


def _correlation_ratio(one: NDArray[Any], other: NDArray[Any]) -> float:
    """The share of the one's variance that its mean at each grey value of the other tells; the better way round
    (Roche et al., MICCAI 1998).
    """
    return max(_told_by(one, other), _told_by(other, one))


def _told_by(one: NDArray[Any], other: NDArray[Any]) -> float:
    bins = np.clip((np.asarray(other) * 32).astype(int), 0, 31)
    count = np.bincount(bins, minlength=32)
    mean = np.bincount(bins, weights=one, minlength=32) / np.maximum(1, count)
    spread = float(np.var(one))
    return float((count * (mean - np.mean(one)) ** 2).sum() / one.size / spread) if spread > 0 else 0.0
