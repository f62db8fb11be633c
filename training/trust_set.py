"""The small fixed set behind "How far can I trust this model?": `python -m training.trust_set`.

Slices of made-up CTs, of phantoms that training, calibration and evaluation never use, cut by the product's own code,
with the true box of what is asked, or none: written to MISGround/Resources/TrustSet as pictures and questions.json. The
same files for the same seeds.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from MISGroundLib.files import resource
from MISGroundLib.geometry import Box
from MISGroundLib.scene.reading import read_volume
from training.evaluation.prior import Prior, load_prior
from training.evaluation.scans import Scan, body_mask, cutter
from training.evaluation.views import View
from training.export import write_json
from training.phantom_case import crop_to_trunk, phantom_ct, write_volume
from training.phantoms.phantom import FIRST_HELD_OUT_SEED, make_phantom
from training.structures import BODY, STRUCTURES, mirror_id

_FIRST_SEED = FIRST_HELD_OUT_SEED + 2000
_PICTURE_SEED = 61
_PHANTOMS = 3
# Fractions of the scan's extent at which a plane is cut.
_CUTS = {"axial": (0.3, 0.5, 0.7, 0.85), "coronal": (0.45,), "sagittal": (0.35,)}
_PRESENT, _ABSENT = 2, 1
_SMALLEST = 0.01  # of the slice: a smaller structure says more about size than about trust


def views(seed: int) -> list[View]:
    """The slices of one made-up CT."""
    phantom = crop_to_trunk(make_phantom(seed))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "phantom.nii.gz"
        write_volume(phantom_ct(phantom, seed), phantom, file)
        loaded = read_volume(file)
        write_volume(phantom.labels(), phantom, file)
        labels = read_volume(file).array.astype(np.uint8)
    scan = Scan(str(seed), loaded, labels, body_mask(loaded.array, "CT"), frozenset())
    with cutter(scan) as cut:
        return [cut(plane, fraction) for plane, fractions in _CUTS.items() for fraction in fractions]


def ask_about(view: View, prior: Prior, rng: np.random.Generator) -> list[dict[str, object]]:
    """Two structures that are there, one of a pair first, and one that is not, with the usual place of each."""
    large = [index for index, area in sorted(view.areas.items()) if area >= _SMALLEST and index != BODY]
    paired = [index for index in large if mirror_id(index) in view.boxes and mirror_id(index) != index]
    first = [int(rng.choice(paired))] if paired else []
    others = [index for index in large if index not in first and mirror_id(index) not in first]
    more = min(_PRESENT - len(first), len(others))
    chosen = first + [int(index) for index in rng.choice(others, more, replace=False)]
    chosen += [int(index) for index in rng.choice(view.absent, min(_ABSENT, len(view.absent)), replace=False)]
    return [question(view, index, prior) for index in chosen]


def question(view: View, index: int, prior: Prior) -> dict[str, object]:
    """A structure, its true box, the other side's, and where it usually is (half-open px)."""
    mirror = mirror_id(index)
    name, box = STRUCTURES[index - 1], view.boxes.get(index)
    usual = prior.box(name, view.plane, view.position_fraction, view.body) if box else None
    twin = view.boxes.get(mirror) if mirror != index else None
    return {"structure": name, "box_px": rounded(box), "twin_px": rounded(twin), "usual_px": rounded(usual)}


def rounded(box: Box | None) -> list[float] | None:
    return None if box is None else [round(value, 1) for value in box]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=resource("TrustSet"))
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    prior, entries = load_prior(), []
    for number in range(_PHANTOMS):
        rng = np.random.default_rng([_PICTURE_SEED, number])
        for view in views(_FIRST_SEED + number):
            name = f"{len(entries):02d}.png"
            Image.fromarray(view.pixels).save(folder / name, optimize=True)
            entries.append(
                {
                    "picture": name,
                    "plane": view.plane,
                    "modality": view.modality,
                    "midline_mm": None if view.midline_mm is None else round(view.midline_mm, 1),
                    "questions": ask_about(view, prior, rng),
                }
            )
    note = "Drawn pictures of made-up bodies: they tell a model that sees from one that does not, no more."
    write_json(folder / "questions.json", {"schema": "misground-trust-1", "note": note, "pictures": entries})
    print(json.dumps({"pictures": len(entries), "questions": sum(len(e["questions"]) for e in entries)}))


if __name__ == "__main__":
    main()
