"""A colour for a structure: the same in every scene, and unlike those of what lies beside it in the body."""

from __future__ import annotations

import zlib
from functools import cache

from MISGroundLib.anatomy import structures, structures_for

# Bright enough over grey images. In the order of Resources/Anatomy, whose neighbours are neighbours in the body.
_PALETTE = [
    "ff8c42",
    "8c7bff",
    "3ddc5a",
    "ff5c8a",
    "40c4ff",
    "d4ff3d",
    "ffd23f",
    "c17a3a",
    "e83fd1",
    "2fd6b5",
    "ffb3a7",
    "b8e986",
    "ff4136",
    "4f7dff",
    "c9a0ff",
    "fff2b0",
    "00e5ff",
]


@cache
def color_for(label: str) -> tuple[float, float, float]:
    """Red, green, blue, 0..1. That of an unknown label follows from its letters."""
    found = structures_for(label)
    number = structures().index(found[0]) if len(found) == 1 else zlib.crc32(label.casefold().strip().encode())
    red, green, blue = bytes.fromhex(_PALETTE[number % len(_PALETTE)])
    return red / 255, green / 255, blue / 255
