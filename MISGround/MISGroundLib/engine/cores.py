"""How many threads the model should compute with."""

from __future__ import annotations

import math
import os
from pathlib import Path


def physical_cores(system: Path = Path("/sys")) -> int:
    """The physical cores this process may use: its affinity without hyper-threads, within the container's quota."""
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    allowed = os.sched_getaffinity(0)
    cores = {_core(system, cpu) for cpu in allowed}
    return max(1, min(len(cores), _quota(system)))


def _core(system: Path, cpu: int) -> str:
    try:
        topology = system / "devices/system/cpu" / f"cpu{cpu}" / "topology" / "thread_siblings_list"
        return topology.read_text().strip()
    except OSError:
        return str(cpu)


def _quota(system: Path) -> int:
    """CPUs that the control group grants, rounded up; many where there is no limit."""
    try:
        quota, period = (system / "fs/cgroup/cpu.max").read_text().split()
        return math.ceil(int(quota) / int(period))
    except (OSError, ValueError):
        return 1 << 16
