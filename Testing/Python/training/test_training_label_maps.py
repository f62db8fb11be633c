"""Label maps on disk become donors: sides and places stay, thick slices get smooth shapes, bad files are named."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from training.maps.label_maps import LabelMap, padded, read_case, resampled, tissues
from training.maps.recipes import make_totalsegmentator_donor
from training.structures import STRUCTURE_ID
from training.tissues import ID, TISSUES

NAMES = {1: "liver", 2: "left kidney", 3: "right kidney", 4: "Pelvis"}
ORIGIN_RAS = np.array([-20.0, 30.0, -40.0])
SPACING = (2.0, 2.5, 3.0)
# One letter of every pair, in every order.
AXIS_CODES = ["".join(code) for pair in itertools.product("LR", "AP", "IS") for code in itertools.permutations(pair)]


def numbers() -> NDArray[np.uint8]:
    """(x, y, z) in RAS: the liver and the right kidney at the patient's right, a pelvis across both sides."""
    found = np.zeros((20, 14, 10), dtype=np.uint8)
    found[12:18, 6:12, 5:9] = 1
    found[2:6, 2:5, 4:7] = 2
    found[14:17, 2:5, 3:6] = 3
    found[3:17, 6:9, 0:2] = 4
    return found


def write(path: Path, array: NDArray[np.generic], code: str = "RAS") -> None:
    image = SimpleITK.GetImageFromArray(array.transpose(2, 1, 0))
    image.SetDirection((-1, 0, 0, 0, -1, 0, 0, 0, 1))  # to the patient's right, forward, up
    image.SetOrigin((-ORIGIN_RAS[0], -ORIGIN_RAS[1], ORIGIN_RAS[2]))
    image.SetSpacing(SPACING)
    path.parent.mkdir(parents=True, exist_ok=True)
    SimpleITK.WriteImage(SimpleITK.DICOMOrient(image, code), str(path))


