"""Trains several eyes from nothing for the same time on the same pictures, and judges them on the scans to choose by.

    python -m training.bake_off --minutes 28 [--rows d c e a b] [--no-judge | --judge-only]

One row after the other, each as many minutes of training on one thread, each with the pictures of the same seed in the
same order (what a picture shows follows from seed and step). Compiling, loading and judging do not count; waiting for
pictures does. Each row's folder in --out holds its checkpoint, the log of its losses and the weights (their average)
after every five minutes; judging writes what those reach on the "choose" scans to choose.jsonl beside them
(training/evaluation/eye.py: no scan that judges at the end is opened). Row b needs a trained eye (--eye), which is
judged too. What is there is not made again: a killed call goes on where it stopped, and --judge-only may run on another
core meanwhile. `python -m training.bake_off_report` makes the figures, the table and the picture of it.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from training.donor import load_donors
from training.evaluation.eye import asking, eye_of
from training.evaluation.views import Suite, View
from training.evaluation.yardstick import Eye, choose_views, score
from training.examples import Pool, make_batch
from training.feeding import Feeder
from training.model import SIDE, Vocabulary, load_run, make_tokenizer, normalise, put
from training.muon import Together, muon_and_adamw
from training.plain_tokens import PlainVoice, write_all
from training.schedule import save_state
from training.structures import COUNT
from training.train import OPTIMISERS, Plan, Trainer, fit
from training.vit_eye import VitEye

OUT = Path("training/runs/bake-off")
EYE = Path("training/runs/eye")
PRESENT = "present"  # the folder of what the present eye reaches
MARK_MINUTES = 5.0  # between the points of a learning curve
SEED = 10


@dataclass(frozen=True)
class Row:
    """A model of the bake-off. make: what trains it, of a plan, compiled or not, the folder of the present eye.

    neighbours: are the other two colours. rate, cooling: as its kind was trained before.
    """

    title: str
    make: Callable[[Plan, bool, Path], Trainer | PlainVoice]
    neighbours: bool = False
    rate: float = 1.5e-3
    cooling: float = 0.2

    def plan(self, minutes: float) -> Plan:
        """So many minutes of training."""
        return Plan(rate=self.rate, cooling=self.cooling, seed=SEED, seconds=60 * minutes)


def _unet(plan: Plan, compiled: bool, eye: Path) -> Trainer:
    return Trainer(plan, compiled=compiled)


def _unet_by_muon(plan: Plan, compiled: bool, eye: Path) -> Trainer:
    return Trainer(plan, optimiser=OPTIMISERS["muon"], compiled=compiled)


def _vit(plan: Plan, compiled: bool, eye: Path) -> Trainer:
    torch.manual_seed(plan.seed)
    return Trainer(plan, eye=VitEye(COUNT + 1, SIDE), optimiser=_muon_and_adamw, compiled=compiled)


def _muon_and_adamw(parameters: Mapping[str, nn.Parameter]) -> Together:
    """As the former tower was trained: Muon for the matrices of its layers, AdamW for the rest."""
    return muon_and_adamw(parameters, lambda name, p: ".layers." in name and p.ndim == 2)


def _plain(plan: Plan, compiled: bool, eye: Path) -> PlainVoice:
    return PlainVoice(plan, torch.load(eye / "checkpoint.pt", weights_only=True)["average"])


ROWS: dict[str, Row] = {
    "d": Row("U-Net, neighbouring slices as colours", _unet, neighbours=True),
    "c": Row("U-Net", _unet),
    "e": Row("U-Net, its kernels by Muon", _unet_by_muon),
    "a": Row("ViT, its matrices by Muon", _vit),
    "b": Row("present eye, no evidence tokens", _plain, rate=2e-3, cooling=0.3),
}


def marks(minutes: float) -> list[float]:
    """The minutes after which the weights are kept: every MARK_MINUTES, and the end."""
    count = int((minutes - 1e-6) // MARK_MINUTES)
    return [MARK_MINUTES * (number + 1) for number in range(count)] + [minutes]


def train_row(
    row: Row, folder: Path, donors: Path, minutes: float, compiled: bool = False, producers: int = 1, eye: Path = EYE
) -> None:
    """Train so many minutes; the weights at each of the `marks` lie in the folder. Goes on with what is there."""
    at = marks(minutes)
    wanted = [folder / f"at-{mark:g}.pt" for mark in at]
    if all(file.is_file() for file in wanted):
        return
    folder.mkdir(parents=True, exist_ok=True)
    plan = row.plan(minutes)
    trainer = row.make(plan, compiled, eye)
    if isinstance(trainer, Trainer):
        _warm_up(trainer, row, donors)
    if (folder / "checkpoint.pt").is_file():
        trainer.restore(torch.load(folder / "checkpoint.pt", weights_only=True))
    with Feeder(donors, plan.seed, trainer.step, plan.batch, producers, row.neighbours) as feeder:
        for mark, file in zip(at, wanted, strict=True):
            fit(trainer, feeder, folder, until=60 * mark)
            if not file.is_file():
                kept = {"average": trainer.average, "step": trainer.step, "seconds": trainer.seconds}
                save_state(kept, file)


def _warm_up(trainer: Trainer, row: Row, donors: Path) -> None:
    """A step that changes nothing, so that compiling is done before the clock starts."""
    began = time.monotonic()
    batch = make_batch(Pool(load_donors(donors)), trainer.plan.seed, 0, trainer.plan.batch, row.neighbours)
    drawn = time.monotonic()
    trainer.losses(batch)["total"].backward()
    for parameter in trainer.parameters.values():
        parameter.grad = None
    print(f"first batch {drawn - began:.0f} s, first step (compiling) {time.monotonic() - drawn:.0f} s", flush=True)


def judge_row(row: Row, folder: Path, suites: Mapping[str, Sequence[Suite]], eye: Path = EYE) -> None:
    """Add to choose.jsonl what each kept set of weights reaches, where that is not there yet.

    suites: "alone" and "beside", the same views as one slice and with the neighbours as colours.
    """
    log = folder / "choose.jsonl"
    done = {line["file"] for line in read_lines(log)}
    for file in sorted(folder.glob("at-*.pt"), key=lambda path: float(path.stem.removeprefix("at-"))):
        if file.name in done:
            continue
        kept = torch.load(file, weights_only=True)
        seen = _with_weights(row.make(Plan(), False, eye), kept["average"])
        line: dict[str, Any] = {"file": file.name, "step": kept["step"], "seconds": kept["seconds"]}
        for name in ("alone", "beside") if row.neighbours else ("alone",):
            line[name] = score(seen, suites[name])
            print(f"{folder.name}, {file.name}, {name}: {line[name]['all']['iou']:.3f}", flush=True)
        _add(line, log)


def _with_weights(trainer: Trainer | PlainVoice, average: Mapping[str, torch.Tensor]) -> Eye:
    if isinstance(trainer, PlainVoice):
        put(trainer.named, average)
        return asking(trainer.find)
    put(trainer.parameters, average)
    return eye_of(trainer.model.eval().model.visual)


def judge_present(run: Path, folder: Path, suites: Sequence[Suite]) -> None:
    """What the present eye reaches on the same views, measured on its masks and as written from its evidence."""
    log = folder / "choose.jsonl"
    if log.is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    model, step = load_run(run)
    model.eval()
    tower, vocabulary = model.model.visual, Vocabulary(make_tokenizer())

    def written(images: torch.Tensor, sagittal: bool) -> tuple[torch.Tensor, torch.Tensor]:
        prefix = vocabulary.prefix("", "sagittal" if sagittal else "axial", None)
        return write_all(model, vocabulary, tower.tokens(tower.measured(normalise(images))), (1, COUNT), prefix)

    line: dict[str, Any] = {
        "step": step,
        "measured": score(eye_of(tower), suites),
        "written": score(asking(written), suites),
    }
    print(f"present eye: {line['measured']['all']['iou']:.3f}, written {line['written']['all']['iou']:.3f}", flush=True)
    _add(line, log)


def choose_both(folder: Path) -> dict[str, list[Suite]]:
    """The views of the scans to choose by: "alone", and "beside", the neighbours in the other two colours."""
    beside = choose_views(folder / "choose_beside.npz", beside=True)
    alone = [replace(suite, views=[_alone(view) for view in suite.views]) for suite in beside]
    return {"alone": alone, "beside": beside}


def _alone(view: View) -> View:
    return replace(view, pixels=np.ascontiguousarray(view.pixels[:, :, 1]))


def read_lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines; [] where there is none."""
    return [json.loads(line) for line in file.read_text().splitlines()] if file.is_file() else []


