"""What a card tells of the machine and the software of a run."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

from MISGroundLib import __version__

_PACKAGES = ("numpy", "torch", "transformers", "pillow", "slicer-core", "ray")


def software() -> dict[str, str]:
    """Names and versions, of what is installed."""
    versions = {"misground": __version__, "python": platform.python_version(), "system": platform.platform()}
    for name in _PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def hardware() -> dict[str, Any]:
    """cpu, cores and memory_gb, as far as the system tells."""
    told: dict[str, Any] = {"cpu": _cpu(), "cores": os.cpu_count() or 0}
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        told["memory_gb"] = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9, 1)
    return told


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
