"""misground-mini's eye: a convolutional encoder and decoder, and from its masks the evidence on every structure.

A U-Net (Ronneberger et al., arXiv 1505.04597) with group normalisation and a little attention at its coarsest grid
says of each cell of a grid at half the picture's resolution which structure lies there. What is known of a structure is
then measured on its soft mask: is it there, and where are its edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

# Edges are looked for where a mask's profile crosses these shares of its highest value ...
_LEVELS = (0.25, 0.5, 0.75)
# ... and where these shares of its mass are reached: stray specks hardly move them.
_SHARES = (0.01, 0.03, 0.08)
CANDIDATES = len(_LEVELS) + len(_SHARES)
_TOP = 24  # cells whose mean says how sure a mask is at its best
_NAME_WIDTH, _SCENE_WIDTH, _INNER_WIDTH = 16, 32, 96


@dataclass(frozen=True)
class Measured:
    """Of every structure, its own mask first, then the union of both sides of its pair.

    presence: logits (b, k, 2). boxes: (b, k, 2, 4), x0 y0 x1 y1 in 0..1 of the picture's side.
    """

    presence: Tensor
    boxes: Tensor


@dataclass(frozen=True)
class Masks:
    """Soft masks of structures, each once: values (b, n, h, w) in 0..1; places (k, 2): of every structure which is its
    own mask, and which the union of both sides of its pair.
    """

    values: Tensor
    places: Tensor


class Convolutions(nn.Module):
    """Two 3x3 convolutions beside a residual path, group normalisation between them."""

    def __init__(self, width: int) -> None:
        """For maps of `width` channels, a multiple of 8."""
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = nn.GroupNorm(8, width)
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """(b, width, h, w) -> the same shape."""
        return functional.relu(x + self.second(functional.relu(self.norm(self.first(x)))))


class Overview(nn.Module):
    """One transformer layer over all cells of a coarse grid: what lies on the far side decides left and right."""

    def __init__(self, width: int, cells: int, heads: int = 8) -> None:
        """For `cells` x `cells` maps of `width` channels."""
        super().__init__()
        self.heads = heads
        self.place = nn.Parameter(torch.randn(1, cells * cells, width) * 0.02)
        self.norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.mlp_norm = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        """(b, width, cells, cells) -> the same shape."""
        b, width, h, w = x.shape
        tokens = x.flatten(2).transpose(1, 2) + self.place
        query, key, value = (
            part.view(b, h * w, self.heads, -1).transpose(1, 2) for part in self.qkv(self.norm(tokens)).chunk(3, dim=-1)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value)
        tokens = tokens + self.out(mixed.transpose(1, 2).reshape(b, h * w, width))
        tokens = tokens + self.mlp(self.mlp_norm(tokens))
        return tokens.transpose(1, 2).reshape(b, width, h, w)


class Eye(nn.Module):
    """Picture -> logits of what each cell shows, at half the resolution. `coarse_head` helps in training only."""

    def __init__(self, widths: Sequence[int], classes: int, side: int) -> None:
        """widths: channels at 1/2, 1/4, 1/8 ... of `side` pixels, multiples of 8. classes: structures and "none"."""
        super().__init__()
        self.stem = nn.Conv2d(3, widths[0], 4, stride=2, padding=1)
        self.down = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in pairwise(widths))
        self.encoder = nn.ModuleList(Convolutions(width) for width in widths)
        self.overview = nn.ModuleList(Overview(widths[-1], side >> len(widths)) for _ in range(2))
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairwise(widths))
        self.decoder = nn.ModuleList(Convolutions(width) for width in widths[:-1])
        self.head = nn.Conv2d(widths[0], classes, 1)
        self.coarse_head = nn.Conv2d(widths[2], classes, 1)

    def features(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(b, 3, s, s) in -1..1 -> features (b, widths[0], s/2, s/2), coarse ones (b, widths[2], s/8, s/8), scene.

        scene (b, widths[-1]): the mean of the coarsest features, which tells what part of the body is seen.
        """
        x = self.stem(pictures)
        skips = []
        for level, block in enumerate(self.encoder):
            if level:
                x = self.down[level - 1](x)
            x = block(x)
            skips.append(x)
        for layer in self.overview:
            x = layer(x)
        scene = x.mean(dim=(2, 3))
        coarse = x
        for level in reversed(range(len(self.decoder))):
            x = _twice(self.up[level](x)) + skips[level]
            x = self.decoder[level](x)
            if level == 2:
                coarse = x
        return x, coarse, scene

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """(b, 3, s, s) in -1..1 -> logits (b, classes, s/2, s/2), scene (b, widths[-1])."""
        features, _, scene = self.features(pictures)
        return self.head(features), scene


