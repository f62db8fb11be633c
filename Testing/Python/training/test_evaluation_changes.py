"""A scan that is made worse, or into another one, keeps its labels where its grey values are."""

from dataclasses import replace

import numpy as np
import pytest

from MISGroundLib.scene.reading import LoadedVolume
from MISGroundLib.slices import VolumeInfo
from training.evaluation.changes import CHANGES, add_noise, coarsen, crop, turn
from training.evaluation.robustness import curve_table, draw_curves
from training.evaluation.scans import Scan, cutter
from training.evaluation.suites import PLANES
from training.evaluation.variants import half, mirrored, part_round, thin_stacks
from training.structures import STRUCTURE_ID

LIVER, SPLEEN = STRUCTURE_ID["liver"], STRUCTURE_ID["spleen"]


@pytest.fixture
def a_scan():
    """A soft body in air with a bright liver on the patient's right and a bright spleen on the left; 3 mm voxels."""
    labels = np.zeros((40, 50, 60), np.uint8)
    labels[14:26, 20:32, 36:50] = LIVER
    labels[16:22, 16:26, 12:20] = SPLEEN
    body = np.zeros(labels.shape, bool)
    body[3:37, 8:42, 6:54] = True
    values = np.full(labels.shape, -1000, np.int16)
    values[body] = -100
    values[labels > 0] = 200
    affine = np.diag([3.0, 3.0, 3.0, 1.0])
    affine[:3, 3] = -90, -75, -60
    info = VolumeInfo("scan", modality="CT", shape_ijk=(60, 50, 40), spacing_mm=(3.0, 3.0, 3.0))
    return Scan("scan", LoadedVolume(values, affine, info), labels, body, frozenset())


def stored_along(scan, order):
    """The same scan with its array's axes in another order."""
    matrix = scan.loaded.ijk_to_ras.copy()
    matrix[:3, :3] = matrix[:3, [2 - axis for axis in order][::-1]]
    values = scan.loaded.array.transpose(order)
    i, j, k = values.shape[::-1]
    info = replace(scan.loaded.info, shape_ijk=(i, j, k))
    loaded = replace(scan.loaded, array=values, ijk_to_ras=matrix, info=info)
    return replace(scan, loaded=loaded, labels=scan.labels.transpose(order), body=scan.body.transpose(order))


@pytest.mark.parametrize("plane", PLANES)
def test_a_box_holds_what_is_bright_after_every_change(a_scan, plane):
    for change in CHANGES:
        if change.curve == "window":
            continue
        changed = change.apply(a_scan, plane)
        assert changed.labels.shape == changed.body.shape == changed.loaded.array.shape
        assert changed.loaded.info.shape_ijk == changed.labels.shape[::-1]
        assert changed.loaded.array.dtype == a_scan.loaded.array.dtype
        inside = changed.loaded.array[changed.labels > 0].astype(float).mean()
        outside = changed.loaded.array[(changed.labels == 0) & changed.body].astype(float).mean()
        assert inside > outside + 150, (change.curve, change.value)


def test_noise_has_the_asked_strength(a_scan):
    spread = (add_noise(a_scan, 40).loaded.array.astype(float) - a_scan.loaded.array).std()
    assert spread == pytest.approx(40, rel=0.02)


@pytest.mark.parametrize("voxel_mm", [1.5, 5, 8])
def test_other_voxels_stay_in_the_same_place(a_scan, voxel_mm):
    def centre(scan):
        ijk = np.argwhere(scan.labels == LIVER).mean(axis=0)[::-1]
        return scan.loaded.ijk_to_ras[:3, :3] @ ijk + scan.loaded.ijk_to_ras[:3, 3]

    coarse = coarsen(a_scan, voxel_mm)
    assert np.allclose(centre(coarse), centre(a_scan), atol=voxel_mm / 2)
    extent = np.array(coarse.labels.shape[::-1]) * np.linalg.norm(coarse.loaded.ijk_to_ras[:3, :3], axis=0)
    assert np.allclose(extent, [180, 150, 120])


