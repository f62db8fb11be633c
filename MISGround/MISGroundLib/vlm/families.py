"""The families of models that can be asked: their classes in transformers, their prompts, pictures and box formats.

Prompts and formats are those of each family's own model card or paper. Where a family was never trained to write boxes
(SmolVLM, plain Gemma 3), `unsure` says so, and so do its answers. No torch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from MISGroundLib.vlm import box_formats as formats
from MISGroundLib.vlm.box_formats import BoxFormat

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question


@dataclass(frozen=True)
class Family:
    """One family.

    package: of transformers.models. modeling: the module of the model's class where it is our own. processing: (module
    in the package, class). pictures: (package, module, class) of the picture processor that works without torchvision.
    image_token: what a tokenizer of the family must know. ask: the prompt. sides: (smallest, largest, multiple of) of
    the square picture in px. chats: whether it has a template. reads_picture_first: whether what it makes of the
    picture is the same for every question. words: how one in words is put to it, "" where it answers none; a family
    without chats takes one picture.
    """

    name: str
    package: str
    model_class: str
    processing: tuple[str, str]
    pictures: tuple[str, str, str]
    image_token: str
    written: BoxFormat
    ask: Callable[[Question], str]
    sides: tuple[int, int, int]
    chats: bool = True
    reads_picture_first: bool = True
    max_new_tokens: int = 256
    unsure: str = ""
    words: str = "{}"
    modeling: str = ""


OWN = "MISGroundLib.vlm"  # a package of ours in place of one of transformers.models


def module_path(package: str, module: str) -> str:
    """Where a module of a family's package is imported from."""
    return f"{package}.{module}" if package == OWN else f"transformers.models.{package}.{module}"


# What lies at image left and top of the canonical picture (slices.PLANES).
_USUAL = {"axial": ("right", "front"), "coronal": ("right", "head"), "sagittal": ("front", "head")}


def about(question: Question) -> str:
    """A sentence on the slice, with how it is turned."""
    kind = f"{question.modality} " if question.modality else ""
    return f"This is {_article(kind or question.plane)} {kind}{question.plane} slice{_turned(question)}."


def _turned(question: Question) -> str:
    usual_left, usual_top = _USUAL.get(question.plane, ("", ""))
    left, top = question.image_left or usual_left, question.image_top or usual_top
    parts = []
    if left == usual_left == "right":
        parts.append("in radiological convention (the patient's right is on the image's left)")
    elif left:
        parts.append(f"with the patient's {left} on the image's left")
    if top != usual_top:
        parts.append(f"with the patient's {top} at the image's top")
    return f", shown {' and '.join(parts)}" if parts else ""


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeio" or word[:2] == "MR" else "a"


def _qwen(question: Question) -> str:
    """In the words that Qwen's grounding was trained on."""
    return (
        f"{about(question)} Locate the {question.query}; left and right are the patient's. Report bbox coordinates in "
        'JSON format: [{"bbox_2d": [x1, y1, x2, y2], "label": "..."}]. If it is not visible in this slice, answer [].'
    )


def _gemma(question: Question) -> str:
    return (
        f"{about(question)} Locate the {question.query}; left and right are the patient's. Output the final answer as "
        'JSON: ```json [{"box_2d": [y0, x0, y1, x1], "label": "..."}]```, each coordinate from 0 to 1000. If it is not '
        "visible in this slice, output []."
    )


def _referring(question: Question) -> str:
    return f"Please provide the bounding box coordinate of the region this sentence describes: {question.query}"


def _internvl(question: Question) -> str:
    sentence = f"<ref>{question.query}</ref>"
    return f"Please provide the bounding box coordinates of the region this sentence describes: {sentence}"


def _paligemma(question: Question) -> str:
    return f"<image>detect {question.query}"


def _florence(question: Question) -> str:
    return f"<CAPTION_TO_PHRASE_GROUNDING>{question.query}"


_NOT_TRAINED = "The makers of this family do not say that it was trained to draw boxes."
_QWEN_PICTURES = ("qwen2_vl", "image_processing_pil_qwen2_vl", "Qwen2VLImageProcessorPil")

