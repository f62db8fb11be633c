"""A run: every question to a model with every decoding, and every answer on the disk once, whatever happens.

Groups of questions go to one answerer, to several in threads, or to Ray's actors (run_on_ray.py). Pictures are drawn on
the caller's thread only.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.question_file import BenchQuestion, read_questions, sha256_of
from MISGroundLib.bench.run_answerers import Baseline, EngineAnswerer, Pictures
from MISGroundLib.bench.run_folder import BenchAnswer, RunCard, RunFolder, hardware, locked_folder, software
from MISGroundLib.bench.run_settings import (
    BASELINES,
    DECODINGS,
    ENGINES,
    Answerer,
    Batch,
    Group,
    RunSettings,
    check_choice,
    how_to_ask,
)
from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.server_address import is_server, server_of
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.grounding import Engine
from MISGroundLib.settings import EMBEDDED_MODEL, Decoding, Settings

# So few questions at once that a kill or a crash costs little.
MOST_IN_A_GROUP = 40
# So many failures before the first answer mean that none will come.
FAILURES_BEFORE_GIVING_UP = 3
SERVER_REQUESTS = 8

OnProgress = Callable[[int, int], None]
MakePictures = Callable[[], Pictures]
MakeEngine = Callable[[], Engine]

JOIN_SECONDS = 5.0

MakeAnswerer = Callable[[Pictures], Answerer]


def run_questions(
    questions: Path,
    out: Path,
    *,
    decodings: Mapping[str, Decoding] | None = None,
    engine: str = "local",
    ask: str = "auto",
    address: str | None = None,
    actors: int | None = None,
    elsewhere: Sequence[Path] = (),
    on_progress: OnProgress = lambda done, count: None,
    limit: int | None = None,
    make_pictures: MakePictures | None = None,
    make_engine: MakeEngine | None = None,
    **settings: Any,
) -> RunCard:
    """Ask a file of questions and write the answers to a folder; go on where an earlier run stopped.

    settings: of `Settings`, by name. model: left out, misground-mini, or the only one of a server;
    "server:ADDRESS#NAME" is the engine server too; always-first, random and oracle answer without a model.
    decodings: name -> settings; left out, greedy. engine: "local" (a process here), "ray" (address: of a cluster, or
    one is started; actors: how many models), "server" (address; actors: how many requests at once; allow_remote: of
    another computer). ask: "words", "boxes", or "auto": as the model can. elsewhere: folders of cases that moved.
    limit: of the first questions only. on_progress(answers there are, answers wanted).
    make_pictures, make_engine: in place of the question file's pictures and the engine's client (for ray: what it can
    pickle). Raises UserError for files that do not fit, for another run in the folder, and as soon as it is plain that
    every question would fail; a failure of some questions is noted in their answers.
    """
    told = Settings.of(**{"model": "", **settings})
    model = told.model
    if is_server(model):
        server, model = server_of(model)
        engine, address = "server", server.url
    check_choice("engine", engine, ENGINES)
    if engine == "server" and not address:
        raise UserError("The address of the server is missing. Give --address, for example http://127.0.0.1:8000.")
    if actors is not None and actors < 1:
        raise UserError("There must be 1 or more actors.")
    if engine == "local" and (address or (actors or 1) > 1):
        raise UserError("An address or several actors are for the engines ray and server. Give --engine too.")
    model = model or ("" if engine == "server" else EMBEDDED_MODEL)
    asked = "words" if model in BASELINES else how_to_ask(model, ask)
    told = replace(told, model=model)
    plan = RunSettings(told, dict(decodings or {"greedy": DECODINGS["greedy"]}), asked)
    listed = list(islice(read_questions(questions), limit))
    card = RunCard(
        questions_sha256=sha256_of(questions),
        question_count=len(listed),
        model={"name": model, "asked_for": model},
        decodings={name: {**asdict(one), "graph": list(one.graph)} for name, one in plan.decodings.items()},
        asked=asked,
        seed=told.seed,
        engine=engine,
        software={**software(), "questions": _relative_path(questions, out)},
        hardware=hardware(),
    )
    pictures = make_pictures or partial(_pictures, questions.resolve(), tuple(path.resolve() for path in elsewhere))
    with locked_folder(out):
        folder = RunFolder(out, card)
        try:
            groups = list(_groups(listed, tuple(plan.decodings), folder.done))
            make = partial(_answerer, plan, make_engine or _client(engine, address, told.allow_remote))
            with closing(_batches(groups, make, pictures, engine, told, actors, address)) as batches:
                _write(batches, folder, len(listed) * len(plan.decodings), on_progress)
        finally:
            folder.close()
    return folder.card


def _batches(
    groups: Sequence[Group],
    make: MakeAnswerer,
    pictures: MakePictures,
    engine: str,
    settings: Settings,
    actors: int | None,
    address: str | None,
) -> Generator[Batch, None, None]:
    if not groups:
        return
    if engine == "ray":
        from MISGroundLib.bench.run_on_ray import answers_by_actors

        yield from answers_by_actors(groups, partial(_with_pictures, make, pictures), actors, address, settings.device)
    elif engine == "server" and settings.model not in BASELINES:
        yield from answers_in_threads(groups, make, pictures(), actors or SERVER_REQUESTS)
    else:
        yield from answers_in_turn(groups, make, pictures())


def _write(batches: Iterable[Batch], folder: RunFolder, wanted: int, on_progress: OnProgress) -> None:
    """Write what comes. Failures wait for the first answer: where none comes, they are not the questions' fault."""
    waiting: list[BenchAnswer] = []
    alive = False
    on_progress(len(folder.done), wanted)
    for batch in batches:
        if batch.model:
            folder.note_model(batch.model)
        alive = alive or batch.alive
        waiting += batch.failures
        if not alive and len(waiting) >= FAILURES_BEFORE_GIVING_UP:
            raise UserError(
                f"The model has answered no question, and the first {len(waiting)} failed: {waiting[0].error} Mend "
                "that and start the run again."
            )
        folder.add(*batch.answers, *(waiting if alive else ()))
        waiting = [] if alive else waiting
        on_progress(len(folder.done), wanted)
    folder.add(*waiting)
    on_progress(len(folder.done), wanted)


