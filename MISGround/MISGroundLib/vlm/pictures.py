"""A slice as a model's input picture: padded to a square, resized, and the way back from its boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from MISGroundLib.geometry import Box


@dataclass(frozen=True)
class PreparedImage:
    """The square RGB picture that a model gets, and where the slice lies in it.

    `side_px` is the padded square's side in slice pixels; the slice's first column and row lie at `offset_px` in it.
    """

    image: Image.Image
    side_px: int
    offset_px: tuple[int, int]
    slice_size_px: tuple[int, int]

    def to_slice(self, box: Box, scale: float = 1000.0) -> Box:
        """A half-open box on the picture's 0..scale axes, as half-open slice pixels (padding and resizing undone)."""
        factor = self.side_px / scale
        dx, dy = self.offset_px
        x0, y0, x1, y1 = box
        return (x0 * factor - dx, y0 * factor - dy, x1 * factor - dx, y1 * factor - dy)

    def from_slice(self, box: Box, scale: float = 1000.0) -> Box:
        """The inverse of `to_slice`."""
        factor = scale / self.side_px
        dx, dy = self.offset_px
        x0, y0, x1, y1 = box
        return ((x0 + dx) * factor, (y0 + dy) * factor, (x1 + dx) * factor, (y1 + dy) * factor)


def prepare_square(pixels: NDArray[np.uint8], side: int) -> PreparedImage:
    """Pad a slice (height, width) with black to a square, the slice in the middle, and resize to (side, side) RGB.

    Raises TypeError for anything but two-dimensional uint8, ValueError for an empty picture.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 2:
        raise TypeError(f"a slice is uint8 (height, width), not {pixels.dtype} {pixels.shape}")
    height, width = pixels.shape
    if not height or not width:
        raise ValueError("the slice is empty")
    square = max(height, width)
    dx, dy = (square - width) // 2, (square - height) // 2
    padded = np.zeros((square, square), dtype=np.uint8)
    padded[dy : dy + height, dx : dx + width] = pixels
    image = Image.fromarray(padded)
    if square != side:
        image = image.resize((side, side), Image.Resampling.BILINEAR)
    return PreparedImage(image.convert("RGB"), square, (dx, dy), (width, height))
