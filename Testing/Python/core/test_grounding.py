import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.engine.protocol import AnswerEvent
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import GroundingRun, parse_queries
from MISGroundLib.settings import Settings
from MISGroundLib.slices import SliceImage, VolumeInfo, standard_grid
from Python.fake_engine import FakeEngine


@pytest.fixture
def a_slice():
    grid = standard_grid(np.diag([-1.0, 1.0, 3.0, 1.0]), (100, 80, 40), "axial")
    return SliceImage(np.zeros((80, 100), np.uint8), grid, 400.0, 40.0, VolumeInfo("ct", modality="CT"))


def test_a_box_becomes_a_detection_in_patient_space(a_slice):
    result = GroundingRun(FakeEngine([(10, 20, 40, 60)]), a_slice, ["liver"], Settings()).wait()
    [found] = result.detections
    assert found.found and found.box_px == (10, 20, 40, 60)
    assert found.box_ras.size_mm == pytest.approx([30, 40, 3])
    # Column 24.5 from the patient's right edge; row 39.5 from the front.
    assert found.box_ras.center_ras == pytest.approx([-24.5, 39.5, 58.5])


def test_the_result_is_json_with_every_query_answered(a_slice):
    result = GroundingRun(FakeEngine([None, (1, 2, 3, 4)]), a_slice, ["spleen", "liver"], Settings()).wait()
    document = json.loads(json.dumps(result.to_json(), allow_nan=False))
    assert [(d["query"], d["found"]) for d in document["detections"]] == [("spleen", False), ("liver", True)]
    assert document["detections"][0]["box_px"] is None
    assert document["slice"]["image_size_px"] == [100, 80]
    assert document["model"] == {"name": "fake", "revision": "0"}


def test_a_pair_is_asked_side_by_side_of_the_embedded_model_only(a_slice):
    engine = FakeEngine([(1, 2, 3, 4)])
    result = GroundingRun(engine, a_slice, ["kidneys"], Settings()).wait()
    assert [question.query for question in engine.asked[0][1]] == ["left kidney", "right kidney"]
    assert [detection.query for detection in result.detections] == ["kidneys", "kidneys"]
    engine = FakeEngine([(1, 2, 3, 4)])
    GroundingRun(engine, a_slice, ["kidneys"], Settings(model="another")).wait()
    assert [question.query for question in engine.asked[0][1]] == ["kidneys"]


def test_an_unknown_target_is_neither_found_nor_absent(a_slice):
    engine = FakeEngine([None, AnswerEvent("", 1, "", [], 0.75, unknown=True)])
    result = GroundingRun(engine, a_slice, ["spleen", "tumor"], Settings()).wait()
    absent, unknown = json.loads(json.dumps(result.to_json()))["detections"]
    assert (absent["status"], absent["found"], absent["score"]) == ("absent", False, 0.75)
    assert (unknown["status"], unknown["found"], unknown["score"]) == ("unknown", None, None)
    assert result.unknown == ["tumor"]


def test_an_answer_that_cannot_be_read_is_no_absence(a_slice):
    unread = AnswerEvent("", 0, "[{", [], 0.0, problems=["The answer holds no box."])
    result = GroundingRun(FakeEngine([unread, None]), a_slice, ["liver", "spleen"], Settings()).wait()
    unusable, absent = json.loads(json.dumps(result.to_json()))["detections"]
    assert (unusable["status"], unusable["found"], unusable["score"]) == ("unusable", None, None)
    assert (unusable["raw_answer"], unusable["problems"]) == ("[{", ["The answer holds no box."])
    assert absent["status"] == "absent"
    assert (result.unusable, result.unknown) == (["liver"], [])


def test_a_point_that_cannot_be_read_is_neither_found_nor_absent(a_slice):
    unread = AnswerEvent("", 0, "[[1]]", [], 0.0, problems=["A point needs two numbers, not [1]."])
    result = GroundingRun(FakeEngine([unread]), a_slice, ["point at the liver"], Settings()).wait()
    assert [one.status for one in result.detections] == ["unusable"]
    [told] = result.told
    assert (told.number, told.line) == (None, "point at the liver: the model gave no answer that can be used.")


def test_how_a_query_was_read_goes_with_its_answers(a_slice):
    engine = FakeEngine([(1, 2, 3, 4)])
    result = GroundingRun(engine, a_slice, ["kidny", "left and right lung"], Settings()).wait()
    assert [question.query for question in engine.asked[0][1]] == [
        "left kidney",
        "right kidney",
        "left lung",
        "right lung",
    ]
    assert [one.notes for one in result.detections] == [*[["Read as: left kidney, right kidney."]] * 2, [], []]
    # Another model gets what was typed.
    engine = FakeEngine([(1, 2, 3, 4)])
    result = GroundingRun(engine, a_slice, ["kidny"], Settings(model="another")).wait()
    assert [question.query for question in engine.asked[0][1]] == ["kidny"]
    assert result.detections[0].notes == []


def test_what_was_answered_before_a_failure_is_kept(a_slice):
    run = GroundingRun(FakeEngine([(1, 2, 3, 4), RuntimeError("gone")]), a_slice, ["liver", "spleen"], Settings())
    with pytest.raises(UserError, match="gone"):
        run.wait()
    assert [detection.query for detection in run.detections] == ["liver"]


def test_a_cancelled_run_says_so(a_slice):
    run = GroundingRun(FakeEngine(), a_slice, ["liver"], Settings())
    run.poll()
    run.cancel()
    with pytest.raises(UserError, match="cancelled"):
        run.wait()
    assert run.cancelled and run.poll() == []


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("left kidney", ["left kidney"]),
        ("  liver \n\n left   kidney\nliver", ["liver", "left kidney"]),
        ("liver; spleen;", ["liver", "spleen"]),
    ],
)
def test_typed_text_is_one_query_a_line(text, queries):
    assert parse_queries(text) == queries


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no query"),
        (" \n;\n", "no query"),
        ("x" * 10_000, "10000 characters"),
        ("\n".join(map(str, range(51))), "51"),
    ],
)
def test_text_that_cannot_be_asked_is_refused_with_the_remedy(text, reason):
    with pytest.raises(UserError, match=reason):
        parse_queries(text)


@given(st.text(max_size=300))
def test_parsing_either_gives_clean_queries_or_says_why(text):
    try:
        queries = parse_queries(text)
    except UserError:
        return
    assert queries and len(set(queries)) == len(queries)
    assert all(query == query.strip() and query for query in queries)
