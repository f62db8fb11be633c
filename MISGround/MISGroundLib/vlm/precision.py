"""How a loaded model is held: weights of 8 or 4 bit on a CUDA card, what is free there, and freed memory given back."""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from MISGroundLib.errors import UserError
from MISGroundLib.vlm.memory import KEPT_WHOLE, free_ram

_MMAP_THRESHOLD = -3  # glibc's name for it in mallopt: larger pieces are the system's own, given back when freed


def check_quantisation(precision: str, device: torch.device) -> None:
    """Raise UserError where weights cannot be held in 8 or 4 bit."""
    if device.type != "cuda":
        raise UserError(
            "Weights in {bits} bit need a CUDA card, and the device is "
            "{device}. Choose the precision auto, or a smaller model.",
            bits=precision.removesuffix("bit"),
            device=device.type,
        )
    missing = [name for name in ("bitsandbytes", "accelerate") if importlib.util.find_spec(name) is None]
    if missing:
        raise UserError(
            "Weights in {bits} bit need the Python package {missing}. Install "
            "{packages}, or choose the precision auto.",
            bits=precision.removesuffix("bit"),
            missing=missing[0],
            packages=" and ".join(missing),
        )


def rounding(precision: str, dtype: torch.dtype, where: torch.device) -> dict[str, Any]:
    """What `from_pretrained` is told of a precision: nothing for auto."""
    if precision == "auto":
        return {}
    from transformers import BitsAndBytesConfig

    kept: dict[str, Any] = {"llm_int8_skip_modules": list(KEPT_WHOLE)}
    if precision == "8bit":
        config = BitsAndBytesConfig(load_in_8bit=True, **kept)
    else:
        config = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=dtype,
            **kept,
        )
    return {"quantization_config": config, "device_map": {"": where}}


def free_on(device: torch.device) -> float:
    """Free bytes of a device's memory; a Mac's graphics share the computer's."""
    return float(torch.cuda.mem_get_info(device)[0]) if device.type == "cuda" else free_ram()


@contextmanager
def freed_memory_given_back() -> Iterator[None]:
    """Let glibc keep no freed tensors meanwhile: what is read and then copied would lie there twice, by chance."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, 1 << 18)
    except (AttributeError, OSError, TypeError):  # another C library
        yield
        return
    try:
        yield
    finally:
        mallopt(_MMAP_THRESHOLD, 1 << 25)  # what glibc itself comes to: an answer's own are kept
