"""Boxes and points as a DICOM structured report: TID 1500 with a 3D region each (Comprehensive 3D SR), by highdicom.

A box is a Volume Surface of its six faces, polygons in the patient's coordinates (LPS mm) of its series' frame of
reference, with the purpose "Bounded by"; a point is one of the graphic type POINT: so TID 1411 has both. As a planar
region (TID 1410) a point would hide the boxes: Slicer's reader then reads planar regions and nothing else. highdicom
and pydicom are imported where they are needed: a Slicer without them has every other form of export.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from MISGroundLib import __version__
from MISGroundLib.counting import CENTRE_OF_BOX
from MISGroundLib.errors import UserError, one_line
from MISGroundLib.files import replaced
from MISGroundLib.geometry import LPS_TO_RAS, Matrix
from MISGroundLib.scene.box_records import BoxRecord, PointRecord
from MISGroundLib.scene.volumes import ijk_to_world, local_ijk_to_ras

if TYPE_CHECKING:
    from MISGroundLib.scene.dicom_source import SourceSeries

# Corners of the faces, by their numbers in OrientedBox.corners_ras (binary: first, second, third axis).
_FACES = ((0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5))
# One corner and its neighbours along the three axes.
_EDGES = (0, (4, 2, 1))
# By where it points: across the patient, front to back, and along.
_SIZES = (("103355008", "SCT", "Width"), ("131197000", "SCT", "Depth"), ("121207", "DCM", "Height"))
# What a region is to the finding (CID 219).
_BOUNDS = ("75958009", "SCT", "Bounded by")
_CENTRE, _REPRESENTS = ("111010", "DCM", "Center"), ("128140", "DCM", "Representative point")
_PROCEDURES = {
    "CT": ("25045-6", "LN", "CT unspecified body region"),
    "MR": ("25056-3", "LN", "MRI unspecified body region"),
    "PT": ("44136-0", "LN", "PET unspecified body region"),
    "NM": ("49118-3", "LN", "NM unspecified body region"),
}
_ANY_PROCEDURE = ("363679005", "SCT", "Imaging procedure")
_MANUFACTURER = "The MISGround contributors"
_DECIMALS = 3
_SERIES_NUMBER = 9801


def check_installed() -> None:
    """Raise UserError where highdicom is not installed."""
    _highdicom()


def check_report(records: Sequence[BoxRecord], points: Sequence[PointRecord] = ()) -> None:
    """Raise UserError where no report can be written: neither box nor point, or no highdicom."""
    if not records and not points:
        raise UserError(
            "There is no box and no point, and a DICOM SR (TID 1500) needs one. Export a page or JSON instead."
        )
    _highdicom()


def write_report(
    records: Sequence[BoxRecord],
    volume_node: Any,
    series: SourceSeries,
    path: Path,
    points: Sequence[PointRecord] = (),
) -> None:
    """Write a DICOM SR of the boxes and points.

    Args:
        records: boxes of one volume, in world RAS.
        volume_node: that volume: its parent transforms are taken off, since a report speaks in its series' coordinates.
        series: what the report refers to (`dicom_source.source_series`).
        path: the .dcm file.
        points: points in that volume, in world RAS.

    Raises:
        UserError: there is neither box nor point, highdicom is not installed, or the file cannot be written.
    """
    check_report(records, points)
    hd = _highdicom()
    to_patient = LPS_TO_RAS @ local_ijk_to_ras(volume_node) @ np.linalg.inv(ijk_to_world(volume_node))
    # Slicer's table takes its columns from the first group, and fills the rows of all in their order: what points have
    # too comes first, where all boxes have it.
    all_scored = all(record.score is not None for record in records)
    found = [_box(record, to_patient, all_scored) for record in sorted(records, key=_lacks_score)]
    found += [_point(one, to_patient, all_scored) for one in sorted(points, key=lambda one: _lacks_score(one.at))]
    counts: Counter[str] = Counter()
    groups = []
    for one in found:
        counts[one.name] += 1
        number = f" {counts[one.name]}" if counts[one.name] > 1 else ""
        groups.append(_group(one, f"{one.name}{number}", series))
    observer = hd.sr.DeviceObserverIdentifyingAttributes(
        uid=_uid("device", __version__),
        name="MISGround",
        manufacturer_name=_MANUFACTURER,
        model_name=f"MISGround {__version__}",
    )
    context = hd.sr.ObservationContext(
        observer_device_context=hd.sr.ObserverContext(
            observer_type=hd.sr.CodedConcept("121007", "DCM", "Device"), observer_identifying_attributes=observer
        )
    )
    report = hd.sr.MeasurementReport(
        observation_context=context,
        procedure_reported=hd.sr.CodedConcept(*_PROCEDURES.get(series.modality, _ANY_PROCEDURE)),
        imaging_measurements=groups,
    )
    document = hd.sr.Comprehensive3DSR(
        evidence=series.headers,
        content=report,
        series_instance_uid=hd.UID(),
        series_number=_SERIES_NUMBER,
        sop_instance_uid=hd.UID(),
        instance_number=1,
        manufacturer=_MANUFACTURER,
        manufacturer_model_name="MISGround",
        software_versions=__version__,
        device_serial_number="none",
        series_description=f"MISGround boxes{' and points' if points else ''} (for research use only)",
        # What was typed may be in any language, and so may the patient's name.
        specific_character_set="ISO_IR 192",
    )
    with replaced(path.absolute()) as temporary:
        document.save_as(temporary)


@dataclass(frozen=True, eq=False)
class _Region:
    """What a measurement group says of a box or a point beside what both say alike.

    name: of what is tracked. graphic: LPS mm (n, 3) each, of the graphic type. purpose: code, scheme and meaning; None
    where no code says it. said: further words on how it was made.
    """

    record: BoxRecord
    name: str
    graphic_type: str
    graphic: list[Matrix]
    purpose: tuple[str, str, str] | None
    measurements: list[Any]
    said: tuple[str, ...] = ()


def _box(record: BoxRecord, to_patient: Matrix, certainty_first: bool) -> _Region:
    corners = record.corners_ras @ to_patient[:3, :3].T + to_patient[:3, 3]
    # As it is written: 32 bits. Of polygons that are closed the last point is the first.
    faces = [corners[[*face, face[0]]] for face in _FACES]
    sizes, certainty = _sizes(corners), _certainty(record)
    measured = [*certainty, *sizes] if certainty_first else [*sizes, *certainty]
    return _Region(record, record.label, "POLYGON", faces, _BOUNDS, measured)


def _point(point: PointRecord, to_patient: Matrix, certainty_measured: bool) -> _Region:
    """certainty_measured: else it is said in words: among the measurements it would be read as a box's width."""
    at = point.at
    place = to_patient[:3, :3] @ at.box.center_ras + to_patient[:3, 3]
    purpose = _CENTRE if point.basis == CENTRE_OF_BOX else _REPRESENTS
    said = [f"Point: {point.told}"]
    if at.score is not None and not certainty_measured:
        said.append(f"Certainty of Finding: {_percent(at.score)} %")
    return _Region(
        *(at, f"{at.label}, {point.basis}", "POINT", [place[None]], None if point.was_moved else purpose),
        measurements=_certainty(at) if certainty_measured else [],
        said=tuple(said),
    )


