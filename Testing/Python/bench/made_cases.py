"""Labelled cases made for tests, of every kind: simple bodies in a small volume, whose right answers are plain."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import SimpleITK as sitk  # noqa: N813 (its usual name)

SPACING = 3.0
SHAPE = (60, 50, 64)
# Middle and half-size in voxels, i to the patient's right, j to the front, k up.
TORSO = {
    "liver": ((42, 30, 42), (9, 10, 8)),
    "spleen": ((12, 20, 44), (5, 6, 6)),
    "stomach": ((18, 34, 40), (6, 6, 7)),
    "right kidney": ((42, 12, 24), (5, 4, 8)),
    "left kidney": ((18, 12, 26), (5, 4, 8)),
    "aorta": ((27, 16, 32), (2, 2, 28)),
    "sternum": ((30, 45, 54), (4, 2, 6)),
    "trachea": ((30, 24, 57), (3, 3, 5)),
    "esophagus": ((36, 17, 57), (2, 2, 5)),
    "urinary bladder": ((30, 34, 10), (6, 6, 5)),
    "sacrum": ((30, 8, 8), (6, 4, 5)),
    "thyroid gland": ((22, 36, 58), (3, 3, 3)),
}
# A right knee: the fibula lies to the patient's right.
KNEE = {
    "femur": ((30, 22, 48), (10, 9, 9)),
    "tibia": ((28, 22, 18), (9, 9, 12)),
    "fibula": ((46, 12, 14), (4, 4, 11)),
    "patella": ((30, 42, 42), (6, 3, 6)),
}


def made_labels(bodies: dict[str, tuple]) -> tuple[np.ndarray, dict[int, str]]:
    """Ellipsoids as a label map (i, j, k), and the names of its labels."""
    grid = np.indices(SHAPE)
    labels = np.zeros(SHAPE, dtype=np.uint16)
    for number, (middle, half) in enumerate(bodies.values(), start=1):
        far = sum(((grid[axis] - middle[axis]) / (half[axis] + 0.5)) ** 2 for axis in range(3))
        labels[(far <= 1) & (labels == 0)] = number
    return labels, dict(enumerate(bodies, start=1))


def as_image(array: np.ndarray, shift: float = 0.0) -> sitk.Image:
    """An array (i, j, k) whose axes grow to right, anterior and superior."""
    image = sitk.GetImageFromArray(np.ascontiguousarray(array.T))
    image.SetSpacing((SPACING,) * 3)
    image.SetDirection((-1, 0, 0, 0, -1, 0, 0, 0, 1))
    image.SetOrigin((90.0 + shift, 75.0, -96.0))
    return image


def grey_of(labels: np.ndarray, modality: str) -> np.ndarray:
    """Grey values that tell labels apart; air round them in CT."""
    grey = np.where(labels > 0, 20 + 12 * labels.astype(np.int16), -1000 if modality == "CT" else 5)
    return grey.astype(np.int16)


def write_folder(folder: Path, modality: str = "CT", bodies: dict | None = None, image: bool = True, **card) -> Path:
    """A case of kind folder."""
    folder.mkdir(parents=True)
    labels, names = made_labels(bodies or TORSO)
    sitk.WriteImage(as_image(labels), str(folder / "labels.nii.gz"))
    if image:
        sitk.WriteImage(as_image(grey_of(labels, modality)), str(folder / "image.nii.gz"))
    entries = {str(label): {"name": name} for label, name in names.items()}
    text = json.dumps({"id": folder.name, "modality": modality, "labels": entries, **card})
    (folder / "case.json").write_text(text)
    return folder


def write_totalsegmentator(folder: Path) -> Path:
    """A case as TotalSegmentator's download has it."""
    (folder / "segmentations").mkdir(parents=True)
    labels, names = made_labels(TORSO)
    sitk.WriteImage(as_image(grey_of(labels, "CT")), str(folder / "ct.nii.gz"))
    for label, name in names.items():
        side, _, base = name.rpartition(" ") if name.startswith(("left", "right")) else ("", "", name)
        file = f"{base}_{side}".strip("_").replace(" ", "_")
        sitk.WriteImage(as_image((labels == label).astype(np.uint8)), str(folder / "segmentations" / f"{file}.nii.gz"))
    return folder


def write_pair(folder: Path, names_file: str) -> Path:
    """A scan, a label map and names."""
    folder.mkdir(parents=True)
    labels, names = made_labels(TORSO)
    sitk.WriteImage(as_image(grey_of(labels, "CT")), str(folder / "image.nrrd"))
    sitk.WriteImage(as_image(labels), str(folder / "labels.nrrd"))
    if names_file == "names.csv":
        rows = "".join(f"{label},{name}\n" for label, name in names.items())
        (folder / names_file).write_text("id,name\n" + rows)
    else:
        (folder / names_file).write_text(json.dumps({"modality": "CT", "labels": names}))
    return folder


def write_oai(folder: Path, side: str = "RIGHT") -> Path:
    """An OAI knee: a scan and its label map, told by their names."""
    folder.mkdir(parents=True)
    labels, _ = made_labels(KNEE)
    ids = np.array([0, 5, 6, 8, 7], dtype=np.uint16)
    sitk.WriteImage(as_image(grey_of(labels, "MR")), str(folder / f"SAG_3D_DESS_{side}.nrrd"))
    sitk.WriteImage(as_image(ids[labels]), str(folder / f"SAG_3D_DESS_{side}_bones-label.nrrd"))
    return folder
