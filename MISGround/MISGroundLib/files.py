"""Files: where the shipped ones are, paths as a user gives them, and writing whole files or none.

Paths are checked before anything slow begins; every fault (a scan that is not there, a folder that cannot be written)
is a UserError with one cause and the remedy. A full disk or a kill never leaves half a file, nor files of two answers
side by side, and what a killed process left unfinished is removed by the next one.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import json
import os
import re
import shutil
import stat
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from MISGroundLib.errors import Sentence, UserError, clean, clean_text, one_line

# What is not finished lies in folders of this prefix, beside its target.
UNFINISHED = ".misground-"

# Locked by a folder's process for as long as it lives; the system lets go of it whatever ends the process.
_OWNER = ".owner"
# Headers whose voxels lie in a file beside them.
DETACHED = {".nhdr", ".mhd", ".hdr", ".img"}
_SUFFIXES = r"(\.nii\.gz|\.nii|\.nrrd|\.nhdr|\.mha|\.mhd|\.hdr|\.img|\.dcm|\.gz)$"
_SHOWN = 200  # characters of a path in a message
_TOO_LONG = "The path {path} is longer than the system allows. Give a shorter one."
_KINDS = (
    (stat.S_ISFIFO, Sentence("a pipe")),
    (stat.S_ISCHR, Sentence("a device")),
    (stat.S_ISBLK, Sentence("a device")),
    (stat.S_ISSOCK, Sentence("a socket")),
)


def resource(*parts: str) -> Path:
    """The path of a shipped file, e.g. ``resource("Anatomy", "structures.json")``.

    In Slicer and in a checkout Resources lies beside MISGroundLib; a wheel carries it inside the package.
    """
    library = Path(__file__).resolve().parent
    beside = library.parent / "Resources"
    return (beside if beside.is_dir() else library / "Resources").joinpath(*parts)


def given_path(path: str | os.PathLike[str]) -> Path:
    """The absolute path with the name that the user gave: links stay, "." and ".." go.

    Raises UserError for one that is empty or can be no path of this system.
    """
    text = os.fspath(path)
    if not text.strip():
        raise UserError("A path is empty. Give the path of a file or a folder.")
    try:
        if b"\0" in os.fsencode(text):
            raise UserError("The path {text} holds a zero character. Check it.", text=shown(text))
    except UnicodeEncodeError as error:
        raise UserError(
            "The path {text} is no name that this system's files can have. Check it.", text=shown(text)
        ) from error
    try:
        whole = Path(text).expanduser()
    except RuntimeError:  # ~nobody
        whole = Path(text)
    if ".." in whole.parts:
        # Of a link's "..", the system and a reading of the words alone are not of one mind.
        last = "" if whole.name == ".." else whole.name
        whole = Path(os.path.realpath(whole.parent if last else whole)) / last
    return Path(os.path.abspath(whole))


def path_key(path: str | os.PathLike[str]) -> str:
    """12 hex digits for the path that the user gave: the same in every call, whatever else is given with it."""
    return hashlib.sha256(os.fsencode(given_path(path))).hexdigest()[:12]


def result_folder_name(path: str | os.PathLike[str]) -> str:
    """A folder name for a scan's answers: up to two folders above it, its name, and `path_key`.

    It follows from the path alone, and any file system takes it: letters, digits, - and _, at most 100 bytes.
    """
    given = given_path(path)
    stem = re.sub(_SUFFIXES, "", given.name, flags=re.IGNORECASE)
    parts = [*given.parent.parts[1:][-2:], stem]
    words = [re.sub(r"[^\w-]+|_+", "_", _clip(one, 24)).strip("_-") for one in parts]
    name = "_".join([word for word in words if word] or ["volume"])
    # UTF-8 on the disk, whatever the locale says of file names.
    return os.fsdecode(f"{name}-{path_key(given)}".encode())


def check_source(path: str | os.PathLike[str], scan: bool = True) -> Path:
    """`given_path` of a file or folder that can be opened. Reads no more than a byte. scan: for the words of a message.

    Raises UserError for what is not there, may not be read, is empty, or is neither a file nor a folder.
    """
    source = given_path(path)
    try:
        mode = source.stat().st_mode
        if stat.S_ISDIR(mode):
            with os.scandir(source) as entries:
                if next(entries, None) is None and scan:
                    raise UserError(
                        "The folder {source} is empty: it holds no DICOM series. Give another.", source=shown(source)
                    )
        elif stat.S_ISREG(mode):
            with source.open("rb") as stream:
                if not stream.read(1):
                    raise UserError(
                        "{source} cannot be read: it is empty (0 bytes). Copy it again from where it came.",
                        source=shown(source),
                    )
        else:
            kind = next((name for test, name in _KINDS if test(mode)), Sentence("neither a file nor a folder"))
            raise UserError(
                "{source} is {kind}{value}. Give a file or a folder.",
                source=shown(source),
                kind=kind,
                value=Sentence(", not a scan") if scan else "",
            )
    except OSError as error:
        raise _why_not_read(source, error) from error
    return source


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Make a folder for answers, with those above it, and prove that a file can be written there.

    Returns `given_path`. Raises UserError where it is or lies below a file, is a link that leads nowhere, is not the
    user's to write, is too long, or its disk is full.
    """
    folder = given_path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"?")
            probe.flush()
    except OSError as error:
        raise _why_not_written(folder, error) from error
    return folder


