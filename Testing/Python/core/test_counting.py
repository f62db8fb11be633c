"""Queries that count and that point: how they are read, what is asked of the model, and what is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.anatomy import asking_of, structures_for
from MISGroundLib.extent import ExtentRun
from MISGroundLib.settings import Settings
from Python.extent.numpy_bodies import TRUNK, TruthfulEngine, body_of

MINI, OTHER = Settings(scope="volume"), Settings(model="/a/model", scope="volume")


@pytest.mark.parametrize(
    ("typed", "kind", "target"),
    [
        ("how many kidneys are there?", "count", "kidneys"),
        ("Please count the kidneys", "count", "the kidneys"),
        ("number of ribs", "count", "ribs"),
        ("Wie viele Nieren gibt es?", "count", "Nieren"),
        ("combien de reins", "count", "reins"),
        ("cuántos riñones hay", "count", "riñones"),
        ("point at the liver", "point", "the liver"),
        ("Can you point to the left kidney", "point", "the left kidney"),
        ("Zeige auf die Leber", "point", "die Leber"),
        ("left kidney", "find", "left kidney"),
        ("point out the liver", "find", "point out the liver"),
        ("the kidney that many miscount", "find", "the kidney that many miscount"),
        ("how many", "find", "how many"),
        ("count", "find", "count"),
    ],
)
def test_the_kind_of_a_question_and_its_target(typed, kind, target):
    asking = asking_of(typed)
    assert (asking.kind, asking.target) == (kind, target)
    if kind != "find" and "rib" not in target:
        assert structures_for(target)


@given(st.text(max_size=60))
def test_any_text_is_some_kind_of_question_and_its_target_is_in_it(text):
    asking = asking_of(text)
    assert asking.kind == "find" or asking.target


def told(queries, settings, parts=TRUNK, **engine):
    engine = TruthfulEngine(parts, **engine)
    run = ExtentRun(body_of(parts), queries, engine, settings)
    run.wait()
    return run.result, engine


def test_kidneys_are_counted_by_the_boxes_of_those_that_the_model_knows():
    result, engine = told(["how many kidneys are there"], MINI)
    [count] = result.told
    assert (count.kind, count.number, count.labels) == ("count", 2, ("left kidney", "right kidney"))
    assert count.line.startswith("how many kidneys are there: 2 (left kidney, right kidney)")
    assert "a further one would not be noticed" in count.line
    assert {question.query for questions, _ in engine.asked for question in questions} == {
        "left kidney",
        "right kidney",
    }
    assert result.to_json()["told"] == [count.to_json()]


def test_of_two_kidneys_one_is_there():
    one = tuple(part for part in TRUNK if part[0] != "right kidney")
    [count] = told(["how many kidneys"], MINI, one)[0].told
    assert (count.number, count.labels) == (1, ("left kidney",))


@pytest.mark.parametrize(
    ("query", "settings", "why"),
    [
        ("how many ribs", MINI, "one box is drawn round all"),
        ("how many lesions", OTHER, "one box for each target. Ask on a slice"),
        ("how many kidneys", MINI, "does not know it"),
    ],
)
def test_what_cannot_be_counted_is_said_in_one_line(query, settings, why):
    [count] = told([query], settings, unknown=["left kidney", "right kidney"])[0].told
    assert count.number is None and "cannot be counted" in count.line and why in count.line


def test_a_point_is_the_centre_of_a_box_and_says_so():
    result, _ = told(["point at urinary bladder", "point at the spleen", "liver"], MINI)
    bladder, spleen = result.told
    assert bladder.centre_ras == pytest.approx((0, 30, -140), abs=5)
    assert "the centre of its box" in bladder.line and "need not lie in the structure" in bladder.line
    assert spleen.centre_ras is None and "nothing to point at" in spleen.line
    assert [extent.label for extent in result.extents] == ["urinary bladder", "spleen", "liver"]
