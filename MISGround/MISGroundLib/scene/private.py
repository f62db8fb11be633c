"""A scene apart from the user's, for what is only written to disk."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from MISGroundLib.scene.headless import Headless


@contextmanager
def private_scene() -> Iterator[Any]:
    """A vtkMRMLScene of its own, with its own logics and slice views; taken down at the end."""
    headless: Headless | None = None
    try:
        with undisturbed():
            # VTK, too, is imported whole or not at all.
            from MISGroundLib.scene.headless import boot

            headless = boot()
        yield headless.scene
    finally:
        if headless is not None:
            with undisturbed():
                headless.close()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a Ctrl+C wait: a scene that is half built, or half taken down, crashes the interpreter."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)
    if pressed:
        signal.raise_signal(signal.SIGINT)
