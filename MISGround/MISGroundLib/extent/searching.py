"""The search itself: slices are cut and asked one after the other, for all targets together, until each has its box."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from MISGroundLib.anatomy import asking_of, parse_queries, read_text
from MISGroundLib.counting import check_counts
from MISGroundLib.engine.protocol import Event, Failed, Stage, error_of
from MISGroundLib.errors import UserError
from MISGroundLib.extent.evidence import Look, Looks, look_of
from MISGroundLib.extent.planning import SearchPlan, slices_to_ask, usual_questions
from MISGroundLib.extent.slices_run import SliceAsked, SlicesRun
from MISGroundLib.extent.volume_answer import Extent, Target, extent_of, with_contradictions
from MISGroundLib.extent.volume_frame import SliceKey, SliceSource, VolumeFrame, volume_frame
from MISGroundLib.extent.volume_result import VolumeResult
from MISGroundLib.grounding import Detection, Engine
from MISGroundLib.settings import EMBEDDED_MODEL, Settings
from MISGroundLib.sides import Midline
from MISGroundLib.slices import SliceImage, is_blank

# One answer to these is a box round several things.
_COLLECTIVE = frozenset({"vertebrae", "intervertebral discs"})
_COLLECTIVE_WORDS = frozenset({"ribs", "vertebrae", "discs", "teeth", "lymph nodes", "vessels", "bones"})
# Long and thin along the spine: best seen from the side. All else is in axial slices.
_BEST_FROM_THE_SIDE = frozenset({"vertebrae", "intervertebral discs", "spinal cord"})
# A scan whose slices are this much thicker than its pixels is looked at in those slices.
_THICK = 1.5
# As many questions the embedded model answers in one batch.
_TOGETHER = 16
_LEAST_SIDE_PX = 8
_NOTHING_TO_SEE = (
    "There is nothing to see: each slice that was looked at has one grey value everywhere, or is too thin. "
    'Choose another volume, or the window "as displayed".'
)


@dataclass(frozen=True)
class Progress:
    """Where a search stands: the last slice of those that are looked at, how many were, and what is known by now.

    questions: asked so far, of about `expected` in all. item: of a 4D sequence, "3 of 20"; else empty.
    """

    plane: str
    place: str
    slices: int
    questions: int
    expected: int
    extents: tuple[Extent, ...]
    item: str = ""

    @property
    def text(self) -> str:
        """E.g. "looking: coronal A 12.0 mm, question 7 of about 60; left kidney found from S 182 to 96 mm"."""
        item = f"item {self.item}, " if self.item else ""
        parts = [f"looking: {item}{self.plane} {self.place}, question {self.questions} of about {self.expected}"]
        for one in self.extents:
            if one.box is not None:
                heights = one.box.corners_ras()[:, 2]
                parts.append(f"{one.label} found from S {heights.max():.0f} to {heights.min():.0f} mm")
        return "; ".join(parts)


@dataclass
class _Search:
    """One target's part of the search."""

    target: Target
    axis: int
    looks: Looks = field(default_factory=Looks)
    questions: int = 0
    unknown: bool = False
    seconds: float = 0.0
    finished: bool = False


def targets_of(queries: Sequence[str]) -> list[Target]:
    """What to look for: both of a pair and every member of a list on its own, each once; the rest as typed."""
    targets: dict[str, Target] = {}
    for query in queries:
        typed = asking_of(query).target
        reading = read_text(typed)
        several = len(reading.structures) > 1
        for structure in reading.structures or (None,):
            name = structure.name if structure else typed
            words = name if several else typed
            many = name in _COLLECTIVE or bool(_COLLECTIVE_WORDS & set(name.casefold().split()))
            # Of a single structure the engine says itself how it read the words.
            notes = tuple(reading.notes) if several else ()
            targets.setdefault(name, Target(query, name, words, many, notes))
    return list(targets.values())


def best_axis(name: str, frame: VolumeFrame) -> int:
    """The axis whose slices show a structure best: of a scan of thick slices the scan's own."""
    ranked = sorted(range(3), key=lambda axis: frame.spacing_mm[axis])
    if frame.spacing_mm[ranked[2]] > _THICK * frame.spacing_mm[ranked[1]]:
        return ranked[2]
    return frame.axis_of("sagittal" if name in _BEST_FROM_THE_SIDE else "axial")


