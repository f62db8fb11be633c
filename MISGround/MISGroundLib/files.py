"""Writing files so that a full disk or a kill never leaves half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from MISGroundLib.errors import UserError


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, with its suffixes, that takes its place when the block ends well.

    Raises UserError where the disk is full or the folder cannot be written; the old file is then as it was.
    """
    temporary = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise UserError(
            f"{path} could not be written: {error.strerror or error}. Free some space or choose another folder."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all. Raises UserError as `replaced` does."""
    with replaced(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
