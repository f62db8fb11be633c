"""SNOMED CT and colours of what a box is round, as 3D Slicer's lists have them: category, type and side of a label."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from MISGroundLib.anatomy.queries import read_text
from MISGroundLib.anatomy.terms import Structure, data, entries

# A colour for each structure of the first list of Resources/Anatomy, in its order, in which neighbours are neighbours
# in the body: bright enough over grey images, each far (CIELAB) from all before it and farthest from the last five.
# The structures of further lists start over.
_PALETTE = bytes.fromhex("""
    ff8c42 8c7bff 3ddc5a ff5c8a 40c4ff d4ff3d ffd23f c17a3a e83fd1 2fd6b5 ffb3a7 b8e986 ff4136 4f7dff
    c9a0ff fff2b0 00e5ff 00ff00 f0004b b400ff ffb4ff 96870f 87fff0 00ff5a ff0000 f000ff 5a78d2 e1b44b
    00a596 87ff00 ff0f78 c31ee1 0096ff ffa50f 3c875a 00d200 c34b69 ff00e1 78b4ff ffe100 b4ffd2 0fb40f
    d24b3c 964bff 3c78b4 ff00a5 ffe178 00ffc3 f04b00 69d200 c3c3ff e12d87 87783c 785af0 ff7800 00ff96
    87e1ff ff78b4 d2d21e 0069ff d25a0f 00b469 0096c3 ff5ac3 f0ff00 ffd2a5 ff5a5a 00872d 8796d2 f05aff
    00fff0 d2a500 e16969 87ff5a 96a5ff ff00c3 78c3a5 b4a50f e18787 2dff78 7869d2
""")


@dataclass(frozen=True)
class Concept:
    """A concept of SNOMED CT: its code and what it is called."""

    code: str
    meaning: str

    scheme = "SCT"


@dataclass(frozen=True)
class Terminology:
    """What a label means: category and type; the side (Left, Right) where the type does not hold it already.

    context: the name of Slicer's list that has it. is_known: anatomy knows the label and SNOMED CT has the whole
    structure; else category and type are as general as they must be.
    """

    category: Concept
    type: Concept
    side: Concept | None
    context: str
    is_known: bool

    def entry(self) -> str:
        """The text that Slicer's nodes and segments keep, as vtkSlicerTerminologiesModuleLogic writes it.

        That takes "~" and "^" for its own; none of our names holds one.
        """
        coded = [f"{one.scheme}^{one.code}^{one.meaning}" if one else "^^" for one in (self.category, self.type)]
        side = f"{self.side.scheme}^{self.side.code}^{self.side.meaning}" if self.side else "^^"
        return "~".join([self.context, *coded, side, str(_lists()["contexts"]["regions"]), "^^", "^^"])


@cache
def terminology_of(label: str) -> Terminology:
    """What a label means ("left kidney": Anatomical Structure, Kidney, Left).

    A structure without a code of its own is an Anatomical Structure and no more; words that anatomy does not know are
    what Slicer gives a new segment: Tissue.
    """
    lists = _lists()
    structure = _structure(label)
    if structure is None:
        tissue = Concept(*lists["categories"]["tissue"])
        return Terminology(tissue, tissue, None, lists["contexts"]["general"], False)
    is_tissue = structure.base in lists["tissue"]
    category = Concept(*lists["categories"]["tissue" if is_tissue else "structure"])
    if structure.sct is None:
        return Terminology(category, category, None, lists["contexts"]["general"], False)
    holds_side = _holds_side(structure)
    name = structure.name if holds_side else structure.base
    is_listed = bool({structure.name, structure.base} & (set(lists["colors"]) - set(lists["unlisted"])))
    context = lists["contexts"]["general" if is_listed else "dicom"]
    side = None if holds_side or structure.side is None else Concept(*lists["sides"][structure.side])
    return Terminology(category, Concept(structure.sct, name[0].upper() + name[1:]), side, context, True)


@cache
def color_for(label: str) -> tuple[float, float, float]:
    """Red, green and blue (0..1), the same in every scene.

    Those of Slicer's GenericAnatomyColors where it has the structure, else our own: by the structure, or of a label
    that anatomy does not know by its letters.
    """
    structure = _structure(label)
    if structure is not None:
        colors = _lists()["colors"]
        given = colors.get(structure.name) or colors.get(structure.base)
        if given:
            return given[0] / 255, given[1] / 255, given[2] / 255
    return own_color(label)


def own_color(label: str) -> tuple[float, float, float]:
    """Red, green and blue (0..1) of our own palette, in which neighbours in the body look very different."""
    structure = _structure(label)
    number = _places()[structure] if structure is not None else zlib.crc32(label.casefold().strip().encode())
    start = 3 * number % len(_PALETTE)
    red, green, blue = _PALETTE[start : start + 3]
    return red / 255, green / 255, blue / 255


def _structure(label: str) -> Structure | None:
    found = read_text(label).structures
    return found[0] if len(found) == 1 else None


@cache
def _places() -> dict[Structure, int]:
    every = [structure for entry in entries() for structure in entry.structures(())]
    return {structure: place for place, structure in reversed(list(enumerate(every)))}


def _holds_side(structure: Structure) -> bool:
    """Whether the code itself is of one side: "left ventricle of the heart", "right lung middle lobe"."""
    entry = next(one for one in entries() if one.name == structure.base)
    return entry.only_side is not None or entry.codes[0] != entry.codes[1]


@cache
def _lists() -> dict[str, Any]:
    return data("terminology")
