"""`misground models`: the models at hand and to be had; their size, licence and memory; download, add, remove."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Nothing that is slow to import: until `main` runs, Ctrl+C ends in a traceback.
from MISGroundLib import console
from MISGroundLib.errors import UserError

if TYPE_CHECKING:
    from MISGroundLib.models.catalogue import KnownModel
    from MISGroundLib.models.hub import Offer

_STATES = {"shipped": "comes with MISGround", "here": "downloaded", "begun": "begun", "added": "your folder", "": ""}


def add_models_command(commands: Any) -> None:
    """Add `models` with what it can do; alone, it lists."""
    parser = commands.add_parser("models", help="the models at hand and to be had: list, show, download, add, remove")
    parser.set_defaults(run=_list)
    doing = parser.add_subparsers(metavar="WHAT")
    doing.add_parser("list", help="every model: where it is, its size, licence and memory").set_defaults(run=_list)
    show = doing.add_parser("show", help="one model: what it is good for, its memory against what is free here")
    show.add_argument("model", metavar="MODEL", help="an id of the list, or a model's folder")
    show.set_defaults(run=_show)
    fetch = doing.add_parser(
        "download", help="from Hugging Face; size and licence come first, and it goes on where it stopped"
    )
    fetch.add_argument("model", metavar="ID", help="OWNER/NAME, in the list or not")
    fetch.add_argument("--yes", action="store_true", help="size and licence are agreed to; otherwise you are asked")
    fetch.set_defaults(run=_download)
    add = doing.add_parser("add", help="list a model's folder of your own")
    add.add_argument("folder", metavar="DIR", type=console.path)
    add.set_defaults(run=_add)
    remove = doing.add_parser("remove", help="a download with its files; a folder of your own only off the list")
    remove.add_argument("model", metavar="MODEL")
    remove.set_defaults(run=_remove)


def _list(options: argparse.Namespace) -> int:
    from MISGroundLib.models.catalogue import known_models
    from MISGroundLib.vlm.folders import models_folder
    from MISGroundLib.vlm.memory import gigabytes

    for model in known_models():
        need = model.memory.get("bfloat16") or model.memory.get("float32")
        memory = f"memory {gigabytes(need)}" if need else ""
        print("\t".join((model.id, _STATES[model.state], gigabytes(model.size), model.licence, memory)).rstrip())
    print(f"Downloads lie in {models_folder()}.", file=sys.stderr)
    return 0


def _show(options: argparse.Namespace) -> int:
    from MISGroundLib.models.catalogue import find_known, need
    from MISGroundLib.vlm.memory import free_ram, gigabytes, graphics_card

    model = find_known(options.model)
    print(f"{model.id}: {_STATES[model.state] or 'not on this computer'}")
    if model.folder is not None:
        print(f"folder: {model.folder}")
    print(f"family: {model.family}; boxes as {model.box_format} writes them")
    print(f"size: {gigabytes(model.size)}")
    print(f"licence: {model.licence}{f', {model.terms}' if model.terms else ''}")
    if model.gated:
        print("Its terms must be accepted on its page before it can be downloaded.")
    if model.good_for:
        print(model.good_for)
    card = graphics_card()
    for kind in ("float32", "bfloat16", "8bit", "4bit"):
        needed = need(model.id, kind, on_cuda=card is not None)
        if needed is None or (kind == "float32" and not _runs_in_float32(model)):
            continue
        free = card[1] if card else free_ram()
        if kind in ("8bit", "4bit") and card is None:
            fits = "on a CUDA card only"
        else:
            fits = "fits" if needed <= free else "does not fit"
        print(f"memory in {kind}: about {gigabytes(needed)}; {fits}")
    if card:
        print(f"free on {card[0]}: {gigabytes(card[1])}")
    print(f"free on this computer: {gigabytes(free_ram())}")
    _show_structures(model)
    return 0


def _runs_in_float32(model: KnownModel) -> bool:
    return model.size < 20e9


def _show_structures(model: KnownModel) -> None:
    """What the embedded model knows by name; others are asked in the user's words."""
    from MISGroundLib.anatomy import list_by_region
    from MISGroundLib.settings import EMBEDDED_MODEL
    from MISGroundLib.vlm.mini import embedded_profile

    if model.id != EMBEDDED_MODEL:
        return
    known = embedded_profile().known
    print(f"It knows {len(known)} structures:")
    for region, names in list_by_region(known).items():
        print(f"  {region}: {', '.join(names)}")


def _download(options: argparse.Namespace) -> int:
    from MISGroundLib.models.hub import download, look_up
    from MISGroundLib.vlm.folders import downloaded, models_folder

    place = models_folder()
    offer = look_up(options.model)
    if downloaded(offer.id, place) == offer.commit:
        print(f"{offer.id} is on this computer already, as the hub has it.", file=sys.stderr)
        return 0
    for line in offer_lines(offer, place):
        print(line)
    if not options.yes and not _agreed():
        print("Nothing was downloaded.", file=sys.stderr)
        return console.EXIT_USER_ERROR
    from tqdm import tqdm

    with tqdm(total=offer.size, unit="B", unit_scale=True, file=sys.stderr) as bar:

        def progress(done: int, total: int, name: str) -> None:
            bar.set_description_str(name, refresh=False)
            bar.update(done - bar.n)

        folder = download(offer, place, progress)
    console.say_written(folder)
    return 0


def offer_lines(offer: Offer, place: Path) -> list[str]:
    """What a person must know before a download."""
    from MISGroundLib.models.hub import endpoint, way_there
    from MISGroundLib.vlm.memory import gigabytes

    proxy = way_there()
    lines = [
        f"{offer.id}, commit {offer.commit[:12]}: {gigabytes(offer.size)} in {len(offer.files)} files",
        f"licence: {offer.licence}, {offer.terms}",
        f"from {endpoint()}{f', through the proxy {proxy} of the system settings' if proxy else ', without a proxy'}",
        f"to {place}",
    ]
    if offer.gated:
        lines.append("Its terms must be accepted on its page first.")
    return lines


def _agreed() -> bool:
    if not sys.stdin or not sys.stdin.isatty():
        raise UserError("Nobody is there to agree to size and licence. Give --yes where you do.")
    print("Download it under this licence? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _add(options: argparse.Namespace) -> int:
    from MISGroundLib.models.catalogue import add_folder

    added = add_folder(options.folder)
    print(f"{added.id} is listed: {added.box_format}.")
    return 0


def _remove(options: argparse.Namespace) -> int:
    from MISGroundLib.models.catalogue import remove

    print(remove(options.model))
    return 0
