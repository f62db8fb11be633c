"""What a picture shows of a structure, in a sentence for models that read free text: shape, density and place.

The idea is K2Sight's (arXiv 2508.04572), which trains small models with such sentences. Data with their sources:
Resources/Anatomy/descriptions.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from MISGroundLib.anatomy.queries import read_text
from MISGroundLib.anatomy.terms import data

NO_DESCRIPTION = 'No description of "{query}" is known: it is asked for by its words alone.'
# A modality's key in the table; of others only shape and place are told.
_LOOKS = {"CT": "ct", "MR": "mr"}


@cache
def described() -> Mapping[str, Mapping[str, str]]:
    """The descriptions by the structure's name without a side: shape, ct, mr and place."""
    return {entry["name"]: entry for entry in data("descriptions")["descriptions"]}


def description_of(query: str, modality: str = "") -> str:
    """A sentence on each structure that a query names, as people type it.

    Args:
        query: "left kidney", "kidneys", "Leber".
        modality: CT or MR; the density or intensity is told for these only.

    Returns:
        "About the kidney: bean-shaped ...; in CT grey ...; beside the spine ...", or "" where any of what is named has
        no description: half of an answer would tell where the other half is not.
    """
    bases = list(dict.fromkeys(structure.base for structure in read_text(query).structures))
    if not bases or any(base not in described() for base in bases):
        return ""
    return " ".join(_sentence(described()[base], modality) for base in bases)


def _sentence(entry: Mapping[str, str], modality: str) -> str:
    looks = _LOOKS.get(modality.upper())
    parts = [entry["shape"], *([f"in {modality.upper()} {entry[looks]}"] if looks else []), entry["place"]]
    return f"About the {entry['name']}: {'; '.join(parts)}."
