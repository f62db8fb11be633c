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
    structures_named,
)
from MISGroundLib.files import resource
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
        ("cord", ["spinal cord"]),
        ("hip", ["left hip bone", "right hip bone"]),
        ("vena cava", ["inferior vena cava"]),
        ("renal", []),
        ("muscle", []),
        ("kidney stone", []),
        ("meniscus", ["medial meniscus", "lateral meniscus"]),
        ("left psoas", ["left iliopsoas"]),
        ("ear", []),
        ("hart", []),
        ("tooth fairy", []),
        ("left", []),
        ("", []),
    ],
)
def test_a_part_of_a_name_brings_up_the_whole_and_letters_that_two_words_share_do_not(phrase, names):
    assert similar_names(phrase, STRUCTURES) == names


@given(st.text(max_size=60))
def test_similar_names_are_of_those_that_were_given(text):
    assert set(similar_names(text, ["liver", "left kidney"])) <= {"liver", "left kidney"}


def test_names_are_listed_by_region_with_both_sides_in_one():
    assert list_by_region(["heart", "liver", "right kidney", "left kidney", "body", "left lung"]) == {
        "abdomen": ["liver", "left/right kidney"],
        "thorax": ["left lung", "heart"],
        "body": ["body"],
    }
    everything = [name for names in list_by_region(STRUCTURES).values() for name in names]
    assert sum(1 + name.startswith("left/right ") for name in everything) == len(STRUCTURES)


DOCUMENT = json.loads(resource("Anatomy", "structures.json").read_text(encoding="utf-8"))
ENTRIES = [*DOCUMENT["structures"], *DOCUMENT["further"]]
LANGUAGES = json.loads(resource("Anatomy", "languages.json").read_text(encoding="utf-8"))["languages"]


def test_every_term_of_every_language_names_its_structure_and_no_other():
    terms = [(term, name) for found in LANGUAGES.values() for name, terms in found.items() for term in terms]
    assert len(terms) > 700
    wrong = {term: found for term, name in terms if (found := {one.base for one in structures_for(term)}) != {name}}
    assert not wrong


def test_every_structure_has_a_name_in_every_language_but_where_none_was_sure():
    names = {entry["name"] for entry in DOCUMENT["structures"]}
    missing = {language: names - terms.keys() for language, terms in LANGUAGES.items()}
    # German calls the first two by their Latin names.
    german = {"thalamus", "putamen", "femoral cartilage", "tibial cartilage"}
    assert missing == {"de": german, "fr": set(), "es": set(), "zh": set()}
    assert all(terms.keys() <= {entry["name"] for entry in ENTRIES} for terms in LANGUAGES.values())


def test_a_data_sets_class_is_not_named_by_a_typing_error_or_a_further_structure():
    assert structures_named("kidney_left")[0].name == "left kidney"
    for name in ("kidny left", "find the liver", "lung_upper_lobe_left", "L1", "liver and spleen", "kidney cyst left"):
        assert structures_named(name) == ()


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
    "L6 vertebra",
    "torso fat",
    "lung vessels",
    "liver vessels",
    "superior mesenteric vein",
}


def test_codes_are_snomed_identifiers_or_left_out():
    assert {structure.base for structure in structures() if structure.sct is None} == NO_CODE
    codes = {structure.name: structure.sct for structure in structures() if structure.sct}
    one_each = {code: {one.base for one in structures() if one.sct == code} for code in codes.values()}
    # SNOMED CT has one concept for those of hand and foot.
    assert [sorted(bases) for bases in one_each.values() if len(bases) > 1] == [
        ["phalanges of the foot", "phalanges of the hand"]
    ]
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
    unknown = set()
    for row in rows:
        name = row["Structure"]
        found = structures_for(name)
        if not found:
            unknown.add(name)
        elif name not in OTHER_CODES:
            assert {one.sct for one in found} == {row[kind]}, name
            side = row[modifier] or next((side for side in ("Left", "Right") if side.lower() in name), "")
            assert len(found) > 1 or (found[0].side or "").capitalize() == side, name
    assert unknown == NO_STRUCTURES


# The mapping gives a general concept and a region, or repeats the code of gluteus medius.
OTHER_CODES = {"body_trunc", "vertebrae_lumbar", "vertebrae_thoracic", "vertebrae_cervical", "gluteus_minimus"}
OTHER_CODES |= {"lung_vessels", "liver_vessels", "torso_fat"}
# Findings, devices, and a joint where the hip bone is meant (bench/case_folders.py has it).
NO_STRUCTURES = {"kidney_cyst_left", "kidney_cyst_right", "lung_covid_infiltrate", "intracerebral_hemorrhage"}
NO_STRUCTURES |= {
    "hip_implant",
    "pleural_effusion",
    "pericardial_effusion",
    "liver_tumor",
    "hip",
    "hip_left",
    "hip_right",
    "body_trunc",  # our body is the trunk
}
