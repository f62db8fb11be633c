"""Neighbouring slices as colours: the right planes in the right order, and a picture that is as it is without them."""

from dataclasses import replace

import numpy as np
import pytest

from MISGroundLib.scene.reading import LoadedVolume
from MISGroundLib.slices import PLANES, POSITION_AXIS, VolumeInfo
from training.drawing.pictures import BESIDE_MM, _cut, draw_picture, mirrored
from training.drawing.scanner import alike, noise
from training.evaluation.scans import Scan, evenly
from training.examples import ALONE, Pool, make_batch
from training.structures import STRUCTURE_ID


def with_grey(phantom, axis):
    """The phantom as a real CT whose grey value is ten times the R, A or S coordinate, from the grid's corner."""
    along = np.round(10 * phantom.voxel_mm * np.arange(phantom.tissue.shape[axis])).astype(np.int16)
    image = np.broadcast_to(along.reshape([-1 if a == axis else 1 for a in range(3)]), phantom.tissue.shape)
    return replace(phantom, image=np.ascontiguousarray(image), modality="CT")


@pytest.mark.parametrize("plane", sorted(PLANES))
def test_neighbours_lie_on_either_side_in_the_order_of_the_axis(a_phantom, plane):
    donor, rng = with_grey(a_phantom, POSITION_AXIS[plane]), np.random.default_rng(4)
    both = 0
    for _ in range(12):
        cut = _cut(donor, rng, plane, True, True)
        away = max(BESIDE_MM, cut.field.step_mm if plane == "axial" else 0.0)
        grey = dict(zip(cut.shifts, (met.grey for met in cut.met), strict=True))
        assert cut.shifts[0] == 0
        for shift in set(grey) - {0}:
            inside = (grey[0] > 0) & (grey[shift] > 0)
            moved = np.median((grey[shift] - grey[0])[inside]) / 10 * shift
            # A pose stretches by a fifth at most, and its waves by some more.
            assert 0.4 * away < moved < 1.9 * away
        both += {-1, 1} <= set(grey)
    assert both >= 6


def test_left_stays_left_in_every_colour_and_in_the_mirrored_body(a_phantom):
    donor, rng = with_grey(a_phantom, 0), np.random.default_rng(6)
    for _ in range(6):
        for met in _cut(donor, rng, "axial", True, True).met:
            columns = met.grey.mean(axis=0)
            assert columns[: len(columns) // 3].mean() > columns[-len(columns) // 3 :].mean()  # R on the left
    picture = draw_picture(a_phantom, rng, "axial", neighbours=True)
    other = mirrored(picture)
    for before, after in zip(picture.beside, other.beside, strict=True):
        assert np.array_equal(before[:, ::-1], after)


@pytest.mark.parametrize("plane", sorted(PLANES))
def test_a_picture_with_neighbours_is_the_one_without(a_phantom, plane):
    donor = with_grey(a_phantom, 2)
    for seed in range(6):
        first, second = np.random.default_rng(seed), np.random.default_rng(seed)
        alone, beside = draw_picture(donor, first, plane), draw_picture(donor, second, plane, neighbours=True)
        assert np.array_equal(alone.pixels, beside.pixels) and np.array_equal(alone.labels, beside.labels)
        assert alone.boxes == beside.boxes and alone.beside is None
        assert all(pixels.shape == alone.pixels.shape for pixels in beside.beside)
        assert first.bit_generator.state == second.bit_generator.state


def test_a_batch_with_neighbours_has_the_same_slices_in_the_middle(phantoms):
    pool = Pool(phantoms)
    alone, beside = make_batch(pool, 5, 0, 12), make_batch(pool, 5, 0, 12, neighbours=True)
    assert beside.images.shape == (12, 3, *alone.images.shape[1:])
    for name in ("labels", "boxes", "present", "sagittal"):
        assert np.array_equal(getattr(alone, name), getattr(beside, name), equal_nan=name in ("boxes", "present"))
    assert np.array_equal(alone.images, beside.images[:, 1])
    lone = [(picture[0] == picture[1]).all() and (picture[2] == picture[1]).all() for picture in beside.images]
    assert 0 < ALONE < 0.3 and 0 <= sum(map(bool, lone)) < 8


def test_copies_of_a_generator_draw_alike_and_the_first_goes_on_as_if_alone():
    rng, same = np.random.default_rng(3), np.random.default_rng(3)
    made = alike(rng, 3)
    assert made[0] is rng
    assert made[1].random(4).tolist() == made[2].random(4).tolist() == rng.random(4).tolist() == same.random(4).tolist()
    first, second = (noise(one, (30, 30), 1.0, layer) for layer, one in enumerate(alike(rng, 2)))
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.2


@pytest.mark.parametrize(
    ("plane", "spacing", "away"), [("axial", 8.0, 8.0), ("coronal", 8.0, 5.0), ("sagittal", 8.0, 5.0)]
)
def test_views_of_a_scan_have_their_neighbours_as_colours(plane, spacing, away):
    shape = (20, 40, 40)  # k, j, i
    axis = POSITION_AXIS[plane]
    affine = np.diag([2.5, 2.5, spacing, 1.0])
    affine[:3, 3] = -50, -50, 10
    along = np.arange(shape[2 - axis]) * affine[axis, axis]
    values = np.broadcast_to(along.reshape([-1 if a == 2 - axis else 1 for a in range(3)]), shape).astype(np.int16)
    labels = np.full(shape, STRUCTURE_ID["liver"], np.uint8)
    info = VolumeInfo("scan", modality="CT", shape_ijk=shape[::-1], spacing_mm=(2.5, 2.5, spacing))
    scan = Scan("scan", LoadedVolume(np.ascontiguousarray(values), affine, info), labels, labels > 0, frozenset())
    alone, beside = evenly(scan, {plane: 12}), evenly(scan, {plane: 12}, beside=True)
    grey_per_mm = 255 / 400  # of the CT window, whose lower end is -160
    for one, three in zip(alone, beside, strict=True):
        assert three.pixels.shape == (*one.pixels.shape, 3)
        assert np.array_equal(three.pixels[:, :, 1], one.pixels) and three.boxes == one.boxes
    middle = beside[len(beside) // 2].pixels.astype(float)
    for colour, sign in ((0, -1), (2, 1)):
        moved = np.median(middle[:, :, colour] - middle[:, :, 1]) * sign / grey_per_mm
        assert abs(moved - away) < 1.6
    assert np.array_equal(beside[0].pixels[:, :, 0], beside[0].pixels[:, :, 1])  # beyond the scan: the slice itself
