"""How a value of each type is kept in the node's text parameters and node references: as Slicer does it."""

from __future__ import annotations

import enum
import pathlib
import types
import typing
from typing import Any

import slicer

from host.parameter_node.annotations import IsInstance, NotNone, Validator


class Serializer:
    """A value as one text parameter of the node."""

    default: Any = ""

    def __init__(self, kind: Any, checks: list[Validator]) -> None:
        self.kind = kind
        self.checks = checks

    def is_in(self, node: Any, name: str) -> bool:
        return bool(node.HasParameter(name))

    def validate(self, value: Any) -> None:
        for check in self.checks:
            check.validate(value)

    def write(self, node: Any, name: str, value: Any) -> None:
        node.SetParameter(name, str(value))

    def read(self, node: Any, name: str) -> Any:
        return self.kind(node.GetParameter(name))

    def remove(self, node: Any, name: str) -> None:
        node.UnsetParameter(name)


class NumberSerializer(Serializer):
    default = 0


class PathSerializer(Serializer):
    default = pathlib.Path()


class BoolSerializer(Serializer):
    default = False

    def read(self, node: Any, name: str) -> Any:
        return node.GetParameter(name) == "True"


class EnumSerializer(Serializer):
    """Kept by name, not by value."""

    def __init__(self, kind: Any, checks: list[Validator]) -> None:
        super().__init__(kind, checks)
        self.default = next(iter(kind))

    def write(self, node: Any, name: str, value: Any) -> None:
        node.SetParameter(name, value.name)

    def read(self, node: Any, name: str) -> Any:
        key = node.GetParameter(name)
        if key not in self.kind.__members__:
            raise ValueError(f"Found {key!r} in parameter node but it is not a name in {self.kind!r}")
        return self.kind[key]


class NodeSerializer(Serializer):
    """A node reference; an empty parameter of the same name says that it has been set, be it to None."""

    default = None

    def write(self, node: Any, name: str, value: Any) -> None:
        node.SetParameter(name, "")
        node.SetNodeReferenceID(name, value.GetID() if value is not None else None)

    def read(self, node: Any, name: str) -> Any:
        return node.GetNodeReference(name)

    def remove(self, node: Any, name: str) -> None:
        node.UnsetParameter(name)
        node.RemoveNodeReferenceIDs(name)


class NoneSerializer(Serializer):
    default = None

    def validate(self, value: Any) -> None:
        if value is not None:
            raise ValueError("Value must be None")

    def write(self, node: Any, name: str, value: Any) -> None:
        node.SetParameter(name, "True")

    def read(self, node: Any, name: str) -> Any:
        return None


class UnionSerializer(Serializer):
    """Each alternative under a name of its own: `name.0`, `name.1`."""

    def __init__(self, alternatives: list[Serializer], checks: list[Validator]) -> None:
        super().__init__(object, checks)
        self.alternatives = alternatives
        optional = len(alternatives) == 2 and isinstance(alternatives[1], NoneSerializer)
        self.default = None if optional else alternatives[0].default

    def is_in(self, node: Any, name: str) -> bool:
        return any(s.is_in(node, f"{name}.{i}") for i, s in enumerate(self.alternatives))

    def _index(self, value: Any) -> int:
        for index, alternative in enumerate(self.alternatives):
            try:
                if value is None and not isinstance(alternative, NoneSerializer):
                    continue
                alternative.validate(value)
            except (TypeError, ValueError):
                continue
            return index
        raise TypeError(f"Unable to write value {value!r} of type {type(value)}")

    def validate(self, value: Any) -> None:
        super().validate(value)
        self._index(value)

    def write(self, node: Any, name: str, value: Any) -> None:
        index = self._index(value)
        self.remove(node, name)
        self.alternatives[index].write(node, f"{name}.{index}", value)

    def read(self, node: Any, name: str) -> Any:
        for index, alternative in enumerate(self.alternatives):
            if alternative.is_in(node, f"{name}.{index}"):
                return alternative.read(node, f"{name}.{index}")
        raise KeyError(f"Unable to find value for name: {name}")

    def remove(self, node: Any, name: str) -> None:
        for index, alternative in enumerate(self.alternatives):
            alternative.remove(node, f"{name}.{index}")


def split(annotated: Any) -> tuple[Any, list[Any]]:
    """A possibly annotated type's bare type and its annotations."""
    if typing.get_origin(annotated) is typing.Annotated:
        bare, *extras = typing.get_args(annotated)
        return bare, extras
    return annotated, []


def serializer_for(annotated: Any) -> Serializer:
    """The serializer for a type. Raises TypeError for a type that the host does not support."""
    kind, extras = split(annotated)
    checks = [e for e in extras if isinstance(e, Validator)]
    if kind is type(None):
        return NoneSerializer(kind, checks)
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return UnionSerializer([serializer_for(a) for a in typing.get_args(kind)], checks)
    if kind is bool:
        return BoolSerializer(kind, [NotNone(), IsInstance(bool), *checks])
    if kind is int:
        return NumberSerializer(kind, [NotNone(), IsInstance(int), *checks])
    if kind is float:
        return NumberSerializer(kind, [NotNone(), IsInstance((int, float)), *checks])
    if kind is str:
        return Serializer(kind, [NotNone(), IsInstance(str), *checks])
    if isinstance(kind, type) and issubclass(kind, pathlib.PurePath):
        return PathSerializer(kind, [NotNone(), IsInstance(kind), *checks])
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return EnumSerializer(kind, [IsInstance(kind), *checks])
    if isinstance(kind, type) and issubclass(kind, slicer.vtkMRMLNode):
        return NodeSerializer(kind, [IsInstance(kind), *checks])
    raise TypeError(f"Unable to create serializer for type: {kind!r} (not supported by the host)")
