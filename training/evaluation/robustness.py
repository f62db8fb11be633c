"""How answers hold when a CT gets worse, or when a head is stored along other axes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from MISGroundLib.engine.protocol import Question
from MISGroundLib.geometry import OrientedBox, box_to_ras
from MISGroundLib.scene.headless import private_scene
from MISGroundLib.scene.reading import read_volume
from MISGroundLib.scene.volumes import add_volume_node, slice_image, standard_grid_of
from training.evaluation import cases
from training.evaluation.asking import Asker
from training.evaluation.changes import CHANGES, Change
from training.evaluation.command import command_line_agrees
from training.evaluation.prior import Prior
from training.evaluation.run import run_suite
from training.evaluation.scan_suites import LARGEST, PLANES
from training.evaluation.scans import Scan, cutter, largest
from training.evaluation.scoring import summarise
from training.evaluation.views import Suite
from training.phantom_case import crop_to_trunk, phantom_ct, write_volume
from training.phantoms.phantom import FIRST_HELD_OUT_SEED, make_phantom
from training.structures import BODY, STRUCTURE_ID, STRUCTURES

SAME_MM = 1.0  # boxes of the same patient may differ by this
_HEAD = ("body", "brain", "skull", "cerebellum", "brainstem", "mandible", "left cerebral hemisphere")
_HEAD = (*_HEAD, "right cerebral hemisphere", "left lateral ventricle", "right thalamus", "liver")


def write_robustness(asker: Asker, model: Path, out: Path, notes: list[str]) -> str:
    """The curves as a table and as robustness.png; notes on stored axes and the command line, where there is data."""
    phantom = phantom_scan()
    everything = frozenset(range(1, len(STRUCTURES) + 1)) - {BODY}
    counted = {"phantom": (phantom, everything)}
    folder = cases.data_folder()
    if (folder / "ct_torso_ts").is_dir():
        torso = cases.torso_ct()
        counted["ct_torso_ts"] = (torso, largest(torso, sorted(asker.known), LARGEST))
        same, asked = command_line_agrees(asker, model, torso)
        notes.append(f"`misground ground` gives the same boxes as the evaluation to {same} of {asked} queries.")
    heads = sorted((folder / "orientation_niivue").glob("*.nii.gz"))
    if heads:
        notes.append(stored_axes(asker, heads))
    with tqdm(total=len(counted) * len(CHANGES), unit="change", desc="robustness", disable=None) as bar:
        points = {name: curve_points(asker, *about, 1, bar.update) for name, about in counted.items()}
    draw_curves(points, out / "robustness.png")
    return f"## When the CT gets worse\n\nThree slices each; structures that are there.\n\n{curve_table(points)}"


def phantom_scan(seed: int = FIRST_HELD_OUT_SEED) -> Scan:
    """A held-out phantom as a CT that went through a file."""
    donor = crop_to_trunk(make_phantom(seed))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phantom.nii.gz"
        write_volume(phantom_ct(donor, seed), donor, path)
        loaded = read_volume(path)
    labels = np.ascontiguousarray(donor.labels().transpose(2, 1, 0))
    return Scan("phantom", loaded, np.where(labels == BODY, 0, labels), labels > 0, donor.unknown)


def curve_points(
    asker: Asker, scan: Scan, counted: frozenset[int], slices: int, on_point: Callable[[], None] = lambda: None
) -> dict[Change, dict[str, float]]:
    """IoU (missed = 0), Acc@0.5 and recall of the counted structures on a few slices of every plane, for every change.

    The slices are the same throughout; the truth is that of the changed labels.
    """
    nowhere, narrow = Prior("none", {}), asker.known & counted
    points: dict[Change, dict[str, float]] = {}
    measured: dict[object, dict[str, float]] = {}
    for change in CHANGES:
        key = (change.apply, change.window_level)  # the unchanged scan begins most curves
        if key not in measured:
            views = []
            for plane in PLANES:
                with cutter(change.apply(scan, plane), change.window_level, find_absent=False) as cut:
                    views += [cut(plane, (number + 1) / (slices + 1)) for number in range(slices)]
            measured[key] = summarise(run_suite(asker, Suite(scan.name, "", "real", views), nowhere, known=narrow))
        points[change] = measured[key]
        on_point()
    return points


def curve_table(points_by_scan: dict[str, dict[Change, dict[str, float]]]) -> str:
    """A row a point: IoU and recall on each scan."""
    names = list(points_by_scan)
    head = " | ".join(f"{name}: IoU | Acc@0.5 | recall" for name in names)
    rows = [f"| change | value | {head} |", "| --- | --- |" + " ---: |" * (3 * len(names))]
    for change in CHANGES:
        cells = [f"{points_by_scan[name][change][key]:.2f}" for name in names for key in ("iou", "acc50", "recall")]
        rows.append(f"| {change.curve} | {change.value} | {' | '.join(cells)} |")
    return "\n".join(rows)


def draw_curves(points_by_scan: dict[str, dict[Change, dict[str, float]]], path: Path) -> None:
    """One panel a curve, one line a scan."""
    from matplotlib.figure import Figure

    curves = list(dict.fromkeys(change.curve for change in CHANGES))
    figure = Figure(figsize=(3.2 * len(curves), 3), layout="constrained")
    for panel, curve in zip(figure.subplots(1, len(curves), sharey=True), curves, strict=True):
        of_curve = [change for change in CHANGES if change.curve == curve]
        for name, points in points_by_scan.items():
            panel.plot([c.value for c in of_curve], [points[c]["iou"] for c in of_curve], marker="o", label=name)
        panel.set_xlabel(curve)
        panel.set_ylim(0, 1)
        panel.tick_params(axis="x", labelrotation=30)
        panel.grid(alpha=0.3)
    figure.axes[0].set_ylabel("IoU, missed = 0")
    figure.axes[0].legend()
    figure.savefig(path, dpi=110)


def stored_axes(asker: Asker, files: Sequence[Path]) -> str:
    """The same head stored along other axes: a sentence on how many answers are the same in the patient's space."""
    names = [name for name in _HEAD if STRUCTURE_ID[name] in asker.known]
    answers: dict[tuple[str, str], list[OrientedBox | None]] = {}
    for file in files:
        loaded = read_volume(file)
        with private_scene() as scene:
            node = add_volume_node(scene, loaded)
            for plane in PLANES:
                image = slice_image(node, standard_grid_of(node, plane))
                grid = image.grid
                about = plane, image.volume.modality
                questions = [Question(name, *about, midline_mm=image.midline_mm) for name in names]
                for name, answer in zip(names, asker.many(image.pixels, questions), strict=True):
                    boxes = answer.parsed.boxes
                    box = box_to_ras(boxes[0].box_px, grid.pixel_to_ras, grid.thickness_mm) if boxes else None
                    answers.setdefault((plane, name), []).append(box)
    same = sum(_all_the_same(boxes) for boxes in answers.values())
    found = sum(boxes[0] is not None for boxes in answers.values())
    return (
        f"One head stored along {len(files)} sets of axes: {same} of {len(answers)} questions ({found} of them with a "
        f"box) get the same answer from every file, within {SAME_MM:g} mm."
    )


def _all_the_same(boxes: Sequence[OrientedBox | None]) -> bool:
    if any(box is None for box in boxes):
        return all(box is None for box in boxes)
    corners = np.array([box.corners_ras() for box in boxes if box is not None])
    ends = np.stack([corners.min(axis=1), corners.max(axis=1)])
    return bool(np.ptp(ends, axis=1).max() <= SAME_MM)
