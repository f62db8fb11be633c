"""How much memory a model takes, read off its folder before anything is loaded, and how much is free. No torch.

The weights are counted tensor by tensor from the safetensors headers, as the chosen number type holds them. Beside them
comes the larger of two peaks: making the neighbour graph (semsam/graph.py), or reading a picture of the family's
largest size and answering. How near this comes to what is measured: docs/model-manager.md.
"""

from __future__ import annotations

import json
import math
import os
import struct
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MISGroundLib.errors import UserError

if TYPE_CHECKING:
    from MISGroundLib.vlm.families import Family

# Weights below this take float32 and one thread anywhere: half precision or more threads would save nothing.
SMALL_BYTES = 200e6
# Bytes a number. 4 bit: blocks of 64 share a scale, itself kept in 8 bit (bitsandbytes' double quantisation).
BYTES = {"float32": 4.0, "bfloat16": 2.0, "float16": 2.0, "8bit": 1.0, "4bit": 0.516}
# What a quantised model keeps in 16 bit: where it looks, and where it reads and writes words.
KEPT_WHOLE = ("visual", "vision_tower", "vision_model", "image_tower", "multi_modal_projector", "lm_head")
_EMBEDDINGS = ("embed_tokens", "embeddings", "shared.weight")
_QUESTION_TOKENS = 256
# What loading and generating bring beside the model, measured on a CPU. On CUDA a context with the libraries' work
# areas, and a share of all else, up to a most: what PyTorch has reserved and cannot use. On an H200 both together were
# 1.2 and at most 1.3 GB (benchmarks/results/gpu-check.json).
_FIXED, _CUDA_FIXED = 60e6, 0.5e9
_CUDA_UNUSED, _CUDA_UNUSED_MOST = 0.15, 1e9
# Making a graph: two blocks of unit vectors, float32, and what one was made of; beside these and what is found, bytes a
# row, and the most. On an H200 0.23 GB at 151,936 rows; on a CPU half of it or less, at 20,000 to 151,936 rows.
_GRAPH_BLOCK, _GRAPH_NUMBER = 4096, 10.0
_GRAPH_ROW, _GRAPH_MOST = 5e3, 0.25e9
# SAM 3: what loading and asking bring beside it, and the most numbers in flight for each place of its picture and each
# channel, while its masks are made. Measured on a CPU at three sizes.
_SEGMENTER_FIXED, _OF_MASKS = 50e6, 135
# Parts of SAM 3 as it is published that follow things through films: they are not loaded.
_NOT_LOADED = ("tracker_model.", "tracker_neck.")
_LONGEST_SIDE = 8192  # px
_LONGEST_HEADER = 200_000_000  # bytes; safetensors itself refuses more than 100 MB


@dataclass(frozen=True)
class Tensors:
    """What a model's weight files hold.

    Attributes:
        numbers: how many numbers.
        rounded: how many of them 8- or 4-bit loading rounds.
        largest: how many the largest tensor holds.
    """

    numbers: int
    rounded: int
    largest: int


@dataclass(frozen=True)
class MemoryNeed:
    """What a model takes beyond its process, in bytes.

    Attributes:
        weights: all of them, as the number type holds them.
        graph: the most that making the neighbour graph takes.
        cache: keys and values of the longest prompt with its answer.
        activations: the most that reading a picture takes beside.
        fixed: what the device takes for itself, and what is reserved but not used.
        kind: the number type, or 8bit, 4bit.
    """

    weights: float
    graph: float
    cache: float
    activations: float
    fixed: float
    kind: str

    @property
    def total(self) -> float:
        """The peak: weights and the larger of what comes after each other."""
        return self.weights + self.fixed + max(self.graph, self.cache + self.activations)


