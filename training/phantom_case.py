"""A phantom CT as a file: `python -m training.phantom_case --seed N --out FILE.nii.gz [--labels FILE.nii.gz]`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import SimpleITK
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from training.donor import Donor
from training.phantoms.phantom import make_phantom
from training.structures import STRUCTURES
from training.tissues import ID, draw_hounsfield


def phantom_ct(phantom: Donor, seed: int) -> NDArray[np.int16]:
    """Hounsfield units (x, y, z) of a phantom: tissue values, blur, noise."""
    rng = np.random.default_rng([31, seed])
    values = draw_hounsfield(rng)[phantom.tissue]
    values = gaussian_filter(values, 0.45) + 12 * rng.standard_normal(values.shape, dtype=np.float32)
    return np.clip(np.rint(values), -1024, 3000).astype(np.int16)


def crop_to_trunk(phantom: Donor, low_mm: float = -170.0, high_mm: float = 380.0) -> Donor:
    """Pelvis to chest: the part of a phantom between two heights, with the air round the body cut to a margin."""
    solid = np.flatnonzero
    first = max(0, int((low_mm - phantom.origin_ras[2]) / phantom.voxel_mm))
    last = int((high_mm - phantom.origin_ras[2]) / phantom.voxel_mm)
    tissue = phantom.tissue[:, :, first:last]
    filled = tissue != ID["air"]
    xs, ys = solid(filled.any(axis=(1, 2))), solid(filled.any(axis=(0, 2)))
    x0, x1 = max(0, xs[0] - 5), xs[-1] + 6
    y0, y1 = max(0, ys[0] - 5), ys[-1] + 6
    origin = phantom.origin_ras + phantom.voxel_mm * np.array([x0, y0, first])
    return replace(phantom, tissue=np.ascontiguousarray(tissue[x0:x1, y0:y1]), origin_ras=origin)


def write_volume(values: NDArray[np.generic], phantom: Donor, path: Path) -> None:
    """Write (x, y, z) on the phantom's RAS grid; files are LPS, so x and y are turned round."""
    image = SimpleITK.GetImageFromArray(np.ascontiguousarray(values.transpose(2, 1, 0)))
    image.SetSpacing((phantom.voxel_mm,) * 3)
    image.SetDirection((-1.0, 0, 0, 0, -1.0, 0, 0, 0, 1.0))
    x, y, z = (float(v) for v in phantom.origin_ras)
    image.SetOrigin((-x, -y, z))
    path.parent.mkdir(parents=True, exist_ok=True)
    SimpleITK.WriteImage(image, str(path), useCompression=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--labels", type=Path, help="also write the structures' ids (1 = the first)")
    arguments = parser.parse_args()
    phantom = crop_to_trunk(make_phantom(arguments.seed))
    write_volume(phantom_ct(phantom, arguments.seed), phantom, arguments.out)
    if arguments.labels:
        write_volume(phantom.labels(), phantom, arguments.labels)
        names = "".join(f"{i} {name}\n" for i, name in enumerate(STRUCTURES, 1))
        arguments.labels.with_name(arguments.labels.name.split(".")[0] + ".txt").write_text(names)


if __name__ == "__main__":
    main()
