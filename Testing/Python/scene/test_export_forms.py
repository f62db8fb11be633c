"""Boxes as .mrk.json, CSV, JSON and a page: where they lie in each of them is where they lie in the scene."""

import base64
import csv
import io
import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from MISGroundLib.anatomy.terminology import color_for
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.scene.box_records import COLUMNS
from MISGroundLib.scene.export import FORMS, export_boxes
from MISGroundLib.scene.findings_page import section
from MISGroundLib.scene.rois import draw
from MISGroundLib.scene.volumes import ijk_to_world, slice_image, standard_grid_of
from MISGroundLib.slices import SliceGrid
from Python.scene.exported_boxes import PHRASE, apart_mm, corners_in_scene, draw_boxes, volume_of, write_scan
from Python.scene_builders import affine, answer, linear_transform, put_under_transforms, rotation, volume_node


@pytest.fixture
def a_volume(scene, tmp_path):
    return volume_of(scene, write_scan(tmp_path / "ct")[0].parent)


@pytest.fixture
def a_moved_volume(scene, a_volume):
    put_under_transforms(scene, a_volume)
    return a_volume


def test_json_has_every_box_in_ras_lps_and_voxels(scene, a_moved_volume, tmp_path):
    rois = draw_boxes(scene, a_moved_volume)
    [path] = export_boxes(rois, a_moved_volume, tmp_path, "json")
    document = json.loads(path.read_text(encoding="utf-8"))
    to_world = ijk_to_world(a_moved_volume)
    assert np.allclose(document["volume"]["ijk_to_ras"], to_world)
    assert [one["label"] for one in document["boxes"]] == ["liver", "left kidney", PHRASE, "spleen"]
    for one, roi in zip(document["boxes"], rois, strict=True):
        corners = corners_in_scene(roi)
        assert apart_mm(one["ras"]["corners"], corners) < 1e-6
        assert apart_mm(one["lps"]["corners"], corners * (-1, -1, 1)) < 1e-6
        assert np.allclose(one["lps"]["first"], (corners * (-1, -1, 1)).min(axis=0))
        ijk = (corners - to_world[:3, 3]) @ np.linalg.inv(to_world[:3, :3]).T
        assert np.allclose(one["ijk"]["first"], ijk.min(axis=0)) and np.allclose(one["ijk"]["last"], ijk.max(axis=0))
        axes = np.array(one["ras"]["axes"])
        assert np.allclose(axes.T @ axes, np.eye(3)) and np.linalg.det(axes) == pytest.approx(1)
    assert document["boxes"][1]["terminology"]["side"] == {"scheme": "SCT", "code": "7771000", "meaning": "Left"}
    assert document["boxes"][3]["scope"] == "volume" and document["boxes"][3]["model_revision"] == "abc123"


def test_csv_has_a_line_a_box_and_no_formula(scene, a_volume, tmp_path):
    image = slice_image(a_volume, standard_grid_of(a_volume, "axial"))
    rois = draw(scene, answer(image, {"right kidney": (3, 4, 9, 9), '=1+1, "x"': (1, 1, 4, 4)}), a_volume)
    [path] = export_boxes(rois, a_volume, tmp_path, ["csv"])
    first, second = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert tuple(first) == COLUMNS
    assert (first["snomed_ct_code"], first["side"], first["unsure"]) == ("64033007", "Right", "no")
    corners = corners_in_scene(rois[0])
    for place, axis in enumerate("ras"):
        assert float(first[f"{axis}_first_mm"]) == pytest.approx(corners[:, place].min(), abs=1e-3)
        assert float(first[f"{axis}_last_mm"]) == pytest.approx(corners[:, place].max(), abs=1e-3)
    assert float(first["center_lps_x_mm"]) == -float(first["center_r_mm"])
    # A box of a slice is as thick as the slice, and a little tilted against these voxels.
    assert 1 < float(first["k_last"]) - float(first["k_first"]) < 1.3
    assert second["label"] == '\'=1+1, "x"' and second["snomed_ct_code"] == ""


@pytest.mark.parametrize("what", ["the volume", "the box"])
def test_mrk_json_under_transforms_is_read_back_where_the_scene_has_it(what, mrml, scene, a_volume, tmp_path):
    if what == "the volume":
        put_under_transforms(scene, a_volume)
    rois = draw_boxes(scene, a_volume)
    if what == "the box":
        matrix = rotation(20, -5, 40)
        matrix[:3, 3] = (5, -7, 30)
        rois[0].SetAndObserveTransformNodeID(linear_transform(scene, matrix).GetID())
        put_under_transforms(scene, rois[3])
    before = {roi.GetName(): corners_in_scene(roi) for roi in rois}
    [path] = export_boxes(rois, a_volume, tmp_path, ["markups"])
    mrml.clear()
    assert mrml.module_logics["Markups"].LoadMarkups(str(path))
    loaded = nodes_of(scene)
    assert {roi.GetName() for roi in loaded} == set(before)
    for roi in loaded:
        assert apart_mm(corners_in_scene(roi), before[roi.GetName()]) < 0.01, roi.GetName()


