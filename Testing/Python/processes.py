"""Looking at processes from outside."""

import os


def is_alive(pid: int) -> bool:
    """Running, or a zombie that nobody waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
