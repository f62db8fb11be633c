"""A run's learning curves as a picture: `python -m training.curves training/runs/mini` writes curves.png there."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

# What a line of curves.jsonl may hold, and its name in the picture.
_CURVES = {
    "cross": "what lies in a cell (cross-entropy)",
    "dice": "masks (1 - soft Dice)",
    "there": "presence, as measured on the masks (cross-entropy)",
    "edges": "edges, as measured on the masks (share of the box's size, a quarter of it)",
}
_REAL = "real scans to choose by, the eye alone: IoU, missed = 0"
_SHOWN = {"all": "whole", "field: thin": "thin", "field: half": "half", "field: mirrored": "mirrored"}


def read_curves(run: Path, name: str = "curves.jsonl") -> list[dict]:
    """The lines of a run's log by step; of a step logged twice, before and after a kill, the last. [] without a log."""
    if not (run / name).is_file():
        return []
    lines = (json.loads(line) for line in (run / name).read_text(encoding="utf-8").splitlines())
    return [line for _, line in sorted({line["step"]: line for line in lines}.items())]


def draw_curves(run: Path) -> Path:
    """Draw the curves of a run's eye, a panel each; returns the picture's path."""
    from matplotlib.figure import Figure

    lines, real = read_curves(run), read_curves(run, "choose.jsonl")
    figure = Figure(figsize=(9, 14), layout="constrained")
    *panels, last = figure.subplots(len(_CURVES) + 1, sharex=True)
    for axes, (name, title) in zip(panels, _CURVES.items(), strict=True):
        own = [(line["step"], line[name]) for line in lines if name in line]
        if own:
            axes.plot(*zip(*own, strict=True), color="#1f4e79")
            axes.set_yscale("log")
        axes.set_title(title, fontsize=10, loc="left")
    for name, title in _SHOWN.items():
        seen = [(line["step"], line[name]["iou"]) for line in real if name in line]
        if seen:
            last.plot(*zip(*seen, strict=True), marker="o", label=title)
    last.set_title(_REAL, fontsize=10, loc="left")
    last.set_xlabel("step")
    if last.get_legend_handles_labels()[0]:
        last.legend(fontsize=8)
    path = run / "curves.png"
    figure.savefig(path, dpi=110)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    print(draw_curves(parser.parse_args().run))


if __name__ == "__main__":
    main()
