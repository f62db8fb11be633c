"""One request about some slices of a volume: every target is asked of the slices that want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import AnswerEvent, Done, Engine, Question
from MISGroundLib.grounding import Asked, Detection, EngineRun, detections_of, questions_about
from MISGroundLib.settings import Settings
from MISGroundLib.slices import SliceImage


@dataclass
class SliceAsked:
    """A slice and what was asked of it; detections: an entry or more for each query that was answered by now.

    image: its midline may be given later, while the engine answers: only what is claimed of a side depends on it.
    """

    image: SliceImage
    queries: list[str]
    detections: list[Detection] = field(default_factory=list)


class SlicesRun(EngineRun):
    """Questions of one or more slices, of one size: sent when made.

    model: as the engine described it; {} until the end.
    """

    def __init__(self, engine: Engine, slices: Sequence[SliceAsked], settings: Settings) -> None:
        """Send the questions. Raises UserError where one cannot be answered, and where the engine is busy."""
        super().__init__(engine)
        self.slices = list(slices)
        self.model: dict[str, Any] = {}
        self._asked: list[tuple[SliceAsked, Asked]] = []
        questions: list[Question] = []
        for number, one in enumerate(self.slices):
            put, asked = questions_about(one.image, one.queries, settings)
            questions += [replace(question, picture=number) for question in put] if len(self.slices) > 1 else put
            self._asked += [(one, about) for about in asked]
        self._id = engine.ask(_pixels_of([one.image for one in self.slices]), questions, settings)

    @property
    def question_count(self) -> int:
        """How many questions the model is asked."""
        return len(self._asked)

    def _take(self, answer: AnswerEvent) -> None:
        one, about = self._asked[answer.index]
        one.detections += detections_of(answer, about, one.image)

    def _finish(self, done: Done) -> None:
        self.model = done.model


def _pixels_of(images: Sequence[SliceImage]) -> NDArray[np.uint8]:
    """The picture as an engine takes it; of several (count, height, width, 1 or 3)."""
    if len(images) == 1:
        return images[0].pixels
    stack = np.stack([image.pixels for image in images])
    return stack[..., None] if stack.ndim == 3 else stack
