"""Python 3.11 counts references to None, True and False; PySide6 6.12 drops one too many wherever it hands one out.

After some thousand calls the constant would be freed and the interpreter would abort. Python 3.12 made them immortal.
"""

import ctypes
import sys

if sys.version_info < (3, 12):
    for constant in (None, True, False, NotImplemented, Ellipsis):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40
