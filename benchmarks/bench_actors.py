"""A benchmark run by Ray with two models against one: `python benchmarks/bench_actors.py QUESTIONS.jsonl [--limit N]`.

misground-mini, greedy, one thread an actor, both runs on this machine, one after the other. Throughput is taken from
the first answers to the last, without the start of Ray and of the models. Exit status 1 where the rows differ in more
than their seconds, or two actors have less than 1.5 times the throughput of one. Needs two idle cores.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from machine import machine

from MISGroundLib.bench.run import run_questions
from MISGroundLib.bench.run_folder import ROWS

LEAST_RATIO = 1.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    arguments = parser.parse_args()
    speeds, rows = {}, {}
    for actors in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            speeds[actors] = throughput(arguments.questions, Path(folder), actors, arguments.limit)
            rows[actors] = answers(Path(folder))
        print(f"{actors} actor(s): {speeds[actors]:.2f} answers a second")
    ratio, same = speeds[2] / speeds[1], rows[1] == rows[2]
    print(f"{ratio:.2f} times; rows {'identical' if same else 'DIFFERENT'} but for their seconds")
    result = {
        "command": " ".join(["python", *sys.argv[:1], "QUESTIONS.jsonl", *sys.argv[2:]]),
        "machine": machine(),
        "questions": arguments.limit,
        "answers_a_second": {str(actors): round(speed, 3) for actors, speed in speeds.items()},
        "ratio": round(ratio, 3),
        "same_rows": same,
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "bench-actors.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if same and ratio >= LEAST_RATIO else 1


def throughput(questions: Path, out: Path, actors: int, limit: int) -> float:
    """Answers a second once the models are loaded."""
    seen: list[tuple[float, int]] = []
    run_questions(
        questions,
        out,
        engine="ray",
        actors=actors,
        limit=limit,
        on_progress=lambda done, count: seen.append((time.perf_counter(), done)),
    )
    loaded = next(at for at, (_, done) in enumerate(seen) if done >= 2 * actors)
    (began, first), (ended, last) = seen[loaded], seen[-1]
    return (last - first) / (ended - began)


def answers(folder: Path) -> list[str]:
    """The rows in the order of their questions, without the time that they took."""
    rows = [json.loads(line) for line in (folder / ROWS).read_text(encoding="utf-8").splitlines()]
    return sorted(json.dumps({**row, "seconds": 0}, sort_keys=True) for row in rows)


if __name__ == "__main__":
    sys.exit(main())
