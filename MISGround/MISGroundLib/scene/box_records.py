"""Boxes as plain facts, as they lie now: in RAS, LPS and the volume's voxels; written as CSV and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import slicer

from MISGroundLib import __version__
from MISGroundLib.anatomy.terminology import Terminology, terminology_of
from MISGroundLib.errors import clean, one_line
from MISGroundLib.files import write_json, write_text
from MISGroundLib.geometry import LPS_TO_RAS, Matrix, OrientedBox
from MISGroundLib.grounding import UNSURE_BELOW
from MISGroundLib.scene.box_review import was_moved
from MISGroundLib.scene.fiducials import basis_of, center_of
from MISGroundLib.scene.rois import read_provenance
from MISGroundLib.scene.volumes import ijk_to_world, volume_info
from MISGroundLib.slices import VolumeInfo

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RAS_TO_LPS = LPS_TO_RAS[:3, :3]
# Of the table: `size_1..3` along the box's own axes; `first` and `last` the range that it takes, of its corners.
COLUMNS = (
    *("label", "query", "name", "score", "unsure", "snomed_ct_code", "snomed_ct_meaning", "side"),
    *("size_1_mm", "size_2_mm", "size_3_mm"),
    *("center_r_mm", "center_a_mm", "center_s_mm", "center_lps_x_mm", "center_lps_y_mm", "center_lps_z_mm"),
    *(f"{axis}_{end}_mm" for axis in "ras" for end in ("first", "last")),
    *(f"{axis}_{end}" for axis in "ijk" for end in ("first", "last")),
    *("volume", "volume_identifier", "model", "model_revision", "created", "shape"),
)


@dataclass(frozen=True, eq=False)
class ScannedVolume:
    """What boxes are of: what identifies a volume, and its 4x4 from voxels to world RAS mm, transforms included."""

    info: VolumeInfo
    ijk_to_ras: Matrix

    @classmethod
    def of(cls, node: Any) -> ScannedVolume:
        """A volume node as it lies now. Raises UserError where it is under a transform that is not linear."""
        return cls(volume_info(node), ijk_to_world(node))


@dataclass(frozen=True, eq=False)
class BoxRecord:
    """A box of a scene. box: where it lies now, world RAS mm. facts: its provenance, by name (`read_provenance`).

    volume: what it is of; None where that is not in the scene any more.
    """

    name: str
    label: str
    box: OrientedBox
    facts: dict[str, Any]
    volume: ScannedVolume | None = None

    @property
    def query(self) -> str:
        """What was typed."""
        return str(self.facts.get("Query", ""))

    @property
    def score(self) -> float | None:
        """0 to 1; None where none is known."""
        score = self.facts.get("Score")
        return float(score) if isinstance(score, int | float) else None

    @property
    def is_unsure(self) -> bool:
        """Whether the model is not sure of it."""
        return (self.score or 0.0) < UNSURE_BELOW

    @property
    def terminology(self) -> Terminology:
        """What it is round, in SNOMED CT."""
        return terminology_of(self.label)

    @cached_property
    def corners_ras(self) -> Matrix:
        """The eight corners (8, 3), world RAS mm."""
        return self.box.corners_ras()

    @cached_property
    def corners_ijk(self) -> Matrix | None:
        """The eight corners (8, 3) in voxels of the volume; voxel i covers i - 0.5 to i + 0.5."""
        if self.volume is None:
            return None
        to_ijk = np.linalg.inv(self.volume.ijk_to_ras)
        return np.asarray(self.corners_ras @ to_ijk[:3, :3].T + to_ijk[:3, 3])


def box_in_world(roi: Any) -> OrientedBox:
    """Where a ROI node's box lies, its parent transforms included, as Slicer draws it."""
    matrix = np.array(slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix()))
    lengths = np.linalg.norm(matrix[:3, :3], axis=0)
    return OrientedBox(matrix[:3, 3], lengths * np.array(roi.GetSize()), matrix[:3, :3] / lengths)


def record_boxes(rois: Sequence[Any], volume: ScannedVolume | None = None) -> list[BoxRecord]:
    """The boxes of ROI nodes that MISGround drew, with the volume that they are of."""
    records = []
    for roi in rois:
        facts, name = read_provenance(roi), one_line(roi.GetName() or "")
        records.append(BoxRecord(name, str(facts.get("Label") or name), box_in_world(roi), facts, volume))
    return records


@dataclass(frozen=True, eq=False)
class PointRecord:
    """A point of a scene: a box without size where it lies; what it comes of ("centre of the box").

    was_moved: whether the reader has dragged it since.
    """

    at: BoxRecord
    basis: str
    was_moved: bool = False

    @property
    def told(self) -> str:
        """What the point comes of, and whether it lies there still."""
        return f"{self.basis}, moved by the reader" if self.was_moved else self.basis


def record_points(nodes: Sequence[Any], volume: ScannedVolume | None = None) -> list[PointRecord]:
    """The points that MISGround drew, with the volume that they are in."""
    records = []
    for node in nodes:
        facts, name = read_provenance(node), one_line(node.GetName() or "")
        box = OrientedBox(center_of(node), np.zeros(3), np.eye(3))
        record = BoxRecord(name, str(facts.get("Label") or name), box, facts, volume)
        records.append(PointRecord(record, basis_of(node), was_moved(node)))
    return records


