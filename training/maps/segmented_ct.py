"""A CT with masks (TotalSegmentator's layout): what has no mask looks as its Hounsfield units say."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from training.maps.label_maps import LabelMap, tissues
from training.maps.label_names import tissue_of
from training.maps.surroundings import Tissue, fill, give_bones_a_shell, largest, skin_of
from training.structures import BODY, CONTAINS, COUNT
from training.tissues import ID, STRUCTURE_OF

_SKIN_HU, _GAS_HU, _MUSCLE_HU, _BONE_HU = -300, -300, -30, 180


def segmented_ct(source: LabelMap) -> Tissue:
    """Tissue ids: the masks, and fat, muscle, bone and gas by grey value in the rest of the body. Tables are air."""
    assert source.image is not None  # read_totalsegmentator has read it
    tissue = tissues(source)
    body = largest(ndimage.binary_opening(source.image > _SKIN_HU, iterations=2))
    for layer in range(body.shape[2]):
        body[:, :, layer] = ndimage.binary_fill_holes(body[:, :, layer])
    body |= tissue != ID["air"]
    give_bones_a_shell(tissue)
    fill(tissue, skin_of(body, source.spacing_mm[0]), "skin")
    fill(tissue, body & (source.image < _GAS_HU), "airway")
    fill(tissue, body & (source.image < _MUSCLE_HU), "fat")
    fill(tissue, body & (source.image < _BONE_HU), "muscle")
    fill(tissue, body, "bone")
    return tissue


def unlabelled(source: LabelMap) -> frozenset[int]:
    """Structures that no label of the map could name, and are no union of such: they may be there all the same."""
    known = {int(STRUCTURE_OF[ID[tissue]]) for name in source.names.values() if (tissue := tissue_of(name)) in ID}
    covered = np.flatnonzero(CONTAINS[:, sorted(known - {0})].any(axis=1))
    return frozenset(range(BODY + 1, COUNT + 1)) - frozenset(int(index) for index in covered)
