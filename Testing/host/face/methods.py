"""Qt methods as PythonQt calls them: positional arguments only, checked, on the main thread."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import Any

from host.face.arguments import check_arguments
from host.face.convert import unwrap, wrap
from host.face.registries import INTERVENTIONS


class BoundMethod:
    """A Qt method of one face. No plain Python function: a signal passes it all of its arguments."""

    def __init__(self, owner: Any, name: str, function: Callable[..., Any]) -> None:
        self._owner, self._name, self._function = owner, name, function

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        if keywords:
            raise ValueError(f"Called {self._name} with keyword arguments, but slots support none: {keywords}")
        return wrap(call_qt(self._name, self._function, args))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoundMethod) and (self._owner, self._name) == (other._owner, other._name)

    def __hash__(self) -> int:
        return hash((id(self._owner), self._name))


def call_qt(name: str, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """The function's bare result. Raises ValueError, as PythonQt does, where the arguments do not fit."""
    plain = tuple(unwrap(a) for a in args)
    try:
        check_arguments(function, plain)
        return function(*plain)
    except TypeError as error:
        innermost = list(traceback.walk_tb(error.__traceback__))[-1][0]
        if innermost.f_code not in (call_qt.__code__, check_arguments.__code__):
            raise  # from the Python code of a stand-in or of the module itself
        raise ValueError(f"Called {name} with wrong arguments {args!r}: {error}") from error


def find_intervention(qt_class: type, name: str) -> Callable[..., Any] | None:
    """What is called instead of this method, if anything."""
    for owner in qt_class.__mro__:
        found = INTERVENTIONS.get((owner.__name__, name.removesuffix("_")))
        if found is not None:
            return found
    return None


def slot(receiver: Any, signature: str) -> Callable[..., Any]:
    """A receiver's slot by its signature, such as "close()": called with as many arguments as it names."""
    name, _, arguments = signature.removesuffix(")").partition("(")
    method = getattr(receiver, name, None)
    if not callable(method):
        raise ValueError(f"slot '{signature}' does not exist on {receiver!r}")
    count = len([a for a in arguments.split(",") if a.strip()])
    return lambda *args: method(*args[:count])


def check_thread(name: str) -> None:
    """Raises RuntimeError elsewhere than on the main thread, where Qt would crash sooner or later."""
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError(f"{name} used outside of the main thread")
