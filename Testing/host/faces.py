"""The face of a Qt object: one flat class for every Qt class, as PythonQt makes them.

As in PythonQt: `isinstance(qt.QLabel(), qt.QWidget)` is False; a new attribute raises; a child can be reached by its
name; a destroyed object raises. Not here: classes that Slicer code derives from Qt's (the module derives none).
"""

from __future__ import annotations

import weakref
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from host.qt_members import (
    BoundMethod,
    call_qt,
    check_thread,
    dynamic_properties,
    find_intervention,
    find_member,
    find_property,
    qobject_attribute,
    slot,
    write_property,
)
from host.qt_signals import find_signal
from host.qt_values import STAND_INS, face_maker, find_enum_value, unwrap

_classes: dict[type, FaceType] = {}
_faces: weakref.WeakValueDictionary[int, Face] = weakref.WeakValueDictionary()


class FaceType(type):
    """The type of the face classes: enum values and static methods as attributes."""

    _is_face = True
    _qt: type

    def __getattr__(cls, name: str) -> Any:
        if name == "_qt":
            return cls._qt_class
        if name.startswith("_"):
            raise AttributeError(name)
        value = find_enum_value(cls._qt_class, name)
        if value is not None:
            return value
        intervention = find_intervention(cls._qt_class, name)
        if intervention is not None:
            return BoundMethod(cls, name, lambda *args: intervention(cls, *args))
        function = getattr(cls._qt_class, name.removesuffix("_"), None)
        if callable(function) and not isinstance(function, type):
            return BoundMethod(cls, name, function)
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")


class Face(metaclass=FaceType):
    """A Qt object as Slicer code sees it."""

    _is_face = True
    _qt_class: type = object
    _qt: Any

    def __init__(self, *args: Any, **keywords: Any) -> None:
        if keywords:
            raise ValueError(f"{type(self).__name__}() takes no keyword arguments: {keywords}")
        check_thread(type(self).__name__)
        made = call_qt(type(self).__name__, self._qt_class, args)
        self._adopt(made)

    def _adopt(self, qt_object: Any) -> None:
        object.__setattr__(self, "_qt", qt_object)
        if isinstance(qt_object, QObject):
            _faces[_address(qt_object)] = self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_qt", "_qt_class"):
            raise AttributeError(name)
        qt_object = self._qt
        if isinstance(qt_object, QObject):
            self._check_alive(name)
            return qobject_attribute(self, qt_object, name)
        value = find_enum_value(type(qt_object), name)
        if value is not None:
            return value
        function = getattr(qt_object, name.removesuffix("_"), None)
        if callable(function) and not name.startswith("_"):
            return BoundMethod(self, name, function)
        raise AttributeError(f"{self.className()} has no attribute named '{name}'")

    def __setattr__(self, name: str, value: Any) -> None:
        qt_object = self._qt
        if isinstance(qt_object, QObject):
            self._check_alive(name)
            prop = find_property(qt_object, name)
            if prop is not None:
                write_property(qt_object, prop, value)
                return
            if name in dynamic_properties(qt_object):
                qt_object.setProperty(name, unwrap(value))
                return
            if find_member(self, qt_object, name) is not None:
                raise AttributeError(f"'{name}' can not be overwritten on {self.className()} object")
        raise AttributeError(
            f"'{name}' does not exist on {self.className()} and creating new attributes on C++ objects is not allowed"
        )

    def connect(self, signal: str, *receiver: Any) -> bool:
        """`connect('clicked(bool)', function)` or `connect('clicked()', receiver, 'close()')`."""
        found = find_signal(self._qt, signal)
        if len(receiver) == 1:
            return found.connect(receiver[0])
        if len(receiver) == 2:
            return found.connect(slot(*receiver))
        raise ValueError(f"Called connect with wrong arguments: {receiver!r}")

    def disconnect(self, signal: str, receiver: Any = None) -> bool:
        """Undo `connect`."""
        return find_signal(self._qt, signal).disconnect(receiver)

    def className(self) -> str:
        """The name of the Qt class."""
        return self._qt.metaObject().className() if isinstance(self._qt, QObject) else self._qt_class.__name__

    def delete(self) -> None:
        """Delete the Qt object at once."""
        shiboken6.delete(self._qt)

    def _check_alive(self, name: str) -> None:
        check_thread(f"{type(self).__name__}.{name}")
        if not shiboken6.isValid(self._qt):
            raise ValueError(f"Trying to use '{name}' of a destroyed {type(self).__name__} object")

    def __bool__(self) -> bool:
        return shiboken6.isValid(self._qt)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Face):
            return NotImplemented
        return self._qt is other._qt or (not isinstance(self._qt, QObject) and self._qt == other._qt)

    def __hash__(self) -> int:
        return hash(_address(self._qt)) if isinstance(self._qt, QObject) else hash(repr(self._qt))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} face of {self._qt!r}>"


def face_class(qt_class: type) -> FaceType:
    """The face class for a Qt class, made when first asked for."""
    if qt_class not in _classes:
        _classes[qt_class] = FaceType(qt_class.__name__, (Face,), {"_qt_class": qt_class})
    return _classes[qt_class]


def _make_face(qt_object: Any) -> Any:
    if not isinstance(qt_object, QObject):
        return _new_face(qt_object)
    known = _faces.get(_address(qt_object))
    if known is not None and shiboken6.isValid(known._qt):
        return known
    return _new_face(qt_object)


def _new_face(qt_object: Any) -> Face:
    # PySide6 derives helper classes of its own; the face is that of the nearest public class.
    qt_class = next(c for c in type(qt_object).__mro__ if c in STAND_INS.values() or "PySide6" in c.__module__)
    face = face_class(qt_class).__new__(face_class(qt_class))
    face._adopt(qt_object)
    return face


def _address(qt_object: QObject) -> int:
    return shiboken6.getCppPointer(qt_object)[0]


face_maker.append(_make_face)
