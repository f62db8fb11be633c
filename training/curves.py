"""A run's learning curves as a picture: `python -m training.curves training/runs/mini` writes curves.png there."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

# What a line of curves.jsonl may hold: its name in the picture, and the factor that the trainer has put on it.
_CURVES = {
    "what": "what lies in a cell (cross-entropy)",
    "where": "whole boxes of the helpers (mean error, share of the picture)",
    "words": "words of the answers (cross-entropy, times 2)",
    "numbers": "numbers of the answers (cross-entropy, times 0.4)",
    "off": "numbers of the answers (mean error, thousandths of the picture)",
}
_STAGES = {"vision": "#d7e8f7", "language": "#f7ecd0", "joint": "#dff0d8"}


def read_curves(run: Path) -> list[dict]:
    """The lines of a run's curves.jsonl by step; of a step logged twice, before and after a kill, the last."""
    lines = (json.loads(line) for line in (run / "curves.jsonl").read_text(encoding="utf-8").splitlines())
    return [line for _, line in sorted({line["step"]: line for line in lines}.items())]


def draw_curves(run: Path) -> Path:
    """Draw a run's curves, a panel each, the stages behind them; returns the picture's path."""
    from matplotlib.figure import Figure

    lines = read_curves(run)
    figure = Figure(figsize=(9, 12), layout="constrained")
    for axes, (name, title) in zip(figure.subplots(len(_CURVES), sharex=True), _CURVES.items(), strict=True):
        for stage, color in _STAGES.items():
            steps = [line["step"] for line in lines if line["stage"] == stage]
            if steps:
                axes.axvspan(steps[0] - 25, steps[-1], color=color, label=stage)
        own = [(line["step"], line[name]) for line in lines if name in line]
        if own:
            axes.plot(*zip(*own, strict=True), color="#1f4e79")
            axes.set_yscale("log")
        axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel("step")
    axes.legend(loc="upper right", fontsize=8)
    path = run / "curves.png"
    figure.savefig(path, dpi=110)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    print(draw_curves(parser.parse_args().run))


if __name__ == "__main__":
    main()
