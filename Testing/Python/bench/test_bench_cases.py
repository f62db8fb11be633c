"""Cases of every kind are opened, with names of ours; what is wrong with one is said in plain words."""

import json
import shutil
from functools import partial

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813 (its usual name)
from made_cases import (
    TORSO,
    as_image,
    grey_of,
    made_labels,
    write_folder,
    write_oai,
    write_pair,
    write_totalsegmentator,
)

from MISGroundLib.bench.case_folders import canonical_name
from MISGroundLib.bench.cases import cases_of, open_case
from MISGroundLib.bench.question_file import Header
from MISGroundLib.bench.question_wording import (
    direction_towards,
    direction_word,
    is_paired,
    is_repeated,
    is_within_name,
    lay_term,
    opposite,
)
from MISGroundLib.errors import UserError
from Python.shared_data import shared_case

MAKERS = {
    "folder": write_folder,
    "totalsegmentator": write_totalsegmentator,
    "pair-json": partial(write_pair, names_file="names.json"),
    "pair-csv": partial(write_pair, names_file="names.csv"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_of_folder_gives_the_same_labelled_voxels(kind, tmp_path):
    case = open_case(MAKERS[kind](tmp_path / "one"))
    labels, names = made_labels(TORSO)
    assert case.modality == "CT" and case.kind == kind.split("-")[0]
    assert sorted(case.names.values()) == sorted(TORSO)
    for label, name in case.names.items():
        wanted = labels == next(number for number, other in names.items() if other == name)
        assert np.array_equal(case.labels == label, wanted), name
    assert np.allclose(case.ijk_to_ras[:3, 3], (-90, -75, -96)) and np.allclose(np.diag(case.ijk_to_ras)[:3], 3)
    assert case.image().info.shape_ijk == case.shape_ijk


@pytest.mark.parametrize(("side", "limb"), [("RIGHT", "right"), ("LEFT", "left")])
def test_an_oai_knee_says_which_knee_it_is_and_needs_no_names(side, limb, tmp_path):
    case = open_case(write_oai(tmp_path / "knee", side))
    assert (case.modality, case.kind, case.limb_side) == ("MR", "oai-knee", limb)
    assert sorted(case.names.values()) == ["femur", "fibula", "patella", "tibia"]


def test_a_dicom_segmentation_lies_where_its_label_map_says(tmp_path):
    pytest.importorskip("highdicom")
    source = shared_case("ct_dicomseg_dcmqi")
    folder = tmp_path / "series"
    shutil.copytree(source / "dicom", folder / "dicom")
    shutil.copy(source / "liver_seg.dcm", folder)
    case, known = open_case(folder), open_case(source)
    assert case.kind == "dicom-seg" and case.modality == "CT" and list(case.names.values()) == ["liver"]
    places = []
    for one in (case, known):
        label = next(number for number, name in one.names.items() if name == "liver")
        ijk = np.argwhere(one.labels == label)
        ras = ijk @ one.ijk_to_ras[:3, :3].T + one.ijk_to_ras[:3, 3]
        places.append(np.unique(np.rint(ras * 10).astype(int) @ (1, 10**5, 10**10)))
    assert len(places[0]) > 100_000
    assert np.array_equal(*places)


def test_labels_on_another_grid_are_put_on_the_scans(tmp_path):
    folder = write_folder(tmp_path / "one")
    whole = open_case(folder)
    labels, _ = made_labels(TORSO)
    # The same places in a label map that starts three voxels later and is stored turned round.
    image = as_image(labels)
    cropped = sitk.Flip(sitk.RegionOfInterest(image, (57, 50, 64), (3, 0, 0)), (False, True, True))
    sitk.WriteImage(cropped, str(folder / "labels.nii.gz"))
    again = open_case(folder)
    assert again.shape_ijk == whole.shape_ijk and np.array_equal(again.labels, whole.labels)
    assert again.digest == whole.digest


def test_the_digest_changes_with_voxels_names_and_grid_only(tmp_path):
    digests = [open_case(write_folder(tmp_path / name)).digest for name in ("a", "b")]
    assert digests[0] == digests[1]
    card = json.loads((tmp_path / "b/case.json").read_text())
    card["labels"]["1"]["name"] = "pancreas"
    (tmp_path / "b/case.json").write_text(json.dumps(card))
    digests.append(open_case(tmp_path / "b").digest)
    labels, _ = made_labels(TORSO)
    write_folder(tmp_path / "c")
    sitk.WriteImage(as_image(labels, 1.0), str(tmp_path / "c/labels.nii.gz"))
    sitk.WriteImage(as_image(grey_of(labels, "CT"), 1.0), str(tmp_path / "c/image.nii.gz"))
    digests.append(open_case(tmp_path / "c").digest)
    labels[0, 0, 0] = 1
    sitk.WriteImage(as_image(labels), str(tmp_path / "a/labels.nii.gz"))
    digests.append(open_case(tmp_path / "a").digest)
    assert len(set(digests)) == 4


def test_two_classes_of_one_name_are_one_structure(tmp_path):
    folder = write_folder(tmp_path / "one")
    card = json.loads((folder / "case.json").read_text())
    card["labels"]["3"]["name"] = "Spleen"
    (folder / "case.json").write_text(json.dumps(card))
    case = open_case(folder)
    labels, _ = made_labels(TORSO)
    assert np.array_equal(case.labels == 2, (labels == 2) | (labels == 3)) and 3 not in case.names


def _without(name, folder):
    (folder / name).unlink()


def _card(folder, **changes):
    card = json.loads((folder / "case.json").read_text())
    (folder / "case.json").write_text(json.dumps({**card, **changes}))


def _shifted_labels(folder):
    sitk.WriteImage(as_image(made_labels(TORSO)[0], 5000.0), str(folder / "labels.nii.gz"))


def _fractions(folder):
    sitk.WriteImage(as_image(np.full((8, 8, 8), 0.5, np.float32)), str(folder / "labels.nii.gz"))


def _cut_off(folder):
    data = (folder / "labels.nii.gz").read_bytes()
    (folder / "labels.nii.gz").write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (partial(_without, "labels.nii.gz"), "holds no labels.nii.gz"),
        (partial(_without, "case.json"), "is no case that questions can be made of"),
        (partial(_card, labels=None), 'holds no "labels"'),
        (partial(_card, labels={"liver": 1}), "is no label with its name"),
        (partial(_card, modality="PT"), "its modality is PT"),
        (partial(_card, labels={"1": {"name": "unknown 17"}}), "names no structure"),
        (lambda folder: (folder / "case.json").write_text("{"), "cannot be read"),
        (_shifted_labels, "lie outside the scan"),
        (_fractions, "is no label map"),
        (_cut_off, "is cut off"),
    ],
)
def test_a_bad_case_is_refused_in_plain_words(spoil, words, tmp_path):
    folder = write_folder(tmp_path / "one")
    spoil(folder)
    with pytest.raises(UserError, match=words) as caught:
        open_case(folder)
    assert "one" in str(caught.value)


