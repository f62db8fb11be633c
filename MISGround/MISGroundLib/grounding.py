"""The use case: queries on a slice become detections, in pixels and in patient space. No Slicer, no torch.

`GroundingRun` asks and is polled, `finish` waits for it, `best_position` chooses the slice of a volume to ask about.
"""

from __future__ import annotations

import platform
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from MISGroundLib import __version__
from MISGroundLib.anatomy import NO_DESCRIPTION, asking_of, description_of, parse_queries, read_text
from MISGroundLib.counting import Answered, Told, check_counts, told_of
from MISGroundLib.engine.protocol import (
    AnswerEvent,
    Cancelled,
    DetectedBox,
    DetectedPoint,
    Done,
    Engine,
    Event,
    Failed,
    Question,
    Stage,
    error_of,
)
from MISGroundLib.errors import Sentence, UserError, clean, one_line
from MISGroundLib.geometry import Box, OrientedBox, box_to_ras, intersection_over_union, transform_point
from MISGroundLib.settings import EMBEDDED_MODEL, SLICE, Settings
from MISGroundLib.sides import judge_side
from MISGroundLib.slices import SliceImage, is_blank, spaced_positions

__all__ = [
    "Detection",
    "Engine",
    "GroundingResult",
    "GroundingRun",
    "Status",
    "parse_queries",
]

# Overlap above which two boxes of one answer are one: a model that repeats itself may round a corner differently.
_SAME_BOX = 0.95
# A box whose score (the share of such boxes that are right, where the model is calibrated) is below this is shown as
# unsure: pale, and with that word beside it. The one place where it is decided.
UNSURE_BELOW = 0.25
# How many slices `best_position` asks about.
SEARCHED_SLICES = 15
OnEvent = Callable[[Event], None]
# found: there is a box or a point. absent: the model says that there is none, or the slice is proved to lie on the
# body's other side, as `problems` tells. unusable: the model gave no answer that can be read, as `problems` tells.
# unknown: it does not know the target. Of these two nothing is said of the scan.
Status = Literal["found", "absent", "unusable", "unknown"]


def found_in(status: Status) -> bool | None:
    """Whether the target is there, by an answer's status; None where nothing is said of that."""
    return None if status in ("unusable", "unknown") else status == "found"


def queries_that_are(status: Status, answers: Sequence[Answered]) -> list[str]:
    """The queries of the answers with a status, once each."""
    return list(dict.fromkeys(one.query for one in answers if one.status == status))


