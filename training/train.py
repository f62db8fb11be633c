"""Train misground-mini: `python -m training.train --out training/runs/x [--resume]`.

Three stages, by steps: the vision tower with dense helpers; then the language part, vision frozen; then all together.
Each step is a function of (seed, step), so a resumed run continues as if it had never stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from training.examples import CELLS, QUESTIONS, Batch
from training.feeding import Feeder
from training.model import (
    PATCHES,
    DenseHeads,
    Vocabulary,
    make_model,
    make_tokenizer,
    normalise,
    text_layout,
    vision_features,
)
from training.muon import Muon
from training.structures import BODY, COUNT, IGNORE
from training.warm_start import warm_start

SIGMA = 6.0  # of the soft labels on coordinates, in thousandths


@dataclass
class Plan:
    """Steps of the stages, pictures a step, the learning rates."""

    vision_steps: int = 2900
    language_steps: int = 130
    joint_steps: int = 3200
    batch: int = 8
    muon_rate: float = 2e-3
    adam_rate: float = 1.5e-3
    joint_scale: float = 0.4
    seed: int = 1

    @property
    def total(self) -> int:
        """All steps."""
        return self.vision_steps + self.language_steps + self.joint_steps

    def stage(self, step: int) -> str:
        """vision, language or joint."""
        if step < self.vision_steps:
            return "vision"
        return "language" if step < self.vision_steps + self.language_steps else "joint"

    def rate(self, step: int) -> float:
        """The learning rate's factor: a warm-up, then down over the stage, which keeps a part for the next one."""
        stage = self.stage(step)
        first = {"vision": 0, "language": self.vision_steps, "joint": self.vision_steps + self.language_steps}[stage]
        length = {"vision": self.vision_steps, "language": self.language_steps, "joint": self.joint_steps}[stage]
        done = (step - first) / length
        warm = min(1.0, (step - first + 1) / 60)
        scale, floor = {"vision": (1.0, 0.3), "language": (1.0, 0.6), "joint": (self.joint_scale, 0.03)}[stage]
        return warm * scale * (1 - (1 - floor) * done)


