"""The face itself: one flat class for every Qt class, as PythonQt makes them.

As in PythonQt: `isinstance(qt.QLabel(), qt.QWidget)` is False; a new attribute on a plain Qt object raises, on an
object of a class derived in Python it does not; a child can be reached by its name; a destroyed object raises.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QMetaMethod, QObject

from host.face.arguments import check_arguments
from host.face.convert import face_maker, unwrap, wrap
from host.face.enums import find_enum_value
from host.face.properties import find_property, read_property, write_property
from host.face.signals import FaceSignal, find_signal, signal_signatures

# (Qt class name, method name) -> what is called instead, the face or its class first: see interventions.py.
INTERVENTIONS: dict[tuple[str, str], Callable[..., Any]] = {}
# Python-made Qt classes that stand in for C++ ones: only what they declare as a slot can be called.
STAND_INS: dict[str, type] = {}

_classes: dict[type, FaceType] = {}
_slot_names: dict[type, set[str]] = {}
_faces: weakref.WeakValueDictionary[int, Face] = weakref.WeakValueDictionary()


class BoundMethod:
    """A Qt method of one face. No plain Python function: a signal passes it all of its arguments."""

    def __init__(self, owner: Any, name: str, function: Callable[..., Any]) -> None:
        self._owner, self._name, self._function = owner, name, function

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        if keywords:
            raise ValueError(f"Called {self._name} with keyword arguments, but slots support none: {keywords}")
        plain = tuple(unwrap(a) for a in args)
        try:
            check_arguments(self._function, plain)
            return wrap(self._function(*plain))
        except TypeError as error:
            raise ValueError(f"Called {self._name} with wrong arguments {args!r}: {error}") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoundMethod) and (self._owner, self._name) == (other._owner, other._name)

    def __hash__(self) -> int:
        return hash((id(self._owner), self._name))


class FaceType(type):
    """The type of the face classes; makes a real Qt subclass behind a class that Slicer code derives."""

    _is_face = True
    _qt: type

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> FaceType:
        cls = super().__new__(mcs, name, bases, namespace)
        if "_qt_class" not in namespace and bases and bases[0] is not object:
            cls._derived = True  # type: ignore[attr-defined]
            cls._qt_class = _with_overrides(name, cls._qt_class, namespace)  # type: ignore[attr-defined]
        return cls

    def __getattr__(cls, name: str) -> Any:
        if name == "_qt":
            return cls._qt_class
        if name.startswith("_"):
            raise AttributeError(name)
        value = find_enum_value(cls._qt_class, name)
        if value is not None:
            return value
        intervention = _intervention(cls._qt_class, name)
        if intervention is not None:
            return BoundMethod(cls, name, lambda *args: intervention(cls, *args))
        function = getattr(cls._qt_class, name.removesuffix("_"), None)
        if callable(function) and not isinstance(function, type):
            return BoundMethod(cls, name, function)
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")


class Face(metaclass=FaceType):
    """A Qt object as Slicer code sees it."""

    _is_face = True
    _derived = False
    _qt_class: type = object
    _qt: Any

    def __init__(self, *args: Any, **keywords: Any) -> None:
        if keywords:
            raise ValueError(f"{type(self).__name__}() takes no keyword arguments: {keywords}")
        _check_thread(type(self).__name__)
        plain = tuple(unwrap(a) for a in args)
        try:
            check_arguments(self._qt_class, plain)
            made = self._qt_class(*plain)
        except TypeError as error:
            raise ValueError(f"Could not find matching constructor for {type(self).__name__}{args!r}") from error
        self._adopt(made)

    def _adopt(self, qt_object: Any) -> None:
        object.__setattr__(self, "_qt", qt_object)
        if isinstance(qt_object, QObject):
            _faces[_address(qt_object)] = self
            if self._derived:
                # What Python added to the object lives as long as the object.
                qt_object._face = self  # type: ignore[attr-defined]
                qt_object._python = weakref.ref(self)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_qt", "_qt_class"):
            raise AttributeError(name)
        qt_object = self._qt
        if isinstance(qt_object, QObject):
            return _qobject_attribute(self, qt_object, name)
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
            if name in _dynamic_properties(qt_object):
                qt_object.setProperty(name, unwrap(value))
                return
            if not self._derived and _find_member(self, qt_object, name) is not None:
                raise AttributeError(f"'{name}' can not be overwritten on {self.className()} object")
        if not self._derived:
            raise AttributeError(
                f"'{name}' does not exist on {self.className()} and creating new attributes on C++ objects is not "
                "allowed"
            )
        object.__setattr__(self, name, value)

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
        _check_thread(f"{type(self).__name__}.{name}")
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


def _check_thread(name: str) -> None:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError(f"{name} used outside of the main thread")


def face_class(qt_class: type) -> FaceType:
    """The face class for a Qt class, made when first asked for."""
    if qt_class not in _classes:
        _classes[qt_class] = FaceType(qt_class.__name__, (Face,), {"_qt_class": qt_class})
    return _classes[qt_class]


def slot(receiver: Any, signature: str) -> Callable[..., Any]:
    """A receiver's slot by its signature, such as "close()": called with as many arguments as it names."""
    name, _, arguments = signature.removesuffix(")").partition("(")
    method = getattr(receiver, name, None)
    if not callable(method):
        raise ValueError(f"slot '{signature}' does not exist on {receiver!r}")
    count = len([a for a in arguments.split(",") if a.strip()])
    return lambda *args: method(*args[:count])


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


