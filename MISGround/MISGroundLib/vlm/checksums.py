"""A model folder's SHA256SUMS, held against its files before anything in them is used."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from MISGroundLib.errors import UserError

FILE = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")
# A plain name in the folder or below it: nothing absolute, no drive, no way up, nothing that does not print.
_NAME = re.compile(r"(?!/)(?!(?:.*/)?\.\.?(?:/|$))[^\\:\x00-\x1f\x7f]+")
# What transformers would read, were it put beside the files that were shipped.
_READ_BY_MODELS = {".json", ".safetensors", ".txt", ".jinja", ".model", ".py", ".bin"}


def check_files(folder: Path, restore: str, complete: bool = False) -> dict[Path, str]:
    """The SHA-256 of each file that the folder's SHA256SUMS lists, all of them checked; {} where there is no such file.

    complete: SHA256SUMS must be there and list every file that a model is read from. restore: what the user can do, a
    sentence. Raises UserError for a file that is missing, cannot be read, or is not the one that was listed.
    """
    path = folder / FILE
    if not path.exists() and not complete:
        return {}
    listed = _listed(path, restore)
    for file, digest in listed.items():
        if not file.is_file():
            raise UserError(f"The model's file {file} is missing. {restore}")
        if _read(file, restore) != digest:
            raise UserError(
                f"The model's file {file} is damaged or foreign: it is not the one that was shipped (its SHA-256 is "
                f"not that in {FILE}). {restore}"
            )
    if complete:
        for file in sorted(folder.iterdir()):
            if file.suffix in _READ_BY_MODELS and file not in listed:
                raise UserError(
                    f"The model's file {file} is not one that was shipped ({FILE} does not list it). "
                    f"Remove it. {restore}"
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
        raise UserError(f"The model's file {file} cannot be read ({error.strerror or error}). {restore}") from error


def _listed(path: Path, restore: str) -> dict[Path, str]:
    """The lines of SHA256SUMS: file to digest."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise UserError(f"The model's file {path} is missing. {restore}") from error
    except (OSError, ValueError) as error:
        raise UserError(f"The model's file {path} cannot be read ({error}). {restore}") from error
    listed = {}
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None or not _NAME.fullmatch(found[2]):
            raise UserError(
                f"The model's file {path} is damaged: line {number} is not a SHA-256 and a file in this "
                f"folder. {restore}"
            )
        listed[path.parent / found[2]] = found[1].lower()
    if not listed:
        raise UserError(f"The model's file {path} is damaged: it lists nothing. {restore}")
    return listed
