"""A slice as a model's input: a square picture, the processor that reads it, and the way back from its boxes.

transformers is imported by what needs it, since the clients of a server prepare pictures too.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Box

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase
    from transformers.processing_utils import ProcessorMixin

    from MISGroundLib.engine.protocol import Question
    from MISGroundLib.vlm.families import Family
    from MISGroundLib.vlm.loading import LoadedModel

_DARK = 24  # of 255: air and a scanner's noise lie below, fat in a CT's soft-tissue window above
_PARTS = ("image_processor", "tokenizer", "video_processor", "feature_extractor", "chat_template", "kwargs")


@dataclass(frozen=True)
class PreparedImage:
    """The square RGB picture that a model gets, and where the slice lies in it.

    Attributes:
        image: the picture.
        side_px: the square's side in slice pixels.
        offset_px: (column, row) of the square at which the slice's first ones lie; negative where it was cropped.
        slice_size_px: (width, height) of the slice.
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


def pictures_of(pixels: NDArray[np.uint8], number: int | None = None) -> list[NDArray[np.uint8]]:
    """Of a request's pixels, of one picture or (count, height, width, 3 or 1), every picture, or that of a number."""
    if pixels.ndim < 4:
        return [pixels]
    chosen = pixels if number is None else pixels[number : number + 1]
    return [one[..., 0] if one.shape[-1] == 1 else one for one in chosen]


def prepare_square(pixels: NDArray[np.uint8], side: int, crop: bool = False) -> PreparedImage:
    """Pad a slice with black to a square, the slice in the middle, and resize it.

    Args:
        pixels: (height, width) or (height, width, 3).
        side: of the RGB picture, in px.
        crop: leave out the dark border round the body first.

    Raises:
        TypeError: for another shape or type.
        ValueError: for an empty slice.
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


def model_inputs(loaded: LoadedModel, question: Question, prepared: Sequence[PreparedImage]) -> dict[str, Any]:
    """What `generate` gets for a question about pictures: a batch of one on the model's device, in its number type.

    Raises UserError where the model's processor would change the size of a picture whose pixels its boxes count.
    """
    text = prompt_text(loaded, question, len(prepared))
    # A list for each prompt: some processors take a flat one for a picture each.
    pictures = [[picture.image for picture in prepared]] if prepared else None
    batch = loaded.processor(text=[text], images=pictures, return_tensors="pt").to(loaded.model.device)
    if not question.words:
        _check_size(loaded, prepared, batch)
    return {name: value.to(loaded.model.dtype) if value.is_floating_point() else value for name, value in batch.items()}


def _check_size(loaded: LoadedModel, prepared: Sequence[PreparedImage], batch: Any) -> None:
    if loaded.family.box_format.scale or "image_grid_thw" not in batch:
        return
    sizes = batch["image_grid_thw"][:, 1:] * loaded.processor.image_processor.patch_size
    for seen, one in zip(sizes, prepared, strict=True):
        if seen.tolist() != [one.image.height, one.image.width]:
            raise UserError(
                "The picture settings of {info} resize the slice to {seen} x {seen_2} px, and its "
                "boxes would be misread. Restore its preprocessor_config.json, or choose another model.",
                info=loaded.info["name"],
                seen=seen[1],
                seen_2=seen[0],
            )


def prompt_text(loaded: LoadedModel, question: Question, pictures: int = 1) -> str:
    """What the processor gets: the chat's text, or the words alone where the family has no chat."""
    messages = loaded.profile.build_messages(question, pictures)
    if loaded.processor.chat_template is None:
        return str(messages[0]["content"][-1]["text"])
    # transformers takes what a template does not name for the processor's, and warns.
    told = {
        name: value for name, value in loaded.family.chat_settings.items() if name in loaded.processor.chat_template
    }
    return str(loaded.processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True, **told))


def import_class(path: str) -> Any:
    """The class of a path "module.Class"."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


@cache
def pictures_only(path: str) -> type[ProcessorMixin]:
    """A processor class of transformers without its parts for videos, which need torchvision, and for sounds.

    For pictures it is the same.
    """
    parent: Any = import_class(path)
    source = vars(sys.modules[parent.__module__])
    if source.get("num2words", True) is None:  # SmolVLM's, to spell the times of a video's frames
        source["num2words"] = str
    absent = [part for part in parent.get_attributes() if part in ("video_processor", "feature_extractor")]

    from transformers.processing_utils import ProcessorMixin

    class GivenParts(ProcessorMixin):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            given = dict(zip(parent.get_attributes(), args, strict=False)) | kwargs
            super().__init__(**{name: part for name, part in given.items() if name not in absent})

    class PicturesOnly(parent, GivenParts):
        def __init__(self, image_processor: Any = None, tokenizer: Any = None, **kwargs: Any) -> None:
            """Take what the folder holds; raises TypeError for parts of the wrong kind."""
            parts = {"image_processor": image_processor, "tokenizer": tokenizer, **dict.fromkeys(absent)}
            super().__init__(**parts, **kwargs)
            if "video_processor" in absent:
                self.video_processor = SimpleNamespace(num_frames=0, fps=0, merge_size=1)

        @classmethod
        def get_attributes(cls) -> list[str]:
            return ["image_processor", "tokenizer"]

    return PicturesOnly


def load_processor(folder: Path, family: Family) -> Any:
    """A model folder's own processor. Raises UserError where files are missing or of another kind."""
    from transformers import AutoTokenizer, PreTrainedTokenizerBase

    try:
        images = import_class(family.picture_class).from_pretrained(folder, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            "The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again.",
            folder=folder,
            error=error,
        ) from error
    if not isinstance(tokenizer, PreTrainedTokenizerBase) or tokenizer.convert_tokens_to_ids(family.image_token) in (
        None,
        tokenizer.unk_token_id,
    ):
        raise UserError(
            "The tokenizer in {folder} has no {image_token}: this is no {family_name} model. Choose another folder.",
            folder=folder,
            image_token=family.image_token,
            family_name=family.name,
        )
    made = pictures_only(family.processor_class)
    try:
        settings = _settings(folder, made)
        if family.chats:
            settings["chat_template"] = _chat_template(folder, tokenizer)
        return made(images, tokenizer, **settings)
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UserError(
            "The processor in {folder} cannot be made ({error}). Copy the model again.", folder=folder, error=error
        ) from error


def _settings(folder: Path, made: type[ProcessorMixin]) -> dict[str, Any]:
    """What the folder sets of the processor's own arguments."""
    file = folder / "processor_config.json"
    settings = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    own = set(inspect.signature(made.__mro__[1]).parameters) - set(_PARTS)
    return {name: value for name, value in settings.items() if name in own}


def _chat_template(folder: Path, tokenizer: PreTrainedTokenizerBase) -> str:
    file = folder / "chat_template.jinja"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    older = folder / "chat_template.json"
    if older.is_file():
        return str(json.loads(older.read_text(encoding="utf-8"))["chat_template"])
    if isinstance(tokenizer.chat_template, str):
        return tokenizer.chat_template
    raise UserError("The model folder {folder} has no chat template. Copy the whole model again.", folder=folder)
