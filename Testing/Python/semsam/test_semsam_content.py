"""Which tokens are content and which are protected, for a byte-level tokenizer such as Qwen's."""

import pytest
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from MISGroundLib.errors import UserError
from MISGroundLib.semsam.graph import content_mask, protected_mask, token_texts

WORDS = ["liver", "Ġliver", "null", "ĠNone", "Ġnothing", "notable", "12", '":', "[{", "<loc1>", "Ċ", "ĠĠ", "Ã©", "left"]


@pytest.fixture(scope="module")
def tokenizer():
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: i for i, token in enumerate([*alphabet, *(w for w in WORDS if w not in alphabet)])}
    inner = Tokenizer(models.BPE(vocabulary, []))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens([AddedToken("<|end|>", special=True)])
    inner.add_tokens(["<box>", "addedword"])
    return PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|end|>")


@pytest.fixture(scope="module")
def is_content(tokenizer):
    left = tokenizer.convert_tokens_to_ids("left")
    a, b = tokenizer.convert_tokens_to_ids(["x", "y"])
    config = {
        "vision_config": {"image_token_index": left, "depth": a},
        "parts": [{"eos_token_id": [b, -1], "pad_token_id": None}],
        "image_size": tokenizer.convert_tokens_to_ids("liver"),
    }
    mask = content_mask(tokenizer, config, token_texts(tokenizer, len(tokenizer) + 3))
    assert not mask[len(tokenizer) :].any()
    return lambda token: bool(mask[tokenizer.convert_tokens_to_ids(token)])


@pytest.mark.parametrize("token", ["liver", "Ġliver", "null", "12", '":', "[{", "a", "7", "Ã©", "x"])
def test_words_numbers_and_punctuation_are_content(is_content, token):
    assert is_content(token)


@pytest.mark.parametrize("token", ["<|end|>", "<box>", "addedword", "<loc1>", "Ċ", "ĠĠ", "Ġ", "Ã", "ÿ", "left", "y"])
def test_markers_blanks_fragments_and_named_ids_are_not(is_content, token):
    assert not is_content(token)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        *[(token, True) for token in ("null", "ĠNone", "Ġnothing", "12", "7", '":', "[{", "]", ",", "`")],
        *[(token, False) for token in ("liver", "Ġliver", "left", "notable", "a", ".")],
    ],
)
def test_numbers_structure_and_absence_are_protected(tokenizer, token, expected):
    mask = protected_mask(token_texts(tokenizer, len(tokenizer) + 3))
    assert bool(mask[tokenizer.convert_tokens_to_ids(token)]) is expected
    assert not mask[len(tokenizer) :].any()


def test_a_tokenizer_that_does_not_match_is_told(tokenizer):
    with pytest.raises(UserError, match="do not belong together"):
        token_texts(tokenizer, len(tokenizer) - 1)
