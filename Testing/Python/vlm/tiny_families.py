"""Models of a few thousand random weights of each family, with its own processor, as folders a user would choose."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from MISGroundLib.settings import AUTOMATIC_BOXES
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.loading import LoadedModel, load
from MISGroundLib.vlm.pictures import import_class
from Python.vlm.tiny_configs import SCALES, TINY, VARIANTS
from Python.vlm.tiny_qwen3vl import CHAT as QWEN_CHAT
from Python.vlm.tiny_qwen3vl import make_tiny_model

WORDS = ["user", "assistant", "liver", "kidney", "left", "right", "bbox", "box", "label", "null", "not", "visible"]
CHAT = (
    "{% for m in messages %}{{ m.role }}: {% for c in m.content %}{% if c.type == 'image' %}IMAGE"
    "{% else %}{{ c.text }}{% endif %}{% endfor %}<end>\n{% endfor %}"
    "{% if add_generation_prompt %}assistant: {% endif %}"
)
# As Qwen3.5's: it thinks unless it is told not to.
THINKS = (
    "{% if add_generation_prompt %}<think>\n{% if enable_thinking is defined and enable_thinking is false %}\n"
    "</think>\n\n{% endif %}{% endif %}"
)


def make_tokenizer(extra: list[str], named: dict[str, str], chat: str) -> PreTrainedTokenizerFast:
    """Words, single characters, the family's own tokens."""
    characters = [chr(code) for code in range(32, 127)] + ["\n", "\t"]
    special = ["<pad>", "<bos>", "<end>", *extra]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys([*special, *characters, *WORDS]))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))
    words = "|".join(sorted(WORDS, key=len, reverse=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(f"{words}|[\\s\\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<bos>",
        eos_token="<end>",
        pad_token="<pad>",
        unk_token="?",
        extra_special_tokens=named,
    )
    fast.add_special_tokens({"additional_special_tokens": special})
    fast.chat_template = chat
    return fast


def make_tiny(kind: str, folder: Path, seed: int = 1) -> tuple[Path, tuple[int, int, int]]:
    """Write the model's folder; returns it and the sides of the pictures that suit so small a model."""
    if kind == "qwen3_vl":
        return make_tiny_model(folder, seed=seed), (128, 1024, 32)
    family = FAMILIES[VARIANTS.get(kind, kind)]
    config_of, tokens, named, picture_text, settings, picture, sides = TINY[kind]
    chat = (QWEN_CHAT if kind.startswith("qwen") else CHAT).replace("IMAGE", picture_text)
    chat += THINKS if family.chat_settings else ""
    tokenizer = make_tokenizer(tokens, named, chat)
    if kind.startswith("paligemma"):  # its processor adds these to any tokenizer, and the model must have room for them
        tokenizer.add_tokens([f"<loc{i:04}>" for i in range(1024)] + [f"<seg{i:03}>" for i in range(128)])
    values = config_of(tokenizer.convert_tokens_to_ids)
    values["text_config"].update(
        vocab_size=len(tokenizer) + 5,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.bos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    network = import_class(family.model_class)
    torch.manual_seed(seed)
    model = network(network.config_class(**values)).eval()
    # Larger weights than at the start of training, so that the random model has opinions.
    inner, outer = SCALES.get(kind, (20, 8))
    for name, weight in model.named_parameters():
        if "layers" in name and weight.ndim == 2 and "vision" not in name:
            weight.data.mul_(inner)
        if "A_log" in name:  # how soon a state forgets: by chance so soon that the picture is gone
            weight.data.fill_(-4)
    model.get_output_embeddings().weight.data.mul_(outer)
    if kind == "gemma3":  # zeros at the start of training: the model would be blind
        model.model.multi_modal_projector.mm_input_projection_weight.data.normal_()
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    picture = {"image_mean": [0.5] * 3, "image_std": [0.5] * 3, **picture}
    (folder / "preprocessor_config.json").write_text(json.dumps(picture))
    (folder / "processor_config.json").write_text(json.dumps(settings))
    return folder, sides


@cache
def _loaded(kind: str) -> tuple[LoadedModel, tuple[int, int, int]]:
    with TemporaryDirectory() as folder:
        path, sides = make_tiny(kind, Path(folder))
        unknown = bool(FAMILIES[VARIANTS.get(kind, kind)].no_boxes)
        return load(str(path), "cpu", box_format="gemma" if unknown else AUTOMATIC_BOXES), sides


def load_tiny(kind: str, max_new_tokens: int) -> LoadedModel:
    """The family's tiny model, made once for all tests, with a profile and a memory of pictures of its own."""
    loaded, sides = _loaded(kind)
    return replace(loaded, profile=replace(loaded.profile, sides=sides, max_new_tokens=max_new_tokens))
