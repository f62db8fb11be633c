"""What the `misground` command hears and says: options, Ctrl+C, streams that cannot fail it, errors as one line."""

from __future__ import annotations

import argparse
import errno
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_origin

# Nothing that is slow to import: until `run` is called, Ctrl+C ends in a traceback.
from MISGroundLib.errors import UserError, one_line

if TYPE_CHECKING:
    from MISGroundLib.settings import Setting, Settings

EXIT_OK, EXIT_DEFECT, EXIT_USER_ERROR, EXIT_UNANSWERED, EXIT_CANCELLED = 0, 1, 2, 3, 130
TRACEBACK = "MISGROUND_TRACEBACK"


class Stream:
    """A text stream that goes on without its reader (`| head`, a full disk, a closed console).

    A character that its encoding lacks is written as an escape: an answer in Chinese is not lost on a Western console.
    """

    def __init__(self, stream: Any) -> None:
        """stream: sys.stdout or sys.stderr, None where it is closed."""
        self._stream = stream
        self.trouble: Exception | None = None
        with suppress(AttributeError, OSError, ValueError):
            stream.reconfigure(errors="backslashreplace")

    def __getattr__(self, name: str) -> Any:
        """All else is the stream's own."""
        if self._stream is None:
            raise AttributeError(name)
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, and let whole lines out at once, so that a process that is killed has said them."""
        if self._stream is not None and self.trouble is None:
            try:
                self._stream.write(text)
                if "\n" in text:
                    self._stream.flush()
            except (OSError, ValueError) as error:
                self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """Let out what was written."""
        if self._stream is not None and self.trouble is None:
            try:
                self._stream.flush()
            except (OSError, ValueError) as error:
                self._give_up(error)

    def isatty(self) -> bool:
        """Whether a person watches it."""
        with suppress(AttributeError, OSError, ValueError):
            return bool(self._stream.isatty())
        return False

    @property
    def lost(self) -> bool:
        """Whether something was not written, and not because the reader had enough."""
        return isinstance(self.trouble, OSError) and self.trouble.errno not in (errno.EPIPE, errno.EINVAL)

    def _give_up(self, error: Exception) -> None:
        self.trouble = error
        # What waits in the buffer would fail once more when the interpreter ends, with a traceback.
        with suppress(AttributeError, OSError, ValueError):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self._stream.fileno())
            os.close(nothing)


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors are one plain line."""

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        message = re.sub(r"^argument ", "", message)
        dashed = next((word for word in sys.argv[1:] if word.startswith("-") and os.path.exists(word)), None)
        if dashed:
            message = f"{dashed} begins with a dash. Write ./{dashed}"
        elif "expected one argument" in message:
            message += ". Where it begins with a dash, write it after an equals sign, as in --query=-x"
        self.exit(EXIT_USER_ERROR, f"misground: {one_line(message)}. `{self.prog} --help` lists what can be given.\n")


def path(text: str) -> Path:
    """An argument that is a path."""
    return Path(words(text))


def words(text: str) -> str:
    """An argument that must not be empty."""
    if not text.strip():
        raise argparse.ArgumentTypeError("nothing was given")
    return text


def add_settings(parser: argparse.ArgumentParser, command: str, without: Collection[str] = ()) -> None:
    """Add the options of a command (settings.GROUND, BENCH or GRAPH) as the settings are declared, but for some."""
    from MISGroundLib.settings import Settings, declared_settings

    for one in declared_settings(Settings):
        if one.flag and command in one.commands and one.name not in without:
            parser.add_argument(one.flag, dest=one.name, help=one.help, **_reading(one))


def _reading(one: Setting) -> dict[str, Any]:
    """How argparse reads a setting."""
    if one.kind is bool:
        return {"action": "store_true"}
    if get_origin(one.kind) is tuple:
        return {"action": "append", "default": [*one.default], "choices": one.choices}
    return {"type": one.kind, "default": one.first, "choices": one.choices or None, "metavar": one.metavar}


def given_settings(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that a command has, by name."""
    from MISGroundLib.settings import Settings, declared_settings

    return {one.name: getattr(options, one.name) for one in declared_settings(Settings) if one.name in options}


def settings_from(options: argparse.Namespace) -> Settings:
    """The settings of a command, and the defaults of those that it lacks. Raises UserError for what is not accepted."""
    from MISGroundLib.settings import Settings

    try:
        return Settings.of(**given_settings(options))
    except ValueError as error:
        raise UserError(f"{error}.") from error


class _Interrupt:
    """Ctrl+C as KeyboardInterrupt that is remembered: libraries turn it into errors of their own."""

    def __init__(self) -> None:
        self.pressed = False

    def __call__(self, number: int, frame: object) -> None:
        self.pressed = True
        raise KeyboardInterrupt


def run(work: Callable[[], int]) -> int:
    """Run a command to its exit status. Whatever happens is said in one line, on streams that cannot fail."""
    before, interrupt = (sys.stdout, sys.stderr), _Interrupt()
    old_handler = _handle(interrupt)
    out, err = Stream(sys.stdout), Stream(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        try:
            status = work()
        except KeyboardInterrupt:
            status = _cancelled()
        except Exception as error:
            status = _cancelled() if interrupt.pressed else _failed(error)
        out.flush()
        if out.lost:
            print(f"misground: what was found could not be printed ({out.trouble}).", file=err)
            status = status or EXIT_USER_ERROR
        err.flush()
        return status
    finally:
        sys.stdout, sys.stderr = before
        if not interrupt.pressed:
            _handle(old_handler)


def _handle(handler: Any) -> Any:
    """Set what Ctrl+C does; returns what it did. Only a main thread may."""
    with suppress(ValueError, TypeError):
        return signal.signal(signal.SIGINT, handler)
    return None


def _cancelled() -> int:
    # A second Ctrl+C must not break into the end.
    _handle(signal.SIG_IGN)
    print("misground: cancelled", file=sys.stderr)
    return EXIT_CANCELLED


def _failed(error: Exception) -> int:
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    if isinstance(error, UserError):
        print(f"misground: {error}", file=sys.stderr)
        return EXIT_USER_ERROR
    if isinstance(error, OSError):
        file = f"{error.filename}: " if error.filename else ""
        print(f"misground: {one_line(f'{file}{error.strerror or error}')}.", file=sys.stderr)
        return EXIT_USER_ERROR
    if isinstance(error, MemoryError):
        print("misground: There is not enough memory. Close other programs, or give a smaller scan.", file=sys.stderr)
        return EXIT_USER_ERROR
    reason = one_line(f"{type(error).__name__}: {error}")
    how = f"with what is printed where {TRACEBACK}=1 is set"
    print(f"misground: a defect of MISGround: {reason}. Please report it, {how}.", file=sys.stderr)
    return EXIT_DEFECT


@contextmanager
def result_alone() -> Iterator[None]:
    """What the block prints goes to stderr, whoever prints it, so that stdout can hold a result and nothing else."""
    sys.stdout.flush()
    kept = None
    with suppress(OSError):  # a stream that is closed
        kept = os.dup(1)
        os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        if kept is not None:
            os.dup2(kept, 1)
            os.close(kept)


def say_written(where: Path | str) -> None:
    """Tell where an answer lies."""
    print(f"Written to {where}", file=sys.stderr)


@contextmanager
def counting(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that shows how far it is (done, count), and the time left. What was there at the start is not counted."""
    from tqdm import tqdm

    with tqdm(unit=unit, file=sys.stderr) as bar:

        def show(done: int, count: int) -> None:
            if bar.total is None:
                bar.initial = bar.n = done
            bar.total = count
            bar.update(done - bar.n)

        yield show
