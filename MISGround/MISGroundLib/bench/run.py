"""A run: every question is asked with every decoding, and every answer is written once, also after a crash.

Who answers is an engine (run_answerers.py), or a baseline without a model: it tells what the benchmark gives to the
first option, to chance and to the truth itself.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from MISGroundLib import __version__
from MISGroundLib.bench.option_reading import LETTERS
from MISGroundLib.bench.question_file import BenchQuestion, read_questions, sha256_of
from MISGroundLib.bench.run_answerers import EngineAnswerer, Pictures
from MISGroundLib.bench.run_folder import (
    BASELINES,
    DECODINGS,
    ENGINES,
    Answerer,
    Batch,
    BenchAnswer,
    Group,
    RunCard,
    RunFolder,
    RunSettings,
    RunStoppedError,
    check_choice,
    hardware,
    how_to_ask,
    locked_folder,
    software,
)
from MISGroundLib.bench.run_parallel import MakeAnswerer, answers_by_actors, answers_in_threads, answers_in_turn
from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.router import is_server, server_of
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box
from MISGroundLib.grounding import Engine
from MISGroundLib.settings import EMBEDDED_MODEL, Decoding, Settings

# Few questions at a time, so that a kill or a crash loses few answers.
MOST_IN_A_GROUP = 40
# After this many failures before any answer, the run gives up.
FAILURES_BEFORE_GIVING_UP = 3
SERVER_REQUESTS = 8

OnProgress = Callable[[int, int], None]
MakePictures = Callable[[], Pictures]
MakeEngine = Callable[[], Engine]


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
        yield from answers_by_actors(groups, partial(_with_pictures, make, pictures), actors, address, settings.device)
    elif engine == "server" and settings.model not in BASELINES:
        yield from answers_in_threads(groups, make, pictures(), actors or SERVER_REQUESTS)
    else:
        yield from answers_in_turn(groups, make, pictures())


def _write(batches: Iterable[Batch], folder: RunFolder, wanted: int, on_progress: OnProgress) -> None:
    """Write the answers. Failures are written after a first answer only: without one, the engine itself is at fault."""
    waiting: list[BenchAnswer] = []
    alive = False
    on_progress(len(folder.done), wanted)
    for batch in _to_the_last(batches):
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


def _to_the_last(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The batches, and what was answered in the group that ended the run."""
    try:
        yield from batches
    except RunStoppedError as error:
        if error.batch is not None:
            yield error.batch
        raise


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


class Baseline:
    """Answers every question by a rule, whatever the decoding. Pictures are drawn for their size alone."""

    def __init__(self, settings: RunSettings, size_of: Callable[[BenchQuestion], tuple[int, int]]) -> None:
        """Take what tells the (height, width) of a picture. Raises UserError for a rule that there is not."""
        if settings.engine.model not in BASELINES:
            raise UserError(f"There is no baseline {settings.engine.model!r}: choose {', '.join(BASELINES)}.")
        self._rule = settings.engine.model
        self._seed = settings.engine.seed
        self._size_of = size_of

    @property
    def info(self) -> dict[str, Any]:
        """What a card tells of it."""
        return {"name": self._rule, "revision": __version__, "device": "none"}

    def answer(self, group: Group) -> Batch:
        """The answers to a group."""
        answers = [self._one(question, name) for question, names in group.work for name in names]
        return Batch(tuple(answers), (), self.info, True)

    def close(self) -> None:
        """Nothing is held."""

    def _one(self, question: BenchQuestion, decoding: str) -> BenchAnswer:
        if question.wants_box:
            box = self._box(question)
            if box is None:
                return BenchAnswer(question.id, decoding, "absent", said_absent=True, score=1.0)
            return BenchAnswer(question.id, decoding, str(list(box)), boxes_px=(box,), box_scores=(1.0,), score=1.0)
        choice = self._choice(question)
        raw = f"{LETTERS[choice]}. {question.options[choice]}"
        return BenchAnswer(question.id, decoding, raw, choice, score=1.0)

    def _choice(self, question: BenchQuestion) -> int:
        if self._rule == "oracle":
            assert question.answer is not None
            return question.answer
        return 0 if self._rule == "always-first" else self._dice(question).randrange(len(question.options))

    def _box(self, question: BenchQuestion) -> Box | None:
        """always-first: the whole picture. random: absent or some box, as often."""
        if self._rule == "oracle":
            return question.box_px
        dice = self._dice(question)
        if self._rule == "random" and dice.random() < 0.5:
            return None
        height, width = self._size_of(question)
        if self._rule == "always-first":
            return 0.0, 0.0, float(width), float(height)
        x0, x1 = sorted(dice.sample(range(width + 1), 2))
        y0, y1 = sorted(dice.sample(range(height + 1), 2))
        return float(x0), float(y0), float(x1), float(y1)

    def _dice(self, question: BenchQuestion) -> random.Random:
        """A question's own random numbers: the same in any order and on any machine."""
        return random.Random(f"{self._seed}:{question.id}")
