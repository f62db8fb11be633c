"""Suites through a model: outcomes, and what one answer at a time and the command line say to the same questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from MISGroundLib.engine.protocol import Question
from MISGroundLib.vlm.scoring import Answer
from training.evaluation.asking import Asker
from training.evaluation.prior import Prior
from training.evaluation.scoring import Outcome
from training.evaluation.suites import outcome_of
from training.evaluation.views import Suite, View, questions_on
from training.structures import STRUCTURES

# What the product allows for as the midline's uncertainty in trunks, in heads 6 mm (docs/sides.md).
_UNSURE_MM = 10.0


def question_about(view: View, index: int) -> Question:
    """As the product asks about a structure on a slice."""
    return Question(STRUCTURES[index - 1], view.plane, view.modality, midline_mm=view.midline_mm)


def run_suite(
    asker: Asker,
    suite: Suite,
    prior: Prior,
    on_view: Callable[[], None] = lambda: None,
    known: Collection[int] | None = None,
) -> list[Outcome]:
    """Ask everything of a suite that the model knows, or of `known`."""
    region = {index for view in suite.views for index in view.boxes}
    outcomes = []
    for number, view in enumerate(suite.views):
        asked = questions_on(view, region, asker.known if known is None else known, number)
        answers = asker.many(view.pixels, [question_about(view, index) for index in asked]) if asked else []
        outcomes += [judge(suite, number, index, answer, prior) for index, answer in zip(asked, answers, strict=True)]
        on_view()
    return outcomes


def is_other_side(view: View, index: int) -> bool:
    """Whether the product refuses a box of a structure (`sides.judge_side`): the slice is of the body's other side."""
    side = STRUCTURES[index - 1].split(" ")[0]
    if view.plane != "sagittal" or view.midline_mm is None or side not in ("left", "right"):
        return False
    return (view.midline_mm if side == "right" else -view.midline_mm) < -_UNSURE_MM


def judge(suite: Suite, number: int, index: int, answer: Answer, prior: Prior) -> Outcome:
    """An answer beside the truth. Of several boxes the first counts."""
    box = answer.parsed.boxes[0].box_px if answer.parsed.boxes else None
    score = answer.box_scores[0] if box else answer.score
    if box and is_other_side(suite.views[number], index):
        return outcome_of(suite, number, index, prior, None, True, score)
    said_absent = answer.parsed.not_found and not answer.problems
    return outcome_of(suite, number, index, prior, box, said_absent, score)


def batch_agreement(asker: Asker, suites: Sequence[Suite], count: int = 24) -> tuple[int, int]:
    """(how many of some questions get the same words one at a time, as the worker asks, as in a batch; how many)."""
    rng = np.random.default_rng(3)
    same = asked = 0
    for number in range(-(-count // 4)):
        suite = suites[number % len(suites)]
        view = suite.views[int(rng.integers(len(suite.views)))]
        known = [index for index in sorted(view.boxes) if index in asker.known][:3] + list(
            index for index in view.absent if index in asker.known
        )[:1]
        questions = [question_about(view, index) for index in known]
        for question, batched in zip(questions, asker.many(view.pixels, questions) if questions else [], strict=True):
            same += asker.one(view.pixels, question).raw == batched.raw
            asked += 1
    return same, asked
