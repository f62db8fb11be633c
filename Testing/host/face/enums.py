"""Qt enum values as PythonQt hands them out: integers, unscoped."""

from __future__ import annotations

import enum
from typing import Any


class EnumValue(int):
    """An int that remembers which Qt enum it comes from, so that PySide6 gets its own member back."""

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

    def __xor__(self, other: Any) -> int:
        return self._combine(other, "__xor__")

    def __invert__(self) -> int:
        return EnumValue(~self.member) if isinstance(self.member, enum.Flag) else ~int(self)

    def __repr__(self) -> str:
        return f"{self.member.name} ({int(self)})"


def find_enum_value(qt_class: type, name: str) -> EnumValue | None:
    """The value called `name` in one of the class's enums; None where there is none."""
    for owner in qt_class.__mro__:
        for candidate in vars(owner).values():
            if isinstance(candidate, enum.EnumMeta) and name in candidate.__members__:
                return EnumValue(candidate[name])
    return None
