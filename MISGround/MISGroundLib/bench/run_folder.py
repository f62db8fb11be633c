"""A run of the benchmark: what it is asked to do, what its answers are, and the folder that keeps them.

The folder holds run.json, the card, and answers.jsonl, a line of JSON an answer, added as they come. A process that is
killed can leave a part of the last line: it is dropped when the run goes on, and was never counted. One run at a time
writes to a folder, only with the settings that it was begun with. The card tells of machine and software too.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, Protocol

from MISGroundLib import __version__
from MISGroundLib.bench.question_file import BenchQuestion
from MISGroundLib.errors import UserError, clean
from MISGroundLib.files import write_text
from MISGroundLib.geometry import Box
from MISGroundLib.settings import EMBEDDED_MODEL, Decoding, Settings

SCHEMA = "misground-answers-1"
CARD, ROWS = "run.json", "answers.jsonl"

# Fields of a card that decide the answers, and what they are called.
_SAME = {
    "questions_sha256": "the questions",
    "asked": "the way of asking",
    "seed": "the seed",
    "decodings": "the decodings",
}

_PACKAGES = ("numpy", "torch", "transformers", "pillow", "slicer-core", "ray")

AnswerForm = Literal["words", "boxes"]
ENGINES = ("local", "ray", "server")
ASKS = ("auto", "words", "boxes")
# Answerers without a model: what a model must beat, and the most that can be reached.
BASELINES = ("always-first", "random", "oracle")

# What a decoding is called on the command line and in a card.
DECODINGS: dict[str, Decoding] = {
    "greedy": Decoding("greedy"),
    "semsam": Decoding("semsam", "safe"),
    "semsam-paper": Decoding("semsam", "paper"),
    "no-neighbours": Decoding("no-neighbours"),
    "shuffled": Decoding("shuffled"),
    "case-merge": Decoding("case-merge"),
}
ALIASES = {"safe": "semsam", "paper": "semsam-paper"}


@dataclass(frozen=True)
class RunSettings:
    """What decides the answers. decodings: by their names in the card, in place of the engine's one; ask: how questions
    are put.
    """

    engine: Settings = field(default_factory=Settings)
    decodings: Mapping[str, Decoding] = field(default_factory=lambda: {"greedy": DECODINGS["greedy"]})
    ask: AnswerForm = "words"

    def with_decoding(self, name: str) -> Settings:
        """What the engine is told for one of the decodings."""
        return replace(self.engine, decoding=self.decodings[name])


@dataclass(frozen=True)
class BenchAnswer:
    """What a model said to a question with one decoding.

    decoding: its name in the card. raw: the model's words. choice: index of the option that it chose; None where no
    option could be read. boxes_px: of a localisation, half-open pixels of the picture as drawn, each with a score;
    said_absent: it said that there is none. error: why the question could not be asked, or "". score: 0..1, of the
    decision. statistics: of the decoding: steps, rescored, changed, deferred.
    """

    question: str
    decoding: str
    raw: str
    choice: int | None = None
    boxes_px: tuple[Box, ...] = ()
    box_scores: tuple[float, ...] = ()
    said_absent: bool = False
    score: float = 0.0
    error: str = ""
    seconds: float = 0.0
    tokens: int = 0
    statistics: dict[str, Any] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        """Whether an option or a box could be read; an unreadable answer is wrong, and is counted separately."""
        return not self.error and (self.choice is not None or bool(self.boxes_px) or self.said_absent)

    @property
    def best_box(self) -> Box | None:
        """The best-scored box, the first of equals. Only this one counts, so that many guesses are no advantage."""
        scores = [*self.box_scores, *[0.0] * len(self.boxes_px)]
        return max(zip(scores, self.boxes_px, strict=False), key=lambda pair: pair[0])[1] if self.boxes_px else None


@dataclass(frozen=True)
class Group:
    """Questions of the same pictures, each with the names of the decodings that are still to be asked."""

    work: tuple[tuple[BenchQuestion, tuple[str, ...]], ...]

    @property
    def count(self) -> int:
        """How many answers it needs."""
        return sum(len(names) for _, names in self.work)


@dataclass(frozen=True)
class Batch:
    """What came of a group. failures: answers that only say how the engine failed; model: what it tells of itself, {}
    where it told nothing; alive: it answered at least once.
    """

    answers: tuple[BenchAnswer, ...]
    failures: tuple[BenchAnswer, ...] = ()
    model: Mapping[str, Any] = field(default_factory=dict)
    alive: bool = False


class RunStoppedError(UserError):
    """What would fail with every other group too. batch: what its group had answered before."""

    def __init__(self, message: str, batch: Batch | None = None) -> None:
        """Take what can be written before the run ends."""
        super().__init__(message)
        self.batch = batch


class Answerer(Protocol):
    """Answers groups of questions, one after the other."""

    def answer(self, group: Group) -> Batch:
        """The answers to a group. Raises UserError for what would fail with every other group too."""

    def close(self) -> None:
        """End what it holds."""


def check_choice(what: str, value: str, choices: Iterable[str], given: str | None = None) -> None:
    """Raise UserError for a value that is none of the choices. given: the value as it was typed."""
    if value not in choices:
        raise UserError(f"There is no {what} {given or value!r}: choose from {', '.join(choices)}.")


def decodings_named(names: list[str]) -> dict[str, Decoding]:
    """Decodings by their names on the command line. Raises UserError for one that there is not."""
    chosen = {}
    for name in names:
        known = ALIASES.get(name, name)
        check_choice("decoding", known, DECODINGS, name)
        chosen[known] = DECODINGS[known]
    return chosen


def how_to_ask(model: str, wanted: str) -> AnswerForm:
    """ "words" or "boxes": as wanted, or as the model can ("auto"). Raises UserError for anything else."""
    check_choice("way of asking", wanted, ASKS)
    return "boxes" if wanted == "boxes" or (wanted == "auto" and _answers_with_boxes_only(model)) else "words"


def knows_sides_only(model: str) -> bool:
    """Whether a model is misground-mini, or one made like it: it knows "left kidney" and no "kidney"."""
    return model == EMBEDDED_MODEL or "misground_profile" in _config(model)


def _answers_with_boxes_only(model: str) -> bool:
    return knows_sides_only(model) or _config(model).get("model_type") == "florence2"


def _config(model: str) -> dict[str, Any]:
    """Of a model folder; {} for everything else."""
    try:
        config = json.loads((Path(model) / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return config if isinstance(config, dict) else {}


@dataclass(frozen=True)
class RunCard:
    """What a run was: enough to repeat it.

    questions_sha256: of the question file. model: name, revision, device, number type. decodings: name -> settings.
    asked: "words" (options are read from the words) or "boxes" (the model is asked for boxes, and they decide).
    software, hardware: names and versions. sessions: start, end and answers of each start of the run.
    """

    questions_sha256: str
    question_count: int
    model: dict[str, Any]
    decodings: dict[str, dict[str, Any]]
    asked: str
    seed: int
    engine: str
    software: dict[str, str] = field(default_factory=dict)
    hardware: dict[str, Any] = field(default_factory=dict)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    schema: str = SCHEMA


class AnswerWriter:
    """Adds answers to a folder, each on the disk before the next."""

    def __init__(self, folder: Path) -> None:
        """Open the folder's answers to go on. Raises UserError where it cannot be written."""
        self._path = folder / ROWS
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _drop_part(self._path)
            # No buffer: after a full disk, buffered bytes would be written later without a check.
            self._stream = self._path.open("ab", buffering=0)
        except OSError as error:
            raise UserError(f"{folder} cannot be written ({error.strerror}). Give another folder.") from error

    def add(self, *answers: BenchAnswer) -> None:
        """Write answers. Raises UserError for a full disk; those before it are kept."""
        whole = self._path.stat().st_size
        try:
            for answer in answers:
                row = json.dumps(clean(asdict(answer)), ensure_ascii=False, allow_nan=False)
                left = memoryview(row.encode() + b"\n")
                while left:
                    left = left[self._stream.write(left) :]
                whole = self._path.stat().st_size
            os.fsync(self._stream.fileno())
        except OSError as error:
            with suppress(OSError):
                os.truncate(self._path, whole)
            raise UserError(
                f"{self._path} could not be written ({error.strerror}). Free some space and start the run again: it "
                "goes on where it stopped."
            ) from error

    def close(self) -> None:
        """End."""
        self._stream.close()


