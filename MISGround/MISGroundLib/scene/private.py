"""A scene apart from the user's, for what is only written to disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from MISGroundLib.scene.headless import boot


@contextmanager
def private_scene() -> Iterator[Any]:
    """A vtkMRMLScene of its own, with its own logics and slice views; taken down at the end."""
    with boot() as headless:
        yield headless.scene
