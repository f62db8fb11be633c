"""Further questions on a slice that was read: `python benchmarks/prefix_reuse.py [--side 1024] [--questions 8]`.

A Qwen3-VL of random weights (vision 6 x 256, text 6 x 256), a picture of 1,024 image tokens, questions one after
another through the product's own `answer`: each once cold, the picture forgotten before it, and once after the picture
was read, turn by turn. Prints the median time to the first token of both and whether all tokens are the same; exit
status 1 where they differ, or where it is less than twice as fast. The first question on a slice costs what it did.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Testing" / "Python" / "vlm"))

from tiny_qwen3vl import make_tiny_model

from MISGroundLib.engine.protocol import Question
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.loading import load

QUERIES = ("liver", "spleen", "left kidney", "right kidney", "aorta", "stomach", "pancreas", "heart")
LEAST_RATIO = 2.0
TEXT = {"hidden_size": 256, "intermediate_size": 768, "num_hidden_layers": 6, "head_dim": 64}
VISION = {"hidden_size": 256, "intermediate_size": 768, "depth": 6, "out_hidden_size": 256}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=1024, help="of the picture in px; 32 px a token")
    parser.add_argument("--questions", type=int, default=len(QUERIES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_tiny_model(Path(folder), text=TEXT, vision=VISION, largest_px=arguments.side**2)
        loaded = load(folder, "cpu")
    side = arguments.side
    loaded.profile = replace(loaded.profile, sides=(side, side, 32), max_new_tokens=24)
    pixels = (np.random.default_rng(0).random((side, side)) * 255).astype(np.uint8)
    taken: dict[str, list[float]] = {"cold": [], "read": []}
    same = 0
    queries = QUERIES[: arguments.questions]
    ask(loaded, pixels, queries[0])
    for query in queries:
        kept, loaded.picture = loaded.picture, None
        cold, seconds = ask(loaded, pixels, query)
        taken["cold"].append(seconds)
        loaded.picture = kept
        warm, seconds = ask(loaded, pixels, query)
        taken["read"].append(seconds)
        same += cold == warm
    cold, warm = statistics.median(taken["cold"]), statistics.median(taken["read"])
    print(f"image tokens: {(side // 32) ** 2}; torch {torch.__version__}, {torch.get_num_threads()} threads")
    print(
        f"time to the first token: cold {1000 * cold:.0f} ms, picture read {1000 * warm:.0f} ms: "
        f"{cold / warm:.1f} times"
    )
    print(f"same tokens: {same} of {len(queries)} questions")
    return 0 if same == len(queries) and cold / warm >= LEAST_RATIO else 1


def ask(loaded, pixels, query) -> tuple[str, float]:  # type: ignore[no-untyped-def]
    """(the answer's text, seconds to its first token)."""
    first: list[float] = []
    began = time.perf_counter()
    question = Question(query, "axial", "CT")
    said = answer(loaded, pixels, question, Decoding("greedy"), on_token=lambda *_: first.append(time.perf_counter()))
    return said.raw, first[0] - began


if __name__ == "__main__":
    sys.exit(main())
