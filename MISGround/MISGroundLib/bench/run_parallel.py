"""Groups of questions to one answerer, to several in threads (a server), or to actors of Ray Data, one model an actor.

Here pictures are drawn on the caller's thread only. An actor holds a worker process of its own and draws its own
pictures, so that on a cluster the cases and questions must lie at the same paths everywhere, and MISGround be installed
on each machine.
"""

from __future__ import annotations

import logging
import math
import os
import pickle
import queue
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.question_file import BenchQuestion
from MISGroundLib.bench.run_answerers import Pictures
from MISGroundLib.bench.run_folder import Answerer, Batch, Group, RunStoppedError
from MISGroundLib.errors import StoppedError, UserError

MakeAnswerer = Callable[[Pictures], Answerer]
JOIN_SECONDS = 5.0

# The driver gets answers in blocks: small ones, so that a kill loses few.
MOST_BLOCKS = 2000
OBJECT_STORE_BYTES = 128 << 20
CONNECT_SECONDS = 5.0


def answers_in_turn(groups: Iterable[Group], make: MakeAnswerer, pictures: Pictures) -> Iterator[Batch]:
    """One answerer, one group after the other."""
    answerer = make(pictures)
    try:
        for group in groups:
            yield answerer.answer(group)
    finally:
        answerer.close()


def answers_in_threads(groups: Iterable[Group], make: MakeAnswerer, pictures: Pictures, count: int) -> Iterator[Batch]:
    """`count` answerers at once, for a server that batches requests; groups end in any order.

    The first error ends the run once the open groups have ended.

    The scene that draws the pictures belongs to one thread: threads ask this one, which draws in between.
    """
    pending = iter(groups)
    lock = threading.Lock()
    stopping = threading.Event()
    inbox: queue.SimpleQueue[_DrawRequest | Batch | BaseException | None] = queue.SimpleQueue()

    def work() -> None:
        answerer = make(_ForwardedPictures(inbox))
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
    stopped: RunStoppedError | None = None
    try:
        running = count
        while running:
            item = inbox.get()
            if item is None:
                running -= 1
            elif isinstance(item, _DrawRequest):
                item.serve(pictures)
            elif isinstance(item, RunStoppedError):
                stopping.set()
                stopped = stopped or item
                if item.batch is not None:
                    yield item.batch
            elif isinstance(item, BaseException):
                raise item
            else:
                yield item
        if stopped is not None:
            raise UserError(str(stopped))
    finally:
        stopping.set()
        _release(inbox, threads)
        pictures.close()


class _DrawRequest:
    """A request of a thread: a method of the pictures with its arguments."""

    def __init__(self, method: str, *arguments: Any) -> None:
        self._method = method
        self._arguments = arguments
        self.result: Future[Any] = Future()

    def serve(self, pictures: Pictures) -> None:
        try:
            self.result.set_result(getattr(pictures, self._method)(*self._arguments))
        except BaseException as error:
            self.result.set_exception(error)


class _ForwardedPictures:
    """Pictures that another thread draws."""

    def __init__(self, inbox: queue.SimpleQueue[Any]) -> None:
        self._inbox = inbox

    def draw(self, question: BenchQuestion) -> list[NDArray[np.uint8]]:
        drawn: list[NDArray[np.uint8]] = self._ask(_DrawRequest("draw", question))
        return drawn

    def midline_mm(self, question: BenchQuestion, index: int = 0) -> float | None:
        distance: float | None = self._ask(_DrawRequest("midline_mm", question, index))
        return distance

    def close(self) -> None:
        """The other thread closes them."""

    def _ask(self, request: _DrawRequest) -> Any:
        self._inbox.put(request)
        return request.result.result()


def _release(inbox: queue.SimpleQueue[Any], threads: list[threading.Thread]) -> None:
    """Let threads that wait for a picture go, and wait a little for those that wait for an answer."""
    for thread in threads:
        for _ in range(int(JOIN_SECONDS / 0.1)):
            while not inbox.empty():
                item = inbox.get()
                if isinstance(item, _DrawRequest):
                    item.result.set_exception(StoppedError())
            if not thread.is_alive():
                break
            thread.join(0.1)


def answers_by_actors(
    groups: Sequence[Group],
    make: Callable[[], Answerer],
    actors: int | None = None,
    address: str | None = None,
    device: str = "auto",
) -> Iterator[Batch]:
    """The answers, in any order, as they come.

    make: what an actor makes its answerer with; Ray must be able to pickle it. actors: left out, one a GPU, or one.
    address: of a cluster ("auto", "ray://HOST:10001"); left out, one is started here and ended with the run. Raises
    UserError without Ray, for a cluster that does not answer, and for what would fail with every group.
    """
    ray = _ray()
    ours = not ray.is_initialized()
    if ours:
        _start(ray, actors, address)
    try:
        gpus = int(ray.cluster_resources().get("GPU", 0)) if device != "cpu" else 0
        blocks = math.ceil(len(groups) / math.ceil(len(groups) / MOST_BLOCKS))
        data = ray.data.from_items([{"group": pickle.dumps(group)} for group in groups], override_num_blocks=blocks)
        answered = data.map(
            _Actor,
            fn_constructor_args=(make,),
            compute=ray.data.ActorPoolStrategy(size=actors or gpus or 1),
            num_cpus=1,
            num_gpus=1 if gpus else None,
        )
        for row in answered.iter_rows():
            batch = pickle.loads(row["batch"])
            if isinstance(batch, UserError):
                raise batch
            yield batch
    except ray.exceptions.RayError as error:
        raise UserError(
            f"Ray's actors failed ({_last_line(error)}). See that MISGround is installed on every machine of the "
            "cluster and the files lie at the same paths, or run with the engine local."
        ) from error
    finally:
        if ours:
            ray.shutdown()


class _Actor:
    """Holds one answerer."""

    def __init__(self, make: Callable[[], Answerer]) -> None:
        self._make = make
        self._answerer: Answerer | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        try:
            if self._answerer is None:
                self._answerer = self._make()
            said: Batch | UserError = self._answerer.answer(pickle.loads(row["group"]))
        except UserError as error:
            said = error
        return {"batch": pickle.dumps(said)}


def _ray() -> Any:
    # Ray reads these when it starts: no usage reports are sent, and only errors are logged.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
        import ray.exceptions
    except ImportError as error:
        raise UserError(
            f"Ray Data is not installed ({error}). Install it with pip install 'misground[bench]', or run with the "
            "engine local."
        ) from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


def _start(ray: Any, actors: int | None, address: str | None) -> None:
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    where = f"The Ray cluster {address}" if address else "Ray on this machine"
    try:
        if address:
            _check_listening(address)
            ray.init(address=address, **quiet)
        else:
            # "CPUs" only limit how much Ray starts: one for each actor, and some for Ray Data's own tasks.
            tickets = max(os.cpu_count() or 1, actors or 1) + 1
            with _library_on_path():
                ray.init(
                    address="local",
                    num_cpus=tickets,
                    include_dashboard=False,
                    object_store_memory=OBJECT_STORE_BYTES,
                    **quiet,
                )
    except (ray.exceptions.RayError, RuntimeError, ValueError, OSError) as error:
        why = _last_line(error)
        raise UserError(
            f"{where} cannot be used ({why}). Check that it is up, or run with the engine local."
        ) from error


def _check_listening(address: str) -> None:
    """Raise OSError where nobody listens: Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()


@contextmanager
def _library_on_path() -> Iterator[None]:
    """What Ray starts here finds this library, installed or not."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).resolve().parents[2]), before]))
    try:
        yield
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


def _last_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[-1][:300]
