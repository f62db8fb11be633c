"""One question, one answer: the model's own `generate` with semantic sampling or greedy decoding."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import LogitsProcessorList, StoppingCriteriaList

from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.semsam.processor import SemSamProcessor
from MISGroundLib.vlm.answers import ParsedAnswer
from MISGroundLib.vlm.decoding import choosing, decoding_rule, prepare_decoding
from MISGroundLib.vlm.loading import LoadedModel
from MISGroundLib.vlm.pictures import PreparedImage
from MISGroundLib.vlm.prefix import reuse_picture
from MISGroundLib.vlm.scores import box_scores, decision_score, geometric_mean
from MISGroundLib.vlm.watching import Recorder, stop_between_layers

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Decoding, Question


@dataclass(frozen=True)
class Answer:
    """What came of a question.

    raw: the model's words. tokens: how many. score: of the found/not-found decision; box_scores: one a box (scores.py);
    calibrated where the model is. problems: why there is no box, or what was refused. statistics: of the decoding, and
    the scores before calibration.
    """

    raw: str
    tokens: int
    parsed: ParsedAnswer
    score: float
    box_scores: list[float]
    problems: list[str]
    statistics: dict[str, Any]


def answer(
    loaded: LoadedModel,
    pixels: NDArray[np.uint8],
    question: Question,
    decoding: Decoding,
    seed: int = 0,
    on_token: Callable[[str, int, int], None] = lambda text, count, limit: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Ask about a slice, uint8 (height, width) or (height, width, 3); in words also of several, (n, height, width, 3).

    on_token gets the text so far, the tokens made, and the most there can be. Raises StoppedError soon
    after should_stop() turns true, UserError where the model's numbers overflow.
    """
    prepare_decoding(loaded, decoding, should_stop=should_stop)
    prepared = [loaded.profile.prepare_image(picture) for picture in (pixels if pixels.ndim == 4 else pixels[None])]
    inputs = model_inputs(loaded, question, prepared)
    limit = loaded.profile.max_new_tokens
    # A model with an encoder reads the prompt there; its answer begins with one token of its own.
    prompt = 1 if loaded.model.config.is_encoder_decoder else inputs["input_ids"].shape[1]
    recorder = Recorder(
        prompt,
        loaded.coordinates,
        lambda tokens: on_token(_text(loaded, tokens), len(tokens), limit),
        should_stop,
    )
    rule = decoding_rule(loaded, decoding, seed)
    with torch.inference_mode(), stop_between_layers(loaded.model, should_stop):
        made = loaded.model.generate(
            **(_after_the_picture(loaded, inputs) if prepared else inputs),
            max_new_tokens=limit,
            do_sample=False,
            num_beams=1,
            logits_processor=LogitsProcessorList([recorder, *choosing(loaded, rule)]),
            stopping_criteria=StoppingCriteriaList([recorder]),
        )
    if should_stop():
        raise StoppedError
    recorder.keep(made.shape[1] - prompt)
    if not all(math.isfinite(p) for p in recorder.probabilities):
        raise UserError("The model's numbers overflowed on this device. Choose the device cpu, or another model.")
    if question.words:
        return judge_words(loaded, recorder, rule, limit)
    return judge(loaded, recorder, rule, loaded.profile.parse(_text(loaded, recorder.tokens), prepared[0]), limit)


