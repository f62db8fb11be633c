"""A slice as a model's input picture: padded to a square, resized, and the way back from its boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from MISGroundLib.geometry import Box

_DARK = 24  # of 255: air and a scanner's noise lie below, fat in a CT's soft-tissue window above


@dataclass(frozen=True)
class PreparedImage:
    """The square RGB picture that a model gets, and where the slice lies in it.

    `side_px` is the square's side in slice pixels; the slice's first column and row lie at `offset_px` in it, which is
    negative where the slice was cropped.
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


def prepare_square(pixels: NDArray[np.uint8], side: int, crop: bool = False) -> PreparedImage:
    """Pad a slice (height, width) or (height, width, 3) with black to a square, the slice in the middle, and resize.

    The picture is RGB, (side, side). crop: leave out the dark border round the body first. Raises TypeError for another
    shape or type, ValueError for an empty picture.
    """
    if pixels.dtype != np.uint8 or pixels.shape[2:] not in ((), (3,)):
        raise TypeError(f"a slice is uint8 (height, width) or (height, width, 3), not {pixels.dtype} {pixels.shape}")
    height, width = pixels.shape[:2]
    if not height or not width:
        raise ValueError("the slice is empty")
    rows, columns = _bright_part(grey(pixels)) if crop else (slice(0, height), slice(0, width))
    part = pixels[rows, columns]
    square = max(part.shape[:2])
    dx, dy = (square - part.shape[1]) // 2, (square - part.shape[0]) // 2
    padded = square_of(part, square, (dx, dy))
    image = Image.fromarray(padded)
    if square != side:
        image = image.resize((side, side), Image.Resampling.BILINEAR)
    return PreparedImage(image.convert("RGB"), square, (dx - columns.start, dy - rows.start), (width, height))


def square_of(pixels: NDArray[np.uint8], side_px: int, offset_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Pixels (height, width, ...) laid on a black square at an offset; what lies beyond the square is left out."""
    dx, dy = offset_px
    square = np.zeros((side_px, side_px, *pixels.shape[2:]), dtype=pixels.dtype)
    part = pixels[max(0, -dy) : side_px - dy, max(0, -dx) : side_px - dx]
    top, left = max(0, dy), max(0, dx)
    square[top : top + part.shape[0], left : left + part.shape[1]] = part
    return square


def grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pixels (height, width) of what may be colours; grey ones stay as they are."""
    return pixels if pixels.ndim == 2 else np.asarray(Image.fromarray(pixels).convert("L"))


def _bright_part(pixels: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Rows and columns of what is not dark, with a small margin; everything where hardly anything is bright."""
    height, width = pixels.shape
    # A mean over 3x3 keeps single noisy pixels out.
    padded = np.pad(pixels.astype(np.uint16), 1, mode="edge")
    lines = padded[:-2] + padded[1:-1] + padded[2:]
    bright = lines[:, :-2] + lines[:, 1:-1] + lines[:, 2:] > 9 * _DARK
    rows = np.flatnonzero(bright.sum(axis=1) >= max(2, 0.02 * width))
    columns = np.flatnonzero(bright.sum(axis=0) >= max(2, 0.02 * height))
    if len(rows) < 0.15 * height or len(columns) < 0.15 * width:
        return slice(0, height), slice(0, width)
    margin = 2 + round(0.02 * max(len(rows), len(columns)))
    return (
        slice(max(0, int(rows[0]) - margin), min(height, int(rows[-1]) + 1 + margin)),
        slice(max(0, int(columns[0]) - margin), min(width, int(columns[-1]) + 1 + margin)),
    )
