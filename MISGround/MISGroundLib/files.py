"""Writing files so that a full disk or a kill never leaves half of one, nor files of two answers side by side."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from MISGroundLib.errors import UserError
from MISGroundLib.text import clean, clean_text

# Of what is not finished; a killed run leaves it, the next one in the same folder sweeps it.
UNFINISHED = ".misground-"


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, with its last suffix, that takes its place when the block ends well.

    Raises UserError where the disk is full or the folder cannot be written; the old file is then as it was.
    """
    # Not the file's own name: that may be as long as the file system allows.
    temporary = path.with_name(f"{UNFINISHED}{os.urandom(6).hex()}{path.suffix[:32]}")
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all, its text made clean. Raises UserError as `replaced` does."""
    with replaced(path) as temporary:
        temporary.write_text(clean_text(text), encoding="utf-8")


def write_json(path: Path, document: Any) -> None:
    """Write JSON that any reader takes (text.clean) whole or not at all. Raises UserError as `replaced` does."""
    write_text(path, json.dumps(clean(document), indent=1, allow_nan=False))


@contextmanager
def staged(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """A temporary folder in `folder` to write these files in; they take their places together when the block ends well.

    The last name is the mark that the others are whole: the old one goes first, the new one comes last, so that files
    of two answers never pass for one. Of a name that was not written the old file goes too. Raises UserError, with
    `folder` as it was, where the disk is full.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder, ignore_cleanup_errors=True) as place:
            stage = Path(place)
            try:
                yield stage
            except UserError as error:
                raise UserError(str(error).replace(str(stage), str(folder))) from error
            (folder / names[-1]).unlink(missing_ok=True)
            for name in names:
                if (stage / name).exists():
                    os.replace(stage / name, folder / name)
                else:
                    (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def sweep(folder: Path) -> None:
    """Remove what a killed run left unfinished in a folder. Only while no other run is in it (paths.held)."""
    with suppress(OSError):
        for entry in folder.iterdir():
            if entry.name.startswith(UNFINISHED) and not entry.name.endswith(".lock"):
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    entry.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError(
        f"{path} could not be written: {error.strerror or error}. Free some space or choose another folder."
    )