def write_csv(records: Sequence[BoxRecord], path: Path, points: Sequence[PointRecord] = ()) -> None:
    """A line for each box and point, a header above: mm, and voxels. Raises UserError where it cannot be written.

    UTF-8 with its mark, without which Excel takes it for another encoding.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = [*(_row(record, "box") for record in records), *(_row(one.at, f"point: {one.told}") for one in points)]
    writer.writerows(map(_cell, row) for row in rows)
    write_text(path, "\ufeff" + text.getvalue())


def write_boxes_json(
    records: Sequence[BoxRecord], volume: ScannedVolume | None, path: Path, points: Sequence[PointRecord] = ()
) -> None:
    """Every box and point in RAS, LPS and voxels, with its codes. Raises UserError where it cannot be written."""
    document = {
        "schema": "misground-boxes-1",
        "software": {"name": "MISGround", "version": __version__},
        "units": {"ras": "mm", "lps": "mm", "size_mm": "mm", "ijk": "voxels; voxel i covers i - 0.5 to i + 0.5"},
        "volume": None if volume is None else _volume(volume),
        "boxes": [_document(record) for record in records],
        "points": [_point(one) for one in points],
    }
    write_json(path, clean(document))


def _volume(volume: ScannedVolume) -> dict[str, Any]:
    info = volume.info
    return {
        "name": info.name,
        "source": info.source,
        "modality": info.modality,
        "identifier": info.identifier,
        "shape_ijk": list(info.shape_ijk),
        "ijk_to_ras": volume.ijk_to_ras.tolist(),
    }


def _document(record: BoxRecord) -> dict[str, Any]:
    terms, ijk = record.terminology, record.corners_ijk
    return {
        "name": record.name,
        "label": record.label,
        "query": record.query,
        "score": record.score,
        "unsure": record.is_unsure,
        "terminology": {
            "category": _coded(terms.category),
            "type": _coded(terms.type),
            "side": _coded(terms.side),
            "entry": terms.entry(),
        },
        "size_mm": record.box.size_mm.tolist(),
        "ras": _placed(record, np.eye(3)),
        "lps": _placed(record, _RAS_TO_LPS),
        "ijk": None if ijk is None else {"first": ijk.min(axis=0).tolist(), "last": ijk.max(axis=0).tolist()},
        "scope": record.facts.get("Scope", ""),
        "model": record.facts.get("Model", ""),
        "model_revision": record.facts.get("ModelRevision", ""),
        "created": record.facts.get("Created", ""),
    }


def _point(point: PointRecord) -> dict[str, Any]:
    """What the document of a box says, but for its size and corners."""
    told, at = _document(point.at), point.at
    del told["size_mm"]
    place = at.box.center_ras
    ijk = None if at.corners_ijk is None else at.corners_ijk[0].tolist()
    where = {"ras": place.tolist(), "lps": (_RAS_TO_LPS @ place).tolist(), "ijk": ijk}
    return {**told, **where, "basis": point.basis, "moved_by_reader": point.was_moved}


def _coded(concept: Any) -> dict[str, str] | None:
    if concept is None:
        return None
    return {"scheme": concept.scheme, "code": concept.code, "meaning": concept.meaning}


def _placed(record: BoxRecord, turn: Matrix) -> dict[str, Any]:
    """A box in RAS mm turned into another system of axes; one axis of the box a column of `axes`."""
    corners = record.corners_ras @ turn.T
    return {
        "center": (turn @ record.box.center_ras).tolist(),
        "axes": (turn @ record.box.axes_ras).tolist(),
        "corners": corners.tolist(),
        "first": corners.min(axis=0).tolist(),
        "last": corners.max(axis=0).tolist(),
    }


def _row(record: BoxRecord, shape: str) -> list[Any]:
    """The values of COLUMNS."""
    terms, ijk, facts = record.terminology, record.corners_ijk, record.facts
    coded = (terms.type.code, terms.type.meaning) if terms.is_known else ("", "")
    voxels = [""] * 6 if ijk is None else np.stack([ijk.min(axis=0), ijk.max(axis=0)], axis=1).ravel()
    info = record.volume.info if record.volume is not None else None
    return [
        *(record.label, record.query, record.name, record.score, "yes" if record.is_unsure else "no"),
        *coded,
        terms.side.meaning if terms.side is not None else "",
        *record.box.size_mm,
        *record.box.center_ras,
        *(_RAS_TO_LPS @ record.box.center_ras),
        *np.stack([record.corners_ras.min(axis=0), record.corners_ras.max(axis=0)], axis=1).ravel(),
        *voxels,
        *((info.name, info.identifier) if info is not None else ("", "")),
        *(facts.get(name, "") for name in ("Model", "ModelRevision", "Created")),
        shape,
    ]


def _cell(value: Any) -> Any:
    """A value as it is written: numbers to a thousandth; words that are no formula."""
    if isinstance(value, float):
        return f"{value:.3f}"
    if value is None:
        return ""
    text = one_line(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
