"""What a model folder must be: found from what the user typed, whole, and as its checksums say. No torch."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from MISGroundLib.errors import Sentence, UserError
from MISGroundLib.files import resource
from MISGroundLib.settings import EMBEDDED_MODEL

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_COMPANIONS = {
    Sentence("tokenizer"): ("tokenizer.json", "vocab.json", "tokenizer.model"),
    Sentence("picture settings"): ("preprocessor_config.json", "processor_config.json"),
}
_RESTORE = Sentence("Copy or download the model again.")
_RESTORE_SHIPPED = Sentence(
    "Reinstall the MISGround extension or, in a clone, run: git checkout -- MISGround/Resources/Models/{model}",
    model=EMBEDDED_MODEL,
)
# What a model needs, and nothing that could run: no pickles, no Python.
WANTED = ["*.json", "*.safetensors", "*.txt", "*.jinja", "*.model"]


SUMS_FILE = "SHA256SUMS"
# In a downloaded model's folder, written last: what it is, its commit, the SHA-256 of its files.
RECORD = "misground-download.json"
MODELS_VARIABLE = "MISGROUND_MODELS"
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")
# A plain name in the folder or below it: nothing absolute, no drive, no way up, nothing that does not print.
FILE_NAME = re.compile(r"(?!/)(?!(?:.*/)?\.\.?(?:/|$))[^\\:\x00-\x1f\x7f]+")
# What transformers would read, were it put beside the files that were shipped.
_READ_BY_MODELS = {".json", ".safetensors", ".txt", ".jinja", ".model", ".py", ".bin"}


@dataclass(frozen=True)
class ModelFolder:
    """A folder with a config.json and all its safetensors weights.

    Attributes:
        path: where it lies.
        name: what the user typed.
        config: what its config.json holds.
        weights: the weight files.
        commit: the hub's, empty for a local folder.
        sums: the SHA-256 of the files that were checked by it.
    """

    path: Path
    name: str
    config: dict[str, Any]
    weights: list[Path]
    commit: str = ""
    sums: dict[Path, str] = field(default_factory=dict)

    def revision(self) -> str:
        """The hub's commit, or the first 12 hex digits of the SHA-256 of the weights, of their list if several.

        Reads the weights unless they were checked.
        """
        if self.commit:
            return self.commit
        digests = [self.sums.get(file) or sha256_of(file) for file in self.weights]
        whole = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
        return whole[:12]


def find_model(
    model: str, allow_download: bool = False, on_stage: Callable[[str], None] = lambda text: None
) -> ModelFolder:
    """The folder of misground-mini, of a local path, or of a hub id such as Qwen/Qwen3-VL-4B-Instruct.

    A hub id is looked up among the downloads (`models_folder`) and in Hugging Face's own cache; the network is used
    only with allow_download. Raises UserError.
    """
    text = check_name(model)
    if text == EMBEDDED_MODEL:
        return check_folder(resource("Models", EMBEDDED_MODEL), EMBEDDED_MODEL)
    path = Path(text).expanduser()
    if path.is_dir():
        return check_folder(path.resolve(), text)
    if commit := downloaded(text):
        return check_folder(folder_of(text), text, commit)
    path = _from_hub(text, allow_download, on_stage)
    return check_folder(path, text, commit=path.name)


def find_served(model: str, allow_download: bool = False) -> tuple[str, str]:
    """A model for a vLLM server: its hub id or its folder's whole path, and its revision.

    The revision is empty for a hub id that is not on this computer and may not be downloaded. Raises UserError as
    `find_model`, and for misground-mini.
    """
    text = check_name(model)
    path = Path(text).expanduser()
    is_hub_id = text != EMBEDDED_MODEL and not path.is_dir()
    try:
        folder = find_model(text, allow_download)
    except UserError:
        if allow_download or not is_hub_id:
            raise
        return text, ""
    if "misground_profile" in folder.config:
        raise UserError(
            "vLLM cannot serve {text}: misground-mini has an architecture of its own, which only MISGround runs, on "
            "this computer and without a server. Give the folder or hub id of another model.",
            text=text,
        )
    return text if is_hub_id and not downloaded(text) else str(folder.path), folder.revision()


def models_folder() -> Path:
    """Where downloads lie: MISGROUND_MODELS, or MISGround/models in the user's home. Not created."""
    chosen = os.environ.get(MODELS_VARIABLE)
    return Path(chosen).expanduser() if chosen else Path.home() / "MISGround" / "models"


