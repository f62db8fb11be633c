"""Batches for training: pictures as the product's own profile prepares them, dense labels, and questions as tokens."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from queue import Full

import numpy as np
import torch
from PIL import Image

from MISGroundLib.vlm.pictures import prepare_square
from training.model import GRID, SIDE, Vocabulary, make_tokenizer
from training.phantoms import Phantom
from training.pictures import Picture, absent_ids, draw_picture
from training.pool import load_pool
from training.tissues import BODY, STRUCTURES

CELLS = 5  # label cells along a patch
QUESTIONS = 8  # questions on one picture
POOL_REFRESH = 100  # steps after which the pool's folder is read again
# Small or hard structures are asked more often.
_WEIGHT = np.ones(len(STRUCTURES) + 1)
for _name in (
    "aorta",
    "inferior vena cava",
    "pancreas",
    "gallbladder",
    "left kidney",
    "right kidney",
    "spleen",
    "esophagus",
    "trachea",
    "spinal cord",
    "stomach",
    "urinary bladder",
    "vertebrae",
    "sacrum",
):
    _WEIGHT[STRUCTURES.index(_name) + 1] = 1.8
_WEIGHT[BODY] = 0.6


@dataclass
class Batch:
    """A step's pictures and questions, b pictures with q questions each.

    images uint8 (b, SIDE, SIDE). cells uint8 (b, patches, CELLS**2): structure ids. boxes (b, structures, 4) in 0..1,
    NaN where absent. prefix (b, p), suffix (b, q, SUFFIX): token ids. targets (b, q, SUFFIX): the next token, -100
    where none. coordinates (b, q, SUFFIX): 0..1000 where the next token is a coordinate, else NaN.
    """

    images: torch.Tensor
    cells: torch.Tensor
    boxes: torch.Tensor
    prefix: torch.Tensor
    suffix: torch.Tensor
    targets: torch.Tensor
    coordinates: torch.Tensor


def as_model_input(picture: Picture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(image uint8 (SIDE, SIDE), cells uint8 (patches, CELLS**2), boxes (structures, 4) in 0..1000, NaN absent)."""
    prepared = prepare_square(picture.pixels, SIDE)
    image = np.asarray(prepared.image)[:, :, 0]
    padded = np.zeros((prepared.side_px, prepared.side_px), dtype=np.uint8)
    dx, dy = prepared.offset_px
    width, height = prepared.slice_size_px
    padded[dy : dy + height, dx : dx + width] = picture.labels
    side = GRID * CELLS
    small = np.asarray(Image.fromarray(padded).resize((side, side), Image.Resampling.NEAREST))
    cells = small.reshape(GRID, CELLS, GRID, CELLS).transpose(0, 2, 1, 3).reshape(GRID * GRID, CELLS * CELLS)
    boxes = np.full((len(STRUCTURES), 4), np.nan, dtype=np.float32)
    for index, box in picture.boxes.items():
        boxes[index - 1] = prepared.from_slice(box)
    return image, cells, boxes


def choose_questions(picture: Picture, rng: np.random.Generator, count: int = QUESTIONS) -> list[int]:
    """Structure ids to ask: about five in eight present ones, the rest absent."""
    present = np.array(list(picture.boxes), dtype=int)
    absent = np.array(absent_ids(picture), dtype=int)
    chosen: list[int] = []
    for group, wanted in ((present, round(count * 0.64)), (absent, count)):
        room = min(wanted, count - len(chosen), len(group))
        if room:
            weight = _WEIGHT[group]
            chosen += [int(i) for i in rng.choice(group, room, replace=False, p=weight / weight.sum())]
    while len(chosen) < count:
        chosen.append(int(rng.choice(present if len(present) else absent)))
    return chosen


def make_batch(phantoms: list[Phantom], vocabulary: Vocabulary, seed: int, step: int, size: int) -> Batch:
    """The batch of a step: the same for the same phantoms, seed and step."""
    rng = np.random.default_rng([seed, step])
    images, cells, boxes, prefixes, suffixes, targets, coordinates = [], [], [], [], [], [], []
    while len(images) < size:
        picture = draw_picture(phantoms[int(rng.integers(len(phantoms)))], rng)
        if not picture.boxes:
            continue
        image, cell, box = as_model_input(picture)
        images.append(image)
        cells.append(cell)
        boxes.append(box / 1000)
        drop = rng.random()
        plane = "oblique" if drop < 0.06 else picture.plane
        fraction = None if drop < 0.10 else float(np.clip(picture.position_fraction + rng.normal(0, 0.01), 0, 1))
        prefixes.append(vocabulary.prefix("CT" if rng.random() < 0.93 else "", plane, fraction))
        rows = [
            vocabulary.suffix(STRUCTURES[i - 1], box[i - 1] if i in picture.boxes else None)
            for i in choose_questions(picture, rng)
        ]
        suffixes.append(np.stack([row[0] for row in rows]))
        targets.append(np.stack([row[1] for row in rows]))
        coordinates.append(np.stack([row[2] for row in rows]))
    return Batch(
        *(torch.from_numpy(np.stack(parts)) for parts in (images, cells, boxes)),
        torch.from_numpy(np.stack(prefixes)),
        *(torch.from_numpy(np.stack(parts)) for parts in (suffixes, targets, coordinates)),
    )


def produce(folder: Path, seed: int, first_step: int, size: int, queue) -> None:  # type: ignore[no-untyped-def]
    """Put batches into a queue, from a step on, as long as the parent lives: the producer process."""
    torch.set_num_threads(1)
    vocabulary = Vocabulary(make_tokenizer())
    phantoms: list[Phantom] = []
    step = first_step
    parent = multiprocessing.parent_process()
    while parent is None or parent.is_alive():
        if not phantoms or step % POOL_REFRESH == 0:
            phantoms = load_pool(folder)
        batch = make_batch(phantoms, vocabulary, seed, step, size)
        while parent is None or parent.is_alive():
            try:
                queue.put((step, batch), timeout=5)
                break
            except Full:
                continue
        step += 1
