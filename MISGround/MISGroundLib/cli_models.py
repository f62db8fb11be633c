"""The `misground` commands about a model rather than a volume: `models`, `semsam inspect` and `serve-args`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from MISGroundLib.console import path
from MISGroundLib.engine.protocol import EMBEDDED_MODEL, GRAPH_OPTIONS, Decoding
from MISGroundLib.engine.router import check_model
from MISGroundLib.errors import UserError
from MISGroundLib.files import write_text
from MISGroundLib.paths import check_source, make_way


def add_model_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
    models = commands.add_parser("models", help="the models at hand, with the structures that they know by name")
    models.set_defaults(run=_models)

    semsam = commands.add_parser("semsam", help="look at semantic sampling").add_subparsers(dest="what", required=True)
    inspect = semsam.add_parser("inspect", help="what the neighbour graph of a model is like")
    _add_graph_options(inspect)
    inspect.add_argument("--out", type=path, metavar="FILE.html", help="a page with plots; left out: text")
    inspect.set_defaults(run=_inspect)

    serve = commands.add_parser("serve-args", help="the command line of a vLLM server with semantic sampling")
    _add_graph_options(serve)
    serve.add_argument("--graph-file", type=path, required=True, help="of the graph; made if it is not there")
    serve.add_argument("--gpus", type=int, default=1, help="on each machine (default: %(default)s)")
    serve.add_argument("--machines", type=int, default=1, help="of a Ray cluster that is up (default: %(default)s)")
    serve.add_argument("--default", choices=["off", "safe", "paper"], default="safe", help="unless a request asks")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve_args)


def _add_graph_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="misground-mini, a model folder, or a hub id")
    parser.add_argument("--neighbours", type=int, default=Decoding().k, metavar="K", help="default: %(default)s")
    parser.add_argument("--graph", action="append", choices=GRAPH_OPTIONS, default=[], help="an option; repeat")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--allow-download", action="store_true")


def _checked(options: argparse.Namespace) -> Decoding:
    """The decoding, before torch is imported. Raises UserError for it, and for a model that cannot be."""
    check_model(options.model)
    try:
        return Decoding(k=options.neighbours, graph=options.graph)
    except ValueError as error:
        raise UserError(f"{error}.") from error


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    from tqdm import tqdm

    shown = "neighbours {percentage:.0f} %"
    with tqdm(total=1.0, file=sys.stderr, leave=False, bar_format=shown) as bar:
        yield lambda share: bar.update(share - bar.n) and None


def _models(options: argparse.Namespace) -> int:
    from MISGroundLib.anatomy import list_by_region
    from MISGroundLib.vlm.mini import embedded_profile

    known = embedded_profile().known
    print(f"{EMBEDDED_MODEL}, which comes with MISGround, knows {len(known)} structures:")
    for region, names in list_by_region(known).items():
        print(f"  {region}: {', '.join(names)}")
    print("Other models (a folder, a hub id, server:ADDRESS#NAME) are asked in your own words.")
    return 0


def _inspect(options: argparse.Namespace) -> int:
    decoding, page = _checked(options), options.out is not None
    if page:
        make_way(options.out)
    from MISGroundLib.vlm.decoding import inspect_model

    with _progress() as progress:
        text = inspect_model(options.model, decoding, options.device, options.allow_download, page, progress)
    if page:
        write_text(options.out, text)
        print(f"Written to {options.out}", file=sys.stderr)
    else:
        print(text)
    return 0


def _serve_args(options: argparse.Namespace) -> int:
    decoding = _checked(options)
    there = os.path.lexists(options.graph_file)
    file = check_source(options.graph_file, scan=False) if there else make_way(options.graph_file)
    from MISGroundLib.semsam.graph_files import read_served_graph, serve_command

    command = serve_command(options.model, file, options.gpus, options.machines, options.default, options.port)
    if file.exists():
        print(f"{file} is the graph of {read_served_graph(file).model}", file=sys.stderr)
    else:
        from MISGroundLib.vlm.decoding import write_graph_of

        with _progress() as progress:
            write_graph_of(options.model, decoding, file, options.device, options.allow_download, progress)
        print(f"Written to {file}", file=sys.stderr)
    print(command)
    return 0
