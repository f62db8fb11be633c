"""Labelled cases, and their slices with the structures in each: what questions are built from.

case_folders.py reads the kinds of folders; a LabelledCase is what they become. A slice lies on the very grid that the
picture is drawn on (slices.standard_grid), each pixel the label of the nearest voxel. A section is a structure in a
slice, as the viewed picture shows it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import SimpleITK as sitk  # noqa: N813 (its usual name)
from numpy.typing import NDArray

from MISGroundLib.bench.case_folders import Labels, RawCase, canonical_name, read_raw_case, sample
from MISGroundLib.bench.question_file import CaseEntry, Header
from MISGroundLib.errors import UserError, clean_text
from MISGroundLib.geometry import Box, Matrix, transform_point
from MISGroundLib.scene.reading import LoadedVolume, read_volume
from MISGroundLib.slices import POSITION_AXIS, SliceGrid, spacing_along, standard_grid, volume_corners

MODALITIES = ("CT", "MR")

SLICES_PER_PLANE = 24
# Of a structure's pixels in a slice, all outside its largest piece together: more, and it is in several pieces.
SPECKS = 0.02
MINIMUM_PX = 25
MINIMUM_MM2 = 40.0


@dataclass(frozen=True)
class LabelledCase:
    """A volume whose structures are known.

    names: label -> structure, the classes that can be asked about; other labels are something unknown, never "nothing".
    labels: uint16 (i, j, k) on the image's own grid. limb_side: the patient's side where the volume is one limb, or "".
    image_path: the scan, None where there are labels only. digest: of labels, grid and names.
    """

    id: str
    modality: str
    kind: str
    path: Path
    names: dict[int, str]
    labels: NDArray[np.uint16] = field(repr=False)
    ijk_to_ras: Matrix = field(repr=False)
    digest: str
    limb_side: str = ""
    image_path: Path | None = None

    @property
    def shape_ijk(self) -> tuple[int, int, int]:
        """Voxels along i, j and k."""
        return self.labels.shape[0], self.labels.shape[1], self.labels.shape[2]

    def image(self) -> LoadedVolume:
        """The scan, read anew. Raises UserError where there is none, or it does not fit the labels any more."""
        if self.image_path is None:
            raise UserError(f"The case {self.id} ({self.path}) holds labels only: there is no scan to draw.")
        loaded = read_volume(self.image_path)
        fits = loaded.info.shape_ijk == self.shape_ijk and np.allclose(loaded.ijk_to_ras, self.ijk_to_ras, atol=1e-3)
        if not fits:
            raise UserError(
                f"The scan {self.image_path} of the case {self.id} has another grid than when its labels were read. "
                "Put the original scan back."
            )
        return loaded

    def entry(self, questions: Path) -> CaseEntry:
        """Its line in the header of a file of questions."""
        path = _relative(self.path.resolve(), questions.resolve().parent)
        return CaseEntry(self.id, self.modality, self.kind, path.as_posix(), self.digest)


def open_case(path: Path) -> LabelledCase:
    """Open a case of any kind. Raises UserError that says what is wrong with it and what to do."""
    if clean_text(str(path)) != str(path):
        # The name is written into the file of questions, which is UTF-8.
        raise UserError(f"The name {path} is not UTF-8, or holds control characters. Rename the case.")
    raw = read_raw_case(Path(path))
    if raw.modality not in MODALITIES:
        raise UserError(
            f"{path}: its modality is {raw.modality or 'not known'}, and questions are made of CT and MR. Say which in "
            'case.json or the names file: "modality": "CT".'
        )
    names, labels = _named(raw)
    if not names:
        raise UserError(
            f'{path} names no structure that can be asked about. Names must be plain words, such as "left kidney".'
        )
    return LabelledCase(
        raw.id,
        raw.modality,
        raw.kind,
        raw.path,
        names,
        labels,
        raw.ijk_to_ras,
        _digest(labels, raw.ijk_to_ras, names),
        raw.limb_side,
        raw.image_path,
    )


def cases_of(questions: Path, header: Header, elsewhere: Sequence[Path] = ()) -> dict[str, Callable[[], LabelledCase]]:
    """By id, what opens each case of a file of questions: where the header says, else in one of these folders.

    Raises UserError that names the case: at once where it is not found, when opened where it is not the same.
    """
    return {entry.id: partial(_open_same, entry, _find(questions, entry, elsewhere)) for entry in header.cases}


def _find(questions: Path, entry: CaseEntry, elsewhere: Sequence[Path]) -> Path:
    places = [questions.resolve().parent / entry.path]
    for folder in elsewhere:
        places += [folder / entry.id, folder / Path(entry.path).name, *([folder] if folder.name == entry.id else [])]
    for place in places:
        if place.exists():
            return place
    raise UserError(f"The case {entry.id} is not at {places[0]}. Put it there, or give the folder that holds it.")


def _open_same(entry: CaseEntry, path: Path) -> LabelledCase:
    case = open_case(path)
    if case.digest != entry.digest:
        raise UserError(
            f"The case {entry.id} at {path} is not the one that the questions were made of: its labels, names or grid "
            "differ. Give the original, or build the questions again."
        )
    return case


def _named(raw: RawCase) -> tuple[dict[int, str], NDArray[np.uint16]]:
    """Names of ours by label, and the labels, classes of the same name made one. Only what the map really holds."""
    table = np.arange(int(raw.labels.max(initial=0)) + 1, dtype=np.uint16)
    present = np.bincount(raw.labels.ravel(), minlength=table.size) > 0
    names: dict[int, str] = {}
    label_of: dict[str, int] = {}
    for label in sorted(raw.names):
        name = canonical_name(raw.names[label])
        if name is None or not 0 < label < table.size or not present[label]:
            continue
        table[label] = label_of.setdefault(name, label)
        names.setdefault(label_of[name], name)
    return names, table[raw.labels]


def _digest(labels: NDArray[np.uint16], ijk_to_ras: Matrix, names: dict[int, str]) -> str:
    """The same on any machine: grid to a millionth of a millimetre, labels as little-endian numbers, i slowest."""
    digest = hashlib.sha256()
    # Adding zero turns -0.0 into 0.0.
    grid = [[round(float(value), 6) + 0.0 for value in row] for row in ijk_to_ras]
    digest.update(json.dumps([list(labels.shape), grid, sorted(names.items())], ensure_ascii=False).encode())
    for slab in labels:
        digest.update(np.ascontiguousarray(slab, dtype="<u2").tobytes())
    return digest.hexdigest()


def _relative(path: Path, start: Path) -> Path:
    """A path from a folder, climbing where needed; absolute where they lie on different drives."""
    try:
        return Path(os.path.relpath(path, start))
    except ValueError:
        return path


@dataclass(frozen=True)
class Section:
    """A structure in a slice: its largest piece. Pixels of the viewed picture, and the same places in RAS mm.

    box_px: half-open. point_px: the pixel deepest inside (column, row). size_mm: the box along the axes R, A and S, 0
    across the slice. is_certain: large enough, in one piece, and not cut by the slice's edge.
    """

    label: int
    name: str
    area_px: int
    centroid_px: tuple[float, float]
    box_px: tuple[int, int, int, int]
    point_px: tuple[int, int]
    centroid_ras: Matrix = field(repr=False)
    box_center_ras: Matrix = field(repr=False)
    point_ras: Matrix = field(repr=False)
    size_mm: Matrix = field(repr=False)
    is_certain: bool


@dataclass(frozen=True)
class LabelSlice:
    """A slice of a label map. pieces: uint16 (height, width), a section's label where its largest piece is, else 0.

    labels: all of them, specks and what was left out of the sections too.
    """

    plane: str
    position_mm: float
    grid: SliceGrid
    labels: Labels = field(repr=False)
    pieces: Labels = field(repr=False)
    sections: dict[str, Section] = field(repr=False)

    def labels_in(self, box: Box) -> frozenset[int]:
        """Every label with a pixel in a box."""
        x0, y0, x1, y1 = (int(value) for value in box)
        return frozenset(int(label) for label in np.unique(self.labels[y0:y1, x0:x1]))

    def present(self) -> frozenset[int]:
        """Every label with a pixel in the slice, however small."""
        return frozenset(int(label) for label in np.unique(self.labels))


class CaseSlices:
    """The slices of a case, each cut once."""

    def __init__(self, case: LabelledCase) -> None:
        """Nothing is cut before it is asked for."""
        self.case = case
        self._cut: dict[tuple[str, float], LabelSlice] = {}
        self._of_plane: dict[str, list[LabelSlice]] = {}

    def slice_at(self, plane: str, position_mm: float) -> LabelSlice:
        """The slice at a RAS coordinate (mm)."""
        key = (plane, position_mm)
        if key not in self._cut:
            self._cut[key] = cut_slice(self.case, plane, position_mm)
        return self._cut[key]

    def slices(self, plane: str) -> list[LabelSlice]:
        """Up to 24 slices spread evenly over what is labelled, in the order of their positions."""
        if plane not in self._of_plane:
            self._of_plane[plane] = [self.slice_at(plane, position) for position in self.positions(plane)]
        return self._of_plane[plane]

    def positions(self, plane: str) -> list[float]:
        """Their RAS coordinates (mm), through the middle of voxels where the grid runs along the patient's axes."""
        axis = POSITION_AXIS[plane]
        if not self.extents:
            return []
        low = min(float(extent[0, axis]) for extent in self.extents.values())
        high = max(float(extent[1, axis]) for extent in self.extents.values())
        step = spacing_along(self.case.ijk_to_ras, np.eye(3)[axis])
        count = round((high - low) / step) + 1
        ends = volume_corners(self.case.ijk_to_ras, self.case.shape_ijk)[:, axis]
        chosen = sorted({round(value) for value in np.linspace(0, count - 1, min(count, SLICES_PER_PLANE))})
        # To a tenth of a micrometre: the coordinate is written in the question and read again.
        positions = [round(low + index * step, 4) + 0.0 for index in chosen]
        return [position for position in positions if ends.min() < position < ends.max()]

    @cached_property
    def extents(self) -> dict[str, Matrix]:
        """By name: the lowest, highest and mean RAS coordinates (3, 3) of a structure's voxel centres."""
        names = self.case.names
        size = max(names, default=0) + 1
        low, high = np.full((3, size), np.inf), np.full((3, size), -np.inf)
        total, count = np.zeros((3, size)), np.zeros(size)
        known = np.zeros(int(self.case.labels.max(initial=0)) + 1, dtype=bool)
        known[list(names)] = True
        matrix = self.case.ijk_to_ras
        for i, slab in enumerate(self.case.labels):
            j, k = np.nonzero(known[slab])
            labels = slab[j, k]
            count += np.bincount(labels, minlength=size)
            for axis in range(3):
                values = matrix[axis, 0] * i + matrix[axis, 1] * j + matrix[axis, 2] * k + matrix[axis, 3]
                np.minimum.at(low[axis], labels, values)
                np.maximum.at(high[axis], labels, values)
                total[axis] += np.bincount(labels, weights=values, minlength=size)
        return {
            name: np.array([low[:, label], high[:, label], total[:, label] / count[label]])
            for label, name in sorted(names.items())
        }

    def is_surely_absent(self, name: str, plane: str, position_mm: float) -> bool:
        """Whether a structure ends more than 5 mm, and two slices, before this slice."""
        axis = POSITION_AXIS[plane]
        margin = max(5.0, 2 * spacing_along(self.case.ijk_to_ras, np.eye(3)[axis]))
        low, high = self.extents[name][0, axis], self.extents[name][1, axis]
        return bool(position_mm < low - margin or position_mm > high + margin)


