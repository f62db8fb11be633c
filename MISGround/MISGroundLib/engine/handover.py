"""How a picture reaches the worker: inside the request itself, so that no pixel of a patient ever lies on a disk."""

from __future__ import annotations

import base64
import binascii
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError

_LOST = "The slice's picture did not reach the model. Ask again."


def is_picture(pixels: NDArray[np.generic]) -> bool:
    """Whether it is uint8 (height, width), (height, width, 3), or (count, height, width, 3), which may be empty."""
    shape = pixels.shape
    return pixels.dtype == np.uint8 and (
        (len(shape) == 2 and 0 not in shape)
        or (len(shape) == 3 and shape[2] == 3 and 0 not in shape)
        or (len(shape) == 4 and shape[3] == 3 and (shape[0] == 0 or 0 not in shape))
    )


def check_picture(pixels: NDArray[np.generic]) -> None:
    """Raise ValueError for anything but a picture or pictures."""
    if not is_picture(pixels):
        raise ValueError(f"a picture must be uint8 (height, width) or colours, not {pixels.dtype} {pixels.shape}")


def pack(pixels: NDArray[np.uint8]) -> dict[str, Any]:
    """A picture as what JSON can hold: its shape, and its bytes in base64, row by row."""
    data = base64.b64encode(pixels.tobytes()).decode("ascii")
    return {"shape": list(pixels.shape), "data": data}


def unpack(packed: Any) -> NDArray[np.uint8]:
    """The picture that was packed. Raises UserError where it is none."""
    try:
        shape = tuple(map(int, packed["shape"]))
        data = base64.b64decode(packed["data"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise UserError(_LOST) from error
    if min(shape, default=-1) < 0 or math.prod(shape) != len(data):
        raise UserError(_LOST)
    # A copy of its own: torch wants arrays that can be written.
    pixels = np.frombuffer(data, np.uint8).reshape(shape).copy()
    if not is_picture(pixels):
        raise UserError(_LOST)
    return pixels