def _add(line: Mapping[str, Any], file: Path) -> None:
    with file.open("a") as lines:
        lines.write(json.dumps(line) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="+", choices=list(ROWS), default=list(ROWS))
    parser.add_argument("--minutes", type=float, default=45.0, help="of training, for each row")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--donors", type=Path, default=Path("training/runs/donors"))
    parser.add_argument("--eye", type=Path, default=EYE, help="the run of the present eye, for row b")
    parser.add_argument("--producers", type=int, default=1, help="processes that draw pictures")
    parser.add_argument("--no-compile", dest="compiled", action="store_false")
    parser.add_argument("--no-judge", dest="judge", action="store_false")
    parser.add_argument("--judge-only", dest="train", action="store_false")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a polite end leaves a checkpoint
    for name in asked.rows if asked.train else ():
        print(f"row {name}: {ROWS[name].title}", flush=True)
        train_row(ROWS[name], asked.out / name, asked.donors, asked.minutes, asked.compiled, asked.producers, asked.eye)
    if asked.judge:
        suites = choose_both(asked.out)
        for name in asked.rows:
            judge_row(ROWS[name], asked.out / name, suites, asked.eye)
        if (asked.eye / "checkpoint.pt").is_file():
            judge_present(asked.eye, asked.out / PRESENT, suites["alone"])


if __name__ == "__main__":
    main()
