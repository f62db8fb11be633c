"""Whole volumes: every strategy of `MISGroundLib.extent` on labelled cases: `python benchmarks/extent.py`.

Cases are real scans that choices may be made by (training/sources.py) and held-out phantoms; a scan that judges is
never opened. Each structure of a case is searched for alone, by the product's own search, slices and answers; so are
structures that certainly lie outside the scan. Beside the strategies: the prior, a structure's average box in the body,
and the sweeps of every slice. Said of each: 3D IoU (missed = 0), recall, "not in this volume" right, questions a
target. Then IoU against budget, how well the confidence is calibrated, and, with `--timed`, seconds of the real worker
on ct_torso_ts (liver and both kidneys, warm). Writes results/extent.json and results/extent.png.

An answer is worked out once and kept (`--memo FILE` keeps it for the next call): strategies share them. `--quick` takes
three scans and slices 6 mm apart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "MISGround"), str(ROOT / "Testing"), str(ROOT), str(ROOT / "benchmarks")]
sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]

from machine import machine  # noqa: E402

from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Done  # noqa: E402
from MISGroundLib.extent import Extent, ExtentRun, SearchPlan  # noqa: E402
from MISGroundLib.extent.evidence import measure  # noqa: E402
from MISGroundLib.extent.volume_answer import trust_of  # noqa: E402
from MISGroundLib.extent.volume_frame import Bounds, overlap, volume_frame  # noqa: E402
from MISGroundLib.settings import Settings  # noqa: E402
from training.calibrate import fit_knots  # noqa: E402
from training.evaluation import cases  # noqa: E402
from training.evaluation.asking import Asker  # noqa: E402
from training.evaluation.prior import load_prior  # noqa: E402
from training.evaluation.scans import Scan, body_mask  # noqa: E402
from training.sources import split_of  # noqa: E402
from training.structures import CONTAINS, COUNT, STRUCTURE_ID, STRUCTURES  # noqa: E402

RESULTS = Path(__file__).parent / "results"
MODEL = ROOT / "MISGround" / "Resources" / "Models" / "misground-mini"
# Asked of scans that do not hold them; left out where a case may hold one without a label.
NOT_IN_HEADS = (
    *("liver", "spleen", "left kidney", "right kidney", "urinary bladder", "sacrum", "prostate", "pancreas"),
    *("gallbladder", "left femur", "right hip bone", "patella", "medial meniscus", "tibia", "left gluteus maximus"),
)
NOT_IN_TRUNKS = (
    *("brain", "cerebellum", "brainstem", "left hippocampus", "right putamen", "fourth ventricle", "mandible", "skull"),
    *("left parotid gland", "right masseter", "patella", "medial meniscus", "lateral meniscus", "tibia"),
)
STRATEGIES = {
    "planes": SearchPlan("planes"),
    "planes, 1 slice across": SearchPlan("planes", across=1),
    "planes, coarse 20 mm": SearchPlan("planes", coarse_mm=20),
    "planes, coarse 45 mm": SearchPlan("planes", coarse_mm=45),
    "one plane": SearchPlan("one plane"),
    "sweep, every 4th slice": SearchPlan("sweep", every=4),
    "sweep, one plane": SearchPlan("sweep"),
    "sweep, three planes": SearchPlan("sweep planes"),
}
BRUTE_FORCE = "sweep, three planes"
BUDGETS = (4, 8, 12, 16, 20, 25, 30, 40)
RIGHT_IOU = 0.5


@dataclass
class Case:
    """A volume with the true bounds (3, 2) of what it holds, in its frame, and the names of what it does not hold."""

    name: str
    source: NodeSource
    truth: dict[str, Bounds]
    absent: list[str]
    prior: dict[str, Bounds | None]


@dataclass
class NodeSource:
    """A volume node as the search wants it; a slice is cut once."""

    node: Any
    info: Any
    ijk_to_ras: NDArray[np.float64]
    array: NDArray[Any]
    kept: dict[str, Any] = field(default_factory=dict)

    def cut(self, grid: Any) -> Any:
        from MISGroundLib.scene.volumes import slice_image
        from MISGroundLib.slices import AUTOMATIC_WINDOW

        key = f"{grid.plane} {grid.position_mm:.4f}"
        if key not in self.kept:
            self.kept[key] = slice_image(self.node, grid, AUTOMATIC_WINDOW)
        return self.kept[key]

    def midline(self) -> None:
        """Every picture has it."""


class RememberingEngine:
    """Answers by the worker's own code, each once; all targets of a case are asked when a slice is first seen."""

    def __init__(self, asker: Asker, memo: dict[str, Any]) -> None:
        self.asker, self.memo = asker, memo
        self.targets: list[str] = []
        self.waiting: list[Any] = []

    def ask(self, image: NDArray[np.uint8], questions: Sequence[Any], settings: Settings) -> str:
        about = replace(questions[0], query="")
        picture = hashlib.sha1(image.tobytes() + repr(about).encode()).hexdigest()
        known = self.memo.setdefault(picture, {})
        missing = [name for name in dict.fromkeys([*self.targets, *(one.query for one in questions)])]
        missing = [name for name in missing if name not in known]
        if {one.query for one in questions} & set(missing):
            answers = self.asker.many(image, [replace(about, query=name) for name in missing])
            for name, one in zip(missing, answers, strict=True):
                boxes = [
                    (tuple(map(float, box.box_px)), box.label, score)
                    for box, score in zip(one.parsed.boxes, one.box_scores, strict=True)
                ]
                known[name] = (one.raw, boxes, one.score, one.problems, {"raw_score": one.statistics["raw_score"]})
        self.waiting = []
        for index, question in enumerate(questions):
            raw, boxes, score, problems, statistics = known[question.query]
            drawn = [DetectedBox(*box) for box in boxes]
            self.waiting.append(AnswerEvent("r", index, raw, drawn, score, problems, statistics))
        self.waiting.append(Done("r", {"name": "misground-mini"}, {}))
        return "r"

    def poll(self, timeout: float = 0.0) -> list[Any]:
        told, self.waiting = self.waiting, []
        return told

    def cancel(self, request_id: str) -> None:
        pass

    def close(self) -> None:
        pass


