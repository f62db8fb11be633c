"""Scores any function that boxes structures, on the scans that choices are made by: quick enough to use while training.

    table = score(eye)   # eye(pixels, plane, modality, midline_mm, pixel_mm) -> {structure: box in pixels, or None}

The views are cut by the product's own code once and kept in training/runs/choose_views.npz (`python -m
training.evaluation.yardstick` makes them). A structure that the function does not name is not asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.geometry import Box
from training.evaluation.prior import Prior, load_prior
from training.evaluation.scan_suites import Size, choose_suites
from training.evaluation.scoring import Outcome, summarise
from training.evaluation.suites import outcome_of
from training.evaluation.views import Suite, View, questions_on
from training.structures import BODY, COUNT, STRUCTURE_ID, STRUCTURES

CACHE = Path("training/runs/choose_views.npz")
# Of what the cache holds: raise the number where views are cut in another way.
_VERSION = 5
_SIZE = Size(slices=8)
Eye = Callable[[NDArray[np.uint8], str, str, float | None, float], Mapping[str, Box | None]]


def choose_views(cache: Path = CACHE, beside: bool = False) -> list[Suite]:
    """The suites of the scans to choose by, whole and varied; from the cache where it is there and of this version.

    beside: with the neighbouring slices as colours; give another cache.
    """
    if cache.is_file():
        with np.load(cache) as stored:
            about = json.loads(str(stored["about"]))
            if about["version"] == _VERSION:
                return _unpacked(about["suites"], stored["pixels"])
    suites = [
        suite
        for folder, make in choose_suites(replace(_SIZE, beside=beside), range(1, COUNT + 1)).values()
        if folder.is_dir()
        for suite in make()
    ]
    if suites:
        cache.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.concatenate([view.pixels.ravel() for suite in suites for view in suite.views])
        about = json.dumps({"version": _VERSION, "suites": [_plain(suite) for suite in suites]})
        partial = cache.with_suffix(".tmp.npz")
        np.savez(partial, about=np.array(about), pixels=pixels)
        partial.replace(cache)
    return suites


def score(eye: Eye, suites: Sequence[Suite] | None = None, prior: Prior | None = None) -> dict[str, dict[str, float]]:
    """Figures (see scoring.summarise) by suite, by "region: ..." and "field: ...", and "all" real whole scans."""
    outcomes = outcomes_of(eye, suites := choose_views() if suites is None else suites, prior or load_prior())
    by_name = {suite.name: suite for suite in suites}

    def figures(keep: Callable[[Suite], bool]) -> dict[str, float]:
        return summarise([o for o in outcomes if keep(by_name[o.suite]) and o.structure != "body"])

    table = {"all": figures(lambda suite: suite.kind == "real")}
    for name in by_name:
        table[name] = figures(lambda suite, name=name: suite.name == name)  # type: ignore[misc]
    for region in sorted({suite.region for suite in suites}):
        table[f"region: {region}"] = figures(lambda suite, region=region: suite.region == region)  # type: ignore[misc]
    for field in sorted({suite.field for suite in suites}):
        table[f"field: {field}"] = figures(lambda suite, field=field: suite.field == field)  # type: ignore[misc]
    return table


def outcomes_of(eye: Eye, suites: Sequence[Suite], prior: Prior) -> list[Outcome]:
    """Every question that the eye knows the structure of, and its answer."""
    outcomes = []
    for suite in suites:
        region = {index for view in suite.views for index in view.boxes}
        for number, view in enumerate(suite.views):
            said = eye(view.pixels, view.plane, view.modality, view.midline_mm, view.pixel_mm)
            known = {STRUCTURE_ID[name] for name in said}
            for index in questions_on(view, region, known, number):
                box = said[STRUCTURES[index - 1]]
                outcomes.append(outcome_of(suite, number, index, prior, box, box is None, 0.0 if box is None else 1.0))
    return outcomes


def as_markdown(table: Mapping[str, Mapping[str, float]]) -> str:
    """The figures as a table."""
    columns = ("present", "iou", "prior_iou", "acc50", "prior_acc50", "recall", "absent", "absent_said_absent")
    columns = (*columns, "laterality_errors")
    rows = ["| | " + " | ".join(columns) + " |", "| --- |" + " ---: |" * len(columns)]
    for name, figures in table.items():
        cells = [f"{figures[c]:.0f}" if c in ("present", "absent") else f"{figures[c]:.2f}" for c in columns]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows).replace("nan", "")


def _plain(suite: Suite) -> dict[str, object]:
    fields = asdict(replace(suite, views=[], headline=None))
    views = [{**asdict(replace(view, pixels=_EMPTY)), "pixels": view.pixels.shape} for view in suite.views]
    return {**fields, "headline": None if suite.headline is None else sorted(suite.headline), "views": views}


_EMPTY: NDArray[np.uint8] = np.zeros((0, 0), dtype=np.uint8)


def _unpacked(stored: list[dict], pixels: NDArray[np.uint8]) -> list[Suite]:  # type: ignore[type-arg]
    suites, first = [], 0
    for suite in stored:
        views = []
        for view in suite["views"]:
            shape = view["pixels"]
            size = int(np.prod(shape))
            view["pixels"] = pixels[first : first + size].reshape(shape)
            first += size
            view["boxes"] = {int(index): tuple(box) for index, box in view["boxes"].items()}
            view["areas"] = {int(index): share for index, share in view["areas"].items()}
            view["absent"] = tuple(view["absent"])
            view["body"] = None if view["body"] is None else tuple(view["body"])
            views.append(View(**view))
        headline = None if suite["headline"] is None else frozenset(suite["headline"])
        suites.append(Suite(**{**suite, "views": views, "headline": headline}))
    return suites


def main() -> None:
    """Make the cache, and say what the plain average box reaches."""
    suites, prior = choose_views(), load_prior()
    print(as_markdown({suite.name: _prior_alone(suite, prior) for suite in suites}))


def _prior_alone(suite: Suite, prior: Prior) -> dict[str, float]:
    """What the prior reaches where everything is said to be there."""
    outcomes = []
    for number, view in enumerate(suite.views):
        for index in view.boxes:
            if index != BODY:
                outcomes.append(outcome_of(suite, number, index, prior, None, True, 0.0))
    return summarise(outcomes)


if __name__ == "__main__":
    main()
