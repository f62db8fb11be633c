""" "How far can I trust this model?": a small fixed set of drawn pictures through any engine, in a minute or so.

The set lies in Resources/TrustSet (training/trust_set.py draws it). It is a first look, with wide intervals, on made-up
bodies; `misground bench` on labelled scans is the measure. It needs nothing of the `bench` extra.
"""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from MISGroundLib.bench.question_file import RIGHT_IOU
from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, Done, Event, Failed, Question
from MISGroundLib.errors import Sentence
from MISGroundLib.files import resource
from MISGroundLib.geometry import Box, intersection_over_union
from MISGroundLib.grounding import Engine
from MISGroundLib.settings import Settings


@dataclass(frozen=True)
class TrustQuestion:
    """A structure on a picture: its true box in half-open px (None: not there), the other side's, the usual place."""

    structure: str
    box_px: Box | None
    twin_px: Box | None
    usual_px: Box | None


@dataclass(frozen=True)
class TrustPicture:
    """A picture of the set: grey values of a slice, uint8 (height, width), by name; what a model is told; questions."""

    name: str
    plane: str
    modality: str
    midline_mm: float | None
    questions: tuple[TrustQuestion, ...]

    def asked(self) -> list[Question]:
        """As the product asks."""
        about = self.plane, self.modality
        return [Question(question.structure, *about, midline_mm=self.midline_mm) for question in self.questions]


@dataclass(frozen=True)
class TrustRow:
    """A line of the table: what is counted; the model's share with its interval; that of a guess; of how many.

    about: the name in a sentence.
    """

    name: str
    about: str
    value: str
    interval: str
    guess: str
    count: int


@dataclass
class TrustRun:
    """The set through an engine, a picture at a time; moved on by `poll`, as a GroundingRun is."""

    engine: Engine
    settings: Settings
    pictures: Sequence[TrustPicture] = field(default_factory=lambda: trust_set())
    finished: bool = False
    cancelled: bool = False
    error: Failed | None = None
    model: dict[str, object] = field(default_factory=dict)
    answers: list[tuple[TrustQuestion, AnswerEvent]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Ask about the first picture. Raises UserError where the engine is busy or cannot start."""
        self._number = 0
        self._ask()

    @property
    def fraction(self) -> float:
        """How much is done, 0..1."""
        return len(self.answers) / sum(len(picture.questions) for picture in self.pictures)

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Take in what the engine has told, and return it; asks about the next picture when one is done."""
        if self.finished:
            return []
        events = [event for event in self.engine.poll(timeout) if event.id == self._id]
        for event in events:
            if isinstance(event, AnswerEvent):
                self.answers.append((self.pictures[self._number].questions[event.index], event))
            elif isinstance(event, Done):
                self.model = event.model
                self._number += 1
                if self._number < len(self.pictures):
                    self._ask()
                else:
                    self.finished = True
            elif isinstance(event, Cancelled | Failed):
                self.finished = True
                self.cancelled = isinstance(event, Cancelled)
                self.error = event if isinstance(event, Failed) else None
        return events

    def cancel(self) -> None:
        """Ask for an end; what was answered stays."""
        if not self.finished:
            self.engine.cancel(self._id)

    def rows(self) -> list[TrustRow]:
        """The table of what was answered so far."""
        return trust_table(self.answers)

    def _ask(self) -> None:
        # The panel imports this file before what a model needs is installed.
        from PIL import Image

        picture = self.pictures[self._number]
        pixels = np.asarray(Image.open(resource("TrustSet", picture.name)).convert("L"))
        self._id = self.engine.ask(pixels, picture.asked(), self.settings)


def trust_set() -> tuple[TrustPicture, ...]:
    """The shipped set."""
    data = json.loads(resource("TrustSet", "questions.json").read_text(encoding="utf-8"))
    return tuple(
        TrustPicture(
            entry["picture"],
            entry["plane"],
            entry["modality"],
            entry["midline_mm"],
            tuple(
                TrustQuestion(
                    question["structure"], *(_box(question[name]) for name in ("box_px", "twin_px", "usual_px"))
                )
                for question in entry["questions"]
            ),
        )
        for entry in data["pictures"]
    )


def trust_table(answers: Sequence[tuple[TrustQuestion, AnswerEvent]]) -> list[TrustRow]:
    """The rows of the table: each share with its interval, and the share of a guess at the usual place."""
    present = [(question, event) for question, event in answers if question.box_px]
    absent = [event for question, event in answers if not question.box_px]
    sided = [(question, event) for question, event in present if question.twin_px and event.boxes]
    usual = [_iou(question.box_px, question.usual_px) for question, _ in present]
    overlaps = [_iou(question.box_px, _first(event)) for question, event in present]
    swapped = [
        _iou(question.twin_px, _first(event)) > _iou(question.box_px, _first(event)) for question, event in sided
    ]
    unread = [bool(event.problems) for _, event in answers]
    rows = [
        _share(
            Sentence("Right box"),
            Sentence("The structure is there, and the box overlaps its true one by half or more (IoU >= 0.5)."),
            [o >= RIGHT_IOU for o in overlaps],
            usual,
        ),
        TrustRow(
            Sentence("Mean overlap"),
            Sentence("Intersection over union of box and true box; 0 where it was missed."),
            _mean(overlaps),
            "",
            _mean(usual),
            len(overlaps),
        ),
        _share(
            Sentence("Absent said absent"),
            Sentence("The structure is not on the slice, and the model says so."),
            [not event.boxes and not event.problems for event in absent],
        ),
        _share(Sentence("Sides confused"), Sentence("The box lies on the other side's structure."), swapped),
        _share(
            Sentence("Unreadable"),
            Sentence("The model gave no answer that can be read, or could not be asked."),
            unread,
        ),
    ]
    seconds = [event.seconds for _, event in answers if event.seconds > 0]
    took = f"{statistics.median(seconds):.2f} s" if seconds else ""
    time = TrustRow(Sentence("Time a query"), Sentence("The median."), took, "", "", len(seconds))
    return [*(row for row in rows if row.count), time]


def _share(name: str, about: str, hits: Sequence[bool], usual: Sequence[float] = ()) -> TrustRow:
    if not hits:
        return TrustRow(name, about, "", "", "", 0)
    low, high = wilson_interval(sum(hits), len(hits))
    guess = f"{100 * sum(o >= RIGHT_IOU for o in usual) / len(usual):.0f} %" if usual else ""
    value = f"{100 * sum(hits) / len(hits):.0f} %"
    return TrustRow(name, about, value, f"{100 * low:.0f}-{100 * high:.0f} %", guess, len(hits))


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; total > 0. Here, since the panel works without scipy."""
    z = statistics.NormalDist().inv_cdf(0.975)
    share, scale = right / total, 1 + z * z / total
    center = (share + z * z / (2 * total)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, center - half), min(1.0, center + half)


def _mean(values: Sequence[float]) -> str:
    return f"{math.fsum(values) / len(values):.2f}" if values else ""


def _first(event: AnswerEvent) -> Box | None:
    return event.boxes[0].box_px if event.boxes else None


def _iou(one: Box | None, other: Box | None) -> float:
    return 0.0 if one is None or other is None else intersection_over_union(one, other)


def _box(numbers: list[float] | None) -> Box | None:
    return None if numbers is None else (numbers[0], numbers[1], numbers[2], numbers[3])
