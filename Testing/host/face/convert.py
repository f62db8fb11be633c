"""Values across the border: PySide6 objects become faces on the way out, and PySide6 objects again on the way in."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

import shiboken6

from host.face.enums import EnumValue

# Makes a face of a PySide6 object. Set by host.face.core, which builds on this file.
face_maker: list[Callable[[Any], Any]] = []


def wrap(value: Any) -> Any:
    """What Slicer code sees. Lists come out as tuples, enums as integers, Qt objects as faces."""
    if isinstance(value, enum.Enum):
        return EnumValue(value)
    if isinstance(value, shiboken6.Object):
        return face_maker[0](value)
    if isinstance(value, list | tuple):
        return tuple(wrap(v) for v in value)
    if isinstance(value, dict):
        return {k: wrap(v) for k, v in value.items()}
    return value


def unwrap(value: Any) -> Any:
    """What PySide6 takes: the opposite of `wrap`."""
    if isinstance(value, EnumValue):
        return value.member
    if isinstance(value, list | tuple):
        return [unwrap(v) for v in value]
    if isinstance(value, dict):
        return {k: unwrap(v) for k, v in value.items()}
    # A face, or a face's class (for findChildren).
    return getattr(value, "_qt", value) if hasattr(type(value), "_is_face") else value
