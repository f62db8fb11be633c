"""What a slice is: the plane to cut, the picture that comes out, and grey values to 8 bits. numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix, as_affine
from MISGroundLib.text import one_line

MAXIMUM_SIDE_PX = 1024

# Image right and image down, as Slicer's default presets show them (radiological: patient left on image right).
PLANES: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "axial": ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)),
    "coronal": ((-1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "sagittal": ((0.0, -1.0, 0.0), (0.0, 0.0, -1.0)),
}
# The RAS axis a plane's position is measured along: R for sagittal, A for coronal, S for axial.
POSITION_AXIS = {"sagittal": 0, "coronal": 1, "axial": 2}

# Window width and level in HU for CT.
CT_WINDOW_LEVEL = (400.0, 40.0)


@dataclass(frozen=True)
class VolumeInfo:
    """What identifies a volume in an answer: a name, where it came from, a modality, and its grid."""

    name: str
    source: str = ""
    modality: str = ""
    identifier: str = ""
    shape_ijk: tuple[int, int, int] = (0, 0, 0)
    spacing_mm: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        """Make the text safe: it comes from file names, DICOM tags and nodes."""
        for name in ("name", "source", "modality", "identifier"):
            object.__setattr__(self, name, one_line(getattr(self, name)))


@dataclass(frozen=True)
class SliceGrid:
    """A pixel grid: `pixel_to_ras` (4x4, pixel centre (col, row, 0, 1) -> RAS mm), (width, height), thickness (mm)."""

    pixel_to_ras: Matrix
    size_px: tuple[int, int]
    thickness_mm: float
    plane: str
    position_mm: float
    position_fraction: float | None = None


@dataclass(frozen=True)
class SliceImage:
    """A slice as the model sees it: `pixels` uint8 (height, width), row 0 = top; the grid; how grey values were mapped.

    `window` and `level` are in the volume's own units (HU for CT). `inside` (height, width) bool, true within the
    volume.
    """

    pixels: NDArray[np.uint8]
    grid: SliceGrid
    window: float
    level: float
    volume: VolumeInfo
    inside: NDArray[np.bool_] | None = field(default=None, repr=False)


def plane_name(right_ras: ArrayLike, down_ras: ArrayLike, tolerance_deg: float = 15.0) -> str:
    """axial, coronal or sagittal for a plane whose normal lies within the tolerance of that axis, else oblique."""
    normal = np.cross(np.asarray(right_ras, dtype=float), np.asarray(down_ras, dtype=float))
    normal = np.abs(normal) / np.linalg.norm(normal)
    axis = int(np.argmax(normal))
    if np.degrees(np.arccos(min(1.0, float(normal[axis])))) > tolerance_deg:
        return "oblique"
    return {value: key for key, value in POSITION_AXIS.items()}[axis]


def volume_corners(ijk_to_ras: ArrayLike, shape_ijk: tuple[int, int, int]) -> Matrix:
    """The eight outer corners (8, 3) of a volume's voxels, RAS mm."""
    affine = as_affine(ijk_to_ras)
    ends = [(-0.5, n - 0.5) for n in shape_ijk]
    corners = np.array([[i, j, k] for i in ends[0] for j in ends[1] for k in ends[2]])
    moved: Matrix = corners @ affine[:3, :3].T + affine[:3, 3]
    return moved


def spacing_along(ijk_to_ras: ArrayLike, direction: ArrayLike) -> float:
    """The voxel pitch in mm that the volume has along a RAS direction."""
    columns = as_affine(ijk_to_ras)[:3, :3]
    unit = np.asarray(direction, dtype=float) / np.linalg.norm(np.asarray(direction, dtype=float))
    spacing = np.linalg.norm(columns, axis=0)
    cosines = np.abs(unit @ (columns / spacing))
    return float(1.0 / np.sqrt(np.sum((cosines / spacing) ** 2)))


def grid_through_volume(
    ijk_to_ras: ArrayLike,
    shape_ijk: tuple[int, int, int],
    right_ras: ArrayLike,
    down_ras: ArrayLike,
    through_ras: ArrayLike,
) -> SliceGrid:
    """The pixel grid that covers the whole volume on the plane through a point: square pixels at the finest pitch.

    It depends on the volume and the plane alone, never on a view's size, zoom or pan. `ijk_to_ras` already holds the
    volume's parent transform. At most 1024 pixels a side. Raises UserError where the plane misses the volume.
    """
    affine = as_affine(ijk_to_ras)
    right = np.asarray(right_ras, dtype=float)
    down = np.asarray(down_ras, dtype=float)
    right = right / np.linalg.norm(right)
    down = down - right * float(down @ right)
    down = down / np.linalg.norm(down)
    normal = np.cross(right, down)
    through = np.asarray(through_ras, dtype=float)

    corners = volume_corners(affine, shape_ijk)
    depth = corners @ normal
    here = float(through @ normal)
    low, high = float(depth.min()), float(depth.max())
    if not low - 1e-6 <= here <= high + 1e-6:
        raise UserError("The slice plane does not pass through the volume. Move the slice into it.")
    thickness = spacing_along(affine, normal)

    pitch = min(spacing_along(affine, right), spacing_along(affine, down))
    u, v = corners @ right, corners @ down
    extent = (float(u.max() - u.min()), float(v.max() - v.min()))
    pitch = max(pitch, max(extent) / MAXIMUM_SIDE_PX)
    width, height = (max(1, int(np.ceil(e / pitch - 1e-6))) for e in extent)
    # Centre the grid on the volume, so that rounding the size up adds the same margin on both sides.
    start_u = float(u.min() + u.max()) / 2 - (width - 1) / 2 * pitch
    start_v = float(v.min() + v.max()) / 2 - (height - 1) / 2 * pitch
    origin = right * start_u + down * start_v + normal * here

    matrix = np.eye(4)
    matrix[:3, 0], matrix[:3, 1], matrix[:3, 2] = right * pitch, down * pitch, normal * thickness
    matrix[:3, 3] = origin
    plane = plane_name(right, down)
    position, fraction = _position(plane, corners, origin, matrix, (width, height), here)
    return SliceGrid(matrix, (width, height), thickness, plane, position, fraction)


