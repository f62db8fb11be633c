"""Real scans as donors: what no label says is told by the image's grey values, and the image itself is kept."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from training.donor import MR_WHITE
from training.maps.heads import DRAWN_HEAD_UNKNOWN, drawn_head, walled_in
from training.maps.label_maps import LabelMap, tissues
from training.maps.label_names import UNNAMED, tissue_of
from training.maps.segmented_ct import segmented_ct
from training.maps.surroundings import Tissue, fill, is_tissue, largest, muscle_or_fat, outline, structure_ids
from training.structures import STRUCTURE_ID
from training.tissues import ID, IN_BODY

# Contoured in a part of their length only.
PLANNING_PARTIAL = structure_ids("spinal cord", "esophagus")
# Of the body that a planning CT of head and neck may reach: and, in long ones, of the belly.
_HEAD_TO_CHEST = structure_ids(
    *("skull", "mandible", "thyroid gland", "parotid gland", "masseter", "sternocleidomastoid", "trapezius", "brain"),
    *("cerebral hemisphere", "cerebellum", "brainstem", "lateral ventricle", "thalamus", "caudate nucleus", "putamen"),
    *("hippocampus", "fourth ventricle", "vertebrae", "intervertebral discs", "spinal cord", "erector spinae", "lung"),
    *("heart", "trachea", "esophagus", "sternum", "clavicle", "scapula", "aorta", "inferior vena cava"),
)
_UPPER_BELLY = structure_ids("liver", "spleen", "stomach", "kidney", "adrenal gland", "colon", "pancreas")
_LONG_MM = 280
_SMALLEST_LAYER = 0.3  # of the median: the image ends where the dose did, and leaves shreds
PARCELLED_UNKNOWN = DRAWN_HEAD_UNKNOWN | structure_ids("brainstem", "lateral ventricle", "fourth ventricle")


def stored_image(image: NDArray[np.float32], modality: str) -> NDArray[np.int16]:
    """An image as a donor keeps it: Hounsfield units, or grey values whose 99th percentile in the body is MR_WHITE."""
    if modality == "MR":
        body = image[image > 0.12 * float(np.percentile(image, 99))]
        image = image * (MR_WHITE / max(float(np.percentile(body, 99)), 1e-6))
        return np.rint(image).clip(0, 4 * MR_WHITE).astype(np.int16)
    return np.rint(image).clip(-1024, 3071).astype(np.int16)


def real_ct(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a labelled CT: `segmented_ct` of its labels that have a tissue."""
    return segmented_ct(_named(source))


def planning_ct(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a planning CT of head and neck: fat, muscle, bone air by HU, a brain of no name."""
    tissue = segmented_ct(_named(source))
    inside = walled_in(is_tissue(tissue, "bone", "mandible")) & is_tissue(tissue, "muscle", "fat")
    inside = ndimage.binary_opening(inside, iterations=2)
    if inside.any():
        tissue[largest(inside)] = ID["soft"]
    areas = IN_BODY[tissue].sum(axis=(0, 1))
    tissue[:, :, areas < _SMALLEST_LAYER * np.median(areas[areas > 0])] = ID["air"]
    return tissue


def head_to_chest(long: bool) -> frozenset[int]:
    """What a planning CT of head and neck may show; a long one may reach into the belly."""
    return _HEAD_TO_CHEST | (_UPPER_BELLY if long else frozenset())


def planning_unknown(source: LabelMap) -> frozenset[int]:
    """What a planning CT may show without a contour. The brain is not contoured, for its stem alone is."""
    named = frozenset(STRUCTURE_ID.get(name, 0) for name in source.names.values())
    return head_to_chest(source.numbers.shape[2] * source.spacing_mm[2] > _LONG_MM) - named - PLANNING_PARTIAL


def bare_brain(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a brain without its skull: what lies between its parts and in its hollows is fluid."""
    tissue = tissues(source)
    tissue[tissue == ID[UNNAMED]] = ID["brain"]
    fill(tissue, outline(tissue != ID["air"], source.spacing_mm[0], 5, 0.5), "cerebrospinal fluid")
    return tissue


def mr_spine(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of a small cut of a spine: all that has no label is flesh by looks."""
    names = {number: "csf" if name == "spinal canal" else name for number, name in source.names.items()}
    tissue = tissues(_named(replace(source, names=names)))
    fill(tissue, np.ones(tissue.shape, dtype=bool), muscle_or_fat(rng, tissue.shape, source.spacing_mm[0], 0.6))
    return tissue


def parcelled_head(source: LabelMap, rng: np.random.Generator) -> Tissue:
    """Tissue ids of an AAL map, grey matter alone: what a hemisphere's cortex encloses is its white matter."""
    names = {number: parcel(name) for number, name in source.names.items()}
    numbers = source.numbers.copy()
    tissue = tissues(replace(source, names=names))
    for side in ("left", "right"):
        cortex = is_tissue(tissue, f"{side} cerebral cortex")
        inner = outline(cortex, source.spacing_mm[0], 9, 0) & (tissue == ID["air"])
        number = max(names) + 1
        names[number] = f"{side} cerebral white matter"
        numbers[inner & (numbers == 0)] = number
    image = source.image
    head = np.zeros(numbers.shape, dtype=bool) if image is None else image > 0.12 * float(np.percentile(image, 99))
    number = max(names) + 1
    names[number] = "body (other tissue)"
    numbers[largest(head) & (numbers == 0)] = number
    return drawn_head(replace(source, numbers=numbers, names=names), rng)


def parcel(label: str) -> str:
    """AAL's name as a whole structure's: cerebellum, a kernel of its side, or else cortex of its side."""
    if label.startswith(("Cerebelum", "Vermis")):
        return "cerebellum cortex"
    name, side = label[:-2], {"L": "left", "R": "right"}[label[-1]]
    kernel = {"Caudate": "caudate nucleus"}.get(name, name.lower())
    return f"{side} {kernel}" if f"{side} {kernel}" in STRUCTURE_ID else f"{side} cerebral cortex"


def _named(source: LabelMap) -> LabelMap:
    """The map without the labels that mean no tissue of ours."""
    strange = [n for n, name in source.names.items() if re.match("body", name) or tissue_of(name) == UNNAMED]
    names = {number: name for number, name in source.names.items() if number not in strange}
    return replace(source, numbers=np.where(np.isin(source.numbers, strange), 0, source.numbers), names=names)
