"""Signals as PythonQt connects them: by signature or as an attribute, surplus arguments left off."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

from PySide6 import QtCore
from PySide6.QtCore import QMetaMethod, QMetaObject, QObject

from host.qt_values import VTK_SIGNALS, unwrap, wrap

_signals: dict[type, dict[str, list[str]]] = {}


def signal_signatures(qt_object: QObject, name: str) -> list[str]:
    """All signatures of the signals called `name`, in the meta-object's order."""
    signatures = _signals.get(type(qt_object))
    if signatures is None:
        signatures = _signals[type(qt_object)] = {}
        meta = qt_object.metaObject()
        for method in map(meta.method, range(meta.methodCount())):
            if method.methodType() == QMetaMethod.MethodType.Signal:
                known = signatures.setdefault(method.name().data().decode(), [])
                known.append(method.methodSignature().data().decode())
    return signatures.get(name, [])


class FaceSignal:
    """A signal of one object. Calling it emits it, as in PythonQt."""

    def __init__(self, qt_object: QObject, signature: str) -> None:
        self._qt = qt_object
        self._signature = signature

    def connect(self, receiver: Callable[..., Any]) -> bool:
        """Call `receiver` whenever the signal is emitted. Raises TypeError for what cannot be called."""
        if not callable(receiver):
            raise TypeError(f"cannot connect {self._signature} to {receiver!r}: it cannot be called")
        handler = make_handler(receiver)
        if not QObject.connect(self._qt, QtCore.SIGNAL(self._signature), handler):
            raise ValueError(f"cannot connect {self._signature}")
        _connections(self._qt).append((self._signature, receiver, handler))
        return True

    def disconnect(self, receiver: Callable[..., Any] | None = None) -> bool:
        """Undo `connect`; all of this signal's connections without a receiver. False where there was none."""
        found = [c for c in _connections(self._qt) if c[0] == self._signature and receiver in (None, c[1])]
        for connection in found if receiver is None else found[:1]:
            QObject.disconnect(self._qt, QtCore.SIGNAL(self._signature), connection[2])
            _connections(self._qt).remove(connection)
        return bool(found)

    def emit(self, *args: Any) -> None:
        """Emit the signal."""
        QObject.emit(self._qt, QtCore.SIGNAL(self._signature), *[unwrap(a) for a in args])

    __call__ = emit

    def __repr__(self) -> str:
        return f"<qt signal {self._signature}>"


def find_signal(qt_object: QObject, signature: str) -> FaceSignal:
    """The signal with exactly this signature, such as "clicked(bool)". Raises ValueError for an unknown one.

    PythonQt only prints and returns False; a test should stop there.
    """
    if not isinstance(signature, str):
        raise ValueError(f"the signal must be given as text, such as 'clicked(bool)', not {signature!r}")
    normalized = QMetaObject.normalizedSignature(signature).data().decode()
    known = signal_signatures(qt_object, normalized.partition("(")[0])
    class_name = qt_object.metaObject().className()
    exact = VTK_SIGNALS.get(f"{class_name}::{normalized}", normalized)
    if exact not in known:
        raise ValueError(f"signal '{signature}' does not exist on {class_name}; known: {known}")
    return FaceSignal(qt_object, exact)


def _connections(qt_object: QObject) -> list[tuple[str, Callable[..., Any], Callable[..., Any]]]:
    connections = getattr(qt_object, "_face_connections", None)
    if connections is None:
        connections = qt_object._face_connections = []  # type: ignore[attr-defined]
    return connections


def _argument_count(receiver: Callable[..., Any]) -> int | None:
    """How many arguments PythonQt would pass: as many as a plain function or method names; None = all."""
    bound = isinstance(receiver, types.MethodType)
    function = receiver.__func__ if isinstance(receiver, types.MethodType) else receiver
    if not isinstance(function, types.FunctionType) or function.__code__.co_flags & 0x04:
        return None
    return function.__code__.co_argcount - bound


def make_handler(receiver: Callable[..., Any]) -> Callable[..., None]:
    """Calls the receiver with faces, as many as it takes; what it raises goes to sys.excepthook, as in PythonQt."""
    count = _argument_count(receiver)

    def handler(*args: Any) -> None:
        try:
            receiver(*[wrap(a) for a in args][:count])
        except Exception:
            sys.excepthook(*sys.exc_info())

    return handler
