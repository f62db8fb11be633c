"""What a worker's end means, in words for the user."""

from __future__ import annotations

import signal
import sys

_RESTART = "The next query starts the model afresh."
_AGAIN = "If it happens again, choose another model or device."
_TOO_BIG = f"Choose a smaller model, or close other programs and ask again. {_RESTART}"


def explain_exit(exit_code: int, stderr: str) -> tuple[str, str]:
    """A slug and a sentence for the exit code (a signal as -n) and the last stderr lines of a worker that ended."""
    text = stderr.lower()
    if "memoryerror" in text or "out of memory" in text or "can't allocate memory" in text:
        return "out-of-memory", f"The computer ran out of memory while the model was working. {_TOO_BIG}"
    if "no module named" in text and "misgroundlib" not in text:
        missing = stderr.lower().rsplit("no module named", 1)[1].strip().splitlines()[0].strip(" '\"")
        return "missing-package", (
            f"The Python package {missing} is missing. "
            "Install MISGround's Python packages (see README), then ask again."
        )
    if exit_code < 0 and sys.platform != "win32":
        name = _signal_name(-exit_code)
        if -exit_code == signal.SIGKILL:
            return "killed", (
                "The model's process was killed from outside. This often means that the computer ran out of memory. "
                + _TOO_BIG
            )
        if -exit_code == signal.SIGTERM:
            return "killed", f"The model's process was ended from outside. {_RESTART}"
        return "crashed", f"The model's process crashed ({name}). {_RESTART} {_AGAIN}"
    return "crashed", f"The model's process ended unexpectedly (exit code {exit_code}). {_RESTART} {_AGAIN}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
