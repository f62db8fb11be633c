"""How each family of models writes its boxes: syntax, order, scale. From the families' own documents and processors.

`supervision` reads several of these too, but clamps, guesses or drops what is malformed without a word; here every box
that is not taken is reported, so that a wrong format shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from MISGroundLib.vlm.readings import (
    Reader,
    bracket_reader,
    json_reader,
    location_reader,
    point_reader,
    tag_reader,
)

_XYXY, _YXYX = (0, 1, 2, 3), (1, 0, 3, 2)


@dataclass(frozen=True)
class BoxFormat:
    """One way of writing boxes; the origin is the picture's top left corner.

    read: finds what is written. scale: the number that stands for the picture's far edge, 0 for pixels of the model's
    own picture (see `on`). largest: the greatest number that may be written. order: the places of x0 y0 x1 y1.
    shift: added to each number, 0.5 where bins stand for their middles. silence_means_none: an empty answer says that
    there is nothing.
    """

    name: str
    read: Reader
    scale: float = 1000.0
    largest: float = 1000.0
    order: tuple[int, int, int, int] = _XYXY
    shift: float = 0.0
    silence_means_none: bool = False

    def on(self, side_px: int) -> BoxFormat:
        """The format for a square model picture of this side: pixels become a scale."""
        return self if self.scale else replace(self, scale=float(side_px), largest=float(side_px))


QWEN3_VL = BoxFormat("Qwen3-VL", json_reader(("bbox_2d", "bbox")))
QWEN2_5_VL = BoxFormat("Qwen2.5-VL", json_reader(("bbox_2d", "bbox")), scale=0, largest=0)
QWEN2_VL = BoxFormat(
    "Qwen2-VL, Qwen-VL",
    tag_reader(
        (("<|object_ref_start|>", "<|object_ref_end|>"), ("<ref>", "</ref>")),
        (("<|box_start|>", "<|box_end|>"), ("<box>", "</box>")),
    ),
)
INTERNVL = BoxFormat("InternVL", tag_reader((("<ref>", "</ref>"),), (("<box>", "</box>"),)))
GLM_V = BoxFormat("GLM-V", bracket_reader(("bbox_2d", "bbox")))
PALIGEMMA = BoxFormat(
    "PaliGemma", location_reader(r"<loc(\d{4})>", label_first=False), 1024, 1023, _YXYX, silence_means_none=True
)
GEMMA3 = BoxFormat("Gemma 3, MedGemma", json_reader(("box_2d",), last_fence=True), order=_YXYX)
FLORENCE_2 = BoxFormat("Florence-2", location_reader(r"<loc_(\d{1,3})>", label_first=True), 1000, 999, shift=0.5)
MOLMO = BoxFormat("Molmo", point_reader)
DEEPSEEK_VL2 = BoxFormat("DeepSeek-VL2", tag_reader((("<|ref|>", "<|/ref|>"),), (("<|det|>", "<|/det|>"),)), 999, 999)
LLAVA = BoxFormat("LLaVA", bracket_reader(("bbox",)), 1, 1)

FORMATS = (
    QWEN3_VL,
    QWEN2_5_VL,
    QWEN2_VL,
    INTERNVL,
    GLM_V,
    PALIGEMMA,
    GEMMA3,
    FLORENCE_2,
    MOLMO,
    DEEPSEEK_VL2,
    LLAVA,
)
