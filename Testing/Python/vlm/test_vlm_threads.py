"""Threads for a model on the CPU."""

import os

from MISGroundLib.vlm.loading import physical_cores


def test_threads_count_cores_not_hyper_threads(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3, 4, 5}, raising=False)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert physical_cores(tmp_path) == 6
    for cpu in range(6):
        topology = tmp_path / f"devices/system/cpu/cpu{cpu}/topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{cpu % 3},{cpu % 3 + 3}\n")
    assert physical_cores(tmp_path) == 3
    (tmp_path / "fs/cgroup").mkdir(parents=True)
    (tmp_path / "fs/cgroup/cpu.max").write_text("150000 100000\n")
    assert physical_cores(tmp_path) == 2
    (tmp_path / "fs/cgroup/cpu.max").write_text("max 100000\n")
    assert physical_cores(tmp_path) == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert physical_cores(tmp_path) == 1
