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

CELLS = 4  # label cells along a patch
QUESTIONS = 12  # questions on one picture
# How often a region's donors are drawn, however many there are.
REGION_WEIGHT = {"trunk": 0.38, "abdomen": 0.26, "brain": 0.19, "head-neck": 0.09, "knee": 0.08}
# Small or hard structures are asked more often, the body less.
_WEIGHT = np.ones(COUNT + 1)
for _name in (
    *("aorta", "inferior vena cava", "pancreas", "gallbladder", "left kidney", "right kidney", "spleen", "stomach"),
    *("esophagus", "trachea", "spinal cord", "urinary bladder", "vertebrae", "sacrum", "small bowel", "colon"),
):
    _WEIGHT[STRUCTURE_ID[_name]] = 1.6
_WEIGHT[BODY] = 0.4


@dataclass
class Batch:
    """A step's pictures and questions, b pictures with q questions each.

    images uint8 (b, SIDE, SIDE). cells uint8 (b, patches, CELLS**2): structure ids, 255 where the map does not say.
    may float (b, structures + 1): 1 for structures that cells without a label may belong to. boxes (b, structures, 4)
    in 0..1, NaN where absent. prefix (b, p), suffix (b, q, SUFFIX): token ids. targets (b, q, SUFFIX): the next token,
    -100 where none. coordinates (b, q, SUFFIX): 0..1000 where the next token is a coordinate, else NaN.
    """

    images: torch.Tensor
    cells: torch.Tensor
    may: torch.Tensor
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
        """A donor: a region by its weight, then any of its donors."""
        some = self.by_region[self.regions[int(rng.choice(len(self.regions), p=self.weight))]]
        return some[int(rng.integers(len(some)))]


def as_model_input(picture: Picture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(image uint8 (SIDE, SIDE), cells uint8 (patches, CELLS**2), boxes (structures, 4) in 0..1000, NaN absent)."""
    prepared = prepare_square(picture.pixels, SIDE, crop=True)
    image = np.asarray(prepared.image)[:, :, 0]
    square = square_of(picture.labels, prepared.side_px, prepared.offset_px)
    side = GRID * CELLS
    small = np.asarray(Image.fromarray(square).resize((side, side), Image.Resampling.NEAREST))
    cells = small.reshape(GRID, CELLS, GRID, CELLS).transpose(0, 2, 1, 3).reshape(GRID * GRID, CELLS * CELLS)
    boxes = np.full((COUNT, 4), np.nan, dtype=np.float32)
    for index, box in picture.boxes.items():
        boxes[index - 1] = prepared.from_slice(box)
    return image, cells, boxes


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
        image, cells, boxes = as_model_input(picture)
        may = np.zeros(COUNT + 1, dtype=np.float32)
        may[list(picture.background_may)] = 1
        drop = rng.random()
        plane = "oblique" if drop < 0.06 else picture.plane
        fraction = None if drop < 0.10 else float(np.clip(picture.position_fraction + rng.normal(0, 0.01), 0, 1))
        prefix = vocabulary.prefix(picture.modality if rng.random() < 0.93 else "", plane, fraction)
        asked = choose_questions(picture, rng, likely=pool.held[donor.region])
        questions = [vocabulary.suffix(STRUCTURES[i - 1], boxes[i - 1] if i in picture.boxes else None) for i in asked]
        suffix, targets, coordinates = (np.stack(part) for part in zip(*questions, strict=True))
        rows.append((image, cells, may, boxes / 1000, prefix, suffix, targets, coordinates))
    return Batch(*(torch.from_numpy(np.stack(part)) for part in zip(*rows, strict=True)))