def case_scans(quick: bool, phantoms: int, patients: int) -> Iterator[Scan]:
    """The scans, one after the other; none that judges."""
    yield cases.torso_ct()
    yield cases.brain_t1()
    for patient in cases.planning_patients("choose")[: 1 if quick else patients]:
        yield cases.neck_ct(patient)
    if quick:
        return
    yield cases.brain_flair()
    yield cases.spine_mr()
    yield cases.spine_ct()
    for seed in range(phantoms):
        yield phantom_scan(seed)


def phantom_scan(number: int) -> Scan:
    """A held-out phantom's trunk as a CT; all that it holds is labelled."""
    from MISGroundLib.scene.reading import LoadedVolume
    from MISGroundLib.slices import VolumeInfo
    from training.phantom_case import crop_to_trunk, phantom_ct
    from training.phantoms.phantom import FIRST_HELD_OUT_SEED, make_phantom

    seed = FIRST_HELD_OUT_SEED + number
    phantom = crop_to_trunk(make_phantom(seed))
    values = phantom_ct(phantom, seed)
    affine = np.diag([phantom.voxel_mm] * 3 + [1.0])
    affine[:3, 3] = phantom.origin_ras
    info = VolumeInfo(phantom.name, "", "CT", "", values.shape, (phantom.voxel_mm,) * 3, "a phantom")
    array = np.ascontiguousarray(values.transpose(2, 1, 0))
    labels = np.ascontiguousarray(phantom.labels().transpose(2, 1, 0))
    return Scan(phantom.name, LoadedVolume(array, affine, info, []), labels, body_mask(array, "CT"), frozenset())


