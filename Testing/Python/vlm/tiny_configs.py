"""The configurations of the tiny models of each family, their tokens and their pictures, as data."""

from __future__ import annotations

TEXT = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 4096,
}
TOWER = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}


def _qwen2_5_vl(token):
    return {
        "text_config": {
            **TEXT,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 1, 1]},
        },
        "vision_config": {
            "depth": 2,
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_heads": 4,
            "patch_size": 14,
            "spatial_merge_size": 2,
            "out_hidden_size": 32,
            "window_size": 56,
            "fullatt_block_indexes": [1],
        },
        "image_token_id": token("<|image_pad|>"),
        "video_token_id": token("<|video_pad|>"),
        "vision_start_token_id": token("<|vision_start|>"),
        "vision_end_token_id": token("<|vision_end|>"),
    }


def _qwen3(text, vision):
    def config(token):
        return {
            "text_config": {**TEXT, **text},
            "vision_config": {
                "depth": 2,
                "hidden_size": 32,
                "intermediate_size": 64,
                "num_heads": 4,
                "patch_size": 16,
                "spatial_merge_size": 2,
                "out_hidden_size": 32,
                "num_position_embeddings": 64,
                **vision,
            },
            "image_token_id": token("<|image_pad|>"),
            "video_token_id": token("<|video_pad|>"),
            "vision_start_token_id": token("<|vision_start|>"),
            "vision_end_token_id": token("<|vision_end|>"),
        }

    return config


def _glm(text):
    def config(token):
        return {
            "text_config": {
                **TEXT,
                "rope_parameters": {
                    "rope_type": "default", "rope_theta": 1e4, "mrope_section": [1, 1, 2], "partial_rotary_factor": 1.0
                },
                **text,
            },
            "vision_config": {
                "depth": 2,
                "hidden_size": 32,
                "intermediate_size": 64,
                "num_heads": 4,
                "patch_size": 14,
                "image_size": 112,
                "spatial_merge_size": 2,
                "out_hidden_size": 32,
            },
            "image_token_id": token("<|image|>"),
            "video_token_id": token("<|video|>"),
            "image_start_token_id": token("<|begin_of_image|>"),
            "image_end_token_id": token("<|end_of_image|>"),
            "video_start_token_id": token("<|begin_of_video|>"),
            "video_end_token_id": token("<|end_of_video|>"),
        }  # fmt: skip

    return config


def _gemma4(token):
    return {
        "text_config": {
            **TEXT,
            "model_type": "gemma4_text",
            "global_head_dim": 8,
            "num_hidden_layers": 4,
            "layer_types": ["sliding_attention", "full_attention"] * 2,
            "num_kv_shared_layers": 2,
            "hidden_size_per_layer_input": 8,
            "vocab_size_per_layer_input": 400,
            "sliding_window": 16,
        },
        "vision_config": {
            **TOWER,
            "num_key_value_heads": 4,
            "head_dim": 8,
            "patch_size": 16,
            "pooling_kernel_size": 3,
            "position_embedding_size": 64,
        },
        "audio_config": None,
        "image_token_id": token("<|image|>"),
        "video_token_id": token("<|video|>"),
        "boi_token_id": token("<|image>"),
        "eoi_token_id": token("<image|>"),
    }


def _gemma3(token):
    return {
        "text_config": {**TEXT, "model_type": "gemma3_text", "sliding_window": 4096, "query_pre_attn_scalar": 8},
        "vision_config": {**TOWER, "model_type": "siglip_vision_model", "image_size": 56, "patch_size": 14},
        "mm_tokens_per_image": 4,
        "image_token_index": token("<image_soft_token>"),
        "image_token_id": token("<image_soft_token>"),
        "boi_token_index": token("<start_of_image>"),
        "eoi_token_index": token("<end_of_image>"),
    }


def _internvl(token):
    return {
        "text_config": {**TEXT, "model_type": "qwen2"},
        "vision_config": {**TOWER, "image_size": [56, 56], "patch_size": [14, 14]},
        "image_token_id": token("<IMG_CONTEXT>"),
        "downsample_ratio": 0.5,
    }


def _llava(token):
    return {
        "text_config": {**TEXT, "model_type": "llama"},
        "vision_config": {**TOWER, "model_type": "clip_vision_model", "image_size": 56, "patch_size": 14},
        "image_token_index": token("<image>"),
        "image_token_id": token("<image>"),
    }


