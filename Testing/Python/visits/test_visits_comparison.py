"""Two visits of a drawn body whose differences are known: sizes, places, and what must not be told."""

import csv
import io
import json

import numpy as np
import pytest

from MISGroundLib.engine.protocol import AnswerEvent
from MISGroundLib.errors import UserError
from MISGroundLib.extent import ExtentRun
from MISGroundLib.settings import Settings
from MISGroundLib.visits import Alignment, compare, unregistered
from Python.extent.numpy_bodies import TRUNK, TruthfulEngine, body_of
from Python.fake_engine import FakeEngine
from Python.scene_builders import rotation

AS_FILES = unregistered()
QUERIES = ["left kidney", "urinary bladder"]
# The bladder is larger by 20, 10 and 30 mm and lies 10 mm to the front; the kidney is as it was.
GROWN = tuple(
    (name, (0, 40, -140), (50, 35, 50)) if name == "urinary bladder" else (name, *rest) for name, *rest in TRUNK
)
REACH = {"half_mm": (190, 120, 280)}


def answered(source, parts=TRUNK, queries=QUERIES, budget=0, **engine):
    run = ExtentRun(source, queries, TruthfulEngine(parts, **engine), Settings(scope="volume", budget=budget))
    run.wait()
    return json.loads(json.dumps(run.result.to_json()))


@pytest.fixture(scope="module")
def first():
    return answered(body_of(**REACH))


def test_what_grew_and_moved_is_told_in_mm_and_cm3_of_the_box(first):
    kidney, bladder = compare(first, answered(body_of(GROWN, **REACH), GROWN), AS_FILES).rows
    assert kidney.size_change_mm == pytest.approx((0, 0, 0), abs=4) and kidney.distance_mm < 4
    assert bladder.first.size_mm == pytest.approx((80, 60, 70), abs=8)
    assert bladder.size_change_mm == pytest.approx((20, 10, 30), abs=8)
    assert bladder.moved_mm == pytest.approx((0, 10, 0), abs=4)
    assert bladder.distance_mm == pytest.approx(10, abs=4)
    before, after = (np.prod(seen.size_mm) / 1000 for seen in (bladder.first, bladder.second))
    assert bladder.box_change_cm3 == pytest.approx(after - before)
    assert bladder.box_change_percent == pytest.approx(100 * (after - before) / before)


def test_places_follow_the_alignment_and_sizes_do_not(first):
    moved = answered(body_of(middle_ras=(30, -20, 60), **REACH))
    as_filed = compare(first, moved, AS_FILES).rows[0]
    assert as_filed.moved_mm == pytest.approx((30, -20, 60), abs=4)
    shift = np.eye(4)
    shift[:3, 3] = (-30, 20, -60)
    aligned = compare(first, moved, Alignment(shift, "registered", "Registered.")).rows[0]
    assert aligned.distance_mm < 4
    assert aligned.second.size_mm == as_filed.second.size_mm


def test_voxels_in_another_order_are_compared_by_the_patients_directions(first):
    # i runs to the back, j to the feet, k to the right: sizes are still left-right, front-back, up-down.
    turned = np.array([[0, 0, 1], [-1, 0, 0], [0, -1, 0]], dtype=float)
    other = answered(body_of(half_mm=(280, 280, 280), rotation=turned))
    for row in compare(first, other, AS_FILES).rows:
        assert row.size_change_mm == pytest.approx((0, 0, 0), abs=8)
        assert not any("degrees" in note for note in row.notes)


def test_boxes_that_lie_turned_against_one_another_are_told_of(first):
    other = answered(body_of(rotation=rotation(0, 0, 12)[:3, :3], **REACH))
    assert any("12 degrees" in note for note in compare(first, other, AS_FILES).rows[0].notes)


def test_of_an_end_that_is_cut_off_no_change_is_told(first):
    # The field of view ends in the bladder.
    short = answered(body_of(half_mm=(190, 120, 140)))
    bladder = compare(first, short, AS_FILES).rows[1]
    assert bladder.second.size_mm[2] is None and bladder.second.size_mm[0] is not None
    assert bladder.size_change_mm[2] is None and bladder.moved_mm[2] is None
    assert bladder.box_change_cm3 is None and bladder.distance_mm is None
    assert "Cut off at the volume's lower end on the second visit: no change is told that way." in bladder.notes


def test_an_answer_that_cannot_be_used_is_told_as_such(first):
    unread = AnswerEvent("", 0, "[{", [], 0.0, problems=["The answer holds no box."])
    run = ExtentRun(body_of(**REACH), QUERIES, FakeEngine([unread]), Settings(scope="volume"))
    run.wait()
    seen = compare(first, json.loads(json.dumps(run.result.to_json())), AS_FILES)
    assert [row.second.state for row in seen.rows] == ["unusable"] * 2 and seen.unanswered == QUERIES
    assert seen.rows[0].size_change_mm == (None, None, None)


def test_absent_not_found_so_far_and_unknown_are_three_things(first):
    gone = compare(first, answered(body_of(TRUNK[:3], **REACH), TRUNK[:3]), AS_FILES)
    assert [row.second.state for row in gone.rows] == ["found", "absent"]
    assert gone.rows[1].size_change_mm == (None, None, None) and gone.unanswered == []
    broken_off = compare(first, answered(body_of(TRUNK[:3], **REACH), TRUNK[:3], budget=4), AS_FILES)
    assert broken_off.rows[1].second.state == "not found so far"
    assert any("own end" in note for note in broken_off.statements())
    unknown = compare(first, answered(body_of(**REACH), unknown=["urinary bladder"]), AS_FILES)
    assert unknown.rows[1].second.state == "unknown" and unknown.unanswered == ["urinary bladder"]


def test_the_table_the_csv_and_the_json_say_the_same(first):
    found = compare(first, answered(body_of(GROWN, **REACH), GROWN), AS_FILES)
    document = json.loads(json.dumps(found.to_json()))
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    bladder = document["rows"][1]
    assert float(rows[1]["change cm3"]) == pytest.approx(bladder["box_change_cm3"], abs=0.06)
    assert float(rows[1]["change up-down mm"]) == pytest.approx(bladder["size_change_mm"][2], abs=0.06)
    table = found.table()
    assert f"{bladder['box_change_cm3']:+.0f} cm3" in table and "front" in table
    assert "no diagnosis" in table and "as the files say" in table
    assert document["alignment"]["how"] == "files" and document["alignment"]["quality"] is None


def test_other_models_and_modalities_are_told_of(first):
    other = answered(body_of(**REACH))
    other["model"]["name"], other["volume"]["modality"] = "another", "MR"
    told = " ".join(compare(first, other, AS_FILES).notes)
    assert "two models" in told and "CT and MR" in told


def test_what_cannot_be_compared_is_refused(first):
    with pytest.raises(UserError, match="no target in common"):
        compare(first, answered(body_of(**REACH), queries=["liver"]), AS_FILES)
    with pytest.raises(UserError, match="of a slice"):
        compare(first, {**first, "scope": "slice"}, AS_FILES)
