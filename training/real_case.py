"""A labelled real CT as pictures with true boxes, to see how the model does outside its phantoms.

`python -m training.real_case CASE [--model FOLDER] [--sheet FILE.png]`; CASE holds image.nii.gz, labels.nii.gz and
case.json (label id -> name). Nothing of it is ever trained on.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import SimpleITK
from numpy.typing import NDArray

from MISGroundLib.resources import resource
from MISGroundLib.slices import CT_WINDOW_LEVEL, POSITION_AXIS, to_uint8
from training.evaluate import MiniModel, ask_about, average_boxes, report
from training.phantoms import make_phantom
from training.pictures import Picture, boxes_of
from training.sheets import draw_sheet
from training.tissues import BODY, STRUCTURES

_SKIN_HU = -300


def structure_id(name: str) -> int:
    """The id of the structure that a label belongs to, 0 for none of ours."""
    if "vertebra" in name:
        name = "vertebrae"
    for lung in ("left lung", "right lung"):
        name = lung if name.startswith(lung) else name
    if name in ("left hip", "right hip"):
        name += " bone"
    return STRUCTURES.index(name) + 1 if name in STRUCTURES else 0


def load_case(folder: Path) -> tuple[NDArray[np.float32], NDArray[np.uint8], float]:
    """(HU, structure ids, voxel in mm), both (x, y, z) on an isotropic RAS grid."""
    image, labels = (
        SimpleITK.DICOMOrient(SimpleITK.ReadImage(str(folder / f"{name}.nii.gz")), "RAS")
        for name in ("image", "labels")
    )
    spacing = min(image.GetSpacing())
    size = [round(n * s / spacing) for n, s in zip(image.GetSize(), image.GetSpacing(), strict=True)]
    grid = (size, SimpleITK.Transform(), SimpleITK.sitkLinear, image.GetOrigin(), (spacing,) * 3, image.GetDirection())
    values = SimpleITK.GetArrayFromImage(SimpleITK.Resample(image, *grid, -1024.0))
    nearest = (*grid[:2], SimpleITK.sitkNearestNeighbor, *grid[3:])
    numbers = SimpleITK.GetArrayFromImage(SimpleITK.Resample(labels, *nearest, 0))
    names = json.loads((folder / "case.json").read_text(encoding="utf-8"))["labels"]
    table = np.zeros(int(numbers.max()) + 1, dtype=np.uint8)
    for number, entry in names.items():
        table[int(number)] = structure_id(entry["name"])
    structures = table[numbers.astype(int)]
    solid = SimpleITK.BinaryMorphologicalOpening(
        SimpleITK.GetImageFromArray((values > _SKIN_HU).astype(np.uint8)), [2] * 3
    )
    parts = SimpleITK.RelabelComponent(SimpleITK.ConnectedComponent(solid), sortByObjectSize=True)
    body = SimpleITK.GetArrayFromImage(parts) == 1
    structures[(structures == 0) & body] = BODY
    return values.transpose(2, 1, 0).astype(np.float32), structures.transpose(2, 1, 0), float(spacing)


def case_pictures(folder: Path, slices: int = 10) -> list[Picture]:
    """Evenly spaced slices of a case in the three planes, as the product shows them."""
    values, structures, spacing = load_case(folder)
    pictures = []
    for plane, axis in POSITION_AXIS.items():
        for fraction in (np.arange(slices) + 0.5) / slices:
            index = int(fraction * values.shape[axis])
            # Image right and down: -R, -A in axial, -R, -S in coronal, -A, -S in sagittal views.
            cut, labels = (np.take(v, index, axis=axis).T[::-1, ::-1] for v in (values, structures))
            pixels = to_uint8(cut, *CT_WINDOW_LEVEL)
            labels = np.ascontiguousarray(labels)
            boxes, unclear = boxes_of(labels, spacing)
            if boxes:
                pictures.append(Picture(pixels, labels, plane, float(fraction), spacing, boxes, unclear))
    return pictures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--model", type=Path, default=resource("Models", "misground-mini"))
    parser.add_argument("--slices", type=int, default=10, help="a plane")
    parser.add_argument("--sheet", type=Path, help="write a picture with true and predicted boxes")
    arguments = parser.parse_args()
    pictures = case_pictures(arguments.case, arguments.slices)
    average = average_boxes(make_phantom(seed) for seed in range(1, 5))
    model = MiniModel(arguments.model)
    began = time.monotonic()
    outcomes = ask_about(model, pictures, average)
    print(report(outcomes, (time.monotonic() - began) / len(outcomes)))
    if arguments.sheet:
        draw_sheet(model, pictures, arguments.sheet)


if __name__ == "__main__":
    main()
