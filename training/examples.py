"""Batches for the eye's training: pictures as the product's own profile prepares them, dense labels, boxes."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from MISGroundLib.vlm.pictures import PreparedImage, prepare_square, square_of
from training.donor import Donor
from training.drawing.pictures import Picture, absent_ids, draw_picture
from training.model import GRID, SIDE
from training.structures import COUNT

# How often a region's donors are drawn, however many there are.
REGION_WEIGHT = {"trunk": 0.30, "abdomen": 0.30, "brain": 0.18, "head-neck": 0.15, "knee": 0.07, "spine": 0.03}
ALONE = 0.15  # share of the pictures without neighbours, where neighbours are drawn
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


@dataclass
class Batch:
    """A step's b pictures; k structures.

    images uint8 (b, SIDE, SIDE), or (b, 3, SIDE, SIDE) with neighbours. labels uint8 (b, GRID, GRID): structure ids,
    255 where the map does not say. may float (b, k + 1): 1 for structures that cells without a label may belong to.
    sagittal bool (b,). present float (b, k): 1 there, 0 certainly not, NaN unclear. boxes (b, k, 4) in 0..1, NaN where
    none.
    """

    images: torch.Tensor
    labels: torch.Tensor
    may: torch.Tensor
    sagittal: torch.Tensor
    present: torch.Tensor
    boxes: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """The batch on a device."""
        return Batch(*(getattr(self, part.name).to(device, non_blocking=True) for part in fields(self)))


class Pool:
    """Donors by region and source, drawn by their weights."""

    def __init__(self, donors: list[Donor]) -> None:
        self.by_region: dict[str, list[Donor]] = {}
        for donor in donors:
            self.by_region.setdefault(donor.region, []).append(donor)
        self.regions = [region for region in REGION_WEIGHT if region in self.by_region]
        weight = np.array([REGION_WEIGHT[region] for region in self.regions])
        self.weight = weight / weight.sum()
        self.sources = {region: _by_source(some) for region, some in self.by_region.items()}

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
    """(image uint8 (SIDE, SIDE), labels uint8 (GRID, GRID), boxes (structures, 4) in 0..1000, NaN absent).

    The image is (3, SIDE, SIDE), the slice in the middle, where the picture has neighbours.
    """
    prepared = prepare_square(picture.pixels, SIDE, crop=True)
    image = np.asarray(prepared.image)[:, :, 0]
    if picture.beside is not None:
        low, high = (beside_in(prepared, pixels, SIDE) for pixels in picture.beside)
        image = np.stack([low, image, high])
    square = square_of(picture.labels, prepared.side_px, prepared.offset_px)
    labels = np.asarray(Image.fromarray(square).resize((GRID, GRID), Image.Resampling.NEAREST))
    boxes = np.full((COUNT, 4), np.nan, dtype=np.float32)
    for index, box in picture.boxes.items():
        boxes[index - 1] = prepared.from_slice(box)
    return image, labels, boxes


def beside_in(prepared: PreparedImage, pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A neighbouring slice (h, w) as (side, side), cropped and resized as the slice was that is prepared."""
    square = square_of(pixels, prepared.side_px, prepared.offset_px)
    return np.array(Image.fromarray(square).resize((side, side), Image.Resampling.BILINEAR))


def make_batch(pool: Pool, seed: int, step: int, size: int, neighbours: bool = False) -> Batch:
    """The batch of a step: the same for the same donors, seed and step.

    neighbours: the slices beside each are its other two colours, but in some of them; all else is as without.
    """
    rng, chance = np.random.default_rng([seed, step]), np.random.default_rng([seed, step, 1])
    rows: list[tuple[np.ndarray, ...]] = []
    while len(rows) < size:
        picture = draw_picture(pool.draw(rng), rng, neighbours=neighbours and chance.random() >= ALONE)
        if not picture.boxes:
            continue
        image, labels, boxes = as_model_input(picture)
        if neighbours and image.ndim == 2:
            image = np.stack([image] * 3)
        may = np.zeros(COUNT + 1, dtype=np.float32)
        may[list(picture.background_may)] = 1
        present = np.full(COUNT, np.nan, dtype=np.float32)
        present[np.array(absent_ids(picture), dtype=int) - 1] = 0
        present[np.array(list(picture.boxes), dtype=int) - 1] = 1
        rows.append((image, labels, may, np.array(picture.plane == "sagittal"), present, boxes / 1000))
    return Batch(*(torch.from_numpy(np.stack(part)) for part in zip(*rows, strict=True)))