def cut_slice(case: LabelledCase, plane: str, position_mm: float) -> LabelSlice:
    """Cut a label map at a RAS coordinate (mm)."""
    grid = standard_grid(case.ijk_to_ras, case.shape_ijk, plane, position_mm)
    labels, inside = sample(case.labels, np.linalg.inv(case.ijk_to_ras) @ grid.pixel_to_ras, grid.size_px)
    pieces = np.zeros_like(labels)
    sections: dict[str, Section] = {}
    components = _components(labels)
    sizes = np.bincount(components.ravel())
    first = np.unique(components, return_index=True)
    label_of = dict(zip(first[0].tolist(), labels.ravel()[first[1]].tolist(), strict=True))
    of_label: dict[int, list[int]] = {}
    for component, label in sorted(label_of.items()):
        if label in case.names:
            of_label.setdefault(label, []).append(component)
    edge = _edge(inside)
    for label, found in sorted(of_label.items()):
        largest = max(found, key=lambda component: (sizes[component], -component))
        piece = components == largest
        pieces[piece] = label
        rest = sum(int(sizes[component]) for component in found) - int(sizes[largest])
        whole = rest <= SPECKS * sizes[largest] and not bool((piece & edge).any())
        large = sizes[largest] >= MINIMUM_PX and sizes[largest] * _pixel_mm(grid) ** 2 >= MINIMUM_MM2
        section = _section(case.names[label], label, piece, grid, whole and bool(large))
        sections[section.name] = section
    return LabelSlice(plane, position_mm, grid, labels, pieces, sections)


