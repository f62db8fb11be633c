"""What other files put in for the faces to find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# (Qt class name, method name) -> what is called instead, the face or its class first: see interventions.py.
INTERVENTIONS: dict[tuple[str, str], Callable[..., Any]] = {}
# Python-made Qt classes that stand in for C++ ones: only what they declare as a slot can be called.
STAND_INS: dict[str, type] = {}
# Stand-ins declare a signal that carries a VTK object with `object`; Slicer code names the C++ type.
VTK_SIGNALS: dict[str, str] = {}
