"""What lies round and between labelled organs: body outlines, skin, fat, and muscle, drawn at random by a seed."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage

from training.phantoms.canvas import smooth_noise
from training.structures import STRUCTURE_ID
from training.tissues import ID

Mask = NDArray[np.bool_]
Tissue = NDArray[np.uint8]

PAIRS = ("left ", "right ")


def structure_ids(*names: str) -> frozenset[int]:
    """Structure ids by name; a name of a pair without its side means both sides."""
    found = [
        STRUCTURE_ID[full] for name in names for full in (name, *(s + name for s in PAIRS)) if full in STRUCTURE_ID
    ]
    return frozenset(found)


def is_tissue(tissue: Tissue, *names: str) -> Mask:
    """Where the tissue is one of these."""
    table = np.zeros(256, dtype=bool)
    table[[ID[name] for name in names]] = True
    found: Mask = table[tissue]
    return found


def largest(mask: Mask) -> Mask:
    """The biggest connected part."""
    parts, _ = ndimage.label(mask)
    found: Mask = parts == np.argmax(np.bincount(parts[mask]))
    return found


def distance_mm(mask: Mask, voxel_mm: float) -> NDArray[np.float32]:
    """How far every voxel is from the mask (mm), smooth, to within about 2 mm: a coarse grid of 4 mm is quick."""
    step = max(1, round(4 / voxel_mm))
    fitted = np.pad(mask, [(0, -n % step) for n in mask.shape], mode="edge")
    blocks = fitted.reshape([part for n in fitted.shape for part in (n // step, step)])
    coarse = ndimage.distance_transform_edt(blocks.mean(axis=(1, 3, 5)) < 0.5, step * voxel_mm)
    near = torch.from_numpy(coarse.astype(np.float32))[None, None]
    fine = torch.nn.functional.interpolate(near, scale_factor=step, mode="trilinear", align_corners=False)[0, 0].numpy()
    found: NDArray[np.float32] = fine[: mask.shape[0], : mask.shape[1], : mask.shape[2]]
    return found


def outline(inside: Mask, voxel_mm: float, close_mm: float, grow_mm: float) -> Mask:
    """The mask with hollows up to twice `close_mm` filled, then grown by `grow_mm`; at the top and bottom it is cut."""
    reach = int(np.ceil((close_mm + grow_mm) / voxel_mm)) + 2
    wide = np.pad(
        np.pad(inside, ((reach, reach), (reach, reach), (0, 0))), ((0, 0), (0, 0), (reach, reach)), mode="edge"
    )
    closed = distance_mm(distance_mm(wide, voxel_mm) > close_mm, voxel_mm) > close_mm
    body = (distance_mm(closed, voxel_mm) <= grow_mm) | wide
    found: Mask = body[reach:-reach, reach:-reach, reach:-reach]
    return found


def depth_mm(body: Mask, voxel_mm: float) -> NDArray[np.float32]:
    """Distance to the skin (mm) inside the body; the volume's top and bottom are cuts, not skin."""
    wide = np.pad(~body, ((4, 4), (4, 4), (0, 0)), constant_values=True)
    return distance_mm(wide, voxel_mm)[4:-4, 4:-4]


def skin_of(body: Mask, voxel_mm: float, mm: float = 2.0) -> Mask:
    """The body's outermost layer, one voxel or more; none at its cut top and bottom."""
    inner = np.pad(body, ((0, 0), (0, 0), (8, 8)), mode="edge")
    inner = ndimage.binary_erosion(inner, iterations=max(1, round(mm / voxel_mm)))
    found: Mask = body & ~inner[:, :, 8:-8]
    return found


def muscle_or_fat(rng: np.random.Generator, shape: tuple[int, ...], voxel_mm: float, muscle: float) -> Tissue:
    """Lumps of muscle in fat; `muscle` is about the share of muscle, 0 to 1."""
    lumps = smooth_noise(rng, shape, 14 / voxel_mm) + 0.5 * smooth_noise(rng, shape, 6 / voxel_mm)
    return np.where(lumps > np.quantile(lumps[::4, ::4, ::4], 1 - muscle), ID["muscle"], ID["fat"]).astype(np.uint8)


def box_of(body: Mask, voxel_mm: float, margin_mm: float = 8) -> tuple[slice, slice, slice]:
    """The body's bounding box with some air round it."""
    margin = round(margin_mm / voxel_mm)
    spans = [np.flatnonzero(body.any(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3)]
    x, y, z = (slice(max(0, int(span[0]) - margin), int(span[-1]) + margin + 1) for span in spans)
    return x, y, z


def fill(tissue: Tissue, where: Mask, filling: Tissue | str) -> None:
    """Paint `filling` where the map is still air."""
    free = where & (tissue == ID["air"])
    tissue[free] = ID[filling] if isinstance(filling, str) else filling[free]


# A bone's own tissue -> its shell and its inside.
_SHELLS = {
    "vertebra": ("vertebral cortex", "vertebral marrow"),
    "sacrum": ("sacrum cortex", "sacrum marrow"),
    "distal femur": ("distal femur cortex", "distal femur"),
    "tibia": ("tibia cortex", "tibia"),
    "patella": ("patella cortex", "patella"),
    "fibula": ("fibula cortex", "fibula"),
    **{
        f"{side}{bone}": (f"{side}{bone.split()[0]} cortex", f"{side}{bone.split()[0]} marrow")
        for side in PAIRS
        for bone in ("hip bone", "femur")
    },
}


def give_bones_a_shell(tissue: Tissue) -> None:
    """Cortex one voxel thick round the marrow of every bone that is one piece in the map."""
    for bone, (shell, marrow) in _SHELLS.items():
        mask = tissue == ID[bone]
        if not mask.any():
            continue
        box = tuple(slice(max(0, b.start - 1), b.stop + 1) for b in ndimage.find_objects(mask.astype(np.uint8))[0])
        wide = np.pad(mask[box], 1, mode="edge")
        inside = ndimage.binary_erosion(wide)[1:-1, 1:-1, 1:-1]
        tissue[box][mask[box]] = ID[shell]
        tissue[box][inside] = ID[marrow]
