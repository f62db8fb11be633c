"""Labelled real scans as views: read, cut and windowed by the product's own code, labels beside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK
from numpy.typing import NDArray

from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.headless import private_scene
from MISGroundLib.scene.reading import LoadedVolume, read_volume
from MISGroundLib.scene.volumes import add_volume_node, slice_image
from MISGroundLib.slices import POSITION_AXIS, SliceGrid, standard_grid, volume_corners
from training.drawing.pictures import BESIDE_MM
from training.evaluation.views import View, box_of, traces
from training.structures import BODY, CONTAINS, STRUCTURES

# A structure is certainly absent from a slice that lies this far from all of it.
_CLEAR_MM = 10.0
_SKIN_HU = -300
_WINDOW = tuple[float, float]
_Layers = dict[int, list[NDArray[np.float64]]]


@dataclass(frozen=True)
class Scan:
    """A volume and its labels on the same voxels: `labels` uint8 (k, j, i) finest structure ids; `body` bool.

    `unknown`: ids of structures that may be there without a label: never asked where no label is, nor as the whole of
    parts that are labelled. `partial`: labelled in a part of their length: asked in axial slices that show the label.
    """

    name: str
    loaded: LoadedVolume
    labels: NDArray[np.uint8]
    body: NDArray[np.bool_]
    unknown: frozenset[int]
    partial: frozenset[int] = frozenset()


def read_scan(
    name: str,
    image: Path,
    labels: Path,
    structure_of: Callable[[str], int],
    unknown: frozenset[int],
    skin: str,
    partial: frozenset[int] = frozenset(),
) -> Scan:
    """Read a case; `structure_of` takes a label's name to an id (0: none of ours). skin: see `body_mask`.

    case.json, with the labels' names, lies beside them.
    """
    loaded = read_volume(image)
    names = json.loads((labels.parent / "case.json").read_text(encoding="utf-8"))["labels"]
    stored = read_volume(labels)
    table = np.zeros(int(stored.array.max()) + 1, dtype=np.uint8)
    for number, entry in names.items():
        if int(number) < len(table):
            table[int(number)] = structure_of(entry["name"])
    ids = table[stored.array.astype(int)]
    if ids.shape != loaded.array.shape or not np.allclose(stored.ijk_to_ras, loaded.ijk_to_ras, atol=1e-3):
        voxels = np.moveaxis(np.indices(loaded.array.shape), 0, -1)[..., ::-1]
        points = voxels @ loaded.ijk_to_ras[:3, :3].T + loaded.ijk_to_ras[:3, 3]
        ids = _sample(ids, stored.ijk_to_ras, points)
    return Scan(name, loaded, ids, body_mask(loaded.array, skin), unknown, partial)


def body_mask(values: NDArray[np.generic], skin: str) -> NDArray[np.bool_]:
    """The largest bright thing in a volume (k, j, i): the patient without table and air.

    skin: "CT" (Hounsfield units), "MR", or "outside": the volume lies within the patient.
    """
    if skin == "outside":
        return np.ones(values.shape, dtype=bool)
    level = _SKIN_HU if skin == "CT" else 0.12 * float(np.percentile(values, 99))
    solid = SimpleITK.GetImageFromArray((values > level).astype(np.uint8))
    radius = [1 if n > 8 else 0 for n in solid.GetSize()]
    opened = SimpleITK.BinaryMorphologicalOpening(solid, radius)
    parts = SimpleITK.RelabelComponent(SimpleITK.ConnectedComponent(opened), sortByObjectSize=True)
    return np.asarray(SimpleITK.GetArrayFromImage(parts) == 1)


@contextmanager
def cutter(
    scan: Scan, window_level: _WINDOW | None = None, find_absent: bool = True, beside: bool = False
) -> Iterator[Callable[[str, float], View]]:
    """A function that cuts a scan: (plane, fraction of the volume's extent along its axis) -> view.

    window_level: shown with these instead of the modality's own. find_absent: also tell what is certainly absent.
    beside: the neighbouring slices are the views' other two colours.
    """
    loaded = scan.loaded
    layers = _layers(scan) if find_absent else None
    with private_scene() as scene:
        node = add_volume_node(scene, loaded)
        if window_level is not None:
            node.GetDisplayNode().SetWindowLevel(*window_level)

        def cut(plane: str, fraction: float) -> View:
            view = _view(scan, node, standard_grid_at(loaded, plane, fraction), layers)
            return _with_neighbours(scan, node, view) if beside else view

        yield cut


def standard_grid_at(loaded: LoadedVolume, plane: str, fraction: float) -> SliceGrid:
    """The product's grid of a plane at a fraction of the volume's extent along the plane's RAS axis."""
    middle = standard_grid(loaded.ijk_to_ras, loaded.info.shape_ijk, plane)
    axis = POSITION_AXIS[plane]
    extent = float(np.abs(loaded.ijk_to_ras[axis, :3]) @ loaded.info.shape_ijk)
    position = middle.position_mm + (fraction - 0.5) * extent
    return standard_grid(loaded.ijk_to_ras, loaded.info.shape_ijk, plane, position)


def evenly(scan: Scan, planes: dict[str, int], window_level: _WINDOW | None = None, beside: bool = False) -> list[View]:
    """Evenly spaced slices, plane -> how many; those that show no labelled structure are left out. See `cutter`."""
    views = []
    with cutter(scan, window_level, beside=beside) as cut:
        for plane, count in planes.items():
            views += [cut(plane, (number + 0.5) / count) for number in range(count)]
    return [view for view in views if set(view.boxes) - {BODY}]


def largest(scan: Scan, known: Sequence[int], count: int) -> frozenset[int]:
    """The known structures with the most voxels; unions (brain) and the body left out."""
    sizes = np.bincount(scan.labels.ravel(), minlength=256)
    ranked = sorted((index for index in known if sizes[index]), key=lambda index: -sizes[index])
    return frozenset(ranked[:count])


def _view(scan: Scan, node: Any, grid: SliceGrid, layers: _Layers | None) -> View:
    image = slice_image(node, grid)
    width, height = grid.size_px
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    matrix = grid.pixel_to_ras
    points = columns[..., None] * matrix[:3, 0] + rows[..., None] * matrix[:3, 1] + matrix[:3, 3]
    labels = _sample(scan.labels, scan.loaded.ijk_to_ras, points)
    body = _sample(scan.body, scan.loaded.ijk_to_ras, points)
    labels = np.where((labels == 0) & body, BODY, labels).astype(np.uint8)
    boxes, areas, unclear = traces(labels, float(np.linalg.norm(matrix[:3, 0])))
    axis = POSITION_AXIS[grid.plane]
    absent: set[int] = set()
    if layers is not None:
        near = {index for index, where in layers.items() if np.abs(where[axis] - grid.position_mm).min() < _CLEAR_MM}
        absent = set(range(1, len(STRUCTURES) + 1)) - set(boxes) - unclear - near - scan.unknown - scan.partial - {BODY}
    unasked = scan.unknown - set(np.unique(labels).tolist()) | (scan.partial if grid.plane != "axial" else frozenset())
    boxes = {index: box for index, box in boxes.items() if index not in unasked}
    return View(
        scan.name,
        image.pixels,
        grid.plane,
        grid.position_fraction,
        image.volume.modality,
        box_of(body) or boxes.get(BODY),
        boxes,
        tuple(sorted(absent)),
        areas,
        grid.position_mm,
        image.midline_mm,
        float(np.linalg.norm(matrix[:3, 0])),
    )


def _with_neighbours(scan: Scan, node: Any, view: View) -> View:
    """The view with the slices towards L, P or I and towards R, A or S as its first and third colour.

    So many mm away as they are drawn for training; beyond the scan the slice itself.
    """
    matrix, shape = scan.loaded.ijk_to_ras, scan.loaded.info.shape_ijk
    axis = POSITION_AXIS[view.plane]
    spacing = np.linalg.norm(matrix[:3, :3], axis=0)[np.abs(matrix[axis, :3]).argmax()]
    away_mm = max(BESIDE_MM, float(spacing))
    ends = volume_corners(matrix, shape)[:, axis]
    assert view.position_mm is not None
    colours = []
    for position in (view.position_mm - away_mm, view.position_mm, view.position_mm + away_mm):
        inside = ends.min() <= position <= ends.max() and position != view.position_mm
        cut = slice_image(node, standard_grid(matrix, shape, view.plane, float(position))) if inside else view
        colours.append(cut.pixels)
    return replace(view, pixels=np.stack(colours, axis=-1))


def _layers(scan: Scan) -> _Layers:
    """Structure id -> for R, A, S the coordinates (mm) where a map along the axes has a voxel of it."""
    found: _Layers = {}
    affine = scan.loaded.ijk_to_ras
    for index in range(1, len(STRUCTURES) + 1):
        mask = CONTAINS[index][scan.labels]
        if not mask.any():
            continue
        k, j, i = np.nonzero(mask)
        points = np.stack([i, j, k], axis=1) @ affine[:3, :3].T + affine[:3, 3]
        found[index] = [np.unique(points[:, axis].round(1)) for axis in range(3)]
    return found


def _sample(volume: NDArray[Any], ijk_to_ras: Matrix, points: NDArray[np.float64]) -> NDArray[Any]:
    """Nearest voxels of a volume (k, j, i) at RAS points (..., 3); 0 outside."""
    inverse = np.linalg.inv(ijk_to_ras)
    kji = np.rint(points @ inverse[:3, :3].T + inverse[:3, 3]).astype(int)[..., ::-1]
    inside = np.all((kji >= 0) & (kji < volume.shape), axis=-1)
    kji = np.clip(kji, 0, np.array(volume.shape) - 1)
    return np.where(inside, volume[tuple(np.moveaxis(kji, -1, 0))], 0).astype(volume.dtype)
