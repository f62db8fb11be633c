"""Begin with a published model's weights: what fits by name and shape, and the embeddings of the words both know."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import PreTrainedModel, PreTrainedTokenizerFast

_TABLE = "model.language_model.embed_tokens.weight"


@torch.no_grad()
def warm_start(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, folder: Path) -> int:
    """Copy a folder's weights into a model in place; returns how many tensors were taken whole.

    Raises ValueError where nothing fits.
    """
    saved = load_file(folder / "model.safetensors")
    theirs = PreTrainedTokenizerFast.from_pretrained(folder).get_vocab()
    taken = 0
    for name, parameter in model.named_parameters():
        old = saved.get(name)
        if old is not None and old.shape == parameter.shape and name != _TABLE:
            parameter.copy_(old)
            taken += 1
    if not taken:
        raise ValueError(f"no weight of {folder} fits this model")
    table, old = model.get_input_embeddings().weight, saved.get(_TABLE)
    if old is not None and old.shape[1] == table.shape[1]:
        shared = [(mine, theirs[token]) for token, mine in tokenizer.get_vocab().items() if token in theirs]
        mine, other = (torch.tensor(ids) for ids in zip(*shared, strict=True))
        table[mine.to(table.device)] = old[other].to(table)
    return taken
