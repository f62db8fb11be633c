"""Train misground-mini's language part, on made-up evidence: `python -m training.voice --out training/runs/x`.

About an hour on one core; voice.pt and voice.jsonl lie in the run's folder, beside the eye's checkpoint. What is learnt
takes two steps of looking: the name finds its image token, and the answer finds the name. Left alone, the second step
was not found in 450 steps of training; told where to look, it was in a hundred.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from transformers.models.qwen3_vl.modeling_qwen3_vl import apply_rotary_pos_emb

from training.evidence import QUESTIONS, Questions, draw_questions
from training.model import SUFFIX, Vocabulary, make_model, make_tokenizer, text_layout, voice_parameters
from training.muon import Muon
from training.schedule import log_means, save_state, share_of_rate
from training.structures import COUNT

SIGMA = 6.0  # of the soft labels on coordinates, in thousandths
CHECKPOINT = "voice.pt"


@dataclass
class VoicePlan:
    """steps of `pictures` pictures' evidence; told: the share of them in which it is told where to look."""

    steps: int = 5800
    pictures: int = 12
    rate: float = 2e-3
    told: float = 0.7
    cooling: float = 0.3
    seed: int = 1

    def rate_at(self, step: int) -> float:
        """The learning rate: a warm-up, then level, then down to a fiftieth."""
        return self.rate * share_of_rate(step, self.steps, 40, self.cooling)

    def telling(self, step: int) -> float:
        """The weight of the loss on where it looks: falls from 1 to 0."""
        return max(0.0, 1 - step / (self.told * self.steps))