def folder_of(model: str, place: Path | None = None) -> Path:
    """The folder of a hub id's download, there or not."""
    return (place or models_folder()) / model.replace("/", "--")


def downloaded(model: str, place: Path | None = None) -> str:
    """The commit of a hub id that was downloaded whole; empty where it was not."""
    try:
        record = json.loads((folder_of(model, place) / RECORD).read_text(encoding="utf-8"))
        return str(record["commit"]) if record["id"] == model else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def check_name(model: str) -> str:
    """A model's name without spaces round it. Raises UserError for one that can be no model, whatever the hub holds."""
    text = model.strip()
    if not text:
        raise UserError("No model is chosen. Choose misground-mini, a folder, or a Hugging Face id.")
    path = Path(text).expanduser()
    if os.path.isfile(path):
        raise UserError("{text} is a file. Give the folder that holds config.json and the weights.", text=text)
    if os.path.isdir(path) and not os.path.isfile(path / "config.json"):
        raise UserError("The model folder {text} has no config.json. Choose the folder of a whole model.", text=text)
    if text != EMBEDDED_MODEL and not os.path.isdir(path) and not _HUB_ID.fullmatch(text):
        raise UserError(
            "There is no model folder {text}. Check the path, or choose misground-mini, which comes with MISGround.",
            text=text,
        )
    return text


def check_folder(path: Path, name: str, commit: str = "", quick: bool = False) -> ModelFolder:
    """Check that a folder holds a model that can be loaded, and its files by their checksums where it has some.

    quick: leave the checksums out, for a look alone. Raises UserError that says what is missing, damaged or foreign.
    """
    shipped = path.resolve() == resource("Models", EMBEDDED_MODEL).resolve()
    sums = {} if quick else check_files(path, _RESTORE_SHIPPED if shipped else _RESTORE, complete=shipped)
    file = path / "config.json"
    if not file.is_file():
        raise UserError("The model folder {path} has no config.json. Choose the folder of a whole model.", path=path)
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            "{file} cannot be read ({error}). Copy or download the model again.", file=file, error=error
        ) from error
    if not isinstance(config, dict):
        raise UserError("{file} does not describe a model. Copy or download the model again.", file=file)
    weights = _weights(path)
    for what, files in _COMPANIONS.items():
        if not any((path / file).is_file() for file in files):
            raise UserError(
                "The model folder {path} lacks its {what} ({files}). Copy or download the model again.",
                path=path,
                what=what,
                files=files[0],
            )
    return ModelFolder(path, name, config, weights, commit, sums)


def _weights(path: Path) -> list[Path]:
    index = path / "model.safetensors.index.json"
    if index.is_file():
        try:
            shards = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise UserError("{index} cannot be read. Copy or download the model again.", index=index) from error
    elif (path / "model.safetensors").is_file():
        shards = ["model.safetensors"]
    else:
        pickles = sorted(file.name for pattern in _PICKLES for file in path.glob(pattern))
        if pickles:
            raise UserError(
                "The model folder {path} holds its weights only as {pickles}, a pickle, which could run "
                "a stranger's program when opened. "
                "Choose a model with model.safetensors, or convert this one to safetensors.",
                path=path,
                pickles=pickles[0],
            )
        raise UserError(
            "The model folder {path} holds no weights (model.safetensors). Copy or download them.", path=path
        )
    missing = [shard for shard in shards if not (path / shard).is_file()]
    if missing:
        raise UserError(
            "{count} of {count_2} weight files are missing in {path}, the first is {missing}. "
            "Copy or download the model again.",
            count=len(missing),
            count_2=len(shards),
            path=path,
            missing=missing[0],
        )
    return [path / shard for shard in shards]