def _groups(
    questions: Sequence[BenchQuestion], decodings: tuple[str, ...], done: set[tuple[str, str]]
) -> Iterator[Group]:
    """What is left to ask, neighbours of the same pictures together."""
    for _, same in groupby(questions, key=lambda question: (question.case, question.pictures)):
        left = [(question, tuple(name for name in decodings if (question.id, name) not in done)) for question in same]
        work = [(question, names) for question, names in left if names]
        for start in range(0, len(work), MOST_IN_A_GROUP):
            yield Group(tuple(work[start : start + MOST_IN_A_GROUP]))


def _pictures(questions: Path, elsewhere: tuple[Path, ...]) -> Pictures:
    from MISGroundLib.bench.question_pictures import PictureMaker

    return PictureMaker(questions, elsewhere)


def _client(engine: str, address: str | None, allow_remote: bool) -> MakeEngine:
    if engine == "local":
        return EngineClient
    if engine == "ray":
        return _single_threaded
    from MISGroundLib.engine.server import ServerClient

    assert address is not None
    return partial(ServerClient, address, allow_remote=allow_remote)


def _single_threaded() -> Engine:
    """An actor's worker: one thread, as many actors share the cores."""
    return EngineClient(env={**os.environ, "OMP_NUM_THREADS": "1"})


def _answerer(settings: RunSettings, make_engine: MakeEngine, pictures: Pictures) -> Answerer:
    if settings.engine.model in BASELINES:
        return Baseline(settings, partial(_size, pictures))
    return EngineAnswerer(settings, make_engine, pictures)


def _size(pictures: Pictures, question: BenchQuestion) -> tuple[int, int]:
    height, width = pictures.draw(question)[0].shape[:2]
    return height, width


def _with_pictures(make: Callable[[Pictures], Answerer], pictures: MakePictures) -> Answerer:
    return make(pictures())


def _relative_path(questions: Path, out: Path) -> str:
    """The question file as seen from the folder of answers."""
    return os.path.relpath(questions.resolve(), out.resolve()).replace(os.sep, "/")


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
    try:
        running = count
        while running:
            item = inbox.get()
            if item is None:
                running -= 1
            elif isinstance(item, _DrawRequest):
                item.serve(pictures)
            elif isinstance(item, BaseException):
                raise item
            else:
                yield item
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

    def position_fraction(self, question: BenchQuestion, index: int = 0) -> float | None:
        fraction: float | None = self._ask(_DrawRequest("position_fraction", question, index))
        return fraction

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