@contextmanager
def opened(scan: Scan, finest_mm: float) -> Iterator[Case]:
    """A scan as a case."""
    from MISGroundLib.scene.headless import private_scene
    from MISGroundLib.scene.volumes import add_volume_node

    if split_of(Path(scan.name).name) == "judge":
        raise SystemExit(f"{scan.name} judges: it is not opened here.")
    loaded = scan.loaded
    frame = volume_frame(loaded.ijk_to_ras, loaded.info.shape_ijk, finest_mm)
    truth = {}
    for index in range(2, COUNT + 1):
        mask = CONTAINS[index][scan.labels]
        if index not in scan.unknown | scan.partial and mask.any():
            truth[STRUCTURES[index - 1]] = _bounds(mask, loaded.ijk_to_ras, frame.axes)
    # A head goes down to the shoulders at most.
    names = NOT_IN_HEADS if "brain" in truth or "brainstem" in truth else NOT_IN_TRUNKS
    silent = {STRUCTURES[index - 1] for index in scan.unknown | scan.partial}
    absent = [name for name in names if name not in truth and name not in silent]
    if scan.name.startswith(("ct_spine", "mr_spine")):
        absent = list(NOT_IN_TRUNKS)
    prior = _prior_bounds([*truth, *absent], _bounds(scan.body, loaded.ijk_to_ras, np.eye(3)), frame.axes)
    with private_scene() as scene:
        node = add_volume_node(scene, loaded)
        yield Case(scan.name, NodeSource(node, loaded.info, loaded.ijk_to_ras, loaded.array), truth, absent, prior)


def _bounds(mask: NDArray[np.bool_], ijk_to_ras: NDArray[np.float64], axes: NDArray[np.float64]) -> Bounds:
    """Of the voxels of a mask (k, j, i), along axes, one a column."""
    ends = [np.flatnonzero(mask.any(axis=tuple(one for one in range(3) if one != axis)))[[0, -1]] for axis in (2, 1, 0)]
    corners = _corners(np.array([(first - 0.5, last + 0.5) for first, last in ends]))
    return _round(corners @ ijk_to_ras[:3, :3].T + ijk_to_ras[:3, 3], axes)


def _corners(bounds: Bounds) -> NDArray[np.float64]:
    return np.array([[x, y, z] for x in bounds[0] for y in bounds[1] for z in bounds[2]])


def _round(points: NDArray[np.float64], axes: NDArray[np.float64]) -> Bounds:
    along = points @ axes
    return np.stack([along.min(axis=0), along.max(axis=0)], axis=1)


