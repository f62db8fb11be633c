"""How good a folder's model is on held-out phantoms, through the real processor and generate(), beside the prior.

`python -m training.evaluate [--model FOLDER] [--phantoms 20] [--slices 6] [--out FILE.json] [--sheet FILE.png]`

Prior = the structure's average box relative to the body's box, by plane, from phantoms of the training seeds, told
whether the structure is present; it is never wrong about absence. IoU counts a missed structure as 0.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import Qwen3VLForConditionalGeneration

from MISGroundLib.engine.protocol import Question
from MISGroundLib.geometry import Box, intersection_over_union
from MISGroundLib.resources import resource
from MISGroundLib.vlm.answers import ParsedAnswer
from MISGroundLib.vlm.processor import load_processor
from MISGroundLib.vlm.profiles import profile_for
from training.phantoms import Phantom, make_phantom
from training.pictures import Picture, absent_ids, draw_picture
from training.pool import FIRST_HELD_OUT_SEED
from training.sheets import draw_sheet
from training.tissues import BODY, STRUCTURES

_PRIOR_SEEDS = range(1, 13)
_PRIOR_SLICES = 60


class MiniModel:
    """A model's folder, asked as the product asks it, with greedy decoding."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.profile = profile_for(config, folder)
        self.processor = load_processor(folder)
        self.model = Qwen3VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()

    def ask(self, pixels: np.ndarray, questions: list[Question]) -> list[ParsedAnswer]:
        """The answers to several questions on one slice, uint8 (height, width)."""
        prepared = self.profile.prepare_image(pixels)
        texts = [
            self.processor.apply_chat_template(
                self.profile.build_messages(question), tokenize=False, add_generation_prompt=True
            )
            for question in questions
        ]
        batch = self.processor(
            text=texts, images=[prepared.image] * len(texts), return_tensors="pt", padding=True, padding_side="left"
        )
        with torch.inference_mode():
            made = self.model.generate(**batch, max_new_tokens=self.profile.max_new_tokens, do_sample=False)
        answers = self.processor.tokenizer.batch_decode(
            made[:, batch["input_ids"].shape[1] :], skip_special_tokens=True
        )
        return [self.profile.parse(text, prepared) for text in answers]


@dataclass(frozen=True)
class Outcome:
    """One question: the truth and what was answered (None = "not there" or unreadable), the prior, the other side."""

    structure: str
    plane: str
    truth: Box | None
    answer: Box | None
    prior: Box | None
    twin: Box | None
    share: float  # of the truth's box in the picture


def average_boxes(phantoms: Iterable[Phantom]) -> dict[tuple[str, str], np.ndarray]:
    """(structure, plane) -> average box, with the body's box as (0, 0, 1, 1)."""
    found: dict[tuple[str, str], list[np.ndarray]] = defaultdict(list)
    for phantom in phantoms:
        rng = np.random.default_rng([77, phantom.seed])
        for _ in range(_PRIOR_SLICES):
            picture = draw_picture(phantom, rng)
            if BODY not in picture.boxes:
                continue
            body = np.array(picture.boxes[BODY])
            size = np.tile(body[2:] - body[:2], 2)
            for index, box in picture.boxes.items():
                found[STRUCTURES[index - 1], picture.plane].append((np.array(box) - np.tile(body[:2], 2)) / size)
    return {key: np.mean(boxes, axis=0) for key, boxes in found.items()}


