"""The `misground` command, without the Slicer application: ground a volume, or many; look at a model; serve it."""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Nothing that is slow to import: until `main` runs, Ctrl+C ends in a traceback.
from MISGroundLib import console
from MISGroundLib.console import EXIT_OK, EXIT_UNANSWERED, EXIT_USER_ERROR
from MISGroundLib.errors import UserError, clean_text, one_line
from MISGroundLib.files import write_text

if TYPE_CHECKING:
    from MISGroundLib.batch import Request
    from MISGroundLib.engine.protocol import Event
    from MISGroundLib.extent import VolumeResult
    from MISGroundLib.grounding import GroundingResult
    from MISGroundLib.settings import Settings

_STATUS = """\
exit status:
  0    every target was answered, found or not
  1    a defect of MISGround itself: please report it
  2    something that you can mend, said in one line (batch: of one volume or more)
  3    nothing failed, but the model does not know a target, or gave no answer of it that can be used (status "unknown"
       or "unusable" in result.json)
  130  cancelled with Ctrl+C

files in the folder of --out:
  result.json      the answers, with all that is needed to ask again; written last
  boxes.mrk.json   the boxes (of a volume 3D ones), for 3D Slicer's markups reader
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
    from MISGroundLib.cli_compare import add_compare_command
    from MISGroundLib.cli_export import add_export_command, add_export_options
    from MISGroundLib.mcp_server import add_mcp_command

    parser = console.Parser(
        prog="misground",
        description="Boxes round the anatomy you name, from a local vision-language model. For research use only.",
        epilog=_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"misground {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared: dict[str, Any] = {"epilog": _STATUS, "formatter_class": argparse.RawDescriptionHelpFormatter}

    ground = commands.add_parser("ground", help="ground queries in a volume, or on one slice of it", **shared)
    ground.add_argument("volume", metavar="VOLUME", help="a NIfTI or NRRD file, or a folder with a DICOM series")
    _add_common(ground, needs_out=False)
    add_export_options(ground)
    ground.set_defaults(run=_ground)

    batch = commands.add_parser(
        "batch", help="ground the same queries on many volumes; resumes where it stopped", **shared
    )
    batch.add_argument("volumes", metavar="VOLUME", nargs="+", help="NIfTI or NRRD files, or DICOM folders")
    _add_common(batch, needs_out=True)
    batch.set_defaults(run=_batch)

    add_export_command(commands)
    add_compare_command(commands, _STATUS.partition("\n\n")[0])
    _add_model_commands(commands)
    add_bench_commands(commands)
    add_mcp_command(commands)
    return parser


def _add_common(parser: argparse.ArgumentParser, needs_out: bool) -> None:
    from MISGroundLib.settings import GROUND
    from MISGroundLib.slices import PLANES

    parser.add_argument(
        "-q",
        "--query",
        action="append",
        required=True,
        help="what to look for, in English, German, French, Spanish or Chinese; repeat, or give a list",
    )
    parser.add_argument("--out", required=needs_out, type=console.path, metavar="DIR", help="folder for the answers")
    parser.add_argument("--series", type=console.words, help="of a DICOM folder: number, UID or description")
    parser.add_argument("--modality", type=_modality, help="CT, MR, ... in place of what the file says or looks like")
    parser.add_argument("--plane", choices=list(PLANES), help="of a slice (default: axial)")
    parser.add_argument(
        "--position",
        type=_position,
        metavar="MM",
        help="RAS coordinate of the plane: S for axial, A for coronal, R for sagittal (default: the volume's middle); "
        "or best: of some slices the one in which most is found",
    )
    console.add_settings(parser, GROUND)
    # By default it depends on whether a plane or a position is given.
    parser.set_defaults(scope=None)
    parser.add_argument("--no-picture", action="store_true", help="leave out views.png")


def _add_model_commands(commands: Any) -> None:
    """The commands about a model rather than a volume."""
    from MISGroundLib.cli_models import add_models_command
    from MISGroundLib.settings import MODES

    add_models_command(commands)

    semsam = commands.add_parser("semsam", help="look at semantic sampling").add_subparsers(dest="what", required=True)
    inspect = semsam.add_parser("inspect", help="what the neighbour graph of a model is like")
    _add_graph_options(inspect)
    inspect.add_argument("--out", type=console.path, metavar="FILE.html", help="a page with plots; left out: text")
    inspect.set_defaults(run=_inspect)

    serve = commands.add_parser("serve-args", help="the command line of a vLLM server with semantic sampling")
    _add_graph_options(serve)
    serve.add_argument("--graph-file", type=console.path, required=True, help="of the graph; made if it is not there")
    serve.add_argument("--gpus", type=int, default=1, help="on each machine (default: %(default)s)")
    serve.add_argument("--machines", type=int, default=1, help="of a Ray cluster that is up (default: %(default)s)")
    serve.add_argument("--default", choices=["off", *MODES], default="safe", help="unless a request asks")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve_args)


def _add_graph_options(parser: argparse.ArgumentParser) -> None:
    from MISGroundLib.settings import GRAPH

    parser.add_argument("model", metavar="MODEL", help="misground-mini, a model folder, or a hub id")
    console.add_settings(parser, GRAPH)


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


def _request(options: argparse.Namespace) -> Request:
    """What is asked, checked as far as it can be without a volume. Raises UserError."""
    from MISGroundLib.batch import Request
    from MISGroundLib.grounding import parse_queries
    from MISGroundLib.settings import SLICE, VOLUME

    where = "--plane" if options.plane else "--position" if options.position is not None else ""
    if options.scope == VOLUME and where:
        raise UserError(f"{where} says which slice is asked, and --scope volume asks them all. Leave out one of them.")
    options.scope = options.scope or (SLICE if where else VOLUME)
    search = options.position == "best"
    return Request(
        parse_queries(clean_text("\n".join(options.query))),
        options.plane or "axial",
        None if search else options.position,
        _settings(options),
        search,
        options.series or "",
        options.modality or "",
    )


def _settings(options: argparse.Namespace) -> Settings:
    """The settings, with a model that can be, as far as its name and the disk tell. Raises UserError."""
    from MISGroundLib.engine.router import check_model

    settings = console.settings_from(options)
    check_model(settings.model, settings.allow_remote)
    return settings


class _Progress:
    """Stages and tokens as one line on stderr, from when it is begun."""

    def __init__(self, queries: int) -> None:
        """queries: how many are to be answered; 0 where that is not what is counted."""
        self._total = queries
        self._bar: Any = None

    def begin(self) -> None:
        from tqdm import tqdm

        shown = "{desc} {n}/{total} [{elapsed}]" if self._total else "{desc} [{elapsed}]"
        self._bar = tqdm(total=self._total, unit="query", file=sys.stderr, bar_format=shown)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, event: Event) -> None:
        from MISGroundLib.engine.protocol import AnswerEvent, Stage, Token

        if isinstance(event, Stage):
            self._bar.set_description_str(_cut_to_terminal(f"{event.stage} {event.message}".strip()))
        elif isinstance(event, Token):
            self._bar.set_description_str(f"answering, token {event.count}")
        elif isinstance(event, AnswerEvent):
            self._bar.total = max(self._bar.total, event.index + 1)
            self._bar.update(1)


def _cut_to_terminal(text: str) -> str:
    """So much of a text as fits on one line with the time behind it: a longer one would leave its rest behind."""
    room = shutil.get_terminal_size().columns - 12
    return text if len(text) <= room or not sys.stderr.isatty() else f"{text[: max(1, room - 3)]}..."


def _ground(options: argparse.Namespace) -> int:
    from MISGroundLib.cli_export import answer_folder, check_export, tell_result

    request = _request(options)
    check_export(options)
    with answer_folder(options.out) as folder:
        with console.result_alone() if options.json == "-" else nullcontext():
            status = _ground_into(folder, request, options)
        tell_result(folder, options.json)
    return status


def _ground_into(folder: Path, request: Request, options: argparse.Namespace) -> int:
    from MISGroundLib.batch import ground_file
    from MISGroundLib.cli_export import export_grounded
    from MISGroundLib.engine.router import EngineRouter
    from MISGroundLib.settings import SLICE

    engine = EngineRouter()
    progress = _Progress(len(request.queries) if request.settings.scope == SLICE else 0)

    def begin() -> None:
        progress.begin()
        # The model loads while the volume is read.
        engine.warm_up(request.settings.model, request.settings.device, request.settings.precision)

    def tell(result: GroundingResult | VolumeResult) -> None:
        progress.close()
        _print_table(result)

    try:
        result, notes = ground_file(
            options.volume,
            request,
            folder,
            engine,
            on_event=progress,
            on_result=tell,
            on_checked=begin,
            picture=not options.no_picture and options.out is not None,
        )
    finally:
        engine.close()
        progress.close()
    notes += export_grounded(folder, options)
    for note in notes:
        print(f"misground: {note}", file=sys.stderr)
    if options.out is not None:
        console.say_written(options.out)
    return EXIT_UNANSWERED if result.unknown or result.unusable else EXIT_OK


def _batch(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from MISGroundLib.batch import ground_batch, unique_sources
    from MISGroundLib.batch_report import BatchItem
    from MISGroundLib.files import make_folder

    request = _request(options)
    make_folder(options.out)
    with tqdm(total=len(unique_sources(options.volumes)), unit="volume", file=sys.stderr) as bar:

        def on_progress(index: int, count: int, item: BatchItem) -> None:
            bar.update(1)
            if item.message:
                bar.write(one_line(f"{item.volume}: {item.message}"), file=sys.stderr)

        report = ground_batch(
            options.volumes,
            output_directory=options.out,
            **vars(request),
            on_progress=on_progress,
            picture=not options.no_picture,
        )
    print(report.summary())
    if report.count("failed"):
        return EXIT_USER_ERROR
    return EXIT_UNANSWERED if report.unknown or report.unusable else EXIT_OK


def _print_table(result: GroundingResult | VolumeResult) -> None:
    """The answers on stdout, one a line, so that a full disk loses nothing."""
    from MISGroundLib.extent import VolumeResult

    for told in result.told:
        print(one_line(told.line))
    if isinstance(result, VolumeResult):
        for extent in result.extents:
            print(one_line(extent.summary()))
            for note in extent.notes:
                print(f"{extent.label}: {note}", file=sys.stderr)
        return
    for detection in result.detections:
        if detection.status in ("unknown", "unusable"):
            print(f"{detection.query}\t{detection.status}\t\t{' '.join(detection.problems)}")
        elif place := detection.box_px or detection.point_px:
            where = json.dumps([round(value, 1) for value in place])
            print(f"{detection.query}\tfound\t{detection.score:.2f}\t{where}")
        else:
            print(f"{detection.query}\tnot found\t{detection.score:.2f}\t")
        for note in detection.notes:
            print(note, file=sys.stderr)


@contextmanager
def _neighbours_progress() -> Iterator[Callable[[float], None]]:
    from tqdm import tqdm

    shown = "neighbours {percentage:.0f} %"
    with tqdm(total=1.0, file=sys.stderr, leave=False, bar_format=shown) as bar:
        yield lambda share: bar.update(share - bar.n) and None


def _inspect(options: argparse.Namespace) -> int:
    from MISGroundLib.files import make_way

    settings, page = _settings(options), options.out is not None
    if page:
        make_way(options.out)
    from MISGroundLib.vlm.decoding import inspect_model

    asked = (settings.model, settings.decoding, settings.device, settings.allow_download)
    with _neighbours_progress() as progress:
        text = inspect_model(*asked, page, progress)
    if page:
        write_text(options.out, text)
        console.say_written(options.out)
    else:
        print(text)
    return 0


def _serve_args(options: argparse.Namespace) -> int:
    from MISGroundLib.files import check_source, make_way

    settings = _settings(options)
    there = os.path.lexists(options.graph_file)
    file = check_source(options.graph_file, scan=False) if there else make_way(options.graph_file)
    from MISGroundLib.engine.router import is_server
    from MISGroundLib.vlm.folders import find_served

    if is_server(settings.model):
        raise UserError(f"{settings.model} is a server already. Give the folder or hub id of the model to serve.")
    model, revision = find_served(settings.model, settings.allow_download)
    from MISGroundLib.semsam.graph_files import GraphOrigin, check_origin, check_scale, serve_command

    check_scale(options.gpus, options.machines)
    if there:
        wanted = GraphOrigin(model, revision, settings.decoding.k, settings.decoding.graph_key[1])
        origin = check_origin(file, wanted)
        print(f"{file} is the graph of {origin}", file=sys.stderr)
        if not revision:
            unproved = "by its name alone: it is not on this computer, so its revision was not compared"
            print(f"misground: {model} was recognised {unproved}", file=sys.stderr)
    else:
        from MISGroundLib.vlm.decoding import write_graph_of

        with _neighbours_progress() as progress:
            origin = write_graph_of(model, settings.decoding, file, settings.device, settings.allow_download, progress)
        console.say_written(file)
    pinned = "" if os.path.isdir(model) else origin.revision
    print(serve_command(model, file, options.gpus, options.machines, options.default, options.port, pinned))
    return 0


if __name__ == "__main__":
    sys.exit(main())
