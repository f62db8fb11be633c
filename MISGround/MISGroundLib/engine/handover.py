"""How a picture reaches the worker: a private temporary file that lives as long as its request."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import weakref
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError


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


class PictureFiles:
    """Keeps pictures in a folder that only this user can read; the folder goes with the object."""

    def __init__(self) -> None:
        """Make nothing until the first picture."""
        self._folder: Path | None = None

    def write(self, name: str, pixels: NDArray[np.uint8]) -> Path:
        """Write pixels as .npy. Raises UserError where the disk does not take them."""
        try:
            if self._folder is None or not self._folder.is_dir():
                self._folder = Path(tempfile.mkdtemp(prefix="misground-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            path = self._folder / f"{name}.npy"
            with _private_file(path) as stream:
                np.save(stream, np.ascontiguousarray(pixels), allow_pickle=False)
        except OSError as error:
            self.clear()
            raise UserError(
                f"The slice could not be handed to the model, because the temporary folder {tempfile.gettempdir()} "
                f"cannot be written ({error.strerror or error}). Free some disk space there, or set TMPDIR to another "
                "folder."
            ) from error
        return path

    def remove(self, path: Path) -> None:
        """Remove one picture; no error where it has gone already."""
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove all, the folder too."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _private_file(path: Path) -> io.BufferedWriter:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")
