"""Builds a file of questions from labelled cases: the same cases and seed give the same file, byte by byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from MISGroundLib import __version__
from MISGroundLib.bench.cases.cases import open_case
from MISGroundLib.bench.making.balance import Balance
from MISGroundLib.bench.making.questions import questions_of
from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.bench.question_file import CaseEntry, Header, write_questions
from MISGroundLib.errors import UserError
from MISGroundLib.paths import make_way

# index, count, what was done
OnProgress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class _Known:
    path: Path
    entry: CaseEntry


def build_questions(
    cases: Sequence[Path],
    out: Path,
    seed: int = 0,
    limit_per_cell: int | None = None,
    on_progress: OnProgress = lambda index, count, message: None,
) -> Counter[tuple[str, str, str, str, str, str]]:
    """Write the questions of these cases to `out`; returns how many there are of each cell.

    One case is in memory at a time. A case that holds labels only is left out, which on_progress is told. Raises
    UserError for a case that cannot be used, for two of the same id, and where no question can be made.
    """
    if limit_per_cell is not None and limit_per_cell < 1:
        raise UserError(f"A limit of {limit_per_cell} questions a cell leaves none. Give 1 or more, or no limit.")
    known = _known(cases, out, on_progress)
    balance = Balance(limit_per_cell, Counter(one.entry.modality for one in known))
    header = Header(f"MISGround {__version__}", seed, limit_per_cell, tuple(one.entry for one in known))
    out = make_way(out)
    write_questions(out, header, _questions(known, seed, balance, on_progress))
    return balance.asked


def _known(cases: Sequence[Path], out: Path, on_progress: OnProgress) -> list[_Known]:
    """The cases that can be drawn, by id."""
    known: dict[str, _Known] = {}
    for index, path in enumerate(cases):
        case = open_case(path)
        if case.image_path is None:
            on_progress(index, len(cases), f"{case.id}: left out, it holds labels and no scan to draw")
            continue
        if case.id in known:
            raise UserError(f"{path} and {known[case.id].path} are both called {case.id}. Rename one of them.")
        known[case.id] = _Known(path, case.entry(out))
    if not known:
        raise UserError("There is no case to make questions of. Give folders that hold a scan with its labels.")
    return [known[identifier] for identifier in sorted(known)]


def _questions(known: list[_Known], seed: int, balance: Balance, on_progress: OnProgress) -> Iterator[BenchQuestion]:
    for index, one in enumerate(known):
        case = open_case(one.path)
        if case.digest != one.entry.digest:
            raise UserError(f"The case {case.id} ({one.path}) changed while questions were made. Build them again.")
        found = questions_of(case, seed, balance)
        yield from found
        balance.end_case(case.modality)
        on_progress(index, len(known), f"{case.id}: {len(found)} questions")
        # Gone before the next case is read.
        del case, found
    if not balance.asked:
        # Raised while the file is written, so that an older file stays as it was.
        raise UserError(
            "No question can be made of these cases: no structure is whole, large and far enough from others in any "
            "slice. Give other cases."
        )
