"""Pictures of donors: their truth is that of the tissue drawn, through every pose, change, contrast and scanner."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.slices import PLANES
from training.donor import REGIONS, Donor, load_donors, save_donor
from training.drawing.change import change
from training.drawing.contrast import MR_CLASS, random_contrast
from training.drawing.deform import random_pose, upsampling
from training.drawing.field import random_field
from training.drawing.landmarks import landmarks
from training.drawing.pictures import IGNORE, absent_ids, boxes_of, draw_picture, mirrored
from training.drawing.sampling import Frame, sample
from training.drawing.scanner import blur_matrix, coarse_matrix
from training.structures import BODY, CONTAINS, COUNT, STRUCTURE_ID
from training.tissues import ID, STRUCTURE_OF, TISSUES

SEEDS = st.integers(0, 2**32 - 1)


def a_donor(balls, region="trunk", voxel_mm=4.0, unknown=frozenset(), size_mm=(360.0, 280.0, 300.0)):
    """An oval of fat with balls of tissue: {name: (centre RAS mm, radius mm)}; the grid's middle is (0, 0, 100)."""
    shape = [round(extent / voxel_mm) for extent in size_mm]
    axes = [(np.arange(n) - (n - 1) / 2) * voxel_mm + middle for n, middle in zip(shape, (0, 0, 100), strict=True)]
    x, y, z = np.meshgrid(*axes, indexing="ij")
    tissue = np.zeros(shape, dtype=np.uint8)
    tissue[(x / (0.45 * size_mm[0])) ** 2 + (y / (0.45 * size_mm[1])) ** 2 < 1] = ID["fat"]
    for name, (centre, radius) in balls.items():
        tissue[(x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2 < radius**2] = ID[name]
    return Donor("made-up", region, tissue, np.array([axis[0] for axis in axes]), voxel_mm, unknown)


ABDOMEN = {
    "liver": ((70, 20, 120), 55),
    "spleen": ((-90, -20, 130), 35),
    "right kidney cortex": ((60, -60, 60), 30),
    "left kidney cortex": ((-60, -60, 60), 30),
    "vertebra": ((0, -80, 90), 28),
    "colon": ((0, 60, 60), 35),
}
PAIRS = {
    f"{side} {name}": ((sign * 90, y, 100), 30)
    for side, sign in (("left", -1), ("right", 1))
    for name, y in (("lung", 40), ("kidney", -50))
}


@pytest.fixture(scope="module")
def pictures():
    donors = [a_donor(ABDOMEN, region, 1.5 if region == "knee" else 4.0) for region in REGIONS[:3]]
    brain = {name: ((0, 0, 100), r) for name, r in (("skull", 90), ("left cerebral cortex", 80), ("left thalamus", 25))}
    donors.append(a_donor(brain, "brain"))
    rng = np.random.default_rng(4)
    return [draw_picture(donors[i % len(donors)], rng) for i in range(40)]


def slow_boxes(labels):
    """{structure: (box, pixels)} of all structures, each by its own mask."""
    boxes = {}
    for whole in range(1, COUNT + 1):
        mask = np.isin(labels, np.flatnonzero(CONTAINS[whole])) if whole != BODY else labels > 0
        rows, columns = np.nonzero(mask)
        if rows.size:
            boxes[whole] = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1), rows.size
    return boxes


