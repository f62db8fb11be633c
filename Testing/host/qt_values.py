"""Values across the border between Slicer code and PySide6: faces and plain integers outside, Qt objects inside."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6

# Qt classes written in Python that stand for Slicer's and CTK's C++ ones: only their slots can be called.
STAND_INS: dict[str, type] = {}
# Their signals that carry a VTK object declare it as `object`: the signature in Slicer -> the declared one.
VTK_SIGNALS: dict[str, str] = {}
# (Qt class, method) -> what is called instead, with the face or its class first: see qt_modules.py.
INTERVENTIONS: dict[tuple[str, str], Callable[..., Any]] = {}
# Makes a face of a PySide6 object. Set by faces.py, which builds on this file.
face_maker: list[Callable[[Any], Any]] = []

T = TypeVar("T", bound=type)


def stand_in(cls: T) -> T:
    """Class decorator: loadable from a form, and reachable as ctk.* or slicer.*."""
    STAND_INS[cls.__name__] = cls
    return cls


class EnumValue(int):
    """A Qt enum value as PythonQt hands it out: an unscoped integer. It keeps PySide6's own member."""

    member: enum.Enum

    def __new__(cls, member: enum.Enum) -> EnumValue:
        value = super().__new__(cls, member.value)
        value.member = member
        return value

    def _combine(self, other: Any, operation: str) -> int:
        mine = self.member
        if isinstance(other, EnumValue) and isinstance(mine, enum.Flag) and type(other.member) is type(mine):
            return EnumValue(getattr(mine, operation)(other.member))
        return getattr(int(self), operation)(int(other))

    def __or__(self, other: Any) -> int:
        return self._combine(other, "__or__")

    def __and__(self, other: Any) -> int:
        return self._combine(other, "__and__")

    def __invert__(self) -> int:
        return EnumValue(~self.member) if isinstance(self.member, enum.Flag) else ~int(self)


def find_enum_value(qt_class: type, name: str) -> EnumValue | None:
    """The value called `name` in one of the class's enums; None where there is none."""
    for owner in qt_class.__mro__:
        for candidate in vars(owner).values():
            if isinstance(candidate, enum.EnumMeta) and name in candidate.__members__:
                return EnumValue(candidate[name])
    return None


def wrap(value: Any) -> Any:
    """What Slicer code sees. Lists come out as tuples, enums as integers, Qt objects as faces."""
    if isinstance(value, enum.Enum):
        return EnumValue(value)
    if isinstance(value, shiboken6.Object):
        return face_maker[0](value)
    return tuple(wrap(v) for v in value) if isinstance(value, list | tuple) else value


def unwrap(value: Any) -> Any:
    """What PySide6 takes: the opposite of `wrap`."""
    if isinstance(value, EnumValue):
        return value.member
    if isinstance(value, list | tuple):
        return [unwrap(v) for v in value]
    # A face, or a face's class (for findChildren).
    return getattr(value, "_qt", value) if hasattr(type(value), "_is_face") else value
