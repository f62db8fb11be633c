"""Mutated answers of every family through every reader: `python benchmarks/fuzz_answers.py [--count 1000000]`.

Each answer is a shown one with a few cuts, doublings, swaps, splices and foreign characters (seeded), read by its
family's format or, three times in ten, by any; every second JSON one names slices, as boxes across slices do
(vlm/frames.py). Nothing may raise, no box or point may hold a number that the text does not, and none may lie in a
slice that the text does not name.
Prints the counts; with --out they are kept. Exit status 1 at the first failure, which is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Testing" / "Python" / "vlm"))

from answer_mutations import (
    ACROSS_SLICES,
    ALL,
    ALL_POINTS,
    assert_holds,
    assert_holds_across,
    framed,
    mutated,
    parse,
    parse_across,
)

EVERY = [*ALL, *ALL_POINTS]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    for _ in tqdm(range(arguments.count), unit="answer", mininterval=1):
        text, own = mutated(rng)
        written = own if rng.random() < 0.7 else rng.choice(EVERY)
        across = own in ACROSS_SLICES and rng.random() < 0.5
        try:
            if across:
                written, text = own, framed(rng, text)
                answer = parse_across(text, written)
                assert_holds_across(answer, text, written)
            else:
                answer = parse(text, written)
                assert_holds(answer, text, written)
        except Exception as error:
            print(f"{written.name}: {text!r}: {error!r}")
            return 1
        counts["with boxes"] += bool(answer.boxes)
        counts["boxes"] += len(answer.boxes)
        counts["boxes across slices"] += len(answer.boxes) if across else 0
        counts["about several slices"] += across
        counts["points"] += len(answer.points)
        counts["with refusals"] += bool(answer.problems)
        counts["not found"] += answer.not_found
    measured = {
        "command": " ".join(["python", *sys.argv]),
        "answers": arguments.count,
        "seed": arguments.seed,
        "formats": [written.name for written in EVERY],
        "exceptions": 0,
        "invented boxes or points": 0,
        **counts,
        "seconds": round(time.perf_counter() - began),
    }
    print(json.dumps(measured, indent=1))
    if arguments.out:
        arguments.out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
