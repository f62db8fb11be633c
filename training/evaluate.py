"""How good a folder's model is, asked as the product asks it: `python -m training.evaluate [--model FOLDER] [--quick]`.

Prints the target table, then every suite by structure, plane and modality, each beside the prior (a structure's usual
box in the body, told that it is there), by region and field of view, and how answers hold when a CT gets worse. IoU
counts a missed structure as 0. Writes report.md, figures.json, robustness.png and pictures of the best, median and
worst answers to --out. Suites whose data is not there are left out, with a line.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from MISGroundLib.files import resource
from training.evaluation.asking import Asker
from training.evaluation.prior import load_prior
from training.evaluation.report import suite_tables, target_table, targets
from training.evaluation.robustness import write_robustness
from training.evaluation.run import batch_agreement, question_about, run_suite
from training.evaluation.scan_suites import Size
from training.evaluation.scoring import Outcome, summarise
from training.evaluation.sheets import draw_sheet
from training.evaluation.speed import measure
from training.evaluation.suites import QUICK, make_suites


def evaluate(
    model: Path,
    out: Path,
    size: Size,
    only: list[str] | None = None,
    device: str = "auto",
    extras: bool = True,
    judge: bool = False,
) -> str:
    """Run everything; returns the report as Markdown. extras: also robustness, stored axes and the command line.

    judge: on the scans that are looked at once, at the end, and on nothing else.
    """
    began = time.monotonic()
    asker = Asker(model, device)
    notes: list[str] = []
    suites = make_suites(size, sorted(asker.known), notes.append, only, judge)
    prior = load_prior()
    outcomes: list[Outcome] = []
    with tqdm(total=sum(len(suite.views) for suite in suites), unit="slice", disable=None) as bar:
        for suite in suites:
            bar.set_description(suite.name)
            outcomes += run_suite(asker, suite, prior, bar.update)
    same, asked = batch_agreement(asker, suites)
    notes.append(f"A slice's questions go in a batch; one at a time, as the worker asks, {same} of {asked} agree.")
    view = next(view for suite in suites for view in suite.views if asker.known & set(view.boxes))
    questions = [question_about(view, index) for index in sorted(asker.known & set(view.boxes))]
    speed = measure(str(model), view.pixels, questions)
    lines = targets(suites, outcomes, speed)
    out.mkdir(parents=True, exist_ok=True)
    robustness = write_robustness(asker, model, out, notes) if extras else ""
    minutes = (time.monotonic() - began) / 60
    notes.append(f"{len(outcomes)} questions on {bar.total} slices; {minutes:.1f} minutes in all.")
    notes.append(f"Seconds were taken at a load of {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
    listed = "\n".join(f"- {note}" for note in notes)
    parts = ["# misground-mini", target_table(lines), listed, suite_tables(suites, outcomes), robustness]
    report = "\n\n".join(part for part in parts if part) + "\n"

    (out / "report.md").write_text(report, encoding="utf-8")
    figures = {
        "model": asker.loaded.info,
        "decoding": asdict(asker.decoding),
        "targets": [_plain({**asdict(line), "met": line.met}) for line in lines],
        "speed": speed,
        "suites": {s.name: _plain(summarise([o for o in outcomes if o.suite == s.name])) for s in suites},
        "outcomes": [asdict(outcome) for outcome in outcomes],
    }
    (out / "figures.json").write_text(json.dumps(figures, allow_nan=False) + "\n", encoding="utf-8")
    for suite in suites:
        own = [o for o in outcomes if o.suite == suite.name]
        draw_sheet(suite, own, out / f"{suite.name.replace(' ', '-')}.png")
    return report


def _plain(figures: dict[str, Any]) -> dict[str, Any]:
    """JSON has no NaN: what was not measured is null."""
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=resource("Models", "misground-mini"))
    parser.add_argument("--out", type=Path, default=Path("training/runs/evaluation"))
    parser.add_argument("--quick", action="store_true", help="few slices, nothing but the suites")
    parser.add_argument("--suite", action="append", help="only suites whose name holds this (repeat)")
    parser.add_argument("--judge", action="store_true", help="the scans that judge, once, at the end; nothing else")
    parser.add_argument("--device", default="auto")
    arguments = parser.parse_args()
    size = QUICK if arguments.quick else Size()
    extras = not (arguments.quick or arguments.suite or arguments.judge)
    about = (arguments.suite, arguments.device, extras, arguments.judge)
    print(evaluate(arguments.model, arguments.out, size, *about))


if __name__ == "__main__":
    main()
