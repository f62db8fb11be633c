"""Qwen3-VL's processor for pictures only: transformers' own needs torchvision, for videos that we never have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from transformers import AutoTokenizer, PreTrainedTokenizerBase
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.models.qwen3_vl.processing_qwen3_vl import Qwen3VLProcessor
from transformers.processing_utils import ProcessorMixin

from MISGroundLib.errors import UserError


class ImageOnlyProcessor(Qwen3VLProcessor):
    """A Qwen3VLProcessor without its video processor. It reads the same folders and makes the same inputs."""

    def __init__(
        self, image_processor: Any = None, tokenizer: Any = None, chat_template: str | None = None, **kwargs: Any
    ) -> None:
        """Take what the folder holds; raises TypeError for parts of the wrong kind."""
        self.image_token, self.video_token = "<|image_pad|>", "<|video_pad|>"
        self.vision_start_token, self.vision_end_token = "<|vision_start|>", "<|vision_end|>"
        for name in ("image", "video", "vision_start", "vision_end"):
            setattr(self, f"{name}_token_id", tokenizer.convert_tokens_to_ids(getattr(self, f"{name}_token")))
        ProcessorMixin.__init__(self, image_processor, tokenizer, chat_template=chat_template)


def load_processor(folder: Path) -> ImageOnlyProcessor:
    """The processor of a local Qwen3-VL folder. Raises UserError where files are missing or of another kind."""
    try:
        images = Qwen2VLImageProcessorPil.from_pretrained(folder, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again."
        ) from error
    if not isinstance(tokenizer, PreTrainedTokenizerBase) or tokenizer.convert_tokens_to_ids("<|image_pad|>") in (
        None,
        tokenizer.unk_token_id,
    ):
        raise UserError(
            f"The tokenizer in {folder} has no <|image_pad|>: this is no Qwen3-VL model. Choose another folder."
        )
    return ImageOnlyProcessor(images, tokenizer, chat_template=_chat_template(folder, tokenizer))


def _chat_template(folder: Path, tokenizer: PreTrainedTokenizerBase) -> str:
    file = folder / "chat_template.jinja"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    if isinstance(tokenizer.chat_template, str):
        return tokenizer.chat_template
    raise UserError(f"The model folder {folder} has no chat template. Copy the whole model again.")
