"""The small fixed set: what it holds, and what a model scores that knows all, nothing, or no left from right."""

from MISGroundLib.bench.trust_check import TrustRun, trust_set
from MISGroundLib.engine.client import EngineClient
from MISGroundLib.geometry import intersection_over_union
from MISGroundLib.settings import Settings
from Python.core.fake_engine import FakeEngine

PICTURES = trust_set()


class Knowing(FakeEngine):
    """Answers with what `say` makes of a question of the set; none of the answers for an Exception."""

    def __init__(self, say):
        super().__init__()
        self._say = say
        self._turn = 0

    def ask(self, image, questions, settings):
        self.answers = [self._say(question) for question in PICTURES[self._turn].questions]
        self._turn += 1
        return super().ask(image, questions, settings)


def run(engine):
    made = TrustRun(engine, Settings())
    while not made.finished:
        made.poll()
    return made, {row.name: row for row in made.rows()}


def test_the_set_has_every_plane_present_absent_and_both_sides():
    questions = [question for picture in PICTURES for question in picture.questions]
    assert {picture.plane for picture in PICTURES} == {"axial", "coronal", "sagittal"}
    assert sum(question.box_px is not None for question in questions) >= 30
    assert sum(question.box_px is None for question in questions) >= 15
    assert sum(question.twin_px is not None for question in questions if question.box_px) >= 10
    for question in questions:
        if question.box_px and question.twin_px:
            assert intersection_over_union(question.box_px, question.twin_px) < 0.3


def test_the_truth_scores_all_and_the_usual_place_as_tabled():
    made, rows = run(Knowing(lambda question: question.box_px))
    right, overlap, absent, sides, unread, _ = made.rows()
    assert (right.value, overlap.value, absent.value, sides.value, unread.value) == (
        "100 %",
        "1.00",
        "100 %",
        "0 %",
        "0 %",
    )
    assert made.fraction == 1
    assert made.model["name"] == "fake"
    _, guessed = run(Knowing(lambda question: question.usual_px))
    for name in (right.name, overlap.name):
        assert guessed[name].value == rows[name].guess


def test_the_other_side_is_told_from_the_right_one():
    _, rows = run(Knowing(lambda question: question.twin_px or question.box_px))
    assert rows["Sides confused"].value == "100 %"
    assert int(rows["Right box"].value.split()[0]) < 70


def test_never_finding_anything_is_right_about_absent_only():
    _, rows = run(Knowing(lambda question: None))
    assert rows["Absent said absent"].value == "100 %"
    assert rows["Mean overlap"].value == "0.00"
    assert rows["Mean overlap"].guess != "0.00"
    assert "Sides confused" not in rows


def test_a_failure_ends_it_and_keeps_what_was_answered():
    made, rows = run(Knowing(lambda question: RuntimeError("gone") if question is PICTURES[2].questions[0] else None))
    assert made.error.message == "gone"
    assert len(made.answers) == sum(len(picture.questions) for picture in PICTURES[:2])
    assert rows


def test_it_can_be_cancelled_half_way():
    engine = Knowing(lambda question: None)
    made = TrustRun(engine, Settings())
    while len(made.answers) < 4:
        made.poll()
    made.cancel()
    made.poll()
    assert made.cancelled and made.finished and len(made.answers) == 4
    assert 0 < made.fraction < 1


def test_the_embedded_model_is_better_than_the_usual_place():
    engine = EngineClient()
    try:
        made = TrustRun(engine, Settings())
        while not made.finished:
            made.poll(0.1)
    finally:
        engine.close()
    assert made.error is None
    rows = {row.name: row for row in made.rows()}
    overlap = rows["Mean overlap"]
    assert float(overlap.value) > float(overlap.guess) + 0.05
    assert rows["Unreadable"].value == "0 %"
    assert rows["Time a query"].value.endswith(" s")
