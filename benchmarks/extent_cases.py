"""The cases of extent.py: labelled volumes, what they hold and do not hold, and an engine that answers each once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.client import MOST_SLICES
from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Done
from MISGroundLib.extent.volume_frame import Bounds, volume_frame
from MISGroundLib.settings import Settings
from MISGroundLib.vlm.pictures import pictures_of
from training.evaluation import cases
from training.evaluation.asking import Asker
from training.evaluation.prior import load_prior
from training.evaluation.scans import Scan, body_mask
from training.sources import split_of
from training.structures import CONTAINS, COUNT, STRUCTURE_ID, STRUCTURES

# Asked of scans that do not hold them; left out where a case may hold one without a label.
NOT_IN_HEADS = (
    *("liver", "spleen", "left kidney", "right kidney", "urinary bladder", "sacrum", "prostate", "pancreas"),
    *("gallbladder", "left femur", "right hip bone", "patella", "medial meniscus", "tibia", "left gluteus maximus"),
)
NOT_IN_TRUNKS = (
    *("brain", "cerebellum", "brainstem", "left hippocampus", "right putamen", "fourth ventricle", "mandible", "skull"),
    *("left parotid gland", "right masseter", "patella", "medial meniscus", "lateral meniscus", "tibia"),
)


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
        self.waiting = []
        for index, question in enumerate(questions):
            [picture] = pictures_of(image, question.picture)
            raw, boxes, score, problems, statistics = self._known(picture, question)
            drawn = [DetectedBox(*box) for box in boxes]
            self.waiting.append(AnswerEvent("r", index, raw, drawn, score, problems, statistics))
        self.waiting.append(Done("r", {"name": "misground-mini"}, {}))
        return "r"

    def _known(self, image: NDArray[np.uint8], question: Any) -> tuple[Any, ...]:
        """The answer to a question of a picture."""
        about = replace(question, query="", picture=None)
        known = self.memo.setdefault(hashlib.sha1(image.tobytes() + repr(about).encode()).hexdigest(), {})
        if question.query not in known:
            missing = [name for name in dict.fromkeys([*self.targets, question.query]) if name not in known]
            answers = self.asker.many(image, [replace(about, query=name) for name in missing])
            for name, one in zip(missing, answers, strict=True):
                boxes = [
                    (tuple(map(float, box.box_px)), box.label, score)
                    for box, score in zip(one.parsed.boxes, one.box_scores, strict=True)
                ]
                known[name] = (one.raw, boxes, one.score, one.problems, {"raw_score": one.statistics["raw_score"]})
        return known[question.query]

    def most_slices(self, settings: Settings) -> int:
        return MOST_SLICES

    def poll(self, timeout: float = 0.0) -> list[Any]:
        told, self.waiting = self.waiting, []
        return told

    def cancel(self, request_id: str) -> None:
        pass

    def close(self) -> None:
        pass


def real_scans(quick: bool, patients: int) -> Iterator[Scan]:
    """The labelled scans, one after the other; none that judges."""
    yield cases.torso_ct()
    yield cases.brain_t1()
    for patient in cases.planning_patients("choose")[: 1 if quick else patients]:
        yield cases.neck_ct(patient)
    if quick:
        return
    yield cases.brain_flair()
    yield cases.spine_mr()
    yield cases.spine_ct()


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


def asked_of(case: Case, known: Any, shares: int, which: int | None) -> list[str]:
    """The structures that a case is searched for; which: of so many equal shares of them the one, None for all."""
    there, away = ([name for name in names if STRUCTURE_ID[name] in known] for names in (case.truth, case.absent))
    return [*there, *away] if which is None else [*there[which::shares], *away[which::shares]]
