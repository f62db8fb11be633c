"""A model, ready to answer: device, number type, weights, processor and profile."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from transformers import GenerationConfig
from transformers.utils import logging as transformers_logging

from MISGroundLib.errors import UserError
from MISGroundLib.semsam.neighbours import NeighbourGraph
from MISGroundLib.settings import GraphKey
from MISGroundLib.vlm.families import Family, module_path
from MISGroundLib.vlm.folders import find_model
from MISGroundLib.vlm.prefix import PictureCache
from MISGroundLib.vlm.processor import load_processor
from MISGroundLib.vlm.profiles import ModelProfile, family_of, profile_for
from MISGroundLib.vlm.quick_start import without_compiler
from MISGroundLib.vlm.threads import physical_cores

# Weights below this take float32 and one thread anywhere: half precision or more threads would save nothing.
_SMALL_BYTES = 200e6

# Of each weight file: inode, size, time of change in ns.
Stamp = tuple[tuple[int, int, int], ...]


@dataclass
class LoadedModel:
    """A model in evaluation mode on its device, with all that goes with it.

    info: what an answer tells of its model (name, revision, device, dtype, embedding_table, scores). coordinates: ids
    of the tokens "0" to "1000" where each is one token, else None. graphs and protected belong to semantic sampling,
    and are filled when first asked for; so is picture, the last slice that was read (prefix.py). files
    and stamp: the weight files, and what they were like.
    """

    model: Any
    processor: Any
    tokenizer: Any
    profile: ModelProfile
    family: Family
    info: dict[str, Any]
    coordinates: torch.Tensor | None = None
    graphs: dict[GraphKey, NeighbourGraph] = field(default_factory=dict)
    protected: torch.Tensor | None = None
    picture: PictureCache | None = None
    files: tuple[Path, ...] = ()
    stamp: Stamp = ()

    def was_replaced(self) -> bool:
        """Whether other weights lie where these were read. Where none lie any more, those in memory are still right."""
        return _stamp(self.files) not in (self.stamp, ())


def load(
    model: str,
    device: str = "auto",
    allow_download: bool = False,
    on_stage: Callable[[str], None] = lambda text: None,
) -> LoadedModel:
    """Load misground-mini, a local folder, or a hub id: safetensors only, no remote code, no network unless allowed.

    device: auto (CUDA, else MPS, else CPU), cpu, cuda, cuda:N or mps. Sets the number of torch's threads too. Raises
    UserError for what the user can mend.
    """
    where = choose_device(device)
    folder = find_model(model, allow_download, on_stage)
    profile = profile_for(folder.config, folder.path)
    family = family_of(folder.config, folder.path)
    size = _check_weights(folder.weights)
    files = tuple(folder.weights)
    stamp = _stamp(files)
    dtype = choose_dtype(where, size)
    # A small model's steps are too short to share out: waiting for a second thread on a busy machine made an answer ten
    # times slower.
    torch.set_num_threads(1 if size < _SMALL_BYTES else physical_cores())
    on_stage(f"Loading {folder.name}")
    with ThreadPoolExecutor(1) as pool:
        revision = pool.submit(folder.revision)
        with without_compiler():
            network = _read_network(folder.path, family, dtype)
        processor = load_processor(folder.path, family)
        commit = revision.result()
    network = network.to(where).eval()
    if where.type == "cpu":
        _take_into_memory(network)
    network.generation_config = _plain_generation(network.generation_config)
    tied = network.get_output_embeddings() is not None and (
        network.get_output_embeddings().weight is network.get_input_embeddings().weight
    )
    info = {
        "name": folder.name,
        "revision": commit,
        "device": str(where),
        "dtype": str(dtype).removeprefix("torch."),
        "embedding_table": "input, tied to the output" if tied else "input, the output has its own",
        "scores": "calibrated on held-out pictures" if profile.calibration else "the model's own probabilities",
    }
    tokenizer = processor.tokenizer
    return LoadedModel(
        network, processor, tokenizer, profile, family, info, coordinate_tokens(tokenizer), files=files, stamp=stamp
    )


def choose_device(name: str) -> torch.device:
    """The device of this name; auto takes CUDA, else MPS, else the CPU. Raises UserError for one that is not there."""
    name = name.strip().lower()
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if name in ("", "auto"):
        return torch.device("cuda" if cuda else "mps" if mps else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise UserError(f"There is no device {name!r}. Choose auto, cpu, cuda or mps.") from error
    if device.type == "cpu" or (device.type == "mps" and mps):
        return device
    if device.type == "cuda" and cuda and (device.index or 0) < torch.cuda.device_count():
        return device
    raise UserError(f"This computer has no device {name} that PyTorch can use. Choose auto or cpu.")


def choose_dtype(device: torch.device, weight_bytes: float) -> torch.dtype:
    """bfloat16 on a CUDA card that computes in it, else float16 there and on MPS; float32 on a CPU with the memory."""
    if weight_bytes < _SMALL_BYTES:
        return torch.float32
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    if device.type == "mps":
        return torch.float16
    return torch.float32 if 2 * weight_bytes < 0.5 * _memory_bytes() else torch.bfloat16


def coordinate_tokens(tokenizer: Any) -> torch.Tensor | None:
    """The ids (1001,) of the tokens "0" to "1000"; None where the tokenizer spells numbers in several tokens."""
    spelled = [tokenizer.encode(str(value), add_special_tokens=False) for value in range(1001)]
    if any(len(tokens) != 1 for tokens in spelled):
        return None
    return torch.tensor([tokens[0] for tokens in spelled])


def free_memory() -> None:
    """Give back what a dropped model held."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _check_weights(files: list[Path]) -> float:
    """The size of the weights in bytes. Raises UserError for a file that is damaged or cut off."""
    for file in files:
        try:
            with safe_open(file, framework="pt"):
                pass
        except (OSError, SafetensorError) as error:
            raise UserError(
                f"The weight file {file} is damaged or not complete ({error}). Copy or download the model again."
            ) from error
    return float(sum(file.stat().st_size for file in files))


