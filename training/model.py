"""misground-mini: a small Qwen3-VL and its tokenizer, and a batched forward pass for training equal to the model's own.

The prompt, as Qwen3-VL's chat: user = picture, then "CT axial 45: left kidney" (modality, plane, position in per cent
of the volume, canonical name); assistant = `[{"bbox_2d": [x1, y1, x2, y2], "label": "left kidney"}]`, absent: `[]`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models
from torch import nn
from torch.nn import functional
from transformers import PreTrainedTokenizerFast, Qwen3VLConfig, Qwen3VLForConditionalGeneration

from MISGroundLib.vlm.mini import mini_answer, mini_prompt
from training.structures import CONTAINS, COUNT, IGNORE, STRUCTURES

SIDE = 160
PATCH = 10
GRID = SIDE // PATCH
PATCHES = GRID * GRID
SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
_PIECES = (
    '[{"bbox_2d": [',
    "[]",
    ", ",
    '], "label": "',
    '"}]',
    "user\n",
    "assistant\n",
    "system\n",
    "\n",
    ": ",
    ":",
    " ",
    "CT",
    "MR",
    " axial",
    " coronal",
    " sagittal",
    " oblique",
    "image",
    "?",
)
_REACH = (1, 1, 2, 2, 3, 4)  # of the neighbours that a vision layer's heads look at in the beginning, in patches
SUFFIX = 22  # tokens kept for one question and its answer


def make_tokenizer() -> PreTrainedTokenizerFast:
    """Unigram with hand-picked pieces: answer structure, words, 0..1000 as one token each, bytes for all the rest."""
    words = sorted({word for name in STRUCTURES for word in name.split()})
    pieces = list(SPECIAL) + [f"<0x{byte:02X}>" for byte in range(256)] + list(_PIECES)
    pieces += [str(number) for number in range(1001)]
    pieces += words + [f" {word}" for word in words]
    # Equal costs: the fewest pieces win; bytes are a last resort.
    vocabulary = [(piece, -20.0 if piece.startswith("<0x") else -1.0) for piece in pieces]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=7, byte_fallback=True))
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=list(SPECIAL[1:]),
        clean_up_tokenization_spaces=False,
        model_max_length=2048,
    )


def make_config(tokenizer: PreTrainedTokenizerFast) -> Qwen3VLConfig:
    """The shape of misground-mini."""
    token = tokenizer.convert_tokens_to_ids
    return Qwen3VLConfig(
        vision_config={
            "depth": 6,
            "hidden_size": 192,
            "intermediate_size": 640,
            "num_heads": 6,
            "patch_size": PATCH,
            "spatial_merge_size": 1,
            "temporal_patch_size": 2,
            "out_hidden_size": 192,
            "in_channels": 3,
            "num_position_embeddings": PATCHES,
            "deepstack_visual_indexes": [],
        },
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": 192,
            "intermediate_size": 512,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "num_key_value_heads": 6,
            "head_dim": 32,
            "max_position_embeddings": 2048,
            "tie_word_embeddings": True,
            "pad_token_id": tokenizer.pad_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10000.0,
                "mrope_section": [6, 5, 5],
                "mrope_interleaved": True,
            },
        },
        image_token_id=token("<|image_pad|>"),
        video_token_id=token("<|video_pad|>"),
        vision_start_token_id=token("<|vision_start|>"),
        vision_end_token_id=token("<|vision_end|>"),
        tie_word_embeddings=True,
        misground_profile="misground-mini",
    )


def make_model(tokenizer: PreTrainedTokenizerFast, seed: int = 0) -> Qwen3VLForConditionalGeneration:
    """An untrained model.

    Numbers start as smooth waves, so that near numbers are near from the beginning; in the vision tower four heads in
    six start by looking at a neighbouring patch, as a convolution would.
    """
    torch.manual_seed(seed)
    model = Qwen3VLForConditionalGeneration(make_config(tokenizer)).float()
    for block, reach in zip(model.model.visual.blocks, _REACH, strict=True):
        _look_at_neighbours(block.attn, reach)
    table = model.get_input_embeddings().weight
    width = table.shape[1]
    numbers = torch.tensor([tokenizer.convert_tokens_to_ids(str(n)) for n in range(1001)])
    frequencies = torch.logspace(math.log10(0.5), math.log10(40), width // 4)
    angle = torch.arange(1001)[:, None] / 1000 * frequencies * 2 * math.pi
    waves = torch.cat([angle.cos(), angle.sin()], dim=1) * torch.logspace(0, -1, width // 4).repeat(2)
    with torch.no_grad():
        table[numbers, : width // 2] = waves * 0.06
    return model


@torch.no_grad()
def _look_at_neighbours(attention: Any, reach: int) -> None:
    """Biases of query and key whose rotary product peaks `reach` patches down, up, right and left, a head each.

    After arXiv 2401.12511 (structured initialisation of attention), done here with the rotary position embedding:
    with constant query and key the score is a sum of cos(f * (offset - wanted)) over its frequencies f.
    """
    heads, width = attention.num_heads, attention.head_dim
    half = width // 2
    frequencies = 1 / 10000 ** (torch.arange(0, half, 2) / half)
    bias = attention.qkv.bias.view(3, heads, width)
    amplitude = math.sqrt(6.0 * math.sqrt(width)) / reach**0.25
    for head, (down, right) in enumerate(((1, 0), (-1, 0), (0, 1), (0, -1))):
        for axis, wanted in enumerate((down * reach, right * reach)):
            for i in range(3):  # the lower frequencies hardly tell patches apart
                at = axis * half // 2 + i
                angle = float(frequencies[i]) * wanted
                bias[0, head, at] = amplitude
                bias[1, head, at] = amplitude * math.cos(angle)
                bias[1, head, at + half] = -amplitude * math.sin(angle)


class Vocabulary:
    """The pieces of a question as token ids, built once, checked against the tokenizer's own reading in the tests."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        def encode(text: str) -> list[int]:
            return list(tokenizer(text, add_special_tokens=False)["input_ids"])

        self._encode = encode
        self.number_ids = np.array([tokenizer.convert_tokens_to_ids(str(n)) for n in range(1001)])
        self.pad = int(tokenizer.pad_token_id)
        self.open = encode("<|im_start|>user\n<|vision_start|>")
        self._suffixes = {
            name: (
                encode(f" {name}<|im_end|>\n<|im_start|>assistant\n"),
                encode(mini_answer(name, None) + "<|im_end|>"),
                encode(mini_answer(name, (1, 2, 3, 4)) + "<|im_end|>"),
            )
            for name in STRUCTURES
        }
        self.prefix_length = len(self.prefix("CT", "axial", 0.5))

    def prefix(self, modality: str, plane: str, fraction: float | None) -> np.ndarray:
        """What follows the picture and precedes the name: always as many tokens."""
        prompt = mini_prompt("@", modality, plane, fraction).removesuffix(" @")
        return np.array(self._encode(f"<|vision_end|>{prompt}"), dtype=np.int64)

    def suffix(self, name: str, box: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(ids, targets, coordinates), each (SUFFIX,), of a question from its name on, and its answer."""
        question, absent, found = self._suffixes[name]
        answer = list(absent) if box is None else list(found)
        coordinates = np.full(SUFFIX, np.nan, dtype=np.float32)
        if box is not None:
            places = [i for i, token in enumerate(answer) if token in self._placeholders]
            for place, value in zip(places, box, strict=True):
                answer[place] = int(self.number_ids[round(float(np.clip(value, 0, 1000)))])
                coordinates[len(question) + place - 1] = float(np.clip(value, 0, 1000))
        ids = question + answer
        padded = np.array(ids + [self.pad] * (SUFFIX - len(ids)), dtype=np.int64)
        targets = np.full(SUFFIX, -100, dtype=np.int64)
        targets[len(question) - 1 : len(ids) - 1] = answer
        return padded, targets, coordinates

    @property
    def _placeholders(self) -> set[int]:
        return {int(self.number_ids[n]) for n in (1, 2, 3, 4)}


def normalise(images: torch.Tensor) -> torch.Tensor:
    """uint8 (b, SIDE, SIDE) -> patches float (b, PATCHES, PATCH*PATCH), as the image processor normalises."""
    b = images.shape[0]
    patches = images.view(b, GRID, PATCH, GRID, PATCH).permute(0, 1, 3, 2, 4).reshape(b, PATCHES, PATCH * PATCH)
    return patches.float() / 127.5 - 1.0


def vision_features(model: Qwen3VLForConditionalGeneration, patches: torch.Tensor) -> torch.Tensor:
    """Grey patches (b, PATCHES, PATCH**2) -> features (b, PATCHES, width) before the merger, all pictures at once."""
    tower = model.model.visual
    weight = tower.patch_embed.proj.weight.sum(dim=(1, 2)).flatten(1)
    hidden = functional.linear(patches, weight, tower.patch_embed.proj.bias) + tower.pos_embed.weight
    from transformers.models.qwen3_vl.modeling_qwen3_vl import rotate_half

    cos, sin = tower.rotary_pos_emb(hidden, _positions(hidden.device))
    b, n, width = hidden.shape
    for block in tower.blocks:
        attention = block.attn
        qkv = attention.qkv(block.norm1(hidden)).view(b, n, 3, attention.num_heads, attention.head_dim)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        query = query * cos + rotate_half(query) * sin
        key = key * cos + rotate_half(key) * sin
        mixed = functional.scaled_dot_product_attention(query, key, value)
        hidden = hidden + attention.proj(mixed.transpose(1, 2).reshape(b, n, width))
        hidden = hidden + block.mlp(block.norm2(hidden))
    return hidden


def _positions(device: torch.device) -> torch.Tensor:
    from transformers.models.qwen3_vl.modeling_qwen3_vl import get_vision_position_ids

    return get_vision_position_ids(torch.tensor([[1, GRID, GRID]], device=device), 1, kwargs={})


def text_layout(vocabulary: Vocabulary, questions: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(positions (3, 1, t), mask (1, 1, t, t) bool) for a picture with several questions that do not see each other."""
    head = len(vocabulary.open)
    prefix = vocabulary.prefix_length
    shared = head + PATCHES + prefix
    total = shared + questions * SUFFIX
    mask = torch.ones(total, total, dtype=torch.bool).tril()
    place = torch.zeros(3, total, dtype=torch.long)
    place[:, :head] = torch.arange(head)
    place[0, head : head + PATCHES] = head
    place[1, head : head + PATCHES] = head + torch.arange(GRID).repeat_interleave(GRID)
    place[2, head : head + PATCHES] = head + torch.arange(GRID).repeat(GRID)
    after = head + GRID
    place[:, head + PATCHES : shared] = after + torch.arange(prefix)
    for question in range(questions):
        first = shared + question * SUFFIX
        place[:, first : first + SUFFIX] = after + prefix + torch.arange(SUFFIX)
        mask[first : first + SUFFIX, shared:first] = False
    return place[:, None], mask[None, None]


class DenseHeads(nn.Module):
    """Helpers of the vision tower in training only: what lies in each cell, and the whole box of each structure."""

    def __init__(self, width: int, cells: int) -> None:
        super().__init__()
        self.cells = cells
        self.norm = nn.LayerNorm(width)
        self.what = nn.Linear(width, cells * cells * (COUNT + 1))
        self.where = nn.Linear(width, COUNT * 4)
        self.register_buffer("contains", torch.from_numpy(CONTAINS[1:].astype(np.float32)), persistent=False)

    def forward(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(b, n, w) -> logits (b, n, cells**2, structures + 1), boxes (b, n, structures, 4) in 0..1."""
        features = self.norm(features)
        b, n, _ = features.shape
        what = self.what(features).view(b, n, self.cells**2, COUNT + 1)
        return what, self.where(features).view(b, n, COUNT, 4) + 0.5

    def holders(self, cells: torch.Tensor) -> torch.Tensor:
        """Cell labels (b, n, c) -> float (b, n, structures): 1 where a patch holds some of a structure."""
        seen = torch.zeros(*cells.shape[:2], COUNT + 1, device=cells.device)
        known = torch.where(cells == IGNORE, 0, cells).long()
        seen.scatter_(2, known, 1.0)
        return (seen @ self.contains.T).clamp(max=1.0)
