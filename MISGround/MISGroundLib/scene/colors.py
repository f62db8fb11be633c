"""A colour for a structure: the same in every scene, and well apart from its neighbours in the list of structures."""

from __future__ import annotations

import colorsys
import zlib
from functools import cache

from MISGroundLib.anatomy import structures, structures_for

# Steps of the golden ratio round the colour circle never meet.
_GOLDEN = 0.6180339887498949


@cache
def color_for(label: str) -> tuple[float, float, float]:
    """Red, green, blue, 0..1, bright enough over grey images. An unknown label's follows from its letters."""
    found = structures_for(label)
    names = [structure.name for structure in structures()]
    known = len(found) == 1 and found[0].name in names
    number = names.index(found[0].name) if known else zlib.crc32(label.casefold().strip().encode()) % 997
    lightness = (0.62, 0.76)[number // 7 % 2]
    return colorsys.hls_to_rgb((0.08 + number * _GOLDEN) % 1.0, lightness, 1.0)
