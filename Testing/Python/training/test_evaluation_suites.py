"""The suites show what the product shows, with the labels in place; what is not there is left out, and said."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from MISGroundLib.errors import UserError
from MISGroundLib.scene.headless import private_scene
from MISGroundLib.scene.volumes import add_volume_node, slice_image
from Python.shared_data import shared_case
from training.drawing.pictures import draw_picture
from training.evaluation import cases, scan_suites, suites
from training.evaluation.scans import cutter, evenly, largest, standard_grid_at
from training.evaluation.suites import QUICK, make_suites, view_of
from training.sources import CHOOSE, JUDGE
from training.structures import BODY, COUNT, STRUCTURE_ID, STRUCTURES

ALL = range(1, COUNT + 1)


@pytest.fixture(scope="module")
def torso():
    shared_case("ct_torso_ts")
    return cases.torso_ct()


def test_a_drawn_picture_becomes_a_view(a_phantom):
    picture = draw_picture(a_phantom, np.random.default_rng(5), "axial")
    view = view_of(picture, "x")
    assert view.boxes == picture.boxes
    assert view.body == picture.boxes.get(BODY)
    assert not set(view.absent) & (set(view.boxes) | picture.unclear | {BODY})
    assert all(0 < share <= 1 for share in view.areas.values())


def test_data_that_is_not_there_is_left_out_with_a_line(monkeypatch, tmp_path):
    monkeypatch.setenv("MISGROUND_SHARED_DATA", str(tmp_path))
    monkeypatch.setattr(suites, "DONORS", tmp_path / "donors")
    monkeypatch.setattr(suites, "HELD_OUT", tmp_path / "held-out")
    said = []
    made = make_suites(QUICK, ALL, said.append, only=["CT", "maps"])
    assert made == []
    assert len(said) == 5  # torso, neck and spine CT, and both kinds of maps
    assert "torso CT" in " ".join(said) and str(tmp_path) not in " ".join(said)  # reports hold these lines


def test_data_that_shows_nothing_asked_is_not_called_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(suites, "judge_suites", lambda size: {"cord": (tmp_path, list)})
    said = []
    assert make_suites(QUICK, ALL, said.append, judge=True) == []
    assert said == ["Left out: cord; nothing in its slices can be asked."]


def test_the_torsos_views_are_the_products_slices(torso):
    grid = standard_grid_at(torso.loaded, "coronal", 0.4)
    with private_scene() as scene:
        shown = slice_image(add_volume_node(scene, torso.loaded), grid)
    with cutter(torso) as cut:
        view = cut("coronal", 0.4)
    assert np.array_equal(view.pixels, shown.pixels)
    assert view.position_fraction == pytest.approx(0.4)
    assert view.modality == "CT"


def test_left_and_right_are_the_patients(torso):
    with cutter(torso) as cut:
        view = cut("axial", 0.75)
    left, right = (view.boxes[STRUCTURE_ID[f"{side} kidney"]] for side in ("left", "right"))
    assert right[0] < left[0]
    assert view.boxes[STRUCTURE_ID["liver"]][0] < view.boxes[STRUCTURE_ID["spleen"]][0]


def test_the_largest_structures_of_the_torso(torso):
    names = {STRUCTURES[index - 1] for index in largest(torso, ALL, 20)}
    assert {"colon", "liver", "vertebrae", "spleen", "left hip bone", "right kidney"} <= names
    assert not names & {"body", "brain", "pancreas", "prostate"}
    assert len(names) == 20


def test_what_is_near_the_slice_is_not_asked_as_absent(torso):
    bladder = STRUCTURE_ID["urinary bladder"]
    with cutter(torso) as cut:
        views = [cut("axial", fraction) for fraction in np.arange(0.05, 1, 0.05)]
    present = [bladder in view.boxes for view in views]
    absent = [bladder in view.absent for view in views]
    assert any(present)
    assert any(absent)
    assert any(not here and not gone for here, gone in zip(present, absent, strict=True))
    assert not any(here and gone for here, gone in zip(present, absent, strict=True))
    for view in views:
        assert STRUCTURE_ID["cerebellum"] in view.absent
        assert STRUCTURE_ID["intervertebral discs"] not in view.absent


def test_the_brain_has_hemispheres_by_side_and_no_questions_that_aal_cannot_judge():
    shared_case("mr_brain_colin_aal")
    view = evenly(cases.brain_t1(), {"coronal": 1})[0]
    assert view.modality == ""
    left, right = (view.boxes[STRUCTURE_ID[f"{side} cerebral hemisphere"]] for side in ("left", "right"))
    assert right[0] < left[0]
    for name in ("left thalamus", "right putamen", "brain"):
        assert STRUCTURE_ID[name] in view.boxes
    unjudged = ("brainstem", "fourth ventricle", "left lateral ventricle", "skull", "spinal cord")
    assert not {STRUCTURE_ID[name] for name in unjudged} & {*view.boxes, *view.absent}


def test_the_liver_of_three_dicom_slices_is_on_the_patients_right():
    shared_case("ct_dicomseg_dcmqi")
    views = evenly(cases.liver_ct(judge=True), {"axial": 3})
    assert len(views) == 3
    for view in views:
        x0, _, x1, _ = view.boxes[STRUCTURE_ID["liver"]]
        assert (x0 + x1) / 2 < view.pixels.shape[1] / 2
        assert view.modality == "CT"


def test_scans_that_judge_are_opened_only_when_told_to(monkeypatch, tmp_path):
    monkeypatch.setenv("MISGROUND_SHARED_DATA", str(tmp_path))
    readers = {
        "ct_dicomseg_dcmqi": cases.liver_ct,
        "mr_brain_mni152": cases.brain_average,
        **{f"ct_spine_verse{n}": partial(cases.verse_ct, n) for n in ("005", "006", "007")},
        **{
            name: partial(cases.cord_mr, name) for name in ("mr_cspine_sct_t1", "mr_cspine_sct_t2", "mr_spine_pam50_t2")
        },
        "pt_300": partial(cases.neck_ct, "pt_300"),
    }
    assert set(JUDGE) <= set(readers)
    for read in readers.values():
        with pytest.raises(UserError, match="--judge alone"):
            read()
        with pytest.raises((UserError, FileNotFoundError)) as refused:  # it would be read, were it there
            read(judge=True)
        assert "--judge" not in str(refused.value)
    opened = []
    monkeypatch.setattr(cases, "_read", lambda name, *_, **__: opened.append(name))
    for case in (*CHOOSE, *JUDGE, "ct_headneck_openkbp/pt_300", "ct_headneck_openkbp/pt_250"):
        (tmp_path / case).mkdir(parents=True)
        (tmp_path / case / "case.json").write_text('{"labels": {}}', encoding="utf-8")
    monkeypatch.setattr(scan_suites, "evenly", lambda *_, **__: [])
    monkeypatch.setattr(scan_suites, "_variants", lambda *_: [])
    monkeypatch.setattr(scan_suites, "largest", lambda *_: frozenset())
    for module, name in ((scan_suites, "mirrored"), (scan_suites, "thin_stacks")):
        monkeypatch.setattr(module, name, lambda *_: [None])
    make_suites(QUICK, ALL, lambda _: None, only=["torso", "brain", "neck", "spine", "liver", "cord"])
    assert {Path(name).name for name in opened} == {*CHOOSE, "pt_250"}
    opened.clear()
    make_suites(QUICK, ALL, lambda _: None, judge=True)
    assert {Path(name).name for name in opened} == {*JUDGE, "pt_300"}


def test_a_planning_ct_asks_what_is_contoured_and_never_of_the_rest():
    shared_case("ct_headneck_openkbp/pt_215")
    views = evenly(cases.neck_ct("pt_215"), {"axial": 4, "sagittal": 2})
    asked = {STRUCTURES[index - 1] for view in views for index in view.boxes}
    assert asked <= {
        "body",
        "spinal cord",
        "brainstem",
        "mandible",
        "left parotid gland",
        "right parotid gland",
        "esophagus",
    }
    for view in views:
        assert not {STRUCTURE_ID[n] for n in ("skull", "brain", "vertebrae", "spinal cord")} & set(view.absent)
        assert STRUCTURE_ID["patella"] in view.absent
        assert view.plane == "axial" or STRUCTURE_ID["spinal cord"] not in view.boxes


@pytest.mark.parametrize(("name", "read"), [("ct_spine_tpt", cases.spine_ct), ("mr_spine_tpt", cases.spine_mr)])
def test_spines_have_vertebrae_in_every_plane(name, read):
    shared_case(name)
    views = evenly(read(), dict.fromkeys(suites.PLANES, 2))
    assert {view.plane for view in views if STRUCTURE_ID["vertebrae"] in view.boxes} == set(suites.PLANES)
    assert all(STRUCTURE_ID["aorta"] not in view.absent for view in views)