def _read_network(path: Path, family: Family, dtype: torch.dtype) -> Any:
    transformers_logging.disable_progress_bar()
    package = import_module(family.modeling or module_path(family.package, f"modeling_{family.package}"))
    try:
        network, report = getattr(package, family.model_class).from_pretrained(
            path,
            dtype=dtype,
            use_safetensors=True,
            local_files_only=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise UserError(f"The model in {path} cannot be loaded ({reason}). Copy or download it again.") from error
    except RuntimeError as error:
        if "mismatch" not in str(error):
            raise
        raise UserError(f"The weights in {path} do not fit its config.json. Copy the model again.") from error
    # transformers would fill what is missing with random numbers.
    missing = sorted(report["missing_keys"])
    if missing:
        raise UserError(
            f"The weights in {path} lack {len(missing)} parts of the model, the first is {missing[0]}. "
            "Copy or download the model again."
        )
    return network


def _take_into_memory(network: Any) -> None:
    """Copy what is still mapped from the weight files: whoever writes into one of them would change the model."""
    for tensor in (*network.parameters(), *network.buffers()):
        tensor.data = tensor.data.clone()


def _stamp(files: Sequence[Path]) -> Stamp:
    """What differs where files were replaced or written to; empty where one is gone."""
    try:
        return tuple((stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in (file.stat() for file in files))
    except OSError:
        return ()


def _plain_generation(config: GenerationConfig) -> GenerationConfig:
    """Only the model's own token ids: no temperature, penalty or beam of its makers may change an answer unasked."""
    return GenerationConfig(
        bos_token_id=config.bos_token_id, eos_token_id=config.eos_token_id, pad_token_id=config.pad_token_id
    )


def _memory_bytes() -> float:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return 16e9
