"""misground-mini without evidence tokens, for the bake-off: the language part must find the box itself.

The image tokens are a grid: each is a linear map of what a trained, frozen eye's decoder says of its cells. What the
language part has to learn is all that lies between these and the written box; the eye with evidence measures it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from transformers import DynamicCache

from MISGroundLib.vlm.generation import cache_keyword
from MISGroundLib.vlm.mini_model import MiniForConditionalGeneration
from training.evidence import QUESTIONS, Questions
from training.examples import Batch
from training.model import GRID, WIDTHS, Vocabulary, eye_parameters, normalise, put, text_layout, voice_parameters
from training.structures import COUNT, STRUCTURES, mirror_id
from training.train import Plan, follow
from training.voice import VoicePlan, VoiceTrainer

TOKENS = 12  # image tokens along a side
_FOUND = round(QUESTIONS * 0.64)  # questions at most about what is there, as on made-up evidence
_TOLD = 0.7  # share of the training in which it is told where to look, falling
_TWINS = np.array([mirror_id(index) - 1 for index in range(1, COUNT + 1)])


class PlainVoice(VoiceTrainer):
    """Trains the language part and the map from the eye's grid to image tokens, on drawn pictures, eye frozen.

    In the prompt the modality and the midline are not said, and every plane but the sagittal is called axial: a batch
    holds no more, and the picture shows it.
    """

    grid = (TOKENS, TOKENS)
    plan: Plan  # type: ignore[assignment]  # by the clock, as the eyes'

    def __init__(self, plan: Plan, eye: dict[str, torch.Tensor]) -> None:
        """eye: weights of an eye and its measuring, by name (a run's average)."""
        super().__init__(VoicePlan(seed=plan.seed))
        self.plan = plan
        self.seconds = 0.0
        tower = self.model.model.visual
        put(eye_parameters(self.model), eye)
        tower.eye.requires_grad_(False).to(memory_format=torch.channels_last)
        near, far = (GRID // TOKENS) ** 2 * WIDTHS[0], (GRID // 4 // TOKENS) ** 2 * WIDTHS[2]
        width = self.model.get_input_embeddings().weight.shape[1]
        self.reduce = nn.Linear(near + far, width)
        self.norm = nn.LayerNorm(near + far, elementwise_affine=False)
        self.place = nn.Parameter(torch.randn(TOKENS * TOKENS, width) * 0.02)
        self.optimisers[0].add_param_group({"params": [*self.reduce.parameters(), self.place]})
        self.named = {name: p for name, p in voice_parameters(self.model).items() if "visual." not in name}
        self.named |= {f"reduce.{name}": p for name, p in self.reduce.named_parameters()} | {"place": self.place}
        self.parameters = list(self.named.values())
        self.average = {name: p.detach().clone() for name, p in self.named.items()}

    def image_tokens(self, questions: Questions) -> torch.Tensor:
        """The pictures' tokens (b, TOKENS * TOKENS, width); `seen` holds what `grid_features` gives."""
        tokens: torch.Tensor = self.reduce(self.norm(questions.seen)) + self.place
        return tokens

    @torch.no_grad()
    def grid_features(self, images: torch.Tensor) -> torch.Tensor:
        """Images uint8 (b, SIDE, SIDE) -> what the frozen eye says of each token's cells (b, TOKENS * TOKENS, c)."""
        x, coarse, _ = self.model.model.visual.eye.features(
            normalise(images).contiguous(memory_format=torch.channels_last)
        )
        parts = [functional.pixel_unshuffle(part, part.shape[-1] // TOKENS) for part in (x, coarse)]
        return torch.cat(parts, dim=1).float().flatten(2).transpose(1, 2)

    def ask(self, batch: Batch) -> Questions:
        """Questions on a batch's pictures, the same for the same step."""
        rng = np.random.default_rng([self.plan.seed, self.step, 2])
        rows = [self._ask(batch, row, rng) for row in range(len(batch.images))]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            seen = self.grid_features(batch.images)
        prefix, suffix, targets, coordinates, asked = (
            torch.from_numpy(np.stack(part)) for part in zip(*rows, strict=True)
        )
        return Questions(seen, prefix, suffix, targets, coordinates, asked)  # type: ignore[arg-type]

    def _ask(self, batch: Batch, row: int, rng: np.random.Generator) -> tuple[NDArray[Any], ...]:
        present, boxes = batch.present[row].numpy(), batch.boxes[row].numpy()
        sagittal = bool(batch.sagittal[row])
        if sagittal:  # either side's name finds what is there of both
            present, boxes = _of_pairs(present, boxes)
        found = rng.permutation(np.flatnonzero((present == 1) & np.isfinite(boxes[:, 0])))[:_FOUND]
        absent = rng.permutation(np.flatnonzero(present == 0))[: QUESTIONS - len(found)]
        asked = rng.permutation(np.concatenate([found, absent]))
        asked = np.resize(asked, QUESTIONS)  # again from the first, where there are too few
        there = set(found.tolist())
        made = [self.vocabulary.suffix(STRUCTURES[i], 1000 * boxes[i] if i in there else None) for i in asked]
        return self.prefix(sagittal), *(np.stack(part) for part in zip(*made, strict=True)), asked

    def prefix(self, sagittal: bool) -> NDArray[Any]:
        """What stands between the picture and the name."""
        return self.vocabulary.prefix("", "sagittal" if sagittal else "axial", None)

    def _look(self, questions: Questions) -> torch.Tensor:
        """Which image tokens to look at is to be found; that an answer follows its name is told, as with evidence."""
        return self._look_back()

    def train_step(self, batch: Batch) -> dict[str, float]:  # type: ignore[override]
        """One step; returns the losses as numbers."""
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self.plan.rate_at(self.step, self.seconds)
            optimiser.zero_grad(set_to_none=True)
        losses = self.losses(self.ask(batch))
        done = self.seconds / self.plan.seconds if self.plan.seconds else self.step / self.plan.steps
        telling = max(0.0, 1 - done / _TOLD)
        (2 * losses["words"] + 0.4 * losses["numbers"] + telling * losses["look"]).backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.step += 1
        follow(self.average, self.named, self.step)
        return {name: float(value.detach()) for name, value in losses.items()}

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "step": self.step,
            "seconds": self.seconds,
            "voice": self.named,
            "average": self.average,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint was taken."""
        put(self.named, state["voice"])
        put(self.average, state["average"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.step, self.seconds = state["step"], state["seconds"]

    def find(self, images: torch.Tensor, sagittal: bool) -> tuple[torch.Tensor, torch.Tensor]:
        """What is written about every structure of a picture: is it there (k,), and its box (k, 4) in 0..1."""
        tokens = self.reduce(self.norm(self.grid_features(images))) + self.place
        return write_all(self.model, self.vocabulary, tokens, self.grid, self.prefix(sagittal))


@torch.inference_mode()
def write_all(
    model: MiniForConditionalGeneration,
    vocabulary: Vocabulary,
    tokens: torch.Tensor,
    grid: tuple[int, int],
    prefix: NDArray[Any],
) -> tuple[torch.Tensor, torch.Tensor]:
    """What greedy decoding writes about every structure, all in one batch: is it there (k,), boxes (k, 4) in 0..1.

    tokens (1, n, width): the picture's. The answer's own syntax is not chosen: found or not, and the four numbers are.
    """
    embed, language = model.get_input_embeddings(), model.model.language_model
    place, _ = text_layout(vocabulary, 1, grid)
    shared = [embed(torch.tensor([vocabulary.open])), tokens, embed(torch.from_numpy(prefix)[None])]
    cache = DynamicCache()
    before = torch.cat(shared, dim=1)
    kept: dict[str, Any] = {cache_keyword(language): cache, "use_cache": True}
    language(inputs_embeds=before, position_ids=place[..., : before.shape[1]], **kept)
    cache.batch_repeat_interleave(COUNT)
    at = before.shape[1]

    def read(ids: torch.Tensor) -> torch.Tensor:
        """The logits (k, v) after these tokens (k, t)."""
        nonlocal at
        where = place[..., at : at + ids.shape[1]].expand(3, COUNT, -1)
        at += ids.shape[1]
        hidden = language(inputs_embeds=embed(ids), position_ids=where, **kept).last_hidden_state
        logits: torch.Tensor = model.lm_head(hidden[:, -1]).float()
        return logits

    numbers = torch.from_numpy(vocabulary.number_ids)
    asked = torch.tensor([vocabulary.question(name) for name in STRUCTURES])
    begin, separator, none = vocabulary.syntax
    logits = read(asked)
    there = logits[:, begin] > logits[:, none]
    written = torch.full((COUNT, 1), begin)
    box = []
    for _ in range(4):
        chosen = read(written)[:, numbers].argmax(dim=1)
        box.append(chosen / 1000)
        written = torch.stack([numbers[chosen], torch.full((COUNT,), separator)], dim=1)
    return there, torch.stack(box, dim=1)


def _of_pairs(present: NDArray[np.float32], boxes: NDArray[np.float32]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Presence and boxes of both sides of every pair together; NaN where it is not sure."""
    theirs, other = present[_TWINS], boxes[_TWINS]
    either = np.where((present == 1) | (theirs == 1), 1.0, present + theirs)
    # Where one side is there and the other one is unclear, the box of both is not known.
    unsure = np.isnan(present) | np.isnan(theirs)
    union = np.concatenate([np.fmin(boxes, other)[:, :2], np.fmax(boxes, other)[:, 2:]], axis=1)
    return np.where(unsure, np.nan, either), union
