"""What may stand in Annotated[...]: a default value and the checks a value must pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Default:
    """The value a parameter has at first."""

    def __init__(self, value: Any = None, *, generator: Callable[[], Any] | None = None) -> None:
        self._value = value
        self._generator = generator

    @property
    def value(self) -> Any:
        return self._generator() if self._generator else self._value


class Validator:
    """Base class: `validate(value)` raises ValueError (or TypeError) for a value that must not be written."""

    def validate(self, value: Any) -> None:
        raise ValueError(f"{type(self).__name__} does not check anything")


class NotNone(Validator):
    """Anything but None."""

    def validate(self, value: Any) -> None:
        if value is None:
            raise ValueError("Value must not be None")


class IsInstance(Validator):
    """None or an instance of a class."""

    def __init__(self, classtype: Any) -> None:
        self.classtype = classtype

    def validate(self, value: Any) -> None:
        if value is not None and not isinstance(value, self.classtype):
            raise TypeError(f"Value must be of type {self.classtype}, is {type(value)}: {value!r}")


class WithinRange(Validator):
    """From minimum to maximum, both allowed."""

    def __init__(self, minimum: float, maximum: float) -> None:
        self.minimum = minimum
        self.maximum = maximum

    def validate(self, value: Any) -> None:
        if not self.minimum <= value <= self.maximum:
            raise ValueError(f"Value must be within range [{self.minimum}, {self.maximum}], is {value}")


class Minimum(Validator):
    """At least minimum."""

    def __init__(self, minimum: float) -> None:
        self.minimum = minimum

    def validate(self, value: Any) -> None:
        if value < self.minimum:
            raise ValueError(f"Value must be at least {self.minimum}, is {value}")


class Maximum(Validator):
    """At most maximum."""

    def __init__(self, maximum: float) -> None:
        self.maximum = maximum

    def validate(self, value: Any) -> None:
        if value > self.maximum:
            raise ValueError(f"Value must be at most {self.maximum}, is {value}")


class Choice(Validator):
    """One of a list."""

    def __init__(self, choices: Any) -> None:
        self.choices = choices

    def validate(self, value: Any) -> None:
        if value not in self.choices:
            raise ValueError(f"Value is {value!r}, but must be one of {self.choices}")


class Exclude(Validator):
    """None of a list."""

    def __init__(self, excludedValues: Any) -> None:
        self.excludedValues = excludedValues

    def validate(self, value: Any) -> None:
        if value in self.excludedValues:
            raise ValueError(f"Value is {value!r}, which is one of {self.excludedValues}")
