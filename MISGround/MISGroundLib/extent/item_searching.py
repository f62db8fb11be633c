"""The search of every item of a 4D sequence: one search of a volume after the other, followed as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from MISGroundLib.engine.protocol import Event, Failed, error_of
from MISGroundLib.errors import UserError
from MISGroundLib.extent.searching import ExtentRun, Progress
from MISGroundLib.extent.volume_result import SequenceResult, VolumeResult
from MISGroundLib.settings import Settings

# Makes the run of an item, by its index value; raises UserError where the item cannot be searched.
Begin = Callable[[str], ExtentRun]


class ItemsRun:
    """Searches items in their order. It is followed as an `ExtentRun` is; the budget holds for each item.

    What is known of earlier items stays, also after a cancel or a failure.
    """

    def __init__(self, items: Sequence[str], begin: Begin) -> None:
        """Ask nothing yet. Raises UserError where there is no item, or the first cannot be searched."""
        if not items:
            raise UserError("The sequence holds no image. Choose another volume.")
        self.items = tuple(items)
        self.finished = False
        self._begin = begin
        self._run = begin(self.items[0])
        self._done: list[VolumeResult] = []
        self._error: Failed | None = None

    @property
    def settings(self) -> Settings:
        """What is asked with."""
        return self._run.settings

    @property
    def error(self) -> Failed | None:
        """Why it failed."""
        return self._error or self._run.error

    @error.setter
    def error(self, error: Failed | None) -> None:
        self._error = error
        self.finished = self.finished or error is not None

    @property
    def cancelled(self) -> bool:
        """It was ended from outside."""
        return self._run.cancelled

    @property
    def questions(self) -> int:
        """How many were asked so far, of all items."""
        return sum(one.questions for one in self._done) + (0 if self.finished_items else self._run.questions)

    @property
    def slices(self) -> int:
        """How many were looked at so far, of all items."""
        return sum(one.slices for one in self._done) + (0 if self.finished_items else self._run.slices)

    @property
    def finished_items(self) -> bool:
        """Every item came to its own end."""
        return len(self._done) == len(self.items)

    @property
    def expected_questions(self) -> int:
        """About how many questions all items take."""
        return len(self.items) * self._run.expected_questions

    @property
    def result(self) -> SequenceResult | None:
        """The answers once every item has come to its end; None before, after a cancel or a failure."""
        return self.partial_result() if self.finished_items else None

    def partial_result(self, with_facts: bool = True) -> SequenceResult:
        """What is known at any time; the same object for an item that is done."""
        current = [] if self.finished_items else [self._run.partial_result(with_facts)]
        if self._done and current and not current[0].slices:
            current = []
        return SequenceResult((*self._done, *current), len(self.items))

    def progress(self) -> Progress:
        """Where the search stands."""
        before = sum(one.questions for one in self._done)
        now = self._run.progress()
        number = min(len(self._done) + 1, len(self.items))
        left = (len(self.items) - number) * self._run.expected_questions
        return replace(
            now,
            slices=self.slices,
            questions=self.questions,
            expected=max(self.questions, (0 if self.finished_items else before) + now.expected + left),
            item=f"{number} of {len(self.items)}",
        )

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Go on, and with the next item where one is done."""
        if self.finished:
            return []
        events = self._run.poll(timeout)
        if self._run.finished:
            self._next()
        return events

    def _next(self) -> None:
        if self._run.error is not None or self._run.cancelled:
            self.finished = True
            return
        self._done.append(self._run.partial_result())
        if self.finished_items:
            self.finished = True
            return
        try:
            self._run = self._begin(self.items[len(self._done)])
        except UserError as error:
            self.error = Failed("", "refused", str(error))

    def cancel(self) -> None:
        """Ask for an end, which comes within a second. What is known stays."""
        self._run.cancel()
        self.finished = self.finished or self._run.finished

    def wait(self) -> None:
        """Block until the end. Raises UserError where it failed; any exception cancels what is under way."""
        try:
            while not self.finished:
                self.poll(0.1)
        except BaseException:
            self.cancel()
            raise
        if self.error is not None:
            raise error_of(self.error)
