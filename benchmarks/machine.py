"""What a figure was measured on, in words, for the files in results/."""

from __future__ import annotations

import platform

import torch

from MISGroundLib.bench.run_folder import hardware


def machine() -> dict[str, object]:
    """Processor, cores, memory in GB, and versions."""
    told = hardware()
    return {
        "processor": told["cpu"],
        "cores": told["cores"],
        "memory_gb": told.get("memory_gb"),
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }
