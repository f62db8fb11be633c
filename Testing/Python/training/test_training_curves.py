"""A run's learning curves: read as logged, whatever was killed in between, and drawn."""

import json

import numpy as np
from PIL import Image

from training.curves import draw_curves, read_curves


def a_line(step, **losses):
    return json.dumps({"step": step, "seconds": step, **losses}) + "\n"


def test_a_step_logged_again_after_a_kill_counts_as_it_was_last(tmp_path):
    lines = [a_line(25, cross=3.0), a_line(50, cross=2.5), a_line(50, cross=2.0)]
    (tmp_path / "curves.jsonl").write_text("".join([lines[1], lines[0], lines[2]]))
    assert [(line["step"], line["cross"]) for line in read_curves(tmp_path)] == [(25, 3.0), (50, 2.0)]


def test_the_curves_become_a_picture(tmp_path):
    lines = [a_line(step, cross=3 / step, dice=0.5, there=0.4, edges=0.1) for step in (25, 50)]
    (tmp_path / "curves.jsonl").write_text("".join(lines))
    (tmp_path / "choose.jsonl").write_text(json.dumps({"step": 50, "all": {"iou": 0.4}}) + "\n")
    colors = np.asarray(Image.open(draw_curves(tmp_path)).convert("RGB")).reshape(-1, 3)
    assert (np.abs(colors.astype(int) - (31, 78, 121)).sum(axis=1) < 12).sum() > 100
