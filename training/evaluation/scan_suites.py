"""Suites on real scans, by source: those that choices are made by, scans made of these, and those that judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from training.evaluation import cases
from training.evaluation.scans import Scan, evenly, largest
from training.evaluation.variants import half, mirrored, part_round, thin_stacks
from training.evaluation.views import Suite, View

PLANES = ("axial", "coronal", "sagittal")
LARGEST = 20
Makers = dict[str, tuple[Path, Callable[[], list[Suite]]]]
# Parts of the torso and the head that are scanned alone: about what, and how large (R, A, S mm).
_TORSO_PARTS = (
    ("liver", (240.0, 200.0, 150.0)),
    ("spleen", (110.0, 120.0, 100.0)),
    ("left kidney", (90.0, 90.0, 130.0)),
    ("vertebrae", (100.0, 100.0, 160.0)),
    ("urinary bladder", (130.0, 130.0, 110.0)),
    ("pancreas", (180.0, 110.0, 90.0)),
)
_HEAD_PARTS = (("cerebellum", (130.0, 100.0, 90.0)), ("left thalamus", (100.0, 120.0, 80.0)))
_NARROWEST_MM = 70.0
_AAL_NOTE = (
    "AAL labels grey matter, deep nuclei and cerebellum: a hemisphere's box is its cortex's. It knows no ventricles "
    "and no brainstem: the target stands on hemispheres, cerebellum, thalamus, caudate, putamen, hippocampus."
)


@dataclass(frozen=True)
class Size:
    """How much is asked: slices a plane of a real scan, held-out phantoms and other donors, pictures of each.

    `patients`: of a source that has many. `beside`: the neighbouring slices are the views' other colours.
    """

    slices: int = 8
    phantoms: int = 8
    donors: int = 4
    pictures: int = 6
    patients: int = 20
    beside: bool = False


def choose_suites(size: Size, known: Sequence[int]) -> Makers:
    """By name: the folder that must be there, and what makes the suites. The first is the whole scan's."""
    data = cases.data_folder()
    few = max(2, size.slices // 2)
    return {
        "torso CT": (data / "ct_torso_ts", lambda: _torso(size, known)),
        "brain T1": (data / "mr_brain_colin_aal", lambda: _brain(size)),
        "brain FLAIR": (
            data / "mr_brain_fpg_t2",
            lambda: [
                _whole(
                    "brain FLAIR",
                    "real FLAIR mr_brain_fpg_t2",
                    "head",
                    cases.brain_flair(),
                    size.slices,
                    beside=size.beside,
                )
            ],
        ),
        "neck CT": (data / "ct_headneck_openkbp", lambda: _necks("neck CT", "choose", size, "real", mirror=True)),
        "spine CT": (
            data / "ct_spine_tpt",
            lambda: [
                _whole(
                    "spine CT",
                    "real CT ct_spine_tpt (11 x 7 x 11 cm)",
                    "spine",
                    cases.spine_ct(),
                    few,
                    beside=size.beside,
                )
            ],
        ),
        "spine MR": (
            data / "mr_spine_tpt",
            lambda: [
                _whole(
                    "spine MR",
                    "real T2 mr_spine_tpt (10 x 8 x 10 cm)",
                    "spine",
                    cases.spine_mr(),
                    few,
                    beside=size.beside,
                )
            ],
        ),
    }


def judge_suites(size: Size) -> Makers:
    """Likewise of the scans that are looked at once."""
    data = cases.data_folder()
    few = max(2, size.slices // 2)

    def verse(number: str) -> Callable[[], list[Suite]]:
        name, title = f"spine CT {number}", f"real CT ct_spine_verse{number}"
        return lambda: [_whole(name, title, "spine", cases.verse_ct(number, judge=True), few, "judge")]

    def cord(case: str) -> Callable[[], list[Suite]]:
        scan = f"real MR {case}"
        return lambda: [_whole(f"cord {case}", scan, "spine", cases.cord_mr(case, judge=True), few, "judge")]

    def liver() -> list[Suite]:
        views = evenly(cases.liver_ct(judge=True), {"axial": 3})
        note = "Read as DICOM; three axial slices."
        return [Suite("liver CT", "real CT ct_dicomseg_dcmqi", "judge", views, None, note, "abdomen", "thin")]

    def average() -> list[Suite]:
        scan = cases.brain_average(judge=True)
        return [_whole("brain MNI152", "real T1 average mr_brain_mni152", "head", scan, size.slices, "judge")]

    cords = ("mr_cspine_sct_t1", "mr_cspine_sct_t2", "mr_spine_pam50_t2")
    return {
        "brain MNI152": (data / "mr_brain_mni152", average),
        "liver CT": (data / "ct_dicomseg_dcmqi", liver),
        "neck CT judge": (data / "ct_headneck_openkbp", lambda: _necks("neck CT judge", "judge", size, "judge")),
        **{f"spine CT {n}": (data / f"ct_spine_verse{n}", verse(n)) for n in ("005", "006", "007")},
        **{f"cord {case}": (data / case, cord(case)) for case in cords},
    }


def _whole(
    name: str, title: str, region: str, scan: Scan, slices: int, kind: str = "real", beside: bool = False
) -> Suite:
    views = evenly(scan, dict.fromkeys(PLANES, slices), beside=beside)
    field = "part" if region == "spine" else "whole"
    return Suite(name, title, kind, views, region=region, field=field)


def _torso(size: Size, known: Sequence[int]) -> list[Suite]:
    scan = cases.torso_ct()
    top = largest(scan, known, LARGEST)
    note = f"The target counts the {LARGEST} structures with the most voxels among those that the model knows."
    views = evenly(scan, dict.fromkeys(PLANES, size.slices), beside=size.beside)
    whole = Suite("torso CT", "real CT ct_torso_ts", "real", views, top, note, "abdomen")
    return [whole, *_variants("torso CT", "abdomen", scan, size, _TORSO_PARTS, top)]


def _brain(size: Size) -> list[Suite]:
    scan = cases.brain_t1()
    views = evenly(scan, dict.fromkeys(PLANES, size.slices), beside=size.beside)
    whole = Suite("brain T1", "real T1 mr_brain_colin_aal", "real", views, None, _AAL_NOTE, "head")
    return [whole, *_variants("brain T1", "head", scan, size, _HEAD_PARTS, None)]


def _variants(
    name: str,
    region: str,
    scan: Scan,
    size: Size,
    parts: Sequence[tuple[str, tuple[float, float, float]]],
    top: frozenset[int] | None,
) -> list[Suite]:
    few = max(1, size.slices // 4)
    crops = [crop for about, sides in parts if (crop := part_round(scan, about, sides)) is not None]
    fields: dict[str, tuple[str, Iterator[Scan] | list[Scan]]] = {
        "thin": ("20 slices of 5 mm", thin_stacks(scan)),
        "half": ("one half of the body", [half(scan, "left"), half(scan, "right")]),
        "mirrored": ("the mirrored body, its names too", [mirrored(scan)]),
        "part": ("a part of it", crops),
    }
    suites = []
    for field, (title, scans) in fields.items():
        count = max(2, size.slices // 2) if field in ("mirrored", "half") else few
        views = [view for one in scans for view in evenly(one, dict.fromkeys(PLANES, count), beside=size.beside)]
        suites.append(Suite(f"{name}, {field}", f"{name}: {title}", "variant", views, top, region=region, field=field))
    return suites


def _necks(name: str, split: str, size: Size, kind: str, mirror: bool = False) -> list[Suite]:
    """A few slices of every patient, and of some as thin stacks and mirrored."""
    planes = {"axial": max(2, size.slices // 2), "coronal": 1, "sagittal": 2}
    whole: list[View] = []
    thin: list[View] = []
    turned: list[View] = []
    for number, patient in enumerate(islice(cases.planning_patients(split), size.patients)):
        scan = cases.neck_ct(patient, judge=split == "judge")
        whole += evenly(scan, planes, beside=size.beside)
        if mirror and number % 4 == 0:
            turned += evenly(mirrored(scan), planes, beside=size.beside)
        if mirror and number % 4 == 2:
            stacks = list(thin_stacks(scan))
            thin += evenly(stacks[len(stacks) // 2], dict.fromkeys(PLANES, 1), beside=size.beside)
    whole, thin, turned = ([view for view in views if _shows_a_body(view)] for views in (whole, thin, turned))
    note = "Seven structures at most are contoured; other patients of the same source are trained on."
    about = {"note": note, "region": "head-neck"}
    made = [Suite(name, f"real planning CTs, OpenKBP ({split})", kind, whole, **about)]  # type: ignore[arg-type]
    if mirror:
        made.append(Suite(f"{name}, thin", f"{name}: 20 slices of 5 mm", "variant", thin, field="thin", **about))  # type: ignore[arg-type]
        mirrors = f"{name}: the mirrored body, its names too"
        made.append(Suite(f"{name}, mirrored", mirrors, "variant", turned, field="mirrored", **about))  # type: ignore[arg-type]
    return made


def _shows_a_body(view: View) -> bool:
    """Not a shred: the images end where the dose did."""
    return view.body is not None and (view.body[2] - view.body[0]) * view.pixel_mm > _NARROWEST_MM
