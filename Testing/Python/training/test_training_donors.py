"""Donors of the shared label maps, what they leave unknown, and the pool's folders."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from MISGroundLib.errors import UserError
from Python.shared_data import shared_case
from training import pool
from training.donor import Donor, load_donors, save_donor
from training.maps.label_maps import padded, read_case, resampled
from training.maps.recipes import RECIPES, donor_names, make_donors, recipe_of
from training.sources import CHOOSE, HELD_OUT, JUDGE, NEVER, SAME_PERSON, split_of
from training.structures import BODY, STRUCTURE_ID
from training.tissues import ID, IN_BODY, STRUCTURE_OF


def centre(donor: Donor, name: str) -> np.ndarray:
    return np.argwhere(STRUCTURE_OF[donor.tissue] == STRUCTURE_ID[name]).mean(axis=0)


def no_label_is_unknown(donor: Donor) -> bool:
    return not donor.unknown & set(np.unique(STRUCTURE_OF[donor.tissue]).tolist())


@pytest.mark.parametrize("name", [*CHOOSE, *JUDGE, "pt_215", "pt_276", "pt_277", "pt_339"])
def test_a_case_to_measure_on_is_refused_but_in_the_final_stage(name: str) -> None:
    with pytest.raises(UserError, match="for measuring the model"):
        recipe_of(name)
    with pytest.raises(UserError, match="for measuring the model"):
        make_donors(Path("anywhere") / name)
    if name != "ct_dicomseg_dcmqi":  # three slices: there is nothing to train on
        assert recipe_of(name, final=True).modality in ("CT", "MR")


@pytest.mark.parametrize("name", NEVER)
def test_a_case_without_labels_or_of_another_licence_is_always_refused(name: str) -> None:
    with pytest.raises(UserError, match="no source"):
        recipe_of(name, final=True)


@pytest.mark.parametrize("name", SAME_PERSON)
def test_the_map_of_a_person_whose_scan_chooses_is_refused_too(name: str) -> None:
    assert split_of(name) == split_of(SAME_PERSON[name]) == "choose"
    with pytest.raises(UserError, match="for measuring the model"):
        recipe_of(name)


def test_patients_of_one_source_are_split_by_number() -> None:
    assert [split_of(f"pt_{number}") for number in (1, 213, 215, 276, 277, 339)] == [
        *("train", "train", "choose", "choose", "judge", "judge"),
    ]
    assert split_of("mr_brain_vxm") == split_of("abdomen_amos_0001") == "train"


def test_the_pool_opens_no_scan_to_measure_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*CHOOSE, *JUDGE, *NEVER, *HELD_OUT, "pt_1", "pt_250", "pt_300", "mr_brain_vxm"):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "case.json").write_text("{}", encoding="utf-8")
    opened: list[str] = []

    def note(case: Path, final: bool) -> list[Donor]:
        opened.append(case.name)
        return []

    monkeypatch.setattr(pool, "make_donors", note)
    pool.add_cases(tmp_path / "data", tmp_path / "donors", tmp_path / "held-out")
    assert sorted(opened) == sorted([*HELD_OUT, "pt_1", "mr_brain_vxm"])
    opened.clear()
    pool.add_cases(tmp_path / "data", tmp_path / "donors", tmp_path / "held-out", final=True)
    measured = {*CHOOSE, *JUDGE, "pt_250", "pt_300"} - {"ct_dicomseg_dcmqi"}
    assert measured < set(opened) and not set(NEVER) & set(opened)


def test_a_case_of_no_known_source_is_refused() -> None:
    with pytest.raises(UserError, match="no source"):
        recipe_of("my_own_atlas")


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_never_has_the_body_unknown_and_names_its_donors_apart(name: str) -> None:
    unknown = RECIPES[name].unknown
    assert callable(unknown) or BODY not in unknown
    assert BODY not in RECIPES[name].partial
    if name not in (*CHOOSE, *JUDGE, *SAME_PERSON) and not name.startswith(("ct_spine_", "mr_spine_", "mr_cspine_")):
        assert len(set(donor_names(name))) == RECIPES[name].variants


def test_a_brain_map_becomes_a_head_with_sides_skull_and_skin() -> None:
    (donor,) = make_donors(shared_case("labelmaps/brain_synthseg_01"))
    assert donor.region == "brain" and not donor.held_out and no_label_is_unknown(donor)
    for name in ("cerebral hemisphere", "lateral ventricle", "hippocampus", "thalamus", "putamen", "caudate nucleus"):
        assert centre(donor, f"left {name}")[0] < centre(donor, f"right {name}")[0]
    assert centre(donor, "skull")[2] > centre(donor, "brainstem")[2]
    assert {ID[name] for name in ("skin", "airway", "head bone", "muscle", "eye")} <= set(
        np.unique(donor.tissue).tolist()
    )
    assert STRUCTURE_ID["mandible"] in donor.unknown and STRUCTURE_ID["liver"] not in donor.unknown


def test_a_case_gives_the_same_donor_twice() -> None:
    case = shared_case("labelmaps/brain_synthseg_01")
    np.testing.assert_array_equal(make_donors(case)[0].tissue, make_donors(case)[0].tissue)


def test_the_atlas_abdomen_has_its_organs_on_their_sides() -> None:
    donor = make_donors(shared_case("ct_abdomen_spl_synth"))[0]
    assert no_label_is_unknown(donor)
    assert centre(donor, "liver")[0] > centre(donor, "vertebrae")[0] > centre(donor, "spleen")[0]
    assert centre(donor, "left hip bone")[0] < centre(donor, "sacrum")[0] < centre(donor, "right hip bone")[0]
    assert centre(donor, "aorta")[1] > centre(donor, "vertebrae")[1] > centre(donor, "left erector spinae")[1]
    assert STRUCTURE_ID["left lung"] in donor.unknown and STRUCTURE_ID["left kidney"] not in donor.unknown


def test_bare_organs_get_a_body_whose_parts_have_no_names() -> None:
    case = shared_case("labelmaps/abdomen_amos_0001")
    recipe = recipe_of(case.name)
    room = (recipe.sides, recipe.behind, 0.0), (recipe.sides, recipe.in_front, 0.0)
    source = padded(resampled(read_case(case), recipe.voxel_mm), *room)
    tissue = recipe.paint(source, np.random.default_rng(1))
    assert isinstance(recipe.unknown, frozenset)
    donor = Donor("amos", recipe.region, tissue, source.origin_ras, recipe.voxel_mm, recipe.unknown)
    assert no_label_is_unknown(donor)
    assert centre(donor, "liver")[0] > centre(donor, "aorta")[0] > centre(donor, "spleen")[0]
    organs = source.numbers > 0
    assert IN_BODY[tissue[organs]].all() and (STRUCTURE_OF[tissue[~organs]] == 0).all()
    edge = IN_BODY[tissue]
    assert not (edge[[0, -1]].any() or edge[:, [0, -1]].any())
    assert {STRUCTURE_ID[n] for n in ("vertebrae", "left lung", "colon", "prostate", "left femur")} <= donor.unknown


def test_a_planning_ct_keeps_its_image_and_what_was_not_contoured_is_unknown(tmp_path: Path) -> None:
    (donor,) = make_donors(shared_case("ct_headneck_openkbp/pt_1"))
    assert donor.image is not None and donor.image.shape == donor.tissue.shape and donor.modality == "CT"
    assert no_label_is_unknown(donor)
    assert centre(donor, "left parotid gland")[0] < centre(donor, "right parotid gland")[0]
    bone, soft = (
        np.median(donor.image[STRUCTURE_OF[donor.tissue] == STRUCTURE_ID[n]]) for n in ("mandible", "brainstem")
    )
    assert bone > 300 > 100 > soft > -50
    assert {STRUCTURE_ID[n] for n in ("skull", "vertebrae", "brain", "left lung")} <= donor.unknown
    assert donor.partial == {STRUCTURE_ID["spinal cord"], STRUCTURE_ID["esophagus"]}
    save_donor(donor, tmp_path)
    (again,) = load_donors(tmp_path)
    assert again.image is not None and again.partial == donor.partial and again.modality == "CT"
    np.testing.assert_array_equal(again.image, donor.image)


def test_a_brain_without_its_skull_has_no_skull(tmp_path: Path) -> None:
    (donor,) = make_donors(shared_case("mr_brain_vxm"))
    assert donor.modality == "MR" and donor.image is not None and not donor.unknown
    assert STRUCTURE_ID["skull"] not in STRUCTURE_OF[donor.tissue]
    assert centre(donor, "left putamen")[0] < centre(donor, "right putamen")[0]
    brain = STRUCTURE_OF[donor.tissue] > 0
    assert 500 < np.percentile(donor.image[brain], 99) < 1500


def test_a_knee_has_its_parts_and_nothing_unknown() -> None:
    donor = make_donors(shared_case("mr_knee_oailike_synth"))[0]
    assert not donor.unknown
    assert centre(donor, "distal femur")[2] > centre(donor, "medial meniscus")[2] > centre(donor, "tibia")[2]
    assert centre(donor, "patella")[1] > centre(donor, "fibula")[1]
    assert centre(donor, "lateral meniscus")[0] > centre(donor, "medial meniscus")[0]  # it is a right knee


def test_the_pool_keeps_held_out_brains_apart_and_skips_what_exists(tmp_path: Path) -> None:
    data, donors, held_out = tmp_path / "data", tmp_path / "donors", tmp_path / "held-out"
    for name in ("brain_synthseg_09", HELD_OUT[0]):
        shutil.copytree(shared_case(f"labelmaps/{name}"), data / "labelmaps" / name)
    (data / CHOOSE[0]).mkdir()
    (data / CHOOSE[0] / "case.json").write_text("{}", encoding="utf-8")
    pool.add_cases(data, donors, held_out)
    assert [donor.name for donor in load_donors(donors)] == ["brain_synthseg_09"]
    assert [donor.name for donor in load_donors(held_out, held_out=True)] == [HELD_OUT[0]]
    assert not load_donors(donors, held_out=True)
    made = (donors / "brain_synthseg_09.npy").stat().st_mtime_ns
    pool.add_cases(data, donors, held_out)
    assert (donors / "brain_synthseg_09.npy").stat().st_mtime_ns == made


def test_without_a_data_folder_the_pool_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ["--shared", str(tmp_path / "none"), "--out", str(tmp_path / "donors")]
    monkeypatch.setattr(sys, "argv", ["pool", *folders, "--phantoms", "1:1", "--held-out-phantoms", "1:1"])
    pool.main()
    assert "phantoms only" in capsys.readouterr().out


def test_a_folder_without_totalsegmentator_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no TotalSegmentator cases"):
        pool.add_totalsegmentator(tmp_path, tmp_path / "donors")