class ExtentRun:
    """A search of a volume: begun when made, moved on by `poll`, ended by itself, its budget, `cancel` or a failure.

    Never blocks beyond `poll`'s timeout and the cutting of a request's slices, so that a user interface can drive it
    from a timer. `extents` is what is known at any time, also after a cancel or a failure.
    """

    def __init__(
        self,
        source: SliceSource,
        queries: Sequence[str],
        engine: Engine,
        settings: Settings,
        plan: SearchPlan | None = None,
    ) -> None:
        """Ask nothing yet. plan: by default the usual one, with the settings' budget.

        Raises UserError for queries that cannot be asked.
        """
        self.plan = plan or SearchPlan(budget=settings.budget)
        self.frame = volume_frame(source.ijk_to_ras, source.info.shape_ijk, self.plan.finest_mm)
        asked = parse_queries("\n".join(queries))
        check_counts(asked, settings)
        targets = targets_of(asked)
        self._searches = [_Search(target, best_axis(target.name, self.frame)) for target in targets]
        self.source, self.settings = source, settings
        together = max(settings.together, _TOGETHER) if settings.model == EMBEDDED_MODEL else settings.together
        self._asked_with = replace(settings, together=together)
        self.error: Failed | None = None
        self.cancelled = False
        self.finished = False
        self.questions = 0
        self.slices = 0
        self.model: dict[str, object] = {}
        self._engine = engine
        self._asking: SlicesRun | None = None
        self._asked: list[tuple[SliceKey, SliceAsked, list[_Search]]] = []
        self._last: tuple[str, str] = ("", "")
        self._midline: Midline | None = None
        self._began = time.perf_counter()
        self._slice_began = self._began
        self._taken_in = self._began

    @property
    def expected_questions(self) -> int:
        """About how many questions the whole search takes; times the seconds of one, how long."""
        usual = sum(usual_questions(self.frame, self.plan, search.axis) for search in self._searches)
        return min(usual, self.plan.budget) if self.plan.budget else usual

    @property
    def extents(self) -> list[Extent]:
        """The answers so far, in the order of the queries, with facts."""
        return with_contradictions([self._extent(search) for search in self._searches], self._midline)

    @property
    def result(self) -> VolumeResult | None:
        """The answers once the search has ended by itself or its budget; None before, after a cancel or a failure."""
        ended = self.finished and self.error is None and not self.cancelled
        return self.partial_result() if ended else None

    def partial_result(self, with_facts: bool = True) -> VolumeResult:
        """What is known at any time. Facts need some time for large boxes: leave them out while the search goes on."""
        extents = self.extents if with_facts else [self._extent(search, with_facts=False) for search in self._searches]
        return VolumeResult(
            self.source.info,
            extents,
            self.settings,
            self.model or {"name": self.settings.model},
            {"total": self._taken_in - self._began},
            datetime.now(UTC).isoformat(timespec="seconds"),
            self.questions,
            self.slices,
        )

    def progress(self) -> Progress:
        """Where the search stands; boxes without grey values, which would cost time at every slice."""
        extents = tuple(self._extent(search, with_facts=False) for search in self._searches)
        expected = max(self.questions, self.expected_questions)
        return Progress(*self._last, self.slices, self.questions, expected, extents)

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Go on: take in what the engine has told, and ask about the next slices. A `Stage` event ends a request."""
        if self.finished:
            return []
        try:
            if self._asking is None and not self._ask_next():
                if not self.questions:
                    raise UserError(_NOTHING_TO_SEE)
                self.finished = True
                return []
        except UserError as error:
            self._fail(Failed("", "refused", str(error)))
            return []
        if self._asking is None:  # slices with nothing to see
            return []
        events = self._asking.poll(timeout)
        if self._asking.finished:
            events = [*events, *self._take_in(self._asking)]
            self._taken_in = time.perf_counter()
        return events

    def cancel(self) -> None:
        """Ask for an end; `cancelled` and `finished` turn true within a second. What is known stays."""
        if self.finished:
            return
        if self._asking is None:
            self.cancelled = self.finished = True
        else:
            self._asking.cancel()

    def wait(
        self,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        on_event: Callable[[Event], None] | None = None,
    ) -> list[Extent]:
        """Block until the end. Raises UserError where the engine failed; any exception cancels what is under way."""
        slices = 0
        try:
            while not self.finished:
                if cancelled and cancelled():
                    self.cancel()
                for event in self.poll(0.1):
                    if on_event:
                        on_event(event)
                if on_progress and self.slices > slices:
                    slices = self.slices
                    on_progress(self.progress())
        except BaseException:
            self.cancel()
            raise
        if self.error is not None:
            raise error_of(self.error)
        return self.extents

    def _ask_next(self) -> bool:
        """Begin with the slices that most targets want next; false where there is none left, or no budget."""
        chosen = self._next_slices()
        if not chosen:
            return False
        self._slice_began = time.perf_counter()
        self._asked = []
        for key, searches in chosen:
            image = self.source.cut(self.frame.grid(key))
            self._last = (self.frame.planes[key.axis], image.grid.position_text)
            thin = min(image.grid.size_px) < _LEAST_SIDE_PX
            if thin or is_blank(image):
                for search in searches:
                    search.looks.add(self._unasked(key, image, thin))
                self.slices += 1
            else:
                self._asked.append((key, SliceAsked(image, [one.target.words for one in searches]), searches))
        if not self._asked:
            return True
        self._asking = SlicesRun(self._engine, [one for _, one, _ in self._asked], self._asked_with)
        self.questions += self._asking.question_count
        for one in self._asking.slices:
            # Measured while the model answers: only what it asks about a sagittal slice depends on it.
            if one.image.midline is None:
                one.image = replace(one.image, midline=self.source.midline())
            self._midline = self._midline or one.image.midline
        return True

    def _next_slices(self) -> list[tuple[SliceKey, list[_Search]]]:
        """The slice that most targets want, and with it others across its axis that are wanted, the best first."""
        wanted: dict[SliceKey, list[_Search]] = {}
        first: dict[SliceKey, tuple[int, int]] = {}
        for search in self._searches:
            if search.unknown:
                continue
            keys = slices_to_ask(search.looks, self.frame, self.plan, search.axis)
            search.finished = not keys
            for place, key in enumerate(keys):
                wanted.setdefault(key, []).append(search)
                first[key] = min(first.get(key, (place, search.questions)), (place, search.questions))
        ranked = sorted(wanted, key=lambda one: (-len(wanted[one]), *first[one]))
        left = self.plan.budget - self.questions if self.plan.budget else len(self._searches) * len(ranked)
        # The first alone tells which targets the model does not know.
        most = self._engine.most_slices(self.settings) if self.questions else 1
        chosen: list[tuple[SliceKey, list[_Search]]] = []
        for key in ranked:
            asked = wanted[key][:left]
            if key.axis != ranked[0].axis or not asked or len(chosen) == most:
                continue
            if chosen and sum(len(searches) for _, searches in chosen) + len(asked) > _TOGETHER:
                break
            chosen.append((key, asked))
            left -= len(asked)
        return chosen

    def _take_in(self, run: SlicesRun) -> list[Event]:
        """Make looks of the slices' answers."""
        self._asking = None
        taken = time.perf_counter() - self._slice_began
        for key, one, searches in self._asked:
            answered: dict[str, list[Detection]] = {}
            for detection in one.detections:
                answered.setdefault(detection.query, []).append(detection)
            place = one.image.grid.position_text
            for search in searches:
                told = answered.get(search.target.words, [])
                if not told:
                    continue
                search.questions += 1
                search.seconds += taken / run.question_count
                search.unknown = any(detection.status == "unknown" for detection in told)
                search.looks.add(look_of(told, self.frame, key, place, search.target.collective))
            self.slices += 1
        if run.answered:
            self.model = dict(run.model)
        elif run.cancelled:
            self.cancelled = self.finished = True
        elif run.error is not None:
            self._fail(run.error)
        return [Stage("", "search", self._last[0], None)]

    def _unasked(self, key: SliceKey, image: SliceImage, thin: bool) -> Look:
        """Of a picture with nothing to see: nothing is there. Of one that is too thin to see anything: no word."""
        place = image.grid.position_text
        position = float(self.frame.positions[key.axis][key.index])
        plane = self.frame.planes[key.axis]
        return Look(key, position, plane, place, "silent" if thin else "blank", 0.5 if thin else 0.0)

    def _extent(self, search: _Search, with_facts: bool = True) -> Extent:
        return extent_of(
            search.target,
            search.looks,
            self.source,
            self.frame,
            search.axis,
            questions=search.questions,
            finished=search.finished or search.unknown,
            seconds=search.seconds,
            unknown=search.unknown,
            with_facts=with_facts,
        )

    def _fail(self, error: Failed) -> None:
        self.error, self.finished = error, True


def find_extent(
    source: SliceSource,
    queries: Sequence[str],
    engine: Engine,
    settings: Settings,
    plan: SearchPlan | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Extent]:
    """Where in a volume each target of the queries lies, in their order: a 3D box each, or "not in this volume".

    on_progress is told after every slice what is known by then. cancelled: asked between slices and while one is
    answered; once true, what is known is returned. Raises UserError as a run on a slice does.
    """
    return ExtentRun(source, queries, engine, settings, plan).wait(on_progress, cancelled)
