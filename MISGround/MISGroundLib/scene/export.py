"""An answer to files: boxes in every form, result and scene bundle, each written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import slicer

from MISGroundLib.errors import UserError, one_line
from MISGroundLib.extent import SequenceResult, VolumeResult
from MISGroundLib.files import UNFINISHED, PrivateFolder, make_folder, staged, write_json
from MISGroundLib.geometry import LPS_TO_RAS, Matrix
from MISGroundLib.grounding import GroundingResult
from MISGroundLib.scene.box_records import (
    ScannedVolume,
    box_in_world,
    record_boxes,
    record_points,
    write_boxes_json,
    write_csv,
)
from MISGroundLib.scene.fiducials import center_of, is_point, marks_of, points_of_boxes
from MISGroundLib.scene.reading import native_folder
from MISGroundLib.scene.rois import read_provenance
from MISGroundLib.scene.sequences import boxes_at_items
from MISGroundLib.scene.volumes import check_volume_node, world_corners
from MISGroundLib.slices import SliceGrid, plane_name

# Room round the volume in a fitted view.
_MARGIN = 1.05
# What boxes can be written as, and the file's name.
FORMS = {
    "markups": "boxes.mrk.json",
    "csv": "boxes.csv",
    "json": "boxes.json",
    "sr": "boxes.dcm",
    "html": "boxes.html",
}


def export_boxes(
    rois: Sequence[Any],
    volume_node: Any | None,
    folder: str | os.PathLike[str],
    forms: Collection[str],
    *,
    dicom: str | os.PathLike[str] | None = None,
    unfound: Sequence[tuple[str, str]] = (),
) -> list[Path]:
    """Write boxes and points, with those that are the centres of these boxes, into a folder in one or more forms.

    Args:
        rois: boxes and points that MISGround drew in a scene, of one volume; they are written as they lie now, in world
            RAS, but for the DICOM SR, which speaks in the coordinates of the volume's series.
        volume_node: that volume; None where it is gone, which leaves out what is in voxels and in pictures.
        folder: where to; made where it is not there.
        forms: names of FORMS; one may be given as a text.
        dicom: of "sr": where the series' files lie, unless the volume knows.
        unfound: of "html": what has no box, and why.

    Returns:
        The files, in the order of FORMS.

    Raises:
        UserError: a form cannot be written; then none is.
    """
    from MISGroundLib.scene import dicom_report, dicom_source, findings_page

    forms = [forms] if isinstance(forms, str) else list(forms)
    if unknown := [form for form in forms if form not in FORMS]:
        raise UserError(
            "Boxes cannot be written as {unknown!r}. Give one or more of {forms}.",
            unknown=unknown[0],
            forms=", ".join(FORMS),
        )
    volume = None if volume_node is None else ScannedVolume.of(volume_node)
    # Of a 4D sequence a box is one for each item.
    marks = list(dict.fromkeys([*rois, *points_of_boxes(rois)]))
    marks = [one for mark in marks for one in boxes_at_items(mark)]
    records = record_boxes([mark for mark in marks if not is_point(mark)], volume)
    points = record_points([mark for mark in marks if is_point(mark)], volume)
    if "html" in forms:
        findings_page.check_page()
    if "sr" in forms:
        dicom_report.check_report(records, points)
        if volume_node is None:
            raise UserError("The volume is no longer in the scene, and a DICOM SR refers to its series. Load it again.")
        series = dicom_source.source_series(volume_node, None if dicom is None else Path(dicom))
    place, names = make_folder(folder), tuple(FORMS[form] for form in FORMS if form in forms)
    with staged(place, names) as stage:
        for form in forms:
            path = stage / FORMS[form]
            if form == "markups":
                save_markups(marks, path)
            elif form == "csv":
                write_csv(records, path, points)
            elif form == "json":
                write_boxes_json(records, volume, path, points)
            elif form == "sr":
                dicom_report.write_report(records, volume_node, series, path, points)
            else:
                findings_page.write_page(records, volume_node, unfound, path, points)
    return [place / name for name in names]


def boxes_of_volume(volume_node: Any) -> list[Any]:
    """The boxes and points that MISGround drew for a volume in its scene. Raises UserError for an unusable volume."""
    check_volume_node(volume_node)
    every = marks_of(volume_node.GetScene())
    return [roi for roi in every if read_provenance(roi).get("VolumeID") == volume_node.GetID()]


def save_markups(rois: Sequence[Any], path: str | os.PathLike[str]) -> None:
    """Write boxes and points into one .mrk.json, which Slicer's markups reader loads as a node each, with their looks.

    The format is LPS and keeps no node attributes: provenance is in scene.mrb and result.json. Boxes under a transform
    are written where they lie in the world. No box gives a file with an empty list.

    Raises:
        UserError: the disk is full, or the folder cannot be written.
    """
    target = Path(path)
    document: dict[str, Any] = {"markups": []}
    with _unfinished_folder(target) as folder:
        for roi in rois:
            single = folder / "roi.mrk.json"
            kind = slicer.vtkMRMLMarkupsJsonStorageNode if is_point(roi) else slicer.vtkMRMLMarkupsROIJsonStorageNode
            storage = kind()
            storage.SetFileName(str(single))
            if not storage.WriteData(roi):
                raise _unwritable(target)
            written = json.loads(single.read_text(encoding="utf-8", errors="replace"))
            # Without a name each the reader would call the first box after the file.
            name, moved = one_line(roi.GetName() or ""), {} if roi.GetParentTransformNode() is None else _in_world(roi)
            markups = [{"name": name, **entry, **moved} for entry in written.pop("markups")]
            document = {**written, "markups": [*document["markups"], *markups]}
    write_json(target, document)


def _in_world(roi: Any) -> dict[str, Any]:
    """What the format says of a box's place, in LPS of the world: Slicer writes the node's own."""
    turn = LPS_TO_RAS[:3, :3]
    if is_point(roi):
        place = (turn @ center_of(roi)).tolist()
        label = roi.GetNthControlPointLabel(0)
        return {"controlPoints": [{"id": "1", "label": label, "position": place, "positionStatus": "defined"}]}
    box = box_in_world(roi)
    center = (turn @ box.center_ras).tolist()
    point = {"id": "1", "position": center, "positionStatus": "defined"}
    orientation = (turn @ box.axes_ras).ravel().tolist()
    size = box.size_mm.tolist()
    return {"center": center, "orientation": orientation, "size": size, "controlPoints": [point]}


def save_answer(result: GroundingResult | VolumeResult | SequenceResult, rois: Sequence[Any], folder: Path) -> int:
    """Write result.json, and boxes.mrk.json with those boxes that are still in the scene, of a sequence item by item.

    Returns:
        How many boxes are not in the scene any more.

    Raises:
        UserError: the disk is full, or the folder cannot be written.
    """
    there = [roi for roi in rois if roi.GetScene() is not None]
    marks = dict.fromkeys([*there, *points_of_boxes(there)])
    write_json(folder / "result.json", result.to_json())
    save_markups([one for mark in marks for one in boxes_at_items(mark)], folder / "boxes.mrk.json")
    return len(rois) - len(there)


def save_scene(
    scene: Any, path: str | os.PathLike[str], grid: SliceGrid | None = None, through_ras: Matrix | None = None
) -> None:
    """Write a scene bundle (.mrb): volume, boxes with their provenance, and views.

    Args:
        scene: the vtkMRMLScene.
        path: the bundle; an older one stays as it was where the new one cannot be written.
        grid: the slice at which the views shall open, the other planes at the boxes' middle.
        through_ras: or the point (3,) that all views shall show. Neither leaves the views as they are.

    Raises:
        UserError: the disk is full, or the folder cannot be written.
    """
    target = Path(path)
    volume_node = scene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")
    if volume_node is not None and (grid is not None or through_ras is not None):
        _turn_views(scene, volume_node, grid, _middle_of_boxes(scene) if through_ras is None else through_ras)
    with _unfinished_folder(target) as folder:
        bundle = folder / target.name
        if not scene.WriteToMRB(str(bundle)):
            raise _unwritable(target)
        os.replace(bundle, target)


@contextmanager
def _unfinished_folder(target: Path) -> Iterator[Path]:
    """A folder beside the target for what is not finished; gone afterwards."""
    try:
        # Slicer's writers take names in UTF-8 alone.
        with native_folder(target.parent.absolute()) as parent, PrivateFolder(UNFINISHED, parent) as folder:
            yield folder
    except OSError as error:
        raise _unwritable(target, error.strerror or str(error)) from error


def _unwritable(target: Path, reason: str = "") -> UserError:
    # VTK does not say why, and packs a scene in the temporary folder first.
    reason = reason or f"its disk, or that of the temporary folder {tempfile.gettempdir()}, may be full"
    return UserError(
        "{target} could not be written: {reason}. Free some space or choose another folder.",
        target=target,
        reason=reason,
    )


def _middle_of_boxes(scene: Any) -> Matrix | None:
    marks = marks_of(scene)
    return np.asarray(np.mean([center_of(mark) for mark in marks], axis=0)) if marks else None


def _turn_views(scene: Any, volume_node: Any, grid: SliceGrid | None, through_ras: Matrix | None) -> None:
    """Set up every slice view: volume, plane and field of view.

    The view of the slice's own plane shows that very slice (an oblique slice takes the first view); the others pass
    through `through_ras` (3,), by default the slice's centre. Without a slice all do, which then must be given.
    """
    centre = np.zeros(3) if through_ras is None else through_ras
    if grid is not None:
        centre = (grid.pixel_to_ras @ [(grid.size_px[0] - 1) / 2, (grid.size_px[1] - 1) / 2, 0, 1])[:3]
    through = centre if through_ras is None else through_ras
    own = None
    for node in _nodes(scene, "vtkMRMLSliceNode"):
        if own is None and grid is not None and grid.plane in ("oblique", _plane_of(node)):
            own = node
            _set_plane(node, grid.pixel_to_ras)
        fit_view(node, volume_node)
        node.JumpSliceByOffsetting(*(centre if node is own else through))
    for composite in _nodes(scene, "vtkMRMLSliceCompositeNode"):
        composite.SetBackgroundVolumeID(volume_node.GetID())


def _nodes(scene: Any, class_name: str) -> list[Any]:
    return [scene.GetNthNodeByClass(index, class_name) for index in range(scene.GetNumberOfNodesByClass(class_name))]


def _plane_of(slice_node: Any) -> str:
    matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    return plane_name(matrix[:3, 0], -matrix[:3, 1])


def _set_plane(slice_node: Any, pixel_to_ras: Matrix) -> None:
    """The view's axes: image right, image up, and the normal that Slicer's presets have for a named plane."""
    current = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    right = pixel_to_ras[:3, 0] / np.linalg.norm(pixel_to_ras[:3, 0])
    up = -pixel_to_ras[:3, 1] / np.linalg.norm(pixel_to_ras[:3, 1])
    normal = np.cross(right, up)
    normal *= np.sign(normal @ current[:3, 2]) or 1.0
    matrix = np.eye(4)
    matrix[:3, :4] = np.stack([right, up, normal, pixel_to_ras[:3, 3]], axis=1)
    slicer.util.updateVTKMatrixFromArray(slice_node.GetSliceToRAS(), matrix)
    slice_node.UpdateMatrices()


def fit_view(slice_node: Any, volume_node: Any) -> None:
    """Centre the volume in a slice view and let it just fit, whatever the view's shape."""
    matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    corners = world_corners(volume_node)
    across, along = corners @ matrix[:3, 0], corners @ matrix[:3, 1]
    depth = matrix[:3, 3] @ matrix[:3, 2]
    middle_across, middle_along = (across.min() + across.max()) / 2, (along.min() + along.max()) / 2
    matrix[:3, 3] = matrix[:3, :3] @ [middle_across, middle_along, depth]
    width, height, _ = slice_node.GetDimensions()
    pitch = _MARGIN * max(np.ptp(across) / width, np.ptp(along) / height)
    slicer.util.updateVTKMatrixFromArray(slice_node.GetSliceToRAS(), matrix)
    slice_node.SetXYZOrigin(0, 0, 0)
    slice_node.SetFieldOfView(pitch * width, pitch * height, slice_node.GetFieldOfView()[2])
    slice_node.UpdateMatrices()
