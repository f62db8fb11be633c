import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.anatomy import structure_for, structures, structures_for
from MISGroundLib.resources import resource


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


def test_every_structure_has_a_snomed_code_but_the_whole_body():
    assert {structure.name for structure in structures() if not structure.sct} == {"body"}