def read_tensors(files: Iterable[Path]) -> Tensors:
    """Count what safetensors files hold by their headers alone. Raises UserError for a file that has none."""
    shapes: dict[str, list[int]] = {}
    for file in files:
        try:
            with file.open("rb") as stream:
                (length,) = struct.unpack("<Q", stream.read(8))
                if length > _LONGEST_HEADER:
                    raise ValueError("its header is too long")
                header = json.loads(stream.read(length))
            shapes |= {name: list(one["shape"]) for name, one in header.items() if name != "__metadata__"}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
            raise UserError(
                "The weight file {file} is damaged or not complete ({error}). Copy or download the model again.",
                file=file,
                error=error,
            ) from error
    return count_tensors(shapes)


def count_tensors(shapes: Mapping[str, Iterable[int]]) -> Tensors:
    """As `read_tensors`, of shapes by name."""
    counts = {name: math.prod(shape) for name, shape in shapes.items() if not name.startswith(_NOT_LOADED)}
    rounded = sum(count for name, count in counts.items() if _is_rounded(name, len(list(shapes[name]))))
    return Tensors(sum(counts.values()), rounded, max(counts.values(), default=0))


def _is_rounded(name: str, dimensions: int) -> bool:
    """Whether bitsandbytes rounds a tensor: the matrices of linear layers, but for what is kept whole."""
    parts = name.split(".")
    kept = any(part in KEPT_WHOLE for part in parts) or any(one in name for one in _EMBEDDINGS)
    return dimensions == 2 and name.endswith(".weight") and not kept


def memory_need(
    tensors: Tensors,
    config: Mapping[str, Any],
    family: Family,
    kind: str,
    on_cuda: bool = False,
    neighbours: int = 16,
    largest_px: float = math.inf,
) -> MemoryNeed:
    """What a model takes at its peak: loaded, with a neighbour graph, answering about its largest picture.

    Args:
        tensors: its weights.
        config: its config.json.
        family: its box format's and picture's.
        kind: a key of BYTES.
        on_cuda: whether on a CUDA card, which takes some for itself.
        neighbours: K of the graph; 0 where there is none (greedy).
        largest_px: of a picture, where its own settings (preprocessor_config.json) bound them.
    """
    size = BYTES[kind]
    if not family.writes:
        kept, flying = (numbers * size for numbers in _of_segmenter(config))
        whole = tensors.numbers * size
        fixed = _of_card(whole + kept + flying) if on_cuda else _SEGMENTER_FIXED
        return MemoryNeed(whole, 0.0, kept, flying, fixed, kind)
    plain = 2.0 if kind in ("8bit", "4bit") else size
    weights = tensors.rounded * size + (tensors.numbers - tensors.rounded) * plain
    text, vision = _text_config(config), config.get("vision_config") or config.get("vit_config") or {}
    width = _number(text, "hidden_size", "d_model", default=1024)
    words = _number(text, "vocab_size", default=_number(config, "vocab_size", default=32_000))
    patches, tokens = _picture(config, vision, family, largest_px)
    length = tokens + _QUESTION_TOKENS + family.max_new_tokens
    cache = _cache(text, width, tokens, length) * plain
    reading = max(_of_layer(vision, patches), _of_layer(text, tokens + _QUESTION_TOKENS))
    if _is_molmo(config):
        # What every layer of the tower made is kept to the prompt's end, and the picture's pieces (14 x 14 x 3 px).
        depth = _number(vision, "num_hidden_layers", default=25)
        reading += patches * (depth * _number(vision, "hidden_size", default=1152) + 588)
    reading *= plain
    logits = 6.0 * 4 * words  # of one step: as written, in float32, sorted, and what the rule makes of them
    graph = kept = 0.0
    if neighbours:
        kept = words * neighbours * 12.0  # ids int64, weights float32
        blocks = min(words, _GRAPH_BLOCK) * width * _GRAPH_NUMBER
        graph = blocks + words * (neighbours + 8) * 12.0 + kept + min(words * _GRAPH_ROW, _GRAPH_MOST)
    activations = reading + logits + kept
    fixed = _of_card(weights + max(graph, cache + activations)) if on_cuda else _FIXED
    return MemoryNeed(weights, graph, cache, activations, fixed, kind)


