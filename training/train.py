"""Train misground-mini's eye: `python -m training.train --out training/runs/x [--resume]`.

The masks, and what is measured on them. The language part has a training of its own (`training.voice`). Each step is a
function of (seed, step), so a resumed run continues as if it had never stopped.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn
from torch.nn import functional

from MISGroundLib.vlm.mini_eye import Measure, Measured, structure_masks
from training.examples import Batch
from training.feeding import Feeder
from training.model import eye_parameters, make_model, make_tokenizer, normalise, put
from training.muon import muon_and_adamw
from training.schedule import log_means, save_state, share_of_rate
from training.structures import BODY, COUNT, IGNORE
from training.warm_start import warm_start

AVERAGE = 0.999  # what the average of weights keeps at each step
_MEASURED = 4  # one picture of so many in a batch teaches measuring: it needs few
_COARSE = 4  # label cells along a cell of the eye's coarse logits


@dataclass
class Plan:
    """Steps, pictures a step, the learning rate. cooling: the last part of the steps, at a falling rate.

    seconds: of training, after which the plan ends instead of after its steps; 0: it ends with its steps.
    """

    steps: int = 40000
    batch: int = 16
    rate: float = 1.2e-3
    cooling: float = 0.2
    seed: int = 1
    seconds: float = 0.0

    def rate_at(self, step: int, seconds: float = 0.0) -> float:
        """The learning rate: a warm-up, then level, then down to a fiftieth. seconds: trained so far."""
        steps = self.steps
        if self.seconds:  # as many as there will be at the pace so far
            steps = round(step * self.seconds / seconds) if seconds else sys.maxsize
        return self.rate * share_of_rate(step, max(steps, step + 1), 150, self.cooling)

    def ended(self, step: int, seconds: float) -> bool:
        """Whether so many steps, or so many seconds of training, are all."""
        return seconds >= self.seconds if self.seconds else step >= self.steps


class Learner(Protocol):
    """What `fit` trains: an eye, or a language part that learns on pictures."""

    step: int
    seconds: float

    @property
    def plan(self) -> Plan:
        """When it ends."""

    def train_step(self, batch: Batch) -> Mapping[str, float | torch.Tensor]:
        """One step; the losses."""

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""


class Trainer:
    """The model whose eye is trained, the eye's average, the optimiser, the step and the seconds trained.

    `eye`: another one than the product's, with the same `features`, heads and `scene_width`. `optimiser`: makes one of
    the named parameters; AdamW where it is not given. `compiled`: see `compile_or_say`.
    """

    def __init__(
        self,
        plan: Plan,
        device: str = "cpu",
        eye: Any = None,
        optimiser: Callable[[dict[str, nn.Parameter]], Any] | None = None,
        compiled: bool = False,
    ) -> None:
        self.plan = plan
        self.device = torch.device(device)
        # bfloat16 pays on a GPU and on CPUs that compute in it; elsewhere it is slower than float32.
        self.half = self.device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
        self.model = make_model(make_tokenizer(), plan.seed).to(self.device)
        self.tower = self.model.model.visual
        if eye is not None:
            self.tower.eye, self.tower.measure = eye, Measure(COUNT, eye.scene_width)
            self.tower.to(self.device)
        self.tower.eye.to(memory_format=torch.channels_last)
        self.parameters = eye_parameters(self.model)
        self.average = {name: p.detach().clone() for name, p in self.parameters.items()}
        self.class_weight = torch.ones(COUNT + 1, device=self.device)
        self.class_weight[0] = 0.3
        self.class_weight[BODY] = 0.5
        none = torch.zeros(1, dtype=torch.long, device=self.device)
        self.twins = torch.cat([none, self.tower.twins + 1])  # of class numbers, 0 for none
        self.step = 0
        self.seconds = 0.0
        self.optimiser = (optimiser or _adamw)(self.parameters)
        self._features, self._dense = self.tower.eye.features, self._dense_losses
        if compiled:
            self._features, self._dense = compile_or_say((self._features, self._dense), self.device)

    def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        """The losses of a batch; "total" is the one to minimise."""
        eye, measured = self.tower.eye, slice(0, -(-len(batch.images) // _MEASURED))
        # One cell in four, other ones at each step: neighbours say the same, and the loss costs more than the eye.
        down, right = self.step % 2, self.step // 2 % 2
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            x, coarse, scene = self._features(normalise(batch.images).contiguous(memory_format=torch.channels_last))
            near = eye.head(x[:, :, down::2, right::2])
            far = eye.coarse_head(coarse)
            with torch.no_grad():
                whole = eye.head(x[measured].detach())
        cross, dice = self._dense(near, batch.labels[:, down::2, right::2], batch)
        far_cross, far_dice = self._dense(far, batch.labels[:, 1::_COARSE, 2::_COARSE], batch)
        masks = structure_masks(whole, self.tower.contains, self.tower.twins)
        seen = self.tower.measure(masks, scene[measured].detach().float())
        there, edges = _measuring(seen, batch, measured, self.tower.twins)
        total = cross + dice + 0.3 * (far_cross + far_dice) + 0.5 * there + 4 * edges
        return {"cross": cross, "dice": dice, "there": there, "edges": edges, "total": total}

    def _dense_losses(
        self, logits: torch.Tensor, labels: torch.Tensor, batch: Batch
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Cross-entropy and soft Dice. Sides are not told apart in sagittal pictures, where they cannot be seen.

        A cell without a label may be any structure that the donor's map leaves out: then only their sum counts.
        """
        p = torch.softmax(logits.float().flatten(2), dim=1)
        ids = labels.flatten(1).long()
        known = ids != IGNORE
        ids = torch.where(known, ids, 0)
        other = self.twins[ids]
        own = p.gather(1, ids[:, None])[:, 0]
        theirs = p.gather(1, other[:, None])[:, 0]
        own = own + theirs * (batch.sagittal[:, None] & (other != ids))
        plain = ((ids == 0) | (ids == BODY)) & known
        hidden = (batch.may[:, None] @ p)[:, 0]
        weight = self.class_weight[ids] * known
        cross = -(weight * torch.log(torch.where(plain, own + hidden, own).clamp(1e-6, 1.0))).sum() / weight.sum()
        zero = torch.zeros(p.shape[:2], device=p.device)
        shared = zero.scatter_add(1, ids, own * known)
        size = zero.scatter_add(1, ids, known.float())
        guessed = (p @ known.float()[..., None])[..., 0]
        paired = self.twins != torch.arange(len(self.twins), device=p.device)
        fold = batch.sagittal[:, None] & paired
        # Where sides are not told apart, both sides' cells count for either.
        shared = torch.where(fold, shared + shared[:, self.twins], shared)
        size = torch.where(fold, size + size[:, self.twins], size)
        guessed = torch.where(fold, guessed + guessed[:, self.twins], guessed)
        # What a map leaves out may be seen where it has no label.
        counts = (size > 0) & (batch.may == 0)
        counts[:, 0] = False
        dice = 1 - (2 * shared + 1) / (size + guessed + 1)
        return cross, (dice * counts).sum() / counts.sum().clamp(min=1)

    def train_step(self, batch: Batch) -> dict[str, torch.Tensor]:
        """One step; returns the losses, on the device: a GPU is not waited for."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.rate_at(self.step, self.seconds)
        self.optimiser.zero_grad(set_to_none=True)
        losses = self.losses(batch.to(self.device))
        losses["total"].backward()
        torch.nn.utils.clip_grad_norm_(self.parameters.values(), 1.0)
        self.optimiser.step()
        self.step += 1
        follow(self.average, self.parameters, self.step)
        return {name: value.detach() for name, value in losses.items()}

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "plan": asdict(self.plan),
            "step": self.step,
            "seconds": self.seconds,
            "eye": self.parameters,
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint was taken (its plan's rate and steps may have been changed since)."""
        put(self.parameters, state["eye"])
        put(self.average, state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds = state["step"], state.get("seconds", 0.0)


@torch.no_grad()
def follow(average: dict[str, torch.Tensor], parameters: Mapping[str, torch.Tensor], step: int) -> None:
    """Let an average of weights follow them after a step."""
    keep = min(AVERAGE, step / (step + 10))
    torch._foreach_lerp_([average[name] for name in parameters], list(parameters.values()), 1 - keep)


def compile_or_say(
    functions: Iterable[Callable[..., Any]], device: torch.device, say: Callable[[str], None] = print
) -> list[Callable[..., Any]]:
    """The functions compiled by torch.compile; as they are, and `say` is told why, where this machine cannot."""
    functions = list(functions)
    try:  # something small first: a compiler that is not there shows at the first call only
        fresh = time.time()  # in the code that is compiled, so that no cache has it
        torch.compile(lambda x: torch.relu(x) * fresh, dynamic=False)(torch.zeros(64, device=device))
    except Exception as error:  # what a compiler that does not work raises is written nowhere
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        say(f"--compile: not compiled; the steps are the same ones, slower. This machine cannot: {reason[:200]}")
        return functions
    return [torch.compile(function, dynamic=False) for function in functions]


def _adamw(parameters: dict[str, nn.Parameter]) -> torch.optim.Optimizer:
    return torch.optim.AdamW(_decayed(list(parameters.values())), betas=(0.9, 0.98), lr=1e-3)


def _muon(parameters: dict[str, nn.Parameter]) -> Any:
    """Muon for the kernels and matrices between the first layer and the heads; AdamW for the rest."""

    def inner(name: str, p: nn.Parameter) -> bool:
        return name.startswith("eye.") and p.ndim in (2, 4) and "stem" not in name and "head" not in name

    return muon_and_adamw(parameters, inner)


OPTIMISERS = {"adamw": _adamw, "muon": _muon}


def _decayed(parameters: list[torch.nn.Parameter]) -> list[dict[str, Any]]:
    """Weight decay for matrices and kernels alone."""
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": 0.02},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


def _measuring(seen: Measured, batch: Batch, rows: slice, twins: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Losses of presence and of edges: of each structure's own mask where sides can be seen, and of a pair's union."""
    present, mine = batch.present[rows], batch.boxes[rows]
    own, other = present, present[:, twins]
    either = torch.where((own == 1) | (other == 1), 1.0, own + other)  # NaN where neither is sure
    own = torch.where(batch.sagittal[rows, None], torch.nan, own)
    truth = torch.stack([own, either], dim=2)
    known = torch.isfinite(truth)
    # Absent structures are many: each picture's present and absent ones weigh alike.
    weight = torch.where(truth == 1, 1.0, 0.35) * known
    cross = functional.binary_cross_entropy_with_logits(seen.presence, truth.nan_to_num(), reduction="none")
    there = (cross * weight).sum() / weight.sum()
    theirs = mine[:, twins]
    union = torch.cat(
        [torch.fmin(mine, theirs)[..., :2], torch.fmax(mine, theirs)[..., 2:]], dim=-1
    )  # fmin and fmax pass over NaN
    boxes = torch.stack([mine, union], dim=2)
    boxed = (truth == 1) & torch.isfinite(boxes[..., 0])
    boxed[:, :, 1] &= ~torch.isnan(present) & ~torch.isnan(other)
    wanted = boxes.nan_to_num()
    # Edges count by the box's size, as its overlap does.
    extent = (wanted[..., 2:] - wanted[..., :2]).clamp(min=0.04)
    off = (seen.boxes - wanted).abs() / torch.cat([extent, extent], dim=-1)
    edges = (off.clamp(max=4).mean(dim=-1) * boxed).sum() / boxed.sum().clamp(min=1)
    return there, edges * 0.25


def fit(trainer: Learner, feeder: Feeder, folder: Path, until: float = 1e9, checkpoint_minutes: float = 3.0) -> None:
    """Train until the plan ends, or `until` so many seconds of training: checkpoint.pt and curves.jsonl in the folder.

    Seconds are those of all calls together, the waiting for pictures among them.
    """
    began = saved = time.monotonic()
    before = trainer.seconds
    sums: dict[str, list[float | torch.Tensor]] = {}
    try:
        while not trainer.plan.ended(trainer.step, trainer.seconds) and trainer.seconds < until:
            for name, value in trainer.train_step(feeder.next()).items():
                sums.setdefault(name, []).append(value)
            trainer.seconds = before + time.monotonic() - began
            if trainer.step % 25 == 0:
                log_means(folder / "curves.jsonl", trainer.step, trainer.seconds, sums)
                sums = {}
            if time.monotonic() - saved > 60 * checkpoint_minutes:
                save_state(trainer.state(), folder / "checkpoint.pt")
                saved = time.monotonic()
    finally:
        save_state(trainer.state(), folder / "checkpoint.pt")


def train(
    folder: Path,
    donors: Path,
    plan: Plan,
    resume: bool = False,
    minutes: float = 1e9,
    device: str = "cpu",
    producers: int = 1,
    start: Path | None = None,
    compiled: bool = False,
    optimiser: str = "muon",
) -> Trainer:
    """Train until the plan or the minutes are over; checkpoint.pt and curves.jsonl lie in the folder.

    start: the folder of a published model whose weights to begin with, where its shapes and words fit. optimiser: of
    OPTIMISERS; a run goes on with the one that it began with. Raises FileNotFoundError where there are no
    donors, ValueError for a checkpoint of another optimiser.
    """
    if not any(donors.glob("*.json")):
        raise FileNotFoundError(f"there are no donors in {donors}: make them with `python -m training.pool`")
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(plan, device, optimiser=OPTIMISERS[optimiser], compiled=compiled)
    if resume and (folder / "checkpoint.pt").exists():
        state = torch.load(folder / "checkpoint.pt", weights_only=True, map_location=trainer.device)
        if set(state["optimiser"]) != set(trainer.optimiser.state_dict()):
            raise ValueError(f"{folder} was begun with another optimiser than {optimiser}: name that one to go on")
        trainer.restore(state)
    elif start is not None:
        warm_start(trainer.model, make_tokenizer(), start)
    with Feeder(donors, plan.seed, trainer.step, plan.batch, producers) as feeder:
        fit(trainer, feeder, folder, trainer.seconds + 60 * minutes)
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
    parser.add_argument(
        "--compile",
        dest="compiled",
        action="store_true",
        help="compile the eye and its loss first: a minute or two, then a fifth faster (needs a C++ compiler)",
    )
    parser.add_argument("--optimiser", choices=OPTIMISERS, default="muon", help="muon: a fifth of the steps")
    for name, value in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    torch.set_num_threads(arguments.pop("threads"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a polite end leaves a checkpoint
    plan = Plan(**{name: arguments.pop(name) for name in asdict(Plan())})
    train(arguments.pop("out"), arguments.pop("donors"), plan, **arguments)


if __name__ == "__main__":
    main()