def nodes_of(scene):
    count = scene.GetNumberOfNodesByClass("vtkMRMLMarkupsROINode")
    return [scene.GetNthNodeByClass(index, "vtkMRMLMarkupsROINode") for index in range(count)]


def test_the_page_shows_every_box_in_three_planes_and_what_has_none(scene, a_volume, tmp_path):
    rois = draw_boxes(scene, a_volume)
    [path] = export_boxes(rois, a_volume, tmp_path, ["html"], unfound=[("pancreas", "not in this volume")])
    page = path.read_text(encoding="utf-8")
    assert "http" not in page.replace("http-equiv", "")  # nothing is fetched
    for words in (
        "left kidney 0.93",
        PHRASE,
        "64033007 (Kidney, Left)",
        "pancreas: not in this volume",
        "research use",
    ):
        assert words in re.sub(r"\s+", " ", page)
    pictures = re.findall(r'alt="([^"]*)" src="data:image/png;base64,([^"]*)"', page)
    assert len(pictures) == 3 * len(rois)
    told, data = next(one for one in pictures if one[0].startswith("spleen, axial"))
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(data)))).astype(int)
    assert max(picture.shape) == 592 and "patient's right at image left" in told.replace("&#39;", "'")
    outline = np.abs(picture - np.round(255 * np.array(color_for("spleen")))).max(axis=2) < 3
    rows, columns = np.nonzero(outline)
    # 31 x 22 mm in a picture of about 75 x 80 mm.
    share = 592 / max(standard_grid_of(a_volume, "axial").size_px)
    assert outline.any() and np.ptp(columns) > 15 * share and np.ptp(rows) > 8 * share


def test_what_a_model_says_is_no_mark_up(scene, a_volume, tmp_path):
    image = slice_image(a_volume, standard_grid_of(a_volume, "axial"))
    rois = draw(scene, answer(image, {"<script>alert(1)</script>": (3, 4, 9, 9)}), a_volume)
    [path] = export_boxes(rois, a_volume, tmp_path, ["html"])
    assert "<script>" not in path.read_text(encoding="utf-8")


def test_without_a_volume_or_a_box_the_forms_say_less(scene, a_volume, tmp_path):
    rois = draw_boxes(scene, a_volume)
    paths = export_boxes(rois, None, tmp_path / "boxes", [form for form in FORMS if form != "sr"])
    assert [path.name for path in paths] == ["boxes.mrk.json", "boxes.csv", "boxes.json", "boxes.html"]
    assert json.loads(paths[2].read_text(encoding="utf-8"))["boxes"][0]["ijk"] is None
    empty = export_boxes([], a_volume, tmp_path / "none", ["csv", "json", "html"])
    assert len(empty[0].read_text(encoding="utf-8").splitlines()) == 1
    assert json.loads(empty[1].read_text(encoding="utf-8"))["boxes"] == []
    assert "There is no box." in empty[2].read_text(encoding="utf-8")
    with pytest.raises(UserError, match=r"'pdf'.* markups, csv"):
        export_boxes(rois, a_volume, tmp_path, "pdf")


@given(st.tuples(*[st.floats(-30, 30)] * 3), st.tuples(*[st.floats(1, 40)] * 3), st.tuples(*[st.floats(-180, 180)] * 3))
def test_the_outline_lies_on_the_box_and_in_the_slice(center, size, angles):
    box = OrientedBox(np.array(center), np.array(size), rotation(*angles)[:3, :3])
    grid = SliceGrid(affine((1.5, -2.0, 1.0), (-40, 35, 3)), (60, 50), 1.0, "axial", 3.0)
    outline = section(box.corners_ras(), grid)
    spans = box.corners_ras()[:, 2].min() < 3 < box.corners_ras()[:, 2].max()
    assert (len(outline) >= 3) == spans
    if not spans:
        return
    ras = np.column_stack([outline, np.zeros(len(outline)), np.ones(len(outline))]) @ grid.pixel_to_ras.T
    assert np.allclose(ras[:, 2], 3)
    own = (ras[:, :3] - box.center_ras) @ box.axes_ras / (box.size_mm / 2)
    assert np.abs(own).max() < 1 + 1e-6 and (np.abs(np.abs(own).max(axis=1) - 1) < 1e-6).all()


def test_a_slice_box_of_a_turned_volume_is_cut_along_its_edges(scene):
    volume = volume_node(scene, np.zeros((9, 30, 40), np.int16), affine((1, 1, 4), (0, 0, 0), rotation(0, 0, 30)))
    image = slice_image(volume, standard_grid_of(volume, "axial"))
    [roi] = draw(scene, answer(image, {"liver": (5, 6, 20, 18)}), volume)
    outline = section(corners_in_scene(roi), image.grid)
    assert outline.min(axis=0) == pytest.approx((4.5, 5.5)) and outline.max(axis=0) == pytest.approx((19.5, 17.5))
