"""Qt properties as PythonQt reads and writes them: as attributes, refusing a value of another type."""

from __future__ import annotations

import enum
import html
from typing import Any

from PySide6.QtCore import QMetaProperty, QObject
from PySide6.QtGui import Qt

from host.face.convert import unwrap, wrap
from host.face.enums import EnumValue

_GETTER_PREFIXES = ("is", "has", "to")


def find_property(qt_object: QObject, name: str) -> QMetaProperty | None:
    """The declared property; `name` stands for objectName, and QTimer's singleShot is its static function."""
    meta = qt_object.metaObject()
    if name == "singleShot" and qt_object.inherits("QTimer"):
        return None
    index = meta.indexOfProperty(name)
    if index < 0 and name == "name":
        index = meta.indexOfProperty("objectName")
    return meta.property(index) if index >= 0 else None


def read_property(qt_object: QObject, prop: QMetaProperty) -> Any:
    """The property's value. PySide6 cannot read every enum through QVariant, so the getter goes first."""
    name = prop.name()
    if name == "toolTip":
        return _tooltip(str(qt_object.property(name)))
    capitalized = name[0].upper() + name[1:]
    for getter in (name, *(prefix + capitalized for prefix in _GETTER_PREFIXES)):
        attribute = getattr(qt_object, getter, None)
        if attribute is not None and not isinstance(attribute, QObject):
            return wrap(attribute() if callable(attribute) else attribute)
    return wrap(qt_object.property(name))


def _tooltip(text: str) -> str:
    """As the application keeps it: plain text is escaped and made a paragraph, so that it is wrapped."""
    return text if not text or Qt.mightBeRichText(text) else f"<p>{html.escape(text)}</p>"


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
        kind = type(unwrap(read_property(qt_object, prop)))
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