def test_a_crop_keeps_the_slice_and_moves_nothing(a_scan):
    cropped = crop(a_scan, 0.7, "axial")
    assert cropped.labels.shape == (40, 35, 42)
    with cutter(a_scan, find_absent=False) as cut, cutter(cropped, find_absent=False) as cut_cropped:
        whole, part = cut("axial", 0.5), cut_cropped("axial", 0.5)
    assert part.position_mm == whole.position_mm
    x0, y0, _, _ = part.boxes[LIVER]
    left, top = int(whole.boxes[LIVER][0] - x0), int(whole.boxes[LIVER][1] - y0)
    assert np.array_equal(part.pixels, whole.pixels[top : top + 35, left : left + 42])
    assert part.boxes[SPLEEN][0] == whole.boxes[SPLEEN][0] - left


def test_a_turn_leaves_sides_as_they_are(a_scan):
    turned = turn(a_scan, 20, "axial")
    with cutter(turned, find_absent=False) as cut:
        boxes = cut("axial", 0.5).boxes
    assert boxes[LIVER][0] < boxes[SPLEEN][0]
    assert not np.array_equal(turned.labels, a_scan.labels)


def middle_of(scan, index):
    ijk = np.argwhere(scan.labels == index).mean(axis=0)[::-1]
    return scan.loaded.ijk_to_ras[:3, :3] @ ijk + scan.loaded.ijk_to_ras[:3, 3]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0)])
def test_thin_stacks_hold_all_that_the_scan_holds_where_it_was(a_scan, order):
    scan = stored_along(a_scan, order)
    stacks = list(thin_stacks(scan, slices=8, thick_mm=5.0))
    assert len(stacks) == 3
    heights = [stack.loaded.ijk_to_ras[2, 3] for stack in stacks]
    assert np.allclose(np.diff(heights), 40) and heights[0] == pytest.approx(-60 - 1.5 + 2.5)
    middle = stacks[1]
    assert sorted(middle.loaded.info.spacing_mm) == [3, 3, 5] and 8 in middle.labels.shape
    assert np.allclose(middle_of(middle, LIVER)[:2], middle_of(scan, LIVER)[:2], atol=0.1)
    assert middle.loaded.array[middle.labels == LIVER].astype(float).mean() > 150


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0)])
def test_half_a_body_has_the_organs_of_its_side(a_scan, order):
    scan = stored_along(a_scan, order)
    left, right = half(scan, "left"), half(scan, "right")
    assert SPLEEN in left.labels and LIVER not in left.labels
    assert LIVER in right.labels and SPLEEN not in right.labels
    assert np.allclose(middle_of(right, LIVER), middle_of(scan, LIVER))
    assert np.allclose(middle_of(left, SPLEEN), middle_of(scan, SPLEEN))


def test_the_mirrored_body_has_its_left_parts_named_right(a_scan):
    left_kidney, right_kidney = (STRUCTURE_ID[f"{side} kidney"] for side in ("left", "right"))
    a_scan.labels[a_scan.labels == SPLEEN] = left_kidney
    other = mirrored(a_scan)
    assert left_kidney not in other.labels and LIVER in other.labels
    there, here = middle_of(other, right_kidney), middle_of(a_scan, left_kidney)
    middle = a_scan.loaded.ijk_to_ras[0, 3] + 3 * (60 - 1) / 2
    assert there[0] - middle == pytest.approx(middle - here[0]) and np.allclose(there[1:], here[1:])
    assert np.array_equal(np.flip(other.loaded.array, 2), a_scan.loaded.array)
    assert np.array_equal(np.flip(other.body, 2), a_scan.body)


def test_a_part_lies_round_its_structure(a_scan):
    part = part_round(a_scan, "liver", (60.0, 50.0, 40.0))
    assert part is not None and np.allclose(part.loaded.info.spacing_mm, 3)
    assert np.allclose(middle_of(part, LIVER), middle_of(a_scan, LIVER), atol=1.6)
    extent = np.array(part.labels.shape[::-1]) * 3
    assert np.allclose(extent, (60, 50, 40), atol=6)
    assert part_round(a_scan, "pancreas", (60.0, 50.0, 40.0)) is None


def test_curves_become_a_table_and_a_picture(tmp_path):
    points = {"scan": {change: {"iou": 0.5, "acc50": 0.25, "recall": 1.0} for change in CHANGES}}
    assert curve_table(points).count("| 0.50 | 0.25 | 1.00 |") == len(CHANGES)
    draw_curves(points, tmp_path / "curves.png")
    assert (tmp_path / "curves.png").stat().st_size > 1000
