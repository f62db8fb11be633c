"""Pictures are drawn as the product draws slices, and their boxes are those of the label map."""

import numpy as np
import pytest

from MISGroundLib.geometry import intersection_over_union
from training.examples import as_model_input, choose_questions
from training.pictures import absent_ids, boxes_of, draw_picture
from training.tissues import BODY, STRUCTURES


@pytest.fixture(scope="module")
def pictures(phantoms):
    rng = np.random.default_rng(4)
    return [draw_picture(phantoms[i % 2], rng) for i in range(24)]


def test_the_same_generator_state_gives_the_same_picture(a_phantom):
    first, second = (draw_picture(a_phantom, np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(first.pixels, second.pixels)
    assert first.boxes == second.boxes


def test_a_box_just_holds_its_label():
    labels = np.zeros((40, 60), dtype=np.uint8)
    labels[5:35, 2:58] = BODY
    labels[10:20, 30:45] = 1
    labels[12, 5] = 2
    boxes, unclear = boxes_of(labels, pixel_mm=3.0)
    assert boxes == {1: (30, 10, 45, 20), BODY: (2, 5, 58, 35)}
    assert unclear == {2}


def test_boxes_match_the_labels_of_the_same_picture(pictures):
    for picture in pictures:
        height, width = picture.pixels.shape
        assert picture.labels.shape == (height, width)
        for index, (x0, y0, x1, y1) in picture.boxes.items():
            assert 0 <= x0 < x1 <= width
            assert 0 <= y0 < y1 <= height
            mask = picture.labels > 0 if index == BODY else picture.labels == index
            assert mask[int(y0) : int(y1), int(x0) : int(x1)].sum() == mask.sum()


def test_the_patients_right_is_on_the_images_left_in_axial_and_coronal_views(a_phantom):
    rng = np.random.default_rng(1)
    left, right = STRUCTURES.index("left lung") + 1, STRUCTURES.index("right lung") + 1
    seen = 0
    for plane in ("axial", "coronal") * 15:
        boxes = draw_picture(a_phantom, rng, plane).boxes
        if left in boxes and right in boxes:
            seen += 1
            assert boxes[right][0] + boxes[right][2] < boxes[left][0] + boxes[left][2]
    assert seen >= 3


def test_present_absent_and_unclear_never_overlap(pictures):
    for picture in pictures:
        absent = set(absent_ids(picture))
        assert not absent & set(picture.boxes)
        assert not absent & picture.unclear
        assert not set(picture.boxes) & picture.unclear


def test_the_models_input_keeps_picture_labels_and_boxes_together(pictures):
    for picture in pictures:
        image, cells, boxes = as_model_input(picture)
        assert image.dtype == np.uint8
        cell_map = cells.reshape(16, 16, 5, 5).transpose(0, 2, 1, 3).reshape(80, 80)
        for index in picture.boxes:
            mask = cell_map > 0 if index == BODY else cell_map == index
            if mask.sum() < 60:
                continue
            rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
            drawn = tuple(12.5 * v for v in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
            assert intersection_over_union(drawn, tuple(float(v) for v in boxes[index - 1])) > 0.6


def test_questions_are_about_present_and_absent_structures(pictures):
    rng = np.random.default_rng(2)
    present = asked = 0
    for picture in pictures:
        chosen = choose_questions(picture, rng)
        assert not set(chosen) & picture.unclear
        present += sum(index in picture.boxes for index in chosen)
        asked += len(chosen)
    assert 0.4 < present / asked < 0.75