def test_masks_that_overlap_are_refused(tmp_path):
    folder = write_totalsegmentator(tmp_path / "one")
    labels, _ = made_labels(TORSO)
    sitk.WriteImage(as_image((labels == 1).astype(np.uint8)), str(folder / "segmentations/stomach.nii.gz"))
    with pytest.raises(UserError, match=r"liver and stomach .* overlap"):
        open_case(folder)


def test_a_csv_line_that_is_no_name_is_told_by_its_number(tmp_path):
    folder = write_pair(tmp_path / "one", "names.csv")
    (folder / "names.csv").write_text("id,name\n1,liver\nspleen\n")
    with pytest.raises(UserError, match="line 3"):
        open_case(folder)


def test_a_moved_case_is_found_and_another_one_refused(tmp_path):
    folder = write_folder(tmp_path / "data/one")
    questions = tmp_path / "questions.jsonl"
    header = Header("test", 0, None, (open_case(folder).entry(questions),))
    assert cases_of(questions, header)["one"]().id == "one"
    folder.parent.rename(tmp_path / "moved")
    with pytest.raises(UserError, match="case one is not at"):
        cases_of(questions, header)
    assert cases_of(questions, header, [tmp_path / "moved"])["one"]().id == "one"
    labels, _ = made_labels(TORSO)
    labels[0, 0, 0] = 1
    sitk.WriteImage(as_image(labels), str(tmp_path / "moved/one/labels.nii.gz"))
    opener = cases_of(questions, header, [tmp_path / "moved"])["one"]
    with pytest.raises(UserError, match=r"case one at .* is not the one"):
        opener()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("kidney_right", "right kidney"),
        ("autochthon_left", "left erector spinae"),
        ("hip_left", "left hip bone"),
        ("vertebrae_L3", "L3 vertebra"),
        ("Thoracic9", "T9 vertebra"),
        ("rib_left_7", "left rib 7"),
        ("L2-L1-IntervertebralDisc", "L1-L2 intervertebral disc"),
        ("Precentral_L", "left precentral gyrus"),
        ("Frontal_Sup_Orb_L", None),
        ("femur", "femur"),
        ("brain-stem", "brainstem"),
        ("bladder", "urinary bladder"),
        ("prostate or uterus", None),
        ("extracerebral tissue 502", None),
        ("Vermis_1_2", None),
        ("left lesion", None),
        ("great saphenous vein", "great saphenous vein"),
    ],
)
def test_names_become_ours_or_are_left_out(raw, name):
    assert canonical_name(raw) == name


def test_sides_and_parts_are_told_from_names():
    names = frozenset(("left gastric artery", "left costal arch", "right costal arch"))
    assert is_paired("left kidney", frozenset()) and is_paired("left costal arch", names)
    assert not is_paired("left gastric artery", names) and not is_paired("liver", names)
    assert is_repeated("left transverse process") and is_repeated("rib 7") and not is_repeated("left rib 7")
    assert is_within_name("left lung", "right lung upper lobe") and not is_within_name("liver", "spleen")


def test_lay_terms_keep_the_side_and_are_other_words():
    assert lay_term("right clavicle") == "right collarbone" and lay_term("trachea") == "windpipe"
    assert lay_term("liver") is None
    assert direction_word("superior", "colloquial") == "above" and direction_word("left", "anatomical") == "left"


def test_medial_and_lateral_depend_on_the_side_of_the_limb():
    # Larger R is the patient's right: away from the midline on the right side, towards it on the left.
    assert direction_towards(0, 1.0, "right") == "lateral" and direction_towards(0, 1.0, "left") == "medial"
    assert direction_towards(0, -1.0, "right") == "medial" and direction_towards(0, -1.0) == "left"
    assert opposite("medial") == "lateral" and opposite("posterior") == "anterior"
