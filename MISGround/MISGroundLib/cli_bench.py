"""The `misground bench` commands: build questions, show one, run a model on them, report, export."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MISGroundLib.bench.question_file import FAMILIES
from MISGroundLib.bench.run_folder import ASKS, BASELINES, DECODINGS, ENGINES, decodings_named
from MISGroundLib.console import add_settings, counting, given_settings, path, say_written
from MISGroundLib.errors import UserError
from MISGroundLib.files import check_source, make_folder, make_way, write_text
from MISGroundLib.settings import BENCH

if TYPE_CHECKING:
    from MISGroundLib.bench.question_pictures import PictureMaker
    from MISGroundLib.bench.score import Scores


def add_bench_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
    bench = commands.add_parser("bench", help="MIS-Ground: how far a model's grounding can be trusted")
    parts = bench.add_subparsers(dest="what", required=True, metavar="WHAT")
    _add_build(parts)
    _add_show(parts)
    _add_run(parts)
    _add_report(parts)
    _add_export(parts)


def _add_build(parts: Any) -> None:
    build = parts.add_parser("build", help="make questions from volumes with labels")
    build.add_argument("cases", nargs="+", type=path, metavar="CASE", help="a folder with a volume and its labels")
    build.add_argument("--out", type=path, required=True, metavar="FILE.jsonl")
    build.add_argument("--seed", type=int, default=0, help="the same seed and cases: the same file, byte for byte")
    build.add_argument("--limit-per-cell", type=_count, metavar="N", help="the most questions of a cell and case")
    build.add_argument(
        "--families",
        nargs="+",
        choices=FAMILIES,
        default=list(FAMILIES),
        metavar="F",
        help=f"of {', '.join(FAMILIES)} (default: all); a family's questions are the same with and without the others",
    )
    build.set_defaults(run=_build)


def _add_show(parts: Any) -> None:
    show = parts.add_parser("show", help="a question with its pictures, as a page")
    show.add_argument("id", metavar="ID", help="the question's id, or the beginning of it")
    show.add_argument("--questions", type=path, required=True, metavar="FILE.jsonl")
    show.add_argument("--out", type=path, required=True, metavar="FILE.html")
    _add_cases(show)
    show.set_defaults(run=_show)


def _add_run(parts: Any) -> None:
    run = parts.add_parser("run", help="ask a model every question; goes on where it was stopped")
    run.add_argument("questions", type=path, metavar="FILE.jsonl")
    run.add_argument("--out", type=path, required=True, metavar="DIR", help="folder for the answers")
    run.add_argument(
        "--model",
        default="",
        help="misground-mini, a model folder, a hub id, server:ADDRESS#NAME, or with --engine server its name there; "
        f"or, without a model, {', '.join(BASELINES)} (default: misground-mini, or the only one of the server)",
    )
    run.add_argument("--decoding", nargs="+", metavar="D", default=["greedy"], help=f"of {', '.join(DECODINGS)}")
    run.add_argument("--engine", choices=ENGINES, default="local", help="where the model runs (default: %(default)s)")
    run.add_argument("--ask", choices=ASKS, default="auto", help="auto: boxes where the model knows only those")
    run.add_argument("--address", help="of the Ray cluster or the server; without it Ray is started on this machine")
    run.add_argument("--actors", type=_count, metavar="N", help="models at once (ray), or requests (server)")
    add_settings(run, BENCH)
    run.add_argument("--limit", type=_count, metavar="N", help="the first questions only")
    _add_cases(run)
    run.set_defaults(run=_run)


def _add_report(parts: Any) -> None:
    report = parts.add_parser("report", help="accuracy by every factor, as a page with tables")
    report.add_argument("answers", type=path, metavar="DIR", help="of `bench run`")
    report.add_argument(
        "--questions", type=path, metavar="FILE.jsonl", help="default: those that the run was made with"
    )
    report.add_argument("--out", type=path, required=True, metavar="FILE.html")
    report.add_argument("--no-pictures", action="store_true", help="leave out the examples' pictures")
    _add_cases(report)
    report.set_defaults(run=_report)


def _add_export(parts: Any) -> None:
    export = parts.add_parser("export", help="the questions for other programs that score models")
    export.add_argument("questions", type=path, metavar="FILE.jsonl")
    export.add_argument("folder", type=path, metavar="DIR")
    export.add_argument("--format", choices=["lmms-eval", "vlmevalkit"], required=True)
    _add_cases(export)
    export.set_defaults(run=_export)


def _add_cases(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cases", nargs="+", type=path, default=[], metavar="DIR", help="folders to look in for cases that have moved"
    )


def _count(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{number} is below 1")
    return number


def _build(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from MISGroundLib.bench.question_build import build_questions

    for case in options.cases:
        check_source(case, scan=False)
    make_way(options.out)
    with counting("case") as progress:

        def told(index: int, count: int, message: str) -> None:
            progress(index + 1, count)
            tqdm.write(message, file=sys.stderr)

        counts = build_questions(
            options.cases, options.out, options.seed, options.limit_per_cell, told, options.families
        )
    for cell, number in sorted(counts.items()):
        print(f"{number}\t{' '.join(cell)}")
    print(f"{sum(counts.values())} questions written to {options.out}", file=sys.stderr)
    return 0


def _show(options: argparse.Namespace) -> int:
    from MISGroundLib.bench.question_file import read_questions
    from MISGroundLib.bench.report import question_page

    check_source(options.questions, scan=False)
    make_way(options.out)
    found = [question for question in read_questions(options.questions) if question.id.startswith(options.id)]
    if len(found) != 1:
        what = "no question" if not found else f"{len(found)} questions"
        raise UserError(f"{options.questions} holds {what} whose id begins with {options.id!r}. Give the whole id.")
    with _pictures(options.questions, options.cases) as maker:
        write_text(options.out, question_page(found[0], maker.draw(found[0])))
    say_written(options.out)
    return 0


def _run(options: argparse.Namespace) -> int:
    from MISGroundLib.bench.question_file import read_header
    from MISGroundLib.bench.run import run_questions

    read_header(check_source(options.questions, scan=False))
    make_folder(options.out)
    with counting("answer") as progress:
        card = run_questions(
            options.questions,
            options.out,
            decodings=decodings_named(options.decoding),
            engine=options.engine,
            ask=options.ask,
            address=options.address,
            actors=options.actors,
            elsewhere=options.cases,
            on_progress=progress,
            limit=options.limit,
            **given_settings(options),
        )
    answers = sum(session["answers"] for session in card.sessions)
    print(f"{answers} answers to {card.question_count} questions are in {options.out}", file=sys.stderr)
    return 0


def _report(options: argparse.Namespace) -> int:
    from MISGroundLib.bench.report import write_report

    check_source(options.answers, scan=False)
    questions = check_source(options.questions or _questions_of(options.answers), scan=False)
    if options.out.suffix.lower() in (".html", ".htm"):
        make_way(options.out)
    else:
        make_folder(options.out)
    if options.no_pictures:
        scores = write_report(questions, options.answers, options.out)
    else:
        with _pictures(questions, options.cases) as maker:
            scores = write_report(questions, options.answers, options.out, maker.draw)
    _print_scores(scores)
    say_written(options.out)
    return 0


def _print_scores(scores: Scores) -> None:
    """The overall accuracy, a decoding a line."""
    for name, tally in scores.overall.items():
        # Of one case alone there is no bootstrap over cases.
        low, high = scores.interval[name] if not math.isnan(scores.interval[name].low) else tally.interval
        print(
            f"{name}\t{100 * tally.accuracy:.1f} % right ({100 * low:.1f} to {100 * high:.1f}), "
            f"chance {100 * tally.chance:.1f} %\t{tally.right} of {tally.scored}, {tally.unreadable} unreadable, "
            f"{tally.errors} could not be asked, {tally.missing} not reached"
        )


def _export(options: argparse.Namespace) -> int:
    from MISGroundLib.bench.question_export import export_questions

    check_source(options.questions, scan=False)
    make_folder(options.folder)
    with _pictures(options.questions, options.cases) as maker:
        export_questions(options.questions, options.folder, options.format, maker.draw)
    say_written(options.folder)
    return 0


def _questions_of(answers: Path) -> Path:
    """The question file that a card remembers. Raises UserError where it is not there."""
    from MISGroundLib.bench.run_folder import read_card

    remembered = read_card(answers).software.get("questions", "")
    path = answers / remembered
    if not remembered or not path.is_file():
        raise UserError(f"The questions of {answers} are not where they were. Give them with --questions.")
    return path


def _pictures(questions: Path, cases: list[Path]) -> PictureMaker:
    from MISGroundLib.bench.question_pictures import PictureMaker

    return PictureMaker(questions, cases)
