"""Batches for training: pictures as the product's own profile prepares them, dense labels, and questions as tokens."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from PIL import Image

from MISGroundLib.vlm.pictures import prepare_square, square_of
from training.donor import Donor
from training.drawing.pictures import Picture, absent_ids, draw_picture
from training.model import GRID, SIDE, Vocabulary
from training.structures import BODY, CONTAINS, COUNT, STRUCTURE_ID, STRUCTURES, mirror_id
from training.tissues import STRUCTURE_OF

QUESTIONS = 12  # questions on one picture
# How often a region's donors are drawn, however many there are.
REGION_WEIGHT = {"trunk": 0.30, "abdomen": 0.30, "brain": 0.18, "head-neck": 0.15, "knee": 0.07, "spine": 0.03}
# How often a source's donors are drawn within its region, by how their names begin; 1 where it is not here.
_SOURCE_WEIGHT = {
    "phantom_": 1.0,
    "body_hra_": 0.5,
    "ct_torso_ts": 1.2,
    "brain_synthseg": 1.0,
    "brain_": 0.3,
    "mr_brain_": 0.35,
    "ct_headneck_openkbp": 0.55,
    "ct_headneck_spl": 0.45,
    "mr_knee_spl": 1.0,
    "mr_knee_oailike": 1.0,
}
# Small or hard structures are asked more often, the body less.
_WEIGHT = np.ones(COUNT + 1)
for _name in (
    *("aorta", "inferior vena cava", "pancreas", "gallbladder", "left kidney", "right kidney", "spleen", "stomach"),
    *("esophagus", "trachea", "spinal cord", "urinary bladder", "vertebrae", "sacrum", "small bowel", "colon"),
):
    _WEIGHT[STRUCTURE_ID[_name]] = 1.6
_WEIGHT[BODY] = 0.4
_TWINS = np.array([mirror_id(index) - 1 for index in range(1, COUNT + 1)])


@dataclass
class Batch:
    """A step's pictures and questions, b pictures with q questions each; k structures.

    images uint8 (b, SIDE, SIDE). labels uint8 (b, GRID, GRID): structure ids, 255 where the map does not say. may float
    (b, k + 1): 1 for structures that cells without a label may belong to. sagittal bool (b,). present float (b, k): 1
    there, 0 certainly not, NaN unclear. boxes (b, k, 4) in 0..1, NaN where none. prefix (b, p), suffix (b, q, SUFFIX):
    token ids. targets (b, q, SUFFIX): the next token, -100 where none. coordinates (b, q, SUFFIX): 0..1000 where the
    next token is a coordinate, else NaN.
    """

    images: torch.Tensor
    labels: torch.Tensor
    may: torch.Tensor
    sagittal: torch.Tensor
    present: torch.Tensor
    boxes: torch.Tensor
    prefix: torch.Tensor
    suffix: torch.Tensor
    targets: torch.Tensor
    coordinates: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """The batch on a device."""
        return Batch(*(getattr(self, part.name).to(device, non_blocking=True) for part in fields(self)))


class Pool:
    """Donors by region, and which structures a region's donors hold: those are asked where they are absent."""

    def __init__(self, donors: list[Donor]) -> None:
        self.by_region: dict[str, list[Donor]] = {}
        for donor in donors:
            self.by_region.setdefault(donor.region, []).append(donor)
        self.regions = [region for region in REGION_WEIGHT if region in self.by_region]
        weight = np.array([REGION_WEIGHT[region] for region in self.regions])
        self.weight = weight / weight.sum()
        self.sources = {region: _by_source(some) for region, some in self.by_region.items()}
        self.held = {region: self._held(some) for region, some in self.by_region.items()}

    @staticmethod
    def _held(donors: list[Donor]) -> np.ndarray:
        held = np.zeros(COUNT + 1, dtype=bool)
        for donor in donors[:8]:
            held[STRUCTURE_OF[np.unique(donor.tissue[::3, ::3, ::3])]] = True
        held |= (CONTAINS & held).any(axis=1)
        held[0] = False
        return held

    def draw(self, rng: np.random.Generator) -> Donor:
        """A donor: a region by its weight, then a source by its own, then any of the source's donors."""
        region = self.regions[int(rng.choice(len(self.regions), p=self.weight))]
        names, odds = self.sources[region]
        some = names[int(rng.choice(len(names), p=odds))]
        return some[int(rng.integers(len(some)))]


def _by_source(donors: list[Donor]) -> tuple[list[list[Donor]], np.ndarray]:
    """The donors of each source, and the sources' odds."""
    groups: dict[str, list[Donor]] = {}
    for donor in donors:
        begins = next((known for known in _SOURCE_WEIGHT if donor.name.startswith(known)), donor.name)
        groups.setdefault(begins, []).append(donor)
    odds = np.array([_SOURCE_WEIGHT.get(name, 1.0) for name in groups])
    return list(groups.values()), odds / odds.sum()


