"""`slicer.i18n`: texts go through the application's translator and come back, as no translation is loaded."""

from __future__ import annotations

import inspect
from pathlib import Path


def translate(context: str, text: str) -> str:
    """Translate `text` in a named context."""
    from slicer import app

    return app.translate(context, text)


def getContext(sourceFile: str) -> str:
    """A file's context: its name, after its package's where it is in one."""
    path = Path(sourceFile)
    return f"{path.parent.name}.{path.stem}" if (path.parent / "__init__.py").is_file() else path.stem


def tr(text: str) -> str:
    """Translate `text` in the context of the file that calls."""
    frame = inspect.currentframe()
    caller = frame.f_back if frame else None
    return translate(getContext(caller.f_code.co_filename if caller else ""), text)