def _section(name: str, label: int, piece: NDArray[np.bool_], grid: SliceGrid, is_certain: bool) -> Section:
    rows, columns = np.nonzero(piece)
    x0, x1, y0, y1 = int(columns.min()), int(columns.max()) + 1, int(rows.min()), int(rows.max()) + 1
    centroid = (float(columns.mean()), float(rows.mean()))
    depths = _depths(piece[y0:y1, x0:x1])
    deepest = np.argwhere(depths == depths.max())
    # Of several, the one nearest the centroid, then the first.
    off = np.abs(deepest - (centroid[1] - y0, centroid[0] - x0)).sum(axis=1)
    row, column = deepest[int(np.argmin(off))]
    point = (int(column) + x0, int(row) + y0)

    def place(x: float, y: float) -> Matrix:
        return transform_point(grid.pixel_to_ras, (x, y, 0.0))

    size = np.abs(grid.pixel_to_ras[:3, 0]) * (x1 - x0) + np.abs(grid.pixel_to_ras[:3, 1]) * (y1 - y0)
    return Section(
        label=label,
        name=name,
        area_px=int(rows.size),
        centroid_px=centroid,
        box_px=(x0, y0, x1, y1),
        point_px=point,
        centroid_ras=place(*centroid),
        box_center_ras=place((x0 + x1 - 1) / 2, (y0 + y1 - 1) / 2),
        point_ras=place(*point),
        size_mm=size,
        # A structure one or two pixels thin has no inside to point at.
        is_certain=is_certain and bool(depths.max() >= 2),
    )