def as_model_input(picture: Picture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(image uint8 (SIDE, SIDE), labels uint8 (GRID, GRID), boxes (structures, 4) in 0..1000, NaN absent)."""
    prepared = prepare_square(picture.pixels, SIDE, crop=True)
    image = np.asarray(prepared.image)[:, :, 0]
    square = square_of(picture.labels, prepared.side_px, prepared.offset_px)
    labels = np.asarray(Image.fromarray(square).resize((GRID, GRID), Image.Resampling.NEAREST))
    boxes = np.full((COUNT, 4), np.nan, dtype=np.float32)
    for index, box in picture.boxes.items():
        boxes[index - 1] = prepared.from_slice(box)
    return image, labels, boxes


def choose_questions(
    picture: Picture, rng: np.random.Generator, count: int = QUESTIONS, likely: np.ndarray | None = None
) -> list[int]:
    """Structure ids to ask: about five in eight present ones, the rest absent.

    likely (structures + 1,) bool: what else the same region holds; absent ones of these are asked most, for they are
    the hard ones, and the other side of a present structure above all.
    """
    present = np.array(list(picture.boxes), dtype=int)
    absent = np.array(absent_ids(picture), dtype=int)
    weight = _WEIGHT.copy()
    if likely is not None:
        weight[~likely] *= 0.12
    for index in present:
        twin = mirror_id(int(index))
        if twin not in picture.boxes:
            weight[twin] *= 2
    chosen: list[int] = []
    for group, wanted, share in ((present, round(count * 0.64), _WEIGHT), (absent, count, weight)):
        room = min(wanted, count - len(chosen), len(group))
        if room:
            odds = share[group]
            chosen += [int(i) for i in rng.choice(group, room, replace=False, p=odds / odds.sum())]
    while len(chosen) < count:
        chosen.append(int(rng.choice(present if len(present) else absent)))
    return chosen


def make_batch(pool: Pool, vocabulary: Vocabulary, seed: int, step: int, size: int) -> Batch:
    """The batch of a step: the same for the same donors, seed and step."""
    rng = np.random.default_rng([seed, step])
    rows: list[tuple[np.ndarray, ...]] = []
    while len(rows) < size:
        donor = pool.draw(rng)
        picture = draw_picture(donor, rng)
        if not picture.boxes:
            continue
        image, labels, boxes = as_model_input(picture)
        may = np.zeros(COUNT + 1, dtype=np.float32)
        may[list(picture.background_may)] = 1
        present = np.full(COUNT, np.nan, dtype=np.float32)
        present[np.array(absent_ids(picture), dtype=int) - 1] = 0
        present[np.array(list(picture.boxes), dtype=int) - 1] = 1
        sagittal = picture.plane == "sagittal"
        midline = picture.midline_mm if sagittal and rng.random() < 0.75 else None
        if midline is not None:
            midline += float(rng.normal(0, 2 + 0.04 * abs(midline)))
        plane = "oblique" if rng.random() < 0.05 else picture.plane
        prefix = vocabulary.prefix(picture.modality if rng.random() < 0.85 else "", plane, midline)
        asked = choose_questions(picture, rng, likely=pool.held[donor.region])
        answers = boxes
        if sagittal and (midline is None or plane != "sagittal"):
            answers = either_side(boxes)
            # Whether the other side is there is not known: no question.
            sure = [i for i in asked if i in picture.boxes or mirror_id(i) not in picture.unclear] or [BODY]
            asked = [sure[n % len(sure)] for n in range(len(asked))]
        questions = [
            vocabulary.suffix(STRUCTURES[i - 1], None if np.isnan(answers[i - 1, 0]) else answers[i - 1]) for i in asked
        ]
        suffix, targets, coordinates = (np.stack(part) for part in zip(*questions, strict=True))
        rows.append(
            (image, labels, may, np.array(sagittal), present, boxes / 1000, prefix, suffix, targets, coordinates)
        )
    return Batch(*(torch.from_numpy(np.stack(part)) for part in zip(*rows, strict=True)))


def either_side(boxes: np.ndarray) -> np.ndarray:
    """Boxes (structures, 4) of a structure or of its other side, round both where both are there; NaN where neither."""
    both = np.stack([boxes, boxes[_TWINS]])
    low, high = np.fmin(both[0], both[1])[:, :2], np.fmax(both[0], both[1])[:, 2:]
    return np.concatenate([low, high], axis=1)