def _prior_bounds(names: Sequence[str], body_ras: Bounds, axes: NDArray[np.float64]) -> dict[str, Bounds | None]:
    """A structure's usual box in the body: left to right and front to back of axial slices, height of coronal ones."""
    prior = load_prior()
    found: dict[str, Bounds | None] = {}
    for name in names:
        axial, coronal = (prior.boxes.get(f"{name}/{plane}") for plane in ("axial", "coronal"))
        if axial is None or coronal is None:
            found[name] = None
            continue
        # Pictures run from the patient's right to the left, from front to back, from head to feet.
        turned = [(axial[0], axial[2]), (axial[1], axial[3]), (coronal[1], coronal[3])]
        shares = np.array([(1 - high, 1 - low) for low, high in turned])
        found[name] = _round(_corners(body_ras[:, :1] + shares * np.ptp(body_ras, axis=1)[:, None]), axes)
    return found


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
    """How often a box is right by how sure it is said to be; and the knots that would fit these outcomes."""
    found = [o for o in outcomes if o.found]
    right = [o.present and o.iou >= RIGHT_IOU for o in found]
    said = [o.confidence or 0.0 for o in found]
    order = np.argsort(said)
    bins = [part for part in np.array_split(order, 6) if len(part)]
    table = [[_mean(said[i] for i in part), _mean(right[i] for i in part), len(part)] for part in bins]
    error = sum(abs(said_ - right_) * n for said_, right_, n in table) / max(1, len(found))  # type: ignore[operator]
    return {
        "said, right, count": table,
        "error": round(float(error), 4),
        "knots": fit_knots([o.trust or 0.0 for o in found], right),
    }


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
    """IoU against questions a target: the budgets as a line, the strategies as points."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.2))
    curve = report["budget"]
    axes.plot(
        [one["questions_present"] for one in curve], [one["iou"] for one in curve], "o-", label="default, by budget"
    )
    for name, one in report["strategies"].items():
        if name == "prior":
            axes.axhline(one["iou"], color="grey", linestyle=":", label="prior: the average box in the body")
        else:
            axes.plot(one["questions_present"], one["iou"], "s", label=name)
    axes.set(xscale="log", xlabel="questions a target", ylabel="3D IoU (missed = 0)")
    axes.legend(fontsize=7, loc="lower right")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    pyplot.close(figure)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three scans, slices 6 mm apart")
    parser.add_argument("--phantoms", type=int, default=6)
    parser.add_argument("--patients", type=int, default=4, help="planning CTs of head and neck")
    parser.add_argument("--finest", type=float, help="mm between the nearest slices (default 4; quick: 6)")
    parser.add_argument("--only", help="strategies whose name holds this, and no budgets")
    parser.add_argument("--timed", action="store_true", help="also the seconds of the real worker")
    parser.add_argument("--memo", type=Path, help="file that keeps the answers for the next call")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--out", type=Path, default=RESULTS / "extent.json")
    arguments = parser.parse_args()
    finest = arguments.finest or (6.0 if arguments.quick else SearchPlan().finest_mm)
    memo = pickle.loads(arguments.memo.read_bytes()) if arguments.memo and arguments.memo.is_file() else {}
    engine = RememberingEngine(Asker(arguments.model), memo)
    plans = {name: replace(plan, finest_mm=finest) for name, plan in STRATEGIES.items()}
    if arguments.only:
        plans = {name: plan for name, plan in plans.items() if arguments.only in name}
    budgets = () if arguments.only else BUDGETS
    outcomes: dict[str, list[Outcome]] = {"prior": [], **{name: [] for name in plans}}
    limited: dict[int, list[Outcome]] = {budget: [] for budget in budgets}
    for scan in case_scans(arguments.quick, arguments.phantoms, arguments.patients):
        began = time.perf_counter()
        with opened(scan, finest) as case:
            names = [name for name in [*case.truth, *case.absent] if STRUCTURE_ID[name] in engine.asker.known]
            engine.targets = names
            for name in names:
                outcomes["prior"].append(by_prior(case, name))
                for label, plan in plans.items():
                    outcomes[label].append(searched(case, engine, name, plan))
                for budget in budgets:
                    limited[budget].append(searched(case, engine, name, replace(plans["planes"], budget=budget)))
        print(f"{case.name}: {len(case.truth)} there, {len(case.absent)} not, {time.perf_counter() - began:.0f} s")
        if arguments.memo:
            arguments.memo.write_bytes(pickle.dumps(memo))
    report: dict[str, Any] = {
        "machine": machine(),
        "model": arguments.model.name,
        "finest_mm": finest,
        "quick": arguments.quick,
        "strategies": {name: summary(found) for name, found in outcomes.items()},
        "budget": [{"budget": budget, **summary(found)} for budget, found in limited.items()],
        "calibration": calibration(outcomes["planes"]) if "planes" in outcomes else None,
        "targets": [asdict(one) for one in outcomes.get("planes", [])],
    }
    if arguments.timed:
        report["timed"] = timed(finest)
    for name, one in report["strategies"].items():
        print(
            f"{name:26s} IoU {one['iou']:.3f}  recall {one['recall']:.3f}  right {one['right']:.3f}  absent right "
            f"{one['absent_right'] or 0:.3f}  questions {one['questions_present']} / {one['questions_absent']}"
        )
    print(json.dumps(report.get("timed", {}), indent=1))
    arguments.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if budgets:
        plot(report, arguments.out.with_suffix(".png"))
    if BRUTE_FORCE not in plans or "planes" not in plans:
        return 0
    ours, brute = report["strategies"]["planes"], report["strategies"][BRUTE_FORCE]
    good = (
        ours["iou"] >= brute["iou"] - 0.02
        and ours["questions_present"] <= brute["questions_present"] / 5
        and (ours["absent_right"] or 1.0) >= 0.95
    )
    print("targets met" if good else "TARGETS MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
