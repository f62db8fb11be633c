"""The start of the `misground` program: Ctrl+C ends it in one line from here on, before anything else is imported."""

import os
import signal
import sys


def _end(number: int, frame: object) -> None:
    os.write(2, b"misground: cancelled\n")
    os._exit(130)


signal.signal(signal.SIGINT, _end)

from MISGroundLib.cli import main  # noqa: E402 (its imports are what the handler is for)

if __name__ == "__main__":
    sys.exit(main())
