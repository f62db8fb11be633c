"""misground-mini: its tokenizer, its shape, and the packed layout in which several questions of a picture are learnt.

The prompt, as Qwen3-VL's chat: user = picture, then "CT sagittal R25: left kidney" (modality, plane, side of the
patient's midline and mm, or "?"; canonical name); assistant = `[{"bbox_2d": [x1, y1, x2, y2], "label": "..."}]` with
that name, absent: `[]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models
from transformers import PreTrainedTokenizerFast

from MISGroundLib.vlm.mini import SIDE_STEPS_MM, mini_answer, mini_question
from MISGroundLib.vlm.mini_model import MiniConfig, MiniForConditionalGeneration, number_waves
from training.structures import CONTAINS, COUNT, STRUCTURES, mirror_id

SIDE = 192
GRID = SIDE // 2  # cells along a side of the eye's labels
WIDTHS = (32, 48, 96, 160, 256)  # channels of the eye at 1/2, 1/4 ... 1/32
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
    " ?",
    *(f" {side}{step}" for side in "LR" for step in SIDE_STEPS_MM),
)
SUFFIX = 17  # tokens kept for one question and its answer


def make_tokenizer() -> PreTrainedTokenizerFast:
    """Unigram with hand-picked pieces: answer structure, names, words, 0..1000 as a token each, bytes for all the rest.

    A structure's whole name is one token too: it is looked up among the image tokens in one step.
    """
    words = sorted({word for name in STRUCTURES for word in name.split()})
    pieces = list(SPECIAL) + [f"<0x{byte:02X}>" for byte in range(256)] + list(_PIECES)
    pieces += [str(number) for number in range(1001)]
    pieces += words + [f" {word}" for word in words]
    long = [name for name in STRUCTURES if " " in name]
    pieces += long + [f" {name}" for name in long]
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


def make_config(tokenizer: PreTrainedTokenizerFast) -> MiniConfig:
    """The shape of misground-mini."""
    token = tokenizer.convert_tokens_to_ids
    return MiniConfig(
        vision_config={
            "model_type": "misground_mini_eye",
            "side": SIDE,
            "widths": list(WIDTHS),
            "parts": [[int(part) for part in np.flatnonzero(CONTAINS[index])] for index in range(1, COUNT + 1)],
            "twins": [mirror_id(index) - 1 for index in range(1, COUNT + 1)],
            "out_hidden_size": 192,
        },
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": 192,
            "intermediate_size": 512,
            "num_hidden_layers": 3,
            "num_attention_heads": 3,
            "num_key_value_heads": 3,
            "head_dim": 64,
            "max_position_embeddings": 2048,
            "tie_word_embeddings": True,
            "pad_token_id": tokenizer.pad_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "rope_parameters": {
                "rope_type": "default",
                # Most pairs of a head turn so slowly that a name matches its image token wherever it stands.
                "rope_theta": 1000000.0,
                "mrope_section": [12, 10, 10],
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


def make_model(tokenizer: PreTrainedTokenizerFast, seed: int = 0) -> MiniForConditionalGeneration:
    """An untrained model.

    Numbers start as smooth waves, so that near numbers are near from the beginning. Each image token starts as the
    words of its structure's name and the waves of its edges: what is to be looked up by name is found by it at once.
    """
    torch.manual_seed(seed)
    model = MiniForConditionalGeneration(make_config(tokenizer)).float()
    table = model.get_input_embeddings().weight
    numbers = torch.tensor([tokenizer.convert_tokens_to_ids(str(n)) for n in range(1001)])
    waves = number_waves(torch.arange(1001) / 1000)
    falling = torch.logspace(0, -0.7, waves.shape[1] // 2).repeat(2)
    with torch.no_grad():
        table[numbers] *= 0.5
        for copy in range(4):
            table[numbers, copy * waves.shape[1] : (copy + 1) * waves.shape[1]] += waves * falling * 0.06
        # The first layer begins by attending to what is alike.
        first = model.model.language_model.layers[0].self_attn
        first.k_proj.weight.copy_(first.q_proj.weight)
        first.q_norm.weight.fill_(3.0)
        tower = model.model.visual
        spelled = [tokenizer(f" {name}", add_special_tokens=False)["input_ids"] for name in STRUCTURES]
        names = torch.stack([table[ids].sum(dim=0) for ids in spelled])
        tower.name.weight.copy_(names / names.std())
        tower.tell.bias.zero_()
        tower.tell.weight.mul_(0.2)
        told = 4 * waves.shape[1]
        for mask in range(2):  # a structure's own edges in the first half, a pair's in the second
            rows, columns = torch.arange(told) + mask * told, torch.arange(told) + mask * (told + 3)
            tower.tell.weight[rows, columns] += falling.repeat(4)
    return model


def eye_parameters(model: MiniForConditionalGeneration) -> dict[str, torch.nn.Parameter]:
    """The weights of the eye and of its measuring, by their names in the tower."""
    return {name: p for name, p in model.model.visual.named_parameters() if name.startswith(("eye.", "measure."))}


def voice_parameters(model: MiniForConditionalGeneration) -> dict[str, torch.nn.Parameter]:
    """All other weights: the language part, and what turns evidence into image tokens."""
    eye = {id(p) for p in eye_parameters(model).values()}
    return {name: p for name, p in model.named_parameters() if id(p) not in eye}


@torch.no_grad()
def put(parameters: Mapping[str, torch.Tensor], saved: Mapping[str, torch.Tensor]) -> None:
    """Copy saved weights into parameters of the same names. Raises KeyError where one is missing."""
    for name, parameter in parameters.items():
        parameter.copy_(saved[name])


def load_run(run: Path) -> tuple[MiniForConditionalGeneration, int]:
    """The model of a run: the average of its eye's weights, its voice where one was trained; and the eye's step."""
    saved = torch.load(run / "checkpoint.pt", weights_only=True)
    model = make_model(make_tokenizer())
    put(eye_parameters(model), saved["average"])
    if (run / "voice.pt").is_file():
        put(voice_parameters(model), torch.load(run / "voice.pt", weights_only=True)["voice"])
    return model, int(saved["step"])


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
        self.prefix_length = len(self.prefix("CT", "axial", None))

    def prefix(self, modality: str, plane: str, midline_mm: float | None) -> np.ndarray:
        """What follows the picture and precedes the name: always as many tokens."""
        prompt = mini_question("@", modality, plane, midline_mm).removesuffix(" @")
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

    def question(self, name: str) -> list[int]:
        """The tokens from a question's name to where its answer begins."""
        return list(self._suffixes[name][0])

    @property
    def syntax(self) -> tuple[int, int, int]:
        """The tokens that begin an answer with a box, stand between its numbers, and are an answer without one."""
        return self._encode('[{"bbox_2d": [')[0], self._encode(", ")[0], self._encode("[]")[0]

    @property
    def _placeholders(self) -> set[int]:
        return {int(self.number_ids[n]) for n in (1, 2, 3, 4)}


