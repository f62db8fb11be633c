"""Whole volumes: every strategy of `MISGroundLib.extent` on labelled cases: `python benchmarks/extent.py`.

Cases are real scans that choices may be made by (training/sources.py) and held-out phantoms; a scan that judges is
never opened. Each structure of a case is searched for alone, by the product's own search, slices and answers; so are
structures that certainly lie outside the scan. Real scans are asked for all, on slices 4 mm apart; phantoms, on slices
6 mm apart, for every fourth structure, the next phantom for the next ones.

Said of each strategy, beside the prior (a structure's average box in the body) and the sweeps of every slice: 3D IoU
(missed = 0), recall, "not in this volume" right, questions a target. Then IoU against budget; how well the confidence
is calibrated, and a curve fitted on one half of the cases on the other half; with `--timed`, seconds of the real worker
on ct_torso_ts (liver and both kidneys, warm). Writes results/extent.json and results/extent.png.

An answer is worked out once and kept (`--memo FILE` keeps it for the next call): strategies share them. `--quick` takes
three scans and slices 6 mm apart.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "MISGround"), str(ROOT / "Testing"), str(ROOT), str(ROOT / "benchmarks")]
sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]

from extent_cases import Case, RememberingEngine, asked_of, opened, phantom_scan, real_scans  # noqa: E402
from machine import machine  # noqa: E402

from MISGroundLib.extent import Extent, ExtentRun, SearchPlan  # noqa: E402
from MISGroundLib.extent.evidence import measure  # noqa: E402
from MISGroundLib.extent.volume_answer import trust_of  # noqa: E402
from MISGroundLib.extent.volume_frame import overlap  # noqa: E402
from MISGroundLib.settings import Settings  # noqa: E402
from training.calibrate import fit_knots  # noqa: E402
from training.evaluation import cases  # noqa: E402
from training.evaluation.asking import Asker  # noqa: E402

RESULTS = Path(__file__).parent / "results"
MODEL = ROOT / "MISGround" / "Resources" / "Models" / "misground-mini"
STRATEGIES = {
    "planes": SearchPlan("planes"),
    "planes, fewer within": SearchPlan("planes", along=1, across=3),
    "planes, first slices 20 mm apart": SearchPlan("planes", coarse_mm=20),
    "one plane": SearchPlan("one plane"),
    "sweep, one plane": SearchPlan("sweep"),
    "sweep, three planes": SearchPlan("sweep planes"),
}
BRUTE_FORCE = "sweep, three planes"
BUDGETS = (4, 8, 12, 16, 20, 25)
PHANTOM_FINEST_MM, PHANTOM_SHARES = 6.0, 4
RIGHT_IOU = 0.5


@dataclass
class Outcome:
    """One target searched for by one strategy."""

    case: str
    target: str
    present: bool
    found: bool
    iou: float
    questions: int
    confidence: float | None = None
    trust: float | None = None


def searched(case: Case, engine: RememberingEngine, name: str, plan: SearchPlan) -> Outcome:
    """The product's search for one structure."""
    run = ExtentRun(case.source, [name], engine, Settings(), plan)
    extent: Extent = run.wait()[0]
    truth = case.truth.get(name)
    iou = overlap(extent.bounds_mm, truth) if extent.bounds_mm is not None and truth is not None else 0.0
    trust = None
    if extent.found:
        search = run._searches[0]
        trust = trust_of(measure(search.looks, run.frame, search.axis))
    return Outcome(case.name, name, truth is not None, extent.found, iou, run.questions, extent.confidence, trust)


