"""The one engine without a model: it answers from a script, one event a poll, so that a test decides when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import (
    AnswerEvent,
    Cancelled,
    DetectedBox,
    Done,
    Engine,
    Event,
    Failed,
    Question,
    Stage,
    Token,
)
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL, Settings

# A box in px; several DetectedBox; None for "not found"; a whole event, of which id and index are put right; or an
# exception, with which the request fails (its `code`, else "crashed").
Answer = Sequence[float] | list[DetectedBox] | AnswerEvent | Exception | None
# The answers to a request of (image, questions, settings). What it raises, `ask` raises.
MakeAnswers = Callable[[NDArray[np.uint8], Sequence[Question], Settings], Sequence[Answer]]


class FakeEngine(Engine):
    """Set its fields before or between requests. `asked`: (image, questions, settings) of each, as they came.

    answers: for each question one (in turn, where there are more questions), or what makes them. tokens: told before
    each answer. on_poll: called with the engine at each poll; may raise. model: what `Done` tells of it.
    waiting: the events that are still to be polled.
    """

    def __init__(
        self,
        answers: Sequence[Answer] | MakeAnswers = ((10, 20, 40, 60),),
        tokens: int = 2,
        on_poll: Callable[[FakeEngine], None] | None = None,
        model: dict[str, Any] | None = None,
    ) -> None:
        self.answers = answers
        self.tokens = tokens
        self.on_poll = on_poll
        self.model = model or {"name": "fake", "revision": "0"}
        self.asked: list[tuple[NDArray[np.uint8], Sequence[Question], Settings]] = []
        self.waiting: list[Event] = []
        self.cancelled = False
        self.closed = False

    @property
    def is_busy(self) -> bool:
        return bool(self.waiting)

    def ask(self, image: NDArray[np.uint8], questions: Sequence[Question], settings: Settings | None = None) -> str:
        settings = settings or Settings()
        answers = self.answers(image, questions, settings) if callable(self.answers) else self.answers
        self.asked.append((image, questions, settings))
        request = f"fake-{len(self.asked)}"
        self.waiting = [Stage(request, "reading", "Reading the slice")]
        for index, question in enumerate(questions):
            answer = answers[index % len(answers)]
            if isinstance(answer, Exception):
                told = answer.worded() if isinstance(answer, UserError) else {}
                self.waiting.append(Failed(request, getattr(answer, "code", "crashed"), str(answer), **told))
                return request
            self.waiting += [Token(request, index, "[{" * n, n, self.tokens) for n in range(1, self.tokens + 1)]
            self.waiting.append(_event(request, index, question, answer))
        self.waiting.append(Done(request, self.model, {"answering": 0.0}))
        return request

    def poll(self, timeout: float = 0.0) -> list[Event]:
        if self.on_poll:
            self.on_poll(self)
        return [self.waiting.pop(0)] if self.waiting else []

    def cancel(self, request_id: str) -> None:
        self.cancelled = True
        self.waiting = [Cancelled(request_id)]

    def warm_up(self, model: str = EMBEDDED_MODEL, device: str = "auto", precision: str = "auto") -> None:
        pass

    def close(self) -> None:
        self.closed = True


def _event(request: str, index: int, question: Question, answer: Any) -> AnswerEvent:
    if isinstance(answer, AnswerEvent):
        return replace(answer, id=request, index=index)
    if answer is None or isinstance(answer, list):
        return AnswerEvent(request, index, "raw", answer or [], 0.75)
    x0, y0, x1, y1 = map(float, answer)
    return AnswerEvent(request, index, "raw", [DetectedBox((x0, y0, x1, y1), question.query, 0.75)], 0.75)
