"""The attributes of a Qt object as PythonQt gives them: property, signal, method, enum value, child by name."""

from __future__ import annotations

import enum
import html
import inspect
import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMetaMethod, QMetaProperty, QObject
from PySide6.QtGui import Qt

# PySide6's own description of its functions; there is no public way to it.
from shibokensupport.signature import get_signature

from host.qt_signals import FaceSignal, signal_signatures
from host.qt_values import INTERVENTIONS, STAND_INS, EnumValue, find_enum_value, unwrap, wrap

_slot_names: dict[type, set[str]] = {}


def qobject_attribute(face: Any, qt_object: QObject, name: str) -> Any:
    """The attribute's value. Raises AttributeError where there is none."""
    prop = find_property(qt_object, name)
    if prop is not None:
        return _read_property(qt_object, prop)
    member = find_member(face, qt_object, name)
    if member is not None:
        return member
    if name in dynamic_properties(qt_object):
        return wrap(qt_object.property(name))
    for child in qt_object.children():
        if child.objectName() == name:
            return wrap(child)
    raise AttributeError(f"{face.className()} has no attribute named '{name}'")


def find_member(face: Any, qt_object: QObject, name: str) -> Any:
    """A signal, a method or an enum value; None where there is none."""
    if name.startswith("_"):
        return None
    signatures = signal_signatures(qt_object, name)
    if signatures:
        return FaceSignal(qt_object, signatures[0])
    intervention = find_intervention(type(qt_object), name)
    if intervention is not None:
        return BoundMethod(face, name, lambda *args: intervention(face, *args))
    plain = name.removesuffix("_")
    function = getattr(qt_object, plain, None)
    if callable(function) and _is_visible(qt_object, plain):
        return BoundMethod(face, name, function)
    return find_enum_value(type(qt_object), name)


def find_intervention(qt_class: type, name: str) -> Callable[..., Any] | None:
    """What is called instead of this method, if anything."""
    keys = ((owner.__name__, name.removesuffix("_")) for owner in qt_class.__mro__)
    return next((INTERVENTIONS[key] for key in keys if key in INTERVENTIONS), None)


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


# Methods


class BoundMethod:
    """A Qt method of one face, called as PythonQt calls it: positional arguments only, checked."""

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
        _check_arguments(function, plain)
        return function(*plain)
    except TypeError as error:
        innermost = list(traceback.walk_tb(error.__traceback__))[-1][0]
        if innermost.f_code not in (call_qt.__code__, _check_arguments.__code__):
            raise  # from the Python code of a stand-in or of the module itself
        raise ValueError(f"Called {name} with wrong arguments {args!r}: {error}") from error


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


# What PySide6 takes and PythonQt does not, or not in the same way: None for a text, 2.7 for a number.
_ACCEPTED: dict[Any, Callable[[Any], bool]] = {
    str: lambda value: isinstance(value, str),
    bool: lambda value: isinstance(value, bool | int),
    int: lambda value: hasattr(value, "__index__"),
    float: lambda value: hasattr(value, "__float__"),
}


def _check_arguments(function: Callable[..., Any], args: tuple[Any, ...]) -> None:
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


# Properties


def find_property(qt_object: QObject, name: str) -> QMetaProperty | None:
    """The declared property; `name` stands for objectName, and QTimer's singleShot is its static function."""
    meta = qt_object.metaObject()
    if name == "singleShot" and qt_object.inherits("QTimer"):
        return None
    index = meta.indexOfProperty(name)
    if index < 0 and name == "name":
        index = meta.indexOfProperty("objectName")
    return meta.property(index) if index >= 0 else None


def dynamic_properties(qt_object: QObject) -> list[str]:
    """The names of the properties that were added to this one object."""
    return [p.data().decode() for p in qt_object.dynamicPropertyNames()]


def _read_property(qt_object: QObject, prop: QMetaProperty) -> Any:
    """The property's value. PySide6 cannot read every enum through QVariant, so the getter goes first."""
    name = prop.name()
    if name == "toolTip":
        # As the application keeps it: plain text is escaped and made a paragraph, so that it is wrapped.
        text = str(qt_object.property(name))
        return text if not text or Qt.mightBeRichText(text) else f"<p>{html.escape(text)}</p>"
    capitalized = name[0].upper() + name[1:]
    for getter in (name, *(prefix + capitalized for prefix in ("is", "has", "to"))):
        attribute = getattr(qt_object, getter, None)
        if attribute is not None and not isinstance(attribute, QObject):
            return wrap(attribute() if callable(attribute) else attribute)
    return wrap(qt_object.property(name))


def write_property(qt_object: QObject, prop: QMetaProperty, value: Any) -> None:
    """Set the property. Raises AttributeError for a read-only one and for a value of another type."""
    name, class_name = prop.name(), qt_object.metaObject().className()
    if not prop.isWritable():
        raise AttributeError(f"Property '{name}' of {class_name} object is not writable")
    if not _accepts(prop, value):
        raise AttributeError(
            f"Property '{name}' of type '{prop.typeName()}' of {class_name} does not accept an object of type "
            f"{type(value).__name__} ({value!r})"
        )
    setter = getattr(qt_object, f"set{name[0].upper()}{name[1:]}", None)
    if prop.isEnumType() and setter is not None:
        kind = type(unwrap(_read_property(qt_object, prop)))
        setter(value.member if isinstance(value, EnumValue) else kind(value))
    elif not qt_object.setProperty(name, unwrap(value)):
        raise AttributeError(f"Property '{name}' of {class_name} does not accept {value!r}")


def _accepts(prop: QMetaProperty, value: Any) -> bool:
    kind = prop.typeName()
    if prop.isEnumType():
        return isinstance(value, int | enum.Enum) and not isinstance(value, bool)
    if kind == "QString":
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool | int)
    if kind in ("int", "uint"):
        return isinstance(value, int) and not isinstance(value, bool)
    if kind in ("double", "float"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "QStringList":
        return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)
    return value is not None