@dataclass(frozen=True)
class Detection:
    """One answer to one query: a box in slice pixels and in RAS mm, or none (boxes None), as `status` says; or a point,
    of a model that was asked to point (`point_px` from the slice's edges, as boxes have them).

    score: 0..1, of the box where found, of the absence where absent, else None: the share of such answers that are
    right where the model is calibrated, else the model's own probability (`statistics` keeps it:
    raw_score, raw_box_scores). `raw` is what the model wrote; `problems` says in plain words what was wrong with it,
    `notes` what to heed; `statistics` counts SemSam's steps too.
    """

    query: str
    label: str
    status: Status
    score: float | None
    box_px: Box | None = None
    box_ras: OrientedBox | None = None
    raw: str = ""
    problems: list[str] = field(default_factory=list)
    statistics: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    point_px: tuple[float, float] | None = None
    point_ras: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        """Make the text safe for files and scenes: it comes from a user and from a model."""
        for name in ("query", "label"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        for name in ("raw", "problems", "notes"):
            object.__setattr__(self, name, clean(getattr(self, name)))

    @property
    def found(self) -> bool:
        """There is a box, or a point."""
        return self.status == "found"

    @property
    def is_unsure(self) -> bool:
        """There is a box or a point, and its score is below UNSURE_BELOW."""
        return self.found and (self.score or 0.0) < UNSURE_BELOW

    def to_json(self) -> dict[str, Any]:
        """The entry of result.json; px, RAS mm, one axis a column of `axes_ras`. found: null where nothing is said."""
        ras = self.box_ras
        return {
            "query": self.query,
            "label": self.label,
            "status": self.status,
            "found": found_in(self.status),
            "score": None if self.score is None else round(self.score, 4),
            "box_px": list(self.box_px) if self.box_px else None,
            "center_ras": ras.center_ras.tolist() if ras else None,
            "size_mm": ras.size_mm.tolist() if ras else None,
            "axes_ras": ras.axes_ras.tolist() if ras else None,
            "point_px": list(self.point_px) if self.point_px else None,
            "point_ras": list(self.point_ras) if self.point_ras else None,
            "raw_answer": self.raw,
            "problems": self.problems,
            "notes": self.notes,
            "decoding_statistics": self.statistics,
        }


@dataclass(frozen=True)
class GroundingResult:
    """The answers of one run, with all that is needed to repeat it."""

    slice_image: SliceImage
    detections: list[Detection]
    settings: Settings
    model: dict[str, Any]
    timings: dict[str, float]
    created: str
    software: dict[str, str] = field(default_factory=lambda: {"name": "MISGround", "version": __version__})

    @property
    def unknown(self) -> list[str]:
        """The queries with a target that the model does not know."""
        return queries_that_are("unknown", self.detections)

    @property
    def unusable(self) -> list[str]:
        """The queries with an answer that cannot be used."""
        return queries_that_are("unusable", self.detections)

    @property
    def told(self) -> list[Told]:
        """What the boxes tell of queries that count or point."""
        detections = self.detections
        boxes, points = [one.box_ras for one in detections], [one.point_ras for one in detections]
        return told_of(detections, boxes, self.settings, points)

    def to_json(self) -> dict[str, Any]:
        """The content of result.json."""
        grid = self.slice_image.grid
        return {
            "schema": "misground-result-1",
            "software": {**self.software, "python": platform.python_version()},
            "created": self.created,
            "volume": asdict(self.slice_image.volume),
            "model": self.model,
            **self.settings.recorded(),
            "scope": SLICE,
            "slice": {
                "plane": grid.plane,
                "position_mm": grid.position_mm,
                "position": grid.position_text,
                "pixel_to_ras": grid.pixel_to_ras.tolist(),
                "image_size_px": list(grid.size_px),
                "thickness_mm": grid.thickness_mm,
                "window": self.slice_image.window,
                "level": self.slice_image.level,
                "window_source": self.slice_image.window_source,
                "midline_mm": self.slice_image.midline_mm,
            },
            "detections": [detection.to_json() for detection in self.detections],
            "told": [one.to_json() for one in self.told],
            "timings": {name: round(seconds, 4) for name, seconds in self.timings.items()},
        }


class EngineRun(ABC):
    """One request to an engine: moved on by `poll`, ended by an answer, `cancel` or a failure.

    Never blocks beyond `poll`'s timeout, so that a user interface can drive it from a timer. What was answered before
    a failure or a cancel stays. Who inherits sends the request when made, and keeps its id.
    """

    _id: str

    def __init__(self, engine: Engine) -> None:
        """Nothing is sent yet."""
        self.answered = False
        self.error: Failed | None = None
        self.cancelled = False
        self._engine = engine

    @property
    def finished(self) -> bool:
        """No more events will come."""
        return self.answered or self.error is not None or self.cancelled

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Take in the engine's new events, and return them."""
        if self.finished:
            return []
        events = [event for event in self._engine.poll(timeout) if event.id == self._id]
        for event in events:
            if isinstance(event, AnswerEvent):
                self._take(event)
            elif isinstance(event, Done):
                self._finish(event)
                self.answered = True
            elif isinstance(event, Cancelled):
                self.cancelled = True
            elif isinstance(event, Failed):
                self.error = event
        return events

    def cancel(self) -> None:
        """Ask for an end; `cancelled` turns true within a second."""
        if not self.finished:
            self._engine.cancel(self._id)

    @abstractmethod
    def _take(self, answer: AnswerEvent) -> None:
        """Keep an answer."""

    @abstractmethod
    def _finish(self, done: Done) -> None:
        """All is answered."""


class GroundingRun(EngineRun):
    """One run of queries on a slice, started when made; what is answered by now stands in `detections`."""

    def __init__(self, engine: Engine, slice_image: SliceImage, queries: list[str], settings: Settings) -> None:
        """Send the questions. Raises UserError where one cannot be answered, and where the engine is busy."""
        super().__init__(engine)
        check_counts(queries, settings)
        self.slice_image = slice_image
        self.queries = queries
        self.settings = settings
        self.detections: list[Detection] = []
        self.result: GroundingResult | None = None
        self._began = time.perf_counter()
        self._questions, self._asked = questions_about(slice_image, queries, settings)
        self._id = engine.ask(slice_image.pixels, self._questions, settings)

    @property
    def question_count(self) -> int:
        """How many questions the model is asked: "kidneys" is two to a model that knows left and right only."""
        return len(self._questions)

    def partial_result(self) -> GroundingResult:
        """What was answered before a failure; of the model only the name is known."""
        return self._result({"name": self.settings.model}, {})

    def wait(self) -> GroundingResult:
        """Block until the answer. Raises UserError with the failure's message, or when cancelled."""
        while not self.finished:
            self.poll(timeout=0.1)
        if self.result is None:
            raise error_of(self.error) if self.error else UserError("The run was cancelled.")
        return self.result

    def _take(self, answer: AnswerEvent) -> None:
        self.detections += detections_of(answer, self._asked[answer.index], self.slice_image)

    def _finish(self, done: Done) -> None:
        timings = {**done.timings, "total": time.perf_counter() - self._began}
        self.result = self._result(done.model, timings)

    def _result(self, model: dict[str, Any], timings: dict[str, float]) -> GroundingResult:
        created = datetime.now(UTC).isoformat(timespec="seconds")
        return GroundingResult(self.slice_image, self.detections, self.settings, model, timings, created)


# Of a question: the query that it belongs to, its target's name, and notes for the user.
Asked = tuple[str, str, list[str]]


def detections_of(answer: AnswerEvent, asked: Asked, slice_image: SliceImage) -> list[Detection]:
    """The detections of an answer on its slice; one that says why where there is no box."""
    query, label, notes = asked
    common: dict[str, Any] = {
        "raw": answer.raw,
        "problems": answer.problems,
        "statistics": answer.statistics,
        "notes": [*notes, *answer.notes],
    }
    if answer.unknown:
        return [Detection(query, label, "unknown", None, **common)]
    if answer.points:
        points = list({(one.point_px, one.label): one for one in answer.points}.values())
        return [_pointed(query, label, point, common, slice_image) for point in points]
    if not answer.boxes:
        if answer.problems:
            return [Detection(query, label, "unusable", None, **common)]
        return [Detection(query, label, "absent", answer.score, **common)]
    return [_detection(query, label, box, count, common, slice_image) for box, count in _distinct(answer.boxes)]


def _detection(
    query: str, asked: str, box: DetectedBox, count: int, common: dict[str, Any], slice_image: SliceImage
) -> Detection:
    """One box, with notes on repetitions and on whether its side is proved."""
    grid = slice_image.grid
    box_ras = box_to_ras(box.box_px, grid.pixel_to_ras, grid.thickness_mm)
    side = judge_side(box.label or asked, asked, box_ras, slice_image)
    often = Sentence("The model gave this box {count} times; it is drawn once.", count=count) if count > 1 else ""
    told = {**common, "notes": [*common["notes"], *filter(None, (often, side.note))]}
    if side.refusal:
        told["problems"] = [*common["problems"], side.refusal]
        return Detection(query, asked, "absent", box.score, **told)
    return Detection(query, side.label, "found", box.score, box.box_px, box_ras, **told)


def _pointed(
    query: str, asked: str, point: DetectedPoint, common: dict[str, Any], slice_image: SliceImage
) -> Detection:
    """One point, whose side is judged as that of a box of one pixel."""
    grid, (x, y) = slice_image.grid, point.point_px
    pixel = box_to_ras((x - 0.5, y - 0.5, x + 0.5, y + 0.5), grid.pixel_to_ras, grid.thickness_mm)
    side = judge_side(point.label or asked, asked, pixel, slice_image)
    told = {**common, "notes": [*common["notes"], *filter(None, (side.note,))]}
    if side.refusal:
        told["problems"] = [*common["problems"], side.refusal]
        return Detection(query, asked, "absent", point.score, **told)
    right, front, up = (round(float(one), 3) for one in transform_point(grid.pixel_to_ras, (x - 0.5, y - 0.5, 0.0)))
    return Detection(
        query, side.label, "found", point.score, **told, point_px=point.point_px, point_ras=(right, front, up)
    )


def _distinct(boxes: Sequence[DetectedBox]) -> list[tuple[DetectedBox, int]]:
    """The boxes without repetitions: the best-scored of each, and how often it was given."""
    groups: list[list[DetectedBox]] = []
    for box in boxes:
        same = (group for group in groups if _is_same(group[0], box))
        group = next(same, None)
        groups.append([box]) if group is None else group.append(box)
    return [(max(group, key=lambda box: box.score), len(group)) for group in groups]


def _is_same(first: DetectedBox, second: DetectedBox) -> bool:
    alike = intersection_over_union(first.box_px, second.box_px) > _SAME_BOX
    return alike and first.label.casefold() == second.label.casefold()


def questions_about(
    slice_image: SliceImage, queries: list[str], settings: Settings
) -> tuple[list[Question], list[Asked]]:
    """The questions, and what each is asked for."""
    questions: list[Question] = []
    asked: list[Asked] = []
    grid = slice_image.grid
    left, top = grid.edges() if grid.plane == "oblique" else ("", "")  # the others are as usual
    for query in queries:
        asking = asking_of(query)
        typed = asking.target
        targets, notes = [typed], []
        if settings.model == EMBEDDED_MODEL:
            reading = read_text(typed)
            targets = [structure.name for structure in reading.structures] or [typed]
            # A single target goes to the engine as typed; the engine then gives the notes.
            notes = reading.notes if len(targets) > 1 else []
        for target in targets:
            said = typed if len(targets) == 1 else target
            about = (grid.plane, slice_image.volume.modality)
            midline = slice_image.midline_mm
            description = description_of(said, about[1]) if settings.describe else ""
            unknown = settings.describe and not description and settings.model != EMBEDDED_MODEL
            told = [*notes, Sentence(NO_DESCRIPTION, query=said)] if unknown else notes
            questions.append(Question(said, *about, "", left, top, midline, description, asking.kind))
            asked.append((query, target, told))
    return questions, asked


def finish(run: GroundingRun, on_event: OnEvent | None = None) -> GroundingResult:
    """Wait for a run, passing its events on. A Ctrl+C or any other exception cancels it. Raises UserError."""
    try:
        while not run.finished:
            for event in run.poll(0.1):
                if on_event:
                    on_event(event)
    except BaseException:
        run.cancel()
        raise
    return run.wait()


def best_position(
    ijk_to_ras: Any,
    shape_ijk: tuple[int, int, int],
    plane: str,
    picture_at: Callable[[float], SliceImage],
    engine: Engine,
    queries: list[str],
    settings: Settings,
    on_event: OnEvent | None = None,
) -> float:
    """The position, RAS mm along the plane's axis, with the highest sum of scores of what is found.

    SEARCHED_SLICES slices are asked, evenly spaced between a tenth and nine tenths of the volume. Of equal ones the
    nearest to the middle wins, which is also the answer where nothing is found. The scores are the model's, so that the
    slice is as good as they are. Raises UserError as a run does.
    """
    positions = spaced_positions(ijk_to_ras, shape_ijk, plane, SEARCHED_SLICES)
    middle = sum(positions) / len(positions)
    best, most = min(positions, key=lambda position: abs(position - middle)), -1.0
    for i, position in enumerate(sorted(positions, key=lambda position: abs(position - middle))):
        if on_event:
            on_event(Stage("search", "searching", f"slice {i + 1} of {SEARCHED_SLICES}", i / SEARCHED_SLICES))
        picture = picture_at(position)
        if is_blank(picture):
            continue
        result = finish(GroundingRun(engine, picture, queries, settings))
        score = sum(detection.score or 0.0 for detection in result.detections if detection.found)
        if score > most:
            best, most = position, score
    return best
