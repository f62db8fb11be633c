"""What the embedded model cannot be asked: told at once, with no process and no model. No torch."""

from __future__ import annotations

from collections.abc import Sequence

from MISGroundLib.engine.protocol import AnswerEvent, Done, Event, Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL


def refusal(request_id: str, model: str, questions: Sequence[Question]) -> list[Event]:
    """The whole answer to a request in which the embedded model knows not one target; else [], for the worker to see.

    Damaged files of the model are the worker's to report.
    """
    if model != EMBEDDED_MODEL:
        return []
    from MISGroundLib.vlm.mini import embedded_profile

    try:
        profile = embedded_profile()
    except UserError:
        return []
    said = [profile.can_be_asked(question, 1) for question in questions]
    if any(knows for knows, _ in said):
        return []
    answers = [
        AnswerEvent(request_id, index, "", [], 0.0, [why], unknown=not questions[index].words)
        for index, (_, why) in enumerate(said)
    ]
    return [*answers, Done(request_id, {"name": model})]
