"""Paths: of the shipped files, and as a user gives them, proved before anything slow begins.

Every fault (a scan that is not there, a folder that cannot be written) is a UserError with one cause and the remedy.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from MISGroundLib.errors import UserError, one_line
from MISGroundLib.files import PrivateFolder

# Headers whose voxels lie in a file beside them.
DETACHED = {".nhdr", ".mhd", ".hdr", ".img"}
_SUFFIXES = r"(\.nii\.gz|\.nii|\.nrrd|\.nhdr|\.mha|\.mhd|\.hdr|\.img|\.dcm|\.gz)$"
_SHOWN = 200  # characters of a path in a message
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
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
            raise UserError(f"The path {shown(text)} holds a zero character. Check it.")
    except UnicodeEncodeError as error:
        raise UserError(f"The path {shown(text)} is no name that this system's files can have. Check it.") from error
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
                    raise UserError(f"The folder {shown(source)} is empty: it holds no DICOM series. Give another.")
        elif stat.S_ISREG(mode):
            with source.open("rb") as stream:
                if not stream.read(1):
                    why = "it is empty (0 bytes). Copy it again from where it came."
                    raise UserError(f"{shown(source)} cannot be read: {why}")
        else:
            kind = next((name for test, name in _KINDS if test(mode)), "neither a file nor a folder")
            raise UserError(f"{shown(source)} is {kind}{', not a scan' if scan else ''}. Give a file or a folder.")
    except OSError as error:
        raise UserError(_why_not_read(source, error)) from error
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
        raise UserError(_why_not_written(folder, error)) from error
    return folder


def make_way(path: str | os.PathLike[str]) -> Path:
    """As `make_folder` for the folder of a file that is to be written. Returns the file's `given_path`."""
    file = given_path(path)
    if os.path.islink(file) and not os.path.exists(file):
        raise UserError(_link(file) + " Give another file.")
    if os.path.isdir(file):
        raise UserError(f"{shown(file)} is a folder. Give the name of a file to write.")
    make_folder(file.parent)
    try:
        # A name that is too long or not allowed here. Not written: an older file must stay as it is.
        os.lstat(file)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise UserError(_why_not_written(file, error)) from error
    return file


@contextmanager
def native_path(path: Path) -> Iterator[Path]:
    """The same file or folder under names that C++ libraries can open: they take UTF-8 alone.

    Where a name is not UTF-8 that is a private folder of links, gone at the end; else the path itself.
    """
    if _is_plain(path):
        yield path
        return
    with PrivateFolder("misground-names-") as folder:
        try:
            linked = _linked(path, folder)
        except OSError as error:
            raise UserError(f"{shown(path)} has a name that is not UTF-8. Rename it. ({error.strerror})") from error
        yield linked


@contextmanager
def native_folder(folder: Path) -> Iterator[Path]:
    """As `native_path` for a folder that is written to; its names below are ours."""
    if _can_encode(str(folder)):
        yield folder
        return
    with PrivateFolder("misground-names-") as place:
        link = place / "folder"
        try:
            link.symlink_to(folder, target_is_directory=True)
        except OSError as error:
            raise UserError(f"{shown(folder)} has a name that is not UTF-8. Give another folder.") from error
        yield link


def shown(path: str | os.PathLike[str]) -> str:
    """A path for a message: one that is very long loses its middle."""
    text = os.fspath(path)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]} ({len(text)} characters)"


def _clip(text: str, most: int) -> str:
    """The beginning of a text, at most that many bytes of UTF-8."""
    return one_line(text).encode()[:most].decode("utf-8", "ignore")


def _why_not_read(path: Path, error: OSError) -> str:
    if os.path.islink(path) and not os.path.exists(path):
        annexed = ".git/annex" in _target(path)
        return f"{_link(path)} {'Fetch it with `git annex get`.' if annexed else 'Check where it should lead.'}"
    number = error.errno
    if number in (errno.ENOENT, errno.ENOTDIR):
        return f"There is no file or folder {shown(path)}. Check the path."
    if number in (errno.EACCES, errno.EPERM):
        return f"{shown(path)} may not be read by you. Ask for the permission, or copy it to a folder of your own."
    if number == errno.ENAMETOOLONG:
        return f"The path {shown(path)} is longer than the system allows. Give a shorter one."
    if number == errno.ELOOP:
        return f"{shown(path)} lies below a link that leads back to itself. Mend the link, or give another path."
    return f"{shown(path)} cannot be opened: {_reason(error)}. Check the disk that it is on."


def _why_not_written(path: Path, error: OSError) -> str:
    other = "Give another folder for the answers."
    if error.errno == errno.ENAMETOOLONG:
        return f"The path {shown(path)} is longer than the system allows. Give a shorter one."
    for one in (path, *path.parents):
        if os.path.islink(one) and not os.path.exists(one):
            return f"{_link(one)} {other}"
        if os.path.exists(one) and not os.path.isdir(one):
            above = f" lies below the file {shown(one)}" if one != path else " is a file"
            return f"{shown(path)}{above}. {other}"
    causes = {
        errno.EROFS: "it is on a read-only disk",
        errno.EACCES: "you may not write there",
        errno.EPERM: "you may not write there",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "your share of the disk is used up",
    }
    return f"{shown(path)} cannot be written: {causes.get(error.errno or 0) or _reason(error)}. {other}"


def _link(path: Path) -> str:
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return f"{shown(path)} is a link that leads back to itself."
    return f"{shown(path)} is a link to {shown(_target(path))}, which is not there."


def _target(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return "somewhere"


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


def _can_encode(name: str) -> bool:
    return not re.search(r"[\ud800-\udfff]", name)


def _is_plain(path: Path) -> bool:
    if not _can_encode(str(path)):
        return False
    if not path.is_dir():
        return path.suffix.lower() not in DETACHED or all(map(_can_encode, os.listdir(path.parent)))
    return all(_can_encode(name) for _, *names in os.walk(path) for group in names for name in group)


def _linked(path: Path, folder: Path) -> Path:
    """A folder's tree as links; or a link to a file, and to those beside it that its header may name."""
    used: set[Path] = set()
    if path.is_dir():
        top = folder / _ascii(path.name)
        for number, (where, _, files) in enumerate(os.walk(path)):
            below = top / f"{number}-{_ascii(os.path.basename(where))}" if number else top
            below.mkdir()
            for name in files:
                link = below / _ascii(name)
                while link in used:
                    link = link.with_name(f"_{link.name}")
                used.add(link)
                link.symlink_to(Path(where, name))
        return top
    stem = path.name.split(".")[0]
    for name in os.listdir(path.parent) if path.suffix.lower() in DETACHED else [path.name]:
        # The header may name its data as it is, or mean the file of its own name.
        for one in {name, _ascii(name)} if name.split(".")[0] == stem else ():
            (folder / one).symlink_to(path.parent / name)
    return folder / _ascii(path.name)


def _ascii(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._+ -]", "_", name)
