"""A small DICOM series as a volume in a scene, with boxes of a slice and of the volume, and points; where boxes lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
import pytest
import slicer
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import AnswerEvent, DetectedPoint
from MISGroundLib.extent import Extent, VolumeResult
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.grounding import GroundingRun, finish
from MISGroundLib.scene.export import export_boxes
from MISGroundLib.scene.fiducials import draw_answer
from MISGroundLib.scene.reading import read_volume
from MISGroundLib.scene.rois import add_extents, draw
from MISGroundLib.scene.volumes import add_volume_node, ijk_to_world, slice_image, standard_grid_of, volume_info
from MISGroundLib.settings import VOLUME, Settings
from Python.dicom_builders import slices, write_series
from Python.fake_engine import FakeEngine
from Python.scene_builders import answer

PHRASE = "das Gefäß vor der 椎体"
BOXES = {"liver": (3.0, 4.0, 21.0, 25.5), "left kidney": (30.0, 10.0, 38.5, 21.25), PHRASE: (1, 2, 9, 9)}


def write_scan(folder: Path, **about: Any) -> list[Path]:
    """A turned CT of 9 slices, with a patient and a study."""
    scan = slices(9, right=(1, 0.1, 0.05), down=(-0.1, 1, 0.02), shape=(40, 50))
    words = {"patient": "Müller", "SpecificCharacterSet": "ISO_IR 100", "StudyID": "7", "AccessionNumber": "A1"}
    dates = {"StudyDate": "20260102", "StudyTime": "030405", "PatientBirthDate": "19700101", "PatientSex": "F"}
    return write_series(folder, scan, **{**words, **dates, **about})


def volume_of(scene: Any, folder: Path) -> Any:
    """The series as a volume node."""
    return add_volume_node(scene, read_volume(folder))


@pytest.fixture
def a_scan(tmp_path):
    return write_scan(tmp_path / "ct")


@pytest.fixture
def a_volume(scene, a_scan):
    return volume_of(scene, a_scan[0].parent)


# For a file that names them: `a_scan, a_volume = FIXTURES`.
FIXTURES = (a_scan, a_volume)


def written(volume: Any, marks: list[Any], folder: Path) -> Path:
    """The DICOM SR of boxes and points."""
    [path] = export_boxes(marks, volume, folder, ["sr"])
    return path


def groups_of(path: Path) -> dict[str, Any]:
    """The measurement groups by their tracking identifiers, as highdicom reads them."""
    report = hd.sr.srread(path)
    return {one.tracking_identifier: one for one in report.content.get_volumetric_roi_measurement_groups()}


def draw_boxes(scene: Any, node: Any) -> list[Any]:
    """Three boxes of a slice, one of them unknown to anatomy, and one of the whole volume."""
    on_slice = draw(scene, answer(slice_image(node, standard_grid_of(node, "coronal")), BOXES), node)
    columns = ijk_to_world(node)
    axes = np.linalg.qr(columns[:3, :3])[0]
    axes = axes * np.sign(np.linalg.det(axes))
    box = OrientedBox((columns @ [22, 17, 4, 1])[:3], np.array([31.0, 22.0, 14.0]), axes)
    extent = Extent("spleen", "spleen", "found", 0.61, (), 9, True, box=box)
    model = {"name": "misground-mini", "revision": "abc123", "device": "cpu"}
    result = VolumeResult(
        volume_info(node), [extent], Settings(scope=VOLUME), model, {}, "2026-01-02T03:04:05+00:00", 9, 9
    )
    return [*on_slice, *add_extents(scene, result, node).values()]


def draw_points(scene: Any, node: Any, plane: str = "coronal") -> list[Any]:
    """A box and its centre, then two of the model's own points; all of a slice."""
    own = [DetectedPoint((12.5, 9.5), "left kidney", 0.7), DetectedPoint((20.0, 14.0), "left kidney", 0.7)]
    boxed, pointed = (5.0, 6.0, 25.0, 16.0), AnswerEvent("", 0, "raw", [], 0.8, points=own)
    queries = ["point at the liver", "point at the left kidney"]
    run = GroundingRun(
        FakeEngine([boxed, pointed]), slice_image(node, standard_grid_of(node, plane)), queries, Settings(model="/a/m")
    )
    box, first, second, centre = draw_answer(scene, finish(run), node)
    return [box, centre, first, second]


def corners_in_scene(roi: Any) -> NDArray[np.float64]:
    """The eight corners (8, 3) of a ROI node's box, world RAS mm, as Slicer draws it."""
    frame = np.array(slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix()))
    signs = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    return signs * np.array(roi.GetSize()) @ frame[:3, :3].T + frame[:3, 3]


def apart_mm(first: Any, second: Any) -> float:
    """How far a corner of one set is from the nearest of the other, at most, both ways."""
    distances = np.linalg.norm(np.asarray(first)[:, None] - np.asarray(second), axis=2)
    return float(max(distances.min(axis=0).max(), distances.min(axis=1).max()))
