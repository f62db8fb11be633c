"""A slice's picture is read once: the key-value cache of the prompt up to the picture's end, for every further query.

The question comes after the picture, so that all of the prompt before it is the same for every question on a slice.
The cache is exact: what a token sees does not depend on what comes later. Not so where a family lets the picture look
at the question (PaliGemma) or has an encoder (Florence-2): these are read anew.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import DynamicCache

# Inputs with an entry for each token of the prompt; all others belong to the picture.
_BY_TOKEN = ("input_ids", "attention_mask", "token_type_ids", "mm_token_type_ids")


@dataclass(frozen=True)
class PictureCache:
    """The keys and values of a prompt's beginning. rope_deltas: what Qwen's positions after a picture count from."""

    key: str
    cache: Any
    rope_deltas: torch.Tensor | None


def reuse_picture(
    model: Any, inputs: Sequence[dict[str, Any]], image_token: int, known: PictureCache | None
) -> tuple[dict[str, Any], PictureCache]:
    """Inputs for `generate` that go on after the picture, and the picture's cache: `known` if it is of the same one.

    inputs: whole prompts of one picture and of one length, batches of one, which become one batch. image_token: the id
    that stands for a piece of the picture. Call it in inference mode.
    """
    place = int((inputs[0]["input_ids"][0] == image_token).nonzero()[-1]) + 1
    picture = {name: value[:, :place] if name in _BY_TOKEN else value for name, value in inputs[0].items()}
    key = _key(picture)
    if known is None or known.key != key:
        cache = DynamicCache(config=model.config.get_text_config())
        model(**picture, use_cache=True, logits_to_keep=1, **{cache_keyword(model): cache})
        deltas = getattr(model.model, "rope_deltas", None)
        known = PictureCache(key, cache, None if deltas is None else deltas.clone())
    if known.rope_deltas is not None:  # another slice's would shift all that follows, without a word
        model.model.rope_deltas = known.rope_deltas.clone()
    rest = {name: torch.cat([one[name] for one in inputs]) for name in _BY_TOKEN if name in inputs[0]}
    cache = copy.deepcopy(known.cache)
    if len(inputs) > 1:
        cache.batch_repeat_interleave(len(inputs))
    return {**rest, cache_keyword(model): cache}, known


def cache_keyword(model: Any) -> str:
    """What the installed transformers calls a model's cache: `cache`, or before 5.24 or so `past_key_values`."""
    return "cache" if "cache" in inspect.signature(type(model).forward).parameters else "past_key_values"


def _key(picture: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for name in sorted(picture):
        value = picture[name].detach().cpu().contiguous()
        digest.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
        digest.update(value.view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()
