"""A body to search: two organs that a scripted engine sees where they are, and how a test begins and ends a search.

The fixtures take the place of conftest's in a file that names them: `a_volume, an_engine, a_panel = FIXTURES`.
"""

import numpy as np
import pytest

from Python.fake_engine import FakeEngine
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes

VOXEL_MM = 6.0
# Of each organ: middle and radii, RAS mm, and its grey value in HU.
ORGANS = {"liver": ((50, 20, 40), (60, 55, 60), 120), "left kidney": ((-55, -30, -10), (28, 26, 50), 200)}


def a_body(name="CT"):
    """A body of 240 x 216 x 264 mm round the origin with a liver and a left kidney."""
    k, j, i = np.mgrid[:44, :36, :40]
    places = np.stack([i - 19.5, j - 17.5, k - 21.5], axis=-1) * VOXEL_MM
    array = np.zeros(i.shape, np.int16)
    for middle, radii, value in ORGANS.values():
        array[(((places - middle) / radii) ** 2).sum(axis=-1) < 1] = value
    node = make_volume(name, array)
    node.SetSpacing(VOXEL_MM, VOXEL_MM, VOXEL_MM)
    node.SetOrigin(*(-VOXEL_MM * half for half in (19.5, 17.5, 21.5)))
    return node


def seen(image, questions, settings):
    """What is there to see of each organ in a picture of the body; nothing of anything else."""
    answers = []
    for question in questions:
        value = ORGANS.get(question.query, (0, 0, -160))[2]
        rows, columns = np.nonzero((image == int((value + 160) / 400 * 255)) & (image > 0))
        box = (columns.min() - 0.5, rows.min() - 0.5, columns.max() + 0.5, rows.max() + 0.5) if rows.size else None
        answers.append(box)
    return answers


@pytest.fixture
def a_volume(scene):
    return a_body()


@pytest.fixture
def an_engine():
    return FakeEngine(answers=seen, tokens=0)


@pytest.fixture
def a_panel(open_panel, a_logic, a_volume):
    """A panel that searches the body, as quickly as the application allows."""
    panel = open_panel(a_logic, scope="volume")
    panel.widget.panel._runner._timer.interval = 1
    return panel


FIXTURES = (a_volume, an_engine, a_panel)


def begin(panel, text="liver\nleft kidney", boxes_there=1):
    """A search on its way, with that many boxes drawn."""
    panel.ui.queriesEdit.setPlainText(text)
    panel.press_ctrl_enter()
    panel.wait(lambda: len(boxes()) >= boxes_there, 60)
    assert panel.is_running


def end(panel):
    panel.wait(lambda: not panel.is_running, 60)


def size_of(box):
    return np.array(box.GetSize())


# The choice
