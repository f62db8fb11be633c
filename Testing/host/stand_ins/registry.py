"""Declares a Qt class as a stand-in: loadable from a form, and reachable as ctk.* or slicer.*."""

from __future__ import annotations

from typing import TypeVar

from host.face.registries import STAND_INS, VTK_SIGNALS

T = TypeVar("T", bound=type)


def stand_in(cls: T) -> T:
    """Class decorator."""
    STAND_INS[cls.__name__] = cls
    return cls


def vtk_signals(class_name: str, signatures: dict[str, str]) -> None:
    """Say which declared signature stands for one with a VTK object in it, such as currentNodeChanged(vtkMRMLNode*)."""
    VTK_SIGNALS.update({f"{class_name}::{real}": declared for real, declared in signatures.items()})