def _lacks_score(record: BoxRecord) -> bool:
    return record.score is None


def _group(region: _Region, tracking: str, series: SourceSeries) -> Any:
    """The measurement group of a box or a point (TID 1411)."""
    hd = _highdicom()
    record, facts, terms = region.record, region.record.facts, region.record.terminology
    sites = None
    if terms.is_known:
        side = hd.sr.CodedConcept(terms.side.code, terms.side.scheme, terms.side.meaning) if terms.side else None
        kind = hd.sr.CodedConcept(terms.type.code, terms.type.scheme, terms.type.meaning)
        sites = [hd.sr.FindingSite(anatomic_location=kind, laterality=side)]
    asked = {name: facts[name] for name in ("Query", "Scope", "Decoding", "Seed") if name in facts}
    parameters = [f"{name}: {value if isinstance(value, str) else json.dumps(value)}" for name, value in asked.items()]
    return hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=hd.sr.TrackingIdentifier(uid=tracking_uid(record, series.uid), identifier=tracking),
        referenced_volume_surface=hd.sr.VolumeSurface(
            graphic_type=region.graphic_type,
            graphic_data=region.graphic,
            frame_of_reference_uid=series.frame_of_reference_uid,
            source_series=hd.sr.SourceSeriesForSegmentation(series.uid),
        ),
        finding_category=hd.sr.CodedConcept(terms.category.code, "SCT", terms.category.meaning),
        finding_type=hd.sr.CodedConcept(terms.type.code, "SCT", terms.type.meaning) if terms.is_known else None,
        finding_sites=sites,
        geometric_purpose=hd.sr.CodedConcept(*region.purpose) if region.purpose else None,
        algorithm_id=hd.sr.AlgorithmIdentification(
            name=str(facts.get("Model") or "unknown"),
            version=str(facts.get("ModelRevision") or "not told"),
            parameters=[one_line(text) for text in (*parameters, *region.said)] or None,
        ),
        measurements=region.measurements or None,
    )


