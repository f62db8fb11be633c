"""Looks an attribute of a Qt object up, in PythonQt's order: property, signal, method, enum value, dynamic property,
child by name."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMetaMethod, QObject

from host.face.convert import wrap
from host.face.enums import find_enum_value
from host.face.methods import BoundMethod, find_intervention
from host.face.properties import find_property, read_property
from host.face.registries import STAND_INS
from host.face.signals import FaceSignal, signal_signatures

_slot_names: dict[type, set[str]] = {}


def qobject_attribute(face: Any, qt_object: QObject, name: str) -> Any:
    """The attribute's value. Raises AttributeError where there is none."""
    prop = find_property(qt_object, name)
    if prop is not None:
        return read_property(qt_object, prop)
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


def dynamic_properties(qt_object: QObject) -> list[str]:
    """The names of the properties that were added to this one object."""
    return [p.data().decode() for p in qt_object.dynamicPropertyNames()]
