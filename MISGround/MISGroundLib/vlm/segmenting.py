"""SAM 3: a phrase and a picture to boxes, by one pass through the network. It writes no words: nothing is decoded.

Its scores are its makers' (facebookresearch/sam3, sam3_image_processor.py): how well the phrase fits each of 200
candidates, times the probability that the picture shows it at all, the presence. Boxes above `THRESHOLD` count.
Where the presence is less, it is not there. The masks that come with the boxes are not used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import torch
from transformers.image_processing_backends import PilBackend
from transformers.image_utils import IMAGENET_STANDARD_MEAN, IMAGENET_STANDARD_STD, PILImageResampling

from MISGroundLib.errors import Sentence, StoppedError, UserError
from MISGroundLib.vlm.boxes import ParsedAnswer, ParsedBox
from MISGroundLib.vlm.generation import PictureCache, picture_key, stop_between_layers
from MISGroundLib.vlm.scoring import Answer

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question
    from MISGroundLib.vlm.loading import LoadedModel
    from MISGroundLib.vlm.pictures import PreparedImage

# As its makers' Sam3Processor(confidence_threshold=0.5).
THRESHOLD = 0.5
UNSURE = "It deems it there ({presence}) and is sure of no box: the best has {best}, and {needed} is needed."
_DECIMALS = 5  # of 1: a hundredth of a pixel of its picture


class Sam3ImageProcessor(PilBackend):
    """Its picture: resized to the square that the folder says, in -1..1. transformers' own needs torchvision."""

    resample = PILImageResampling.BILINEAR
    image_mean = IMAGENET_STANDARD_MEAN
    image_std = IMAGENET_STANDARD_STD
    size = {"height": 1008, "width": 1008}  # noqa: RUF012 (transformers' way)
    do_resize = True
    do_rescale = True
    do_normalize = True
    do_convert_rgb = True


def segment(
    loaded: LoadedModel,
    prepared: PreparedImage,
    questions: Sequence[Question],
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Answer]]:
    """Ask for boxes in a picture, which is read once: (the question's index, its answer).

    Raises:
        StoppedError: soon after should_stop() turns true.
        UserError: for a phrase that is too long, or where the model's numbers overflow.
    """
    for index, question in enumerate(questions):
        words = _phrase(loaded, question.query)
        with torch.inference_mode(), stop_between_layers(loaded.model, should_stop):
            made = loaded.model(vision_embeds=_seen(loaded, prepared), **words)
        if should_stop():
            raise StoppedError
        yield index, _answer(loaded, made, question.query, prepared)


def _phrase(loaded: LoadedModel, query: str) -> dict[str, torch.Tensor]:
    """The text encoder's inputs, (1, most). Raises UserError for more tokens than it reads."""
    most = int(loaded.model.config.text_config.max_position_embeddings)
    made = loaded.tokenizer([query], padding="max_length", max_length=most, return_tensors="pt")
    count = made["input_ids"].shape[1]
    if count > most:
        raise UserError(
            "{name} reads phrases of at most {most} tokens, and this one has {count}. Ask in fewer words.",
            name=loaded.profile.name,
            most=most,
            count=count,
        )
    return {name: made[name].to(loaded.model.device) for name in ("input_ids", "attention_mask")}


def _seen(loaded: LoadedModel, prepared: PreparedImage) -> Any:
    """What the network makes of a picture, kept for the next question about it."""
    pixels = loaded.processor.image_processor([prepared.image], return_tensors="pt")["pixel_values"]
    pixels = pixels.to(loaded.model.device, loaded.model.dtype)
    key = picture_key({"pixel_values": pixels})
    if loaded.picture is None or loaded.picture.keys != (key,):
        loaded.picture = None  # two would lie in memory beside each other
        loaded.picture = PictureCache((key,), loaded.model.get_vision_features(pixels), None)
    return loaded.picture.cache


def _answer(loaded: LoadedModel, made: Any, query: str, prepared: PreparedImage) -> Answer:
    presence = float(made.presence_logits[0].float().sigmoid())
    scores = made.pred_logits[0].float().sigmoid() * presence
    if not (math.isfinite(presence) and bool(scores.isfinite().all())):
        raise UserError("The model's numbers overflowed on this device. Choose the device cpu, or another model.")
    # What a regression puts beyond the picture's edge is not in the picture.
    corners = made.pred_boxes[0].float().clamp(0, 1)
    order = [int(place) for place in scores.argsort(descending=True) if scores[place] > THRESHOLD]
    entries = [_written(corners[place].tolist(), float(scores[place])) for place in order]
    boxes: list[ParsedBox] = []
    sure: list[float] = []
    problems: list[str] = []
    for place, entry in zip(order, entries, strict=True):
        read = loaded.profile.parse(f"[{entry}]", prepared)
        boxes += [ParsedBox(box.box_px, query) for box in read.boxes]
        sure += [float(scores[place])] * len(read.boxes)
        problems += read.problems
    not_found = presence < THRESHOLD
    if not not_found and not order:
        shown, best = f"{presence:.2f}", f"{float(scores.max()):.2f}"
        problems.append(Sentence(UNSURE, presence=shown, best=best, needed=THRESHOLD))
    score = 1 - presence if not_found else presence if boxes else 0.0
    statistics = {
        "steps": 0, "rescored": 0, "changed": 0, "deferred": 0, "changes": [], "raw_score": score,
        "raw_box_scores": sure, "presence": presence,
    }  # fmt: skip
    raw = f"presence {presence:.{_DECIMALS}f}: [{', '.join(entries)}]"
    return Answer(raw, 0, ParsedAnswer(boxes, not_found, problems), score, sure, problems, statistics)


def _written(corners: Sequence[float], score: float) -> str:
    """A box as boxes.SAM_3 reads it: so an answer's text holds whatever became of it."""
    numbers = ", ".join(f"{number:.{_DECIMALS}f}" for number in corners)
    return f'{{"box": [{numbers}], "score": {score:.{_DECIMALS}f}}}'
