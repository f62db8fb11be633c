"""A model folder's own processor, for pictures only: transformers' needs torchvision for videos that we never have."""

from __future__ import annotations

import inspect
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from transformers import AutoTokenizer, PreTrainedTokenizerBase
from transformers.processing_utils import ProcessorMixin

from MISGroundLib.errors import UserError
from MISGroundLib.vlm.families import Family, module_path

_PARTS = ("image_processor", "tokenizer", "video_processor", "chat_template", "kwargs")


@cache
def pictures_only(package: str, module: str, name: str) -> type[ProcessorMixin]:
    """A processor class of transformers without its video processor. It makes the same inputs of pictures."""
    source = import_module(module_path(package, module))
    if getattr(source, "num2words", True) is None:  # SmolVLM's, to spell the times of a video's frames
        vars(source)["num2words"] = str
    parent: Any = getattr(source, name)
    takes_videos = "video_processor" in parent.get_attributes()

    class PicturesOnly(parent):
        def __init__(self, image_processor: Any = None, tokenizer: Any = None, **kwargs: Any) -> None:
            """Take what the folder holds; raises TypeError for parts of the wrong kind."""
            parts = (image_processor, tokenizer, None) if takes_videos else (image_processor, tokenizer)
            super().__init__(*parts, **kwargs)
            if takes_videos:
                self.video_processor = SimpleNamespace(num_frames=0, fps=0, merge_size=1)

        @classmethod
        def get_attributes(cls) -> list[str]:
            return ["image_processor", "tokenizer"]

    return PicturesOnly


def load_processor(folder: Path, family: Family) -> Any:
    """The processor of a local folder. Raises UserError where files are missing or of another kind."""
    try:
        package, module, name = family.pictures
        reader: Any = getattr(import_module(module_path(package, module)), name)
        images = reader.from_pretrained(folder, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again."
        ) from error
    if not isinstance(tokenizer, PreTrainedTokenizerBase) or tokenizer.convert_tokens_to_ids(family.image_token) in (
        None,
        tokenizer.unk_token_id,
    ):
        raise UserError(
            f"The tokenizer in {folder} has no {family.image_token}: this is no {family.name} model. "
            "Choose another folder."
        )
    made = pictures_only(family.package, *family.processing)
    try:
        settings = _settings(folder, made)
        if family.chats:
            settings["chat_template"] = _chat_template(folder, tokenizer)
        return made(images, tokenizer, **settings)
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UserError(f"The processor in {folder} cannot be made ({error}). Copy the model again.") from error


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
    raise UserError(f"The model folder {folder} has no chat template. Copy the whole model again.")
