"""misground-mini as a class of transformers: Qwen3-VL's language part, and an eye of our own in place of its tower.

The eye's evidence on each structure that the model knows (mini_eye.py) becomes one image token: the structure's own
vector, and what was measured of it, its edges spelled as waves as the embeddings of the numbers 0 to 1000 begin. What
the user typed is then looked up among these tokens by attention, and written by `generate()`, as in any other model of
this kind. Importing this module registers the classes with transformers' Auto classes; a model's folder holds no code.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForImageTextToText,
    PreTrainedConfig,
    PreTrainedModel,
    Qwen3VLConfig,
    Qwen3VLForConditionalGeneration,
)
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.qwen3_vl.configuration_qwen3_vl import Qwen3VLTextConfig
from transformers.models.qwen3_vl.modeling_qwen3_vl import BaseModelOutputWithDeepstackFeatures

from MISGroundLib.vlm.mini_eye import Eye, Measure, Measured, structure_masks

_WAVES = 24  # of each edge: cosines and sines of 12 frequencies
_FREQUENCIES = (0.5, 40.0)  # lowest and highest, in cycles over the picture's side


class MiniEyeConfig(PreTrainedConfig):
    """The eye's shape. parts: for every structure the numbers (1, 2, ...) of the finest structures it is made of.

    twins: for every structure the index (0, 1, ...) of the other side's, its own where it has no sides.
    """

    model_type = "misground_mini_eye"
    base_config_key = "vision_config"

    side: int = 192
    widths: list[int] | None = None
    parts: list[list[int]] | None = None
    twins: list[int] | None = None
    out_hidden_size: int = 192
    initializer_range: float = 0.02
    spatial_merge_size: int = 1


class MiniConfig(Qwen3VLConfig):
    """Qwen3-VL's configuration with our eye's in place of its tower's."""

    model_type = "misground_mini"
    sub_configs = {"vision_config": MiniEyeConfig, "text_config": Qwen3VLTextConfig}  # noqa: RUF012
    sub_configs_defaults = sub_configs


def number_waves(values: Tensor) -> Tensor:
    """Numbers 0..1 (...,) as smooth waves (..., 24): near numbers have near waves."""
    low, high = _FREQUENCIES
    ratio = torch.arange(_WAVES // 2, device=values.device, dtype=torch.float32) / (_WAVES // 2 - 1)
    angle = values.float()[..., None] * (low * (high / low) ** ratio) * (2 * torch.pi)
    return torch.cat([angle.cos(), angle.sin()], dim=-1)


class MiniTower(PreTrainedModel):
    """Pictures to image tokens: one for every structure."""

    config: MiniEyeConfig
    config_class = MiniEyeConfig
    main_input_name = "hidden_states"
    _no_split_modules = ["MiniTower"]  # noqa: RUF012

    def __init__(self, config: MiniEyeConfig) -> None:
        """Untrained."""
        super().__init__(config)
        parts, twins, widths = config.parts or [[1]], config.twins or [0], config.widths or [16, 24, 32, 48, 64]
        count, width = len(twins), config.out_hidden_size
        self.spatial_merge_size = 1
        self.eye = Eye(widths, count + 1, config.side)
        self.measure = Measure(count, widths[-1])
        self.name = nn.Embedding(count, width)
        self.tell = nn.Linear(2 * (4 * _WAVES + 3), width)
        contains = torch.zeros(count, count + 1)
        for whole, members in enumerate(parts):
            contains[whole, members] = 1.0
        self.register_buffer("contains", contains)
        self.register_buffer("twins", torch.tensor(twins))
        self.post_init()

    def _init_weights(self, module: nn.Module) -> None:
        """PyTorch's own beginnings serve a convolutional eye."""

    def measured(self, pictures: Tensor) -> Measured:
        """What the eye sees in pictures (b, 3, side, side) in -1..1."""
        logits, scene = self.eye(pictures)
        return self.measure(structure_masks(logits, self.contains, self.twins), scene.float())

    def tokens(self, seen: Measured) -> Tensor:
        """Evidence as image tokens (b, k, out_hidden_size)."""
        sure = torch.stack(
            [seen.presence / 4, torch.tanh(seen.presence), torch.sigmoid(seen.presence)], dim=-1
        )  # (b, k, 2, 3)
        told = torch.cat([number_waves(seen.boxes).flatten(3), sure], dim=-1).flatten(2)
        return self.tell(told.to(self.tell.weight.dtype)) + self.name.weight

    def forward(self, hidden_states: Tensor, grid_thw: Tensor | None = None, **kwargs: Any) -> Any:
        """hidden_states: pictures (b, 3, side, side) in -1..1, as the processor makes them."""
        tokens = self.tokens(self.measured(hidden_states)).flatten(0, 1)
        return BaseModelOutputWithDeepstackFeatures(
            last_hidden_state=tokens, pooler_output=tokens, deepstack_features=[]
        )


class MiniForConditionalGeneration(Qwen3VLForConditionalGeneration):
    """misground-mini."""

    config: MiniConfig
    config_class = MiniConfig


class MiniImageProcessor(CLIPImageProcessorPil):
    """A square RGB picture as numbers in -1..1; tells how many image tokens a picture makes."""

    merge_size = 1
    patch_size = 1
    tokens = 1

    def __init__(self, tokens: int = 1, **kwargs: Any) -> None:
        """tokens: of a picture, one for every structure."""
        super().__init__(**kwargs)
        self.tokens = tokens

    def _preprocess(self, images: Any, *args: Any, **kwargs: Any) -> Any:
        """As CLIP's, with the number of tokens as a grid of one row."""
        made = super()._preprocess(images, *args, **kwargs)
        made["image_grid_thw"] = torch.tensor([[1, 1, self.tokens]] * len(images))
        return made


AutoConfig.register("misground_mini_eye", MiniEyeConfig, exist_ok=True)
AutoConfig.register("misground_mini", MiniConfig, exist_ok=True)
AutoModel.register(MiniEyeConfig, MiniTower, exist_ok=True)
AutoModelForImageTextToText.register(MiniConfig, MiniForConditionalGeneration, exist_ok=True)
