"""A Qwen3-VL of a few thousand random weights with a tokenizer of its own, as a folder such as a user would choose."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3VLConfig, Qwen3VLForConditionalGeneration

SPECIAL = [
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
]
WORDS = [
    *("user", "assistant", "system", "liver", "kidney", "left", "right"),
    *("bbox", "label", "null", "not", "visible", "d"),
]
CHAT = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{% if m.content is string %}{{ m.content }}{% else %}"
    "{% for c in m.content %}{% if c.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% else %}{{ c.text }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def make_tokenizer(more: int = 0) -> PreTrainedTokenizerFast:
    """Words, single characters, and nothing else; `more` words that no text has, to fill a large vocabulary."""
    characters = [chr(code) for code in range(32, 127)] + ["\n", "\t"]
    filling = [f"word{i}" for i in range(more)]
    vocabulary = {token: i for i, token in enumerate([*SPECIAL, *characters, *WORDS, *filling])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))
    words = "|".join(sorted(WORDS[:-1], key=len, reverse=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(f"{words}|[\\s\\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>", unk_token="?"
    )
    fast.add_special_tokens({"additional_special_tokens": SPECIAL})
    fast.chat_template = CHAT
    return fast


def make_tiny_model(
    folder: Path,
    tied: bool = True,
    seed: int = 1,
    text: dict | None = None,
    vision: dict | None = None,
    largest_px: int = 128 * 128,
    more_words: int = 0,
) -> Path:
    """Write the model's folder and return it. text, vision: other sizes of its parts; largest_px: of its pictures;
    more_words: of its vocabulary.
    """
    tokenizer = make_tokenizer(more_words)
    ids = {name: tokenizer.convert_tokens_to_ids(f"<|{name}|>") for name in ("im_end", "image_pad", "video_pad")}
    config = Qwen3VLConfig(
        text_config={
            "vocab_size": len(tokenizer) + 5,
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 8,
            "max_position_embeddings": 4096,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 1, 1]},
            "eos_token_id": ids["im_end"],
            **(text or {}),
        },
        vision_config={
            "depth": 2,
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_heads": 4,
            "patch_size": 16,
            "spatial_merge_size": 2,
            "out_hidden_size": 32,
            "num_position_embeddings": 64,
            "deepstack_visual_indexes": [0],
            **(vision or {}),
        },
        image_token_id=ids["image_pad"],
        video_token_id=ids["video_pad"],
        vision_start_token_id=tokenizer.convert_tokens_to_ids("<|vision_start|>"),
        vision_end_token_id=tokenizer.convert_tokens_to_ids("<|vision_end|>"),
        tie_word_embeddings=tied,
    )
    torch.manual_seed(seed)
    model = Qwen3VLForConditionalGeneration(config).eval()
    # Larger weights than at the start of training, so that the random model has opinions.
    for name, weight in model.named_parameters():
        if "language_model.layers" in name and weight.ndim == 2:
            weight.data.mul_(40)
    model.get_output_embeddings().weight.data.mul_(3 if tied else 15)
    model.generation_config.eos_token_id = ids["im_end"]
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "chat_template.jinja").write_text(CHAT)
    picture = {
        "image_processor_type": "Qwen2VLImageProcessor",
        "patch_size": 16,
        "temporal_patch_size": 2,
        "merge_size": 2,
        "min_pixels": 64 * 64,
        "max_pixels": largest_px,
        "size": {"shortest_edge": 64 * 64, "longest_edge": largest_px},
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(picture))
    return folder