def write_card(folder: Path, card: RunCard) -> None:
    """Write run.json, whole or not at all."""
    write_text(folder / CARD, json.dumps(asdict(card), indent=1, ensure_ascii=False, allow_nan=False))


def read_card(folder: Path) -> RunCard:
    """The card. Raises UserError that says what is wrong with the folder."""
    try:
        data = json.loads((folder / CARD).read_text(encoding="utf-8"))
        schema = data["schema"]
        if schema == SCHEMA:
            return RunCard(**data)
    except OSError as error:
        raise UserError(f"{folder} holds no {CARD}. Give a folder that `bench run` made.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / CARD} is damaged ({error}). Run again into another folder.") from error
    raise UserError(f"{folder / CARD}, line 1: it is of the version {schema!r} and this is {SCHEMA!r}. Run again.")


def read_answers(folder: Path, going_on: bool = False) -> Iterator[BenchAnswer]:
    """The answers, in the order in which they came.

    Raises UserError with line and reason for one that is damaged, doubled or breaks off; going_on: a last line that
    breaks off is left out, as a killed run leaves it.
    """
    path = folder / ROWS
    seen: set[tuple[str, str]] = set()
    try:
        stream = path.open("rb")
    except OSError as error:
        if going_on:
            return
        raise UserError(f"{folder} holds no {ROWS}. Give a folder that `bench run` made.") from error
    with stream:
        for number, line in enumerate(stream, start=1):
            if not line.endswith(b"\n"):
                if going_on:
                    return
                raise _refused(path, number, "it breaks off. Start the run again to finish it")
            try:
                data = json.loads(line)
                boxes = tuple(tuple(box) for box in data["boxes_px"])
                answer = BenchAnswer(**{**data, "boxes_px": boxes, "box_scores": tuple(data["box_scores"])})
            except (ValueError, KeyError, TypeError) as error:
                raise _refused(path, number, f"it is no answer ({error})") from error
            if (answer.question, answer.decoding) in seen:
                raise _refused(path, number, f"the answer to {answer.question} with {answer.decoding} is there twice")
            seen.add((answer.question, answer.decoding))
            yield answer


