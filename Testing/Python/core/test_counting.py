"""Queries that count and that point: how they are read, what is asked of the model, and what is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.anatomy import asking_of, structures_for
from MISGroundLib.errors import UserError
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
        ("how many ribs", MINI, "one box round all of them.*Ask for ribs"),
        ("count the vertebrae", OTHER, "one box for each target.*Ask on a slice"),
        ("how many lesions", OTHER, "one box for each target.*Ask on a slice"),
    ],
)
def test_what_cannot_be_counted_is_refused_before_anything_is_asked(query, settings, why):
    engine = TruthfulEngine(TRUNK)
    with pytest.raises(UserError, match=f"{query}.*{why}"):
        ExtentRun(body_of(TRUNK), ["liver", query], engine, settings)
    assert not engine.asked


def test_an_unknown_target_is_not_counted():
    [count] = told(["how many kidneys"], MINI, unknown=["left kidney", "right kidney"])[0].told
    assert count.number is None and "does not know it" in count.line


def test_each_point_is_the_centre_of_a_box_and_says_so():
    queries = ["point at urinary bladder", "point at the spleen", "point at the kidneys", "liver"]
    result, engine = told(queries, MINI)
    bladder, spleen, kidneys = result.told
    assert [one.basis for one in bladder.points] == ["centre of the box"]
    assert bladder.points[0].position_ras == pytest.approx((0, 30, -140), abs=5)
    assert "the centre of its box, which need not lie in the structure" in bladder.line
    assert not spleen.points and spleen.number == 0 and "nothing to point at" in spleen.line
    assert kidneys.labels == ("left kidney", "right kidney") and len(kidneys.points) == 2
    # A search asks for boxes, whatever the model.
    assert {question.kind for questions, _ in engine.asked for question in questions} == {"find"}
