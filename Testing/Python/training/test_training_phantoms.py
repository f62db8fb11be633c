"""Phantoms are the same for the same seed, human in layout, and left and right are the patient's."""

import numpy as np
import pytest
import SimpleITK
from scipy import ndimage

from training.donor import load_donors, save_donor
from training.phantom_case import crop_to_trunk, phantom_ct, write_volume
from training.phantoms.phantom import make_phantom
from training.structures import STRUCTURE_ID, STRUCTURES
from training.tissues import ID, IN_BODY, STRUCTURE_OF, TISSUES, draw_hounsfield

# Litres that grown-ups have, wide: (least, most). Paired structures: of each side.
LITRES = {
    "liver": (0.6, 3.0),
    "spleen": (0.03, 0.7),
    "kidney": (0.07, 0.4),
    "stomach": (0.05, 1.2),
    "pancreas": (0.02, 0.2),
    "adrenal gland": (0.001, 0.02),
    "duodenum": (0.02, 0.25),
    "small bowel": (0.2, 3.0),
    "colon": (0.2, 3.0),
    "urinary bladder": (0.01, 1.0),
    "aorta": (0.08, 0.7),
    "inferior vena cava": (0.04, 0.3),
    "hip bone": (0.2, 0.8),
    "femur": (0.1, 0.7),
    "gluteus maximus": (0.2, 1.8),
    "gluteus medius": (0.1, 0.8),
    "iliopsoas": (0.1, 0.8),
    "sacrum": (0.1, 0.5),
    "vertebrae": (0.3, 1.8),
    "intervertebral discs": (0.04, 0.4),
    "spinal cord": (0.04, 0.4),
    "erector spinae": (0.25, 1.8),
    "lung": (1.0, 4.5),
    "heart": (0.25, 1.4),
    "trachea": (0.015, 0.2),
    "esophagus": (0.008, 0.12),
    "sternum": (0.02, 0.25),
    "clavicle": (0.008, 0.08),
    "scapula": (0.03, 0.3),
    "thyroid gland": (0.002, 0.08),
    "sternocleidomastoid": (0.008, 0.12),
    "trapezius": (0.06, 0.8),
}
PAIRED = [name for name in LITRES if f"left {name}" in STRUCTURE_ID]


class Body:
    """What the tests ask of a phantom: litres, and coordinates in RAS mm of a structure's voxels."""

    def __init__(self, donor):
        self.labels, self.donor = donor.labels(), donor
        self.counts = np.bincount(self.labels.ravel(), minlength=len(STRUCTURES) + 1)
        self.boxes = ndimage.find_objects(self.labels, len(STRUCTURES))

    def litres(self, name):
        return self.counts[STRUCTURE_ID[name]] * self.donor.voxel_mm**3 / 1e6

    def points(self, name):
        index = STRUCTURE_ID[name]
        box = self.boxes[index - 1]
        assert box, f"{self.donor.name} has no {name}"
        voxels = np.argwhere(self.labels[box] == index) + [part.start for part in box]
        return voxels * self.donor.voxel_mm + self.donor.origin_ras

    def centre(self, name):
        return self.points(name).mean(axis=0)


@pytest.fixture(scope="module")
def bodies(phantoms):
    return [Body(phantom) for phantom in phantoms]


def test_the_same_seed_gives_the_same_phantom(a_phantom):
    again = make_phantom(int(a_phantom.name.removeprefix("phantom_")))
    assert np.array_equal(again.tissue, a_phantom.tissue)
    assert np.array_equal(again.origin_ras, a_phantom.origin_ras)


def test_other_seeds_give_other_phantoms(phantoms):
    assert (
        phantoms[0].tissue.shape != phantoms[1].tissue.shape or (phantoms[0].tissue != phantoms[1].tissue).mean() > 0.05
    )


def test_a_phantom_is_stored_and_read_as_a_donor(a_phantom, tmp_path):
    save_donor(a_phantom, tmp_path)
    (read,) = load_donors(tmp_path, held_out=True)
    assert read.name == "phantom_1000000"
    assert read.region == "trunk"
    assert np.array_equal(read.tissue, a_phantom.tissue)
    assert np.allclose(read.origin_ras, a_phantom.origin_ras)


@pytest.mark.parametrize("name", LITRES)
def test_structures_have_a_patients_size(bodies, name):
    least, most = LITRES[name]
    for body in bodies:
        for side in ("left ", "right ") if name in PAIRED else ("",):
            assert least < body.litres(side + name) < most


def test_men_have_a_prostate_and_women_none(bodies):
    woman, man = bodies
    assert (woman.donor.tissue == ID["prostate or uterus"]).any()
    assert woman.litres("prostate") == 0
    assert not (man.donor.tissue == ID["prostate or uterus"]).any()
    assert 0.01 < man.litres("prostate") < 0.15
    assert man.centre("prostate")[2] < man.centre("urinary bladder")[2]


