"""Which models can be had, and which are on this computer: the catalogue, downloads, and folders that the user added.

Downloads lie in one folder that the user can see (`models_folder`), a model a folder, each with a record of what it is
and the SHA-256 of its files. Folders of the user's own are only listed there, never changed or removed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from MISGroundLib.errors import UserError
from MISGroundLib.files import resource, write_json
from MISGroundLib.settings import EMBEDDED_MODEL
from MISGroundLib.vlm.folders import RECORD, ModelFolder, check_folder, downloaded, folder_of, models_folder
from MISGroundLib.vlm.memory import MemoryNeed, kind_on_cpu, need_of

_ADDED = "added-folders.json"
UNKNOWN = "not said"


@dataclass(frozen=True)
class KnownModel:
    """A model as the catalogue, its download's record or its folder tells it.

    Attributes:
        id: a Hugging Face id, misground-mini, or a folder's path.
        family: its key in families.FAMILIES.
        box_format: the name of the checkpoint or family that says how its boxes are written.
        size: of its files, in bytes.
        licence: its short name.
        terms: where the licence can be read; empty where that is not known.
        gated: whether its makers want their terms accepted on its page first.
        memory: bytes that it takes at its peak, by number type (bfloat16, 8bit, 4bit).
        good_for: what it can be used for, a sentence.
        state: "shipped", "here" (downloaded), "begun" (in part), "added" (a folder of the user's), or "" (not here).
        folder: where it lies, where it is here.
    """

    id: str
    family: str
    box_format: str
    size: float
    licence: str
    terms: str = ""
    gated: bool = False
    memory: dict[str, float] = field(default_factory=dict)
    good_for: str = ""
    state: str = ""
    folder: Path | None = None


def catalogue() -> list[KnownModel]:
    """The models of Resources/Models/catalogue.json, without a look at the disk."""
    document = json.loads(resource("Models", "catalogue.json").read_text(encoding="utf-8"))
    return [
        KnownModel(
            id=one["id"],
            family=one["family"],
            box_format=one["box_format"],
            size=one["size_bytes"],
            licence=one["licence"],
            terms=one["terms"],
            gated=one["gated"],
            memory=dict(one["memory_bytes"]),
            good_for=one["good_for"],
        )
        for one in document["models"]
    ]


def known_models(folder: Path | None = None) -> list[KnownModel]:
    """Every model that can be chosen: the catalogue's, further downloads, begun ones too, and added folders.

    folder: in place of `models_folder()`.
    """
    place = folder or models_folder()
    listed = {one.id: one for one in catalogue()}
    found = [_with_state(one, place) for one in listed.values()]
    for record in sorted(place.glob(f"*/{RECORD}")):
        told = read_record(record.parent)
        if told and told["id"] not in listed:
            found.append(_with_state(_of_record(told, record.parent), place))
    for path in sorted(place.glob("*--*")):
        name = path.name.replace("--", "/", 1)
        if path.is_dir() and not (path / RECORD).is_file() and name not in listed:
            found.append(KnownModel(name, UNKNOWN, UNKNOWN, 0.0, UNKNOWN, state="begun", folder=path))
    return found + [_of_folder(path) for path in added_folders(place)]


def find_known(name: str, folder: Path | None = None) -> KnownModel:
    """A known model by its id or path. Raises UserError for one that is not known."""
    models = known_models(folder)
    for one in models:
        if name.strip() in (one.id, str(one.folder)):
            return one
    raise UserError(
        "There is no model {name} here or in the catalogue. `misground models list` lists them.", name=name.strip()
    )


def _with_state(model: KnownModel, place: Path) -> KnownModel:
    if model.id == EMBEDDED_MODEL:
        return _replaced(model, "shipped", resource("Models", EMBEDDED_MODEL))
    path = folder_of(model.id, place)
    if downloaded(model.id, place):
        return _replaced(model, "here", path)
    return _replaced(model, "begun", path) if path.is_dir() else model


def _replaced(model: KnownModel, state: str, folder: Path) -> KnownModel:
    return KnownModel(**{**vars(model), "state": state, "folder": folder})


def read_record(folder: Path) -> dict[str, Any] | None:
    """What a download's record says; None where it has none that can be read."""
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return told if isinstance(told, dict) and isinstance(told.get("files"), dict) and told.get("id") else None
    except (OSError, ValueError):
        return None


def _of_record(told: dict[str, Any], folder: Path) -> KnownModel:
    size = float(sum(one.get("size", 0) for one in told["files"].values()))
    family, written = _family(folder)
    return KnownModel(told["id"], family, written, size, str(told.get("licence") or UNKNOWN))


def _family(folder: Path) -> tuple[str, str]:
    from MISGroundLib.vlm.checkpoints import (
        family_of,  # it draws pictures, with a package that may have to be installed
    )

    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return str(config.get("model_type")), family_of(config, folder).name
    except (OSError, ValueError, AttributeError):
        return UNKNOWN, UNKNOWN


def _of_folder(path: Path) -> KnownModel:
    size = float(sum(file.stat().st_size for file in path.glob("*") if file.is_file())) if path.is_dir() else 0.0
    family, written = _family(path)
    return KnownModel(str(path), family, written, size, UNKNOWN, state="added", folder=path)


def added_folders(place: Path | None = None) -> list[Path]:
    """Folders of models that the user added, in that order."""
    try:
        paths = json.loads(((place or models_folder()) / _ADDED).read_text(encoding="utf-8"))
        return [Path(path) for path in paths if isinstance(path, str)]
    except (OSError, ValueError, TypeError):
        return []


def add_folder(path: Path | str, place: Path | None = None) -> KnownModel:
    """List a folder of the user's own. Raises UserError where it holds no model that MISGround can ask."""
    place, own = place or models_folder(), Path(path).expanduser().resolve()
    if not own.is_dir():
        raise UserError("There is no folder {own}. Give the folder that holds config.json and the weights.", own=own)
    from MISGroundLib.vlm.checkpoints import family_of

    found = check_folder(own, str(own))
    family_of(found.config, own)
    others = [one for one in added_folders(place) if one != own]
    _write_added([*others, own], place)
    return _of_folder(own)


def remove(name: str, place: Path | None = None) -> str:
    """Remove a download with its files, or take an added folder off the list, its files untouched.

    Returns what was done, a sentence. Raises UserError for what is neither.
    """
    place = place or models_folder()
    model = find_known(name, place)
    if model.state == "added":
        _write_added([one for one in added_folders(place) if one != model.folder], place)
        return f"{model.id} is no longer listed. Its files are as they were."
    if model.state == "shipped":
        raise UserError("{id} comes with MISGround and stays. Remove another model.", id=model.id)
    if not model.state or model.folder is None:
        raise UserError("{id} is not on this computer: there is nothing to remove.", id=model.id)
    if model.folder.is_symlink():
        model.folder.unlink()
        return f"The link {model.folder} was removed. What it led to is as it was."
    try:
        shutil.rmtree(model.folder)
    except OSError as error:
        raise UserError(
            "{folder} could not be removed whole ({reason}). Close what uses it, and try again.",
            folder=model.folder,
            reason=error.strerror or error,
        ) from error
    return f"{model.id} was removed from {model.folder.parent}."


def _write_added(paths: Sequence[Path], place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    write_json(place / _ADDED, [str(path) for path in paths])


def found_here(name: str) -> ModelFolder | None:
    """The folder of a model that is on this computer, files not hashed; None where it is not, or is no whole model."""
    try:
        model = find_known(name)
    except UserError:
        path = Path(name).expanduser()
        model = (
            KnownModel(name, "", "", 0, "", state="added", folder=path)
            if path.is_dir()
            else KnownModel(name, "", "", 0, "")
        )
    if model.folder is None or model.state == "begun":
        return None
    try:
        return check_folder(model.folder, model.id, quick=True)
    except UserError:
        return None


def need(name: str, kind: str = "bfloat16", on_cuda: bool = False) -> float | None:
    """Bytes that a model takes at its peak: of its files where it is here, else as the catalogue says; None if unknown.

    kind: a key of memory.BYTES, or "cpu": what loading takes on a processor.
    """
    here = found_here(name)
    if here is not None:
        if kind == "cpu":
            kind = kind_on_cpu(sum(file.stat().st_size for file in here.weights))
        try:
            return _need(here, kind, on_cuda).total
        except UserError:
            return None
    listed = next((one for one in catalogue() if one.id == name), None)
    if listed is None:
        return None
    if kind == "cpu":
        kind = kind_on_cpu(listed.size)
    told = listed.memory.get(kind)
    return 2 * listed.memory["bfloat16"] if told is None and kind == "float32" else told


def _need(here: ModelFolder, kind: str, on_cuda: bool) -> MemoryNeed:
    from MISGroundLib.vlm.checkpoints import family_of

    family = family_of(here.config, here.path, here.name)
    return need_of(here.path, here.config, here.weights, family, kind, on_cuda)
