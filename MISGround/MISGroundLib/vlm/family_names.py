"""Which family a model belongs to when only its name is known, as of a server. No torch."""

from __future__ import annotations

import re
from collections.abc import Iterable

from MISGroundLib.errors import UserError
from MISGroundLib.vlm.families import FAMILIES, Family

# Families that chat; the others are asked on this computer only. Against lower-case names with "-" for "_" and spaces.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"qwen-?3-?vl", "qwen3_vl"),
    (r"qwen-?2[.-]5-?vl", "qwen2_5_vl"),
    (r"medgemma|(?<!pali)gemma-?3(?=[-.:/]|$)", "gemma3"),
    (r"internvl", "internvl"),
    (r"llava-?onevision", "llava_onevision"),
    (r"llava-?v?1\.5", "llava"),
    (r"smolvlm", "smolvlm"),
)


def family_named(names: Iterable[str]) -> Family:
    """The family of a model by its names, the first that tells. Raises UserError that lists the families for others."""
    tried = list(dict.fromkeys(name for name in names if name))
    for name in tried:
        plain = re.sub(r"[_\s]", "-", name.lower())
        for pattern, key in _PATTERNS:
            if re.search(pattern, plain):
                return FAMILIES[key]
    known = ", ".join(FAMILIES[key].name for _, key in _PATTERNS)
    shown = " or ".join(map(repr, tried)) or repr("")
    raise UserError(
        f"The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of "
        "one of these, start its server with --served-model-name and a name that holds the family's."
    )