def test_what_a_phantom_does_not_show_is_not_there(bodies):
    for body in bodies:
        for name in ("brain", "skull", "mandible", "tibia", "patella", "left masseter"):
            assert body.litres(name) == 0


@pytest.mark.parametrize("name", PAIRED)
def test_right_structures_lie_on_the_patients_right(bodies, name):
    for body in bodies:
        right, left = body.points(f"right {name}"), body.points(f"left {name}")
        assert right[:, 0].mean() > left[:, 0].mean() + 25
        middle = (right[:, 0].mean() + left[:, 0].mean()) / 2
        assert (right[:, 0] > middle).mean() > 0.95


def test_organs_lie_where_they_belong(bodies):
    for body in bodies:
        at = body.centre
        assert at("liver")[0] > 20 > -40 > at("spleen")[0]
        assert at("stomach")[0] < at("liver")[0]
        assert at("vertebrae")[1] < at("liver")[1]
        assert at("urinary bladder")[2] < at("left kidney")[2] < at("heart")[2] < at("thyroid gland")[2]
        assert at("aorta")[0] < at("inferior vena cava")[0]
        assert at("sternum")[1] > at("heart")[1] > at("vertebrae")[1]
        assert at("duodenum")[0] > at("pancreas")[0]
        bowel = body.points("small bowel")
        colon = body.points("colon")
        assert np.ptp(colon[:, 0]) > np.ptp(bowel[:, 0])  # the colon is the frame
        assert at("spinal cord")[1] < at("intervertebral discs")[1]


@pytest.mark.parametrize("side", ["left", "right"])
def test_muscles_and_glands_lie_by_their_bones_and_organs(bodies, side):
    for body in bodies:
        at = body.centre
        outward = 1 if side == "right" else -1
        hip, maximus, medius = (at(f"{side} {name}") for name in ("hip bone", "gluteus maximus", "gluteus medius"))
        assert maximus[1] < hip[1] - 30
        assert outward * (medius[0] - hip[0]) > 10
        assert medius[2] > maximus[2]
        psoas = body.points(f"{side} iliopsoas")
        high = psoas[psoas[:, 2] > np.quantile(psoas[:, 2], 0.95)]
        low = psoas[psoas[:, 2] < np.quantile(psoas[:, 2], 0.05)]
        assert abs(high[:, 0].mean()) < abs(low[:, 0].mean())  # from the spine out to the femur
        assert np.linalg.norm(low.mean(axis=0)[:2] - at(f"{side} femur")[:2]) < 50
        assert at(f"{side} erector spinae")[1] < at("vertebrae")[1] - 10
        kidney, adrenal = body.points(f"{side} kidney"), at(f"{side} adrenal gland")
        assert adrenal[2] > kidney[:, 2].mean() + 20
        assert outward * (kidney[:, 0].mean() - adrenal[0]) > 0
        assert at(f"{side} scapula")[1] < at(f"{side} lung")[1] < at(f"{side} clavicle")[1]
        assert at(f"{side} clavicle")[2] > at("sternum")[2]


def test_grey_values_are_those_of_a_ct():
    rng = np.random.default_rng(0)
    draws = np.stack([draw_hounsfield(rng) for _ in range(200)])
    assert draws.shape == (200, len(TISSUES))
    assert draws[:, ID["fat"]].min() > -125
    assert draws[:, ID["fat"]].max() < -80
    assert draws[:, ID["left lung"]].max() < -600
    assert draws[:, ID["vertebral cortex"]].min() > 150
    assert 20 < np.median(draws[:, ID["muscle"]]) < 80


def test_only_air_and_table_lie_outside_the_body():
    outside = [name for name, inside in zip(TISSUES, IN_BODY, strict=True) if not inside]
    assert outside == ["air", "table"]
    assert not STRUCTURE_OF[[ID["air"], ID["table"]]].any()


def test_the_written_file_keeps_the_patients_left(a_phantom, bodies, tmp_path):
    trunk = crop_to_trunk(a_phantom)
    write_volume(phantom_ct(trunk, 1), trunk, tmp_path / "ct.nii.gz")
    write_volume(trunk.labels(), trunk, tmp_path / "labels.nii.gz")
    image, labels = (SimpleITK.ReadImage(str(tmp_path / f"{name}.nii.gz")) for name in ("ct", "labels"))
    kidney = np.argwhere(SimpleITK.GetArrayFromImage(labels) == STRUCTURE_ID["left kidney"]).mean(axis=0)
    x, y, z = labels.TransformContinuousIndexToPhysicalPoint([float(v) for v in kidney[::-1]])
    assert np.allclose((-x, -y, z), bodies[0].centre("left kidney"), atol=0.1)
    values = SimpleITK.GetArrayFromImage(image)
    assert values.dtype == np.int16
    assert values.min() < -950
    assert image.GetSize() == labels.GetSize()
