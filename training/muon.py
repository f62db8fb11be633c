"""Muon (momentum, orthogonalised) in float32: torch's own works in bfloat16, which is slow on a CPU without AMX."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import nn


def orthogonalise(matrices: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """The nearest (semi-)orthogonal matrices, roughly, of a stack (k, m, n): Newton-Schulz with Muon's quintic."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.transpose(1, 2) if tall else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        square = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    return x.transpose(1, 2) if tall else x


class Muon(torch.optim.Optimizer):
    """For matrices, and for kernels (out, in, h, w) as matrices (out, in * h * w).

    Steps are as large as AdamW's (0.2 * sqrt(larger side)): one learning rate serves both.
    """

    def __init__(
        self, parameters: Iterable[torch.Tensor], lr: float, weight_decay: float = 0.0, momentum: float = 0.95
    ) -> None:
        super().__init__(list(parameters), {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        """One step over all parameters that have a gradient."""
        for group in self.param_groups:
            alike: dict[torch.Size, list[torch.Tensor]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    alike[parameter.shape].append(parameter)
            for shape, parameters in alike.items():
                updates = []
                for parameter in parameters:
                    buffer = self.state[parameter].setdefault("momentum", torch.zeros_like(parameter))
                    buffer.lerp_(parameter.grad, 1 - group["momentum"])
                    updates.append(torch.lerp(parameter.grad, buffer, group["momentum"]).flatten(1))
                steps = orthogonalise(torch.stack(updates))
                scale = 0.2 * max(steps.shape[1:]) ** 0.5 * group["lr"]
                for parameter, update in zip(parameters, steps, strict=True):
                    parameter.mul_(1 - group["lr"] * group["weight_decay"])
                    parameter.add_(update.view(shape), alpha=-scale)


class Together:
    """Several optimisers as one."""

    def __init__(self, *optimisers: torch.optim.Optimizer) -> None:
        self._optimisers = optimisers
        self.param_groups = [group for optimiser in optimisers for group in optimiser.param_groups]

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients."""
        for optimiser in self._optimisers:
            optimiser.zero_grad(set_to_none=set_to_none)

    def step(self) -> None:
        """A step of each."""
        for optimiser in self._optimisers:
            optimiser.step()

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {"optimisers": [optimiser.state_dict() for optimiser in self._optimisers]}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint was taken."""
        for optimiser, saved in zip(self._optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.param_groups = [group for optimiser in self._optimisers for group in optimiser.param_groups]


def muon_and_adamw(parameters: Mapping[str, nn.Parameter], for_muon: Callable[[str, nn.Parameter], bool]) -> Together:
    """Muon for what `for_muon` takes of the named parameters, AdamW for the rest."""
    inner = [p for name, p in parameters.items() if for_muon(name, p)]
    others = [p for name, p in parameters.items() if not for_muon(name, p)]
    adamw = torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0.0, lr=1e-3)
    return Together(adamw, Muon(inner, lr=1e-3, weight_decay=0.02))
