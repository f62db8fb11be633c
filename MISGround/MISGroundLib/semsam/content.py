"""Which tokens carry meaning, and which of them semantic sampling must not touch in its safe mode.

Special, added, control and modality-marker tokens sit close to everything in an embedding table: as neighbours they
would become hubs, so they are no content.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import torch

from MISGroundLib.errors import UserError

_MARKER = re.compile(r"<[^<>]*>")
_STRUCTURE = frozenset('[]{}":,`')
# Words that say "there is none" where the other candidate opens a box.
_ABSENCE = frozenset({"null", "none", "not", "no", "nothing", "absent"})


def token_texts(tokenizer: Any, size: int) -> list[str | None]:
    """The text of each token id of a table with `size` rows; None for a row that no token uses.

    Raises UserError where the tokenizer has tokens that the table lacks.
    """
    count = len(tokenizer)
    if count > size:
        raise UserError(
            f"The tokenizer has {count} tokens but the model only {size}: they do not belong together. "
            "Use the tokenizer files that came with the model."
        )
    texts = tokenizer.batch_decode([[i] for i in range(count)], clean_up_tokenization_spaces=False)
    return [*texts, *[None] * (size - count)]


def content_mask(tokenizer: Any, config: Any, texts: Sequence[str | None]) -> torch.Tensor:
    """(size,) bool, true for content tokens among `token_texts`: rules that hold for any tokenizer.

    Left out: special and added tokens; every id that a `*token_id` or `*token_index` of the config names, at any
    depth; rows no token uses; `<...>` markers; blank and control text; fragments of characters (U+FFFD).
    """
    size = len(texts)
    pieces = tokenizer.convert_ids_to_tokens(list(range(len(tokenizer))))
    content = [
        text is not None and _is_content(text) and not _MARKER.fullmatch(str(piece))
        for text, piece in zip(texts, [*pieces, *[""] * (size - len(pieces))], strict=True)
    ]
    excluded = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values()}
    excluded.update(_named_tokens(config.to_dict() if hasattr(config, "to_dict") else config))
    for token in excluded:
        if 0 <= token < size:
            content[token] = False
    return torch.tensor(content)


def protected_mask(texts: Sequence[str | None]) -> torch.Tensor:
    """(size,) bool, true for `token_texts` that safe mode leaves alone: digits, JSON structure, the words of absence.

    The neighbours of a digit are other digits, so re-scoring would move coordinates; "[]" or "null" against "[{"
    decides whether there is a box at all.
    """
    return torch.tensor([text is not None and _is_protected(text) for text in texts])


def _is_content(text: str) -> bool:
    if "\ufffd" in text or _MARKER.fullmatch(text.strip()):
        return False
    return any(not c.isspace() and not unicodedata.category(c).startswith("C") for c in text)


def _is_protected(text: str) -> bool:
    if any(c in _STRUCTURE or c.isdigit() for c in text):
        return True
    return text.strip().lower() in _ABSENCE


def _named_tokens(config: Any) -> Iterator[int]:
    """Every id under a key such as image_token_id, eos_token_id, boi_token_index, at any depth of the config."""
    if isinstance(config, dict):
        for key, value in config.items():
            if re.search(r"token_(id|index)(s|es)?$", str(key)):
                yield from _integers(value)
            else:
                yield from _named_tokens(value)
    elif isinstance(config, list | tuple):
        for value in config:
            yield from _named_tokens(value)


def _integers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, Iterable) and not isinstance(value, str | dict):
        for item in value:
            yield from _integers(item)
