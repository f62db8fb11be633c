import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.anatomy import (
    dropped_side,
    list_by_region,
    similar_names,
    structure_for,
    structures,
    structures_for,
)
from MISGroundLib.resources import resource
from Python.shared_data import shared_case
from training.structures import STRUCTURES


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("left kidney", ["left kidney"]),
        ("Kidney, left", ["left kidney"]),
        ("the Lt. kidney", ["left kidney"]),
        ("right side of the lung", ["right lung"]),
        ("kidneys", ["left kidney", "right kidney"]),
        ("IVC", ["inferior vena cava"]),
        ("hepar", ["liver"]),
        ("vertebra", ["vertebrae"]),
        ("spine", ["vertebrae"]),
        ("pancreas", ["pancreas"]),
        ("backbone", ["vertebrae"]),
        ("kidney_left", ["left kidney"]),
        ("glute max, right", ["right gluteus maximus"]),
        ("left SCM", ["left sternocleidomastoid"]),
        ("autochthon_right", ["right erector spinae"]),
        ("brain stem", ["brainstem"]),
        ("Lateral Ventricles", ["left lateral ventricle", "right lateral ventricle"]),
        ("right half of the brain", ["right cerebral hemisphere"]),
        ("4th ventricle", ["fourth ventricle"]),
        ("jawbone", ["mandible"]),
        ("thigh bones", ["left femur", "right femur"]),
        ("kneecap", ["patella"]),
        ("left shin bone", ["tibia"]),
        ("psoas", []),
        ("left brainstem", []),
        ("left liver", []),
        ("left right kidney", []),
        ("kidney tumour", []),
        ("", []),
    ],
)
def test_a_phrase_names_its_structures(phrase, names):
    assert [structure.name for structure in structures_for(phrase)] == names


def test_a_pair_is_not_one_structure():
    assert structure_for("kidneys") is None
    assert structure_for("left kidney").side == "left"


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    assert all(structure in structures() for structure in structures_for(text))


def test_every_name_and_synonym_leads_back_to_its_entry():
    entries = json.loads(resource("Anatomy", "structures.json").read_text())["structures"]
    seen = {}
    for entry in entries:
        for term in (entry["name"], *entry["synonyms"]):
            found = structures_for(term)
            assert {structure.base for structure in found} == {entry["name"]}, term
            assert seen.setdefault(term, entry["name"]) == entry["name"], f"{term} stands in two entries"


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_structure_of_the_embedded_model_names_itself(name):
    assert structure_for(name).name == name


def test_no_term_leads_to_two_entries_however_it_is_written():
    entries = json.loads(resource("Anatomy", "structures.json").read_text())["structures"]
    terms = [(term, entry["name"]) for entry in entries for term in (entry["name"], *entry["synonyms"])]
    for term, name in terms:
        for written in (term.upper(), f"the {term}", f"{term}s"):
            assert {structure.base for structure in structures_for(written)} <= {name}, written


def test_a_knees_side_is_taken_but_said_to_be_dropped():
    assert structure_for("left patella").side is None
    assert dropped_side("the left kneecap") == "left"
    assert dropped_side("Tibia, right") == "right"
    for phrase in ("patella", "left kidney", "left right patella", "left liver", "tooth fairy"):
        assert dropped_side(phrase) is None, phrase
    assert [structure.name for structure in structures_for("femur")] == ["left femur", "right femur"]


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("livr", ["liver"]),
        ("Left Kidny", ["left kidney"]),
        ("kidny", ["left kidney", "right kidney"]),
        ("left patela", ["patella"]),
        ("collarbon right", ["right clavicle"]),
        ("meniscus", ["medial meniscus", "lateral meniscus"]),
        ("left psoas", ["left iliopsoas"]),
        ("ear", []),
        ("tooth fairy", []),
        ("left", []),
        ("", []),
    ],
)
def test_a_name_that_is_not_known_brings_up_similar_ones(phrase, names):
    assert similar_names(phrase, STRUCTURES) == names


@given(st.text(max_size=60))
def test_similar_names_are_of_those_that_were_given(text):
    assert set(similar_names(text, ["liver", "left kidney"])) <= {"liver", "left kidney"}


def test_names_are_listed_by_region_with_both_sides_in_one():
    assert list_by_region(["heart", "liver", "right kidney", "left kidney", "body", "left lung"]) == (
        "abdomen: liver, left/right kidney; thorax: left lung, heart; body"
    )
    everything = list_by_region(STRUCTURES)
    for name in STRUCTURES:
        assert name.removeprefix("left ").removeprefix("right ") in everything
    assert len(everything) < 1000


# Neither list has these structures whole, so that their codes are left out rather than guessed.
NO_CODE = {
    "body",
    "intervertebral discs",
    "masseter",
    "cerebral hemisphere",
    "distal femur",
    "femoral cartilage",
    "tibial cartilage",
    "medial meniscus",
    "lateral meniscus",
}


def test_codes_are_snomed_identifiers_or_left_out():
    assert {structure.base for structure in structures() if structure.sct is None} == NO_CODE
    codes = {structure.base: structure.sct for structure in structures() if structure.sct}
    assert len(set(codes.values())) == len(codes)
    assert all(is_sctid(code) for code in codes.values())
    assert not is_sctid("10200005")


def is_sctid(code: str) -> bool:
    """Whether the last digit is the check digit of the others (Verhoeff's scheme, in the dihedral group of ten)."""
    permute, check = list(range(10)), 0
    for digit in map(int, reversed(code)):
        a, b = check, permute[digit]
        turned, swapped = ((a + b) % 5, (a - b) % 5)[a > 4], (a > 4) != (b > 4)
        check = turned + 5 * swapped
        permute = [(1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[value] for value in permute]
    return check == 0


def test_codes_are_those_of_totalsegmentators_mapping():
    with (shared_case("terms") / "totalsegmentator_snomed_mapping.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    kind = "SegmentedPropertyTypeCodeSequence.CodeValue"
    modifier = "SegmentedPropertyTypeModifierCodeSequence.CodeMeaning"
    compared = 0
    for row in rows:
        found = structures_for(row["Structure"])
        if found and found[0].name != "body" and not row["Structure"].startswith("vertebrae_"):
            assert {one.sct for one in found} == {row[kind]}, row["Structure"]
            assert len(found) > 1 or (found[0].side or "").capitalize() == row[modifier], row["Structure"]
            compared += 1
    assert compared > 50
