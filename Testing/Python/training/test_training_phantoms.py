"""Phantoms are the same for the same seed, human in layout, and left and right are the patient's."""

import numpy as np
import pytest
import SimpleITK

from training.phantom_case import crop_to_trunk, phantom_ct, write_volume
from training.phantoms import make_phantom
from training.tissues import ID, IN_BODY, STRUCTURE_OF, STRUCTURES, TISSUES, draw_hounsfield


def centre_ras(phantom, name):
    voxels = np.argwhere(phantom.labels() == STRUCTURES.index(name) + 1)
    assert len(voxels), f"the phantom has no {name}"
    return voxels.mean(axis=0) * phantom.voxel_mm + phantom.origin_ras


def test_the_same_seed_gives_the_same_phantom(a_phantom):
    assert np.array_equal(make_phantom(a_phantom.seed).tissue, a_phantom.tissue)


def test_other_seeds_give_other_phantoms(phantoms):
    assert (phantoms[0].tissue != phantoms[1].tissue).mean() > 0.05


def test_holds_every_structure(a_phantom):
    assert set(np.unique(a_phantom.labels())) == set(range(len(STRUCTURES) + 1))


@pytest.mark.parametrize("name", ["kidney", "lung", "hip bone", "femur"])
def test_right_structures_lie_on_the_patients_right(phantoms, name):
    for phantom in phantoms:
        assert centre_ras(phantom, f"right {name}")[0] > centre_ras(phantom, f"left {name}")[0] + 60


def test_organs_lie_where_they_belong(phantoms):
    for phantom in phantoms:
        liver, spleen = centre_ras(phantom, "liver"), centre_ras(phantom, "spleen")
        spine, bladder = centre_ras(phantom, "vertebrae"), centre_ras(phantom, "urinary bladder")
        assert liver[0] > 20 > -40 > spleen[0]
        assert centre_ras(phantom, "stomach")[0] < liver[0]
        assert spine[1] < liver[1]
        assert bladder[2] < centre_ras(phantom, "left kidney")[2] < centre_ras(phantom, "heart")[2]
        assert centre_ras(phantom, "aorta")[0] < centre_ras(phantom, "inferior vena cava")[0]


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


def test_the_written_file_keeps_the_patients_left(a_phantom, tmp_path):
    trunk = crop_to_trunk(a_phantom)
    write_volume(phantom_ct(trunk, 1), trunk, tmp_path / "ct.nii.gz")
    write_volume(trunk.labels(), trunk, tmp_path / "labels.nii.gz")
    image, labels = (SimpleITK.ReadImage(str(tmp_path / f"{name}.nii.gz")) for name in ("ct", "labels"))
    kidney = np.argwhere(SimpleITK.GetArrayFromImage(labels) == STRUCTURES.index("left kidney") + 1).mean(axis=0)
    x, y, z = labels.TransformContinuousIndexToPhysicalPoint([float(v) for v in kidney[::-1]])
    assert np.allclose((-x, -y, z), centre_ras(a_phantom, "left kidney"), atol=0.1)
    values = SimpleITK.GetArrayFromImage(image)
    assert values.dtype == np.int16
    assert values.min() < -950
    assert image.GetSize() == labels.GetSize()
