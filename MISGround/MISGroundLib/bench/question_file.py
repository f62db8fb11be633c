"""The file of questions: a line of JSON each, a header first and an end mark last, so that a part is known for a part.

Header: {"schema", "software", "seed", "limit_per_cell", "cases": [{"id", "modality", "kind", "path", "digest"}]}; a
path is relative to the file's folder. End mark: {"end": true, "questions": N, "sha256": of all bytes before it}.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.errors import UserError
from MISGroundLib.files import replaced
from MISGroundLib.text import clean

SCHEMA = "misground-questions-1"


@dataclass(frozen=True)
class CaseEntry:
    """A case that questions are about. digest: of its labels and grid; kind: how it is read (cases.py)."""

    id: str
    modality: str
    kind: str
    path: str
    digest: str


@dataclass(frozen=True)
class Header:
    """What a file of questions says of itself."""

    software: str
    seed: int
    limit_per_cell: int | None
    cases: tuple[CaseEntry, ...] = field(default=())
    schema: str = SCHEMA


def write_questions(path: Path, header: Header, questions: Iterable[BenchQuestion]) -> int:
    """Write questions as they come, whole or not at all; returns how many. Raises UserError for a full disk."""
    count = 0
    digest = hashlib.sha256()
    with replaced(path) as temporary, temporary.open("wb") as stream:

        def put(line: str) -> None:
            data = line.encode() + b"\n"
            digest.update(data)
            stream.write(data)

        entries = [vars(case) for case in header.cases]
        put(json.dumps({**vars(header), "cases": entries}, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
        for question in questions:
            put(question.to_line())
            count += 1
        put(json.dumps({"end": True, "questions": count, "sha256": digest.hexdigest()}))
    return count


def read_header(path: Path) -> Header:
    """The header. Raises UserError that names the file, the line and the remedy."""
    try:
        with path.open("rb") as stream:
            first = stream.readline()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). Give a file that `bench build` made.") from error
    try:
        data = json.loads(first)
        schema = data["schema"]
        if schema == SCHEMA:
            entries = tuple(CaseEntry(**entry) for entry in data.pop("cases"))
            return Header(**{**data, "cases": entries})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(path, 1, "it is no header of a file of questions") from error
    raise _refused(path, 1, f"it is of the version {schema!r} and this is {SCHEMA!r}")


def read_questions(path: Path) -> Iterator[BenchQuestion]:
    """The questions, one at a time. Raises UserError at the first line that is damaged, doubled or missing."""
    read_header(path)
    digest = hashlib.sha256()
    seen: set[str] = set()
    ended = False
    number = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if ended:
                raise _refused(path, number, "there is more after the end mark")
            if number > 1:
                try:
                    data = json.loads(line)
                    if b"\\u" in line:
                        data = clean(data)
                    if not isinstance(data, dict):
                        raise ValueError("it is no question")
                    ended = bool(data.get("end"))
                    question = None if ended else BenchQuestion.from_json(data)
                except ValueError as error:
                    why = "it breaks off" if not line.endswith(b"\n") else str(error)
                    raise _refused(path, number, why) from error
                if question is not None:
                    if question.id in seen:
                        raise _refused(path, number, f"the question {question.id} is there twice")
                    seen.add(question.id)
                    yield question
                else:
                    _check_end(path, number, data, len(seen), digest.hexdigest())
            digest.update(line)
    if not ended:
        raise _refused(path, number, "the file ends here, without its end mark: it is only a part")


def _check_end(path: Path, number: int, mark: dict[str, Any], count: int, digest: str) -> None:
    if mark.get("questions") != count:
        raise _refused(path, number, f"there should be {mark.get('questions')} questions and there are {count}")
    if mark.get("sha256") != digest:
        raise _refused(path, number, "the lines before it are not those that were written")


def _refused(path: Path, line: int, why: str) -> UserError:
    return UserError(f"{path}, line {line}: {why}. Build the questions again, with the same cases and seed.")
