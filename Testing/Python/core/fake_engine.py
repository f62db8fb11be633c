"""An engine without a model: answers from a script, one event a poll, so that tests decide what happens when."""

from collections.abc import Iterable

from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, DetectedBox, Done, Event, Failed, Stage, Token


class FakeEngine:
    """`answers`: for each question a box in px, None for "not found", or an Exception for a failure of the request."""

    def __init__(self, answers: Iterable = ((10, 20, 40, 60),), tokens: int = 2):
        self.answers = list(answers)
        self.tokens = tokens
        self.asked = []
        self.cancelled = False
        self.closed = False
        self.waiting = []
        self._count = 0

    @property
    def is_busy(self):
        return bool(self.waiting)

    def ask(self, image, questions, settings):
        self._count += 1
        request = f"fake-{self._count}"
        self.asked.append((image, questions, settings))
        self.waiting = [Stage(request, "reading", "Reading the slice")]
        for index, question in enumerate(questions):
            answer = self.answers[index % len(self.answers)]
            if isinstance(answer, Exception):
                self.waiting.append(Failed(request, "crashed", str(answer)))
                return request
            self.waiting += [Token(request, index, "[{" * n, n, self.tokens) for n in range(1, self.tokens + 1)]
            boxes = [DetectedBox(tuple(map(float, answer)), question.query, 0.75)] if answer else []
            self.waiting.append(AnswerEvent(request, index, "raw", boxes, 0.75))
        self.waiting.append(Done(request, {"name": "fake", "revision": "0"}, {"answering": 0.0}))
        return request

    def poll(self, timeout: float = 0.0) -> list[Event]:
        return [self.waiting.pop(0)] if self.waiting else []

    def cancel(self, request_id):
        self.cancelled = True
        self.waiting = [Cancelled(request_id)]

    def warm_up(self, **settings):
        pass

    def close(self):
        self.closed = True
