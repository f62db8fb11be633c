"""The slice that shows most of what was asked, as the model sees it."""

import numpy as np
import pytest

from MISGroundLib.errors import UserError
from MISGroundLib.grounding import SEARCHED_SLICES, best_position
from MISGroundLib.settings import Settings
from MISGroundLib.slices import SliceImage, VolumeInfo, spaced_positions, standard_grid
from Python.fake_engine import FakeEngine

VOLUME = (np.diag([-1.0, 1.0, 3.0, 1.0]), (100, 80, 40))


def as_seen(image, questions, settings):
    """As many of the targets as the picture's grey value says."""
    count = int(image[0, 0])
    return [(10, 20, 40, 60)] * count + [None] * (len(questions) - count)


def search(found_at, engine=None, plane="axial", seen_at=lambda position: True):
    """best_position in a volume of which found_at(position) tells how many of three targets can be seen."""

    def picture_at(position_mm):
        grid = standard_grid(*VOLUME, plane, position_mm)
        pixels = np.full((80, 100), found_at(position_mm), np.uint8)
        pixels[-1, -1] = 200 if seen_at(position_mm) else pixels[0, 0]
        return SliceImage(pixels, grid, 400.0, 40.0, VolumeInfo("ct"))

    engine = engine or FakeEngine(as_seen)
    queries = ["liver", "spleen", "heart"]
    return best_position(*VOLUME, plane, picture_at, engine, queries, Settings(model="x")), engine


def test_positions_are_even_and_within_the_volume():
    positions = spaced_positions(*VOLUME, "axial", 9)
    assert np.diff(positions) == pytest.approx([12.0] * 8)
    assert positions[0] == pytest.approx(-1.5 + 12)
    assert positions[-1] == pytest.approx(-1.5 + 108)


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
def test_the_slice_with_most_wins_and_every_slice_is_looked_at_once(plane):
    positions = spaced_positions(*VOLUME, plane, SEARCHED_SLICES)
    best, engine = search(lambda position: 3 if position == positions[2] else 1, plane=plane)
    assert best == positions[2]
    assert len(engine.asked) == SEARCHED_SLICES


def test_of_equal_slices_the_middle_one_is_taken():
    middle = spaced_positions(*VOLUME, "axial", SEARCHED_SLICES)[SEARCHED_SLICES // 2]
    assert search(lambda position: 0)[0] == middle
    assert search(lambda position: 2)[0] == middle


def test_blank_slices_are_not_asked_and_of_a_blank_volume_the_middle_one_is_left():
    positions = spaced_positions(*VOLUME, "axial", SEARCHED_SLICES)
    best, engine = search(lambda position: 1, seen_at=lambda position: position > positions[9])
    assert best == positions[10]
    assert len(engine.asked) == SEARCHED_SLICES - 10
    best, engine = search(lambda position: 1, seen_at=lambda position: False)
    assert (best, engine.asked) == (positions[SEARCHED_SLICES // 2], [])


def test_a_failure_and_a_keypress_end_the_search():
    with pytest.raises(UserError, match="no memory"):
        search(lambda position: 1, FakeEngine([RuntimeError("no memory")]))

    def interrupt(engine):
        if not engine.cancelled:
            raise KeyboardInterrupt

    engine = FakeEngine(as_seen, on_poll=interrupt)
    with pytest.raises(KeyboardInterrupt):
        search(lambda position: 1, engine)
    assert engine.cancelled
