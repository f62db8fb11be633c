"""Python 3.11 counts the references to None; PySide6 6.12 drops one too many with each Qt call that returns nothing.

After some thousand calls None would be freed and the interpreter would abort. Python 3.12 made None immortal.
"""

import ctypes
import sys

if sys.version_info < (3, 12):
    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40
