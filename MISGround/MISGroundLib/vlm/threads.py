"""How many threads a model should compute with on the CPU."""

from __future__ import annotations

import math
import os
from pathlib import Path


def physical_cores(system: Path = Path("/sys")) -> int:
    """The physical cores this process may use: its affinity without hyper-threads, within the container's quota.

    OMP_NUM_THREADS, where it is set, bounds them too.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    bound = int(wanted) if wanted.isdecimal() and int(wanted) > 0 else 1 << 16
    if not hasattr(os, "sched_getaffinity"):
        return min(bound, os.cpu_count() or 1)
    cores = {_core(system, cpu) for cpu in os.sched_getaffinity(0)}
    return max(1, min(len(cores), _quota(system), bound))


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