def _of_card(used: float) -> float:
    """Bytes that a CUDA card gives beside the used ones."""
    return _CUDA_FIXED + min(_CUDA_UNUSED * used, _CUDA_UNUSED_MOST)


def _of_segmenter(config: Mapping[str, Any]) -> tuple[float, float]:
    """Numbers that SAM 3 keeps of a picture for the next question, and the most that are in flight beside."""
    vision = (config.get("detector_config") or config).get("vision_config") or {}
    eye = vision.get("backbone_config") or {}
    places = (_number(eye, "image_size", default=1008) / _number(eye, "patch_size", default=14)) ** 2
    channels = _number(vision, "fpn_hidden_size", default=256)
    # Features and positions at 4, 2, 1 and 1/2 of the eye's own resolution, and what the eye itself made.
    kept = 2 * (16 + 4 + 1 + 1 / 4) * channels + _number(eye, "hidden_size", default=1024)
    return kept * places, _OF_MASKS * channels * places


def _text_config(config: Mapping[str, Any]) -> Mapping[str, Any]:
    return config.get("text_config") or config


def _number(config: Mapping[str, Any], *names: str, default: float) -> float:
    """The first of these that a config gives as a number (of a list, the largest)."""
    for name in names:
        value = config.get(name)
        if isinstance(value, list) and value and all(isinstance(one, int | float) for one in value):
            return float(max(value))
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return float(value)
    return default


def _picture(
    config: Mapping[str, Any], vision: Mapping[str, Any], family: Family, largest_px: float
) -> tuple[float, float]:
    """(patches that the tower reads, tokens that the language part reads) of the largest picture."""
    side = min(float(family.sides[1]), math.sqrt(largest_px))
    patch = _number(vision, "patch_size", default=14)
    patches = (side / patch) ** 2
    if _is_molmo(config):
        # The whole and four overlapping crops, 2 x 2 patches a token, and one that ends each row of tokens.
        crop = _number(vision, "image_size", "image_default_input_size", default=378) / patch
        whole, all_crops = math.ceil(crop / 2), math.ceil(side / patch / 2)
        return 5 * crop**2, whole * (whole + 1) + all_crops * (all_crops + 1) + 4
    merge = _number(vision, "spatial_merge_size", default=_number(config, "scale_factor", default=1))
    shrink = _number(config, "downsample_ratio", default=1) ** 2
    return patches, _number(config, "mm_tokens_per_image", default=patches * shrink / merge**2)


def _is_molmo(config: Mapping[str, Any]) -> bool:
    return config.get("model_type") == "molmo2"


def _cache(text: Mapping[str, Any], width: float, tokens: float, length: float) -> float:
    """Numbers in the keys and values: of the picture, kept for the next question, and of the whole answer."""
    layers = _number(text, "num_hidden_layers", "decoder_layers", default=32)
    heads = _number(text, "num_attention_heads", "decoder_attention_heads", default=16)
    pairs = _number(text, "num_key_value_heads", default=heads)
    head = _number(text, "head_dim", default=width / heads)
    return 2 * layers * pairs * head * (tokens + length)


def _of_layer(part: Mapping[str, Any], tokens: float) -> float:
    """Numbers in flight while a layer reads so many tokens: the residual, and the larger of attention and MLP."""
    width = _number(part, "hidden_size", "d_model", "embed_dim", default=0)
    heads = _number(part, "num_attention_heads", "num_heads", default=16)
    head = _number(part, "head_dim", default=width / heads)
    pairs = _number(part, "num_key_value_heads", default=heads)
    inner = _number(part, "intermediate_size", "decoder_ffn_dim", default=4 * width)
    return tokens * (2 * width + max(2 * (heads + 2 * pairs) * head, 3 * inner))