def _llava_onevision(token):
    return {
        "text_config": {**TEXT, "model_type": "qwen2"},
        "vision_config": {
            **TOWER,
            "model_type": "siglip_vision_model",
            "image_size": 56,
            "patch_size": 14,
            "vision_use_head": False,
        },
        "image_token_index": token("<image>"),
        "image_token_id": token("<image>"),
        "video_token_index": token("<video>"),
        "image_grid_pinpoints": [[56, 56], [112, 112]],
    }


def _smolvlm(token):
    return {
        "text_config": {**TEXT, "model_type": "llama"},
        "vision_config": {**TOWER, "image_size": 64, "patch_size": 16},
        "image_token_id": token("<image>"),
        "scale_factor": 2,
    }


def _paligemma(token):
    return {
        "text_config": {**TEXT, "model_type": "gemma"},
        "vision_config": {**TOWER, "model_type": "siglip_vision_model", "image_size": 56, "patch_size": 14},
        "image_token_index": token("<image>"),
        "image_token_id": token("<image>"),
        "projection_dim": 32,
    }


def _paligemma2(token):
    config = _paligemma(token)
    config["text_config"] |= {"model_type": "gemma2", "sliding_window": 16, "query_pre_attn_scalar": 8}
    return config


def _florence2(token):
    return {
        "text_config": {
            "model_type": "bart",
            "d_model": 32,
            "encoder_layers": 2,
            "decoder_layers": 2,
            "encoder_attention_heads": 4,
            "decoder_attention_heads": 4,
            "encoder_ffn_dim": 64,
            "decoder_ffn_dim": 64,
            "max_position_embeddings": 512,
            "decoder_start_token_id": token("<end>"),
            "forced_eos_token_id": None,
        },
        "vision_config": {
            "embed_dim": [8, 16, 16, 32],
            "num_heads": [1, 2, 2, 4],
            "num_groups": [1, 2, 2, 4],
            "depths": [1, 1, 1, 1],
            "window_size": 4,
            "projection_dim": 32,
        },
        "image_token_id": token("<image>"),
    }


