"""The bake-off's figures as JSON, its learning curves as a picture, a table: `python -m training.bake_off_report`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.bake_off import OUT, PRESENT, ROWS, read_lines
from training.train import Plan

NAME = "eye-bake-off"
# What is told of a row: the yardstick's name of it, and the column's.
_COLUMNS = {
    "all": "whole scans",
    "region: abdomen": "abdomen",
    "region: head": "heads",
    "region: head-neck": "head and neck",
    "region: spine": "spine",
    "field: part": "parts",
    "field: mirrored": "mirrored",
    "field: thin": "thin",
    "field: half": "half",
}
_FIGURES = ("present", "iou", "acc50", "recall", "absent_said_absent", "laterality_errors", "prior_iou")
_COLOURS = {"d": "#1f4e79", "c": "#c05020", "e": "#b08a10", "a": "#5a8a3a", "b": "#7a4a8a"}


def gathered(folder: Path) -> dict[str, Any]:
    """What the rows in a bake-off's folder reached: by row its title and the points of its curve; the present eye's."""
    rows: dict[str, Any] = {}
    for name, row in ROWS.items():
        points = []
        for line in read_lines(folder / name / "choose.jsonl"):
            about = {"minutes": round(line["seconds"] / 60, 2), "step": line["step"]}
            about["pictures"] = line["step"] * Plan.batch
            points.append({**about, **{k: _short(line[k]) for k in ("alone", "beside") if k in line}})
        if points:
            rows[name] = {"title": row.title, "neighbours": row.neighbours, "points": points}
    told: dict[str, Any] = {"rows": rows}
    for line in read_lines(folder / PRESENT / "choose.jsonl"):
        told["present eye"] = {"step": line["step"], **{k: _short(line[k]) for k in ("measured", "written")}}
    return told


def _short(table: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float | None]]:
    """The figures of what is told, NaN as null."""
    short: dict[str, dict[str, float | None]] = {}
    for name in _COLUMNS:
        row = table.get(name, {})
        short[name] = {figure: _number(row.get(figure)) for figure in _FIGURES}
    return short


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else round(value, 4)


def table_of(told: Mapping[str, Any]) -> str:
    """The last point of each curve, IoU by region and field; and of whole scans whether absent was said absent."""
    heads = ["", "", "minutes", "pictures", *_COLUMNS.values(), "absent said absent", "recall"]
    lines = [f"| {' | '.join(heads)} |", "| --- | --- |" + " ---: |" * (len(heads) - 2)]
    for name, title, minutes, pictures, table in _told_rows(told):
        cells = [_cell(table.get(column, {}).get("iou")) for column in _COLUMNS]
        cells += [_cell(table["all"].get(figure)) for figure in ("absent_said_absent", "recall")]
        lines.append(f"| {name} | {title} | {minutes} | {pictures} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _told_rows(told: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str, Mapping[str, Any]]]:
    for name, row in told["rows"].items():
        last = row["points"][-1]
        about = (f"{last['minutes']:.0f}", f"{last['pictures']:,}")
        if "beside" in last:
            yield name, row["title"], *about, last["beside"]
        title = "the same, asked without neighbours" if "beside" in last else row["title"]
        yield name, title, *about, last["alone"]
    present = told.get("present eye")
    if present:
        pictures = f"{present['step'] * Plan.batch:,}"
        yield "", "the present eye, its evidence measured", "", pictures, present["measured"]
        yield "", "the present eye, its evidence written", "", pictures, present["written"]


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def draw(told: Mapping[str, Any], file: Path) -> None:
    """The learning curves, a panel for each part: IoU against minutes of training; and of all against pictures."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 9.5), layout="constrained")
    axes = figure.subplots(3, 3, sharey=False).ravel()
    shown = {k: v for k, v in _COLUMNS.items() if k != "field: half"}
    panels = [(column, title, "minutes") for column, title in shown.items()]
    panels.insert(1, ("all", "whole scans, by pictures seen", "pictures"))
    for panel, (column, title, along) in zip(axes, panels, strict=True):
        for name, row in told["rows"].items():
            kinds = [k for k in ("beside", "alone") if k in row["points"][0]]
            for kind in kinds:
                points = [
                    (0, 0.0),
                    *(
                        (p[along] / (1 if along == "minutes" else 1000), p[kind].get(column, {}).get("iou"))
                        for p in row["points"]
                    ),
                ]
                points = [(x, y) for x, y in points if y is not None]
                lone = kind == "alone" and row["neighbours"]
                label = f"{name}: {row['title']}" + (", asked without" if lone else "")
                style = {"linestyle": ":" if lone else "-", "marker": "o", "markersize": 3.5}
                panel.plot(*zip(*points, strict=True), color=_COLOURS[name], label=label, **style)
        panel.set_title(title, fontsize=11, loc="left")
        panel.set_xlabel("minutes of training" if along == "minutes" else "thousand pictures", fontsize=9)
        panel.set_ylim(bottom=0)
        panel.grid(alpha=0.3)
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize=9)
    figure.suptitle(
        "Trained from nothing for the same time: IoU (missed = 0) on the scans to choose by; scales differ", fontsize=12
    )
    figure.savefig(file, dpi=110)


def report(folder: Path, out: Path) -> str:
    """Write the figures and the picture; returns the table."""
    told = gathered(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{NAME}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    draw(told, out / f"{NAME}.png")
    return table_of(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=OUT)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    asked = parser.parse_args()
    print(report(asked.run, asked.out))


if __name__ == "__main__":
    main()