def by_prior(case: Case, name: str) -> Outcome:
    """The prior's box, wherever the scan has a body."""
    box, truth = case.prior[name], case.truth.get(name)
    iou = overlap(box, truth) if box is not None and truth is not None else 0.0
    return Outcome(case.name, name, truth is not None, box is not None, iou, 0)


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Means over targets; and by case the mean IoU."""
    present, absent = [o for o in outcomes if o.present], [o for o in outcomes if not o.present]
    return {
        "iou": _mean(o.iou for o in present),
        "recall": _mean(o.found for o in present),
        "right": _mean(o.iou >= RIGHT_IOU for o in present),
        "absent_right": _mean(not o.found for o in absent),
        "questions_present": _mean(o.questions for o in present),
        "questions_absent": _mean(o.questions for o in absent),
        "targets": [len(present), len(absent)],
        "iou_by_case": {
            name: _mean(o.iou for o in present if o.case == name) for name in dict.fromkeys(o.case for o in present)
        },
    }


def _mean(values: Any) -> float | None:
    listed = [float(value) for value in values]
    return round(float(np.mean(listed)), 4) if listed else None


def calibration(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How often a box is right by how sure it is said to be; the knots that would fit these outcomes; and the error of
    knots fitted on every second case, on the other cases."""
    found = [o for o in outcomes if o.found]
    names = list(dict.fromkeys(o.case for o in found))
    halves = [[o for o in found if names.index(o.case) % 2 == half] for half in (0, 1)]
    crossed = []
    for fitted, held in (halves, halves[::-1]):
        knots = fit_knots([o.trust or 0.0 for o in fitted], _right(fitted)) if fitted else []
        if knots and held:
            said = np.interp([o.trust or 0.0 for o in held], [x for x, _ in knots], [y for _, y in knots])
            crossed.append(_reliability(said.tolist(), _right(held))["error"])
    return {
        **_reliability([o.confidence or 0.0 for o in found], _right(found)),
        "knots": fit_knots([o.trust or 0.0 for o in found], _right(found)),
        "error_of_knots_on_other_cases": crossed,
    }


def _right(found: Sequence[Outcome]) -> list[bool]:
    return [o.present and o.iou >= RIGHT_IOU for o in found]


def _reliability(said: Sequence[float], right: Sequence[bool]) -> dict[str, Any]:
    """The mean of what was said and of what was right in six bins of equal size, and how far these lie apart."""
    order = np.argsort(said)
    bins = [part for part in np.array_split(order, 6) if len(part)]
    table = [[_mean(said[i] for i in part), _mean(right[i] for i in part), len(part)] for part in bins]
    error = sum(abs(said_ - right_) * n for said_, right_, n in table) / max(1, len(said))  # type: ignore[operator]
    return {"said, right, count": table, "error": round(float(error), 4)}


def timed(finest_mm: float) -> dict[str, Any]:
    """Seconds of the real worker: liver and both kidneys in ct_torso_ts, the model warm."""
    from MISGroundLib.engine.client import EngineClient

    client = EngineClient()
    try:
        with opened(cases.torso_ct(), finest_mm) as case:
            ExtentRun(case.source, ["spleen"], client, Settings(), SearchPlan(budget=1)).wait()
            began, first = time.perf_counter(), []

            def on_progress(progress: Any) -> None:
                if any(one.found for one in progress.extents):
                    first.append(time.perf_counter() - began)

            run = ExtentRun(case.source, ["liver", "kidneys"], client, Settings(), SearchPlan(finest_mm=finest_mm))
            extents = run.wait(on_progress)
            taken = time.perf_counter() - began
    finally:
        client.close()
    return {
        "seconds": round(taken, 2),
        "first_box_seconds": round(first[0], 2) if first else None,
        "slices": run.slices,
        "questions": run.questions,
        "answers": [one.summary() for one in extents],
    }


