"""What the model is given of a picture: the input picture, label cells, boxes, and questions that have an answer."""

import numpy as np
import pytest
from scipy.ndimage import label

from MISGroundLib.geometry import intersection_over_union
from training.drawing.pictures import draw_picture
from training.examples import as_model_input
from training.model import GRID
from training.structures import CONTAINS


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