def _after_the_picture(loaded: LoadedModel, inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs, less what the model has read of this slice already."""
    if not loaded.family.reads_picture_first:
        return inputs
    image_token = loaded.tokenizer.convert_tokens_to_ids(loaded.family.image_token)
    rest, loaded.picture = reuse_picture(loaded.model, inputs, image_token, loaded.picture)
    return rest


def model_inputs(loaded: LoadedModel, question: Question, prepared: Sequence[PreparedImage]) -> dict[str, Any]:
    """What `generate` gets for a question about pictures: a batch of one on the model's device, in its number type."""
    text = prompt_text(loaded, question, len(prepared))
    # A list for each prompt: some processors take a flat one for a picture each.
    pictures = [[picture.image for picture in prepared]] if prepared else None
    batch = loaded.processor(text=[text], images=pictures, return_tensors="pt").to(loaded.model.device)
    if not question.words:
        _check_size(loaded, prepared[0], batch)
    return {name: value.to(loaded.model.dtype) if value.is_floating_point() else value for name, value in batch.items()}


def _check_size(loaded: LoadedModel, prepared: PreparedImage, batch: Any) -> None:
    """Where boxes are in pixels of the model's picture, the processor must not have resized ours."""
    if loaded.family.written.scale or "image_grid_thw" not in batch:
        return
    seen = batch["image_grid_thw"][0, 1:] * loaded.processor.image_processor.patch_size
    if seen.tolist() != [prepared.image.height, prepared.image.width]:
        raise UserError(
            f"The picture settings of {loaded.info['name']} resize the slice to {seen[1]} x {seen[0]} px, and its "
            "boxes would be misread. Restore its preprocessor_config.json, or choose another model."
        )


def prompt_text(loaded: LoadedModel, question: Question, pictures: int = 1) -> str:
    """What the processor gets: the chat's text, or the words alone where the family has no chat."""
    messages = loaded.profile.build_messages(question, pictures)
    if loaded.processor.chat_template is None:
        return str(messages[0]["content"][-1]["text"])
    return str(loaded.processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))


def judge_words(loaded: LoadedModel, recorder: Recorder, rule: SemSamProcessor | None, limit: int) -> Answer:
    """The answer to a question in words, as sure as the geometric mean of its tokens' probabilities."""
    problems = [] if _ended(loaded, recorder) else [f"The answer was cut off at {limit} tokens."]
    text = _text(loaded, recorder.tokens)
    score = geometric_mean(recorder.probabilities)
    statistics = _statistics(loaded, recorder, rule)
    return Answer(text, len(recorder.tokens), ParsedAnswer(), score, [], problems, statistics)


def judge(
    loaded: LoadedModel, recorder: Recorder, rule: SemSamProcessor | None, parsed: ParsedAnswer, limit: int
) -> Answer:
    """The answer that a recorder noted, read and scored."""
    pieces = [_text(loaded, [token]) for token in recorder.tokens]
    problems = list(parsed.problems)
    if not _ended(loaded, recorder):
        problems.append(f"The answer was cut off at {limit} tokens.")
    if not parsed.boxes and not parsed.not_found and not problems:
        problems.append("The answer holds no box that could be read.")
    calibration = loaded.profile.calibration
    raw = decision_score(pieces, recorder.probabilities) if parsed.boxes or parsed.not_found else 0.0
    raw_boxes = [raw * sure for sure in box_scores(pieces, recorder.probabilities, recorder.near, len(parsed.boxes))]
    return Answer(
        raw=_text(loaded, recorder.tokens),
        tokens=len(recorder.tokens),
        parsed=parsed,
        score=calibration.of_absence(raw) if parsed.not_found else raw,
        box_scores=[calibration.of_box(score) for score in raw_boxes],
        problems=problems,
        statistics={**_statistics(loaded, recorder, rule), "raw_score": raw, "raw_box_scores": raw_boxes},
    )


def _statistics(loaded: LoadedModel, recorder: Recorder, rule: SemSamProcessor | None) -> dict[str, Any]:
    if rule is None:
        return {"steps": len(recorder.tokens), "rescored": 0, "changed": 0, "deferred": 0, "changes": []}
    counts = rule.statistics(steps=len(recorder.tokens))
    changes = [
        {
            "step": change.step,
            "before": loaded.tokenizer.decode([change.before]),
            "after": loaded.tokenizer.decode([change.after]),
            "score_before": change.score_before,
            "score_after": change.score_after,
        }
        for change in counts.changes
    ]
    return {
        "steps": counts.steps,
        "rescored": counts.rescored,
        "changed": counts.changed,
        "deferred": counts.deferred,
        "changes": changes,
    }


def _ended(loaded: LoadedModel, recorder: Recorder) -> bool:
    return bool(recorder.tokens) and recorder.tokens[-1] in _ends(loaded)


def _ends(loaded: LoadedModel) -> list[int]:
    ends = loaded.model.generation_config.eos_token_id
    return ends if isinstance(ends, list) else [ends]


def _text(loaded: LoadedModel, tokens: list[int]) -> str:
    """What tokens say, with their markers, less the one that ends an answer."""
    ends = _ends(loaded)
    return str(loaded.tokenizer.decode([token for token in tokens if token not in ends]))
