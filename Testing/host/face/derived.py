"""Classes that Slicer code derives from Qt's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from host.face.convert import unwrap, wrap


def with_overrides(name: str, qt_class: type, namespace: dict[str, Any]) -> type:
    """A Qt subclass whose virtual methods are those that the Python class defines."""

    def forward(key: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def override(self: Any, *args: Any) -> Any:
            if not hasattr(self, "_python"):  # called by the Qt constructor
                return getattr(super(made, self), key)(*args)
            return unwrap(function(self._python(), *[wrap(a) for a in args]))

        return override

    overrides = {
        key: forward(key, function)
        for key, function in namespace.items()
        if callable(function) and not key.startswith("_") and callable(getattr(qt_class, key, None))
    }
    made = type(name, (qt_class,), overrides)
    return made