def _components(labels: Labels) -> NDArray[np.uint32]:
    """Pieces of equal labels that touch at an edge, numbered; the background is of one piece or more like any label."""
    finder = sitk.ScalarConnectedComponentImageFilter()
    finder.SetNumberOfThreads(1)
    components: NDArray[np.uint32] = sitk.GetArrayFromImage(finder.Execute(sitk.GetImageFromArray(labels)))
    return components


def _depths(piece: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Steps to the nearest pixel that is not of the piece, sideways, up and down; 1 at its border, 0 outside."""
    padded = np.pad(piece, 1)
    height, width = padded.shape
    depths = np.where(padded, height + width, 0)
    for length, axis in ((width, 1), (height, 0)):
        ramp = np.arange(length) if axis == 1 else np.arange(length)[:, None]
        forward = np.minimum.accumulate(depths - ramp, axis=axis) + ramp
        backward = np.flip(np.minimum.accumulate(np.flip(depths + ramp, axis), axis=axis), axis) - ramp
        depths = np.minimum(forward, backward)
    inner: NDArray[np.int64] = depths[1:-1, 1:-1]
    return inner


def _edge(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pixels of the volume that lie at the picture's edge or beside what is outside the volume."""
    around = np.pad(inside, 1)
    kept = around[:-2, 1:-1] & around[2:, 1:-1] & around[1:-1, :-2] & around[1:-1, 2:]
    return inside & ~kept


def _pixel_mm(grid: SliceGrid) -> float:
    return float(np.linalg.norm(grid.pixel_to_ras[:3, 0]))