def _twice(x: Tensor) -> Tensor:
    """(b, c, h, w) -> (b, c, 2h, 2w), each cell four times."""
    if not torch.compiler.is_compiling():
        return functional.interpolate(x, scale_factor=2.0, mode="nearest")
    # torch 2.13 compiles the way back of the above wrongly in bfloat16: hardly any gradient came through.
    b, c, h, w = x.shape
    return x[:, :, :, None, :, None].expand(b, c, h, 2, w, 2).reshape(b, c, 2 * h, 2 * w)


class Measure(nn.Module):
    """From masks to presence and box: for each edge a learnt choice among what the mask's profiles say."""

    def __init__(self, structures: int, scene_width: int) -> None:
        """For so many structures."""
        super().__init__()
        self.name = nn.Parameter(torch.randn(structures, _NAME_WIDTH) * 0.3)
        self.scene = nn.Linear(scene_width, _SCENE_WIDTH)
        known = 4 * CANDIDATES + 4 + 2 + _NAME_WIDTH + _SCENE_WIDTH
        self.inner = nn.Sequential(nn.Linear(known, _INNER_WIDTH), nn.GELU(), nn.Linear(_INNER_WIDTH, _INNER_WIDTH))
        self.presence = nn.Linear(_INNER_WIDTH, 1)
        self.choice = nn.Linear(_INNER_WIDTH, 4 * CANDIDATES)
        self.shift = nn.Linear(_INNER_WIDTH, 4)
        nn.init.zeros_(self.shift.weight)
        nn.init.zeros_(self.shift.bias)

    def forward(self, masks: Masks, scene: Tensor) -> Measured:
        """scene (b, scene_width)."""
        b, k = len(masks.values), len(masks.places)
        candidates, sureness = (told[:, masks.places] for told in _profiles(masks.values))
        which = functional.one_hot(torch.arange(2, device=scene.device), 2).to(sureness.dtype)
        known = torch.cat(
            [
                candidates.flatten(3),
                sureness,
                which.expand(b, k, 2, 2),
                self.name[None, :, None].expand(b, k, 2, _NAME_WIDTH),
                self.scene(scene)[:, None, None].expand(b, k, 2, _SCENE_WIDTH),
            ],
            dim=-1,
        )
        inner = functional.gelu(self.inner(known))
        weights = torch.softmax(self.choice(inner).view(b, k, 2, 4, CANDIDATES), dim=-1)
        boxes = (weights * candidates).sum(dim=-1) + 0.1 * torch.tanh(self.shift(inner))
        return Measured(self.presence(inner)[..., 0], boxes)