def _dynamic_properties(qt_object: QObject) -> list[str]:
    return [p.data().decode() for p in qt_object.dynamicPropertyNames()]


def _qobject_attribute(face: Face, qt_object: QObject, name: str) -> Any:
    face._check_alive(name)
    prop = find_property(qt_object, name)
    if prop is not None:
        return read_property(qt_object, prop)
    member = _find_member(face, qt_object, name)
    if member is not None:
        return member
    if name in _dynamic_properties(qt_object):
        return wrap(qt_object.property(name))
    for child in qt_object.children():
        if child.objectName() == name:
            return wrap(child)
    raise AttributeError(f"{face.className()} has no attribute named '{name}'")


def _find_member(face: Face, qt_object: QObject, name: str) -> Any:
    """A signal, a method or an enum value; None where there is none."""
    if name.startswith("_"):
        return None
    signatures = signal_signatures(qt_object, name)
    if signatures:
        return FaceSignal(qt_object, signatures[0])
    intervention = _intervention(type(qt_object), name)
    if intervention is not None:
        return BoundMethod(face, name, lambda *args: intervention(face, *args))
    plain = name.removesuffix("_")
    function = getattr(qt_object, plain, None)
    if callable(function) and _is_visible(qt_object, plain):
        return BoundMethod(face, name, function)
    return find_enum_value(type(qt_object), name)


def _is_visible(qt_object: QObject, name: str) -> bool:
    """A stand-in's own Python methods are hidden unless declared as slots: so are C++ methods that are no slots."""
    own = any(name in vars(c) for c in type(qt_object).__mro__ if c in STAND_INS.values())
    return not own or name in _slots(qt_object)


def _slots(qt_object: QObject) -> set[str]:
    names = _slot_names.get(type(qt_object))
    if names is None:
        meta = qt_object.metaObject()
        methods = [meta.method(i) for i in range(meta.methodCount())]
        names = {m.name().data().decode() for m in methods if m.methodType() != QMetaMethod.MethodType.Signal}
        _slot_names[type(qt_object)] = names
    return names


def _intervention(qt_class: type, name: str) -> Callable[..., Any] | None:
    for owner in qt_class.__mro__:
        found = INTERVENTIONS.get((owner.__name__, name.removesuffix("_")))
        if found is not None:
            return found
    return None


def _with_overrides(name: str, qt_class: type, namespace: dict[str, Any]) -> type:
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


face_maker.append(_make_face)
