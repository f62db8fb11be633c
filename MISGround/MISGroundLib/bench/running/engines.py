"""Groups of questions to one answerer, or to several in threads. Pictures are drawn on the caller's thread only."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.bench.running.answering import Pictures
from MISGroundLib.bench.running.settings import Answerer, Batch, Group
from MISGroundLib.errors import StoppedError

JOIN_SECONDS = 5.0

MakeAnswerer = Callable[[Pictures], Answerer]


def answers_in_turn(groups: Iterable[Group], make: MakeAnswerer, pictures: Pictures) -> Iterator[Batch]:
    """One answerer, one group after the other."""
    answerer = make(pictures)
    try:
        for group in groups:
            yield answerer.answer(group)
    finally:
        answerer.close()


def answers_in_threads(groups: Iterable[Group], make: MakeAnswerer, pictures: Pictures, count: int) -> Iterator[Batch]:
    """`count` answerers at once, as a server likes it; groups end in any order. The first error ends it all.

    The scene that draws the pictures belongs to one thread: threads ask this one, which draws in between.
    """
    pending = iter(groups)
    lock = threading.Lock()
    stopping = threading.Event()
    inbox: queue.SimpleQueue[_Draw | Batch | BaseException | None] = queue.SimpleQueue()

    def work() -> None:
        answerer = make(_Elsewhere(inbox))
        try:
            while not stopping.is_set():
                with lock:
                    group = next(pending, None)
                if group is None:
                    break
                inbox.put(answerer.answer(group))
        except BaseException as error:
            inbox.put(error)
        finally:
            answerer.close()
            inbox.put(None)

    threads = [threading.Thread(target=work, name=f"misground-bench-{i}", daemon=True) for i in range(count)]
    for thread in threads:
        thread.start()
    try:
        running = count
        while running:
            item = inbox.get()
            if item is None:
                running -= 1
            elif isinstance(item, _Draw):
                item.serve(pictures)
            elif isinstance(item, BaseException):
                raise item
            else:
                yield item
    finally:
        stopping.set()
        _release(inbox, threads)
        pictures.close()


class _Draw:
    """A wish of a thread: a method of the pictures with its arguments."""

    def __init__(self, method: str, *arguments: Any) -> None:
        self._method = method
        self._arguments = arguments
        self.result: Future[Any] = Future()

    def serve(self, pictures: Pictures) -> None:
        try:
            self.result.set_result(getattr(pictures, self._method)(*self._arguments))
        except BaseException as error:
            self.result.set_exception(error)


class _Elsewhere:
    """Pictures that another thread draws."""

    def __init__(self, inbox: queue.SimpleQueue[Any]) -> None:
        self._inbox = inbox

    def draw(self, question: BenchQuestion) -> list[NDArray[np.uint8]]:
        drawn: list[NDArray[np.uint8]] = self._ask(_Draw("draw", question))
        return drawn

    def position_fraction(self, question: BenchQuestion, index: int = 0) -> float | None:
        fraction: float | None = self._ask(_Draw("position_fraction", question, index))
        return fraction

    def close(self) -> None:
        """The other thread closes them."""

    def _ask(self, wish: _Draw) -> Any:
        self._inbox.put(wish)
        return wish.result.result()


def _release(inbox: queue.SimpleQueue[Any], threads: list[threading.Thread]) -> None:
    """Let threads that wait for a picture go, and wait a little for those that wait for an answer."""
    for thread in threads:
        for _ in range(int(JOIN_SECONDS / 0.1)):
            while not inbox.empty():
                item = inbox.get()
                if isinstance(item, _Draw):
                    item.result.set_exception(StoppedError())
            if not thread.is_alive():
                break
            thread.join(0.1)