def _drop_part(path: Path) -> None:
    """Cut off a last line that breaks off."""
    if not path.exists():
        return
    with path.open("rb+") as stream:
        data = stream.read()
        stream.truncate(data.rfind(b"\n") + 1)


def _refused(path: Path, line: int, why: str) -> UserError:
    return UserError(f"{path}, line {line}: {why}.")


class RunFolder:
    """Takes answers, and keeps the card."""

    def __init__(self, folder: Path, card: RunCard) -> None:
        """Open a folder for a run, or to go on with the same one. Raises UserError that says what differs."""
        self._folder = folder
        self.card = card
        self.done: set[tuple[str, str]] = set()
        if (folder / CARD).exists():
            earlier = read_card(folder)
            _check_same(folder, earlier, card)
            self.done = {(answer.question, answer.decoding) for answer in read_answers(folder, going_on=True)}
            sessions = _counted(earlier.sessions, len(self.done))
            count = max(card.question_count, earlier.question_count)
            self.card = replace(card, question_count=count, model=earlier.model, sessions=sessions)
        elif (folder / ROWS).exists() and (folder / ROWS).stat().st_size:
            raise UserError(f"{folder} holds answers without their {CARD}. Give another folder.")
        self._writer = AnswerWriter(folder)
        self._session: dict[str, Any] = {"start": _now(), "end": "", "answers": 0, "engine": card.engine}
        self.card.sessions.append(self._session)
        write_card(folder, self.card)

    def add(self, *answers: BenchAnswer) -> None:
        """Write answers, each once. Raises UserError for a full disk."""
        fresh = [answer for answer in answers if (answer.question, answer.decoding) not in self.done]
        self._writer.add(*fresh)
        self.done.update((answer.question, answer.decoding) for answer in fresh)
        self._session["answers"] += len(fresh)

    def note_model(self, model: Mapping[str, Any]) -> None:
        """Note what the engine tells of its model. Raises UserError where an earlier session met another one."""
        known = self.card.model
        if "device" in model:
            self._session.setdefault("device", model["device"])
        for name in ("name", "revision"):
            if "device" in known and name in model and known.get(name) != model[name]:
                raise _differs(self._folder, f"the model's {name}", known.get(name), model[name])
        if "device" in model and "device" not in known:
            self.card = replace(self.card, model={**known, **model})
            write_card(self._folder, self.card)

    def close(self) -> None:
        """End the session."""
        self._writer.close()
        self._session["end"] = _now()
        write_card(self._folder, self.card)


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Lock a folder against a second run; a killed run leaves no lock. Raises UserError where one is running."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ROWS).open("ab")
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}). Give another folder.") from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UserError(f"Another run writes to {folder}. Wait for it, or give another folder.") from error
        yield


def _check_same(folder: Path, earlier: RunCard, card: RunCard) -> None:
    for name, what in _SAME.items():
        before, now = getattr(earlier, name), getattr(card, name)
        if before != now:
            raise _differs(folder, what, before, now)
    if earlier.model.get("asked_for") != card.model.get("asked_for"):
        raise _differs(folder, "the model", earlier.model.get("asked_for"), card.model.get("asked_for"))


def _differs(folder: Path, what: str, before: Any, now: Any) -> UserError:
    return UserError(
        f"{folder} holds a run that differs in {what}: {before} there, {now} now. Give the same settings to go on, or "
        "another folder."
    )


def _counted(sessions: list[dict[str, Any]], rows: int) -> list[dict[str, Any]]:
    """The sessions, with the answers of a killed one counted from the file."""
    known = sum(session["answers"] for session in sessions)
    if sessions and not sessions[-1]["end"]:
        sessions = [*sessions[:-1], {**sessions[-1], "answers": sessions[-1]["answers"] + rows - known}]
    return sessions


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def software() -> dict[str, str]:
    """Names and versions, of what is installed."""
    versions = {"misground": __version__, "python": platform.python_version(), "system": platform.platform()}
    for name in _PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def hardware() -> dict[str, Any]:
    """cpu, cores and memory_gb, as far as the system tells."""
    told: dict[str, Any] = {"cpu": _cpu(), "cores": os.cpu_count() or 0}
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        told["memory_gb"] = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9, 1)
    return told


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