def normalise(images: torch.Tensor) -> torch.Tensor:
    """uint8 (b, SIDE, SIDE) or (b, 3, SIDE, SIDE) -> float (b, 3, SIDE, SIDE) in -1..1, as the image processor's."""
    scaled = images.float() / 127.5 - 1.0
    return scaled[:, None].expand(-1, 3, -1, -1) if images.ndim == 3 else scaled


def text_layout(
    vocabulary: Vocabulary, questions: int, grid: tuple[int, int] = (1, COUNT)
) -> tuple[torch.Tensor, torch.Tensor]:
    """(positions (3, 1, t), mask (1, 1, t, t) bool) for a picture with several questions that do not see each other.

    grid: rows and columns of the image tokens; of one row, as the processor says, where they are evidence.
    """
    head = len(vocabulary.open)
    prefix = vocabulary.prefix_length
    rows, columns = grid
    shared = head + rows * columns + prefix
    total = shared + questions * SUFFIX
    mask = torch.ones(total, total, dtype=torch.bool).tril()
    place = torch.zeros(3, total, dtype=torch.long)
    place[:, :head] = torch.arange(head)
    picture = slice(head, head + rows * columns)
    place[0, picture] = head
    place[1, picture] = head + torch.arange(rows).repeat_interleave(columns)
    place[2, picture] = head + torch.arange(columns).repeat(rows)
    after = head + max(rows, columns)
    place[:, picture.stop : shared] = after + torch.arange(prefix)
    for question in range(questions):
        first = shared + question * SUFFIX
        place[:, first : first + SUFFIX] = after + prefix + torch.arange(SUFFIX)
        mask[first : first + SUFFIX, shared:first] = False
    return place[:, None], mask[None, None]
