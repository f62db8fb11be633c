"""Molmo 2's pictures without torchvision: transformers' own picture processor, with two steps done by PyTorch.

A picture becomes two views: the whole, resized to a square of 378 px; and, in full, overlapping squares of 378 px cut
from a canvas of 1 to 8 tiles, whose margins of 4 patches are seen twice and counted once. Of every 2 x 2 patches the
network makes one token. How many tiles, which patches, which tokens: that code is transformers' own, inherited from
image_processing_molmo2 (after github.com/allenai/molmo2, olmo/preprocessing). It asks torchvision for no more than to
resize and to normalise: both are done here as torchvision 0.28's `transforms.v2.functional` does them, equal to the
last bit (docs/models.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch.nn.functional import interpolate
from transformers.image_utils import PILImageResampling
from transformers.models.molmo2.image_processing_molmo2 import Molmo2ImageProcessor as WithTorchvision


class Molmo2ImageProcessor(WithTorchvision):
    """Molmo 2's picture processor, with its makers' settings from the folder."""

    def __init__(self, **settings: Any) -> None:
        """As the folder's preprocessor_config.json says. Raises ValueError for another way of resizing."""
        super().__init__(**settings)
        if self.resample not in (None, PILImageResampling.BILINEAR):
            raise ValueError(
                f"Molmo 2's pictures are resized bilinearly, and its settings say resample={int(self.resample)}"
            )

    def resize(
        self, image: torch.Tensor, size: Any, resample: Any = None, antialias: bool = True, **_: Any
    ) -> torch.Tensor:
        """Resize pictures.

        Args:
            image: (pictures, channels, height, width), of floats.
            size: with the new height and width.
            resample: bilinear, as Molmo 2 was trained.
            antialias: whether a smaller picture is smoothed first.

        Returns:
            (pictures, channels, size.height, size.width); the same tensor where nothing changes.
        """
        wanted = (size.height, size.width)
        if tuple(image.shape[-2:]) == wanted:
            return image
        return interpolate(image, size=wanted, mode="bilinear", align_corners=False, antialias=antialias)

    def normalize(
        self, image: torch.Tensor, mean: Iterable[float], std: Iterable[float], inplace: bool = False, **_: Any
    ) -> torch.Tensor:
        """(image - mean) / std, each of a channel: pictures (..., channels, height, width), of floats."""
        less, by = (torch.as_tensor(one, dtype=image.dtype, device=image.device)[:, None, None] for one in (mean, std))
        return (image.sub_(less) if inplace else image.sub(less)).div_(by)
