"""The answer that needs no eyes: a structure's usual box relative to the body's box, by plane and third of the scan.

`python -m training.evaluation.prior` measures it on pictures of the training donors and writes training/prior.json,
which is shipped so that the evaluation needs no donors. Of mean and median, with thirds and without, the one that does
best on donors not used for it is kept: the prior should be as strong as it can be.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from MISGroundLib.geometry import Box
from training.donor import Donor, load_donors
from training.evaluation.scoring import overlap
from training.structures import BODY, STRUCTURES

FILE = Path(__file__).resolve().parents[1] / "prior.json"
_FEWEST = 8  # pictures of a structure in a third of the scan, below which the whole plane's box is taken


@dataclass(frozen=True)
class Seen:
    """A structure in a picture, relative to the body's box (0, 0, 1, 1)."""

    structure: str
    plane: str
    third: int
    box: tuple[float, ...]


@dataclass(frozen=True)
class Prior:
    """Boxes relative to the body's by "structure/plane" and "structure/plane/third"."""

    how: str
    boxes: dict[str, tuple[float, ...]]

    def box(self, structure: str, plane: str, fraction: float | None, body: Box | None) -> Box | None:
        """The usual place in slice pixels; None for what training never showed in this plane."""
        key = f"{structure}/{plane}"
        relative = self.boxes.get(f"{key}/{third_of(fraction)}", self.boxes.get(key))
        if relative is None or body is None:
            return None
        x, y, width, height = body[0], body[1], body[2] - body[0], body[3] - body[1]
        a, b, c, d = relative
        return (x + a * width, y + b * height, x + c * width, y + d * height)


def third_of(fraction: float | None) -> int:
    """Which third of the scan a slice lies in; the middle one where that is not known."""
    return 1 if fraction is None else min(2, int(3 * fraction))


def relative_box(box: Box, body: Box) -> tuple[float, ...]:
    """A box in the coordinates of the body's box."""
    width, height = body[2] - body[0], body[3] - body[1]
    x0, y0, x1, y1 = box
    return ((x0 - body[0]) / width, (y0 - body[1]) / height, (x1 - body[0]) / width, (y1 - body[1]) / height)


def look_at(donors: Iterable[Donor], pictures: int) -> list[list[Seen]]:
    """What some pictures of each donor show."""
    from training.drawing.pictures import draw_picture

    found = []
    for number, donor in enumerate(donors):
        rng = np.random.default_rng([77, number])
        seen = []
        for _ in range(pictures):
            picture = draw_picture(donor, rng)
            body = picture.boxes.get(BODY)
            for index, box in picture.boxes.items() if body else ():
                third = third_of(picture.position_fraction)
                seen.append(Seen(STRUCTURES[index - 1], picture.plane, third, relative_box(box, body)))
        found.append(seen)
    return found


def estimate(seen: Iterable[Seen], how: str) -> Prior:
    """how: "mean" or "median", with " by thirds" or without."""
    groups: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for one in seen:
        groups[f"{one.structure}/{one.plane}"].append(one.box)
        if how.endswith("thirds"):
            groups[f"{one.structure}/{one.plane}/{one.third}"].append(one.box)
    middle = np.median if how.startswith("median") else np.mean
    kept = {key: boxes for key, boxes in groups.items() if key.count("/") == 1 or len(boxes) >= _FEWEST}
    return Prior(how, {key: tuple(float(v) for v in middle(boxes, axis=0)) for key, boxes in sorted(kept.items())})


def strongest(seen_by_donor: Sequence[Sequence[Seen]]) -> Prior:
    """The best of the four on the odd donors, learnt on the even ones; then from all of them."""
    unit = (0.0, 0.0, 1.0, 1.0)
    odd = [one for seen in seen_by_donor[1::2] for one in seen]
    even = [one for seen in seen_by_donor[0::2] for one in seen]
    best, best_iou = "mean", -1.0
    for how in ("mean", "median", "mean by thirds", "median by thirds"):
        prior = estimate(even, how)
        ious = [overlap(one.box, prior.box(one.structure, one.plane, (one.third + 0.5) / 3, unit)) for one in odd]  # type: ignore[arg-type]
        iou = float(np.mean(ious)) if ious else 0.0
        print(f"{how}: IoU {iou:.3f}")
        if iou > best_iou:
            best, best_iou = how, iou
    return estimate([one for seen in seen_by_donor for one in seen], best)


def load_prior(path: Path = FILE) -> Prior:
    """The shipped prior."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Prior(data["how"], {key: tuple(box) for key, box in data["boxes"].items()})


def save_prior(prior: Prior, path: Path) -> None:
    """One box a line."""
    lines = ",\n".join(f'  "{key}": {[round(v, 3) for v in box]}' for key, box in prior.boxes.items())
    path.write_text(f'{{"how": "{prior.how}", "boxes": {{\n{lines}\n}}}}\n', encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--donors", type=Path, default=Path("training/runs/donors"))
    parser.add_argument("--pictures", type=int, default=60, help="a donor")
    parser.add_argument("--out", type=Path, default=FILE)
    arguments = parser.parse_args()
    donors = load_donors(arguments.donors)
    save_prior(strongest(look_at(tqdm(donors, unit="donor", disable=None), arguments.pictures)), arguments.out)


if __name__ == "__main__":
    main()