def write_case(folder: Path, code: str = "RAS") -> Path:
    write(folder / "labels.nii.gz", numbers(), code)
    about = {"labels": {str(number): {"name": name} for number, name in NAMES.items()}}
    (folder / "case.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def write_totalsegmentator(folder: Path) -> Path:
    """A body of water with a liver, a left kidney, and an empty mask of the spleen."""
    body = np.full(numbers().shape, -1000, dtype=np.int16)
    body[1:-1, 1:-1] = 20
    body[8:10, 8:10] = -80
    write(folder / "ct.nii.gz", body)
    for name, number in (("liver", 1), ("kidney_left", 2), ("spleen", 9)):
        write(folder / "segmentations" / f"{name}.nii.gz", (numbers() == number).astype(np.uint8))
    return folder


def label_map(array: NDArray[np.int16], spacing: tuple[float, float, float]) -> LabelMap:
    return LabelMap("made", array, {1: "liver", 2: "spleen"}, np.zeros(3), spacing, {})


def centre_ras(source: LabelMap, number: int) -> NDArray[np.float64]:
    found: NDArray[np.float64] = (
        np.argwhere(source.numbers == number).mean(axis=0) * source.spacing_mm + source.origin_ras
    )
    return found


@pytest.mark.parametrize("code", AXIS_CODES)
def test_the_files_axes_do_not_matter(code: str, tmp_path: Path) -> None:
    read = read_case(write_case(tmp_path / "case", code))
    np.testing.assert_array_equal(read.numbers, numbers())
    np.testing.assert_allclose(read.origin_ras, ORIGIN_RAS, atol=1e-4)
    np.testing.assert_allclose(read.spacing_mm, SPACING, atol=1e-5)


def test_a_pelvis_of_one_label_becomes_two_hip_bones_by_side(tmp_path: Path) -> None:
    tissue = tissues(read_case(write_case(tmp_path / "case")))
    left, right = (np.argwhere(tissue == ID[f"{side} hip bone"])[:, 0] for side in ("left", "right"))
    assert left.max() < right.min() and left.size == right.size


@pytest.mark.parametrize("voxel_mm", [1.0, 2.0, 3.1])
def test_cubic_voxels_keep_every_label_in_its_place(voxel_mm: float, tmp_path: Path) -> None:
    source = read_case(write_case(tmp_path / "case"))
    cubic = resampled(source, voxel_mm)
    assert cubic.spacing_mm == (voxel_mm,) * 3
    for number in NAMES:
        np.testing.assert_allclose(centre_ras(cubic, number), centre_ras(source, number), atol=0.75 * voxel_mm)


def test_room_at_the_sides_does_not_move_the_labels(tmp_path: Path) -> None:
    source = read_case(write_case(tmp_path / "case"))
    wide = padded(source, (8, 20, 0), (4, 5, 0))
    assert wide.numbers.shape == (26, 24, 10)
    np.testing.assert_allclose(centre_ras(wide, 1), centre_ras(source, 1), atol=1e-9)


def test_thick_slices_get_slopes_not_stairs() -> None:
    array = np.zeros((60, 30, 10), dtype=np.int16)
    for layer in range(10):
        array[6 + 4 * layer : 18 + 4 * layer, 8:20, layer] = 1
    cubic = resampled(label_map(array, (1.5, 1.5, 6.0)), 1.5)
    middles = [np.argwhere(layer)[:, 0].mean() for layer in np.moveaxis(cubic.numbers, 2, 0) if layer.any()]
    assert len(middles) >= 36
    assert np.abs(np.diff(middles[3:-3])).max() < 2  # 4 voxels in 4 layers; nearest slices would jump by 4
    volume = (cubic.numbers == 1).sum() * 1.5**3
    assert volume == pytest.approx((array == 1).sum() * 1.5 * 1.5 * 6, rel=0.08)


def test_neighbours_in_thick_slices_leave_no_gap() -> None:
    array = np.ones((20, 20, 6), dtype=np.int16)
    array[10:] = 2
    cubic = resampled(label_map(array, (2.0, 2.0, 5.0)), 2.0)
    assert set(np.unique(cubic.numbers)) == {1, 2}
    assert (cubic.numbers == 1).mean() == pytest.approx(0.5, abs=0.06)


def test_a_totalsegmentator_case_becomes_a_donor_with_its_sides(tmp_path: Path) -> None:
    donor = make_totalsegmentator_donor(write_totalsegmentator(tmp_path / "s0001"))
    centre = {
        name: np.argwhere(donor.tissue == ID[name]).mean(axis=0) * donor.voxel_mm + donor.origin_ras
        for name in ("liver", "left kidney")
    }
    expected = {1: "liver", 2: "left kidney"}
    source = read_case(write_case(tmp_path / "case"))
    for number, name in expected.items():
        np.testing.assert_allclose(centre[name], centre_ras(source, number), atol=2)
    assert centre["liver"][0] > centre["left kidney"][0]  # the liver is at the patient's right
    looks = {TISSUES[index] for index in np.unique(donor.tissue)}
    assert {"fat", "muscle", "skin"} <= looks and donor.name == "totalsegmentator_s0001" and not donor.held_out


def test_what_a_totalsegmentator_case_has_no_mask_for_is_unknown(tmp_path: Path) -> None:
    unknown = make_totalsegmentator_donor(write_totalsegmentator(tmp_path / "s0001")).unknown
    assert not unknown & {STRUCTURE_ID[name] for name in ("body", "liver", "left kidney", "spleen")}
    assert unknown >= {STRUCTURE_ID[name] for name in ("right kidney", "patella", "pancreas", "vertebrae")}


def test_missing_and_damaged_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"case\.json"):
        read_case(tmp_path / "nowhere")
    case = write_case(tmp_path / "case")
    (case / "labels.nii.gz").write_bytes(b"no volume")
    with pytest.raises(UserError, match=r"labels\.nii\.gz"):
        read_case(case)
    (case / "case.json").write_text('{"labels": 3}', encoding="utf-8")
    with pytest.raises(UserError, match=r"case\.json"):
        read_case(case)


def test_a_label_without_a_name_is_refused(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case")
    (case / "case.json").write_text('{"labels": {"1": {"name": "liver"}}}', encoding="utf-8")
    with pytest.raises(UserError, match="no name"):
        read_case(case)


def test_a_totalsegmentator_case_without_masks_or_with_another_grid_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no masks"):
        make_totalsegmentator_donor(tmp_path)
    case = write_totalsegmentator(tmp_path / "s0001")
    write(case / "ct.nii.gz", np.zeros((5, 5, 5), dtype=np.int16))
    with pytest.raises(UserError, match=r"ct\.nii\.gz"):
        make_totalsegmentator_donor(case)
