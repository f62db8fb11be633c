"""Refuses what PySide6 takes and PythonQt does not, or not in the same way: None for a text, 2.7 for a number."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

# PySide6's own description of its functions; there is no public way to it.
from shibokensupport.signature import get_signature

_ACCEPTED: dict[Any, Callable[[Any], bool]] = {
    str: lambda value: isinstance(value, str),
    bool: lambda value: isinstance(value, bool | int),
    int: lambda value: hasattr(value, "__index__"),
    float: lambda value: hasattr(value, "__float__"),
}


def check_arguments(function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """Raises TypeError when no overload takes these texts and numbers. Everything else is left to PySide6 itself."""
    if not args or inspect.isfunction(function) or inspect.ismethod(function):
        return
    described = get_signature(function)
    overloads = described if isinstance(described, list) else [described] if described else []
    taking = [kinds for kinds in (_kinds(overload, len(args)) for overload in overloads) if kinds is not None]
    if taking and not any(_fits(kinds, args) for kinds in taking):
        raise TypeError(f"takes {' or '.join(str(o) for o in overloads)}")


def _kinds(overload: inspect.Signature, count: int) -> list[Any] | None:
    """The annotated types of an overload's arguments; None where it does not take that many."""
    parameters = [p for p in overload.parameters.values() if p.name != "self" and p.kind != p.KEYWORD_ONLY]
    required = [p for p in parameters if p.default is p.empty]
    return [p.annotation for p in parameters] if len(required) <= count <= len(parameters) else None


def _fits(kinds: list[Any], args: tuple[Any, ...]) -> bool:
    return all(_ACCEPTED.get(kind, lambda _: True)(value) for kind, value in zip(kinds, args, strict=False))
