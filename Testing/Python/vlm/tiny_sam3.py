"""A SAM 3 of some hundred thousand random weights, with CLIP's own tokenizer class, as a folder a user would choose."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import CLIPTokenizer
from transformers.models.sam3.configuration_sam3 import Sam3Config
from transformers.models.sam3.modeling_sam3 import Sam3Model
from transformers.models.sam3_video.configuration_sam3_video import Sam3VideoConfig

# As its parts are in the real one: 2 of 32 layers, one of them over the whole picture; 10 of 200 places.
SIZES = {
    "hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 64, "num_hidden_layers": 2,
}  # fmt: skip
BACKBONE = {
    **SIZES, "model_type": "sam3_vit_model", "patch_size": 14, "window_size": 4, "global_attn_indexes": [1],
    "pretrain_image_size": 56,
}  # fmt: skip
PART = {"hidden_size": 32, "num_attention_heads": 2}
LAYERS = {**PART, "num_layers": 2, "intermediate_size": 64}


def make_config(side_px: int = 112, backbone: dict | None = None, width: int = 32, places: int = 10) -> Sam3Config:
    """The twin's configuration; backbone: other sizes of its eye; width: of what comes after it."""
    patches = side_px // 14
    part = {**PART, "hidden_size": width}
    layers = {**LAYERS, "hidden_size": width}
    return Sam3Config(
        vision_config={
            "backbone_config": {**BACKBONE, "image_size": side_px, **(backbone or {})},
            "fpn_hidden_size": width,
            "backbone_feature_sizes": [[patches * 4] * 2, [patches * 2] * 2, [patches] * 2],
        },
        text_config={
            **SIZES, "model_type": "clip_text_model", "vocab_size": 520, "projection_dim": 16,
            "max_position_embeddings": 32, "hidden_act": "gelu", "bos_token_id": 0, "eos_token_id": 1,
            "pad_token_id": 1,
        },
        geometry_encoder_config={**layers, "num_layers": 1},
        detr_encoder_config=layers,
        detr_decoder_config={**layers, "num_queries": places},
        mask_decoder_config=part,
    )  # fmt: skip


def make_tokenizer() -> CLIPTokenizer:
    """CLIP's class with bytes for words: "liver" takes five tokens, and two stand round each phrase."""
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    letters = list(bytes_to_unicode().values())
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{letter}</w>" for letter in letters)]
    return CLIPTokenizer(vocab={word: place for place, word in enumerate(words)}, merges=[])


def make_tiny_sam3(folder: Path, seed: int = 11, published: bool = False, **config) -> Path:
    """Write the model's folder and return it.

    published: with the names and the configuration of facebook/sam3, which holds what follows things through films too.
    """
    made = make_config(**config)
    torch.manual_seed(seed)
    model = Sam3Model(made).eval()
    # Larger weights than at the start of training, so that the random model has opinions.
    for name, weight in model.named_parameters():
        if weight.ndim == 2 and ("detr" in name or "text" in name or "scoring" in name):
            weight.data.mul_(12)
    model.save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    side = made.vision_config.image_size
    picture = {"size": {"height": side, "width": side}, "image_processor_type": "Sam3ImageProcessorFast"}
    (folder / "processor_config.json").write_text(
        json.dumps({"image_processor": picture, "processor_class": "Sam3VideoProcessor", "target_size": side})
    )
    if published:
        weights = load_file(folder / "model.safetensors")
        named = {f"detector_model.{name}": weight for name, weight in weights.items()}
        named |= {f"tracker_{part}.weight": torch.zeros(4, 4) for part in ("neck.fpn", "model.memory")}
        save_file(named, folder / "model.safetensors", {"format": "pt"})
        whole = Sam3VideoConfig(detector_config=made.to_dict(), architectures=["Sam3VideoModel"])
        (folder / "config.json").write_text(whole.to_json_string(use_diff=False))
    return folder