def structure_masks(logits: Tensor, contains: Tensor, twins: Tensor) -> Masks:
    """Of logits (b, k + 1, h, w) of finest structures, 0 none: each structure's mask, and each pair's.

    contains (k, k + 1): 1 where a cell of a finest structure is one of the whole. twins (k,): the other side's index.
    """
    probabilities = torch.softmax(logits.float(), dim=1)
    own = probabilities[:, 1:].clone()
    wholes = torch.nonzero(contains.sum(dim=1) > 1)[:, 0]
    own[:, wholes] = (contains[wholes] @ probabilities.flatten(2)).unflatten(2, logits.shape[2:])
    places = torch.arange(len(twins), device=twins.device)
    first = torch.nonzero(places < twins)[:, 0]
    either = places.clone()
    either[first] = either[twins[first]] = len(twins) + torch.arange(len(first), device=twins.device)
    values = torch.cat([own, own[:, first] + own[:, twins[first]]], dim=1)
    return Masks(values.clamp(max=1.0), torch.stack([places, either], dim=1))


def _profiles(masks: Tensor) -> tuple[Tensor, Tensor]:
    """(..., h, w) -> edge candidates (..., 4, CANDIDATES) in 0..1, sureness (..., 4)."""
    rows, columns = masks.amax(dim=-1), masks.amax(dim=-2)
    top = _highest(masks, rows)
    mass = masks.mean(dim=(-2, -1))
    left, right = _edges(columns, masks.sum(dim=-2))
    upper, lower = _edges(rows, masks.sum(dim=-1))
    candidates = torch.stack([left, upper, right, lower], dim=-2)
    sureness = torch.stack(
        [top[..., 0], top.mean(dim=-1), torch.log1p(1e4 * mass) / 8, mass.clamp(min=1e-6).sqrt()], dim=-1
    )
    return candidates, sureness


def _highest(masks: Tensor, rows: Tensor) -> Tensor:
    """The _TOP highest cells of masks (..., h, w), falling. They lie in the rows with the highest maxima."""
    best = rows.topk(min(_TOP, rows.shape[-1]), dim=-1).indices
    cells = masks.gather(-2, best[..., None].expand(*best.shape, masks.shape[-1]))
    return cells.flatten(-2).topk(_TOP, dim=-1).values


def _edges(peak: Tensor, mass: Tensor) -> tuple[Tensor, Tensor]:
    """Profiles (..., n) -> low and high edges (..., CANDIDATES), in 0..1."""
    n = peak.shape[-1]
    highest = peak.amax(dim=-1, keepdim=True).clamp(min=1e-6)
    whole = mass.sum(dim=-1, keepdim=True).clamp(min=1e-6)
    low, high = [], []
    for level in _LEVELS:
        low.append(_crossing(peak, level * highest) / n)
        high.append(1 - _crossing(peak.flip(-1), level * highest) / n)
    before = functional.pad(mass.cumsum(dim=-1) / whole, (1, 0))
    after = functional.pad(mass.flip(-1).cumsum(dim=-1) / whole, (1, 0))
    for share in _SHARES:
        low.append(_reached(before, share) / n)
        high.append(1 - _reached(after, share) / n)
    return torch.stack(low, dim=-1), torch.stack(high, dim=-1)


def _crossing(profile: Tensor, level: Tensor) -> Tensor:
    """Where (in cells, 0 the first cell's outer edge) a profile (..., n) first rises above a level (..., 1)."""
    first = (profile >= level).to(torch.uint8).argmax(dim=-1, keepdim=True)
    here = profile.gather(-1, first)
    there = torch.where(first > 0, profile.gather(-1, (first - 1).clamp(min=0)), torch.zeros_like(here))
    part = (level - there) / (here - there).clamp(min=1e-6)
    return (first + part.clamp(0, 1) - 0.5)[..., 0].clamp(min=0)


def _reached(cumulative: Tensor, share: float) -> Tensor:
    """Where (in cells) a cumulative share (..., n + 1) that begins with 0 reaches `share`."""
    first = (cumulative >= share).to(torch.uint8).argmax(dim=-1, keepdim=True).clamp(min=1)
    here, there = cumulative.gather(-1, first), cumulative.gather(-1, first - 1)
    return (first - 1 + (share - there) / (here - there).clamp(min=1e-6))[..., 0]
