"""The rigid registration: known moves are found, and what is no measurement is refused."""

import numpy as np
import pytest

from MISGroundLib.errors import UserError
from MISGroundLib.visits import Scan, register, unregistered
from Python.core.bodies import frame_of, head, scan_of, trunk
from Python.shared_data import shared_case

WHOLE = ((-190, -130, -150), (190, 130, 150))


@pytest.fixture(scope="module")
def a_trunk():
    return Scan(*scan_of(trunk, (0, 0, 0), WHOLE, spacing=6.0), "CT", "first")


def test_a_body_that_lies_elsewhere_is_brought_back_and_the_quality_is_told(a_trunk):
    # Moved, turned, in other voxels, and with a third of it outside the field of view.
    middle, shown = np.array((30, -20, 60)), ((-190, -130, -150), (190, 130, 50))
    moved = Scan(*scan_of(trunk, middle, shown, turn_deg=8, tilt_deg=3, spacing=7.0, order=(2, 0, 1)), "CT", "second")
    found = register(a_trunk, moved)
    turn = frame_of(8, 3)
    for body in np.array(WHOLE).T[:, :1] * np.eye(3):
        landed = found.second_to_first[:3, :3] @ (turn @ body + middle) + found.second_to_first[:3, 3]
        assert np.linalg.norm(landed - body) < 3
    assert found.how == "registered" and found.quality.measure == "correlation"
    assert found.quality.similarity > 0.9 and found.quality.overlap > 0.8 and found.quality.disagreement_mm < 3
    assert found.quality.turned_deg == pytest.approx(8.5, abs=1)
    assert found.quality.line() in found.statement


def test_volumes_of_two_kinds_are_not_called_registered(a_trunk):
    brain = Scan(*scan_of(head, (0, 0, 0), ((-90, -110, -90), (90, 110, 110)), spacing=6.0), "MR", "a head")
    steps = []
    with pytest.raises(UserError, match=r"first and a head could not be registered: .*(each way|common|too unlike|%)"):
        register(a_trunk, brain, on_step=steps.append)
    assert steps == sorted(steps) and steps[0] > 0 and steps[-1] <= 1


def test_a_volume_of_one_grey_value_has_nothing_to_register(a_trunk):
    blank = Scan(np.zeros((20, 20, 20), np.int16), np.diag([5.0, 5.0, 5.0, 1.0]), "MR", "blank")
    with pytest.raises(UserError, match="blank has one grey value"):
        register(a_trunk, blank)


def test_without_a_registration_it_is_said_who_says_where_things_lie():
    assert "as the files say" in unregistered().statement
    assert "transforms say" in unregistered(transformed=True).statement


def test_two_people_are_refused_and_a_moved_copy_of_a_real_scan_is_not():
    from MISGroundLib.scene.reading import read_volume
    from Python.scene_builders import rotation

    scans = []
    for name in ("mr_brain_vxm", "mr_brain_colin_aal"):
        volume = read_volume(shared_case(name) / "image.nii.gz")
        scans.append(Scan(volume.array[::2, ::2, ::2], volume.ijk_to_ras @ np.diag([2, 2, 2, 1]), "MR", name))
    move = rotation(10, -15, 20)
    move[:3, 3] = (20, -35, 50)
    moved = Scan(scans[0].array[:100], move @ scans[0].ijk_to_ras, "MR", "moved")
    found = register(scans[0], moved)
    assert np.abs(found.second_to_first @ move - np.eye(4))[:3, 3].max() < 2
    with pytest.raises(UserError, match="could not be registered"):
        register(*scans)