# misground-mini's own; its prompt, picture and what it can be asked are its profile's (profiles.py).
MINI_TYPE = "misground_mini"
MINI = Family(
    "misground-mini",
    "qwen3_vl",
    "MiniForConditionalGeneration",
    ("processing_qwen3_vl", "Qwen3VLProcessor"),
    (OWN, "mini_model", "MiniImageProcessor"),
    "<|image_pad|>",
    formats.QWEN3_VL,
    _qwen,
    (32, 1024, 1),
    words="",
    modeling=f"{OWN}.mini_model",
)

FAMILIES: dict[str, Family] = {
    "qwen3_vl": Family(
        "Qwen3-VL",
        "qwen3_vl",
        "Qwen3VLForConditionalGeneration",
        ("processing_qwen3_vl", "Qwen3VLProcessor"),
        _QWEN_PICTURES,
        "<|image_pad|>",
        formats.QWEN3_VL,
        _qwen,
        (512, 1024, 32),
    ),
    "qwen2_5_vl": Family(
        "Qwen2.5-VL",
        "qwen2_5_vl",
        "Qwen2_5_VLForConditionalGeneration",
        ("processing_qwen2_5_vl", "Qwen2_5_VLProcessor"),
        _QWEN_PICTURES,
        "<|image_pad|>",
        formats.QWEN2_5_VL,
        _qwen,
        (504, 1008, 28),
    ),
    "gemma3": Family(
        "Gemma 3",
        "gemma3",
        "Gemma3ForConditionalGeneration",
        ("processing_gemma3", "Gemma3Processor"),
        ("gemma3", "image_processing_pil_gemma3", "Gemma3ImageProcessorPil"),
        "<image_soft_token>",
        formats.GEMMA3,
        _gemma,
        (896, 896, 1),
        max_new_tokens=1024,
        unsure="MedGemma 1.5 was trained to draw boxes on chest X-rays; other models of this family were not.",
    ),
    "internvl": Family(
        "InternVL",
        "internvl",
        "InternVLForConditionalGeneration",
        ("processing_internvl", "InternVLProcessor"),
        ("got_ocr2", "image_processing_pil_got_ocr2", "GotOcr2ImageProcessorPil"),
        "<IMG_CONTEXT>",
        formats.INTERNVL,
        _internvl,
        (448, 896, 448),
    ),
    "llava": Family(
        "LLaVA",
        "llava",
        "LlavaForConditionalGeneration",
        ("processing_llava", "LlavaProcessor"),
        ("clip", "image_processing_pil_clip", "CLIPImageProcessorPil"),
        "<image>",
        formats.LLAVA,
        _referring,
        (336, 336, 1),
    ),
    "llava_onevision": Family(
        "LLaVA-OneVision",
        "llava_onevision",
        "LlavaOnevisionForConditionalGeneration",
        ("processing_llava_onevision", "LlavaOnevisionProcessor"),
        ("llava_onevision", "image_processing_pil_llava_onevision", "LlavaOnevisionImageProcessorPil"),
        "<image>",
        formats.LLAVA,
        _referring,
        (384, 768, 384),
    ),
    "smolvlm": Family(
        "SmolVLM",
        "smolvlm",
        "SmolVLMForConditionalGeneration",
        ("processing_smolvlm", "SmolVLMProcessor"),
        ("smolvlm", "image_processing_pil_smolvlm", "SmolVLMImageProcessorPil"),
        "<image>",
        formats.QWEN3_VL,
        _qwen,
        (512, 1024, 512),
        unsure=_NOT_TRAINED,
    ),
    "paligemma": Family(
        "PaliGemma",
        "paligemma",
        "PaliGemmaForConditionalGeneration",
        ("processing_paligemma", "PaliGemmaProcessor"),
        ("siglip", "image_processing_pil_siglip", "SiglipImageProcessorPil"),
        "<image>",
        formats.PALIGEMMA,
        _paligemma,
        (448, 448, 1),
        chats=False,
        reads_picture_first=False,
        words="<image>answer en {}",
    ),
    "florence2": Family(
        "Florence-2",
        "florence2",
        "Florence2ForConditionalGeneration",
        ("processing_florence2", "Florence2Processor"),
        ("clip", "image_processing_pil_clip", "CLIPImageProcessorPil"),
        "<image>",
        formats.FLORENCE_2,
        _florence,
        (768, 768, 1),
        chats=False,
        reads_picture_first=False,
        words="",
    ),
}