def _position(
    plane: str, corners: Matrix, origin: Matrix, matrix: Matrix, size: tuple[int, int], depth: float
) -> tuple[float, float | None]:
    """Position (mm) along the plane's RAS axis at the picture's centre, and its fraction of the volume's extent."""
    if plane == "oblique":
        return depth, None
    axis = POSITION_AXIS[plane]
    centre = origin + matrix[:3, 0] * (size[0] - 1) / 2 + matrix[:3, 1] * (size[1] - 1) / 2
    low, high = float(corners[:, axis].min()), float(corners[:, axis].max())
    return float(centre[axis]), float(np.clip((centre[axis] - low) / (high - low), 0.0, 1.0))


def standard_grid(
    ijk_to_ras: ArrayLike, shape_ijk: tuple[int, int, int], plane: str, position_mm: float | None = None
) -> SliceGrid:
    """The grid of an axial, coronal or sagittal plane at a RAS coordinate (S, A or R, mm); None is the middle.

    Raises UserError for an unknown plane, or for a position outside the volume (the message gives the range).
    """
    if plane not in PLANES:
        raise UserError(f"There is no plane {plane!r}: choose {', '.join(PLANES)}.")
    corners = volume_corners(ijk_to_ras, shape_ijk)
    axis = POSITION_AXIS[plane]
    low, high = float(corners[:, axis].min()), float(corners[:, axis].max())
    through = (corners.min(axis=0) + corners.max(axis=0)) / 2
    if position_mm is not None:
        if not low <= position_mm <= high:
            raise UserError(
                f"The position {position_mm:g} mm lies outside the volume: "
                f"give {'RAS'[axis]} from {low:.1f} to {high:.1f} mm."
            )
        through[axis] = position_mm
    return grid_through_volume(ijk_to_ras, shape_ijk, *PLANES[plane], through)


def spaced_positions(ijk_to_ras: ArrayLike, shape_ijk: tuple[int, int, int], plane: str, count: int) -> list[float]:
    """Positions (RAS mm) of `count` planes, evenly from a tenth to nine tenths of the volume's extent."""
    axis = POSITION_AXIS[plane]
    along = volume_corners(ijk_to_ras, shape_ijk)[:, axis]
    low, high = float(along.min()), float(along.max())
    return [float(low + share * (high - low)) for share in np.linspace(0.1, 0.9, count)]


def to_uint8(values: ArrayLike, window: float, level: float) -> NDArray[np.uint8]:
    """Grey values to 0..255 as Slicer displays them: clip((v - (level - window/2)) / window * 255). NaN becomes 0."""
    if not window > 0:
        raise ValueError("the window must be positive")
    scaled = (np.asarray(values, dtype=np.float64) - (level - window / 2)) / window * 255.0
    return np.nan_to_num(np.clip(scaled, 0, 255), nan=0.0).astype(np.uint8)


def preset_window_level(values: NDArray[np.generic], modality: str) -> tuple[float, float]:
    """Window and level for a modality: soft tissue for CT, else the 1st to 99th percentile of the foreground."""
    if modality.upper() == "CT":
        return CT_WINDOW_LEVEL
    finite = np.asarray(values, dtype=np.float32).ravel()
    finite = finite[np.isfinite(finite)]
    if finite.size == 0:
        raise UserError("The volume holds no number: every voxel is NaN or infinite. Choose another volume.")
    if finite.size > 1_000_000:
        finite = finite[:: finite.size // 1_000_000]
    foreground = finite[finite > finite.min()]
    low, high = np.percentile(foreground if foreground.size else finite, (1, 99))
    return max(float(high - low), 1e-3), float(low + high) / 2


def guess_modality(values: NDArray[np.generic]) -> str:
    """CT where the values look like Hounsfield units (air below -500 takes a share), else an empty string."""
    sample = np.asarray(values).ravel()
    sample = sample[:: max(1, sample.size // 200_000)]
    sample = sample[np.isfinite(sample)]
    if sample.size and float(np.mean(sample < -500)) > 0.005 and float(sample.min()) >= -3100:
        return "CT"
    return ""