def prior_box(average: dict[tuple[str, str], np.ndarray], structure: str, picture: Picture) -> Box | None:
    """The prior's answer on a picture."""
    relative = average.get((structure, picture.plane))
    if relative is None or BODY not in picture.boxes:
        return None
    body = np.array(picture.boxes[BODY])
    box = relative * np.tile(body[2:] - body[:2], 2) + np.tile(body[:2], 2)
    return (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def held_out_pictures(phantoms: int, slices: int, first_seed: int = FIRST_HELD_OUT_SEED) -> list[Picture]:
    """Pictures of phantoms that training never sees."""
    pictures = []
    for seed in range(first_seed, first_seed + phantoms):
        phantom = make_phantom(seed)
        rng = np.random.default_rng([99, seed])
        pictures += [picture for picture in (draw_picture(phantom, rng) for _ in range(slices)) if picture.boxes]
    return pictures


def ask_about(model: MiniModel, pictures: list[Picture], average: dict[tuple[str, str], np.ndarray]) -> list[Outcome]:
    """Every present structure of every picture, and up to four absent ones."""
    outcomes = []
    for number, picture in enumerate(pictures):
        rng = np.random.default_rng([55, number])
        absent = absent_ids(picture)
        absent = [int(i) for i in rng.choice(absent, min(4, len(absent)), replace=False)] if absent else []
        asked = sorted(picture.boxes) + absent
        questions = [Question(STRUCTURES[i - 1], picture.plane, "CT", picture.position_fraction) for i in asked]
        for index, answer in zip(asked, model.ask(picture.pixels, questions), strict=True):
            name = STRUCTURES[index - 1]
            truth = picture.boxes.get(index)
            height, width = picture.pixels.shape
            share = 0.0 if truth is None else (truth[2] - truth[0]) * (truth[3] - truth[1]) / (height * width)
            twin = next((picture.boxes.get(i) for i, n in enumerate(STRUCTURES, 1) if n == mirror_name(name)), None)
            box = answer.boxes[0].box_px if answer.boxes else None
            outcomes.append(Outcome(name, picture.plane, truth, box, prior_box(average, name, picture), twin, share))
    return outcomes


def without_body(outcomes: list[Outcome]) -> list[Outcome]:
    """What a comparison with the prior is fair about: the prior is told the body's box."""
    return [outcome for outcome in outcomes if outcome.structure != STRUCTURES[BODY - 1]]


def mirror_name(name: str) -> str | None:
    """The other side's structure, None for one without sides."""
    for side, other in (("left ", "right "), ("right ", "left ")):
        if name.startswith(side):
            return other + name.removeprefix(side)
    return None


def _overlap(truth: Box, box: Box | None) -> float:
    return 0.0 if box is None else intersection_over_union(truth, box)


def summarise(outcomes: list[Outcome]) -> dict[str, float]:
    """IoU (missed = 0), Acc@0.5, recall, absent said absent, laterality errors, and the prior's IoU and Acc@0.5."""
    present = [o for o in outcomes if o.truth is not None]
    absent = [o for o in outcomes if o.truth is None]
    own = np.array([_overlap(o.truth, o.answer) for o in present if o.truth is not None])
    prior = np.array([_overlap(o.truth, o.prior) for o in present if o.truth is not None])
    sided = [o for o in outcomes if o.twin is not None and o.answer is not None]
    swapped = [
        o
        for o in sided
        if _overlap(o.twin or (0, 0, 1, 1), o.answer) > max(0.1, _overlap(o.truth, o.answer) if o.truth else 0.1)
    ]
    return {
        "questions": len(outcomes),
        "present": len(present),
        "iou": _mean(own),
        "acc50": _mean(own >= 0.5),
        "recall": _mean(np.array([o.answer is not None for o in present])),
        "absent_said_absent": _mean(np.array([o.answer is None for o in absent])),
        "laterality_errors": len(swapped) / len(sided) if sided else 0.0,
        "prior_iou": _mean(prior),
        "prior_acc50": _mean(prior >= 0.5),
    }


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else float("nan")


def report(outcomes: list[Outcome], seconds_a_question: float) -> str:
    """A Markdown table by structure, plane and size."""
    organs = without_body(outcomes)
    groups = {"all but the body": organs}
    groups["over 1 % of the slice"] = [o for o in organs if o.truth is None or o.share >= 0.01]
    for plane in ("axial", "coronal", "sagittal"):
        groups[plane] = [o for o in organs if o.plane == plane]
    for name in STRUCTURES:
        groups[name] = [o for o in outcomes if o.structure == name]
    lines = [
        "| held-out phantoms | n | IoU | prior IoU | Acc@0.5 | prior Acc | recall | absent said absent |",
        "|---|" + "---:|" * 7,
    ]
    for name, group in groups.items():
        s = summarise(group)
        lines.append(
            f"| {name} | {s['present']:.0f} | {s['iou']:.2f} | {s['prior_iou']:.2f} | {s['acc50']:.2f} | "
            f"{s['prior_acc50']:.2f} | {s['recall']:.2f} | {s['absent_said_absent']:.2f} |"
        )
    whole = summarise(organs)
    lines.append(f"\nlaterality errors {100 * whole['laterality_errors']:.1f} %; {seconds_a_question:.3f} s a question")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=resource("Models", "misground-mini"))
    parser.add_argument("--phantoms", type=int, default=20)
    parser.add_argument("--slices", type=int, default=6)
    parser.add_argument("--out", type=Path, help="also write the figures as JSON")
    parser.add_argument("--sheet", type=Path, help="also write a picture with true and predicted boxes")
    arguments = parser.parse_args()
    average = average_boxes(make_phantom(seed) for seed in _PRIOR_SEEDS)
    pictures = held_out_pictures(arguments.phantoms, arguments.slices)
    model = MiniModel(arguments.model)
    began = time.monotonic()
    outcomes = ask_about(model, pictures, average)
    print(report(outcomes, (time.monotonic() - began) / len(outcomes)))
    if arguments.out:
        arguments.out.write_text(json.dumps(summarise(without_body(outcomes)), indent=2) + "\n", encoding="utf-8")
    if arguments.sheet:
        draw_sheet(model, pictures, arguments.sheet)


if __name__ == "__main__":
    main()
