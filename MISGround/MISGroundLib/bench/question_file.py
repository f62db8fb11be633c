"""What a question of MIS-Ground is, and the file of them: a line of JSON each.

A question names its pictures by recipe; pictures are drawn when somebody asks for them. The file has a header first and
an end mark last, so that a part is known for a part. Header: {"schema", "software", "seed", "limit_per_cell", "cases":
[{"id", "modality", "kind", "path", "digest"}]}; a path is relative to the file's folder. End mark: {"end": true,
"questions": N, "sha256": of all bytes before it}.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from MISGroundLib.errors import UserError, clean
from MISGroundLib.files import replaced
from MISGroundLib.geometry import Box

FAMILIES = ("in-slice", "cross-slice", "identification", "localisation", "bare", "no-image", "flipped", "impossible")
VISUAL_PROMPTS = ("mask", "box", "point", "label", "none")
CONVENTIONS = ("viewed", "ras")
TERMS = ("anatomical", "colloquial")
MIRRORS = ("", "horizontal", "vertical")
# From this overlap with the true box (intersection over union) on, a model's box is right.
RIGHT_IOU = 0.5

SCHEMA = "misground-questions-1"


@dataclass(frozen=True)
class Mark:
    """A structure pointed out in a picture: a kind of VISUAL_PROMPTS but none; `letter` ("A") is written by it."""

    kind: str
    structure: str
    letter: str = ""


@dataclass(frozen=True)
class Picture:
    """The recipe of one picture.

    plane and position_mm (the RAS coordinate along the plane's axis) choose the slice. convention: "viewed" draws it as
    Slicer shows it (axial, coronal: the patient's left on image right; sagittal: anterior on image left); "ras" with
    the RAS axes growing to image right and image up. mirrored: what is then flipped, for controls. blank: black but for
    the marks.
    """

    plane: str
    position_mm: float
    convention: str = "viewed"
    mirrored: str = ""
    blank: bool = False
    marks: tuple[Mark, ...] = ()


class Cell(NamedTuple):
    """A level of each factor: questions of one cell differ in their cases, slices and structures only."""

    modality: str
    plane: str
    family: str
    convention: str
    visual_prompt: str
    terms: str


@dataclass(frozen=True)
class BenchQuestion:
    """One question.

    family, convention, visual_prompt, terms, plane, modality: its cell, levels of the factors. structures: what it is
    about, canonical names; direction: the right answer's direction word where there is one. text: what a model reads,
    options and all. answer: index of the right option, None where a box is asked for, whose truth is `box_px`
    (half-open pixels of the picture as drawn) or None where the structure is absent. chance: of a blind guess, 0..1.
    pictures: in the order in which a model sees them; none in the family no-image.
    """

    id: str
    case: str
    modality: str
    plane: str
    family: str
    convention: str
    visual_prompt: str
    terms: str
    structures: tuple[str, ...]
    direction: str
    text: str
    options: tuple[str, ...]
    answer: int | None
    box_px: Box | None
    chance: float
    pictures: tuple[Picture, ...]

    @property
    def wants_box(self) -> bool:
        """The answer is a box, or that there is none, in place of an option."""
        return self.answer is None

    @property
    def cell(self) -> Cell:
        """The levels whose right answers are balanced."""
        return Cell(self.modality, self.plane, self.family, self.convention, self.visual_prompt, self.terms)

    def with_id(self) -> BenchQuestion:
        """The same, with the id that its content gives it."""
        return BenchQuestion(**{**vars(self), "id": _id_of(asdict(self))})

    def to_line(self) -> str:
        """One line of JSON without the newline: the same for the same question, on any machine."""
        return _canonical(asdict(self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> BenchQuestion:
        """The question of a decoded line. Raises ValueError in plain words for anything else."""
        try:
            pictures = tuple(
                Picture(**{**picture, "marks": tuple(Mark(**mark) for mark in picture["marks"])})
                for picture in data["pictures"]
            )
            lists = {name: tuple(data[name]) for name in ("structures", "options")}
            box = data["box_px"]
            question = cls(**{**data, **lists, "pictures": pictures, "box_px": tuple(box) if box else None})
        except (KeyError, TypeError) as error:
            raise ValueError(f"it is no question ({error})") from error
        levels = (
            (question.family, FAMILIES),
            (question.visual_prompt, VISUAL_PROMPTS),
            (question.convention, CONVENTIONS),
            (question.terms, TERMS),
        )
        for level, known in levels:
            if level not in known:
                raise ValueError(f"{level!r} is none of {', '.join(known)}")
        if question.answer is not None and not 0 <= question.answer < len(question.options):
            raise ValueError("the right answer is none of the options")
        if _id_of(data) != question.id:
            raise ValueError("its id does not fit its content: it was changed after it was made")
        return question


def _id_of(data: dict[str, Any]) -> str:
    """Of all but the id."""
    return hashlib.sha256(_canonical({**data, "id": ""}).encode()).hexdigest()[:16]


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class CaseEntry:
    """A case that questions are about. digest: of its labels and grid; kind: how it is read (case_folders.py)."""

    id: str
    modality: str
    kind: str
    path: str
    digest: str


@dataclass(frozen=True)
class Header:
    """The first line of a file of questions: how it was made and of which cases."""

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


def sha256_of(path: Path) -> str:
    """Of a file's bytes. Raises UserError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). Give a file that `bench build` made.") from error


def _check_end(path: Path, number: int, mark: dict[str, Any], count: int, digest: str) -> None:
    if mark.get("questions") != count:
        raise _refused(path, number, f"there should be {mark.get('questions')} questions and there are {count}")
    if mark.get("sha256") != digest:
        raise _refused(path, number, "the lines before it are not those that were written")


def _refused(path: Path, line: int, why: str) -> UserError:
    return UserError(f"{path}, line {line}: {why}. Build the questions again, with the same cases and seed.")
