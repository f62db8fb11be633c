"""`misground compare`: the same query on two volumes, or two finished answers, side by side as a table of figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MISGroundLib import console
from MISGroundLib.console import EXIT_OK, EXIT_UNANSWERED
from MISGroundLib.errors import UserError, clean_text, one_line
from MISGroundLib.files import PrivateFolder, check_source, given_path, make_folder, shown, write_json, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from MISGroundLib.batch_report import BatchItem
    from MISGroundLib.visits import Comparison, Scan

FORMS = ("table", "csv", "json")
_RESULT = "result.json"
_SIDES = ("first", "second")
_ABOUT = """\
With --query, FIRST and SECOND are volumes (files or DICOM folders), and each is searched as `ground` does; with --out
an answer that is there already is not asked again. Without --query they are folders that `ground` or `batch` wrote.

Sizes are of the boxes, along the patient's axes. Places are compared as the files say, unless --register is given: then
rigidly registered by SimpleITK, with its quality said; where the registration failed, nothing is compared.
"""


def add_compare_command(commands: Any, status: str) -> None:
    """The command; `status` tells what its exit status means."""
    compare = commands.add_parser(
        "compare",
        help="two visits side by side: sizes and places of the same query's boxes",
        description=_ABOUT,
        epilog=status,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compare.add_argument("visits", metavar="VISIT", nargs=2, help="FIRST and SECOND: volumes, or folders of answers")
    compare.add_argument("-q", "--query", action="append", help="what to look for; repeat, or give a list")
    compare.add_argument("--register", action="store_true", help="compare places after a rigid registration")
    compare.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="on stdout (default: table)")
    compare.add_argument(
        "--out", type=console.path, metavar="DIR", help="folder for both answers, comparison.json and comparison.csv"
    )
    for side in _SIDES:
        compare.add_argument(f"--{side}-series", type=console.words, help="of a DICOM folder: number, UID, description")
    compare.add_argument("--modality", type=console.words, help="CT, MR, ... of both, in place of what the files say")
    from MISGroundLib.settings import GROUND

    console.add_settings(compare, GROUND, without=("scope",))
    compare.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> int:
    from MISGroundLib.visits import compare

    with console.result_alone() if options.form != "table" else nullcontext(), _folder(options.out) as folder:
        first, second = _ask_both(options, folder) if options.query else map(_answer_of, options.visits)
        comparison = compare(first, second, _aligned((first, second), options.register))
        if options.out is not None:
            write_json(folder / "comparison.json", comparison.to_json())
            write_text(folder / "comparison.csv", comparison.to_csv())
            console.say_written(options.out)
    print(_written(comparison, options.form))
    return EXIT_UNANSWERED if comparison.unanswered else EXIT_OK


def _written(comparison: Comparison, form: str) -> str:
    if form == "json":
        return json.dumps(comparison.to_json(), indent=2, ensure_ascii=False)
    return comparison.to_csv().rstrip("\n") if form == "csv" else comparison.table()


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is not None:
        yield make_folder(out)
        return
    with PrivateFolder("misground-compare-") as folder:
        yield folder


def _ask_both(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """The answers for two volumes; those that lie in the folder already are not asked again. Raises UserError."""
    from MISGroundLib.engine.router import EngineRouter, check_model
    from MISGroundLib.grounding import parse_queries
    from MISGroundLib.settings import VOLUME

    options.scope = VOLUME
    settings = console.settings_from(options)
    queries = parse_queries(clean_text("\n".join(options.query)))
    check_model(settings.model, settings.allow_remote)
    series = [options.first_series or "", options.second_series or ""]
    paths = [check_source(one) for one in options.visits]
    if given_path(paths[0]) == given_path(paths[1]) and series[0] == series[1]:
        raise UserError(
            f"{shown(paths[0])} was given twice. Give two volumes, or --first-series and --second-series of a folder."
        )
    engine = EngineRouter()
    try:
        with _bar() as told:
            asked = {"queries": queries, "settings": settings, "modality": (options.modality or "").upper()}
            return [
                _answer_in(folder / side, path, engine, told, series=one, picture=False, **asked)
                for side, path, one in zip(_SIDES, paths, series, strict=True)
            ]
    finally:
        engine.close()


def _answer_in(
    root: Path, source: Path, engine: Any, told: Callable[[int, int, BatchItem], None], **asked: Any
) -> dict[str, Any]:
    from MISGroundLib.batch import ground_batch

    item = ground_batch([source], output_directory=root, engine=engine, on_progress=told, **asked).items[0]
    if item.status == "failed":
        raise UserError(item.message)
    return _answer_of(item.folder)


@contextmanager
def _bar() -> Iterator[Callable[[int, int, BatchItem], None]]:
    from tqdm import tqdm

    with tqdm(total=2, unit="volume", file=sys.stderr) as bar:

        def tell(index: int, count: int, item: BatchItem) -> None:
            bar.update(1)
            if item.message:
                bar.write(one_line(f"{item.volume}: {item.message}"), file=sys.stderr)

        yield tell


def _answer_of(folder: str | Path) -> dict[str, Any]:
    """The content of an answer's result.json. Raises UserError."""
    path = check_source(folder, scan=False)
    file = path / _RESULT if path.is_dir() else path
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        if str(document["schema"]).startswith("misground-result"):
            return dict(document)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UserError(
        f"{shown(path)} holds no answer of MISGround. Give a folder that `ground` or `batch` wrote, or two volumes and "
        "--query."
    )


def _aligned(answers: Sequence[dict[str, Any]], registered: bool) -> Any:
    from MISGroundLib.visits import register, unregistered

    if not registered:
        return unregistered()
    print("Registering the volumes ...", file=sys.stderr)
    return register(_scan_of(answers[0]), _scan_of(answers[1]))


def _scan_of(answer: dict[str, Any]) -> Scan:
    """The volume that an answer is of. Raises UserError where it is gone."""
    from MISGroundLib.scene.reading import read_volume
    from MISGroundLib.visits import Scan

    asked = answer.get("request")
    source = asked.get("source") if isinstance(asked, dict) else None
    path = source.get("path") if isinstance(source, dict) else answer["volume"].get("source")
    series = str(asked.get("series") or "") if isinstance(asked, dict) else ""
    volume = read_volume(check_source(str(path or "")), series=series, modality=str(answer["volume"]["modality"]))
    return Scan(volume.array, volume.ijk_to_ras, volume.info.modality, volume.info.name)
