"""The figures as tables: the targets first, then by structure, plane and modality."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from training.evaluation.scoring import Outcome, summarise
from training.evaluation.views import Suite
from training.structures import STRUCTURES

LARGE_SHARE = 0.01  # of the slice: the size from which the synthetic target counts a structure


@dataclass(frozen=True)
class Target:
    """A line of the target table. `at_least`: whether the limit is a lower one."""

    name: str
    measured: float
    limit: float
    at_least: bool = True
    prior: float = math.nan
    asked: int = 0

    @property
    def met(self) -> bool:
        """False where nothing was measured."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def targets(suites: Sequence[Suite], outcomes: Sequence[Outcome], speed: dict[str, float]) -> list[Target]:
    """The targets, on real whole scans that training never saw; then speed, memory and load."""
    whole = [suite for suite in suites if suite.kind in ("real", "judge")]
    real = _among(outcomes, whole)
    aims: list[tuple[str, list[Suite], float, float | None]] = [
        ("real scans", whole, 0.50, 0.55),
        ("real abdomen", [suite for suite in whole if suite.region == "abdomen"], 0.60, None),
        ("real heads", [suite for suite in whole if suite.region == "head"], 0.50, None),
        ("real head and neck", [suite for suite in whole if suite.region == "head-neck"], 0.50, None),
        ("mirrored bodies", [suite for suite in suites if suite.field == "mirrored"], 0.40, None),
    ]
    lines = []
    for title, some, iou, accuracy in aims:
        if not some:
            continue
        s = summarise(_among(outcomes, some))
        count = int(s["present"])
        lines.append(Target(f"{title}: IoU, missed = 0", s["iou"], iou, prior=s["prior_iou"], asked=count))
        if accuracy is not None:
            lines.append(Target(f"{title}: Acc@0.5", s["acc50"], accuracy, prior=s["prior_acc50"], asked=count))
    s = summarise(real)
    if s["questions"]:
        lines += [
            Target("real scans: absent said absent", s["absent_said_absent"], 0.90, asked=int(s["absent"])),
            Target("real scans: recall", s["recall"], 0.80, asked=int(s["present"])),
            Target("real scans: laterality errors", s["laterality_errors"], 0.01, False, asked=int(s["sided"])),
            Target("real scans: ECE", s["ece"], 0.05, False, asked=int(s["questions"])),
        ]
    for name, key, limit in (
        ("warm query, s (median)", "warm_seconds", 0.3),
        ("load in a new process, s", "load_seconds", 5.0),
        ("peak memory of the worker, GB", "peak_gb", 1.0),
    ):
        if key in speed:
            lines.append(Target(name, speed[key], limit, False))
    return lines


def _among(outcomes: Sequence[Outcome], suites: Sequence[Suite]) -> list[Outcome]:
    """The questions of some suites, less those about the body."""
    names = {suite.name for suite in suites}
    return [o for o in counted(outcomes) if o.suite in names]


def large(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Structures whose box takes over 1 % of the slice."""
    return [o for o in outcomes if o.headline and o.truth is not None and o.share >= LARGE_SHARE]


def counted(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """All questions but those about the body, which is always there and easy to box."""
    return [o for o in outcomes if o.structure != "body"]


def target_table(lines: Sequence[Target]) -> str:
    """target | measured | prior | met?"""
    rows = ["| target | | measured | prior | n | met? |", "| --- | --- | ---: | ---: | ---: | --- |"]
    for line in lines:
        sign = ">=" if line.at_least else "<="
        asked = str(line.asked) if line.asked else ""
        cells = [line.name, f"{sign} {line.limit:g}", _number(line.measured), _number(line.prior), asked]
        rows.append(f"| {' | '.join(cells)} | {'yes' if line.met else '**no**'} |")
    return "\n".join(rows)


def suite_tables(suites: Sequence[Suite], outcomes: Sequence[Outcome]) -> str:
    """A table over the suites, then one a suite: as a whole, by plane, by modality, by structure."""
    parts = ["## Suites\n\n" + _table({f"{s.title} ({s.kind})": counted(_of(outcomes, s)) for s in suites})]
    if groups := by_region(suites, outcomes):
        parts.append("## Real scans by region, modality and field of view\n\n" + _table(groups))
    for suite in suites:
        own = _of(outcomes, suite)
        groups = {"all but the body": counted(own), "over 1 % of the slice": large(own)}
        groups["over 1 % of the slice by pixels"] = [o for o in large(own) if o.area >= LARGE_SHARE]
        if suite.headline is not None:
            groups["the target's structures"] = [o for o in own if o.headline]
        for plane in ("axial", "coronal", "sagittal"):
            groups[plane] = [o for o in counted(own) if o.plane == plane]
        modalities = sorted({o.modality for o in own})
        for modality in modalities if len(modalities) > 1 else ():
            groups[modality] = [o for o in counted(own) if o.modality == modality]
        for name in STRUCTURES:
            groups[name] = [o for o in own if o.structure == name]
        parts.append(f"## {suite.title}\n\n{suite.note}\n\n{_table(groups)}")
    return "\n\n".join(parts)


def by_region(suites: Sequence[Suite], outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The real scans' questions by region, then by modality as told, then by field of view; the bodies left out."""
    about = {suite.name: suite for suite in suites if suite.region}
    own = [o for o in counted(outcomes) if o.suite in about]
    groups: dict[str, list[Outcome]] = {}
    for outcome in sorted(own, key=lambda o: about[o.suite].region):
        groups.setdefault(f"region: {about[outcome.suite].region}", []).append(outcome)
    for outcome in sorted(own, key=lambda o: (about[o.suite].region, o.modality)):
        groups.setdefault(f"{about[outcome.suite].region}, told {outcome.modality}", []).append(outcome)
    for outcome in sorted(own, key=lambda o: about[o.suite].field):
        groups.setdefault(f"field: {about[outcome.suite].field}", []).append(outcome)
    return groups


def _of(outcomes: Sequence[Outcome], suite: Suite) -> list[Outcome]:
    return [o for o in outcomes if o.suite == suite.name]


def _table(groups: dict[str, list[Outcome]]) -> str:
    rows = [
        "| | present | IoU | prior | Acc@0.5 | prior | recall | absent | said absent | left for right | ECE |",
        "| --- |" + " ---: |" * 10,
    ]
    for name, group in groups.items():
        if not group:
            continue
        s = summarise(group)
        figures = [s[key] for key in ("iou", "prior_iou", "acc50", "prior_acc50", "recall")]
        rows.append(
            f"| {name} | {s['present']} | {' | '.join(map(_number, figures))} | {s['absent']} | "
            f"{_number(s['absent_said_absent'])} | {_number(s['laterality_errors'])} | {_number(s['ece'])} |"
        )
    return "\n".join(rows)


def _number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.3f}"