def make_way(path: str | os.PathLike[str]) -> Path:
    """As `make_folder` for the folder of a file that is to be written. Returns the file's `given_path`."""
    file = given_path(path)
    if os.path.islink(file) and not os.path.exists(file):
        raise UserError("{link} Give another file.", link=_link(file))
    if os.path.isdir(file):
        raise UserError("{file} is a folder. Give the name of a file to write.", file=shown(file))
    make_folder(file.parent)
    try:
        # A name that is too long or not allowed here. Not written: an older file must stay as it is.
        os.lstat(file)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _why_not_written(file, error) from error
    return file


def shown(path: str | os.PathLike[str]) -> str:
    """A path for a message: one that is very long loses its middle."""
    text = os.fspath(path)
    return (
        text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}\u2026{text[-_SHOWN // 2 :]} ({len(text)} characters)"
    )


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
            raise InUseError("Another run is writing to {folder}. Wait for it, or give another folder.", folder=folder)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _clip(text: str, most: int) -> str:
    """The beginning of a text, at most that many bytes of UTF-8."""
    return one_line(text).encode()[:most].decode("utf-8", "ignore")


def _why_not_read(path: Path, error: OSError) -> UserError:
    if os.path.islink(path) and not os.path.exists(path):
        if ".git/annex" in _target(path):
            return UserError("{link} Fetch it with `git annex get`.", link=_link(path))
        return UserError("{link} Check where it should lead.", link=_link(path))
    number, name = error.errno, shown(path)
    if number in (errno.ENOENT, errno.ENOTDIR):
        return UserError("There is no file or folder {path}. Check the path.", path=name)
    if number in (errno.EACCES, errno.EPERM):
        return UserError(
            "{path} may not be read by you. Ask for the permission, or copy it to a folder of your own.", path=name
        )
    if number == errno.ENAMETOOLONG:
        return UserError(_TOO_LONG, path=name)
    if number == errno.ELOOP:
        return UserError(
            "{path} lies below a link that leads back to itself. Mend the link, or give another path.", path=name
        )
    return UserError(
        "{path} cannot be opened: {reason}. Check the disk that it is on.", path=name, reason=_reason(error)
    )


def _why_not_written(path: Path, error: OSError) -> UserError:
    name = shown(path)
    if error.errno == errno.ENAMETOOLONG:
        return UserError(_TOO_LONG, path=name)
    for one in (path, *path.parents):
        if os.path.islink(one) and not os.path.exists(one):
            return UserError("{link} Give another folder for the answers.", link=_link(one))
        if os.path.exists(one) and not os.path.isdir(one):
            if one == path:
                return UserError("{path} is a file. Give another folder for the answers.", path=name)
            return UserError(
                "{path} lies below the file {file}. Give another folder for the answers.", path=name, file=shown(one)
            )
    causes = {
        errno.EROFS: Sentence("it is on a read-only disk"),
        errno.EACCES: Sentence("you may not write there"),
        errno.EPERM: Sentence("you may not write there"),
        errno.ENOSPC: Sentence("the disk is full"),
        errno.EDQUOT: Sentence("your share of the disk is used up"),
    }
    return UserError(
        "{path} cannot be written: {reason}. Give another folder for the answers.",
        path=name,
        reason=causes.get(error.errno or 0) or _reason(error),
    )


def _link(path: Path) -> Sentence:
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return Sentence("{path} is a link that leads back to itself.", path=shown(path))
    nowhere = "{path} is a link to {target}, which is not there."
    return Sentence(nowhere, path=shown(path), target=shown(_target(path)))


def _target(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return "somewhere"


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


def _lockable(folder: Path) -> int | None:
    try:
        if sys.platform == "win32":  # There a folder cannot be opened.
            return os.open(folder / ".misground.lock", os.O_RDWR | os.O_CREAT)
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def files_below(place: Path) -> list[Path]:
    """Every file in a folder and below it, links to folders included, save those that lead back."""
    found: list[Path] = []
    seen = {os.path.realpath(folder) for folder in place.parents}
    for folder, below, names in os.walk(place, followlinks=True):
        if (real := os.path.realpath(folder)) in seen:
            below.clear()
            continue
        seen.add(real)
        found += [path for name in names if (path := Path(folder, name)).is_file()]
    return sorted(found)


def _unwritable(path: Path, error: OSError) -> UserError:
    if isinstance(error, IsADirectoryError):
        there = Path(error.filename2 or error.filename or path)
        return UserError("{there} is a folder where a file is to be written. Move it away.", there=shown(there))
    return UserError(
        "{path} could not be written: {reason}. Free some space or choose another folder.",
        path=path,
        reason=error.strerror or error,
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