def plot(report: dict[str, Any], file: Path) -> None:
    """IoU against questions a target: the budgets as a line, the strategies as points; real scans, then phantoms."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    kinds = [kind for kind in ("real scans", "phantoms") if report[kind]["strategies"]["prior"]["targets"][0]]
    figure, panes = pyplot.subplots(1, len(kinds), figsize=(6 * len(kinds), 4.2), squeeze=False)
    for kind, axes in zip(kinds, panes[0], strict=True):
        curve = report[kind]["budget"]
        axes.plot([one["questions_present"] for one in curve], [one["iou"] for one in curve], "o-", label="by budget")
        for name, one in report[kind]["strategies"].items():
            if name == "prior":
                axes.axhline(one["iou"], color="grey", linestyle=":", label="prior: the average box in the body")
            else:
                axes.plot(one["questions_present"], one["iou"], "s", label=name)
        axes.set(xscale="log", title=kind, xlabel="questions a target", ylabel="3D IoU (missed = 0)")
        axes.legend(fontsize=7, loc="lower right")
        axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    pyplot.close(figure)


class Runs:
    """The outcomes of one kind of cases, by strategy and by budget."""

    def __init__(self, plans: dict[str, SearchPlan], budgets: Sequence[int]) -> None:
        self.plans = plans
        self.by_strategy: dict[str, list[Outcome]] = {"prior": [], **{name: [] for name in plans}}
        self.by_budget: dict[int, list[Outcome]] = {budget: [] for budget in budgets}

    def add(self, case: Case, engine: RememberingEngine, names: Sequence[str]) -> None:
        """Search a case for these structures."""
        engine.targets = list(names)
        for name in names:
            self.by_strategy["prior"].append(by_prior(case, name))
            for label, plan in self.plans.items():
                self.by_strategy[label].append(searched(case, engine, name, plan))
            for budget, outcomes in self.by_budget.items():
                outcomes.append(searched(case, engine, name, replace(self.plans["planes"], budget=budget)))

    def summary(self) -> dict[str, Any]:
        """What all outcomes come to."""
        return {
            "strategies": {name: summary(found) for name, found in self.by_strategy.items()},
            "budget": [{"budget": budget, **summary(found)} for budget, found in self.by_budget.items()],
        }

    def meets_targets(self) -> bool:
        """At most 0.02 below the sweep of all planes, at a fifth of its questions; of absent ones 0.95 said so."""
        ours, brute = summary(self.by_strategy["planes"]), summary(self.by_strategy[BRUTE_FORCE])
        return not ours["targets"][0] or (
            ours["iou"] >= brute["iou"] - 0.02
            and ours["questions_present"] <= brute["questions_present"] / 5
            and (ours["absent_right"] or 1.0) >= 0.95
        )


def report_of(real: Runs, drawn: Runs, arguments: argparse.Namespace, finest_mm: float) -> dict[str, Any]:
    """All figures."""
    found = [*real.by_strategy.get("planes", []), *drawn.by_strategy.get("planes", [])]
    return {
        "machine": machine(),
        "model": arguments.model.name,
        "finest_mm": {"real scans": finest_mm, "phantoms": PHANTOM_FINEST_MM},
        "quick": arguments.quick,
        "real scans": real.summary(),
        "phantoms": drawn.summary(),
        "calibration": calibration(found) if found else None,
        "targets": [asdict(one) for one in found],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three scans, slices 6 mm apart")
    parser.add_argument("--phantoms", type=int, default=40)
    parser.add_argument("--patients", type=int, default=6, help="planning CTs of head and neck")
    parser.add_argument("--only", help="strategies whose name holds this, and no budgets")
    parser.add_argument("--timed", action="store_true", help="also the seconds of the real worker")
    parser.add_argument("--memo", type=Path, help="file that keeps the answers for the next call")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--out", type=Path, default=RESULTS / "extent.json")
    arguments = parser.parse_args()
    finest = 6.0 if arguments.quick else SearchPlan().finest_mm
    memo = pickle.loads(arguments.memo.read_bytes()) if arguments.memo and arguments.memo.is_file() else {}
    engine = RememberingEngine(Asker(arguments.model), memo)
    plans = {name: plan for name, plan in STRATEGIES.items() if not arguments.only or arguments.only in name}
    budgets = () if arguments.only else BUDGETS
    real, drawn = (
        Runs({name: replace(plan, finest_mm=apart) for name, plan in plans.items()}, budgets)
        for apart in (finest, PHANTOM_FINEST_MM)
    )
    phantoms = 0 if arguments.quick else arguments.phantoms
    scans = chain(
        ((scan, finest, real, None) for scan in real_scans(arguments.quick, arguments.patients)),
        ((phantom_scan(number), PHANTOM_FINEST_MM, drawn, number % PHANTOM_SHARES) for number in range(phantoms)),
    )
    for scan, apart, runs, which in scans:
        began = time.perf_counter()
        with opened(scan, apart) as case:
            names = asked_of(case, engine.asker.known, PHANTOM_SHARES, which)
            runs.add(case, engine, names)
        print(f"{case.name}: asked for {len(names)}, {time.perf_counter() - began:.0f} s")
        if arguments.memo:
            arguments.memo.write_bytes(pickle.dumps(memo))
    report = report_of(real, drawn, arguments, finest)
    if arguments.timed:
        report["timed"] = timed(finest)
    for kind in ("real scans", "phantoms"):
        for name, one in report[kind]["strategies"].items():
            if one["targets"][0]:
                print(
                    f"{kind:10s} {name:32s} IoU {one['iou']:.3f}  recall {one['recall']:.3f}  "
                    f"right {one['right']:.3f}  absent right {one['absent_right'] or 0:.3f}  "
                    f"questions {one['questions_present']} / {one['questions_absent']}"
                )
    print(json.dumps(report.get("timed", {}), indent=1))
    arguments.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if budgets:
        plot(report, arguments.out.with_suffix(".png"))
    if BRUTE_FORCE not in plans or "planes" not in plans:
        return 0
    good = real.meets_targets() and drawn.meets_targets()
    print("targets met" if good else "TARGETS MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
