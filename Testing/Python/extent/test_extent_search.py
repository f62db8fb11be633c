"""The search of whole volumes: boxes from truthful, noisy and lying engines; budget, cancel, failure, early answers."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.engine.protocol import AnswerEvent
from MISGroundLib.errors import UserError
from MISGroundLib.extent import STRATEGIES, ExtentRun, SearchPlan, find_extent, targets_of
from MISGroundLib.extent.planning import usual_questions
from MISGroundLib.extent.volume_frame import overlap
from MISGroundLib.settings import EMBEDDED_MODEL, Settings
from Python.core.strategies import rotations
from Python.extent.numpy_bodies import TRUNK, TruthfulEngine, body_of, true_bounds
from Python.fake_engine import FakeEngine

SETTINGS = Settings(model="another")
NAMES = [name for name, *_ in TRUNK]


@pytest.fixture(scope="module")
def trunk():
    return body_of(spacing=(5.0, 5.0, 5.0))


def search(source, queries, engine=None, plan=None, **calls):
    engine = engine or TruthfulEngine()
    return find_extent(source, queries, engine, SETTINGS, plan, **calls), engine


def truth(source, name, plan=None):
    run = ExtentRun(source, [name], TruthfulEngine(), SETTINGS, plan)
    return true_bounds(source, run.frame, 10 * (NAMES.index(name) + 2))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_finds_what_is_there_and_nothing_else(trunk, strategy):
    plan = SearchPlan(strategy)
    extents, _ = search(trunk, [*NAMES, "brain"], plan=plan)
    for name, extent in zip(NAMES, extents, strict=False):
        assert extent.found and extent.finished
        assert overlap(extent.bounds_mm, truth(trunk, name, plan)) > (0.6 if "adrenal" in name else 0.8)
    assert extents[-1].status == "absent" and extents[-1].confidence > 0.9
    assert "not in this volume" in extents[-1].summary()


def test_the_default_asks_a_fifth_of_what_a_sweep_of_all_planes_asks(trunk):
    _, few = search(trunk, ["liver"])
    _, many = search(trunk, ["liver"], plan=SearchPlan("sweep planes"))
    assert few.questions <= many.questions / 5
    run = ExtentRun(trunk, ["liver"], TruthfulEngine(), SETTINGS)
    assert run.expected_questions == pytest.approx(few.questions, abs=6)
    # Less what is blank.
    assert many.questions <= usual_questions(run.frame, SearchPlan("sweep planes"), 2) <= many.questions + 12


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_any_ellipsoid_in_any_pose_is_boxed(data):
    radii = np.array([data.draw(st.floats(18, 70)) for _ in range(3)])
    middle = [data.draw(st.floats(-reach, reach)) for reach in (90, 30, 120)]
    turn = data.draw(rotations()) if data.draw(st.booleans()) else np.eye(3)
    part = (("liver", middle, radii),)
    source = body_of(part, (3.0, 4.0, 5.0), middle_ras=(30, -200, 500), rotation=turn)
    [extent], _ = search(source, ["liver"], TruthfulEngine(part))
    assert extent.found
    # The voxels themselves, whatever frame was searched: nearly all lie in the box, and fill it as an ellipsoid does
    # (0.52 of it), less where the box was measured on axes that are turned against the volume's.
    k, j, i = np.nonzero(source.array == 20)
    points = np.stack([i, j, k], axis=1) @ source.ijk_to_ras[:3, :3].T + source.ijk_to_ras[:3, 3]
    away = np.abs((points - extent.box.center_ras) @ extent.box.axes_ras)
    assert (away <= extent.box.size_mm / 2 + 5).all(axis=1).mean() > 0.9
    assert len(points) * 60 / np.prod(extent.box.size_mm) > (0.35 if (turn == np.eye(3)).all() else 0.1)
    assert np.linalg.det(extent.box.axes_ras) == pytest.approx(1)
    own = source.ijk_to_ras[:3, :3] / np.linalg.norm(source.ijk_to_ras[:3, :3], axis=0)
    assert np.abs(own.T @ extent.box.axes_ras) == pytest.approx(np.eye(3), abs=1e-6)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_noise_false_hits_and_gaps_are_lived_with(trunk, seed):
    engine = TruthfulEngine(miss=0.15, false=0.04, jitter=1.0, seed=seed)
    extents, _ = search(trunk, ["liver", "left kidney", "right kidney", "brain"], engine)
    assert sum(one.found and overlap(one.bounds_mm, truth(trunk, one.label)) > 0.5 for one in extents[:3]) >= 2
    assert extents[3].status == "absent" or extents[3].confidence < 0.5


def test_a_lone_hit_is_not_believed_and_is_told(trunk):
    # Made up on a single axial slice, the first that is asked about.
    first = {}
    lies = {"brain": lambda question, image: question.plane == "axial" and first.setdefault("at", question) is question}
    [extent], _ = search(trunk, ["brain"], TruthfulEngine(lies=lies))
    assert extent.status == "absent"
    assert any("not believed" in note for note in extent.notes)


def test_where_no_answer_can_be_used_nothing_is_said_of_the_volume(trunk):
    unread = AnswerEvent("", 0, "[{", [], 0.0, problems=["The answer holds no box."])
    for stop, finished in ((None, True), (3, False)):
        plan = SearchPlan(budget=stop) if stop else None
        [extent], _ = search(trunk, ["liver"], FakeEngine([unread]), plan)
        told = extent.to_json()
        assert (told["status"], told["found"], told["score"]) == ("unusable", None, None)
        assert extent.summary().startswith("liver: no answer that can be used (")
        assert extent.notes[-1].endswith(" mm: The answer holds no box.")
        assert {look.answer for look in extent.looks} == {"silent"} and extent.finished == finished


def test_one_answer_that_can_be_used_speaks_for_the_volume(trunk):
    unread = AnswerEvent("", 0, "[{", [], 0.0, problems=["The answer holds no box."])
    engine = FakeEngine(lambda *_: [None if len(engine.asked) == 4 else unread])
    [extent], _ = search(trunk, ["brain"], engine)
    assert extent.status == "absent" and [look.answer for look in extent.looks].count("absent") == 1


def test_what_one_plane_makes_up_the_others_contradict(trunk):
    liver = TruthfulEngine().labels["liver"]
    lies = {"brain": lambda question, image: question.plane == "axial" and (image == liver).any()}
    [extent], _ = search(trunk, ["brain"], TruthfulEngine(lies=lies))
    believed, _ = search(trunk, ["brain"], TruthfulEngine(lies=lies), SearchPlan("one plane"))
    assert believed[0].found
    assert extent.status == "absent" and any("not believed" in note for note in extent.notes)


def test_a_structure_at_the_volumes_end_is_said_to_be_cut_off():
    source = body_of(half_mm=(190, 120, 130))
    [extent], _ = search(source, ["urinary bladder"])
    assert extent.found and extent.sides["lower"] == "cut off"
    assert [state for name, state in extent.sides.items() if name != "lower"] == ["seen"] * 5
    assert "Cut off at the volume's lower end." in extent.notes
    assert extent.summary().endswith("cut off at the volume's lower end")


@pytest.mark.parametrize("end", [0, 1])
def test_what_the_outermost_coarse_slice_alone_shows_is_looked_for_to_the_volumes_end(end):
    # The upper (lower) end was taken for the other one: the bases of lungs at a scan's edge were lost.
    parts = (("left lung", (0, 0, (-130, 130)[end]), (80, 60, 15.5)),)
    source = body_of(parts, half_mm=(190, 120, 130))
    run = ExtentRun(source, ["left lung"], TruthfulEngine(parts), SETTINGS)
    [extent] = run.wait()
    axis = run.frame.axis_of("axial")
    hits = [look for look in extent.looks if look.found and look.key.axis == axis]
    assert {look.key.index for look in hits} >= {(0, len(run.frame.positions[axis]) - 1)[end]}
    assert extent.sides[("lower", "upper")[end]] == "cut off"
    assert overlap(extent.bounds_mm, true_bounds(source, run.frame, 20)) > 0.7


def test_targets_share_slices(trunk):
    engine = TruthfulEngine()
    run = ExtentRun(trunk, ["liver", "left kidney", "right kidney"], engine, Settings(model=EMBEDDED_MODEL))
    run.wait()
    assert len(engine.asked) < 0.75 * engine.questions
    assert run.questions == engine.questions == sum(one.questions for one in run.extents)
    # In batches: the embedded model is told to.
    assert all(told.together >= 3 for _, told in engine.asked)


def test_slices_asked_together_give_the_boxes_of_slices_asked_one_by_one(trunk):
    queries = ["liver", "kidneys", "urinary bladder", "brain"]
    alone, one_by_one = search(trunk, queries)
    together, at_once = search(trunk, queries, TruthfulEngine(slices=4))
    assert len(at_once.asked) < len(one_by_one.asked) / 2
    assert at_once.questions <= one_by_one.questions + 8
    for one, other in zip(alone, together, strict=True):
        assert one.status == other.status and one.finished == other.finished
        assert not one.found or overlap(one.bounds_mm, other.bounds_mm) > 0.95
    for questions, _ in at_once.asked:
        # The first alone: it tells what the model does not know.
        pictures = {question.picture for question in questions}
        assert pictures == ({None} if questions is at_once.asked[0][0] else pictures - {None} or {None})
        assert len(pictures) <= 4 and len({question.plane for question in questions}) == 1


@pytest.mark.parametrize("budget", [1, 6, 17])
def test_slices_asked_together_keep_the_budget_and_an_unknown_target_is_asked_once(trunk, budget):
    engine = TruthfulEngine(unknown=("tumour",), slices=4)
    extents, _ = search(trunk, ["liver", "left kidney", "tumour"], engine, SearchPlan(budget=budget))
    assert engine.questions == budget == sum(one.questions for one in extents)
    assert extents[2].questions <= 1


def test_pairs_and_lists_are_searched_one_by_one():
    assert [(one.query, one.words) for one in targets_of(["kidneys", "hepar"])] == [
        ("kidneys", "left kidney"),
        ("kidneys", "right kidney"),
        ("hepar", "hepar"),
    ]
    assert [one.words for one in targets_of(["left kidney", "kidneys"])] == ["left kidney", "right kidney"]
    assert targets_of(["vertebrae"])[0].collective and not targets_of(["liver"])[0].collective
    assert targets_of(["a bright spot"])[0].words == "a bright spot"


def test_several_of_a_kind_get_one_box_round_all():
    parts = tuple((f"piece {level}", (0, -60, level), (20, 15, 12)) for level in (-90, -45, 0, 45, 90))

    class Pieces(TruthfulEngine):
        def _answer(self, request, at, image, question):
            from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox

            boxes = []
            for label in self.labels.values():
                rows, columns = np.nonzero(image == label)
                if len(rows):
                    box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
                    boxes.append(DetectedBox(tuple(map(float, box)), "vertebrae", 0.6))
            return AnswerEvent(request, at, "boxes", boxes, 0.9)

    source = body_of(parts)
    [extent], _ = search(source, ["vertebrae"], Pieces(parts))
    low, high = extent.bounds_mm[2]
    assert low < -90 and high > 90


@pytest.mark.parametrize("budget", [1, 5, 12, 23, 40])
def test_a_budget_is_kept_and_spent_on_all(trunk, budget):
    extents, engine = search(trunk, ["liver", "left kidney", "brain"], plan=SearchPlan(budget=budget))
    assert engine.questions == budget
    assert sum(one.questions for one in extents) == budget
    assert budget < 3 or min(one.questions for one in extents) >= budget // 3 - 4
    assert not extents[2].finished and "not found so far" in extents[2].summary()


def test_a_useful_answer_comes_early_and_grows(trunk):
    seen = []
    search(trunk, ["liver"], on_progress=seen.append)
    wanted = truth(trunk, "liver")
    overlaps = [overlap(one.extents[0].bounds_mm, wanted) if one.extents[0].found else 0.0 for one in seen]
    # Three questions in, something is there; after the coarse slices most of it; at the end all but all.
    assert next(one.questions for one, shared in zip(seen, overlaps, strict=True) if shared > 0) <= 5
    assert overlaps[14] > 0.5 and overlaps[-1] > 0.9
    assert seen[-1].text.startswith("looking: ") and "; liver found from S 130 to -10 mm" in seen[-1].text
    assert all(one.questions <= one.expected for one in seen)
    assert [one.slices for one in seen] == list(range(1, len(seen) + 1))


def test_cancel_keeps_what_is_known(trunk):
    asked = []
    extents, engine = search(
        trunk, ["liver"], on_progress=asked.append, cancelled=lambda: bool(asked) and asked[-1].extents[0].found
    )
    assert extents[0].found and not extents[0].finished
    assert "assumed" in extents[0].sides.values() and "is assumed" in " ".join(extents[0].notes)
    assert engine.questions < 8


def test_a_cancel_from_outside_ends_the_question_under_way(trunk):
    engine = TruthfulEngine()
    run = ExtentRun(trunk, ["liver"], engine, SETTINGS)
    engine.poll = lambda timeout=0.0: [] if not engine.cancelled else TruthfulEngine.poll(engine)
    run.poll()
    run.cancel()
    run.poll()
    assert run.finished and run.cancelled and engine.cancelled == ["r0"]
    assert run.extents[0].status == "absent" and run.poll() == []


def test_a_failure_is_raised_and_the_known_is_kept(trunk):
    engine = TruthfulEngine(fails_after=9)
    engine.failure = UserError("The model's process has ended.")
    run = ExtentRun(trunk, ["liver"], engine, SETTINGS)
    with pytest.raises(UserError, match="has ended"):
        run.wait()
    assert run.error.message and run.finished and run.extents[0].found


def test_an_exception_of_the_callers_cancels(trunk):
    engine = TruthfulEngine()

    def interrupted(event):
        raise KeyboardInterrupt

    run = ExtentRun(trunk, ["liver"], engine, SETTINGS)
    with pytest.raises(KeyboardInterrupt):
        run.wait(on_event=interrupted)


def test_what_the_model_does_not_know_is_asked_once(trunk):
    extents, _ = search(trunk, ["tumour", "liver"], TruthfulEngine(unknown=("tumour",)))
    assert extents[0].status == "unknown" and extents[0].questions == 1 and extents[0].to_json()["found"] is None
    assert extents[1].found


def test_empty_slices_are_not_asked_about(trunk):
    source = body_of(half_mm=(190, 240, 220))
    [extent], engine = search(source, ["liver"], plan=SearchPlan("sweep planes"))
    assert extent.found and engine.questions < source.cuts
    empty = body_of((), half_mm=(60, 60, 60), middle_ras=(900, 0, 0))
    empty.array[:] = 0
    # That nothing can be seen says nothing of what is there.
    engine = TruthfulEngine()
    run = ExtentRun(empty, ["liver"], engine, SETTINGS)
    with pytest.raises(UserError, match="There is nothing to see"):
        run.wait()
    assert engine.questions == 0 and run.slices > 5
    assert run.error.code == "refused" and "axial" in run.extents[0].summary()


def test_the_slices_of_a_thick_scan_are_looked_at():
    source = body_of(spacing=(4.0, 20.0, 4.0))
    extents, engine = search(source, ["liver"])
    assert extents[0].found
    planes = [question.plane for questions, _ in engine.asked for question in questions]
    assert planes.count("coronal") > planes.count("axial")


def test_a_volume_of_few_slices_is_searched_without_its_thin_planes():
    source = body_of(half_mm=(190, 120, 8))
    [extent], engine = search(source, ["liver"])
    assert extent.found and extent.sides["upper"] == extent.sides["lower"] == "cut off"
    assert {question.plane for questions, _ in engine.asked for question in questions} == {"axial"}


def test_the_answer_is_json_with_its_evidence(trunk):
    [extent, absent], _ = search(trunk, ["left kidney", "brain"])
    told = json.loads(json.dumps(extent.to_json(), allow_nan=False))
    assert told["scope"] == "volume" and told["found"] is True and told["label"] == "left kidney"
    assert len(told["evidence"]) == told["questions"] == extent.questions
    assert {look["plane"] for look in told["evidence"]} == set(told["planes"]) == {"axial", "coronal", "sagittal"}
    assert told["sides"] == dict.fromkeys(("left", "right", "back", "front", "lower", "upper"), "seen")
    (i0, i1), (j0, j1), (k0, k1) = told["bounds_ijk"]
    assert (trunk.array[k0:k1, j0:j1, i0:i1] == 30).sum() > 0.95 * (trunk.array == 30).sum()
    assert np.ptp(told["corners_ras"], axis=0) == pytest.approx(told["size_mm"], abs=0.01)
    assert json.loads(json.dumps(absent.to_json(), allow_nan=False))["center_ras"] is None


def test_facts_are_measured_and_say_what_anatomy_has_against_the_box(trunk):
    [extent], _ = search(trunk, ["left kidney"])
    facts = extent.facts
    assert facts.size_mm == pytest.approx([56, 48, 110], abs=8)
    assert 15 < facts.mean < 30 and facts.unit == "HU" and facts.agreeing == ("axial", "coronal", "sagittal")
    assert facts.share == pytest.approx(56 * 48 * 110 / (380 * 240 * 440), rel=0.2)
    assert "HU" in facts.line() and "agree" in facts.line() and facts.contradictions == ()
    swapped = (("right kidney", *TRUNK[1][1:]), ("left kidney", *TRUNK[2][1:]), ("brain", (0, 30, -140), (40, 30, 35)))
    left, right, brain, liver = search(
        body_of((*swapped, TRUNK[0])),
        ["left kidney", "right kidney", "brain", "liver"],
        TruthfulEngine((*swapped, TRUNK[0])),
    )[0]
    assert "wrong side of the right kidney" in left.facts.line() and "left kidney" in right.facts.line()
    assert "below the liver" in brain.facts.line() and "above the brain" in liver.facts.line()
    # Of two that contradict each other, the less sure one at least is shown as unsure.
    assert left.is_unsure or right.is_unsure
    assert min(brain, liver, key=lambda one: one.confidence).is_unsure


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"strategy": "magic"}, "magic"),
        ({"budget": -1}, "budget"),
        ({"finest_mm": 50}, "finest"),
        ({"every": 0}, "every"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(wrong, reason):
    with pytest.raises(ValueError, match=reason):
        SearchPlan(**wrong)
