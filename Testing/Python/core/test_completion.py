"""Completion of a target as it is typed: every language, sides kept, sets, nothing that is not understood."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.anatomy import read_text, structures
from MISGroundLib.anatomy.completion import complete, piece_before, structure_sets

NAMES = {one.name for one in structures()}


def texts(typed, known=None, most=8):
    return [one.text for one in complete(typed, known, most)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kid", "kidney"),
        ("left kid", "left kidney"),
        ("Left KID", "Left kidney"),
        ("linke Nie", "linke Niere"),
        ("Le", "Leber"),
        ("show me the kid", "show me the kidney"),
        ("rate d", None),
        ("foi", "foie"),
        ("híg", "hígado"),
        ("hig", "hígado"),
        ("肝", None),
        ("brains", "brainstem"),
        ("cava", "inferior vena cava"),
        ("vena cava i", "vena cava inferior"),
        ("l", None),
        ("xyzzy", None),
        ("", None),
        ("left liv", None),
    ],
)
def test_the_first_way_to_go_on(typed, first):
    assert (texts(typed) or [None])[0] == first


def test_a_pair_is_offered_together_and_each_side():
    assert texts("kidney") == ["left kidney", "right kidney"]
    assert texts("kid")[:3] == ["kidney", "left kidney", "right kidney"]


def test_only_what_the_model_knows_is_offered():
    assert "renal vein" in texts("renal")
    assert texts("renal", {"left kidney", "liver"}) == []
    assert texts("kid", {"left kidney", "liver"}) == ["left kidney"]


def test_a_term_of_another_language_tells_its_name():
    first = complete("Mil")[0]
    assert (first.text, first.about) == ("Milz", "spleen")
    assert "Milz" not in texts("Milz")


def test_a_set_is_its_structures_a_line_each():
    offered = complete("Bauch", {"liver", "left kidney", "right kidney"})
    assert [(one.text, one.is_set) for one in offered] == [("liver\nleft kidney\nright kidney", True)]
    assert texts("brai")[0] == "brain"
    assert complete("brai")[1].is_set


def test_every_set_holds_structures_that_there_are():
    sets = structure_sets()
    assert {"abdomen", "pelvis", "chest", "brain", "spine", "knee"} <= {one.name for one in sets}
    for one in sets:
        assert len(one.structures) >= 4
        assert set(one.structures) <= NAMES, one.name
        assert read_text("\n".join(one.structures)).problem == ""
    assert structure_sets({"patella"})[0].structures == ("patella",)


@pytest.mark.parametrize(
    ("line", "piece"), [("", ""), ("liv", "liv"), ("liver; spl", "spl"), ("liver, left kid", "left kid"), ("a;", "")]
)
def test_the_piece_that_is_being_typed(line, piece):
    assert piece_before(line) == piece


@settings(max_examples=30)
@given(
    st.text(max_size=12) | st.sampled_from(sorted(NAMES)).flatmap(lambda n: st.integers(1, len(n)).map(lambda k: n[:k]))
)
def test_whatever_is_typed_what_is_offered_is_understood(typed):
    for one in complete(piece_before(typed)):
        assert read_text(one.text).structures


def test_it_keeps_up_with_typing():
    complete("a")
    began = time.process_time()
    for end in range(1, 12):
        complete("left kidney"[:end])
    assert (time.process_time() - began) / 11 < 0.05
