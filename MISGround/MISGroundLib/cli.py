"""The `misground` command: ground one volume, or many, without the Slicer application."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from MISGroundLib import __version__
from MISGroundLib.cli_bench import add_bench_commands
from MISGroundLib.cli_models import add_model_commands
from MISGroundLib.engine.protocol import (
    DECODINGS,
    EMBEDDED_MODEL,
    GRAPH_OPTIONS,
    AnswerEvent,
    Decoding,
    Event,
    Stage,
    Token,
)
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import GroundingResult, Settings, parse_queries
from MISGroundLib.slices import PLANES

EXIT_OK, EXIT_USER_ERROR, EXIT_CANCELLED = 0, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. 0 done (found or not), 2 something the user can mend, 130 cancelled with Ctrl+C."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UserError as error:
        print(f"misground: {error}", file=sys.stderr)
        return EXIT_USER_ERROR
    except KeyboardInterrupt:
        print("misground: cancelled", file=sys.stderr)
        return EXIT_CANCELLED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="misground",
        description="Boxes round the anatomy you name, from a local vision-language model. For research use only.",
    )
    parser.add_argument("--version", action="version", version=f"misground {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ground = commands.add_parser("ground", help="ground queries on one slice of a volume")
    ground.add_argument("volume", metavar="VOLUME", help="a NIfTI or NRRD file, or a folder with a DICOM series")
    _add_common(ground)
    ground.set_defaults(run=_ground)

    batch = commands.add_parser("batch", help="ground the same queries on many volumes; resumes where it stopped")
    batch.add_argument("volumes", metavar="VOLUME", nargs="+", help="NIfTI or NRRD files, or DICOM folders")
    _add_common(batch)
    batch.set_defaults(run=_batch)

    add_model_commands(commands)
    add_bench_commands(commands)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    default = Decoding()
    parser.add_argument(
        "-q", "--query", action="append", required=True, help="what to look for; repeat, or separate with ';'"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the answers")
    parser.add_argument("--plane", choices=list(PLANES), default="axial")
    parser.add_argument(
        "--position",
        type=_position,
        metavar="MM",
        help="RAS coordinate of the plane: S for axial, A for coronal, R for sagittal (default: the volume's middle); "
        "or best: of some slices the one in which most is found",
    )
    parser.add_argument(
        "--model",
        default=EMBEDDED_MODEL,
        help="misground-mini, a model folder, a hub id, or server:ADDRESS#NAME for a model that a server holds "
        "(server:http://127.0.0.1:8000; NAME where it serves several) (default: %(default)s)",
    )
    parser.add_argument(
        "--allow-download", action="store_true", help="let a hub id be downloaded; otherwise nothing leaves or enters"
    )
    parser.add_argument(
        "--allow-remote-server",
        action="store_true",
        help="let pictures go to a server on another computer; otherwise only one on this computer is asked",
    )
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:1, mps (default: %(default)s)")
    parser.add_argument("--decoding", choices=DECODINGS, default=default.name, help="the last three are controls")
    parser.add_argument(
        "--semsam-mode", choices=["safe", "paper"], default=default.mode, help="paper also re-scores numbers"
    )
    parser.add_argument("--top-m", type=int, default=default.top_m, help="candidates a step (default: %(default)s)")
    parser.add_argument("--top-p", type=float, default=default.top_p, help="nucleus (default: %(default)s)")
    parser.add_argument("--neighbours", type=int, default=default.k, metavar="K", help="default: %(default)s")
    parser.add_argument(
        "--graph", action="append", choices=GRAPH_OPTIONS, default=[], help="an option of the neighbour graph; repeat"
    )
    parser.add_argument("--sample", action="store_true", help="draw from the scores with the seed, not the best one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--together",
        type=int,
        default=1,
        metavar="N",
        help="answer up to N queries in one batch: faster where there are several (default: %(default)s)",
    )
    parser.add_argument("--no-picture", action="store_true", help="leave out views.png")


def _position(text: str) -> float | str:
    return text if text == "best" else float(text)


def _where(options: argparse.Namespace) -> tuple[float | None, bool]:
    """(the position, whether to search for it)."""
    return (None, True) if options.position == "best" else (options.position, False)


def _settings(options: argparse.Namespace) -> Settings:
    try:
        decoding = Decoding(
            options.decoding,
            options.semsam_mode,
            options.top_m,
            options.top_p,
            options.neighbours,
            options.sample,
            options.graph,
        )
        return Settings(
            options.model,
            options.device,
            decoding,
            options.seed,
            options.allow_download,
            options.allow_remote_server,
            options.together,
        )
    except ValueError as error:
        raise UserError(f"{error}.") from error


class _Progress:
    """Stages and tokens as one line on stderr."""

    def __init__(self, total: int) -> None:
        self.bar = tqdm(total=total, unit="query", file=sys.stderr, bar_format="{desc} {n}/{total} [{elapsed}]")

    def __call__(self, event: Event) -> None:
        if isinstance(event, Stage):
            self.bar.set_description_str(f"{event.stage} {event.message}".strip())
        elif isinstance(event, Token):
            self.bar.set_description_str(f"answering, token {event.count}")
        elif isinstance(event, AnswerEvent):
            self.bar.total = max(self.bar.total, event.index + 1)
            self.bar.update(1)


def _ground(options: argparse.Namespace) -> int:
    from MISGroundLib.batch import Request, ground_file
    from MISGroundLib.engine.router import EngineRouter

    queries = parse_queries("\n".join(options.query))
    position, search = _where(options)
    request = Request(queries, options.plane, position, _settings(options), search)
    progress = _Progress(len(queries))
    engine = EngineRouter()
    try:
        # The model loads while the volume is read.
        engine.warm_up(request.settings.model, request.settings.device)
        _, notes = ground_file(
            options.volume,
            request,
            options.out,
            engine,
            on_event=progress,
            on_result=_print_table,
            picture=not options.no_picture,
        )
    finally:
        engine.close()
        progress.bar.close()
    for note in notes:
        print(f"misground: {note}", file=sys.stderr)
    print(f"Written to {options.out}", file=sys.stderr)
    return EXIT_OK


def _batch(options: argparse.Namespace) -> int:
    from MISGroundLib.batch import BatchItem, ground_batch

    position, search = _where(options)
    bar = tqdm(total=len(options.volumes), unit="volume", file=sys.stderr)

    def on_progress(index: int, count: int, item: BatchItem) -> None:
        bar.update(1)
        if item.status == "failed":
            bar.write(f"{item.volume}: {item.message}", file=sys.stderr)

    with bar:
        report = ground_batch(
            options.volumes,
            parse_queries("\n".join(options.query)),
            options.out,
            plane=options.plane,
            position_mm=position,
            search=search,
            settings=_settings(options),
            on_progress=on_progress,
            picture=not options.no_picture,
        )
    print(report.summary())
    return EXIT_USER_ERROR if report.count("failed") else EXIT_OK


def _print_table(result: GroundingResult) -> None:
    """The answers on stdout, one a line, so that a full disk loses nothing."""
    for detection in result.detections:
        if detection.found and detection.box_px:
            where = json.dumps([round(value, 1) for value in detection.box_px])
            print(f"{detection.query}\tfound\t{detection.score:.2f}\t{where}")
        else:
            print(f"{detection.query}\tnot found\t{detection.score:.2f}\t{' '.join(detection.problems)}")
        for note in detection.notes:
            print(note, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
