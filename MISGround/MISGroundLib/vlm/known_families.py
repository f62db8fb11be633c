"""The families and checkpoints that MISGround knows, as data: classes, prompts, box formats and where these are told.

A family is an architecture; a checkpoint is one trained model of it. How boxes are written belongs to the checkpoint:
`FAMILIES` holds what the makers of each architecture trained it to write, `CHECKPOINTS` the models that differ. Prompts
and formats are those of the makers' own model cards, papers or code, which each `source` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from MISGroundLib.errors import Sentence
from MISGroundLib.vlm import boxes, points
from MISGroundLib.vlm.boxes import BoxFormat
from MISGroundLib.vlm.families import MINI_NAME, Family
from MISGroundLib.vlm.points import Pointing

# In the words that Qwen's grounding was trained on.
_QWEN = (
    "{about} Locate the {query}; left and right are the patient's. Report bbox coordinates in JSON format: "
    '[{{"bbox_2d": [x1, y1, x2, y2], "label": "..."}}]. If it is not visible in this slice, answer [].'
)
_GEMMA = (
    "{about} Locate the {query}; left and right are the patient's. Output the final answer as JSON: "
    '```json [{{"box_2d": [y0, x0, y1, x1], "label": "..."}}]```, each coordinate from 0 to 1000. If it is not '
    "visible in this slice, output []."
)
_REFERRING = "Please provide the bounding box coordinate of the region this sentence describes: {query}"
_INTERNVL = "Please provide the bounding box coordinates of the region this sentence describes: <ref>{query}</ref>"
_GLM = (
    "{about} Please pinpoint the bounding box [[x1,y1,x2,y2], ...] in the image as per the given description: the "
    "{query}; left and right are the patient's. If it is not visible in this slice, answer []."
)
_MEDVISION = (
    "{about} Give the bounding box of the {query} by its lower-left corner and its upper-right corner, as four decimal "
    "numbers separated by commas, without units. They are relative positions between 0 and 1 in the image, whose "
    "origin is its lower-left corner. Reason between <think> and </think>, then write the four numbers between "
    "<answer> and </answer>."
)

# Points: in the words of the makers' own notebooks and training data, each named as the source.
_POINTING_QWEN3 = Pointing(
    points.QWEN3_POINTS,
    "{about} Locate the {query} with points; left and right are the patient's. Report the point coordinates in JSON "
    'format like this: [{{"point_2d": [x, y], "label": "..."}}]. If it is not visible in this slice, answer [].',
    "https://github.com/QwenLM/Qwen3-VL/blob/main/cookbooks/2d_grounding.ipynb",
)
# Its notebook shows both forms, and says that it was trained on this one.
_POINTING_QWEN2_5 = Pointing(
    points.QWEN2_5_POINTS,
    "{about} Point to the {query}; left and right are the patient's. Output its coordinates in XML format "
    "<points x y>object</points>. If it is not visible in this slice, answer [].",
    "https://github.com/QwenLM/Qwen2.5-VL/blob/main/cookbooks/spatial_understanding.ipynb",
)
_POINTING_GLM = Pointing(
    points.GLM_V_POINTS,
    "{about} Please pinpoint the point [[x,y], ...] in the image as per the given description: the {query}; left and "
    "right are the patient's. If it is not visible in this slice, answer [].",
    "https://github.com/zai-org/GLM-V/tree/main/skills/glmv-grounding",
)
# olmo/preprocessing: data_formatter.py has the prompt, point_formatter.py the form.
_POINTING_MOLMO2 = Pointing(
    points.MOLMO2_POINTS,
    "{about} Left and right are the patient's. Point to the {query}\nPlease say 'There are none.' if it is not in the "
    "image.",
    "https://github.com/allenai/molmo2/blob/main/olmo/preprocessing",
)

# How a model is asked whose box format the user tells, by the format's name in boxes.BOX_FORMATS.
ASKS: dict[str, str] = {
    "qwen3-vl": _QWEN,
    "qwen2.5-vl": _QWEN,
    "qwen2-vl": "{about} Find the <ref>{query}</ref>.",
    "internvl": _INTERNVL,
    "glm-v": _GLM,
    "gemma": _GEMMA,
    "paligemma": "detect {query}",
    "florence-2": "Locate the phrases in the caption: {query}",
    "deepseek-vl2": "<|ref|>{query}<|/ref|>.",
    "llava": _REFERRING,
    "medvision-v0": _MEDVISION,
}
# Those whose makers show a box for each of several things: of Qwen2.5-VL in so many words, "to help counting".
LISTING: frozenset[BoxFormat] = frozenset(
    (
        *(boxes.QWEN3_VL, boxes.QWEN2_5_VL, boxes.QWEN2_VL, boxes.GLM_V),
        *(boxes.PALIGEMMA, boxes.FLORENCE_2, boxes.DEEPSEEK_VL2),
    )
)
# Those that write words before their boxes, and the tokens that these take.
LONG_ANSWERS = {"gemma": 1024, "medvision-v0": 1024}


def _family(
    name: str,
    package: str,
    classes: str,
    pictures: tuple[str, str],
    image_token: str,
    box_format: BoxFormat,
    ask: str,
    sides: tuple[int, int, int],
    source: str,
    processor: tuple[str, str] | None = None,
    **others: Any,
) -> Family:
    """A family of transformers.

    package: of transformers.models; classes: how their names begin; pictures: both, of the picture processor;
    processor: both, where it is another family's.
    """
    of, begins = processor or (package, classes)
    return Family(
        name,
        f"transformers.models.{package}.modeling_{package}.{classes}ForConditionalGeneration",
        f"transformers.models.{of}.processing_{of}.{begins}Processor",
        f"transformers.models.{pictures[0]}.image_processing_pil_{pictures[0]}.{pictures[1]}ImageProcessorPil",
        image_token,
        box_format,
        ask,
        sides,
        source=source,
        **{"counts": box_format in LISTING, **others},
    )


_QWEN_PICTURES = ("qwen2_vl", "Qwen2VL")
_GLM_PICTURES = ("glm46v", "Glm46V")
_NO_CHAT: dict[str, Any] = {"chats": False, "reads_picture_first": False}
_NO_THINKING: dict[str, Any] = {"chat_settings": {"enable_thinking": False}}
# Before 5.7 transformers forgets the state of a layer without keys and values when more than one token follows.
_HYBRID: dict[str, Any] = {**_NO_THINKING, "since": "5.7", "pointing": _POINTING_QWEN3}
_QWEN3_SOURCE = "https://github.com/QwenLM/Qwen3-VL/blob/main/cookbooks/2d_grounding.ipynb"
# The makers of Qwen on its later models: coordinates are still relative, from 0 to 1000.
_QWEN3_5_SOURCE = "https://github.com/QwenLM/Qwen3.8-Flash-Next/issues/4"
_GLM_SOURCE = "https://github.com/zai-org/GLM-V/blob/main/README.md"
_INTERNVL_SOURCE = "https://internvl.readthedocs.io/en/latest/get_started/chat_data_format.html"
_LLAVA_SOURCE = "https://arxiv.org/abs/2310.03744"
_MEDGEMMA_SOURCE = (
    "https://github.com/Google-Health/medgemma/blob/main/notebooks/cxr_anatomy_localization_with_hugging_face.ipynb"
)

FAMILIES: dict[str, Family] = {
    "qwen3_vl": _family(
        "Qwen3-VL", "qwen3_vl", "Qwen3VL", _QWEN_PICTURES, "<|image_pad|>", boxes.QWEN3_VL, _QWEN, (512, 1024, 32),
        _QWEN3_SOURCE, pointing=_POINTING_QWEN3,
    ),
    "qwen3_vl_moe": _family(
        "Qwen3-VL MoE", "qwen3_vl_moe", "Qwen3VLMoe", _QWEN_PICTURES, "<|image_pad|>", boxes.QWEN3_VL, _QWEN,
        (512, 1024, 32), _QWEN3_SOURCE, ("qwen3_vl", "Qwen3VL"), pointing=_POINTING_QWEN3,
    ),
    "qwen3_5": _family(
        "Qwen3.5", "qwen3_5", "Qwen3_5", _QWEN_PICTURES, "<|image_pad|>", boxes.QWEN3_VL, _QWEN, (512, 1024, 32),
        _QWEN3_5_SOURCE, ("qwen3_vl", "Qwen3VL"), **_HYBRID,
    ),
    "qwen3_5_moe": _family(
        "Qwen3.5 MoE", "qwen3_5_moe", "Qwen3_5Moe", _QWEN_PICTURES, "<|image_pad|>", boxes.QWEN3_VL, _QWEN,
        (512, 1024, 32), _QWEN3_5_SOURCE, ("qwen3_vl", "Qwen3VL"), **_HYBRID,
    ),
    "qwen2_5_vl": _family(
        "Qwen2.5-VL", "qwen2_5_vl", "Qwen2_5_VL", _QWEN_PICTURES, "<|image_pad|>", boxes.QWEN2_5_VL, _QWEN,
        (504, 1008, 28), "https://github.com/QwenLM/Qwen2.5-VL/blob/main/cookbooks/spatial_understanding.ipynb",
        pointing=_POINTING_QWEN2_5,
    ),
    "gemma3": _family(
        "Gemma 3", "gemma3", "Gemma3", ("gemma3", "Gemma3"), "<image_soft_token>", boxes.GEMMA3, _GEMMA, (896, 896, 1),
        _MEDGEMMA_SOURCE, max_new_tokens=1024,
        unsure=Sentence(
            "Of this family, MedGemma 1.5 was trained to draw boxes, on chest X-rays; other models were not."
        ),
    ),
    # Known by others only: box_2d on a grid of 1000 (the source), y before x (github.com/Burhan-Q/gemma4).
    "gemma4": _family(
        "Gemma 4", "gemma4", "Gemma4", ("gemma4", "Gemma4"), "<|image|>", boxes.UNKNOWN, "", (768, 768, 48),
        "https://github.com/huggingface/blog/blob/main/gemma4.md", since="5.5", **_NO_THINKING,
        no_boxes=Sentence(
            "The makers of Gemma 4 do not say in which order it writes the corners of a box, so that none is asked "
            "for. If you know it, give the box format (--box-format gemma where y comes before x, as others report), "
            "or choose another model."
        ),
    ),
    "glm4v": _family(
        "GLM-4.6V-Flash, GLM-4.1V", "glm4v", "Glm4v", _GLM_PICTURES, "<|image|>", boxes.GLM_V, _GLM, (504, 1008, 28),
        _GLM_SOURCE, _GLM_PICTURES, pointing=_POINTING_GLM, **_NO_THINKING,
    ),
    "glm4v_moe": _family(
        "GLM-4.6V, GLM-4.5V", "glm4v_moe", "Glm4vMoe", _GLM_PICTURES, "<|image|>", boxes.GLM_V, _GLM, (504, 1008, 28),
        _GLM_SOURCE, _GLM_PICTURES, pointing=_POINTING_GLM, **_NO_THINKING,
    ),
    "glm46v": _family(
        "GLM-4.6V as Glm46V", "glm46v", "Glm46V", _GLM_PICTURES, "<|image|>", boxes.GLM_V, _GLM, (504, 1008, 28),
        _GLM_SOURCE, pointing=_POINTING_GLM, **_NO_THINKING,
    ),
    "internvl": _family(
        "InternVL", "internvl", "InternVL", ("got_ocr2", "GotOcr2"), "<IMG_CONTEXT>", boxes.INTERNVL, _INTERNVL,
        (448, 896, 448), _INTERNVL_SOURCE,
    ),
    "llava": _family(
        "LLaVA", "llava", "Llava", ("clip", "CLIP"), "<image>", boxes.LLAVA, _REFERRING, (336, 336, 1), _LLAVA_SOURCE
    ),
    "llava_onevision": _family(
        "LLaVA-OneVision", "llava_onevision", "LlavaOnevision", ("llava_onevision", "LlavaOnevision"), "<image>",
        boxes.LLAVA, _REFERRING, (384, 768, 384), _LLAVA_SOURCE,
    ),
    "smolvlm": _family(
        "SmolVLM", "smolvlm", "SmolVLM", ("smolvlm", "SmolVLM"), "<image>", boxes.QWEN3_VL, _QWEN, (512, 1024, 512), "",
        counts=False,
        unsure=Sentence("The makers of this family do not say that it was trained to draw boxes."),
    ),
    "paligemma": _family(
        "PaliGemma", "paligemma", "PaliGemma", ("siglip", "Siglip"), "<image>", boxes.PALIGEMMA,
        "<image>detect {query}", (448, 448, 1),
        "https://github.com/google-research/big_vision/blob/main/big_vision/configs/proj/paligemma/README.md",
        words="<image>answer en {}", **_NO_CHAT,
    ),
    "florence2": _family(
        "Florence-2", "florence2", "Florence2", ("clip", "CLIP"), "<image>", boxes.FLORENCE_2,
        "<CAPTION_TO_PHRASE_GROUNDING>{query}", (768, 768, 1),
        "https://huggingface.co/microsoft/Florence-2-large/blob/main/processing_florence2.py", words="", **_NO_CHAT,
    ),
}  # fmt: skip
# SAM 3 as its makers publish it, with what follows things through a film beside, or its part for pictures alone.
_SAM3 = Family(
    "SAM 3",
    "transformers.models.sam3.modeling_sam3.Sam3Model",
    "transformers.models.sam3.processing_sam3.Sam3Processor",
    "MISGroundLib.vlm.segmenting.Sam3ImageProcessor",
    "<|startoftext|>",
    boxes.SAM_3,
    "{query}",
    (1008, 1008, 1),
    unsure=Sentence(
        "SAM 3 was trained on everyday pictures, and is told neither the plane nor which side is the patient's left. "
        "It writes no words: semantic sampling does not apply and was off."
    ),
    words="",
    source="https://github.com/facebookresearch/sam3/blob/main/sam3/model/sam3_image_processor.py",
    writes=False,
    counts=True,
    **_NO_CHAT,
)
# Families that give boxes in numbers, without words.
SEGMENTERS: dict[str, Family] = dict.fromkeys(("sam3", "sam3_video"), _SAM3)
# misground-mini's classes; its prompt, picture and what it can be asked are its profile's (mini.py).
MINI = replace(
    FAMILIES["qwen3_vl"],
    name=MINI_NAME,
    model_class="MISGroundLib.vlm.mini_model.MiniForConditionalGeneration",
    picture_class="MISGroundLib.vlm.mini_model.MiniImageProcessor",
    sides=(32, 1024, 1),
    words="",
    pointing=None,
)
# Families that point and draw no boxes. Of a square picture Molmo 2 cuts at most 2 x 2 tiles, a canvas of 644 px: at
# that size the picture is resized once. Its pieces of a picture see each other, and end in "<im_end>".
POINTERS: dict[str, Family] = {
    "molmo2": Family(
        "Molmo 2",
        "transformers.models.molmo2.modeling_molmo2.Molmo2ForConditionalGeneration",
        "transformers.models.molmo2.processing_molmo2.Molmo2Processor",
        "MISGroundLib.vlm.molmo_pictures.Molmo2ImageProcessor",
        "<im_end>",
        boxes.MOLMO,
        "",
        (644, 644, 1),
        source=_POINTING_MOLMO2.source,
        since="5.24",
        no_boxes=Sentence(
            'Molmo 2 points and draws no boxes. Ask it to point ("point at the liver") on a slice, or choose a model '
            "that answers with boxes."
        ),
        pointing=_POINTING_MOLMO2,
    )
}

# Architectures that are known and cannot be asked: why, and what to do.
REFUSED: dict[str, str] = {
    "sam3_tracker": Sentence(
        "This part of SAM 3 follows points and boxes and reads no words. Choose the whole of SAM 3."
    ),
    "internvl_chat": Sentence(
        "It is an InternVL in its makers' own code, which MISGround does not run. Choose its copy in transformers' "
        'format (its name ends in "-hf"), or let a server hold it.'
    ),
}


@dataclass(frozen=True)
class Checkpoint:
    """A model that is asked, or writes its boxes, otherwise than its family.

    Attributes:
        model: how to talk with it.
        family: its family's key in FAMILIES.
        named: a pattern for its model id or folder name, in lower case with "-" for "_" and spaces.
        config: the same for fields of its config.json, all of which must fit; empty for none.
    """

    model: Family
    family: str
    named: str
    config: Mapping[str, str] = field(default_factory=dict)

    def fits(self, names: Iterable[str], config: Mapping[str, Any]) -> bool:
        """Whether one of a model's names tells this checkpoint, or its config.json does."""
        if any(re.search(self.named, plain(name)) for name in names):
            return True
        fields = [re.search(pattern, plain(str(config.get(key, "")))) for key, pattern in self.config.items()]
        return bool(fields) and all(fields)


