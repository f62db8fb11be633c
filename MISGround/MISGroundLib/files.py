"""Writing files so that a full disk or a kill never leaves half of one, nor files of two answers side by side.

Nothing unfinished stays for long.
"""

from __future__ import annotations

import errno
import glob
import json
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from MISGroundLib.errors import UserError, clean, clean_text

# What is not finished lies in folders of this prefix, beside its target.
UNFINISHED = ".misground-"

# Locked by a folder's process for as long as it lives; the system lets go of it whatever ends the process.
_OWNER = ".owner"


class PrivateFolder:
    """A folder for what must not stay: only this user can read it, and it goes with the object.

    What a killed process left is removed when the next folder of that prefix is made in that place. No clock and no
    process number is trusted for that: a folder is left over where nobody holds its lock.
    """

    def __init__(self, prefix: str, parent: Path | None = None) -> None:
        """Make it in `parent`, the system's temporary folder by default. Raises OSError."""
        place = Path(tempfile.gettempdir() if parent is None else parent)
        _sweep(place, prefix)
        self.path, owner = _made(place, prefix)
        self._finalizer = weakref.finalize(self, _remove, self.path, owner)

    def remove(self) -> None:
        """Remove it with all that is in it. May be called again."""
        self._finalizer()

    def __enter__(self) -> Path:
        """Its path; removed on the way out."""
        return self.path

    def __exit__(self, *_: object) -> None:
        """Remove."""
        self.remove()


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A temporary path of the same name that takes the place of `path` when the block ends well.

    Raises UserError where the disk is full or the folder cannot be written; the old file is then as it was.
    """
    try:
        with PrivateFolder(UNFINISHED, path.parent) as folder:
            yield folder / path.name
            os.replace(folder / path.name, path)
    except OSError as error:
        raise _unwritable(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all, its text made clean. Raises UserError as `replaced` does."""
    with replaced(path) as temporary:
        temporary.write_text(clean_text(text), encoding="utf-8")


def write_json(path: Path, document: Any) -> None:
    """Write JSON that any reader takes (`errors.clean`) whole or not at all. Raises UserError as `replaced` does."""
    write_text(path, json.dumps(clean(document), indent=1, allow_nan=False))


@contextmanager
def staged(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """A temporary folder in `folder` to write these files in; they take their places together when the block ends well.

    The last name is the mark that the others are whole: the old one goes first, the new one comes last, so that files
    of two answers never pass for one. Of a name that was not written the old file goes too. Raises UserError, with
    `folder` as it was, where the disk is full.
    """
    try:
        with PrivateFolder(UNFINISHED, folder) as stage:
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
    """Remove what killed runs left unfinished in a folder."""
    _sweep(folder, UNFINISHED)


class InUseError(UserError):
    """Another run is at the same folder."""


@contextmanager
def held(folder: Path, wait: bool = False) -> Iterator[None]:
    """Keep other runs out of a folder; the system lets go of a killed one's. Nothing where it knows no locks.

    Raises InUseError where another run is in it, unless `wait`: then it is waited for.
    """
    descriptor = _lockable(folder)
    try:
        if descriptor is not None and _locked(descriptor, wait) is False:
            raise InUseError(f"Another run is writing to {folder}. Wait for it, or give another folder.")
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lockable(folder: Path) -> int | None:
    try:
        if sys.platform == "win32":  # There a folder cannot be opened.
            return os.open(folder / ".misground.lock", os.O_RDWR | os.O_CREAT)
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError(
        f"{path} could not be written: {error.strerror or error}. Free some space or choose another folder."
    )


def _made(place: Path, prefix: str) -> tuple[Path, int]:
    """A new folder and the descriptor that holds its lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        # Another process that sweeps meanwhile may take the folder for left over: then make another.
        with suppress(FileNotFoundError):
            owner = os.open(folder / _OWNER, os.O_RDWR | os.O_CREAT, 0o600)
            if _locked(owner) is not False and (folder / _OWNER).exists():
                return folder, owner
            os.close(owner)


def _remove(folder: Path, owner: int) -> None:
    if sys.platform == "win32":  # A file that is open cannot be removed there.
        os.close(owner)
    shutil.rmtree(folder, ignore_errors=True)
    if sys.platform != "win32":
        os.close(owner)


def _sweep(place: Path, prefix: str) -> None:
    """Remove the folders that killed processes of this user left."""
    for name in glob.glob(f"{glob.escape(prefix)}*", root_dir=place, include_hidden=True):
        folder = place / name
        with suppress(OSError):
            if folder.is_symlink() or not folder.is_dir() or not _is_mine(folder):
                continue
            if not (folder / _OWNER).exists():
                folder.rmdir()  # Killed before it was locked; one that holds something is not ours.
                continue
            owner = os.open(folder / _OWNER, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            if _locked(owner):
                _remove(folder, owner)
            else:
                os.close(owner)


def _is_mine(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _locked(descriptor: int, wait: bool = False) -> bool | None:
    """Take a file's lock; False where another holds it, None where the file system knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        return False if error.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK) else None
    return True
