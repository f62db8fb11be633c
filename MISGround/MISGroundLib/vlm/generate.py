"""Questions to answers: the model's own `generate` with semantic sampling or greedy decoding."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import LogitsProcessorList, StoppingCriteriaList

from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.vlm.decoding import choosing, decoding_rule, prepare_decoding
from MISGroundLib.vlm.inputs import model_inputs
from MISGroundLib.vlm.judging import Answer, ends_of, judge, text_of
from MISGroundLib.vlm.loading import LoadedModel
from MISGroundLib.vlm.prefix import reuse_picture
from MISGroundLib.vlm.watching import Recorder, stop_between_layers

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question
    from MISGroundLib.settings import Decoding

Inputs = dict[str, Any]


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
    told = on_token
    answers = answers_together(
        loaded, pixels, [question], decoding, seed, 1, lambda _, *token: told(*token), should_stop
    )
    return next(answers)[1]


def answers_together(
    loaded: LoadedModel,
    pixels: NDArray[np.uint8],
    questions: Sequence[Question],
    decoding: Decoding,
    seed: int = 0,
    most: int = 8,
    on_token: Callable[[int, str, int, int], None] = lambda index, text, count, limit: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Answer]]:
    """Ask several questions of the same pictures, at most so many in a batch: (the question's index, its answer).

    As `answer`; on_token gets the index first. Only questions of equal length share a batch, so that none needs
    padding; with sampling, where each answer has its own seed, and in families that read the picture anew for every
    question, each is asked alone. Numbers of a batch are added up in another order than those of one question: where
    two tokens are all but equally probable, an answer can differ.
    """
    prepare_decoding(loaded, decoding, should_stop=should_stop)
    prepared = [loaded.profile.prepare_image(picture) for picture in (pixels if pixels.ndim == 4 else pixels[None])]
    alone = decoding.sample or not (prepared and loaded.family.reads_picture_first)
    waiting: dict[int, list[tuple[int, Inputs]]] = {}
    for index, question in enumerate(questions):
        inputs = model_inputs(loaded, question, prepared)
        group = waiting.setdefault(inputs["input_ids"].shape[1], [])
        group.append((index, inputs))
        if alone or len(group) >= most:
            yield from _answered(loaded, questions, group, prepared, decoding, seed, on_token, should_stop)
            group.clear()
    for group in waiting.values():
        if group:
            yield from _answered(loaded, questions, group, prepared, decoding, seed, on_token, should_stop)


def _answered(
    loaded: LoadedModel,
    questions: Sequence[Question],
    group: Sequence[tuple[int, Inputs]],
    prepared: Sequence[Any],
    decoding: Decoding,
    seed: int,
    on_token: Callable[[int, str, int, int], None],
    should_stop: Callable[[], bool],
) -> Iterator[tuple[int, Answer]]:
    """The answers to questions of equal length, made in one batch."""
    limit = loaded.profile.max_new_tokens
    # A model with an encoder reads the prompt there; its answer begins with one token of its own.
    prompt = 1 if loaded.model.config.is_encoder_decoder else group[0][1]["input_ids"].shape[1]
    recorder = Recorder(
        prompt,
        loaded.coordinates,
        ends_of(loaded),
        len(group),
        lambda row, tokens: on_token(group[row][0], text_of(loaded, tokens), len(tokens), limit),
        should_stop,
    )
    rule = decoding_rule(loaded, decoding, seed)
    with torch.inference_mode(), stop_between_layers(loaded.model, should_stop):
        inputs = [inputs for _, inputs in group]
        made = loaded.model.generate(
            **(_after_the_picture(loaded, inputs) if prepared else inputs[0]),
            max_new_tokens=limit,
            do_sample=False,
            num_beams=1,
            logits_processor=LogitsProcessorList([recorder, *choosing(loaded, rule)]),
            stopping_criteria=StoppingCriteriaList([recorder]),
        )
    if should_stop():
        raise StoppedError
    for row, (index, _) in enumerate(group):
        noted = recorder.noted[row]
        noted.keep(made.shape[1] - prompt)
        if not all(math.isfinite(p) for p in noted.probabilities):
            raise UserError("The model's numbers overflowed on this device. Choose the device cpu, or another model.")
        yield index, judge(loaded, noted, None if questions[index].words else prepared[0], rule, row)


def _after_the_picture(loaded: LoadedModel, inputs: Sequence[Inputs]) -> Inputs:
    """The inputs of a batch, less what the model has read of this slice already."""
    if not loaded.family.reads_picture_first:
        return inputs[0]
    image_token = loaded.tokenizer.convert_tokens_to_ids(loaded.family.image_token)
    rest, loaded.picture = reuse_picture(loaded.model, inputs, image_token, loaded.picture)
    return rest