def plain(name: str) -> str:
    """A model's name as patterns see it."""
    return re.sub(r"[_\s]", "-", name.lower())


def _checkpoint(family: str, name: str, named: str, **differs: Any) -> Checkpoint:
    model = replace(FAMILIES[family], name=name, **differs)
    return Checkpoint(model, family, named, {"_name_or_path": named})


_NOT_SAID = "The makers of {name} do not say that it was trained to draw boxes: it is asked as an InternVL is."

CHECKPOINTS: tuple[Checkpoint, ...] = (
    _checkpoint(
        "qwen2_5_vl",
        "MedVision-V0",
        r"medvision-?v0",
        box_format=boxes.MEDVISION,
        ask=_MEDVISION,
        max_new_tokens=1024,
        source="https://github.com/YongchengYAO/MedVision",
        pointing=None,
        counts=False,
    ),
    _checkpoint(
        "gemma3",
        "MedGemma 1.5",
        r"medgemma-?1[.-]5",
        unsure=Sentence("MedGemma 1.5 was trained to draw boxes on chest X-rays, not on CT or MR."),
    ),
    _checkpoint("internvl", "Lingshu-I", r"lingshu-i(?=[-.:/]|$)", unsure=Sentence(_NOT_SAID, name="Lingshu-I")),
    _checkpoint("internvl", "Fleming-VL", r"fleming-?vl", unsure=Sentence(_NOT_SAID, name="Fleming-VL")),
)

# Families that chat, by what names tell; the others are asked on this computer only. Against plain names.
FAMILY_NAMES: tuple[tuple[str, str], ...] = (
    (r"qwen-?3[.-][56]", "qwen3_5"),
    (r"qwen-?3-?vl", "qwen3_vl"),
    (r"qwen-?2[.-]5-?vl", "qwen2_5_vl"),
    (r"medgemma|(?<!pali)gemma-?3(?=[-.:/]|$)", "gemma3"),
    (r"gemma-?4(?=[-.:/]|$)", "gemma4"),
    (r"glm-?4[.-][156]v", "glm4v"),
    (r"internvl", "internvl"),
    (r"llava-?onevision", "llava_onevision"),
    (r"llava-?v?1\.5", "llava"),
    (r"smolvlm", "smolvlm"),
    (r"molmo-?2", "molmo2"),
)
