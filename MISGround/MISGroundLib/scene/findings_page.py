"""A page of the findings: one HTML file with its pictures inside, three planes through each box and point; a template
of Resources/Export, which escapes whatever comes from files and models."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib import __version__
from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.counting import CENTRE_OF_BOX, OWN_POINT
from MISGroundLib.errors import UserError, clean_text
from MISGroundLib.files import resource, write_text
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.box_records import BoxRecord, PointRecord, ScannedVolume
from MISGroundLib.scene.volumes import modality_of, reslice_xy, standard_grid_of, window_level_of
from MISGroundLib.slices import AUTOMATIC_WINDOW, PLANES, POSITION_AXIS, SliceGrid, to_uint8

_PICTURE_PX = 592
_LINE_PX = 3
# Of a point's cross: from its middle to where an arm begins and ends.
_GAP_PX, _ARM_PX = 5, 22
# As the line of the answer says it (`counting.py`).
_POINT_IS: dict[str, str] = {
    OWN_POINT: "The model's own point",
    CENTRE_OF_BOX: "The centre of its box, which need not lie in the structure",
}
_LETTERS = ("RL", "AP", "SI")
# Corners of a box whose numbers differ in one bit share an edge.
_EDGES = [(a, b) for a, b in combinations(range(8), 2) if (a ^ b).bit_count() == 1]


@dataclass(frozen=True)
class _Picture:
    """source: a data URL. caption: plane and position."""

    source: str
    caption: str


def check_page() -> None:
    """Raise UserError where no page can be written: no Jinja2."""
    _environment()


def write_page(
    records: Sequence[BoxRecord],
    volume_node: Any | None,
    unfound: Sequence[tuple[str, str]],
    path: Path,
    points: Sequence[PointRecord] = (),
) -> None:
    """Write a page of the boxes and points.

    Args:
        records: boxes of one volume.
        volume_node: that volume; None leaves out the pictures.
        unfound: what has no box, and why.
        path: the .html file.
        points: points in that volume.

    Raises:
        UserError: Jinja2 is not installed, or the file cannot be written.
    """
    template = _environment().get_template("findings.html.jinja")
    volume = None if volume_node is None else ScannedVolume.of(volume_node).info
    facts = [one.facts for one in (*records, *(point.at for point in points))]
    models = [f"{one.get('Model', '')} {one.get('ModelRevision', '')}".strip() for one in facts]
    text = template.render(
        volume=volume,
        spacing=" x ".join(f"{one:.3g}" for one in volume.spacing_mm) if volume else "",
        models=[model for model in dict.fromkeys(models) if model],
        created=", ".join(dict.fromkeys(str(one["Created"]) for one in facts if one.get("Created"))),
        version=__version__,
        written=datetime.now().astimezone().isoformat(timespec="seconds"),
        marks="Boxes and points" if points else "Boxes",
        findings=[
            *(_finding(record, volume_node) for record in records),
            *(_finding(point.at, volume_node, point) for point in points),
        ],
        unfound=unfound,
    )
    write_text(path, clean_text(text))


def _environment() -> Any:
    try:
        import jinja2
    except ImportError as error:
        raise UserError(
            "A page needs the package Jinja2, which is not installed. In Slicer's Python console: "
            "pip_install('jinja2'); else: pip install 'misground[export]'."
        ) from error
    loader = jinja2.FileSystemLoader(resource("Export"))
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _finding(record: BoxRecord, volume_node: Any | None, point: PointRecord | None = None) -> dict[str, Any]:
    terms, notes = record.terminology, record.facts.get("Notes") or []
    pictures = [] if volume_node is None else [_picture(record, volume_node, plane) for plane in PLANES]
    side = f", {terms.side.meaning}" if terms.side else ""
    return {
        "record": record,
        "point": None if point is None else _POINT_IS.get(point.basis, point.basis),
        "was_moved": point is not None and point.was_moved,
        "ras": ", ".join(f"{one:.1f}" for one in record.box.center_ras + 0.0),
        "color": "#" + "".join(f"{round(255 * one):02x}" for one in color_for(record.label)),
        "size": " x ".join(f"{one:.0f}" for one in record.box.size_mm),
        "place": ", ".join(_coordinate(*pair) for pair in zip(_LETTERS, record.box.center_ras, strict=True)),
        "code": f"{terms.type.code} ({terms.type.meaning}{side})" if terms.is_known else "",
        "notes": notes if isinstance(notes, list) else [],
        "pictures": [picture for picture in pictures if picture is not None],
    }


def _coordinate(letters: str, value: float) -> str:
    """As Slicer writes a place: "R 12.0", "L 3.5"."""
    return f"{letters[int(value < 0)]} {abs(value):.1f}"


def _picture(record: BoxRecord, volume_node: Any, plane: str) -> _Picture | None:
    """A plane through a box's middle with its outline, or through a point with a cross; None beside the volume."""
    from PIL import Image, ImageDraw

    try:
        grid = standard_grid_of(volume_node, plane, float(record.box.center_ras[POSITION_AXIS[plane]]))
    except UserError:
        return None
    width, level, _ = window_level_of(volume_node, modality_of(volume_node), AUTOMATIC_WINDOW)
    values, inside = reslice_xy(volume_node, grid.pixel_to_ras, grid.size_px)
    pixels = to_uint8(np.nan_to_num(values), width, level)
    pixels[~inside] = 0
    scale = _PICTURE_PX / max(grid.size_px)
    size = (max(1, round(grid.size_px[0] * scale)), max(1, round(grid.size_px[1] * scale)))
    image = Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC).convert("RGB")
    color = tuple(round(255 * one) for one in color_for(record.label))
    outline = (section(record.corners_ras, grid) + 0.5) * scale
    if not record.box.size_mm.any():
        _cross(ImageDraw.Draw(image), (pixels_of(record.box.center_ras[None], grid)[0, :2] + 0.5) * scale, color)
    elif len(outline) > 1:
        closed = [tuple(point) for point in [*outline, outline[0]]]
        ImageDraw.Draw(image).line(closed, fill=color, width=_LINE_PX, joint="curve")
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    left, top = grid.edges()
    where = f"; patient's {left} at image left, {top} at the top" if left and top else ""
    position = _coordinate(_LETTERS[POSITION_AXIS[plane]], float(record.box.center_ras[POSITION_AXIS[plane]]))
    source = f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"
    return _Picture(source, f"{plane}, {position} mm{where}")


