"""A colour for a structure: the same in every scene, and unlike those of what lies beside it in the body."""

from __future__ import annotations

import zlib
from functools import cache

from MISGroundLib.anatomy import structures, structures_for

# One for each of the first list of Resources/Anatomy, in its order, whose neighbours are neighbours in the body: bright
# enough over grey images, and each chosen to lie far (CIELAB) from all before it, farthest from the five before it.
# The further structures take them again.
_PALETTE = bytes.fromhex("""
    ff8c42 8c7bff 3ddc5a ff5c8a 40c4ff d4ff3d ffd23f c17a3a e83fd1 2fd6b5 ffb3a7 b8e986 ff4136 4f7dff
    c9a0ff fff2b0 00e5ff 00ff00 f0004b b400ff ffb4ff 96870f 87fff0 00ff5a ff0000 f000ff 5a78d2 e1b44b
    00a596 87ff00 ff0f78 c31ee1 0096ff ffa50f 3c875a 00d200 c34b69 ff00e1 78b4ff ffe100 b4ffd2 0fb40f
    d24b3c 964bff 3c78b4 ff00a5 ffe178 00ffc3 f04b00 69d200 c3c3ff e12d87 87783c 785af0 ff7800 00ff96
    87e1ff ff78b4 d2d21e 0069ff d25a0f 00b469 0096c3 ff5ac3 f0ff00 ffd2a5 ff5a5a 00872d 8796d2 f05aff
    00fff0 d2a500 e16969 87ff5a 96a5ff ff00c3 78c3a5 b4a50f e18787 2dff78 7869d2
""")


@cache
def color_for(label: str) -> tuple[float, float, float]:
    """Red, green, blue, 0..1. That of an unknown label follows from its letters."""
    found = structures_for(label)
    number = structures().index(found[0]) if len(found) == 1 else zlib.crc32(label.casefold().strip().encode())
    start = 3 * number % len(_PALETTE)
    red, green, blue = _PALETTE[start : start + 3]
    return red / 255, green / 255, blue / 255
