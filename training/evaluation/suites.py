"""The suites: which views are asked about, and which structures a target counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from MISGroundLib.geometry import Box
from training.donor import Donor, load_donors
from training.drawing.pictures import Picture, absent_ids, draw_picture
from training.evaluation.prior import Prior
from training.evaluation.scan_suites import PLANES, Size, choose_suites, judge_suites
from training.evaluation.scoring import Outcome
from training.evaluation.views import Suite, View
from training.phantoms.phantom import FIRST_HELD_OUT_SEED, make_phantom
from training.structures import BODY, CONTAINS, COUNT, STRUCTURE_ID, STRUCTURES, mirror_id

DONORS, HELD_OUT = Path("training/runs/donors"), Path("training/runs/held-out")
# Regions of which there is no donor that training does not know: a new deformation of a known one, said so.
_SEEN_REGIONS = ("abdomen", "head-neck", "knee")
_EXTENSIVE = frozenset({BODY, STRUCTURE_ID["brain"]})  # too easy to count in a headline


QUICK = Size(slices=3, phantoms=2, donors=1, pictures=4)


def make_suites(
    size: Size,
    known: Sequence[int],
    say: Callable[[str], None] = print,
    only: Sequence[str] | None = None,
    judge: bool = False,
) -> list[Suite]:
    """All suites whose data is there; `say` is told which are not.

    known: ids that the model knows. only: parts of the names of the suites that are wanted. judge: the scans that are
    looked at once, at the end, instead of those that choices are made by.
    """
    drawn: dict[str, tuple[Path, Callable[[], list[Suite]]]] = {
        "phantoms": (Path(), lambda: [held_out(size)]),
        "held-out maps": (HELD_OUT, lambda: [held_out_maps(size)]),
        "seen maps": (DONORS, lambda: [_seen_maps(size, known)]),
    }
    makers = judge_suites(size) if judge else {**drawn, **choose_suites(size, known)}
    suites = []
    for name, (folder, make) in makers.items():
        if only and not any(part in name for part in only):
            continue
        made = [suite for suite in (make() if folder.is_dir() else []) if suite.views]
        suites += made
        if not made:  # reports hold this: no path of the machine
            why = "nothing in its slices can be asked" if folder.is_dir() else f"there is no folder {folder.name}"
            say(f"Left out: {name}; {why}.")
    return suites


def held_out(size: Size, first_seed: int = FIRST_HELD_OUT_SEED, picture_seed: int = 99) -> Suite:
    """Phantoms that training never sees: as stored, else made here and now."""
    stored = {donor.name: donor for donor in load_donors(HELD_OUT, held_out=True)} if HELD_OUT.is_dir() else {}
    seeds = range(first_seed, first_seed + size.phantoms)
    phantoms = [stored.get(f"phantom_{seed:07d}") or make_phantom(seed) for seed in seeds]
    views = _pictures(phantoms, size.pictures, picture_seed)
    return Suite("phantoms", "held-out phantoms", "synthetic", views, note="Seeds that training never uses.")


def held_out_maps(size: Size, picture_seed: int = 98) -> Suite:
    """Label maps that were kept out of training, where there are any."""
    donors = load_donors(HELD_OUT, held_out=True) if HELD_OUT.is_dir() else []
    maps = [donor for donor in donors if donor.region != "trunk"][: 2 * size.donors]
    note = "People whose maps were kept out of training."
    views = _pictures(maps, size.pictures, picture_seed)
    return Suite("held-out maps", "held-out label maps (brains)", "synthetic", views, note=note)


def view_of(picture: Picture, name: str) -> View:
    """A drawn picture as a view."""
    labels = np.where(picture.labels > COUNT, 0, picture.labels)
    areas = {index: float(CONTAINS[index][labels].mean()) for index in picture.boxes}
    absent = tuple(index for index in absent_ids(picture) if index != BODY)
    body = picture.boxes.get(BODY)
    about = (picture.plane, picture.position_fraction, picture.modality)
    where = {"midline_mm": picture.midline_mm, "pixel_mm": picture.pixel_mm}
    return View(name, picture.pixels, *about, body, picture.boxes, absent, areas, **where)  # type: ignore[arg-type]


def _pictures(donors: Sequence[Donor], count: int, seed: int) -> list[View]:
    """The same pictures for the same donors and seed; planes in turn."""
    views = []
    for number, donor in enumerate(donors):
        rng = np.random.default_rng([seed, number])
        views += [view_of(draw_picture(donor, rng, PLANES[i % len(PLANES)]), donor.name) for i in range(count)]
    return [view for view in views if set(view.boxes) - {BODY}]


def _seen_maps(size: Size, known: Sequence[int]) -> Suite:
    """Regions of which every label map is needed for training: new deformations, and said to be that."""
    donors = load_donors(DONORS)
    chosen = []
    for region in _SEEN_REGIONS:
        of_region = [donor for donor in donors if donor.region == region]
        chosen += of_region[:: max(1, len(of_region) // size.donors)][: size.donors]
    views = _pictures(chosen, size.pictures, 97)
    note = "Training knows these label maps; pose, deformation and contrast are new. They count in no target."
    return Suite("seen maps", "donors of training, new deformations", "seen", views, note=note)


def counts_in_headline(suite: Suite, index: int) -> bool:
    """Whether a structure counts in the suite's figure: the body and the whole brain are too easy."""
    return index not in _EXTENSIVE and (suite.headline is None or index in suite.headline)


def outcome_of(
    suite: Suite, number: int, index: int, prior: Prior, box: Box | None, said_absent: bool, score: float
) -> Outcome:
    """An answer about a structure on the suite's view of that number, beside the truth and the usual place."""
    view, name, mirror = suite.views[number], STRUCTURES[index - 1], mirror_id(index)
    truth = view.boxes.get(index)
    share = 0.0 if truth is None else (truth[2] - truth[0]) * (truth[3] - truth[1]) / np.prod(view.pixels.shape[:2])
    return Outcome(
        suite=suite.name,
        view=number,
        structure=name,
        plane=view.plane,
        modality=view.modality or "image",
        truth=truth,
        answer=box,
        said_absent=said_absent,
        score=score,
        prior=prior.box(name, view.plane, view.position_fraction, view.body) if truth else None,
        twin=view.boxes.get(mirror) if mirror != index else None,
        share=share,
        area=view.areas.get(index, 0.0),
        headline=counts_in_headline(suite, index),
    )