def _cross(draw: Any, place: NDArray[np.float64], color: tuple[int, ...]) -> None:
    """Four arms about a place that they leave free, on black, so that they are seen on any grey."""
    for width, fill, more in ((_LINE_PX + 4, (0, 0, 0), 2), (_LINE_PX, color, 0)):
        for arm in np.array([(1, 0), (-1, 0), (0, 1), (0, -1)]):
            ends = [place + arm * (_GAP_PX - more), place + arm * (_ARM_PX + more)]
            # The middle of PIL's pixel 0 is 0, of the picture's is 0.5.
            draw.line([tuple(end - 0.5) for end in ends], fill=fill, width=width)


def pixels_of(places_ras: Matrix, grid: SliceGrid) -> NDArray[np.float64]:
    """World RAS mm (n, 3) as column, row and distance off a slice (n, 3), in its pixels; their middles are whole."""
    inverse = np.linalg.inv(grid.pixel_to_ras)
    return np.asarray(places_ras @ inverse[:3, :3].T + inverse[:3, 3])


def section(corners_ras: Matrix, grid: SliceGrid) -> NDArray[np.float64]:
    """The outline (n, 2 px, in order) of a box where a slice cuts it; (0, 2) where it does not.

    Args:
        corners_ras: the box's corners (8, 3) in the order of `OrientedBox.corners_ras`.
        grid: the slice.
    """
    places = pixels_of(corners_ras, grid)
    cuts = []
    for a, b in _EDGES:
        before, after = places[a, 2], places[b, 2]
        if (before > 0) != (after > 0):
            cuts.append((places[a] + (places[b] - places[a]) * before / (before - after))[:2])
    if not cuts:
        return np.zeros((0, 2))
    outline = np.array(cuts)
    around = outline - outline.mean(axis=0)
    return outline[np.argsort(np.arctan2(around[:, 1], around[:, 0]))]
