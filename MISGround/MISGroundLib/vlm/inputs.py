"""A question and its pictures as the inputs of a model's `generate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from MISGroundLib.errors import UserError
from MISGroundLib.vlm.loading import LoadedModel
from MISGroundLib.vlm.pictures import PreparedImage

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question


def model_inputs(loaded: LoadedModel, question: Question, prepared: Sequence[PreparedImage]) -> dict[str, Any]:
    """What `generate` gets for a question about pictures: a batch of one on the model's device, in its number type."""
    text = prompt_text(loaded, question, len(prepared))
    # A list for each prompt: some processors take a flat one for a picture each.
    pictures = [[picture.image for picture in prepared]] if prepared else None
    batch = loaded.processor(text=[text], images=pictures, return_tensors="pt").to(loaded.model.device)
    if not question.words:
        _check_size(loaded, prepared[0], batch)
    return {name: value.to(loaded.model.dtype) if value.is_floating_point() else value for name, value in batch.items()}


def _check_size(loaded: LoadedModel, prepared: PreparedImage, batch: Any) -> None:
    """Where boxes are in pixels of the model's picture, the processor must not have resized ours."""
    if loaded.family.written.scale or "image_grid_thw" not in batch:
        return
    seen = batch["image_grid_thw"][0, 1:] * loaded.processor.image_processor.patch_size
    if seen.tolist() != [prepared.image.height, prepared.image.width]:
        raise UserError(
            f"The picture settings of {loaded.info['name']} resize the slice to {seen[1]} x {seen[0]} px, and its "
            "boxes would be misread. Restore its preprocessor_config.json, or choose another model."
        )


def prompt_text(loaded: LoadedModel, question: Question, pictures: int = 1) -> str:
    """What the processor gets: the chat's text, or the words alone where the family has no chat."""
    messages = loaded.profile.build_messages(question, pictures)
    if loaded.processor.chat_template is None:
        return str(messages[0]["content"][-1]["text"])
    return str(loaded.processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))
