"""What the model is given of a picture: the input picture, label cells, boxes, and questions that have an answer."""

import numpy as np
import pytest
from scipy.ndimage import label

from MISGroundLib.geometry import intersection_over_union
from training.drawing.pictures import draw_picture
from training.examples import as_model_input, choose_questions, either_side
from training.model import GRID
from training.structures import CONTAINS, COUNT, STRUCTURE_ID


@pytest.fixture(scope="module")
def pictures(phantoms):
    rng = np.random.default_rng(4)
    return [draw_picture(phantoms[i % 2], rng) for i in range(24)]


def test_the_models_input_keeps_picture_labels_and_boxes_together(pictures):
    side, compared = GRID, 0
    for picture in pictures:
        image, cell_map, boxes = as_model_input(picture)
        assert image.dtype == np.uint8
        for index in picture.boxes:
            mask = np.isin(cell_map, np.flatnonzero(CONTAINS[index]))
            box = boxes[index - 1]
            in_one_piece = label(np.isin(picture.labels, np.flatnonzero(CONTAINS[index])), np.ones((3, 3)))[1] == 1
            # Left out: what is cut off with the dark border, and traces that may fall between the cells.
            if mask.sum() < 60 or not in_one_piece or box.min() < 0 or box.max() > 1000:
                continue
            compared += 1
            rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
            edges = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
            assert intersection_over_union(tuple(1000 / side * v for v in edges), tuple(float(v) for v in box)) > 0.6
    assert compared > 20


def test_questions_are_about_present_and_absent_structures(pictures):
    rng = np.random.default_rng(2)
    present = asked = 0
    for picture in pictures:
        chosen = choose_questions(picture, rng)
        assert not set(chosen) & picture.unclear
        present += sum(index in picture.boxes for index in chosen)
        asked += len(chosen)
    assert 0.4 < present / asked < 0.75


def test_either_sides_box_is_one_sides_or_goes_round_both():
    boxes = np.full((COUNT, 4), np.nan, dtype=np.float32)
    left, right, liver = (STRUCTURE_ID[name] - 1 for name in ("left kidney", "right kidney", "liver"))
    boxes[left], boxes[liver] = (600, 400, 700, 500), (100, 100, 500, 500)
    assert either_side(boxes)[[left, right, liver]].tolist() == [[600, 400, 700, 500]] * 2 + [[100, 100, 500, 500]]
    boxes[right] = (300, 420, 380, 530)
    assert either_side(boxes)[right].tolist() == [300, 400, 700, 530]
    assert np.isnan(either_side(boxes)[STRUCTURE_ID["spleen"] - 1]).all()
