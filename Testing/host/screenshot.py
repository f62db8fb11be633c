"""A picture of a widget, for people to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from host.face.convert import unwrap


def screenshot(widget: Any, path: str | Path, size: tuple[int, int] | None = None) -> Path:
    """Write a PNG. Raises RuntimeError where there is no font to draw text with, naming the package to install."""
    if not QFontDatabase.families():
        raise RuntimeError("no font is installed, so text would be blank: install fontconfig and fonts-dejavu-core")
    shown = unwrap(widget)
    if size is not None:
        shown.resize(*size)
    shown.show()
    QApplication.processEvents()
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not shown.grab().save(str(path), "PNG"):
        raise RuntimeError(f"could not write {path}")
    return path