def _from_hub(model: str, allow_download: bool, on_stage: Callable[[str], None]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, LocalEntryNotFoundError, RepositoryNotFoundError

    if allow_download:
        on_stage(Sentence("Downloading {model}", model=model))
    try:
        return Path(snapshot_download(model, allow_patterns=WANTED, local_files_only=not allow_download))
    except GatedRepoError as error:
        raise UserError(
            "{model} is only for those who accepted its terms. "
            "Accept them on huggingface.co and log in, or choose another model.",
            model=model,
        ) from error
    except RepositoryNotFoundError as error:
        raise UserError("Hugging Face knows no model {model}. Check the spelling.", model=model) from error
    except LocalEntryNotFoundError as error:
        if allow_download:
            raise UserError("{model} could not be downloaded: no connection to Hugging Face.", model=model) from error
        raise UserError(
            "{model} is neither a folder nor on this computer. Allow the download, or choose misground-mini.",
            model=model,
        ) from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise UserError(
                "{model} could not be downloaded: the disk is full. Free some space.", model=model
            ) from error
        raise UserError(
            "{model} could not be downloaded ({name}: {error}).", model=model, name=type(error).__name__, error=error
        ) from error


def check_files(folder: Path, restore: str, complete: bool = False) -> dict[Path, str]:
    """Check a folder's files against its SHA256SUMS before anything in them is used.

    Args:
        folder: the model's.
        restore: what the user can do where a file is harmed, a sentence.
        complete: SHA256SUMS must be there and list every file that a model is read from.

    Returns:
        The SHA-256 of each listed file; {} where there is no such file.

    Raises:
        UserError: for a file that is missing, cannot be read, or is not the one that was listed.
    """
    path = folder / SUMS_FILE
    if not path.exists() and not complete:
        return {}
    listed = _listed(path, restore)
    for file, digest in listed.items():
        if not file.is_file():
            raise UserError("The model's file {file} is missing. {restore}", file=file, restore=restore)
        if _read(file, restore) != digest:
            raise UserError(
                "The model's file {file} is damaged or foreign: it is not the one that was shipped (its SHA-256 is "
                "not that in "
                "SHA256SUMS"
                "). {restore}",
                file=file,
                restore=restore,
            )
    if complete:
        for file in sorted(folder.iterdir()):
            if file.suffix in _READ_BY_MODELS and file not in listed:
                raise UserError(
                    "The model's file {file} is not one that was shipped ("
                    "SHA256SUMS"
                    " does not list it). "
                    "Remove it. {restore}",
                    file=file,
                    restore=restore,
                )
    return listed


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file in hex. Raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(file: Path, restore: str) -> str:
    try:
        return sha256_of(file)
    except OSError as error:
        raise UserError(
            "The model's file {file} cannot be read ({reason}). {restore}",
            file=file,
            reason=error.strerror or error,
            restore=restore,
        ) from error


def _listed(path: Path, restore: str) -> dict[Path, str]:
    """The lines of SHA256SUMS: file to digest."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise UserError("The model's file {path} is missing. {restore}", path=path, restore=restore) from error
    except (OSError, ValueError) as error:
        raise UserError(
            "The model's file {path} cannot be read ({error}). {restore}", path=path, error=error, restore=restore
        ) from error
    listed = {}
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None or not FILE_NAME.fullmatch(found[2]):
            raise UserError(
                "The model's file {path} is damaged: line {number} is not a SHA-256 and a file in this "
                "folder. {restore}",
                path=path,
                number=number,
                restore=restore,
            )
        listed[path.parent / found[2]] = found[1].lower()
    if not listed:
        raise UserError("The model's file {path} is damaged: it lists nothing. {restore}", path=path, restore=restore)
    return listed
