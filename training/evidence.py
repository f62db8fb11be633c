"""Made-up evidence, and questions about it: what the language part learns to look up and to write.

The language part has one task: find the asked structure among the image tokens and write what its token says. That
needs no pictures. Presence and edges are drawn at random, far more widely than any eye would measure them, so that what
is learnt is reading, and none of the usual places; and it serves every eye of the same structures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from MISGroundLib.vlm.mini_eye import Measured
from training.model import Vocabulary
from training.structures import COUNT, STRUCTURES, mirror_id

QUESTIONS = 12  # questions on one picture's evidence
_TWINS = np.array([mirror_id(index) - 1 for index in range(1, COUNT + 1)])
_PAIRED = np.arange(COUNT) != _TWINS


@dataclass
class Questions:
    """Evidence of b pictures and q questions on each; k structures, p tokens of prefix, s of a question and answer.

    seen: `Measured` with (b, k, 2) and (b, k, 2, 4). prefix (b, p), suffix (b, q, s): token ids. targets (b, q, s): the
    next token, -100 where none is learnt. coordinates (b, q, s): 0..1000 where the next token is a coordinate, else
    NaN. asked (b, q): the structure's index, from 0.
    """

    seen: Measured
    prefix: torch.Tensor
    suffix: torch.Tensor
    targets: torch.Tensor
    coordinates: torch.Tensor
    asked: torch.Tensor


def draw_questions(vocabulary: Vocabulary, rng: np.random.Generator, pictures: int) -> Questions:
    """Evidence and questions of so many pictures; the same for the same generator state."""
    rows = [_picture(vocabulary, rng) for _ in range(pictures)]
    presence, boxes, *rest = (torch.from_numpy(np.stack(part)) for part in zip(*rows, strict=True))
    return Questions(Measured(presence, boxes), *rest)


def _picture(vocabulary: Vocabulary, rng: np.random.Generator) -> tuple[NDArray, ...]:
    plane = str(rng.choice(["axial", "coronal", "sagittal", "oblique"], p=[0.36, 0.23, 0.38, 0.03]))
    logit, box = _own(rng)
    pair_logit, pair_box = _of_pairs(logit, box)
    sagittal = plane == "sagittal"
    true_logit, true_box = (pair_logit, pair_box) if sagittal else (logit, box)
    if sagittal:  # sides look alike there: either side's own mask may be anything, the two together are what is seen
        logit = np.where(_PAIRED, pair_logit + rng.normal(-1, 2, COUNT), logit)
        box = np.where(_PAIRED[:, None], _boxes(rng), box)
    midline_mm = float(rng.normal(0, 60)) if sagittal and rng.random() < 0.75 else None
    # In a sagittal slice either name finds what is there: the product knows the midline, and refuses the wrong side.
    chance = 1 / (1 + np.exp(-true_logit))
    likely = np.flatnonzero(chance > 0.02)
    found = rng.random(COUNT) < chance
    some = rng.permutation(likely)[: round(QUESTIONS * 0.64)]
    asked = np.concatenate([some, rng.permutation(COUNT)[: QUESTIONS - len(some)]])
    questions = [vocabulary.suffix(STRUCTURES[i], 1000 * true_box[i] if found[i] else None) for i in asked]
    prefix = vocabulary.prefix(str(rng.choice(["CT", "MR", ""], p=[0.45, 0.4, 0.15])), plane, midline_mm)
    suffix, targets, coordinates = (np.stack(part) for part in zip(*questions, strict=True))
    presence = np.stack([logit, pair_logit], axis=1).astype(np.float32)
    boxes = np.stack([box, pair_box], axis=1).astype(np.float32)
    return presence, boxes, prefix, suffix, targets, coordinates, asked


def _own(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Presence in logits (k,) and boxes (k, 4) in 0..1 of every structure's own mask."""
    share = rng.choice([0.15, 0.3, 0.5])
    there = rng.random(COUNT) < share
    # Both sides of a pair are mostly there together, and then their boxes are two.
    there = np.where(_PAIRED & (rng.random(COUNT) < 0.6), there[np.minimum(_TWINS, np.arange(COUNT))], there)
    logit = np.where(there, rng.normal(4, 2.2, COUNT), rng.normal(-4.5, 2.2, COUNT))
    return logit, _boxes(rng)


def _boxes(rng: np.random.Generator) -> NDArray[np.float64]:
    """Boxes (k, 4) of all sizes, anywhere."""
    middle, size = rng.uniform(0, 1, (COUNT, 2)), np.exp(rng.uniform(np.log(0.03), np.log(0.9), (COUNT, 2)))
    low = (middle - size / 2).clip(0, 0.98)
    return np.concatenate([low, (middle + size / 2).clip(low + 0.01, 1)], axis=1)


def _of_pairs(logit: NDArray[np.float64], box: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same of both sides of a pair together: round both where both are there."""
    both, there = np.stack([box, box[_TWINS]]), np.stack([logit, logit[_TWINS]]) > 0
    low = np.where(there[..., None], both[..., :2], 2).min(axis=0)
    high = np.where(there[..., None], both[..., 2:], -1).max(axis=0)
    around = np.where((there.any(axis=0) & _PAIRED)[:, None], np.concatenate([low, high], axis=1), box)
    return np.maximum(logit, logit[_TWINS]), around
