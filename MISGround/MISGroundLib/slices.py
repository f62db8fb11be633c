"""What a slice is: the plane to cut, the picture that comes out, and grey values to 8 bits. numpy only."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from MISGroundLib.errors import Sentence, UserError, one_line
from MISGroundLib.geometry import Matrix, affine_of, as_affine

if TYPE_CHECKING:
    from MISGroundLib.sides import Midline

MAXIMUM_SIDE_PX = 1024

# Image right and image down, as Slicer's default presets show them (radiological: patient left on image right).
PLANES: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "axial": ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)),
    "coronal": ((-1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "sagittal": ((0.0, -1.0, 0.0), (0.0, 0.0, -1.0)),
}
# The RAS axis a plane's position is measured along: R for sagittal, A for coronal, S for axial.
POSITION_AXIS = {"sagittal": 0, "coronal": 1, "axial": 2}
# The normals of Slicer's default presets, along which its sliders count: to the patient's left in sagittal views.
PRESET_NORMAL = {"axial": (0.0, 0.0, 1.0), "coronal": (0.0, 1.0, 0.0), "sagittal": (-1.0, 0.0, 0.0)}
_LETTERS = (("L", "R"), ("P", "A"), ("I", "S"))
_ENDS = (("left", "right"), ("back", "front"), ("feet", "head"))
# Slicer's: a direction within a degree of an axis's plane has no part along that axis.
_LEAST_PART = float(np.sin(np.radians(1.0)))
# A picture's edge is named after a direction of the patient only where that direction is nearly the edge's.
_EDGE_TOLERANCE_DEG = 30.0
# Views that show the same plane, turned, give its normal and depth to some 1e-16 and 1e-13 mm. Both are put on a
# raster far coarser than that and far finer than any voxel, so that such views give the very same picture.
_NORMAL_STEP, _DEPTH_STEP_MM = 2.0**-32, 2.0**-24
# Components of a normal this alike are equal: of the standard planes, the first in the order of PLANES is nearest.
_EQUALLY_NEAR = 1e-6

# Fewer pixels show nothing that has a name.
_LEAST_SIDE_PX = 8
# Which window a picture is made with: the modality's own whatever the display shows, or the display's.
AUTOMATIC_WINDOW, AS_DISPLAYED = "automatic", "as displayed"
WINDOWS = (AUTOMATIC_WINDOW, AS_DISPLAYED)


@dataclass(frozen=True)
class VolumeInfo:
    """What identifies a volume in an answer: a name, where it came from, a modality, and its grid.

    `modality_source` is a plain phrase that says where the modality is known from: "said by the DICOM header", "grey
    values look like Hounsfield units", "chosen by you", "unknown". item: of a 4D sequence, the index value of the item
    that was asked about, and as a person reads it ("time 120 ms"); else empty.
    """

    name: str
    source: str = ""
    modality: str = ""
    identifier: str = ""
    shape_ijk: tuple[int, int, int] = (0, 0, 0)
    spacing_mm: tuple[float, float, float] = (1.0, 1.0, 1.0)
    modality_source: str = "unknown"
    item: str = ""
    item_text: str = ""

    def __post_init__(self) -> None:
        """Make the text safe: it comes from file names, DICOM tags and nodes."""
        for name in ("name", "source", "modality", "identifier", "item_text"):
            object.__setattr__(self, name, one_line(getattr(self, name)))


@dataclass(frozen=True)
class SliceGrid:
    """A pixel grid: `pixel_to_ras` (4x4, pixel centre (col, row, 0, 1) -> RAS mm), (width, height), thickness (mm).

    position_mm: the RAS coordinate (R, A or S) of a sagittal, coronal or axial plane at the picture's centre; of an
    oblique one its distance from the origin along the normal, as Slicer's slider says. position_text: what the slider
    says, with its letters: "S 12.0 mm", "AIL 59.3 mm".
    """

    pixel_to_ras: Matrix
    size_px: tuple[int, int]
    thickness_mm: float
    plane: str
    position_mm: float
    position_fraction: float | None = None
    position_text: str = ""

    def edges(self) -> tuple[str, str]:
        """What lies at image left and at image top: "left", "right", "front", "back", "head" or "feet" of the patient.

        An empty text where no such direction is within 30 degrees of the edge's.
        """
        left, top = (_edge(-self.pixel_to_ras[:3, axis]) for axis in (0, 1))
        return left, top


@dataclass(frozen=True)
class SliceImage:
    """A slice as the model sees it: `pixels` uint8 (height, width), row 0 = top; the grid; how grey values were mapped.

    `window` and `level` are in the volume's own units (HU for CT). `inside` (height, width) bool, true within the
    volume. window_source: "preset" (the modality's own) or "as displayed". midline: the body's own, where it can be
    measured.
    """

    pixels: NDArray[np.uint8]
    grid: SliceGrid
    window: float
    level: float
    volume: VolumeInfo
    inside: NDArray[np.bool_] | None = field(default=None, repr=False)
    window_source: str = "preset"
    midline: Midline | None = None

    @property
    def midline_mm(self) -> float | None:
        """How far a sagittal slice lies from the body's midline, mm, positive on the patient's right; else None.

        None too where the midline is not measured. Of a tilted slice, the distance amid the body.
        """
        if self.midline is None or self.grid.plane != "sagittal":
            return None
        matrix = self.grid.pixel_to_ras
        normal = matrix[:3, 2] / np.linalg.norm(matrix[:3, 2])
        centre = self.midline.centre_ras
        in_plane = centre - normal * float((centre - matrix[:3, 3]) @ normal)
        return float(self.midline.distance_mm(in_plane))

    def window_text(self) -> str:
        """E.g. "window 400, level 40 (preset)"."""
        return Sentence(
            "window {window}, level {level} ({source})",
            window=f"{self.window:.4g}",
            level=f"{self.level:.4g}",
            source=Sentence(self.window_source),
        )


def is_blank(image: SliceImage) -> bool:
    """Whether every pixel of a picture has the same grey value, what lies outside the volume left out."""
    shown = image.pixels if image.inside is None else image.pixels[image.inside]
    return shown.size == 0 or bool((shown == shown.flat[0]).all())


def check_visible(image: SliceImage) -> None:
    """Raise UserError, saying what to do, for a picture in which nothing can be seen: no model is asked about it."""
    size = image.grid.size_px
    if min(size) < _LEAST_SIDE_PX:
        raise UserError(
            "The {plane} picture has only {size} x {size_2} pixels: the scan is too thin there. Choose another plane.",
            plane=image.grid.plane,
            size=size[0],
            size_2=size[1],
        )
    if is_blank(image):
        other = Sentence(', or the window "as displayed"') if image.window_source == "preset" else ""
        raise UserError(
            "There is nothing to see: every pixel of the slice has the same grey value with {window_text}. "
            "Choose another slice or volume{other}.",
            window_text=image.window_text(),
            other=other,
        )


def plane_name(right_ras: ArrayLike, down_ras: ArrayLike, tolerance_deg: float = 15.0) -> str:
    """axial, coronal or sagittal for a plane whose normal lies within the tolerance of that axis, else oblique."""
    normal = np.cross(np.asarray(right_ras, dtype=float), np.asarray(down_ras, dtype=float))
    normal = np.abs(normal) / np.linalg.norm(normal)
    axis = int(np.argmax(normal))
    if np.degrees(np.arccos(min(1.0, float(normal[axis])))) > tolerance_deg:
        return "oblique"
    return {value: key for key, value in POSITION_AXIS.items()}[axis]


def canonical_axes(normal_ras: ArrayLike) -> tuple[Matrix, Matrix]:
    """Image right and image down, unit vectors (3,) in RAS, of the plane with a normal; its sign does not matter.

    A function of the plane alone: the radiological picture, however a view of the plane is turned or mirrored. Right is
    the direction in the plane nearest to image right of the nearest standard plane (the first of PLANES where two are
    equally near), down is square to it, on the side of that plane's image down. Raises ValueError for no normal.
    """
    given = np.asarray(normal_ras, dtype=float)
    length = float(np.linalg.norm(given))
    if given.shape != (3,) or not np.isfinite(length) or length == 0:
        raise ValueError("a plane's normal must be three finite numbers, not all 0")
    normal = np.round(given / length / _NORMAL_STEP) * _NORMAL_STEP
    normal /= np.linalg.norm(normal)
    share = np.abs(normal)
    nearest = next(plane for plane in PLANES if share[POSITION_AXIS[plane]] >= share.max() - _EQUALLY_NEAR)
    wanted_right, wanted_down = (np.array(axis) for axis in PLANES[nearest])
    right = wanted_right - normal * float(normal @ wanted_right)
    right /= np.linalg.norm(right)
    down = np.cross(normal, right)
    down = down / np.linalg.norm(down) * (1.0 if float(down @ wanted_down) > 0 else -1.0)
    # No negative zeros: they would print, and compare bit by bit, as something else.
    return right + 0.0, down + 0.0


def direction_letters(direction_ras: ArrayLike, least: float = _LEAST_PART) -> str:
    """Slicer's name of a direction: the letters of its parts above `least` (0 to 1), the largest first: "S", "AIL"."""
    unit = np.asarray(direction_ras, dtype=float)
    unit = unit / np.linalg.norm(unit)
    parts = [axis for axis in np.argsort(-np.abs(unit).round(9), kind="stable") if abs(unit[axis]) > least]
    return "".join(_LETTERS[axis][int(unit[axis] > 0)] for axis in parts)


def _edge(direction_ras: Matrix) -> str:
    unit = direction_ras / np.linalg.norm(direction_ras)
    axis = int(np.argmax(np.abs(unit)))
    near = abs(float(unit[axis])) >= np.cos(np.radians(_EDGE_TOLERANCE_DEG))
    return _ENDS[axis][int(unit[axis] > 0)] if near else ""


def volume_corners(ijk_to_ras: ArrayLike, shape_ijk: tuple[int, int, int]) -> Matrix:
    """The eight outer corners (8, 3) of a volume's voxels, RAS mm."""
    affine = as_affine(ijk_to_ras)
    corners = np.array(list(product(*((-0.5, n - 0.5) for n in shape_ijk))))
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
    ijk_to_ras: ArrayLike, shape_ijk: tuple[int, int, int], normal_ras: ArrayLike, through_ras: ArrayLike
) -> SliceGrid:
    """The pixel grid that covers the whole volume on the plane through a point: square pixels at the finest pitch.

    It depends on the volume and the plane alone, never on a view's turn, size, zoom or pan (canonical_axes). The sign
    of the normal says which way Slicer's slider counts, and reaches the position's text alone. `ijk_to_ras` already
    holds the volume's parent transform. At most 1024 pixels a side. Raises UserError where the plane misses the volume.
    """
    affine = as_affine(ijk_to_ras)
    right, down = canonical_axes(normal_ras)
    normal = np.cross(right, down)
    counted = np.asarray(normal_ras, dtype=float) / np.linalg.norm(np.asarray(normal_ras, dtype=float))
    # Along the normal as given: along the rounded one, two points of one plane lie up to a raster's step apart.
    sign = 1.0 if float(counted @ normal) > 0 else -1.0
    here = round(sign * float(np.asarray(through_ras, dtype=float) @ counted) / _DEPTH_STEP_MM) * _DEPTH_STEP_MM

    corners = volume_corners(affine, shape_ijk)
    depth = corners @ normal
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

    matrix = affine_of(np.stack([right * pitch, down * pitch, normal * thickness], axis=1), origin)
    centre = origin + matrix[:3, 0] * (width - 1) / 2 + matrix[:3, 1] * (height - 1) / 2
    plane = plane_name(right, down)
    offset = sign * here
    position, fraction = offset, None
    if plane != "oblique":
        axis = POSITION_AXIS[plane]
        first, last = float(corners[:, axis].min()), float(corners[:, axis].max())
        position, fraction = float(centre[axis]), float(np.clip((centre[axis] - first) / (last - first), 0.0, 1.0))
    text = f"{direction_letters(counted)} {round(offset, 1) + 0.0:.1f} mm"
    return SliceGrid(matrix, (width, height), thickness, plane, position, fraction, text)


def standard_grid(
    ijk_to_ras: ArrayLike, shape_ijk: tuple[int, int, int], plane: str, position_mm: float | None = None
) -> SliceGrid:
    """The grid of an axial, coronal or sagittal plane at a RAS coordinate (S, A or R, mm); None is the middle.

    Raises UserError for an unknown plane, or for a position outside the volume (the message gives the range).
    """
    if plane not in PLANES:
        raise UserError("There is no plane {plane!r}: choose {planes}.", plane=plane, planes=", ".join(PLANES))
    corners = volume_corners(ijk_to_ras, shape_ijk)
    axis = POSITION_AXIS[plane]
    low, high = float(corners[:, axis].min()), float(corners[:, axis].max())
    through = (corners.min(axis=0) + corners.max(axis=0)) / 2
    if position_mm is not None:
        if not low <= position_mm <= high:
            raise UserError(
                "The position {position_mm:g} mm lies outside the volume: "
                "give {value} from {low:.1f} to {high:.1f} mm.",
                position_mm=position_mm,
                value="RAS"[axis],
                low=low,
                high=high,
            )
        through[axis] = position_mm
    return grid_through_volume(ijk_to_ras, shape_ijk, PRESET_NORMAL[plane], through)


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