_MROPE = {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 1, 1]}
_MOE = {"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32}
# Three layers with a recurrent state, one with keys and values, as in the real ones.
_HYBRID = {
    "num_hidden_layers": 4,
    "linear_num_key_heads": 2,
    "linear_num_value_heads": 4,
    "linear_key_head_dim": 8,
    "linear_value_head_dim": 8,
    "rope_parameters": {**_MROPE, "partial_rotary_factor": 1.0},
}
_GLM_MOE = {
    "n_routed_experts": 4,
    "num_experts_per_tok": 2,
    "moe_intermediate_size": 32,
    "n_shared_experts": 1,
    "first_k_dense_replace": 1,
}
_QWEN_TOKENS = ["<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
_QWEN3_PICTURE = {
    "patch_size": 16, "temporal_patch_size": 2, "merge_size": 2, "min_pixels": 64 * 64, "max_pixels": 128 * 128,
    "size": {"shortest_edge": 64 * 64, "longest_edge": 128 * 128},
}  # fmt: skip


def _qwen3_family(config):
    return (
        config, _QWEN_TOKENS, {}, "<|vision_start|><|image_pad|><|vision_end|>", {}, _QWEN3_PICTURE, (128, 1024, 32)
    )  # fmt: skip


def _glm_family(text):
    return (
        _glm(text),
        [
            *("<|begin_of_image|>", "<|end_of_image|>", "<|image|>", "<|begin_of_video|>", "<|end_of_video|>"),
            *("<|video|>", "<|begin_of_box|>", "<|end_of_box|>"),
        ],
        {},
        "<|begin_of_image|><|image|><|end_of_image|>",
        {},
        {
            "patch_size": 14, "temporal_patch_size": 2, "merge_size": 2,
            "size": {"shortest_edge": 112 * 112, "longest_edge": 2 * 112 * 112},
        },
        (112, 112, 28),
    )  # fmt: skip


CLIP = {"size": {"height": 56, "width": 56}, "crop_size": {"height": 56, "width": 56}, "do_center_crop": False}
# Twins of models that share a family: PaliGemma 2 has the classes of PaliGemma and Gemma 2's language part.
VARIANTS = {"paligemma2": "paligemma"}
SCALES = {"gemma3": (200, 2), "paligemma": (200, 2), "paligemma2": (200, 2), "florence2": (60, 4)}
# family: (config, tokens, the tokens that a tokenizer of the family knows by name, chat's picture, processor settings,
# picture settings, sides)
TINY = {
    "qwen3_vl_moe": _qwen3_family(_qwen3({**_MOE, "rope_parameters": _MROPE}, {"deepstack_visual_indexes": [0]})),
    "qwen3_5": _qwen3_family(_qwen3(_HYBRID, {})),
    "qwen3_5_moe": _qwen3_family(_qwen3({**_HYBRID, **_MOE, "shared_expert_intermediate_size": 32}, {})),
    "glm4v": _glm_family({}),
    "glm4v_moe": _glm_family(_GLM_MOE),
    "glm46v": _glm_family({"model_type": "glm4v_text"}),
    "gemma4": (
        _gemma4,
        ["<|image|>", "<|image>", "<image|>", "<|video|>", "<|audio|>", "<|audio>", "<audio|>", "<|turn>", "<turn|>"],
        {
            "image_token": "<|image|>",
            "boi_token": "<|image>",
            "eoi_token": "<image|>",
            "audio_token": "<|audio|>",
            "boa_token": "<|audio>",
            "eoa_token": "<audio|>",
        },
        "<|image|>",
        {},
        {"patch_size": 16, "pooling_kernel_size": 3, "max_soft_tokens": 70},
        (384, 384, 48),
    ),
    "qwen2_5_vl": (
        _qwen2_5_vl,
        _QWEN_TOKENS,
        {},
        "<|vision_start|><|image_pad|><|vision_end|>",
        {},
        {"patch_size": 14, "temporal_patch_size": 2, "merge_size": 2, "min_pixels": 56 * 56, "max_pixels": 224 * 224},
        (112, 224, 28),
    ),
    "gemma3": (
        _gemma3,
        ["<image_soft_token>", "<start_of_image>", "<end_of_image>"],
        {"image_token": "<image_soft_token>", "boi_token": "<start_of_image>", "eoi_token": "<end_of_image>"},
        "<start_of_image>",
        {"image_seq_length": 4},
        {"size": {"height": 56, "width": 56}},
        (56, 56, 1),
    ),
    "internvl": (
        _internvl,
        ["<IMG_CONTEXT>", "<img>", "</img>", "<video>", "<ref>", "</ref>", "<box>", "</box>"],
        {
            "start_image_token": "<img>",
            "end_image_token": "</img>",
            "context_image_token": "<IMG_CONTEXT>",
            "video_token": "<video>",
        },
        "<IMG_CONTEXT>\n",
        {"image_seq_length": 4},
        {"size": {"height": 56, "width": 56}, "crop_to_patches": False},
        (56, 112, 56),
    ),
    "llava": (
        _llava,
        ["<image>"],
        {"image_token": "<image>"},
        "<image>\n",
        {"patch_size": 14, "vision_feature_select_strategy": "default", "num_additional_image_tokens": 1},
        CLIP,
        (56, 56, 1),
    ),
    "llava_onevision": (
        _llava_onevision,
        ["<image>", "<video>"],
        {"image_token": "<image>", "video_token": "<video>"},
        "<image>\n",
        {"num_image_tokens": 16, "vision_feature_select_strategy": "full"},
        {"size": {"height": 56, "width": 56}, "image_grid_pinpoints": [[56, 56], [112, 112]]},
        (56, 112, 56),
    ),
    "smolvlm": (
        _smolvlm,
        ["<image>", "<video>", "<fake_token_around_image>", "<global-img>", "<end_of_utterance>"],
        {"image_token": "<image>"},
        "<image>",
        {"image_seq_len": 4},
        {"size": {"longest_edge": 64}, "max_image_size": {"longest_edge": 64}, "do_image_splitting": False},
        (64, 64, 1),
    ),
    "paligemma": (
        _paligemma,
        ["<image>"],
        {"image_token": "<image>"},
        "",
        {},
        {"size": {"height": 56, "width": 56}, "image_seq_length": 16},
        (56, 56, 1),
    ),
    "paligemma2": (
        _paligemma2,
        ["<image>"],
        {"image_token": "<image>"},
        "",
        {},
        {"size": {"height": 56, "width": 56}, "image_seq_length": 16},
        (56, 56, 1),
    ),
    "florence2": (
        _florence2,
        ["<image>", *(f"<loc_{i}>" for i in range(1000))],
        {"image_token": "<image>"},
        "",
        {},
        {**CLIP, "image_seq_length": 5},
        (64, 64, 1),
    ),
}
