"""Holds the evaluation's answers against those of the product's own command line."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path

import numpy as np

from MISGroundLib.cli import main as misground
from training.evaluation.asking import Asker
from training.evaluation.run import question_about
from training.evaluation.scans import Scan, cutter
from training.structures import STRUCTURES


def command_line_agrees(asker: Asker, model: Path, scan: Scan, count: int = 6) -> tuple[int, int]:
    """(how many answers of `misground ground` have the evaluation's boxes, or none as there; how many were asked).

    On one slice of a volume that lies in a file; both ways through the batch that the evaluation uses.
    """
    with cutter(scan) as cut:
        view = cut("coronal", 0.5)
    asked = [index for index in sorted(view.boxes) if index in asker.known][:count]
    own = asker.many(view.pixels, [question_about(view, index) for index in asked])
    with tempfile.TemporaryDirectory() as folder:
        queries = "; ".join(STRUCTURES[index - 1] for index in asked)
        arguments = ["ground", scan.loaded.info.source, "-q", queries, "--plane", "coronal", "--no-picture"]
        arguments += ["--position", str(view.position_mm), "--model", str(model), "--out", folder]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            misground(arguments)
        said = json.loads((Path(folder) / "result.json").read_text(encoding="utf-8"))["detections"]
    boxes = {detection["query"]: detection["box_px"] for detection in said}
    same = 0
    for index, answer in zip(asked, own, strict=True):
        here = answer.parsed.boxes[0].box_px if answer.parsed.boxes else None
        there = boxes.get(STRUCTURES[index - 1])
        same += here is there is None or (here is not None and there is not None and np.allclose(here, there))
    return same, len(asked)
