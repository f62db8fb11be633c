"""A file's bytes, unpacked where they are packed, with what reading raises said as one cause.

A file is gzip by its first bytes, whatever its name. Only what is whole and proved by its checksum counts as read.
"""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from MISGroundLib.errors import UserError

# gzip's first bytes, with the only method there is.
GZIP = b"\x1f\x8b\x08"


def open_unpacked(path: Path) -> contextlib.AbstractContextManager[BinaryIO]:
    """A file's bytes, unpacked where it is gzip by its first bytes, whatever its name. Raises UserError."""
    stream = open_file(path)
    if stream.read(3) != GZIP:
        stream.seek(0)
        return stream
    stream.close()
    return gzip.open(path)  # type: ignore[return-value]


def first_bytes(path: Path, count: int) -> bytes:
    """The first bytes of a file, unpacked; fewer where it is shorter. Raises UserError."""
    head = b""
    with said_of(path), open_unpacked(path) as stream:
        try:
            while len(head) < count and (more := stream.read1(count - len(head))):  # type: ignore[attr-defined]
                head += more
        except gzip.BadGzipFile as error:
            if not (head and is_appended(error)):
                raise
    return head


def is_appended(error: gzip.BadGzipFile) -> bool:
    """Whether what was packed is whole and proved, and something else follows it."""
    return "Not a gzipped file" in str(error)


def open_file(path: Path) -> BinaryIO:
    """A file for reading. Raises UserError that says why it cannot be opened."""
    try:
        return path.open("rb")
    except PermissionError as error:
        raise UserError(
            "You may not read {path}: permission was denied. Ask its owner for the right to read it, or copy it.",
            path=path,
        ) from error
    except OSError as error:
        raise UserError(
            "{path} cannot be opened: {reason}. Check the disk or copy it.", path=path, reason=error.strerror or error
        ) from error


@contextlib.contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Turn what reading and unpacking raise into a UserError with the one cause."""
    try:
        yield
    except EOFError as error:
        raise UserError(
            "{path} is cut off: its packed data end too early. Copy or download it again.", path=path
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        if "Not a gzipped file (b'\\x1f')" in str(error):
            raise UserError(
                "{path} is cut off: its packed data end where they begin. Copy or download it again.", path=path
            ) from error
        raise UserError(
            "{path} is damaged: its packed data do not unpack ({error}). Copy or download it again.",
            path=path,
            error=error,
        ) from error
    except MemoryError as error:
        raise UserError(
            "{path} does not fit into memory. Crop or resample it, or close other programs.", path=path
        ) from error
    except PermissionError as error:
        raise UserError(
            "You may not read {path}: permission was denied. Ask its owner, or copy it.", path=path
        ) from error
    except OSError as error:
        raise UserError(
            "{path} cannot be read: {reason}. Check the disk or copy it.", path=path, reason=error.strerror or error
        ) from error
