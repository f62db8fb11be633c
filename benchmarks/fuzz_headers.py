"""Mutated scans through `read_volume`: `python benchmarks/fuzz_headers.py [--count 100000] [--seed 1] [--state DIR]`.

NIfTI (one file, two, packed, version 2), NRRD and MetaImage (one file, two, packed) and DICOM (series and multi-frame,
plain and compressed), each with one to four harms to its bytes, files or header fields. Every input must be read or
refused by a UserError. Counted against it: any other exception, a crash, more than 10 seconds (of the
processor, or a minute by the clock: the machine may be busy), and running into the memory bound (2 GiB of address space
beyond what the process has after its imports; the inputs are a few kilobytes).

Inputs are read in child processes, --jobs at once. What --state holds is not done again, so that a run which was
stopped goes on. Exit status 1 where anything counts against it; `--only N` shows input N and what becomes of it.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "MISGround"), str(ROOT / "Testing")]

SECONDS, CLOCK_SECONDS = 10.0, 60.0
EXTRA_BYTES = 2 << 30
BLOCK = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--state", type=Path, help="folder that keeps finished blocks")
    parser.add_argument("--out", type=Path, help="file for the figures")
    parser.add_argument("--only", type=int, help="show this one input")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        return serve(arguments.seed)
    if arguments.only is not None:
        return show(arguments.seed, arguments.only)

    state = arguments.state or Path(tempfile.mkdtemp(prefix="fuzz-headers-"))
    state.mkdir(parents=True, exist_ok=True)
    starts = range(0, arguments.count, BLOCK)

    def work(start: int) -> None:
        end = min(start + BLOCK, arguments.count)
        path = state / f"seed-{arguments.seed}-{start:09d}-{end:09d}.json"
        if path.exists():
            return
        part = path.with_suffix(".part")
        part.write_text(json.dumps(read_block(arguments.seed, start, end)), encoding="utf-8")
        part.replace(path)

    from tqdm import tqdm

    with ThreadPoolExecutor(arguments.jobs) as pool:
        for _ in tqdm(pool.map(work, starts), total=len(starts), unit="block", mininterval=5):
            pass
    measured = summed(arguments, sorted(state.glob(f"seed-{arguments.seed}-*.json"))[: len(starts)])
    print(json.dumps(measured, indent=1, ensure_ascii=False))
    if arguments.out:
        arguments.out.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if any(measured["faults"].values()) else 0


# The child: one input after the other.


def serve(seed: int) -> int:
    """Read the numbers of inputs from stdin; say what became of each, a line of JSON."""
    import resource

    from MISGroundLib.scene.reading import read_volume  # noqa: F401 (imported before the bound)
    from Python.scene.volume_mutations import originals

    originals()
    outcome_of(seed, 0)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + EXTRA_BYTES, used + EXTRA_BYTES))
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(outcome_of(seed, int(line))), flush=True)
    return 0


def outcome_of(seed: int, number: int) -> dict[str, str]:
    """{"kind", "outcome": read, refused or what counts against it, "words"} of one input."""
    from MISGroundLib.errors import UserError
    from MISGroundLib.scene.reading import read_volume
    from Python.scene.volume_mutations import assert_sound, mutated

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    scan = mutated(random.Random(f"{seed}-{number}"))
    try:
        path = scan.write(folder)
        try:
            assert_sound(read_volume(path))
            outcome, words = "read", ""
        except UserError as error:
            outcome, words = ("memory" if ran_out(error) else "refused"), str(error)
        except MemoryError as error:
            outcome, words = "memory", repr(error)
        except Exception as error:
            outcome, words = "exception", f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"kind": scan.kind.rsplit(" ", 1)[0], "outcome": outcome, "words": words.replace(str(folder), "")[:2000]}


def ran_out(error: BaseException | None) -> bool:
    """Whether a refusal is one of the memory bound, found out by running into it."""
    while error is not None:
        if isinstance(error, MemoryError) or re.search(r"bad_alloc|allocat", str(error)):
            return True
        error = error.__cause__
    return False


def show(seed: int, number: int) -> int:
    from Python.scene.volume_mutations import mutated

    scan = mutated(random.Random(f"{seed}-{number}"))
    print(scan.kind, scan.given, scan.harms, {name: len(data) for name, data in scan.files.items()})
    print(json.dumps(outcome_of(seed, number), indent=1, ensure_ascii=False))
    return 0


# The parent: watches a child.


class Child:
    """A reading process with a clock."""

    def __init__(self, seed: int) -> None:
        self._folder = tempfile.mkdtemp(prefix="fuzz-child-")
        environment = {**os.environ, "TMPDIR": self._folder, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
        environment["ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"] = "1"
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--child", "--seed", str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        if self._line(120.0) != "ready":
            raise RuntimeError("the reading process did not start")

    def outcome(self, number: int) -> tuple[dict[str, str], float]:
        """What became of an input, and after how many seconds."""
        assert self._process.stdin is not None
        began, used = time.monotonic(), self._processor_seconds()
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()
        line, seconds = None, 0.0
        while line is None and seconds < SECONDS and time.monotonic() - began < CLOCK_SECONDS:
            line = self._line(1.0)
            seconds = self._processor_seconds() - used
        if line and seconds < SECONDS:
            return json.loads(line), seconds
        ended = self._process.wait() if line == "" else None
        self.close()
        outcome = "hang" if ended is None else "crash"
        return {"kind": "", "outcome": outcome, "words": f"exit code {ended}"}, max(seconds, 0.0)

    def _processor_seconds(self) -> float:
        """What the process has used of the processor so far; of one that has ended, nothing is known."""
        try:
            words = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _line(self, seconds: float) -> str | None:
        """A line; "" where the process has ended, None where time is up."""
        try:
            return self._lines.get(timeout=seconds).strip()
        except queue.Empty:
            return None

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            # The library must not print, so what is no answer is none.
            if line.startswith(("{", "ready")):
                self._lines.put(line)
        self._lines.put("")


def read_block(seed: int, start: int, end: int) -> dict[str, object]:
    """Counts of a block of inputs, and every fault in it."""
    outcomes: Counter[str] = Counter()
    words: Counter[str] = Counter()
    faults, slowest = [], 0.0
    child: Child | None = None
    for number in range(start, end):
        child = child or Child(seed)
        told, seconds = child.outcome(number)
        slowest = max(slowest, seconds)
        outcomes[f"{told['kind']}: {told['outcome']}"] += 1
        if told["outcome"] == "refused":
            words[template(told["words"])] += 1
        elif told["outcome"] != "read":
            faults.append({"input": number, **told})
        if told["outcome"] in ("hang", "crash"):
            child = None
    if child is not None:
        child.close()
    return {"outcomes": outcomes, "words": words, "faults": faults, "slowest": slowest}


def template(words: str) -> str:
    """A message without its names and numbers, to count kinds by."""
    words = re.sub(r"/[\w./%-]*", "PATH", words)
    words = re.sub(r"\(.*?\)", "(...)", words, flags=re.S)
    return re.sub(r"[-+]?\d[\d.e+-]*", "N", words)[:160]


def summed(arguments: argparse.Namespace, blocks: list[Path]) -> dict[str, object]:
    from MISGroundLib.bench.run_folder import hardware, software

    outcomes: Counter[str] = Counter()
    words: Counter[str] = Counter()
    faults: list[dict[str, object]] = []
    slowest = 0.0
    for path in blocks:
        block = json.loads(path.read_text(encoding="utf-8"))
        outcomes.update(block["outcomes"])
        words.update(block["words"])
        faults += block["faults"]
        slowest = max(slowest, block["slowest"])
    ends = Counter(key.rpartition(": ")[2] for key in outcomes.elements())
    return {
        "command": f"python benchmarks/fuzz_headers.py --count {arguments.count} --seed {arguments.seed}",
        "inputs": sum(outcomes.values()),
        "seed": arguments.seed,
        "processor seconds allowed": SECONDS,
        "slowest, processor seconds": round(slowest, 2),
        "memory bound": f"{EXTRA_BYTES >> 20} MiB of address space beyond the imports",
        "read": ends["read"],
        "refused": ends["refused"],
        "faults": {name: ends[name] for name in ("exception", "crash", "hang", "memory")},
        "first faults": faults[:40],
        "kinds": dict(sorted(outcomes.items())),
        "refusals, most frequent": dict(words.most_common(60)),
        "machine": {**hardware(), **software()},
    }


if __name__ == "__main__":
    sys.exit(main())
