"""The `misground` command: ground one volume, or many, without the Slicer application."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

# Nothing that is slow to import: until `main` runs, Ctrl+C ends in a traceback.
from MISGroundLib import console
from MISGroundLib.console import EXIT_OK, EXIT_UNKNOWN_TARGET, EXIT_USER_ERROR
from MISGroundLib.errors import UserError
from MISGroundLib.text import clean_text, one_line

if TYPE_CHECKING:
    from MISGroundLib.batch import Request
    from MISGroundLib.engine.protocol import Event
    from MISGroundLib.grounding import GroundingResult
    from MISGroundLib.settings import Settings

_STATUS = """\
exit status:
  0    every target was answered, found or not
  1    a defect of MISGround itself: please report it
  2    something that you can mend, said in one line (batch: of one volume or more)
  3    nothing failed, but the model does not know a target (status "unknown" in result.json)
  130  cancelled with Ctrl+C

files in the folder of --out:
  result.json      the answers, with all that is needed to ask again; written last
  boxes.mrk.json   the boxes, for 3D Slicer's markups reader
  scene.mrb        the volume with its boxes, for 3D Slicer
  views.png        a picture of that scene
`batch` makes such a folder for each volume, named after its path, and report.json, which tells what became of each.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. 0 done (found or not), 1 a defect, 2 something the user can mend, 3 a target that the model does
    not know, 130 cancelled with Ctrl+C.
    """

    def work() -> int:
        options = _options(arguments)
        return int(options.run(options))

    return console.run(work)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options, more = parser.parse_known_args(arguments)
    words = [word for word in more if not word.startswith("-")]
    if more and len(words) == len(more) and "volume" in options:
        raise UserError(
            f"`ground` takes one volume, and {words[0]} is one more. Use `misground batch` for several, and quotes "
            "round a query or a path with spaces."
        )
    if more:
        parser.error(f"{more[0]} is not known here")
    return options


def _parser() -> argparse.ArgumentParser:
    from MISGroundLib import __version__
    from MISGroundLib.cli_bench import add_bench_commands
    from MISGroundLib.cli_models import add_model_commands

    parser = console.Parser(
        prog="misground",
        description="Boxes round the anatomy you name, from a local vision-language model. For research use only.",
        epilog=_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"misground {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared: dict[str, Any] = {"epilog": _STATUS, "formatter_class": argparse.RawDescriptionHelpFormatter}

    ground = commands.add_parser("ground", help="ground queries on one slice of a volume", **shared)
    ground.add_argument("volume", metavar="VOLUME", help="a NIfTI or NRRD file, or a folder with a DICOM series")
    _add_common(ground)
    ground.set_defaults(run=_ground)

    batch = commands.add_parser(
        "batch", help="ground the same queries on many volumes; resumes where it stopped", **shared
    )
    batch.add_argument("volumes", metavar="VOLUME", nargs="+", help="NIfTI or NRRD files, or DICOM folders")
    _add_common(batch)
    batch.set_defaults(run=_batch)

    add_model_commands(commands)
    add_bench_commands(commands)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    from MISGroundLib.settings import DECODINGS, EMBEDDED_MODEL, GRAPH_OPTIONS, Decoding
    from MISGroundLib.slices import PLANES

    default = Decoding()
    parser.add_argument(
        "-q",
        "--query",
        action="append",
        required=True,
        help="what to look for, in English, German, French, Spanish or Chinese; repeat, or give a list",
    )
    parser.add_argument("--out", required=True, type=console.path, metavar="DIR", help="folder for the answers")
    parser.add_argument("--series", type=console.words, help="of a DICOM folder: number, UID or description")
    parser.add_argument("--modality", type=_modality, help="CT, MR, ... in place of what the file says or looks like")
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
    if text == "best":
        return text
    try:
        position = float(text)
    except ValueError:
        position = math.nan
    if not math.isfinite(position):
        raise argparse.ArgumentTypeError(f"{text!r} is no position: give a number in mm, or best")
    return position


def _modality(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,16}", text.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is no modality: give CT, MR or another that DICOM knows")
    return text.strip().upper()


def _where(options: argparse.Namespace) -> tuple[float | None, bool]:
    """(the position, whether to search for it)."""
    return (None, True) if options.position == "best" else (options.position, False)


def _request(options: argparse.Namespace) -> Request:
    """What is asked, checked as far as it can be without a volume. Raises UserError."""
    from MISGroundLib.batch import Request
    from MISGroundLib.grounding import parse_queries

    position, search = _where(options)
    queries = parse_queries(clean_text("\n".join(options.query)))
    settings = _settings(options)
    return Request(queries, options.plane, position, settings, search, options.series or "", options.modality or "")


def _settings(options: argparse.Namespace) -> Settings:
    from MISGroundLib.engine.router import check_model
    from MISGroundLib.settings import Decoding, Settings

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
        settings = Settings(
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
    check_model(settings.model, settings.allow_remote)
    return settings


class _Progress:
    """Stages and tokens as one line on stderr, from when it is begun."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._bar: Any = None

    def begin(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=self._total, unit="query", file=sys.stderr, bar_format="{desc} {n}/{total} [{elapsed}]")

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, event: Event) -> None:
        from MISGroundLib.engine.protocol import AnswerEvent, Stage, Token

        if isinstance(event, Stage):
            self._bar.set_description_str(f"{event.stage} {event.message}".strip())
        elif isinstance(event, Token):
            self._bar.set_description_str(f"answering, token {event.count}")
        elif isinstance(event, AnswerEvent):
            self._bar.total = max(self._bar.total, event.index + 1)
            self._bar.update(1)