def need_of(
    folder: Path, config: Mapping[str, Any], weights: Iterable[Path], family: Family, kind: str, on_cuda: bool = False
) -> MemoryNeed:
    """As `memory_need`, of a model's folder. Raises UserError for weights without a header."""
    return memory_need(read_tensors(weights), config, family, kind, on_cuda, largest_px=_largest_px(folder))


def _largest_px(folder: Path) -> float:
    """The most pixels of a picture that a folder's picture settings allow."""
    try:
        settings = json.loads((folder / "preprocessor_config.json").read_text(encoding="utf-8"))
        edge = _number(settings.get("size") or {}, "longest_edge", default=math.inf)
        # Qwen's processors mean the whole picture's pixels by it.
        return min(_number(settings, "max_pixels", default=math.inf), edge if edge > _LONGEST_SIDE else edge**2)
    except (OSError, ValueError, AttributeError):
        return math.inf


def kind_on_cpu(weight_bytes: float) -> str:
    """The number type of weights of a file's size on a processor: 32 bit, where half of the memory holds that."""
    if weight_bytes < SMALL_BYTES or 2 * weight_bytes < 0.5 * memory_bytes():
        return "float32"
    return "bfloat16"


def memory_bytes() -> float:
    """The computer's whole memory; 16 GB where nobody can tell."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return 16e9


def free_ram() -> float:
    """Bytes of memory that a program can still have, within its control group; infinite where nobody can tell."""
    try:
        import psutil

        free = float(psutil.virtual_memory().available)
    except Exception:  # not installed yet, or a system that it cannot read
        return math.inf
    return min(free, _left_to_the_group(Path("/sys/fs/cgroup")))


def _left_to_the_group(folder: Path) -> float:
    """What a container's control group leaves, its page cache counted as free; infinite where there is no limit."""
    try:
        most = float((folder / "memory.max").read_text())
        used = float((folder / "memory.current").read_text())
        statistics = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        return most - used + float(statistics.get("inactive_file", 0))
    except (OSError, ValueError):
        return math.inf


def graphics_card() -> tuple[str, float] | None:
    """The name and the free bytes of the first CUDA card, asked of its driver, not PyTorch; None without one.

    Takes up to some seconds: not for a thread that people wait for.
    """
    try:
        asked = ["nvidia-smi", "--query-gpu=name,memory.free", "--format=csv,noheader,nounits"]
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        said = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True, creationflags=flags).stdout
        name, _, megabytes = said.splitlines()[0].rpartition(",")
        return name.strip(), float(megabytes) * 2**20
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def gigabytes(size: float) -> str:
    """A size for people: "17 GB", "5.2 GB", "26 MB"."""
    if size < 0.95e9:
        return f"{max(1, round(size / 1e6))} MB"
    return f"{size / 1e9:.1f} GB" if size < 9.95e9 else f"{size / 1e9:.0f} GB"


def check_room(name: str, need: MemoryNeed, free: float, on_cuda: bool) -> None:
    """Raise UserError, with the ways round, for a model that needs more than the free bytes of its device."""
    if need.total <= free:
        return
    sizes = {"gigabytes": gigabytes(need.total), "free": gigabytes(max(free, 0))}
    if on_cuda:
        raise UserError(
            "{name} needs about {gigabytes} of memory, and {free} are free on the graphics card: it was not loaded. "
            "Close other programs, or choose the precision 8bit or 4bit, the device cpu or a smaller model. To load it "
            "even so: --load-anyway, in the panel under Decoding and device.",
            name=name,
            **sizes,
        )
    raise UserError(
        "{name} needs about {gigabytes} of memory, and {free} are free on this computer: it was not loaded. Close "
        "other programs, or choose a smaller model. To load it even so: --load-anyway, in the panel under Decoding and "
        "device.",
        name=name,
        **sizes,
    )
