"""What a search of a whole volume costs: `python benchmarks/extent_cost.py [--volume FILE] [--shape 512 512 400]`.

Liver and both kidneys in one CT, as the command line searches them: a volume node in a scene of its own, misground-mini
in its worker. With --shape the scan is resampled to that grid first, for the memory of a large one. Told and written:
seconds warm (the second of two searches) from the call to the end and to the first box, processor seconds of both
processes by then, questions, slices, and the peak resident memory of the front process and of the worker, each and
together, from the operating system's own high-water marks (Linux). For `taskset -c 1`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "MISGround")]

import numpy as np  # noqa: E402

QUERIES = ["liver", "left kidney", "right kidney"]
CASE = ROOT.parent / "shared" / "data" / "ct_torso_ts" / "image.nii.gz"
MOST_MEMORY_GB = 1.2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--volume", type=Path, default=CASE)
    parser.add_argument("--shape", type=int, nargs=3, metavar=("I", "J", "K"))
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "extent_cost.json")
    arguments = parser.parse_args()

    volume = arguments.volume
    if arguments.shape:
        volume = arguments.out.with_suffix(".nii.gz")
        # In a process of its own: what it takes is no part of a search.
        if os.fork() == 0:
            resample(arguments.volume, tuple(arguments.shape), volume)
            os._exit(0)
        if os.wait()[1]:
            return 1
    try:
        told = measure(volume)
    finally:
        if arguments.shape:
            volume.unlink()
    told["resampled_to"] = arguments.shape
    arguments.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=1))
    return int(told["peak_gb"]["together"] > MOST_MEMORY_GB)


def resample(source: Path, shape: tuple[int, int, int], target: Path) -> None:
    """Write a scan on another grid of the same extent (nearest voxel)."""
    import nibabel

    scan = nibabel.load(source)
    array = np.asanyarray(scan.dataobj)
    step = np.array(array.shape[:3]) / shape
    index = [((np.arange(n) + 0.5) * one).astype(int) for n, one in zip(shape, step, strict=True)]
    affine = scan.affine @ np.diag([*step, 1.0])
    affine[:3, 3] = (scan.affine @ [*((step - 1) / 2), 1.0])[:3]
    nibabel.save(nibabel.Nifti1Image(array[np.ix_(*index)].astype(np.int16), affine), target)


def measure(volume: Path) -> dict[str, object]:
    """Search a file twice, the second time measured."""
    from MISGroundLib.engine.router import EngineRouter
    from MISGroundLib.extent import ExtentRun
    from MISGroundLib.scene.headless import private_scene
    from MISGroundLib.scene.reading import read_volume
    from MISGroundLib.settings import Settings

    engine = EngineRouter()
    with private_scene() as scene:
        from MISGroundLib.scene.rois import add_extents
        from MISGroundLib.scene.volumes import NodeSource, add_volume_node

        loaded = read_volume(volume)
        shape = loaded.info.shape_ijk
        node = add_volume_node(scene, loaded)
        del loaded
        for _ in range(2):
            first_box, processor = 0.0, processor_seconds(engine)
            began = time.perf_counter()
            run = ExtentRun(NodeSource(node), QUERIES, engine, Settings())
            boxes: dict[str, object] = {}
            slices = 0
            while not run.finished:
                run.poll(0.1)
                if run.slices > slices:
                    slices = run.slices
                    boxes = add_extents(scene, run.partial_result(False), node, boxes)
                    first_box = first_box or (time.perf_counter() - began if boxes else 0.0)
            add_extents(scene, run.partial_result(), node, boxes)
            seconds = time.perf_counter() - began
            processor = [after - before for after, before in zip(processor_seconds(engine), processor, strict=True)]
            midlines_forgotten()
        front = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        worker = peak_gb(engine.worker_pid)
        answers = {one.label: one.summary() for one in run.extents}
    engine.close()
    return {
        "volume": volume.parent.name,
        "shape": list(shape),
        "seconds": round(seconds, 2),
        "first_box_seconds": round(first_box, 2),
        "processor_seconds": {"front": round(processor[0], 2), "worker": round(processor[1], 2)},
        "questions": run.questions,
        "slices": run.slices,
        "peak_gb": {"front": round(front, 3), "worker": round(worker, 3), "together": round(front + worker, 3)},
        "answers": answers,
        "load": os.getloadavg()[0],
    }


def midlines_forgotten() -> None:
    """A warm model, but a volume that was not asked about before."""
    from MISGroundLib.scene import volumes

    volumes._measured.clear()


def processor_seconds(engine: object) -> list[float]:
    """User and system time of this process and of the worker; 0 before it runs."""
    own = os.times()
    pid = engine.worker_pid  # type: ignore[attr-defined]
    if not pid:
        return [own.user + own.system, 0.0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [own.user + own.system, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")]


def peak_gb(pid: int) -> float:
    """The most resident memory that a process had, GB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e6


if __name__ == "__main__":
    sys.exit(main())