def _ground(options: argparse.Namespace) -> int:
    from MISGroundLib.batch import ground_file
    from MISGroundLib.engine.router import EngineRouter

    request = _request(options)
    progress, engine = _Progress(len(request.queries)), EngineRouter()

    def begin() -> None:
        progress.begin()
        # The model loads while the volume is read.
        engine.warm_up(request.settings.model, request.settings.device)

    try:
        result, notes = ground_file(
            options.volume,
            request,
            options.out,
            engine,
            on_event=progress,
            on_result=_print_table,
            on_checked=begin,
            picture=not options.no_picture,
        )
    finally:
        engine.close()
        progress.close()
    for note in notes:
        print(f"misground: {note}", file=sys.stderr)
    print(f"Written to {options.out}", file=sys.stderr)
    return EXIT_UNKNOWN_TARGET if result.unknown else EXIT_OK


def _batch(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from MISGroundLib.batch import BatchItem, ground_batch, unique_sources
    from MISGroundLib.paths import make_folder

    request = _request(options)
    make_folder(options.out)
    with tqdm(total=len(unique_sources(options.volumes)), unit="volume", file=sys.stderr) as bar:

        def on_progress(index: int, count: int, item: BatchItem) -> None:
            bar.update(1)
            if item.message:
                bar.write(one_line(f"{item.volume}: {item.message}"), file=sys.stderr)

        report = ground_batch(
            options.volumes,
            request.queries,
            options.out,
            plane=request.plane,
            position_mm=request.position_mm,
            settings=request.settings,
            search=request.search,
            series=request.series,
            modality=request.modality,
            on_progress=on_progress,
            picture=not options.no_picture,
        )
    print(report.summary())
    if report.count("failed"):
        return EXIT_USER_ERROR
    return EXIT_UNKNOWN_TARGET if report.unknown else EXIT_OK


def _print_table(result: GroundingResult) -> None:
    """The answers on stdout, one a line, so that a full disk loses nothing."""
    for detection in result.detections:
        if detection.status == "unknown":
            print(f"{detection.query}\tunknown\t\t{' '.join(detection.problems)}")
        elif detection.found and detection.box_px:
            where = json.dumps([round(value, 1) for value in detection.box_px])
            print(f"{detection.query}\tfound\t{detection.score:.2f}\t{where}")
        else:
            print(f"{detection.query}\tnot found\t{detection.score:.2f}\t{' '.join(detection.problems)}")
        for note in detection.notes:
            print(note, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
