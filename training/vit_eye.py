"""The former kind of tower as an eye for the bake-off: a vision transformer from nothing, with the same dense heads.

The first misground-mini (`git show 393e305:MISGround/Resources/Models/misground-mini/config.json`) saw 160 px in
16 x 16 patches through 6 layers, 192 wide. This one sees the 192 px of today's eye in as many patches, a little wider,
so that it has as many weights as the U-Net that it is measured against. Each patch's token says linearly what its cells
show.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

GRID = 16  # patches along a side
_CELLS = 32  # channels of what is told of each cell, as the U-Net's last ones


class Layer(nn.Module):
    """A transformer layer, normalised before each half."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.mlp_norm = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Linear(inner, width))

    def forward(self, tokens: Tensor) -> Tensor:
        """(b, t, width) -> the same shape."""
        b, t, width = tokens.shape
        query, key, value = (
            part.view(b, t, self.heads, -1).transpose(1, 2) for part in self.qkv(self.norm(tokens)).chunk(3, dim=-1)
        )
        # By hand: on CPUs the fused attention's way back takes a third of the whole step.
        likely = torch.softmax((query * (width // self.heads) ** -0.5) @ key.transpose(-1, -2), dim=-1)
        mixed = likely.to(value.dtype) @ value
        tokens = tokens + self.out(mixed.transpose(1, 2).reshape(b, t, width))
        return tokens + self.mlp(self.mlp_norm(tokens))


class VitEye(nn.Module):
    """Picture -> logits of what each cell shows, at half the resolution; what `Eye` gives, by another road."""

    def __init__(
        self, classes: int, side: int, width: int = 224, heads: int = 7, inner: int = 896, depth: int = 6
    ) -> None:
        """side: of the picture, in px, a multiple of twice GRID. classes: structures and "none"."""
        super().__init__()
        patch = side // GRID
        self.scene_width = width
        self.patches = nn.Conv2d(3, width, patch, stride=patch)
        self.place = nn.Parameter(torch.randn(1, GRID * GRID, width) * 0.02)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        # Of a cell: what its patch shows, smoothly between patches, and what the token says of this very cell.
        self.smooth = nn.Linear(width, _CELLS)
        self.fine = nn.Linear(width, _CELLS * (patch // 2) ** 2)
        self.middle_norm = nn.LayerNorm(width)
        self.middle = nn.Linear(width, 96)
        self.head = nn.Conv2d(_CELLS, classes, 1)
        self.coarse_head = nn.Conv2d(96, classes, 1)
        self.cells = side // 2

    def features(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(b, 3, s, s) in -1..1 -> features (b, 32, s/2, s/2), coarse ones (b, 96, s/8, s/8), scene (b, width).

        The coarse ones are those of the middle layer, which the training helps as it helps the U-Net's.
        """
        tokens = self.patches(pictures).flatten(2).transpose(1, 2) + self.place
        coarse = tokens
        for number, layer in enumerate(self.layers):
            tokens = layer(tokens)
            if number == len(self.layers) // 2 - 1:
                coarse = self.middle(self.middle_norm(tokens))
        tokens = self.norm(tokens)
        smooth = functional.interpolate(_as_grid(self.smooth(tokens)), size=(self.cells, self.cells), mode="bilinear")
        fine = functional.pixel_shuffle(_as_grid(self.fine(tokens)), self.cells // GRID)
        eighth = self.cells // 4
        coarse = functional.interpolate(_as_grid(coarse), size=(eighth, eighth), mode="bilinear")
        return smooth + fine, coarse, tokens.mean(dim=1)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """(b, 3, s, s) in -1..1 -> logits (b, classes, s/2, s/2), scene (b, width)."""
        features, _, scene = self.features(pictures)
        return self.head(features), scene


def _as_grid(tokens: Tensor) -> Tensor:
    """(b, GRID * GRID, c) -> (b, c, GRID, GRID)."""
    return tokens.transpose(1, 2).unflatten(2, (GRID, GRID))