def _sizes(corners: Matrix) -> list[Any]:
    """A box's size along the patient's axes, in mm."""
    hd = _highdicom()
    start, neighbours = _EDGES
    edges = corners[list(neighbours)] - corners[start]
    lengths = np.linalg.norm(edges, axis=1)
    measured = []
    for axis, size in zip(_nearest_axes(edges / lengths[:, None]), _SIZES, strict=True):
        value = round(float(lengths[axis]), _DECIMALS)
        unit = hd.sr.CodedConcept("mm", "UCUM", "millimeter")
        measured.append(hd.sr.Measurement(name=hd.sr.CodedConcept(*size), value=value, unit=unit))
    return measured


def _certainty(record: BoxRecord) -> list[Any]:
    """How sure the model is, in per cent, where that is known."""
    hd = _highdicom()
    if record.score is None:
        return []
    certainty = hd.sr.CodedConcept("111012", "DCM", "Certainty of Finding")
    unit = hd.sr.CodedConcept("%", "UCUM", "Percent")
    return [hd.sr.Measurement(name=certainty, value=_percent(record.score), unit=unit)]


def _percent(score: float) -> float:
    return round(100 * score, 1)


def _nearest_axes(directions: Matrix) -> tuple[int, int, int]:
    """For left-right, front-back and head-feet the number of the edge (3, 3 rows) that runs that way most."""
    orders = [(a, b, c) for a in range(3) for b in range(3) for c in range(3) if len({a, b, c}) == 3]
    return max(orders, key=lambda order: sum(abs(directions[edge, axis]) for axis, edge in enumerate(order)))


def tracking_uid(record: BoxRecord, series_uid: str) -> str:
    """The same for the same answer in every export of it, and for no other."""
    facts = record.facts
    words = [str(facts.get(name, "")) for name in ("Query", "Label", "Created", "BoxPx")]
    return _uid(series_uid, *words, *(str(facts[name]) for name in ("PointBasis", "PointPx") if name in facts))


def _uid(*words: str) -> str:
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, ' | '.join(('MISGround', *words))).int}"


def _highdicom() -> Any:
    try:
        import highdicom
        import highdicom.sr
    except ImportError as error:
        raise UserError(
            "A DICOM SR needs the package highdicom, which is not installed. In Slicer's Python console: "
            "pip_install('highdicom'); else: pip install 'misground[export]'."
        ) from error
    return highdicom
