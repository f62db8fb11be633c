"""What each family and each checkpoint of models is told, and how it writes boxes, as data. No torch.

A family is an architecture; a checkpoint is one trained model of it. How boxes are written belongs to the checkpoint:
`FAMILIES` holds what the makers of each architecture trained it to write, `CHECKPOINTS` the models that differ. Prompts
and formats are those of the makers' own model cards, papers or code. Where two entries fit a model, it is refused: a
box read in the wrong format can lie upside down and look right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.vlm import boxes
from MISGroundLib.vlm.boxes import BoxFormat, ParsedAnswer, parse_answer
from MISGroundLib.vlm.pictures import PreparedImage, prepare_square
from MISGroundLib.vlm.scoring import AS_IT_IS, Calibration

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question

MINI_NAME = "misground-mini"
MINI_TYPE = "misground_mini"  # its model_type in config.json
Coordinates = Literal["peak", "median"]
ONE_PICTURE = "A box is asked of one picture; for several, or none, ask in words."


@dataclass(frozen=True)
class Family:
    """How to talk with the models of a family, or with one checkpoint: free text, boxes as its makers trained them.

    Attributes:
        name: for people.
        model_class: the module and class of its network, as "module.Class".
        processor_class: of its processor.
        picture_class: of the picture processor that works without torchvision.
        image_token: what a tokenizer of the family must know.
        box_format: how it writes boxes.
        ask: the prompt for a box, with {about} (a sentence on the slice) and {query}.
        sides: (smallest, largest, multiple of) of the square picture, in px.
        chats: whether it has a chat template; one without takes a single picture.
        reads_picture_first: whether what it makes of the picture is the same for every question.
        max_new_tokens: the most that an answer may take.
        unsure: what to heed in every answer, for a family that was not trained to draw boxes.
        words: how a question in words is put to it, with {}; "" where it answers none.
        calibration: what its probabilities are worth.
        coordinates: which of the numbers that it deems possible it writes (decoding.py).
        absence_bias: what is added to the logit of the token "[]" (decoding.py); 0 for none.
    """

    name: str
    model_class: str
    processor_class: str
    picture_class: str
    image_token: str
    box_format: BoxFormat
    ask: str
    sides: tuple[int, int, int]
    chats: bool = True
    reads_picture_first: bool = True
    max_new_tokens: int = 256
    unsure: str = ""
    words: str = "{}"
    calibration: Calibration = AS_IT_IS
    coordinates: Coordinates = "peak"
    absence_bias: float = 0.0

    def knows(self, query: str) -> tuple[bool, str]:
        """Any words will do: (True, what to heed)."""
        return True, self.unsure

    def can_be_asked(self, question: Question, pictures: int) -> tuple[bool, str]:
        """Whether a question can be asked about so many pictures; if not, what to do; if so, what to heed, or ""."""
        if not question.words:
            return self.knows(question.query) if pictures == 1 else (False, ONE_PICTURE)
        if not self.words:
            return False, f"{self.name} does not answer in words: choose another model."
        if not self.chats and pictures != 1:
            return False, f"{self.name} takes one picture, not {pictures}: choose another model."
        return True, ""

    def build_messages(self, question: Question, pictures: int = 1) -> list[dict[str, Any]]:
        """The chat: one user message, pictures first, then text."""
        if question.words:
            return user_message(self.words.format(question.words), pictures)
        return user_message(self.ask.format(about=about(question), query=question.query))

    def prepare_image(self, pixels: NDArray[np.uint8]) -> PreparedImage:
        """A square picture within `sides`, of a slice (height, width) or (height, width, 3)."""
        smallest, largest, multiple = self.sides
        side = min(max(max(pixels.shape[:2]), smallest), largest)
        return prepare_square(pixels, -(-side // multiple) * multiple)

    def parse(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """The boxes of an answer in slice pixels. Never raises."""
        written = self.box_format.on(prepared.image.width)
        return parse_answer(text, lambda box: prepared.to_slice(box, written.scale), prepared.slice_size_px, written)


def user_message(text: str, pictures: int = 1) -> list[dict[str, Any]]:
    """A chat of one message: so many pictures, then a text."""
    return [{"role": "user", "content": [*[{"type": "image"}] * pictures, {"type": "text", "text": text}]}]


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
_MEDVISION = (
    "{about} Give the bounding box of the {query} by its lower-left corner and its upper-right corner, as four decimal "
    "numbers separated by commas, without units. They are relative positions between 0 and 1 in the image, whose "
    "origin is its lower-left corner. Reason between <think> and </think>, then write the four numbers between "
    "<answer> and </answer>."
)


def _family(
    name: str,
    package: str,
    classes: str,
    pictures: tuple[str, str],
    image_token: str,
    box_format: BoxFormat,
    ask: str,
    sides: tuple[int, int, int],
    **others: Any,
) -> Family:
    """A family of transformers. package: of transformers.models; classes: how their names begin; pictures: both, of
    the picture processor."""
    return Family(
        name,
        f"transformers.models.{package}.modeling_{package}.{classes}ForConditionalGeneration",
        f"transformers.models.{package}.processing_{package}.{classes}Processor",
        f"transformers.models.{pictures[0]}.image_processing_pil_{pictures[0]}.{pictures[1]}ImageProcessorPil",
        image_token,
        box_format,
        ask,
        sides,
        **others,
    )


_QWEN_PICTURES = ("qwen2_vl", "Qwen2VL")
_NO_CHAT: dict[str, Any] = {"chats": False, "reads_picture_first": False}

FAMILIES: dict[str, Family] = {
    "qwen3_vl": _family(
        "Qwen3-VL", "qwen3_vl", "Qwen3VL", _QWEN_PICTURES, "<|image_pad|>", boxes.QWEN3_VL, _QWEN, (512, 1024, 32)
    ),
    "qwen2_5_vl": _family(
        "Qwen2.5-VL", "qwen2_5_vl", "Qwen2_5_VL", _QWEN_PICTURES, "<|image_pad|>", boxes.QWEN2_5_VL, _QWEN,
        (504, 1008, 28),
    ),
    "gemma3": _family(
        "Gemma 3", "gemma3", "Gemma3", ("gemma3", "Gemma3"), "<image_soft_token>", boxes.GEMMA3, _GEMMA, (896, 896, 1),
        max_new_tokens=1024,
        unsure="MedGemma 1.5 was trained to draw boxes on chest X-rays; other models of this family were not.",
    ),
    "internvl": _family(
        "InternVL", "internvl", "InternVL", ("got_ocr2", "GotOcr2"), "<IMG_CONTEXT>", boxes.INTERNVL, _INTERNVL,
        (448, 896, 448),
    ),
    "llava": _family("LLaVA", "llava", "Llava", ("clip", "CLIP"), "<image>", boxes.LLAVA, _REFERRING, (336, 336, 1)),
    "llava_onevision": _family(
        "LLaVA-OneVision", "llava_onevision", "LlavaOnevision", ("llava_onevision", "LlavaOnevision"), "<image>",
        boxes.LLAVA, _REFERRING, (384, 768, 384),
    ),
    "smolvlm": _family(
        "SmolVLM", "smolvlm", "SmolVLM", ("smolvlm", "SmolVLM"), "<image>", boxes.QWEN3_VL, _QWEN, (512, 1024, 512),
        unsure="The makers of this family do not say that it was trained to draw boxes.",
    ),
    "paligemma": _family(
        "PaliGemma", "paligemma", "PaliGemma", ("siglip", "Siglip"), "<image>", boxes.PALIGEMMA,
        "<image>detect {query}", (448, 448, 1), words="<image>answer en {}", **_NO_CHAT,
    ),
    "florence2": _family(
        "Florence-2", "florence2", "Florence2", ("clip", "CLIP"), "<image>", boxes.FLORENCE_2,
        "<CAPTION_TO_PHRASE_GROUNDING>{query}", (768, 768, 1), words="", **_NO_CHAT,
    ),
}  # fmt: skip
# misground-mini's classes; its prompt, picture and what it can be asked are its profile's (mini.py).
MINI = replace(
    FAMILIES["qwen3_vl"],
    name=MINI_NAME,
    model_class="MISGroundLib.vlm.mini_model.MiniForConditionalGeneration",
    picture_class="MISGroundLib.vlm.mini_model.MiniImageProcessor",
    sides=(32, 1024, 1),
    words="",
)


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
        if any(re.search(self.named, _plain(name)) for name in names):
            return True
        fields = [re.search(pattern, _plain(str(config.get(key, "")))) for key, pattern in self.config.items()]
        return bool(fields) and all(fields)


CHECKPOINTS: tuple[Checkpoint, ...] = (
    Checkpoint(
        replace(
            FAMILIES["qwen2_5_vl"],
            name="MedVision-V0",
            box_format=boxes.MEDVISION,
            ask=_MEDVISION,
            max_new_tokens=1024,
        ),
        "qwen2_5_vl",
        r"medvision-?v0",
        {"_name_or_path": r"medvision-?v0"},
    ),
)

# Families that chat; the others are asked on this computer only. Against plain names, as a checkpoint's.
_FAMILY_NAMES: tuple[tuple[str, str], ...] = (
    (r"qwen-?3-?vl", "qwen3_vl"),
    (r"qwen-?2[.-]5-?vl", "qwen2_5_vl"),
    (r"medgemma|(?<!pali)gemma-?3(?=[-.:/]|$)", "gemma3"),
    (r"internvl", "internvl"),
    (r"llava-?onevision", "llava_onevision"),
    (r"llava-?v?1\.5", "llava"),
    (r"smolvlm", "smolvlm"),
)


def family_of(config: dict[str, Any], folder: Path, name: str = "") -> Family:
    """How to talk with the model in a folder.

    Args:
        config: its config.json. Where it has a key "misground", that names the checkpoint or the family, and decides.
        folder: where it lies.
        name: what the user typed: the folder or a hub id.

    Returns:
        The checkpoint that its name or config.json tells, else its architecture's family.

    Raises:
        UserError: for an architecture that is not known, listing those that are; for a model that fits two
            checkpoints, or a checkpoint of another architecture.
    """
    kind = str(config.get("model_type"))
    if config.get("misground_profile") == MINI_NAME:
        if kind != MINI_TYPE:
            raise UserError(
                "The model in {folder} is misground-mini as an older MISGround had it, "
                "which was asked in other words. Choose misground-mini itself.",
                folder=folder,
            )
        return MINI
    if kind not in FAMILIES:
        known = ", ".join(f"{name} ({family.name})" for name, family in FAMILIES.items())
        raise UserError(
            "The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a "
            "model of one of the types {known}.",
            folder=folder,
            kind=kind,
            known=known,
        )
    choices = [FAMILIES[kind], *(checkpoint.model for checkpoint in CHECKPOINTS if checkpoint.family == kind)]
    told = config.get("misground")
    if told is None:
        found = _fitting((Path(name).name, folder.name), config)
        if all(checkpoint.family == kind for checkpoint in found) and len(found) < 2:
            return found[0].model if found else FAMILIES[kind]
        like = " and ".join(checkpoint.model.name for checkpoint in found)
        why = (
            f"The model in {folder}, of the family {FAMILIES[kind].name}, looks by its name or config.json like {like}."
        )
    else:
        for model in choices:
            if model.name == told:
                return model
        why = f'{folder / "config.json"} says "misground": {told!r}, which no model of its type is.'
    names = " or ".join(f'"{model.name}"' for model in choices)
    raise UserError('{why} Say how it writes its boxes in its config.json: "misground": {names}.', why=why, names=names)


def family_named(names: Iterable[str]) -> Family:
    """How to talk with a model of which only names are known, as of a server's: its checkpoint, else its family.

    Args:
        names: the model's; the first that tells a family counts.

    Raises:
        UserError: for names that tell nothing, listing the families, or that tell two.
    """
    tried = list(dict.fromkeys(name for name in names if name))
    shown = " or ".join(map(repr, tried)) or repr("")
    matches = (key for name in tried for pattern, key in _FAMILY_NAMES if re.search(pattern, _plain(name)))
    family = next(matches, None)
    found = _fitting(tried, {})
    if len(found) > 1 or any(family not in (None, checkpoint.family) for checkpoint in found):
        told = [*(checkpoint.model.name for checkpoint in found), *([FAMILIES[family].name] if family else [])]
        raise UserError(
            "The name {shown} tells both {told}, and each writes boxes its own way. Start the server "
            "with --served-model-name and a name that holds one of them only.",
            shown=shown,
            told=" and ".join(told),
        )
    if found:
        return found[0].model
    if family is not None:
        return FAMILIES[family]
    known = ", ".join(FAMILIES[key].name for _, key in _FAMILY_NAMES)
    raise UserError(
        "The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of "
        "one of these, start its server with --served-model-name and a name that holds the family's.",
        shown=shown,
        known=known,
    )


def _fitting(names: Iterable[str], config: Mapping[str, Any]) -> list[Checkpoint]:
    tried = list(names)
    return [checkpoint for checkpoint in CHECKPOINTS if checkpoint.fits(tried, config)]


def _plain(name: str) -> str:
    return re.sub(r"[_\s]", "-", name.lower())