def test_the_same_generator_state_gives_the_same_picture():
    donor = a_donor(ABDOMEN)
    first, second = (draw_picture(donor, np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(first.pixels, second.pixels)
    assert first.boxes == second.boxes
    assert first.boxes


def test_a_stored_donor_gives_the_same_picture(tmp_path):
    donor = a_donor(ABDOMEN)
    save_donor(donor, tmp_path)
    (loaded,) = load_donors(tmp_path)
    first, second = (draw_picture(one, np.random.default_rng(3)) for one in (donor, loaded))
    assert np.array_equal(first.pixels, second.pixels)


def test_a_box_just_holds_its_label():
    labels = np.zeros((40, 60), dtype=np.uint8)
    labels[5:35, 2:58] = BODY
    labels[10:20, 30:45] = 2
    labels[12, 5] = 3
    boxes, unclear = boxes_of(labels, pixel_mm=3.0)
    assert boxes == {2: (30, 10, 45, 20), BODY: (2, 5, 58, 35)}
    assert unclear == {3}


def test_a_whole_spans_its_parts():
    labels = np.zeros((60, 60), dtype=np.uint8)
    labels[5:15, 5:15] = STRUCTURE_ID["left thalamus"]
    labels[30:50, 20:30] = STRUCTURE_ID["left cerebral hemisphere"]
    labels[5:10, 40:50] = STRUCTURE_ID["cerebellum"]
    boxes, _ = boxes_of(labels, pixel_mm=1.0)
    assert boxes[STRUCTURE_ID["left thalamus"]] == (5, 5, 15, 15)
    assert boxes[STRUCTURE_ID["left cerebral hemisphere"]] == (5, 5, 30, 50)
    assert boxes[STRUCTURE_ID["brain"]] == boxes[BODY] == (5, 5, 50, 50)


def test_boxes_are_those_of_the_labels_pixel_by_pixel(pictures):
    for picture in pictures:
        slow = slow_boxes(picture.labels)
        assert {index: box for index, (box, _) in slow.items() if index in picture.boxes} == picture.boxes
        for index in set(slow) - set(picture.boxes):
            assert index in picture.unclear
            assert slow[index][1] * picture.pixel_mm**2 < 45 or slow[index][1] < 9


def test_present_absent_and_unclear_are_everything_and_never_overlap(pictures):
    for picture in pictures:
        groups = [set(picture.boxes), set(picture.unclear), set(absent_ids(picture))]
        assert set.union(*groups) == set(range(1, COUNT + 1))
        assert sum(len(group) for group in groups) == COUNT


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_no_pose_folds_or_mirrors(seed):
    rng = np.random.default_rng(seed)
    pose = random_pose(rng, np.array([5.0, -3.0, 40.0]), rng.uniform(80, 500))
    points = rng.uniform(-300, 300, (200, 3))
    step = 0.01
    columns = [(pose.to_donor(points + step * axis) - pose.to_donor(points)) / step for axis in np.eye(3)]
    determinants = np.linalg.det(np.stack(columns, axis=-1))
    assert determinants.min() > 0.02


@given(SEEDS, st.sampled_from(sorted(PLANES)))
@settings(max_examples=30, deadline=None)
def test_a_ball_lands_where_the_pose_sends_it(seed, plane):
    rng = np.random.default_rng(seed)
    centre = rng.uniform((-70, -50, 60), (70, 50, 140))
    donor = a_donor({"liver": (centre, 12)}, voxel_mm=4.0)
    pose = random_pose(rng, np.array([0.0, 0.0, 100.0]), 350.0)
    there = np.array(pose.center)
    for _ in range(200):  # the scanner's point that the pose sends to the ball's centre
        there = there + 0.5 * pose.size * (pose.rotation.T @ (centre - pose.to_donor(there)))
    assert np.allclose(pose.to_donor(there), centre, atol=0.1)
    right, down = (2.0 * np.array(axis) for axis in PLANES[plane])
    shift = rng.uniform(-40, 40, 2)  # pixels between the picture's middle and the ball's
    frame = Frame(there - shift[0] * right - shift[1] * down, right, down, (161, 141))
    met = sample(donor, pose, frame, rng)
    near, taps, weights = met.near, met.taps, met.weights
    x0, y0, x1, y1 = boxes_of(STRUCTURE_OF[near], 2.0)[0][STRUCTURE_ID["liver"]]
    assert abs((x0 + x1 - 1) / 2 - (70 + shift[0])) < 2.5
    assert abs((y0 + y1 - 1) / 2 - (80 + shift[1])) < 2.5
    assert np.allclose(sum(weights), 1, atol=1e-5)
    assert all(tap.shape == near.shape for tap in taps)


@given(SEEDS, st.sampled_from(sorted(PLANES)))
@settings(max_examples=15, deadline=None)
def test_a_real_image_goes_where_its_tissue_goes(seed, plane):
    rng = np.random.default_rng(seed)
    plain = a_donor({"liver": ((10, 5, 100), 40)}, voxel_mm=4.0)
    image = np.where(STRUCTURE_OF[plain.tissue] == STRUCTURE_ID["liver"], 1000, -1000).astype(np.int16)
    donor = replace(plain, image=image, modality="CT")
    pose = random_pose(rng, np.array([0.0, 0.0, 100.0]), 350.0)
    right, down = (2.0 * np.array(axis) for axis in PLANES[plane])
    met = sample(donor, pose, Frame(np.array([10.0, 5.0, 100.0]), right, down, (121, 101)), rng, real=True)
    assert met.grey is not None and not met.taps
    bright, liver = met.grey > 0, STRUCTURE_OF[met.near] == STRUCTURE_ID["liver"]
    assert liver.sum() > 100 and (bright ^ liver).sum() < 0.15 * liver.sum()


def test_a_donors_image_is_shown_in_about_three_of_five_pictures():
    plain = a_donor({"liver": ((0, 0, 100), 40)})
    donor = replace(plain, image=np.full(plain.tissue.shape, 40, dtype=np.int16), modality="CT")
    rng = np.random.default_rng(3)
    modalities = [draw_picture(donor, rng).modality for _ in range(60)]
    flat = [draw_picture(donor, rng, kind="real").modality for _ in range(10)]
    assert "MR" not in flat and modalities.count("CT") > 30


def test_what_is_labelled_in_part_is_asked_in_axial_slices_that_show_it_alone():
    cord = STRUCTURE_ID["spinal cord"]
    donor = replace(a_donor({"spinal cord": ((0, 0, 100), 25), "liver": ((60, 0, 100), 30)}), partial=frozenset({cord}))
    rng = np.random.default_rng(4)
    pictures = [draw_picture(donor, rng, plane) for plane in PLANES for _ in range(15)]
    assert any(cord in picture.boxes for picture in pictures if picture.plane == "axial")
    for picture in pictures:
        assert cord in picture.background_may and cord not in absent_ids(picture)
        assert cord not in picture.boxes or picture.plane == "axial"


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_scanners_point_of_a_donors_point_goes_back_there(seed):
    rng = np.random.default_rng(seed)
    pose = random_pose(rng, np.array([5.0, -3.0, 40.0]), rng.uniform(80, 500))
    point = rng.uniform(-150, 150, 3)
    assert np.allclose(pose.to_donor(pose.from_donor(point)), point, atol=0.5)


def test_the_mirrored_body_is_mirrored_in_pixels_labels_boxes_and_names():
    picture = draw_picture(a_donor(PAIRS), np.random.default_rng(11), "axial")
    other = mirrored(picture)
    assert np.array_equal(other.pixels[:, ::-1], picture.pixels)
    for name in ("lung", "kidney"):
        left, right = (STRUCTURE_ID[f"{side} {name}"] for side in ("left", "right"))
        assert np.array_equal(other.labels[:, ::-1] == left, picture.labels == right)
        assert (left in other.unclear) == (right in picture.unclear)
    assert {index: box for index, (box, _) in slow_boxes(other.labels).items() if index in other.boxes} == other.boxes
    assert np.array_equal(mirrored(other).labels, picture.labels) and mirrored(other).boxes == picture.boxes


def test_the_distance_from_the_midline_is_signed_and_only_told_where_the_body_is_whole():
    donor = a_donor(PAIRS)
    assert landmarks(donor).midline == pytest.approx(0, abs=4)
    rng = np.random.default_rng(12)
    pictures = [draw_picture(donor, rng, "sagittal") for _ in range(40)]
    told = [picture for picture in pictures if picture.midline_mm is not None]
    assert 8 < len(told) < 40
    for picture in told:
        seen = {side for side in ("left", "right") if STRUCTURE_ID[f"{side} lung"] in picture.boxes}
        assert seen != {"right"} or picture.midline_mm > 0
        assert seen != {"left"} or picture.midline_mm < 0
    assert all(draw_picture(donor, rng, plane).midline_mm is None for plane in ("axial", "coronal"))
    knee = a_donor({"tibia": ((0, 0, 100), 40)}, "knee", 1.5, size_mm=(150, 150, 150))
    assert draw_picture(knee, rng, "sagittal").midline_mm is None


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_fields_of_view_are_never_empty_and_small_ones_hold_their_organ(seed):
    donor = a_donor(ABDOMEN, "abdomen")
    field = random_field(donor, np.random.default_rng(seed))
    assert np.all(field.last - field.first >= 14)
    assert np.all(field.first < field.body[1]) and np.all(field.last > field.body[0])


def test_an_organ_that_is_gone_is_absent_and_a_lump_is_nothing():
    donor = a_donor(ABDOMEN, "abdomen")
    rng = np.random.default_rng(13)
    pictures = [draw_picture(donor, rng, "coronal", "CT") for _ in range(60)]
    lumps = {ID["mass"], ID["vascular mass"]}
    assert not STRUCTURE_OF[sorted(lumps)].any()
    assert any(STRUCTURE_ID["liver"] in absent_ids(picture) for picture in pictures)


@pytest.mark.parametrize("region", REGIONS)
def test_the_patients_left_is_on_the_pictures_right(region):
    donor = a_donor(PAIRS, region)
    rng = np.random.default_rng(1)
    seen = 0
    for i in range(20):
        boxes = draw_picture(donor, rng, ("axial", "coronal")[i % 2]).boxes
        for name in ("lung", "kidney"):
            left, right = (boxes.get(STRUCTURE_ID[f"{side} {name}"]) for side in ("left", "right"))
            if left and right:
                seen += 1
                assert right[0] + right[2] < left[0] + left[2]
    assert seen > 0 or region == "brain"


def test_the_patients_front_is_up_and_the_head_is_up():
    donor = a_donor({"stomach": ((0, 70, 100), 30), "spleen": ((0, -70, 100), 30)})
    high = a_donor({"stomach": ((0, 0, 190), 30), "spleen": ((0, 0, 30), 30)})
    rng = np.random.default_rng(2)
    seen = 0
    for made, planes in ((donor, ("axial",)), (high, ("coronal", "sagittal"))):
        for i in range(40):
            boxes = draw_picture(made, rng, planes[i % len(planes)]).boxes
            above, below = boxes.get(STRUCTURE_ID["stomach"]), boxes.get(STRUCTURE_ID["spleen"])
            if above and below:
                seen += 1
                assert above[1] + above[3] < below[1] + below[3]
    assert seen > 5


def test_unknown_structures_are_never_asked():
    unknown = frozenset({STRUCTURE_ID["pancreas"], STRUCTURE_ID["spleen"]})
    donor = a_donor(ABDOMEN, unknown=unknown)
    rng = np.random.default_rng(3)
    for _ in range(15):
        picture = draw_picture(donor, rng)
        assert picture.background_may == unknown
        assert unknown <= picture.unclear
        assert not unknown & set(absent_ids(picture))
        assert not unknown & set(picture.boxes)


def test_tissue_of_two_possible_structures_makes_both_unclear():
    donor = a_donor({**ABDOMEN, "colon or small bowel": ((20, 70, 110), 50)})
    colon, bowel = STRUCTURE_ID["colon"], STRUCTURE_ID["small bowel"]
    rng = np.random.default_rng(5)
    seen = 0
    for _ in range(25):
        picture = draw_picture(donor, rng)
        if IGNORE in picture.labels:
            seen += 1
            assert {colon, bowel} <= picture.unclear
            assert not {colon, bowel} & set(absent_ids(picture))
            assert BODY in picture.boxes
    assert seen > 3


@given(SEEDS, st.sampled_from(REGIONS))
@settings(max_examples=60, deadline=None)
def test_a_change_never_gives_a_structure_new_pixels(seed, region):
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, len(TISSUES), (7, 8)).astype(np.uint8)
    blocks[rng.random((7, 8)) < 0.4] = rng.choice([ID["colon"], ID["stomach content"], ID["liver"], ID["unknown soft"]])
    before = np.kron(blocks, np.ones((14, 14), dtype=np.uint8))
    taps = [before.copy(), before.copy()]
    change(taps, a_donor({}, region), rng, 2.0)
    assert np.array_equal(taps[0], taps[1])
    old, new = STRUCTURE_OF[before], STRUCTURE_OF[taps[0]]
    assert np.array_equal(new[new > 0], old[new > 0])


def test_organs_shrink_and_bowel_fills_now_and_then():
    before = np.full((60, 60), ID["fat"], dtype=np.uint8)
    before[10:50, 5:28] = ID["liver"]
    before[10:50, 32:58] = ID["colon"]
    shrunk = filled = 0
    for seed in range(40):
        after = before.copy()
        change([after], a_donor({}), np.random.default_rng(seed), 2.0)
        shrunk += (after == ID["cavity fat"]).sum() > 20
        filled += np.isin(after, [ID["colon gas"], ID["colon stool"], ID["colon contrast"]]).any()
        assert (after == ID["liver"]).sum() > 0.3 * (before == ID["liver"]).sum()
    assert 4 < shrunk < 36
    assert 4 < filled < 36


@pytest.mark.parametrize("kind", ["CT", "MR", "random"])
@pytest.mark.parametrize("region", REGIONS)
def test_every_contrast_shows_something(kind, region):
    donor = a_donor(ABDOMEN if region != "brain" else {"left cerebral cortex": ((0, 0, 100), 90)}, region)
    rng = np.random.default_rng(6)
    drawn = [picture for picture in (draw_picture(donor, rng, kind=kind) for _ in range(8)) if picture.boxes]
    assert len(drawn) > 5
    for picture in drawn:
        assert picture.pixels.dtype == np.uint8
        assert picture.pixels.shape == picture.labels.shape
        if len(picture.boxes) > 2:  # a slice of fat alone has little to show
            assert np.unique(picture.pixels).size > 4
        assert picture.modality in (("CT", "") if kind == "CT" else ("MR", ""))
        assert 0 <= picture.position_fraction <= 1


def test_air_is_dark_and_gas_gives_no_mr_signal():
    rng = np.random.default_rng(7)
    for kind in ("CT", "MR", "random") * 10:
        contrast = random_contrast(rng, "trunk", kind)
        assert np.isfinite(contrast.mean).all()
        assert contrast.mean[ID["air"]] < np.quantile(contrast.mean, 0.15)
        if kind == "MR":
            assert contrast.mean[ID["stomach gas"]] == contrast.mean[ID["table"]] == 0
            assert contrast.mean[ID["muscle"]] > 0


def test_every_tissue_that_is_gas_or_air_has_no_mr_signal():
    silent = {name for name, kind in zip(TISSUES, MR_CLASS, strict=True) if kind == "nothing"}
    assert {"air", "table", "airway", "trachea", "stomach gas", "colon gas", "bowel gas", "esophagus gas"} <= silent
    assert not silent & {"muscle", "fat", "liver", "left kidney cortex", "left cerebral white matter"}


def test_blur_and_thick_rows_keep_a_flat_picture_flat():
    for matrix in (blur_matrix(50, 1.3), coarse_matrix(50, 4.0), coarse_matrix(3, 9.0), coarse_matrix(16, 0.88)):
        assert np.allclose(matrix.sum(axis=1), 1, atol=1e-5)


@given(st.integers(2, 200), st.integers(1, 9))
def test_upsampling_is_exact_for_straight_lines(count, step):
    at, matrix = upsampling(count, step)
    assert np.allclose(matrix @ (3 * at - 7), 3 * np.arange(count) - 7, atol=1e-3)
