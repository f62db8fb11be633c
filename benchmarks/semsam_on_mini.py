"""Decodings side by side on misground-mini: `python benchmarks/semsam_on_mini.py [--phantoms 8] [--out FOLDER]`.

Greedy, semantic sampling (safe and paper) and its three controls (in paper mode) answer the same questions on pictures
of phantoms that training never met, with the coordinates' median as shipped and with their peak. For each: right
answers (a box with an IoU of 0.5 or more, or a true "not there"), IoU of what is there (missed = 0), and the difference
from greedy with a 95 % interval, paired, by 2,000 bootstrap samples of pictures. It says nothing of a large model.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from MISGroundLib.files import resource
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.decoding import prepare_decoding
from training.evaluation.asking import Asker
from training.evaluation.prior import Prior
from training.evaluation.run import run_suite
from training.evaluation.scoring import Outcome
from training.evaluation.suites import Size, held_out

DECODINGS = {
    "greedy": Decoding("greedy"),
    "semsam, safe": Decoding(),
    "semsam, paper": Decoding(mode="paper"),
    "no-neighbours": Decoding("no-neighbours", "paper"),
    "shuffled": Decoding("shuffled", "paper"),
    "case-merge": Decoding("case-merge", "paper"),
}
SAMPLES = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phantoms", type=int, default=8)
    parser.add_argument("--pictures", type=int, default=8, help="of each")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    suite = held_out(Size(phantoms=arguments.phantoms, pictures=arguments.pictures), picture_seed=77)
    asker = Asker(resource("Models", "misground-mini"), "cpu")
    profile = asker.loaded.profile
    rows = []
    for coordinates in ("median", "peak"):
        asker.loaded.profile = replace(profile, coordinates=coordinates)
        greedy: list[Outcome] = []
        for name, decoding in DECODINGS.items():
            prepare_decoding(asker.loaded, decoding)
            asker.decoding = decoding
            outcomes = run_suite(asker, suite, Prior("none", {}))
            greedy = greedy or outcomes
            rows.append({"coordinates": coordinates, "decoding": name, **compare(outcomes, greedy)})
            print_row(rows[-1], first=len(rows) == 1)
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        result = {
            "command": " ".join(["python", *sys.argv]),
            "model": {**asker.loaded.info, "name": "misground-mini"},
            "rows": rows,
        }
        (arguments.out / "semsam-on-mini.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def compare(outcomes: list[Outcome], greedy: list[Outcome]) -> dict[str, float | int | list[float]]:
    """Figures of a decoding, and its differences from greedy on the same questions."""
    same = sum(a.answer == b.answer and a.said_absent == b.said_absent for a, b in zip(outcomes, greedy, strict=True))
    right, right_greedy = (np.array([o.right for o in group], dtype=float) for group in (outcomes, greedy))
    there = np.array([o.truth is not None for o in outcomes])
    iou, iou_greedy = (np.array([o.iou for o in group]) for group in (outcomes, greedy))
    views = np.array([o.view for o in outcomes])
    return {
        "questions": len(outcomes),
        "as greedy": same,
        "right": float(right.mean()),
        "right, difference": interval(right - right_greedy, views),
        "iou": float(iou[there].mean()),
        "iou, difference": interval((iou - iou_greedy)[there], views[there]),
    }


def interval(differences: np.ndarray, views: np.ndarray) -> list[float]:
    """[mean, low, high] of the 95 % interval; pictures are drawn again, with all their questions."""
    rng = np.random.default_rng(0)
    groups = [differences[views == view] for view in np.unique(views)]
    sums, counts = np.array([group.sum() for group in groups]), np.array([len(group) for group in groups])
    chosen = rng.integers(len(groups), size=(SAMPLES, len(groups)))
    means = sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1)
    return [float(differences.mean()), *(float(value) for value in np.percentile(means, (2.5, 97.5)))]


def print_row(row: dict, first: bool) -> None:
    """A line of the table."""
    if first:
        print("| coordinates | decoding | questions | as greedy | right | difference | IoU | difference |")
        print("| --- | --- | ---: | ---: | ---: | --- | ---: | --- |")
    differences = (row["right, difference"], row["iou, difference"])
    shown = [f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]" for mean, low, high in differences]
    print(
        f"| {row['coordinates']} | {row['decoding']} | {row['questions']} | {row['as greedy']} | {row['right']:.3f} | "
        f"{shown[0]} | {row['iou']:.3f} | {shown[1]} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
