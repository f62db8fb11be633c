"""A Molmo 2 of some ten thousand random weights, as a folder in the shape of its makers'."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from transformers.models.molmo2.configuration_molmo2 import Molmo2Config
from transformers.models.molmo2.modeling_molmo2 import Molmo2ForConditionalGeneration

from Python.vlm.tiny_families import make_tokenizer

# As allenai/Molmo2-8B has them: after all the tokens that it writes. It reads these and cannot write them.
PICTURE_TOKENS = [
    *("<im_start>", "<im_end>", "<im_patch>", "<im_col>", "<low_res_im_start>", "<|image|>", "<im_low>"),
    *("<frame_start>", "<frame_end>", "<|video|>"),
]
# What its template writes of one picture and one question.
CHAT = (
    "{% for m in messages %}{% for c in m.content %}{% if c.type == 'image' %}<|image|>{% endif %}{% endfor %}"
    "{% endfor %}{% for m in messages %}<|im_start|>{{ m.role }}\n{% for c in m.content %}{% if c.type == 'text' %}"
    "{{ c.text }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
# Crops of 4 x 4 patches of 14 px that overlap by 1 + 1: of a square, at most 2 x 2 of them, a canvas of 84 px.
CROP, SIDE = 56, 84
SETTINGS = {
    "image_processor_type": "Molmo2ImageProcessor", "size": {"height": CROP, "width": CROP}, "patch_size": 14,
    "overlap_margins": [1, 1], "max_crops": 8, "pooling_size": [2, 2], "resample": 2,
    "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
}  # fmt: skip


def make_tiny_molmo2(
    folder: Path, seed: int = 1, text: dict | None = None, eye: dict | None = None, settings: dict | None = None
) -> Path:
    """Write the model's folder and return it. text, eye: other sizes of its parts; settings: of its pictures."""
    tokenizer = make_tokenizer(["<|im_start|>", "<|im_end|>"], {}, CHAT)
    words = len(tokenizer)
    tokenizer.add_tokens(PICTURE_TOKENS, special_tokens=True)
    settings = {**SETTINGS, **(settings or {})}
    token = tokenizer.convert_tokens_to_ids
    part = {
        "hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 4, "num_key_value_heads": 4, "head_dim": 8,
    }  # fmt: skip
    language = {
        **part, "num_key_value_heads": 2, "num_hidden_layers": 2, "vocab_size": words, "additional_vocab_size": 16,
        "max_position_embeddings": 4096, "rope_parameters": {"rope_type": "default", "rope_theta": 1e4}, **(text or {}),
    }  # fmt: skip
    seen = {**part, "num_hidden_layers": 2, "image_size": [settings["size"]["height"]] * 2, **(eye or {})}
    shared = ("hidden_size", "num_attention_heads", "num_key_value_heads", "head_dim")
    config = Molmo2Config(
        text_config=language,
        vision_config=seen,
        adapter_config={
            **{name: seen[name] for name in shared}, "intermediate_size": language["intermediate_size"],
            "text_hidden_size": language["hidden_size"], "vision_feature_layer": [seen["num_hidden_layers"] - 1, 0],
        },
        image_start_token_id=token("<im_start>"),
        low_res_image_start_token_id=token("<low_res_im_start>"),
        image_end_token_id=token("<im_end>"),
        image_patch_id=token("<im_patch>"),
        frame_start_token_id=token("<frame_start>"),
        frame_end_token_id=token("<frame_end>"),
    )  # fmt: skip
    torch.manual_seed(seed)
    model = Molmo2ForConditionalGeneration(config).eval()
    # Larger weights than at the start of training, so that the random model has opinions.
    for name, weight in model.named_parameters():
        if weight.ndim == 2 and ("language_model.layers" in name or "projector" in name):
            weight.data.mul_(20)
    model.get_output_embeddings().weight.data.mul_(8)
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(settings))
    return folder