class VoiceTrainer:
    """The model whose language part is trained, its optimisers, and the step."""

    grid = (1, COUNT)  # rows and columns of the image tokens

    def __init__(self, plan: VoicePlan) -> None:
        self.plan = plan
        self.half = torch.cpu._is_avx512_bf16_supported()
        self.vocabulary = Vocabulary(make_tokenizer())
        self.model = make_model(make_tokenizer(), plan.seed)
        self.positions, self.mask = text_layout(self.vocabulary, QUESTIONS, self.grid)
        self.number_ids = torch.from_numpy(self.vocabulary.number_ids)
        self.open = torch.tensor(self.vocabulary.open)
        self.parameters = list(voice_parameters(self.model).values())
        layers = self.model.model.language_model.layers
        inner = [p for p in layers.parameters() if p.ndim == 2]
        others = [p for p in self.parameters if all(p is not other for other in inner)]
        # Muon finds what to attend to many times sooner than AdamW does.
        self.optimisers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0.0),
            Muon(inner, lr=1e-3, weight_decay=0.02),
        ]
        self.looks = [Looking(layer.self_attn) for layer in layers[:2]]
        self.step = 0

    def losses(self, questions: Questions) -> dict[str, torch.Tensor]:
        """words, numbers (cross-entropies), off (mean error in thousandths), look (cross-entropy of where it looks)."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            hidden = self.hidden(questions)
            answers = hidden[:, -questions.suffix[0].numel() :].flatten(0, 1)
            targets, coordinates = questions.targets.flatten(), questions.coordinates.flatten()
            is_number = torch.isfinite(coordinates)
            is_word = (targets >= 0) & ~is_number
            words = self.model.lm_head(answers[is_word]).float()
            numbers = self.model.lm_head(answers[is_number]).float()
        scale = torch.arange(1001)
        distance = (scale[None] - coordinates[is_number][:, None]) / SIGMA
        soft = torch.softmax(-0.5 * distance**2, dim=1)
        chosen = torch.softmax(numbers[:, self.number_ids].detach(), dim=1) @ scale.float()
        return {
            "words": functional.cross_entropy(words, targets[is_word]),
            "numbers": -(soft * torch.log_softmax(numbers, dim=1)[:, self.number_ids]).sum(dim=1).mean(),
            "off": (chosen - coordinates[is_number]).abs().mean(),
            "look": self._look(questions),
        }

    def hidden(self, questions: Questions) -> torch.Tensor:
        """The last hidden states (b, t, width) of evidence, prompt and all questions in one row (`text_layout`)."""
        embed = self.model.get_input_embeddings()
        b = questions.prefix.shape[0]
        parts = [
            embed(self.open).expand(b, -1, -1),
            self.image_tokens(questions),
            embed(questions.prefix),
            embed(questions.suffix.flatten(1)),
        ]
        return self.model.model.language_model(
            inputs_embeds=torch.cat(parts, dim=1),
            position_ids=self.positions.expand(3, b, -1),
            attention_mask=self.mask,
            use_cache=False,
        ).last_hidden_state

    def image_tokens(self, questions: Questions) -> torch.Tensor:
        """The pictures' tokens (b, n, width)."""
        tokens: torch.Tensor = self.model.model.visual.tokens(questions.seen)
        return tokens

    @property
    def _shared(self) -> int:
        """How many tokens stand before the first question."""
        return len(self.vocabulary.open) + self.grid[0] * self.grid[1] + self.vocabulary.prefix_length

    def _look(self, questions: Questions) -> torch.Tensor:
        """In the first layer a name should look at its image token, in the second what follows a name at the name."""
        names = self._shared + torch.arange(QUESTIONS) * SUFFIX
        query, key = self.looks[0].queries_and_keys()
        first = query[:, :, names] @ key[:, :, : self._shared].transpose(-1, -2)  # (b, heads, q, shared)
        wanted = (len(self.vocabulary.open) + questions.asked)[:, None].expand(-1, first.shape[1], -1)
        return functional.cross_entropy(first.permute(0, 3, 1, 2), wanted) + self._look_back()

    def _look_back(self) -> torch.Tensor:
        """In the second layer what follows a name should look at the name."""
        shared = self._shared
        query, key = self.looks[1].queries_and_keys()
        query, own = (part[:, :, shared:].unflatten(2, (QUESTIONS, SUFFIX)) for part in (query, key))
        near = query @ own.transpose(-1, -2)  # (b, heads, q, SUFFIX, SUFFIX)
        near = near.masked_fill(torch.ones(SUFFIX, SUFFIX, dtype=torch.bool).triu(1), -1e9)
        far = query @ key[:, :, None, :shared].transpose(-1, -2)
        second = torch.cat([near, far], dim=-1)[..., 1:, :]
        return -torch.log_softmax(second, dim=-1)[..., 0].mean()

    def train_step(self) -> dict[str, float]:
        """One step; returns the losses as numbers."""
        rng = np.random.default_rng([self.plan.seed, self.step])
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self.plan.rate_at(self.step)
            optimiser.zero_grad(set_to_none=True)
        losses = self.losses(draw_questions(self.vocabulary, rng, self.plan.pictures))
        total = 2 * losses["words"] + 0.4 * losses["numbers"] + self.plan.telling(self.step) * losses["look"]
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.step += 1
        return {name: float(value.detach()) for name, value in losses.items()}

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "step": self.step,
            "voice": voice_parameters(self.model),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
        }

    @torch.no_grad()
    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint was taken."""
        for name, parameter in voice_parameters(self.model).items():
            parameter.copy_(state["voice"][name])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.step = state["step"]


class Looking:
    """Keeps what a layer's attention is given, so that where it looks can be computed once more."""

    def __init__(self, attention: torch.nn.Module) -> None:
        self._attention = attention
        self._given: tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]] | None = None
        attention.register_forward_pre_hook(self._keep, with_kwargs=True)

    def _keep(self, module: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._given = (kwargs["hidden_states"] if "hidden_states" in kwargs else args[0], kwargs["position_embeddings"])

    def queries_and_keys(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Of the last forward pass, (b, heads, t, head_dim) each; the queries scaled, so that products are logits."""
        assert self._given is not None
        (hidden, (cos, sin)), layer = self._given, self._attention
        shape = (*hidden.shape[:-1], -1, layer.head_dim)
        query = layer.q_norm(layer.q_proj(hidden).view(shape)).transpose(1, 2)
        key = layer.k_norm(layer.k_proj(hidden).view(shape)).transpose(1, 2)
        query, key = apply_rotary_pos_emb(query, key, cos, sin)
        return query.float() * layer.scaling, key.float()


def train_voice(folder: Path, plan: VoicePlan, resume: bool = False, checkpoint_minutes: float = 2.0) -> VoiceTrainer:
    """Train to the plan's end; CHECKPOINT and voice.jsonl lie in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    trainer = VoiceTrainer(plan)
    if resume and (folder / CHECKPOINT).exists():
        trainer.restore(torch.load(folder / CHECKPOINT, weights_only=True))
    began = saved = time.monotonic()
    sums: dict[str, list[float]] = {}
    try:
        while trainer.step < plan.steps:
            for name, value in trainer.train_step().items():
                sums.setdefault(name, []).append(value)
            if trainer.step % 25 == 0:
                log_means(folder / "voice.jsonl", trainer.step, time.monotonic() - began, sums)
                sums = {}
            if time.monotonic() - saved > 60 * checkpoint_minutes:
                save_state(trainer.state(), folder / CHECKPOINT)
                saved = time.monotonic()
    finally:
        save_state(trainer.state(), folder / CHECKPOINT)
    return trainer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", action="store_true", help="go on from the folder's voice.pt, if there is one")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--steps", type=int, default=VoicePlan.steps)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a polite end leaves a checkpoint
    train_voice(arguments.out, VoicePlan(steps=arguments.steps), arguments.resume)


if __name__ == "__main__":
    main()