class Trainer:
    """Model, helpers, optimisers and the step count; everything that a checkpoint holds."""

    def __init__(self, plan: Plan, device: str = "cpu") -> None:
        self.plan = plan
        self.device = torch.device(device)
        # bfloat16 pays on a GPU and on CPUs with AMX; elsewhere it is slower than float32.
        self.half = self.device.type == "cuda" or torch.backends.cpu.get_cpu_capability() == "AMX"
        self.tokenizer = make_tokenizer()
        self.vocabulary = Vocabulary(self.tokenizer)
        self.model = make_model(self.tokenizer, plan.seed).to(self.device)
        self.heads = DenseHeads(self.model.config.vision_config.hidden_size, CELLS).to(self.device)
        self.positions, self.mask = (part.to(self.device) for part in text_layout(self.vocabulary, QUESTIONS))
        self.number_ids = torch.from_numpy(self.vocabulary.number_ids).to(self.device)
        self.open = torch.tensor(self.vocabulary.open, device=self.device)
        self.class_weight = torch.ones(COUNT + 1, device=self.device)
        self.class_weight[0] = 0.3
        self.class_weight[BODY] = 0.5
        self.step = 0
        matrices, others = [], []
        for name, parameter in self.model.named_parameters():
            inner = ".blocks." in name or ".layers." in name
            (matrices if inner and parameter.ndim == 2 else others).append(parameter)
        self.optimisers: list[torch.optim.Optimizer] = [
            Muon(matrices, lr=plan.muon_rate, weight_decay=0.02),
            torch.optim.AdamW(
                [*others, *self.heads.parameters()], lr=plan.adam_rate, weight_decay=0.01, betas=(0.9, 0.98)
            ),
        ]

    def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        """The losses of a batch at the present stage; "total" is the one to minimise."""
        stage = self.plan.stage(self.step)
        patches = normalise(batch.images)
        with torch.set_grad_enabled(stage != "language"):
            features = vision_features(self.model, patches)
        losses: dict[str, torch.Tensor] = {}
        total = torch.zeros((), device=self.device)
        if stage != "language":
            losses.update(self._dense(features, batch))
            total = losses["what"] + 12 * losses["where"]
        if stage != "vision":
            losses.update(self._language(features, batch))
            total = (0.5 * total if stage == "joint" else total) + losses["words"] + losses["numbers"]
        losses["total"] = total
        return losses

    def _dense(self, features: torch.Tensor, batch: Batch) -> dict[str, torch.Tensor]:
        what, where = (part.float() for part in self.heads(features))
        probabilities = torch.softmax(what, dim=-1)
        known = batch.cells != IGNORE
        labels = torch.where(known, batch.cells, 0).long()
        own = probabilities.gather(-1, labels[..., None])[..., 0]
        # A cell without a label may be any structure that the donor's map leaves out: then only their sum counts.
        plain = (labels == 0) | (labels == BODY)
        own = own + torch.where(plain, (probabilities.flatten(1, 2) @ batch.may[..., None]).view(own.shape), 0.0)
        weight = self.class_weight[labels] * known
        cross = -(weight * torch.log(own.clamp(1e-6, 1.0))).sum() / weight.sum()
        present = self.heads.holders(batch.cells) * torch.isfinite(batch.boxes[:, None, :, 0])
        present[:, :, BODY - 1] *= 0.1
        # Every structure counts alike on a picture, whatever its size.
        share = present / present.sum(dim=1, keepdim=True).clamp(min=1).sqrt()
        error = (where - torch.nan_to_num(batch.boxes)[:, None]).abs().mean(dim=-1)
        return {"what": cross, "where": (error * share).sum() / share.sum().clamp(min=1)}

    def _language(self, features: torch.Tensor, batch: Batch) -> dict[str, torch.Tensor]:
        pictures = self.model.model.visual.merger(features.flatten(0, 1)).view(features.shape[0], PATCHES, -1)
        embed = self.model.get_input_embeddings()
        b = features.shape[0]
        parts = [
            embed(self.open).expand(b, -1, -1),
            pictures,
            embed(batch.prefix),
            embed(batch.suffix.flatten(1)),
        ]
        hidden = self.model.model.language_model(
            inputs_embeds=torch.cat(parts, dim=1),
            position_ids=self.positions.expand(3, b, -1),
            attention_mask=self.mask,
            use_cache=False,
        ).last_hidden_state
        hidden = hidden[:, -batch.suffix[0].numel() :].reshape(-1, hidden.shape[-1])
        targets, coordinates = batch.targets.flatten(), batch.coordinates.flatten()
        is_number = torch.isfinite(coordinates)
        is_word = (targets >= 0) & ~is_number
        words = functional.cross_entropy(self.model.lm_head(hidden[is_word]), targets[is_word])
        logits = self.model.lm_head(hidden[is_number]).float()
        scale = torch.arange(1001, device=self.device)
        distance = (scale[None] - coordinates[is_number][:, None]) / SIGMA
        soft = torch.softmax(-0.5 * distance**2, dim=1)
        log_p = torch.log_softmax(logits, dim=1)
        numbers = -(soft * log_p[:, self.number_ids]).sum(dim=1).mean()
        chosen = torch.softmax(logits[:, self.number_ids].detach(), dim=1) @ scale.float()
        off = (chosen - coordinates[is_number]).abs().mean()
        return {"words": 2.0 * words, "numbers": numbers * 0.4, "off": off}

    def train_step(self, batch: Batch) -> dict[str, float]:
        """One step; returns the losses as numbers."""
        for optimiser, rate in zip(self.optimisers, (self.plan.muon_rate, self.plan.adam_rate), strict=True):
            for group in optimiser.param_groups:
                group["lr"] = rate * self.plan.rate(self.step)
            optimiser.zero_grad(set_to_none=True)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            losses = self.losses(batch.to(self.device))
        losses["total"].backward()
        parameters = [p for p in (*self.model.parameters(), *self.heads.parameters()) if p.grad is not None]
        torch.nn.utils.clip_grad_norm_(parameters, 2.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.step += 1
        return {name: float(value.detach()) for name, value in losses.items()}

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "plan": asdict(self.plan),
            "step": self.step,
            "model": self.model.state_dict(),
            "heads": self.heads.state_dict(),
            "optimisers": [o.state_dict() for o in self.optimisers],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint was taken (its plan's rates and steps may have been changed since)."""
        self.model.load_state_dict(state["model"])
        self.heads.load_state_dict(state["heads"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.step = state["step"]


def save_checkpoint(trainer: Trainer, folder: Path) -> None:
    """Write the checkpoint so that a kill at any moment leaves the old or the new one whole."""
    partial = folder / "checkpoint.tmp"
    torch.save(trainer.state(), partial)
    os.replace(partial, folder / "checkpoint.pt")


def train(
    folder: Path,
    donors: Path,
    plan: Plan,
    resume: bool = False,
    minutes: float = 1e9,
    device: str = "cpu",
    producers: int = 1,
    start: Path | None = None,
    checkpoint_minutes: float = 3.0,
) -> Trainer:
    """Train until the plan or the minutes are over; checkpoint.pt and curves.jsonl lie in the folder.

    start: the folder of a published model whose weights to begin with, where its shapes and words fit. Raises
    FileNotFoundError where there are no donors.
    """
    if not any(donors.glob("*.json")):
        raise FileNotFoundError(f"there are no donors in {donors}: make them with `python -m training.pool`")
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(plan, device)
    if resume and (folder / "checkpoint.pt").exists():
        trainer.restore(torch.load(folder / "checkpoint.pt", weights_only=True, map_location=trainer.device))
    elif start is not None:
        warm_start(trainer.model, trainer.tokenizer, start)
    began = saved = time.monotonic()
    sums: dict[str, list[float]] = {}
    with Feeder(donors, plan.seed, trainer.step, plan.batch, producers) as feeder:
        try:
            while trainer.step < plan.total and time.monotonic() - began < 60 * minutes:
                stage = plan.stage(trainer.step)
                for name, value in trainer.train_step(feeder.next()).items():
                    sums.setdefault(name, []).append(value)
                if trainer.step % 25 == 0:
                    means = {name: round(sum(v) / len(v), 4) for name, v in sums.items()}
                    line = {"step": trainer.step, "stage": stage, "seconds": round(time.monotonic() - began), **means}
                    print(json.dumps(line), flush=True)
                    with (folder / "curves.jsonl").open("a") as log:
                        log.write(json.dumps(line) + "\n")
                    sums = {}
                if time.monotonic() - saved > 60 * checkpoint_minutes:
                    save_checkpoint(trainer, folder)
                    saved = time.monotonic()
        finally:
            save_checkpoint(trainer, folder)
    return trainer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--donors", type=Path, default=Path("training/runs/donors"))
    parser.add_argument("--resume", action="store_true", help="go on from the folder's checkpoint, if there is one")
    parser.add_argument("--start", type=Path, help="a published model's folder to begin with")
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--producers", type=int, default=1, help="processes that draw pictures")
    for name, value in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    torch.set_num_threads(arguments.pop("threads"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a polite end leaves a checkpoint
    plan = Plan(**{name: arguments.pop(name) for name in asdict(Plan())})
    train(arguments.pop("out"), arguments.pop("donors"), plan, **arguments)


if __name__ == "__main__":
    main()
